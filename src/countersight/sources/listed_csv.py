"""A list that its agency publishes as a document, written down as a table: our columns, or those that OpenSanctions uses.

The Department of Defense publishes its lists under sections 1260H and 1286 as PDF. Whoever writes one down as CSV uses
the columns of :data:`OWN`; a header with the columns of another known form is understood too, column by column. Of a
column that neither form has, nothing is read.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from countersight.errors import InputError, Where
from countersight.model.body import Body, Designation, Name, Statement
from countersight.model.lists import BY_ID
from countersight.model.units import parse_partial_date
from countersight.names.normalise import fold
from countersight.sources.countries import country_code
from countersight.sources.days import american_day
from countersight.sources.edition import Edition, full_coverage
from countersight.sources.merging import join, merge_bodies
from countersight.sources.naming import places_country, slug, split_names
from countersight.sources.raw import Row, decode, headed_rows, read_bytes
from countersight.store.records import SourceRecord

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

OWN: Final[dict[str, str]] = {
    "name": "as the list prints it, without annotation; needed",
    "aliases": 'other names, parted by "; "',
    "former_names": 'names that the list calls former, parted by "; "',
    "parent": "the listed body under which the list groups the entry",
    "country": "ISO 3166-1 alpha-2, or the name in English",
    "list": "which edition names the entry, for example FY2025; several rows may name one body",
    "start": "day of the first edition or notice that names it, 2021-06-03; empty where it is not known",
    "end": "day of the edition or notice that names it no longer",
    "note": "a remark",
    "source_url": "where the edition is",
}
"""Our columns and what they hold. Only ``name`` must be there."""

_SHORT = re.compile(r"[A-Z0-9&.-]{2,8}")
_COUNTRY = re.compile(r"[A-Z]{2}")
_MARKS = re.compile(r"[\s*†‡]+$")
_PARTIAL = re.compile(r"[0-9]{4}(?:-[0-9]{2})?")


@dataclass(frozen=True, slots=True)
class Form:
    """How a form of the table calls its columns: published name to our name. ``needed`` tells the form."""

    columns: Mapping[str, str]
    needed: tuple[str, ...]
    licence: str = "facts of a US government work (17 U.S.C. 105), written down by the user"
    reuse: str = "open"


OWN_FORM: Final = Form({column: column for column in OWN}, ("name",))
TRANSCRIBED: Final = "facts of a US government work, as written down by OpenSanctions (CC BY-NC 4.0)"
"""The licence of tables in the form of OpenSanctions: whoever has one has it from there."""


@dataclass(frozen=True, slots=True)
class ListSpec:
    """Which list a table is of."""

    list_id: str
    prefix: str
    """Of the ids of its bodies."""
    schema: str
    citation: str
    publisher: str
    url: str
    max_age_days: int
    forms: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """One row in our columns."""

    row: Row
    names: dict[str, str]
    """Our column to the published one, for errors."""

    def text(self, column: str) -> str:
        """A cell on one line; empty where the table has no such column."""
        return " ".join(self.row.cells.get(self.names.get(column, ""), "").split())

    def fault(self, column: str, message: str, hint: str) -> InputError:
        """The error to raise about one cell."""
        return self.row.fault(self.names.get(column, column), message, hint)

    def day(self, column: str, *, latest: bool = False) -> str:
        """An ISO day or nothing; of a year or a month the first day, or with ``latest`` the last.

        Raises:
            InputError: The cell holds something else.
        """
        text = self.text(column)
        try:
            if _PARTIAL.fullmatch(text):
                known = parse_partial_date(text)
                return (known.latest if latest else known.earliest).isoformat()
            return american_day(text) if text else ""
        except ValueError as fault:
            raise self.fault(column, str(fault), "write days as 2021-06-03, or leave the cell empty") from None

    def country(self) -> str:
        """The code of the country; nothing where the cell is empty.

        Raises:
            InputError: An unknown country.
        """
        text = self.text("country")
        code = text if _COUNTRY.fullmatch(text) else country_code(text)
        if text and not code:
            raise self.fault("country", f"an unknown country: {text!r}", "write the ISO 3166-1 code in capitals: CN")
        return code

    def all_names(self) -> tuple[Name, ...]:
        """The primary name first, then the others.

        Raises:
            InputError: No name, or one without a letter.
        """
        primary = _MARKS.sub("", self.text("name"))
        if not fold(primary):
            raise self.fault("name", f"a name without a letter: {primary!r}", "every row names its entry")
        held = {primary: Name(primary, "", "primary")}
        for column, kind in (("aliases", "alias"), ("former_names", "former")):
            for text in split_names(self.text(column)):
                kind_of = "short" if kind == "alias" and _SHORT.fullmatch(text) else kind
                held.setdefault(text, Name(text, "", kind_of))
        return tuple(sorted(held.values(), key=lambda name: (name.kind != "primary", name.text)))


def listings(path: Path, forms: Sequence[Form], hint: str) -> tuple[bytes, Form, list[Listing]]:
    """The bytes of a table, its form, and its rows in our columns.

    Args:
        path: The CSV file, UTF-8, with a header.
        forms: Known forms; the first whose needed columns are all there is taken.
        hint: What would be the right file.

    Raises:
        InputError: No known form, a hostile file, or a row that is shorter or longer than the header.
    """
    data = read_bytes(path)
    text = decode(data, str(path))
    rows = list(headed_rows(text, str(path), (), hint))
    if not rows:
        raise InputError("a table without a row", hint=hint, where=Where(str(path), 1))
    form = next((form for form in forms if set(form.needed) <= rows[0].cells.keys()), None)
    if form is None:
        needed = " or ".join("; ".join(form.needed) for form in forms)
        raise InputError(f"the header lacks the columns of a known form: {needed}", hint=hint, where=Where(str(path), 1, forms[0].needed[0]))
    names = {ours: theirs for theirs, ours in form.columns.items()}
    return data, form, [Listing(row, names) for row in rows if any(cell.strip() for cell in row.cells.values())]


def read_listed(path: Path, edition: date, spec: ListSpec) -> Edition:
    """Read one table of a list.

    Args:
        path: The CSV file, UTF-8.
        edition: The day of the newest edition that the table holds.
        spec: Which list, and how its table may look.

    Raises:
        InputError: The file is hostile or in no known form, or a row cannot be read.
    """
    data, form, rows = listings(path, spec.forms, f"a table with the columns {', '.join(OWN)}; only name must be there")
    source = SourceRecord(
        id=f"{spec.list_id}.{edition}",
        title=f"{BY_ID[spec.list_id].title}, table of {edition}",
        publisher=spec.publisher,
        url=spec.url,
        licence=form.licence,
        reuse=form.reuse,
        edition=edition.isoformat(),
        sha256=hashlib.sha256(data).hexdigest(),
        kind="official_list",
        lang="en",
    )
    held: dict[str, list[Body]] = {}
    for row in rows:
        body = _body(row, spec, source.id)
        held.setdefault(body.id, []).append(body)
    joined = [join(held[key], key) for key in sorted(held)]
    # Editions of one list that a body stands on are told apart by their days, and come together where it stayed on.
    told = {key: periods([d for body in group for d in body.designations]) for key, group in held.items()}
    bodies = merge_bodies([replace(body, designations=told[body.id]) for body in joined])
    counts = {spec.list_id: len(held)}
    return Edition(edition, bodies, full_coverage(counts, source, spec.max_age_days), source, counts)


def _body(row: Listing, spec: ListSpec, source_id: str) -> Body:
    if row.text("schema") == "Person":
        raise row.fault("schema", "a natural person", f"no person is on the {BY_ID[spec.list_id].title}: is this the right file?")
    names = row.all_names()
    body_id = slug(spec.prefix, names[0].text)
    start, end, label = row.day("start"), row.day("end", latest=True), row.text("list")
    if start and end and end <= start:
        raise row.fault("end", f"it ends on {end}, before it begins on {start}", "the end is the day of the edition that names it no longer")
    label = f"FY{label}" if label.isdecimal() else label
    edition = f"list of {label}" if label else f"edition of {start}" if start else ""
    citation = "; ".join(filter(None, (spec.citation, edition)))
    url = row.text("source_url") or spec.url
    country = row.country() or places_country(names[0].text)
    said = {"parent": ("finding", row.text("parent")), "note": ("report", row.text("note"))}
    return Body(
        id=body_id,
        schema=spec.schema,
        names=names,
        countries=(country,) if country else (),
        designations=(
            Designation(
                list_id=spec.list_id,
                body_id=body_id,
                start=start,
                citation=citation,
                end=end,
                programs=(label,) if label else (),
                source_id=source_id,
                url=url,
            ),
        ),
        statements=tuple(
            Statement(body_id, prop, value, citation, nature=nature, url=url, start=start)
            for prop, (nature, value) in said.items()
            if value
        ),
        source_id=source_id,
    )


def periods(told: Sequence[Designation]) -> tuple[Designation, ...]:
    """Editions that name a body again and again are one designation as long as it was not taken off in between.

    The latest edition says whether and when it was taken off: an earlier one could not know.

    Args:
        told: Designations of one body on one list, one per edition, in any order.

    Returns:
        One per period, the oldest first, with the citations and programmes of all its editions.

    >>> first = Designation("us.dod.1260h", "a", "2021-06-03", "edition of 2021-06-03")
    >>> later = Designation("us.dod.1260h", "a", "2025-01-07", "edition of 2025-01-07", end="2026-02-17")
    >>> [(one.start, one.end, one.citation) for one in periods([later, first])]
    [('2021-06-03', '2026-02-17', 'edition of 2021-06-03; edition of 2025-01-07')]
    """
    found: list[Designation] = []
    for item in sorted(told, key=lambda d: (d.start, d.programs, d.end, d.citation, d.url)):
        last = found[-1] if found else None
        if last is None or (last.end and last.end < item.start):
            found.append(item)
            continue
        found[-1] = replace(
            last,
            end=item.end,
            citation="; ".join(dict.fromkeys((*last.citation.split("; "), *item.citation.split("; ")))),
            programs=tuple(dict.fromkeys((*last.programs, *item.programs))),
            url=item.url or last.url,
        )
    return tuple(found)
