"""A disk that is full, told as what it is: whichever library met it first."""

from __future__ import annotations

import errno
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from countersight.errors import DataError, Where

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})


@contextmanager
def full_disk_told(home: Path) -> Iterator[None]:
    """Around everything that writes below a home folder.

    Raises:
        DataError: There was no space left.
    """
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        number = getattr(error, "errno", None)
        code = getattr(error, "sqlite_errorcode", None)
        if number not in _FULL and code != sqlite3.SQLITE_FULL:
            raise
        hint = "make room, or set COUNTERSIGHT_HOME to a folder on another disk; the snapshot of before still answers"
        raise DataError("the disk is full: nothing was changed", hint=hint, where=Where(str(home))) from None
