"""Rows of a table, whatever file they come from: text cells with their place, and cells that could not be read."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Final

from countersight.errors import InputError, Where

MAX_COLUMNS: Final = 2000
"""Columns of a row that are read; a row that is wider is a fault."""

_DELIMITERS: Final = ",;\t|"
_SAMPLE: Final = 20
_EXACT: Final = 1e15
"""Beyond that a float is no longer every whole number."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as an editor or a spreadsheet counts, its cells as text, and what is wrong with single ones."""

    number: int
    cells: list[str]
    broken: dict[int, tuple[str, str]] = field(default_factory=dict)
    """Place of a cell to message and hint, where the file itself could not give a value."""

    @property
    def empty(self) -> bool:
        """Whether nothing stands in it."""
        return not any(cell.strip() for cell in self.cells) and not self.broken


@dataclass(slots=True)
class Rows:
    """The rows of one file, to be read once, and what is to be said about the file."""

    file: str
    rows: Iterator[Row]
    notes: list[str] = field(default_factory=list)


def typed(value: object) -> str:
    """A value that a file holds with its type, as the text that a person would write: days as ISO, floats in their shortest form."""
    if value is None or value != value:  # noqa: PLR0124 - NaN is no value
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{Decimal(repr(value)).normalize():f}" if abs(value) < _EXACT else repr(value)
    return str(value)


def csv_rows(lines: Iterator[str], file: str) -> Iterator[Row]:
    """The rows of a table of text, parted by commas, semicolons, tabs or bars.

    Raises:
        InputError: Not a table, with the line.
    """
    head = list(islice(lines, _SAMPLE))
    delimiter = _delimiter(head)
    reader = csv.reader(_chained(head, lines), strict=True, delimiter=delimiter)
    start = 1
    try:
        for cells in reader:
            yield Row(start, cells)
            start = reader.line_num + 1
    except csv.Error as fault:
        raise InputError(f"not CSV: {fault}", hint="is a quotation mark missing?", where=Where(file, max(1, reader.line_num))) from None


def _chained(head: Iterable[str], rest: Iterable[str]) -> Iterator[str]:
    yield from head
    yield from rest


def _delimiter(head: list[str]) -> str:
    """The sign that parts most cells of the first lines, outside quotation marks; a comma where none does."""
    plain = ["".join(line.split('"')[0::2]) for line in head]
    counts = {sign: sorted((line.count(sign) for line in plain if line.strip()), reverse=True) for sign in _DELIMITERS}
    best = max(_DELIMITERS, key=lambda sign: (sum(counts[sign][: _SAMPLE // 2]), -_DELIMITERS.index(sign)))
    return best if any(counts[best]) else ","
