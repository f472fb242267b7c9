"""Every fact once: sets of facts as rows of small numbers, so that what is equal is found by number and held once.

Only the facts that a page of the books reads are kept: a set that differs from another in nothing that is asked is the same set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from countersight.measures.deal_facts import MATTER
from countersight.measures.world import said
from countersight.model.fact import Fact
from countersight.model.fact_schema import FACTS
from countersight.rules.book import Rulebook
from countersight.rules.explain import flatten
from countersight.rules.ownership_head import OwnershipTest
from countersight.rules.syntax import paths

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Truths = NDArray[np.int8]

CODE: Final = {False: 0, None: 1, True: 2}
TRUTH: Final = (False, None, True)
APART: Final = {"tx.date": "day", "tx.value": "value"}
"""Facts of the deal that are nearly every matter's own."""
POOL: Final = 40_000
"""Facts, and sets of them, that are kept; beyond that it begins again."""
_DAY: Final = "\0day\0"
"""Stands in a note for the day of the matter."""

Kind = str
"""``party``, ``line``, ``deal``, ``day``, ``value`` or ``own``: whose facts a condition reads."""


def kind_of(path: str) -> Kind:
    """Whose fact it is."""
    scope = FACTS[path].scope
    return APART.get(path, "deal") if scope == "matter" else "nobody" if scope == "holder" else scope


def paths_read(books: Iterable[Rulebook]) -> dict[Kind, tuple[str, ...]]:
    """Every fact that any page of some books reads, by whose it is."""
    found: dict[Kind, dict[str, None]] = {}
    for book in books:
        for page in book.pages:
            for path in paths(page.rule.tree()):
                found.setdefault(kind_of(path), {})[path] = None
    return {kind: tuple(names) for kind, names in found.items()}


@dataclass(slots=True)
class Pool:
    """Facts by number; 0 stands for none."""

    facts: list[Fact | None] = field(default_factory=lambda: [None])
    dated: list[bool] = field(default_factory=lambda: [False])
    """Whether the note names the day of the matter."""
    _values: list[int] = field(default_factory=lambda: [0])
    """The number of the value; 0 is unknown."""
    _numbers: dict[tuple[Fact, type], int] = field(default_factory=dict)
    _value_numbers: dict[object, int] = field(default_factory=dict)
    _arrays: tuple[Any, Any] = (np.zeros(0, dtype=np.int64), np.zeros(0, dtype=bool))

    def number(self, fact: Fact | None, made: str) -> int:
        """The number of a fact. Where its note names the day ``made``, any other day stands there as well."""
        if fact is None:
            return 0
        is_dated = bool(made) and made in fact.note
        if is_dated:
            fact = replace(fact, note=fact.note.replace(made, _DAY))
        key = (fact, fact.value.__class__)
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = len(self.facts)
            self.facts.append(fact)
            self.dated.append(is_dated)
            value = (fact.value, fact.value.__class__, fact.open)
            self._values.append(0 if fact.value is None else self._value_numbers.setdefault(value, len(self._value_numbers) + 1))
        return found

    def fact(self, number: int, on: date) -> Fact | None:
        """A fact, for a matter of a day."""
        found = self.facts[number]
        return replace(found, note=found.note.replace(_DAY, on.isoformat())) if found is not None and self.dated[number] else found

    @property
    def values(self) -> Ints:
        """For each fact the number of its value."""
        self._laid()
        return self._arrays[0]  # type: ignore[no-any-return]

    @property
    def is_dated(self) -> NDArray[np.bool_]:
        """For each fact whether its note names the day."""
        self._laid()
        return self._arrays[1]  # type: ignore[no-any-return]

    def _laid(self) -> None:
        if len(self._arrays[0]) != len(self.facts):
            self._arrays = np.array(self._values, dtype=np.int64), np.array(self.dated, dtype=bool)


class Sets:
    """Sets of facts of one kind, each once. Number 0 knows nothing."""

    def __init__(self, names: Sequence[str], pool: Pool) -> None:
        """Of which facts a set consists."""
        self.names = tuple(names)
        self.place = {name: at for at, name in enumerate(self.names)}
        self.pool = pool
        self._numbers: dict[bytes, int] = {}
        self._table = np.zeros((64, len(self.names)), dtype=np.int32)
        self._numbers[self._table[0].tobytes()] = 0
        self.count = 1

    def put(self, facts: dict[str, Fact], made: str = "") -> int:
        """The number of a set."""
        number = self.pool.number
        row = np.array([number(facts.get(name), made) for name in self.names], dtype=np.int32)
        key = row.tobytes()
        found = self._numbers.get(key)
        if found is None:
            if self.count == len(self._table):
                self._table = np.concatenate([self._table, np.zeros_like(self._table)])
            self._table[self.count] = row
            found = self._numbers[key] = self.count
            self.count += 1
        return found

    def codes(self, names: Sequence[str], start: int = 0) -> NDArray[np.int32]:
        """Of every set from one on the numbers of some of its facts, a column each."""
        return self._table[start : self.count, [self.place[name] for name in names]]

    def layer(self, number: int, names: Iterable[str], on: date) -> dict[str, Fact]:
        """Some facts of a set, for a matter of a day."""
        row = self._table[number]
        found = {name: self.pool.fact(int(row[self.place[name]]), on) for name in names}
        return {name: fact for name, fact in found.items() if fact is not None}


Answered = Callable[[OwnershipTest, str, date], dict[str, Fact]]
"""Answers an ownership test for a body on a day; an empty id stands for a party that is not held."""


@dataclass(slots=True)
class Known:
    """All that is known, by number, from batch to batch."""

    pool: Pool
    party: Sets
    line: Sets
    deal: Sets
    day: Sets
    own: Sets
    answered: Answered
    days: list[date] = field(default_factory=list)
    day_sets: list[int] = field(default_factory=list)
    unit_set: list[int] = field(default_factory=lambda: [0])
    """Of each party the number of its facts. Number 0 is nobody."""
    unit_body: list[str] = field(default_factory=lambda: [""])
    unit_day: list[date] = field(default_factory=lambda: [date.min])
    _day_numbers: dict[date, int] = field(default_factory=dict)
    _owned: dict[OwnershipTest, list[int]] = field(default_factory=dict)
    _asked: dict[object, tuple[dict[bytes, int], Truths]] = field(default_factory=dict)
    _alike: dict[object, tuple[dict[bytes, int], Ints, NDArray[np.bool_]]] = field(default_factory=dict)

    @classmethod
    def of(cls, books: Iterable[Rulebook], answered: Answered) -> Known:
        """Empty, for the pages of some books."""
        pool, read = Pool(), paths_read(books)
        made = {kind: Sets(read.get(kind, ()), pool) for kind in ("party", "line", "deal", "day", "own")}
        return cls(pool, made["party"], made["line"], made["deal"], made["day"], made["own"], answered)

    @property
    def grown(self) -> bool:
        """Whether so much is kept that it should begin again."""
        return len(self.pool.facts) > POOL or max(self.party.count, self.line.count, self.deal.count) > POOL

    def forget_parties(self) -> None:
        """Begin the numbers of parties again; what is known of facts stays."""
        del self.unit_set[1:], self.unit_body[1:], self.unit_day[1:]
        self._owned.clear()

    def unit(self, number: int, body: str, on: date) -> int:
        """A number for a party with certain facts; the day counts for a body alone."""
        self.unit_set.append(number)
        self.unit_body.append(body)
        self.unit_day.append(on)
        return len(self.unit_set) - 1

    def day_of(self, on: date) -> int:
        """A number for a day."""
        found = self._day_numbers.get(on)
        if found is None:
            found = self._day_numbers[on] = len(self.days)
            self.days.append(on)
            self.day_sets.append(self.day.put({"tx.date": said(on, MATTER)}))
        return found

    def sets_of(self, kind: Kind) -> Sets:
        """The sets of a kind."""
        return {"party": self.party, "line": self.line, "deal": self.deal, "day": self.day, "own": self.own}[kind]

    def owned(self, test: OwnershipTest) -> Ints:
        """For each party the number of its answer to an ownership test."""
        held = self._owned.setdefault(test, [])
        nobody = self.own.put(self.answered(test, "", date.min))
        for body, on in zip(self.unit_body[len(held) :], self.unit_day[len(held) :], strict=True):
            held.append(self.own.put(self.answered(test, body, on)) if body else nobody)
        return np.array(held, dtype=np.int64)

    def truths(self, node: object, names: tuple[str, ...], kind: Kind, ask: Callable[[dict[str, object]], bool | None]) -> Truths:
        """A condition over every set of a kind: asked once for each combination of values that occurs."""
        sets = self.sets_of(kind)
        told, found = self._asked.get((node, kind)) or ({}, np.zeros(0, dtype=np.int8))
        if len(found) < sets.count:
            values = self.pool.values[sets.codes(names, len(found))]
            codes = np.ascontiguousarray(values)
            more = np.empty(len(codes), dtype=np.int8)
            if len(names):
                keys = codes.view(np.dtype((np.void, 8 * len(names)))).reshape(-1)
                distinct, first, back = np.unique(keys, return_index=True, return_inverse=True)
                each = []
                for key, at in zip(distinct, first, strict=True):
                    written = key.tobytes()
                    answer = told.get(written)
                    if answer is None:
                        answer = told[written] = CODE[ask(flatten(sets.layer(int(at) + len(found), names, date.min)))]
                    each.append(answer)
                more = np.array(each, dtype=np.int8)[back.reshape(-1)]
            else:
                more[:] = CODE[ask({})]
            found = np.concatenate([found, more])
            self._asked[node, kind] = told, found
        return found

    def alike(self, names: tuple[str, ...], kind: Kind) -> tuple[Ints, NDArray[np.bool_]]:
        """For every set of a kind a number that those share in which some facts are equal, with sources and notes; and whether a note names the day."""
        sets = self.sets_of(kind)
        seen, found, dated = self._alike.get((names, kind)) or ({}, np.zeros(0, dtype=np.int64), np.zeros(0, dtype=bool))
        if len(found) < sets.count:
            codes = np.ascontiguousarray(sets.codes(names, len(found)))
            more = np.array([seen.setdefault(row.tobytes(), len(seen)) for row in codes], dtype=np.int64)
            found, dated = np.concatenate([found, more]), np.concatenate([dated, self.pool.is_dated[codes].any(axis=1)])
            self._alike[names, kind] = seen, found, dated
        return found, dated
