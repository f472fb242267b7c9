"""Random typed expressions and random facts, for the tests in which the back ends of the law engine must agree.

Plain :class:`random.Random` with fixed seeds rather than hypothesis: the comparison runs over a hundred thousand cases in
seconds, and the same ones everywhere. A fact may be absent, null, a closed list or an open one; a literal may be a
parameter that has no value on the day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from countersight.rules.closures import OPEN
from countersight.rules.syntax import (
    And,
    Compare,
    Expr,
    In,
    Lit,
    Literal,
    Not,
    Or,
    Overlaps,
    Path,
    Scalar,
    StartsWith,
    walk,
)

if TYPE_CHECKING:
    from countersight.rules.closures import Flat

FACT_TYPES: dict[str, str] = {
    "tx.flag": "bool", "party.government": "bool", "line.chip": "bool",
    "tx.count": "int", "line.count": "int",
    "own.lower": "share", "own.upper": "share",
    "tx.value": "money", "line.value": "money",
    "dest.country": "string", "line.origin": "string", "line.eccn": "string",
    "tx.date": "date", "line.authorized_on": "date",
    "party.programs": "list<string>", "route.countries": "list<string>",
}
"""The facts of the random expressions: each type at least twice, so that facts are compared with facts."""

WORDS = ("CN", "HK", "DE", "cn", "", "skynet", "sky", "3A981", "3A981.a", "中国", "O'Brien", 'a "quoted" word', "back\\slash", "é")
_DAY = date(2023, 2, 6)
Pools = Mapping[str, tuple[Scalar, ...]]

POOLS: Pools = {
    "bool": (True, False),
    "int": (0, 1, 2, 3, 2**40),
    "share": (0, 24_999_999, 25_000_000, 49_999_999, 50_000_000, 100_000_000),
    "money": (0, 1, 4_800_050, 10**14),
    "date": tuple(_DAY + timedelta(days=days) for days in (-1, 0, 1, 365)),
    "string": WORDS,
}
_SCALARS = ("int", "share", "money", "string", "date")
_ORDERED = ("int", "share", "money", "date")


def pools_of(tree: Expr) -> Pools:
    """Values that meet those of an expression: its own literals, and one of each type that is none of them."""
    found: dict[str, list[Scalar]] = {kind: [pool[0]] for kind, pool in POOLS.items()}
    found["bool"] = [True, False]
    for node in walk(tree):
        if isinstance(node, Lit) and node.value is not None:
            values = node.value if isinstance(node.value, tuple) else (node.value,)
            found[node.type.removeprefix("list<").removesuffix(">")].extend(values)
    return {kind: tuple(dict.fromkeys(pool)) for kind, pool in found.items()}


def value(rng: Random, kind: str, pools: Pools = POOLS) -> Literal:
    """A value of a type, from so few that facts and literals often meet."""
    if kind.startswith("list"):
        return tuple(rng.choice(pools["string"]) for _ in range(rng.randrange(4)))
    return rng.choice(pools[kind])


@dataclass(slots=True)
class Maker:
    """Makes expressions over some facts; ``unset`` is how often a literal is a parameter without a value."""

    rng: Random
    types: Mapping[str, str]
    unset: float = 0.04

    def expression(self, depth: int) -> Expr:
        """A boolean expression at most ``depth`` connectives deep."""
        roll = self.rng.random()
        if depth <= 0 or roll < 0.15:
            return self._atom()
        if roll < 0.30:
            return Not(self.expression(depth - 1))
        if roll < 0.38:
            return Compare(self.rng.choice(("==", "!=")), self.expression(depth - 2), self.expression(depth - 2))
        node = And if roll < 0.70 else Or
        return node(tuple(self.expression(depth - 1) for _ in range(self.rng.randrange(2, 5))))

    def _atom(self) -> Expr:
        return self.rng.choice((self._fact, self._compare, self._compare, self._in, self._in, self._member, self._starts, self._overlaps))()

    def _fact(self) -> Expr:
        return self._literal("bool") if self.rng.random() < 0.15 else self._path("bool")

    def _compare(self) -> Expr:
        kind = self.rng.choice(_SCALARS)
        op = self.rng.choice(("==", "!=", "<", "<=", ">", ">=") if kind in _ORDERED else ("==", "!="))
        return Compare(op, self._operand(kind), self._operand(kind))

    def _in(self) -> Expr:
        kind = self.rng.choice(_SCALARS)
        return In(self._operand(kind), self._list(kind))

    def _member(self) -> Expr:
        return In(self._operand("string"), self._path("list<string>"))

    def _starts(self) -> Expr:
        return StartsWith(self._path("string"), self._operand("string"))

    def _overlaps(self) -> Expr:
        return Overlaps(self._path("list<string>"), self._list("string"))

    def _path(self, kind: str) -> Path:
        return Path(self.rng.choice([name for name, found in self.types.items() if found == kind]))

    def _literal(self, kind: str) -> Lit:
        return Lit(None if self.rng.random() < self.unset else value(self.rng, kind), kind)

    def _list(self, kind: str) -> Lit:
        if self.rng.random() < self.unset:
            return Lit(None, f"list<{kind}>")
        items = tuple(value(self.rng, kind) for _ in range(self.rng.randrange(4)))
        return Lit(items, f"list<{kind if items else 'string'}>")  # type: ignore[arg-type]

    def _operand(self, kind: str) -> Expr:
        return self._path(kind) if self.rng.random() < 0.6 else self._literal(kind)


def facts(rng: Random, types: Mapping[str, str], known: float = 0.7, pools: Pools = POOLS) -> dict[str, object]:
    """A flat mapping as closures read it: some facts absent, some null, some lists open."""
    flat: dict[str, object] = {}
    for path, kind in types.items():
        roll = rng.random()
        if roll < known:
            flat[path] = value(rng, kind, pools)
            if kind.startswith("list") and rng.random() < 0.4:
                flat[path + OPEN] = True
        elif roll < known + 0.05:
            flat[path] = None
    return flat


def completed(rng: Random, flat: Flat, types: Mapping[str, str], pools: Pools = POOLS) -> dict[str, object]:
    """The same facts, and more of them: absent ones filled in, open lists closed with or without more elements."""
    more = dict(flat)
    for path, kind in types.items():
        if flat.get(path) is None:
            if rng.random() < 0.7:
                more[path] = value(rng, kind, pools)
        elif flat.get(path + OPEN):
            added = value(rng, kind, pools) if rng.random() < 0.6 else ()
            more[path] = (*flat[path], *added)  # type: ignore[misc]
            more[path + OPEN] = rng.random() < 0.3
    return more
