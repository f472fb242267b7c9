"""Peers side by side in one run, on the same names and the same lists: this program, rapidfuzz over all names, nomenklatura, splink.

``python bench/peers.py [ROWS]`` takes ROWS (2,000) new rows of the vendor file of ``vendor.py`` (5 of 100 are listed parties, spoilt) and
asks each who of the list they are. Names alone, processor time of the questions; what is made once of the list is not in it.

* this program: ``resolve``, a match or a possible one;
* rapidfuzz: every folded name of the list by ``fuzz.WRatio``, shown from 90 on (the brute force that many write themselves);
* nomenklatura (``PEER_PYTHON``): its blocker gives 20, logic-v2 compares, shown from 0.7 on;
* splink (``SPLINK_PATH``, a folder with ``pip install --target``): linked as two tables by DuckDB on the clock of one thread, with its own
  comparison of names, blocked by the first four letters or the last word; shown from a match probability of 0.5 on. It is made for records
  with several fields; here it has one.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import process_time

from record import put, short

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "tools")]
ROWS = 2_000
LISTED = 0.05
CUT = 20
"""Candidates of nomenklatura's blocker for each row."""
FROM = 90
"""Of 100, what rapidfuzz shows."""

Row = tuple[str, bool]
Answer = tuple[float, list[bool]]
"""Seconds, and for each row whether anybody was shown."""


def ours(listed: list[tuple[str, str, str]], rows: list[Row]) -> Answer:
    """This program; the first rows are asked once before, as the peers load their tables before."""
    from countersight.cycles import uncollected
    from countersight.match.bulk import match_names
    from names import _snapshot

    del listed
    snapshot, _ = _snapshot()
    list(match_names(snapshot, (name for name, _ in rows[: len(rows) // 4])))
    start = process_time()
    with uncollected():
        shown = [found.match is not None or bool(found.possible) for found in match_names(snapshot, (name for name, _ in rows))]
    return process_time() - start, shown


def brute(listed: list[tuple[str, str, str]], rows: list[Row]) -> Answer:
    """Every name of the list, for each row."""
    from rapidfuzz import fuzz, process

    from countersight.names.normalise import fold

    names = list(dict.fromkeys(fold(name) for name, _, _ in listed))
    start = process_time()
    shown = [process.extractOne(fold(name), names, scorer=fuzz.WRatio, score_cutoff=FROM) is not None for name, _ in rows]
    return process_time() - start, shown


def elsewhere(script: str, python: str, path: str = "") -> Callable[[list[tuple[str, str, str]], list[Row]], Answer]:
    """A peer in a process of its own interpreter."""

    def asked(listed: list[tuple[str, str, str]], rows: list[Row]) -> Answer:
        with tempfile.TemporaryDirectory() as folder:
            given = Path(folder) / "rows.json"
            given.write_text(json.dumps({"listed": [(name, schema) for name, schema, _ in listed], "rows": [name for name, _ in rows], "candidates": [CUT]}), encoding="utf-8")
            env = os.environ | ({"PYTHONPATH": path} if path else {})
            done = subprocess.run([python, str(HERE / script), str(given)], capture_output=True, text=True, check=False, env=env)  # noqa: S603 - the user's own interpreter
        if done.returncode:
            raise RuntimeError(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else str(done.returncode))
        *_, spent, shown = json.loads(done.stdout.splitlines()[-1])[-1]
        return spent, shown

    return asked


def main() -> None:
    """Run, and print one line for each."""
    from names import CSL22, listed
    from vendor import not_listed, vendor_rows

    if not CSL22.exists():
        print("peers: skipped: no lists in ../shared/data")
        return
    many = next((int(one) for one in sys.argv[1:] if one.isdigit()), ROWS // 10 if short() else ROWS)
    names = listed()
    texts = [name for name, _, _ in names]
    made = list(dict.fromkeys(vendor_rows(texts, not_listed({name.lower() for name in texts}), 40 * many)))
    rng = random.Random(41)
    rows = [row for what, share in ((True, LISTED), (False, 1 - LISTED)) for row in rng.sample([one for one in made if one[1] == what], round(many * share))]
    peers: dict[str, Callable[[list[tuple[str, str, str]], list[Row]], Answer] | None] = {
        "countersight": ours,
        "rapidfuzz, every name": brute,
        "nomenklatura, blocker and logic-v2": elsewhere("peer_vendor.py", os.environ["PEER_PYTHON"]) if os.environ.get("PEER_PYTHON") else None,
        "splink, DuckDB": elsewhere("peer_splink.py", sys.executable, os.environ["SPLINK_PATH"]) if os.environ.get("SPLINK_PATH") else None,
    }
    for who, ask in peers.items():
        if ask is None:
            print(f"peers: {who}: skipped: {'PEER_PYTHON' if 'nomen' in who else 'SPLINK_PATH'} is not set")
            continue
        try:
            spent, shown = ask(names, rows)
        except (RuntimeError, ImportError) as fault:
            print(f"peers: {who}: failed: {fault}")
            continue
        told = [sum(found for (_, real), found in zip(rows, shown, strict=True) if real == what) / max(1, sum(real == what for _, real in rows)) for what in (True, False)]
        put("peers: rows a second", len(rows), len(rows) / spent, "rows/s", who=who)
        put("peers: shown of the listed", len(rows), told[0], "share", who=who)
        put("peers: shown of the others", len(rows), told[1], "share", who=who)
        print(f"peers: {who:<36} {len(rows) / spent:>10,.0f} rows/s; shown of the listed {told[0]:.3f}, of the others {told[1]:.4f} ({len(rows):,} rows, {len(names):,} names)", flush=True)


if __name__ == "__main__":
    main()
