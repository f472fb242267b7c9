"""Makes the snapshot of a signed bundle the current one, when it says no less than the one that is there."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from countersight.errors import DataError, Where
from countersight.snapshots.bundle import read_bundle
from countersight.snapshots.current import FOLDER, current_snapshot, snapshot_folder
from countersight.snapshots.full_disk import full_disk_told
from countersight.snapshots.install import clean, make_current, sound
from countersight.snapshots.one_at_a_time import only_one
from countersight.sources.believing import aged, shrunk
from countersight.sources.shelf import Shelf
from countersight.store.snapshot import Snapshot

if TYPE_CHECKING:
    from countersight.desk.signing import Verify
    from countersight.sources.wish import Wish

SOURCE: Final = "bundle"
"""What the log of overridden refusals calls it."""


@dataclass(frozen=True, slots=True)
class Received:
    """The current snapshot's hash, and which of its lists are older than they should be."""

    content_hash: str
    stale: tuple[str, ...]


def receive(home: Path, bundle: Path, verify: Verify, wish: Wish) -> Received:
    """Check a bundle and make its snapshot the current one.

    Raises:
        DataError: It is not signed with the key, not what was signed, older than what is there, or a list shrank.
    """
    if not bundle.is_file():
        raise DataError("no such file", hint="a bundle is made by: countersight atlas export --bundle FILE --key KEY", where=Where(str(bundle)))
    with full_disk_told(home), only_one(home):
        clean(home)
        place = home / FOLDER
        place.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".bundle-", dir=place) as beside:
            inside = Path(beside) / "snapshot"
            inside.mkdir()
            digest = read_bundle(bundle, verify, inside)
            _judge(home, inside, wish)
            folder = snapshot_folder(home, digest)
            if folder.exists() and not sound(folder, digest):
                folder.rename(Path(beside) / "damaged")
            if not folder.exists():
                inside.rename(folder)
        make_current(home, digest, wish.keep)
        return Received(digest, _stale(folder, wish))


def _judge(home: Path, new: Path, wish: Wish) -> None:
    """Hold the snapshot against the current one: who replays an old bundle would make listings vanish."""
    try:
        current = current_snapshot(home)
        before = Snapshot.open(current) if current else None
    except DataError:
        return  # what is there cannot answer: there is nothing to lose
    if before is None:
        return
    after = Snapshot.open(new)
    try:
        reasons = _against(before, after)
        counts = _bodies(before), _bodies(after)
    finally:
        before.close()
        after.close()
    if reasons and not wish.accept:
        hint = "the snapshot of before stays; if it is right as it is, add --accept-shrink 'the reason'"
        raise DataError("; ".join(reasons), hint=hint, where=Where(SOURCE))
    if reasons:
        record = {"time": wish.now.isoformat(timespec="seconds"), "source": SOURCE, "rows_before": counts[0], "rows_now": counts[1]}
        Shelf(home / "raw").log({**record, "refused_because": reasons, "accepted_because": wish.accept})


def _bodies(held: Snapshot) -> dict[str, int]:
    """How many bodies each list names that is held whole."""
    return {item.list_id: len(held.designated(item.list_id)) for item in held.coverages() if item.complete}


def _against(before: Snapshot, after: Snapshot) -> list[str]:
    now = {item.list_id: item.last_edition for item in after.coverages() if item.complete}
    older = [
        f"{item.list_id} is of {now[item.list_id]}, the one that is there of {item.last_edition}"
        for item in before.coverages()
        if item.complete and item.list_id in now and now[item.list_id] < item.last_edition
    ]
    return older + shrunk(_bodies(before), _bodies(after))


def _stale(folder: Path, wish: Wish) -> tuple[str, ...]:
    held = Snapshot.open(folder)
    try:
        lists = [item for item in held.coverages() if item.complete]
    finally:
        held.close()
    told = {item.list_id: aged(date.fromisoformat(item.last_edition), item.max_age_days, wish.now.date()) for item in lists}
    return tuple(f"{name}: {why}" for name, why in sorted(told.items()) if why)
