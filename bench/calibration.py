"""How far the score of two names is from the share of pairs that are one body: per pair of scripts, of made and of real pairs, with what chance does to it.

``python bench/names.py calibration``. The error is the mean distance of score and truth over ten bins of equal mass. On few pairs it is never
nought: ``chance`` is what a score that is right shows on as many pairs with these scores. The interval is that of the bootstrap, turned round its
own bias (the basic interval), so that nought lies near it where the score may be right.

One score is another share among names that were only written otherwise than among other names of a body, so sets differ: for each pair of scripts the
last line tells the two that are furthest apart, and what the worse of the two is off by at least, whatever map the score goes through
(:func:`apart`; the labelled pairs of ``../shared`` are left out of that).
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from countersight.evaluate.names import Case

Told = tuple[float, bool]
"""A score, and whether the two names are of one body."""
PAIRS = Path(__file__).resolve().parent / "data" / "latin_pairs.csv"
FEWEST = 100
"""Pairs below which nothing is told: ten bins would hold nothing but chance."""
DRAWS = 200
BINS = 10
TARGET = 0.03
LABELLED_SET = "labelled, shared"


def error(told: Sequence[Told]) -> float:
    """The mean distance of score and truth over ten bins of equal mass; pairs of one score count alike, in whichever bin they come to lie.

    >>> round(error([(0.5, True), (0.5, False)] * 10), 6), error([(1.0, False)] * 10)
    (0.0, 1.0)
    """
    gaps: list[float] = []
    for score, level in groupby(sorted(told), key=itemgetter(0)):
        same = [label for _, label in level]
        gaps += [score - sum(same) / len(same)] * len(same)
    edges = [len(gaps) * at // BINS for at in range(BINS + 1)]
    return sum(abs(sum(gaps[low:high])) for low, high in pairwise(edges)) / max(1, len(gaps))


def chance(told: Sequence[Told], seed: int = 1) -> float:
    """The error that a score which is right shows on these pairs: truths drawn by the score, the mean of fifty."""
    draw = random.Random(seed)
    return sum(error([(score, draw.random() < score) for score, _ in told]) for _ in range(50)) / 50


def interval(told: Sequence[Told], seed: int = 1) -> tuple[float, float]:
    """Where the error may be, nineteen times in twenty: the basic interval of the bootstrap, never below nought."""
    draw, seen = random.Random(seed), error(told)
    drawn = sorted(error(draw.choices(told, k=len(told))) for _ in range(DRAWS))
    return max(0.0, 2 * seen - drawn[DRAWS * 39 // 40]), max(0.0, 2 * seen - drawn[DRAWS // 40])


def apart(one: Sequence[Told], other: Sequence[Told]) -> float:
    """The least that the worse of two sets is off by, whatever rising map the score goes through: half of what their truths differ by at one score.

    In each of ten cells of the score some share of pairs of either set lies, and one mapped score stands against two truths; so the two errors
    together are at least the smaller share times the distance of the truths.

    >>> round(apart([(0.5, True)] * 50 + [(0.9, True)] * 50, [(0.5, False)] * 50 + [(0.9, True)] * 50), 6)
    0.25
    """
    ranked = sorted(score for told in (one, other) for score, _ in told)
    cuts = sorted({ranked[len(ranked) * at // BINS] for at in range(1, BINS)})
    cells: tuple[list[list[bool]], list[list[bool]]] = ([[] for _ in range(len(cuts) + 1)], [[] for _ in range(len(cuts) + 1)])
    for told, held in zip((one, other), cells, strict=True):
        for score, same in told:
            held[bisect_right(cuts, score)].append(same)
    return sum(min(len(mine) / len(one), len(theirs) / len(other)) * abs(sum(mine) / len(mine) - sum(theirs) / len(theirs)) for mine, theirs in zip(*cells, strict=True) if mine and theirs) / 2


def _sets() -> Iterator[tuple[str, list[Case]]]:
    from countersight.evaluate.names import Case, read_pairs
    from han_training import made
    from names import of_starter
    from real_pairs import LABELLED, sets

    yield "invented", read_pairs(str(PAIRS))
    yield "made, Han", [Case(left, right, bool(same), "", "") for left, right, same in made(6000, 99)]
    yield "starter, China", [Case(left, right, same, "", "") for left, right, same in of_starter()]
    yield from sets()
    if LABELLED.exists():
        yield LABELLED_SET, read_pairs(str(LABELLED))


def calibration() -> None:
    """Measure and print: each set, and each pair of scripts in it."""
    from countersight.evaluate.names import run_pairs, scripts

    found: dict[str, dict[str, list[Told]]] = {}
    for name, cases in _sets():
        of_scripts: dict[str, list[Told]] = defaultdict(list)
        for result in run_pairs(cases):
            of_scripts[scripts(result.case)].append((result.score, result.case.is_match))
        found[name] = {pair: told for pair, told in of_scripts.items() if len(told) >= FEWEST}
        found[name] |= {"all": [one for told in of_scripts.values() for one in told]} if len(of_scripts) > 1 else {}
    print(f"{'calibration error, ten bins':<46}{'pairs':>8}{'one':>6}{'error':>8}{'chance':>8}{'interval':>17}")
    for pair in sorted({pair for held in found.values() for pair in held}, key=lambda one: (one == "all", one)):
        over, measured = [], {name: held[pair] for name, held in found.items() if pair in held}
        for name, told in measured.items():
            low, high = interval(told)
            over += [name] if low > TARGET else []
            print(f"{pair + ': ' + name:<46}{len(told):>8,}{sum(same for _, same in told) / len(told):>6.2f}{error(told):>8.4f}{chance(told):>8.4f}   {low:.4f} to {high:.4f}")
        free = [name for name in measured if name != LABELLED_SET]
        if pair != "all" and len(free) > 1:
            least, one, other = max((apart(measured[one], measured[other]), one, other) for at, one in enumerate(free) for other in free[at + 1 :])
            print(f"calibration: {pair}: surely over {TARGET} on {len(over)} of {len(measured)} sets; no map of this score brings the worse of {one!r} and {other!r} under {least:.3f}")
