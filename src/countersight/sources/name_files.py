"""Sources of who goes by which names: files that a person brings. They designate nobody.

They come in through the door ``countersight.sources``, as those of :mod:`countersight.sources.official` do.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from countersight.sources.ownership_files import brought
from countersight.sources.source import RemoteFile, Source

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from countersight.sources.edition import Edition


def names() -> tuple[Source, ...]:
    """Tables of bodies with their names: one of the user's own, and those of two exchanges.

    >>> [(source.name, source.files[0].name) for source in names()]
    [('names', 'names.csv'), ('names-sse', 'sse.csv'), ('names-szse', 'szse.csv')]
    """
    called = (("names", "names.csv"), ("names-sse", "sse.csv"), ("names-szse", "szse.csv"))
    return tuple(brought("names", (RemoteFile(file),), partial(_read_names, name), name) for name, file in called)


def ror() -> tuple[Source, ...]:
    """The Research Organization Registry.

    >>> ror()[0].files[0].name, ror()[0].by_hand
    ('ror.json', True)
    """
    return (brought("ror", (RemoteFile("ror.json"),), _read_ror),)


def _read_names(called: str, files: Mapping[str, Path], edition: date, *, expect: bool) -> Edition:
    from countersight.sources.names.reader import read_names  # noqa: PLC0415 - only when it is read

    (path,) = files.values()
    return read_names(path, edition, called=called, expect=expect)


def _read_ror(files: Mapping[str, Path], edition: date, *, expect: bool) -> Edition:
    from countersight.sources.ror.reader import read_ror  # noqa: PLC0415 - as above

    (path,) = files.values()
    return read_ror(path, edition, expect=expect)
