"""One update at a time: a lock that the system releases with the process that holds it, however that ends."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from countersight.errors import DataError, Where

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCK: Final = "update.lock"


@contextmanager
def only_one(home: Path) -> Iterator[None]:
    """Hold the lock of a home folder.

    The file stays when the lock is released: to remove it would let two processes hold locks on two files of one name.

    Raises:
        DataError: Another process holds it; which one, and since when, is said.
    """
    home.mkdir(parents=True, exist_ok=True)
    path = home / LOCK
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(handle, 200).decode("ascii", errors="replace").strip() or "a process that has just begun"
            hint = "wait until it is done; the snapshot that is there answers meanwhile"
            raise DataError(f"another update is running: {holder}", hint=hint, where=Where(str(path))) from None
        os.ftruncate(handle, 0)
        os.write(handle, f"process {os.getpid()}, since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC\n".encode())
        yield
        os.ftruncate(handle, 0)
    finally:
        os.close(handle)
