"""Trains the matcher's model again: ``python tools/train_names.py`` writes ``src/countersight/match/weights.json``.

Data: invented pairs (``name_pairs.py``, the half of the words that the labelled set never uses) and the starter atlas: two names of one
body are a positive, likewise a name and its perturbation; two names of two bodies that share a word are a negative. No other data.
Method: logistic regression by Newton's steps with a ridge, then isotonic calibration on folds that the weights did not see.
"""

from __future__ import annotations

import json
import math
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from countersight.match.align import align
from countersight.match.features import NAMES, features
from countersight.match.model import WEIGHTS
from countersight.match.tokens import tokens
from countersight.names.normalise import script
from countersight.snapshots.build import build
from name_pairs import Maker, Pair, pairs

SEED: Final = 7
PER_KIND: Final = 260
RIDGE: Final = 2.0
STEPS: Final = 9
FOLDS: Final = 4
VERSION: Final = "1"
_FEWEST: Final = 60
Row = tuple[list[float], int]
FOR: Final = frozenset("met_less met_more distinct_less distinct_more distinct_met likeness likeness_high acronym joined".split())
AGAINST: Final = frozenset(
    "no_distinct_met near_loss near_pinyin near_head number_conflict number_one_side place_conflict place_one_side general_both_left general_one_left "
    "trade_conflict form_conflict level_conflict distinct_both_left distinct_one_left initial_conflict given_both_left father_conflict one_word_met "
    "organisation_words near_short first_left general_only syllable_conflict unit_conflict single_word".split()
)
"""What each feature may speak for."""


def atlas_pairs(rng: random.Random) -> Iterator[Pair]:  # noqa: C901 - four kinds of pair
    """Pairs out of the starter atlas."""
    maker = Maker(SEED, "train")
    by_word: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for body in build(starter=True).bodies:
        latin = [name.text for name in body.names if script(name.text) == "latin" and name.kind != "weak"]
        if body.schema == "Person":
            continue
        for name in latin:
            for word in sorted(set(name.lower().split())):
                by_word[word].append((body.id, name))
            yield Pair(name, maker.abbreviate(name), 1, "Organization", "atlas")
            yield Pair(name, maker.typo(name), 1, "Organization", "atlas")
        for i, one in enumerate(latin):
            for other in latin[i + 1 :]:
                if decidable(one, other):
                    yield Pair(one, other, 1, "Organization", "atlas")
    for held in by_word.values():
        for _ in range(min(12, len(held))):
            (x, one), (y, other) = rng.choice(held), rng.choice(held)
            if x != y:
                yield Pair(one, other, 0, "Organization", "atlas")


def decidable(one: str, other: str) -> bool:
    """Whether the two strings share a distinctive word at all: an alias that shares none teaches nothing about strings."""
    a, b = tokens(one), tokens(other)
    found = align(a, b, person=False)
    return any(kind == "d" and met for kind, met in zip(a.kinds, found.left, strict=True))


def rows(found: Sequence[Pair], *, person: bool) -> list[Row]:
    """Features and label of each pair."""
    out: list[Row] = []
    for pair in found:
        if (pair.schema == "Person") == person and pair.name1 != pair.name2:
            a, b = tokens(pair.name1, person=person), tokens(pair.name2, person=person)
            out.append((features(a, b, align(a, b, person=person), person=person), pair.is_match))
    return out


def fit(data: Sequence[Row]) -> list[float]:
    """Weights with the constant last. A feature whose sign contradicts what it means is left out, and the rest fitted again."""
    free = set(range(len(NAMES)))
    while True:
        weights = _fit(data, free)
        wrong = {i for i in free if (NAMES[i] in FOR and weights[i] < 0) or (NAMES[i] in AGAINST and weights[i] > 0)}
        if not wrong:
            return weights
        free -= wrong


def _fit(data: Sequence[Row], free: set[int]) -> list[float]:
    size = len(NAMES) + 1
    weights = [0.0] * size
    for _ in range(STEPS):
        gradient = [-RIDGE * w for w in weights[:-1]] + [0.0]
        hessian = [[RIDGE if i == j and i < size - 1 else 0.0 for j in range(size)] for i in range(size)]
        for values, label in data:
            x = [(i, v) for i, v in enumerate(values) if v and i in free] + [(size - 1, 1.0)]
            p = 1 / (1 + math.exp(-max(-30.0, min(30.0, sum(weights[i] * v for i, v in x)))))
            spread = max(p * (1 - p), 1e-6)
            for i, v in x:
                gradient[i] += (label - p) * v
                line, scaled = hessian[i], spread * v
                for j, u in x:
                    line[j] += scaled * u
        step = solve(hessian, gradient)
        weights = [w + d for w, d in zip(weights, step, strict=True)]
    return weights


def solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Gaussian elimination with pivots."""
    n = len(right)
    lines = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    for i in range(n):
        pivot = max(range(i, n), key=lambda at: abs(lines[at][i]))
        lines[i], lines[pivot] = lines[pivot], lines[i]
        head = lines[i][i] or 1e-9
        for j in range(i + 1, n):
            factor = lines[j][i] / head
            if factor:
                lines[j] = [x - factor * y for x, y in zip(lines[j], lines[i], strict=True)]
    out = [0.0] * n
    for i in reversed(range(n)):
        out[i] = (lines[i][n] - sum(lines[i][j] * out[j] for j in range(i + 1, n))) / (lines[i][i] or 1e-9)
    return out


def isotonic(scored: Sequence[tuple[float, int]]) -> list[tuple[float, float]]:
    """Knots of a rising step function (pool adjacent violators), each over at least a few dozen pairs; equal scores stay together."""
    blocks: list[list[float]] = []
    part = [0.0, 0.0, 0.0]
    for score, level in groupby(sorted(scored), key=lambda one: one[0]):
        labels = [label for _, label in level]
        part = [part[0] + score * len(labels), part[1] + sum(labels), part[2] + len(labels)]
        if part[2] >= _FEWEST:
            _pool(blocks, part)
            part = [0.0, 0.0, 0.0]
    if part[2]:
        _pool(blocks, part)
    knots: list[tuple[float, float]] = []
    for s, y, n in blocks:
        share = round(min(0.999, max(0.001, (y + 0.2) / (n + 0.4))), 4)
        knots.append((round(s / n, 4), max(share, knots[-1][1] if knots else 0.0)))
    return knots


def _pool(blocks: list[list[float]], part: list[float]) -> None:
    blocks.append(part)
    while len(blocks) > 1 and blocks[-2][1] / blocks[-2][2] >= blocks[-1][1] / blocks[-1][2]:
        last = blocks.pop()
        blocks[-1] = [x + y for x, y in zip(blocks[-1], last, strict=True)]


def main() -> None:
    """Train both models and write them."""
    rng = random.Random(SEED)  # noqa: S311 - made data
    made = [*pairs(SEED, "train", PER_KIND), *atlas_pairs(rng)]
    table: dict[str, object] = {"version": VERSION, "features": list(NAMES), "made_by": "tools/train_names.py"}
    for kind in ("organisation", "person"):
        data = rows(made, person=kind == "person")
        rng.shuffle(data)
        scored: list[tuple[float, int]] = []
        for fold in range(FOLDS):
            weights = fit([row for i, row in enumerate(data) if i % FOLDS != fold])
            scored += [(weights[-1] + sum(w * v for w, v in zip(weights, values, strict=False)), label) for values, label in data[fold::FOLDS]]
        weights = fit(data)
        wrong = sum((score > 0) != bool(label) for score, label in scored)
        print(f"{kind}: {len(data)} pairs, {sum(label for _, label in data)} of them one; unseen folds: {wrong} on the wrong side")
        for name, weight in sorted(zip(NAMES, weights, strict=False), key=lambda one: -abs(one[1])):
            print(f"  {name:<22}{weight:8.2f}")
        table[kind] = {"weights": [round(w, 4) for w in weights], "knots": isotonic(scored)}
    WEIGHTS.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
