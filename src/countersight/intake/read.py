"""The door of this room: a file, or standard input, to matters; whole, or some at a time."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from countersight.errors import InputError, UsageError, Where
from countersight.intake.documents import read_json, read_jsonl
from countersight.intake.encoding import HEAD, encoding_of, text_lines
from countersight.intake.inventories import KIND as DEVICES
from countersight.intake.inventories import read_inventory
from countersight.intake.result import Intake
from countersight.intake.rows import Rows, csv_rows
from countersight.intake.table import TRANSACTION_OF_KIND, gathered, read_table, table_chunks

MAX_BYTES: Final = 500_000_000
"""A larger document is not read whole; a table is read a piece at a time and may be of any size."""
LARGE: Final = 64_000_000
"""Bytes from which a table is read in constant memory; a workbook or Parquet from a tenth of it, since they are packed."""

TABLES: Final = {".csv": "text", ".tsv": "text", ".txt": "text", ".xlsx": "workbook", ".xlsm": "workbook", ".parquet": "parquet"}
JSON_LINES: Final = frozenset({".jsonl", ".ndjson"})
INVENTORIES: Final = frozenset({".xml", ".json", ".cdx"})
"""Endings of files in which an inventory of devices may stand."""


def read_matters(name: str, kind: str | None = None, mapping: str | None = None) -> Intake:
    """Read a file of matters, whole. See :func:`stream_matters`."""
    return gathered(stream_matters(name, kind, mapping))


def stream_matters(name: str, kind: str | None = None, mapping: str | None = None) -> Iterator[Intake]:
    """Read a file of matters, some at a time; a large table in constant memory.

    Args:
        name: A path ending in ``.csv``, ``.tsv``, ``.xlsx``, ``.parquet``, ``.json`` or ``.jsonl``, or an inventory of devices
            (nmap XML, CycloneDX); ``-`` reads JSON or JSON lines from standard input, or CSV where the text does not begin
            with a brace or bracket.
        kind: ``shipment``, ``entry``, ``parties`` or ``devices``, for a table; ``shipment`` where it is not given.
        mapping: The file that says what the headings of a table mean; it is proposed where there is none yet.

    Raises:
        InputError: The file cannot be opened or read as a whole.
        UsageError: A format that is not known, or a mapping was proposed.
    """
    if name == "-":
        yield _by_content(sys.stdin.buffer.read(), "standard input", kind)
        return
    path = Path(name)
    ending = path.suffix.casefold()
    size = _size(path, name)
    inventory = _inventory(path, size, kind) if ending in INVENTORIES or kind == DEVICES else None
    if inventory is not None:
        yield inventory
    elif ending in TABLES:
        yield from _table(path, size, _table_kind(kind), mapping)
    elif mapping is not None:
        raise UsageError("--map is for tables", hint=f"JSON has keys of its own: {name}")
    elif ending == ".json" or ending in JSON_LINES:
        if size > MAX_BYTES:
            raise InputError(f"the file is larger than {MAX_BYTES:,} bytes", hint="split it", where=Where(name))
        yield (read_json if ending == ".json" else read_jsonl)(_bytes(path, name), name)
    else:
        hint = "an older .xls must be saved as XLSX" if ending == ".xls" else "bring .csv, .tsv, .xlsx, .parquet, .json or .jsonl, or an inventory as nmap XML or CycloneDX JSON"
        raise UsageError(f"a format that is not known: {name}", hint=hint)


def _inventory(path: Path, size: int, kind: str | None) -> Intake | None:
    if size > MAX_BYTES:
        raise InputError(f"the file is larger than {MAX_BYTES:,} bytes", hint="split it", where=Where(str(path)))
    return read_inventory(_bytes(path, str(path)), str(path), kind)


def _size(path: Path, name: str) -> int:
    try:
        return path.stat().st_size
    except OSError as fault:
        raise _cannot(name, fault) from None


def _bytes(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        raise _cannot(name, fault) from None


def _cannot(name: str, fault: OSError) -> InputError:
    return InputError(f"cannot be read: {fault.strerror}", hint="check the name and the permissions", where=Where(name))


def _table(path: Path, size: int, kind: str, mapping: str | None) -> Iterator[Intake]:
    form = TABLES[path.suffix.casefold()]
    if form == "workbook":
        from countersight.intake.spreadsheet import sheet_rows  # noqa: PLC0415 - only when a workbook is read

        yield from table_chunks(sheet_rows(path, kind), kind, mapping, large=size > LARGE // 10)
    elif form == "parquet":
        from countersight.intake.parquet import parquet_rows  # noqa: PLC0415 - as above

        yield from table_chunks(parquet_rows(path), kind, mapping, large=size > LARGE // 10)
    else:
        name = str(path)
        try:
            stream = path.open("rb")
        except OSError as fault:
            raise _cannot(name, fault) from None
        with stream:
            encoding, note = encoding_of(stream.read(HEAD), name, whole=size <= HEAD)
            stream.seek(0)
            rows = Rows(name, csv_rows(text_lines(stream, encoding, name), name), [note] if note else [])
            yield from table_chunks(rows, kind, mapping, large=size > LARGE)


def _table_kind(kind: str | None) -> str:
    if kind is None:
        return "shipment"
    if kind not in TRANSACTION_OF_KIND:
        raise UsageError(f"no table reader for {kind!r}", hint=f"tables: {', '.join(TRANSACTION_OF_KIND)}; any kind as JSON")
    return kind


def _by_content(data: bytes, name: str, kind: str | None) -> Intake:
    if (inventory := read_inventory(data, name, kind)) is not None:
        return inventory
    start = data.lstrip()[:1]
    if start == b"[":
        return read_json(data, name)
    if start != b"{":
        return read_table(data, name, _table_kind(kind))
    try:
        return read_json(data, name)
    except InputError:
        return read_jsonl(data, name)
