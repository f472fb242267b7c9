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

FEW = 30
"""A round that touches more than one in so many bodies is added up over all of them, others stake by stake."""


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
        narrow = len(keys) < np.iinfo(np.int32).max
        first = np.zeros(table.bodies + 1, np.int32 if narrow else np.int64)
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
        return np.bincount(table.asset, table.lo, table.bodies).astype(np.int64)  # doubles hold such whole numbers exactly
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
    """Rounds of all that pass at once.

    What members hold stands in doubles, which hold whole numbers up to 2^53 exactly: a body would need ninety million
    holders of the whole to go beyond. A member's own sum is minus infinity, so that it never passes again.

    A share passes the upper bound when the ceilings do and the floors outside leave room; where they contradict each
    other, they crowd nobody out. Floors are ceilings less widths, and most stakes have no width.
    """
    np = numpy()
    bodies = len(out.first) - 1
    least = _passing(rule)
    held = np.zeros(bodies)
    width = None if total is None else np.zeros(bodies)
    front = np.unique(np.asarray(seeds, np.int64))
    held[front] = -np.inf
    while len(front):
        at = ranges(out.first, front)
        assets, share = out.other[at], (out.lo if total is None else out.hi)[at]
        _add(held, assets, share)
        if width is not None:
            share -= out.lo[at]
            wide = np.flatnonzero(share)
            _add(width, assets[wide], share[wide])
        many = len(at) * FEW > bodies
        front = np.flatnonzero(held >= least) if many else np.unique(assets[held[assets] >= least])
        if width is not None and total is not None:
            floor, outside = held[front] - width[front], total[front]
            front = front[(outside > WHOLE) | (floor >= outside - (WHOLE - least))]
        held[front] = -np.inf
    return held < 0


def _add(sums: Any, places: Any, shares: Any) -> None:  # noqa: ANN401 - arrays
    """Add shares to the sums at places that may repeat: a few one by one, many by counting over all bodies."""
    np = numpy()
    if len(places) * FEW > len(sums):
        sums += np.bincount(places, shares, len(sums))
    else:
        np.add.at(sums, places, shares.astype(sums.dtype))


def ranges(first: Any, bodies: Any) -> Any:  # noqa: ANN401 - arrays
    """The places of the edges of several bodies in an index, one body after the other."""
    np = numpy()
    starts = first[bodies]
    counts = first[bodies + 1] - starts
    ends = np.cumsum(counts, dtype=first.dtype)
    at = np.repeat(starts - (ends - counts), counts)
    at += np.arange(len(at), dtype=first.dtype)
    return at


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
