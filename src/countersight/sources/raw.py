"""Reading a file that somebody else made: bounds on size and shape, one encoding, and a place in every error.

Whatever is not as it should be is an :class:`~countersight.errors.InputError` with the file, the row, the column and
what would be right; nothing is guessed and nothing is read half. Archives and XML have modules of their own.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from countersight.errors import InputError, Where

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

MAX_BYTES: Final = 256 * 1024 * 1024
"""A file that is read whole: several times the largest official list in CSV or JSON."""

MAX_COLUMNS: Final = 64
"""The widest official file has 29."""

MAX_CELL: Final = 131_072
"""Characters of one cell. :mod:`csv` has the same bound, but as a setting that any other code in the process may move."""

CHUNK: Final = 1 << 16

_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "UTF-32"), (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"), (codecs.BOM_UTF16_BE, "UTF-16"), (b"\x84\x31\x95\x33", "GB18030"),
)  # fmt: skip
"""Byte order marks; UTF-32 first, because its mark begins as that of UTF-16 does."""

_HEAD: Final = 4096
_SAMPLE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Row:
    """One record with its place: the line of a table, or the path of a record inside a document."""

    cells: dict[str, str]
    file: str
    line: int | None = None
    inside: str = ""
    """For example ``results[17]``, where lines say nothing."""

    def fault(self, column: str, message: str, hint: str) -> InputError:
        """The error to raise about one cell."""
        column = f"{self.inside}.{column}" if self.inside and column else self.inside or column
        return InputError(message, hint=hint, where=Where(self.file, self.line, column or None))


def file_chunks(path: Path, most: int = MAX_BYTES) -> Iterator[bytes]:
    """The bytes of a regular file, in pieces.

    Args:
        path: The file; a link to a regular file is one.
        most: Bytes at most.

    Raises:
        InputError: There is no such file, it is not a regular one, cannot be read, or is larger.
    """
    name = str(path)
    if not path.exists():
        raise InputError("no such file", hint="check the path", where=Where(name))
    if not path.is_file():
        raise InputError("not a regular file", hint="give the path of a file, not of a folder or a device", where=Where(name))
    read = 0
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(CHUNK):
                read += len(chunk)
                if read > most:
                    hint = "no official list is that large; is this the right file?"
                    raise InputError(f"the file is larger than {most} bytes", hint=hint, where=Where(name))
                yield chunk
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", hint="check the permissions", where=Where(name)) from None


def read_bytes(path: Path, most: int = MAX_BYTES) -> bytes:
    """A regular file, whole. See :func:`file_chunks`."""
    return b"".join(file_chunks(path, most))


def refuse_other_encoding(head: bytes, file: str) -> None:
    """Refuse what is plainly not UTF-8 by its first bytes.

    Raises:
        InputError: A byte order mark of another encoding, or NUL bytes; the encoding is named.
    """
    for mark, name in _MARKS:
        if head.startswith(mark):
            raise _wrong_encoding(f"the file is {name} by its byte order mark", name, Where(file, 1))
    even, odd = head[0:_HEAD:2].count(0), head[1:_HEAD:2].count(0)
    if even or odd:
        name = "UTF-16" if max(even, odd) > min(even, odd) * 4 and max(even, odd) * 4 > len(head[:_HEAD]) else ""
        if name:
            raise _wrong_encoding(f"the file looks like {name} without a byte order mark", name, Where(file, 1))
        raise InputError("the file holds NUL bytes: it is not text", hint="is it an archive? unpack it first", where=Where(file, 1))


def _wrong_encoding(message: str, name: str, where: Where) -> InputError:
    return InputError(message, hint=f"save it as UTF-8: iconv -f {name} -t UTF-8", where=where)


def guess_encoding(data: bytes) -> str:
    """``GB18030`` when bytes that are not UTF-8 read as common Han characters in it, else nothing.

    >>> guess_encoding("乌鲁木齐市公安局".encode("gb18030")), guess_encoding("Ürümqi".encode("latin-1"))
    ('GB18030', '')
    """
    text = data[:_SAMPLE].decode("gb18030", errors="replace")
    foreign = [char for char in text if char > "\x7f"]
    # Latin letters with marks pair up with the letter after them into rare characters, which GB 2312 does not have.
    common = sum(1 for char in foreign if "\u4e00" <= char <= "\u9fff" and char.encode("gb2312", errors="ignore"))
    return "GB18030" if foreign and common * 10 >= len(foreign) * 8 else ""


def decode(data: bytes, file: str) -> str:
    """UTF-8, with or without its byte order mark.

    Raises:
        InputError: Another encoding, which is named where it can be told, or a NUL.
    """
    refuse_other_encoding(data[:_HEAD], file)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        where = Where(file, data.count(b"\n", 0, error.start) + 1)
        message = f"not UTF-8 at byte {error.start}"
        if name := guess_encoding(data):
            raise _wrong_encoding(f"{message}: the file looks like {name}", name, where) from None
        raise InputError(message, hint="download the file again; it is published in UTF-8", where=where) from None
    if (at := text.find("\0")) >= 0:
        where = Where(file, text.count("\n", 0, at) + 1)
        raise InputError("a NUL character in the text", hint="download the file again", where=where)
    return text


def csv_rows(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV table, each with the line on which it begins.

    Raises:
        InputError: Not CSV, a row of more than :data:`MAX_COLUMNS` cells, or a cell longer than :data:`MAX_CELL`.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for values in reader:
            if len(values) > MAX_COLUMNS:
                message = f"the row has {len(values)} cells, at most {MAX_COLUMNS} are read"
                raise InputError(message, hint="is this the official file?", where=Where(file, line))
            if values and len(max(values, key=len)) > MAX_CELL:
                raise InputError(f"not CSV: field larger than field limit ({MAX_CELL})", hint="is a quotation mark missing?", where=Where(file, line))
            yield line, values
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError(f"not CSV: {error}", hint="download the file again", where=Where(file, max(1, reader.line_num))) from None


def headed_rows(text: str, file: str, wanted: Sequence[str], hint: str) -> Iterator[Row]:
    """The rows of a table whose first line names the columns.

    Args:
        text: The table.
        file: Its name, for errors.
        wanted: Columns that must be there; others may come and go.
        hint: What would be the right file, when one is not there.

    Raises:
        InputError: A column is missing or stands twice, or a row is shorter or longer than the header.
    """
    rows = csv_rows(text, file)
    _, header = next(rows, (1, []))
    for column in wanted:
        if column not in header:
            raise InputError(f"the header lacks the column {column!r}", hint=hint, where=Where(file, 1, column))
    for at, column in enumerate(header):
        if column in header[:at]:
            message = f"the column {column!r} stands twice in the header"
            raise InputError(message, hint="which of the two is right cannot be told: take the official file", where=Where(file, 1, column))
    yield from (_row(header, values, file, line, "the header") for line, values in rows)


def bare_rows(text: str, file: str, columns: Sequence[str]) -> Iterator[Row]:
    """The rows of a table without a header.

    Raises:
        InputError: A row has more or fewer cells than there are columns.
    """
    yield from (_row(columns, values, file, line, "the published form") for line, values in csv_rows(text, file))


def _row(columns: Sequence[str], values: list[str], file: str, line: int, against: str) -> Row:
    if len(values) != len(columns):
        message = f"the row has {len(values)} cells, {against} {len(columns)}"
        raise InputError(message, hint="is a quotation mark missing in this row?", where=Where(file, line))
    return Row(dict(zip(columns, values, strict=True)), file, line)


def json_document(text: str, file: str) -> Any:  # noqa: ANN401 - JSON holds anything
    """A JSON document; numbers stay the text they were written in, so that an id keeps its zeros.

    Raises:
        InputError: Not JSON, a key that stands twice in one object, or nesting that has no end.
    """
    try:
        return json_decoder(file).decode(text)
    except json.JSONDecodeError as error:
        where = Where(file, error.lineno, error.colno)
        raise InputError(f"not JSON: {error.msg}", hint="download the file again", where=where) from None
    except RecursionError:
        raise InputError("nested too deep", hint="no official list is: is this the right file?", where=Where(file)) from None


def json_decoder(file: str) -> json.JSONDecoder:
    """How JSON is read here: no key twice, numbers as text, nothing that is no JSON value."""

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) != len(pairs):
            key = next(key for at, (key, _) in enumerate(pairs) if key in dict(pairs[:at]))
            raise InputError(f"the key {key!r} stands twice in one object", hint="download the file again", where=Where(file))
        return made

    def constant(word: str) -> Any:  # noqa: ANN401 - the signature of json's hook
        raise InputError(f"{word} is no JSON value", hint="download the file again", where=Where(file))

    return json.JSONDecoder(object_pairs_hook=unique, parse_int=str, parse_float=str, parse_constant=constant)
