"""The score: a logistic model over :mod:`features`, then a calibration, both shipped as one small versioned table.

``tools/train_names.py`` makes ``weights.json`` again, from invented names and the starter atlas; ``tools/person_names.py`` then makes the
calibration of persons again, with names of listed persons as well.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from countersight.errors import InternalError
from countersight.match.features import HARD, NAMES
from countersight.names.knots import calibrated

if TYPE_CHECKING:
    from collections.abc import Sequence

WEIGHTS: Final = Path(__file__).parent / "weights.json"
CAP: Final = 0.45
"""Most that a pair with a hard conflict scores: below the threshold of every use but ``wide``."""
_HARD_AT: Final = tuple(NAMES.index(name) for name in HARD)


@dataclass(frozen=True, slots=True)
class Model:
    """Weights with a constant last; ``knots`` are pairs of (log odds, share that is one body), both rising."""

    weights: tuple[float, ...]
    knots: tuple[tuple[float, float], ...]
    version: str

    def log_odds(self, values: Sequence[float]) -> float:
        """The uncalibrated sum, taken from the constant on, one after the other: as ``kernel.py`` adds up, to the last bit, on every Python."""
        odds = self.weights[-1]
        for weight, value in zip(self.weights[:-1], values, strict=True):
            odds += weight * value
        return odds

    def calibrated(self, odds: float) -> float:
        """The share of pairs with these log odds that are one body; strictly rising, so that order is kept."""
        return calibrated(self.knots, odds)

    def score(self, values: Sequence[float]) -> float:
        """The calibrated score in [0, 1]; a hard conflict bounds it."""
        found = self.calibrated(self.log_odds(values))
        return min(found, CAP) if any(values[i] for i in _HARD_AT) else found


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    table: dict[str, Any] = json.loads(WEIGHTS.read_bytes())
    if tuple(table["features"]) != NAMES:
        raise InternalError("the shipped weights are of other features", hint="python tools/train_names.py")
    return table


@lru_cache(maxsize=2)
def model(kind: str) -> Model:
    """The model for ``organisation`` or ``person``."""
    table = _table()
    held = table[kind]
    return Model(tuple(held["weights"]), tuple((x, y) for x, y in held["knots"]), str(table["version"]))
