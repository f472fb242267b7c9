"""Which row names the columns, and what each column is: by its heading, or by what a mapping says."""

from __future__ import annotations

import difflib
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from countersight.errors import InputError, Where
from countersight.intake import cells
from countersight.intake.columns import PARTIES_ROLE, Column, column_of, heading, headings_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from countersight.intake.mapping import Mapping
    from countersight.intake.rows import Row

SEARCHED: Final = 30
"""Rows in which the header is looked for: titles and addresses may stand above it."""
_LISTS: Final = (cells.items, cells.countries)
"""Readers of lists: two columns of one meaning are one longer list."""
_MAP: Final = "or say which in a mapping: countersight screen FILE --map mapping.yaml"


@dataclass(frozen=True, slots=True)
class Layout:
    """A header, understood. ``row`` is where it stands, ``last`` the last row that belongs to it."""

    row: int
    last: int
    header: list[str]
    columns: list[Column | None]
    fixed: dict[Column, object] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def place(self, path: str) -> int | None:
        """Where a column stands."""
        return next((at for at, column in enumerate(self.columns) if column is not None and column.path == path), None)

    def name(self, wanted: Column) -> str:
        """How the file calls a column."""
        return next((text.strip() for text, column in zip(self.header, self.columns, strict=True) if column == wanted), wanted.path)

    def again(self, row: Row) -> bool:
        """Whether a row is the header once more, as at the top of a printed page."""
        first = next((at for at, cell in enumerate(self.header) if cell.strip()), 0)
        if first >= len(row.cells) or row.cells[first].strip() != self.header[first].strip():
            return False
        return [cell.strip() for cell in row.own if cell.strip()] == [cell.strip() for cell in self.header if cell.strip()]


def find_header(rows: Sequence[Row], file: str, kind: str, mapping: Mapping | None = None) -> Layout:
    """The header among the first rows, and what it says.

    Raises:
        InputError: No row, no heading that is known, one that stands twice, or none that gives each row its matter.
    """
    filled = [row for row in rows[:SEARCHED] if not row.empty]
    if not filled:
        raise InputError("the file is empty", hint="the first row names the columns", where=Where(file, 1))
    at = likely_header(filled, kind, mapping)
    header = _header(filled[at], file)
    told = _told(header, kind, mapping)
    columns = [told.get(heading(cell)) for cell in header]
    _check(header, columns, kind, Where(file, filled[at].number), mapped=mapping is not None)
    notes = []
    if above := [row.number for row in filled[:at]]:
        notes.append(f"{file}: the header was found in row {filled[at].number}; not read above it: row {', '.join(map(str, above))}")
    last = filled[at].number
    if at + 1 < len(filled) and _is_second(filled[at + 1], columns, kind):
        last = filled[at + 1].number
        notes.append(f"{file}: row {last} names the columns once more, and was not read")
    unread = [cell.strip() for cell, column in zip(header, columns, strict=True) if column is None and cell.strip()]
    if unread := [cell for cell in unread if not (mapping and mapping.left_out(cell))]:
        notes.append(f"{file}: columns not read: {', '.join(unread)}")
    if mapping and (missing := [name for name, path in mapping.columns.items() if path and heading(name) not in {heading(cell) for cell in header}]):
        notes.append(f"{file}: columns of the mapping that the file has not: {', '.join(missing)}")
    return Layout(filled[at].number, last, header, columns, mapping.fixed_values(kind) if mapping else {}, tuple(notes))


def likely_header(filled: Sequence[Row], kind: str, mapping: Mapping | None = None) -> int:
    """The place of the row with most known headings; of the first that is nearly as full as any, where hardly one is known."""
    known = {heading(name) for name in mapping.columns} if mapping else None
    headings = headings_of(kind)
    hits = [sum(heading(cell) in known if known is not None else column_of(cell, headings) is not None for cell in row.own if cell.strip()) for row in filled]
    if max(hits) > 1:
        return hits.index(max(hits))
    sizes = [sum(bool(cell.strip()) for cell in row.own) for row in filled]
    return next(at for at, size in enumerate(sizes) if 2 * size > max(sizes)) if max(hits) == 0 else hits.index(1)


def _header(row: Row, file: str) -> list[str]:
    header = list(row.own)
    while header and not header[-1].strip():
        header.pop()
    if twice := [name for name, count in Counter(map(heading, header)).items() if count > 1 and name]:
        raise InputError(f"the heading {twice[0]!r} stands twice", hint="keep one of the two columns", where=Where(file, row.number, twice[0]))
    return header


def _told(header: list[str], kind: str, mapping: Mapping | None) -> dict[str, Column]:
    """Each heading of the file that is understood, in compared form."""
    if mapping:
        return mapping.by_heading(kind)
    known = headings_of(kind)
    return {heading(cell): column for cell in header if (column := column_of(cell, known)) is not None}


def _is_second(row: Row, columns: list[Column | None], kind: str) -> bool:
    """Whether the row below the header says the same in another language."""
    known = headings_of(kind)
    told = [(column_of(cell, known), column) for cell, column in zip(row.own, columns, strict=False) if cell.strip()]
    return len(told) > 1 and sum(one is not None and one == column for one, column in told) * 2 > len(told)


_DEVICES: Final = frozenset(("mac", "mac address", "firmware", "firmware version", "fcc id", "fccid"))
"""Headings that only an inventory of devices has."""


def _check(header: list[str], columns: list[Column | None], kind: str, where: Where, *, mapped: bool) -> None:
    counted = Counter(column for column in columns if column)
    if double := [column for column, count in counted.items() if count > 1 and column.read not in _LISTS]:
        same = [cell.strip() for cell, column in zip(header, columns, strict=True) if column == double[0]]
        raise InputError(f"two columns say the same: {same[0]!r} and {same[1]!r}", hint=f"keep one of the two, {_MAP}", where=Where(where.file, where.line, same[1]))
    paths = {column.path for column in counted}
    if kind == "parties":
        if PARTIES_ROLE not in paths:
            raise InputError("no column names the parties", hint="call it name; or propose a mapping: countersight screen FILE --kind parties --map mapping.yaml", where=where)
    elif "id" not in paths and not mapped:
        near = difflib.get_close_matches("shipment reference number", map(heading, header), 1)
        hint = f"is it {near[0]!r}? Call it id, or shipment reference number" if near else "name a column id, or shipment reference number"
        if _DEVICES & set(map(heading, header)):
            hint = f"an inventory of devices is read with --kind devices; else {hint}"
        raise InputError("no column gives each row its matter", hint=f"{hint}; or propose a mapping: countersight screen FILE --map mapping.yaml", where=where)
