"""Reads the Covered List from the page of the Federal Communications Commission, saved as HTML.

Source: https://www.fcc.gov/supplychain/coveredlist. The table was seen as the page had it in spring 2026, and its text as
it stood in August 2026. Entries that name no producer are kinds of goods, not bodies: see :func:`covered_goods`.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from countersight.errors import InputError, Where
from countersight.model.body import Body, Designation, Name, Statement
from countersight.names.normalise import fold
from countersight.sources.days import american_day, american_days
from countersight.sources.edition import Edition, expected, full_coverage
from countersight.sources.merging import merge_bodies
from countersight.sources.naming import places_country, slug
from countersight.sources.raw_html import Cell, HtmlRow, html_tables
from countersight.store.records import SourceRecord

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

LIST_ID: Final = "us.fcc.covered"
MAX_AGE_DAYS: Final = 45
URL: Final = "https://www.fcc.gov/supplychain/coveredlist"

_TEXT_COLUMN: Final = "covered equipment or services"
_DAY_COLUMN: Final = "date of inclusion on covered list"

_LIMITED = re.compile(r"to the extent (?:that )?(?:(?:it is|they are) )?used for", re.IGNORECASE)
_MAKER = re.compile(
    r"\b(?:produced|provided|supplied)(?:,? directly or indirectly,?)?(?:,? (?:or|and) (?:produced|provided|supplied))?,? by (?P<name>[A-Z0-9].*?)"
    r"(?=,? (?:including|to the extent|subject to|or any of|and any of|for (?:use|which)|when used|that )|;|\.? *$)"
)
_WITH_SUBSIDIARY = re.compile(r",? and its (?:wholly[- ]owned )?subsidiar(?:y|ies),? ", re.IGNORECASE)
_BEFORE_NAME = re.compile(r"\b(?:by|subsidiary|and)\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CoveredGoods:
    """An entry for a kind of goods or services, whoever makes them."""

    text: str
    start: str
    updated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Entry:
    row: HtmlRow
    text: str
    makers: tuple[str, ...]
    start: str
    updated: tuple[str, ...]


def read_fcc(path: Path, edition: date, *, expect: bool = True) -> Edition:
    """Read the saved page: the producers and providers that it names, each with the text of its entry as scope.

    Args:
        path: The HTML file, UTF-8.
        edition: The day on which it was saved.
        expect: Hold it against ``expectations.yaml``. Off only for samples.

    Raises:
        InputError: The page is hostile, is another page, or has a row that cannot be read.
        DataError: The list is shorter than it should be, or misses what must be in it.
    """
    data, entries = _entries(path)
    source = SourceRecord(
        id=f"{LIST_ID}.{edition}",
        title=f"FCC Covered List, page of {edition}",
        publisher="US Federal Communications Commission",
        url=URL,
        licence="US government work (17 U.S.C. 105)",
        edition=edition.isoformat(),
        sha256=hashlib.sha256(data).hexdigest(),
        kind="official_list",
        lang="en",
    )
    bodies = [_body(entry, maker, source.id) for entry in entries for maker in entry.makers]
    bodies.sort(key=lambda body: (body.id, body.designations[0].start, body.designations[0].scope))
    rows = {LIST_ID: len(entries)}
    read = Edition(edition, merge_bodies(bodies), full_coverage(rows, source, MAX_AGE_DAYS), source, rows)
    return expected(__package__, read, str(path), expect=expect)


def covered_goods(path: Path) -> list[CoveredGoods]:
    """The entries of the saved page that name no producer or provider, in their order.

    Raises:
        InputError: As for :func:`read_fcc`.
    """
    return [CoveredGoods(entry.text, entry.start, entry.updated) for entry in _entries(path)[1] if not entry.makers]


def _entries(path: Path) -> tuple[bytes, list[_Entry]]:
    data, tables = html_tables(path)
    wanted = [table for table in tables if {_TEXT_COLUMN, _DAY_COLUMN} <= set(table.header)]
    if len(wanted) != 1:
        message = f"{len(wanted)} tables with the columns Covered Equipment or Services and Date of Inclusion on Covered List"
        raise InputError(message, hint=f"save the page {URL} whole, as HTML", where=Where(str(path)))
    (table,) = wanted
    header = table.header
    if len(set(header)) != len(header):
        raise table.rows[0].fault("", "a column stands twice in the header", "is this the official page?")
    entries = []
    for row in table.rows[1:]:
        if len(row.cells) != len(header):
            raise row.fault("", f"the row has {len(row.cells)} cells, the header {len(header)}", "is the page saved whole?")
        entries.append(_entry(row, row.cells[header.index(_TEXT_COLUMN)], row.cells[header.index(_DAY_COLUMN)]))
    return data, entries


def _entry(row: HtmlRow, said: Cell, dated: Cell) -> _Entry:
    text = said.flat
    if not fold(text):
        raise row.fault("Covered Equipment or Services", "an entry without text", "every row says what is covered")
    try:
        days = american_days(dated.flat) or [american_day(dated.flat)]
    except ValueError as fault:
        raise row.fault("Date of Inclusion on Covered List", str(fault), "the page writes days as March 12, 2021") from None
    return _Entry(row, text, tuple(makers(said)), days[0], tuple(days[1:]))


def makers(said: Cell) -> list[str]:
    """Who makes or provides what an entry covers; nobody, where it covers a kind of goods.

    >>> makers(Cell("Video equipment produced by Invented Kestrel, Inc., to the extent it is used for the purpose of public safety."))
    ['Invented Kestrel, Inc.']
    >>> makers(Cell("Services provided by Example Corp and its wholly-owned subsidiary Sample (USA) LLC subject to section 214."))
    ['Example Corp', 'Sample (USA) LLC']
    >>> makers(Cell("Routers produced in a foreign country, except those approved by Example."))
    []
    """
    found = [part.strip(" ,") for told in _MAKER.finditer(said.flat) for part in _WITH_SUBSIDIARY.split(told["name"])]
    if not found:
        # A wording that is not known: what is in bold behind "by" or "subsidiary" is a name all the same.
        found = [bold for bold in said.strong if _BEFORE_NAME.search(said.flat.partition(bold)[0])]
    return list(dict.fromkeys(name for name in found if fold(name)))


def _body(entry: _Entry, maker: str, source_id: str) -> Body:
    body_id = slug("fcc", maker)
    citation = f"FCC Covered List, entry of {entry.start}; Secure Networks Act s.2 (47 U.S.C. 1601)"
    scope = f"use-limited: {entry.text}" if _LIMITED.search(entry.text) else entry.text
    if entry.updated:
        scope += f" (updated {', '.join(entry.updated)})"
    first = entry.makers[0]
    said = () if maker == first else (Statement(body_id, "parent", first, citation, nature="finding", url=URL, start=entry.start),)
    country = places_country(maker)
    return Body(
        id=body_id,
        schema="Company",
        names=(Name(maker, "", "primary"),),
        countries=(country,) if country else (),
        designations=(
            Designation(
                list_id=LIST_ID,
                body_id=body_id,
                start=entry.start,
                citation=citation,
                scope=scope,
                source_id=source_id,
                url=URL,
            ),
        ),
        statements=said,
        source_id=source_id,
    )
