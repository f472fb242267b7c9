"""What is wrong or unusual with records of ownership: a finding for each edge, and nothing thrown away.

A record that contradicts itself or others stays in the graph in the widest reading that it allows, so that bounds stay
sound; here it is said what was wrong, where, and how it is read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from countersight.model.body import Body, Edge
from countersight.model.units import WHOLE, format_share, parse_partial_date
from countersight.ownership.graph import Slice


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of one edge. ``code``: record, over_whole, self, backwards, no_name or public_body."""

    edge: Edge
    code: str
    message: str


def findings(seen: Slice, assets: Sequence[str], bodies: Mapping[str, Body | None]) -> list[Finding]:
    """Every fault of the edges into some bodies.

    Args:
        seen: The graph on the day.
        assets: Whose holders are looked at.
        bodies: What is held about them and their holders, as far as anything is.
    """
    found: list[Finding] = []
    for asset in assets:
        certain, possible = seen.holders(asset)
        edges = [*certain, *possible]
        for edge in edges:
            found += [Finding(edge, "record", remark) for remark in edge.remarks]
            found += [Finding(edge, code, message) for code, message in _alone(edge, bodies)]
        found += _over(edges)
    return found


def _alone(edge: Edge, bodies: Mapping[str, Body | None]) -> list[tuple[str, str]]:
    told = []
    owner, asset = bodies.get(edge.owner), bodies.get(edge.asset)
    if edge.owner == edge.asset:
        told.append(("self", "the body holds shares in itself: they support no owner and crowd none out"))
    if _backwards(edge):
        told.append(("backwards", f"it ends on {edge.end}, before it starts on {edge.start}: it is taken as possible on every day"))
    if owner is None or not owner.names:
        told.append(("no_name", "no name of the owner is held: who it is cannot be looked up, so its share may be that of a listed party"))
    if asset is not None and (asset.schema == "PublicBody" or asset.government == "yes") and not is_control(edge):
        told.append(("public_body", "the asset is a public body, in which nobody holds shares: the record may name the wrong body"))
    return told


def is_control(edge: Edge) -> bool:
    """Whether an edge is one of control: an organ of state can stand above another."""
    return edge.klass not in {"equity", "voting", "profit"}


def _backwards(edge: Edge) -> bool:
    if not edge.start or not edge.end:
        return False
    first, last = parse_partial_date(edge.start), parse_partial_date(edge.end)
    return last.latest < first.earliest


def _over(edges: Sequence[Edge]) -> list[Finding]:
    """Edges of one asset and class whose floors add up to more than the whole."""
    found: list[Finding] = []
    for klass in sorted({edge.klass for edge in edges if not is_control(edge)}):
        some = [edge for edge in edges if edge.klass == klass and not edge.indirect]
        total = sum(edge.lo for edge in some)
        if total > WHOLE:
            message = f"the holders have at least {format_share(total)} together, more than the whole: none of them clears another"
            found += [Finding(edge, "over_whole", message) for edge in some if edge.lo]
    return found
