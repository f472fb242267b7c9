"""Brings the files of one edition to the shelf: from the publisher, or from a folder into which somebody put them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from countersight.errors import InputError, Where
from countersight.sources.folder import files_in
from countersight.sources.raw import file_chunks
from countersight.sources.shelf import HeldEdition, HeldFile
from countersight.sources.sniffing import HEAD, refuse_other_kind

if TYPE_CHECKING:
    from pathlib import Path

    from countersight.sources.shelf import Editions, Shelf
    from countersight.sources.source import RemoteFile, Source
    from countersight.sources.wish import Tell, Wish


@dataclass(frozen=True, slots=True)
class Brought:
    """The files of one edition, on the shelf, and the day that it seems to be of."""

    files: tuple[HeldFile, ...]
    day: date
    told_by: str
    """As in :class:`~countersight.sources.shelf.HeldEdition`."""


@dataclass(frozen=True, slots=True)
class Errand:
    """Which source, what is held of it, and what is wished."""

    source: Source
    shelf: Shelf
    wish: Wish
    held: Editions
    tell: Tell


def from_network(errand: Errand) -> Brought:
    """Ask the publisher for every file, for those that are held only whether they changed.

    Raises:
        DataError: A file cannot be had, or is plainly something else.
    """
    from countersight.sources.fetch import Order, fetch  # noqa: PLC0415 - httpx, only when something is fetched

    good = errand.held.good
    files: list[HeldFile] = []
    changed = False
    errand.shelf.parts.mkdir(parents=True, exist_ok=True)
    for file in errand.source.files:
        old = _held(errand, file)
        part = errand.shelf.parts / f"{errand.source.name}-{file.name}.part"
        order = Order(file, errand.source.page, part, old.etag if old else "", old.last_modified if old else "")
        got = fetch(order, errand.wish.limits, errand.tell)
        if got is None and old is not None:
            files.append(old)
            continue
        if got is None:
            raise InputError("the server says that nothing changed, and nothing is held", where=Where(file.address))
        changed = True
        digest, size = errand.shelf.put(got.path)
        _forget(part)
        files.append(HeldFile(file.name, file.address, digest, size, got.etag, got.last_modified))
    if good and not changed:
        return Brought(tuple(files), date.fromisoformat(good.edition), good.told_by)
    today = errand.wish.now.date()
    days = [_day(file.last_modified) for file in files]
    told = [day for day in days if day is not None and day <= today]
    # The newest: an edition of several files is of the day on which the last of them changed.
    return Brought(tuple(files), max(told), "last-modified") if len(told) == len(days) else Brought(tuple(files), today, "fetched")


def _held(errand: Errand, file: RemoteFile) -> HeldFile | None:
    good = errand.held.good
    for old in good.files if good else ():
        if old.name == file.name and old.address == file.address and errand.shelf.whole(old):
            return old
    return None


def _forget(part: Path) -> None:
    for name in (part.name, f"{part.name}.json"):
        part.with_name(name).unlink(missing_ok=True)


def _day(stamp: str) -> date | None:
    """The day of an HTTP date.

    >>> _day("Tue, 24 Nov 2026 23:30:00 GMT"), _day("yesterday")
    (datetime.date(2026, 11, 24), None)
    """
    try:
        return parsedate_to_datetime(stamp).date()
    except (ValueError, TypeError):
        return None


def from_folder(errand: Errand, folder: Path) -> Brought | None:
    """Take the files out of a folder.

    Args:
        errand: Whose files.
        folder: See :func:`countersight.sources.folder.files_in`.

    Returns:
        What was found, or None when not one of the files is there.

    Raises:
        InputError: Some are there and others not, or one is no regular file.
        DataError: One is plainly something else.
    """
    paths = files_in(errand.source, folder)
    if not paths:
        return None
    files = tuple(_copied(errand, file, path) for file, path in paths.items())
    known = _known(errand.held, files)
    if errand.wish.edition is not None:
        return Brought(files, errand.wish.edition, "given")
    if known is not None:
        return Brought(files, date.fromisoformat(known.edition), known.told_by)
    written = max(datetime.fromtimestamp(path.stat().st_mtime, UTC).date() for path in paths.values())
    return Brought(files, min(written, errand.wish.now.date()), "file")


def _copied(errand: Errand, file: RemoteFile, path: Path) -> HeldFile:
    errand.shelf.parts.mkdir(parents=True, exist_ok=True)
    copy = errand.shelf.parts / f"{errand.source.name}-{file.name}.copy"
    done, size = 0, path.stat().st_size
    with copy.open("wb") as out:
        for chunk in file_chunks(path):
            out.write(chunk)
            done += len(chunk)
            errand.tell(file.name, done, size)
    with copy.open("rb") as stream:
        refuse_other_kind(stream.read(HEAD), file.name, errand.source.page)
    digest, size = errand.shelf.put(copy)
    return HeldFile(file.name, "", digest, size)


def _known(held: Editions, files: tuple[HeldFile, ...]) -> HeldEdition | None:
    """The edition that had exactly these bytes, if one was ever believed."""
    wanted = {(file.name, file.sha256) for file in files}
    editions = ((held.good,) if held.good else ()) + held.earlier
    return next((one for one in editions if {(file.name, file.sha256) for file in one.files} == wanted), None)
