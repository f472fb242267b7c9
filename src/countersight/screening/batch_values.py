"""What the pages say of many matters at once: every condition once for each atom, then Kleene's logic over whole columns.

A page is a tree over conditions, and a condition reads the facts of one party, one line, one deal, or one answer of the ownership
test. So it is asked once for each set of facts (:mod:`countersight.screening.batch_atoms`), by the very closure that decides one
matter, and the column of a batch is gathered by number. Truth is a small whole number: 0 false, 1 unknown, 2 true; *and* is the
least, *or* the greatest, *not* the distance to 2.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from countersight.measures.deal_facts import MATTER
from countersight.measures.world import said
from countersight.model.fact import Fact
from countersight.model.fact_schema import FACTS
from countersight.rules.closures import compile_test
from countersight.rules.explain import flatten
from countersight.rules.ownership_head import OwnershipTest
from countersight.rules.reading import Rule
from countersight.rules.syntax import And, Expr, Not, Or, paths
from countersight.screening.batch_atoms import Batch

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Truths = NDArray[np.int8]

CODE: Final = {False: 0, None: 1, True: 2}
TRUTH: Final = (False, None, True)
APART: Final = {"tx.date": "day", "tx.value": "value"}
"""Facts of the deal that are nearly every matter's own."""

Kind = str
"""``party``, ``line``, ``deal``, ``day``, ``value`` or ``own``: whose facts a condition reads."""


def kind_of(path: str) -> Kind:
    """Whose fact it is."""
    scope = FACTS[path].scope
    return APART.get(path, "deal") if scope == "matter" else "nobody" if scope == "holder" else scope


@dataclass(slots=True)
class Rows:
    """Some matters of one kind and one span of law, flat."""

    count: int
    no_lines: NDArray[np.bool_]
    """Matters that say that they have no lines."""
    deal: Ints
    day: Ints
    value: Ints
    party_of: Ints
    """For each party the matter, ascending."""
    party: Ints
    roles: Ints
    line_of: Ints
    line: Ints


@dataclass(slots=True)
class Facts:
    """The facts of a batch by kind and number, the numbers of roles, and the ownership answers."""

    batch: Batch
    ownership: Callable[[OwnershipTest, int], dict[str, Fact]]
    on: list[date] = field(default_factory=list)
    days: list[Fact] = field(default_factory=list)
    values: list[Fact] = field(default_factory=list)
    role_sets: list[frozenset[str]] = field(default_factory=list)
    _numbers: dict[object, int] = field(default_factory=dict)
    _codes: dict[tuple[int, str], tuple[Fact, tuple[int, bool]]] = field(default_factory=dict)
    _facts: dict[Fact, int] = field(default_factory=dict)
    own: dict[OwnershipTest, tuple[list[dict[str, Fact]], NDArray[np.int64]]] = field(default_factory=dict)
    leaves: dict[object, Truths] = field(default_factory=dict)
    coded: dict[object, tuple[list[Fact | None], NDArray[np.int64]]] = field(default_factory=dict)

    def number_of_day(self, on: date) -> int:
        """A number for a day of the batch."""
        number = self._numbers.get(on)
        if number is None:
            number = self._numbers[on] = len(self.days)
            self.on.append(on)
            self.days.append(said(on, MATTER))
        return number

    def number_of_value(self, value: Fact) -> int:
        """A number for a value of the batch."""
        number = self._numbers.get(value)
        if number is None:
            number = self._numbers[value] = len(self.values)
            self.values.append(value)
        return number

    def code(self, fact: Fact | None, made: str) -> tuple[int, bool]:
        """A number for a fact, the same for those that are equal, and whether its note names the day for which it was made."""
        if fact is None:
            return -1, False
        held = self._codes.get((id(fact), made))
        if held is None:
            told = self._facts.setdefault(fact, len(self._facts)), bool(made) and made in fact.note
            held = self._codes[id(fact), made] = fact, told
        return held[1]

    def number_of_roles(self, roles: frozenset[str]) -> int:
        """A number for a set of roles."""
        number = self._numbers.get(roles)
        if number is None:
            number = self._numbers[roles] = len(self.role_sets)
            self.role_sets.append(roles)
        return number

    def of(self, kind: Kind, number: int, test: OwnershipTest | None = None) -> dict[str, Fact]:
        """One set of facts."""
        held = self._held(kind)
        if held is not None:
            return held[number]
        if kind == "day":
            return {"tx.date": self.days[number]}
        if kind == "value":
            return {"tx.value": self.values[number]}
        if kind == "own" and test is not None:
            listed, at = self.answers(test)
            return listed[int(at[number])]
        return {}

    def answers(self, test: OwnershipTest) -> tuple[list[dict[str, Fact]], NDArray[np.int64]]:
        """The distinct answers to an ownership test, and for each party of the batch the number of its own."""
        found = self.own.get(test)
        if found is None:
            listed: list[dict[str, Fact]] = []
            seen: dict[int, int] = {}
            at = np.zeros(len(self.batch.parties), dtype=np.int64)
            nobody = self.ownership(test, 0)
            for number, body in enumerate(self.batch.bodies):
                answer = self.ownership(test, number) if body else nobody
                if id(answer) not in seen:
                    seen[id(answer)] = len(listed)
                    listed.append(answer)
                at[number] = seen[id(answer)]
            found = self.own[test] = listed, at
        return found

    def truths(self, node: Expr, kind: Kind, test: OwnershipTest | None) -> Truths:
        """A condition over every set of facts of its kind: asked once for each combination of values that occurs."""
        key = (node, kind, test if kind == "own" else None)
        found = self.leaves.get(key)
        if found is None:
            ask, names = compile_test(node), paths(node)
            coded = [self._values(path, kind, test) for path in names]
            if len(coded) == 1:
                held, at = coded[0]
                found = np.fromiter(
                    (CODE[ask(_flat(names, (value,)))] for value in held), dtype=np.int8, count=len(held)
                )[at]
            else:
                distinct, back = (
                    np.unique(np.stack([at for _, at in coded], axis=1), axis=0, return_inverse=True)
                    if coded
                    else (np.zeros((1, 0), dtype=np.int64), np.zeros(self._count(kind), dtype=np.int64))
                )
                told = [
                    CODE[
                        ask(
                            _flat(names, tuple(held[int(number)] for (held, _), number in zip(coded, row, strict=True)))
                        )
                    ]
                    for row in distinct
                ]
                found = np.array(told, dtype=np.int8)[back.reshape(-1)]
            if kind == "own" and test is not None:
                found = found[self.answers(test)[1]]
            self.leaves[key] = found
        return found

    def _values(self, path: str, kind: Kind, test: OwnershipTest | None) -> tuple[list[Fact | None], Ints]:
        """The distinct values of a fact, and for every set of facts of its kind the number of its own."""
        key = (path, test if kind == "own" else None)
        found = self.coded.get(key)
        if found is None:
            seen: dict[object, int] = {}
            held: list[Fact | None] = []
            at = np.empty(
                self._count(kind) if kind != "own" or test is None else len(self.answers(test)[0]), dtype=np.int64
            )
            for number, facts in enumerate(self._sets(kind, test)):
                fact = facts.get(path)
                value = None if fact is None or fact.value is None else (fact.value, fact.value.__class__, fact.open)
                code = seen.get(value)
                if code is None:
                    code = seen[value] = len(held)
                    held.append(fact)
                at[number] = code
            found = self.coded[key] = held, at
        return found

    def _count(self, kind: Kind) -> int:
        return {
            "party": len(self.batch.parties),
            "own": len(self.batch.parties),
            "line": len(self.batch.lines),
            "deal": len(self.batch.deals),
            "day": len(self.days),
            "value": len(self.values),
        }.get(kind, 1)

    def _held(self, kind: Kind) -> list[dict[str, Fact]] | None:
        return {"party": self.batch.parties, "line": self.batch.lines, "deal": self.batch.deals}.get(kind)

    def _sets(self, kind: Kind, test: OwnershipTest | None) -> Sequence[dict[str, Fact]]:
        if kind == "own" and test is not None:
            return self.answers(test)[0]
        held = self._held(kind)
        return [self.of(kind, number) for number in range(self._count(kind))] if held is None else held


def _flat(names: Sequence[str], facts: Sequence[Fact | None]) -> dict[str, object]:
    return flatten({path: fact for path, fact in zip(names, facts, strict=True) if fact is not None})


@dataclass(slots=True)
class Combos:
    """The bindings over which a page is read, in the order of :func:`countersight.rules.reading.bindings`; -1 stands for nobody."""

    matter: Ints
    party: Ints
    """Places in ``Rows.party``."""
    line: Ints


@dataclass(slots=True)
class Reader:
    """Reads pages over rows."""

    rows: Rows
    facts: Facts
    _combos: dict[object, Combos] = field(default_factory=dict)
    _read: dict[int, tuple[Rule, Combos, Truths, Truths]] = field(default_factory=dict)

    def read(self, rule: Rule) -> tuple[Combos, Truths, Truths]:
        """The bindings of a page, its truth for each, and for each matter."""
        held = self._read.get(id(rule))
        if held is None:
            combos = self.combos(rule)
            each = self._eval(rule.tree, rule, combos)
            whole = np.zeros(self.rows.count, dtype=np.int8)
            if len(combos.matter):
                starts = np.flatnonzero(np.r_[True, combos.matter[1:] != combos.matter[:-1]])
                whole[combos.matter[starts]] = np.maximum.reduceat(each, starts)
            held = self._read[id(rule)] = rule, combos, each, whole
        return held[1:]

    def combos(self, rule: Rule) -> Combos:
        """Every binding of every matter."""
        each = rule.page.head.for_each
        key = (frozenset(each.roles), bool(each.lines))
        found = self._combos.get(key)
        if found is None:
            found = self._combos[key] = self._product(*key)
        return found

    def _product(self, roles: frozenset[str], lines: bool) -> Combos:  # noqa: FBT001 - the two axes
        rows = self.rows
        every = np.arange(rows.count, dtype=np.int64)
        none = np.full(rows.count, -1, dtype=np.int64)
        matter, party = every, none
        if roles:
            wanted = np.fromiter(
                (bool(roles & one) for one in self.facts.role_sets), dtype=bool, count=len(self.facts.role_sets)
            )
            matter, party = _or_nobody(
                rows.party_of, np.flatnonzero(wanted[rows.roles]), np.zeros(rows.count, dtype=bool)
            )
        if not lines:
            return Combos(matter, party, np.full(len(matter), -1, dtype=np.int64))
        of, line = _or_nobody(rows.line_of, np.arange(len(rows.line_of), dtype=np.int64), rows.no_lines)
        starts = np.searchsorted(of, every)
        counts = np.searchsorted(of, every, side="right") - starts
        times = counts[matter]
        at = np.repeat(starts[matter], times) + _within(times)
        return Combos(np.repeat(matter, times), np.repeat(party, times), line[at])

    def _eval(self, node: Expr, rule: Rule, combos: Combos) -> Truths:
        match node:
            case And(items):
                return self._joined(items, rule, combos, np.minimum)
            case Or(items):
                return self._joined(items, rule, combos, np.maximum)
            case Not(item):
                return (2 - self._eval(item, rule, combos)).astype(np.int8)
            case _:
                return self._leaf(node, rule, combos)

    def _joined(self, items: Sequence[Expr], rule: Rule, combos: Combos, join: Any) -> Truths:  # noqa: ANN401 - a function of numpy
        found = self._eval(items[0], rule, combos)
        for item in items[1:]:
            found = join(found, self._eval(item, rule, combos))
        return found

    def _leaf(self, node: Expr, rule: Rule, combos: Combos) -> Truths:
        kinds = tuple(dict.fromkeys(kind_of(path) for path in paths(node)))
        test = rule.page.head.ownership
        if len(kinds) <= 1:
            kind = kinds[0] if kinds else "nobody"
            return self.facts.truths(node, kind, test)[self.numbers(kind, combos)]
        ask = compile_test(node)
        numbers = np.stack([self.numbers(kind, combos) for kind in kinds], axis=1)
        distinct, back = np.unique(numbers, axis=0, return_inverse=True)
        told = []
        for row in distinct:
            facts: dict[str, Fact] = {}
            for kind, number in zip(kinds, row, strict=True):
                facts |= self.facts.of(kind, int(number), test)
            told.append(CODE[ask(flatten({path: facts[path] for path in paths(node) if path in facts}))])
        return np.array(told, dtype=np.int8)[back.reshape(-1)]

    def numbers(self, kind: Kind, combos: Combos) -> Ints:
        """For each binding the number of its facts of a kind; 0, of which nothing is known, where nobody stands."""
        rows = self.rows
        if kind in {"party", "own"}:
            return (
                np.where(combos.party >= 0, rows.party[combos.party], 0)
                if len(rows.party)
                else np.zeros(len(combos.party), dtype=np.int64)
            )
        if kind == "line":
            return (
                np.where(combos.line >= 0, rows.line[combos.line], 0)
                if len(rows.line)
                else np.zeros(len(combos.line), dtype=np.int64)
            )
        if kind == "nobody":
            return np.zeros(len(combos.matter), dtype=np.int64)
        return {"deal": rows.deal, "day": rows.day, "value": rows.value}[kind][combos.matter]


def _or_nobody(of: Ints, chosen: Ints, never: NDArray[np.bool_]) -> tuple[Ints, Ints]:
    """The chosen places with their matters, and a place for nobody in every matter that has none, but those for which there is never one."""
    has = never.copy()
    has[of[chosen]] = True
    empty = np.flatnonzero(~has)
    matter = np.concatenate([of[chosen], empty])
    place = np.concatenate([chosen, np.full(len(empty), -1, dtype=np.int64)])
    order = np.argsort(matter, kind="stable")
    return matter[order], place[order]


def _within(times: Ints) -> Ints:
    """0, 1, 2 ... within each run."""
    total = int(times.sum())
    return np.arange(total, dtype=np.int64) - np.repeat(np.cumsum(times) - times, times)
