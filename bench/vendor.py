"""A vendor file against the lists: whole matches a second on one core, the first answer of a process aside (``startup.py``).

``python bench/vendor.py [ROWS]`` makes the first ROWS (50,000; ``1000000`` for the whole file) of a file in which 26 of 100 rows repeat an
earlier one and 5 of 100 are listed parties, perturbed; the others are names on no list (real ones where ``../shared/data`` has them, else
invented). Rows that are the same are asked once. Processor time. The peer (nomenklatura's blocker, and logic-v2 on each of its candidates)
takes a stratified sample of 2,000 rows of the same file, which are left out of it before, in the same run, with the interpreter that
``PEER_PYTHON`` names: once as it comes, and once with its candidates cut to 20, where it is fastest and sees fewest. Here up to 40 names that are near are compared for each row.
"""

from __future__ import annotations

import gc
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "tools")]
WHOLE = 1_000_000
ROWS = 50_000
REPEATED, LISTED = 0.26, 0.05
SAMPLE = 2_000
CUT: tuple[int | None, ...] = (None, 20)
"""Candidates of the peer in each of its runs; None: as many as it comes with."""
WARM = 1_000
MORE = 10_000
"""Rows beyond the measured ones, for those that are drawn from the whole file and taken out of it: what a warm process and the peer are asked is new to both."""

if TYPE_CHECKING:
    from countersight.store.snapshot import Snapshot


def vendor_rows(listed: list[str], others: Iterator[str], many: int) -> Iterator[tuple[str, bool]]:
    """Name, and whether it was made of a listed one."""
    from names import perturbations

    rng = random.Random(29)
    changes = [change for _, change in perturbations(29)]
    held: list[tuple[str, bool]] = []
    for _ in range(many):
        if held and rng.random() < REPEATED:
            yield rng.choice(held)
            continue
        real = rng.random() < LISTED
        row = (rng.choice(changes)(rng.choice(listed)), True) if real else (next(others), False)
        held.append(row)
        yield row


def not_listed(listed: set[str]) -> Iterator[str]:
    """Names on no list, without end: real ones first."""
    from name_pairs import Maker
    from names import LEI

    if LEI.exists():
        import duckdb

        rows = duckdb.execute(f"SELECT name FROM '{LEI}' USING SAMPLE reservoir(400000 ROWS) REPEATABLE (31)").fetchall()  # noqa: S608 - our own path
        yield from (name for (name,) in rows if name.lower() not in listed)
    m = Maker(31, "test")
    while True:
        yield " ".join(filter(None, m.org()))


def matched(snapshot: Snapshot, rows: list[tuple[str, bool]]) -> tuple[float, list[bool]]:
    """Seconds, and for each row whether anybody was shown: as a table is matched, rows that are the same once, no search for cycles meanwhile."""
    from countersight.cycles import uncollected
    from countersight.match.bulk import match_names

    gc.collect()  # what was made before is not to be looked through on the time of these rows
    start = process_time()
    with uncollected():
        out = [found.match is not None or bool(found.possible) for found in match_names(snapshot, (name for name, _ in rows))]
    return process_time() - start, out


def warm_query(snapshot: Snapshot, rows: list[tuple[str, bool]]) -> float:
    """Median microseconds of one question to a process that has answered before; the rows are new to it."""
    from statistics import median

    from countersight.match.matcher import resolve

    spent = []
    for name, _ in rows:
        start = process_time()
        resolve(snapshot, (name,))
        spent.append(process_time() - start)
    return 1e6 * median(spent)


def peer(listed: list[tuple[str, str, str]], rows: list[tuple[str, bool]], ours: float) -> None:
    """The same sample by the peer."""
    python = os.environ.get("PEER_PYTHON", "")
    if not python:
        print("vendor: the peer is skipped: PEER_PYTHON names no interpreter with nomenklatura")
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.json"
        path.write_text(json.dumps({"listed": [(name, schema) for name, schema, _ in listed], "rows": [name for name, _ in rows], "candidates": CUT}), encoding="utf-8")
        done = subprocess.run([python, str(HERE / "peer_vendor.py"), str(path)], capture_output=True, text=True, check=False)  # noqa: S603 - the user's own interpreter
    if done.returncode:
        print(f"vendor: the peer failed: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else done.returncode}")
        return
    for cut, (limit, spent, shown) in zip(CUT, json.loads(done.stdout), strict=True):
        what = f"as it comes ({limit} candidates a row)" if cut is None else f"with its candidates cut to {limit} a row"
        theirs = len(rows) / spent
        print(f"vendor: the peer {what}: {theirs:,.0f} rows/s over {len(rows)} rows; {_shown(rows, shown)}; here {ours / theirs:,.1f} times as fast")


def _shown(rows: list[tuple[str, bool]], shown: list[bool]) -> str:
    """Shares of the rows made of listed names, and of the others, for which anybody is shown."""
    listed, others = (sum(found for (_, real), found in zip(rows, shown, strict=True) if real == what) / max(1, sum(real == what for _, real in rows)) for what in (True, False))
    return f"shown of the listed {listed:.3f}, of the others {others:.4f}"


def main() -> None:
    """Run, and print one line for each number."""
    from countersight.match import kernel
    from countersight.settings import compiled
    from names import CSL22, _snapshot, listed

    if not CSL22.exists():
        print("vendor: skipped: no lists in ../shared/data")
        return
    many = next((int(one) for one in sys.argv[1:] if one.isdigit()), ROWS)
    names = listed()
    snapshot, _ = _snapshot()
    texts = [name for name, _, _ in names]
    made = list(vendor_rows(texts, not_listed({name.lower() for name in texts}), many + MORE))
    rng, distinct = random.Random(37), list(dict.fromkeys(made))
    sample = [row for what, share in ((True, LISTED), (False, 1 - LISTED)) for row in rng.sample([one for one in distinct if one[1] == what], round(SAMPLE * share))]
    warm = rng.sample(distinct, WARM)
    later = {*sample, *warm}
    rows = [row for row in made if row not in later][:many]
    snapshot.named("to map the index", "", "", 1, 999)
    half = many // 2
    first, shown = matched(snapshot, rows[:half])
    second, rest = matched(snapshot, rows[half:])
    shown += rest
    how = "compiled" if compiled(kernel) else "not compiled"
    rate = len(rows) / (first + second)
    print(f"vendor: {len(rows):,} of {WHOLE:,} rows against {len(names):,} names, {how}: {rate:,.0f} rows/s; over the second half, when listed names are laid out, {len(rest) / second:,.0f} rows/s")
    print(f"vendor: {_shown(rows, shown)}")
    print(f"vendor: a warm question, median: {warm_query(snapshot, warm):.0f} us")
    spent, shown = matched(snapshot, sample)
    print(f"vendor: the sample of {len(sample)} rows here: {len(sample) / spent:,.0f} rows/s; {_shown(sample, shown)}")
    peer(names, sample, len(sample) / spent)


if __name__ == "__main__":
    main()
