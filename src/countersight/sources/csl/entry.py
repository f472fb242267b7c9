"""One entry of the Consolidated Screening List, whichever file it came from, to a body.

The CSV and the JSON file say the same in two forms; both readers end here, so that they cannot differ in meaning.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from countersight.model.body import Body, Designation, Name, Statement
from countersight.model.lists import BY_CSL_SOURCE, OfficialList
from countersight.names.normalise import fold
from countersight.names.words import GENERIC, LEGAL_FORMS
from countersight.sources.edition import Edition, full_coverage
from countersight.sources.labels import english_day, established, identifiers
from countersight.sources.merging import merge_bodies
from countersight.store.records import SourceRecord

if TYPE_CHECKING:
    from collections.abc import Iterable

    from countersight.sources.raw import Row

SCHEMATA: Final = {"Individual": "Person", "Entity": "Organization", "Vessel": "Vessel", "Aircraft": "Airplane", "": "LegalEntity"}
MAX_AGE_DAYS: Final = 45
SOURCE_ID: Final = "us.trade.csl"

_LOST_APOSTROPHE = re.compile(r"(?<=[A-Za-z])\?(?=[sS]\b)")
_COUNTRY = re.compile(r"(?:^|, )([A-Z]{2})$")
_DATED = re.compile(r"(Listing|Effective) Date\b")
_ENGLISH = re.compile(r"\d{2} [A-Z][a-z]{2} \d{4}$")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its single-valued fields by published name in ``row``, and those with several values."""

    row: Row
    programs: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    alt_names: list[str] = field(default_factory=list)
    ids: list[tuple[str, str]] = field(default_factory=list)
    """Label and value, the country of issue left out."""

    def cell(self, column: str) -> str:
        """A single-valued field, stripped."""
        return self.row.cells[column].strip()

    def day(self, column: str) -> str:
        """A field that holds an ISO day or nothing.

        Raises:
            InputError: It holds something else.
        """
        text = self.cell(column)
        try:
            return date.fromisoformat(text).isoformat() if text else ""
        except ValueError:
            raise self.row.fault(column, f"not a day: {text!r}", "write days as 2019-10-09, or leave the cell empty") from None


def edition_of(entries: Iterable[Entry], data: bytes, edition: date) -> Edition:
    """All entries of one file to one edition, merged.

    Args:
        entries: In the order of the file; the order changes nothing.
        data: The bytes of the file, for its hash.
        edition: The day of the edition.

    Raises:
        InputError: An entry is malformed.
    """
    source = SourceRecord(
        id=f"{SOURCE_ID}.{edition}",
        title=f"Consolidated Screening List, edition of {edition}",
        publisher="International Trade Administration, US Department of Commerce",
        url="https://www.trade.gov/consolidated-screening-list",
        licence="US government work (17 U.S.C. 105)",
        edition=edition.isoformat(),
        sha256=hashlib.sha256(data).hexdigest(),
        kind="official_list",
        lang="en",
    )
    rows: dict[str, int] = {}
    bodies: list[Body] = []
    for entry in entries:
        listed = BY_CSL_SOURCE.get(entry.row.cells["source"])
        if listed is None:
            known = "; ".join(sorted(BY_CSL_SOURCE))
            raise entry.row.fault("source", f"an unknown list: {entry.row.cells['source']!r}", f"known are: {known}")
        rows[listed.id] = rows.get(listed.id, 0) + 1
        bodies.append(body_of(entry, listed, source.id))
    bodies.sort(key=lambda body: (body.designations[0].list_id, body.id))
    return Edition(edition, merge_bodies(bodies), full_coverage(rows, source, MAX_AGE_DAYS), source, rows)


def body_of(entry: Entry, listed: OfficialList, source_id: str) -> Body:
    """One entry as a body with one designation.

    An entry of an OFAC list has the id that the reader of OFAC's own files gives, so that a person, whom no name or
    number may merge, is one body in both. Of natural persons only names, list, programmes and citation are kept.

    Raises:
        InputError: An unknown type, no id, no name, or a day that is none.
    """
    kind = entry.row.cells["type"]
    if kind not in SCHEMATA:
        raise entry.row.fault("type", f"an unknown type: {kind!r}", f"known are: {', '.join(filter(None, SCHEMATA))} or nothing")
    if not entry.cell("_id"):
        raise entry.row.fault("_id", "a row without an id", "every published row has one")
    names = _names(entry)
    person = kind == "Individual"
    organisation = kind == "Entity" or listed.id in {"us.bis.meu", "us.bis.uvl"} or (not kind and _is_organisation(names))
    addresses = [] if person else entry.addresses
    number = entry.cell("entity_number")
    body_id = f"ofac-{number}" if number and listed.id.startswith("us.ofac.") else f"csl-{entry.cell('_id')}"
    told = _designation(entry, listed, body_id, source_id)
    return Body(
        id=body_id,
        schema="Organization" if organisation else SCHEMATA[kind],
        names=names,
        countries=tuple(dict.fromkeys(found[1] for text in addresses if (found := _COUNTRY.search(text)))),
        # A row without a type may be a person: without a sign of an organisation its addresses are not kept.
        addresses=tuple(addresses) if organisation else (),
        identifiers={} if person else identifiers(entry.ids),
        designations=(told,),
        statements=tuple(established(entry.ids, Statement(body_id, "incorporated", "", told.citation, url=told.url))) if organisation else (),
        source_id=source_id,
    )


def _names(entry: Entry) -> tuple[Name, ...]:
    primary = entry.cell("name")
    if not fold(primary):
        raise entry.row.fault("name", f"a name without a letter: {primary!r}", "every row names its party")
    names = [Name(primary, "", "primary")]
    for alias in entry.alt_names:
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


def _designation(entry: Entry, listed: OfficialList, body_id: str, source_id: str) -> Designation:
    dates = {found[1]: _english(entry, value) for label, value in entry.ids if _ENGLISH.match(value) and (found := _DATED.match(label))}
    requirement, policy = entry.cell("license_requirement"), entry.cell("license_policy")
    scope = [f"Licence requirement: {requirement}"] if requirement else []
    scope += [f"Licence policy: {policy}"] if policy else []
    scope += [f"Effective {dates['Effective']}"] if "Effective" in dates else []
    end = entry.day("end_date")
    return Designation(
        list_id=listed.id,
        body_id=body_id,
        start=entry.day("start_date") or dates.get("Listing", ""),
        citation=entry.cell("federal_register_notice") or f"{listed.title}, entry {entry.cell('_id')}",
        # The published last day is still within the order; our ends are half-open.
        end=(date.fromisoformat(end) + timedelta(days=1)).isoformat() if end else "",
        programs=tuple(entry.programs),
        scope="; ".join(scope),
        source_id=source_id,
        url=entry.cell("source_list_url") or entry.cell("source_information_url"),
    )


def _english(entry: Entry, text: str) -> str:
    try:
        return english_day(text)
    except ValueError:
        raise entry.row.fault("ids", f"not a day: {text!r}", "the file writes such days as 03 Jun 2021") from None
