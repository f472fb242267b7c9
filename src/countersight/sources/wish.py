"""What an update is asked to do, within which bounds, and how it tells of its progress."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeAlias

from countersight.sources.raw import MAX_BYTES

Tell: TypeAlias = Callable[[str, int, int | None], None]
"""Progress: what is being worked at, how much is done, and of how much, where that is known. Bytes, while one fetches."""


def silent(what: str, done: int, total: int | None) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one download. Times are in seconds."""

    connect: float = 15.0
    read: float = 30.0
    """Longest silence of a server."""
    total: float = 1800.0
    """Longest time for one file, with all its attempts."""
    most: int = MAX_BYTES
    """Bytes at most, as sent and as unpacked."""
    redirects: int = 5
    attempts: int = 4
    """Attempts in a row that bring nothing new."""
    pause: float = 1.0
    """Before the second attempt; doubled before each further one, up to half a minute."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What an update is asked to do. ``accept`` is the reason why a list that shrank is believed."""

    only: frozenset[str] = frozenset()
    """Sources to bring up to date; all, where none is named. Of the others the last good edition is used."""
    folder: Path | None = None
    """Take files from here, not from the network."""
    edition: date | None = None
    """The day of the edition of the files in ``folder``; without it, the day on which they were last written."""
    offline: bool = False
    """Use what is held; the network is not touched."""
    accept: str = ""
    keep: int = 3
    """Snapshots to keep, the new one included."""
    starter: bool = True
    """Begin with the starter atlas of the package."""
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    limits: Limits = Limits()
