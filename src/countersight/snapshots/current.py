"""Which snapshot is the current one: ``current`` in the home folder holds its content hash, and is replaced in one step."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from countersight.errors import DataError, Where

if TYPE_CHECKING:
    from pathlib import Path

POINTER: Final = "current"
FOLDER: Final = "snapshots"
"""Where snapshots lie, each in a folder named by its content hash."""

_HASH = re.compile(r"[0-9a-f]{64}")


def snapshot_folder(home: Path, digest: str) -> Path:
    """Where the snapshot with a content hash lies."""
    return home / FOLDER / digest


def current_snapshot(home: Path) -> Path | None:
    """The folder of the current snapshot, or None when there was never an update.

    Raises:
        DataError: The pointer names no snapshot, or one that is not there. No other is taken in its place: a question
            that was answered from full lists is not silently answered from less.
    """
    pointer = home / POINTER
    try:
        digest = pointer.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise DataError(f"the pointer to the snapshot cannot be read: {error}", hint=_AGAIN, where=Where(str(pointer))) from None
    if not _HASH.fullmatch(digest):
        raise DataError(f"the pointer names no snapshot: {digest[:80]!a}", hint=_AGAIN, where=Where(str(pointer)))
    folder = snapshot_folder(home, digest)
    if not folder.is_dir():
        raise DataError(f"the current snapshot {digest[:12]} is gone", hint=_AGAIN, where=Where(str(folder)))
    return folder


_AGAIN: Final = "build it again from the lists that are held: countersight atlas update --offline"
