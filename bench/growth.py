"""The index as it grows: microseconds of a query, recall among the first twenty, bytes. 68 thousand, 680 thousand and 3.4 million names.

``python bench/growth.py [NAMES...]``. The names are those of the real lists in ``../shared/data``; what goes beyond them is made of them
at the time of the run: a real name with one or two of its words put in place of words of others, so that it is another name that looks
alike and is as common in its parts. Nothing is kept. The queries are perturbed real names (``real_names.py``); the right answer is the
real one. Each size runs in a process of its own, so that memory is that of the size.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import process_time

from real_names import perturbed, real_names

SIZES = (68_000, 680_000, 3_400_000)
QUERIES = 40
"""Of each class."""


def grown(base: list[str], size: int, seed: int = 9) -> Iterator[str]:
    """The real names first, then made ones, none of which folds to another."""
    from countersight.names.normalise import fold

    yield from base[:size]
    rng = random.Random(seed)
    parted = [name.split() for name in base]
    words = [word for name in parted for word in name if len(word) > 2]
    held = {hash(fold(name)) for name in base}
    count = len(base)
    while count < size:
        made = list(rng.choice(parted))
        for _ in range(rng.choice((1, 1, 2))):
            made[rng.randrange(len(made))] = rng.choice(words)
        text = " ".join(made)
        key = hash(fold(text))
        if key not in held:
            held.add(key)
            count += 1
            yield text


def one(size: int) -> None:
    """Build, ask, and print one row."""
    from countersight.names.normalise import fold
    from countersight.settings import compiled
    from countersight.store import kernel
    from countersight.store.index import NameIndex, build_index

    base = [name for name, _ in real_names()]
    start = process_time()
    built = build_index(((str(i), name) for i, name in enumerate(grown(base, size))), "")
    took = process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    index = NameIndex(built)
    pairs = [pair for what, held in perturbed(base, QUERIES, 5) if what != "cut at 35" for pair in held]
    random.Random(1).shuffle(pairs)
    times = []
    right = 0
    for name, query in pairs:
        start = process_time()
        hits = index.search(query, 20)
        times.append(process_time() - start)
        key = fold(name)
        right += any(fold(hit.text) == key for hit in hits)
    times.sort()
    print(
        f"{size:>12,}{'compiled' if compiled(kernel) else 'no':>10}{1e6 * sum(times) / len(times):>10.0f}{1e6 * times[len(times) // 2]:>10.0f}{1e6 * times[int(len(times) * 0.99)]:>10.0f}"
        f"{right / len(pairs):>12.4f}{len(built):>16,}{len(built) / size:>8.0f}{took:>10.0f}{peak:>10,.0f}",
        flush=True,
    )


def main() -> None:
    """One process for each size."""
    if sys.argv[1:2] == ["--one"]:
        one(int(sys.argv[2]))
        return
    if len(real_names()) < 1000:
        print("growth: skipped: no lists in ../shared/data")
        return
    print(f"{'names':>12}{'compiled':>10}{'us':>10}{'median':>10}{'p99':>10}{'recall@20':>12}{'bytes':>16}{'a name':>8}{'build s':>10}{'peak MB':>10}", flush=True)
    for size in map(int, sys.argv[1:] or SIZES):
        done = subprocess.run([sys.executable, str(Path(__file__).resolve()), "--one", str(size)], check=False)  # noqa: S603 - our own script
        if done.returncode:
            print(f"{size:>12,}  did not end: exit {done.returncode} (too little memory?)", flush=True)


if __name__ == "__main__":
    main()
