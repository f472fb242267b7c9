"""Millions of stakes at once, as columns: the cascade over the whole graph, and the answer for one body.

Bodies are numbers from 0. With numpy (the extra ``countersight[bulk]``) the columns are arrays and the cascade takes all
members of a round together; without it, plain lists and a worklist give the same members. The look-through of a whole
graph stands in :mod:`countersight.ownership.bulk_lookthrough`. Everything here that decides is a whole number.

A table holds one logical edge per owner and asset, of one class, for one day: :func:`tabulate` makes it of a graph.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Literal

from countersight.model.units import WHOLE
from countersight.ownership.cascade import Rule
from countersight.ownership.graph import Slice

Standing = Literal["owned", "possible", "not_owned"]

MOST_ABOVE = 500
"""Bodies above another that are walked for one answer; beyond, the sets over the whole graph answer sooner."""


def numpy() -> Any:  # noqa: ANN401 - the module, or None where it is not installed
    """The module, or None."""
    try:
        import numpy as np  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415 - an extra
    except ImportError:
        return None
    return np


@dataclass(frozen=True, slots=True)
class Table:
    """Stakes as columns of equal length; lists, or arrays of 32-bit numbers."""

    bodies: int
    owner: Any
    asset: Any
    lo: Any
    hi: Any


def tabulate(seen: Slice, rule: Rule, assets: Iterable[str]) -> tuple[Table, dict[str, int]]:
    """The stakes in some bodies as columns, and the number of each body.

    Args:
        seen: The graph on the day.
        rule: Says which class counts. Control has no place in a table.
        assets: Whose holders are taken.
    """
    numbers: dict[str, int] = {}
    columns: tuple[list[int], ...] = ([], [], [], [])
    for asset in assets:
        at = numbers.setdefault(asset, len(numbers))
        certain, possible = seen.holders(asset)
        for edge in (*certain, *possible):
            if edge.klass == rule.klass and edge.hi > 0 and not edge.indirect:
                for column, value in zip(columns, (numbers.setdefault(edge.owner, len(numbers)), at, edge.lo, edge.hi), strict=True):
                    column.append(value)
    return Table(len(numbers), *columns), numbers


@dataclass(frozen=True, slots=True)
class Index:
    """A table sorted by one of its ends, so that the edges of a body stand together: ``first[n]`` to ``first[n + 1]``."""

    first: Any
    other: Any
    """The body at the other end."""
    lo: Any
    hi: Any

    def edges(self, body: int) -> tuple[list[int], list[int], list[int]]:
        """The other ends of a body's edges, with floors and ceilings."""
        start, end = int(self.first[body]), int(self.first[body + 1])
        parts = (column[start:end] for column in (self.other, self.lo, self.hi))
        one, two, three = (part if isinstance(part, list) else part.tolist() for part in parts)
        return one, two, three


def index(table: Table, by: Literal["owner", "asset"]) -> Index:
    """Sort a table by its owners (for a cascade) or by its assets (for one body)."""
    keys, others = (table.owner, table.asset) if by == "owner" else (table.asset, table.owner)
    np = numpy()
    if np is not None and not isinstance(keys, list):
        first = np.zeros(table.bodies + 1, np.int64)
        np.cumsum(np.bincount(keys, minlength=table.bodies), out=first[1:])
        order = np.argsort(keys, kind="stable").astype(np.int32)
        return Index(first, others[order], table.lo[order], table.hi[order])
    counts = [0] * (table.bodies + 1)
    for key in keys:
        counts[key + 1] += 1
    sorted_rows = sorted(range(len(keys)), key=keys.__getitem__)
    return Index(list(accumulate(counts)), *([column[at] for at in sorted_rows] for column in (others, table.lo, table.hi)))


def floors(table: Table) -> Any:  # noqa: ANN401 - a list or an array
    """What the known holders of each body have at least together."""
    np = numpy()
    if np is not None and not isinstance(table.asset, list):
        total = np.zeros(table.bodies, np.int64)
        np.add.at(total, table.asset, table.lo)
        return total
    total = [0] * table.bodies
    for asset, lo in zip(table.asset, table.lo, strict=True):
        total[asset] += lo
    return total


def cascade(out: Index, seeds: Sequence[int], rule: Rule, total: Any | None = None) -> Any:  # noqa: ANN401 - as below
    """The bodies that count as owned, or that may.

    Args:
        out: The table by its owners.
        seeds: The listed bodies.
        rule: Its threshold, and whether it must be passed.
        total: None for the lower set; :func:`floors` for the upper one.

    Returns:
        A truth value per body, seeds among them: a list of booleans, or an array.
    """
    if isinstance(out.first, list):
        return _cascade_plain(out, seeds, rule, total)
    return _cascade_array(out, seeds, rule, total)


def _passing(rule: Rule) -> int:
    """The least whole number of units that passes."""
    return rule.threshold + rule.strict


def _cascade_plain(out: Index, seeds: Sequence[int], rule: Rule, total: list[int] | None) -> list[bool]:
    bodies = len(out.first) - 1
    least = _passing(rule)
    member = [False] * bodies
    lows = [0] * bodies
    highs = [0] * bodies
    for seed in seeds:
        member[seed] = True
    ready = deque(dict.fromkeys(seeds))
    while ready:
        for asset, lo, hi in zip(*out.edges(ready.popleft()), strict=True):
            if member[asset]:
                continue
            lows[asset] += lo
            highs[asset] += hi
            share = lows[asset] if total is None else _most(total[asset], lows[asset], highs[asset])
            if share >= least:
                member[asset] = True
                ready.append(asset)
    return member


def _most(total: int, lo: int, hi: int) -> int:
    """The most that holders with these sums have; contradictory floors crowd nobody out."""
    room = WHOLE - (total - lo) if total <= WHOLE else WHOLE
    return max(min(lo, WHOLE), min(hi, room))


def _cascade_array(out: Index, seeds: Sequence[int], rule: Rule, total: Any | None) -> Any:  # noqa: ANN401 - arrays
    np = numpy()
    bodies = len(out.first) - 1
    least = _passing(rule)
    member = np.zeros(bodies, bool)
    lows = np.zeros(bodies, np.int64)
    highs = None if total is None else np.zeros(bodies, np.int64)
    front = np.unique(np.asarray(seeds, np.int64))
    member[front] = True
    while len(front):
        at = ranges(out.first, front)
        assets = out.other[at]
        fresh = ~member[assets]
        at, assets = at[fresh], assets[fresh]
        np.add.at(lows, assets, out.lo[at].astype(np.int64))
        if highs is None or total is None:
            met = lows[assets] >= least
        else:
            np.add.at(highs, assets, out.hi[at].astype(np.int64))
            lo, hi, all_lo = lows[assets], highs[assets], total[assets]
            room = np.where(all_lo <= WHOLE, WHOLE - (all_lo - lo), WHOLE)
            met = np.maximum(np.minimum(lo, WHOLE), np.minimum(hi, room)) >= least
        front = _once(assets[met], bodies)
        member[front] = True
    return member


def _once(some: Any, bodies: int) -> Any:  # noqa: ANN401 - arrays
    """Every body once, in order: by sorting a few, by marking many."""
    np = numpy()
    if len(some) * 50 < bodies:
        return np.unique(some)
    marks = np.zeros(bodies, bool)
    marks[some] = True
    return np.flatnonzero(marks)


def ranges(first: Any, bodies: Any) -> Any:  # noqa: ANN401 - arrays
    """The places of the edges of several bodies in an index, one body after the other."""
    np = numpy()
    starts = first[bodies]
    counts = first[bodies + 1] - starts
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) + np.repeat(starts - (ends - counts), counts)


def standing(
    into: Index, body: int, seeds: frozenset[int], rule: Rule, *, whole: Callable[[], tuple[Any, Any]] | None = None
) -> Standing:
    """The answer for one body, from those above it alone.

    Args:
        into: The table by its assets.
        body: Whose owners are asked about.
        seeds: The listed bodies.
        rule: Its threshold, and whether it must be passed.
        whole: Gives the lower and the upper set of :func:`cascade` for the same seeds and rule. It is called where more
            than :data:`MOST_ABOVE` bodies are above, and should keep what it gave.
    """
    totals: dict[int, int] = {}
    feeds: dict[int, list[tuple[int, int, int]]] = {}
    todo = [body]
    seen = {body}
    while todo:
        if len(seen) > MOST_ABOVE and whole is not None and body not in seeds:
            lower, upper = whole()
            return "owned" if lower[body] else "possible" if upper[body] else "not_owned"
        asset = todo.pop()
        owners, lows, highs = into.edges(asset)
        totals[asset] = sum(lows)
        for owner, lo, hi in zip(owners, lows, highs, strict=True):
            if owner in feeds:
                feeds[owner].append((asset, lo, hi))
            else:
                feeds[owner] = [(asset, lo, hi)]
            if owner not in seen:
                seen.add(owner)
                if owner not in seeds:
                    todo.append(owner)
    listed = [one for one in feeds if one in seeds]
    if not listed:
        return "not_owned"
    least = _passing(rule)
    if _enters(feeds, totals, listed, body, least, upper=False):
        return "owned"
    return "possible" if _enters(feeds, totals, listed, body, least, upper=True) else "not_owned"


def _enters(  # noqa: PLR0913 - the inner loop of a query
    feeds: dict[int, list[tuple[int, int, int]]], totals: dict[int, int], listed: list[int], body: int, least: int, *, upper: bool
) -> bool:
    held: dict[int, tuple[int, int]] = {}
    member = set(listed)
    ready = list(listed)
    while ready:
        for asset, lo, hi in feeds.get(ready.pop(), ()):
            if asset in member and asset != body:
                continue
            before = held.get(asset, (0, 0))
            now = held[asset] = (before[0] + lo, before[1] + hi)
            if (_most(totals[asset], *now) if upper else now[0]) >= least:
                if asset == body:
                    return True
                member.add(asset)
                ready.append(asset)
    return False
