"""The ownership graph on a day: who holds what of whom, with one logical edge per owner, asset and class.

Several records of one owner, asset and class are several sources for one stake, never several stakes, so they are not
added. On a day, the records that may be in force are joined to the hull of their intervals:

- A record is certain on day ``t`` when it is confirmed and ``latest(start) <= t < earliest(end)``; it is possible when
  ``earliest(start) <= t < latest(end)``. Dates may be partial; an end is exclusive, the day from which the stake has
  ceased (Beneficial Ownership Data Standard 0.4, ``endDate``); an empty date leaves that side open.
- The ceiling of the stake is the highest ceiling of all possible records.
- The floor is the lowest floor of the confirmed possible records if at least one of them is certain, else zero: where
  no record surely holds on the day, there may be no stake at all. An unconfirmed record can raise the ceiling; it
  cannot lower a floor that a confirmed one has set.

- A record whose end lies before its start contradicts itself. It is possible on every day and certain on none.
- A summary of a chain (``indirect``) is a stake of its own kind: it is shown, and joined to no direct one.
- A record counts from the day on which it was ``recorded`` to the day before it was ``retracted``, by what was known on a
  day: :class:`Graph` takes that day. Without it, all that was ever recorded counts, and nothing that was retracted.

So a stake of 40 percent until 2022 and one of 30 percent from 2022 on are 40 before and 30 after, not 30 to 40.

A body's shares in itself get the floor zero: whether a law counts them, or takes them out of the whole, differs, so
they neither support an owner nor crowd one out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache

from countersight.errors import DataError
from countersight.model.body import Edge
from countersight.model.units import WHOLE, parse_partial_date

DAYS_KEPT = 400
"""How many days a graph keeps at hand: the matters of a year ask about each of its days, again and again."""

Held = tuple[tuple[Edge, ...], tuple[Edge, ...]]
"""The edges that are certain on the day and those that are only possible, heaviest first."""

Key = tuple[str, str, bool]
"""Owner, class, and whether it is a summary of a chain."""


def known(edge: Edge, day: date | None) -> bool:
    """Whether a record counts by what was known on a day; None is now.

    >>> edge = Edge("x", "a", "equity", 1, 1, recorded="2024-01-01", retracted="2025-01-01")
    >>> known(edge, date(2024, 6, 1)), known(edge, date(2023, 6, 1)), known(edge, None)
    (True, False, False)
    """
    if day is None:
        return not edge.retracted
    return edge.recorded <= day.isoformat() and (not edge.retracted or day.isoformat() < edge.retracted)


class Graph:
    """Every record of who owns what, over all days.

    Args:
        edges: The records, in any order.
        complete: Bodies all of whose holders are recorded on every day, so that what their known holders do not hold,
            nobody holds. No source says this of a body today: without it, nothing is taken as complete.
        known_at: Count what was known on that day; without it, what is known now.
        named: Whether a name of a body is held. Who has none cannot be looked up on a list, so nothing clears it; without
            this, every body is taken as named.

    Raises:
        DataError: A share outside 0 to 100 percent or a range that runs backwards, or a date that is none.
    """

    __slots__ = ("_into", "_out", "_slices", "complete", "named")

    def __init__(
        self,
        edges: Sequence[Edge],
        complete: frozenset[str] = frozenset(),
        known_at: date | None = None,
        named: Callable[[str], bool] | None = None,
    ) -> None:
        self.complete = complete
        self.named = cache(named) if named else None  # a batch asks about the same ends of chains again and again
        self._into: dict[str, dict[Key, list[Edge]]] = {}
        self._out: dict[str, dict[str, None]] = {}
        self._slices: dict[date, Slice] = {}
        for edge in edges:
            _check(edge)
            if not known(edge, known_at):
                continue
            self._into.setdefault(edge.asset, {}).setdefault((edge.owner, edge.klass, edge.indirect), []).append(edge)
            self._out.setdefault(edge.owner, {})[edge.asset] = None

    def at(self, day: date) -> Slice:
        """The graph as it stood on a day, the same object for the same day while the day is among the last ones used.

        >>> graph = Graph([Edge("x", "a", "equity", 80_000_000, 80_000_000, "2020-01-01", "2024-06")])
        >>> certain, possible = graph.at(date(2024, 6, 15)).holders("a")
        >>> [(edge.lo, edge.hi) for edge in possible]
        [(0, 80000000)]
        """
        found = self._slices.get(day)
        if found is None:
            if len(self._slices) >= DAYS_KEPT:
                del self._slices[next(iter(self._slices))]
            found = self._slices[day] = Slice(self, day)
        return found

    def records(self, asset: str) -> dict[Key, list[Edge]]:
        """The records of a body's holders over all days, by owner, class, and whether they are summaries of a chain."""
        return self._into.get(asset, {})

    def above(self, body: str) -> set[str]:
        """A body and everybody above it on any day, by records of any class."""
        todo, seen = [body], {body}
        while todo:
            for owner, _, _ in self.records(todo.pop()):
                if owner not in seen:
                    seen.add(owner)
                    todo.append(owner)
        return seen

    def assets(self, owner: str) -> tuple[str, ...]:
        """The bodies in which an owner ever held something."""
        return tuple(self._out.get(owner, ()))


class Slice:
    """The graph on one day. Bodies are worked out when they are asked about, once."""

    __slots__ = ("_graph", "_held", "day")

    def __init__(self, graph: Graph, day: date) -> None:
        self._graph = graph
        self._held: dict[str, Held] = {}
        self.day = day

    def holders(self, body_id: str) -> Held:
        """Who holds something of a body, of every class: the certain edges and the possible ones, heaviest first.

        Args:
            body_id: The asset. A body of which nothing is recorded has no holders.

        Returns:
            Logical edges; a possible one has ``lo == 0``.
        """
        found = self._held.get(body_id)
        if found is None:
            on_day = [_on(records, self.day) for records in self._graph.records(body_id).values()]
            joined = sorted((one for one in on_day if one is not None), key=_heaviest)
            found = self._held[body_id] = (
                tuple(edge for edge, certain in joined if certain),
                tuple(edge for edge, certain in joined if not certain),
            )
        return found

    def holdings(self, owner_id: str) -> Held:
        """What a body holds of others, as :meth:`holders` says it."""
        sides: tuple[list[Edge], list[Edge]] = ([], [])
        for asset in self._graph.assets(owner_id):
            for side, edges in zip(sides, self.holders(asset), strict=True):
                side.extend(edge for edge in edges if edge.owner == owner_id)
        return tuple(sides[0]), tuple(sides[1])

    def recorded(self, body_id: str) -> bool:
        """Whether anything was ever recorded of a body's holders, of any class, on any day."""
        return bool(self._graph.records(body_id))

    def nameless(self, body_id: str) -> bool:
        """Whether no name of a body is held, so that nobody can say whether it is listed."""
        named = self._graph.named
        return named is not None and not named(body_id)

    def complete(self, body_id: str) -> bool:
        """Whether all holders of a body are known."""
        return body_id in self._graph.complete


def _heaviest(one: tuple[Edge, bool]) -> tuple[int, int, str, str]:
    edge = one[0]
    return -edge.hi, -edge.lo, edge.owner, edge.klass


def _check(edge: Edge) -> None:
    where = f"the edge {edge.id or f'{edge.owner} > {edge.asset}'}"
    if not 0 <= edge.lo <= edge.hi <= WHOLE:
        raise DataError(f"{where} has a share from {edge.lo} to {edge.hi}", hint=f"0 <= lo <= hi <= {WHOLE}")
    try:
        _span(edge.start, edge.end)
    except ValueError as fault:
        raise DataError(f"{where} has a date that is none: {fault}", hint="write 2024, 2024-03 or 2024-03-09") from None


@lru_cache(maxsize=65_536)
def _span(start: str, end: str) -> tuple[date, date, date, date]:
    """Earliest and latest day of a start and of an end that may each be partial or empty."""
    first = parse_partial_date(start) if start else None
    last = parse_partial_date(end) if end else None
    return (
        first.earliest if first else date.min,
        first.latest if first else date.min,
        last.earliest if last else date.max,
        last.latest if last else date.max,
    )


def _on(records: Sequence[Edge], day: date) -> tuple[Edge, bool] | None:
    """One logical edge from the records of one owner, asset and class, and whether it is certain; None if none holds."""
    possible: list[Edge] = []
    certain = False
    for edge in records:
        start_min, start_max, end_min, end_max = _span(edge.start, edge.end)
        if end_max < start_min:
            possible.append(edge)
        elif start_min <= day < end_max:
            possible.append(edge)
            certain = certain or (edge.confirmed and start_max <= day < end_min)
    if not possible:
        return None
    own = possible[0].owner == possible[0].asset
    lo = min(edge.lo for edge in possible if edge.confirmed) if certain and not own else 0
    hi = max(edge.hi for edge in possible)
    return _joined(possible, lo, hi), certain


def _joined(possible: list[Edge], lo: int, hi: int) -> Edge:
    first = possible[0]
    if len(possible) == 1:
        return first if first.lo == lo else replace(first, lo=lo)
    starts, ends = {edge.start for edge in possible}, {edge.end for edge in possible}
    return replace(
        first,
        lo=lo,
        hi=hi,
        start=first.start if len(starts) == 1 else "",
        end=first.end if len(ends) == 1 else "",
        citation="; ".join(sorted({edge.citation for edge in possible if edge.citation})),
        confirmed=any(edge.confirmed for edge in possible),
        id="+".join(sorted({edge.id for edge in possible if edge.id})),
        statements=tuple(sorted({one for edge in possible for one in edge.statements})),
        remarks=tuple(sorted({one for edge in possible for one in edge.remarks})),
    )
