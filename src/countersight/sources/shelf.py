"""Raw files as they were published, by their hash, and for each source which of them are the last good edition.

In the home folder::

    raw/ab/abcdef...        one file, named by its SHA-256, never changed
    raw/editions/csl.json   the last good edition of a source, those before it, and the last one that was refused
    raw/parts/              downloads under way
    raw/accepted.jsonl      every time that somebody overrode a refusal: append-only

Everything appears whole or not at all.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final

from countersight.errors import DataError, Where
from countersight.sources.raw import file_chunks

if TYPE_CHECKING:
    from pathlib import Path

FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class HeldFile:
    """One raw file, and what its server said of it."""

    name: str
    address: str
    """Nothing, when it did not come from the network."""
    sha256: str
    size: int
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class HeldEdition:
    """One edition that was believed."""

    edition: str
    """The day, ISO."""
    told_by: str
    """Who says so: content, last-modified, fetched (nobody: the day of fetching), given (the user) or file (its time)."""
    rows: dict[str, int]
    """Rows per list id."""
    files: tuple[HeldFile, ...]
    fetched: str
    """When its bytes came (UTC, ISO)."""
    checked: str
    """When the publisher last said that it is still the one."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """An edition that was not believed, and why."""

    fetched: str
    why: str
    files: tuple[HeldFile, ...]


@dataclass(frozen=True, slots=True)
class Editions:
    """What is held of one source."""

    good: HeldEdition | None = None
    earlier: tuple[HeldEdition, ...] = ()
    """Good ones of before, the newest first."""
    refused: Refusal | None = None
    """The last one that was refused; nothing, once one is believed again."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The folder ``raw`` of a home."""

    folder: Path
    parts: Path = field(init=False)

    def __post_init__(self) -> None:
        """Name the folder of parts."""
        object.__setattr__(self, "parts", self.folder / "parts")

    def path(self, digest: str) -> Path:
        """Where the file with a hash is, if it is held."""
        return self.folder / digest[:2] / digest

    def put(self, path: Path) -> tuple[str, int]:
        """Take a file over: it is moved.

        Returns:
            Its hash and size.
        """
        digest, size = _hashed(path)
        target = self.path(digest)
        target.parent.mkdir(parents=True, exist_ok=True)
        with path.open("rb") as stream:
            os.fsync(stream.fileno())
        path.chmod(0o444)
        path.replace(target)
        settle(target.parent)
        return digest, size

    def whole(self, held: HeldFile) -> bool:
        """True when the file is there with the bytes that it should have."""
        path = self.path(held.sha256)
        return path.is_file() and path.stat().st_size == held.size and _hashed(path)[0] == held.sha256

    def editions(self, source: str) -> Editions:
        """What is held of a source; nothing, when it was never fetched.

        Raises:
            DataError: The file that says so is damaged.
        """
        path = self._index(source)
        if not path.exists():
            return Editions()
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
            if told["format"] != FORMAT:
                message = f"written in the form {told['format']!r}, this version knows {FORMAT}"
                raise DataError(message, hint="use the version of the program that wrote it", where=Where(str(path)))
            refused = told["refused"]
            return Editions(
                good=_edition(told["good"]) if told["good"] else None,
                earlier=tuple(map(_edition, told["earlier"])),
                refused=Refusal(refused["fetched"], refused["why"], _files(refused["files"])) if refused else None,
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            message = f"what is held of {source} cannot be read: {error!r}"
            raise DataError(message, hint="remove this file: the next update fetches the list anew", where=Where(str(path))) from None

    def write(self, source: str, editions: Editions) -> None:
        """Write what is held of a source."""
        path = self._index(source)
        text = json.dumps({"format": FORMAT, "source": source, **asdict(editions)}, ensure_ascii=False, indent=1)
        write_whole(path, text + "\n")

    def log(self, record: dict[str, Any]) -> None:
        """Append one line to the log of overridden refusals."""
        path = self.folder / "accepted.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as log:
            log.write(json.dumps(record, ensure_ascii=False, sort_keys=True) + "\n")
            log.flush()
            os.fsync(log.fileno())

    def _index(self, source: str) -> Path:
        return self.folder / "editions" / f"{source}.json"


def _hashed(path: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for chunk in file_chunks(path):
        digest.update(chunk)
        size += len(chunk)
    return digest.hexdigest(), size


def _files(told: list[dict[str, Any]]) -> tuple[HeldFile, ...]:
    return tuple(HeldFile(**one) for one in told)


def _edition(told: dict[str, Any]) -> HeldEdition:
    return HeldEdition(**{**told, "files": _files(told["files"])})


def write_whole(path: Path, text: str) -> None:
    """Write a text file so that it has either the old content or the new, whatever happens meanwhile."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    with beside.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(path)
    settle(path.parent)


def settle(folder: Path) -> None:
    """Make the names in a folder outlast a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
