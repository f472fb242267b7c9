"""Recall among the first twenty candidates, over the names of the real lists and every class of ``real_names.py``: with time, per class.

``python bench/recall.py [QUERIES]``: so many queries of each class (default 1,100, about 31 thousand in all). A name counts as found where
it, or one that folds to the same, is among the first twenty. Skipped, saying so, where there are no lists in ``../shared/data``.
"""

from __future__ import annotations

import sys
from time import process_time

from real_names import perturbed, real_names

K = 20


def main() -> None:
    """Measure and print a table."""
    from countersight.names.normalise import fold
    from countersight.store.index import NameIndex, build_index

    many = int(sys.argv[1]) if len(sys.argv) > 1 else 1100
    names = [name for name, _ in real_names()]
    if len(names) < 1000:
        print("recall: skipped: no lists in ../shared/data")
        return
    start = process_time()
    built = build_index(((str(i), name) for i, name in enumerate(names)), "")
    index = NameIndex(built)
    print(f"recall: {len(names):,} names of real lists, {len(built) / 1e6:.1f} MB, built in {process_time() - start:.1f} s of one core")
    print(f"{'class':<24}{'queries':>9}{'recall@1':>10}{'recall@20':>11}{'us':>8}")
    totals: list[tuple[str, int, int, float]] = []
    for what, pairs in perturbed(names, many, 3):
        start = process_time()
        found = [index.search(query, K) for _, query in pairs]
        took = process_time() - start
        keys = [(fold(name), [fold(hit.text) for hit in hits]) for (name, _), hits in zip(pairs, found, strict=True)]
        first, within = (sum(key in hits[:limit] for key, hits in keys) for limit in (1, K))
        totals.append((what, len(pairs), within, took))
        print(f"{what:<24}{len(pairs):>9,}{first / max(1, len(pairs)):>10.4f}{within / max(1, len(pairs)):>11.4f}{1e6 * took / max(1, len(pairs)):>8.0f}")
    for label, kept in (("all classes", totals), ("without 'cut at 35'", [one for one in totals if one[0] != "cut at 35"])):
        queries = sum(one[1] for one in kept)
        mean = sum(one[2] / one[1] for one in kept if one[1]) / sum(bool(one[1]) for one in kept)
        print(f"recall: {label}: {len(kept)} classes, {queries:,} queries, recall@20 {sum(one[2] for one in kept) / queries:.4f} (mean of classes {mean:.4f}), {1e6 * sum(one[3] for one in kept) / queries:.0f} us a query")


if __name__ == "__main__":
    main()
