"""The kernel of bulk screening: many matters in, one row of results for each, the same as if each had been decided alone.

:class:`Kernel` establishes facts once for all that is alike (:mod:`countersight.screening.batch_atoms`), reads the pages over whole
columns (:mod:`countersight.screening.batch_values`), and explains what is not false (:mod:`countersight.screening.batch_why`). What
is unusual about a matter (answers, resolutions, records of its own, other kinds than shipments, entries, parties and devices) sends it through
:meth:`countersight.screening.one.Screener.decide` by itself; :func:`row_of` writes such a decision as the same row.

Pure: no file, no clock; whatever the order, the batch or the number of workers, a matter gives the same row.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from countersight.errors import CountersightError
from countersight.measures.owners import ownership_facts
from countersight.model.decision import Column, Decision
from countersight.model.fact import Binding, Fact
from countersight.model.lists import SURVEILLANCE
from countersight.model.matter import Matter
from countersight.rules.book import Rulebook
from countersight.rules.ownership_head import OwnershipTest
from countersight.screening.batch_atoms import Atoms, Batch
from countersight.screening.batch_coded import Coded, coded, unusual
from countersight.screening.batch_codes import dense, rows_alike
from countersight.screening.batch_explain import Explained, explained
from countersight.screening.batch_facts import Known
from countersight.screening.batch_parties import Parties
from countersight.screening.batch_patterns import Judge, stacked
from countersight.screening.batch_rows import Said, Written, written
from countersight.screening.batch_values import Facts, Reader, Rows
from countersight.screening.batch_why import Why
from countersight.screening.one import Screener

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

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
    """What came of a batch: decisions as a batch of Arrow, faults, and the texts that the decisions name."""

    decisions: Any
    at: list[int]
    """The place in the batch of each decision, ascending."""
    faults: list[Fault]
    texts: dict[str, str]
    alone: int
    """How many were decided by themselves."""
    count: int
    """How many matters there were."""

    @property
    def rows(self) -> list[Row | None]:
        """A row for each matter, as :func:`row_of` gives it; None for a fault."""
        found: list[Row | None] = [None] * self.count
        for at, row in zip(self.at, self.decisions.to_pylist(), strict=True):
            parties = [{name: value for name, value in one.items() if value is not None} for one in row.pop("parties")]
            found[at] = {"matter": row.pop("matter"), "on": row.pop("on"), "parties": parties, "columns": row}
        return found


@dataclass
class Kernel:
    """A screener that takes many matters at once. Safe to use again and again, by one thread."""

    screener: Screener
    why: Why = field(default_factory=Why)
    known: Known = field(init=False)
    _atoms: Atoms = field(init=False)
    _judge: Judge = field(init=False)
    _days: dict[date | None, date] = field(default_factory=dict)
    """The day on which a matter is read, by the day that it tells."""
    _changes: list[tuple[date, ...]] = field(default_factory=list)
    _first: dict[tuple[str, tuple[int, ...]], date] = field(default_factory=dict)
    _own: dict[object, dict[str, Fact]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Set up what is kept from batch to batch."""
        self._begin()

    def _begin(self) -> None:
        self.known = Known.of(self.screener.books, self._owned)
        self._atoms = Atoms(self.screener, self.known)
        self._judge = Judge(self.screener, self.why)
        self.why.forget()

    @property
    def columns(self) -> list[tuple[Rulebook, str]]:
        """The columns that are wanted, in their order."""
        wanted = self.screener.options.columns
        every = ((book, profile) for book in self.screener.books for profile in (book.profiles or ("",)))
        return [(book, profile) for book, profile in every if not wanted or wanted & {book.id, name_of(book, profile)}]

    def decide(self, matters: Sequence[Matter]) -> Told:
        """Decide a batch of matters."""
        usual: list[tuple[int, Matter]] = []
        alone: list[tuple[int, Matter]] = []
        for at, matter in enumerate(matters):
            (alone if unusual(matter) else usual).append((at, matter))
        return self.told(coded(usual), alone, len(matters))

    def told(self, usual: Coded, alone: Iterable[tuple[int, Matter]], count: int) -> Told:
        """Decide matters that were numbered, and others by themselves; each stands beside its place in the batch."""
        if self.known.grown:
            self._begin()
        self.why.part()
        faults: list[Fault] = []
        usual = usual.only(self._dated(usual, faults))
        rows: list[tuple[int, Row]] = []
        for at, matter in alone:
            try:
                rows.append((at, row_of(self.screener.decide(matter), self.why)))
            except CountersightError as fault:
                faults.append(Fault(at, matter.id, fault.message, fault.hint))
        said = self._said(usual) if usual.count else None
        done = written(said, rows, [name_of(book, profile) for book, profile in self.columns])
        return Told(done.decisions, done.at, sorted(faults, key=lambda one: one.at), self.why.texts, len(rows), count)

    def _dated(self, usual: Coded, faults: list[Fault]) -> Ints:
        """The matters of which the day is known, with that day put in."""
        days: list[date | None] = []
        for on in usual.days:
            day = self._days.get(on)
            if day is None:
                try:
                    day = self._days[on] = self.screener.day_of(Matter.model_construct(id="any", day=on))
                except CountersightError:
                    day = None
            days.append(day)
        usual.days = days
        missing = np.array([day is None for day in days], dtype=bool)
        if not missing.any():
            return np.arange(usual.count, dtype=np.int64)
        lost = missing[usual.day]
        for row in np.flatnonzero(lost).tolist():
            try:
                self.screener.day_of(Matter.model_construct(id=usual.ids[row], day=None))
            except CountersightError as fault:
                faults.append(Fault(int(usual.at[row]), usual.ids[row], fault.message, fault.hint))
        return np.flatnonzero(~lost)

    def _said(self, usual: Coded) -> Said:
        batch = self._atoms.of(usual)
        days = np.array([self.known.day_of(on or date.min) for on in usual.days], dtype=np.int64)
        facts = Facts(self.known, batch.worth, self._atoms.parties.role_sets)
        spans: dict[tuple[int, ...], int] = {}
        span = np.array([spans.setdefault(self._span(on or date.min), len(spans)) for on in usual.days], dtype=np.int64)
        kinds = {frame.kind: None for frame in usual.frames}
        numbers = {kind: number for number, kind in enumerate(kinds)}
        kind = np.array([numbers[frame.kind] for frame in usual.frames], dtype=np.int64)
        group, first = dense(kind[usual.frame], span[usual.day])
        said = Said(batch, self._atoms.parties.seats, [])
        for number, one in enumerate(first.tolist()):
            at = np.flatnonzero(group == number)
            matter_kind = usual.frames[int(usual.frame[one])].kind
            on = usual.days[int(usual.day[one])] or date.min
            on = self._first.setdefault((matter_kind, self._span(on)), on)
            rows, slots, lines = _flat(batch, at, days, self._atoms.parties)
            labels = batch.slots.label[slots], batch.line_label[lines], said.bodies[slots]
            said.groups.append((at, self._group((matter_kind, on), Reader(rows, facts), batch, labels)))
        return said

    def _span(self, on: date) -> tuple[int, ...]:
        """The span of days of each book in which its pages read alike."""
        if not self._changes:
            books = [book.enacted(self.screener.options.enacted) for book in self.screener.books]
            self._changes = [book.changes_after(date.min) for book in books]
        return tuple(bisect_right(days, on) for days in self._changes)

    def _group(self, read: tuple[str, date], reader: Reader, batch: Batch, labels: tuple[Ints, Ints, Ints]) -> list[Written]:
        kind, on = read
        found = []
        for book, profile in self.columns:
            reading = self.screener.reading(book, profile, on, kind)
            truths = stacked(reading.rules, reader)
            way_of, first = rows_alike(truths)
            ways = [self._judge.way(reading, truths[at].tobytes()) for at in first]
            for way in ways:
                self.why.texts.update(way.texts)
            reasons, asked = explained(Explained(reading, reader, self.why, batch.words, *labels))
            changes, change_of = self._judge.next_changes(reading, reader, ways, way_of, kind)
            found.append(Written(ways, way_of, reasons, asked, changes, change_of))
        return found

    def _owned(self, test: OwnershipTest, body_id: str, on: date) -> dict[str, Fact]:
        """Answers an ownership test for a body. Bodies of which nobody holds a share are alike where they are listed alike."""
        if not body_id:
            return self._answer((test,), test, "", on)
        world = self.screener.day_world(on)
        body = world.snapshot.body(body_id)
        if body is None or any(world.graph.at(world.on).holders(body_id)):
            return self._answer((test, body_id, world.on), test, body_id, world.on)
        listed = any(world.designations(body, one) for one in test.lists) or (SURVEILLANCE in test.lists and body_id in self._surveillance)
        return self._answer((test, listed, all(world.covers(one) for one in test.lists)), test, body_id, world.on)

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


def _flat(batch: Batch, at: Ints, days: Ints, parties: Parties) -> tuple[Rows, Ints, Ints]:
    """Some rows of a batch as a group of their own, with the places of their parties and lines in the batch."""
    usual, slots = batch.coded, batch.slots
    place = np.full(usual.count, -1, dtype=np.int64)
    place[at] = np.arange(len(at))
    mine, lines = np.flatnonzero(place[slots.row] >= 0), np.flatnonzero(place[usual.line_of] >= 0)
    roles = np.array([one.roles for one in parties.seats] + [parties.end_user], dtype=np.int64)  # -1 is the last
    rows = Rows(
        len(at), usual.no_lines[at] == 1, batch.deal[at], days[usual.day[at]], batch.value[at],
        place[slots.row[mine]], slots.unit[mine], roles[slots.seat[mine]], place[usual.line_of[lines]], batch.line[lines],
    )  # fmt: skip
    return rows, mine, lines


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
