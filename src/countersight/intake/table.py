"""A CSV file of shipments or entries to matters: one row is one line; rows of one id are one matter.

A row that cannot be read is reported with file, row, column and hint. Where its matter has other rows, the bad row
stands in it as a line of which nothing is known, so that nothing looks clear because of a slip; a matter without a
good row is not screened. Markers such as "N/A" are unknown, and the notes say so.
"""

from __future__ import annotations

import csv
import difflib
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import ValidationError

from countersight.errors import InputError, Where
from countersight.intake.cells import CellFault
from countersight.intake.columns import BY_HEADING, CLAIMS, COLUMNS, IDENTIFIERS, Column, heading
from countersight.intake.result import UNKNOWN_MARKS, Intake, RowFault
from countersight.model.matter import Matter

TRANSACTION_OF_KIND = {"shipment": "export", "entry": "entry"}
"""What a row of such a table does, where no column says it."""

MAX_CELL = 32_768
"""Characters of a cell that are read, as many as a spreadsheet's cell can hold."""

_ID = next(column for column in COLUMNS if (column.owner, column.field) == ("matter", "id"))


@dataclass(slots=True)
class _Draft:
    """A matter while its rows come in. ``shared`` is what all its rows say of the matter and its parties."""

    id: str
    row: int
    shared: dict[Column, object] = field(default_factory=dict)
    lines: list[dict[str, object]] = field(default_factory=list)
    bad_rows: int = 0

    def conflict(self, values: dict[Column, object]) -> Column | None:
        """The first column in which a row contradicts the rows before it."""
        return next((c for c, value in values.items() if c.owner != "line" and self.shared.get(c, value) != value), None)

    def add(self, values: dict[Column, object]) -> None:
        """Take a good row in."""
        self.shared.update({column: value for column, value in values.items() if column.owner != "line"})
        self.lines.append({column.field: value for column, value in values.items() if column.owner == "line"})

    def parties(self) -> list[dict[str, Any]]:
        """The parties, by role, in the order of the columns."""
        found: dict[str, dict[str, Any]] = {}
        for column, value in self.shared.items():
            if column.is_party:
                party = found.setdefault(column.owner, {"role": column.owner})
                inner = "identifiers" if column.field in IDENTIFIERS else "claims" if column.field in CLAIMS else ""
                (party.setdefault(inner, {}) if inner else party)[column.field] = value
        return list(found.values())


def read_table(data: bytes, file: str, kind: str) -> Intake:
    """Read a CSV file.

    Args:
        data: The bytes; UTF-8, with or without a byte-order mark.
        file: Its name, for faults.
        kind: ``shipment`` or ``entry``.

    Returns:
        The matters, the rows that could not be read, and notes.

    Raises:
        InputError: The file as a whole cannot be read: not UTF-8, no header, a heading twice, none that is known.
    """
    rows = _rows(data, file)
    header = next(rows, (1, []))[1]
    columns, unread = _header(header, file)
    intake = Intake()
    if unread:
        intake.notes.append(f"{file}: columns not read: {', '.join(unread)}")
    reader = _TableReader(file, kind, columns, header, intake)
    for number, cells in rows:
        reader.row(number, cells)
    reader.finish()
    return intake


def _rows(data: bytes, file: str) -> Iterator[tuple[int, list[str]]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        raise InputError(f"not UTF-8 at byte {fault.start}", hint="save the table as CSV UTF-8", where=Where(file, line)) from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        start = 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield start, cells
            start = reader.line_num + 1
    except csv.Error as fault:
        raise InputError(f"not CSV: {fault}", hint="is a quotation mark missing?", where=Where(file, reader.line_num)) from None


def _header(header: list[str], file: str) -> tuple[list[Column | None], list[str]]:
    if not header:
        raise InputError("the file is empty", hint="the first row names the columns", where=Where(file, 1))
    names = [heading(cell) for cell in header]
    if twice := [name for name, count in Counter(names).items() if count > 1 and name]:
        raise InputError(f"the heading {twice[0]!r} stands twice", hint="keep one of the two columns", where=Where(file, 1, twice[0]))
    columns = [BY_HEADING.get(name) for name in names]
    known = Counter(column for column in columns if column)
    if double := [column for column, count in known.items() if count > 1]:
        same = [cell for cell, column in zip(header, columns, strict=True) if column == double[0]]
        raise InputError(f"two columns say the same: {same[0]!r} and {same[1]!r}", hint="keep one of the two", where=Where(file, 1, same[1]))
    if _ID not in known:
        near = difflib.get_close_matches("shipment reference number", names, 1)
        hint = f"is it {near[0]!r}? Call it id, or shipment reference number" if near else "name a column id, or shipment reference number"
        raise InputError("no column gives each row its matter", hint=hint, where=Where(file, 1))
    return columns, [cell for cell, column in zip(header, columns, strict=True) if column is None and cell.strip()]


@dataclass(slots=True)
class _TableReader:
    file: str
    kind: str
    columns: list[Column | None]
    header: list[str]
    intake: Intake
    drafts: dict[str, _Draft] = field(default_factory=dict)
    unknown: Counter[str] = field(default_factory=Counter)

    def row(self, number: int, cells: list[str]) -> None:
        if len(cells) > len(self.header) and any(cell.strip() for cell in cells[len(self.header) :]):
            self.fault(number, None, f"the row has {len(cells)} cells, the header {len(self.header)}", "is a comma outside quotation marks?")
            return
        written: dict[Column, str] = {}
        for name, column, cell in zip(self.header, self.columns, cells, strict=False):
            plain = cell.strip()
            if column is not None and column.field != "node" and plain.casefold() in UNKNOWN_MARKS:
                self.unknown[f"{name}: {plain!r}"] += 1
            elif column is not None and plain:
                written[column] = plain
        key = written.get(_ID, "")
        if not key:
            self.fault(number, self.name(_ID), "the row does not say which matter it belongs to", "give it an id")
            return
        draft = self.drafts.setdefault(key, _Draft(key, number))
        values = self.values(number, draft, written)
        if values is None:
            draft.bad_rows += 1
        else:
            draft.add(values)

    def values(self, number: int, draft: _Draft, written: dict[Column, str]) -> dict[Column, object] | None:
        """The row's cells, read; None where one of them is at fault, after every fault is reported."""
        values: dict[Column, object] = {}
        before = len(self.intake.faults)
        for column, cell in written.items():
            try:
                values[column] = column.read(cell[:MAX_CELL])
            except CellFault as fault:
                self.fault(number, self.name(column), str(fault), fault.hint, draft.id)
        if len(self.intake.faults) > before:
            return None
        if clash := draft.conflict(values):
            message = f"{values[clash]!s} here, {draft.shared[clash]!s} in an earlier row of the same matter"
            self.fault(number, self.name(clash), message, "rows of one id share their date, destination and parties", draft.id)
            return None
        return values

    def name(self, wanted: Column) -> str:
        return next(text for text, column in zip(self.header, self.columns, strict=True) if column == wanted)

    def fault(self, number: int, column: str | None, message: str, hint: str, matter: str = "") -> None:
        self.intake.faults.append(RowFault(Where(self.file, number, column), message, hint, matter))

    def finish(self) -> None:
        """Turn drafts into matters. A bad row stands in its matter as a line of which nothing is known."""
        going_on = set()
        for draft in self.drafts.values():
            if draft.lines and self.matter(draft):
                going_on.add(draft.id)
        faults = self.intake.faults
        faults[:] = [replace(one, dropped=one.matter not in going_on) for one in faults]
        self.intake.notes += [f"{self.file}: read as unknown: {text} ({count} times)" for text, count in self.unknown.items()]

    def matter(self, draft: _Draft) -> bool:
        parties = draft.parties()
        for party in parties:
            if "name" not in party:
                self.intake.notes.append(f"{self.file}:{draft.row}: the {party['role']} of {draft.id} has details but no name: read as not named")
        raw: dict[str, Any] = {
            "kind": self.kind,
            "transaction": TRANSACTION_OF_KIND[self.kind],
            **({"destination": "US"} if self.kind == "entry" else {}),
            **{column.field: value for column, value in draft.shared.items() if column.owner == "matter"},
            "parties": [party for party in parties if "name" in party],
            "lines": [*draft.lines, *({} for _ in range(draft.bad_rows))],
        }
        try:
            self.intake.matters.append(Matter.model_validate(raw))
        except ValidationError as fault:
            first = fault.errors()[0]
            column = ".".join(str(part) for part in first["loc"])
            self.fault(draft.row, column, first["msg"], "see: countersight schema", draft.id)
            return False
        return True
