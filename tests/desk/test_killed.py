"""Kill -9 at any moment under load: no acknowledged write is lost, and the ledger verifies, each time."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from countersight.cases.cases import Cases
from countersight.cases.checking import check_queue
from countersight.desk.desk import Desk
from countersight.desk.verifying import verify

WRITER = Path(__file__).with_name("writer.py")


def killed(url: str, folder: Path, least: int, seconds: float) -> list[str]:
    """Start the writer, kill it some time after it acknowledged so many writes, and give back what it had acknowledged."""
    with subprocess.Popen([sys.executable, str(WRITER), url, str(folder)], stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        first = running.stdout.readline()
        assert first == b"ready\n", first
        read = [running.stdout.readline() for _ in range(least)]  # a busy machine writes few in a time that is fixed
        time.sleep(seconds)
        running.send_signal(signal.SIGKILL)
        out = b"".join((*read, running.stdout.read()))
        assert running.wait() == -signal.SIGKILL
    return out.decode().splitlines()


def look(desk: Desk, acknowledged: list[str], whole: bool) -> int:  # noqa: FBT001 - one of two ways to look
    handle = desk.of("office", new=True)
    cases = Cases(handle, "after")
    for line in acknowledged:
        what, _, which = line.partition(" ")
        if what == "decision":
            told = handle.decisions.get(which)
            assert told is not None, f"lost: {line}"
            assert told["id"] == which
        elif what == "case":
            case_id, _, events = which.partition("=")
            assert cases.get(case_id).events >= int(events), f"lost: {line}"
        else:
            found = handle.once.seen(which, "print")
            assert found is not None, f"lost: {line}"
            entry = handle.ledger.entry(found.answer["entry"])
            assert entry is not None
            assert entry.subject == which
    if whole:
        found_ = verify(handle)
        assert found_.sound, found_.faults
        assert check_queue(handle) == []
    return len(acknowledged)


def rounds(url: str, folder: Path, times: int, seed: int) -> int:
    """Kill again and again, over one database that grows; what was acknowledged in any round is looked for in the last one again."""
    chance = random.Random(seed)
    held: list[str] = []
    for number in range(times):
        lines = killed(url, folder, chance.randint(0, 12), chance.uniform(0.0, 0.3))
        desk = Desk.open(url, folder)
        look(desk, lines, whole=number % 10 == 9 or times <= 20)
        desk.close()
        held += lines
    desk = Desk.open(url, folder)
    look(desk, held, whole=True)
    desk.close()
    return len(held)


def test_killed_at_any_moment(tmp_path: Path) -> None:
    written = rounds(f"sqlite:///{tmp_path / 'office.db'}", tmp_path / "ledger", 6, seed=1)
    assert written > 20, written


def test_killed_at_any_moment_over_postgresql(url: str, tmp_path: Path) -> None:
    if url.startswith("sqlite"):
        pytest.skip("the other test does that")
    assert rounds(url, tmp_path / "ledger", 4, seed=2) > 20


@pytest.mark.slow
def test_killed_two_hundred_times(tmp_path: Path) -> None:
    seed = int(os.environ.get("COUNTERSIGHT_SEED", "3"))
    written = rounds(f"sqlite:///{tmp_path / 'office.db'}", tmp_path / "ledger", 200, seed)
    print(f"200 times killed, {written} writes acknowledged, none lost")  # noqa: T201 - the number that is quoted
    assert written > 1000
