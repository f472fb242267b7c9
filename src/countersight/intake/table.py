"""A table of shipments, entries or parties to matters: one row is one line, or one party; rows of one id are one matter.

A row that cannot be read is reported with file, row, column and hint. Where its matter has other rows, the bad row
stands in it as a line of which nothing is known, so that nothing looks clear because of a slip; a matter without a
good row is not screened. Markers such as "N/A" are unknown, and the notes say so.

A table of any size takes the same memory: it is read twice (:mod:`countersight.intake.survey`), matters are given back as
their rows end, and rows of a matter that do not stand together wait for each other on disk.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, Final

from pydantic import ValidationError

from countersight.errors import UsageError, Where
from countersight.intake import cells
from countersight.intake.cells import CellFault, DoubtfulCell, Style, narrow
from countersight.intake.columns import COLUMNS, Column
from countersight.intake.draft import MAX_ROWS, Draft, Values
from countersight.intake.held import Held
from countersight.intake.layout import SEARCHED, Layout, find_header
from countersight.intake.mapping import Mapping, mapping_for
from countersight.intake.result import SHOWN, UNKNOWN_MARKS, Intake, RowFault, Tally
from countersight.intake.rows import MAX_COLUMNS, Row, Rows
from countersight.intake.style import column_styles
from countersight.intake.survey import Survey, look_over
from countersight.model.matter import Matter

TRANSACTION_OF_KIND: Final = {"shipment": "export", "entry": "entry", "parties": ""}
"""What a row of such a table does, where no column says it."""

MAX_CELL: Final = 32_768
"""Characters of a cell that are read, as many as a spreadsheet's cell can hold."""
CHUNK: Final = 500
"""Matters that are given back together."""
_TOTALS: Final = frozenset("total|totals|subtotal|sub total|sub-total|grand total|sum|合计|小计|总计|共计|总数|合 计".split("|"))
_LONGEST: Final = max(map(len, UNKNOWN_MARKS))
_EXACT: Final = Style(comma=False)
_CURRENCY: Final = next(column for column in COLUMNS if column.path == "currency")


def gathered(chunks: Iterator[Intake]) -> Intake:
    """All chunks as one, faults in the order of their rows."""
    whole = Intake()
    for chunk in chunks:
        whole.matters += chunk.matters
        whole.faults += chunk.faults
        whole.notes += chunk.notes
    whole.faults.sort(key=lambda one: (one.where.file, one.where.line or 0))
    return whole


def table_chunks(rows: Rows, kind: str | None, mapping: Mapping | str | None = None) -> Iterator[Intake]:
    """The matters of a table, some at a time; first come the notes on the file as a whole.

    Args:
        rows: The table.
        kind: ``shipment``, ``entry`` or ``parties``; ``shipment`` where it is not given and no mapping says it.
        mapping: What the headings mean; or the name of the file of a mapping, which is proposed where there is none yet.

    Raises:
        InputError: The table as a whole cannot be read.
        UsageError: A mapping was proposed, and nothing was read; or it is one for another kind.
    """
    head = list(islice((row for row in rows.read() if not row.empty), SEARCHED))
    if isinstance(mapping, str):
        mapping = mapping_for(mapping, head, kind, rows.file)
    if mapping and kind and mapping.kind != kind:
        raise UsageError(f"the mapping is one for {mapping.kind}, and --kind says {kind}", hint="change one of the two", where=Where(mapping.file))
    kind = mapping.kind if mapping else kind or "shipment"
    layout = find_header(head, rows.file, kind, mapping)
    reader = _Reader(rows.file, kind, layout)
    survey = look_over(rows.read(), layout, reader.key)
    reader.styles, said = column_styles(survey.evidence, layout.header, mapping.style if mapping else None)
    notes = [*rows.notes, *layout.notes, *(f"{rows.file}: {note}" for note in said)]
    if not survey.rows:
        notes.append(f"{rows.file}: no row below the header: nothing to screen")
    yield Intake(notes=list(notes))
    yield from reader.all(rows, survey)
    yield Intake(notes=[*(note for note in rows.notes if note not in notes), *reader.said()])


@dataclass(slots=True)
class _Reader:
    file: str
    kind: str
    layout: Layout
    styles: dict[Column, Style] = field(default_factory=dict)
    intake: Intake = field(default_factory=Intake)
    draft: Draft | None = None
    unknown: Counter[str] = field(default_factory=Counter)
    doubtful: defaultdict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    nameless: defaultdict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    merged: Counter[str] = field(default_factory=Counter)
    totals: Tally = field(default_factory=Tally)
    headers: Tally = field(default_factory=Tally)
    scattered: list[str] = field(default_factory=list)
    held: int = 0
    id_at: int | None = field(init=False)
    places: list[tuple[int, Column, str]] = field(init=False)

    def __post_init__(self) -> None:
        self.id_at = self.layout.place("id")
        self.places = [(at, column, self.layout.header[at].strip()) for at, column in enumerate(self.layout.columns) if column is not None]

    def key(self, row: Row) -> str | None:
        """The id in a row, or None where it gives none."""
        if self.id_at is None or self.id_at >= len(row.cells):
            return None
        plain = row.cells[self.id_at].strip()
        if not plain.isalnum() or not plain.isascii():
            plain = " ".join(narrow(plain).split())
        return plain if plain and (len(plain) > _LONGEST or plain.casefold() not in UNKNOWN_MARKS) else None

    def all(self, rows: Rows, survey: Survey) -> Iterator[Intake]:
        """Every matter below the header; those whose rows are scattered come last."""
        held = Held()
        for row in rows.read():
            if row.number <= self.layout.last or row.empty:
                continue
            key = self.key(row)
            if survey.scattered is not None and key is not None and key in survey.scattered:
                held.add(key, row)
            else:
                self.row(row, key)
            if len(self.intake.matters) >= CHUNK or len(self.intake.faults) >= CHUNK:
                yield self.taken()
        self.close()
        for key, row in held:
            if self.draft is None or self.draft.id != key:
                self.close()
            self.row(row, key)
            if self.draft is not None and self.draft.rows == 2:  # noqa: PLR2004 - a second row: it was no false alarm of the filter
                self.held += 1
                self.scattered += [key] if len(self.scattered) < SHOWN else []
            if len(self.intake.matters) >= CHUNK or len(self.intake.faults) >= CHUNK:
                yield self.taken()
        held.close()
        self.close()
        yield self.taken()

    def taken(self) -> Intake:
        """What was read since the last time."""
        done, self.intake = self.intake, Intake()
        return done

    def row(self, row: Row, key: str | None) -> None:
        """Read one row into its matter."""
        if self.layout.again(row):
            self.headers.add(row.number)
        elif (key is None or key.casefold().rstrip(":") in _TOTALS) and self._is_total(row):
            self.totals.add(row.number)
        elif (key := key or self._own_key(row)) is None:
            self.fault(row.number, self._id_name(), "the row does not say which matter it belongs to", "give it an id")
        else:
            if self.draft is None or self.draft.id != key:
                self.close()
                self.draft = Draft(key, row.number, self.kind)
            self._into(self.draft, row)

    def _into(self, draft: Draft, row: Row) -> None:
        draft.rows += 1
        if draft.rows > MAX_ROWS:
            if draft.rows == MAX_ROWS + 1:
                self.fault(row.number, self._id_name(), f"a matter of more than {MAX_ROWS:,} rows: those from here on are not read", "does the column name shipments?", draft.id, draft)
                draft.bad_rows += 1
            return
        header = self.layout.header
        if len(row.cells) > MAX_COLUMNS or any(cell.strip() for cell in row.own[len(header) :]):
            self.fault(row.number, None, f"the row has {len(row.cells)} cells, the header {len(header)}", "is a comma outside quotation marks?", draft.id, draft)
            draft.bad_rows += 1
            return
        values = self.values(row, draft)
        if values is not None and (lack := self._lack(row, values)):
            self.fault(row.number, None, *lack, draft.id, draft)
            values = None
        if values is not None and (clash := draft.add(values)):
            column, before = clash
            hint = "rows of one id share their date, destination and parties"
            self.fault(row.number, self.layout.name(column), f"{values[column]!s} here, {before!s} in an earlier row of the same matter", hint, draft.id, draft)
            values = None
        draft.bad_rows += values is None

    def _is_total(self, row: Row) -> bool:
        """Whether a row without a matter sums up: it says so, and says nothing else but amounts."""
        told = [narrow(cell).casefold().rstrip(":").strip() for cell in row.own if cell.strip()]
        words = [cell for cell in told if not any(sign.isdigit() for sign in cell) and cell not in UNKNOWN_MARKS]
        return bool(words) and all(word in _TOTALS for word in words)

    def _lack(self, row: Row, values: Values) -> tuple[str, str] | None:
        """What a row must have and has not."""
        if self.kind == "parties" and not any(column.field == "name" for column in values):
            return "the row names no party", "give it a name; what is not named cannot be looked up"
        if self.id_at is not None and len(values) <= len(self.layout.fixed) + 1 and len(self.places) > 1 and [at for at, cell in enumerate(row.own) if cell.strip()] == [self.id_at] and not row.broken:
            return "the row names a matter and says nothing of it", "is it a footnote? Take it out of the table"
        return None

    def _own_key(self, row: Row) -> str | None:
        """A party without an id is known by its row, as is a shipment under a mapping that names no id."""
        if self.kind == "parties":
            at = self.layout.place("customer")
            name = row.cells[at].strip() if at is not None and at < len(row.cells) else ""
            return f"row {row.number} {name[:80]}".rstrip()
        return f"row {row.number}" if self.id_at is None else None

    def _id_name(self) -> str | None:
        return None if self.id_at is None else self.layout.header[self.id_at].strip()

    def values(self, row: Row, draft: Draft) -> Values | None:
        """The row's cells, read; None where one of them is at fault, after every fault is reported."""
        values: Values = dict(self.layout.fixed)
        before = len(draft.faults)
        for at, (message, hint) in row.broken.items():
            if at < len(self.layout.columns) and self.layout.columns[at] is not None:
                self.fault(row.number, self.layout.header[at].strip(), message, hint, draft.id, draft)
        width = len(row.cells)
        for at, column, name in self.places:
            plain = row.cells[at].strip() if at < width else ""
            if not plain or at in row.broken:
                continue
            if len(plain) <= _LONGEST and column.field != "node" and (plain if plain.isascii() else narrow(plain)).casefold() in UNKNOWN_MARKS:
                self.unknown[f"{name}: {plain!r}"] += 1
                continue
            if at in row.merged and column.owner == "line":
                continue
            if at in row.merged:
                self.merged[name] += 1
            try:
                self._put(values, column, plain[:MAX_CELL], _EXACT if at in row.exact else self.styles.get(column, Style()))
            except DoubtfulCell as doubt:
                self.doubtful[name].add(row.number, f"{doubt}; {doubt.hint}")
            except CellFault as fault:
                self.fault(row.number, name, str(fault), fault.hint, draft.id, draft)
        return None if len(draft.faults) > before else values

    @staticmethod
    def _put(values: Values, column: Column, plain: str, style: Style) -> None:
        """Read one cell. Two columns of one list are one list; an amount in another currency names it."""
        value = column.read(plain, style)
        earlier = values.get(column)
        values[column] = [*earlier, *value] if isinstance(earlier, list) and isinstance(value, list) else value
        if column.read is not cells.number and column is not _CURRENCY:
            return
        told = value if column is _CURRENCY else cells.currency_in(plain) if column.field == "value" and not plain.isdecimal() else ""
        if told:
            values[_CURRENCY] = cells.one_currency(str(told), str(earlier or "") if column is _CURRENCY else str(values.get(_CURRENCY, "")))

    def fault(self, number: int, column: str | None, message: str, hint: str, matter: str = "", draft: Draft | None = None) -> None:  # noqa: PLR0913, PLR0917 - a place and its words
        """Report a fault: with its matter, if it has one, because what follows from it is known when that is complete."""
        told = RowFault(Where(self.file, number, column), message, hint, matter)
        (draft.faults if draft else self.intake.faults).append(told)

    def close(self) -> None:
        """Turn the draft into a matter. A bad row stands in it as a line of which nothing is known."""
        draft, self.draft = self.draft, None
        if draft is not None:
            goes_on = bool(draft.lines) and self.matter(draft)
            self.intake.faults += [replace(one, dropped=not goes_on) for one in draft.faults]

    def matter(self, draft: Draft) -> bool:
        """Make the matter; False where it cannot be one."""
        parties = draft.raw_parties()
        for party in parties:
            if "name" not in party:
                self.nameless[str(party["role"])].add(draft.row)
        shared = {column.field: value for column, value in draft.shared.items()}
        raw: dict[str, Any] = {"kind": self.kind, **self._deal(), **shared, "id": draft.id, "parties": [party for party in parties if "name" in party]}
        if self.kind != "parties":
            raw["lines"] = draft.raw_lines()
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

    def said(self) -> list[str]:
        """Notes on what was met on the way."""
        told = [f"the {role} has details but no name, and is read as not named: {at}" for role, at in self.nameless.items()]
        told += [f"read as unknown: {text} ({count} times)" for text, count in self.unknown.items()]
        told += [f"read as unknown: {name}: {at.example} ({at})" for name, at in self.doubtful.items()]
        told += [f"merged cells: {name}: the value above was read for {count} rows" for name, count in self.merged.items()]
        told += [f"totals, not read: {self.totals}"] if self.totals.count else []
        told += [f"the header once more, not read: {self.headers}"] if self.headers.count else []
        if self.held:
            told.append(f"rows of {self.held:,} matters do not stand together ({', '.join(self.scattered[:3])}{' ...' if self.held > len(self.scattered[:3]) else ''}): they were gathered, and come last")
        return [f"{self.file}: {note}" for note in told]

