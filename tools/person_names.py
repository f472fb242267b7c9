"""Calibrates the score of two names of persons: ``python tools/person_names.py`` writes the knots of ``person`` into match/weights.json. Run it after ``train_names.py``.

Data, read and never kept: natural persons whom the Consolidated Screening List names (2022 and 2026, public domain, in ``../shared``), and made pairs
(``name_pairs.py``, the half of the words that no labelled set uses, another seed than that of the weights). A quarter of the listed persons is left
out: ``bench/names.py calibration`` measures on them. The weights stay as they are: they are made of invented pairs alone.

Invented pairs alone leave gaps in the map: nearly all that are one score far above all that are not, and a straight line across the gap
promises too little on one side and too much on the other. Names of real persons, written otherwise or as the list prints them besides, beside
what a search brings up (``questions.py``), fill it. Pairs with a hard conflict are left out: what they may score is bounded by another rule::

    python tools/person_names.py
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from countersight.match.align import align
from countersight.match.features import HARD, NAMES, features
from countersight.match.model import WEIGHTS, Model
from countersight.match.tokens import tokens
from countersight.names.knots import calibrated
from countersight.names.normalise import fold
from name_pairs import pairs
from questions import Neighbours, couples, lay_side_by_side, rewritten
from real_lists import listed_persons
from train_names import isotonic

SEED: Final = 12
MANY: Final = 6000
SHARES: Final = {"besides": 0.05, "otherwise": 0.35, "invented": 0.6}
"""Of the pairs, how many are other names of a listed person, names of listed persons as somebody wrote them, and invented. With these the map is nearer than
the one of invented pairs alone on names written otherwise and on invented ones, and on other names; more of those bring them nearer and the
invented pairs further off."""
PER_KIND: Final = 900
NEAREST: Final = 0.5
USED: Final = (0.97, 0.9, 0.5, 0.3, 0.15, 0.05)
"""Scores that stood as thresholds before the map was made anew: what they are now is printed, so that no band changes by it."""
Scored = tuple[float, int]
_HARD_AT: Final = tuple(map(NAMES.index, HARD))


def scored(model: Model, told: Sequence[tuple[str, str, int]]) -> list[Scored]:
    """Log odds and label of each pair, without those with a hard conflict."""
    out = []
    for left, right, same in told:
        a, b = tokens(left, person=True), tokens(right, person=True)
        values = features(a, b, align(a, b, person=True), person=True)
        if not any(values[at] for at in _HARD_AT):
            out.append((model.log_odds(values), same))
    return out


def of_lists(data: Path, draw: random.Random) -> dict[str, list[tuple[str, str, int]]]:
    """Questions about listed persons: as many right as not, of either kind; right answers only where the index brings them up."""
    sys.path.append(str(Path(__file__).parents[1] / "bench"))
    from real_names import classes  # noqa: PLC0415 - what happens to a name on paper is the bench's
    from real_pairs import persons_kept_back  # noqa: PLC0415 - and so is who is measured

    kept = {fold(name) for names in persons_kept_back() for name in names}
    bodies = [names for names in listed_persons(data / "data" / "open") if not kept & set(map(fold, names))]
    changes = [change for what, change in classes(SEED) if what != "as it stands"]
    first = [names[0] for names in bodies]
    found = {}
    for kind, listed, asked in (("besides", bodies, couples(bodies, draw, 1)), ("otherwise", [[name] for name in first], rewritten(first, changes, draw, MANY))):
        laid = lay_side_by_side(listed, draw.sample(asked, min(MANY, len(asked))), (), Neighbours(draw, NEAREST))
        right, wrong = [one for one in laid if one.same and one.seen], [one for one in laid if not one.same]
        many = min(len(right), len(wrong))
        found[kind] = [(one.asked, one.other, int(one.same)) for part in (right, wrong) for one in draw.sample(part, many)]
    return found


def threshold(old: Sequence[tuple[float, float]], new: Sequence[tuple[float, float]], score: float) -> float:
    """What a score of the old map is on the new one."""
    low, high = -60.0, 60.0
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if calibrated(old, middle) < score else (low, middle)
    return calibrated(new, high)


def main() -> int:
    """Lay out, calibrate, write."""
    parser = argparse.ArgumentParser(description="calibrates the score of two names of persons")
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared", help="folder with data/")
    given = parser.parse_args()
    if not (given.data / "data" / "open" / "us_csl_full_2022-04").exists():
        print("no real lists: nothing is written")
        return 2
    table = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    model = Model(tuple(table["person"]["weights"]), (), table["version"])
    draw = random.Random(SEED)  # noqa: S311 - no secret
    told = of_lists(given.data, draw)
    told["invented"] = [(one.name1, one.name2, one.is_match) for one in pairs(SEED, "train", PER_KIND) if one.schema == "Person" and one.name1 != one.name2]
    whole = min(len(held) / SHARES[kind] for kind, held in told.items())
    chosen = scored(model, [one for kind, held in told.items() for one in draw.sample(held, round(whole * SHARES[kind]))])
    old, new = [(x, y) for x, y in table["person"]["knots"]], isotonic(chosen)
    table["person"]["knots"] = new
    WEIGHTS.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
    print(f"person: {len(chosen):,} pairs, {sum(same for _, same in chosen):,} of them one; {len(new)} knots")
    print("person: scores that were thresholds, and what they are now: " + ", ".join(f"{score} {threshold(old, new, score):.6f}" for score in USED))
    return 0


if __name__ == "__main__":
    sys.exit(main())
