"""Data files of this room: YAML beside the code, read once and refused where a row is not what it should be."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from countersight.errors import DataError, Where

HERE: Final = Path(__file__).parent
"""The folder of this room, with its data files."""


def load(path: Path) -> Any:  # noqa: ANN401 - YAML is anything; each reader checks its own rows
    """The content of a YAML file.

    Raises:
        DataError: It is missing, or no YAML: with line and column.
    """
    import yaml  # noqa: PLC0415 - most commands read no taxonomy

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader, in C where there is one
    except OSError as fault:
        raise DataError(f"cannot be read: {fault.strerror}", hint="install the package again", where=Where(str(path))) from None
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark
        where = Where(str(path), mark.line + 1, mark.column + 1) if mark else Where(str(path))
        raise DataError(f"not YAML: {fault.problem}", hint="quote what holds a colon or a number sign", where=where) from None


def refuse(path: Path, row: str, what: str, hint: str) -> DataError:
    """The error of one row."""
    return DataError(f"{row}: {what}", hint=hint, where=Where(str(path)))
