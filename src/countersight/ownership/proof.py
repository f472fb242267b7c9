"""Why: the edges that prove an answer, and the edges and bodies that would settle an open one.

Both walk upwards from the body asked about, and at each body only to owners that entered the set before it, so a loop
proves nothing by itself. At each body the heaviest stakes come first and the walk stops when the test passes. That
leaves as few edges as can do at one body, and none that could be left out: the sum without any one of them is at most
the sum without the last and lightest, which did not pass. So the whole proof falls with any of its edges. The fewest
edges over all bodies together would be a problem of another kind (NP-hard), and is not needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from countersight.model.body import Edge
from countersight.ownership.cascade import MEASURES, Above, Bound, Rule, fixpoint

Order = dict[str, int]
"""Members of a set, with the round in which they entered (:func:`cascade.fixpoint`)."""


@dataclass(frozen=True, slots=True)
class Open:
    """What would settle an open answer: the uncertain edges to verify, and the bodies whose other holders to find."""

    edges: tuple[Edge, ...]
    bodies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A question with its rule, what lies above the body, and who is listed there."""

    above: Above
    rule: Rule
    listed: frozenset[str]


def proof(case: Case, lower: Order) -> tuple[Edge, ...]:
    """The edges that prove that the body asked about is owned, from it upwards, heaviest first at each body.

    A step that rests on all holders being known names all of them; then an edge further up may turn out to be needed by
    nothing, so every edge of such a proof is taken out on trial.

    Args:
        case: The question.
        lower: The lower set, with the body in it.
    """
    found: list[Edge] = []
    todo, seen = [case.above.body], {case.above.body}
    closed = False
    for body in todo:
        if body in case.listed:
            continue
        step = _proof_step(case, lower, body)
        closed = closed or not (step[0].klass in case.rule.control or case.rule.passes(sum(edge.lo for edge in step)))
        found += step
        for edge in step:
            if _earlier(edge, lower) and edge.owner not in seen:
                seen.add(edge.owner)
                todo.append(edge.owner)
    return tuple(_needed(case, found) if closed else found)


def proves(case: Case, edges: Sequence[Edge]) -> bool:
    """Whether these edges alone prove that the body asked about is owned, and nothing else that is held.

    Of a body all of whose holders are known, that counts only where all of their edges are among these.
    """
    kept = set(edges)
    every = [edge for stakes in case.above.shares.values() for edge in stakes]
    every += [edge for pairs in case.above.control.values() for edge, certain in pairs if certain]
    gone: dict[Edge, Edge | None] = {edge: None for edge in every if edge not in kept}
    gone |= {edge: None for pairs in case.above.control.values() for edge, certain in pairs if not certain}
    alone = case.above.changed(gone)
    return case.above.body in fixpoint(alone, case.rule, sorted(case.listed & alone.shares.keys() - {alone.body}), "lower")


def _needed(case: Case, found: list[Edge]) -> list[Edge]:
    for edge in reversed(found.copy()):
        fewer = [one for one in found if one != edge]
        if proves(case, fewer):
            found = fewer
    return found


def _earlier(edge: Edge, order: Order) -> bool:
    """Whether the owner counted before the asset did; an asset that is no member comes last."""
    at = order.get(edge.owner)
    return at is not None and at < order.get(edge.asset, at + 1)


def _proof_step(case: Case, lower: Order, body: str) -> tuple[Edge, ...]:
    control = [edge for edge, certain in case.above.control.get(body, ()) if certain and _earlier(edge, lower)]
    if control:
        return (min(control, key=lambda edge: (lower[edge.owner], edge.id)),)
    picked: list[Edge] = []
    stakes = [edge for edge in case.above.shares[body] if edge.lo > 0 and _earlier(edge, lower)]
    for edge in sorted(stakes, key=lambda edge: (-edge.lo, lower[edge.owner], edge.id, edge.owner)):
        picked.append(edge)
        if case.rule.passes(sum(one.lo for one in picked)):
            return tuple(picked)
    return case.above.shares[body]


def settle(case: Case, lower: Order, order: Order) -> Open:
    """What to verify: if the edges named hold at their upper end, and the bodies' other holders are listed, it is owned.

    At each body that is not surely owned, as few edges as can do: those whose size matters are named, and of those
    whose owner is itself in doubt, the owner is looked into.

    Args:
        case: The question.
        lower: The lower set, without the body.
        order: The upper set if it holds the body, else the set ``reach``.
    """
    edges: list[Edge] = []
    bodies: list[str] = []
    todo, seen = [case.above.body], {case.above.body}
    for body in todo:
        asked, owners, undisclosed = _settle_step(case, lower, order, body)
        edges += asked
        bodies += [body] if undisclosed else []
        for owner in owners:
            if owner not in lower and owner not in seen:
                seen.add(owner)
                todo.append(owner)
    return Open(tuple(edges), tuple(bodies))


def _settle_step(case: Case, lower: Order, order: Order, body: str) -> tuple[list[Edge], list[str], bool]:
    """At one body: the edges to verify, the owners that must count, and whether unknown holders must."""
    control = [pair for pair in case.above.control.get(body, ()) if _earlier(pair[0], order)]
    if control:
        edge, certain = min(control, key=lambda pair: (pair[0].owner not in lower, order[pair[0].owner]))
        return [] if certain else [edge], [edge.owner], False
    stakes = [edge for edge in case.above.shares[body] if _earlier(edge, order)]
    known = _few(case, lower, stakes, "upper")
    if known is not None:
        return known[1], [edge.owner for edge in known[0]], False
    wide = _few(case, lower, stakes, "reach")
    return [], [edge.owner for edge in wide[0]] if wide else [], True


def _few(case: Case, lower: Order, stakes: list[Edge], bound: Bound) -> tuple[list[Edge], list[Edge]] | None:
    """As few stakes of one body as let it pass, on top of what surely counts; and those of them whose size matters."""
    if not stakes:
        return None
    total, measure = case.above.totals[stakes[0].asset], MEASURES[bound]
    lo = hi = sum(edge.lo for edge in stakes if edge.owner in lower)
    picked: list[Edge] = []
    for edge in sorted(stakes, key=lambda edge: edge.lo - edge.hi if edge.owner in lower else -edge.hi):
        if case.rule.passes(measure(total, lo, hi)):
            break
        picked.append(edge)
        lo += 0 if edge.owner in lower else edge.lo
        hi += edge.hi - edge.lo if edge.owner in lower else edge.hi
    if not case.rule.passes(measure(total, lo, hi)):
        return None
    asked: list[Edge] = []
    for edge in sorted(picked, key=lambda edge: edge.hi - edge.lo):
        if case.rule.passes(measure(total, lo, hi - edge.hi + edge.lo)):
            hi -= edge.hi - edge.lo
        else:
            asked.append(edge)
    return picked, asked
