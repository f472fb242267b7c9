"""Tables of text as rows, in whatever encoding they are."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO

from countersight.intake.encoding import encoding_of, text_lines
from countersight.intake.mapping import Mapping
from countersight.intake.result import Intake
from countersight.intake.rows import Row, Rows, csv_rows
from countersight.intake.table import gathered, table_chunks


def text_rows(opened: Callable[[], BinaryIO], file: str, encoding: str | None = None) -> Rows:
    """The rows of a table of text.

    Args:
        opened: Opens its bytes, as often as it is read.
        file: How it is called in notes and errors.
        encoding: Its encoding, where a person says it; else it is told from the bytes.

    Raises:
        InputError: An encoding that cannot be told.
    """
    notes: list[str] = []
    if encoding is None:
        with opened() as stream:
            encoding, note = encoding_of(stream, file)
        notes += [note] if note else []
    return Rows(file, partial(_rows, opened, file, encoding, notes), notes)


def _rows(opened: Callable[[], BinaryIO], file: str, encoding: str, notes: list[str]) -> Iterator[Row]:
    with opened() as stream:
        yield from csv_rows(text_lines(stream, encoding, file), file, notes)


def read_table(data: bytes, file: str, kind: str | None, mapping: Mapping | None = None) -> Intake:
    """Read a table of text that is at hand, whole.

    Raises:
        InputError: The file as a whole cannot be read: its encoding, no header, a heading twice, none that is known.
    """
    return gathered(table_chunks(text_rows(partial(io.BytesIO, data), file), kind, mapping))
