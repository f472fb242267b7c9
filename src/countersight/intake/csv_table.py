"""A table as CSV under the headings that people use: its text, its rows, and what its columns mean."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from countersight.errors import InputError, Where
from countersight.intake.columns import heading

if TYPE_CHECKING:
    from collections.abc import Collection


def csv_rows(data: bytes, file: str, delimiters: str = ",") -> Iterator[tuple[int, list[str]]]:
    """Rows that are not empty, each with the number of its first line; the delimiter is the one that the first line holds most of.

    Raises:
        InputError: Not UTF-8, or not CSV.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        raise InputError(f"not UTF-8 at byte {fault.start}", hint="save the table as CSV UTF-8", where=Where(file, line)) from None
    return _rows(text, file, max(delimiters, key=text.partition("\n")[0].count))


def _rows(text: str, file: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        start = 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield start, cells
            start = reader.line_num + 1
    except csv.Error as fault:
        raise InputError(f"not CSV: {fault}", hint="is a quotation mark missing?", where=Where(file, reader.line_num)) from None


def csv_columns(header: list[str], headings: Mapping[str, str], needed: Collection[str], lacking: InputError) -> tuple[list[str | None], list[str]]:
    """What each column of a table means, and the headings that mean nothing.

    Args:
        header: The first row.
        headings: Heading, as :func:`countersight.intake.columns.heading` brings it together, to meaning.
        needed: One of these meanings must be there.
        lacking: What is raised where none is; it names the place.

    Raises:
        InputError: None of these, or two columns that say the same.
    """
    columns = [headings.get(heading(cell)) for cell in header]
    if not any(one in needed for one in columns):
        raise lacking
    told = [one for one in columns if one]
    if twice := [one for one in told if told.count(one) > 1]:
        same = [cell for cell, column in zip(header, columns, strict=True) if column == twice[0]]
        where = lacking.where
        raise InputError(f"two columns say the same: {same[0]!r} and {same[1]!r}", hint="keep one of the two", where=Where(where.file, where.line, same[1]))
    return columns, [cell for cell, column in zip(header, columns, strict=True) if column is None and cell.strip()]
