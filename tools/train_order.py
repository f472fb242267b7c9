"""Counts which of several asserted nodes is the one that is meant (``products/order.py``) and writes it.

Texts: every file of the own corpus whose errors may be read (not ``*_b``), where two nodes or more are asserted and one at least is right.
For each node alone: a logistic regression with an absolute penalty, over the texts in which it is asserted, of whether it is right.
``--measure`` leaves files out in turn and prints how often the first node is right, by weight alone and in this order. Needs numpy and scipy.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Final

import numpy as np

from countersight.products.classify import ASSERTS, classify
from countersight.products.order import DATA, Order, names_of, ranks
from countersight.products.taxonomy import about, nodes
from train_proposer import CORPUS, UNIT, fit, matrix

LEAST: Final = 3
FEW: Final = 5
"""Texts from which a node is weighed, right and wrong together; a node with fewer starts from nought."""
SMALL: Final = 5
PENALTY: Final = 1.0
FOLDS: Final = 6
Row = tuple[str, frozenset[str], dict[str, int], frozenset[str]]


def rows() -> list[Row]:
    """File, acceptable nodes, weights of the asserted nodes, and concepts, of each text in which several are asserted."""
    found = []
    for path in sorted(CORPUS.glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines() if not path.stem.endswith("_b") else ():
            labels, text = line.split("\t")[:2]
            named = frozenset(labels.split("|"))
            if named.isdisjoint({"none", "surveillance"}):
                answer = classify(text)
                weights = {one.node: one.weight for one in answer.nodes}
                if len(weights) > 1:
                    found.append((path.stem, named, weights, frozenset(names_of(answer.places, answer.derived))))
    return found


def learned(given: list[Row]) -> Order:
    """The order that these texts teach."""
    start: dict[str, int] = {}
    adds: dict[str, dict[str, int]] = {}
    for node in (one.id for one in nodes()):
        some = [row for row in given if node in row[2]]
        right = np.array([float(node in row[1]) for row in some])
        if len(some) < FEW or not 0 < right.sum() < len(some):
            start[node] = (2 * round(right.sum()) - len(some)) * UNIT // (len(some) + 1) if some else 0
            continue
        seen = Counter(name for row in some for name in row[3])
        index = {name: number for number, name in enumerate(sorted(name for name, count in seen.items() if count >= LEAST))}
        bias, beta = fit(matrix([row[3] for row in some], index), right, np.ones(len(some)), PENALTY)
        start[node] = round(UNIT * bias)
        if weighed := {name: value for name, number in index.items() if abs(value := round(UNIT * float(beta[number]))) >= SMALL}:
            adds[node] = weighed
    return Order(about()["version"], len(given), start, adds)


def right(given: list[Row], using: Order | None) -> int:
    """In how many texts the first node is right; without an order the heaviest is the first."""
    count = 0
    for _, named, weights, names in given:
        rank = ranks(weights, set(names), using) if using else weights
        count += max(weights, key=lambda node: rank[node]) in named
    return count


def main() -> None:
    """Count and write, or measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measure", action="store_true", help="leave files out in turn and print what the order does to them; write nothing")
    parser.add_argument("--out", metavar="FILE", type=Path, default=DATA, help="write the order there (default: in its place)")
    given = parser.parse_args()
    every = rows()
    if given.measure:
        stems = sorted({row[0] for row in every})
        by_weight = by_order = 0
        for fold in range(FOLDS):
            out = [row for row in every if stems.index(row[0]) % FOLDS == fold]
            by_weight += right(out, None)
            by_order += right(out, learned([row for row in every if stems.index(row[0]) % FOLDS != fold]))
        print(f"{len(every)} texts with several nodes (each asserted with {ASSERTS} and more): the first is right by weight in {by_weight}, by this order, from other files, in {by_order}")
        return
    found = learned(every)
    given.out.write_text(json.dumps({"lexicon": found.lexicon, "trained_on": found.trained_on, "start": found.start, "adds": found.adds}, indent=0) + "\n", encoding="utf-8")
    print(f"{given.out.name}: {found.trained_on} texts, {sum(map(len, found.adds.values()))} numbers; the first is right in {right(every, found)} of them, by weight in {right(every, None)}")


if __name__ == "__main__":
    main()
