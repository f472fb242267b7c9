"""Killed at random moments: the old snapshot or the new one answers, and nothing half-written is ever read."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.update.invented_lists import put, source, table, wish

from countersight.snapshots.current import current_snapshot
from countersight.snapshots.update import update
from countersight.sources.wish import silent
from countersight.store.snapshot import Snapshot

ROOT = Path(__file__).resolve().parents[2]
ROWS = 2500
SCRIPT = """
import sys
from pathlib import Path
from countersight.snapshots.build import combine  # what an update imports, before the clock runs
from countersight.sources.csl.reader import read_csl
from countersight.snapshots.update import update
from countersight.sources.wish import silent
from tests.update.invented_lists import source, wish
print("go", flush=True)
update(Path(sys.argv[1]), [source()], wish(folder=Path(sys.argv[2])), silent)
"""


def begun(home: Path, folder: Path) -> subprocess.Popen[str]:
    """An update in a process of its own, at the moment at which it begins to work."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))}
    process = subprocess.Popen([sys.executable, "-c", SCRIPT, str(home), str(folder)], stdout=subprocess.PIPE, text=True, env=env)
    assert process.stdout is not None
    assert process.stdout.readline() == "go\n"
    return process


def answering(home: Path) -> str:
    """The hash of the snapshot that answers, every record read back."""
    folder = current_snapshot(home)
    assert folder is not None
    held = Snapshot.open(folder)
    try:
        held.verify()
        return held.content_hash
    finally:
        held.close()


def killed_often(tmp_path: Path, times: int) -> None:
    home, chance = tmp_path / "home", random.Random(times)
    folders = [put(tmp_path / "one", table(ROWS)), put(tmp_path / "two", table(ROWS, "changed"))]
    hashes = {update(home, [source()], wish(folder=folder), silent).content_hash for folder in folders}
    assert len(hashes) == 2
    with begun(home, folders[0]) as process:
        start = time.monotonic()  # from the moment at which it begins to work: starting Python is not the update
        assert process.wait() == 0
    longest = time.monotonic() - start
    died = 0
    for at in range(times):
        # Without the snapshots of before, the new one has to be written again and not only to be pointed at.
        for path in (home / "snapshots").iterdir():
            if path != current_snapshot(home) and not path.name.startswith("."):
                path.rename(tmp_path / f"{at}-{path.name[:8]}")
        before = answering(home)
        with begun(home, folders[(at + 1) % 2]) as process:
            slept = chance.random() * longest
            time.sleep(slept)
            process.kill()
            killed = process.wait() != 0
        died += killed
        longest = longest if killed else slept  # it was done by then: the machine has become faster than when it was measured
        now = answering(home)
        assert now in hashes
        assert now == before or (home / "snapshots" / now).is_dir()
    assert died > times // 2
    assert update(home, [source()], wish(folder=folders[0]), silent).content_hash in hashes
    left = [path for path in home.rglob("*") if path.name.startswith(".") or path.parent.name == "parts"]
    assert left == []


def test_killed_at_a_few_random_moments(tmp_path: Path) -> None:
    killed_often(tmp_path, 5)


@pytest.mark.slow
def test_killed_at_fifty_random_moments(tmp_path: Path) -> None:
    killed_often(tmp_path, 50)


def test_two_updates_at_once_do_one_thing(tmp_path: Path) -> None:
    folder = put(tmp_path / "in", table(ROWS))
    with begun(tmp_path / "home", folder) as first, begun(tmp_path / "home", folder) as second:
        codes = sorted((first.wait(), second.wait()))
    assert codes in ([0, 0], [0, 1])
    assert answering(tmp_path / "home")
