"""From a page's expression to one that stands on its own for a day: definitions and parameters put in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from countersight.rules.syntax import And, Compare, Def, Expr, In, Lit, Not, Or, Overlaps, Param, StartsWith


@dataclass(frozen=True, slots=True)
class Ground:
    """What holds on one day: each definition as a tree that is itself ground, each parameter as a literal."""

    defs: Mapping[str, Expr]
    params: Mapping[str, Lit]


def ground(node: Expr, day: Ground) -> Expr:
    """Put in definitions and parameters, so that only facts and literals remain."""
    match node:
        case Def(name):
            return day.defs[name]
        case Param(name):
            return day.params[name]
        case Not(item):
            return replace(node, item=ground(item, day))
        case And(items) | Or(items):
            return replace(node, items=tuple(ground(item, day) for item in items))
        case Compare(_, left, right) | In(left, right) | StartsWith(left, right) | Overlaps(left, right):
            return replace(node, left=ground(left, day), right=ground(right, day))
        case _:
            return node
