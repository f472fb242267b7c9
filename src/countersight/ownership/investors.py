"""Upwards from listed issuers: who invests in them, directly, through control of a holder, and through funds.

Two different graphs are read. A stake is a share of the company (what all hold of it is at most the whole); a weight is
a share of a fund's net assets (what it holds is at most the whole). A stake counts from a floor on. Whoever controls a
holder counts through it: control is a cascade of votes from one controller at a time, so that two holders who vote
apart are never taken for one (Ceri, Gottlob and Tanca 1990). A fund's exposure is what it holds of the issuers, and of
funds that hold them, weighted along every chain.

Floor, classes, threshold and depth are parameters: the law of each regime has its own, and some have no floor at all.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from fractions import Fraction

from countersight.model.body import Edge
from countersight.model.units import WHOLE
from countersight.ownership.cascade import Bound, Rule, fixpoint, read_above
from countersight.ownership.graph import Slice
from countersight.ownership.lookthrough import solve_sparse


@dataclass(frozen=True, slots=True)
class InvestorRule:
    """What makes an investor. Shares in units of 1e-8."""

    klass: str = "equity"
    """The class of a stake in an issuer."""
    floor: int = 0
    """A stake counts from here on; a stake of nothing never does."""
    control: Rule | None = None
    """How control of a holder is tested; None leaves controllers out."""
    depth: int | None = None
    """How many steps above an issuer are looked at; None is all."""
    weight: str = "holding_weight"
    """The class of a weight in a fund's net assets."""


@dataclass(frozen=True, slots=True)
class Investors:
    """Who invests in a set of issuers on a day."""

    direct: tuple[Edge, ...]
    """Stakes that surely reach the floor, heaviest first."""
    possible: tuple[Edge, ...]
    """Stakes that may reach it."""
    controllers: dict[str, tuple[str, ...]]
    """By controller: the direct holders that it surely controls."""
    exposure: dict[str, Fraction]
    """By fund: the part of its net assets that lies in the issuers, at least; exact."""
    possible_controllers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By who may control: the holders, sure or possible, that it may control, or controls without their stake being sure."""


def investors(seen: Slice, issuers: frozenset[str], rule: InvestorRule) -> Investors:
    """Find the investors of some issuers.

    Args:
        seen: The graph on the day.
        issuers: Whom they invest in.
        rule: What counts.
    """
    direct, possible = _holders(seen, issuers, rule)
    found: dict[str, set[str]] = {}
    maybe: dict[str, set[str]] = {}
    held = {edge.owner for edge in direct}
    for holder in sorted(held | {edge.owner for edge in possible}):
        for one in _above(seen, holder, rule):
            if one in held or one in issuers:
                continue
            if holder in held and _controls(seen, one, holder, rule, "lower"):
                found.setdefault(one, set()).add(holder)
            elif _controls(seen, one, holder, rule, "upper"):
                maybe.setdefault(one, set()).add(holder)
    return Investors(
        tuple(sorted(direct, key=_heaviest)),
        tuple(sorted(possible, key=_heaviest)),
        {one: tuple(sorted(found[one])) for one in sorted(found)},
        _exposure(seen, issuers, rule),
        {one: tuple(sorted(maybe[one])) for one in sorted(maybe)},
    )


def _heaviest(edge: Edge) -> tuple[int, int, str, str]:
    return -edge.lo, -edge.hi, edge.owner, edge.asset


def _holders(seen: Slice, issuers: frozenset[str], rule: InvestorRule) -> tuple[list[Edge], list[Edge]]:
    direct: list[Edge] = []
    possible: list[Edge] = []
    for issuer in sorted(issuers):
        certain, maybe = seen.holders(issuer)
        for edge in (*certain, *maybe):
            if edge.klass != rule.klass or not 0 < edge.hi >= rule.floor:
                continue
            sure = edge.lo > 0 and edge.lo >= rule.floor
            (direct if sure else possible).append(edge)
    return direct, possible


def _above(seen: Slice, body: str, rule: InvestorRule) -> list[str]:
    """Everybody above a holder by edges that the test of control counts, at most as deep as the rule looks."""
    if rule.control is None:
        return []
    klasses = rule.control.control | {rule.control.klass}
    steps = {body: 1}
    todo = deque([body])
    while todo:
        asset = todo.popleft()
        if rule.depth is not None and steps[asset] >= rule.depth:
            continue
        for edge in (*seen.holders(asset)[0], *seen.holders(asset)[1]):
            if edge.klass in klasses and edge.owner not in steps:
                steps[edge.owner] = steps[asset] + 1
                todo.append(edge.owner)
    return sorted(steps.keys() - {body})


def _controls(seen: Slice, controller: str, holder: str, rule: InvestorRule, bound: Bound) -> bool:
    if rule.control is None:
        return False
    above = read_above(seen, rule.control, holder, frozenset({controller}))
    return holder in fixpoint(above, rule.control, [controller], bound)


def _exposure(seen: Slice, issuers: frozenset[str], rule: InvestorRule) -> dict[str, Fraction]:
    """The weights of funds, upwards from the issuers: ``x = W (1 + x)``, an issuer counting 1 on top of its own."""
    rows: dict[str, dict[str, Fraction]] = {}
    fixed: dict[str, Fraction] = {}
    steps = dict.fromkeys(sorted(issuers), 0)
    todo = deque(steps)
    while todo:
        body = todo.popleft()
        if rule.depth is not None and steps[body] >= rule.depth:
            continue
        for edge in seen.holders(body)[0]:
            if edge.klass != rule.weight or edge.lo <= 0:
                continue
            weight = Fraction(edge.lo, WHOLE)
            rows.setdefault(edge.owner, {})[body] = weight
            fixed[edge.owner] = fixed.get(edge.owner, Fraction(0)) + (weight if body in issuers else 0)
            if edge.owner not in steps:
                steps[edge.owner] = steps[body] + 1
                todo.append(edge.owner)
    for fund, row in rows.items():
        whole = max(sum(row.values(), Fraction(0)), Fraction(1))  # weights beyond the whole are scaled down to it
        fixed[fund] /= whole
        rows[fund] = {body: weight / whole for body, weight in row.items() if body in rows}
    found = solve_sparse(rows, fixed)
    return {fund: found[fund] for fund in sorted(found) if found[fund] > 0}
