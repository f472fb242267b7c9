"""Screen one matter: establish the facts, read every rulebook over them, and keep the proof."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Final

from countersight.errors import InputError
from countersight.match.adjudications import Adjudications, plain
from countersight.match.outcome import Resolution
from countersight.measures.answered import settled, with_answers
from countersight.measures.capital_facts import UNREAD
from countersight.measures.establish import establish
from countersight.measures.given import lay_over
from countersight.measures.given_facts import given_facts, of_scope, with_facts
from countersight.measures.owners import ownership_facts
from countersight.measures.who import Who, look_up
from countersight.measures.world import Met, World
from countersight.model.decision import SCHEMA, Column, Decision, NextChange
from countersight.model.fact import Binding, Fact, FactSheet
from countersight.model.matter import Matter
from countersight.model.outcomes import worst
from countersight.ownership.graph import Graph
from countersight.rules.book import Rulebook
from countersight.rules.ownership_head import OwnershipTest
from countersight.rules.reading import OwnershipFacts, PageReading, Reading, Rule, compile_reading, read_rule
from countersight.screening.effects import joined
from countersight.screening.findings import checked, finding, questions, weight
from countersight.screening.numbers import Numbers, numbers_of, tax_years
from countersight.store.snapshot import Snapshot
from countersight.tax.columns import TaxColumn
from countersight.version import __version__


@dataclass(frozen=True, slots=True)
class Options:
    """How to screen."""

    as_of: date | None = None
    """Fills a missing date of a matter."""
    force_as_of: bool = False
    """Lets ``as_of`` override a date that a matter gives."""
    enacted: date | None = None
    """Reads the proposed Act as enacted on that day; without it, as in effect throughout."""
    lists_complete: bool = False
    """Reads the lists as held whole: for scenarios and the demo, never for a real matter."""
    columns: frozenset[str] = frozenset()
    """Rulebooks or columns to read; empty means all."""
    decided: Adjudications | None = None
    """What reviewers decided of parties and bodies."""


Change = tuple[date, list[Rule], frozenset[str]]
"""A day, the rules that read otherwise from then on, and the files of those that no longer speak."""

KEPT: Final = 1_000
"""Positions of which the columns are kept; beyond that it begins again."""

Parties = tuple[dict[str, str], ...]
"""Who the parties of a decision were found to be."""


@dataclass
class Screener:
    """Rulebooks and a snapshot, ready for any number of matters."""

    snapshot: Snapshot
    books: Sequence[Rulebook]
    options: Options = field(default_factory=Options)
    base: Sequence[Rulebook] = ()
    """Books that are not read over the matter, and give their dated parameters all the same: the law that a proposal would change."""
    _readings: dict[tuple[str, str, date, str], Reading] = field(default_factory=dict)
    _worlds: dict[date, World] = field(default_factory=dict)
    _met: Met = field(default_factory=dict)
    _asked: dict[tuple[str, str], Resolution] = field(default_factory=dict)
    _graphs: list[Graph] = field(default_factory=list)
    _changes: dict[tuple[str, date], tuple[date, ...]] = field(default_factory=dict)
    _moves: dict[tuple[str, str, date, str], tuple[list[Change], Iterator[Change]]] = field(default_factory=dict)
    _positions: dict[tuple[object, ...], tuple[Sequence[Who], tuple[Column, ...]]] = field(default_factory=dict)
    """By day, parties (by identity, so they are kept alive beside) and what else facts read of a position: its columns."""

    def under(self, options: Options) -> Screener:
        """The same evidence and law under other options; pages that are compiled already are not compiled again.

        Where no columns are named, they are those of this one.
        """
        options = options if options.columns else replace(options, columns=self.options.columns)
        shared = self._readings if options.enacted == self.options.enacted else {}
        return Screener(self.snapshot, self.books, options, self.base, shared)

    @property
    def law(self) -> tuple[Rulebook, ...]:
        """The books of law in force: where the numbers stand that facts are worked out with."""
        return tuple(book for book in (*self.books, *self.base) if not book.proposed)

    def day_of(self, matter: Matter) -> date:
        """The day on which the law is read over a matter.

        Raises:
            InputError: The matter has no date and ``as_of`` does not fill it.
        """
        day = self.options.as_of if self.options.force_as_of or matter.day is None else matter.day
        if day is None:
            raise InputError(f"matter {matter.id!r} has no date", hint="give it a date, or screen --as-of 2026-11-24")
        return day

    def decide(self, matter: Matter) -> Decision:
        """Decide one matter."""
        on = self.day_of(matter)
        found, columns = self._position(matter, on) if _repeats(matter) else self._decided(self._job(matter, on))
        enacted = self.options.enacted
        return Decision(
            schema=SCHEMA,
            program=__version__,
            matter=matter.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True),
            on=on.isoformat(),
            known_at=self._known_at,
            snapshot=self.snapshot.content_hash,
            lists_complete=self.options.lists_complete,
            enacted=enacted.isoformat() if enacted else "",
            parties=parties_told(found),
            columns=columns,
            decided=_reviewed(found, self.options.decided),
        )

    @cached_property
    def _known_at(self) -> str:
        return max((row.last_edition for row in self.snapshot.coverages()), default="")

    def _position(self, matter: Matter, on: date) -> tuple[Sequence[Who], tuple[Column, ...]]:
        """The columns of a position; worked out once for positions that differ in nothing that a fact reads."""
        parties = tuple(look_up(matter.parties, self.world(matter, on)))
        position = frozenset((name, repr(value)) for name, value in (matter.position or {}).items() if name not in UNREAD)
        rest = repr([value for name, value in matter if name not in {"id", "parties", "position"}])
        key = (on, tuple(map(id, parties)), position, rest)
        held = self._positions.get(key)
        if held is None:
            if len(self._positions) >= KEPT:
                self._positions.clear()
            held = self._positions[key] = parties, self._decided(self._job(matter, on))[1]
        return held

    def _decided(self, job: _Job) -> tuple[Sequence[Who], tuple[Column, ...]]:
        numbers = numbers_of(job.matter, job.on, self._amended(), job.parties, self.world(job.matter, job.on))
        columns = (
            self._column(book, profile, job, numbers.get(f"{book.id}/{profile}" if profile else book.id, ({}, ())))
            for book in self.books
            for profile in (book.profiles or ("",))
            if self._wanted(book.id, profile)
        )
        return job.parties, tuple(columns)

    def tax_years(self, matter: Matter) -> list[TaxColumn]:
        """The taxable year of a matter under every column that is wanted, in full: numbers, steps, lines of the form.

        Raises:
            InputError: The matter has no date, or its tax facts cannot be read.
        """
        job = self._job(matter, self.day_of(matter))
        found = tax_years(matter, self._amended(), job.parties, self.world(matter, job.on))
        columns = {f"{book.id}/{profile}" if profile else book.id for book in self.books for profile in (book.profiles or ("",)) if self._wanted(book.id, profile)}
        return [one for one in found if one.name in columns]

    def readings(self, matter: Matter) -> dict[str, tuple[Reading, list[PageReading]]]:
        """Column by column, what every page says of a matter, whether it fires or not: what an auditor asks for.

        Raises:
            InputError: The matter has no date.
        """
        job = self._job(matter, self.day_of(matter))
        found = {}
        for book in self.books:
            for profile in book.profiles or ("",):
                if self._wanted(book.id, profile):
                    reading = self.reading(book, profile, job.on, matter.kind)
                    found[reading.column] = (reading, reading.over(job.sheet, matter.kind, job.owners))
        return found

    def _job(self, matter: Matter, on: date) -> _Job:
        """The facts of a matter on its day."""
        world = self.world(matter, on)
        known = establish(matter, world)
        stated = given_facts(matter.given.facts) if matter.given else {}
        answers: dict[tuple[OwnershipTest, str], Mapping[str, Fact]] = {}

        def owners(test: OwnershipTest, party: Binding | None) -> Mapping[str, Fact]:
            key = (test, party.body_id or party.label if party else "")
            if key not in answers:
                found = ownership_facts(test, party, world) | of_scope(stated, "own")
                told = party.facts if party else {}
                answers[key] = {path: settled(told.get(path), fact) for path, fact in found.items()}
            return answers[key]

        return _Job(matter, with_answers(with_facts(known.sheet, stated), matter.answers), owners, on, known.parties)

    def world(self, matter: Matter, on: date) -> World:
        """The world of a day; kept, since many matters share a day, unless a matter brings records of its own."""
        if matter.given is not None:
            return World(lay_over(self.snapshot, matter.given), on, self.options.lists_complete, decided=self.options.decided, law=self.law)
        return self.day_world(on)

    def day_world(self, on: date) -> World:
        """The world of a day, for matters that bring no records."""
        if on not in self._worlds:
            self._worlds[on] = World(self.snapshot, on, self.options.lists_complete, decided=self.options.decided, met=self._met, asked=self._asked, graphs=self._graphs, law=self.law)
        return self._worlds[on]

    def _wanted(self, book: str, profile: str) -> bool:
        wanted = self.options.columns
        return not wanted or bool(wanted & {book, f"{book}/{profile}"})

    def reading(self, book: Rulebook, profile: str, on: date, kind: str) -> Reading:
        """The pages on a kind of matter, compiled for a day; kept, since many matters share a day."""
        key = (book.sha256, profile, on, kind)
        if key not in self._readings:
            self._readings[key] = compile_reading(book.enacted(self.options.enacted), profile, on, kind)
        return self._readings[key]

    def _amended(self) -> list[Rulebook]:
        """Every book whose numbers count, with the scenario's day of enactment put in."""
        return [book.enacted(self.options.enacted) for book in (*self.books, *self.base)]

    def _column(self, book: Rulebook, profile: str, job: _Job, worked: Numbers) -> Column:
        readings = self.reading(book, profile, job.on, job.matter.kind).over(job.sheet, job.matter.kind, job.owners)
        anchors = book.enacted(self.options.enacted).anchors
        findings = [finding(one, job.matter, proposed_book=book.proposed, anchors=anchors) for one in readings if one.value is True or (one.value is None and not one.page.is_flag)]
        fired = tuple(one for one in findings if not one.flag)
        raised = tuple(one for one in findings if one.flag and one.value == "met")
        return Column(
            rulebook=book.id,
            profile=profile,
            title=book.title,
            proposed=book.proposed,
            sha256=book.sha256,
            outcome=roll_up(readings, job.matter, proposed_book=book.proposed),
            fired=fired,
            flags=raised,
            not_looked_at=tuple(one.page.id for one in readings if one.page.is_flag and one.value is None),
            checked=tuple(checked(one) for one in readings if one.value is False),
            questions=questions(readings),
            next_change=self._next_change(book, profile, job, readings),
            numbers=worked[0],
            working=worked[1],
            effect=joined(fired),
        )

    def _next_change(self, book: Rulebook, profile: str, job: _Job, now: list[PageReading]) -> NextChange | None:
        before = {one.page.file: one.disposition for one in now}
        for day, altered, gone in self.later(book, profile, job.on, job.matter.kind):
            read = [read_rule(rule, job.sheet, job.owners) for rule in altered]
            after = {one.page.file: one.disposition for one in read} | dict.fromkeys(gone, "not_triggered")
            moved = [name for name in sorted(after) if seen(before, name) != after[name]]
            if moved:
                later = self.reading(book, profile, day, job.matter.kind).over(job.sheet, job.matter.kind, job.owners)
                ids = {page.file: page.id for page in book.pages}
                outcome = roll_up(later, job.matter, proposed_book=book.proposed)
                return NextChange(day.isoformat(), outcome, tuple(dict.fromkeys(ids[name] for name in moved)))
        return None

    def later(self, book: Rulebook, profile: str, on: date, kind: str) -> Iterator[Change]:
        """The days after a day on which something changes for a kind of matter; worked out as far as anybody asked, and kept."""
        key = (book.sha256, profile, on, kind)
        if key not in self._moves:
            self._moves[key] = [], self._changing(book, profile, on, kind)
        known, rest = self._moves[key]
        at = 0
        while True:
            if at == len(known):
                found = next(rest, None)
                if found is None:
                    return
                known.append(found)
            yield known[at]
            at += 1

    def _changing(self, book: Rulebook, profile: str, on: date, kind: str) -> Iterator[Change]:
        earlier = on
        for day in self._days(book, on):
            altered, gone = self._altered(book, profile, (earlier, day), kind)
            earlier = day
            if altered or gone:
                yield day, altered, gone

    def _days(self, book: Rulebook, on: date) -> tuple[date, ...]:
        """The days after a day on which any page of a rulebook changes."""
        key = (book.sha256, on)
        if key not in self._changes:
            self._changes[key] = tuple(book.enacted(self.options.enacted).changes_after(on))
        return self._changes[key]

    def _altered(self, book: Rulebook, profile: str, days: tuple[date, date], kind: str) -> tuple[list[Rule], frozenset[str]]:
        """The rules that on the later of two days read otherwise, and the files of those that no longer speak."""
        now = {rule.page.file: (rule.tree, rule.phase.doubt) for rule in self.reading(book, profile, days[0], kind).rules}
        later = self.reading(book, profile, days[1], kind).rules
        found = [rule for rule in later if now.get(rule.page.file) != (rule.tree, rule.phase.doubt)]
        return found, frozenset(now.keys() - {rule.page.file for rule in later})


@dataclass(frozen=True, slots=True)
class _Job:
    """One matter on its way through the columns."""

    matter: Matter
    sheet: FactSheet
    owners: OwnershipFacts
    on: date
    parties: list[Who]


def seen(dispositions: dict[str, str], name: str) -> str:
    """A page that is out of its window weighs the same as one that does not fire."""
    return dispositions.get(name, "not_triggered")


def roll_up(readings: list[PageReading], matter: Matter, *, proposed_book: bool) -> str:
    """The worst outcome of a column. A flag counts only when it is true and nobody has resolved it."""
    outcomes = ["not_triggered"] if any(not one.page.is_flag for one in readings) else []
    for one in readings:
        if one.value is False or (one.page.is_flag and one.value is None):
            continue
        outcome, counts = weight(one, matter, proposed_book=proposed_book)
        if counts:
            outcomes.append(outcome)
    return worst(outcomes)


def _reviewed(parties: Sequence[Who], held: Adjudications | None) -> dict[str, Any]:
    """What reviewers decided of these parties, and the day on which that was read: what a replay needs."""
    lines = [plain(one) for who in parties for one, _ in who.decided]
    return {"on": held.on, "adjudications": lines} if held and lines else {}


def _repeats(matter: Matter) -> bool:
    """A position of a portfolio, which is often one of many alike; not one that brings records, answers or lines of its own."""
    return matter.kind == "holdings" and not (matter.given or matter.answers or matter.resolutions or matter.lines)


def parties_told(parties: Sequence[Who]) -> Parties:
    """Who each party was found to be, as a decision keeps it."""
    rows = []
    for who in parties:
        row = {"label": who.label, "roles": ", ".join(sorted(who.roles)), "band": "no", "body": "", "reason": "nothing near on the lists held"}
        if who.match and who.body:
            row |= {"band": "match", "body": who.body.caption, "body_id": who.body.id, "reason": who.match.reason}
        elif who.possible:
            near = "; ".join(f"{body.caption} ({one.reason})" for one, body in who.possible)
            row |= {"band": "possible", "body": who.possible[0][1].caption, "body_id": who.possible[0][1].id, "reason": near}
        if who.dismissed:
            row["decided"] = "; ".join(one.said for one in who.dismissed)
            row |= {"reason": row["decided"]} if row["band"] == "no" else {}
        if who.notes:
            row["notes"] = "; ".join(who.notes)
        rows.append(row)
    return tuple(rows)
