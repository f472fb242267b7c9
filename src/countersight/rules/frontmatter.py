"""Front matter: the YAML head of a page, checked key by key, with the line and column of every fault."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from countersight.errors import RulebookError, Where
from countersight.model.outcomes import FLAG_LEVELS, PAGE_OUTCOMES
from countersight.rules.ownership_head import InvestorTest, OwnershipTest, near, read_investors, read_ownership, texts
from countersight.rules.strict_yaml import Marks, read_mapping
from countersight.rules.window import OPEN, STATUSES, Day, Window, read_day

KEYS = (
    "id", "citation", "measure", "outcome", "raises", "defines", "exception_to", "computes", "license_policy", "effect",
    "scope", "for_each", "profiles", "effective", "status", "windows", "verified_on", "source", "ownership", "investors", "slots",
)
MEASURES = ("export", "import", "capital", "research", "tax", "delisting", "definitions", "adjacent")
KINDS = ("parties", "shipment", "entry", "devices", "holdings", "research", "tax", "issuer")
ROLES = (
    "exporter", "purchaser", "intermediate_consignee", "ultimate_consignee", "end_user", "forwarder", "importer",
    "producer", "seller", "brand_owner", "user", "holder", "investor", "issuer", "target", "sponsor", "funder",
    "institution", "author_affiliation", "taxpayer", "payor", "customer", "vendor",
)
"""The roles of :mod:`countersight.model.matter`, written out so that this room needs no pydantic; a test compares them."""

_PARTY = re.compile(r"party in \[([^\]]*)\]\Z")


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
    investors: InvestorTest | None = None
    slots: tuple[str, ...] = ()


@dataclass(slots=True)
class HeadReader:
    """Reads one head; knows where each key stands."""

    file: str
    text: str
    marks: Marks = field(default_factory=dict)

    def fault(self, message: str, key: str = "", hint: str = "") -> RulebookError:
        """A fault at a key's place."""
        line, column = self.marks.get(key, (1, 1))
        return RulebookError(message, hint=hint, where=Where(self.file, line, column))

    def read(self) -> Head:
        """The head.

        Raises:
            RulebookError: With file, line and column.
        """
        raw, self.marks = read_mapping(self.text, self.file, above=1)
        for key in raw:
            if key not in KEYS:
                raise self.fault(f"unknown key {key!r}", key, near(key, KEYS))
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
            defines=self._defines(raw),
            exception_to=self._text(raw, "exception_to"),
            computes=self._text(raw, "computes"),
            license_policy=self._text(raw, "license_policy"),
            effect=self._effect(raw),
            scope=self._scope(raw),
            for_each=self._for_each(raw),
            profiles=self._texts(raw, "profiles"),
            verified_on=self._day(raw, "verified_on"),
            source=self._source(raw),
            ownership=read_ownership(raw.get("ownership"), self._refuse),
            investors=read_investors(raw.get("investors"), self._refuse),
            slots=self._texts(raw, "slots") or (("who", "when", "evidence") if raw.get("raises") else ()),
        )

    def _text(self, raw: dict[str, Any], key: str, *, needed: bool = False) -> str:
        value = raw.get(key)
        if value is None and not needed:
            return ""
        if value is None:
            raise self.fault(f"{key!r} is missing", key)
        if not isinstance(value, str) or not value.strip():
            raise self.fault(f"{key!r} is text, not {value!r}", key, "put it in quotes")
        return value.strip()

    def _texts(self, raw: dict[str, Any], key: str, *, needed: bool = False) -> tuple[str, ...]:
        value = raw.get(key)
        if value is None and not needed:
            return ()
        if value is None:
            raise self.fault(f"{key!r} is missing", key)
        items = texts(value)
        if not items:
            raise self.fault(f"{key!r} is text or a list of texts, not {value!r}", key)
        return items

    def _one_of(self, raw: dict[str, Any], key: str, known: tuple[str, ...], default: str = "") -> str:
        value = self._text(raw, key) or default
        if value and value not in known:
            raise self.fault(f"{key} {value!r} is not known", key, near(value, known))
        return value

    def _day(self, raw: dict[str, Any], key: str) -> str:
        value = raw.get(key)
        if value is None:
            return ""
        if not isinstance(value, date):
            raise self.fault(f"{key} is a day, not {value!r}", key, "write 2026-11-24")
        return value.isoformat()

    def _defines(self, raw: dict[str, Any]) -> str:
        name = self._text(raw, "defines")
        if name and not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
            raise self.fault(f"{name!r} cannot be written as def.{name}", "defines", "letters, digits and _")
        return name

    def _effect(self, raw: dict[str, Any]) -> Mapping[str, Any]:
        value = raw.get("effect")
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise self.fault(f"effect is a mapping, not {value!r}", "effect", "effect: {may_hold: true, may_trade: false}")
        effect = {str(key): item.isoformat() if isinstance(item, date) else item for key, item in value.items()}
        for key, item in effect.items():
            if not isinstance(item, bool | int | str) and not texts(item):
                raise self.fault(f"effect {key!r} is text, a whole number, yes or no, a day, or a list of texts, not {item!r}", "effect")
        return effect

    def _scope(self, raw: dict[str, Any]) -> tuple[str, ...]:
        kinds = self._texts(raw, "scope")
        for kind in kinds:
            if kind not in KINDS:
                raise self.fault(f"scope {kind!r} is not a kind of matter", "scope", near(kind, KINDS))
        if not kinds and (raw.get("outcome") or raw.get("raises")):
            raise self.fault("'scope' is missing", hint=f"scope: [shipment]; kinds: {', '.join(KINDS)}")
        return kinds

    def _for_each(self, raw: dict[str, Any]) -> ForEach:
        value = raw.get("for_each")
        items = value if isinstance(value, list) else [value] if value is not None else []
        if len({str(item).split(" ")[0] for item in items}) < len(items):
            raise self.fault("for_each names a kind twice", "for_each", "party in [...] takes all roles at once")
        each = ForEach(lines="line" in items, holders="holder" in items)
        for item in items:
            found = _PARTY.match(str(item))
            if found:
                each = replace(each, roles=self._roles(found.group(1)))
            elif item not in ("line", "holder"):
                raise self.fault(f"for_each {item!r} is not understood", "for_each", 'for_each: ["party in [end_user, purchaser]", line]')
        return each

    def _roles(self, text: str) -> tuple[str, ...]:
        roles = tuple(role.strip() for role in text.split(","))
        for role in roles:
            if role not in ROLES:
                raise self.fault(f"{role!r} is not a role of a party", "for_each", near(role, ROLES))
        return roles

    def _source(self, raw: dict[str, Any]) -> Source | None:
        value = raw.get("source")
        if value is None:
            return None
        hint = "source: {publisher: BIS, url: ..., seen: 2026-11-23}"
        if not isinstance(value, dict) or not {"publisher", "seen"} <= set(value) <= {"publisher", "url", "seen"}:
            raise self.fault("source names its publisher, the day it was seen, and perhaps its url", "source", hint)
        if not isinstance(value["seen"], date):
            raise self.fault(f"seen is a day, not {value['seen']!r}", "source.seen", hint)
        return Source(str(value["publisher"]), str(value.get("url", "")), value["seen"].isoformat())

    def _windows(self, raw: dict[str, Any]) -> tuple[Window, ...]:
        if "windows" not in raw:
            effective = raw.get("effective")
            if not isinstance(effective, dict):
                raise self.fault("'effective' is missing", "effective", "effective: {from: 2019-10-09, to: open}")
            return (self._window({**effective, "status": raw.get("status", "in_force")}, "effective"),)
        if "effective" in raw or "status" in raw:
            raise self.fault("windows: stands alone, without effective: and status:", "windows")
        items = raw["windows"]
        if not isinstance(items, list) or not items:
            raise self.fault("windows is a list of {from, to, status}", "windows")
        return tuple(self._window(item, "windows") for item in items)

    def _window(self, item: object, key: str) -> Window:
        if not isinstance(item, dict) or not {"from"} <= set(item) <= {"from", "to", "status", "citation", "note"}:
            raise self.fault(f"a window has from, to, status, and perhaps citation and note, not {item!r}", key)
        status = item.get("status", "in_force")
        if status not in STATUSES:
            raise self.fault(f"status {status!r} is not known", key, f"one of {', '.join(STATUSES)}")
        try:
            first, latest = _start(item["from"])
            end = read_day(item.get("to"))
        except RulebookError as fault:
            raise self.fault(fault.message, key, "from: 2019-10-09, open, E+180d, or {not_before: ..., not_after: ...}") from None
        if _backwards(first, latest) or _backwards(latest, end) or first == end != OPEN:
            raise self.fault("a window ends after it begins", key, "windows are half-open: from is in, to is out")
        if (cites := item.get("citation")) is not None and not texts(cites):
            raise self.fault(f"a window's citation is text or a list of texts, not {cites!r}", key)
        return Window(first, latest, end, status, texts(cites), str(item.get("note", "")))

    def _refuse(self, message: str, key: str, hint: str) -> RulebookError:
        return self.fault(message, key, hint)


def _start(raw: object) -> tuple[Day, Day]:
    """The first and the last day on which a window may begin; the same where it is known."""
    if not isinstance(raw, dict):
        return read_day(raw), read_day(raw)
    if set(raw) != {"not_before", "not_after"}:
        raise RulebookError("an uncertain start has not_before and not_after")
    first, latest = read_day(raw["not_before"]), read_day(raw["not_after"])
    if OPEN in (first, latest):
        raise RulebookError("an uncertain start lies between two days")
    return first, latest


def _backwards(one: Day, two: Day) -> bool:
    """True where the second day certainly comes before the first; days on different clocks cannot be compared."""
    if OPEN in (one, two) or one.anchor != two.anchor:
        return False
    return (two.iso, two.plus) < (one.iso, one.plus)
