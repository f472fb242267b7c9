"""A table of shipments, entries or parties to matters: one row is one line, or one party; rows of one id are one matter.

A row that cannot be read is reported with file, row, column and hint. Where its matter has other rows, the bad row
stands in it as a line of which nothing is known, so that nothing looks clear because of a slip; a matter without a
good row is not screened. Markers such as "N/A" are unknown, and the notes say so.

A small table is gathered whole, so that rows of one id may stand anywhere. A large one is read in constant memory: rows of
one id then stand near each other, and one that comes later is a fault.
"""

from __future__ import annotations

import io
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import Any, Final

from pydantic import ValidationError

from countersight.errors import Where
from countersight.intake.cells import CellFault, Style
from countersight.intake.columns import CLAIMS, IDENTIFIERS, Column, columns_of
from countersight.intake.encoding import HEAD, encoding_of, text_lines
from countersight.intake.layout import SEARCHED, Layout, find_header
from countersight.intake.mapping import Mapping, mapping_for
from countersight.intake.result import UNKNOWN_MARKS, Intake, RowFault
from countersight.intake.rows import MAX_COLUMNS, Row, Rows, csv_rows
from countersight.intake.style import SAMPLE, column_styles
from countersight.model.matter import Matter

TRANSACTION_OF_KIND: Final = {"shipment": "export", "entry": "entry", "parties": ""}
"""What a row of such a table does, where no column says it."""

MAX_CELL: Final = 32_768
"""Characters of a cell that are read, as many as a spreadsheet's cell can hold."""

WINDOW: Final = 1000
"""Matters of a large table that are open at a time."""
CHUNK: Final = 500
"""Matters that are given back together."""
_TOTALS: Final = ("total", "subtotal", "grand total", "sum", "合计", "小计", "总计", "共计")


@dataclass(slots=True)
class _Draft:
    """A matter while its rows come in. ``shared`` is what all its rows say of the matter and its parties."""

    id: str
    row: int
    shared: dict[Column, object] = field(default_factory=dict)
    lines: list[dict[str, object]] = field(default_factory=list)
    bad_rows: int = 0
    faults: list[RowFault] = field(default_factory=list)

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


def read_table(data: bytes, file: str, kind: str, mapping: Mapping | None = None) -> Intake:
    """Read a table of text, whole.

    Args:
        data: The bytes, in an encoding that can be told.
        file: Its name, for faults.
        kind: ``shipment``, ``entry`` or ``parties``.
        mapping: What the headings mean, where they are not the known ones.

    Returns:
        The matters, the rows that could not be read, and notes.

    Raises:
        InputError: The file as a whole cannot be read: its encoding, no header, a heading twice, none that is known.
    """
    encoding, note = encoding_of(data[:HEAD], file, whole=len(data) <= HEAD)
    rows = Rows(file, csv_rows(text_lines(io.BytesIO(data), encoding, file), file), [note] if note else [])
    return gathered(table_chunks(rows, kind, mapping))


def gathered(chunks: Iterator[Intake]) -> Intake:
    """All chunks as one, faults in the order of their rows."""
    whole = Intake()
    for chunk in chunks:
        whole.matters += chunk.matters
        whole.faults += chunk.faults
        whole.notes += chunk.notes
    whole.faults.sort(key=lambda one: (one.where.file, one.where.line or 0))
    return whole


def table_chunks(rows: Rows, kind: str, mapping: Mapping | str | None = None, *, large: bool = False) -> Iterator[Intake]:
    """The matters of a table, some at a time.

    Args:
        rows: The table.
        kind: ``shipment``, ``entry`` or ``parties``.
        mapping: What the headings mean; or the name of the file of a mapping, which is proposed where there is none yet.
        large: Read in constant memory.

    Raises:
        InputError: The table as a whole cannot be read.
        UsageError: A mapping was proposed, and nothing was read.
    """
    sample = list(islice(rows.rows, SAMPLE))
    if isinstance(mapping, str):
        mapping = mapping_for(mapping, _header_guess(sample), kind, rows.file)
    kind = mapping.kind if mapping else kind
    at, layout = find_header(sample[: 2 * SEARCHED], rows.file, kind, mapping)
    styles, said = column_styles((row.cells for row in sample[at + 1 :]), layout.columns)
    notes = [*rows.notes, *layout.notes, *(f"{rows.file}: {note}" for note in said)]
    reader = _Reader(rows.file, kind, layout, styles, _Seen() if large else None)
    if all(row.empty for row in sample[at + 1 :]):
        notes.append(f"{rows.file}: no row below the header: nothing to screen")
    yield Intake(notes=notes)
    for row in chain(islice(sample, at + 1, None), rows.rows):
        if not row.empty:
            reader.row(row)
        if large and len(reader.drafts) > WINDOW:
            reader.close(reader.drafts.pop(next(iter(reader.drafts))))
        if len(reader.intake.matters) >= CHUNK or len(reader.intake.faults) >= CHUNK:
            yield reader.taken()
    for draft in reader.drafts.values():
        reader.close(draft)
    rest = reader.taken()
    rest.notes += [f"{rows.file}: {note}" for note in rows.notes if note not in notes]
    rest.notes += [f"{rows.file}: read as unknown: {text} ({count} times)" for text, count in reader.unknown.items()]
    if reader.totals:
        rest.notes.append(f"{rows.file}: rows of totals, not read: {', '.join(map(str, reader.totals[:20]))}")
    yield rest


def _header_guess(sample: list[Row]) -> list[str]:
    """The row with the most filled cells among the first: what a proposal is made from."""
    first = [row for row in sample[:SEARCHED] if not row.empty]
    return max(first, key=lambda row: sum(bool(cell.strip()) for cell in row.cells)).cells if first else []


class _Seen:
    """Ids of matters that are closed, on disk: a million of them take no memory."""

    def __init__(self) -> None:
        self.base = sqlite3.connect("")
        self.base.execute("CREATE TABLE seen(id TEXT PRIMARY KEY) WITHOUT ROWID")

    def add(self, key: str) -> None:
        self.base.execute("INSERT OR IGNORE INTO seen VALUES(?)", (key,))

    def __contains__(self, key: str) -> bool:
        return self.base.execute("SELECT 1 FROM seen WHERE id=?", (key,)).fetchone() is not None


@dataclass(slots=True)
class _Reader:
    file: str
    kind: str
    layout: Layout
    styles: dict[Column, Style]
    seen: _Seen | None
    intake: Intake = field(default_factory=Intake)
    drafts: dict[str, _Draft] = field(default_factory=dict)
    unknown: Counter[str] = field(default_factory=Counter)
    totals: list[int] = field(default_factory=list)
    id_column: Column = field(init=False)

    def __post_init__(self) -> None:
        self.id_column = next(column for column in columns_of(self.kind) if column.path == "id")

    def taken(self) -> Intake:
        """What was read since the last time."""
        done, self.intake = self.intake, Intake()
        return done

    def row(self, row: Row) -> None:
        header = self.layout.header
        if len(row.cells) > MAX_COLUMNS or any(cell.strip() for cell in row.cells[len(header) :]):
            self.fault(row.number, None, f"the row has {len(row.cells)} cells, the header {len(header)}", "is a comma outside quotation marks?")
            return
        written: dict[Column, str] = {}
        for name, column, cell in zip(header, self.layout.columns, row.cells, strict=False):
            plain = cell.strip()
            if column is not None and column.field != "node" and plain.casefold() in UNKNOWN_MARKS:
                self.unknown[f"{name}: {plain!r}"] += 1
            elif column is not None and plain:
                written[column] = plain
        key = self.key(row, written)
        if key is None:
            return
        if self.seen is not None and key not in self.drafts and key in self.seen:
            self.fault(row.number, self.layout.name(self.id_column), f"rows of {key!r} stand far apart", "sort the table by it: a large table is read in one go", key)
            return
        draft = self.drafts.setdefault(key, _Draft(key, row.number))
        values = self.values(row, draft, written)
        if values is None:
            draft.bad_rows += 1
        else:
            draft.add(values)

    def key(self, row: Row, written: dict[Column, str]) -> str | None:
        """The id of the row's matter. A party without one is known by its row, as is a shipment under a mapping that has none."""
        if self.id_column in written:
            return written[self.id_column]
        if any(cell.strip().casefold().rstrip(":\uff1a").startswith(_TOTALS) for cell in row.cells if cell.strip()):
            self.totals.append(row.number)
            return None
        if self.kind == "parties":
            name = next((cell for column, cell in written.items() if column.field == "name"), "")
            return f"row {row.number} {name[:80]}".rstrip()
        if not self.layout.has_id:
            return f"row {row.number}"
        self.fault(row.number, self.layout.name(self.id_column), "the row does not say which matter it belongs to", "give it an id")
        return None

    def values(self, row: Row, draft: _Draft, written: dict[Column, str]) -> dict[Column, object] | None:
        """The row's cells, read; None where one of them is at fault, after every fault is reported."""
        values: dict[Column, object] = dict(self.layout.fixed)
        before = len(draft.faults)
        for place, (message, hint) in row.broken.items():
            if place < len(self.layout.columns) and self.layout.columns[place] is not None:
                self.fault(row.number, self.layout.header[place], message, hint, draft.id, draft)
        for column, cell in written.items():
            try:
                values[column] = column.read(cell[:MAX_CELL], self.styles.get(column, Style()))
            except CellFault as fault:
                self.fault(row.number, self.layout.name(column), str(fault), fault.hint, draft.id, draft)
        if len(draft.faults) > before:
            return None
        if clash := draft.conflict(values):
            message = f"{values[clash]!s} here, {draft.shared[clash]!s} in an earlier row of the same matter"
            self.fault(row.number, self.layout.name(clash), message, "rows of one id share their date, destination and parties", draft.id, draft)
            return None
        return values

    def fault(self, number: int, column: str | None, message: str, hint: str, matter: str = "", draft: _Draft | None = None) -> None:  # noqa: PLR0913, PLR0917 - a place and its words
        told = RowFault(Where(self.file, number, column), message, hint, matter)
        (draft.faults if draft else self.intake.faults).append(told)

    def close(self, draft: _Draft) -> None:
        """Turn a draft into a matter. A bad row stands in it as a line of which nothing is known."""
        goes_on = bool(draft.lines) and self.matter(draft)
        self.intake.faults += [replace(one, dropped=not goes_on) for one in draft.faults]
        if self.seen is not None:
            self.seen.add(draft.id)

    def matter(self, draft: _Draft) -> bool:
        parties = draft.parties()
        for party in parties:
            if "name" not in party:
                self.intake.notes.append(f"{self.file}:{draft.row}: the {party['role']} of {draft.id} has details but no name: read as not named")
        shared = {column.field: value for column, value in draft.shared.items() if column.owner == "matter"}
        raw: dict[str, Any] = {"kind": self.kind, **self._deal(), "id": draft.id, **shared, "parties": [party for party in parties if "name" in party]}
        if self.kind != "parties":
            raw["lines"] = [*draft.lines, *({} for _ in range(draft.bad_rows))]
        try:
            self.intake.matters.append(Matter.model_validate(raw))
        except ValidationError as fault:
            first = fault.errors()[0]
            column = ".".join(str(part) for part in first["loc"])
            self.fault(draft.row, column, first["msg"], "see: countersight schema", draft.id, draft)
            return False
        return True

    def _deal(self) -> dict[str, str]:
        if self.kind == "parties":
            return {}
        return {"transaction": TRANSACTION_OF_KIND[self.kind], **({"destination": "US"} if self.kind == "entry" else {})}



