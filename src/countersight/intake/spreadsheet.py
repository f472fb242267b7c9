"""Sheets of XLSX workbooks as rows: stored values only, formulas never worked out, and nothing fetched.

Read with openpyxl, which keeps formulas and stored values apart; both are read, so that a formula whose value was never
stored is a fault and no empty cell.
"""

from __future__ import annotations

import zipfile
from collections.abc import Collection, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Final

from countersight.errors import CountersightError, InputError, UsageError, Where
from countersight.intake.columns import heading, headings_of
from countersight.intake.rows import Row, Rows, typed

MAX_UNPACKED: Final = 1_000_000_000
SUSPECT: Final = 10_000_000
"""Below that many bytes a workbook does no harm, however well it packs."""
MAX_RATIO: Final = 200
"""Bytes unpacked for one packed: text packs well, a bomb far better."""
_SEARCHED: Final = 20


def sheet_rows(path: Path, kind: str) -> Rows:
    """The rows of the first sheet that is not hidden and has headings that are known, else of the first one.

    Raises:
        InputError: No workbook, a damaged one, or one that unpacks without end.
        UsageError: openpyxl is not installed.
    """
    file = str(path)
    _check_zip(path)
    streams: list[BinaryIO] = [path.open("rb"), path.open("rb")]
    try:
        rows = Rows(file, iter(()))
        rows.rows = _sheet(streams, kind, rows)
    except CountersightError:
        _closed(streams)
        raise
    return rows


def _sheet(streams: list[BinaryIO], kind: str, told: Rows) -> Iterator[Row]:
    file = told.file
    values, formulas = _open(streams[0], file, stored=True), _open(streams[1], file, stored=False)
    visible = [sheet.title for sheet in values.worksheets if sheet.sheet_state == "visible"]
    hidden = [sheet.title for sheet in values.worksheets if sheet.sheet_state != "visible"]
    if not visible:
        raise InputError("no sheet that is shown", hint="show the sheet that is to be read", where=Where(file))
    known = headings_of(kind).keys()
    title = max(visible, key=lambda name: (_hits(values[name], known), -visible.index(name)))
    notes = told.notes
    if len(values.worksheets) > 1:
        notes.append(f"{file}: read from the sheet {title!r}")
    if others := [name for name in visible if name != title]:
        notes.append(f"{file}: sheets not read: {', '.join(others)}")
    if hidden:
        notes.append(f"{file}: hidden sheets, not read: {', '.join(hidden)}")
    return _rows((values[title], formulas[title]), streams, told)


def _closed(streams: list[BinaryIO]) -> None:
    for stream in streams:
        stream.close()


def _check_zip(path: Path) -> None:
    file = str(path)
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, OSError) as fault:
        raise InputError(f"not a workbook: {fault}", hint="save it again as XLSX; an older .xls must be saved as XLSX first", where=Where(file)) from None
    unpacked, packed = sum(one.file_size for one in infos), sum(one.compress_size for one in infos)
    if unpacked > MAX_UNPACKED or (unpacked > SUSPECT and unpacked > MAX_RATIO * max(1, packed)):
        raise InputError(f"the workbook unpacks to {unpacked:,} bytes", hint="that is no table of ours: save the sheet as CSV", where=Where(file))
    if not any(one.filename == "xl/workbook.xml" for one in infos):
        raise InputError("an archive, and no workbook", hint="bring the XLSX file itself", where=Where(file))


def _open(stream: BinaryIO, file: str, *, stored: bool) -> Any:  # noqa: ANN401 - its types are those of whole workbooks
    try:
        from openpyxl import load_workbook  # noqa: PLC0415 - only when a workbook is read
    except ImportError:
        raise UsageError("reading XLSX needs openpyxl", hint="pip install openpyxl; or save the sheet as CSV UTF-8") from None
    try:
        return load_workbook(stream, read_only=True, data_only=stored, keep_links=False)
    except Exception as fault:  # noqa: BLE001 - a damaged workbook fails in many ways
        raise InputError(f"not a workbook that can be read: {type(fault).__name__}: {fault}", hint="open it and save it again as XLSX", where=Where(file)) from None


def _hits(sheet: Any, known: Collection[str]) -> int:  # noqa: ANN401 - openpyxl's read-only sheet
    best = 0
    for row in islice(sheet.iter_rows(values_only=True), _SEARCHED):
        best = max(best, sum(isinstance(cell, str) and heading(cell) in known for cell in row))
    return best


def _rows(sheets: tuple[Any, Any], streams: list[BinaryIO], told: Rows) -> Iterator[Row]:
    kept = 0
    values, formulas = sheets
    both = zip(values.iter_rows(values_only=True), formulas.iter_rows(values_only=True), strict=False)
    try:
        for number, (stored, written) in enumerate(both, 1):
            cells, broken = [], {}
            for at, (value, formula) in enumerate(zip(stored, written, strict=False)):
                is_formula = (isinstance(formula, str) and formula.startswith("=")) or type(formula).__name__ in {"ArrayFormula", "DataTableFormula"}
                if is_formula and value is None:
                    broken[at] = ("a formula whose value was never stored", "open the workbook, let it calculate, and save it; or paste the values")
                    cells.append("")
                    continue
                kept += is_formula
                text, fault = _text(value)
                if fault:
                    broken[at] = fault
                cells.append(text)
            yield Row(number, cells, broken)
    except Exception as fault:  # noqa: BLE001 - a damaged sheet fails in many ways
        raise InputError(f"the sheet cannot be read to its end: {type(fault).__name__}: {fault}", hint="open it and save it again as XLSX", where=Where(told.file)) from None
    finally:
        _closed(streams)
    if kept:
        told.notes.append(f"formulas: of {kept} cells the stored value was read")


def _text(value: Any) -> tuple[str, tuple[str, str] | None]:  # noqa: ANN401 - whatever a cell holds
    """A stored value as the text that a person would write, and what is wrong with it."""
    text = typed(value)
    if text.startswith("#") and text.rstrip("!?").isupper() and text[-1:] in "!?AD0":
        return "", (f"the spreadsheet's own error {text}", "mend the cell in the spreadsheet")
    return text, None
