"""Trains and calibrates the score of two names in letters of a company of China: ``python tools/company_names.py`` writes ``lc`` into names/han_weights.json.

Data, read and never kept: the Consolidated Screening List (2022 and 2026, public domain) and names of the LEI register (CC0), both in
``../shared``; and made names (``name_pairs.py``, the half of the words that no labelled set uses). Names that the labelled file holds are left out.

What is laid side by side is what a search lays side by side. One body: names that the list prints of one company, where the index brings the
one up when the other is asked, and of the rest (which share nothing, or only what thousands share) as many as make a fifth, which is their
share among aliases of that list that share no word; and names that were only written otherwise. Not one: the nearest name of another body,
on the list and in the register, and made neighbours. The error that is printed is of folds that were not seen.
Run it after ``train_names.py`` and ``han_training.py``, whose readings it puts together::

    python tools/company_names.py
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from countersight.match.of_china import LEFT_SIGNS, is_of_china
from countersight.match.pair import compare_names
from countersight.match.translated import BOTH_SIGNS, company, is_institution
from countersight.names.knots import calibrated
from countersight.names.normalise import fold, script
from countersight.store.index import NameIndex, build_index
from han_training import SOURCE, fit_signed, write
from name_pairs import pairs
from real_lists import held_back, listed_names, register_names
from train_names import isotonic

SEED: Final = 11
BROUGHT_UP: Final = 20
"""Names that a search brings up."""
PER_BODY: Final = 3
UNLIKE: Final = 0.2
"""Of names of one body, how many no search would have brought up."""
WRITTEN: Final = 1 / 3
"""Of all pairs, how many are only written otherwise, or their neighbours."""
SURELY_ONE: Final = 0.8
"""Entries of the list that are so alike may be one body that stands there twice: no negative is made of them. The register has no such."""
FOLDS: Final = 5
_FUND = re.compile(r"\b(?:funds?|etf|series|trust|portfolio|product|ofc|bond|mpf|scheme)\b", re.IGNORECASE)
Pair = tuple[str, str, int]
Row = tuple[list[float], int]


def is_company(left: str, right: str) -> bool:
    """Whether two names are read as those of a company of China."""
    return script(left) == script(right) == "latin" and not (is_institution(left) or is_institution(right)) and (is_of_china(left) or is_of_china(right))


def of_lists(bodies: Sequence[Sequence[str]], register: Sequence[str], draw: random.Random) -> Iterator[tuple[Pair, bool]]:
    """Pairs of real names, each with whether a search brings the one up when the other is asked."""
    index = _indexed([(str(at), name) for at, names in enumerate(bodies) for name in names])
    for at, names in enumerate(bodies):
        couples = [(one, other) for place, one in enumerate(names) for other in names[place + 1 :]]
        for one, other in draw.sample(couples, min(PER_BODY, len(couples))):
            asked, right = (one, other) if draw.random() < 0.5 else (other, one)  # noqa: PLR2004 - either may be asked
            hits = [hit for hit in index.search(asked, BROUGHT_UP + 1) if hit.text != asked]
            yield (asked, right, 1), any(hit.text == right for hit in hits)
            near = next((hit.text for hit in hits if hit.body_id != str(at)), "")
            if near and compare_names(asked, near, translated=False).score < SURELY_ONE:
                yield (asked, near, 0), True
    index = _indexed([(str(at), name) for at, name in enumerate(register)])
    for name in register:
        near = next((hit.text for hit in index.search(name, 4) if fold(hit.text) != fold(name)), "")
        if near and not _FUND.search(f"{name} {near}"):
            yield (name, near, 0), True


def _indexed(names: Sequence[tuple[str, str]]) -> NameIndex:
    return NameIndex(build_index(iter(names), ""))


def chosen(data: Path) -> list[Pair]:
    """The pairs to learn from: half of them one body."""
    draw = random.Random(SEED)  # noqa: S311 - no secret
    without = held_back(data / "eval" / "names" / "zh_pairs.csv")
    bodies = [[name for name in names if name not in without] for names in listed_names(data / "data" / "open")]
    register = [name for name in register_names(data / "data" / "open") if name not in without]
    real = [(pair, seen) for pair, seen in of_lists(bodies, register, draw) if is_company(*pair[:2])]
    found = [pair for pair, seen in real if pair[2] and seen]
    unlike = [pair for pair, seen in real if pair[2] and not seen]
    found += draw.sample(unlike, min(len(unlike), round(len(found) * UNLIKE / (1 - UNLIKE))))
    others = draw.sample([pair for pair, _ in real if not pair[2]], len(found))
    written = [(one.name1, one.name2, one.is_match) for one in pairs(SEED, "train", 260) if one.schema != "Person" and one.name1 != one.name2 and is_company(one.name1, one.name2)]
    many = round(len(found) * WRITTEN / (1 - WRITTEN))
    return [*found, *others, *(pair for label in (0, 1) for pair in draw.sample([one for one in written if one[2] == label], many))]


def odds(values: Sequence[float], weights: Sequence[float]) -> float:
    """The weighted sum, with a constant last."""
    return sum(map(float.__mul__, [*values, 1.0], weights))


def unseen(rows: Sequence[Row], signs: Sequence[int]) -> list[tuple[float, int]]:
    """Calibrated scores and labels, each of a fold that neither weights nor knots saw."""
    told: list[tuple[float, int]] = []
    for fold_of in range(FOLDS):
        seen = [row for at, row in enumerate(rows) if at % FOLDS != fold_of]
        weights = fit_signed(seen, signs)
        knots = isotonic([(odds(values, weights), label) for values, label in seen])
        told += [(calibrated(knots, odds(values, weights)), label) for values, label in rows[fold_of::FOLDS]]
    return told


def error(told: Sequence[tuple[float, int]]) -> float:
    """The mean distance of score and truth over ten bins of equal mass."""
    ranked = sorted(told)
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
    told = chosen(given.data)
    random.Random(SEED).shuffle(told)  # noqa: S311 - no secret
    signs = (*BOTH_SIGNS, *LEFT_SIGNS)
    rows = [(company(compare_names(left, right, translated=False), left, right), same) for left, right, same in told]
    weights = [round(one, 3) for one in fit_signed(rows, signs)]
    knots = isotonic([(odds(values, weights), label) for values, label in rows])
    print(f"lc: {len(rows):,} pairs, {sum(label for _, label in rows):,} of them one; weights {weights}; calibration error of unseen folds {error(unseen(rows, signs)):.4f}")
    table = json.loads((SOURCE / "names" / "han_weights.json").read_text(encoding="utf-8"))
    table["lc"] = {"weights": weights, "knots": knots}
    write(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
