"""Writes docs/taxonomy: one page per node and the list of them, out of the taxonomy and the lexicon.

``--check`` writes nothing and fails where a page is not what would be written. ``--diff EDITION`` prints what differs between
an older edition (its version, a file of one, or a folder with its YAML files) and this one. ``--archive`` keeps this edition for
later comparisons: do it before you raise the version.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from countersight.products.editions import EDITIONS, current, differences, edition, write
from countersight.products.pages import pages

DOCS = Path(__file__).parents[1] / "docs" / "taxonomy"


def main() -> None:
    """Write, check, compare or keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--diff", metavar="EDITION")
    parser.add_argument("--archive", action="store_true")
    given = parser.parse_args()
    if given.diff:
        for one in differences(edition(given.diff), current()):
            print(one)
        return
    if given.archive:
        print(write(current(), EDITIONS))
        return
    DOCS.mkdir(parents=True, exist_ok=True)
    stale = [name for name, text in pages().items() if not (DOCS / name).exists() or (DOCS / name).read_text(encoding="utf-8") != text]
    if given.check:
        sys.exit(f"stale: {', '.join(stale)}; run python tools/taxonomy.py" if stale else 0)
    for name, text in pages().items():
        (DOCS / name).write_text(text, encoding="utf-8")
    print(f"{len(stale)} of {len(pages())} pages written anew")


if __name__ == "__main__":
    main()
