"""A matter while its rows come in: what they share, the parties they name, and a line each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from countersight.intake.columns import CLAIMS, IDENTIFIERS, MANY, Column
from countersight.intake.result import RowFault

MAX_ROWS: Final = 50_000
"""Rows of one matter: no shipment has as many lines, and a matter is held in memory whole."""

Values = dict[Column, object]


@dataclass(slots=True)
class Draft:
    """A matter of a kind, out of rows.

    Rows of one matter share its date, its destination and its parties. Only makers, sellers and owners of brands can differ
    from line to line: each is a party then, and the line says which is its own. In a table of parties each row is a party.
    """

    id: str
    row: int
    kind: str
    shared: Values = field(default_factory=dict)
    parties: dict[str, list[Values]] = field(default_factory=dict)
    lines: list[dict[str, object]] = field(default_factory=list)
    makers: list[object] = field(default_factory=list)
    rows: int = 0
    bad_rows: int = 0
    faults: list[RowFault] = field(default_factory=list)

    def add(self, values: Values) -> tuple[Column, object] | None:
        """Take a row in; or say in which column it contradicts the rows before it, and what they say."""
        of_role: dict[str, Values] = {}
        line: dict[str, object] = {}
        shared: Values = {}
        for column, value in values.items():
            if column.owner == "line":
                line[column.field] = value
            elif column.owner == "matter":
                if self.shared.get(column, value) != value:
                    return column, self.shared[column]
                shared[column] = value
            else:
                of_role.setdefault(column.owner, {})[column] = value
        at: dict[str, int] = {}
        for role, told in of_role.items():
            at[role] = self._same(role, told)
            if at[role] < len(self.parties.get(role, ())):
                known = self.parties[role][at[role]]
                if clash := next((column for column, value in told.items() if known.get(column, value) != value), None):
                    return clash, known[clash]
        for role, told in of_role.items():
            known_ones = self.parties.setdefault(role, [])
            if at[role] == len(known_ones):
                known_ones.append({})
            known_ones[at[role]].update(told)
        self.shared.update(shared)
        self.lines.append(line)
        self.makers.append(_name(of_role.get("producer", {})))
        return None

    def _same(self, role: str, told: Values) -> int:
        """The place of the party that a row means: a new one only where there can be several and the name is another."""
        known = self.parties.get(role, [])
        if not known or (role not in MANY and self.kind != "parties"):
            return 0
        name = _name(told)
        if name is None:
            return 0 if len(known) == 1 else len(known)
        return next((at for at, one in enumerate(known) if _name(one) in {name, None}), len(known))

    def raw_parties(self) -> list[dict[str, Any]]:
        """The parties as a matter holds them, in the order of the columns."""
        found: list[dict[str, Any]] = []
        for role, ones in self.parties.items():
            for one in ones:
                party: dict[str, Any] = {"role": role}
                for column, value in one.items():
                    inner = "identifiers" if column.field in IDENTIFIERS else "claims" if column.field in CLAIMS else ""
                    (party.setdefault(inner, {}) if inner else party)[column.field] = value
                found.append(party)
        return found

    def raw_lines(self) -> list[dict[str, object]]:
        """The lines; each names its maker where there are several, and a bad row is a line of which nothing is known."""
        several = len(self.parties.get("producer", ())) > 1
        told = [{"producer": maker, **line} if several and maker else line for line, maker in zip(self.lines, self.makers, strict=True)]
        return [*told, *({} for _ in range(self.bad_rows))]


def _name(values: Values) -> object | None:
    return next((value for column, value in values.items() if column.field == "name"), None)
