"""What follows for a position: the effects of the pages that fired, with their days put in, joined to one answer.

A page's effect is plain data. A text that is the path of a fact stands for the fact's value in the proof, and a day such as
``E+365d`` for that day of the scenario's enactment; what is not known is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from countersight.model.decision import Finding, InstanceProof
from countersight.model.fact_schema import FACTS
from countersight.rules.window import Anchors, read_day

_RELATIVE: Final = re.compile(r"[A-Z](?:\+[0-9]{1,5}d)?\Z")
_ANY_TRUE: Final = frozenset({"notify"})
"""Duties: one page that lays them on is enough. Of permissions (may_...) one page that takes them away is."""


def put_in(effect: Mapping[str, Any], instances: Sequence[InstanceProof], anchors: Anchors) -> dict[str, Any]:
    """A page's effect with the values of its proofs and the days of the scenario; of several days the earliest."""
    found: dict[str, Any] = {}
    for key, value in effect.items():
        if isinstance(value, str) and value in FACTS:
            told = [used.value for one in instances if one.value == "met" for used in one.facts if used.path == value]
            known = [text for text in told if text is not None]
            if known:
                found[key] = min(known)
        elif isinstance(value, str) and _RELATIVE.match(value):
            day = read_day(value).on_calendar(anchors)
            if day is not None:
                found[key] = day.isoformat()
        else:
            found[key] = value
    return found


def joined(findings: Iterable[Finding]) -> dict[str, Any]:
    """One answer for a column: of every page that fired for certain; what takes away goes before what gives."""
    found: dict[str, Any] = {}
    for one in findings:
        if one.flag or not one.counts or one.value != "met" or one.doubt:
            continue
        for key, value in one.effect.items():
            found[key] = _worse(key, found[key], value) if key in found else value
    return dict(sorted(found.items()))


def _worse(key: str, one: Any, two: Any) -> Any:  # noqa: ANN401 - effects are plain data of several types
    if isinstance(one, bool) and isinstance(two, bool):
        return one or two if key in _ANY_TRUE else one and two
    if _is_day(one) and _is_day(two):
        return min(one, two)
    return one


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False
