"""The door of this room: a file, or standard input, to matters; whole, or some at a time."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final

from countersight.errors import InputError, UsageError, Where
from countersight.intake.documents import is_json, jsonl_chunks, loaded, of_loaded
from countersight.intake.inventories import KINDS, read_inventory
from countersight.intake.issuers import is_listing, issuer_matters
from countersight.intake.mapping import Mapping, read_mapping
from countersight.intake.records import flat_rows, is_flat
from countersight.intake.research_files import is_research, research_chunks
from countersight.intake.result import Intake
from countersight.intake.rows import Rows
from countersight.intake.table import TRANSACTION_OF_KIND, gathered, table_chunks
from countersight.intake.tax_table import read_tax_table
from countersight.intake.text import text_rows

MAX_BYTES: Final = 500_000_000
"""A larger document is not read whole; a table and JSON lines are read a piece at a time and may be of any size."""
STANDARD_INPUT: Final = "standard input"

TEXT: Final = frozenset({".csv", ".tsv", ".tab", ".txt"})
WORKBOOKS: Final = frozenset({".xlsx", ".xlsm"})
JSON_LINES: Final = frozenset({".jsonl", ".ndjson"})
_HEAD: Final = 4096
_PIECE: Final = 1 << 20
_KNOWN: Final = "bring .csv, .tsv, .xlsx, .parquet, .json or .jsonl, or an inventory as nmap XML or CycloneDX JSON"


def read_matters(name: str, kind: str | None = None, mapping: str | None = None) -> Intake:
    """Read a file of matters, whole. See :func:`stream_matters`."""
    return gathered(stream_matters(name, kind, mapping))


def stream_matters(name: str, kind: str | None = None, mapping: str | None = None) -> Iterator[Intake]:
    """Read a file of matters, some at a time; a table or JSON lines of any size in constant memory.

    Args:
        name: A path ending in ``.csv``, ``.tsv``, ``.xlsx``, ``.parquet``, ``.json`` or ``.jsonl``, or an inventory of devices
            (nmap XML, CycloneDX), or works, awards and support of research; ``-`` reads standard input, of which the content tells what it is.
        kind: ``shipment``, ``entry``, ``parties``, ``devices``, ``holdings``, ``issuer``, ``research`` or ``tax``, for a table; ``shipment`` where nothing says it.
        mapping: The file that says what the headings of a table mean; it is proposed where there is none yet.

    Raises:
        InputError: The file cannot be opened or read as a whole.
        UsageError: A format that is not known, or a mapping was proposed.
    """
    path = Path(name)
    if name == "-" or path.is_fifo() or path.is_char_device():
        with (nullcontext(sys.stdin.buffer) if name == "-" else path.open("rb")) as pipe, _spooled(pipe) as kept:
            yield from _chunks(kept, STANDARD_INPUT if name == "-" else name, _ending(kept), kind, mapping)
        return
    try:
        with path.open("rb"):
            pass
    except OSError as fault:
        raise InputError(f"cannot be read: {fault.strerror}", hint="check the name and the permissions", where=Where(name)) from None
    yield from _chunks(path, name, path.suffix.casefold(), kind, mapping)


def stream_upload(path: Path, name: str, kind: str | None = None, mapping: str | None = None) -> Iterator[Intake]:
    """As :func:`stream_matters`, of a file that was sent: faults name it as its sender does, and that name says what it is; where it says nothing, the content does.

    Args:
        path: Where the bytes are.
        name: How the sender calls the file.
        kind: As there.
        mapping: As there; a file that is there.
    """
    ending = Path(name).suffix.casefold()
    yield from _chunks(path, name, ending or _ending(path), kind, mapping)


@contextmanager
def _spooled(pipe: BinaryIO) -> Iterator[Path]:
    """What comes through a pipe as a file, since tables are read twice; it goes with the answer."""
    with tempfile.TemporaryDirectory(prefix="countersight-") as folder:
        path = Path(folder) / "input"
        with path.open("wb") as stream:
            for piece in iter(partial(pipe.read, _PIECE), b""):
                stream.write(piece)
        yield path


def _ending(path: Path) -> str:
    """What a file is, by its first bytes."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if head.startswith(b"PK\x03\x04"):
        return ".xlsx"
    if head.startswith(b"PAR1"):
        return ".parquet"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if start == b"{":
        with path.open("rb") as stream:
            return ".jsonl" if is_json(stream.readline(_PIECE)) else ".json"
    return ".json" if start == b"[" else ".csv"


def _chunks(path: Path, name: str, ending: str, kind: str | None, mapping: str | None) -> Iterator[Intake]:
    if is_research(path, ending, kind):
        if mapping is not None:
            raise UsageError("--map is for tables of shipments and parties", hint=f"the headings of {name} are its own: docs/files.md")
        yield from research_chunks(path, name, ending)
    elif is_listing(path, ending, kind):
        yield issuer_matters(path, name)
    elif _may_be_inventory(path, kind) and (inventory := read_inventory(_bytes(path, name), name, kind)) is not None:
        yield inventory
    elif ending == ".json" or ending in JSON_LINES:
        yield from _documents(path, name, ending, kind, mapping)
    elif kind == "tax" and (ending in TEXT or ending in WORKBOOKS or ending == ".parquet"):
        yield read_tax_table(_rows(path, name, ending, None, None))
    elif ending in TEXT or ending in WORKBOOKS or ending == ".parquet":
        told = read_mapping(Path(mapping)) if mapping is not None and Path(mapping).exists() else mapping
        yield from table_chunks(_rows(path, name, ending, _table_kind(kind), told), kind, told)
    else:
        raise UsageError(f"a format that is not known: {name}", hint="an older .xls must be saved as XLSX" if ending == ".xls" else _KNOWN)


def _may_be_inventory(path: Path, kind: str | None) -> bool:
    with path.open("rb") as stream:
        head = stream.read(_HEAD).lstrip(b"\xef\xbb\xbf \t\r\n")
    return kind in KINDS or head.startswith(b"<") or (b"bomFormat" in head and b"CycloneDX" in head)


def _bytes(path: Path, name: str) -> bytes:
    if path.stat().st_size > MAX_BYTES:
        raise InputError(f"the file is larger than {MAX_BYTES:,} bytes", hint="split it; JSON lines and tables may be of any size", where=Where(name))
    return path.read_bytes()


def _documents(path: Path, name: str, ending: str, kind: str | None, mapping: str | None) -> Iterator[Intake]:
    if ending == ".json":
        found = loaded(_bytes(path, name), name)
        if isinstance(found, list) and is_flat(found, kind):
            told = read_mapping(Path(mapping)) if mapping is not None and Path(mapping).exists() else mapping
            yield from table_chunks(flat_rows(found, name), _table_kind(kind), told)
            return
    if mapping is not None:
        raise UsageError("--map is for tables", hint=f"JSON has keys of its own: {name}")
    if ending == ".json":
        yield of_loaded(found, name)
        return
    with path.open("rb") as stream:
        yield from jsonl_chunks(stream, name)


def _rows(path: Path, name: str, ending: str, kind: str | None, mapping: Mapping | str | None) -> Rows:
    told = mapping if isinstance(mapping, Mapping) else None
    if ending in WORKBOOKS:
        from countersight.intake.spreadsheet import sheet_rows  # noqa: PLC0415 - only when a workbook is read

        return sheet_rows(path, name, told.kind if told else kind, told.sheet if told else None)
    if ending == ".parquet":
        from countersight.intake.parquet import parquet_rows  # noqa: PLC0415 - as above

        return parquet_rows(path, name)
    return text_rows(partial(_open, path), name, told.encoding if told else None)


def _open(path: Path) -> BinaryIO:
    return path.open("rb")


def _table_kind(kind: str | None) -> str | None:
    if kind is not None and kind not in TRANSACTION_OF_KIND:
        raise UsageError(f"no table reader for {kind!r}", hint=f"tables: {', '.join(TRANSACTION_OF_KIND)}; any kind as JSON")
    return kind
