"""A score by boosted trees: what a sum of weights cannot say, that a word left over means one thing beside a brand that met and another beside none.

A tree asks one number after the other and ends in a leaf; the leaves of all trees add up to log odds, and knots made on bodies that the trees did not
see turn these into a share. Names that share nothing are not asked: a search does not lay them side by side, and their share was counted. What agrees never lowers a score and a conflict never raises it: the trees were grown so. ``tools/score_trees.py`` grows
them, ``han_training.py`` and ``company_names.py`` say of what; ``trees.json`` holds them, with the names of the numbers that they ask.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from countersight.errors import InternalError
from countersight.names.knots import Knots, calibrated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from countersight.names.han_align import Side

TREES: Final = Path(__file__).with_name("trees.json")
Node = Any
"""A leaf (a number), or which value is asked, the most that goes on to the first branch, and the two branches."""
SIDE: Final = ("all", "brand", "place", "head", "all left", "brand left", "place left", "head left")
"""What :func:`side` tells of one side of an alignment."""


@dataclass(frozen=True, slots=True)
class Trees:
    """Trees with the constant that they start from, the knots of their calibration, and the share of pairs that share nothing, which no tree was shown."""

    start: float
    trees: tuple[Node, ...]
    knots: Knots = ()
    nothing: float = 0.0

    def log_odds(self, values: Sequence[float]) -> float:
        """The sum of the leaves in which the values end.

        >>> Trees(0.5, ([0, 1.0, -2.0, 2.0], [1, 0.0, 0.0, [0, 3.0, 0.25, 0.75]])).log_odds([2.0, 1.0])
        2.75
        """
        odds = self.start
        for node in self.trees:
            while type(node) is list:
                node = node[2] if values[node[0]] <= node[1] else node[3]  # noqa: PLW2901 - one walks down
            odds += node
        return odds

    def share(self, values: Sequence[float]) -> float:
        """The share of pairs with these values that are one body, in [0, 1], where the names share anything."""
        return calibrated(self.knots, self.log_odds(values))


@cache
def trees(kind: str, names: tuple[str, ...]) -> Trees:
    """The shipped trees: ``across`` for Han beside letters, ``letters`` for two names in letters of a body of China.

    Args:
        kind: Which.
        names: What the values are that will be handed over, in their order.

    Raises:
        InternalError: The trees were grown on other values.
    """
    held = json.loads(TREES.read_bytes())[kind]
    if tuple(held["values"]) != names:
        raise InternalError(f"the shipped trees {kind!r} are of other values", hint="python tools/han_training.py, then tools/company_names.py")
    return Trees(held["start"], tuple(held["trees"]), tuple((odds, share) for odds, share in held["knots"]), held["nothing"])


def side(one: Side) -> list[float]:
    """What weighs on one side of an alignment, and what of it stands opposite nothing, for each of :data:`SIDE`."""
    left = (one.total - one.met, one.brand - one.brand_met, one.place - one.place_met, one.head - one.head_met)
    return [one.total, one.brand, one.place, one.head, *left]
