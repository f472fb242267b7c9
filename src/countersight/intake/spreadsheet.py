"""Sheets of XLSX workbooks as rows: stored values only, formulas never worked out, and nothing fetched.

Read with openpyxl, which keeps formulas and stored values apart; both are read, so that a formula whose value was never
stored is a fault and no empty cell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import chain, islice, repeat
from pathlib import Path
from typing import Any, Final

from countersight.errors import CountersightError, InputError, UsageError, Where
from countersight.intake.columns import Column, column_of, headings_of
from countersight.intake.rows import Row, Rows, is_number, typed
from countersight.intake.workbook import Marks, check_workbook, marks

_SEARCHED: Final = 30
_FORMULAS: Final = frozenset({"ArrayFormula", "DataTableFormula"})


def sheet_rows(path: Path, file: str, kind: str | None, wanted: str | None = None) -> Rows:
    """The rows of one sheet: the one that is wanted, else the first of those that are shown with most headings that are known.

    Args:
        path: The workbook.
        file: How it is called in notes and errors.
        kind: What its rows are.
        wanted: The sheet that a mapping names; it may be hidden.

    Raises:
        InputError: No workbook, a damaged one, one that unpacks without end or reaches elsewhere, or no such sheet.
        UsageError: openpyxl is not installed.
    """
    check_workbook(path, file)
    with _opened(path, file, stored=True) as book:
        states = {sheet.title: sheet.sheet_state for sheet in book.worksheets}
        title = _chosen(book, states, file, headings_of(kind or "shipment"), wanted)
        part = getattr(book[title], "_worksheet_path", "")
    notes = [f"{file}: read from the sheet {title!r}"] if len(states) > 1 else []
    if others := [name for name, state in states.items() if state == "visible" and name != title]:
        notes.append(f"{file}: sheets not read: {', '.join(others)}")
    if hidden := [name for name, state in states.items() if state != "visible" and name != title]:
        notes.append(f"{file}: hidden sheets, not read: {', '.join(hidden)}")
    told = marks(path, part) if part else Marks(formulas=True)
    if told.merged:
        notes.append(f"{file}: merged cells ({told.shown}): downwards the value holds for the matter and its parties, and for the first line only")
    return Rows(file, partial(_rows, path, title, told, file, notes), notes)


def _chosen(book: Any, states: dict[str, str], file: str, known: dict[str, Column], wanted: str | None) -> str:  # noqa: ANN401 - openpyxl's own workbook
    if wanted is not None:
        if wanted not in states:
            raise InputError(f"there is no sheet {wanted!r}", hint=f"sheets are {', '.join(states)}", where=Where(file))
        return wanted
    visible = [name for name, state in states.items() if state == "visible"]
    if not visible:
        raise InputError("no sheet that is shown", hint="show the sheet that is to be read, or name it in a mapping (--map): sheet: NAME", where=Where(file))
    return max(visible, key=lambda name: (_hits(book[name], known), -visible.index(name)))


@contextmanager
def _opened(path: Path, file: str, *, stored: bool) -> Iterator[Any]:
    """A workbook of openpyxl, whose types are those of whole workbooks; a damaged one fails in many ways."""
    try:
        from openpyxl import load_workbook  # noqa: PLC0415 - only when a workbook is read
    except ImportError:
        raise UsageError("reading XLSX needs openpyxl", hint="pip install openpyxl; or save the sheet as CSV UTF-8") from None
    hint = "open it and save it again as XLSX"
    with path.open("rb") as stream:
        try:
            book = load_workbook(stream, read_only=True, data_only=stored, keep_links=False)
        except Exception as fault:  # noqa: BLE001 - see above
            raise InputError(f"not a workbook that can be read: {type(fault).__name__}: {fault}", hint=hint, where=Where(file)) from None
        try:
            yield book
        except CountersightError:
            raise
        except Exception as fault:  # noqa: BLE001 - see above
            raise InputError(f"the sheet cannot be read to its end: {type(fault).__name__}: {fault}", hint=hint, where=Where(file)) from None
        finally:
            book.close()


def _values(book: Any, title: str) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401 - as above
    sheet = book[title]
    sheet.reset_dimensions()  # what a sheet says of its own size is often wrong, and rows would be lost
    yield from sheet.iter_rows(values_only=True)


def _hits(sheet: Any, known: dict[str, Column]) -> int:  # noqa: ANN401 - as above
    best = 0
    sheet.reset_dimensions()
    for row in islice(sheet.iter_rows(values_only=True), _SEARCHED):
        best = max(best, sum(isinstance(cell, str) and column_of(cell, known) is not None for cell in row))
    return best


def _rows(path: Path, title: str, told: Marks, file: str, notes: list[str]) -> Iterator[Row]:
    fill, kept = _Fill(told.merged), 0
    with ExitStack() as stack:
        values = _values(stack.enter_context(_opened(path, file, stored=True)), title)
        formulas = _values(stack.enter_context(_opened(path, file, stored=False)), title) if told.formulas else repeat(())
        for number, (stored, written) in enumerate(zip(values, formulas, strict=False), 1):
            row, of_formulas = _row(number, stored, written)
            kept += of_formulas
            yield fill(row)
    note = f"{file}: formulas: of {kept:,} cells the stored value was read"
    if kept and note not in notes:
        notes.append(note)


def _row(number: int, stored: Collection[Any], written: Collection[Any]) -> tuple[Row, int]:
    """One row, and how many of its cells hold a formula whose value was stored."""
    cells: list[str] = []
    broken: dict[int, tuple[str, str]] = {}
    exact: set[int] = set()
    kept = 0
    for at, (value, formula) in enumerate(zip(stored, chain(written, repeat(None)), strict=False)):
        text = typed(value)
        if (isinstance(formula, str) and formula.startswith("=") and formula != value) or type(formula).__name__ in _FORMULAS:
            if value is None:
                broken[at] = (f"a formula whose value was never stored, in cell {_name(number, at)}", "open the workbook, let it calculate, and save it; or paste the values")
            else:
                kept += 1
        if is_number(value):
            exact.add(at)
        elif text.startswith("#") and text != "#N/A" and text.rstrip("!?").replace("/", "").isupper() and text[-1:] in "!?AD0":
            broken[at] = (f"the spreadsheet's own error {text}, in cell {_name(number, at)}", "mend the cell in the spreadsheet")
            text = ""
        cells.append(text)
    return Row(number, cells, broken, frozenset(exact)), kept


def _name(row: int, at: int) -> str:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - only where a cell is at fault

    return f"{get_column_letter(at + 1)}{row}"


class _Fill:
    """Puts the value of a merged cell into the rows below that it covers."""

    def __init__(self, merged: list[tuple[int, int, int]]) -> None:
        self.coming = sorted(merged, reverse=True)
        self.open: list[tuple[int, int, str, bool]] = []

    def __call__(self, row: Row) -> Row:
        self.open = [one for one in self.open if one[0] >= row.number]
        for _, at, text, _ in self.open:
            row.cells.extend([""] * (at + 1 - len(row.cells)))
            row.cells[at] = row.cells[at] or text
        filled = frozenset(at for _, at, text, _ in self.open if text)
        exact = row.exact | {at for _, at, _, number in self.open if number}
        while self.coming and self.coming[-1][0] <= row.number:
            first, last, column = self.coming.pop()
            if first == row.number < last and column <= len(row.cells):
                self.open.append((last, column - 1, row.cells[column - 1], column - 1 in row.exact))
        return Row(row.number, row.cells, row.broken, exact, filled) if filled else row
