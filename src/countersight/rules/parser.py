"""Reading a leaf expression: a closed subset of CEL.

Grammar, loosest first::

    or       a || b
    and      a && b
    compare  == != < <= > >= in
    not      !a
    atom     fact.path | param.name | def.name | literal | (a) | a.startsWith("x") | overlaps(a, b)
    literal  true | false | 12 | 49.9% | "text" | ["a", "b"] | date("2026-11-10") | usd("2000000")

There is no float: a share is written ``50%`` and kept in units of 1e-8, money is ``usd("...")`` and kept in cents.
Length, depth and numbers are bounded, so that no page can exhaust the stack or a column of a database.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from countersight.errors import RulebookError, Where
from countersight.model.units import LARGEST, parse_money, percent_to_units
from countersight.rules.syntax import (
    And,
    Compare,
    Def,
    Expr,
    In,
    Lit,
    Literal,
    Not,
    Or,
    Overlaps,
    Param,
    Path,
    StartsWith,
    Type,
)

MAX_DEPTH = 60
"""Expressions nested deeper than this are refused."""

MAX_LENGTH = 10_000
"""Expressions of more characters than this are refused."""

_TOKEN = re.compile(
    r"\s*(?:(?P<percent>\d+(?:\.\d+)?%)|(?P<float>\d+\.\d+)|(?P<int>\d+)|(?P<string>\"(?:[^\"\\]|\\.)*\")"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*)|(?P<op>&&|\|\||==|!=|<=|>=|[<>!()\[\],.]))",
    re.ASCII,
)
_SPACE = " \t\n\r\f\v"
_COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">=", "in"})
_POWER = {"||": 10, "&&": 20, **dict.fromkeys(_COMPARISONS, 40)}
_UNARY = 50


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int


def _fault(message: str, at: int, hint: str = "") -> RulebookError:
    return RulebookError(message, hint=hint, where=Where(column=at + 1))


def _tokens(text: str) -> list[_Token]:
    if len(text) > MAX_LENGTH:
        raise _fault(f"an expression of {len(text)} characters", 0, f"at most {MAX_LENGTH}; a long list is a parameter")
    found: list[_Token] = []
    at, end = 0, len(text.rstrip(_SPACE))
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            start = at + len(text[at:]) - len(text[at:].lstrip(_SPACE))
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
        if self.here.text != text:
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
        compared = False
        while _POWER.get(self.here.text, 0) > power:
            token = self.take()
            if compared and token.text in _COMPARISONS:
                raise _fault(f"comparisons do not chain: {token.text!r}", token.at, "write a < b && b < c")
            left = self._join(token, left, self.expression(_POWER[token.text]))
            compared = token.text in _COMPARISONS
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
        if token.kind in {"percent", "int", "string"}:
            return _constant(token)
        if token.kind == "name":
            return self._name(token)
        if token.text == "!":
            return Not(self.expression(_UNARY), token.at)
        if token.text == "[":
            return self._list(token)
        if token.text != "(":
            raise _fault(f"unexpected {token.text!r}", token.at)
        inner = self.expression(0)
        self.expect(")")
        return inner

    def _list(self, opening: _Token) -> Lit:
        items: list[Lit] = []
        while self.here.text != "]":
            item = self.expression(0)
            if not isinstance(item, Lit) or item.type.startswith("list"):
                raise _fault("a list holds literals only", self.here.at, 'for example ["CN", "HK"]')
            items.append(item)
            if self.here.text == ",":
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
        while self.here.text == ".":
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
        while self.here.text == ",":
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
            return _literal(lambda: parse_money(raw), "money", token)
        return _literal(lambda: _day(raw), "date", token)


def _literal(read: Callable[[], Literal], kind: Type, token: _Token) -> Lit:
    try:
        return Lit(read(), kind, token.at)
    except ValueError as fault:
        raise _fault(str(fault), token.at) from None


def _constant(token: _Token) -> Lit:
    if token.kind == "percent":
        return _literal(lambda: percent_to_units(token.text[:-1]), "share", token)
    if token.kind == "int":
        return _literal(lambda: _whole(token.text), "int", token)
    return _literal(lambda: _text(token.text), "string", token)


def _whole(text: str) -> int:
    if len(text) > len(str(LARGEST)) or int(text) > LARGEST:
        message = f"a whole number is at most {LARGEST}"
        raise ValueError(message)
    return int(text)


def _text(quoted: str) -> str:
    try:
        text = str(json.loads(quoted))
    except json.JSONDecodeError as fault:
        message = f"not a text in double quotes: {fault.msg}"
        raise ValueError(message) from None
    if any(char < " " or "\ud800" <= char <= "\udfff" for char in text):
        message = "a text holds no control characters and no halves of characters"
        raise ValueError(message)
    return text


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    if day.isoformat() != text:
        message = f"a day is written 2026-11-10, not {text!r}"
        raise ValueError(message)
    return day


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

    >>> from countersight.rules.syntax import show
    >>> show(parse('dest.country in ["CN", "HK"] && !party.government'))
    'dest.country in ["CN", "HK"] && !party.government'
    """
    return _Parser(text).whole()
