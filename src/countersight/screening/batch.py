"""The kernel of bulk screening: many matters in, one row of results for each, the same as if each had been decided alone.

:class:`Kernel` establishes facts once for all that is alike (:mod:`countersight.screening.batch_atoms`), reads the pages over whole
columns (:mod:`countersight.screening.batch_values`), and explains what is not false (:mod:`countersight.screening.batch_why`). What
is unusual about a matter (answers, resolutions, records of its own, other kinds than shipments, entries, parties and devices) sends it through
:meth:`countersight.screening.one.Screener.decide` by itself; :func:`row_of` writes such a decision as the same row.

Pure: no file, no clock; whatever the order, the batch or the number of workers, a matter gives the same row.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Final

import numpy as np

from countersight.errors import CountersightError
from countersight.measures import paper_facts
from countersight.measures.owners import ownership_facts
from countersight.model.decision import Column, Decision
from countersight.model.fact import Binding, Fact
from countersight.model.lists import SURVEILLANCE
from countersight.model.matter import Matter
from countersight.rules.book import Rulebook
from countersight.rules.ownership_head import OwnershipTest
from countersight.screening.batch_atoms import Atoms, Batch, Slot, unusual
from countersight.screening.batch_explain import Explained, explained
from countersight.screening.batch_patterns import Judge
from countersight.screening.batch_values import Facts, Reader, Rows
from countersight.screening.batch_why import Why
from countersight.screening.one import Screener, parties_told

OWNED: Final = 20_000
"""Answers of ownership tests that are kept; beyond that it begins again."""

Row = dict[str, Any]
"""One result: ``matter``, ``on``, ``parties``, and for each column its name to what it says."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A matter that cannot be decided, by its place in the batch."""

    at: int
    matter: str
    message: str
    hint: str


@dataclass(slots=True)
class Told:
    """What came of a batch: a row for each matter, or a fault; and the texts that the rows name."""

    rows: list[Row | None]
    faults: list[Fault]
    texts: dict[str, str]
    alone: int
    """How many were decided by themselves."""


@dataclass(slots=True)
class _Usual:
    """A matter on its way through the kernel."""

    at: int
    matter: Matter
    on: date
    slots: list[Slot]
    deal: int
    value: Fact
    lines: list[tuple[int, str]]


@dataclass
class Kernel:
    """A screener that takes many matters at once. Safe to use again and again, by one thread."""

    screener: Screener
    why: Why = field(default_factory=Why)
    _atoms: Atoms = field(init=False)
    _judge: Judge = field(init=False)
    _changes: list[tuple[date, ...]] = field(default_factory=list)
    _first: dict[tuple[str, tuple[int, ...]], date] = field(default_factory=dict)
    _own: dict[object, dict[str, Fact]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Set up what is kept from batch to batch."""
        self._atoms = Atoms(self.screener)
        self._judge = Judge(self.screener, self.why)

    @property
    def columns(self) -> list[tuple[Rulebook, str]]:
        """The columns that are wanted, in their order."""
        wanted = self.screener.options.columns
        every = ((book, profile) for book in self.screener.books for profile in (book.profiles or ("",)))
        return [(book, profile) for book, profile in every if not wanted or wanted & {book.id, name_of(book, profile)}]

    def decide(self, matters: Sequence[Matter]) -> Told:
        """Decide a batch."""
        self.why.part()
        told = Told([None] * len(matters), [], self.why.texts, 0)
        batch = Batch()
        groups: dict[tuple[str, tuple[int, ...]], list[_Usual]] = {}
        for at, matter in enumerate(matters):
            try:
                if unusual(matter):
                    told.rows[at] = row_of(self.screener.decide(matter), self.why)
                    told.alone += 1
                    continue
                one = self._established(at, matter, batch)
            except CountersightError as fault:
                told.faults.append(Fault(at, matter.id, fault.message, fault.hint))
                continue
            groups.setdefault((matter.kind, self._span(one.on)), []).append(one)
        facts = Facts(batch, self._owned(batch))
        laid = [
            (kind, span, group, _flat(group, facts)) for (kind, span), group in groups.items()
        ]  # all, before the first is read: conditions are asked once
        for kind, span, group, rows in laid:
            on = self._first.setdefault((kind, span), group[0].on)
            self._group((kind, on), group, Reader(rows, facts), told)
        return told

    def _established(self, at: int, matter: Matter, batch: Batch) -> _Usual:
        on = self.screener.day_of(matter)
        world = self.screener.world(matter, on)
        slots = self._atoms.parties(matter, world, batch)
        lines = [
            self._atoms.line_atom(line, number, (matter, slots, world, batch))
            for number, line in enumerate(matter.lines or (), 1)
        ]
        value = paper_facts._value(matter)  # noqa: SLF001 - the one fact that is every matter's own
        return _Usual(at, matter, on, slots, self._atoms.deal_atom(matter, slots, world, batch), value, lines)

    def _span(self, on: date) -> tuple[int, ...]:
        """The span of days of each book in which its pages read alike."""
        if not self._changes:
            books = [book.enacted(self.screener.options.enacted) for book in self.screener.books]
            self._changes = [book.changes_after(date.min) for book in books]
        return tuple(bisect_right(days, on) for days in self._changes)

    def _group(self, read: tuple[str, date], group: list[_Usual], reader: Reader, told: Told) -> None:
        kind, on = read
        for one in group:
            told.rows[one.at] = {
                "matter": one.matter.id,
                "on": one.on.isoformat(),
                "parties": [_party(slot) for slot in one.slots if slot.seat],
                "columns": {},
            }
        labels = Labels(group)
        for book, profile in self.columns:
            reading = self.screener.reading(book, profile, on, kind)
            truths = (
                np.ascontiguousarray(np.stack([reader.read(rule)[2] for rule in reading.rules], axis=1))
                if reading.rules
                else np.zeros((len(group), 0), dtype=np.int8)
            )
            distinct, way_of = np.unique(truths, axis=0, return_inverse=True)
            way_of = way_of.reshape(-1)
            ways = [self._judge.way(reading, row.tobytes()) for row in distinct]
            told_of = explained(Explained(reading, reader, self.why, labels.parties, labels.lines, labels.bodies))
            changes = self._judge.next_changes(reading, reader, ways, way_of, kind)
            name = name_of(book, profile)
            for place, one in enumerate(group):
                way = ways[int(way_of[place])]
                row = told.rows[one.at]
                if row is not None:
                    row["columns"][name] = {
                        "outcome": way.outcome,
                        "pages": way.told,
                        "not_looked_at": way.not_looked_at,
                        "reasons": told_of.reasons[place],
                        "questions": told_of.questions[place],
                        "next": changes[place],
                    }

    def _owned(self, batch: Batch) -> Callable[[OwnershipTest, int], dict[str, Fact]]:
        """Answers an ownership test for a party of a batch. Bodies of which nobody holds a share are alike where they are listed alike."""

        def own(test: OwnershipTest, number: int) -> dict[str, Fact]:
            body_id = batch.bodies[number]
            if not body_id:
                return self._answer((test,), test, "", batch.days[-1])
            world = self.screener.day_world(batch.days[number])
            body = world.snapshot.body(body_id)
            if body is None or any(world.graph.at(world.on).holders(body_id)):
                return self._answer((test, body_id, world.on), test, body_id, world.on)
            listed = any(world.designations(body, one) for one in test.lists) or (
                SURVEILLANCE in test.lists and body_id in self._surveillance
            )
            return self._answer((test, listed, all(world.covers(one) for one in test.lists)), test, body_id, world.on)

        return own

    def _answer(self, key: tuple[object, ...], test: OwnershipTest, body_id: str, on: date) -> dict[str, Fact]:
        found = self._own.get(key)
        if found is None:
            if len(self._own) >= OWNED:
                self._own.clear()
            party = Binding("", "party", body_id=body_id) if body_id else None
            found = self._own[key] = ownership_facts(test, party, self.screener.day_world(on))
        return found

    @cached_property
    def _surveillance(self) -> frozenset[str]:
        return frozenset(self.screener.snapshot.surveillance_companies())


def _flat(group: list[_Usual], facts: Facts) -> Rows:
    """A group laid flat; its days and values are numbered in the batch."""
    deal: list[int] = []
    day: list[int] = []
    value: list[int] = []
    party_of: list[int] = []
    party: list[int] = []
    roles: list[int] = []
    line_of: list[int] = []
    line: list[int] = []
    for place, one in enumerate(group):
        deal.append(one.deal)
        day.append(facts.number_of_day(one.on))
        value.append(facts.number_of_value(one.value))
        for slot in one.slots:
            party_of.append(place)
            party.append(slot.facts)
            roles.append(facts.number_of_roles(slot.roles))
        for atom, _ in one.lines:
            line_of.append(place)
            line.append(atom)
    none = np.array([one.matter.lines == [] for one in group], dtype=bool)
    ints = [np.array(held, dtype=np.int64) for held in (deal, day, value, party_of, party, roles, line_of, line)]
    return Rows(len(group), none, *ints)


@dataclass(slots=True)
class Labels:
    """How parties and lines of a group are called, in the order of its rows."""

    group: Sequence[_Usual]
    parties: list[str] = field(init=False)
    lines: list[str] = field(init=False)
    bodies: list[str] = field(init=False)

    def __post_init__(self) -> None:
        """Lay them out flat."""
        self.parties = [slot.label for one in self.group for slot in one.slots]
        self.bodies = [slot.seat.who.body_id if slot.seat else "" for one in self.group for slot in one.slots]
        self.lines = [label for one in self.group for _, label in one.lines]


def _party(slot: Slot) -> Row:
    """Who a party was found to be, as a decision tells it."""
    if slot.seat is None:
        return {}
    found = parties_told((slot.seat.who,))[0]
    return found | {"label": slot.label}


def name_of(book: Rulebook, profile: str) -> str:
    """A column's name."""
    return f"{book.id}/{profile}" if profile else book.id


def row_of(decision: Decision, why: Why) -> Row:
    """A decision that was made alone, as the row that a batch gives."""
    return {
        "matter": decision.matter["id"],
        "on": decision.on,
        "parties": [dict(one) for one in decision.parties],
        "columns": {column.name: _column(column, why) for column in decision.columns},
    }


def _column(column: Column, why: Why) -> Row:
    findings = [*column.fired, *column.flags]
    pages, reasons = [], []
    for one in findings:
        pages.append(
            {
                "page": one.page,
                "value": one.value,
                "outcome": one.outcome,
                "counts": one.counts,
                "doubt": one.doubt,
                "flag": one.flag,
                "why": why.page(one),
            }
        )
        reasons += [
            {
                "page": one.page,
                "about": each.about,
                "body": each.body_id,
                "value": each.value,
                "why": why.told(each.proof, each.facts),
            }
            for each in one.instances
        ]
    change = column.next_change
    return {
        "outcome": column.outcome,
        "pages": pages,
        "not_looked_at": column.not_looked_at,
        "reasons": reasons,
        "questions": [
            {"about": one.about, "fact": one.fact, "pages": list(one.pages), "note": one.note}
            for one in column.questions
        ],
        "next": None if change is None else {"on": change.on, "outcome": change.outcome, "pages": list(change.pages)},
    }
