"""The world in which a matter is read: a snapshot of evidence, a day, and how complete its lists are taken to be."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeAlias

from countersight.match.adjudications import Adjudications
from countersight.model.body import Body, Designation
from countersight.model.fact import Binding, Fact, Source
from countersight.model.lists import SURVEILLANCE
from countersight.ownership.graph import Graph
from countersight.rules.book import Rulebook
from countersight.rules.syntax import Literal
from countersight.store.snapshot import Snapshot


def in_force(item: Designation, day: date) -> bool:
    """Whether a designation holds on a day: half-open, an empty end is open."""
    iso = day.isoformat()
    return (not item.start or item.start <= iso) and (not item.end or iso < item.end)


KEPT: Final = 12_000
"""Answers of one kind that a world keeps; beyond that it begins again."""


@dataclass(slots=True, weakref_slot=True)
class _Cache:
    """What was worked out once in a world, where the answer depends on nothing else: a filing names one issuer many times."""

    seeds: dict[tuple[str, ...], frozenset[str]] = field(default_factory=dict)
    covered: dict[str, bool] = field(default_factory=dict)
    bindings: dict[int, tuple[object, Binding]] = field(default_factory=dict)
    """The facts of parties, by the identity of who they were found to be, which is held beside them so that it lasts."""
    weights: dict[str, dict[str, Fraction]] = field(default_factory=dict)
    """By list: which part of each fund's net assets lies in what the list names."""


if TYPE_CHECKING:
    from countersight.match.outcome import Resolution
    from countersight.measures.who import Who
Met: TypeAlias = "dict[tuple[object, ...], tuple[Adjudications | None, Who]]"
"""Parties that were looked up, by all that a matter says of them, with the decisions under which: who somebody is does not change from day to day."""


@dataclass(frozen=True)
class World:
    """What is known, and on which day the law is read."""

    snapshot: Snapshot
    on: date
    lists_complete: bool = False
    """Reads the lists as if the snapshot held them whole: for scenarios and the demo, never for a real matter."""
    decided: Adjudications | None = None
    """What reviewers decided of parties and bodies."""
    cache: _Cache = field(default_factory=_Cache)
    met: Met = field(default_factory=dict)
    """May be shared between the days of one snapshot."""
    asked: dict[tuple[str, str], Resolution] = field(default_factory=dict)
    """Who a name of a country is or may be, where a batch asked before it looked its parties up; shared like ``met``."""
    graphs: list[Graph] = field(default_factory=list)
    """The ownership graph, once somebody asked for it; shared like ``met``."""
    law: tuple[Rulebook, ...] = ()
    """Where the numbers of the law stand that a fact is worked out with; the first book that has one on the day gives it."""

    @cached_property
    def graph(self) -> Graph:
        """The ownership graph of the snapshot."""
        if not self.graphs:
            self.graphs.append(Graph(self.snapshot.edges(), named=self.named))
        return self.graphs[0]

    def named(self, body_id: str) -> bool:
        """Whether a name of a body is held, by which it could be found on a list."""
        body = self.snapshot.body(body_id)
        return body is not None and bool(body.names)

    def parameter(self, name: str) -> Literal:
        """A number or a list of the law on the day; None where no book holds it, or it is unconfirmed."""
        found = (book.parameters[name].on(self.on, "", book.anchors).value for book in self.law if name in book.parameters)
        return next((value for value in found if value is not None), None)

    def covers(self, list_id: str) -> bool:
        """Whether "not found" on a list is a finding on this day."""
        if self.lists_complete:
            return True
        if list_id not in self.cache.covered:
            self.cache.covered[list_id] = self.snapshot.covers(list_id, self.on)
        return self.cache.covered[list_id]

    def designations(self, body: Body, list_id: str) -> list[Designation]:
        """The designations of a body on a list that hold on the day."""
        return [one for one in body.designations if one.list_id == list_id and in_force(one, self.on)]

    def listed(self, lists: tuple[str, ...]) -> frozenset[str]:
        """Ids of the bodies that any of the lists names on the day."""
        if lists not in self.cache.seeds:
            ids = {body_id for list_id in lists for body_id in self.snapshot.designated(list_id)}
            bodies = (self.snapshot.body(body_id) for body_id in ids)
            found = {body.id for body in bodies if body is not None and any(self.designations(body, one) for one in lists)}
            self.cache.seeds[lists] = frozenset(found | (set(self.snapshot.surveillance_companies()) if SURVEILLANCE in lists else set()))
        return self.cache.seeds[lists]


def said(value: bool | int | str | date | tuple[str, ...] | None, where: str, note: str = "") -> Fact:  # noqa: FBT001
    """A fact from the user's own papers."""
    return Fact(value, sources=(Source(where),), note=note)


def computed(value: bool | int | str | tuple[str, ...] | None, how: str, note: str = "") -> Fact:  # noqa: FBT001
    """A fact that follows from others by a rule that ``how`` names."""
    return Fact(value, sources=(Source(how, "computed"),), note=note)


def unknown(note: str) -> Fact:
    """A fact known to be unknown, and why."""
    return Fact(None, note=note)


def any_true(values: list[bool | None]) -> bool | None:
    """Kleene's disjunction."""
    return True if True in values else None if None in values else False
