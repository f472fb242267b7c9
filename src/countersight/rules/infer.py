"""Types of expressions: what may be compared with what. Faults carry the column and say what would be right."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field

from countersight.errors import RulebookError, Where
from countersight.rules.syntax import And, Compare, Def, Expr, In, Lit, Not, Or, Overlaps, Param, Path, StartsWith, Type

_ORDERED = frozenset({"int", "share", "money", "date"})


@dataclass(frozen=True, slots=True)
class Names:
    """The names that an expression may use, each with its type."""

    facts: Mapping[str, Type]
    params: Mapping[str, Type] = field(default_factory=dict)
    defs: frozenset[str] = frozenset()


def _fault(message: str, node: Expr, hint: str = "") -> RulebookError:
    return RulebookError(message, hint=hint, where=Where(column=node.at + 1))


def _near(name: str, known: Mapping[str, object] | frozenset[str]) -> str:
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"did you mean {close[0]!r}?" if close else ""


def _look_up(node: Path | Param | Def, names: Names) -> Type:
    match node:
        case Path(name):
            if name not in names.facts:
                raise _fault(f"unknown fact {name!r}", node, _near(name, names.facts) or "facts: the fact schema lists all")
            return names.facts[name]
        case Param(name):
            if name not in names.params:
                raise _fault(f"unknown parameter {name!r}", node, _near(name, names.params) or "declare it in rulebook.yaml")
            return names.params[name]
        case Def(name):
            if name not in names.defs:
                raise _fault(f"unknown definition {name!r}", node, _near(name, names.defs) or "a page must say `defines:`")
            return "bool"


def _need(wanted: Type, nodes: tuple[Expr, ...], names: Names, what: str) -> None:
    for node in nodes:
        found = infer(node, names)
        if found != wanted:
            raise _fault(f"{what} needs {wanted}, not {found}", node)


def _compare(node: Compare, names: Names) -> None:
    left, right = infer(node.left, names), infer(node.right, names)
    if left != right:
        hint = 'a share is written 50%, money usd("50")' if {left, right} & {"share", "money"} else ""
        raise _fault(f"cannot compare {left} {node.op} {right}", node, hint)
    if left.startswith("list"):
        raise _fault("lists are not compared", node, "use `in` or overlaps(...)")
    if node.op not in {"==", "!="} and left not in _ORDERED:
        raise _fault(f"{left} has no order", node, "== and != compare it")


def _in(node: In, names: Names) -> None:
    inner, outer = infer(node.left, names), infer(node.right, names)
    if outer != f"list<{inner}>":
        raise _fault(f"cannot look for {inner} in {outer}", node)


def _overlaps(node: Overlaps, names: Names) -> None:
    if not isinstance(node.left, Path):
        raise _fault("overlaps() asks a list fact first", node, 'overlaps(party.programs, ["skynet"])')
    if not isinstance(node.right, Lit | Param):
        raise _fault("the second list must be written out, or be a parameter", node.right)
    one, two = infer(node.left, names), infer(node.right, names)
    if one != two or not one.startswith("list"):
        raise _fault(f"overlaps() needs two lists of one type, not {one} and {two}", node)


def infer(node: Expr, names: Names) -> Type:
    """The type of an expression.

    Raises:
        RulebookError: A name is unknown or types do not fit; the column counts from 1 in the expression.
    """
    match node:
        case Lit():
            return node.type
        case Path() | Param() | Def():
            return _look_up(node, names)
        case Not(item):
            _need("bool", (item,), names, "!")
        case And(items) | Or(items):
            _need("bool", items, names, "&&" if isinstance(node, And) else "||")
        case Compare():
            _compare(node, names)
        case In():
            _in(node, names)
        case StartsWith(left, right):
            _need("string", (left, right), names, "startsWith")
        case Overlaps():
            _overlaps(node, names)
    return "bool"
