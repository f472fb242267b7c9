"""The facts that a scenario states outright. Only for ``eval``, the demo and tests, like all that is given."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from countersight.errors import InputError
from countersight.measures.given import CITE
from countersight.model.fact import Binding, Fact, FactSheet, Source, Value
from countersight.model.fact_schema import FACTS, Scope
from countersight.model.units import parse_share

_PLAIN: Final = {"bool": bool, "string": str, "int": int, "money": int}
"""Types that are written as they are; exactly these, since True is no number."""


def given_facts(facts: Mapping[str, Any]) -> dict[str, Fact]:
    """The facts by path; a list ends with "..." where something may be missing from it, and null is unknown.

    Raises:
        InputError: No such fact, or a value that is not of its type.

    >>> given_facts({"own.lower": "49.9"})["own.lower"].value
    49900000
    """
    return {path: stated_fact(path, value, Source(CITE)) for path, value in facts.items()}


def with_facts(sheet: FactSheet, facts: Mapping[str, Fact]) -> FactSheet:
    """A sheet in which the given facts stand before what was established: of every party, of every line."""
    if not facts:
        return sheet
    return replace(
        sheet,
        matter=sheet.matter | of_scope(facts, "matter"),
        parties=_bound(sheet.parties, of_scope(facts, "party")),
        lines=_bound(sheet.lines, of_scope(facts, "line")),
        holders=_bound(sheet.holders, of_scope(facts, "holder")),
    )


def of_scope(facts: Mapping[str, Fact], scope: Scope) -> dict[str, Fact]:
    """Those facts that belong to a matter, a party, a line, a holder, or the ownership question of a page."""
    return {path: fact for path, fact in facts.items() if FACTS[path].scope == scope}


def _bound(bindings: list[Binding], facts: dict[str, Fact]) -> list[Binding]:
    return [replace(one, facts=one.facts | facts) for one in bindings]


def stated_fact(path: str, value: object, source: Source) -> Fact:
    """One fact of a value as JSON and YAML write it.

    Raises:
        InputError: No such fact, or a value that is not of its type.
    """
    if path not in FACTS:
        near = difflib.get_close_matches(path, FACTS, 1)
        raise InputError(f"no fact is called {path!r}", hint=f"did you mean {near[0]!r}?" if near else "docs/facts.md lists them")
    whole = not (isinstance(value, list) and value and value[-1] == "...")
    given = value if whole or not isinstance(value, list) else value[:-1]
    return Fact(_value(path, FACTS[path].type, given), open=not whole, sources=(source,))


def _value(path: str, kind: str, value: object) -> Value | None:
    if value is None:
        return None
    try:
        if kind == "share":
            share = parse_share(str(value))
            if share.lo == share.hi:
                return share.lo
        elif kind == "date":
            return value if isinstance(value, date) else date.fromisoformat(str(value))
        elif kind == "list<string>":
            if isinstance(value, list) and all(isinstance(one, str) for one in value):
                return tuple(value)
        elif isinstance(value, bool | int | str) and type(value) is _PLAIN[kind]:
            return value
    except ValueError:
        pass
    forms = {"share": "a percentage in quotes, as '49.9'", "date": "a day, as 2026-11-24", "list<string>": "a list of texts", "money": "whole cents"}
    raise InputError(f"the fact {path} cannot be {value!r}", hint=f"it is {forms.get(kind, f'of the type {kind}')}; null for unknown")
