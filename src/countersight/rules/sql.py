"""Back end 3: DuckDB SQL, for millions of rows.

SQL's NULL under AND, OR and NOT is Kleene's unknown, so the tree maps one to one. One column per fact, named by its
path; a list fact has a second column ``<path>#open``. One row per binding; :func:`any_row` joins the rows of a matter.
"""

from __future__ import annotations

from datetime import date

from countersight.errors import InternalError
from countersight.rules.closures import OPEN
from countersight.rules.syntax import And, Compare, Expr, In, Lit, Literal, Not, Or, Overlaps, Path, StartsWith, Type, show

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

    >>> from countersight.rules.syntax import parse
    >>> to_sql(parse('dest.country in ["CN", "HK"] && !party.government'))
    '(("dest.country" IN (\\'CN\\', \\'HK\\')) AND (NOT "party.government"))'
    """
    match node:
        case Lit(None, "bool"):
            return "NULL::BOOLEAN"
        case Lit(value):
            return _literal(value)
        case Path(name):
            return column(name)
        case Not(item):
            return f"(NOT {to_sql(item)})"
        case And(items) | Or(items):
            return "(" + (" AND " if isinstance(node, And) else " OR ").join(to_sql(item) for item in items) + ")"
        case Compare(op, left, right):
            return f"({to_sql(left)} {_OPS[op]} {to_sql(right)})"
        case In():
            return _in(node)
        case StartsWith(left, right):
            return f"starts_with({to_sql(left)}, {to_sql(right)})"
        case Overlaps():
            return _overlaps(node)
        case _:
            raise _not_ground(node)


def any_row(value: str) -> str:
    """An aggregate that joins the bindings of one matter: Kleene's disjunction over its rows.

    >>> any_row("v")
    'CASE WHEN bool_or(v) THEN TRUE WHEN count(*) > count(v) THEN NULL ELSE FALSE END'
    """
    return f"CASE WHEN bool_or({value}) THEN TRUE WHEN count(*) > count({value}) THEN NULL ELSE FALSE END"
