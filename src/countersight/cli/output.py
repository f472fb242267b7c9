"""Writing results: to standard output, or to a file that appears whole or not at all."""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from countersight.settings import Settings


def write(text: str, out: str | None) -> None:
    """Write text, ending in one newline, to a file or to standard output."""
    text = text if text.endswith("\n") else text + "\n"
    if out is None or out == "-":
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    path = Path(out)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def tell(text: str) -> None:
    """A word to the user, on standard error."""
    sys.stderr.write(text + "\n")


def settings(snapshot: str | None) -> Settings:
    """Settings from the environment, with the snapshot that the command line names."""
    found = Settings.from_environment()
    return replace(found, snapshot=Path(snapshot)) if snapshot else found
