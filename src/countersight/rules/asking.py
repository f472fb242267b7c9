"""What to ask: the facts that an expression still waits for, and only those."""

from __future__ import annotations

from collections.abc import Callable

from countersight.rules.closures import OPEN, Flat, Test, compile_test
from countersight.rules.syntax import And, Expr, Lit, Not, Or, Path, children

Ask = Callable[[Flat], tuple[str, ...]]


def compile_ask(node: Expr) -> Ask:
    """Compile the question behind a ground expression.

    Returns:
        A function to call where the expression is unknown. It names the facts that are absent, and the lists that are
        open, below those parts that are unknown themselves: what a false ``&&`` or a true ``||`` absorbs is not asked,
        nor what is compared with a parameter that has no value, since no answer would settle it.

    >>> from countersight.rules.parser import parse
    >>> compile_ask(parse('tx.kind == "export" && party.government || dest.country == "CN"'))({"tx.kind": "entry"})
    ('dest.country',)
    """
    if isinstance(node, Path):
        return _ask_path(node.name)
    parts = tuple(
        (None if isinstance(child, Path) else compile_test(child), compile_ask(child))
        for child in children(node)
        if not isinstance(child, Lit)
    )
    if not isinstance(node, And | Or | Not) and any(isinstance(one, Lit) and one.value is None for one in children(node)):
        return _ask_nothing
    return _ask_parts(parts)


def _ask_nothing(_: Flat) -> tuple[str, ...]:
    return ()


def _ask_path(name: str) -> Ask:
    key = name + OPEN

    def ask(facts: Flat) -> tuple[str, ...]:
        return (name,) if facts.get(name) is None or facts.get(key) else ()

    return ask


def _ask_parts(parts: tuple[tuple[Test | None, Ask], ...]) -> Ask:
    def ask(facts: Flat) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for test, inner in parts:
            if test is None or test(facts) is None:
                found.update(dict.fromkeys(inner(facts)))
        return tuple(found)

    return ask
