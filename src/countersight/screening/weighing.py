"""What keys of names weigh on a list, as arrays: to compare the weights of two editions of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from countersight.names.keys import keys

if TYPE_CHECKING:
    from countersight.store.index import NameIndex

Array: TypeAlias = "np.ndarray[Any, np.dtype[Any]]"


@dataclass(frozen=True, slots=True)
class Weights:
    """The weight of each key that a name of a list holds, keys in order, and that of every other key."""

    keys: Array
    values: Array
    end: float

    @classmethod
    def of(cls, index: NameIndex) -> Weights:
        """Those of an index of listed names."""
        numbers, weights, end = by_number(index)
        order = np.argsort(numbers)
        return cls(numbers[order], weights[order], end)

    def save(self, folder: Path) -> None:
        """Write them into a folder."""
        np.save(folder / "list-keys.npy", self.keys)
        np.save(folder / "list-weights.npy", self.values)
        (folder / "list-end.json").write_text(json.dumps(self.end), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Weights:
        """Read them back."""
        end = json.loads((folder / "list-end.json").read_text(encoding="utf-8"))
        return cls(np.load(folder / "list-keys.npy"), np.load(folder / "list-weights.npy"), end)

    def at(self, wanted: Array) -> Array:
        """The weights of some keys."""
        if not len(self.keys):
            return np.full(len(wanted), self.end)
        places = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        return np.where(self.keys[places] == wanted, self.values[places], self.end)


def by_number(index: NameIndex) -> tuple[Array, Array, float]:
    """The key and the weight behind each number of an index, and the weight of a key that no name holds."""
    table, weights, end = index.weighed()
    slots = np.asarray(table).reshape(-1, 2)
    used = slots[slots[:, 1] > 0]
    numbers = np.zeros(len(weights), dtype=np.uint32)
    numbers[used[:, 1] - 1] = used[:, 0]
    return numbers, np.asarray(weights).astype(np.float64), float(end)


def shaken(base: Weights, index: NameIndex, steady: float) -> dict[int, float]:
    """Names of an index whose length is less than a part ``steady`` of what it would be under other weights, and which part it is.

    The length of a name falls where keys of its own came to be common; so the part is worked out for names alone of which some key fell.
    """
    numbers, weights, _ = by_number(index)
    starts, forward = (np.asarray(one) for one in index.forward())
    if not len(forward):
        return {}
    ratios = weights / base.at(numbers)
    filled = np.flatnonzero(np.diff(starts) > 0)
    least = np.minimum.reduceat(ratios[forward], starts[filled])
    now = Weights.of(index)
    found = {}
    for at in filled[least < steady * steady].tolist():
        counted = np.array(keys(index.text(at)), dtype=np.uint32)
        part = float(np.sqrt(now.at(counted).sum() / base.at(counted).sum())) if len(counted) else 1.0
        if part < steady:
            found[at] = part
    return found
