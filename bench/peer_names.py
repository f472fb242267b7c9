"""Scores labelled pairs of names with nomenklatura's logic-v2; run by ``bench/names.py`` with an interpreter that has it.

Use: ``PEER_PYTHON bench/peer_names.py PAIRS.csv``: one score a line, then the seconds that the comparing took.
"""

from __future__ import annotations

import csv
import importlib
import sys
from pathlib import Path
from time import perf_counter


def main() -> None:
    """Score every pair."""
    entity = importlib.import_module("followthemoney").ValueEntity
    matching = importlib.import_module("nomenklatura.matching")
    algorithm = matching.get_algorithm("logic-v2")
    config = algorithm.default_config()
    with Path(sys.argv[1]).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    spent = 0.0
    for i, row in enumerate(rows):
        schema = row.get("schema") or "Organization"
        one, two = (entity.from_dict({"id": f"{side}{i}", "schema": schema, "properties": {"name": [row[side]]}}) for side in ("name1", "name2"))
        start = perf_counter()
        score = algorithm.compare(one, two, config).score
        if i:  # the first one loads its tables
            spent += perf_counter() - start
        print(round(score, 6))
    print(spent)


if __name__ == "__main__":
    main()
