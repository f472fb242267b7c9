"""Files of a source that lie in a folder, and one edition read from where a person put it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from countersight.errors import InputError, UsageError, Where

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from countersight.sources.edition import Edition
    from countersight.sources.source import RemoteFile, Source


def files_in(source: Source, folder: Path) -> dict[RemoteFile, Path]:
    """The files of a source that lie in a folder, by their published names in any case; none is no fault.

    Args:
        source: Whose files.
        folder: They lie in it, or in a folder in it that is called as the source.

    Raises:
        InputError: Some that are needed are there and others not.
    """
    own = folder / source.name
    place = own if own.is_dir() else folder
    lying = {path.name.lower(): path for path in sorted(place.iterdir())}
    found = {file: lying[file.name.lower()] for file in source.files if file.name.lower() in lying}
    missing = [file.name for file in source.files if file.needed and file not in found]
    if found and missing:
        hint = "one edition is all of its files, of one day"
        raise InputError(f"{', '.join(missing)} of the source {source.name} is not there", hint=hint, where=Where(str(place)))
    return found


def read_edition(source: Source, path: Path, day: date, *, expect: bool = True) -> Edition:
    """One edition, from its file, or from the folder in which its files lie.

    Args:
        source: Whose edition.
        path: The one file that the source needs, under any name, or a folder.
        day: The day of the edition, where the files do not tell it.
        expect: Hold it against what it must contain.

    Raises:
        UsageError: A file for a source of several, or a folder without them.
        InputError: There is no such path, or a file is not in its published form.
        DataError: The list is shorter than it should be, or misses what must be in it.
    """
    names = ", ".join(file.name for file in source.files if file.needed)
    if path.is_dir():
        found = files_in(source, path)
        if not found:
            raise UsageError(f"no {names} for the source {source.name} in {path}", hint="the files bear their published names")
        return source.read({file.name: one for file, one in found.items()}, day, expect=expect)
    if len(source.files) > 1:
        raise UsageError(f"the source {source.name} is several files", hint=f"name the folder that holds {names}")
    return source.read({source.files[0].name: path}, day, expect=expect)
