"""Back end 2: the proof. A tree that mirrors the page: label, words, value, facts with their sources, citations.

A plan is compiled once per page and day, out of closures; running it on a matter costs little more than the test
itself. Nothing is skipped when an earlier condition already decides: a reader wants to see the whole page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from countersight.model.fact import Fact
from countersight.rules.asking import compile_ask
from countersight.rules.closures import OPEN, Flat, Truth, all_of, any_of, compile_test, negate
from countersight.rules.ground import Ground, ground
from countersight.rules.outline import Outline
from countersight.rules.page import Page
from countersight.rules.syntax import Def, Expr, paths, show


@dataclass(slots=True)
class Proof:
    """One line of a proof. ``value`` is True (met), False (not met) or None (unknown)."""

    label: str
    words: str
    kind: str
    value: Truth
    expr: str = ""
    facts: tuple[str, ...] = ()
    """Paths that a leaf reads; their values and sources stand with the binding, once."""
    citations: tuple[str, ...] = ()
    children: tuple[Proof, ...] = ()
    asks: tuple[str, ...] = ()
    """Paths that an unknown leaf waits for."""
    shown: Any = field(default=None, compare=False, repr=False)
    """The same as plain text, and the paths that it reads, kept by whoever made them: a proof is shared by all readings over equal facts."""

    def leaves(self) -> Iterator[Proof]:
        """Every leaf below, itself included, in reading order."""
        if self.facts or not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()


Plan = Callable[[Flat], Proof]


@dataclass(slots=True)
class Planner:
    """Compiles outlines into plans for one day."""

    day: Ground
    definitions: Mapping[str, Page] = field(default_factory=dict)
    """The pages that stand behind ``def.x`` on the day."""
    doubts: Mapping[str, str] = field(default_factory=dict)
    """Definitions that settle nothing on the day, each with the reason."""
    _plans: dict[str, Plan | None] = field(default_factory=dict)
    """One plan per definition; None while it is being compiled."""

    def plan(self, outline: Outline, citations: tuple[str, ...] = (), kind: str = "") -> Plan:
        """The plan of an outline; ``citations`` and ``kind`` mark its root (a definition, an exception)."""
        if outline.expr is not None:
            return self._leaf(outline, outline.expr, citations, kind)
        parts = tuple(self.plan(child) for child in outline.children)
        name, label, words = kind or outline.kind, outline.label, outline.words
        join = all_of if outline.kind == "all" else any_of
        negated = outline.kind == "none"

        def group(facts: Flat) -> Proof:
            children = tuple([part(facts) for part in parts])
            value = join([child.value for child in children])
            return Proof(label, words, name, negate(value) if negated else value, "", (), citations, children)

        return group

    def _leaf(self, outline: Outline, expr: Expr, citations: tuple[str, ...], kind: str) -> Plan:
        label, words, name, text = outline.label, outline.words, kind or "leaf", show(expr)
        inner = self._definition(expr.name) if isinstance(expr, Def) else None
        if isinstance(expr, Def) and inner is not None:
            return _defined(inner, Proof(label, words, name, None, text, (), citations), self.doubts.get(expr.name, ""))
        flat = ground(expr, self.day)
        test, ask, used = compile_test(flat), compile_ask(flat), paths(flat)

        def leaf(facts: Flat) -> Proof:
            value = test(facts)
            return Proof(label, words, name, value, text, used, citations, (), ask(facts) if value is None else ())

        return leaf

    def _definition(self, name: str) -> Plan | None:
        """The plan behind ``def.name``; None where no page gives it on the day, or where it leads back to itself."""
        if name in self.definitions and name not in self._plans:
            self._plans[name] = None
            page = self.definitions[name]
            self._plans[name] = self.plan(page.rule, page.head.citations, "definition")
        return self._plans.get(name)


def _defined(inner: Plan, line: Proof, doubt: str) -> Plan:
    label, name, text, citations = line.label, line.kind, line.expr, line.citations
    words = f"{line.words} ({doubt})" if doubt else line.words

    def defined(facts: Flat) -> Proof:
        child = inner(facts)
        return Proof(label, words, name, None if doubt else child.value, text, (), citations, (child,))

    return defined


def decisive(proof: Proof) -> tuple[str, ...]:
    """The facts that still matter: unknown, and not absorbed by a false *all of* or a true *any of*.

    Args:
        proof: A proof whose value may be unknown; a definite one has nothing left to ask.
    """
    found: dict[str, None] = {}

    def visit(node: Proof) -> None:
        if node.value is None:
            found.update(dict.fromkeys(node.asks))
            for child in node.children:
                visit(child)

    visit(proof)
    return tuple(found)


def flatten(facts: Mapping[str, Fact]) -> dict[str, object]:
    """Facts with provenance as the flat mapping that closures read."""
    flat: dict[str, object] = {}
    for path, fact in facts.items():
        if fact.value is not None:
            flat[path] = fact.value
            if fact.open:
                flat[path + OPEN] = True
    return flat
