"""What the pages say of many matters at once: every condition once for each set of facts, then Kleene's logic over whole columns.

A page is a tree over conditions, and a condition reads the facts of one party, one line, one deal, or one answer of the ownership
test. So it is asked once for each set of facts (:mod:`countersight.screening.batch_facts`), by the very closure that decides one
matter, and the column of a batch is gathered by number. Truth is a small whole number: 0 false, 1 unknown, 2 true; *and* is the
least, *or* the greatest, *not* the distance to 2.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from countersight.measures.paper_facts import declared
from countersight.model.fact import Fact
from countersight.rules.closures import compile_test
from countersight.rules.explain import flatten
from countersight.rules.reading import Rule
from countersight.rules.syntax import And, Compare, Expr, Lit, Not, Or, Path, children, paths
from countersight.screening.batch_codes import dense, within
from countersight.screening.batch_facts import CODE, Kind, Known, kind_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Truths = NDArray[np.int8]


@dataclass(slots=True)
class Rows:
    """Some matters of one kind and one span of law, flat."""

    count: int
    no_lines: NDArray[np.bool_]
    """Matters that say that they have no lines."""
    deal: Ints
    day: Ints
    value: Ints
    """Numbers of :class:`Worth`."""
    party_of: Ints
    """For each party the matter, ascending."""
    party: Ints
    roles: Ints
    line_of: Ints
    line: Ints


@dataclass(slots=True)
class Worth:
    """The values of a batch: those that are stated in cents, and why the others are not known."""

    cents: Ints
    """By number; of one that is not known 0."""
    notes: Sequence[Fact | None]
    """By number; None where the cents are known."""

    def fact(self, number: int) -> Fact:
        """The fact behind a number."""
        return self.notes[number] or declared(int(self.cents[number]))

    def truths(self, node: Expr) -> Truths:
        """A condition over every value. Comparisons with a number are asked once between two numbers that a page names."""
        known = np.array([note is None for note in self.notes], dtype=bool)
        bounds = np.array(sorted(_bounds(node)), dtype=np.int64)
        low, high = np.searchsorted(bounds, self.cents, "left"), np.searchsorted(bounds, self.cents, "right")
        each = _compares(node)
        code, first = dense(known.astype(np.int64), *((low + high,) if each else (self.cents,)))
        ask = compile_test(node)
        told = [CODE[ask(flatten({"tx.value": self.fact(int(at))}))] for at in first]
        return np.array(told, dtype=np.int8)[code]


def _bounds(node: Expr) -> Iterator[int]:
    if isinstance(node, Lit) and isinstance(node.value, int):
        yield node.value
    for child in children(node):
        yield from _bounds(child)


def _compares(node: Expr) -> bool:
    """Whether a condition does nothing with the value but compare it with numbers."""
    match node:
        case Compare(_, Path(), Lit()) | Compare(_, Lit(), Path()):
            return True
        case And(items) | Or(items):
            return all(_compares(item) for item in items)
        case Not(item):
            return _compares(item)
        case _:
            return False


@dataclass(slots=True)
class Facts:
    """The facts of a batch by kind and number."""

    known: Known
    worth: Worth
    role_sets: Sequence[frozenset[str]]
    """Roles by number."""
    _worth: dict[Expr, Truths] = field(default_factory=dict)

    def truths(self, node: Expr, kind: Kind) -> Truths:
        """A condition over every set of facts of its kind."""
        if kind == "value":
            if node not in self._worth:
                self._worth[node] = self.worth.truths(node)
            return self._worth[node]
        if kind == "nobody":
            return np.array([CODE[compile_test(node)({})]], dtype=np.int8)
        return self.known.truths(node, paths(node), kind, compile_test(node))

    def layer(self, kind: Kind, number: int, names: Sequence[str], on: date) -> dict[str, Fact]:
        """Some facts of one set."""
        if kind == "value":
            return {"tx.value": self.worth.fact(number)}
        return {} if kind == "nobody" else self.known.sets_of(kind).layer(number, names, on)


@dataclass(slots=True)
class Combos:
    """The bindings over which a page is read, in the order of :func:`countersight.rules.reading.bindings`; -1 stands for nobody."""

    matter: Ints
    party: Ints
    """Places in ``Rows.party``."""
    line: Ints

    def at(self, chosen: Ints) -> Combos:
        """Some of them."""
        return Combos(self.matter[chosen], self.party[chosen], self.line[chosen])


@dataclass(slots=True)
class Reader:
    """Reads pages over rows."""

    rows: Rows
    facts: Facts
    _combos: dict[object, Combos] = field(default_factory=dict)
    _numbers: dict[object, Ints] = field(default_factory=dict)
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
            sets = self.facts.role_sets
            wanted = np.fromiter((bool(roles & one) for one in sets), dtype=bool, count=len(sets))
            matter, party = _or_nobody(rows.party_of, np.flatnonzero(wanted[rows.roles]), np.zeros(rows.count, dtype=bool))
        if not lines:
            return Combos(matter, party, np.full(len(matter), -1, dtype=np.int64))
        of, line = _or_nobody(rows.line_of, np.arange(len(rows.line_of), dtype=np.int64), rows.no_lines)
        starts = np.searchsorted(of, every)
        counts = np.searchsorted(of, every, side="right") - starts
        times = counts[matter]
        at = np.repeat(starts[matter], times) + within(times)
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
        names = paths(node)
        kinds = tuple(dict.fromkeys(kind_of(path) for path in names))
        if len(kinds) <= 1:
            kind = kinds[0] if kinds else "nobody"
            numbers = self.numbers(kind, combos, rule)  # first: an ownership test that nobody asked yet adds answers
            return self.facts.truths(node, kind)[numbers]
        ask = compile_test(node)
        of = [self.numbers(kind, combos, rule) for kind in kinds]
        code, first = dense(*of)
        told = []
        for at in first:
            facts: dict[str, Fact] = {}
            for kind, numbers in zip(kinds, of, strict=True):
                facts |= self.facts.layer(kind, int(numbers[at]), [path for path in names if kind_of(path) == kind], date.min)
            told.append(CODE[ask(flatten(facts))])
        return np.array(told, dtype=np.int8)[code]

    def numbers(self, kind: Kind, combos: Combos, rule: Rule) -> Ints:
        """For each binding the number of its facts of a kind; 0, of which nothing is known, where nobody stands."""
        test = rule.page.head.ownership if kind == "own" else None
        key = (kind, test, id(combos))
        found = self._numbers.get(key)
        if found is None:
            found = self._found(kind, combos, rule)
            if any(combos is held for held in self._combos.values()):  # those live as long as this
                self._numbers[key] = found
        return found

    def _found(self, kind: Kind, combos: Combos, rule: Rule) -> Ints:
        rows, known = self.rows, self.facts.known
        if kind in {"party", "own"}:
            unit = np.where(combos.party >= 0, rows.party[combos.party], 0) if len(rows.party) else np.zeros(len(combos.party), dtype=np.int64)
            test = rule.page.head.ownership
            if kind == "own":
                return known.owned(test)[unit] if test is not None else np.zeros(len(unit), dtype=np.int64)
            return np.array(known.unit_set, dtype=np.int64)[unit]
        if kind == "line":
            return np.where(combos.line >= 0, rows.line[combos.line], 0) if len(rows.line) else np.zeros(len(combos.line), dtype=np.int64)
        if kind == "nobody":
            return np.zeros(len(combos.matter), dtype=np.int64)
        if kind == "day":
            return np.array(known.day_sets, dtype=np.int64)[rows.day[combos.matter]]
        return {"deal": rows.deal, "value": rows.value}[kind][combos.matter]


def _or_nobody(of: Ints, chosen: Ints, never: NDArray[np.bool_]) -> tuple[Ints, Ints]:
    """The chosen places with their matters, and a place for nobody in every matter that has none, but those for which there is never one."""
    has = never.copy()
    has[of[chosen]] = True
    empty = np.flatnonzero(~has)
    matter = np.concatenate([of[chosen], empty])
    place = np.concatenate([chosen, np.full(len(empty), -1, dtype=np.int64)])
    order = np.argsort(matter, kind="stable")
    return matter[order], place[order]
