"""How long real filings take: an N-PORT filing of 1,685 positions and two information tables of Form 13F, read, decided, written as CSV."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from time import process_time

from countersight.app import load_rulebooks
from countersight.intake.read import read_matters
from countersight.screening.one import Options, Screener
from countersight.snapshots.build import build
from countersight.store.snapshot import Snapshot
from timing import line, seconds, spread

FILINGS = Path(__file__).parents[2] / "shared" / "data" / "open" / "securities" / "filings"
FILES = ("nport_goldman_bond_2023-03.xml", "13f_information_table_sample.xml", "13f_infotable_abacus.xml")


def main() -> None:
    """Print one line a measurement."""
    if not FILINGS.exists():
        print("holdings: the filings are not beside this checkout")
        return
    paths = [str(FILINGS / name) for name in FILES]
    snapshot, books = Snapshot.in_memory(build(starter=True)), load_rulebooks()

    def decided() -> int:
        screener = Screener(snapshot, books, Options(as_of=date(2026, 11, 20)))
        return len([screener.decide(one) for path in paths for one in read_matters(path).matters])

    count, spent = decided(), []
    for _ in range(5):
        start = process_time()
        decided()
        spent.append(process_time() - start)
    print(line(f"{count:,} positions read and decided: processor time", spread(spent), "s", "2"))

    def whole() -> None:
        with tempfile.TemporaryDirectory() as folder:
            out = str(Path(folder) / "answers.csv")
            done = subprocess.run(  # noqa: S603 - our own command
                [sys.executable, "-m", "countersight", "screen", *paths, "--as-of", "2026-11-20", "--format", "csv", "--out", out], capture_output=True, env=dict(os.environ), check=False
            )
            if done.returncode > 1:
                sys.exit(done.stderr.decode())

    whole()
    print(line("the same as a whole process, written as CSV", spread(seconds(whole, 5)), "s", "-"))


if __name__ == "__main__":
    main()
