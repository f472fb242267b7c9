"""The processes of an update: forked where nothing else runs, else begun afresh; and what is sent to them."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from countersight import version
from countersight.screening.again import _together
from countersight.screening.crew import Crew, end, processes
from countersight.screening.parts import Part, _hash

pa = pytest.importorskip("pyarrow")
MARKED = "hasattr(__import__('countersight.version', fromlist=['__version__']), 'MARK')"


@pytest.fixture
def crew() -> Iterator[Crew]:
    found = Crew()
    yield found
    found.close()


def test_one_worker_is_this_process(crew: Crew) -> None:
    crew.start(1)
    assert not crew.several
    assert crew.do(os.getpid).result() == os.getpid()


@pytest.mark.skipif(os.uname().sysname != "Linux", reason="elsewhere nothing is forked")
def test_processes_know_what_this_one_has_read_unless_a_thread_runs(crew: Crew, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(version, "MARK", 1, raising=False)
    crew.start(2, int)
    assert crew.do(os.getpid).result() != os.getpid()
    assert crew.do(eval, MARKED).result()
    other = Crew()
    with ThreadPoolExecutor(1) as thread:
        thread.submit(int).result()
        other.start(2)
        assert not other.do(eval, MARKED).result()
    other.close()
    assert not other.several


def test_what_is_stopped_ends_at_once() -> None:
    pool = processes(2)
    waiting = [pool.submit(time.sleep, 60) for _ in range(5)]
    while not waiting[1].running():
        time.sleep(0.01)
    began = time.monotonic()
    end(pool)
    pool.shutdown()
    assert time.monotonic() - began < 30
    assert all(one.cancelled() or one.exception() for one in waiting)


def test_a_crew_is_closed_in_the_middle_of_its_work(crew: Crew) -> None:
    crew.start(2)
    long = crew.do(time.sleep, 60)
    while not long.running():
        time.sleep(0.01)
    crew.close()
    assert long.exception() is not None
    assert not crew.several


ALIVE = """
import os, sys, time
from countersight.screening.crew import processes
if __name__ == "__main__":
    pool = processes(2, sys.argv[1])
    for one in [pool.submit(time.sleep, 0.05) for _ in range(8)]:
        one.result()
    print(*pool._processes, flush=True)
    time.sleep(60)
"""


@pytest.mark.skipif(os.uname().sysname != "Linux", reason="looks into /proc")
@pytest.mark.parametrize("how", ["fork", "spawn"])
def test_processes_end_with_the_one_that_began_them_though_it_was_killed(how: str, tmp_path: Path) -> None:
    (tmp_path / "alive.py").write_text(ALIVE, encoding="utf-8")
    with subprocess.Popen([sys.executable, str(tmp_path / "alive.py"), how], stdout=subprocess.PIPE, text=True) as begun:
        assert begun.stdout is not None
        others = begun.stdout.readline().split()
        assert len(others) == 2
        assert all(Path("/proc", one).exists() for one in others)
        begun.kill()
    until = time.monotonic() + 20
    while time.monotonic() < until and any(_runs(one) for one in others):
        time.sleep(0.02)
    left = [one for one in others if _runs(one)]
    for one in left:
        os.kill(int(one), signal.SIGKILL)
    assert not left


def _runs(process: str) -> bool:
    """Whether a process is there and more than a name that nobody has asked for."""
    try:
        return Path("/proc", process, "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _batch(rows: int) -> object:
    return pa.RecordBatch.from_pylist([{"id": str(number), "date": date(2026, 1, 1 + number % 5) if number % 3 else None, "parties": [{"name": f"n{number}"}] * (number % 2)} for number in range(rows)])


@pytest.mark.parametrize(("first", "rows"), [(0, 500), (7, 400), (3, 0)])
def test_matters_are_the_same_in_another_process(first: int, rows: int) -> None:
    part = Part(4, 40, _batch(500).slice(first, rows), ({"row": 1, "matter": "x"},))  # type: ignore[attr-defined]
    got = pickle.loads(pickle.dumps(part))  # noqa: S301 - our own
    assert (got.number, got.first, got.bad) == (part.number, part.first, part.bad)
    assert got.batch.equals(part.batch)
    assert got.batch.schema == part.batch.schema
    assert _hash(got.batch) == _hash(part.batch)


def test_towards_the_end_fewer_parts_are_given_together() -> None:
    batch = _batch(1)
    todo = [(Part(number, number, batch), None) for number in range(30)]
    given = list(_together(iter(todo), 30, 2))
    assert [one for some in given for one in some] == todo
    assert [len(some) for some in given] == [5, 5, 5, 3, 3, 2, 1, 1, 1, 1, 1, 1, 1]
    other = Part(30, 30, _batch(1).rename_columns(["id", "date", "lines"]))  # type: ignore[attr-defined]
    assert [len(some) for some in _together(iter([todo[0], (other, None), todo[1]]), 100, 1)] == [1, 1, 1]
    assert [len(some) for some in _together(iter(todo[:3]), 0, 2)] == [1, 1, 1]  # more of them than there were
