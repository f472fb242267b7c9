"""Writing results: to standard output, or to a file that appears whole or not at all."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from pathlib import Path

from countersight.errors import UsageError
from countersight.settings import Settings

_LONGEST = 4000
"""Characters of one line on standard error."""


def write(text: str | bytes, out: str | None) -> None:
    """Write text, ending in one newline, or bytes as they are, to a file or to standard output."""
    if isinstance(text, str):
        text = text.encode(errors="backslashreplace").decode() + ("" if text.endswith("\n") else "\n")
    if out is None or out == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(text) if isinstance(text, bytes) else sys.stdout.write(text)
        sys.stdout.flush()
        return
    path = Path(out)
    path.parent.mkdir(parents=True, exist_ok=True)
    import tempfile

    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text if isinstance(text, bytes) else text.encode())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def write_json(value: object, out: str | None) -> None:
    """Write data as JSON that a person can read."""
    write(json.dumps(value, indent=1, ensure_ascii=False), out)


def writable(out: str | None) -> None:
    """Refuse a place that cannot be written to before anything is worked out.

    Raises:
        UsageError: A folder that cannot be made or written to, or a folder in place of a file.
    """
    if out is None or out == "-":
        return
    path = Path(out)
    there = next((one for one in (path.parent, *path.parent.parents) if one.exists()), Path("/"))
    if path.is_dir() or not there.is_dir() or not os.access(there, os.W_OK):
        what = "it is a folder" if path.is_dir() else f"{there} cannot be written to"
        raise UsageError(f"cannot write {out}: {what}", hint="name a file in a folder of yours: --out answers.html")


def tell(text: str) -> None:
    """A word to the user, on standard error; what a file says in it cannot steer the terminal."""
    from countersight.reports.shown import shown

    sys.stderr.write("\n".join(shown(line, _LONGEST) for line in text.split("\n")) + "\n")


def settings(snapshot: str | None) -> Settings:
    """Settings from the environment, with the snapshot that the command line names."""
    found = Settings.from_environment()
    return replace(found, snapshot=Path(snapshot)) if snapshot else found
