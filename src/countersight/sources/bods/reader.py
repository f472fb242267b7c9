"""Reads statements of the Beneficial Ownership Data Standard, version 0.4, into bodies and edges.

Source: https://standard.openownership.org/en/0.4.0/; seen: fixtures of versions 0.4, of a few to 300 statements. A file is
a JSON array, or one statement a line. Every interest becomes an edge of its own class, with its bounds as they are
declared, open or closed. Of several statements about one record the last counts; the earlier ones are kept as retracted
on its day, so that what was known on a day can be asked. A holder that the statement does not name, but gives a reason
for, is a statement about the body with that reason, and no holder: who it is stays open.

Of natural persons nothing is kept but that there is one: no name, no birth date, no address, no nationality.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from countersight.errors import InputError, Where
from countersight.model.body import Body, Edge, Name, Statement
from countersight.model.units import WHOLE
from countersight.names.normalise import fold
from countersight.sources.edition import Edition, expected
from countersight.sources.raw import decode, json_document, read_bytes
from countersight.sources.stakes import Period, Stake, nameless_id, plain_id, read_period, read_stake
from countersight.store.records import SourceRecord

if TYPE_CHECKING:
    from pathlib import Path

LIST_ID: Final = "bods"
URL: Final = "https://standard.openownership.org/en/0.4.0/"

CLASSES: Final = {
    "shareholding": "equity", "votingRights": "voting", "rightsToProfitOrIncome": "profit",
    "rightsToSurplusAssetsOnDissolution": "surplus_assets", "appointmentOfBoard": "board_majority",
    "controlViaCompanyRulesOrArticles": "control", "controlByLegalFramework": "control", "otherInfluenceOrControl": "control",
    "conditionalRightsGrantedByContract": "contract", "rightsGrantedByContract": "contract", "nominee": "nominee",
    "nominator": "nominator", "seniorManagingOfficial": "management", "boardMember": "board_member", "boardChair": "board_member",
}  # fmt: skip
"""Interest types and our classes; any other keeps its own word. Only shares of the whole are ever summed."""
SCHEMATA: Final = {"registeredEntity": "Company", "state": "PublicBody", "stateBody": "PublicBody"}
KINDS: Final = {"XI-LEI": "lei", "US-SEC": "cik", "CN-USCC": "uscc", "CN-SAIC": "uscc"}
"""Schemes of identifiers (org-id.guide) and our kinds; any other is a registration number."""
MOST: Final = 1 << 30


@dataclass(slots=True)
class _File:
    source_id: str
    file: str
    bodies: dict[str, Body] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    persons: set[str] = field(default_factory=set)
    """Record ids of natural persons."""

    def body_of(self, record: str) -> str:
        """Our id for a record; one that the file does not describe is held without a name."""
        person = record in self.persons
        body_id = nameless_id("bods", record) if person else plain_id("bods", record)
        if body_id not in self.bodies:
            self.bodies[body_id] = Body(body_id, "Person" if person else "LegalEntity", (), source_id=self.source_id)
        return body_id


def read_bods(path: Path, edition: date, *, expect: bool = True) -> Edition:
    """Read one file.

    Args:
        path: JSON or JSON lines, UTF-8.
        edition: The day of the edition; that of the last statement counts where the statements have days.
        expect: Hold it against ``expectations.yaml``.

    Raises:
        InputError: The file is not in the form of the standard.
    """
    data = read_bytes(path, MOST)
    statements = list(_statements(decode(data, str(path)), str(path)))
    days = [day for one in statements if (day := _day(one))]
    edition = date.fromisoformat(max(days)) if days else edition
    publisher = next((str(name) for one in statements if (name := _under(one, "publicationDetails", "publisher").get("name"))), "")
    source = SourceRecord(
        id=f"{LIST_ID}.{edition}",
        title=f"Beneficial ownership statements, edition of {edition}",
        publisher=publisher,
        url=URL,
        licence=next((str(name) for one in statements if (name := _under(one, "publicationDetails").get("license"))), "as the publisher states"),
        reuse="private",
        edition=edition.isoformat(),
        sha256=hashlib.sha256(data).hexdigest(),
        kind="register",
    )
    into = _File(source.id, str(path))
    into.persons = {_text(one, "recordId") for one in statements if one.get("recordType") == "person"}
    for versions in _by_record(statements).values():
        _read_record(into, versions)
    bodies = [into.bodies[key] for key in sorted(into.bodies)]
    read = Edition(edition, bodies, [], source, {}, sorted(into.edges, key=lambda edge: edge.id))
    return expected(__package__, read, str(path), expect=expect)


def _statements(text: str, file: str) -> Iterator[dict[str, Any]]:
    bare = text.lstrip()
    try:
        single = bare.startswith("{") and "\n" in bare.strip() and bool(json.loads(bare.split("\n", 1)[0]))
    except ValueError:
        single = False
    rows = [json_document(line, file) for line in text.splitlines() if line.strip()] if single else json_document(text, file)
    for at, one in enumerate(rows if isinstance(rows, list) else [rows], 1):
        if not isinstance(one, dict) or not isinstance(one.get("recordDetails"), dict) or not _text(one, "recordId"):
            hint = "version 0.4 has statementId, recordId, recordType and recordDetails; earlier versions are to be converted first"
            raise InputError(f"statement {at} is not of the Beneficial Ownership Data Standard 0.4", hint=hint, where=Where(file, at))
        yield one


def _text(of: Mapping[str, Any], key: str) -> str:
    value = of.get(key)
    return value.strip() if isinstance(value, str) else ""


def _under(one: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    value: Any = one
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def _day(one: Mapping[str, Any]) -> str:
    found = read_period(_text(one, "statementDate") or _text(_under(one, "publicationDetails"), "publicationDate"), "").start
    return found if len(found) == len("2026-01-01") else ""


def _by_record(statements: list[dict[str, Any]]) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """The statements about each record, the oldest first; of one day, in the order of the file."""
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for one in statements:
        found.setdefault((_text(one, "recordType"), _text(one, "recordId")), []).append(one)
    return {key: sorted(found[key], key=_day) for key in sorted(found)}


def _read_record(into: _File, versions: list[dict[str, Any]]) -> None:
    last = versions[-1]
    kind = _text(last, "recordType")
    if kind == "relationship":
        for one, later in zip(versions, [*versions[1:], None], strict=True):
            _read_relationship(into, one, _day(later) or "0001-01-01" if later else "")
    elif kind == "person":
        into.body_of(_text(last, "recordId"))
    elif kind == "entity":
        _read_entity(into, last)
    else:
        hint = "entity, person or relationship"
        raise InputError(f"an unknown kind of record: {kind!r}", hint=hint, where=Where(into.file, column="recordType"))


def _read_entity(into: _File, one: dict[str, Any]) -> None:
    details = one["recordDetails"]
    body_id = into.body_of(_text(one, "recordId"))
    names = [Name(text, "", "primary") for text in [_text(details, "name")] if fold(text)]
    names += [Name(text) for text in details.get("alternateNames") or () if isinstance(text, str) and fold(text) and text != _text(details, "name")]
    numbers: dict[str, list[str]] = {}
    for item in details.get("identifiers") or ():
        if isinstance(item, dict) and _text(item, "id"):
            numbers.setdefault(KINDS.get(_text(item, "scheme"), "registration"), []).append(_text(item, "id"))
    code = _text(_under(details, "jurisdiction"), "code")[:2].upper()
    into.bodies[body_id] = replace(
        into.bodies[body_id],
        schema=SCHEMATA.get(_text(_under(details, "entityType"), "type"), "LegalEntity"),
        names=tuple(names),
        countries=(code,) if len(code) == len("GB") and code.isalpha() else (),
        identifiers={kind: "; ".join(dict.fromkeys(values)) for kind, values in sorted(numbers.items())},
    )


def _read_relationship(into: _File, one: dict[str, Any], retracted: str) -> None:
    details = one["recordDetails"]
    subject, party = details.get("subject"), details.get("interestedParty")
    statement, record = _text(one, "statementId"), _text(one, "recordId")
    if isinstance(subject, dict):  # the subject itself is not named: nothing is held about anybody
        return
    if not isinstance(subject, str) or not isinstance(party, str | dict):
        hint = "both are the recordId of a statement, or give a reason why they are not named"
        raise InputError(f"the relationship {record!r} lacks its subject or its interested party", hint=hint, where=Where(into.file, column="recordDetails"))
    asset = into.body_of(subject)
    citation = f"Beneficial ownership statement {statement or record}"
    if isinstance(party, dict):
        if not retracted:
            said = Statement(asset, "holder_not_named", _text(party, "reason") or "no reason given", citation, "register", url=URL, locator=record, quote=_text(party, "description")[:300], source_id=into.source_id)
            into.bodies[asset].statements = (*into.bodies[asset].statements, said)
        return
    owner = into.body_of(party)
    closed = _day(one) if _text(one, "recordStatus") == "closed" else ""
    told = details.get("interests") or [{"type": "unknownInterest"}]
    for at, interest in enumerate(item for item in told if isinstance(item, dict)):
        period = read_period(_text(interest, "startDate"), _text(interest, "endDate") or closed)
        stake, klass = _stake(interest)
        beneficial = interest.get("beneficialOwnershipOrControl")
        declared = "; declared as beneficial ownership" if beneficial is True else "; declared not to be beneficial ownership" if beneficial is False else ""
        into.edges.append(
            Edge(
                owner, asset, klass, stake.lo, stake.hi, period.start, period.end, citation + declared,
                confirmed=not period.remarks, id=f"bods-{hashlib.sha256(f'{record} {statement} {at}'.encode()).hexdigest()[:16]}",
                source_id=into.source_id, indirect=interest.get("directOrIndirect") == "indirect", statements=(statement,) if statement else (),
                recorded=_day(one), retracted=retracted, remarks=_remarks(interest, stake, period),
            )
        )  # fmt: skip


def _remarks(interest: Mapping[str, Any], stake: Stake, period: Period) -> tuple[str, ...]:
    told = (*stake.remarks, *period.remarks)
    return told if CLASSES.get(str(interest.get("type"))) or interest.get("type") else (*told, "the interest has no type")


def _stake(interest: Mapping[str, Any]) -> tuple[Stake, str]:
    """The bounds as they are declared, and the class."""
    word = _text(interest, "type") or "unknownInterest"
    klass = CLASSES.get(word) or "".join(f"_{char.lower()}" if char.isupper() else char for char in word)
    share = interest.get("share")
    if not isinstance(share, dict):
        return Stake(0, WHOLE), klass
    if share.get("exact") is not None:
        return read_stake(str(share["exact"])), klass
    low, low_open = _bound(share, "minimum", "exclusiveMinimum")
    high, high_open = _bound(share, "maximum", "exclusiveMaximum")
    least, most = read_stake(low or "0"), read_stake(high or "100")
    lo, hi = least.lo + bool(low and low_open), most.hi - bool(high and high_open)
    if least.remarks or most.remarks or not 0 <= lo <= hi <= WHOLE:
        word = f"the share from {low!r} to {high!r} is none: taken as unknown, 0% to 100%"
        return Stake(0, WHOLE, (word,)), klass
    return Stake(lo, hi), klass


def _bound(share: Mapping[str, Any], closed: str, exclusive: str) -> tuple[str, bool]:
    """A bound and whether it is open. Version 0.4 gives the open bound itself; before, a mark beside the closed one."""
    marked = share.get(exclusive)
    if marked is None or isinstance(marked, bool):
        value = share.get(closed)
        return ("" if value is None else str(value)), bool(marked)
    return str(marked), True
