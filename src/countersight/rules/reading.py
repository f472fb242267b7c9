"""Reading a rulebook on a day: pages compiled for that day and profile, then read over the facts of one matter."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from countersight.model.fact import Binding, Fact, FactSheet
from countersight.model.fact_schema import FACTS
from countersight.rules.book import Rulebook
from countersight.rules.closures import Flat, Test, Truth, all_of, any_of, compile_test, negate
from countersight.rules.explain import Plan, Planner, Proof, decisive, flatten
from countersight.rules.ground import Ground, ground
from countersight.rules.ownership_head import OwnershipTest
from countersight.rules.page import Page
from countersight.rules.syntax import And, Def, Expr, Lit, Not, walk
from countersight.rules.window import Phase, phase

OwnershipFacts = Callable[[OwnershipTest, Binding | None], Mapping[str, Fact]]
"""Answers a page's ownership test for one party: the ``own.*`` facts."""

UNNAMED = Binding("not named in the matter", "unnamed")
"""Stands for the party or the line that a matter does not name: everything about it is unknown."""


_UNKNOWN = Lit(None, "bool")


KEPT = 1024
"""Proofs that a rule keeps; beyond that it begins again."""

Read = tuple[Proof, tuple[str, ...], tuple[str, ...]]
"""What a rule makes of the values of some facts: the proof, what it waits for, and the facts that it names. Nobody changes it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One page, compiled for one day and profile, its exceptions included."""

    page: Page
    phase: Phase
    tree: Expr
    test: Test
    plan: Plan
    exceptions: tuple[Page, ...]
    kept: dict[tuple[object, ...], Read] = field(default_factory=dict, compare=False, repr=False)
    """Proofs by the values of the facts that the page reads: a proof holds nothing else of them."""
    reads: tuple[str, ...] = field(init=False, compare=False)
    """Every fact that a proof may rest on: which ones a plan reads does not depend on their values."""

    def __post_init__(self) -> None:
        """Ask the plan what it reads."""
        object.__setattr__(self, "reads", tuple(dict.fromkeys(path for leaf in self.plan({}).leaves() for path in leaf.facts)))

    def facts(self, layers: Sequence[Mapping[str, Fact]]) -> dict[str, Fact]:
        """The facts that the page reads, out of several layers of which the first that has one gives it."""
        found: dict[str, Fact] = {}
        for path in self.reads:
            for layer in layers:
                if (one := layer.get(path)) is not None:
                    found[path] = one
                    break
        return found

    def read(self, facts: Mapping[str, Fact]) -> Read:
        """The proof over some facts; matters in which they have the same values share one."""
        key = tuple([(one.value, one.open) if (one := facts.get(path)) is not None else None for path in self.reads])
        found = self.kept.get(key)
        if found is None:
            if len(self.kept) >= KEPT:
                self.kept.clear()
            proof = self.plan(flatten(facts))
            found = self.kept[key] = proof, decisive(proof), tuple(dict.fromkeys(path for leaf in proof.leaves() for path in leaf.facts))
        return found


@dataclass(slots=True)
class Instance:
    """A page read over one combination of bindings. ``facts`` are those that the proof used, with their sources."""

    bindings: tuple[Binding, ...]
    value: Truth
    proof: Proof
    ask: tuple[str, ...]
    facts: dict[str, Fact]

    @property
    def about(self) -> str:
        """What the page was read over, in words."""
        return ", ".join(one.label for one in self.bindings) or "the matter"

    def about_fact(self, path: str) -> str:
        """What one fact belongs to: a fact of the line is not asked of the party that shares the reading."""
        scope = FACTS[path].scope
        kind = "party" if scope == "own" else scope
        return next((one.label for one in self.bindings if one.kind in {kind, UNNAMED.kind}), "the matter")


@dataclass(slots=True)
class PageReading:
    """What one page says of one matter."""

    page: Page
    phase: Phase
    value: Truth
    instances: list[Instance] = field(default_factory=list)

    @property
    def disposition(self) -> str:
        """The page's outcome, ``needs_review`` or ``not_triggered``; a doubt about the page caps it at review."""
        if self.value is False:
            return "not_triggered"
        if self.value is None or self.phase.doubt:
            return "needs_review"
        return self.page.outcome

    @property
    def citations(self) -> tuple[str, ...]:
        """The page's citations, and those of its window where the window stands in doubt."""
        return (*self.page.head.citations, *self.phase.window.citations)


@dataclass(slots=True)
class Reading:
    """A rulebook compiled for one day and profile; use it for any number of matters."""

    book: Rulebook
    profile: str
    on: date
    rules: tuple[Rule, ...]
    absent: tuple[Page, ...]
    """Pages that decide something but not on this day."""
    ground: Ground
    live: frozenset[str]
    """Names of the files of every page that speaks on this day, definitions and exceptions included."""
    _of_kind: dict[str, tuple[Rule, ...]] = field(default_factory=dict)

    def speaks(self, page: Page) -> bool:
        """True when the page is in its window on this day, under this profile."""
        return page.file in self.live

    @property
    def column(self) -> str:
        """The name of this reading in a matrix."""
        return f"{self.book.id}/{self.profile}" if self.profile else self.book.id

    def over(self, sheet: FactSheet, kind: str, ownership: OwnershipFacts) -> list[PageReading]:
        """Read every page whose scope covers the kind of matter, in the order of the pages."""
        if kind not in self._of_kind:
            self._of_kind[kind] = tuple(rule for rule in self.rules if kind in rule.page.head.scope)
        return [read_rule(rule, sheet, ownership) for rule in self._of_kind[kind]]


def compile_reading(book: Rulebook, profile: str, on: date, kind: str = "") -> Reading:
    """Compile a rulebook for a day.

    Args:
        book: A rulebook without faults (see :func:`countersight.rules.lint.check`).
        profile: One of ``book.profiles``, or "" where it has none.
        on: The day of the event.
        kind: Compile only the pages whose scope covers this kind of matter; all where it is left out.
    """
    live: list[tuple[Page, Phase]] = []
    absent: list[Page] = []
    for page in book.pages:
        if page.head.profiles and profile not in page.head.profiles:
            continue
        found = phase(page.head.windows, on, book.anchors)
        if found is not None:
            live.append((page, found))
        elif page.decides:
            absent.append(page)
    params = {name: one.on(on, profile, book.anchors) for name, one in book.parameters.items()}
    planner = _planner(live, params, book)
    exceptions: dict[str, list[tuple[Page, str]]] = {}
    for page, found in live:
        if page.head.exception_to and (book.proposed or found.window.status != "proposed"):
            exceptions.setdefault(page.head.exception_to, []).append((page, found.doubt))
    rules = tuple(_rule(page, found, planner, exceptions.get(page.id, ())) for page, found in live if page.decides and (not kind or kind in page.head.scope))
    return Reading(book, profile, on, rules, tuple(absent), planner.day, frozenset(page.file for page, _ in live))


def _planner(live: list[tuple[Page, Phase]], params: dict[str, Lit], book: Rulebook) -> Planner:
    pages = {page.head.defines: page for page, _ in live if page.head.defines}
    doubts = {page.head.defines: _unsettled(found, book) for page, found in live if page.head.defines}
    defs: dict[str, Expr] = {page.head.defines: _UNKNOWN for page in book.pages if page.head.defines}
    day = Ground(defs, params)
    done = {name for name, doubt in doubts.items() if doubt}

    def settle(name: str, above: frozenset[str]) -> None:
        if name in done or name not in pages or name in above:
            return
        tree = pages[name].rule.tree()
        for node in walk(tree):
            if isinstance(node, Def):
                settle(node.name, above | {name})
        defs[name] = ground(tree, day)
        done.add(name)

    for name in pages:
        settle(name, frozenset())
    return Planner(day, pages, doubts)


def _unsettled(found: Phase, book: Rulebook) -> str:
    """Why a definition settles nothing, either way: it stands in doubt, or it is a proposal in a book of law in force."""
    return found.doubt or ("proposed, not law" if found.window.status == "proposed" and not book.proposed else "")


def _rule(page: Page, found: Phase, planner: Planner, exceptions: Sequence[tuple[Page, str]]) -> Rule:
    tree = ground(page.rule.tree(), planner.day)
    plan = planner.plan(page.rule)
    if exceptions:
        bars = [ground(one.rule.tree(), planner.day) for one, _ in exceptions]
        tree = And((tree, *(Not(_capped(bar, doubt)) for bar, (_, doubt) in zip(bars, exceptions, strict=True))))
        plan = _with_exceptions(plan, exceptions, planner)
    return Rule(page, found, tree, compile_test(tree), plan, tuple(one for one, _ in exceptions))


def _capped(bar: Expr, doubt: str) -> Expr:
    """An exception in doubt may take nothing away for certain: met, it leaves the rule unknown."""
    return And((bar, _UNKNOWN)) if doubt else bar


def _with_exceptions(base: Plan, exceptions: Sequence[tuple[Page, str]], planner: Planner) -> Plan:
    plans = [
        (planner.plan(one.rule, one.head.citations), f"unless: {one.title}" + (f" ({doubt})" if doubt else ""), one, doubt)
        for one, doubt in exceptions
    ]

    def plan(facts: Flat) -> Proof:
        parts = [base(facts)]
        for inner, words, one, doubt in plans:
            proof = inner(facts)
            value = None if doubt and proof.value else negate(proof.value)
            parts.append(Proof("", words, "exception", value, "", (), one.head.citations, (proof,)))
        value = all_of([part.value for part in parts])
        return Proof("", "the rule, and no exception to it", "all", value, "", (), (), tuple(parts))

    return plan


def bindings(rule: Rule, sheet: FactSheet) -> Iterator[tuple[Binding, ...]]:
    """The bindings over which a page is read: every combination of the kinds that its ``for_each`` names."""
    each = rule.page.head.for_each
    axes: list[list[Binding]] = []
    if each.roles:
        wanted = frozenset(each.roles)
        axes.append([one for one in sheet.parties if one.roles & wanted] or [UNNAMED])
    if each.lines:
        axes.append(sheet.lines or ([] if sheet.lines_complete else [UNNAMED]))
    if each.holders:
        axes.append(sheet.holders or [UNNAMED])
    return itertools.product(*axes)


def read_rule(rule: Rule, sheet: FactSheet, ownership: OwnershipFacts) -> PageReading:
    """Read one page over one matter: one instance per binding, joined by Kleene's *or*."""
    instances = []
    test = rule.page.head.ownership
    for combination in bindings(rule, sheet):
        layers: list[Mapping[str, Fact]] = [*(one.facts for one in reversed(combination)), sheet.matter]
        if test is not None:
            party = next((one for one in combination if one.kind == "party"), None)
            layers.insert(0, ownership(test, party))
        facts = rule.facts(layers)
        proof, ask, named = rule.read(facts)
        instances.append(Instance(combination, proof.value, proof, ask, {path: facts[path] for path in named if path in facts}))
    return PageReading(rule.page, rule.phase, any_of([one.value for one in instances]), instances)
