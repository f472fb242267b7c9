"""Trains the linear model that proposes a look (``products/proposer.py``) and writes it, or measures the one that is there.

Positives and close ordinary neighbours: every file of the own corpus whose errors may be read (not ``*_b``). Ordinary texts: every
ordinary tender of ``proposer_background.yaml``, and the descriptions of the Harmonized System where ``--hs`` names a file of them (one
CSV with a column ``description``). Logistic regression with an absolute penalty, so that few pairs weigh anything; for each script alone.
The threshold is set on texts that were left out of the training in turn, file by file: of the ordinary neighbours at most ``MOST_CLOSE``
pass it. ``--measure`` prints what the model does to the halves that nobody reads. The result depends on the inputs only: no seed, no
order of files. Needs numpy and scipy (the extra ``bulk``).
"""

from __future__ import annotations

import argparse
import csv
import json
import math
from collections import Counter
from pathlib import Path
from typing import Any, Final

import numpy as np
from scipy import optimize, sparse  # type: ignore[import-not-found,import-untyped,unused-ignore]

from countersight.products.classify import ASSERTS, classify
from countersight.products.data import load
from countersight.products.finding import where_each
from countersight.products.lexicon import Concept, lexicon
from countersight.products.proposer import DATA, JOIN, NEAR, close, model, propose, script
from countersight.products.taxonomy import about

HERE = Path(__file__).parent
CORPUS = HERE.parent / "tests" / "products" / "corpus"
UNIT: Final = 100
LEAST: Final = 4
"""Texts in which a pair stands, for it to be weighed."""
PENALTY: Final = 1.0
CLOSE: Final = 4.0
"""How much more than another text an ordinary neighbour of the products counts."""
STEPS: Final = 120
LOOKS: Final = 8
MOST_NEW: Final = 1000
FOLDS: Final = 6
MOST_CLOSE: Final = 0.02
"""The share of ordinary neighbours, not trained on, that may pass the threshold."""
SMALL: Final = 5
"""Hundredths below which a weight is left out."""

Row = tuple[frozenset[str], bool, str]


def _single(one: Concept) -> bool:
    return one.kind != "product" or (not one.when and max(one.gives.values()) < ASSERTS)


def features(text: str) -> frozenset[str]:
    """Concepts that count, and pairs of those whose words stand near each other; no concept that asserts by itself."""
    known = {one.id: one for one in lexicon().concepts}
    found = classify(text)
    where = where_each(found.places, frozenset(known))
    most = NEAR[script(found.text)]
    alone = {one for one in (*where, *(one.id for one in found.derived)) if _single(known[one])}
    paired = sorted(one for one in where if known[one].kind in {"context", "product"} and _single(known[one]))
    return frozenset(alone) | {f"{one}{JOIN}{two}" for at, one in enumerate(paired) for two in paired[at + 1 :] if close(where[one], where[two], most)}


def background(hs: str | None) -> list[str]:
    """Ordinary texts."""
    lists = load(HERE / "proposer_background.yaml")
    found: list[str] = [f"{buyer}{good}" for kind in ("", "civil_") for buyer in lists[f"{kind}buyers"] for good in lists[f"{kind}goods"]] + lists["english"]
    if hs:
        with Path(hs).open(encoding="utf-8-sig", newline="") as lines:
            found += [row["description"] for row in csv.DictReader(lines)]
    return found


def rows(hs: str | None) -> dict[str, list[Row]]:
    """By script: what stands in a text, whether it is a product, its file (empty for ordinary texts)."""
    found: dict[str, list[Row]] = {name: [] for name in NEAR}
    for path in sorted(CORPUS.glob("*.tsv")):
        if not path.stem.endswith("_b"):
            for line in path.read_text(encoding="utf-8").splitlines():
                labels, text = line.split("\t")[:2]
                found[script(text)].append((features(text), "none" not in labels.split("|"), path.stem))
    for text in background(hs):
        found[script(text)].append((features(text), False, ""))
    return found


def _settle(given: sparse.csr_matrix, labels: np.ndarray, weights: np.ndarray, start: np.ndarray, penalty: float) -> np.ndarray:
    """The least loss with the penalty: every weight is the difference of two that are never below nought, the bias the last."""
    count = given.shape[1]
    turned = given.T.tocsr()

    def loss(both: np.ndarray) -> tuple[float, np.ndarray]:
        score = both[-1] + given @ (both[:count] - both[count:-1])
        value = float((weights * (np.logaddexp(0, score) - labels * score)).sum() + penalty * both[:-1].sum())
        miss = weights * (1 / (1 + np.exp(-np.clip(score, -60, 60))) - labels)
        slope = turned @ miss
        return value, np.concatenate([slope + penalty, penalty - slope, [miss.sum()]])

    bounds = [(0, None)] * (2 * count) + [(None, None)]
    both = np.concatenate([np.maximum(start[:-1], 0), np.maximum(-start[:-1], 0), start[-1:]])
    found = optimize.minimize(loss, both, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": STEPS, "maxfun": 2 * STEPS, "ftol": 1e-7, "gtol": 1e-2})
    return np.concatenate([found.x[:count] - found.x[count:-1], found.x[-1:]])


def fit(given: sparse.csr_matrix, labels: np.ndarray, weights: np.ndarray, penalty: float = PENALTY) -> tuple[float, np.ndarray]:
    """Bias and weights of a logistic regression with an absolute penalty, on those columns that pull harder than the penalty holds."""
    beta = np.zeros(given.shape[1] + 1)
    beta[-1] = math.log(weights[labels > 0].sum() / weights[labels == 0].sum())
    turned, columns = given.T.tocsr(), np.zeros(0, dtype=int)
    for _ in range(LOOKS):
        slope = turned @ (weights * (1 / (1 + np.exp(-(beta[-1] + given @ beta[:-1]))) - labels))
        pulling = np.flatnonzero((np.abs(slope) > penalty * 1.02) & (beta[:-1] == 0))
        if not len(pulling):
            break
        strongest = pulling[np.argsort(-np.abs(slope[pulling]), kind="stable")[:MOST_NEW]]
        columns = np.union1d(np.flatnonzero(beta[:-1]), strongest)
        beta[[*columns, -1]] = _settle(given[:, columns], labels, weights, beta[[*columns, -1]], penalty)
    return float(beta[-1]), beta[:-1]


def matrix(some: list[frozenset[str]], index: dict[str, int]) -> sparse.csr_matrix:
    """A row per text, a column per feature."""
    pairs = [(number, index[name]) for number, names in enumerate(some) for name in sorted(names) if name in index]
    down, across = (np.array(side) for side in zip(*pairs, strict=True))
    return sparse.csr_matrix((np.ones(len(pairs)), (down, across)), shape=(len(some), len(index)))


def weighed(given: list[Row]) -> dict[str, Any]:
    """Bias, threshold and weights of one script."""
    # the same ordinary text many times is one with a weight
    once = Counter((names, label, stem) for names, label, stem in given)
    keys = sorted(once, key=lambda key: (key[2], key[1], sorted(key[0])))
    seen = Counter(name for names, *_ in given for name in names)
    index = {name: number for number, name in enumerate(sorted(name for name, count in seen.items() if count >= LEAST))}
    whole = matrix([names for names, *_ in keys], index)
    labels = np.array([float(label) for _, label, _ in keys])
    many = np.array([once[key] * (CLOSE if key[2] and not key[1] else 1.0) if key[2] else math.sqrt(once[key]) for key in keys])
    stems = sorted({stem for *_, stem in keys if stem})
    fold = np.array([stems.index(stem) % FOLDS if stem else -1 for *_, stem in keys])
    left_out = np.zeros(len(keys))
    for number in range(FOLDS):
        bias, beta = fit(whole[fold != number], labels[fold != number], many[fold != number])
        left_out[fold == number] = bias + whole[fold == number] @ beta
    near = np.repeat(left_out[(fold >= 0) & (labels == 0)], [once[key] for key in keys if key[2] and not key[1]])
    threshold = round(UNIT * float(np.sort(near)[::-1][int(MOST_CLOSE * len(near))])) + 1
    bias, beta = fit(whole, labels, many)
    found = {name: value for name, number in index.items() if abs(value := round(UNIT * float(beta[number]))) >= SMALL}
    pairs: dict[str, dict[str, int]] = {}
    for name, value in sorted(found.items()):
        first, _, second = name.partition(JOIN)
        if second:
            pairs.setdefault(first, {})[second] = value
    passed = left_out[(fold >= 0) & (labels == 1)] * UNIT >= threshold
    print(f"{len(index)} features, {len(found)} weighed, bias {round(UNIT * bias)}, threshold {threshold}; of products not trained on {passed.mean():.3f} pass, of neighbours {(near * UNIT >= threshold).mean():.4f}")
    return {"bias": round(UNIT * bias), "threshold": threshold, "alone": {name: value for name, value in sorted(found.items()) if JOIN not in name}, "pairs": pairs}


def train(hs: str | None, out: Path) -> None:
    """Weigh, choose the thresholds, write."""
    given = rows(hs)
    every = [row for some in given.values() for row in some]
    kinds = {"products": sum(label for _, label, _ in every), "neighbours": sum(bool(stem) and not label for _, label, stem in every), "ordinary texts": sum(not stem for *_, stem in every)}
    found = {"version": about()["model"], "lexicon": about()["version"], "trained_on": kinds, **{name: weighed(given[name]) for name in NEAR}}
    out.write_text(json.dumps(found, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{out.name}: {kinds}")


def measure(hs: str | None) -> None:
    """What the model does to texts that it never saw, and to ordinary ones."""
    for path in sorted(CORPUS.glob("*_b.tsv")):
        given = [(line.split("\t")[0] != "none", classify(line.split("\t")[1])) for line in path.read_text(encoding="utf-8").splitlines()]
        missed = [found for label, found in given if label and not found.nodes]
        clean = [found for label, found in given if not label]
        print(
            f"{path.stem}: {len(given)} texts; surveillance and not asserted: {len(missed)}, of which asked by the lexicon {sum(bool(one.review) for one in missed)}, "
            f"proposed by the model {sum(propose(one) is not None for one in missed)}; none: {len(clean)}, proposed {sum(propose(one) is not None for one in clean)}"
        )
    ordinary = background(hs)
    print(f"ordinary texts: {len(ordinary)}, proposed {sum(propose(classify(text)) is not None for text in ordinary)}; model {model().version}")


def main() -> None:
    """Train or measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hs", metavar="CSV", help="descriptions of the Harmonized System, a column `description`")
    parser.add_argument("--measure", action="store_true", help="print what the model that is there does; write nothing")
    parser.add_argument("--out", metavar="FILE", type=Path, default=DATA, help="write the model there (default: in its place)")
    given = parser.parse_args()
    if given.measure:
        measure(given.hs)
    else:
        train(given.hs, given.out)


if __name__ == "__main__":
    main()
