"""Reads the Consolidated Screening List exactly as trade.gov publishes it (CSV).

Source: https://www.trade.gov/consolidated-screening-list. One body per row, then rows of one body are merged when an
identifier, or name and country together, agree. Of natural persons only what the list needs is kept: names, list,
programme, citation.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from countersight.errors import InputError, Where
from countersight.model.body import Body, Coverage, Designation, Name
from countersight.model.lists import BY_CSL_SOURCE, OfficialList
from countersight.names.normalise import fold
from countersight.names.words import GENERIC, LEGAL_FORMS
from countersight.sources.merging import merge_bodies
from countersight.store.records import SourceRecord

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COLUMNS: Final = (
    "_id", "source", "entity_number", "type", "programs", "name", "addresses", "federal_register_notice", "start_date",
    "end_date", "license_requirement", "license_policy", "source_list_url", "alt_names", "source_information_url", "ids",
)  # fmt: skip
"""The published columns that are read. Others may come and go."""

SCHEMATA: Final = {"Individual": "Person", "Entity": "Organization", "Vessel": "Vessel", "Aircraft": "Airplane", "": "LegalEntity"}
MAX_AGE_DAYS: Final = 45
SOURCE_ID: Final = "us.trade.csl"

IDENTIFIERS: Final = {
    "Unified Social Credit Code (USCC)": "uscc", "ISIN": "isin", "Equity Ticker": "ticker",
    "Legal Entity Number": "lei", "D-U-N-S Number": "duns", "SWIFT/BIC": "bic",
    "Registration Number": "registration", "Registration ID": "registration", "Company Number": "registration",
    "Business Registration Number": "registration", "Commercial Registry Number": "registration",
    "Vessel Registration Identification": "imo", "Aircraft Tail Number": "tail",
}  # fmt: skip
"""How the file names an identifier, and how a matter does. What is not here (documents of persons, dates) stays out."""

_LOST_APOSTROPHE = re.compile(r"(?<=[A-Za-z])\?(?=[sS]\b)")
_COUNTRY = re.compile(r"(?:^|, )([A-Z]{2})$")
_DAY = re.compile(r"(\d{2} [A-Z][a-z]{2} \d{4}), (Listing|Effective) Date")


@dataclass(frozen=True, slots=True)
class CslEdition:
    """One file, read: bodies, the coverage of each list in it, and where it comes from."""

    edition: date
    bodies: list[Body]
    coverage: list[Coverage]
    source: SourceRecord
    rows: dict[str, int]
    """Rows per list id, before merging."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One row with its place."""

    cells: dict[str, str]
    file: str
    line: int

    def fault(self, column: str, message: str, hint: str) -> InputError:
        return InputError(message, hint=hint, where=Where(self.file, self.line, column))

    def day(self, column: str) -> str:
        text = self.cells[column].strip()
        try:
            return date.fromisoformat(text).isoformat() if text else ""
        except ValueError:
            raise self.fault(column, f"not a day: {text!r}", "write days as 2019-10-09, or leave the cell empty") from None


def read_csl(path: Path, edition: date, *, expect: bool = True) -> CslEdition:
    """Read one published file.

    Args:
        path: The CSV file, UTF-8.
        edition: The day of the edition.
        expect: Hold the file against ``expectations.yaml``. Off only for samples.

    Raises:
        InputError: The file is not in the published format (file, line and column are named).
        DataError: The file is shorter than it should be, or misses what must be in it.
    """
    data = path.read_bytes()
    source = SourceRecord(
        id=f"{SOURCE_ID}.{edition}",
        title=f"Consolidated Screening List, edition of {edition}",
        publisher="International Trade Administration, US Department of Commerce",
        url="https://www.trade.gov/consolidated-screening-list",
        licence="US government work (17 U.S.C. 105)",
        edition=edition.isoformat(),
        sha256=hashlib.sha256(data).hexdigest(),
    )
    rows: dict[str, int] = {}
    bodies: list[Body] = []
    for row in _rows(data, str(path)):
        entry = BY_CSL_SOURCE.get(row.cells["source"])
        if entry is None:
            known = "; ".join(sorted(BY_CSL_SOURCE))
            raise row.fault("source", f"an unknown list: {row.cells['source']!r}", f"known are: {known}")
        rows[entry.id] = rows.get(entry.id, 0) + 1
        bodies.append(_body(row, entry, source.id))
    bodies.sort(key=lambda body: (body.designations[0].list_id, body.id))
    merged = merge_bodies(bodies)
    day = edition.isoformat()
    coverage = [
        Coverage(entry.id, entry.title, complete=True, first_edition=day, last_edition=day, max_age_days=MAX_AGE_DAYS, source_id=source.id)
        for entry in BY_CSL_SOURCE.values()
        if entry.id in rows
    ]
    read = CslEdition(edition, merged, coverage, source, rows)
    if expect:
        from countersight.sources.csl.expectations import check  # noqa: PLC0415 - brings in a YAML reader

        check(read, str(path))
    return read


def _rows(data: bytes, file: str) -> Iterator[_Row]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"not UTF-8 at byte {error.start}"
        raise InputError(message, hint="download the file again; it is published in UTF-8", where=Where(file, line)) from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        if missing := [column for column in COLUMNS if column not in header]:
            message = f"the header lacks the column {missing[0]!r}"
            hint = "take the CSV file of the Consolidated Screening List as published, with its header"
            raise InputError(message, hint=hint, where=Where(file, 1, missing[0]))
        line = reader.line_num + 1
        for values in reader:
            if len(values) != len(header):
                message = f"the row has {len(values)} cells, the header {len(header)}"
                raise InputError(message, hint="is a quotation mark missing in this row?", where=Where(file, line))
            yield _Row(dict(zip(header, values, strict=True)), file, line)
            line = reader.line_num + 1
    except csv.Error as error:
        message = f"not CSV: {error}"
        raise InputError(message, hint="download the file again", where=Where(file, reader.line_num)) from None


def _split(cell: str) -> list[str]:
    return [part for piece in cell.split("; ") if (part := piece.strip().strip(";").strip())]


def _names(row: _Row) -> tuple[Name, ...]:
    primary = row.cells["name"].strip()
    if not fold(primary):
        raise row.fault("name", f"a name without a letter: {primary!r}", "every row names its party")
    names = [Name(primary, "", "primary")]
    for alias in _split(row.cells["alt_names"]):
        text = alias.removeprefix("and ").strip()
        if fold(text):
            names.append(Name(text))
    repaired = [Name(_LOST_APOSTROPHE.sub("'", name.text)) for name in names]
    texts = {name.text: name for name in reversed([*names, *repaired])}
    return tuple(sorted(texts.values(), key=lambda name: (name.kind != "primary", name.text)))


def _is_organisation(names: tuple[Name, ...]) -> bool:
    """True when some name says by its words that it is not a person."""
    words = {word for name in names for word in fold(name.text).split()}
    small = {"a", "al", "as", "at", "by", "da", "de", "del", "der", "di", "du", "la", "le", "san", "se", "van", "von", "y"}
    return bool(words & (GENERIC | LEGAL_FORMS.keys()) - small)


def _identifiers(row: _Row) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for item in _split(row.cells["ids"]):
        label = next((label for label in IDENTIFIERS if item.endswith(f", {label}")), "")
        if label:
            value = item.removesuffix(f", {label}")
            country, _, bare = value.partition(", ")
            plain = bare if re.fullmatch(r"[A-Z]{2}", country) and bare else value
            found.setdefault(IDENTIFIERS[label], []).append(plain.split(", ")[-1].removeprefix("IMO ").strip())
    return {kind: "; ".join(dict.fromkeys(values)) for kind, values in found.items()}


def _body(row: _Row, entry: OfficialList, source_id: str) -> Body:
    cells = row.cells
    if cells["type"] not in SCHEMATA:
        raise row.fault("type", f"an unknown type: {cells['type']!r}", f"known are: {', '.join(filter(None, SCHEMATA))} or nothing")
    if not cells["_id"].strip():
        raise row.fault("_id", "a row without an id", "every published row has one")
    names = _names(row)
    person = cells["type"] == "Individual"
    organisation = cells["type"] == "Entity" or entry.id in {"us.bis.meu", "us.bis.uvl"} or (
        not cells["type"] and _is_organisation(names)
    )
    schema = "Organization" if organisation else SCHEMATA[cells["type"]]
    addresses = [] if person else _split(cells["addresses"])
    body_id = f"csl-{cells['_id'].strip()}"
    return Body(
        id=body_id,
        schema=schema,
        names=names,
        countries=tuple(dict.fromkeys(found[1] for text in addresses if (found := _COUNTRY.search(text)))),
        # A row without a type may be a person: without a sign of an organisation its addresses are not kept.
        addresses=tuple(addresses) if organisation else (),
        identifiers={} if person else _identifiers(row),
        designations=(_designation(row, entry, body_id, source_id),),
        source_id=source_id,
    )


def _designation(row: _Row, entry: OfficialList, body_id: str, source_id: str) -> Designation:
    cells = row.cells
    dates = {kind: _english_day(row, text) for text, kind in _DAY.findall(cells["ids"])}
    policy = cells["license_policy"].strip()
    scope = [f"Licence requirement: {text}" for text in [cells["license_requirement"].strip()] if text]
    scope += [f"Licence policy: {policy}"] if policy else []
    scope += [f"Effective {dates['Effective']}"] if "Effective" in dates else []
    end = row.day("end_date")
    return Designation(
        list_id=entry.id,
        body_id=body_id,
        start=row.day("start_date") or dates.get("Listing", ""),
        citation=cells["federal_register_notice"].strip() or f"{entry.title}, entry {cells['_id'].strip()}",
        # The published last day is still within the order; our ends are half-open.
        end=(date.fromisoformat(end) + timedelta(days=1)).isoformat() if end else "",
        programs=tuple(_split(cells["programs"])),
        scope="; ".join(scope),
        source_id=source_id,
        url=cells["source_list_url"].strip() or cells["source_information_url"].strip(),
    )


def _english_day(row: _Row, text: str) -> str:
    try:
        return datetime.strptime(text, "%d %b %Y").date().isoformat()  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        raise row.fault("ids", f"not a day: {text!r}", "the file writes such days as 03 Jun 2021") from None
