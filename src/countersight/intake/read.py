"""The door of this room: a file, or standard input, to matters."""

from __future__ import annotations

import sys
from pathlib import Path

from countersight.errors import InputError, UsageError, Where
from countersight.intake.documents import read_json, read_jsonl
from countersight.intake.result import Intake
from countersight.intake.table import TRANSACTION_OF_KIND, read_table

MAX_BYTES = 500_000_000
"""A larger file is for the bulk kernel, which reads without holding it whole."""


def read_matters(name: str, kind: str | None = None) -> Intake:
    """Read a file of matters.

    Args:
        name: A path ending in ``.csv``, ``.json`` or ``.jsonl``; ``-`` reads JSON or JSON lines from standard input,
            or CSV where a kind is given and the text does not begin with a brace or bracket.
        kind: ``shipment`` or ``entry``, for a table; ``shipment`` where it is not given.

    Raises:
        InputError: The file cannot be opened or read as a whole.
        UsageError: A format that is not known.
    """
    if name == "-":
        return _by_content(sys.stdin.buffer.read(), "standard input", kind)
    path = Path(name)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError(f"the file is larger than {MAX_BYTES:,} bytes", hint="split it", where=Where(name))
        data = path.read_bytes()
    except OSError as fault:
        raise InputError(f"cannot be read: {fault.strerror}", hint="check the name and the permissions", where=Where(name)) from None
    ending = path.suffix.casefold()
    if ending == ".json":
        return read_json(data, name)
    if ending in {".jsonl", ".ndjson"}:
        return read_jsonl(data, name)
    if ending == ".csv":
        return read_table(data, name, _table_kind(kind))
    raise UsageError(f"a format that is not known: {name}", hint="bring .csv, .json or .jsonl; other formats follow")


def _table_kind(kind: str | None) -> str:
    if kind is None:
        return "shipment"
    if kind not in TRANSACTION_OF_KIND:
        raise UsageError(f"no table reader for {kind!r}", hint=f"tables: {', '.join(TRANSACTION_OF_KIND)}; any kind as JSON")
    return kind


def _by_content(data: bytes, name: str, kind: str | None) -> Intake:
    start = data.lstrip()[:1]
    if start == b"[":
        return read_json(data, name)
    if start != b"{":
        return read_table(data, name, _table_kind(kind))
    try:
        return read_json(data, name)
    except InputError:
        return read_jsonl(data, name)
