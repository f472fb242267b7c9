"""Reads a table of bodies with their names in several scripts: an exchange's listed companies, a registry's extract, a list of one's own.

Each column of names is called by what it holds and, behind an underscore, by its language (:data:`KINDS`): ``name_zh``, ``short_zh``,
``aliases_en``, ``former_zh``. Rows with the same ``body`` are one body, so that a table with a row for each name is read as well. The
headings of :data:`HEADINGS` are understood too. What comes out are bodies with names and identifiers, and nothing else: no designation,
no coverage, no edge.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from countersight.errors import InputError, Where
from countersight.model.body import Body, Name
from countersight.names.identifiers import fault_of, normalise_identifier
from countersight.names.normalise import fold
from countersight.sources.countries import country_code
from countersight.sources.edition import Edition
from countersight.sources.naming import places_country, slug
from countersight.sources.raw import Row, csv_rows, decode, headed_rows, read_bytes
from countersight.store.records import SourceRecord

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

LIST_ID: Final = "names"
KINDS: Final = {"name": "primary", "short": "short", "aliases": "alias", "alias": "alias", "former": "former", "security": "short"}
"""What a column of names is called, and what its names are. ``security`` is the short name of a share, with the marks of the exchange."""
IDENTIFIERS: Final = ("uscc", "lei", "isin", "cik", "ror", "duns", "ticker", "registration")
SCHEMATA: Final = {"": "Organization", "organisation": "Organization", "company": "Company", "public body": "PublicBody"}
HEADINGS: Final = {
    "公司全称": "name_zh", "公司中文全称": "name_zh", "机构名称": "name_zh", "中文名称": "name_zh", "fullname": "name_zh",
    "英文名称": "name_en", "公司英文名称": "name_en", "公司英文全称": "name_en", "英文全称": "name_en", "enname": "name_en",
    "公司简称": "security_zh", "证券简称": "security_zh", "A股简称": "security_zh", "B股简称": "security_zh", "简称": "security_zh",
    "曾用名": "former_zh", "统一社会信用代码": "uscc", "公司代码": "body", "A股代码": "body",
}  # fmt: skip
"""Headings of tables that exchanges and data houses of China hand out, and what we call such a column."""
SHAPE: Final = "name_en,name_zh,short_zh,aliases_en,country,uscc; or a row for each name: body,name,country"

_COLUMN = re.compile(rf"({'|'.join(KINDS)})(?:_([a-z]{{2,3}}(?:-[A-Za-z0-9]{{2,8}})*))?")
_SEVERAL = re.compile(r"[;\uff1b]")
_COUNTRY = re.compile(r"[A-Z]{2}")
_MARKS = re.compile(r"(?:S?\*?ST)?(?P<name>.+?)(?:-[A-Z]{1,3}|[AB])?")


@dataclass(slots=True)
class _Held:
    """One body while its rows are read; the row that first told of it, for errors."""

    row: Row
    names: dict[str, Name] = field(default_factory=dict)
    schema: str = ""
    country: str = ""
    identifiers: dict[str, str] = field(default_factory=dict)


def read_names(path: Path, edition: date, *, called: str = LIST_ID, expect: bool = True) -> Edition:
    """Read the table.

    Args:
        path: CSV with a header, UTF-8.
        edition: The day of the table.
        called: What its source is called: tables of two sources may tell of one body.
        expect: Hold it against ``expectations.yaml``.

    Raises:
        InputError: The file is hostile or has no column of names, or a row names nobody, a person, an unknown country or an identifier
            whose check digits are wrong.
    """
    data = read_bytes(path)
    text = decode(data, str(path))
    columns = _columns(text, str(path))
    held: dict[str, _Held] = {}
    for row in headed_rows(text, str(path), (), SHAPE):
        if any(cell.strip() for cell in row.cells.values()):
            _read_row(held, row, columns, called)
    source = SourceRecord(
        id=f"{called}.{edition}",
        title=f"Names of bodies, in a table of {edition}",
        publisher="whoever wrote the table",
        licence="as whoever wrote the table says",
        reuse="private",
        edition=edition.isoformat(),
        sha256=hashlib.sha256(data).hexdigest(),
        kind="user",
    )
    bodies = [_body(key, one, source.id) for key, one in sorted(held.items())]
    read = Edition(edition, bodies, [], source, {called: len(bodies)}, names_only=True)
    if expect:
        from countersight.sources.expecting import check_edition  # noqa: PLC0415 - brings in a YAML reader

        check_edition(__package__, read, str(path))
    return read


def _columns(text: str, file: str) -> dict[str, str]:
    """The heading of each column that is read, and what we call it.

    Raises:
        InputError: There is no column of names.
    """
    _, header = next(csv_rows(text, file), (1, []))
    called = {heading: HEADINGS.get(heading.strip(), heading.strip()) for heading in header}
    known = {heading: ours for heading, ours in called.items() if _COLUMN.fullmatch(ours) or ours in {"body", "kind", "country", *IDENTIFIERS}}
    if not any(_COLUMN.fullmatch(ours) for ours in known.values()):
        raise InputError("the header has no column of names", hint=f"call the columns {SHAPE}", where=Where(file, 1, header[0] if header else None))
    return known


def _read_row(held: dict[str, _Held], row: Row, columns: dict[str, str], called: str) -> None:
    cells = {heading: " ".join(row.cells[heading].split()) for heading in columns}
    said = {ours: (heading, cells[heading]) for heading, ours in columns.items() if cells[heading]}
    names = [name for heading, ours in columns.items() for name in _names(ours, cells[heading])]
    heading, kind = said.get("kind", ("kind", ""))
    if kind.lower() == "person":
        raise row.fault(heading, "a natural person", "persons are held only where an official list names them: take the row out")
    if kind.lower() not in SCHEMATA:
        raise row.fault(heading, f"an unknown kind {kind!r}", f"{', '.join(filter(None, SCHEMATA))}, or nothing")
    if not names:
        raise row.fault(next(iter(columns)), "the row names nobody", "write at least one name, with letters")
    country = _country(row, *said.get("country", ("country", ""))) or next(filter(None, (places_country(name.text) for name in names)), "")
    key = said["body"][1] if "body" in said else f"{next((name for name in names if name.kind == 'primary'), names[0]).text} {country}"
    one = held.setdefault(slug(called, key), _Held(row))
    for name in names:
        one.names.setdefault(name.text, name)
    one.schema = one.schema or (SCHEMATA[kind.lower()] if kind else "")
    if country and one.country and country != one.country:
        raise row.fault(said.get("country", ("country", ""))[0], f"{country}, and {one.country} in line {one.row.line} of the same body", "a body has one country here: that of its seat")
    one.country = one.country or country
    for number in IDENTIFIERS:
        if number in said:
            _identify(one, row, number, *said[number])


def _names(ours: str, cell: str) -> Iterator[Name]:
    found = _COLUMN.fullmatch(ours)
    if found is None:
        return
    what, lang = found[1], found[2] or ""
    for part in [cell] if what in {"name", "security"} else _SEVERAL.split(cell):
        text = _unmarked(part) if what == "security" else part.strip()
        if fold(text):
            yield Name(text, lang, KINDS[what])


def _unmarked(text: str) -> str:
    """The short name of a share without the marks of the exchange: its class, and a warning in front.

    >>> _unmarked("*ST示例"), _unmarked("示  例A"), _unmarked("示例-U"), _unmarked("TCL示例")
    ('示例', '示例', '示例', 'TCL示例')
    """
    plain = unicodedata.normalize("NFKC", "".join(text.split()))
    found = _MARKS.fullmatch(plain)
    return found["name"] if found and not plain.isascii() else text.strip()


def _country(row: Row, heading: str, cell: str) -> str:
    code = cell.upper() if _COUNTRY.fullmatch(cell.upper()) else country_code(cell)
    if cell and not code:
        raise row.fault(heading, f"an unknown country: {cell!r}", "write the ISO 3166-1 code: CN")
    return code


def _identify(one: _Held, row: Row, kind: str, heading: str, value: str) -> None:
    if why := fault_of(kind, value):
        raise row.fault(heading, f"{value!r} is no {kind}: {why}", "copy it again from where it stands, or leave the cell empty")
    before = one.identifiers.setdefault(kind, value)
    if normalise_identifier(kind, before) != normalise_identifier(kind, value):
        one.identifiers[kind] = f"{before}; {value}"


def _body(body_id: str, one: _Held, source_id: str) -> Body:
    return Body(
        id=body_id,
        schema=one.schema or "Organization",
        names=tuple(one.names.values()),
        countries=(one.country,) if one.country else (),
        identifiers=one.identifiers,
        source_id=source_id,
    )
