"""A layered drawing: the body asked about at the bottom, its holders above it, arrows down, and nothing on top of another.

Sugiyama, Tagawa and Toda (1981): loops are cut, every body gets a layer, bodies of a layer are ordered by where their
neighbours are, and then placed. Between two layers lies a row for the words on the arrows. An arrow that passes a row
has a place of its own in it, so that it crosses neither a box nor a word; within a row places are as near to where they
are wanted as the order and the gaps allow (least squares, by pooling neighbours that would overlap).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

GAP: Final = 18
ROW_GAP: Final = 30
SWEEPS: Final = 12


@dataclass(slots=True)
class Place:
    """Something with a size in a row: a box, the words of an arrow, or an arrow that passes. ``x`` is its middle."""

    width: int
    height: int
    row: int = 0
    x: float = 0.0
    y: float = 0.0
    band: int = 0
    """The height of its row: arrows go straight through it, and bend only between rows."""
    below: list[Place] = field(default_factory=list)
    above: list[Place] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Line:
    """An arrow: its places from the upper box to the lower one, and whether its point is at the upper end."""

    places: tuple[Place, ...]
    words: Place
    upwards: bool


@dataclass(frozen=True, slots=True)
class Laid:
    """Everything in its place; sizes in pixels."""

    boxes: tuple[Place, ...]
    lines: tuple[Line, ...]
    rows: tuple[tuple[Place, ...], ...]
    width: int
    height: int


def lay_out(sizes: Sequence[tuple[int, int]], links: Sequence[tuple[int, int, int, int]]) -> Laid:
    """Place boxes and arrows.

    Args:
        sizes: Width and height of each box; the first is that of the body asked about.
        links: Number of the owner's box and of the asset's, width and height of the words. No box links to itself.
    """
    holders: list[list[int]] = [[] for _ in sizes]
    for owner, asset, _, _ in links:
        holders[asset].append(owner)
    layer = _layers(holders)
    boxes = [Place(width, height, 2 * layer[at]) for at, (width, height) in enumerate(sizes)]
    rows: list[list[Place]] = [[] for _ in range(2 * max(layer) + 1)]
    for box in boxes:
        rows[box.row].append(box)
    lines = []
    for owner, asset, width, height in links:
        upwards = layer[owner] < layer[asset]
        top, bottom = (boxes[asset], boxes[owner]) if upwards else (boxes[owner], boxes[asset])
        lines.append(_line(top, bottom, (width, height), rows, upwards=upwards))
    _order(rows)
    _spread(rows)
    left = min(place.x - place.width / 2 for row in rows for place in row)
    for row in rows:
        for place in row:
            place.x -= left
    right = max(place.x + place.width / 2 for row in rows for place in row)
    depth = 0.0
    for row in reversed(rows):
        tall = max((place.height for place in row), default=0)
        for place in row:
            place.y = depth + tall / 2
            place.band = tall
        depth += tall + ROW_GAP
    return Laid(tuple(boxes), tuple(lines), tuple(map(tuple, rows)), int(right) + 1, int(depth) - ROW_GAP + 1)


def _layers(holders: list[list[int]]) -> list[int]:
    """The longest way down to the first box, with the arrows that close a loop left out; every box above gets one."""
    finished: list[int] = []
    state = [0] * len(holders)
    kept: list[list[int]] = [[] for _ in holders]
    for start in range(len(holders)):
        if state[start]:
            continue
        stack = [(start, iter(sorted(set(holders[start]))))]
        state[start] = 1
        while stack:
            at, rest = stack[-1]
            for owner in rest:
                if state[owner] == 1:
                    continue
                kept[at].append(owner)
                if not state[owner]:
                    state[owner] = 1
                    stack.append((owner, iter(sorted(set(holders[owner])))))
                    break
            else:
                state[at] = 2
                finished.append(at)
                stack.pop()
    layer = [0] * len(holders)
    for at in reversed(finished):
        for owner in kept[at]:
            layer[owner] = max(layer[owner], layer[at] + 1)
    return layer


def _line(top: Place, bottom: Place, size: tuple[int, int], rows: list[list[Place]], *, upwards: bool) -> Line:
    words = Place(*size, top.row - 1)
    places = [top, words, *(Place(8, 0, row) for row in range(top.row - 2, bottom.row, -1)), bottom]
    for place in places[1:-1]:
        rows[place.row].append(place)
    for upper, lower in itertools.pairwise(places):
        upper.below.append(lower)
        lower.above.append(upper)
    return Line(tuple(places), words, upwards)


def _order(rows: list[list[Place]]) -> None:
    """Fewer crossings: each row in the order of the middle of its neighbours, upwards and downwards in turn."""
    at = {id(place): float(number) for row in rows for number, place in enumerate(row)}
    for sweep in range(SWEEPS):
        upwards = sweep % 2 == 0
        for row in rows[1:] if upwards else rows[-2::-1]:
            row.sort(key=lambda place: _middle(place.below if upwards else place.above, at, at[id(place)]))
            for number, place in enumerate(row):
                at[id(place)] = float(number)


def _middle(neighbours: list[Place], at: dict[int, float], own: float) -> float:
    return sum(at[id(one)] for one in neighbours) / len(neighbours) if neighbours else own


def _spread(rows: list[list[Place]]) -> None:
    for row in rows:
        _settle(row, [0.0] * len(row))
    for sweep in range(2 * SWEEPS):
        for row in rows if sweep % 2 else rows[::-1]:
            near = [[*place.below, *place.above] for place in row]
            _settle(row, [sum(one.x for one in some) / len(some) if some else place.x for place, some in zip(row, near, strict=True)])


def _settle(row: list[Place], wanted: list[float]) -> None:
    """Move the places of a row as near to where they are wanted as their order and the gaps allow."""
    offsets = [0.0]
    for one, two in itertools.pairwise(row):
        offsets.append(offsets[-1] + (one.width + two.width) / 2 + GAP)
    pools: list[list[float]] = []
    for want, offset in zip(wanted, offsets, strict=False):
        pools.append([want - offset, 1.0])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            value, weight = pools.pop()
            last = pools[-1]
            last[0] = (last[0] * last[1] + value * weight) / (last[1] + weight)
            last[1] += weight
    at = 0
    for value, weight in pools:
        for _ in range(int(weight)):
            row[at].x = value + offsets[at]
            at += 1
