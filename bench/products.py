"""The classifier of items: how many short texts a second of one core, in both languages, and how long the lexicon takes to load.

The first lines count processor time, not the clock on the wall: on a machine that others use, that is what one core does.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from time import process_time

from countersight.products.classify import classify
from timing import line, seconds, spread

CORPUS = Path(__file__).parents[1] / "tests" / "products" / "corpus"
ROUNDS = 4
RUNS = 15


def texts() -> list[str]:
    """The invented texts that stand beside the tests."""
    rows = [row for half in ("half_a", "half_b") for row in (CORPUS / f"{half}.tsv").read_text(encoding="utf-8").splitlines()]
    return [row.split("\t")[1] for row in rows]


def main() -> None:
    """Print one line per measurement."""
    every = texts()
    for name, some in (("both languages", every), ("Chinese", [text for text in every if not text.isascii()]), ("English", [text for text in every if text.isascii()])):

        values = []
        for _ in range(RUNS):
            start = process_time()
            for text in ROUNDS * some:
                classify(text)
            values.append(ROUNDS * len(some) / (process_time() - start))
        print(line(f"classify, {name}", spread(values), "texts/s", "20,000"))
    load = [sys.executable, "-c", "from countersight.products.lexicon import lexicon; lexicon()"]
    found = spread([1000 * one for one in seconds(lambda: subprocess.run(load, check=True), 5)])  # noqa: S603 - our own code
    print(line("lexicon read and indexed, a whole process", found, "ms", "none set"))


if __name__ == "__main__":
    main()
