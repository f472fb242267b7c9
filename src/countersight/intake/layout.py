"""Which row names the columns, and what each column is: by its heading, or by what a mapping says."""

from __future__ import annotations

import difflib
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from countersight.errors import InputError, Where
from countersight.intake.columns import PARTIES_ROLE, Column, columns_of, heading, headings_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from countersight.intake.mapping import Mapping
    from countersight.intake.rows import Row

SEARCHED: Final = 20
"""Rows in which the header is looked for: titles and addresses may stand above it."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A header, understood."""

    row: int
    header: list[str]
    columns: list[Column | None]
    fixed: dict[Column, object] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def has_id(self) -> bool:
        """Whether a column says to which matter a row belongs."""
        return any(column is not None and column.path == "id" for column in self.columns)

    def name(self, wanted: Column) -> str:
        """How the file calls a column."""
        return next((text for text, column in zip(self.header, self.columns, strict=True) if column == wanted), wanted.path)


def find_header(rows: Sequence[Row], file: str, kind: str, mapping: Mapping | None = None) -> tuple[int, Layout]:
    """The place of the header among the first rows, and what it says.

    Raises:
        InputError: No row, no heading that is known, one that stands twice, or none that gives each row its matter.
    """
    first = next((at for at, row in enumerate(rows) if not row.empty), None)
    if first is None:
        raise InputError("the file is empty", hint="the first row names the columns", where=Where(file, 1))
    known = {heading(name) for name in mapping.columns} if mapping else headings_of(kind).keys()
    hits = {at: sum(heading(cell) in known for cell in row.cells) for at, row in enumerate(rows[:SEARCHED]) if not row.empty}
    at = max(hits, key=lambda place: (hits[place], -place)) if max(hits.values()) > 1 else first
    layout = _layout(rows[at], file, kind, mapping)
    if above := [row.number for row in rows[first:at] if not row.empty]:
        note = f"{file}: the header was found in row {rows[at].number}; not read above it: row {', '.join(map(str, above))}"
        layout = Layout(layout.row, layout.header, layout.columns, layout.fixed, (note, *layout.notes))
    return at, layout


def _layout(row: Row, file: str, kind: str, mapping: Mapping | None) -> Layout:
    header = list(row.cells)
    while header and not header[-1].strip():
        header.pop()
    names = [heading(cell) for cell in header]
    if twice := [name for name, count in Counter(names).items() if count > 1 and name]:
        raise InputError(f"the heading {twice[0]!r} stands twice", hint="keep one of the two columns", where=Where(file, row.number, twice[0]))
    told = mapping.by_heading(kind) if mapping else headings_of(kind)
    columns = [told.get(name) for name in names]
    counted = Counter(column for column in columns if column)
    if double := [column for column, count in counted.items() if count > 1]:
        same = [cell for cell, column in zip(header, columns, strict=True) if column == double[0]]
        raise InputError(f"two columns say the same: {same[0]!r} and {same[1]!r}", hint="keep one of the two", where=Where(file, row.number, same[1]))
    _check(counted, names, kind, Where(file, row.number), mapped=mapping is not None)
    unread = [cell for cell, column in zip(header, columns, strict=True) if column is None and cell.strip()]
    unread = [cell for cell in unread if not (mapping and mapping.left_out(cell))]
    notes = (f"{file}: columns not read: {', '.join(unread)}",) if unread else ()
    return Layout(row.number, header, columns, mapping.fixed_values(kind) if mapping else {}, notes)


def _check(counted: Counter[Column], names: list[str], kind: str, where: Where, *, mapped: bool) -> None:
    paths = {column.path for column in counted}
    if kind == "parties":
        if PARTIES_ROLE not in paths:
            raise InputError("no column names the parties", hint="call it name; or propose a mapping: countersight screen FILE --kind parties --map mapping.yaml", where=where)
    elif "id" not in paths and not mapped:
        near = difflib.get_close_matches("shipment reference number", names, 1)
        hint = f"is it {near[0]!r}? Call it id, or shipment reference number" if near else "name a column id, or shipment reference number"
        raise InputError("no column gives each row its matter", hint=f"{hint}; or propose a mapping: countersight screen FILE --map mapping.yaml", where=where)


def column_named(path: str, kind: str) -> Column | None:
    """The column of a path that a mapping names."""
    return next((column for column in columns_of(kind) if column.path == path), None)
