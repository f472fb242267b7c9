"""A rulebook: its pages, its dated parameters, and its profiles, under one content hash."""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from countersight.errors import RulebookError, Where
from countersight.model.fact_schema import TYPES
from countersight.rules.infer import Names
from countersight.rules.ownership_head import texts
from countersight.rules.page import Page, parse_page
from countersight.rules.parameters import TYPED, DatedValue, Parameter, read_dated
from countersight.rules.strict_yaml import Marks, read_mapping
from countersight.rules.syntax import Type
from countersight.rules.window import Day, boundaries, read_day

BOOK_FILE = "rulebook.yaml"

STATUSES = ("in_force", "proposed")

_KEYS = ("id", "title", "jurisdiction", "status", "profiles", "anchors", "parameters", "note")


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
        return replace(self, anchors={**self.anchors, "E": on})

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
    reader = _BookReader(*read_mapping(files[BOOK_FILE], BOOK_FILE))
    pages: list[Page] = []
    faults: list[RulebookError] = []
    for name in sorted(files):
        if not name.endswith(".md"):
            continue
        try:
            pages.append(parse_page(files[name], name))
        except RulebookError as fault:
            faults.append(fault)
    return reader.book(tuple(pages), files), faults


@dataclass(frozen=True, slots=True)
class _BookReader:
    """Reads ``rulebook.yaml``; knows where each key stands."""

    raw: dict[str, Any]
    marks: Marks

    def book(self, pages: tuple[Page, ...], files: Mapping[str, str]) -> Rulebook:
        if unknown := [key for key in self.raw if key not in _KEYS]:
            raise self.fault(f"unknown key {unknown[0]!r}", unknown[0], f"keys: {', '.join(_KEYS)}")
        book_id = self.text("id")
        if not book_id:
            raise self.fault("a rulebook has an id", "id")
        status = self.text("status") or "in_force"
        if status not in STATUSES:
            raise self.fault(f"status {status!r} is not known", "status", f"one of {', '.join(STATUSES)}")
        profiles = texts(self.raw.get("profiles"))
        if self.raw.get("profiles") is not None and not profiles:
            raise self.fault("profiles is a list of texts", "profiles")
        return Rulebook(
            id=book_id,
            title=self.text("title") or book_id,
            jurisdiction=self.text("jurisdiction"),
            status=status,
            profiles=profiles,
            pages=pages,
            parameters={name: self.parameter(name, one, profiles) for name, one in self.mapping("parameters").items()},
            anchors={name: self.day(day, f"anchors.{name}").on_calendar({}) for name, day in self.mapping("anchors").items()},
            sha256=content_hash(files),
            files=dict(files),
        )

    def fault(self, message: str, key: str, hint: str = "") -> RulebookError:
        line, column = self.marks.get(key, (1, 1))
        return RulebookError(message, hint=hint, where=Where(BOOK_FILE, line, column))

    def text(self, key: str) -> str:
        value = self.raw.get(key)
        if value is not None and not isinstance(value, str):
            raise self.fault(f"{key!r} is text, not {value!r}", key, "put it in quotes")
        return (value or "").strip()

    def mapping(self, key: str) -> dict[str, object]:
        value = self.raw.get(key)
        if value is not None and not isinstance(value, dict):
            raise self.fault(f"{key} is a mapping", key)
        return {str(name): one for name, one in (value or {}).items()}

    def day(self, raw: object, key: str) -> Day:
        try:
            return read_day(raw)
        except RulebookError as fault:
            raise self.fault(fault.message, key, fault.hint) from None

    def parameter(self, name: str, raw: object, profiles: tuple[str, ...]) -> Parameter:
        key = f"parameters.{name}"
        if not isinstance(raw, dict) or str(raw.get("type")) not in TYPED or not isinstance(raw.get("values"), list):
            raise self.fault(f"parameter {name!r} needs a type and a list of values", key, f"types: {', '.join(TYPED)}")
        values = tuple(self.dated(name, raw["type"], one) for one in raw["values"])
        for one in values:
            if one.profile and one.profile not in profiles:
                raise self.fault(f"parameter {name!r}: {one.profile!r} is not a profile of this rulebook", key)
        if len({(one.start, one.profile) for one in values}) < len(values):
            raise self.fault(f"parameter {name!r}: two values begin on the same day", key, "let one begin later, or give it a profile")
        return Parameter(name, raw["type"], values)

    def dated(self, name: str, kind: Type, raw: object) -> DatedValue:
        try:
            return read_dated(kind, raw)
        except RulebookError as fault:
            raise self.fault(f"parameter {name!r}{fault.message}", f"parameters.{name}", fault.hint) from None
