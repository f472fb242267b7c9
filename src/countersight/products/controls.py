"""Export control entries: why they are controlled and what the Country Chart says of a destination; readers of the published list.

The entries that matter here are bundled (``controls.yaml``). ``read_ccl`` and ``read_chart`` read the whole published list
where a user holds it as JSON. A person classifies: every answer here is a candidate, and the chart is one step of several.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from countersight.errors import InputError, Where
from countersight.products.codes import parse_eccn
from countersight.products.data import HERE, load
from countersight.products.taxonomy import Candidate, node

Need = Literal["required", "depends", "not_by_chart", "unknown"]
CONFIRM: Final = "a person must confirm the classification against the entry and the item's data sheet"
BESIDE: Final = "the chart is one step: parts 744 (end users and end uses) and 746 of title 15 CFR stand beside it"
_COLUMN: Final = re.compile(r"\b(CB|NP|NS|MT|RS|FC|CC|AT)\s+Column\s+([1-3])")
_LEVEL: Final = {"not_by_chart": 0, "unknown": 1, "depends": 2, "required": 3}


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for control: its column of the chart (``NS 1``), ``all`` destinations or ``text``, and what of the entry it covers."""

    reason: str
    column: str
    covers: str

    @property
    def whole(self) -> bool:
        """It covers the entire entry."""
        return self.covers == "all"


@dataclass(frozen=True, slots=True)
class Control:
    """An entry of the list: its number, what it names, why it is controlled."""

    eccn: str
    what: str
    reasons: tuple[Reason, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the chart says: whether a licence is needed, by which reasons, and what to add to it."""

    need: Need
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A control number that the node of an item suggests; a person must confirm it."""

    candidate: Candidate
    control: Control | None
    node: str
    contra: bool
    says: str = CONFIRM


@cache
def _bundled() -> dict[str, Control]:
    rows = load(HERE / "controls.yaml")["entries"]
    return {row["eccn"]: Control(row["eccn"], row["what"], tuple(Reason(*map(str, one)) for one in row["reasons"]), row.get("note", "")) for row in rows}


@cache
def chart() -> dict[str, frozenset[str]]:
    """The columns that are marked, per destination that is bundled."""
    return {country: frozenset(row["marks"]) for country, row in load(HERE / "controls.yaml")["chart"].items()}


def control(code: str, entries: dict[str, Control] | None = None) -> Control | None:
    """The entry of a control number, with or without paragraph; None where it is EAR99, no number, or not held.

    >>> control("3A981").what.startswith("polygraphs"), control("EAR99")
    (True, None)
    """
    parsed = parse_eccn(code)
    return (entries or _bundled()).get(parsed.base) if parsed else None


def need(code: str, country: str, entries: dict[str, Control] | None = None, marks: dict[str, frozenset[str]] | None = None) -> Answer:
    """Whether the Country Chart asks for a licence to send an item of that number to a country.

    ``not_by_chart`` is never "free": see ``BESIDE``.

    >>> need("3A981", "CN").need, need("4A994", "CN").need, need("5A980", "TW").need, need("EAR99", "CN").need
    ('required', 'not_by_chart', 'required', 'not_by_chart')
    """
    parsed = parse_eccn(code)
    if parsed is not None and parsed.base == "EAR99":
        return Answer("not_by_chart", ("EAR99 is not on the list", BESIDE))
    held = control(code, entries)
    row = (marks or chart()).get(country.upper())
    if held is None:
        return Answer("unknown", (f"the entry {code} is not held", "read the published list"))
    if row is None:
        return Answer("unknown", (f"the row of {country} is not held", "read the published chart"))
    worst: Need = "not_by_chart"
    because = []
    for one in held.reasons:
        if one.column == "all" or one.column in row:
            level: Need = "required" if one.whole else "depends"
        elif one.column == "text":
            level = "depends"
        else:
            continue
        because.append(f"{one.reason} ({one.column}): {'the entire entry' if one.whole else one.covers}")
        worst = level if _LEVEL[level] > _LEVEL[worst] else worst
    return Answer(worst, (*because, *((held.note,) if held.note else ()), BESIDE))


def proposals(ident: str, text: str = "") -> tuple[Proposal, ...]:
    """Control numbers that a node suggests; ``contra`` where the text holds a word because of which the entry leaves the item out.

    Raises:
        InputError: No such node.
    """
    known = node(ident)
    if known is None:
        raise InputError(f"no node {ident!r}", hint="ids as in docs/taxonomy")
    low = text.casefold()
    return tuple(Proposal(one, control(one.code), known.id, any(word.casefold() in low for word in one.contra)) for one in known.eccn)


def _json(path: str) -> Any:  # noqa: ANN401 - JSON is anything; the callers look for what they need
    try:
        return json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as fault:
        raise InputError(f"cannot be read: {fault.strerror}", hint="the published list as JSON", where=Where(path)) from None
    except ValueError as fault:
        raise InputError(f"not JSON: {fault}", hint="the published list as JSON", where=Where(path)) from None


def _reason(row: dict[str, str]) -> Reason:
    says, column = row["control"].strip(), row["countryChart"]
    name, _, covers = says.partition(" applies to ")
    found = _COLUMN.search(column)
    marked = f"{found[1]} {found[2]}" if found else ("all" if "all destinations" in column or "worldwide" in column else "text")
    return Reason(name, marked, "all" if covers.strip(" .") in {"entire entry", "the entire entry"} else covers)


def read_ccl(path: str) -> dict[str, Control]:
    """The published list as JSON: ``entries``, each with ``eccn``, ``heading`` and ``countryChart`` (``control`` and ``countryChart``).

    An entry that gives reasons for control without a chart is read with its reasons as ``text``, so that it never looks free.

    Raises:
        InputError: No such file, not JSON, or not in that form.
    """
    loaded = _json(path)
    try:
        found = {}
        for row in loaded["entries"]:
            reasons = tuple(_reason(one) for one in row["countryChart"])
            spoken = {one.reason for one in reasons}
            missing = [name.strip() for name in (row["reasonForControl"] or "").split(",") if name.strip() and name.strip() not in spoken]
            reasons += tuple(Reason(name, "all" if name == "SL" else "text", "all" if name == "SL" else "as the entry says") for name in missing)
            found[row["eccn"]] = Control(row["eccn"], row["heading"], reasons)
    except (KeyError, TypeError) as fault:
        raise InputError(f"not the list: {fault}", hint="entries with eccn, heading, reasonForControl, countryChart", where=Where(path)) from None
    return found


def read_chart(path: str, code_of: Callable[[str], str | None]) -> dict[str, frozenset[str]]:
    """The published chart as JSON: ``countries``, each with ``marks``. ``code_of`` gives the code of a country's name, as the chart writes it; a row without one is left out.

    Raises:
        InputError: No such file, not JSON, or not in that form.
    """
    try:
        rows = {code: frozenset(row["marks"]) for name, row in _json(path)["countries"].items() if (code := code_of(name))}
    except (KeyError, TypeError) as fault:
        raise InputError(f"not the chart: {fault}", hint="countries with marks", where=Where(path)) from None
    if "CN" in rows:
        rows.setdefault("HK", rows["CN"])
    return rows
