"""How a file writes days and amounts, told from its columns as a whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from countersight.intake import cells
from countersight.intake.cells import COMMA, DAY_OR_MONTH, POINT, Style, narrow

if TYPE_CHECKING:
    from countersight.intake.columns import Column
    from countersight.intake.rows import Row

_MONTHS: Final = 12
_POINTS: Final = (False, True)


@dataclass(slots=True)
class Evidence:
    """What single cells decide, kept while the rows go by: the order of day and month per column, the comma for all amounts.

    Days with points are looked at apart from the others: who writes both has them from two programs.
    """

    columns: list[Column | None]
    first: dict[tuple[int, bool], set[bool]] = field(default_factory=dict)
    doubtful: set[tuple[int, bool]] = field(default_factory=set)
    comma: set[bool] = field(default_factory=set)
    days: list[int] = field(init=False)
    amounts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        """Find the columns that can be written in two ways."""
        known = [(at, column) for at, column in enumerate(self.columns) if column is not None]
        self.days = [at for at, column in known if column.read is cells.day]
        self.amounts = [at for at, column in known if column.read is cells.number]

    def look(self, row: Row) -> None:
        """Take one row in."""
        width = len(row.cells)
        for at in self.days:
            if at < width and (cell := row.cells[at]):
                self._day(at, cell)
        for at in self.amounts:
            if at < width and at not in row.exact and (cell := row.cells[at]):
                self._amount(cell)

    def _day(self, at: int, cell: str) -> None:
        found = DAY_OR_MONTH.match(narrow(cell))
        if found is None or found[1] == found[3]:
            return
        one, other, key = int(found[1]), int(found[3]), (at, found[2] == ".")
        if (one > _MONTHS) != (other > _MONTHS):
            self.first.setdefault(key, set()).add(one > _MONTHS)
        else:
            self.doubtful.add(key)

    def _amount(self, cell: str) -> None:
        if len(self.comma) < len(_POINTS) and not cell.isdigit():
            plain = cells.bare(cell)
            if COMMA.match(plain):
                self.comma |= {True}
            elif POINT.match(plain):
                self.comma |= {False}


def column_styles(seen: Evidence, header: list[str], told: Style | None = None) -> tuple[dict[Column, Style], list[str]]:
    """The style of each column of days, that of all amounts together, and what is to be said about it.

    A column of days in which some day can only be first, or only second, decides for the rest; where both occur, or neither,
    nothing is decided and each doubtful cell is a fault of its own. With points alone the day is first. Amounts share one
    style, since one program wrote them all. What a person has ``told`` in a mapping goes before all that.
    """
    told = told or Style(point_first=None)
    comma = told.comma if told.comma is not None else True in seen.comma if len(seen.comma) == 1 else None
    styles, notes = {column: Style(comma=comma) for at in seen.amounts if (column := seen.columns[at])}, []
    for at in seen.days:
        column = seen.columns[at]
        decided: dict[bool, bool | None] = {}
        for points in _POINTS:
            ways = seen.first.get((at, points), set())
            decided[points] = told.day_first if told.day_first is not None else True in ways if len(ways) == 1 else points if not ways and points else None
            if (at, points) in seen.doubtful and decided[points] is not None and told.day_first is None:
                order = "day before the month" if decided[points] else "month before the day"
                why = "as other days of the column show" if ways else "as days with points are"
                notes.append(f"{header[at].strip()}: read with the {order}, {why}")
        if column is not None:
            styles[column] = Style(day_first=decided[False], point_first=decided[True])
    return styles, notes
