"""When a page speaks: half-open windows, some with a start that is not known to the day, each with its status.

A date on a page is a day (``2019-10-09``), ``open``, or relative to a scenario's anchor (``E+180d``: 180 days after
enactment). A start may be ``{not_before: ..., not_after: ...}``: outside that span the answer is definite, inside it
a page can at most ask for a review.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from countersight.errors import RulebookError

Status = Literal["in_force", "suspended", "unconfirmed", "proposed", "repealed"]
STATUSES: tuple[Status, ...] = ("in_force", "suspended", "unconfirmed", "proposed", "repealed")

Anchors = Mapping[str, date | None]
"""Anchor letter to day. None reads the Act as enacted long ago: every start that hangs on it has passed."""

_RELATIVE = re.compile(r"([A-Z])(?:\+([0-9]{1,5})d)?\Z")
_ABSOLUTE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


@dataclass(frozen=True, slots=True)
class Day:
    """A day on a page: absolute, relative to an anchor, or open."""

    iso: str = ""
    anchor: str = ""
    plus: int = 0

    def on_calendar(self, anchors: Anchors) -> date | None:
        """The calendar day; None for an open end, and for an anchor that is read as long past."""
        if self.iso:
            return date.fromisoformat(self.iso)
        if not self.anchor:
            return None
        start = anchors.get(self.anchor)
        if start is None:
            return None
        return date.fromordinal(min(start.toordinal() + self.plus, date.max.toordinal()))


OPEN = Day()


def read_day(raw: object) -> Day:
    """Read a day from front matter or an example.

    Raises:
        RulebookError: Not a day, ``open``, or an anchor such as ``E+180d``.

    >>> read_day("E+180d")
    Day(iso='', anchor='E', plus=180)
    """
    if raw is None or raw == "open":
        return OPEN
    text = raw.isoformat() if isinstance(raw, date) else str(raw).strip()
    if found := _RELATIVE.match(text):
        return Day(anchor=found.group(1), plus=int(found.group(2) or 0))
    try:
        if _ABSOLUTE.match(text):
            return Day(iso=date.fromisoformat(text).isoformat())
        reason = ""
    except ValueError as fault:
        reason = f" ({fault})"
    raise RulebookError(f"not a day: {text!r}{reason}", hint="write 2026-11-10, open, or E+180d")


@dataclass(frozen=True, slots=True)
class Window:
    """``[start, end)`` with a status. ``latest`` differs from ``start`` only where the start is not known to the day."""

    start: Day
    latest: Day
    end: Day
    status: Status
    citations: tuple[str, ...] = ()
    note: str = ""

    @property
    def uncertain(self) -> bool:
        """True when the start is known only as a span."""
        return self.start != self.latest


@dataclass(frozen=True, slots=True)
class Phase:
    """Where a day falls: the window, and whether the start itself is in doubt on that day."""

    window: Window
    doubtful_start: bool

    @property
    def doubt(self) -> str:
        """Why a finding can at most be a review on this day; empty where nothing stands in the way."""
        if self.doubtful_start:
            return "the day on which this takes effect is not known exactly"
        if self.window.status in {"suspended", "unconfirmed"}:
            note = f": {self.window.note}" if self.window.note else ""
            return f"{self.window.status} on this date{note}"
        return ""


def phase(windows: tuple[Window, ...], on: date, anchors: Anchors) -> Phase | None:
    """The window that a day falls into, or None."""
    for window in windows:
        start = window.start.on_calendar(anchors)
        over = on >= _end(window, anchors) and window.end != OPEN
        if over or (start is not None and on < start) or window.status == "repealed":
            continue
        latest = window.latest.on_calendar(anchors)
        return Phase(window, doubtful_start=window.uncertain and latest is not None and on < latest)
    return None


def _end(window: Window, anchors: Anchors) -> date:
    """The day on which a window is over; an end that hangs on an anchor read as long past has passed too."""
    return window.end.on_calendar(anchors) or (date.max if window.end == OPEN else date.min)


def boundaries(windows: tuple[Window, ...], anchors: Anchors) -> tuple[date, ...]:
    """Every calendar day at which the reading of a page may change, in order."""
    days = {
        day
        for window in windows
        for day in (window.start.on_calendar(anchors), window.latest.on_calendar(anchors), window.end.on_calendar(anchors))
        if day is not None
    }
    return tuple(sorted(days))


def overlap(windows: tuple[Window, ...], anchors: Anchors) -> tuple[Window, Window] | None:
    """Two windows that overlap, if any: one day must have one reading."""
    placed = [(window.start.on_calendar(anchors) or date.min, _end(window, anchors), window) for window in windows]
    lasting = sorted((item for item in placed if item[0] < item[1]), key=lambda item: item[:2])
    for (_, end, one), (start, _, two) in pairwise(lasting):
        if start < end:
            return one, two
    return None
