"""What an update asks of customers, piece by piece, so that several processes may share it: each piece is told by numbers, and answered by names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from countersight.cycles import uncollected
from countersight.match.misread import readings
from countersight.measures.who import known_in_letters
from countersight.names.normalise import script
from countersight.screening.customer_keys import Keys
from countersight.screening.customer_names import (
    Texts,
    candidates,
    index_of,
    keys_of,
    opened,
    partners_of,
    which_near,
)
from countersight.screening.partners import Array, Pair
from countersight.store.snapshot import Snapshot


@dataclass
class Asking:
    """Customers between two snapshots."""

    folder: Path
    old: Snapshot
    new: Snapshot

    @cached_property
    def texts(self) -> Texts:
        """What is asked about, by number."""
        return Texts(self.folder)

    @cached_property
    def keys(self) -> Keys:
        """Under what it is found."""
        return Keys(self.folder)

    def meeting(self, listed: Iterable[tuple[int, float]]) -> list[tuple[int, Pair]]:
        """Who is no sure no with some listed names of the new snapshot.

        Args:
            listed: The number of each, and the share of the floor from which it is asked for.
        """
        index = index_of(self.new)
        met: dict[int, list[int]] = {}
        for at, share in listed:
            for asked in self.keys.near(keys_of(index.text(at)), share).tolist():
                met.setdefault(asked, []).append(at)
        return self.partners(met.items())

    def partners(self, todo: Iterable[tuple[int, list[int]]]) -> list[tuple[int, Pair]]:
        """With which of some listed names of the new snapshot, by number, what is asked about is no sure no."""
        return list(partners_of(self.new, ((asked, self.texts[asked], numbers) for asked, numbers in todo)))

    def near(self, asked: Array, counts: Array, numbers: Array, before: bool = False) -> tuple[Array, Array]:  # noqa: FBT001, FBT002 - told to another process by place
        """Which of the partners of what is asked about are candidates, and what of it is not written in Latin letters.

        Args:
            asked: Each once.
            counts: How many partners it has.
            numbers: Those of the partners in the snapshot, one after the other; -1 is none.
            before: In the old one.
        """
        snapshot = self.old if before else self.new
        found: list[bool] = []
        other = []
        first = 0
        told = numbers.tolist()
        for one, many in zip(asked.tolist(), counts.tolist(), strict=True):
            text = self.texts[one]
            found += which_near(snapshot, text, told[first : first + many])
            first += many
            if not text.isascii() and script(text) != "latin":
                other.append(one)
        return np.array(found, dtype=bool), np.array(other, dtype=np.int64)

    def told_apart(self, asked: Iterable[int], behind: frozenset[str]) -> list[tuple[int, Pair, bool]]:
        """The listed names that a name may be, and that came among its candidates, left them, or are of bodies that changed; whether they are candidates now."""
        return [(one, pair, now) for one in asked for pair, now in self._apart(self.texts[one], behind)]

    def _apart(self, text: str, behind: frozenset[str]) -> list[tuple[Pair, bool]]:
        was, now = (candidates(index_of(one), text) for one in (self.old, self.new))
        pairs = {pair for pair in was.keys() | now.keys() if (pair in was) != (pair in now) or pair[0] in behind}
        told = [pair for snapshot, held in ((self.old, was), (self.new, now)) for _, pair in partners_of(snapshot, [(0, text, [held[one] for one in pairs if one in held])])]
        return [(pair, pair in now) for pair in dict.fromkeys(told)]

    def by_known_names(self, todo: Iterable[tuple[int, Iterable[str]]], behind: frozenset[str]) -> list[int]:
        """Whom a change moves by the names in letters that the atlas knows of the bodies which they may be."""
        found = []
        for asked, bodies in todo:
            known = {name for body in bodies for one in (self.old, self.new) for name in known_in_letters(one.body(body))}
            if any(self._apart(name, behind) for text in sorted(known) for name in (text, *readings(text))):
                found.append(asked)
        return found


@dataclass(frozen=True, slots=True)
class Place:
    """Where customers and snapshots lie, for another process."""

    folder: str
    old: str
    new: str


@lru_cache(maxsize=2)
def asking(place: Place) -> Asking:
    """In a process of its own."""
    return Asking(Path(place.folder), opened(place.old), opened(place.new))


def piece(place: Place, what: str, *told: Any) -> Any:  # noqa: ANN401 - what a method takes and gives
    """A method of :class:`Asking`, in a process of its own."""
    with uncollected():
        return getattr(asking(place), what)(*told)
