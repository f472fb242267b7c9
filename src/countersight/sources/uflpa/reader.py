"""Reads the UFLPA Entity List from the page of the Department of Homeland Security, saved as HTML.

Source: https://www.dhs.gov/uflpa-entity-list. Every table with a column for the name of the entity and one for the
effective date is a sub-list; the words before it name the sub-list. Other tables of the page are passed over.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from countersight.errors import InputError, Where
from countersight.model.body import Body, Designation, Statement
from countersight.names.normalise import fold
from countersight.sources.days import american_day
from countersight.sources.edition import Edition, expected, full_coverage
from countersight.sources.merging import merge_bodies
from countersight.sources.naming import places_country, slug
from countersight.sources.raw_html import HtmlRow, HtmlTable, html_tables
from countersight.sources.uflpa.entry_names import NameCell, read_name_cell
from countersight.store.records import SourceRecord

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

LIST_ID: Final = "us.uflpa"
MAX_AGE_DAYS: Final = 45
URL: Final = "https://www.dhs.gov/uflpa-entity-list"

SUBLISTS: Final = {
    "i": "entities in Xinjiang that mine, produce or manufacture goods with forced labour",
    "ii": "entities that work with the government of Xinjiang to recruit, transport, transfer, harbour or receive forced labour",
    "iv": "entities that exported goods so made from China into the United States",
    "v": "facilities and entities that source material from Xinjiang or from persons working with its government or the "
    "Xinjiang Production and Construction Corps in labour programmes",
}
"""Clauses of P.L. 117-78 section 2(d)(2)(B) that are lists of entities, restated; clause (iii) is a list of products."""

_CLAUSE = re.compile(r"2\s*\(d\)\s*\(2\)\s*\(B\)\s*\((i{1,3}|iv|v)\)", re.IGNORECASE)
_NAME_COLUMNS: Final = frozenset({"name of entity", "entity name", "entity", "name"})
_DAY_COLUMNS: Final = frozenset({"effective date", "date effective", "effective date of listing"})
_NONE: Final = frozenset({"", "none", "none at this time", "n a", "no entities at this time", "reserved"})


@dataclass(frozen=True, slots=True)
class _Sublist:
    """One table with the places of its two columns."""

    table: HtmlTable
    clause: str
    name: int
    day: int


def read_uflpa(path: Path, edition: date, *, expect: bool = True) -> Edition:
    """Read the saved page.

    Args:
        path: The HTML file, UTF-8.
        edition: The day on which it was saved; the page does not tell it in a fixed place.
        expect: Hold it against ``expectations.yaml``. Off only for samples.

    Raises:
        InputError: The page is hostile, is another page, or has a row that cannot be read.
        DataError: The list is shorter than it should be, or misses what must be in it.
    """
    data, tables = html_tables(path)
    sublists = [sublist for table in tables if (sublist := _sublist(table))]
    if not sublists:
        hint = f"save the page {URL} whole, as HTML"
        raise InputError("no table with the columns Name of Entity and Effective Date", hint=hint, where=Where(str(path)))
    source = SourceRecord(
        id=f"{LIST_ID}.{edition}",
        title=f"UFLPA Entity List, page of {edition}",
        publisher="Forced Labor Enforcement Task Force, US Department of Homeland Security",
        url=URL,
        licence="US government work (17 U.S.C. 105)",
        edition=edition.isoformat(),
        sha256=hashlib.sha256(data).hexdigest(),
        kind="official_list",
        lang="en",
    )
    bodies: list[Body] = []
    rows = 0
    for sublist in sublists:
        for row in sublist.table.rows[1:]:
            found = list(_bodies(row, sublist, source.id))
            bodies += found
            rows += bool(found)
    counts = {LIST_ID: rows}
    bodies.sort(key=lambda body: (body.id, body.designations[0].start, body.designations[0].programs))
    read = Edition(edition, merge_bodies(bodies), full_coverage(counts, source, MAX_AGE_DAYS), source, counts)
    return expected(__package__, read, str(path), expect=expect)


def _sublist(table: HtmlTable) -> _Sublist | None:
    header = table.header
    names = [at for at, text in enumerate(header) if text in _NAME_COLUMNS]
    days = [at for at, text in enumerate(header) if text in _DAY_COLUMNS]
    if not names or not days:
        return None
    if len(names) > 1 or len(days) > 1:
        raise table.rows[0].fault("", "a column stands twice in the header", "is this the official page?")
    # The last clause named before the table is its own; earlier ones are of what stands above it.
    clauses = [clause.lower() for clause in _CLAUSE.findall(table.before)]
    if not clauses:
        hint = "the paragraph before each table names its sub-list, as section 2(d)(2)(B)(i)"
        raise table.rows[0].fault("", "the sub-list of the table is not named before it", hint)
    return _Sublist(table, clauses[-1], names[0], days[0])


def _bodies(row: HtmlRow, sublist: _Sublist, source_id: str) -> Iterator[Body]:
    """The entity of a row and the subsidiaries named with it; nothing for a row that says that there is none."""
    width = len(sublist.table.rows[0].cells)
    if len(row.cells) != width:
        raise row.fault("", f"the row has {len(row.cells)} cells, the header {width}", "is the page saved whole?")
    text, day = row.cells[sublist.name].flat, row.cells[sublist.day].flat
    if fold(text) in _NONE and not day:
        return
    if not fold(text):
        raise row.fault("Name of Entity", f"a name without a letter: {text!r}", "every row names its entity")
    try:
        start = american_day(day)
    except ValueError as fault:
        raise row.fault("Effective Date", str(fault), "the page writes days as June 21, 2022") from None
    cell = read_name_cell(text)
    yield _body(cell, (sublist.clause, start), source_id)
    for name in cell.subsidiaries:
        yield _body(NameCell((name,)), (sublist.clause, start), source_id, cell.names[0].text)


def _body(cell: NameCell, told: tuple[str, str], source_id: str, parent: str = "") -> Body:
    clause, start = told
    primary = cell.names[0].text
    body_id = slug("uflpa", primary)
    citation = f"UFLPA Entity List, P.L. 117-78 s.2(d)(2)(B)({clause})"
    scope = [SUBLISTS.get(clause, "")] + (["with its subsidiaries or subordinate and affiliated entities"] if cell.family else [])
    country = "CN" if clause == "i" else places_country(primary)
    said = [Statement(body_id, "parent", parent, citation, nature="finding", url=URL, start=start)] if parent else []
    return Body(
        id=body_id,
        schema="Organization",
        names=tuple(sorted(cell.names, key=lambda name: (name.kind != "primary", name.text))),
        countries=(country,) if country else (),
        designations=(
            Designation(
                list_id=LIST_ID,
                body_id=body_id,
                start=start,
                citation=citation,
                programs=(f"2(d)(2)(B)({clause})",),
                scope="; ".join(filter(None, scope)),
                source_id=source_id,
                url=URL,
            ),
        ),
        statements=tuple(said),
        source_id=source_id,
    )
