"""The classifier of items: how many short texts a second of one core, compiled (``make compile``) and as its source, and how long the lexicon takes to load.

The first lines count processor time, not the clock on the wall: on a machine that others use, that is what one core does. The source is measured in a
process of its own, in the same run.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from time import process_time

from countersight.products import finding
from countersight.products.classify import classify
from countersight.settings import compiled
from timing import line, seconds, spread

CORPUS = Path(__file__).parents[1] / "tests" / "products" / "corpus"
ROUNDS = 4
RUNS = 15


def texts() -> list[str]:
    """The invented texts that stand beside the tests."""
    rows = [row for half in ("half_a", "half_b") for row in (CORPUS / f"{half}.tsv").read_text(encoding="utf-8").splitlines()]
    return [row.split("\t")[1] for row in rows]


def classified() -> None:
    """Print one line per language, with what ran: what is compiled, or the source."""
    every = texts()
    ran = "compiled" if compiled(finding) else "source"
    for name, some in (("both languages", every), ("Chinese", [text for text in every if not text.isascii()]), ("English", [text for text in every if text.isascii()])):
        for text in some:
            classify(text)
        values = []
        for _ in range(RUNS):
            start = process_time()
            for text in ROUNDS * some:
                classify(text)
            values.append(ROUNDS * len(some) / (process_time() - start))
        print(line(f"classify, {name}, {ran}", spread(values), "texts/s", "20,000"), flush=True)


def main() -> None:
    """Print one line per measurement."""
    classified()
    if compiled(finding):
        source = [sys.executable, "-c", "import products; products.classified()"]
        subprocess.run(source, check=True, cwd=Path(__file__).parent, env={**os.environ, "COUNTERSIGHT_PURE": "1"})  # noqa: S603 - our own code
    load = [sys.executable, "-c", "from countersight.products.lexicon import lexicon; lexicon()"]
    found = spread([1000 * one for one in seconds(lambda: subprocess.run(load, check=True), 5)])  # noqa: S603 - our own code
    print(line("lexicon read and indexed, a whole process", found, "ms", "none set"))


if __name__ == "__main__":
    main()
