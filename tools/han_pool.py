"""Made bodies of which a search would bring up one for another: the hard negatives of the training of the Han comparison.

A pair that a user is shown is no random pair: it is the nearest of thousands, by words, by characters or by sound. Trained and calibrated
on random edits alone, a score promises too much in the middle (a bin at 0.77 held 0.62); on nearest neighbours it keeps its word.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from countersight.names.han_text import pinyin

if TYPE_CHECKING:
    from han_training import Maker

Parts = list[str]
BODIES: Final = 3000
LOOKED_AT: Final = 1200
"""Bodies of the pool among which the nearest is taken."""


@dataclass(frozen=True, slots=True)
class Made:
    """A body: its parts in Han and in letters, one writing of each, and what it is found by (words, characters, sounds)."""

    han: Parts
    latin: Parts
    written: str
    letters: str
    keys: tuple[frozenset[str], frozenset[str], frozenset[str]]


class Pool:
    """Bodies of one maker; the nearest of a sample stands for what a search brings up."""

    def __init__(self, maker: Maker) -> None:
        self.maker = maker
        self.held = [self._made() for _ in range(BODIES)]
        self.seen = [Counter(key for one in self.held for key in one.keys[by]) for by in range(3)]

    def _made(self) -> Made:
        han, latin = self.maker.thing()
        written, letters = self.maker.han(han), self.maker.latin(latin)
        sound = f" {pinyin(''.join(han[:3])).lower()} "
        return Made(han, latin, written, letters, (frozenset(letters.lower().split()), frozenset(written), frozenset(sound[at : at + 3] for at in range(len(sound) - 2))))

    def rivals(self) -> tuple[Made, Made]:
        """A body and the nearest other one, by one of the three keys; either may stand first."""
        one = self.maker.random.choice(self.held)
        by = self.maker.random.randrange(3)
        other = max((rival for rival in self.maker.random.sample(self.held, LOOKED_AT) if rival.han[:3] != one.han[:3]), key=lambda rival: self._near(one, rival, by))
        return (one, other) if self.maker.chance(0.5) else (other, one)

    def _near(self, one: Made, other: Made, by: int) -> float:
        both = one.keys[by] & other.keys[by]
        return sum(math.log(BODIES / self.seen[by][key]) for key in both) / math.sqrt(len(other.keys[by]) + 1)
