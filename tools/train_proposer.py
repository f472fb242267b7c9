"""Trains the linear model that proposes a look (``products/proposer.py``) and writes it, or measures the one that is there.

Positives: the own corpus (``half_a``, ``read``, ``titles_a``) and the texts that concepts find. Negatives: the same files' ``none``
rows, the texts that concepts miss, every ordinary tender of ``proposer_background.yaml``, and the descriptions of the Harmonized System
where ``--hs`` names a file of them (one CSV with a column ``description``). The halves ``half_b`` and ``titles_b`` are never trained
on; ``--measure`` prints what the model does to them. The result depends on the inputs only: no seed, no order of files.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from countersight.products.classify import classify
from countersight.products.data import load
from countersight.products.lexicon import lexicon
from countersight.products.proposer import DATA, concepts_of, model, propose
from countersight.products.taxonomy import about

HERE = Path(__file__).parent
CORPUS = HERE.parent / "tests" / "products" / "corpus"
TRAINING = ("half_a", "read", "titles_a")
HELD_OUT = ("half_b", "titles_b")
ROUNDS = 300
RATE = 0.5
SHRINK = 0.002
UNIT = 100
MOST_BACKGROUND = 0.005
"""The share of ordinary texts that may be proposed."""

Row = tuple[tuple[str, ...], bool]


def corpus(names: Iterable[str]) -> list[tuple[bool, str]]:
    """Label and text of the named files."""
    found = []
    for name in names:
        rows = (line.split("\t") for line in (CORPUS / f"{name}.tsv").read_text(encoding="utf-8").splitlines())
        found += [("none" not in label.split("|"), text) for label, text in rows]
    return found


def background(hs: str | None) -> list[str]:
    """Ordinary texts."""
    lists = load(HERE / "proposer_background.yaml")
    found: list[str] = [f"{buyer}{good}" for kind in ("", "civil_") for buyer in lists[f"{kind}buyers"] for good in lists[f"{kind}goods"]] + lists["english"]
    if hs:
        with Path(hs).open(encoding="utf-8-sig", newline="") as lines:
            found += [row["description"] for row in csv.DictReader(lines)]
    return found


def features(text: str) -> tuple[str, ...]:
    """The concepts of a text, in one order."""
    return tuple(sorted(concepts_of(classify(text))))


def fit(rows: Counter[Row]) -> tuple[float, dict[str, float]]:
    """Logistic regression by full gradient descent with shrinkage; each different row once, with its count."""
    weights: dict[str, float] = {}
    bias = 0.0
    steps: dict[str, float] = {}
    bias_step = 0.0
    total = sum(math.sqrt(count) for count in rows.values())
    for _ in range(ROUNDS):
        slope = 0.0
        slopes: dict[str, float] = {}
        for (names, label), count in sorted(rows.items()):
            score = bias + sum(weights.get(name, 0.0) for name in names)
            miss = math.sqrt(count) * (label - 1 / (1 + math.exp(-max(-30.0, min(30.0, score)))))
            slope += miss
            for name in names:
                slopes[name] = slopes.get(name, 0.0) + miss
        bias_step += (slope / total) ** 2
        bias += RATE * (slope / total) / (math.sqrt(bias_step) + 1e-9)
        for name, value in slopes.items():
            down = value / total - SHRINK * weights.get(name, 0.0)
            steps[name] = steps.get(name, 0.0) + down * down
            weights[name] = weights.get(name, 0.0) + RATE * down / (math.sqrt(steps[name]) + 1e-9)
    return bias, weights


def train(hs: str | None, out: Path) -> None:
    """Fit, choose the threshold, write."""
    ours = corpus(TRAINING)
    words = [(True, text) for one in lexicon().concepts if one.kind == "product" for text in one.finds] + [(False, text) for one in lexicon().concepts if one.kind != "context" for text in one.misses if classify(text).top == "none"]
    ordinary = background(hs)
    labelled = [(features(text), label) for label, text in ours + words]
    plain = [features(text) for text in ordinary]
    bias, weights = fit(Counter([*labelled, *((names, False) for names in plain)]))
    whole = {name: round(UNIT * value) for name, value in sorted(weights.items()) if round(UNIT * value)}
    base = round(UNIT * bias)
    silent = [names for names, text in zip(plain, ordinary, strict=True) if not (found := classify(text)).nodes and not found.review]
    scores = sorted((base + sum(whole.get(name, 0) for name in names) for names in silent), reverse=True)
    threshold = max(0, scores[int(MOST_BACKGROUND * len(ordinary))] + 1)
    kinds = {"own texts": len(ours), "texts of concepts": len(words), "ordinary texts": len(ordinary)}
    out.parent.mkdir(exist_ok=True)
    out.write_text(
        json.dumps({"version": about()["model"], "lexicon": about()["version"], "trained_on": kinds, "threshold": threshold, "bias": base, "weights": whole}, indent=1, ensure_ascii=False) + "\n",
        encoding="utf-8",
    )
    print(f"{out.name}: {len(whole)} weights, bias {base}, threshold {threshold}; {kinds}")


def measure(hs: str | None) -> None:
    """What the model does to texts that it never saw, and to ordinary ones."""
    for name in HELD_OUT:
        rows = [(label, found.top != "none", bool(found.nodes or found.review), propose(found) is not None) for label, text in corpus([name]) for found in [classify(text)]]
        missed = [row for row in rows if row[0] and not row[1]]
        clean = [row for row in rows if not row[0]]
        print(
            f"{name}: {len(rows)} texts; surveillance and not asserted: {len(missed)}, of which asked by the lexicon {sum(row[2] for row in missed)}, "
            f"proposed by the model {sum(row[3] for row in missed)}; none: {len(clean)}, proposed {sum(row[3] for row in clean)}"
        )
    ordinary = background(hs)
    print(f"ordinary texts: {len(ordinary)}, proposed {sum(propose(classify(text)) is not None for text in ordinary)}; model {model().version}, threshold {model().threshold}")


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
