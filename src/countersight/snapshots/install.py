"""Makes a snapshot the current one, and removes what is left over of others.

Callers hold the lock of :mod:`countersight.snapshots.one_at_a_time`: whatever has a hidden name here was left behind by a
process that died.
"""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from countersight.errors import DataError
from countersight.snapshots.current import FOLDER, POINTER, snapshot_folder
from countersight.sources.shelf import settle, write_whole
from countersight.store.records import canonical, content_hash
from countersight.store.snapshot import MANIFEST, Snapshot, write_snapshot

if TYPE_CHECKING:
    from countersight.store.records import AtlasRecords

PART_DAYS: Final = 7
"""A download that broke off is kept that long, to be resumed."""


def clean(home: Path, *, parts: bool = False) -> None:
    """Remove what processes that died left behind.

    Args:
        home: The home folder.
        parts: Also downloads that broke off lately; they need not be resumed.
    """
    for path in (home / FOLDER).glob(".*"):
        _remove(path)
    (home / f".{POINTER}.new").unlink(missing_ok=True)
    oldest = time.time() - PART_DAYS * 24 * 3600
    for path in (home / "raw" / "parts").glob("*"):
        broken_off = path.name.endswith((".part", ".part.json"))
        if parts or not broken_off or path.stat().st_mtime < oldest:
            _remove(path)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def built(home: Path, records: AtlasRecords) -> str:
    """Write records as a snapshot below the home folder, under its content hash.

    Returns:
        The hash. A folder of that name that is damaged is written anew.
    """
    digest = content_hash(canonical(records))
    folder = snapshot_folder(home, digest)
    if folder.exists() and not sound(folder, digest):
        _remove(folder)
    write_snapshot(folder, records).close()
    return digest


def sound(folder: Path, digest: str) -> bool:
    """True when a folder holds the snapshot with a hash, every record read back."""
    try:
        held = Snapshot.open(folder)
    except DataError:
        return False
    try:
        held.verify()
    except Exception:  # noqa: BLE001 - a damaged database fails in ways of its own; it is unsound in all of them
        return False
    finally:
        held.close()
    return held.content_hash == digest


def make_current(home: Path, digest: str, keep: int) -> None:
    """Point at a snapshot, once it is on the disk, and remove all but the newest.

    Args:
        home: The home folder.
        digest: The hash of a snapshot below it.
        keep: How many to keep, this one included.
    """
    folder = snapshot_folder(home, digest)
    for path in folder.iterdir():
        with path.open("rb") as stream:
            os.fsync(stream.fileno())
    settle(folder)
    settle(folder.parent)
    os.utime(folder / MANIFEST)  # by this the snapshots are ordered
    write_whole(home / POINTER, digest + "\n")
    others = [path for path in folder.parent.iterdir() if path != folder and (path / MANIFEST).exists()]
    others.sort(key=lambda path: (path / MANIFEST).stat().st_mtime, reverse=True)
    for path in others[max(0, keep - 1) :]:
        _remove(path)
