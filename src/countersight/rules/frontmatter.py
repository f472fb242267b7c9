"""Front matter: the YAML head of a page, checked key by key, with the line and column of every fault."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml

from countersight.errors import RulebookError, Where
from countersight.model.lists import BY_ID
from countersight.model.outcomes import FLAG_LEVELS, PAGE_OUTCOMES
from countersight.model.units import WHOLE, percent_to_units
from countersight.rules.window import STATUSES, Window, read_day

KEYS = frozenset(
    "id citation measure outcome raises defines exception_to computes license_policy effect scope for_each profiles "
    "effective status windows verified_on source ownership slots".split()
)
MEASURES = ("export", "import", "capital", "research", "tax", "delisting", "definitions", "adjacent")
KINDS = ("parties", "shipment", "entry", "devices", "holdings", "research", "tax", "issuer")
CONTROL_MODES = ("cascade", "listed_only", "multiplicative")

_PARTY = re.compile(r"party in \[([a-z_, ]+)\]\Z")


@dataclass(frozen=True, slots=True)
class Source:
    """Where the text of a page was checked: publisher, address, day seen."""

    publisher: str
    url: str
    seen: str


@dataclass(frozen=True, slots=True)
class ForEach:
    """Over what a page is read, one reading per binding; several kinds are read as every combination."""

    roles: tuple[str, ...] = ()
    lines: bool = False
    holders: bool = False


@dataclass(frozen=True, slots=True)
class OwnershipTest:
    """What the ownership engine computes for a page: never a constant in code."""

    lists: tuple[str, ...]
    klass: str
    threshold: int
    """Units of 1e-8."""
    strict: bool
    """True for more than, False for at least."""
    aggregate: bool
    mode: str
    control: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """The checked front matter of one page."""

    id: str
    citations: tuple[str, ...]
    measure: str
    windows: tuple[Window, ...]
    outcome: str = ""
    raises: str = ""
    defines: str = ""
    exception_to: str = ""
    computes: str = ""
    license_policy: str = ""
    effect: Mapping[str, Any] = field(default_factory=dict)
    scope: tuple[str, ...] = ()
    for_each: ForEach = ForEach()
    profiles: tuple[str, ...] = ()
    verified_on: str = ""
    source: Source | None = None
    ownership: OwnershipTest | None = None
    slots: tuple[str, ...] = ()


@dataclass(slots=True)
class HeadReader:
    """Reads one head; knows where each key stands."""

    file: str
    text: str
    marks: dict[str, tuple[int, int]] = field(default_factory=dict)

    def fault(self, message: str, key: str = "", hint: str = "") -> RulebookError:
        """A fault at a key's place."""
        line, column = self.marks.get(key, (1, 1))
        return RulebookError(message, hint=hint, where=Where(self.file, line, column))

    def read(self) -> Head:
        """The head.

        Raises:
            RulebookError: With file, line and column.
        """
        raw = self._mapping()
        for key in raw:
            if key not in KEYS:
                near = difflib.get_close_matches(key, sorted(KEYS), n=1)
                raise self.fault(f"unknown key {key!r}", key, f"did you mean {near[0]!r}?" if near else f"keys: {', '.join(sorted(KEYS))}")
        jobs = [key for key in ("outcome", "raises", "defines", "exception_to") if raw.get(key)]
        if len(jobs) != 1:
            hint = "outcome: for a provision, raises: for a red flag, defines: for a definition, exception_to: for an exception"
            raise self.fault(f"a page has exactly one job, found {' and '.join(jobs) or 'none'}", jobs[-1] if jobs else "id", hint)
        return Head(
            id=self._text(raw, "id", needed=True),
            citations=self._texts(raw, "citation", needed=True),
            measure=self._one_of(raw, "measure", MEASURES, default="definitions" if raw.get("defines") else ""),
            windows=self._windows(raw),
            outcome=self._one_of(raw, "outcome", PAGE_OUTCOMES),
            raises=self._one_of(raw, "raises", FLAG_LEVELS),
            defines=self._text(raw, "defines"),
            exception_to=self._text(raw, "exception_to"),
            computes=self._text(raw, "computes"),
            license_policy=self._text(raw, "license_policy"),
            effect=self._effect(raw),
            scope=self._scope(raw),
            for_each=self._for_each(raw),
            profiles=self._texts(raw, "profiles"),
            verified_on=self._day(raw, "verified_on"),
            source=self._source(raw),
            ownership=self._ownership(raw),
            slots=self._texts(raw, "slots") or (("who", "when", "evidence") if raw.get("raises") else ()),
        )

    def _mapping(self) -> dict[str, Any]:
        try:
            node = yaml.compose(self.text, Loader=yaml.SafeLoader)
            raw = yaml.safe_load(self.text)
        except yaml.MarkedYAMLError as fault:
            mark = fault.problem_mark
            where = Where(self.file, (mark.line + 2) if mark else 1, (mark.column + 1) if mark else 1)
            raise RulebookError(f"the front matter is not YAML: {fault.problem}", where=where, hint="quote text that holds a colon") from None
        if not isinstance(raw, dict) or not isinstance(node, yaml.MappingNode):
            raise self.fault("the front matter is not a mapping", hint="key: value, one a line")
        for key, _ in node.value:
            self.marks[str(key.value)] = (key.start_mark.line + 2, key.start_mark.column + 1)
        return {str(key): value for key, value in raw.items()}

    def _text(self, raw: dict[str, Any], key: str, *, needed: bool = False) -> str:
        value = raw.get(key)
        if value is None:
            if needed:
                raise self.fault(f"{key!r} is missing")
            return ""
        if not isinstance(value, str):
            raise self.fault(f"{key!r} is text, not {value!r}", key, "put it in quotes")
        return value.strip()

    def _texts(self, raw: dict[str, Any], key: str, *, needed: bool = False) -> tuple[str, ...]:
        value = raw.get(key)
        if value is None:
            if needed:
                raise self.fault(f"{key!r} is missing")
            return ()
        items = value if isinstance(value, list) else [value]
        if not items or not all(isinstance(item, str) and item.strip() for item in items):
            raise self.fault(f"{key!r} is text or a list of texts, not {value!r}", key)
        return tuple(item.strip() for item in items)

    def _one_of(self, raw: dict[str, Any], key: str, known: tuple[str, ...], default: str = "") -> str:
        value = self._text(raw, key) or default
        if value and value not in known:
            near = difflib.get_close_matches(value, known, n=1)
            raise self.fault(f"{key} {value!r} is not known", key, f"did you mean {near[0]!r}?" if near else f"one of {', '.join(known)}")
        return value

    def _day(self, raw: dict[str, Any], key: str) -> str:
        value = raw.get(key)
        if value is None:
            return ""
        if not isinstance(value, date):
            raise self.fault(f"{key} is a day, not {value!r}", key, "write 2026-11-24")
        return value.isoformat()

    def _effect(self, raw: dict[str, Any]) -> Mapping[str, Any]:
        value = raw.get("effect") or {}
        if not isinstance(value, dict):
            raise self.fault(f"effect is a mapping, not {value!r}", "effect", "effect: {may_hold: true, may_trade: false}")
        return {str(key): item.isoformat() if isinstance(item, date) else item for key, item in value.items()}

    def _scope(self, raw: dict[str, Any]) -> tuple[str, ...]:
        kinds = self._texts(raw, "scope")
        for kind in kinds:
            if kind not in KINDS:
                raise self.fault(f"scope {kind!r} is not a kind of matter", "scope", f"kinds: {', '.join(KINDS)}")
        if not kinds and (raw.get("outcome") or raw.get("raises")):
            raise self.fault("'scope' is missing", hint=f"scope: [shipment]; kinds: {', '.join(KINDS)}")
        return kinds

    def _for_each(self, raw: dict[str, Any]) -> ForEach:
        value = raw.get("for_each")
        items = value if isinstance(value, list) else [value] if value is not None else []
        roles: tuple[str, ...] = ()
        lines = holders = False
        for item in items:
            if found := _PARTY.match(str(item)):
                roles = tuple(role.strip() for role in found.group(1).split(",") if role.strip())
            elif item == "line":
                lines = True
            elif item == "holder":
                holders = True
            else:
                raise self.fault(f"for_each {item!r} is not understood", "for_each", 'for_each: ["party in [end_user, purchaser]", line]')
        return ForEach(roles, lines, holders)

    def _source(self, raw: dict[str, Any]) -> Source | None:
        value = raw.get("source")
        if value is None:
            return None
        if not isinstance(value, dict) or not {"publisher", "seen"} <= set(value):
            raise self.fault("source names at least its publisher and the day it was seen", "source", "source: {publisher: BIS, url: ..., seen: 2026-11-23}")
        return Source(str(value["publisher"]), str(value.get("url", "")), str(value["seen"]))

    def _windows(self, raw: dict[str, Any]) -> tuple[Window, ...]:
        if "windows" in raw and ("effective" in raw or "status" in raw):
            raise self.fault("windows: stands alone, without effective: and status:", "windows")
        if "windows" in raw:
            items = raw["windows"]
            if not isinstance(items, list) or not items:
                raise self.fault("windows is a list of {from, to, status}", "windows")
        else:
            effective = raw.get("effective")
            if not isinstance(effective, dict):
                raise self.fault("'effective' is missing", "effective", "effective: {from: 2019-10-09, to: open}")
            items = [{**effective, "status": raw.get("status", "in_force")}]
        return tuple(self._window(item) for item in items)

    def _window(self, item: Any) -> Window:
        key = "windows" if "windows" in self.marks else "effective"
        if not isinstance(item, dict) or "from" not in item or not set(item) <= {"from", "to", "status", "citation", "note"}:
            raise self.fault(f"a window has from, to, status, and perhaps citation and note, not {item!r}", key)
        status = item.get("status", "in_force")
        if status not in STATUSES:
            raise self.fault(f"status {status!r} is not known", key, f"one of {', '.join(STATUSES)}")
        start = item["from"]
        try:
            if isinstance(start, dict):
                first, latest = read_day(start["not_before"]), read_day(start["not_after"])
            else:
                first = latest = read_day(start)
            end = read_day(item.get("to"))
        except (RulebookError, KeyError) as fault:
            message = fault.message if isinstance(fault, RulebookError) else "an uncertain start has not_before and not_after"
            raise self.fault(message, key, "from: 2019-10-09, open, E+180d, or {not_before: ..., not_after: ...}") from None
        cites = item.get("citation") or ()
        return Window(first, latest, end, status, (cites,) if isinstance(cites, str) else tuple(cites), str(item.get("note", "")))

    def _ownership(self, raw: dict[str, Any]) -> OwnershipTest | None:
        value = raw.get("ownership")
        if value is None:
            return None
        known = {"lists", "class", "op", "threshold", "aggregate", "mode", "control"}
        if not isinstance(value, dict) or not {"lists", "threshold"} <= set(value) or not set(value) <= known:
            raise self.fault(f"ownership has {', '.join(sorted(known))}; lists and threshold are needed", "ownership")
        lists = tuple(value["lists"])
        for name in lists:
            if name not in BY_ID:
                near = difflib.get_close_matches(name, list(BY_ID), n=1)
                raise self.fault(f"unknown list {name!r}", "ownership", f"did you mean {near[0]!r}?" if near else "")
        threshold = str(value["threshold"])
        if not threshold.endswith("%") or value.get("op", ">=") not in {">", ">="} or value.get("mode", "cascade") not in CONTROL_MODES:
            raise self.fault("ownership: threshold is a percentage such as 50%, op is > or >=, mode is cascade, listed_only or multiplicative", "ownership")
        try:
            units = percent_to_units(threshold[:-1])
        except ValueError as fault:
            raise self.fault(str(fault), "ownership") from None
        return OwnershipTest(
            lists=lists,
            klass=str(value.get("class", "equity")),
            threshold=min(units, WHOLE),
            strict=value.get("op", ">=") == ">",
            aggregate=bool(value.get("aggregate", True)),
            mode=str(value.get("mode", "cascade")),
            control=tuple(value.get("control") or ()),
        )
