"""Sheets of a workbook that are safe to open: what a file says is text, and only our own formulas are formulas.

Text that a spreadsheet would run (it starts with ``=``, ``+``, ``-``, ``@``, a tab or a carriage return) is stored as a
string and carries the mark of a quoted cell, so that it also stays text after somebody edits it (OWASP, CSV injection).
Control and direction marks are shown by their number; a cell holds at most 32,767 characters.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from countersight.reports.shown import shown

MOST: Final = 32_000
"""Characters of a cell; a spreadsheet holds 32,767."""
RUNS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
"""Starts of a text that some spreadsheet takes for a formula or a command."""
_HEAD: Final = PatternFill("solid", fgColor="DDE3EA")


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula of ours, without the equals sign. Nothing that a user wrote ever stands in one."""

    text: str
    number_format: str = "#,##0.00"


Value = str | bool | int | Decimal | date | Formula | None


def put(cell: Cell | MergedCell, value: Value, number_format: str = "") -> None:
    """Put a value into a cell: text as text whatever it starts with, a formula of ours as a formula."""
    if isinstance(value, Formula):
        cell.value = f"={value.text}"
        cell.number_format = number_format or value.number_format
        return
    if isinstance(value, bool):
        cell.value = "yes" if value else "no"
        return
    if isinstance(value, str):
        text = shown(value, MOST)
        cell.value = text
        cell.data_type = "s"
        if value.startswith(RUNS):
            cell.quotePrefix = True
        return
    cell.value = value
    if number_format:
        cell.number_format = number_format


def sheet(book: Workbook, title: str, heads: Sequence[str], rows: Sequence[Sequence[Value]], widths: Sequence[int] = ()) -> Worksheet:
    """A sheet with a heading row that stays in sight, a filter, and one row a record."""
    made: Worksheet = book.create_sheet(title)
    wrap = Alignment(wrap_text=True, vertical="top")
    for at, head in enumerate(heads, 1):
        cell = made.cell(1, at)
        put(cell, head)
        cell.font, cell.fill, cell.alignment = Font(bold=True), _HEAD, wrap
        made.column_dimensions[get_column_letter(at)].width = widths[at - 1] if at <= len(widths) else 18
    for number, row in enumerate(rows, 2):
        for at, value in enumerate(row, 1):
            if value is None or value == "":
                continue
            cell = made.cell(number, at)
            put(cell, value)
            cell.alignment = wrap
    made.freeze_panes = "B2"
    if rows:
        made.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{len(rows) + 1}"
    return made


def new_book(title: str) -> Workbook:
    """An empty workbook."""
    book = Workbook()
    for one in list(book.worksheets):
        book.remove(one)
    book.properties.title = title
    book.properties.creator = "Countersight"
    return book


def saved(book: Workbook) -> bytes:
    """The workbook as a file."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
