"""The tree of a leaf expression: a small typed tree that knows where it stands in the line, and its text.

:mod:`countersight.rules.parser` reads text into this tree; :func:`show` writes it back.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from countersight.model.units import format_money, format_share

Type = str
"""``bool``, ``int``, ``share``, ``money``, ``string``, ``date``, or ``list<...>`` of one of these."""

Scalar = bool | int | str | date
Literal = Scalar | tuple[Scalar, ...] | None


@dataclass(frozen=True, slots=True)
class Lit:
    """A literal with its type. ``value is None`` stands for a parameter that has no value on the day: unknown."""

    value: Literal
    type: Type
    at: int = 0


@dataclass(frozen=True, slots=True)
class Path:
    """A fact, by its path in the fact schema."""

    name: str
    at: int = 0


@dataclass(frozen=True, slots=True)
class Param:
    """A dated parameter of the rulebook."""

    name: str
    at: int = 0


@dataclass(frozen=True, slots=True)
class Def:
    """A definition that another page gives."""

    name: str
    at: int = 0


@dataclass(frozen=True, slots=True)
class Not:
    """Negation."""

    item: Expr
    at: int = 0


@dataclass(frozen=True, slots=True)
class And:
    """Conjunction of two or more."""

    items: tuple[Expr, ...]
    at: int = 0


@dataclass(frozen=True, slots=True)
class Or:
    """Disjunction of two or more."""

    items: tuple[Expr, ...]
    at: int = 0


@dataclass(frozen=True, slots=True)
class Compare:
    """``==``, ``!=``, ``<``, ``<=``, ``>`` or ``>=`` between two values of one type."""

    op: str
    left: Expr
    right: Expr
    at: int = 0


@dataclass(frozen=True, slots=True)
class In:
    """Membership of a value in a list."""

    left: Expr
    right: Expr
    at: int = 0


@dataclass(frozen=True, slots=True)
class StartsWith:
    """Whether a text begins with another."""

    left: Expr
    right: Expr
    at: int = 0


@dataclass(frozen=True, slots=True)
class Overlaps:
    """Whether a list fact shares an element with a list of literals."""

    left: Expr
    right: Expr
    at: int = 0


Expr = Lit | Path | Param | Def | Not | And | Or | Compare | In | StartsWith | Overlaps


def _show_literal(value: Literal, kind: Type) -> str:
    if value is None:
        return "unknown"
    if isinstance(value, tuple):
        return "[" + ", ".join(_show_literal(item, kind[5:-1]) for item in value) + "]"
    if kind == "share" and isinstance(value, int):
        return format_share(value)
    if kind == "money" and isinstance(value, int):
        return f'usd("{format_money(value)}")'
    if isinstance(value, date):
        return f'date("{value.isoformat()}")'
    return json.dumps(value, ensure_ascii=False)


_ATOM, _UNARY, _ORDER, _AND, _OR = 60, 50, 40, 20, 10
"""How tightly each kind of node holds together; the numbers are those of the parser."""


def show(node: Expr, inside: int = 0) -> str:
    """The expression as text again; parsing the text gives the same tree back.

    Args:
        node: Any expression. In a ground one a parameter without a value shows as ``unknown``, which is not syntax.
        inside: How tightly the surroundings hold; looser nodes are put in brackets.
    """
    match node:
        case Not(item):
            text, power = f"!{show(item, _UNARY)}", _UNARY
        case And(items):
            text, power = " && ".join(show(item, _AND + 1) for item in items), _AND
        case Or(items):
            text, power = " || ".join(show(item, _OR + 1) for item in items), _OR
        case Compare(op, left, right):
            text, power = f"{show(left, _ORDER + 1)} {op} {show(right, _ORDER + 1)}", _ORDER
        case In(left, right):
            text, power = f"{show(left, _ORDER + 1)} in {show(right, _ORDER + 1)}", _ORDER
        case StartsWith(left, right):
            text, power = f"{show(left)}.startsWith({show(right)})", _ATOM
        case Overlaps(left, right):
            text, power = f"overlaps({show(left)}, {show(right)})", _ATOM
        case _:
            text, power = _show_name(node), _ATOM
    return f"({text})" if inside > power else text


def _show_name(node: Lit | Path | Param | Def) -> str:
    match node:
        case Lit(value, kind):
            return _show_literal(value, kind)
        case Path(name):
            return name
        case Param(name):
            return f"param.{name}"
        case Def(name):
            return f"def.{name}"


def children(node: Expr) -> tuple[Expr, ...]:
    """The direct parts of a node."""
    match node:
        case Not(item):
            return (item,)
        case And(items) | Or(items):
            return items
        case Compare(_, left, right) | In(left, right) | StartsWith(left, right) | Overlaps(left, right):
            return (left, right)
        case _:
            return ()


def walk(node: Expr) -> Iterator[Expr]:
    """The node and everything below it, in reading order."""
    yield node
    for child in children(node):
        yield from walk(child)


def paths(node: Expr) -> tuple[str, ...]:
    """The fact paths that a node reads, each once, in reading order."""
    return tuple(dict.fromkeys(part.name for part in walk(node) if isinstance(part, Path)))
