"""Medians of several runs with their spread; what each script of this folder prints."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Spread:
    """The median of several measurements, with the smallest and the largest."""

    median: float
    low: float
    high: float


def seconds(work: Callable[[], object], runs: int, clock: Callable[[], float] = perf_counter) -> list[float]:
    """How long each of several runs takes; by ``time.process_time``, what it takes of the processor whoever else runs."""
    found = []
    for _ in range(runs):
        start = clock()
        work()
        found.append(clock() - start)
    return found


def spread(values: list[float]) -> Spread:
    """Median, smallest and largest."""
    return Spread(statistics.median(values), min(values), max(values))


def rate(work: Callable[[], int], runs: int = 7) -> Spread:
    """Things done a second; ``work`` says how many it did."""
    values = []
    for _ in range(runs):
        start = perf_counter()
        done = work()
        values.append(done / (perf_counter() - start))
    return spread(values)


def line(what: str, found: Spread, unit: str, target: str) -> str:
    """One line of output."""
    digits = 0 if found.median >= 100 else 2
    numbers = f"{found.median:,.{digits}f} {unit} ({found.low:,.{digits}f} to {found.high:,.{digits}f})"
    return f"{what:<62} {numbers:<44} target {target}"
