"""Grows the trees that ``names/trees.py`` reads, by gradient boosting (scikit-learn 1.9, which only this tool wants), and calibrates them.

Every value has the sign that it must have: scikit-learn keeps each tree so. Nothing is drawn, so the same pairs give the same trees. The knots
stand on log odds of folds that the trees did not see; a body lies in one fold. What is printed is the error on bodies that neither saw.
"""

from __future__ import annotations

import json
import random
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from countersight.names.knots import calibrated
from countersight.names.trees import TREES, Node, Trees
from countersight.names.trees import trees as shipped
from train_names import isotonic

ROUNDS: Final = 300
LEAVES: Final = 8
RATE: Final = 0.06
FEWEST: Final = 50
"""Pairs in a leaf."""
RIDGE: Final = 5.0
UNRELATED: Final = 0.5
"""For each pair of names of one body, how many of two bodies that have nothing to do with one another. Of the pairs that share nothing there are only
right answers without them: the index returns no others."""
FOLDS: Final = 5
CHECKED: Final = 200
"""Pairs on which the trees that are written are held against the model."""
DRAWN: Final = 30_000
"""Pairs on which the knots are made, drawn by weight."""
Vector = Any
"""A numpy array."""
DIGITS: Final = 4
"""Of a leaf. A cut keeps all of them."""


@dataclass(frozen=True, slots=True)
class Row:
    """One pair: its values, whether it is one body, how much it counts, and the body of its question."""

    values: Sequence[float]
    same: bool
    weight: float
    body: str
    nothing: bool = False
    """Whether the two names share nothing: such a pair is counted, and no tree is shown it."""


def unrelated(pairs: Iterable[tuple[str, str]], draw: random.Random) -> Iterator[tuple[str, str]]:
    """Each left name beside the right one of another pair."""
    held = list(dict.fromkeys(pairs))
    others = [right for _, right in held]
    draw.shuffle(others)
    mine: dict[str, set[str]] = defaultdict(set)
    for left, right in held:
        mine[left].add(right)
    return ((left, other) for (left, _), other in zip(held, others, strict=True) if other not in mine[left] and other != left)


def grown(rows: Sequence[Row], signs: Sequence[int]) -> Trees:
    """Trees of these pairs, without knots."""
    from sklearn.ensemble import HistGradientBoostingClassifier  # noqa: PLC0415 - wanted to train, not to measure

    model = HistGradientBoostingClassifier(
        max_iter=ROUNDS, max_leaf_nodes=LEAVES, learning_rate=RATE, min_samples_leaf=FEWEST, l2_regularization=RIDGE, monotonic_cst=list(signs), early_stopping=False
    )
    model.fit(np.array([row.values for row in rows]), np.array([row.same for row in rows]), sample_weight=np.array([row.weight for row in rows]))
    (start,) = model._baseline_prediction.ravel()  # noqa: SLF001 - there is no other way to the trees
    found = Trees(round(float(start), DIGITS), tuple(_nested(tree.nodes, 0) for (tree,) in model._predictors))  # noqa: SLF001
    for row, odds in zip(rows[:CHECKED], model.decision_function(np.array([row.values for row in rows[:CHECKED]])), strict=True):
        if abs(found.log_odds(row.values) - odds) > ROUNDS * 10.0**-DIGITS:
            raise RuntimeError("the trees that are written are not those of the model: another scikit-learn keeps them otherwise")
    return found


def _nested(nodes: Vector, at: int) -> Node:
    node = nodes[at]
    if node["is_leaf"]:
        return round(float(node["value"]), DIGITS)
    return [int(node["feature_idx"]), float(node["num_threshold"]), _nested(nodes, int(node["left"])), _nested(nodes, int(node["right"]))]


def write(kind: str, names: Sequence[str], rows: Sequence[Row], signs: Sequence[int]) -> None:
    """Grow, calibrate, print what comes of it, and write ``kind`` into trees.json."""
    sharing = [row for row in rows if row.nothing]
    nothing = sum(row.weight for row in sharing if row.same) / sum(row.weight for row in sharing)
    print(f"{kind}: {len(sharing):,} pairs share nothing, and {nothing:.4f} of them, by weight, are one")
    rows = [row for row in rows if not row.nothing]
    folds = [zlib.crc32(row.body.encode()) % FOLDS for row in rows]
    unseen = [0.0] * len(rows)
    for fold in range(FOLDS):
        held = grown([row for row, at in zip(rows, folds, strict=True) if at != fold], signs)
        for place, (row, at) in enumerate(zip(rows, folds, strict=True)):
            if at == fold:
                unseen[place] = held.log_odds(row.values)
    drawn = random.Random(1).choices(range(len(rows)), [row.weight for row in rows], k=DRAWN)  # noqa: S311 - no secret
    told: list[tuple[float, int]] = []
    for fold in range(FOLDS):
        knots = isotonic([(unseen[at], int(rows[at].same)) for at in drawn if folds[at] != fold])
        told += [(calibrated(knots, unseen[at]), int(rows[at].same)) for at in drawn if folds[at] == fold]
    whole, knots = grown(rows, signs), isotonic([(unseen[at], int(rows[at].same)) for at in drawn])
    print(f"{kind}: {len(rows):,} pairs, {sum(row.same for row in rows):,} of them one; calibration error of bodies that neither trees nor knots saw {error(told):.4f}")
    table = json.loads(TREES.read_text(encoding="utf-8")) if TREES.exists() else {}
    table[kind] = {"made_by": "tools/score_trees.py", "values": list(names), "nothing": round(nothing, DIGITS), "start": whole.start, "knots": knots, "trees": whole.trees}
    TREES.write_text(_laid_out(table), encoding="utf-8")
    shipped.cache_clear()


def _laid_out(table: dict[str, dict[str, Any]]) -> str:
    """JSON with a line for each tree, so that a change can be read."""
    parts = []
    for kind, held in table.items():
        told = [f'  "{key}": {json.dumps(value)}' for key, value in held.items() if key != "trees"]
        lines = ",\n".join("   " + json.dumps(tree, separators=(",", ":")) for tree in held["trees"])
        parts.append(f' "{kind}": {{\n' + ",\n".join(told) + ',\n  "trees": [\n' + lines + "\n  ]\n }")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def error(told: Sequence[tuple[float, int]]) -> float:
    """The mean distance of score and truth over ten bins of equal mass."""
    ranked = sorted(told, key=lambda one: one[0])
    bins = [ranked[len(ranked) * at // 10 : len(ranked) * (at + 1) // 10] for at in range(10)]
    return sum(abs(sum(score - label for score, label in part)) for part in bins) / len(ranked)
