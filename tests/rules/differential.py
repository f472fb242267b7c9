"""The comparison of the back ends: closures, explanation, DuckDB, and Google's CEL as an oracle from outside.

How CEL, which has no unknown of this kind, can be an oracle for all three values: a fact that is not known is left out of
its activation, so that reading it is an error. CEL's ``&&`` and ``||`` absorb an error when the other side decides
(``false && error`` is false, in either order), every other operator passes it on; that is Kleene's logic with "error" for
"unknown". A null is left out as well, since absent and null are the same to us; that the error is one of a missing value,
and no other, is asserted. An open list is written ``x in l || l__open``, where ``l__open`` is false for a closed list and
left out for an open one. So every value is compared, not only definite ones.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from random import Random
from typing import TYPE_CHECKING, Any

import duckdb
from cel_expr_python import cel

from countersight.rules import explain
from countersight.rules.closures import OPEN, Flat, Truth, compile_test
from countersight.rules.ground import Ground
from countersight.rules.outline import Outline
from countersight.rules.sql import COLUMN_TYPE, column, to_sql
from countersight.rules.syntax import And, Compare, Expr, In, Lit, Literal, Not, Or, Overlaps, Path, StartsWith, show

from .generate import FACT_TYPES, Maker, facts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

BATCH = 40
"""Expressions per query: DuckDB plans a query slower than it runs it."""

BACK_ENDS = ("explanation", "duckdb", "cel")
"""What is compared with the closures."""


@dataclass(slots=True)
class Report:
    """What a run compared, and where two back ends disagreed."""

    cases: int = 0
    """Pairs of an expression and facts."""
    comparisons: int = 0
    """Cases times back ends."""
    values: dict[Truth, int] = field(default_factory=lambda: {True: 0, False: 0, None: 0})
    mismatches: list[str] = field(default_factory=list)


def run(seed: int, expressions: int, rows: int, back_ends: Sequence[str] = BACK_ENDS) -> Report:
    """Compare random expressions over random rows of facts; everything follows from the seed."""
    rng = Random(seed)
    maker = Maker(rng, FACT_TYPES)
    trees = [maker.expression(rng.randrange(1, 5)) for _ in range(expressions)]
    sheet = [facts(rng, FACT_TYPES, known=rng.choice((0.3, 0.7, 0.95))) for _ in range(rows)]
    return compare(trees, sheet, FACT_TYPES, back_ends)


def compare(trees: Sequence[Expr], rows: Sequence[Flat], types: Mapping[str, str], back_ends: Sequence[str] = BACK_ENDS) -> Report:
    """Compare every expression over every row, in each back end, with the closures."""
    readers: dict[str, Callable[[], list[list[Truth]]]] = {
        "explanation": lambda: [explained(tree, rows) for tree in trees],
        "duckdb": lambda: in_duckdb(trees, rows, types),
        "cel": lambda: in_cel(trees, rows, types),
    }
    expected = [[test(row) for row in rows] for test in map(compile_test, trees)]
    report = Report()
    for found in expected:
        for one in found:
            report.values[one] += 1
    report.cases = len(trees) * len(rows)
    for name in back_ends:
        for tree, wanted, got in zip(trees, expected, readers[name](), strict=True):
            report.comparisons += len(wanted)
            if wanted != got:
                at = next(i for i, pair in enumerate(zip(wanted, got, strict=True)) if pair[0] is not pair[1])
                report.mismatches.append(f"{name}: {show(tree)}\n  over {rows[at]}\n  closures {wanted[at]}, {name} {got[at]}")
    return report


# --- explanation ---


def explained(tree: Expr, rows: Sequence[Flat]) -> list[Truth]:
    """The values of the root of the proof."""
    plan = explain.Planner(Ground({}, {})).plan(outline_of(tree))
    return [plan(row).value for row in rows]


def outline_of(tree: Expr) -> Outline:
    """The expression as a page would write it: connectives as lines of the outline, the rest as leaves."""
    match tree:
        case And(items):
            return Outline("all", "", "all of", 1, children=[outline_of(item) for item in items])
        case Or(items):
            return Outline("any", "", "any of", 1, children=[outline_of(item) for item in items])
        case Not(Or(items)):
            return Outline("none", "", "none of", 1, children=[outline_of(item) for item in items])
        case _:
            return Outline("leaf", "", "a leaf", 1, expr=tree)


# --- DuckDB ---


def load_rows(rows: Sequence[Flat], types: Mapping[str, str]) -> duckdb.DuckDBPyConnection:
    """A database with the rows in table ``facts``."""
    connection = duckdb.connect(":memory:")
    connection.execute("SET threads = 1")
    columns = {path: COLUMN_TYPE[kind] for path, kind in types.items()}
    columns |= {path + OPEN: "BOOLEAN" for path, kind in types.items() if kind.startswith("list")}
    declared = ", ".join(f"{column(name)} {kind}" for name, kind in columns.items())
    connection.execute(f"CREATE TABLE facts (row_number INTEGER, {declared})")
    marks = ", ".join(["?"] * (len(columns) + 1))
    values = [[number, *(_sql_value(row.get(name)) for name in columns)] for number, row in enumerate(rows)]
    connection.executemany(f"INSERT INTO facts VALUES ({marks})", values)  # noqa: S608 - marks are question marks
    return connection


def _sql_value(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def in_duckdb(trees: Sequence[Expr], rows: Sequence[Flat], types: Mapping[str, str]) -> list[list[Truth]]:
    """Each expression over all rows in one scan; several expressions share a query."""
    connection = load_rows(rows, types)
    found: list[list[Truth]] = []
    for start in range(0, len(trees), BATCH):
        selected = ", ".join(f"({to_sql(tree)})" for tree in trees[start : start + BATCH])
        table = connection.execute(f"SELECT {selected} FROM facts ORDER BY row_number").fetchall()  # noqa: S608 - our own SQL is what is tested
        found.extend([list(values) for values in zip(*table, strict=True)])
    connection.close()
    return found


# --- CEL ---

_UNSET = "unset"
"""A variable that no activation holds: an unknown of whatever type."""


def in_cel(trees: Sequence[Expr], rows: Sequence[Flat], types: Mapping[str, str]) -> list[list[Truth]]:
    """Each expression over all rows, with "error" read as unknown."""
    variables = {path: _cel_type(kind) for path, kind in types.items()}
    variables |= {_open(path): cel.Type.BOOL for path, kind in types.items() if kind.startswith("list")}
    variables |= {f"{_UNSET}.{kind}": _cel_type(kind) for kind in ("bool", "int", "string", "date")}
    env = cel.NewEnv(variables=variables)
    activations = [env.Activation(_cel_facts(row, types)) for row in rows]
    found: list[list[Truth]] = []
    for tree in trees:
        program = env.compile(to_cel(tree))
        found.append([_truth(program.eval(activation)) for activation in activations])
    return found


def _truth(value: Any) -> Truth:  # noqa: ANN401 - the bindings have no types
    if value.type() == cel.Type.BOOL:
        return bool(value.value())
    assert value.type() == cel.Type.ERROR
    assert "No value with name" in value.value(), value
    return None


def _open(path: str) -> str:
    return f"{path}__open"


def _cel_type(kind: str) -> Any:  # noqa: ANN401
    if kind.startswith("list"):
        return cel.Type.List(_cel_type(kind[5:-1]))
    return {"bool": cel.Type.BOOL, "string": cel.Type.STRING, "date": cel.Type.TIMESTAMP}.get(kind, cel.Type.INT)


def _cel_facts(row: Flat, types: Mapping[str, str]) -> dict[str, object]:
    data: dict[str, object] = {}
    for path, kind in types.items():
        value = row.get(path)
        if value is None:
            continue
        if isinstance(value, date):
            value = datetime.combine(value, time(), UTC)
        data[path] = list(value) if isinstance(value, tuple) else value
        if kind.startswith("list") and not row.get(path + OPEN):
            data[_open(path)] = False
    return data


def _cel_literal(value: Literal) -> str:
    match value:
        case tuple():
            return "[" + ", ".join(map(_cel_literal, value)) + "]"
        case date():
            return f'timestamp("{value.isoformat()}T00:00:00Z")'
        case _:
            return json.dumps(value, ensure_ascii=False)


def _unset(kind: str) -> str:
    return f"{_UNSET}.{kind if kind in {'bool', 'string', 'date'} else 'int'}"


def to_cel(tree: Expr) -> str:
    """The expression in CEL; see the head of this file."""
    match tree:
        case Lit(value, kind):
            return _unset(kind) if value is None else _cel_literal(value)
        case Path(name):
            return name
        case Not(item):
            return f"!({to_cel(item)})"
        case And(items) | Or(items):
            return "(" + (" && " if isinstance(tree, And) else " || ").join(map(to_cel, items)) + ")"
        case Compare(op, left, right):
            return f"({to_cel(left)} {op} {to_cel(right)})"
        case _:
            return _cel_test(tree)


def _cel_test(tree: Expr) -> str:
    match tree:
        case In(_, Lit(None)) | Overlaps(_, Lit(None)):
            return _unset("bool")
        case In(left, Path(name)):
            return f"({to_cel(left)} in {name} || {_open(name)})"
        case In(left, right):
            return f"({to_cel(left)} in {to_cel(right)})"
        case Overlaps(Path(name), right):
            return f"({name}.exists(one, one in {to_cel(right)}) || {_open(name)})"
        case StartsWith(left, right):
            return f"{to_cel(left)}.startsWith({to_cel(right)})"
        case _:
            raise AssertionError(tree)
