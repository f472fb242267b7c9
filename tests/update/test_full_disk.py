"""A disk that fills up: a clear error, and the old snapshot answers."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from tests.update.invented_lists import put, source, table, wish

from countersight.errors import DataError
from countersight.snapshots import install
from countersight.snapshots.current import current_snapshot
from countersight.snapshots.full_disk import full_disk_told
from countersight.snapshots.update import update
from countersight.sources.shelf import Shelf
from countersight.sources.wish import silent
from countersight.store.snapshot import Snapshot

KILO = 1024
DISK = 4096 * KILO


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(place)]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("no mount here")
    if done.returncode:
        pytest.skip("a disk may not be mounted here: the simulated one below has to do")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def names(home: Path) -> int:
    folder = current_snapshot(home)
    assert folder is not None
    held = Snapshot.open(folder)
    try:
        held.verify()
        return len(held.body_ids())
    finally:
        held.close()


@pytest.mark.parametrize("left", [0, 16, 64, 160, 320, 480])
def test_a_full_disk_is_said_and_the_old_snapshot_answers(disk: Path, tmp_path: Path, left: int) -> None:
    put(tmp_path / "in", table(500))
    update(disk, [source()], wish(folder=tmp_path / "in"), silent)
    put(tmp_path / "in", table(1500, "many more"))
    free = os.statvfs(disk)
    (disk / "filler").write_bytes(b"x" * (free.f_bavail * free.f_frsize - left * KILO))
    with pytest.raises(DataError, match="the disk is full: nothing was changed") as fault:
        update(disk, [source()], wish(folder=tmp_path / "in"), silent)
    assert "COUNTERSIGHT_HOME" in fault.value.hint
    assert names(disk) == 500
    assert not [path for path in disk.rglob("*") if path.parent.name == "parts" or path.name.startswith(".read")]
    (disk / "filler").unlink()
    update(disk, [source()], wish(folder=tmp_path / "in"), silent)
    assert names(disk) == 1500


def full(*_: object, **__: object) -> NoReturn:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize(
    "break_it",
    [
        lambda patch: patch.setattr(Shelf, "put", full),
        lambda patch: patch.setattr(Shelf, "write", full),
        lambda patch: patch.setattr(install, "write_snapshot", full),
        lambda patch: patch.setattr(install, "write_whole", full),
        lambda patch: patch.setattr("os.write", full),
    ],
    ids=["raw", "index", "snapshot", "pointer", "lock"],
)
def test_wherever_it_is_met(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, break_it: Callable[[pytest.MonkeyPatch], None]) -> None:
    put(tmp_path / "in", table(50))
    update(tmp_path / "home", [source()], wish(folder=tmp_path / "in"), silent)
    put(tmp_path / "in", table(60))
    with monkeypatch.context() as patch:
        break_it(patch)
        with pytest.raises(DataError, match="the disk is full"):
            update(tmp_path / "home", [source()], wish(folder=tmp_path / "in"), silent)
    assert names(tmp_path / "home") == 50
    update(tmp_path / "home", [source()], wish(folder=tmp_path / "in"), silent)
    assert names(tmp_path / "home") == 60


def test_another_trouble_with_the_disk_is_not_called_a_full_one(tmp_path: Path) -> None:
    with pytest.raises(PermissionError), full_disk_told(tmp_path):
        raise PermissionError(errno.EACCES, "Permission denied")
    with pytest.raises(sqlite3.OperationalError), full_disk_told(tmp_path):
        raise sqlite3.OperationalError("no such table: body")
