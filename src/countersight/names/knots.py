"""From a sum of weights to a share that can be believed: knots of a rising step function, made on pairs that the weights did not see."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence

Knots = tuple[tuple[float, float], ...]
"""Log odds and the share of pairs there that are one body, both rising."""


def calibrated(knots: Sequence[tuple[float, float]], odds: float) -> float:
    """The share of pairs with these log odds that are one body; strictly rising, so that order is kept.

    >>> round(calibrated(((-2.0, 0.1), (2.0, 0.9)), 0.0), 3)
    0.5
    >>> calibrated(((-2.0, 0.1), (2.0, 0.9)), -9.0) < calibrated(((-2.0, 0.1), (2.0, 0.9)), -8.0) < 0.1
    True
    """
    at = bisect_right(knots, (odds, 2.0))
    if at == 0 or at == len(knots):
        base = knots[min(at, len(knots) - 1)][1]
    else:
        (x0, y0), (x1, y1) = knots[at - 1], knots[at]
        base = y0 + (y1 - y0) * (odds - x0) / (x1 - x0)
    return 0.98 * base + 0.02 / (1 + math.exp(-max(-30.0, min(30.0, odds))))
