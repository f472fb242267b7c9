"""The fewest facts that would settle an open answer, found by trying.

An uncertain edge is one whose share is a range, or one that may not hold at all. A set of them settles the answer when
it is a yes or a no whichever end of its range each of them turns out to have. Every set of one is tried, then of two
and so on, those nearest to the listed parties first, so the first set found is a smallest one. Sets are many: the
search ends when it has touched a number of edges, and then gives nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product

from countersight.model.body import Edge
from countersight.ownership.cascade import fixpoint
from countersight.ownership.proof import Case, Order

EFFORT = 20_000
"""Edges touched at most, some milliseconds: an answer must not wait for its questions."""
MOST = 6
"""Edges in a set at most: nobody verifies more at once."""


def settling(case: Case, upper: Order, effort: int = EFFORT) -> tuple[Edge, ...]:
    """A smallest set of uncertain edges that settles whether the body is owned; empty where none was found.

    Args:
        case: A question to which known holders leave both answers open.
        upper: The upper set.
        effort: How many edges the search may touch.
    """
    listed = sorted(case.listed & case.above.shares.keys() - {case.above.body})
    size = sum(map(len, case.above.shares.values())) + sum(map(len, case.above.control.values()))
    edges = _uncertain(case, upper)
    for count in range(1, min(len(edges), MOST) + 1):
        for some in combinations(edges, count):
            effort -= size << (count + 2)
            if effort < 0:
                return ()
            if all(_settled(case, listed, dict(way)) for way in product(*(_ends(edge, case) for edge in some))):
                return some
    return ()


def _uncertain(case: Case, upper: Order) -> list[Edge]:
    """Only those from whose owner a listed share may come, or that crowd one out, matter; all are tried."""
    edges = [edge for stakes in case.above.shares.values() for edge in stakes if edge.lo < edge.hi]
    edges += [edge for pairs in case.above.control.values() for edge, certain in pairs if not certain and edge.owner in upper]
    return sorted(edges, key=lambda edge: (upper.get(edge.owner, len(upper)), edge.id, edge.owner, edge.asset))


def _ends(edge: Edge, case: Case) -> Iterator[tuple[Edge, Edge | None]]:
    if edge.klass in case.rule.control:
        yield from ((edge, edge), (edge, None))
    else:
        yield from ((edge, replace(edge, lo=edge.hi)), (edge, replace(edge, hi=edge.lo)))


def _settled(case: Case, listed: list[str], ends: dict[Edge, Edge | None]) -> bool:
    seen = case.above.changed(ends)
    if seen.body in fixpoint(seen, case.rule, listed, "lower"):
        return True
    return seen.body not in fixpoint(seen, case.rule, listed, "upper")
