"""A source: what an official list is called, where its files are, and who reads them.

What comes in through the door ``countersight.sources`` is a function without arguments that gives a tuple of
:class:`Source`, most often of one; the built-in ones stand in :mod:`countersight.sources.official`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from countersight.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from countersight.sources.edition import Edition

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_ADDRESS = re.compile(r"https?://[^/@\s]+/\S*")


class Reader(Protocol):
    """Reads one edition."""

    def __call__(self, files: Mapping[str, Path], edition: date, *, expect: bool) -> Edition:
        """Read the files of one edition.

        Args:
            files: Published name to where the file is.
            edition: Its day, as far as it is known from outside. Where the files tell it themselves, theirs counts.
            expect: Hold it against what it must contain.

        Raises:
            InputError: A file is not in its published form.
            DataError: The list is shorter than it should be, or misses what must be in it.
        """


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """One file of a source.

    ``name`` is the published one; its ending (csv, json, jsonl, xml, zip, html) says what must be in it.
    """

    name: str
    address: str = ""
    """Empty where a person must bring the file: what is published is a document, or its licence is for the user to read."""
    needed: bool = True
    """False where an edition is whole without the file."""


@dataclass(frozen=True, slots=True)
class Source:
    """One official list, or several in one set of files.

    Raises:
        UsageError: A name that could lead out of its folder, or an address that is none.
    """

    name: str
    """What it is called on the command line, and in the folder of raw files."""
    title: str
    page: str
    """Where a person reads about the list, and finds its files when they have moved."""
    files: tuple[RemoteFile, ...]
    max_age_days: int
    """An edition older than this is refused when it is fetched."""
    read: Reader
    """Is given the files that are there: all that are needed."""

    @property
    def by_hand(self) -> bool:
        """True when there is no address to fetch it from: its files come in from a folder only."""
        return not any(file.address for file in self.files)

    def __post_init__(self) -> None:
        """Names become names of files, and addresses carry no account: neither is taken as it comes."""
        if not _NAME.fullmatch(self.name):
            raise UsageError(f"a source cannot be called {self.name!r}", hint="small letters, digits and hyphens")
        if not self.files or len({file.name.lower() for file in self.files}) != len(self.files):
            raise UsageError(f"the source {self.name} needs files, each with a name of its own", hint="name each as it is published")
        for file in self.files:
            if not _FILE.fullmatch(file.name) or not (self.by_hand or _ADDRESS.fullmatch(file.address)):
                hint = "a name like consolidated.csv and an address like https://example.org/consolidated.csv"
                raise UsageError(f"the source {self.name} has the file {file.name!r} at {file.address!r}", hint=hint)
