"""How a file writes days and amounts, told from its columns as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from countersight.intake import cells
from countersight.intake.cells import COMMA, DAY_OR_MONTH, POINT, Style, narrow
from countersight.intake.columns import Column

SAMPLE = 5000
"""Rows that are looked at."""
_MONTHS = 12


@dataclass(slots=True)
class _Seen:
    """What single cells decide: of each column of days whether the day is first, of all amounts whether a comma parts decimals."""

    first: dict[Column, set[bool]] = field(default_factory=dict)
    doubtful: set[Column] = field(default_factory=set)
    comma: set[bool] = field(default_factory=set)

    def day(self, column: Column, plain: str) -> None:
        found = DAY_OR_MONTH.match(plain)
        if found is None or found[2] == "." or found[1] == found[3]:
            return
        one, other = int(found[1]), int(found[3])
        if (one > _MONTHS) != (other > _MONTHS):
            self.first.setdefault(column, set()).add(one > _MONTHS)
        else:
            self.doubtful.add(column)

    def amount(self, plain: str) -> None:
        for comma, pattern in ((True, COMMA), (False, POINT)):
            if pattern.match(plain):
                self.comma.add(comma)


def column_styles(rows: Iterable[list[str]], columns: list[Column | None]) -> tuple[dict[Column, Style], list[str]]:
    """The style of each column of days, that of all amounts together, and what is to be said about it.

    A column of days in which some day can only be first, or only second, decides for the rest; where both occur, or
    neither, nothing is decided and each doubtful cell is a fault of its own. Amounts share one style, since one program
    wrote them all.
    """
    seen = _Seen()
    days = [(at, column) for at, column in enumerate(columns) if column is not None and column.read is cells.day]
    amounts = [(at, column) for at, column in enumerate(columns) if column is not None and column.read is cells.number]
    for row in rows:
        for at, column in days:
            if at < len(row):
                seen.day(column, narrow(row[at]))
        for at, _ in amounts:
            if at < len(row):
                seen.amount(narrow(row[at]))
    comma = Style(comma=True in seen.comma if len(seen.comma) == 1 else None)
    styles = {column: comma for _, column in amounts}
    notes = []
    for _, column in days:
        told = seen.first.get(column, set())
        styles[column] = Style(day_first=True in told if len(told) == 1 else None)
        if column in seen.doubtful and len(told) == 1:
            order = "day before the month" if True in told else "month before the day"
            notes.append(f"{column.headings[0]}: read with the {order}, as other days of the column show")
    return styles, notes
