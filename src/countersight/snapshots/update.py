"""Brings the atlas up to date: fetches lists, builds a snapshot, and makes it the current one in one step.

In the home folder::

    current                 the content hash of the snapshot that answers
    snapshots/<hash>/       snapshots, the newest few
    raw/                    what they were built of: see countersight.sources.shelf
    update.lock             held while an update runs

A process that dies at any moment leaves the old snapshot or the new one, and nothing in between.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from countersight.errors import CountersightError, DataError, UsageError
from countersight.snapshots.build import combine
from countersight.snapshots.full_disk import full_disk_told
from countersight.snapshots.install import built, clean, make_current
from countersight.snapshots.one_at_a_time import only_one
from countersight.sources.obtain import Obtained, obtain
from countersight.sources.shelf import Shelf
from countersight.store.records import AtlasRecords

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from countersight.snapshots.resolve import Ruling
    from countersight.sources.source import Source
    from countersight.sources.wish import Tell, Wish


@dataclass(frozen=True, slots=True)
class Updated:
    """What an update did: the current snapshot's hash, and what became of each source."""

    content_hash: str
    sources: tuple[Obtained, ...]

    @property
    def sound(self) -> bool:
        """True when nothing was refused and nothing is stale."""
        return not any(one.fault or one.stale for one in self.sources)


def update(home: Path, sources: Sequence[Source], wish: Wish, tell: Tell, rulings: Sequence[Ruling] = ()) -> Updated:
    """Bring the atlas up to date.

    A source that is refused keeps its last good edition; the others go on.

    Args:
        home: The folder in which everything is kept.
        sources: All that are installed: the last good editions of those that are not wished are built with as well.
        wish: What is wished.
        tell: Is told of the progress.
        rulings: What a person decided about bodies that are possibly the same.

    Raises:
        UsageError: The wish names an unknown source, a folder that is none, or contradicts itself.
        DataError: Another update runs, the disk is full, or there is no good edition of anything.
    """
    _check(sources, wish)
    with full_disk_told(home), only_one(home):
        clean(home)
        shelf = Shelf(home / "raw")
        try:
            found = tuple(obtain(source, shelf, wish, tell) for source in sorted(sources, key=lambda one: one.name))
            _refuse_nothing(found, wish)
            tell("building the snapshot", 0, None)
            digest = built(home, _records(found, wish, rulings))
            make_current(home, digest, wish.keep)
        except (OSError, sqlite3.Error):
            clean(home, parts=True)  # a full disk is not left full
            raise
    return Updated(digest, found)


def _check(sources: Sequence[Source], wish: Wish) -> None:
    names = sorted(source.name for source in sources)
    if unknown := sorted(wish.only.difference(names)):
        raise UsageError(f"no source {unknown[0]!r}", hint=f"installed: {', '.join(names) or 'none'}")
    if not names:
        raise UsageError("no source is installed", hint="install the package with its entry points: pip install countersight")
    if wish.folder is not None and not wish.folder.is_dir():
        raise UsageError(f"no folder {wish.folder}", hint="--from wants the folder that holds the files under their published names")
    if wish.accept and len(wish.only) != 1:
        hint = "a reason is given for one list: countersight atlas update csl --accept-shrink 'the reason'"
        raise UsageError("--accept-shrink wants exactly one source to be named", hint=hint)
    if wish.edition is not None and (wish.folder is None or wish.edition > wish.now.date()):
        raise UsageError("--edition is the day of files in a folder, and not in the future", hint="--from FOLDER --edition 2026-11-20")
    if wish.keep < 1:
        raise UsageError("at least one snapshot is kept", hint="--keep 3")


def _refuse_nothing(found: Sequence[Obtained], wish: Wish) -> None:
    """There must be something to build with; and a folder must have held something that was looked for."""
    faults = [one.fault for one in found if one.fault]
    if all(one.edition is None for one in found):
        if faults:
            raise _joined(faults)
        hint = "countersight atlas update fetches them; --from FOLDER takes them from a folder, under their published names"
        raise DataError("no official list is held, and none was found", hint=hint)
    if wish.folder and not faults and all(one.state in {"kept", "none"} for one in found):
        raise UsageError(f"{wish.folder} holds no file of any source", hint="the files bear their published names")


def _joined(faults: Sequence[CountersightError]) -> DataError:
    if len(faults) == 1:
        return DataError(faults[0].message, hint=faults[0].hint, where=faults[0].where)
    lines = "".join(f"\n  {fault.where}: {fault.message}" for fault in faults)
    return DataError(f"no list could be had, and none is held:{lines}", hint=faults[0].hint)


def _records(found: Sequence[Obtained], wish: Wish, rulings: Sequence[Ruling]) -> AtlasRecords:
    records = AtlasRecords()
    if wish.starter:
        from countersight.sources.starter import read_starter  # noqa: PLC0415 - brings in a YAML reader

        records = read_starter()
    return combine(records, [one.edition for one in found if one.edition is not None], rulings)
