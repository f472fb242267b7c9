"""Names compared where Han is: order and recall on labelled pairs, time a pair. Reads ``../shared/eval``; says so where it is absent."""

from __future__ import annotations

import csv
from pathlib import Path
from time import perf_counter

from countersight.names.han_compare import compare_han

PAIRS = Path(__file__).parents[2] / "shared" / "eval" / "names"


def order(scored: list[tuple[float, bool]]) -> tuple[float, float]:
    """Average precision, and the recall at a precision of 0.90; pairs of one score count together."""
    scored = sorted(scored, reverse=True)
    same = sum(label for _, label in scored)
    found = at = 0
    total = best = before = 0.0
    while at < len(scored):
        score = scored[at][0]
        while at < len(scored) and scored[at][0] == score:
            found += scored[at][1]
            at += 1
        precision, recall = found / at, found / same
        total += (recall - before) * precision
        before = recall
        if precision >= 0.9:
            best = recall
    return total, best


def main() -> None:
    """One line a file."""
    for name, target in (("zh_pairs", "0.94 / 0.82"), ("zh_pairs_synthetic", "a second look")):
        file = PAIRS / f"{name}.csv"
        if not file.exists():
            print(f"han: {file} is absent")
            continue
        with file.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        compare_han("海康威视", "Hikvision")
        start = perf_counter()
        scored = [(compare_han(row["name1"], row["name2"]).score, row["is_match"] == "1") for row in rows]
        spent = (perf_counter() - start) / len(rows) * 1e6
        precision, recall = order(scored)
        print(f"han: {name}, {len(rows):,} pairs: average precision {precision:.3f}, recall at precision 0.90 {recall:.3f}, {spent:.0f} µs a pair; target {target}")


if __name__ == "__main__":
    main()
