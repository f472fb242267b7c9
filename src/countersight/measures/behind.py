"""Who stands behind a party: the way up through its owners to a government body, as far as the atlas holds it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from countersight.endusers.classify import classify_body
from countersight.measures.world import World
from countersight.model.body import Body, Edge
from countersight.model.fact import Fact, Source
from countersight.model.units import WHOLE


@dataclass(frozen=True, slots=True)
class _Tie:
    """A body above the party that is government, or whose own tie is conditional."""

    owner: Body
    edge: Edge
    sure: bool


def state_behind(bodies: Sequence[Body], world: World) -> Fact | None:
    """Whether a government body stands above a party; None where no owner held is one, or may be one.

    True by a certain stake of a government body in the party itself, however small, or by control; and further up by a
    chain of certain majorities or of control. Whatever is less certain, and an owner with a conditional tie, is unknown.
    """
    ties = [tie for body in bodies for tie in _ties(body.id, world)]
    if not ties:
        return None
    best = min(ties, key=lambda tie: not tie.sure)
    name = best.owner.caption
    note = f"owner {name} is a government body" if best.sure else f"owner {name}: whether the state stands behind it is not certain"
    return Fact(True if best.sure else None, sources=(Source(best.edge.citation or f"atlas: {name}", "register"),), note=note)


def _ties(body_id: str, world: World) -> Iterator[_Tie]:
    """Every way up, each body once, and a second time where a certain way to it is found after an uncertain one."""
    todo = [(body_id, True, 0)]
    seen: set[tuple[str, bool]] = set()
    while todo:
        asset, sure_below, height = todo.pop()
        if (asset, sure_below) in seen:
            continue
        seen.add((asset, sure_below))
        certain, possible = world.graph.at(world.on).holders(asset)
        for edge, sure in (*((edge, True) for edge in certain), *((edge, False) for edge in possible)):
            owner = world.snapshot.body(edge.owner)
            if owner is None or edge.hi == 0:
                continue
            holds = sure and (edge.lo > 0 or edge.klass == "control")
            leads = sure and (2 * edge.lo >= WHOLE or edge.klass == "control")
            state = _state(owner)
            if state in {"yes", "conditional"}:
                yield _Tie(owner, edge, sure_below and state == "yes" and (leads if height else holds))
            todo.append((owner.id, sure_below and leads, height + 1))


def _state(owner: Body) -> str:
    """What an owner is to the state: as the atlas says, else as its name says."""
    return owner.government if owner.government != "unknown" else classify_body(tuple(name.text for name in owner.names)).gov
