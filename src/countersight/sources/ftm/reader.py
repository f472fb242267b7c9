"""Reads ``entities.ftm.json``, the form in which OpenSanctions and others publish FollowTheMoney, with its catalogue.

Source: https://www.opensanctions.org/docs/bulk/json and https://followthemoney.tech. No original file was at hand: the
form is taken from these descriptions, and a file that turns out otherwise is refused with its line and property.

Entities become bodies, and what points at them is said of them: a Sanction is a designation where it is an entry of one
of our lists, else a statement; an Ownership or a Control is an edge; a Security lends its numbers to its issuer. A
person is kept when an official list names it, and then only with its names and that list; whatever else is left out is
counted, by reason. A projection by a third party never makes a list complete: it covers nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from countersight.errors import DataError, InputError, Where
from countersight.model.body import Body, Edge, Name, Statement
from countersight.model.units import WHOLE
from countersight.names.normalise import fold
from countersight.sources.edition import Edition
from countersight.sources.ftm.catalogue import Checked, Dataset, read_catalogue
from countersight.sources.ftm.lines import Entity, entities
from countersight.sources.ftm.tables import (
    BODIES,
    COUNTRIES,
    HELD,
    IDENTIFIERS,
    INDIRECT,
    KEPT,
    LINKS,
    NAMES,
    ORGANISATIONS,
    SECURITY,
    registration,
)
from countersight.sources.ftm.told import Context, dated, designations, is_ours, official, statement
from countersight.sources.merging import dedupe
from countersight.sources.naming import says_organisation
from countersight.sources.stakes import nameless_id, read_stake
from countersight.store.records import SourceRecord

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from countersight.model.body import Designation

_OFAC = re.compile(r"ofac-\d+")
_COUNTRY = re.compile(r"[a-z]{2}")
_NO_COUNTRY: Final = frozenset({"eu", "zz", "un"})
NAMELESS: Final = "the owner is no body that is kept: a person, or what may be one, whom no official list names"
_CLASSES: Final = ("voting", "profit", "control", "equity")


@dataclass(frozen=True, slots=True)
class FtmRead:
    """One file, read."""

    edition: Edition
    skipped: dict[str, int]
    """Reason to number of entities or values that were left out."""


@dataclass(slots=True)
class _Read:
    """What has been read so far."""

    bodies: dict[str, Entity] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    links: list[Entity] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    total: int = 0


def read_ftm(path: Path, index: Path, *, dataset: str = "", expect: bool = True) -> FtmRead:
    """Read one file with its catalogue, which tells its day, its licence and its hash.

    Args:
        path: ``entities.ftm.json``.
        index: ``index.json`` of the dataset, or a catalogue of several.
        dataset: Which one of the catalogue, where it has several.
        expect: Hold it against ``expectations.yaml``. Off only for samples; the catalogue is always held against it.

    Raises:
        InputError: A file is hostile or not in the published form.
        UsageError: The catalogue has no such dataset.
        DataError: It is not the file of the catalogue, holds no body, or less than it should.
    """
    told = read_catalogue(index, dataset)
    if not told.day:
        raise InputError("the catalogue tells no day", hint="take index.json as published, with last_export", where=Where(str(index), column="last_export"))
    edition = date.fromisoformat(told.day)
    checked = Checked(told)
    read = _collect(path, checked)
    checked.compare(str(path), read.total)
    source = _source(told, edition, checked.sha256.hexdigest())
    context = Context(told, source.id, edition)
    found = _assemble(read, context)
    if not found.edition.bodies:
        raise DataError("no body in the file", hint="is it the file of this dataset?", where=Where(str(path)))
    found = replace(found, edition=replace(found.edition, source=source))
    if expect:
        from countersight.sources.expecting import check_edition  # noqa: PLC0415 - brings in a YAML reader

        check_edition(__package__, found.edition, str(path), frozenset(HELD.get(told.name, ())))
    return found


def _source(told: Dataset, edition: date, digest: str) -> SourceRecord:
    return SourceRecord(
        id=f"ftm.{told.name}.{edition}",
        title=f"{told.title}, in the form of FollowTheMoney, edition of {edition}",
        publisher=told.publisher,
        url=told.url,
        licence=told.licence or "not told by the catalogue",
        reuse=told.reuse,
        edition=edition.isoformat(),
        sha256=digest,
        kind="official_list" if told.official else "",
        attribution="" if told.reuse == "open" else f"{told.title} ({told.licence})",
    )


def _collect(path: Path, checked: Checked) -> _Read:
    read = _Read()
    for entity in entities(path, checked):
        read.total += 1
        if entity.schema in BODIES:
            read.bodies[entity.id] = entity
        elif entity.schema == "Address":
            read.addresses[entity.id] = entity.joined("full")
        elif entity.schema in KEPT:
            read.links.append(entity)
        else:
            read.skipped[f"schema {entity.schema[:40]}"] += 1
    return read


def _assemble(read: _Read, context: Context) -> FtmRead:
    sanctions = [link for link in read.links if link.schema == "Sanction"]
    named = {target for link in sanctions if official(link, context) for target in link.values("entity")}
    ids = _ids(read, named)
    bodies = {entity_id: _body(read.bodies[entity_id], ids[entity_id], read, context.source_id) for entity_id in ids}
    rows: Counter[str] = Counter()
    told: dict[str, list[Designation]] = {}
    said: dict[str, list[Statement]] = {}
    edges: list[Edge] = []
    for link in read.links:
        if link.schema == "Sanction":
            for target in _held(link, "entity", ids, read.skipped):
                found = designations(link, ids[target], context)
                rows.update(one.list_id for one in found)
                told.setdefault(target, []).extend(found)
                if not found:
                    said.setdefault(target, []).append(statement(link, ids[target], context))
        elif link.schema == "Security":
            for target in _held(link, "issuer", ids, read.skipped):
                _lend(bodies[target], link)
        elif link.schema in {"Ownership", "Control"}:
            edges += _edges(link, ids, read.skipped, context)
        else:
            for target, item in _linked(link, bodies, read.skipped, context):
                said.setdefault(target, []).append(item)
    for target, body in bodies.items():
        body.designations = dedupe(told.get(target, ()))
        body.statements = tuple(dict.fromkeys(said.get(target, ())))
    edition = Edition(
        context.edition,
        sorted(bodies.values(), key=lambda body: body.id),
        [],
        SourceRecord(context.source_id, ""),  # the whole one goes in when the file is hashed to its end
        dict(sorted(rows.items())),
        sorted(edges, key=lambda edge: (edge.owner, edge.asset, edge.id)),
    )
    return FtmRead(edition, dict(sorted(read.skipped.items())))


def _ids(read: _Read, named: set[str]) -> dict[str, str]:
    """Entity id to ours, of the bodies that are kept.

    An entry of OFAC has the id that the reader of OFAC's own files gives, so that a person, whom no name or number may
    merge, is one body in both; the entity names it among what it was made of.
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for entity_id, entity in sorted(read.bodies.items()):
        names = entity.values(*NAMES)
        if not any(fold(name) for name in names):
            read.skipped["a body without a name"] += 1
        elif entity_id not in named and not (entity.schema in ORGANISATIONS or (entity.schema == "LegalEntity" and says_organisation(names))):
            read.skipped["a person, or what may be one, that no official list names"] += 1
        else:
            ofac = sorted({one for one in (entity_id, *entity.referents) if _OFAC.fullmatch(one)} - taken)
            found[entity_id] = ofac[0] if len(ofac) == 1 else entity_id
            taken.add(found[entity_id])
    return found


def _body(entity: Entity, body_id: str, read: _Read, source_id: str) -> Body:
    names = _names(entity)
    plain = entity.schema in ORGANISATIONS or (entity.schema == "LegalEntity" and says_organisation(name.text for name in names))
    codes = [code for code in entity.values(*COUNTRIES) if _COUNTRY.fullmatch(code) and code not in _NO_COUNTRY]
    places = [*entity.values("address"), *(text for one in entity.values("addressEntity") if (text := read.addresses.get(one, "")))]
    body = Body(
        id=body_id,
        schema=entity.schema,
        names=names,
        countries=tuple(dict.fromkeys(code.upper() for code in codes)) if plain else (),
        addresses=tuple(dict.fromkeys(places)) if plain else (),
        source_id=source_id,
    )
    if plain:
        numbers = {IDENTIFIERS[name]: values for name, values in entity.properties.items() if name in IDENTIFIERS}
        numbers[registration(entity.schema)] = entity.values("registrationNumber")
        body.identifiers = {kind: "; ".join(values) for kind, values in sorted(numbers.items()) if values}
    return body


def _names(entity: Entity) -> tuple[Name, ...]:
    """The caption first, where it is one of the names; a text that stands twice is as good as its better kind."""
    own = [name for name in entity.values("name", "alias") if fold(name)] or [name for name in entity.values(*NAMES) if fold(name)]
    primary = entity.caption if entity.caption in own else own[0]
    held = {primary: Name(primary, "", "primary")}
    for prop, kind in NAMES.items():
        for text in entity.values(prop):
            if fold(text):
                held.setdefault(text, Name(text, "", kind))
    return tuple(sorted(held.values(), key=lambda name: (name.kind != "primary", name.text)))


def _held(link: Entity, prop: str, ids: dict[str, str], skipped: Counter[str]) -> Iterable[str]:
    for target in link.values(prop):
        if target in ids:
            yield target
        else:
            skipped[f"{link.schema} of a body that is not held"] += 1


def _lend(issuer: Body, security: Entity) -> None:
    """The numbers of a security are identifiers of its issuer."""
    if issuer.schema == "Person":
        return
    for prop, kind in SECURITY.items():
        values = [*filter(None, issuer.identifiers.get(kind, "").split("; ")), *security.values(prop)]
        if values:
            issuer.identifiers[kind] = "; ".join(sorted(dict.fromkeys(values)))


def _edges(link: Entity, ids: dict[str, str], skipped: Counter[str], context: Context) -> list[Edge]:
    one, other = ("owner", "asset") if link.schema == "Ownership" else ("controller", "controlled")
    pairs = [(owner, asset) for owner in link.values(one) for asset in link.values(other)]
    kept = [(owner, asset) for owner, asset in pairs if asset in ids]
    if missing := len(pairs) - len(kept):
        skipped[f"{link.schema} of a body that is not held"] += missing
    if nameless := sum(owner not in ids for owner, _ in kept):
        skipped[f"name of an owner by {link.schema}, of which only the stake is kept"] += nameless
    lo, hi, remarks = _share(link, skipped)
    starts = [dated(link, "startDate", text) for text in link.values("startDate")]
    ends = [dated(link, "endDate", text) for text in link.values("endDate")]
    return [
        Edge(
            owner=ids.get(owner) or nameless_id("ftm", owner),
            asset=ids[asset],
            klass=_class(link),
            lo=lo,
            hi=hi,
            start=min(starts, default=""),
            end=max(ends, default=""),
            citation=_citation(link, context),
            confirmed="unconfirmed" not in {status.lower() for status in link.values("status")},
            id=link.id if len(kept) == 1 else f"{link.id}-{at}",
            source_id=context.source_id,
            indirect=INDIRECT in {word.lower() for word in link.values("ownershipType")},
            remarks=remarks if owner in ids else (*remarks, NAMELESS),
        )
        for at, (owner, asset) in enumerate(kept, 1)
    ]


def _share(link: Entity, skipped: Counter[str]) -> tuple[int, int, tuple[str, ...]]:
    """The hull of all shares that are told; everything is possible where one of them cannot be read, and that is said."""
    found = [read_stake(text) for text in link.values("percentage")]
    remarks = tuple(sorted({remark for stake in found for remark in stake.remarks}))
    if remarks:
        skipped["a share that is no percentage, taken as unknown"] += sum(bool(stake.remarks) for stake in found)
    if not found:
        return 0, WHOLE, ()
    return min(stake.lo for stake in found), max(stake.hi for stake in found), remarks


def _class(link: Entity) -> str:
    if link.schema == "Control":
        return "control"
    if is_ours(link) and (role := next(iter(link.values("role")), "")):
        return role  # our own words come back as they left: a kind of control is no share
    words = " ".join(link.values("role", "ownershipType", "sharesType")).lower()
    return next((name for name in _CLASSES if name in words), "equity")


def _citation(link: Entity, context: Context) -> str:
    if is_ours(link):
        return link.joined("recordId")
    return f"{context.dataset.titled(link.datasets) or context.dataset.title}, entity {link.id}"


def _linked(link: Entity, bodies: dict[str, Body], skipped: Counter[str], context: Context) -> Iterable[tuple[str, Statement]]:
    """What a link that is no ownership says of the one end: a report, of bodies only, never of persons."""
    one, other, prop = LINKS[link.schema]
    for source in link.values(one):
        for target in link.values(other):
            ends = [bodies.get(source), bodies.get(target)]
            if any(end is None or end.schema not in ORGANISATIONS for end in ends):
                skipped[f"{link.schema} of a person, or of a body that is not held"] += 1
                continue
            body_id, value = bodies[target].id, bodies[source].caption
            start, end = (min((dated(link, name, text) for text in link.values(name)), default="") for name in ("startDate", "endDate"))
            url = next(iter(link.values("sourceUrl")), "")
            yield target, Statement(body_id, prop, value, _citation(link, context), nature="report", url=url, start=start, end=end, source_id=context.source_id)
