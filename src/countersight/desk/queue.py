"""The queue of cases: an index of what the events say, for lists and filters. It can be built from the ledger again."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from countersight.desk.tables import cases

if TYPE_CHECKING:
    from countersight.desk.bound import Bound


@dataclass(frozen=True, slots=True)
class InQueue:
    """A case as the queue shows it."""

    id: str
    title: str
    matter: str
    decision: str
    outcome: str
    status: str
    assignee: str
    due: str
    snoozed_until: str
    opened_at: str
    changed_at: str
    events: int


class Queue:
    """Rows of cases."""

    def __init__(self, bound: Bound) -> None:
        """Args: the tables of the tenant."""
        self._bound = bound

    def put(self, row: InQueue) -> None:
        """Write the row of a case, in the place of the one before."""
        self._bound.put(cases, asdict(row))

    def get(self, case_id: str) -> InQueue | None:
        """One, or None."""
        row = self._bound.row(cases, cases.c.id == case_id)
        return InQueue(**row) if row else None

    def page(self, after: str = "", limit: int = 50, **only: str) -> list[InQueue]:
        """Cases, the newest first.

        Args:
            after: The id of the last one that was shown.
            limit: How many at most.
            only: Columns that are to hold a value: ``status``, ``assignee``, ``matter``, ``outcome`` ...; ``due_before`` is a day.
        """
        where = [cases.c.id < after] if after else []
        if before := only.pop("due_before", ""):
            where += [cases.c.due != "", cases.c.due < before]
        where += [cases.c[name] == value for name, value in only.items() if value]
        return [InQueue(**row) for row in self._bound.rows(cases, *where, order=[cases.c.id.desc()], limit=limit)]

    def counts(self) -> dict[str, int]:
        """How many cases there are by status."""
        found: dict[str, int] = {}
        for row in self._bound.rows(cases, only=("status",)):
            found[row["status"]] = found.get(row["status"], 0) + 1
        return found

    def ids(self) -> list[str]:
        """Every id, in order."""
        return [row["id"] for row in self._bound.rows(cases, order=[cases.c.id], only=("id",))]

    def clear(self) -> int:
        """Take the index away, to build it again."""
        return self._bound.remove(cases)
