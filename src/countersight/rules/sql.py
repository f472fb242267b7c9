"""Back end 3: DuckDB SQL, for millions of rows.

SQL's NULL under AND, OR and NOT is Kleene's unknown, so the tree maps one to one. One column per fact, named by its
path; a list fact has a second column ``<path>#open``. One row per binding; :func:`any_row` joins the rows of a matter.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from countersight.errors import InternalError
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
    StartsWith,
    Type,
    show,
)

_OPS = {"==": "=", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="}

COLUMN_TYPE: dict[Type, str] = {
    "bool": "BOOLEAN",
    "int": "BIGINT",
    "share": "BIGINT",
    "money": "BIGINT",
    "string": "VARCHAR",
    "date": "DATE",
    "list<string>": "VARCHAR[]",
}
"""The DuckDB type of a fact's column."""


def column(path: str) -> str:
    """A fact path as a quoted column name."""
    return '"' + path.replace('"', '""') + '"'


def _literal(value: Literal) -> str:
    match value:
        case None:
            return "NULL"
        case bool():
            return "TRUE" if value else "FALSE"
        case int():
            return str(value)
        case date():
            return f"DATE '{value.isoformat()}'"
        case str():
            return "'" + value.replace("'", "''") + "'"
        case tuple():
            return "[" + ", ".join(_literal(item) for item in value) + "]"


def _open_list(found: str, listed: str, path: str) -> str:
    return f"(CASE WHEN {listed} IS NULL THEN NULL WHEN {found} THEN TRUE WHEN {column(path + OPEN)} THEN NULL ELSE FALSE END)"


def _in(node: In) -> str:
    value = to_sql(node.left)
    if isinstance(node.right, Lit):
        if not isinstance(node.right.value, tuple):
            return "NULL::BOOLEAN"
        if not node.right.value:
            return f"(CASE WHEN {value} IS NULL THEN NULL ELSE FALSE END)"
        return f"({value} IN ({', '.join(_literal(item) for item in node.right.value)}))"
    if not isinstance(node.right, Path):
        raise _not_ground(node)
    listed = column(node.right.name)
    return (
        f"(CASE WHEN {value} IS NULL THEN NULL ELSE "
        f"{_open_list(f'list_contains({listed}, {value})', listed, node.right.name)} END)"
    )


def _overlaps(node: Overlaps) -> str:
    if not isinstance(node.left, Path) or not isinstance(node.right, Lit):
        raise _not_ground(node)
    if not isinstance(node.right.value, tuple):
        return "NULL::BOOLEAN"
    listed = column(node.left.name)
    members = _literal(node.right.value) if node.right.value else "[]::VARCHAR[]"
    return _open_list(f"list_has_any({listed}, {members})", listed, node.left.name)


def _not_ground(node: Expr) -> InternalError:
    return InternalError(f"not a ground expression: {show(node)}", hint="ground() comes before SQL")


def to_sql(node: Expr) -> str:
    """A ground expression as a DuckDB expression.

    >>> from countersight.rules.parser import parse
    >>> print(to_sql(parse('dest.country in ["CN", "HK"] && !party.government')))
    (("dest.country" IN ('CN', 'HK')) AND (NOT "party.government"))
    """
    write = _WRITERS.get(type(node))
    if write is None:
        raise _not_ground(node)
    return write(node)


def _lit(node: Lit) -> str:
    return "NULL::BOOLEAN" if node.value is None and node.type == "bool" else _literal(node.value)


def _and(node: And) -> str:
    return "(" + " AND ".join(to_sql(item) for item in node.items) + ")"


def _or(node: Or) -> str:
    return "(" + " OR ".join(to_sql(item) for item in node.items) + ")"


def _compare(node: Compare) -> str:
    return f"({to_sql(node.left)} {_OPS[node.op]} {to_sql(node.right)})"


_WRITERS: dict[type[Expr], Callable[[Any], str]] = {
    Lit: _lit,
    Path: lambda node: column(node.name),
    Not: lambda node: f"(NOT {to_sql(node.item)})",
    And: _and,
    Or: _or,
    Compare: _compare,
    In: _in,
    StartsWith: lambda node: f"starts_with({to_sql(node.left)}, {to_sql(node.right)})",
    Overlaps: _overlaps,
}


def any_row(value: str) -> str:
    """An aggregate that joins the bindings of one matter: Kleene's disjunction over its rows.

    >>> any_row("v")
    'CASE WHEN bool_or(v) THEN TRUE WHEN count(*) > count(v) THEN NULL ELSE FALSE END'
    """
    return f"CASE WHEN bool_or({value}) THEN TRUE WHEN count(*) > count({value}) THEN NULL ELSE FALSE END"
