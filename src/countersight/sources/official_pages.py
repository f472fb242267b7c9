"""Further built-in sources: lists that are published as pages, and those whose files only a person can bring.

They come in through the door ``countersight.sources``, as those of :mod:`countersight.sources.official` do.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml

from countersight.sources.expecting import expectations_of
from countersight.sources.source import Reader, RemoteFile, Source

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from countersight.sources.edition import Edition


def uflpa() -> tuple[Source, ...]:
    """The UFLPA Entity List, a page.

    >>> uflpa()[0].files[0].name
    'uflpa-entity-list.html'
    """
    return (_page("uflpa", "uflpa-entity-list.html", _read_uflpa),)


def fcc() -> tuple[Source, ...]:
    """The Covered List of the FCC, a page.

    >>> fcc()[0].files[0].name
    'coveredlist.html'
    """
    return (_page("fcc", "coveredlist.html", _read_fcc),)


def dod1260h() -> tuple[Source, ...]:
    """The list under section 1260H: published as a PDF, so a person writes the table."""
    return (_by_hand("dod1260h", ("1260h.csv",), _read_1260h),)


def dod1286() -> tuple[Source, ...]:
    """The lists under section 1286, likewise."""
    return (_by_hand("dod1286", ("1286.csv",), _read_1286),)


def ftm() -> tuple[Source, ...]:
    """Entities of FollowTheMoney. Never fetched unasked: the licence is for the user to read, and the dataset to choose.

    >>> [file.name for file in ftm()[0].files]
    ['entities.ftm.json', 'index.json']
    """
    return (_by_hand("ftm", ("entities.ftm.json", "index.json"), _read_ftm),)


def _by_hand(folder: str, names: Sequence[str], read: Reader) -> Source:
    return _made(folder, tuple(RemoteFile(name) for name in names), read)


def _page(folder: str, name: str, read: Reader) -> Source:
    return _made(folder, (RemoteFile(name, str(_description(folder)["file"])),), read)


def _made(folder: str, remote: tuple[RemoteFile, ...], read: Reader) -> Source:
    told = _description(folder)
    return Source(folder, told["title"], told["url"], remote, int(expectations_of(f"countersight.sources.{folder}")["max_age_days"]), read)


def _description(folder: str) -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load(files(f"countersight.sources.{folder}").joinpath("source.yaml").read_text("utf-8"))
    return told


def _read_uflpa(files: Mapping[str, Path], edition: date, *, expect: bool) -> Edition:
    from countersight.sources.uflpa.reader import read_uflpa  # noqa: PLC0415 - only when a list is read

    (path,) = files.values()
    return read_uflpa(path, edition, expect=expect)


def _read_fcc(files: Mapping[str, Path], edition: date, *, expect: bool) -> Edition:
    from countersight.sources.fcc.reader import read_fcc  # noqa: PLC0415 - as above

    (path,) = files.values()
    return read_fcc(path, edition, expect=expect)


def _read_1260h(files: Mapping[str, Path], edition: date, *, expect: bool) -> Edition:
    from countersight.sources.dod1260h.reader import read_1260h  # noqa: PLC0415 - as above

    (path,) = files.values()
    return read_1260h(path, edition, expect=expect)


def _read_1286(files: Mapping[str, Path], edition: date, *, expect: bool) -> Edition:
    from countersight.sources.dod1286.reader import read_1286  # noqa: PLC0415 - as above

    (path,) = files.values()
    return read_1286(path, edition, expect=expect)


def _read_ftm(files: Mapping[str, Path], edition: date, *, expect: bool) -> Edition:  # noqa: ARG001 - the catalogue tells the day
    from countersight.sources.ftm.reader import read_ftm  # noqa: PLC0415 - as above

    return read_ftm(files["entities.ftm.json"], files["index.json"], expect=expect).edition
