"""Sources of who owns whom: files that a person brings, because they are huge, chosen, or written by hand.

They come in through the door ``countersight.sources``, as those of :mod:`countersight.sources.official` do.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml

from countersight.sources.expecting import expectations_of
from countersight.sources.source import Reader, RemoteFile, Source

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from countersight.sources.edition import Edition


def bods() -> tuple[Source, ...]:
    """Statements of the Beneficial Ownership Data Standard.

    >>> bods()[0].files[0].name, bods()[0].by_hand
    ('bods.json', True)
    """
    return (brought("bods", (RemoteFile("bods.json"),), _read_bods),)


def gleif() -> tuple[Source, ...]:
    """LEI data of levels 1 and 2.

    >>> [file.name for file in gleif()[0].files if file.needed]
    ['rr.xml']
    """
    return (brought("gleif", (RemoteFile("rr.xml"), RemoteFile("lei.xml", needed=False), RemoteFile("repex.xml", needed=False)), _read_gleif),)


def holdings() -> tuple[Source, ...]:
    """Holdings written down from filings."""
    return (brought("holdings", (RemoteFile("holdings.csv"),), _read_holdings),)


def brought(folder: str, remote: tuple[RemoteFile, ...], read: Reader, name: str = "") -> Source:
    """A source whose files a person brings, by what its folder says of it; under its own name where a folder serves several."""
    told: dict[str, Any] = yaml.safe_load(files(f"countersight.sources.{folder}").joinpath("source.yaml").read_text("utf-8"))
    return Source(name or folder, told["title"], told["url"], remote, int(expectations_of(f"countersight.sources.{folder}")["max_age_days"]), read)


def _read_bods(files: Mapping[str, Path], edition: date, *, expect: bool) -> Edition:
    from countersight.sources.bods.reader import read_bods  # noqa: PLC0415 - only when it is read

    (path,) = files.values()
    return read_bods(path, edition, expect=expect)


def _read_gleif(files: Mapping[str, Path], edition: date, *, expect: bool) -> Edition:
    from countersight.sources.gleif.reader import GleifFiles, read_gleif  # noqa: PLC0415 - as above

    given = GleifFiles(files["rr.xml"], files.get("lei.xml"), files.get("repex.xml"))
    return read_gleif(given, edition, expect=expect)


def _read_holdings(files: Mapping[str, Path], edition: date, *, expect: bool) -> Edition:
    from countersight.sources.holdings.reader import read_holdings  # noqa: PLC0415 - as above

    (path,) = files.values()
    return read_holdings(path, edition, expect=expect)
