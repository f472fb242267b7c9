"""The log of statements: JSON lines, append-only, one row a line, columns that are empty left out.

A file of lines and not a table: it is only ever appended to and read through, two logs are merged by joining them, and
a person can read it. It is not chained, since each line carries the hash of its own content as id; what must not be
dropped from the middle unseen is the review log (:mod:`countersight.store.review`), and that is chained.

A later edition that says the same adds no line. A line is written when something is said for the first time, once
more, with the day, when it is said no longer, and anew when it stands otherwise than before.
"""

from __future__ import annotations

import json
import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from countersight.errors import DataError, InputError, Where
from countersight.store.statements import COLUMNS, Row, known, row_id

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_KEPT: Final = frozenset({"source"})
"""Properties that are never retracted: that a source was read once stays true."""


def whole_lines(path: Path) -> list[str]:
    """The lines of an append-only file; one that was cut off while it was written is not there.

    Raises:
        InputError: Not UTF-8.
    """
    try:
        return path.read_bytes().rpartition(b"\n")[0].decode("utf-8").split("\n") if path.exists() else []
    except UnicodeDecodeError as fault:
        raise InputError(f"not UTF-8 at byte {fault.start}", hint="take the file as it was written", where=Where(str(path))) from None


def append_lines(path: Path, lines: Iterable[str]) -> None:
    """Append lines in one write, down to the disk; a torn last line that a crash left is cut off first."""
    text = "".join(f"{line}\n" for line in lines).encode()
    if not text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+") as file:
        file.seek(0)
        file.truncate(file.read().rfind(b"\n") + 1)
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def object_of(line: str, path: Path, number: int) -> dict[str, Any]:
    """One line as a mapping.

    Raises:
        InputError: Something else, with file and line.
    """
    try:
        found = json.loads(line)
    except ValueError as fault:
        raise InputError(f"not JSON: {fault}", hint="take the file as it was written", where=Where(str(path), number)) from None
    if not isinstance(found, dict):
        raise InputError("not an object", hint="one record a line", where=Where(str(path), number))
    return found


def read_log(path: Path) -> list[Row]:
    """The rows of a log, oldest first; none where there is no file yet.

    What a row says is checked against its id; when it was seen and how it stands is not part of that.

    Raises:
        InputError: A line is no row, or its id is not that of its content.
    """
    rows: list[Row] = []
    for number, line in enumerate(whole_lines(path), 1):
        if not line:
            continue
        found = object_of(line, path, number)
        if wrong := found.keys() - set(COLUMNS):
            hint = f"columns are {', '.join(COLUMNS)}"
            raise InputError(f"an unknown column {min(wrong)!r}", hint=hint, where=Where(str(path), number))
        try:
            row = Row(**found)
            same = row_id(row) == row.id
        except TypeError as fault:
            raise InputError(f"a row is not whole: {fault}", hint="take the file as it was written", where=Where(str(path), number)) from None
        if not same:
            message = f"the statement {row.id!r} does not say what it said when it was written"
            raise InputError(message, hint="restore the line; a log is appended to, never edited", where=Where(str(path), number))
        rows.append(row)
    return rows


def line_of(row: Row) -> str:
    """A row as its line."""
    filled = {key: value for key in COLUMNS if (value := getattr(row, key))}
    return json.dumps(filled, ensure_ascii=False, separators=(",", ":"))


def changes(log: Iterable[Row], said: Iterable[Row], at: str) -> list[Row]:
    """What has to be appended for the log to hold at a moment what is said then, and nothing else.

    Args:
        log: The rows of the log so far.
        said: What is said now, as :func:`countersight.store.statements.project` gives it.
        at: The moment, not before anything in the log.

    Returns:
        Retractions first, then what is new, each sorted by subject. A retracted row names the new one that takes its
        place, where exactly one says something else of the same subject, property and value.

    Raises:
        DataError: The log knows of a later moment.
    """
    rows = list(log)
    latest = max((clock[: len(at)] for row in rows for clock in (row.recorded_at, row.retracted_at)), default="")
    if latest > at:
        raise DataError(f"the log goes to {latest}, after {at}", hint="record in the order of days; what was known is never rewritten")
    held = {row.id: row for row in known(rows)}
    now = {row.id: row for row in said}
    new = [replace(row, recorded_at=at) for key, row in now.items() if not _stands(held.get(key), row)]
    places: dict[tuple[str, str, str], list[str]] = {}
    for row in new:
        places.setdefault((row.canonical_id, row.prop, row.value), []).append(row.id)

    def successor(row: Row) -> str:
        found = places.get((row.canonical_id, row.prop, row.value), [])
        return found[0] if len(found) == 1 else ""

    gone = [
        replace(row, retracted_at=at, superseded_by=successor(row))
        for key, row in held.items()
        if row.prop not in _KEPT and not _stands(now.get(key), row)
    ]
    return [*_sorted(gone), *_sorted(new)]


def _stands(other: Row | None, row: Row) -> bool:
    return other is not None and other.standing == row.standing


def _sorted(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row.canonical_id, row.prop, row.id))


def record(path: Path, said: Iterable[Row], at: str) -> tuple[int, int]:
    """Append to a log what changed.

    Args:
        path: The log; made where there is none.
        said: What is said now.
        at: The moment: a day, or a UTC time.

    Returns:
        How many statements are new, and how many were retracted.
    """
    found = changes(read_log(path), said, at)
    append_lines(path, map(line_of, found))
    gone = sum(1 for row in found if row.retracted_at)
    return len(found) - gone, gone
