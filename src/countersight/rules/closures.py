"""Back end 1: closures, for one matter at a time.

A compiled expression takes a flat mapping from fact path to value and gives True, False or None (unknown). A missing
key and a null are both unknown. ``"<path>#open": True`` marks a list from which something may be missing. Plain
dictionaries and captured variables, because this is the hottest code in the house.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any

from countersight.errors import InternalError
from countersight.rules.syntax import And, Compare, Expr, In, Lit, Not, Or, Overlaps, Path, StartsWith, show

Flat = Mapping[str, Any]
Truth = bool | None
Test = Callable[[Flat], Truth]
Get = Callable[[Flat], Any]

OPEN = "#open"
"""Suffix of the key that says that a list may be incomplete."""

_OPS: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def all_of(values: list[Truth]) -> Truth:
    """Kleene's conjunction; of nothing, True."""
    return False if False in values else None if None in values else True


def any_of(values: list[Truth]) -> Truth:
    """Kleene's disjunction; of nothing, False."""
    return True if True in values else None if None in values else False


def negate(value: Truth) -> Truth:
    """Kleene's negation."""
    return None if value is None else not value


def _value(node: Expr) -> Get:
    match node:
        case Lit(value):
            return lambda _: value
        case Path(name):
            return lambda facts: facts.get(name)
        case _:
            return compile_test(node)


def _not(node: Not) -> Test:
    inner = compile_test(node.item)

    def test(facts: Flat) -> Truth:
        value = inner(facts)
        return None if value is None else not value

    return test


def _and(node: And) -> Test:
    tests = tuple(compile_test(item) for item in node.items)

    def test(facts: Flat) -> Truth:
        result: Truth = True
        for one in tests:
            value = one(facts)
            if value is False:
                return False
            if value is None:
                result = None
        return result

    return test


def _or(node: Or) -> Test:
    tests = tuple(compile_test(item) for item in node.items)

    def test(facts: Flat) -> Truth:
        result: Truth = False
        for one in tests:
            value = one(facts)
            if value is True:
                return True
            if value is None:
                result = None
        return result

    return test


def _compare(node: Compare) -> Test:
    op = _OPS[node.op]
    if isinstance(node.left, Path) and isinstance(node.right, Lit):
        name, constant = node.left.name, node.right.value
        if constant is None:
            return lambda _: None

        def test_constant(facts: Flat) -> Truth:
            value = facts.get(name)
            return None if value is None else op(value, constant)

        return test_constant
    left, right = _value(node.left), _value(node.right)

    def test(facts: Flat) -> Truth:
        one = left(facts)
        if one is None:
            return None
        two = right(facts)
        return None if two is None else op(one, two)

    return test


def _in(node: In) -> Test:
    left = _value(node.left)
    if isinstance(node.right, Lit):
        if not isinstance(node.right.value, tuple):
            return lambda _: None
        members = frozenset(node.right.value)

        def test_literal(facts: Flat) -> Truth:
            value = left(facts)
            return None if value is None else value in members

        return test_literal
    name = _fact(node.right)
    key = name + OPEN

    def test(facts: Flat) -> Truth:
        value, listed = left(facts), facts.get(name)
        if value is None or listed is None:
            return None
        return True if value in listed else None if facts.get(key) else False

    return test


def _starts_with(node: StartsWith) -> Test:
    left, right = _value(node.left), _value(node.right)

    def test(facts: Flat) -> Truth:
        one, two = left(facts), right(facts)
        return None if one is None or two is None else one.startswith(two)

    return test


def _overlaps(node: Overlaps) -> Test:
    name = _fact(node.left)
    key = name + OPEN
    if not isinstance(node.right, Lit):
        raise _not_ground(node)
    if not isinstance(node.right.value, tuple):
        return lambda _: None
    members = frozenset(node.right.value)

    def test(facts: Flat) -> Truth:
        listed = facts.get(name)
        if listed is None:
            return None
        return True if not members.isdisjoint(listed) else None if facts.get(key) else False

    return test


def _fact(node: Expr) -> str:
    if isinstance(node, Path):
        return node.name
    raise _not_ground(node)


def _not_ground(node: Expr) -> InternalError:
    return InternalError(f"not a ground expression: {show(node)}", hint="ground() comes before compiling")


def compile_test(node: Expr) -> Test:
    """Compile a ground boolean expression.

    Args:
        node: Only facts and literals; see :func:`countersight.rules.ground.ground`.

    Returns:
        A function from a flat mapping of facts to True, False or None.

    >>> from countersight.rules.parser import parse
    >>> test = compile_test(parse('dest.country == "CN" && party.government'))
    >>> test({"dest.country": "DE"}), test({"dest.country": "CN"})
    (False, None)
    """
    build = _COMPILERS.get(type(node))
    if build is None:
        raise _not_ground(node)
    return build(node)


def _path(node: Path) -> Test:
    name = node.name
    return lambda facts: facts.get(name)


def _literal(node: Lit) -> Test:
    constant = node.value if isinstance(node.value, bool) else None
    return lambda _: constant


_COMPILERS: dict[type[Expr], Callable[[Any], Test]] = {
    Path: _path,
    Lit: _literal,
    Not: _not,
    And: _and,
    Or: _or,
    Compare: _compare,
    In: _in,
    StartsWith: _starts_with,
    Overlaps: _overlaps,
}
