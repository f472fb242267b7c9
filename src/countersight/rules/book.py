"""A rulebook: its pages, its dated parameters, and its profiles, under one content hash."""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml

from countersight.errors import RulebookError, Where
from countersight.model.fact_schema import TYPES
from countersight.model.units import parse_money, percent_to_units
from countersight.rules.infer import Names
from countersight.rules.page import Page, parse_page
from countersight.rules.syntax import Lit, Literal, Type
from countersight.rules.window import Anchors, Day, boundaries, read_day

BOOK_FILE = "rulebook.yaml"

_KEYS = frozenset({"id", "title", "jurisdiction", "status", "profiles", "anchors", "parameters", "note"})
_VALUE_KEYS = frozenset({"from", "value", "profile", "citation", "verified_on", "status", "note"})
_TYPES = frozenset({"bool", "int", "share", "money", "string", "date", "list<string>"})


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A parameter's value from a day on, for one profile or all, with its reference."""

    start: Day
    value: Literal | Day
    """A day that hangs on an anchor stays one until the scenario gives the anchor."""
    profile: str
    citation: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """A dated parameter of a rulebook."""

    name: str
    type: Type
    values: tuple[DatedValue, ...]

    def on(self, day: date, profile: str, anchors: Anchors) -> Lit:
        """The value in force on a day: the latest start wins, and a profile's own value beats the common one."""
        best: tuple[date, bool, DatedValue] | None = None
        for one in self.values:
            start = one.start.on_calendar(anchors) or date.min
            if start > day or one.profile not in {"", profile}:
                continue
            key = (start, bool(one.profile), one)
            if best is None or (key[1], key[0]) >= (best[1], best[0]):
                best = key
        value = best[2].value if best else None
        return Lit(value.on_calendar(anchors) if isinstance(value, Day) else value, self.type)


@dataclass(frozen=True, slots=True)
class Rulebook:
    """A folder of law, read whole."""

    id: str
    title: str
    jurisdiction: str
    status: str
    profiles: tuple[str, ...]
    pages: tuple[Page, ...]
    parameters: Mapping[str, Parameter]
    anchors: Mapping[str, date | None]
    sha256: str
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def proposed(self) -> bool:
        """A proposal, shown as a what-if beside the law in force."""
        return self.status == "proposed"

    @property
    def columns(self) -> tuple[str, ...]:
        """How the rulebook is named in a matrix: one column per profile."""
        return tuple(f"{self.id}/{profile}" for profile in self.profiles) or (self.id,)

    def names(self) -> Names:
        """What the pages' expressions may name."""
        return Names(
            facts=TYPES,
            params={name: one.type for name, one in self.parameters.items()},
            defs=frozenset(page.head.defines for page in self.pages if page.head.defines),
        )

    def page(self, page_id: str) -> Page:
        """A page by id.

        Raises:
            RulebookError: No such page, with the nearest id as a hint.
        """
        for page in self.pages:
            if page.id == page_id:
                return page
        near = difflib.get_close_matches(page_id, [page.id for page in self.pages], n=1)
        raise RulebookError(f"{self.id} has no page {page_id!r}", hint=f"did you mean {near[0]!r}?" if near else "see: countersight rules list")

    def enacted(self, on: date | None) -> Rulebook:
        """The same rulebook with its anchors set: what if the Act were enacted on that day."""
        if on is None:
            return self
        return Rulebook(
            self.id, self.title, self.jurisdiction, self.status, self.profiles, self.pages, self.parameters,
            {**self.anchors, "E": on}, self.sha256, self.files,
        )

    def calendar(self) -> tuple[tuple[date, Page], ...]:
        """Every day at which a page's reading may change, in order."""
        found = [(day, page) for page in self.pages for day in boundaries(page.head.windows, self.anchors)]
        return tuple(sorted(found, key=lambda item: (item[0], item[1].id)))

    def changes_after(self, day: date) -> tuple[date, ...]:
        """The days after ``day`` on which a page or a parameter changes, in order."""
        days = {when for when, _ in self.calendar() if when > day}
        for one in self.parameters.values():
            starts = (value.start.on_calendar(self.anchors) for value in one.values)
            days.update(start for start in starts if start is not None and start > day)
        return tuple(sorted(days))


def content_hash(files: Mapping[str, str]) -> str:
    """A hash over names and contents, the same on any machine and in any order."""
    lines = [[name, hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()] for name, text in sorted(files.items())]
    return hashlib.sha256(json.dumps(lines, ensure_ascii=False).encode()).hexdigest()


def read_rulebook(files: Mapping[str, str]) -> tuple[Rulebook, list[RulebookError]]:
    """Read a rulebook from the text of its files.

    Args:
        files: Relative name to text: ``rulebook.yaml`` and any number of ``*.md`` pages.

    Returns:
        The rulebook with the pages that could be read, and every fault found in the others.

    Raises:
        RulebookError: ``rulebook.yaml`` itself is missing or malformed.
    """
    if BOOK_FILE not in files:
        raise RulebookError(f"no {BOOK_FILE}", hint="a rulebook is a folder with rulebook.yaml and pages *.md")
    raw = _book_yaml(files[BOOK_FILE])
    pages: list[Page] = []
    faults: list[RulebookError] = []
    for name in sorted(files):
        if not name.endswith(".md"):
            continue
        try:
            pages.append(parse_page(files[name], name))
        except RulebookError as fault:
            faults.append(fault)
    book = Rulebook(
        id=str(raw["id"]),
        title=str(raw.get("title", raw["id"])),
        jurisdiction=str(raw.get("jurisdiction", "")),
        status=str(raw.get("status", "in_force")),
        profiles=tuple(raw.get("profiles") or ()),
        pages=tuple(pages),
        parameters={name: _parameter(name, one) for name, one in (raw.get("parameters") or {}).items()},
        anchors={str(name): read_day(day).on_calendar({}) for name, day in (raw.get("anchors") or {}).items()},
        sha256=content_hash(files),
        files=dict(files),
    )
    return book, faults


def _fault(message: str, hint: str = "") -> RulebookError:
    return RulebookError(message, hint=hint, where=Where(BOOK_FILE))


def _book_yaml(text: str) -> dict[str, Any]:
    try:
        raw = yaml.safe_load(text)
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark
        raise RulebookError(f"not YAML: {fault.problem}", where=Where(BOOK_FILE, mark.line + 1 if mark else 1)) from None
    if not isinstance(raw, dict) or "id" not in raw:
        raise _fault("rulebook.yaml is a mapping with at least an id")
    if unknown := sorted(set(raw) - _KEYS):
        raise _fault(f"unknown key {unknown[0]!r}", f"keys: {', '.join(sorted(_KEYS))}")
    return raw


def _parameter(name: str, raw: Any) -> Parameter:
    if not isinstance(raw, dict) or raw.get("type") not in _TYPES or not isinstance(raw.get("values"), list):
        raise _fault(f"parameter {name!r} needs a type and a list of values", f"types: {', '.join(sorted(_TYPES))}")
    return Parameter(name, raw["type"], tuple(_dated(name, raw["type"], one) for one in raw["values"]))


def _dated(name: str, kind: Type, raw: Any) -> DatedValue:
    if not isinstance(raw, dict) or not {"from", "value"} <= set(raw) or not set(raw) <= _VALUE_KEYS:
        raise _fault(f"parameter {name!r}: a value has from, value, and perhaps {', '.join(sorted(_VALUE_KEYS - {'from', 'value'}))}")
    try:
        value = _typed(kind, raw["value"])
    except (ValueError, TypeError) as fault:
        raise _fault(f"parameter {name!r} is not a {kind}: {fault}") from None
    if not raw.get("citation"):
        raise _fault(f"parameter {name!r} has a value without a citation", "citation: where the number stands")
    return DatedValue(read_day(raw["from"]), value, str(raw.get("profile", "")), str(raw["citation"]))


def _typed(kind: Type, value: Any) -> Literal | Day:
    readers: dict[str, Any] = {
        "share": lambda v: percent_to_units(str(v).rstrip("%")),
        "money": lambda v: parse_money(str(v)),
        "date": read_day,
        "list<string>": lambda v: tuple(_each_text(v)),
    }
    if kind in readers:
        return readers[kind](value)  # type: ignore[no-any-return]
    wanted: dict[str, type] = {"bool": bool, "int": int, "string": str}
    if type(value) is not wanted[kind]:
        message = f"found {value!r}"
        raise ValueError(message)
    return value  # type: ignore[no-any-return]


def _each_text(value: Iterable[Any]) -> Iterable[str]:
    for item in value:
        if not isinstance(item, str):
            message = f"found {item!r} in the list; quote it"
            raise TypeError(message)
        yield item
