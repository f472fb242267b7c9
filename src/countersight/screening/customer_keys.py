"""Which customers a listed name stands near to, and for which of them the weights of words moved: asked of arrays that are mapped into memory.

What is kept of each customer are its views (see :func:`countersight.screening.customer_names.views`): keys under which it is looked for,
with their weights on the list for which the customers were indexed. A question reads what a listed name shares with all of them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from countersight.match.gate import LEAST
from countersight.screening.customer_names import FLOOR, Chunk
from countersight.screening.weighing import Weights, by_number

if TYPE_CHECKING:
    from countersight.screening.partners import Array
    from countersight.store.index import NameIndex

STEADY: Final = 0.97
"""A listed name whose length fell below this part of what it was is asked for itself."""
SLACK: Final = 0.98
"""For what whole numbers round off in a cosine."""
HEAVIER, LIGHTER = 1.03, 0.965
"""A key that came to weigh so much more, or less, is looked at; keys within these bounds alone make no name loose."""
EXACT: Final = 0.999
"""For what numbers of 32 bits round off."""
PAIRS: Final = 100_000
"""Customers and listed names that share a key that came to weigh more: so many pairs are asked for one by one."""
ROWS: Final = 50_000
"""Views that are weighed at once."""
_ARRAYS: Final = ("keys", "places", "starts", "postings", "posting_starts", "owners", "wanted", "lengths")


@dataclass(frozen=True, slots=True)
class Heavier:
    """Keys that weigh more on a list than when the customers were indexed. Whoever shares one with a listed name is asked for, if it is near enough now."""

    weights: dict[int, float]
    """By the place of the key."""
    listed: dict[int, list[int]]
    """Numbers of the listed names that hold it."""


class Keys:
    """The keys of customers, in a folder."""

    def __init__(self, folder: Path) -> None:
        self.held: dict[str, Array] = {name: np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r")) for name in _ARRAYS}
        self.base = Weights.load(folder)
        self.keys = self.held["keys"]
        self.names, self._widest = json.loads((folder / "keys.json").read_text(encoding="utf-8"))

    @classmethod
    def write(cls, folder: Path, chunks: list[Chunk], base: Weights, names: int) -> None:
        """Write them: keys by number, the views of each key in their order, the length of each view."""
        sizes = np.concatenate([one.sizes for one in chunks] or [np.empty((0, 3), np.uint32)])
        every = np.unique(np.concatenate([np.unique(one.keys) for one in chunks] or [np.empty(0, np.uint32)]))
        weights = base.at(every)
        starts = np.concatenate([[0], np.cumsum(sizes[:, 2], dtype=np.int64)])
        counts = np.zeros(len(every), dtype=np.int64)
        places, lengths = np.empty(starts[-1], np.uint32), np.empty(len(sizes), np.float32)
        view = key = 0
        widest = 1.0
        for one in chunks:
            mine = np.searchsorted(every, one.keys)
            places[key : key + len(mine)] = mine
            counts += np.bincount(mine, minlength=len(every))
            if many := len(one.sizes):
                first = np.cumsum(one.sizes[:, 2], dtype=np.int64) - one.sizes[:, 2]
                inside = np.arange(len(mine)) - np.repeat(first, one.sizes[:, 2])
                held = weights[mine]
                counted = np.add.reduceat(np.where(inside < np.repeat(one.sizes[:, 1], one.sizes[:, 2]), held, 0.0), first)
                lengths[view : view + many] = np.sqrt(counted)
                widest = max(widest, float((np.add.reduceat(held, first) / counted).max()))
            view, key = view + len(one.sizes), key + len(mine)
        posting_starts = np.concatenate([[0], np.cumsum(counts)])
        np.save(folder / "postings.npy", _turned(places, starts, posting_starts))
        for name, array in {
            "keys": every, "places": places, "starts": starts, "posting_starts": posting_starts, "owners": sizes[:, 0], "wanted": sizes[:, 1],
            "lengths": lengths,
        }.items():  # fmt: skip
            np.save(folder / f"{name}.npy", array)
        (folder / "keys.json").write_text(json.dumps([names, widest]), encoding="utf-8")
        base.save(folder)

    def near(self, listed: tuple[list[int], int], share: float = 1.0) -> Array:
        """What is asked about with a cosine from a share of the floor on with a listed name, given as its keys and how many of them count in its length.

        The keys that most customers hold are not read through: one that shares nothing else with the name is too far away, since what is shared
        counts in its own length as well. They are looked up for such alone as share more.
        """
        held, (every, counted) = self.held, listed
        numbers = np.array(every, dtype=np.uint32)
        weights = self.base.at(numbers)
        far = FLOOR / 1000 * EXACT * share * float(np.sqrt(weights[:counted].sum()))
        places = np.searchsorted(self.keys, numbers)
        there = places < len(self.keys)
        there[there] = self.keys[places[there]] == numbers[there]
        places, weights = places[there], weights[there]
        order = np.argsort(-weights, kind="stable")
        places, weights = places[order], weights[order]
        rest = weights.sum() - np.cumsum(weights)  # what is left after each key
        read = 0 if weights.sum() < 0.99 * far * far / self._widest else int(np.argmax(rest < 0.99 * far * far / self._widest)) + 1
        if not read:
            return np.empty(0, np.uint32)
        left = float(rest[read - 1])
        dots, lengths = self._dots, self.held["lengths"]
        cuts = held["posting_starts"][places[:read]], held["posting_starts"][places[:read] + 1]
        met = np.concatenate([held["postings"][one:two] for one, two in zip(*cuts, strict=True)]).astype(np.intp)  # as they are used below: turned once
        ends = np.cumsum(cuts[1] - cuts[0]).tolist()
        for one, two, weight in zip([0, *ends], ends, weights[:read].tolist(), strict=False):
            views_of = met[one:two]
            dots[views_of] = dots.take(views_of) + np.float32(weight)
        seen = np.unique(met[dots.take(met) + left >= far * lengths.take(met)])
        total = dots[seen].astype(np.float64)
        dots.fill(0)
        for place, weight in zip(places[read:].tolist(), weights[read:].tolist(), strict=True):
            views_of = held["postings"][held["posting_starts"][place] : held["posting_starts"][place + 1]]
            found = np.minimum(np.searchsorted(views_of, seen), len(views_of) - 1)
            total[views_of[found] == seen] += weight
        return np.unique(held["owners"][seen[total >= far * lengths[seen]]])

    def heavier(self, weights: Weights, index: NameIndex) -> Heavier:
        """Keys that weigh more on a list than when the customers were indexed, and that few share.

        Args:
            weights: Of the list.
            index: The same list.
        """
        now = weights.at(self.keys)
        more = np.flatnonzero(now > HEAVIER * self._weights)
        numbers = by_number(index)[0]
        order = np.argsort(numbers)
        place = order[np.minimum(np.searchsorted(numbers, self.keys[more], sorter=order), len(order) - 1)] if len(order) else np.empty(0, np.int64)
        held = np.flatnonzero(numbers[place] == self.keys[more]) if len(order) else np.empty(0, np.int64)
        starts, forward = (np.asarray(one) for one in index.forward())
        wanted = place[held]
        at = np.flatnonzero(np.isin(forward, wanted))
        at = at[np.argsort(forward[at], kind="stable")]
        names, of = np.searchsorted(starts, at, side="right") - 1, forward[at]
        found: dict[int, list[int]] = {one: [] for one in np.delete(more, held).tolist()}  # no listed name holds such a key any more
        low, high = (np.searchsorted(of, wanted, side=side) for side in ("left", "right"))
        costs = np.diff(self.held["posting_starts"])[more[held]] * (high - low)
        spent = 0
        for one in np.argsort(costs, kind="stable").tolist():
            spent += int(costs[one])
            if spent > PAIRS:
                break
            found[int(more[held[one]])] = names[low[one] : high[one]].tolist()
        return Heavier({key: float(now[key]) for key in found}, found)

    def sharing(self, listed: tuple[list[int], int], some: Sequence[int], heavier: Mapping[int, float]) -> Array:
        """What is asked about that shares one of some keys with a listed name, and would be near enough for a partner by what keys weigh now.

        Args:
            listed: The keys of the name, and how many of them count in its length.
            some: Places of keys that weigh more now.
            heavier: What each such key weighs now; every other counts as it did.
        """
        held, (every, counted) = self.held, listed
        numbers = np.array(every, dtype=np.uint32)
        length = float(np.sqrt(self.base.at(numbers[:counted]).sum()))
        places = np.minimum(np.searchsorted(self.keys, numbers), len(self.keys) - 1)
        places = places[self.keys[places] == numbers]
        views_of = np.unique(np.concatenate([held["postings"][held["posting_starts"][at] : held["posting_starts"][at + 1]] for at in some]))
        weigh = self._marks
        weigh[places] = [heavier.get(at, weight) for at, weight in zip(places.tolist(), self._weights[places].tolist(), strict=True)]
        keys, _, begin = self._keys_of(views_of)
        dots = np.add.reduceat(weigh[keys], begin)
        weigh[places] = 0.0
        return np.unique(held["owners"][views_of[dots >= FLOOR / 1000 * EXACT * length * held["lengths"][views_of]]])

    def loose(self, weights: Weights, asked: Sequence[int]) -> Array:
        """What is asked about that weighs so otherwise now that a listed name below the floor may be a candidate.

        Args:
            weights: Those of now.
            asked: Places of keys that weigh more now, and of which every pair is asked for.
        """
        ratios = weights.at(self.keys) / self._weights
        ratios[list(asked)] = 1.0
        odd = np.flatnonzero((ratios > HEAVIER) | (ratios < LIGHTER))
        if not len(odd):
            return np.empty(0, np.uint32)
        starts = self.held["posting_starts"]
        views_of = np.unique(np.concatenate([self.held["postings"][starts[at] : starts[at + 1]] for at in odd.tolist()]))
        found = [self._loose(views_of[at : at + ROWS], ratios) for at in range(0, len(views_of), ROWS)]
        return np.unique(np.concatenate(found))

    def _loose(self, views_of: Array, ratios: Array) -> Array:
        held = self.held
        places, inside, begin = self._keys_of(views_of)
        moved = ratios[places]
        now = np.add.reduceat(np.where(inside < held["wanted"][views_of].repeat(np.diff(np.append(begin, len(places)))), self._weights[places] * moved, 0.0), begin)
        least = SLACK * LEAST * STEADY * np.sqrt(now) / held["lengths"][views_of] / np.maximum.reduceat(moved, begin)
        return np.asarray(held["owners"][views_of[least < FLOOR]])

    def _keys_of(self, views_of: Array) -> tuple[Array, Array, Array]:
        """The places of the keys of some views, one view after the other, the place of each within its view, and where each view begins."""
        first, last = self.held["starts"][views_of], self.held["starts"][views_of + 1]
        sizes = last - first
        begin = np.cumsum(sizes) - sizes
        inside = np.arange(sizes.sum()) - np.repeat(begin, sizes)
        return self.held["places"][np.repeat(first, sizes) + inside], inside, begin

    def without(self) -> Array:
        """What is asked about and has no keys: nothing is known of such."""
        bare = np.ones(self.names, dtype=bool)
        bare[self.held["owners"]] = False
        return np.flatnonzero(bare)

    @cached_property
    def _weights(self) -> Array:
        return self.base.at(self.keys)

    @cached_property
    def _marks(self) -> Array:
        return np.zeros(len(self.keys))

    @cached_property
    def _dots(self) -> Array:
        return np.zeros(len(self.held["owners"]), dtype=np.float32)


def _turned(places: Array, starts: Array, posting_starts: Array) -> Array:
    """The views of each key, in their order, some millions of keys at a time."""
    found = np.empty(len(places), np.uint32)
    ahead = posting_starts[:-1].copy()
    for first in range(0, len(starts) - 1, ROWS):
        last = min(first + ROWS, len(starts) - 1)
        part = places[starts[first] : starts[last]]
        of = np.repeat(np.arange(first, last, dtype=np.uint32), np.diff(starts[first : last + 1]))
        order = np.argsort(part, kind="stable")
        part, of = part[order], of[order]
        many = np.bincount(part, minlength=len(ahead))
        found[ahead[part] + np.arange(len(part)) - np.repeat(np.cumsum(many) - many, many)] = of
        ahead += many
    return found
