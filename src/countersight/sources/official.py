"""The built-in sources: each by what its folder's ``source.yaml`` says of it, and its reader.

They come in through the door ``countersight.sources`` as any other does. Readers are imported when they read.
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


def csl() -> Source:
    """The Consolidated Screening List.

    >>> csl().files[0].name
    'consolidated.csv'
    """
    told = _description("csl")
    return _source("csl", "csl", (_one(told["file"]),), _read_csl)


def un() -> Source:
    """The Consolidated List of the UN Security Council."""
    told = _description("un")
    return _source("un", "un", (_one(told["file"]),), _read_un)


def ofac_sdn() -> Source:
    """OFAC's Specially Designated Nationals, from the enhanced XML."""
    return _source("ofac-sdn", "ofac", (_enhanced("sdn"),), _read_ofac)


def ofac_consolidated() -> Source:
    """OFAC's other lists, from the enhanced XML."""
    return _source("ofac-consolidated", "ofac", (_enhanced("consolidated"),), _read_ofac)


def _package(folder: str) -> str:
    return f"countersight.sources.{folder}"


def _description(folder: str) -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load(files(_package(folder)).joinpath("source.yaml").read_text("utf-8"))
    return told


def _one(address: str) -> RemoteFile:
    return RemoteFile(address.rpartition("/")[2], address)


def _enhanced(publication: str) -> RemoteFile:
    told = _description("ofac")["files"]
    name = next(name for name in told[publication] if name.endswith("_ENHANCED.ZIP"))
    return RemoteFile(name, told["address"] + name)


def _source(name: str, folder: str, remote: tuple[RemoteFile, ...], read: Reader) -> Source:
    told = _description(folder)
    return Source(name, told["title"], told["url"], remote, int(expectations_of(_package(folder))["max_age_days"]), read)


def _read_csl(files: Mapping[str, Path], edition: date, *, expect: bool) -> Edition:
    from countersight.sources.csl.reader import read_csl  # noqa: PLC0415 - only when a list is read

    (path,) = files.values()
    return read_csl(path, edition, expect=expect)


def _read_un(files: Mapping[str, Path], edition: date, *, expect: bool) -> Edition:  # noqa: ARG001 - the day stands in the file
    from countersight.sources.un.reader import read_un  # noqa: PLC0415 - as above

    (path,) = files.values()
    return read_un(path, expect=expect)


def _read_ofac(files: Mapping[str, Path], edition: date, *, expect: bool) -> Edition:  # noqa: ARG001 - the day stands in the file
    from countersight.sources.ofac.enhanced import read_ofac_xml  # noqa: PLC0415 - as above

    (path,) = files.values()
    return read_ofac_xml(path, expect=expect)
