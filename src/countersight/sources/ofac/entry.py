"""One entry of OFAC, whichever file it came from, to a body with one designation per list."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from countersight.model.body import Body, Designation, Name, Statement
from countersight.model.lists import BY_ID
from countersight.names.normalise import fold
from countersight.sources.edition import Edition, full_coverage
from countersight.sources.labels import english_day, established, identifiers
from countersight.sources.merging import merge_bodies
from countersight.store.records import SourceRecord

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from countersight.sources.raw import Row

MAX_AGE_DAYS: Final = 30
SOURCE_ID: Final = "us.ofac"
URL: Final = "https://sanctionslist.ofac.treas.gov/"

PUBLISHED: Final = {
    "sdn": ("us.ofac.sdn",),
    "consolidated": ("us.ofac.ns_cmic", "us.ofac.ssi", "us.ofac.ns_mbs", "us.ofac.capta", "us.ofac.fse", "us.ofac.plc"),
}
"""Which lists a publication holds in full. For others it does not speak, even where it mentions them."""

SCHEMATA: Final = {"individual": "Person", "entity": "Organization", "vessel": "Vessel", "aircraft": "Airplane"}

_SSI: Final = "Executive Order 13662 Directive Determination -"
_DIVEST: Final = "Purchase/Sales For Divestment Date (CMIC)"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as both forms of the file say it."""

    place: Row
    number: str
    kind: str
    """``individual``, ``entity``, ``vessel`` or ``aircraft``."""
    names: list[Name]
    lists: dict[str, str]
    """List id to the day of listing, empty where the file does not say."""
    programs: list[str]
    addresses: list[tuple[str, str]] = field(default_factory=list)
    """Text, and code of the country or nothing."""
    details: list[tuple[str, str]] = field(default_factory=list)
    """Label and value: identifiers, dates, directives."""
    linked_to: list[str] = field(default_factory=list)


def edition_of(entries: Iterable[Entry], publication: str, digest: str, edition: date) -> Edition:
    """All entries of one publication to one edition.

    Args:
        entries: In the order of the file; the order changes nothing.
        publication: ``sdn`` or ``consolidated``.
        digest: SHA-256 of what was read.
        edition: The day of the edition.

    Raises:
        InputError: An entry is malformed.
    """
    source = SourceRecord(
        id=f"{SOURCE_ID}.{publication}.{edition}",
        title=f"{'SDN list' if publication == 'sdn' else 'Consolidated (non-SDN) list'} of OFAC, edition of {edition}",
        publisher="Office of Foreign Assets Control, US Department of the Treasury",
        url=URL,
        licence="US government work (17 U.S.C. 105)",
        edition=edition.isoformat(),
        sha256=digest,
        kind="official_list",
        lang="en",
    )
    rows: dict[str, int] = {}
    bodies: list[Body] = []
    for entry in entries:
        for list_id in entry.lists:
            rows[list_id] = rows.get(list_id, 0) + 1
        bodies.append(body_of(entry, source.id))
    bodies.sort(key=lambda body: body.id)
    return Edition(edition, merge_bodies(bodies), full_coverage(rows, source, MAX_AGE_DAYS), source, rows)


def digest_of(parts: Iterable[bytes]) -> str:
    """SHA-256 over several files: over the digests of each, in the order given."""
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def body_of(entry: Entry, source_id: str) -> Body:
    """One entry as a body. Of natural persons only names, lists, programmes and citation are kept.

    Raises:
        InputError: A kind that is not known, a name without a letter, or a day that is none.
    """
    if entry.kind not in SCHEMATA:
        raise entry.place.fault("type", f"an unknown type: {entry.kind!r}", f"known are: {', '.join(SCHEMATA)}")
    if not entry.names or not fold(entry.names[0].text):
        raise entry.place.fault("name", "a name without a letter", "every entry names its party")
    body_id = f"ofac-{entry.number}"
    person = entry.kind == "individual"
    told = tuple(_designation(entry, list_id, body_id, source_id) for list_id in sorted(entry.lists))
    # A name that stands twice is as good as its better form.
    names = {name.text: name for name in sorted(entry.names, key=lambda name: name.kind != "weak") if fold(name.text)}
    names[entry.names[0].text] = entry.names[0]
    return Body(
        id=body_id,
        schema=SCHEMATA[entry.kind],
        names=tuple(sorted(names.values(), key=lambda name: (name.kind != "primary", name.text))),
        countries=() if person else tuple(dict.fromkeys(code for _, code in entry.addresses if code)),
        addresses=() if person else tuple(dict.fromkeys(text for text, _ in entry.addresses if text)),
        identifiers={} if person else identifiers(entry.details),
        designations=told,
        statements=() if person else (*_linked(entry, body_id, told), *_established(entry, body_id, told)),
        source_id=source_id,
    )


def _designation(entry: Entry, list_id: str, body_id: str, source_id: str) -> Designation:
    return Designation(
        list_id=list_id,
        body_id=body_id,
        start=entry.lists[list_id],
        citation=f"{BY_ID[list_id].title}, entry {entry.number}",
        programs=tuple(entry.programs),
        scope="; ".join(_scope(entry, list_id)),
        source_id=source_id,
        url=URL,
    )


def _scope(entry: Entry, list_id: str) -> list[str]:
    """What the entry itself says of its reach: the directives of SSI, the days of NS-CMIC."""
    if list_id == "us.ofac.ssi":
        return [value for label, value in entry.details if label == _SSI]
    if list_id == "us.ofac.ns_cmic":
        days = {label: value for label, value in entry.details if label in {"Effective Date (CMIC)", _DIVEST}}
        found = [("Effective", days.get("Effective Date (CMIC)")), ("Purchases and sales to divest: until", days.get(_DIVEST))]
        return [f"{word} {day_of(entry.place, value)}" for word, value in found if value]
    return []


def day_of(place: Row, text: str) -> str:
    """An ISO day out of one in English.

    Raises:
        InputError: Not such a day.
    """
    try:
        return english_day(text)
    except ValueError:
        raise place.fault("remarks", f"not a day: {text!r}", "the file writes such days as 03 Jun 2021") from None


def _linked(entry: Entry, body_id: str, told: tuple[Designation, ...]) -> tuple[Statement, ...]:
    """That OFAC ties the party to another is a finding; how, and by which share, is not published."""
    citation = "; ".join(item.citation for item in told)
    return tuple(
        Statement(body_id, "linked_to", name, citation, nature="finding", url=URL)
        for name in dict.fromkeys(entry.linked_to)
        if citation
    )


def _established(entry: Entry, body_id: str, told: tuple[Designation, ...]) -> tuple[Statement, ...]:
    """When the party came to be: evidence beside its name."""
    citation = "; ".join(item.citation for item in told)
    return tuple(established(entry.details, Statement(body_id, "incorporated", "", citation, url=URL))) if citation else ()
