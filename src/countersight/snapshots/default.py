"""The snapshot of the starter atlas, which answers before the first update. What builds it is loaded only where it is built."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from countersight.store.snapshot import Snapshot, write_snapshot

_READ: Final = (("atlas", ".yaml"), ("model", ".py"), ("names", ".py"), ("store", ".py"), ("sources", ".py"), ("snapshots", ".py"))
"""Rooms of the package, and what in them a starter snapshot hangs on."""


def default_snapshot(cache_dir: Path) -> Snapshot:
    """The snapshot of the starter atlas, built once and reused as long as its files and the code that reads them stay.

    Args:
        cache_dir: Where snapshots are kept; a folder named by a hash is made in it.
    """
    folder = cache_dir / f"starter-{_inputs()[:16]}"
    if folder.exists():
        return Snapshot.open(folder)
    from countersight.snapshots.build import build  # noqa: PLC0415 - a snapshot is there already, but for the first time

    return write_snapshot(folder, build(starter=True))


def _inputs() -> str:
    """The hash of everything that the starter snapshot depends on, without reading a line of YAML."""
    digest = hashlib.sha256()
    package = Path(__file__).parents[1]
    for room, suffix in _READ:
        held = package / room
        for name in sorted(item.name for item in held.iterdir()) if held.is_dir() else ():
            if name.endswith(suffix):
                digest.update(f"{room}/{name}\n".encode() + (held / name).read_bytes())
    return digest.hexdigest()
