"""Facts of many matters, each worked out once: lines and deals that differ in nothing that a fact reads share one set of facts.

What is shared is told apart here and in :mod:`countersight.screening.batch_parties`; ``tests/screening/test_batch_reads.py`` records
what the facts really read and fails when that grows.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from countersight.measures.context import LineContext, device_evidence
from countersight.measures.deal_facts import deal_facts
from countersight.measures.line_facts import configured_elsewhere, line_binding
from countersight.measures.paper_facts import value_told
from countersight.measures.stated import stated
from countersight.measures.who import US_AREAS, Who, look_up
from countersight.model.fact import Fact
from countersight.model.matter import Line, Matter
from countersight.screening.batch_coded import APART, COMPARED, Coded, ints, unusual
from countersight.screening.batch_codes import any_of, dense, sequences
from countersight.screening.batch_facts import Known
from countersight.screening.batch_parties import LINE_USERS, MAKERS, Parties
from countersight.screening.batch_seats import Slots
from countersight.screening.batch_values import Worth
from countersight.screening.batch_words import Words
from countersight.screening.one import Screener

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["APART", "COMPARED", "Atoms", "unusual"]

KEPT: Final = 100_000
"""Answers of one kind that are kept from batch to batch; beyond that it begins again. Each takes some 500 bytes."""


@dataclass(slots=True)
class Content:
    """What a line says, by number."""

    number: int
    line: Line
    of_makers: bool
    """Whether its facts rest on who made it: then nothing is shared."""
    reads_law: bool


@dataclass(slots=True)
class Batch:
    """A batch by number: its facts, and how its parties and lines are called."""

    coded: Coded
    words: Words
    slots: Slots
    line: Ints
    line_label: Ints
    deal: Ints
    value: Ints
    worth: Worth


@dataclass(slots=True)
class Atoms:
    """What is kept from batch to batch for one screener."""

    screener: Screener
    known: Known
    parties: Parties = field(init=False)
    _contents: dict[object, Content] = field(default_factory=dict)
    _lines: dict[object, tuple[str, int]] = field(default_factory=dict)
    _deals: dict[object, int] = field(default_factory=dict)
    _misfits: dict[object, int] = field(default_factory=dict)
    _numbers: dict[object, int] = field(default_factory=dict)
    _changes: list[date] = field(default_factory=list)
    _count: int = 0

    def __post_init__(self) -> None:
        """Parties stand beside."""
        self.parties = Parties(self.screener, self.known)

    def of(self, coded: Coded) -> Batch:
        """The facts of a batch."""
        for held in (self._contents, self._lines, self._deals, self._misfits, self._numbers):
            if len(held) > KEPT:
                for one in (self._contents, self._lines, self._deals, self._misfits, self._numbers):
                    one.clear()
                break
        words = Words()
        self.parties.begin()
        slots = self.parties.of(coded, words)
        line, label = self._of_lines(coded, slots, words)
        value, worth = _values(coded)
        return Batch(coded, words, slots, line, label, self._of_deals(coded, slots), value, worth)

    def law(self, on: date) -> int:
        """The span of days in which the law and its numbers stay as they are."""
        if not self._changes:
            books = [book.enacted(self.screener.options.enacted) for book in (*self.screener.books, *self.screener.base)]
            self._changes = [date.min, *sorted({day for book in books for day in book.changes_after(date.min)})]
        return bisect_right(self._changes, on)

    def _number(self, key: object) -> int:
        found = self._numbers.get(key)
        if found is None:
            self._count += 1
            found = self._numbers[key] = self._count
        return found

    def _content(self, key: object, line: Line) -> Content:
        found = self._contents.get(key)
        if found is None:
            makers = bool(stated(line.producer) or line.upstream) or any(one.name for one in device_evidence(line))
            found = self._contents[key] = Content(self._number(("content", key)), line, makers, line.us_content is not None)
        return found

    def _of_lines(self, coded: Coded, slots: Slots, words: Words) -> tuple[Ints, Ints]:
        """For each line the number of its facts, and of its name."""
        count = len(coded.line_of)
        if not count:
            return coded.line_of, coded.line_of
        contents = [self._content(key, line) for key, line in coded.contents]
        seats = self.parties.seats
        named = np.flatnonzero(slots.seat >= 0)
        of, seat = slots.row[named], slots.seat[named]

        def of_seats(test: Any) -> NDArray[np.bool_]:  # noqa: ANN401 - a function of a party
            return np.array([test(one.who) for one in seats], dtype=bool)[seat]

        governs = np.array([fact.value is True for fact in self.parties.government], dtype=bool)[slots.unit[named]]
        government = any_of(coded.count, of, governs & of_seats(lambda who: bool(who.roles & LINE_USERS)))
        american = any_of(coded.count, of, of_seats(lambda who: who.country in US_AREAS and "exporter" in who.roles))
        made = any_of(coded.count, of, of_seats(lambda who: bool(who.roles & MAKERS)))
        exported = np.array([frame.transaction == "export" for frame in coded.frames], dtype=bool)[coded.frame] & american
        number, of_makers, reads_law = (np.array([getattr(one, name) for one in contents]) for name in ("number", "of_makers", "reads_law"))
        destination = ints(self._number(("to", frame.destination)) for frame in coded.frames)
        to, row = destination[coded.frame[coded.line_of]], coded.line_of
        misfit = self._misfit_of(coded, contents, to)
        law = ints(self.law(on or date.min) for on in coded.days)[coded.day[row]]
        share = reads_law[coded.content]
        apart = of_makers[coded.content] | made[row]
        code, first = dense(
            number[coded.content], misfit, government[row], exported[row], np.where(share, to, 0), np.where(share, law, 0), np.where(apart, np.arange(count) + 1, 0)
        )
        found = np.empty(len(first), dtype=np.int64)
        suffixes = []
        starts, ends = np.searchsorted(slots.row, np.arange(coded.count)), np.searchsorted(slots.row, np.arange(coded.count), "right")
        for place, at in enumerate(first.tolist()):
            one = int(row[at])
            content = contents[int(coded.content[at])]
            if apart[at]:
                suffix, found[place] = self._apart(content.line, coded, one)
            else:
                key = (content.number, int(misfit[at]), bool(government[one]), bool(exported[one]), *((int(to[at]), int(law[at])) if share[at] else ()))
                held = self._lines.get(key)
                if held is None:
                    held = self._lines[key] = self._shared(content.line, coded, one, list(range(int(starts[one]), int(ends[one]))), slots)
                suffix, found[place] = held
            suffixes.append(suffix)
        order = np.arange(count, dtype=np.int64) - np.searchsorted(row, row) + 1
        suffix_of = Words()
        numbers = suffix_of.numbers(suffixes)[code]
        labels, each = dense(order, numbers)
        written = words.numbers([f"line {order[at]}{suffix_of.texts[int(numbers[at])]}" for at in each.tolist()])
        return found[code], written[labels]

    def _misfit_of(self, coded: Coded, contents: list[Content], to: Ints) -> Ints:
        """For each line the number of the one fact that reads where it goes."""
        code, first = dense(coded.content, to)
        found = np.empty(len(first), dtype=np.int64)
        for place, at in enumerate(first.tolist()):
            line = contents[int(coded.content[at])].line
            goes = coded.frames[int(coded.frame[coded.line_of[at]])].destination
            key = (line.description, line.model, *(line.functions or ()), "\0", goes)
            held = self._misfits.get(key)
            if held is None:
                held = self._misfits[key] = self._number(("misfit", configured_elsewhere(line, goes)))
            found[place] = held
        return found[code]

    def _shared(self, line: Line, coded: Coded, row: int, places: list[int], slots: Slots) -> tuple[str, int]:
        frame, on = coded.frames[int(coded.frame[row])], coded.days[int(coded.day[row])]
        places = [at for at in places if slots.seat[at] >= 0]
        whos = [self.parties.seats[int(slots.seat[at])].who for at in places]
        facts: dict[int, dict[str, Fact]] = {id(who): {"party.government": self.parties.government[int(slots.unit[at])]} for who, at in zip(whos, places, strict=True)}
        return self._line(line, LineContext(frame, whos, self.screener.day_world(on or date.min), _facts=facts))

    def _apart(self, line: Line, coded: Coded, row: int) -> tuple[str, int]:
        """A line of a maker: its facts read the whole matter."""
        matter, on = coded.whole(row), coded.days[int(coded.day[row])]
        world = self.screener.day_world(on or date.min)
        whos: list[Who] = look_up(matter.parties, world)
        return self._line(line, LineContext(matter, whos, world))

    def _line(self, line: Line, context: LineContext) -> tuple[str, int]:
        found = line_binding(line, 1, context)
        return found.label.removeprefix("line 1"), self.known.line.put(found.facts)

    def _of_deals(self, coded: Coded, slots: Slots) -> Ints:
        """For each matter the number of its deal's facts; its day and its value stand apart."""
        seats = self.parties.seats
        stated_name = np.array([bool(self.parties.names[name].label) for name in coded.names], dtype=bool)
        role = ints(self._number(("role", name)) for name in coded.roles)
        of_party = np.where(stated_name[coded.name], role[coded.role], 0) if len(coded.name) else coded.name
        named = _sets(coded.count, coded.party_of, of_party)
        real = np.flatnonzero(slots.seat >= 0)
        shape = ints(one.shape for one in seats)[slots.seat[real]]
        shapes, _ = sequences(np.bincount(slots.row[real], minlength=coded.count), shape)
        frames = ints(self._number(("frame", _paper(frame))) for frame in coded.frames)
        trade = [frame.transaction for frame in coded.frames]
        told = np.array([one in {None, "entry"} for one in trade], dtype=bool)
        content, transaction = coded.content, told[coded.frame[coded.line_of]]
        code, first = dense(content, transaction)
        of_line = ints(self._number(("of deal", _of_deal(coded.contents[int(content[at])][1], "entry" if transaction[at] else "export"))) for at in first)
        lines, _ = sequences(np.bincount(coded.line_of, minlength=coded.count), of_line[code])
        code, first = dense(frames[coded.frame], named, shapes, lines, coded.no_lines)
        starts, ends = np.searchsorted(slots.row[real], np.arange(coded.count)), np.searchsorted(slots.row[real], np.arange(coded.count), "right")
        line_starts, line_ends = np.searchsorted(coded.line_of, np.arange(coded.count)), np.searchsorted(coded.line_of, np.arange(coded.count), "right")
        party_starts, party_ends = np.searchsorted(coded.party_of, np.arange(coded.count)), np.searchsorted(coded.party_of, np.arange(coded.count), "right")
        by_line = of_line[dense(content, transaction)[0]] if len(content) else content
        found = np.empty(len(first), dtype=np.int64)
        for place, row in enumerate(first.tolist()):
            mine = slice(int(starts[row]), int(ends[row]))
            roles = frozenset(of_party[int(party_starts[row]) : int(party_ends[row])].tolist())
            key = (
                int(frames[coded.frame[row]]), roles, tuple(shape[mine].tolist()), int(coded.no_lines[row]),
                tuple(by_line[int(line_starts[row]) : int(line_ends[row])].tolist()),
            )  # fmt: skip
            held = self._deals.get(key)
            if held is None:
                on = coded.days[int(coded.day[row])]
                whos = [seats[int(seat)].who for seat in slots.seat[real][mine]]
                facts = deal_facts(coded.whole(row), whos, self.screener.day_world(on or date.min))
                held = self._deals[key] = self.known.deal.put(facts)
            found[place] = held
        return found[code]


def _paper(frame: Matter) -> tuple[object, ...]:
    """What the facts of a deal read of a matter beside its parties and lines."""
    return (
        frame.kind, frame.measure, frame.transaction, frame.destination, None if frame.text is None else tuple(frame.text),
        None if frame.route is None else tuple(frame.route), frame.license_number, frame.contract_date,
    )  # fmt: skip


def _sets(count: int, of: Ints, value: Ints) -> Ints:
    """A code for the set of values of each row."""
    if not len(of):
        return np.zeros(count, dtype=np.int64)
    _, first = dense(of, value)
    order = np.lexsort((value[first], of[first]))
    at = first[order]
    return sequences(np.bincount(of[at], minlength=count), value[at])[0]


def _values(coded: Coded) -> tuple[Ints, Worth]:
    """For each matter the number of its value, and the values."""
    none = value_told([])
    told = [value_told([worth]) for worth in coded.worths]
    cents = np.array([one.value if isinstance(one.value, int) else 0 for one in told], dtype=np.int64)
    bad = np.array([0 if one.value is not None else 2 if one == none else 1 for one in told], dtype=np.int64)
    total = np.zeros(coded.count, dtype=np.int64)
    kind = np.where(coded.no_lines > 0, 2, 0).astype(np.int64)
    if len(coded.line_of):
        np.add.at(total, coded.line_of, cents[coded.worth])
        np.maximum.at(kind, coded.line_of, bad[coded.worth])
    total[kind > 0] = 0
    code, first = dense(kind, total)
    other = next((one for one in told if one.value is None and one != none), None)
    return code, Worth(total[first], [{1: other, 2: none}.get(int(kind[at])) for at in first])


def _of_deal(line: Line, transaction: str | None) -> tuple[object, ...]:
    """What the facts of a deal read of a line."""
    told: tuple[object, ...] = (line.place, line.use, line.origin, bool(stated(line.producer)), bool(stated(line.hs)))
    return told if transaction not in {None, "entry"} else (*told, line.description, line.node, line.hs)
