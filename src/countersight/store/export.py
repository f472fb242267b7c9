"""Records that may leave, as JSON lines of our own, each with its source and the reuse class of that source.

The class is enforced here and nowhere else: what is facts_only, link_only or private never leaves, and what a source
that is not described says does not leave either, since nobody knows on which terms. A body leaves when its own source
may; of its values and designations only those whose source may. A contested statement leaves with its reply or stays.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from countersight.errors import UsageError
from countersight.model.body import each
from countersight.model.canonical import canonical_json
from countersight.store.records import AtlasRecords, SourceRecord, canonical
from countersight.store.statements import claim_row

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from countersight.model.body import Body, Statement

SHAREABLE: Final = ("open", "share_alike", "noncommercial")
"""The classes of which a user may choose; no choice lets the others out."""

SCHEMA: Final = "countersight.record/1"


@dataclass(frozen=True, slots=True)
class Export:
    """What leaves, and how much stays: reason to number of records or values."""

    records: AtlasRecords
    withheld: dict[str, int]


class _Gate:
    """Lets through what comes from a source of an allowed class, and counts the rest."""

    def __init__(self, sources: list[SourceRecord], allowed: Collection[str]) -> None:
        self.classes = {one.id: one.reuse for one in sources}
        self.allowed = allowed
        self.withheld: Counter[str] = Counter()

    def passes(self, source_id: str) -> bool:
        reuse = self.classes.get(source_id)
        if reuse in self.allowed:
            return True
        self.withheld[f"reuse class {reuse}" if reuse else f"source not described: {source_id or 'none named'}"] += 1
        return False


def exportable(records: AtlasRecords, allowed: Collection[str] = ("open",)) -> Export:
    """The part of records that may leave.

    Args:
        records: In canonical form.
        allowed: Classes of :data:`SHAREABLE` that the receiver may have.

    Raises:
        UsageError: A class that is not known, or one that never leaves.
    """
    if wrong := sorted(set(allowed) - set(SHAREABLE)):
        raise UsageError(f"records of class {wrong[0]!r} cannot be exported", hint=f"classes that may leave: {', '.join(SHAREABLE)}")
    gate = _Gate(records.sources, allowed)
    kept = AtlasRecords(
        bodies=[_body(one, gate) for one in records.bodies if gate.passes(one.source_id)],
        edges=[one for one in records.edges if gate.passes(one.source_id)],
        coverage=[one for one in records.coverage if gate.passes(one.source_id)],
        sources=[one for one in records.sources if one.reuse in allowed],
    )
    return Export(canonical(kept), dict(sorted(gate.withheld.items())))


def _body(body: Body, gate: _Gate) -> Body:
    shut = {(one.prop, one.value) for one in body.origins if not gate.passes(one.source_id)}
    claims = [said for said in body.statements if gate.passes(said.source_id or body.source_id)]
    identifiers = {
        kind: "; ".join(one for one in each(values) if (f"identifier:{kind}", one) not in shut)
        for kind, values in body.identifiers.items()
    }
    return replace(
        body,
        names=tuple(one for one in body.names if ("name", one.text) not in shut),
        countries=tuple(one for one in body.countries if ("country", one) not in shut),
        addresses=tuple(one for one in body.addresses if ("address", one) not in shut),
        identifiers=identifiers,
        designations=tuple(one for one in body.designations if gate.passes(one.source_id)),
        statements=tuple(_with_replies(body, claims, gate)),
    )


def replies_to(body: Body, said: Statement, among: Collection[Statement] | None = None) -> list[Statement]:
    """The replies that belong beside a contested statement, oldest first.

    Args:
        body: In canonical form.
        said: One of its statements.
        among: Where to look; all statements of the body where it is not given.
    """
    if said.standing != "contested":
        return []
    key = claim_row(body, said).id
    found = [one for one in (body.statements if among is None else among) if one.prop == "reply" and one.answers in {"", key}]
    return sorted(found, key=lambda one: (one.start, one.value))


def _with_replies(body: Body, claims: list[Statement], gate: _Gate) -> Iterator[Statement]:
    for said in claims:
        if said.standing == "contested" and not replies_to(body, said, claims):
            gate.withheld["contested without its reply"] += 1
        else:
            yield said


def export_lines(export: Export) -> Iterator[str]:
    """One JSON object a line: sources first, then bodies, edges and coverage, in canonical order."""
    classes = {one.id: one.reuse for one in export.records.sources}

    def line(kind: str, record: dict[str, Any], source_id: str) -> str:
        return canonical_json({"schema": SCHEMA, "type": kind, "source": source_id, "reuse": classes[source_id], "record": record})

    for source in export.records.sources:
        yield line("source", asdict(source), source.id)
    for body in export.records.bodies:
        yield line("body", asdict(body), body.source_id)
    for edge in export.records.edges:
        yield line("edge", edge.record(), edge.source_id)
    for item in export.records.coverage:
        yield line("coverage", asdict(item), item.source_id)
