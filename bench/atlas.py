"""How long a snapshot takes out of the real lists, and how much memory: whole processes. Wants ``../shared/data``."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from timing import line, seconds, spread

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "open"
OFAC = DATA / "ofac_un_watchman"
CSL = DATA / "us_csl_full_2022-04" / "consolidated.csv"
RUNS = 3
NAMES = ("Aksu District Public Security Bureau", "Hangzhou Hikvision Digital Technology Co., Ltd.", "杭州海康威视数字技术股份有限公司")


def command(*arguments: str) -> str:
    """One whole process, its output, and an end of the bench if it fails; exit code 1 is an answer."""
    done = subprocess.run([sys.executable, "-m", "countersight", *arguments], capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    if done.returncode > 1:
        sys.exit(f"countersight {' '.join(arguments)} ended with {done.returncode}:\n{done.stderr}")
    return done.stdout


def peak_mb(*arguments: str) -> float:
    """The largest resident set of one process."""
    read, write = os.pipe()
    code = "import os,resource,subprocess,sys; subprocess.run(sys.argv[2:], capture_output=True); os.write(int(sys.argv[1]), str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss).encode())"
    subprocess.run([sys.executable, "-c", code, str(write), sys.executable, "-m", "countersight", *arguments], check=True, pass_fds=(write,))  # noqa: S603 - our own
    os.close(write)
    with os.fdopen(read) as told:
        return int(told.read()) / 1024


def main() -> None:
    """Print how long it took, how much memory, and what is found in the snapshot."""
    if not CSL.exists():
        print("skipped: no ../shared/data with the real lists")
        return
    with tempfile.TemporaryDirectory() as place:
        tables = Path(place) / "tables"
        tables.mkdir()
        for path in OFAC.glob("cons_*.csv"):
            shutil.copy(path, tables / path.name)
        lists = ("--csl", f"2022-04-21={CSL}", "--list", f"ofac-consolidated-csv=2025-12-19={tables}", "--list", f"un=2026-02-27={OFAC / 'UN_consolidated.xml'}")
        count = iter(range(RUNS + 1))
        found = seconds(lambda: command("atlas", "build", f"{place}/{next(count)}", *lists), RUNS)
        print(line("atlas build: starter, CSL 2022, OFAC 2025, UN 2026", spread(found), "s", "20 s"))
        print(line("its memory", spread([peak_mb("atlas", "build", f"{place}/{next(count)}", *lists)]), "MB", "1,000 MB"))
        for name in NAMES:
            print("\n".join(command("name", name, "--snapshot", f"{place}/0").splitlines()[:3]))


if __name__ == "__main__":
    main()
