"""Matches rows of a vendor file with nomenklatura: its blocker gives candidates, logic-v2 compares each (whoever else a party may be is part of the answer on either side). Run by ``bench/vendor.py``.

Use: ``PEER_PYTHON bench/peer_vendor.py ROWS.json`` (``listed``: name and schema; ``rows``: names; ``candidates``: for each run how many the
blocker gives, null for as many as it comes with). Prints as JSON for each run how many it may give, the seconds of processor time that the
rows took (the index and the first comparison, which loads the tables, are made before), and which rows it shows at 0.7.
"""

from __future__ import annotations

import importlib
import json
import sys
import tempfile
from pathlib import Path
from time import process_time
from typing import Any

THRESHOLD = 0.7


def main() -> None:
    """Index, match, tell."""
    ftm = importlib.import_module("followthemoney")
    dataset = importlib.import_module("followthemoney.dataset").Dataset.make({"name": "bench", "title": "bench"})
    store_of = importlib.import_module("nomenklatura.store.memory").MemoryStore
    index_of = importlib.import_module("nomenklatura.blocker.index").Index
    algorithm = importlib.import_module("nomenklatura.matching").get_algorithm("logic-v2")
    linker = importlib.import_module("nomenklatura.resolver").Linker
    given = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))

    def entity(key: str, schema: str, name: str) -> Any:  # noqa: ANN401 - of a library that is not installed here
        return ftm.StatementEntity.from_data(dataset, {"id": key, "schema": schema, "properties": {"name": [name]}})

    store = store_of(dataset, linker({}))
    listed = {f"l{i}": entity(f"l{i}", schema, name) for i, (name, schema) in enumerate(given["listed"])}
    with store.writer() as writer:
        for one in listed.values():
            writer.add_entity(one)
    rows = {f"r{i}": entity(f"r{i}", "LegalEntity", name) for i, name in enumerate(given["rows"])}
    config = algorithm.default_config()
    algorithm.compare(rows["r0"], listed["l0"], config)
    told = []
    for many in given["candidates"]:
        shown: set[str] = set()
        with tempfile.TemporaryDirectory() as folder:
            index = index_of(store.default_view(), Path(folder), {} if many is None else {"max_candidates": many})
            index.build()
            start = process_time()
            for key, matches in index.match_entities(rows.values()):
                scores = [algorithm.compare(rows[str(key)], listed[str(other)], config).score for other, _ in matches]
                if max(scores, default=0) >= THRESHOLD:
                    shown.add(str(key))
            spent = process_time() - start
            limit = index.max_candidates
            index.close()
        told.append([limit, spent, [key in shown for key in rows]])
    print(json.dumps(told))


if __name__ == "__main__":
    main()
