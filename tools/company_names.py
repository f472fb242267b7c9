"""Trains and calibrates the score of two names in letters of a company of China: ``python tools/company_names.py`` writes ``lc`` into names/han_weights.json.

Data, read and never kept: the Consolidated Screening List (2022 and 2026, public domain) and names of the LEI register (CC0), both in
``../shared``; and made names (``name_pairs.py``, the half of the words that no labelled set uses; ``han_training.py``). Names that the labelled file
holds are left out, and a quarter of the bodies, on which ``bench/names.py calibration`` measures.

What is laid side by side is what a search lays side by side (``questions.py``): a name, its right answer, and another name that the index
returns: half of the time the nearest, else one of twenty. There are two kinds of question. Another name of the body, as the list prints
it: where the index brings it up, and of the rest (which share nothing, or only what thousands share) as many as make a fifth, which is their
share among aliases of that list that share no word. And the name as somebody wrote it. One score is another share among the one than
among the other, and how many there are of each is not known of two names alone: :data:`SHARES` says what is taken.

Weights: logistic, with the sign that each feature must have. Knots: on log odds of folds that the weights did not see; a body lies in one fold.
The error that is printed is of bodies that neither saw. Run it after ``train_names.py`` and ``han_training.py``, whose readings it puts
together (wants numpy, and duckdb for the register)::

    python tools/company_names.py
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from countersight.match.features import NAMES
from countersight.match.of_china import LEFT_SIGNS, is_of_china
from countersight.match.pair import compare_names
from countersight.match.translated import BOTH_SIGNS, TWICE, is_institution, read_twice
from countersight.names.han_compare import SIGNS
from countersight.names.knots import calibrated
from countersight.names.normalise import script
from han_training import SOURCE, made, write
from name_pairs import pairs
from questions import Laid, Neighbours, couples, lay_side_by_side, rewritten
from real_lists import held_back, kept_back, listed_names, register_names
from train_names import AGAINST, FOR, isotonic

SEED: Final = 11
PER_BODY: Final = 3
WRITTEN_ANEW: Final = 2600
MADE: Final = 12_000
NEAREST: Final = 0.5
"""How often the name of another body is the nearest."""
UNLIKE: Final = 0.2
"""Of names of one body, how many no search would have brought up."""
SURELY_ONE: Final = 0.8
"""Entries of the list that are so alike may be one body that stands there twice: none is taken for another body's nearest. The register has no such."""
ELSEWHERE: Final = 0.25
"""For each pair of names of a body of China, how many of bodies of other countries that are read as Chinese."""
SHARES: Final = {"besides": 0.25, "otherwise": 0.15, "written": 0.4, "made": 0.2}
"""Of the pairs, how many are other names of a body, real names as somebody wrote them, the same of invented names (with made neighbours), and made of
parts. Other shares move the error from one kind to the other; with these no set of ``bench/names.py calibration`` is further off than it was before (the
labelled one was not looked at), and those of real names are nearer."""
FOLDS: Final = 5
RIDGE: Final = 10.0
SIGNS_TWICE: Final = (*(1 if name in FOR else -1 if name in AGAINST else 0 for name in NAMES), *SIGNS, *BOTH_SIGNS, *LEFT_SIGNS)
UNWEIGHED: Final = frozenset(TWICE.index(name) for name in ("near", "near, all else met"))
"""How alike two brands sound says little here: two brands in pinyin always sound somewhat alike, and another syllable is another brand."""
Vector = Any
"""A numpy array of numbers."""
Pair = tuple[str, str, int, str]
"""Two names, whether they are one body, and the body of the question."""


def of_lists(data: Path) -> dict[str, list[Laid]]:
    """Real questions: ``besides`` and ``otherwise``."""
    sys.path.append(str(Path(__file__).parents[1] / "bench"))
    from real_names import classes  # noqa: PLC0415 - what happens to a name on paper is the bench's

    draw, lists = random.Random(SEED), data / "data" / "open"  # noqa: S311 - no secret
    without = held_back(data / "eval" / "names" / "zh_pairs.csv")
    changes = [change for what, change in classes(SEED) if what != "as it stands"]
    found: dict[str, list[Laid]] = {"besides": [], "elsewhere": [], "otherwise": []}
    for kind, china in (("besides", True), ("elsewhere", False)):
        bodies = [held for names in listed_names(lists, china=china) if (held := [name for name in names if name not in without]) and not kept_back(held[0])]
        found[kind] = lay_side_by_side(bodies, couples(bodies, draw, PER_BODY), (), Neighbours(draw, NEAREST, _unlike))
        if china:
            found["otherwise"] += _rewritten([names[0] for names in bodies], changes, draw)
    found["otherwise"] += _rewritten([name for name in register_names(lists) if name not in without and not kept_back(name)], changes, draw)
    return found


def _rewritten(names: Sequence[str], changes: Sequence[Any], draw: random.Random) -> list[Laid]:
    return lay_side_by_side([[name] for name in names], rewritten(names, changes, draw, WRITTEN_ANEW), (), Neighbours(draw, NEAREST))


def _unlike(one: str, other: str) -> bool:
    return compare_names(one, other, translated=False).score < SURELY_ONE


def is_company(left: str, right: str) -> bool:
    """Whether two names are read as those of a company of China."""
    return script(left) == script(right) == "latin" and not (is_institution(left) or is_institution(right)) and (is_of_china(left) or is_of_china(right))


def parts_of(found: dict[str, list[Laid]], draw: random.Random) -> dict[str, list[Pair]]:
    """The pairs by where they come from."""
    of = {name: [one for one in laid if is_company(one.asked, one.other)] for name, laid in found.items()}
    of["besides"] += draw.sample(of["elsewhere"], min(len(of["elsewhere"]), round(ELSEWHERE * len(of["besides"]))))
    told = {name: [(one.asked, one.other, int(one.same), f"{name} {one.asked if name == 'otherwise' else one.body}") for one in of[name] if one.seen] for name in ("besides", "otherwise")}
    rest = [(one.asked, one.other, 1, f"besides {one.body}") for one in of["besides"] if not one.seen]
    seen = sum(same for _, _, same, _ in told["besides"])
    told["besides"] += draw.sample(rest, min(len(rest), round(seen * UNLIKE / (1 - UNLIKE))))
    told["written"] = [(one.name1, one.name2, one.is_match, one.name1) for one in pairs(SEED, "train", 260) if one.schema != "Person" and one.name1 != one.name2 and is_company(one.name1, one.name2)]
    told["made"] = [(left, right, same, left) for left, right, same in made(MADE, SEED) if is_company(left, right)]
    return told


def chosen(found: dict[str, list[Laid]]) -> list[Pair]:
    """The pairs to learn from: in the shares of :data:`SHARES`, as many as the other names of a body allow, half of them one body."""
    draw = random.Random(SEED)  # noqa: S311 - no secret
    told = parts_of(found, draw)
    by_label = {name: [[one for one in held if one[2] == label] for label in (0, 1)] for name, held in told.items()}
    whole = min(len(half) for half in by_label["besides"]) / SHARES["besides"]
    return [one for name, share in SHARES.items() for half in by_label[name] for one in draw.sample(half, min(len(half), round(whole * share)))]


def fit(rows: Vector, same: Vector, signs: Sequence[int]) -> tuple[Vector, float]:
    """Weights and the constant: logistic regression by Newton's method with a ridge on standardised features; what gets the wrong sign is left out, the worst first."""
    middle, spread = rows.mean(0), rows.std(0)
    kept = [at for at in range(rows.shape[1]) if spread[at] > 1e-6 and at not in UNWEIGHED]  # noqa: PLR2004 - says something
    while True:
        x = np.c_[(rows[:, kept] - middle[kept]) / spread[kept], np.ones(len(rows))]
        pull = np.diag([*([RIDGE] * len(kept)), 0.0])
        found = np.zeros(len(kept) + 1)
        for _ in range(25):
            guess = 1 / (1 + np.exp(-np.clip(x @ found, -30, 30)))
            step = np.linalg.solve((x * np.maximum(guess * (1 - guess), 1e-6)[:, None]).T @ x + pull, x.T @ (same - guess) - pull @ found)
            found += step
            if np.abs(step).max() < 1e-6:  # noqa: PLR2004 - settled
                break
        wrong = [(abs(weight), at) for weight, at in zip(found, kept, strict=False) if weight * signs[at] < 0]
        if not wrong:
            weights = np.zeros(rows.shape[1])
            weights[kept] = found[:-1] / spread[kept]
            return weights, float(found[-1] - weights @ middle)
        kept.remove(max(wrong)[1])


def fold_of(pair: Pair) -> int:
    """In which fold a pair lies: by the body of its question."""
    return zlib.crc32(pair[3].encode()) % FOLDS


def unseen_odds(told: Sequence[Pair], rows: Vector, same: Vector) -> Vector:
    """Log odds of each pair by weights that saw no pair of its body."""
    folds = np.array([fold_of(pair) for pair in told])
    odds = np.zeros(len(told))
    for at in range(FOLDS):
        weights, constant = fit(rows[folds != at], same[folds != at], SIGNS_TWICE)
        odds[folds == at] = rows[folds == at] @ weights + constant
    return odds


def unseen_scores(told: Sequence[Pair], odds: Sequence[float]) -> list[tuple[float, int]]:
    """Calibrated scores and labels, each by knots that saw no pair of its body."""
    scored: list[tuple[float, int]] = []
    for at in range(FOLDS):
        knots = isotonic([(one, pair[2]) for one, pair in zip(odds, told, strict=True) if fold_of(pair) != at])
        scored += [(calibrated(knots, one), pair[2]) for one, pair in zip(odds, told, strict=True) if fold_of(pair) == at]
    return scored


def error(told: Sequence[tuple[float, int]]) -> float:
    """The mean distance of score and truth over ten bins of equal mass."""
    ranked = sorted(told, key=lambda one: one[0])
    bins = [ranked[len(ranked) * at // 10 : len(ranked) * (at + 1) // 10] for at in range(10)]
    return sum(abs(sum(score - label for score, label in part)) for part in bins) / len(ranked)


def main() -> int:
    """Lay out, train, calibrate, write."""
    parser = argparse.ArgumentParser(description="trains and calibrates the score of two names in letters of a company of China")
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared", help="folder with data/ and eval/")
    given = parser.parse_args()
    if not (given.data / "data" / "open" / "us_csl_full_2022-04").exists():
        print("no real lists: nothing is written")
        return 2
    told = chosen(of_lists(given.data))
    labels = [label for _, _, label, _ in told]
    rows = np.array([read_twice(compare_names(left, right, translated=False), left, right) for left, right, _, _ in told])
    same = np.array(labels, dtype=float)
    odds = [float(one) for one in unseen_odds(told, rows, same)]
    weights, constant = fit(rows, same, SIGNS_TWICE)
    print(f"lc: {len(told):,} pairs, {sum(labels):,} of them one; calibration error of bodies that neither weights nor knots saw {error(unseen_scores(told, odds)):.4f}")
    table = json.loads((SOURCE / "names" / "han_weights.json").read_text(encoding="utf-8"))
    table["lc"] = {"weights": [*(round(float(one), 3) for one in weights), round(constant, 3)], "knots": isotonic(list(zip(odds, labels, strict=True)))}
    write(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
