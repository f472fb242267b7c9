"""Whether a taxpayer's group takes part, from the ownership graph: 26 USC 993(a)(3) groups, day by day of the taxable year.

A member that is itself a surveillance company makes the group a participant for the days on which it is a member. A lesser
stake in one, or a customer that is one, is a link to look at: it raises the flag and settles nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from countersight.measures.who import Who
from countersight.measures.world import World
from countersight.model.body import Body, Edge
from countersight.model.fact import Source
from countersight.model.units import WHOLE, format_share, parse_partial_date
from countersight.tax.case import Span

MAX_MEMBERS: Final = 5_000
"""Bodies that are looked at on the way through a group; a larger one is not settled."""
_HELD: Final = frozenset({"equity", "voting"})


@dataclass(frozen=True, slots=True)
class Group:
    """What the graph says of a taxpayer's group in a year.

    Attributes:
        spans: Days on which a surveillance company is certainly a member, half-open, in order.
        why: In words, which member and by what.
        links: What may be participation, and is not settled by the graph.
        sources: Behind what is certain.
        cut: The group is larger than what was looked at.
    """

    spans: tuple[Span, ...] = ()
    why: str = ""
    links: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    cut: bool = False


def group_of(parties: Sequence[Who], world: World, year: Span) -> Group:
    """The group of the taxpayers among the parties, over the days of a year."""
    own = [body for who in parties if "taxpayer" in who.roles for body in who.bodies]
    links = list(_customers(parties))
    if not own:
        return Group(links=tuple(links))
    spans: list[Span] = []
    whys: dict[str, None] = {}
    sources: dict[Source, None] = {}
    cut = False
    for start, end in pairwise(_days(own, world, year)):
        seen = _Day(world, start)
        seen.walk(own)
        cut = cut or seen.cut
        for note in seen.links:
            if note not in links:
                links.append(note)
        for note, source in seen.found:
            whys[note] = None
            sources[source] = None
        if seen.found:
            spans[-1:] = [(spans[-1][0], end)] if spans and spans[-1][1] == start else [*spans[-1:], (start, end)]
    return Group(tuple(spans), "; ".join(whys), tuple(links), tuple(sources), cut)


def _customers(parties: Sequence[Who]) -> Iterator[str]:
    """Revenue: a customer that is a surveillance company, or an organ of security."""
    for who in parties:
        if who.roles & {"customer", "target"} and any(body.surveillance_company == "yes" for body in who.bodies):
            yield f"the customer {who.label} is a surveillance company: what is sold to it, and for what?"


def _majority(edge: Edge) -> bool:
    """More than half, by vote or value (993(a)(3), 1563(a) with 50 percent in the place of 80)."""
    return edge.klass in _HELD and not edge.indirect and 2 * edge.lo > WHOLE


class _Day:
    """The group on one day: up through certain majorities, then down; sisters are members too."""

    def __init__(self, world: World, day: date) -> None:
        self.world, self.slice = world, world.graph.at(day)
        self.found: list[tuple[str, Source]] = []
        self.links: list[str] = []
        self.cut = False

    def walk(self, own: Sequence[Body]) -> None:
        todo = [(body.id, "") for body in own]
        seen = set[str]()
        while todo:
            body_id, path = todo.pop()
            if body_id in seen:
                continue
            if len(seen) >= MAX_MEMBERS:
                self.cut = True
                return
            seen.add(body_id)
            self._member(body_id, path)
            todo += self._next(body_id, path)

    def _member(self, body_id: str, path: str) -> None:
        body = self.world.snapshot.body(body_id)
        if body is not None and body.surveillance_company == "yes":
            cite = next((one.citation for one in body.statements if one.prop == "surveillance_company"), f"atlas: {body.caption}")
            self.found.append((f"{body.caption} is a surveillance company and a member of the group{path}", Source(cite, "finding")))

    def _next(self, body_id: str, path: str) -> Iterator[tuple[str, str]]:
        certain, possible = self.slice.holders(body_id)
        yield from ((edge.owner, f"{path}, held by {self._name(edge.owner)} to {format_share(edge.lo)}") for edge in certain if _majority(edge))
        certain, possible = self.slice.holdings(body_id)
        for edge, sure in (*((edge, True) for edge in certain), *((edge, False) for edge in possible)):
            if edge.klass not in _HELD or edge.hi == 0:
                continue
            if sure and _majority(edge):
                yield edge.asset, f"{path}, {format_share(edge.lo)} held through {self._name(body_id)}"
            else:
                self._stake(edge)

    def _stake(self, edge: Edge) -> None:
        asset = self.world.snapshot.body(edge.asset)
        if asset is not None and asset.surveillance_company == "yes":
            share = format_share(edge.lo) if edge.lo == edge.hi else f"{format_share(edge.lo)} to {format_share(edge.hi)}"
            note = f"{self._name(edge.owner)} holds {share} of {asset.caption}, a surveillance company: is that participation?"
            if note not in self.links:
                self.links.append(note)

    def _name(self, body_id: str) -> str:
        body = self.world.snapshot.body(body_id)
        return body.caption if body is not None else body_id


def _days(own: Sequence[Body], world: World, year: Span) -> list[date]:
    """The first day of the year, every day in it on which a stake near the group begins or ends, and the day after it."""
    first, over = year
    found = {first, over}
    todo, seen = [body.id for body in own], set[str]()
    while todo and len(seen) < MAX_MEMBERS:
        body_id = todo.pop()
        if body_id in seen:
            continue
        seen.add(body_id)
        up = [(edge, edge.owner) for records in world.graph.records(body_id).values() for edge in records]
        down = [(edge, asset) for asset in world.graph.assets(body_id) for key, records in world.graph.records(asset).items() if key[0] == body_id for edge in records]
        for edge, other in (*up, *down):
            found |= {day for text in (edge.start, edge.end) if text for day in _edges(text) if first < day < over}
            if 2 * edge.hi > WHOLE:
                todo.append(other)
    return sorted(found)


def _edges(text: str) -> Iterator[date]:
    """The days on which a partial day can begin and end: its first day, its last, and the day after that."""
    told = parse_partial_date(text)
    step: Callable[[date], date] = lambda day: day + timedelta(days=1) if day < date.max else day  # noqa: E731
    yield from (told.earliest, told.latest, step(told.latest))
