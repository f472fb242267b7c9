"""The answer to an ownership test for one body on one day: yes, no or open, with bounds and with its evidence.

Unknown is never clear. ``met`` is False only where listed parties cannot reach the threshold even if every share whose
holder nobody knows were theirs, here and at every body above of which something is recorded. What counts as its own
end is said in :mod:`countersight.ownership.cascade`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import Literal

from countersight.model.body import Edge
from countersight.model.units import WHOLE
from countersight.ownership.cascade import Above, Rule, fixpoint, read_above
from countersight.ownership.graph import Graph
from countersight.ownership.lookthrough import contributions, look_through
from countersight.ownership.proof import Case, Open, proof, settle
from countersight.ownership.settling import EFFORT, settling

Standing = Literal["not_owned", "holders_unknown", "undisclosed", "possible", "owned", "listed"]

RANK: dict[Standing, int] = {"not_owned": 0, "holders_unknown": 1, "undisclosed": 2, "possible": 3, "owned": 4, "listed": 5}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the graph says of a body under a rule. Shares in units of 1e-8."""

    standing: Standing
    """``possible``: known listed holders may reach the threshold. ``undisclosed``: only with holders nobody knows.
    ``holders_unknown``: no holder is known at all."""
    lower: int
    """Listed parties, and bodies that count as such, hold at least this."""
    upper: int
    """They hold at most this, as far as holders are known."""
    undisclosed: int
    """What may be theirs on top of ``upper`` through holders nobody knows: the part of the body that no known holder
    accounts for, and the stakes of holders that such unknown persons may own to the threshold."""
    listed_unknown: bool
    """A listed body, or one that listed parties own or may own, holds a share of unknown size (0 to 100 %)."""
    holders_known: bool
    """Whether any holder of the rule's class is known on the day."""
    path: tuple[Edge, ...] = ()
    """The proof where it is owned: no edge of it can be left out. If listed parties are not added: the shortest of those
    that prove it for one of them. For a product of shares: every stake that adds to it."""
    asks: tuple[Edge, ...] = ()
    """Uncertain edges to verify where it is open."""
    opaque: tuple[str, ...] = ()
    """Bodies whose unknown holders would have to be known where it is open."""
    cut: tuple[Edge, ...] = ()
    """The stakes on which a no rests: those in the body, heaviest first, then every stake further up that somebody who counts
    or may count holds in a body that does not. Whatever the ceilings of all other stakes, it stays a no."""

    @property
    def met(self) -> bool | None:
        """Whether the test is met; None is open."""
        return {"listed": True, "owned": True, "not_owned": False}.get(self.standing)

    @property
    def is_seed(self) -> bool:
        """Whether the body is listed itself."""
        return self.standing == "listed"


SETTLED = Open((), ())


@dataclass(frozen=True, slots=True)
class _Reading:
    """One run over the graph: for all listed parties together, or for one of them alone."""

    standing: Standing
    lower: int
    upper: int
    reach: int
    suspects: frozenset[str]
    """Bodies that count or may count, as far as holders are known."""
    path: tuple[Edge, ...] = ()
    open: Open = SETTLED
    crossing: tuple[Edge, ...] = ()
    """Stakes of bodies that count or may count in bodies that do not."""


def ask(graph: Graph, seeds: frozenset[str], rule: Rule, body_id: str, day: date, effort: int = EFFORT) -> Answer:  # noqa: PLR0913, PLR0917 - the last is a bound on work
    """Answer an ownership test.

    Args:
        graph: Who owns whom.
        seeds: The listed bodies on the day, under the rule's lists.
        rule: The test.
        body_id: The body in question; it need not be in the graph.
        day: The day on which ownership counts.
        effort: How far to look for the fewest edges that would settle an open answer.

    >>> graph = Graph([Edge("x", "a", "equity", 50_000_000, 50_000_000), Edge("a", "b", "equity", 50_000_000, 50_000_000)])
    >>> answer = ask(graph, frozenset({"x"}), Rule("equity", 50_000_000), "b", date(2026, 11, 23))
    >>> answer.met, answer.lower, [edge.owner for edge in answer.path]
    (True, 50000000, ['a', 'x'])
    """
    above = read_above(graph.at(day), rule, body_id, seeds if rule.aggregate else frozenset())
    listed = [body for body in above.shares if body in seeds and body != body_id]
    groups: Sequence[list[str]] = [listed] if rule.aggregate or not listed else [[body] for body in listed]
    readings = [_read(above, rule, group, effort) for group in groups]
    best = max(readings, key=lambda one: (RANK[one.standing], -len(one.path), one.lower, one.upper))
    upper = max(one.upper for one in readings)
    suspects = frozenset[str]().union(*(one.suspects for one in readings))
    stakes = above.shares[body_id]
    standing = "listed" if body_id in seeds else best.standing
    return Answer(
        standing=standing,
        lower=max(one.lower for one in readings),
        upper=upper,
        undisclosed=max(one.reach for one in readings) - upper,
        listed_unknown=any(edge.lo == 0 and edge.hi == WHOLE and edge.owner in suspects for edge in stakes),
        holders_known=bool(stakes),
        path=best.path if standing == "owned" else (),
        asks=best.open.edges if standing != "listed" else (),
        opaque=best.open.bodies if standing != "listed" else (),
        cut=tuple(dict.fromkeys((*stakes, *(edge for one in readings for edge in one.crossing)))) if standing == "not_owned" and rule.mode != "listed_only" else (),
    )


def _read(above: Above, rule: Rule, listed: list[str], effort: int) -> _Reading:
    if rule.mode == "multiplicative":
        return _read_product(above, rule, listed)
    if rule.mode == "listed_only":
        order = {body: at for at, body in enumerate(listed)}
        return _Reading("not_owned", *_held(above, order, order, order), suspects=frozenset(listed))
    lower, upper, reach = (fixpoint(above, rule, listed, bound) for bound in ("lower", "upper", "reach"))
    body = above.body
    shares = _held(above, lower, upper, reach)
    standing: Standing = "not_owned"
    path: tuple[Edge, ...] = ()
    unsettled = SETTLED
    case = Case(above, rule, frozenset(listed))
    if body in lower:
        standing = "owned"
        path = proof(case, lower)
    elif body in reach:
        standing = "possible" if body in upper else "undisclosed" if above.shares[body] else "holders_unknown"
        fewest = settling(case, upper, effort) if body in upper else ()
        unsettled = Open(fewest, ()) if fewest else settle(case, lower, upper if body in upper else reach)
    crossing = tuple(edge for one in above.shares if one not in reach for edge in above.shares[one] if edge.owner in reach)
    return _Reading(standing, *shares, suspects=frozenset(upper), path=path, open=unsettled, crossing=crossing)


def _held(above: Above, lower: dict[str, int], upper: dict[str, int], reach: dict[str, int]) -> tuple[int, int, int]:
    body = above.body
    return above.held(body, lower, "lower"), above.held(body, upper, "upper"), above.held(body, reach, "reach")


def _read_product(above: Above, rule: Rule, listed: list[str]) -> _Reading:
    """The same answer with shares multiplied; fractions decide, the units shown are rounded outwards."""
    lower, upper, reach = (look_through(above, listed, bound) for bound in ("lower", "upper", "reach"))
    body = above.body
    standing: Standing = "not_owned"
    path: tuple[Edge, ...] = ()
    unsettled = SETTLED
    if rule.passes(lower[body] * WHOLE):
        standing = "owned"
        path = contributions(above, listed, lower)
    elif rule.passes(reach[body] * WHOLE):
        possible = rule.passes(upper[body] * WHOLE)
        standing = "possible" if possible else "undisclosed" if above.shares[body] else "holders_unknown"
        unsettled = _open_product(above, listed, upper)
    return _Reading(
        standing,
        floor(lower[body] * WHOLE),
        ceil(upper[body] * WHOLE),
        ceil(reach[body] * WHOLE),
        suspects=frozenset(one for one, share in upper.items() if share > 0),
        path=path,
        open=unsettled,
    )


def _open_product(above: Above, listed: list[str], upper: dict[str, Fraction]) -> Open:
    """Every uncertain stake through which a listed share may come, and every body with a share nobody accounts for."""
    bodies = [body for body in above.shares if body not in listed]
    edges = (edge for body in bodies for edge in above.shares[body])
    totals = above.totals
    return Open(
        tuple(edge for edge in edges if edge.lo < edge.hi and upper.get(edge.owner, 0) > 0),
        tuple(body for body in bodies if totals[body].hi < WHOLE and not (totals[body].complete or totals[body].terminal)),
    )
