"""Matches rows of a vendor file with splink on DuckDB. Run by ``bench/peers.py`` with splink 5 on its path.

Use: ``python bench/peer_splink.py ROWS.json`` (``listed``: name and schema; ``rows``: names). Prints as JSON, as of one run, the seconds of processor time that
prediction took (how often other bodies are alike is learnt before), and which rows it shows from a match probability of 0.5 on.
"""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from time import process_time

FROM = 0.5
LEVELS, MET = [0.97, 0.92, 0.85], [0.5, 0.25, 0.15, 0.08, 0.02]
"""Of Jaro-Winkler, and how often the same body reaches them: told, since so few true pairs train nothing."""


def main() -> None:
    """Learn, link, tell."""
    duckdb = importlib.import_module("duckdb")
    splink = importlib.import_module("splink")
    library = importlib.import_module("splink.comparison_library")
    given = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    base = duckdb.connect()
    base.execute("SET threads = 1")
    for table, names in (("listed", [name for name, _ in given["listed"]]), ("rows", given["rows"])):
        base.execute(f"CREATE TABLE {table} (unique_id INTEGER, name VARCHAR, first VARCHAR, last VARCHAR)")
        told = [(at, low, low[:4], low.split()[-1] if low.split() else "") for at, name in enumerate(names) for low in (name.lower().strip(),)]
        base.executemany(f"INSERT INTO {table} VALUES (?, ?, ?, ?)", told)  # noqa: S608 - our own words
    blocks = [splink.block_on("first"), splink.block_on("last")]
    settings = splink.SettingsCreator(
        link_type="link_only", comparisons=[library.JaroWinklerAtThresholds("name", LEVELS).configure(m_probabilities=MET)], blocking_rules_to_generate_predictions=blocks, probability_two_random_records_match=1 / len(given["listed"])
    )
    api = splink.DuckDBAPI(base)
    linker = splink.Linker([api.register(name, dataset_display_name=f"of_{name}") for name in ("listed", "rows")], settings)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e7)
    start = process_time()
    found = linker.inference.predict(threshold_match_probability=FROM)
    told = found.as_record_list()
    spent = process_time() - start
    shown = {int(one[f"unique_id_{side}"]) for one in told for side in ("l", "r") if one[f"source_dataset_{side}"] == "of_rows"}
    print(json.dumps([[spent, [at in shown for at in range(len(given["rows"]))]]]))


if __name__ == "__main__":
    main()
