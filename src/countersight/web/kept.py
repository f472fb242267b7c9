"""What was read out of a snapshot once and is the same for as long as the snapshot is: by its content hash."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from threading import Lock
from typing import Any, Final, TypeVar

from countersight.measures.world import World
from countersight.store.snapshot import Snapshot
from countersight.web.exports import Programme, programmes

T = TypeVar("T")
_MOST: Final = 32
_HELD: Final[dict[tuple[str, str], Any]] = {}
_LOCK: Final = Lock()


def kept(snapshot: Snapshot, name: str, make: Callable[[], T]) -> T:
    """What was made for a snapshot, made when it is first asked for."""
    key = (snapshot.content_hash, name)
    with _LOCK:
        if key in _HELD:
            return _HELD[key]  # type: ignore[no-any-return]
    made = make()
    with _LOCK:
        while len(_HELD) >= _MOST:
            _HELD.pop(next(iter(_HELD)))
        _HELD[key] = made
    return made


def world_of(snapshot: Snapshot, on: date) -> World:
    """The world of a day, with its graph of owners."""
    return kept(snapshot, f"world {on}", lambda: World(snapshot, on))


def programmes_of(snapshot: Snapshot) -> list[Programme]:
    """The programmes of a snapshot."""
    return kept(snapshot, "programmes", lambda: programmes(snapshot))
