"""Reads holdings that somebody wrote down from filings: Schedules 13D and 13G, item 7 of Form 20-F, annual reports, N-PORT.

Filings are documents, so a person writes the table; its columns are :data:`COLUMNS`, of which ``holder``, ``issuer``, ``form``
and ``filed`` are needed. A share stands in ``percent`` as the filing writes it ("36.48", "25-50", "over 5"), or follows from
``shares`` and ``outstanding``, to the unit on both sides. Rule 13d-3 counts shares that a holder may vote or sell, shared
powers twice: filings of one group are joined by ``group`` and only the first is a direct stake.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from countersight.model.body import Body, Edge, Name
from countersight.model.units import WHOLE
from countersight.names.normalise import fold
from countersight.sources.edition import Edition, expected
from countersight.sources.naming import says_organisation, slug
from countersight.sources.raw import Row, decode, headed_rows, read_bytes
from countersight.sources.stakes import Stake, nameless_id, read_period, read_stake
from countersight.store.records import SourceRecord

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

LIST_ID: Final = "holdings"
COLUMNS: Final = (
    "holder", "holder_kind", "holder_country", "holder_lei", "holder_cik", "issuer", "issuer_country", "issuer_isin", "issuer_cik",
    "issuer_lei", "class", "percent", "shares", "outstanding", "start", "end", "form", "filed", "accession", "url", "group", "indirect",
)  # fmt: skip
NEEDED: Final = ("holder", "issuer", "form", "filed")
CLASSES: Final = ("equity", "voting", "profit", "holding_weight", "control")
KINDS: Final = ("", "organisation", "person")
_COUNT = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")


def read_holdings(path: Path, edition: date, *, expect: bool = True) -> Edition:
    """Read the table.

    Args:
        path: CSV with a header, UTF-8.
        edition: The day of the newest filing in it.
        expect: Hold it against ``expectations.yaml``.

    Raises:
        InputError: The file is hostile or lacks a column, or a row names nobody, no form, or an unknown class.
    """
    data = read_bytes(path)
    source = SourceRecord(
        id=f"{LIST_ID}.{edition}",
        title=f"Holdings written down from filings, to {edition}",
        publisher="whoever wrote the table, from the filings that it cites",
        licence="facts restated from filings",
        reuse="facts_only",
        edition=edition.isoformat(),
        sha256=hashlib.sha256(data).hexdigest(),
        kind="filing",
    )
    bodies: dict[str, Body] = {}
    edges: list[Edge] = []
    groups: set[tuple[str, str, str]] = set()
    for row in headed_rows(decode(data, str(path)), str(path), NEEDED, f"a CSV table with the columns {', '.join(COLUMNS)}"):
        cells = {key: " ".join(row.cells.get(key, "").split()) for key in COLUMNS}
        asset = _body(bodies, row, cells, "issuer", source.id)
        owner = _body(bodies, row, cells, "holder", source.id)
        group = (cells["group"], asset, cells["class"] or "equity")
        again = bool(cells["group"]) and group in groups
        groups.add(group)
        edges.append(_edge(row, cells, (owner, asset), source.id, again=again))
    read = Edition(edition, [bodies[key] for key in sorted(bodies)], [], source, {}, sorted(edges, key=lambda edge: edge.id))
    return expected(__package__, read, str(path), expect=expect)


def _body(bodies: dict[str, Body], row: Row, cells: dict[str, str], side: str, source_id: str) -> str:
    name = cells[side]
    kind = cells["holder_kind"] if side == "holder" else "organisation"
    if kind not in KINDS:
        raise row.fault("holder_kind", f"unknown kind {kind!r}", "organisation, person or nothing")
    if side == "issuer" and not fold(name):
        raise row.fault("issuer", "the issuer has no name", "write the name as the filing has it")
    numbers = {key: cells[f"{side}_{key}"] for key in ("isin", "cik", "lei") if cells.get(f"{side}_{key}")}
    if not fold(name) or kind == "person" or (not kind and not numbers and not says_organisation([name])):
        body_id = nameless_id("holding", f"{fold(name)}|{cells['issuer']}|{cells['accession']}")
        schema = "Person" if fold(name) else "LegalEntity"
        bodies.setdefault(body_id, Body(body_id, schema, (), source_id=source_id))
        return body_id
    body_id = slug("holding", name)
    held = bodies.setdefault(body_id, Body(body_id, "Company", (Name(name, "", "primary"),), source_id=source_id))
    country = cells[f"{side}_country"].upper()
    countries = (country,) if len(country) == len("CN") and country.isalpha() else ()
    bodies[body_id] = replace(held, countries=tuple(dict.fromkeys((*held.countries, *countries))), identifiers=held.identifiers | numbers)
    return body_id


def _edge(row: Row, cells: dict[str, str], ends: tuple[str, str], source_id: str, *, again: bool) -> Edge:
    klass = cells["class"] or "equity"
    if klass not in CLASSES:
        raise row.fault("class", f"unknown class {klass!r}", f"one of {', '.join(CLASSES)}")
    if not cells["form"]:
        raise row.fault("form", "no form is named", "for example SC 13G, 20-F item 7, annual report")
    filed = read_period(cells["filed"], "")
    if len(filed.start) != len("2026-01-01"):
        raise row.fault("filed", f"not a day: {cells['filed']!r}", "write 2026-02-14")
    stake, period = _stake(cells), read_period(cells["start"] or cells["filed"], cells["end"])
    remarks = [*stake.remarks, *period.remarks]
    if not fold(cells["holder"]):
        remarks.append("the filing names no owner: the stake is held by somebody whose name is not known")
    if ends[0] == ends[1]:
        remarks.append("the issuer holds shares in itself")
    if again:
        remarks.append("of a group whose stake stands in another row: shown, and not added again")
    named = " ".join(filter(None, (cells["form"], cells["accession"])))
    key = hashlib.sha256("|".join((*ends, klass, cells["form"], cells["accession"], cells["filed"], cells["start"], cells["percent"])).encode()).hexdigest()[:16]
    return Edge(
        owner=ends[0],
        asset=ends[1],
        klass=klass,
        lo=stake.lo,
        hi=stake.hi,
        start=period.start,
        end=period.end,
        citation=f"{named}, filed {cells['filed']}",
        confirmed=not period.remarks,
        id=f"holding-{key}",
        source_id=source_id,
        indirect=again or cells["indirect"].lower() in {"yes", "true", "1"},
        statements=(cells["accession"],) if cells["accession"] else (),
        recorded=filed.start,
        remarks=tuple(remarks),
    )


def _stake(cells: dict[str, str]) -> Stake:
    """The percentage as it is written, else the quotient of two numbers of shares."""
    if cells["percent"]:
        return read_stake(cells["percent"])
    if not (cells["shares"] and cells["outstanding"]):
        return Stake(0, WHOLE, ("no share is stated: taken as unknown, 0% to 100%",))
    if not (_COUNT.fullmatch(cells["shares"]) and _COUNT.fullmatch(cells["outstanding"])):
        return Stake(0, WHOLE, (f"the numbers of shares {cells['shares']!r} of {cells['outstanding']!r} cannot be read: taken as unknown, 0% to 100%",))
    held, whole = (int(cells[key].replace(",", "")) for key in ("shares", "outstanding"))
    if not 0 <= held <= whole or not whole:
        return Stake(0, WHOLE, (f"{cells['shares']} of {cells['outstanding']} shares is more than the whole: taken as unknown, 0% to 100%",))
    return Stake(held * WHOLE // whole, -(-held * WHOLE // whole))
