"""Rows of a table, whatever file they come from: text cells with their place, and cells that could not be read."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Final

from countersight.errors import InputError, Where

MAX_COLUMNS: Final = 2000
"""Columns of a row that are read; a row that is wider is a fault."""

_DELIMITERS: Final = ",;\t|"
_NAMES: Final = {";": "semicolons", "\t": "tabs", "|": "bars"}
_SAMPLE: Final = 20
_EXACT: Final = 1e15
"""Beyond that a float is no longer every whole number."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as an editor or a spreadsheet counts, its cells as text, and what is to be known of single ones.

    ``broken`` has the message and hint of a cell for which the file itself has no value; ``exact`` the places of numbers that
    the file holds as numbers, so that no sign in them is doubtful; ``merged`` the places that only a merged cell above fills.
    """

    number: int
    cells: list[str]
    broken: dict[int, tuple[str, str]] = field(default_factory=dict)
    exact: frozenset[int] = frozenset()
    merged: frozenset[int] = frozenset()

    @property
    def empty(self) -> bool:
        """Whether nothing stands in it."""
        return not self.broken and not any(cell.strip() for cell in self.own)

    @property
    def own(self) -> list[str]:
        """The cells without those that a merged cell above fills."""
        return ["" if at in self.merged else cell for at, cell in enumerate(self.cells)] if self.merged else self.cells


@dataclass(slots=True)
class Rows:
    """The rows of one file, which can be read again from the start, and what is to be said about the file."""

    file: str
    read: Callable[[], Iterator[Row]]
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
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def is_number(value: object) -> bool:
    """Whether a file holds a value as a number."""
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def csv_rows(lines: Iterator[str], file: str, said: list[str] | None = None) -> Iterator[Row]:
    """The rows of a table of text, parted by commas, semicolons, tabs or bars; which of them is ``said``, if no commas.

    Raises:
        InputError: Not a table, with the line.
    """
    head = list(islice(lines, _SAMPLE))
    if head and (named := head[0].strip().casefold()).startswith("sep=") and len(named) == len("sep=") + 1:
        delimiter, skipped = named[-1], 1  # a spreadsheet's own word on its file
    else:
        delimiter, skipped = _delimiter(head), 0
    note = f"{file}: cells are parted by {_NAMES.get(delimiter, repr(delimiter))}"
    if said is not None and delimiter != "," and note not in said:
        said.append(note)
    reader = csv.reader(_chained(head[skipped:], lines), strict=True, delimiter=delimiter)
    start = 1 + skipped
    try:
        for cells in reader:
            yield Row(start, cells)
            start = reader.line_num + 1 + skipped
    except csv.Error as fault:
        line = max(1, reader.line_num + skipped)
        raise InputError(f"not CSV: {fault}", hint="is a quotation mark missing?", where=Where(file, line)) from None


def _chained(head: Iterable[str], rest: Iterable[str]) -> Iterator[str]:
    yield from head
    yield from rest


def _delimiter(head: list[str]) -> str:
    """The sign that parts most cells of the first lines, outside quotation marks; a comma where none does."""
    plain = ["".join(line.split('"')[0::2]) for line in head]
    counts = {sign: sorted((line.count(sign) for line in plain if line.strip()), reverse=True) for sign in _DELIMITERS}
    best = max(_DELIMITERS, key=lambda sign: (sum(counts[sign][: _SAMPLE // 2]), -_DELIMITERS.index(sign)))
    return best if any(counts[best]) else ","
