"""A sheet that is written from the top down, and gives back where each number stands, so that formulas can point at it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from countersight.reports.sheets import Formula, Value, put

_HEAD: Final = PatternFill("solid", fgColor="DDE3EA")
_GIVEN: Final = PatternFill("solid", fgColor="FFF7DC")
MONEY: Final = "#,##0.00"
_PLACES: Final = 15
"""Digits that a spreadsheet keeps of a number; a longer one is written as the quotient of two whole numbers."""


def number(value: Fraction) -> Value:
    """A number that a spreadsheet holds exactly: a decimal where it is one, else a formula that divides.

    >>> number(Fraction(36, 5)), number(Fraction(1, 3))
    (Decimal('7.2'), Formula(text='1/3', number_format='#,##0.00'))
    """
    bottom = value.denominator
    while bottom % 10 == 0:
        bottom //= 10
    for prime in (2, 5):
        while bottom % prime == 0:
            bottom //= prime
    if bottom == 1:
        told = Decimal(value.numerator) / Decimal(value.denominator)
        if len(told.as_tuple().digits) <= _PLACES:
            return told
    return Formula(f"{value.numerator}/{value.denominator}", MONEY)


class Grid:
    """One sheet, row by row."""

    def __init__(self, book: Workbook, title: str, widths: Sequence[int]) -> None:
        """Args: the workbook, the sheet's title (at most 31 characters, no slash), and the widths of its columns."""
        self.sheet = book.create_sheet(title)
        self.title = title
        self.row = 0
        for at, width in enumerate(widths, 1):
            self.sheet.column_dimensions[get_column_letter(at)].width = width

    def at(self, column: int, row: int) -> str:
        """The address of a cell, with its sheet, absolute."""
        return f"'{self.title}'!${get_column_letter(column)}${row}"

    def span(self, column: int, rows: tuple[int, int]) -> str:
        """The address of a part of a column; both rows included."""
        letter = get_column_letter(column)
        return f"'{self.title}'!${letter}${rows[0]}:${letter}${rows[1]}"

    def head(self, *words: str) -> None:
        """A heading, with an empty row above it."""
        self.row += 2 if self.row else 1
        for at, word in enumerate(words, 1):
            cell = self.sheet.cell(self.row, at)
            put(cell, word)
            cell.font, cell.fill = Font(bold=True), _HEAD
            cell.alignment = Alignment(wrap_text=True, vertical="top")

    def put(self, *values: Value, formats: str = MONEY) -> int:
        """A row of values; numbers that were given, not worked out, are shaded. Its number is returned."""
        self.row += 1
        for at, value in enumerate(values, 1):
            if value is None or value == "":
                continue
            cell = self.sheet.cell(self.row, at)
            put(cell, value, "" if isinstance(value, Formula) else formats if isinstance(value, Decimal) else "")
            if isinstance(value, Decimal | int) and not isinstance(value, bool):
                cell.fill = _GIVEN
            if isinstance(value, str):
                cell.alignment = Alignment(wrap_text=True, vertical="top")
        return self.row

    def line(self, what: str, value: Value, note: str = "", formats: str = MONEY) -> str:
        """What, how much and why: a row of three cells; the address of the number is returned."""
        return self.at(2, self.put(what, value, note, formats=formats))

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[Value]], formats: str = MONEY) -> tuple[int, int]:
        """A table; its first and its last row are returned. A table without rows gets an empty one, so that formulas can point at it."""
        self.head(*heads)
        first = self.row + 1
        for row in rows:
            self.put(*row, formats=formats)
        if not rows:
            self.row += 1
        return first, self.row
