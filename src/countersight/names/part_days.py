"""Days that may be known in part: a year, a year and a month, a day, or about a year. How two of them agree.

A list says "1965", "Mar 1965", "circa 1965" or "1965 to 1967"; a passport says a day. What both know is compared, nothing else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

Agreement = Literal["day", "month", "year", "about", "swapped", "slip", "conflict"]
"""How far two days agree: to the day, month or year; about; with day and month swapped; in the year only where more is known; not at all."""

ABOUT: Final = 2
"""Years by which a circa may be off."""
_MONTHS: Final = {name: i for i, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_ISO = re.compile(r"(\d{4})(?:[-/.](\d{1,2}))?(?:[-/.](\d{1,2}))?(?:T.*)?", re.ASCII)
_ENGLISH = re.compile(r"(?:(\d{1,2}) )?([a-z]{3})[a-z]*\.?,? (\d{4})", re.ASCII)
_RANGE = re.compile(r"(\d{4})\s*(?:-|to|\u2013)\s*(\d{4})", re.ASCII)
_CIRCA = re.compile(r"^(?:circa|ca\.?|c\.|about|approximately|approx\.?)\s*|~$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PartDay:
    """Years from and to (the same where it is one), month and day where known (0 where not), and whether it is only about."""

    first: int
    last: int
    month: int = 0
    day: int = 0
    about: bool = False

    def __str__(self) -> str:
        """As :func:`part_day` reads it again: ISO as far as it is known.

        >>> str(part_day("4 Mar 1965")), str(part_day("circa 1965")), str(part_day("1965 to 1967"))
        ('1965-03-04', 'circa 1965', '1965 to 1967')
        """
        parts = "-".join((f"{self.first:04d}", *(f"{part:02d}" for part in (self.month, self.day) if part)))
        span = parts if self.first == self.last else f"{self.first:04d} to {self.last:04d}"
        return f"circa {span}" if self.about else span


def part_day(text: str) -> PartDay | None:
    """Read a day that may be known in part; None where it is none.

    >>> part_day("1965-03"), part_day("circa 1965")
    (PartDay(first=1965, last=1965, month=3, day=0, about=False), PartDay(first=1965, last=1965, month=0, day=0, about=True))
    >>> part_day("04 Mar 1965"), part_day("1965 to 1967"), part_day("long ago")
    (PartDay(first=1965, last=1965, month=3, day=4, about=False), PartDay(first=1965, last=1967, month=0, day=0, about=False), None)
    """
    bare = " ".join(text[:64].split()).lower()
    plain = _CIRCA.sub("", bare)
    about = plain != bare
    if found := _RANGE.fullmatch(plain):
        first, last = sorted((int(found[1]), int(found[2])))
        return PartDay(first, last, about=about)
    if found := _ISO.fullmatch(plain):
        year, month, day = (int(part or 0) for part in found.groups())
    elif found := _ENGLISH.fullmatch(plain):
        year, month, day = int(found[3]), _MONTHS.get(found[2], 99), int(found[1] or 0)
    else:
        return None
    if month > 12 or day > 31 or (day and not month):  # noqa: PLR2004 - of a year, of a month
        return None
    return PartDay(year, year, month, day, about)


def agreement(one: PartDay, other: PartDay) -> Agreement:
    """How far two days agree, in what both know.

    >>> agreement(part_day("1965"), part_day("1965-03-04")), agreement(part_day("1965-04-03"), part_day("1965-03-04"))
    ('year', 'swapped')
    >>> agreement(part_day("circa 1963"), part_day("1965")), agreement(part_day("1962"), part_day("1965"))
    ('about', 'conflict')
    """
    slack = ABOUT if one.about or other.about else 0
    if one.first > other.last + slack or other.first > one.last + slack:
        return "conflict"
    if slack or one.first != one.last or other.first != other.last:
        return "about"
    if not one.month or not other.month:
        return "year"
    if one.month == other.month:
        if not one.day or not other.day:
            return "month"
        return "day" if one.day == other.day else "slip"
    return "swapped" if one.day and (one.month, one.day) == (other.day, other.month) else "slip"
