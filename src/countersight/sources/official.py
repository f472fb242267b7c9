"""The built-in sources: each by what its folder's ``source.yaml`` says of it, and its reader.

They come in through the door ``countersight.sources`` as any other does. Readers are imported when they read.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml

from countersight.errors import InputError, Where
from countersight.sources.expecting import expectations_of
from countersight.sources.source import Reader, RemoteFile, Source

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from countersight.sources.edition import Edition


def csl() -> tuple[Source, ...]:
    """The Consolidated Screening List.

    >>> csl()[0].files[0].name
    'consolidated.csv'
    """
    return (_source("csl", "csl", (_one("csl"),), _read_csl),)


def un() -> tuple[Source, ...]:
    """The Consolidated List of the UN Security Council."""
    return (_source("un", "un", (_one("un"),), _read_un),)


def ofac() -> tuple[Source, ...]:
    """OFAC's two publications: two sources, since each has days of its own.

    They are fetched as enhanced XML, which says most. Whoever holds the tables without header instead brings those.

    >>> [source.name for source in ofac()]
    ['ofac-sdn', 'ofac-consolidated', 'ofac-sdn-csv', 'ofac-consolidated-csv']
    >>> [file.name for file in ofac()[2].files if file.needed]
    ['SDN.CSV', 'ADD.CSV', 'ALT.CSV']
    """
    return (
        _source("ofac-sdn", "ofac", (_enhanced("sdn"),), _read_ofac),
        _source("ofac-consolidated", "ofac", (_enhanced("consolidated"),), _read_ofac),
        _source("ofac-sdn-csv", "ofac", _tables("sdn"), _read_sdn_csv),
        _source("ofac-consolidated-csv", "ofac", _tables("consolidated"), _read_consolidated_csv),
    )


def _package(folder: str) -> str:
    return f"countersight.sources.{folder}"


def _description(folder: str) -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load(files(_package(folder)).joinpath("source.yaml").read_text("utf-8"))
    return told


def _one(folder: str) -> RemoteFile:
    address = str(_description(folder)["file"])
    return RemoteFile(address.rpartition("/")[2], address)


def _enhanced(publication: str) -> RemoteFile:
    told = _description("ofac")["files"]
    name = next(name for name in told[publication] if name.endswith("_ENHANCED.ZIP"))
    return RemoteFile(name, told["address"] + name)


def _tables(publication: str) -> tuple[RemoteFile, ...]:
    names = _description("ofac")["files"][publication]
    return tuple(RemoteFile(name, needed=not name.endswith("_COMMENTS.CSV")) for name in names if name.endswith(".CSV"))


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


def _read_sdn_csv(files: Mapping[str, Path], edition: date, *, expect: bool) -> Edition:
    return _read_tables(files, "sdn", edition, expect=expect)


def _read_consolidated_csv(files: Mapping[str, Path], edition: date, *, expect: bool) -> Edition:
    return _read_tables(files, "consolidated", edition, expect=expect)


def _read_tables(files: Mapping[str, Path], publication: str, edition: date, *, expect: bool) -> Edition:
    from countersight.sources.ofac.reader import OfacFiles, read_ofac  # noqa: PLC0415 - as above

    main, addresses, names, comments = (files.get(name) for name in _description("ofac")["files"][publication][:4])
    if main is None or addresses is None or names is None:
        raise InputError("a table is missing", hint=f"the three are {', '.join(_description('ofac')['files'][publication][:3])}", where=Where(publication))
    return read_ofac(OfacFiles(main, addresses, names, comments), publication, edition, expect=expect)
