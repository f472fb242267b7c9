"""Reads the files of the Global LEI Foundation: who is who (LEI-CDF) and who consolidates whom (RR-CDF), as XML.

Sources: LEI-CDF 2.1 to 3.1, RR-CDF 1.1 to 2.1 and Reporting Exceptions 1.1 to 2.1, https://www.gleif.org/en/about-lei/common-data-file-format;
seen: excerpts of the golden copies of June 2023. Level 2 says in whose accounts an entity is consolidated. That is no
shareholding and carries no percentage: the edges have the class ``consolidation``, with a share that nobody states. A
law page decides whether that counts as control, or as a sign of a stake.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from countersight.errors import InputError, Where
from countersight.model.body import Body, Edge, Name, Statement
from countersight.model.units import WHOLE
from countersight.names.identifiers import valid_lei
from countersight.names.normalise import fold, script
from countersight.sources.edition import Edition
from countersight.sources.raw import file_chunks
from countersight.sources.raw_xml import Record, xml_records
from countersight.sources.stakes import read_period
from countersight.store.records import SourceRecord

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LIST_ID: Final = "gleif"
URL: Final = "https://www.gleif.org/en/lei-data/gleif-golden-copy"
MOST: Final = 1 << 34
"""The golden copy of level 1 has some six gigabytes unpacked; it is read in pieces."""

CLASSES: Final = {
    "IS_DIRECTLY_CONSOLIDATED_BY": "consolidation", "IS_ULTIMATELY_CONSOLIDATED_BY": "consolidation",
    "IS_INTERNATIONAL_BRANCH_OF": "branch", "IS_FUND-MANAGED_BY": "fund_management", "IS_SUBFUND_OF": "subfund", "IS_FEEDER_TO": "feeder",
}  # fmt: skip
"""Kinds of relationships, from a node to the one that stands above it."""

TOLD: Final = frozenset({"ALTERNATIVE_LANGUAGE_LEGAL_NAME", "TRADING_OR_OPERATING_NAME", "PREFERRED_ASCII_TRANSLITERATED_LEGAL_NAME"})
"""Kinds of other names that an entity gives itself."""
NAME_KINDS: Final = {"PREVIOUS_LEGAL_NAME": "former", "ALTERNATIVE_LANGUAGE_LEGAL_NAME": "primary"}
"""Kinds of other names that are more than an alias: the legal name in another language names the entity as the first does."""

_LEI = re.compile(r"[0-9A-Z]{18}[0-9]{2}")
_VOID: Final = frozenset({"ANNULLED", "DUPLICATE", "TRANSFERRED", "CANCELLED"})
_ROOTS: Final = {"LEIRecord": "LEIData", "RelationshipRecord": "RelationshipData", "Exception": "ReportingExceptionData"}


@dataclass(frozen=True, slots=True)
class GleifFiles:
    """The files of one edition. Without the first, bodies have no names; without the last, no reasons for a lack of parents."""

    relations: Path
    entities: Path | None = None
    exceptions: Path | None = None


@dataclass(slots=True)
class _Into:
    source_id: str
    bodies: dict[str, Body] = field(default_factory=dict)
    edges: dict[str, Edge] = field(default_factory=dict)

    def body_of(self, lei: str) -> str:
        body_id = f"lei-{lei.lower()}"
        if body_id not in self.bodies:
            self.bodies[body_id] = Body(body_id, "LegalEntity", (), identifiers={"lei": lei}, source_id=self.source_id)
        return body_id


def read_gleif(files: GleifFiles, edition: date, *, everybody: bool = False, expect: bool = True) -> Edition:
    """Read one edition; its day stands in the file of relations.

    Args:
        files: As published, unpacked.
        edition: The day, where the file does not tell it.
        everybody: Keep entities without any relationship as well: of the golden copy, millions. Those that give themselves a name in
            a second script are always kept: a list may know them by the one, and a customer by the other.
        expect: Hold it against ``expectations.yaml``.

    Raises:
        InputError: A file is hostile or not in the published form.
    """
    digest = hashlib.sha256()
    into = _Into("")
    for record in _records(files.relations, "RelationshipRecord", digest):
        if record.element.tag == "Header":
            found = read_period(record.text("ContentDate"), "").start
            edition = date.fromisoformat(found) if len(found) == len("2023-06-05") else edition
            into.source_id = f"{LIST_ID}.{edition}"
        else:
            into.source_id = into.source_id or f"{LIST_ID}.{edition}"
            _relation(into, record)
    if files.entities:
        for record in _records(files.entities, "LEIRecord", digest):
            if record.element.tag != "Header":
                _entity(into, record, everybody=everybody)
    if files.exceptions:
        for record in _records(files.exceptions, "Exception", digest):
            if record.element.tag != "Header":
                _exception(into, record)
    source = SourceRecord(
        id=into.source_id or f"{LIST_ID}.{edition}",
        title=f"LEI data of level 1 and 2, edition of {edition}",
        publisher="Global Legal Entity Identifier Foundation",
        url=URL,
        licence="CC0 1.0",
        edition=edition.isoformat(),
        sha256=digest.hexdigest(),
        kind="register",
    )
    read = Edition(edition, [into.bodies[key] for key in sorted(into.bodies)], [], source, {}, [into.edges[key] for key in sorted(into.edges)])
    if expect:
        from countersight.sources.expecting import check_edition  # noqa: PLC0415 - brings in a YAML reader

        check_edition(__package__, read, str(files.relations))
    return read


def _records(path: Path, wanted: str, digest: hashlib._Hash) -> Iterator[Record]:
    def chunks() -> Iterator[bytes]:
        for chunk in file_chunks(path, MOST):
            digest.update(chunk)
            yield chunk

    records = xml_records(chunks(), str(path), frozenset({wanted, "Header", "LEIHeader"}))
    root = next(records, None)
    if root is None or root.element.tag != _ROOTS[wanted]:
        hint = f"take the XML of the golden copy as published; its first element is {_ROOTS[wanted]}"
        raise InputError(f"not a file of {wanted} of the Global LEI Foundation", hint=hint, where=Where(str(path), 1))
    for record in records:
        if record.element.tag == "LEIHeader":
            record.element.tag = "Header"
        yield record


def _lei(record: Record, path: str) -> str:
    lei = record.text(path)
    if not _LEI.fullmatch(lei):
        raise record.fault(path, f"not an LEI: {lei!r}", "20 capitals and digits (ISO 17442)")
    return lei


def _relation(into: _Into, record: Record) -> None:
    word = record.text("Relationship/RelationshipType")
    klass = CLASSES.get(word, word.lower().replace("-", "_") or "unknown")
    child, parent = (into.body_of(_lei(record, f"Relationship/{end}/NodeID")) for end in ("StartNode", "EndNode"))
    periods = [one for one in record.element.iterfind("Relationship/RelationshipPeriods/RelationshipPeriod") if one.findtext("PeriodType") == "RELATIONSHIP_PERIOD"]
    start, end = ((periods[0].findtext(key) or "") if periods else "" for key in ("StartDate", "EndDate"))
    period = read_period(start, end)
    state, status = record.text("Relationship/RelationshipStatus"), record.text("Registration/RegistrationStatus")
    remarks = list(period.remarks)
    if state == "INACTIVE" and not period.end:
        remarks.append("the relationship is inactive, and no day is given on which it ended: taken as not confirmed")
    day = read_period(record.text("Registration/InitialRegistrationDate"), record.text("Registration/LastUpdateDate"))
    numbers = [record.text(f"Relationship/{end}/NodeID") for end in ("StartNode", "EndNode")]
    remarks += [f"the check digits of {lei} do not fit" for lei in numbers if not valid_lei(lei)]
    key = hashlib.sha256(" ".join((*numbers, word, period.start)).encode()).hexdigest()[:16]
    into.edges[f"gleif-{key}"] = Edge(
        owner=parent,
        asset=child,
        klass=klass,
        lo=0,
        hi=WHOLE,
        start=period.start,
        end=period.end,
        citation=f"GLEIF, {word} {numbers[0]} to {numbers[1]}",
        confirmed=not period.remarks and not (state == "INACTIVE" and not period.end),
        id=f"gleif-{key}",
        source_id=into.source_id,
        indirect=word == "IS_ULTIMATELY_CONSOLIDATED_BY",
        recorded=day.start,
        retracted=day.end if status in _VOID else "",
        remarks=tuple(remarks),
    )


def _entity(into: _Into, record: Record, *, everybody: bool) -> None:
    lei = _lei(record, "LEI")
    category = record.text("Entity/EntityCategory")
    if not everybody and f"lei-{lei.lower()}" not in into.bodies and (category == "SOLE_PROPRIETOR" or not _in_two_scripts(record)):
        return
    body_id = into.body_of(lei)
    if category == "SOLE_PROPRIETOR":  # a natural person under the name of a trade: no name is kept
        into.bodies[body_id] = replace(into.bodies[body_id], schema="Person")
        return
    legal = " ".join(record.text("Entity/LegalName").split())
    names = {legal: Name(legal, "", "primary")} if fold(legal) else {}
    for path in ("OtherEntityNames/OtherEntityName", "TransliteratedOtherEntityNames/TransliteratedOtherEntityName"):
        for item in record.element.iterfind(f"Entity/{path}"):
            text = " ".join((item.text or "").split())
            if fold(text):
                names.setdefault(text, Name(text, "", NAME_KINDS.get(item.get("type", ""), "alias")))
    country = record.text("Entity/LegalAddress/Country") or record.text("Entity/LegalJurisdiction")[:2]
    public = category in {"RESIDENT_GOVERNMENT_ENTITY", "INTERNATIONAL_ORGANIZATION"}
    into.bodies[body_id] = replace(
        into.bodies[body_id],
        schema="PublicBody" if public else "Company" if category in {"", "GENERAL"} else "LegalEntity",
        names=tuple(names.values()),
        countries=(country,) if len(country) == len("US") else (),
    )


def _in_two_scripts(record: Record) -> bool:
    """Whether an entity says itself how it is called in a second script: what a machine transliterated tells nothing new."""
    own = script(record.text("Entity/LegalName"))
    told = (item.text or "" for item in record.element.iterfind("Entity/OtherEntityNames/OtherEntityName") if item.get("type") in TOLD)
    return any(fold(text) and script(text) != own for text in told)


def _exception(into: _Into, record: Record) -> None:
    """Why no parent is reported: kept for entities that are held, in the words of the register."""
    body_id = f"lei-{_lei(record, 'LEI').lower()}"
    body = into.bodies.get(body_id)
    if body is None:
        return
    which = "direct" if record.text("ExceptionCategory").startswith("DIRECT") else "ultimate"
    said = Statement(body_id, f"no_{which}_parent_reported", record.text("ExceptionReason"), f"GLEIF, reporting exception of {record.text('LEI')}", "register", url=URL, source_id=into.source_id)
    body.statements = (*body.statements, said)
