"""Timetables of the law of securities: windows that run from a listing, days that run from a filing, business days.

Sources: EO 14032 s.1 and the entries that the Office of Foreign Assets Control published under it (60 and 365 days);
17 CFR 240.12d2-2 (10 and 90 days); 15 USC 7214(i) (years that follow one another; 15 business days to dispute).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

EO_14032: Final = date(2021, 6, 3)
"""Day of the order: an entry made under the order before it counts from this day."""
BAR_AFTER: Final = 60
"""Days from the listing to the bar on purchases and sales."""
DIVEST_BEFORE: Final = 365
"""Days from the listing to the end of sales that divest; a sale on that day is too late (12:01 am)."""
DELISTED_AFTER: Final = 10
DEREGISTERED_AFTER: Final = 90
"""Days from the filing of Form 25 to the end of the listing, and to the end of registration under section 12(b)."""
DISPUTE_WITHIN: Final = 15
"""Business days in which an issuer may dispute that it was identified."""

_MONDAY, _THURSDAY = 0, 3
_SATURDAY, _SUNDAY = 5, 6


@dataclass(frozen=True, slots=True)
class Windows:
    """What runs from a listing: the day from which trades are barred, and the day before which a sale may still divest."""

    barred_from: date
    divest_before: date


def windows(listed: date) -> Windows:
    """The windows of a listing under EO 13959 as amended by EO 14032.

    >>> windows(date(2021, 12, 10))
    Windows(barred_from=datetime.date(2022, 2, 8), divest_before=datetime.date(2022, 12, 10))
    """
    start = max(listed, EO_14032)
    return Windows(start + timedelta(BAR_AFTER), start + timedelta(DIVEST_BEFORE))


def form_25(filed: date) -> tuple[date, date]:
    """The day on which the listing ends, and the day on which registration under section 12(b) ends, in calendar days.

    >>> [day.isoformat() for day in form_25(date(2026, 12, 1))]
    ['2026-12-11', '2027-03-01']
    """
    return filed + timedelta(DELISTED_AFTER), filed + timedelta(DEREGISTERED_AFTER)


def longest_run(years: Iterable[int]) -> int:
    """How many fiscal years follow one another without a gap, at most.

    >>> longest_run([2026, 2024, 2023]), longest_run([])
    (2, 0)
    """
    best = run = 0
    last = None
    for year in sorted(set(years)):
        run = run + 1 if last is not None and year == last + 1 else 1
        best, last = max(best, run), year
    return best


def business_days_after(day: date, count: int) -> date:
    """The business day that follows a day by a number of business days: no weekend, no federal holiday of 5 USC 6103.

    >>> business_days_after(date(2026, 11, 25), 1).isoformat()
    '2026-11-27'
    """
    while count > 0:
        day += timedelta(1)
        count -= day.weekday() < _SATURDAY and day not in federal_holidays(day.year)
    return day


def federal_holidays(year: int) -> frozenset[date]:
    """The federal holidays of a year as observed (5 USC 6103), a New Year's Day observed on 31 December included."""
    fixed = [date(year, 1, 1), date(year, 6, 19), date(year, 7, 4), date(year, 11, 11), date(year, 12, 25), date(year + 1, 1, 1)]
    moving = [_nth(year, 1, _MONDAY, 3), _nth(year, 2, _MONDAY, 3), _last_monday_of_may(year), _nth(year, 9, _MONDAY, 1), _nth(year, 10, _MONDAY, 2), _nth(year, 11, _THURSDAY, 4)]
    return frozenset(one for one in (*map(_observed, fixed), *moving) if one.year == year)


def _observed(day: date) -> date:
    if day.weekday() == _SATURDAY:
        return day - timedelta(1)
    return day + timedelta(1) if day.weekday() == _SUNDAY else day


def _nth(year: int, month: int, weekday: int, count: int) -> date:
    first = date(year, month, 1)
    return first + timedelta((weekday - first.weekday()) % 7 + 7 * (count - 1))


def _last_monday_of_may(year: int) -> date:
    last = date(year, 5, 31)
    return last - timedelta(last.weekday())
