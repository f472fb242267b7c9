"""Back end 2: the proof. A tree that mirrors the page: label, words, value, facts with their sources, citations.

A plan is compiled once per page and day, out of closures; running it on a matter costs little more than the test
itself. Nothing is skipped when an earlier condition already decides: a reader wants to see the whole page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from countersight.model.fact import Fact
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

    def leaves(self) -> Iterator[Proof]:
        """Every leaf below, itself included, in reading order."""
        if self.facts or not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()


Plan = Callable[[Flat], Proof]


@dataclass(slots=True)
class Planner:
    """Compiles outlines into plans for one day; ``definitions`` are the pages that stand behind ``def.x``."""

    day: Ground
    definitions: Mapping[str, Page] = field(default_factory=dict)

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
        label, words = outline.label, outline.words
        if isinstance(expr, Def) and expr.name in self.definitions:
            page = self.definitions[expr.name]
            inner = self.plan(page.rule, page.head.citations, "definition")
            text = show(expr)

            def defined(facts: Flat) -> Proof:
                child = inner(facts)
                return Proof(label, words, kind or "leaf", child.value, text, (), citations, (child,))

            return defined
        flat = ground(expr, self.day)
        test, text, used = compile_test(flat), show(expr), paths(flat)

        def leaf(facts: Flat) -> Proof:
            return Proof(label, words, kind or "leaf", test(facts), text, used, citations)

        return leaf


def decisive(proof: Proof, facts: Flat) -> tuple[str, ...]:
    """The facts that still matter: unknown, and not absorbed by a false *all of* or a true *any of*.

    Args:
        proof: A proof whose value may be unknown; a definite one has nothing left to ask.
        facts: The flat facts that it was made from.
    """
    found: dict[str, None] = {}

    def visit(node: Proof) -> None:
        if node.value is not None:
            return
        for child in node.children:
            visit(child)
        for path in node.facts:
            if facts.get(path) is None or facts.get(path + OPEN):
                found[path] = None

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
