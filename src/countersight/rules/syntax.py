"""Leaf expressions: a closed subset of CEL, parsed into a small tree that knows where it stands in the line.

Grammar, loosest first::

    or       a || b
    and      a && b
    compare  == != < <= > >= in
    not      !a
    atom     fact.path | param.name | def.name | literal | (a) | a.startsWith("x") | overlaps(a, b)
    literal  true | false | 12 | 49.9% | "text" | ["a", "b"] | date("2026-11-10") | usd("2000000")

There is no float: a share is written ``50%`` and kept in units of 1e-8, money is ``usd("...")`` and kept in cents.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from countersight.errors import RulebookError, Where
from countersight.model.units import format_money, format_share, parse_money, percent_to_units

Type = str
"""``bool``, ``int``, ``share``, ``money``, ``string``, ``date``, or ``list<...>`` of one of these."""

Scalar = bool | int | str | date
Literal = Scalar | tuple[Scalar, ...] | None

MAX_DEPTH = 60
"""Expressions nested deeper than this are refused, so that no page can exhaust the stack."""


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

_TOKEN = re.compile(
    r"\s*(?:(?P<percent>\d+(?:\.\d+)?%)|(?P<float>\d+\.\d+)|(?P<int>\d+)|(?P<string>\"(?:[^\"\\]|\\.)*\")"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*)|(?P<op>&&|\|\||==|!=|<=|>=|[<>!()\[\],.]))"
)
_POWER = {"||": 10, "&&": 20, "==": 40, "!=": 40, "<": 40, "<=": 40, ">": 40, ">=": 40, "in": 40}
_NEVER_ORDERED = frozenset({"==", "!=", "<", "<=", ">", ">=", "in"})


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int


def _fault(message: str, at: int, hint: str = "") -> RulebookError:
    return RulebookError(message, hint=hint, where=Where(column=at + 1))


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    at, end = 0, len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            start = at + len(text[at:]) - len(text[at:].lstrip())
            raise _fault(f"unexpected character {text[start]!r}", start, 'text stands in double quotes: "CN"')
        kind = match.lastgroup
        start = match.start(kind)
        if kind == "float":
            raise _fault(
                f"{match.group(kind)} is a float, and no float decides a legal question",
                start,
                'write a share as 49.9%, money as usd("12.50"), or a whole number',
            )
        found.append(_Token(kind, match.group(kind), start))
        at = match.end()
    found.append(_Token("end", "the end", len(text)))
    return found


class _Parser:
    """Operator precedence parsing (Pratt), with a bound on depth."""

    def __init__(self, text: str) -> None:
        self.tokens = _tokens(text)
        self.i = 0
        self.depth = 0

    @property
    def here(self) -> _Token:
        return self.tokens[self.i]

    def take(self) -> _Token:
        token = self.tokens[self.i]
        self.i += 1
        return token

    def expect(self, text: str) -> _Token:
        if self.here.text != text or self.here.kind == "string":
            raise _fault(f"expected {text!r}, found {self.here.text!r}", self.here.at)
        return self.take()

    def whole(self) -> Expr:
        tree = self.expression(0)
        if self.here.kind != "end":
            raise _fault(f"unexpected {self.here.text!r}", self.here.at, "join conditions with && or ||")
        return tree

    def expression(self, power: int) -> Expr:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise _fault("the expression is nested too deeply", self.here.at, "use the outline's lists for structure")
        left = self.prefix()
        while self.here.kind in {"op", "name"} and _POWER.get(self.here.text, 0) > power:
            token = self.take()
            right = self.expression(_POWER[token.text])
            if token.text in _NEVER_ORDERED and isinstance(left, Compare | In) and power < _POWER["in"]:
                raise _fault(f"comparisons do not chain: {token.text!r}", token.at, "write a < b && b < c")
            left = self._join(token, left, right)
        self.depth -= 1
        return left

    @staticmethod
    def _join(token: _Token, left: Expr, right: Expr) -> Expr:
        if token.text in {"&&", "||"}:
            node = And if token.text == "&&" else Or
            parts = (*(left.items if isinstance(left, node) else (left,)), *(right.items if isinstance(right, node) else (right,)))
            return node(parts, token.at)
        if token.text == "in":
            return In(left, right, token.at)
        return Compare(token.text, left, right, token.at)

    def prefix(self) -> Expr:
        token = self.take()
        if token.text == "!" and token.kind == "op":
            return Not(self.expression(50), token.at)
        if token.text == "(" and token.kind == "op":
            inner = self.expression(0)
            self.expect(")")
            return inner
        if token.text == "[" and token.kind == "op":
            return self._list(token)
        if token.kind == "percent":
            return self._literal(lambda: percent_to_units(token.text[:-1]), "share", token)
        if token.kind == "int":
            return Lit(int(token.text), "int", token.at)
        if token.kind == "string":
            return self._literal(lambda: json.loads(token.text), "string", token)
        if token.kind == "name":
            return self._name(token)
        raise _fault(f"unexpected {token.text!r}", token.at)

    @staticmethod
    def _literal(read: object, kind: Type, token: _Token) -> Lit:
        try:
            return Lit(read(), kind, token.at)  # type: ignore[operator]
        except ValueError as fault:
            raise _fault(str(fault), token.at) from None

    def _list(self, opening: _Token) -> Lit:
        items: list[Lit] = []
        while self.here.text != "]" or self.here.kind == "string":
            item = self.expression(0)
            if not isinstance(item, Lit) or item.type.startswith("list"):
                raise _fault("a list holds literals only", self.here.at, 'for example ["CN", "HK"]')
            items.append(item)
            if self.here.text == "," and self.here.kind == "op":
                self.take()
            elif self.here.text != "]":
                raise _fault(f"expected ',' or ']', found {self.here.text!r}", self.here.at)
        self.take()
        kinds = {item.type for item in items} or {"string"}
        if len(kinds) > 1:
            raise _fault(f"a list holds one type, not {' and '.join(sorted(kinds))}", opening.at)
        return Lit(tuple(item.value for item in items), f"list<{kinds.pop()}>", opening.at)  # type: ignore[misc]

    def _name(self, token: _Token) -> Expr:
        if token.text in {"true", "false"}:
            return Lit(token.text == "true", "bool", token.at)
        if self.here.text == "(" and token.text in {"date", "usd", "overlaps"}:
            return self._call(token)
        parts = [token.text]
        while self.here.text == "." and self.here.kind == "op":
            self.take()
            part = self.take()
            if part.kind != "name":
                raise _fault(f"expected a name after '.', found {part.text!r}", part.at)
            parts.append(part.text)
        if self.here.text == "(" and parts[-1] == "startsWith" and len(parts) > 1:
            self.take()
            argument = self.expression(0)
            self.expect(")")
            return StartsWith(_path(parts[:-1], token.at), argument, token.at)
        if self.here.text == "(":
            raise _fault(
                f"there is no function {'.'.join(parts)!r}", token.at, "functions: startsWith, overlaps, date, usd"
            )
        return _path(parts, token.at)

    def _call(self, token: _Token) -> Expr:
        self.take()
        arguments = [self.expression(0)]
        while self.here.text == "," and self.here.kind == "op":
            self.take()
            arguments.append(self.expression(0))
        self.expect(")")
        wanted = 2 if token.text == "overlaps" else 1
        if len(arguments) != wanted:
            raise _fault(f"{token.text}() takes {wanted} argument{'s' * (wanted > 1)}", token.at)
        if token.text == "overlaps":
            return Overlaps(arguments[0], arguments[1], token.at)
        text = arguments[0]
        if not isinstance(text, Lit) or not isinstance(text.value, str):
            raise _fault(f'{token.text}() takes text in quotes, for example {token.text}("...")', token.at)
        raw = text.value
        if token.text == "usd":
            return self._literal(lambda: parse_money(raw), "money", token)
        return self._literal(lambda: date.fromisoformat(raw), "date", token)


def _path(parts: list[str], at: int) -> Expr:
    if parts[0] in {"def", "param"}:
        if len(parts) != 2:  # noqa: PLR2004 - the word and the name
            raise _fault(f"{parts[0]} takes one name: {parts[0]}.something", at)
        return Def(parts[1], at) if parts[0] == "def" else Param(parts[1], at)
    return Path(".".join(parts), at)


def parse(text: str) -> Expr:
    """Parse one leaf expression.

    Raises:
        RulebookError: With the column (from 1) at which the text stops making sense.

    >>> show(parse('dest.country in ["CN", "HK"] && !party.government'))
    'dest.country in ["CN", "HK"] && !party.government'
    """
    return _Parser(text).whole()


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


def show(node: Expr, inside: int = 0) -> str:
    """The expression as text again; parsing the text gives the same tree back."""
    match node:
        case Lit(value, kind):
            return _show_literal(value, kind)
        case Path(name):
            return name
        case Param(name):
            return f"param.{name}"
        case Def(name):
            return f"def.{name}"
        case Not(item):
            return f"!{show(item, 50)}"
        case And(items) | Or(items):
            sign, power = ("&&", 20) if isinstance(node, And) else ("||", 10)
            text = f" {sign} ".join(show(item, power + 1) for item in items)
            return f"({text})" if inside > power else text
        case Compare(op, left, right):
            text = f"{show(left, 41)} {op} {show(right, 41)}"
            return f"({text})" if inside > 40 else text  # noqa: PLR2004 - the power of a comparison
        case In(left, right):
            text = f"{show(left, 41)} in {show(right, 41)}"
            return f"({text})" if inside > 40 else text  # noqa: PLR2004
        case StartsWith(left, right):
            return f"{show(left)}.startsWith({show(right)})"
        case Overlaps(left, right):
            return f"overlaps({show(left)}, {show(right)})"


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
