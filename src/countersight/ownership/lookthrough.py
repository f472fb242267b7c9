"""Look-through: the share of a body that listed parties have when shares are multiplied along every chain.

``x = 1`` for a listed body, else the sum over its holders of ``share * x(holder)``; a half of a half is a quarter. In a
loop the shares run round, and the sums have a solution of their own: the least one that is not negative, found
exactly with fractions (Brioschi, Buzzacchi and Colombo 1989, without counting what returns to a listed body twice).
A loop that nobody outside holds has the value zero.

The bodies are taken in blocks: those that hold one another in a loop together, owners first. So a long chain costs one
step per edge, and only a loop costs an elimination, at worst cubic in its size.

Where a holder's share is a range, the rest of the whole goes where it makes the sum largest: for ``upper`` to the known
holders with the highest value, for ``reach`` to holders nobody knows, counted as listed. The choice is improved until
it stands (policy iteration; ties keep the choice made, so that no loop is chosen by accident). For ``lower`` every
holder has its floor, and where all holders are known the rest goes where it makes the sum smallest; bodies that can
keep the whole among themselves and holders of nothing have zero, and are set apart first. Floors that add up to more than the whole are scaled down to it.

The fractions of a loop grow with it. Beyond :data:`LOOP_LIMIT` bodies its values are bounds: what is there after a
number of rounds from nothing for ``lower``, from the whole for the others, rounded outwards at every step. Both stay on
their side of the exact value, so that a yes and a no hold, and what lies between is open.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil, floor

from countersight.model.body import Edge
from countersight.model.units import WHOLE
from countersight.ownership.cascade import Above, Bound

Weights = list[tuple[str | None, Fraction]]
"""Holder and weight; None is a holder nobody knows."""

Rows = dict[str, dict[str, Fraction]]
"""For every body of a block: the weights of its holders in the block."""

ONE = Fraction(1)
LOOP_LIMIT = 100
"""Bodies in one loop up to which its values are exact (0.7 s for 100 bodies that hold one another freely)."""
ROUNDS = 50
GRAIN = 10**12


def look_through(above: Above, listed: Sequence[str], bound: Bound) -> dict[str, Fraction]:
    """The share of every body that the listed ones have, from 0 to 1, exact.

    Args:
        above: The bodies, with their holders.
        listed: The bodies that count in full; who holds them does not matter.
        bound: ``lower``, ``upper``, or ``reach`` for unknown holders counted as listed.
    """
    value = dict.fromkeys(listed, ONE)
    for block in _blocks(above, frozenset(listed)):
        _solve_block(block, above, value, bound)
    return value


def contributions(above: Above, listed: Sequence[str], value: dict[str, Fraction]) -> tuple[Edge, ...]:
    """Every stake through which a share of the body asked about comes, from it upwards, heaviest first."""
    found: list[Edge] = []
    todo, seen = [above.body], {above.body}
    for body in todo:
        for edge in above.shares[body] if body not in listed else ():
            if edge.lo > 0 and value[edge.owner] > 0:
                found.append(edge)
                if edge.owner not in seen:
                    seen.add(edge.owner)
                    todo.append(edge.owner)
    return tuple(found)


def _blocks(above: Above, cut: frozenset[str]) -> Iterator[list[str]]:
    """The loops and single bodies above and including the one asked about, owners first (Tarjan 1972, no recursion)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    waiting: set[str] = set()
    work: list[tuple[str, Iterator[Edge]]] = []

    def enter(body: str) -> None:
        index[body] = low[body] = len(index)
        stack.append(body)
        waiting.add(body)
        work.append((body, iter(above.shares[body])))

    enter(above.body)
    while work:
        body, holders = work[-1]
        for edge in holders:
            if edge.owner in cut:
                continue
            if edge.owner not in index:
                enter(edge.owner)
                break
            if edge.owner in waiting:
                low[body] = min(low[body], index[edge.owner])
        else:
            work.pop()
            if work:
                low[work[-1][0]] = min(low[work[-1][0]], low[body])
            if low[body] == index[body]:
                block = [stack.pop()]
                while block[-1] != body:
                    block.append(stack.pop())
                waiting.difference_update(block)
                yield block


def _solve_block(block: list[str], above: Above, value: dict[str, Fraction], bound: Bound) -> None:
    """Add the values of a block to those of everybody above it."""
    if len(block) > LOOP_LIMIT:
        _narrow(block, above, value, bound)
        return
    value.update(dict.fromkeys(block, Fraction(0)))
    apart = _zero(block, above, value) if bound == "lower" else set()
    chosen: dict[str, Weights] = {body: [] if body in apart else _weigh(above, body, value, bound) for body in block}
    sign = -1 if bound == "lower" else 1
    better = chosen
    while better:
        value.update(_solve(block, chosen, value))
        offers = {body: _weigh(above, body, value, bound) for body in block if body not in apart}
        better = {body: offer for body, offer in offers.items() if sign * _sum(offer, value) > sign * value[body]}
        chosen |= better


def _zero(block: list[str], above: Above, value: dict[str, Fraction]) -> set[str]:
    """The bodies of a block in which listed parties may have nothing: the greatest such set."""
    apart = set(block)
    inner = frozenset(block)
    changed = True
    while changed:
        changed = False
        for body in block:
            if body in apart:
                idle = [edge.owner in apart if edge.owner in inner else not value[edge.owner] for edge in above.shares[body]]
                forced = any(edge.lo > 0 and not still for edge, still in zip(above.shares[body], idle, strict=True))
                room = sum(edge.hi for edge, still in zip(above.shares[body], idle, strict=True) if still)
                if forced or (_closed(above, body) and room < WHOLE):
                    apart.discard(body)
                    changed = True
    return apart


def _closed(above: Above, body: str) -> bool:
    """Whether all holders of a body are known, and can hold the whole."""
    return above.totals[body].complete and above.totals[body].hi >= WHOLE


def _narrow(block: list[str], above: Above, value: dict[str, Fraction], bound: Bound) -> None:
    """Add bounds for the values of a large loop: from below for ``lower``, from above for the others."""
    start, outwards = (Fraction(0), floor) if bound == "lower" else (ONE, ceil)
    value.update(dict.fromkeys(block, start))
    for _ in range(ROUNDS):
        before = [value[body] for body in block]
        for body in reversed(block):
            value[body] = Fraction(outwards(_sum(_weigh(above, body, value, bound), value) * GRAIN), GRAIN)
        if before == [value[body] for body in block]:
            return


def _sum(weights: Weights, value: dict[str, Fraction]) -> Fraction:
    return sum((weight * (ONE if owner is None else value[owner]) for owner, weight in weights), Fraction(0))


def _weigh(above: Above, body: str, value: dict[str, Fraction], bound: Bound) -> Weights:
    """How the whole of a body is split over its holders: floors first, the rest where it counts most."""
    edges, total = above.shares[body], above.totals[body]
    if total.lo > WHOLE:
        return [(edge.owner, Fraction(edge.lo, total.lo)) for edge in edges]
    free = WHOLE - total.lo
    if bound == "lower" and not _closed(above, body):
        return [(edge.owner, Fraction(edge.lo, WHOLE)) for edge in edges]
    split: Weights = []
    if bound == "reach" and not total.complete and not total.terminal:
        split.append((None, Fraction(free, WHOLE)))
        free = 0
    sign = 1 if bound == "lower" else -1
    for edge in sorted(edges, key=lambda edge: sign * value[edge.owner]):
        more = min(free, edge.hi - edge.lo)
        free -= more
        split.append((edge.owner, Fraction(edge.lo + more, WHOLE)))
    return split


def _solve(block: list[str], chosen: dict[str, Weights], value: dict[str, Fraction]) -> dict[str, Fraction]:
    """The least solution for a block under one choice of weights."""
    inner = frozenset(block)
    fixed = {body: _sum([one for one in chosen[body] if one[0] not in inner], value) for body in block}
    live = [body for body in block if fixed[body] > 0]
    fed: dict[str, list[str]] = {}
    for body in block:
        for owner, weight in chosen[body]:
            if owner in inner and weight > 0:
                fed.setdefault(str(owner), []).append(body)
    reached = set(live)
    for body in live:
        for asset in fed.get(body, ()):
            if asset not in reached:
                reached.add(asset)
                live.append(asset)
    rows: Rows = {body: {} for body in live}
    for body, row in rows.items():
        for owner, weight in chosen[body]:
            if owner in reached and weight > 0:  # a holder may have a stake and a hint of one
                row[str(owner)] = row.get(str(owner), Fraction(0)) + weight
    solved = _eliminate(rows, fixed, fed)
    return {body: solved.get(body, Fraction(0)) for body in block}


def solve_sparse(rows: Rows, fixed: dict[str, Fraction]) -> dict[str, Fraction]:
    """Solve ``x(body) = fixed(body) + sum of rows[body][owner] * x(owner)`` exactly; every owner has a row.

    Raises:
        ZeroDivisionError: The bodies hold one another whole in a loop, and the loop has no one solution.

    >>> solve_sparse({"a": {"b": Fraction(1, 2)}, "b": {}}, {"b": Fraction(1, 3)})
    {'a': Fraction(1, 6), 'b': Fraction(1, 3)}
    """
    fed: dict[str, list[str]] = {}
    for body, row in rows.items():
        for owner in row:
            fed.setdefault(owner, []).append(body)
    full = {body: fixed.get(body, Fraction(0)) for body in rows}
    solved = _eliminate({body: dict(row) for body, row in rows.items()}, full, fed)
    return {body: solved[body] for body in rows}


def _eliminate(rows: Rows, fixed: dict[str, Fraction], fed: dict[str, list[str]]) -> dict[str, Fraction]:
    """Solve ``x(body) = fixed(body) + sum of rows[body][owner] * x(owner)``; takes the rows apart.

    One body after the other is put into the rows of those that it feeds, the least entangled first, so that sparse
    rows stay so. No body's weight in itself comes to the whole: from every one some weight leaves the block.
    """
    constant = {body: fixed[body] for body in rows}
    users = {body: {asset for asset in fed.get(body, ()) if asset in rows} for body in rows}
    order = sorted(rows, key=lambda body: len(rows[body]) * len(users[body]))
    for body in order:
        row = rows[body]
        scale = 1 - row.pop(body, Fraction(0))
        users[body].discard(body)
        constant[body] /= scale
        for owner in row:
            row[owner] /= scale
            users[owner].discard(body)
        for asset in users[body]:
            into = rows[asset]
            weight = into.pop(body)
            constant[asset] += weight * constant[body]
            for owner, part in row.items():
                into[owner] = into.get(owner, Fraction(0)) + weight * part
                users[owner].add(asset)
    for body in reversed(order):
        constant[body] += sum((part * constant[owner] for owner, part in rows[body].items()), Fraction(0))
    return constant
