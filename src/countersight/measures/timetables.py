"""Timetables of the law of securities: windows that run from a listing, days that run from a filing, business days.

How many days there are stands in the rulebook, each number with its citation: ``cmic_bar_days``, ``cmic_divest_days``,
``form25_delisted_days``, ``form25_deregistered_days``, ``hfcaa_dispute_days``. Where no rulebook that is read holds a number, the
day is not known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

_MONDAY, _THURSDAY = 0, 3
_SATURDAY, _SUNDAY = 5, 6

Numbers = Callable[[str], object]
"""Gives a number of the law on the day by its name, or None: ``World.parameter``."""


@dataclass(frozen=True, slots=True)
class Windows:
    """What runs from a listing: the day from which trades are barred, and the day before which a sale may still divest."""

    barred_from: date
    divest_before: date


def windows(listed: date, number: Numbers) -> Windows | None:
    """The windows of a listing under EO 13959 as amended by EO 14032; None where the law that is read holds no days for it.

    Args:
        listed: The day of the entry; one before ``cmic_counts_from`` counts from that day.
        number: Gives a number of the law by its name.

    >>> law = {"cmic_counts_from": date(2021, 6, 3), "cmic_bar_days": 60, "cmic_divest_days": 365}
    >>> windows(date(2021, 12, 10), law.get)
    Windows(barred_from=datetime.date(2022, 2, 8), divest_before=datetime.date(2022, 12, 10))
    """
    first, barred, divest = number("cmic_counts_from"), _days(number("cmic_bar_days")), _days(number("cmic_divest_days"))
    if barred is None or divest is None:
        return None
    start = max(listed, first) if isinstance(first, date) else listed
    return Windows(start + barred, start + divest)


def form_25(filed: date, number: Numbers) -> tuple[date, date] | None:
    """The day on which the listing ends, and the day on which registration under section 12(b) ends, in calendar days.

    >>> [day.isoformat() for day in form_25(date(2026, 12, 1), {"form25_delisted_days": 10, "form25_deregistered_days": 90}.get)]
    ['2026-12-11', '2027-03-01']
    """
    delisted, deregistered = _days(number("form25_delisted_days")), _days(number("form25_deregistered_days"))
    return None if delisted is None or deregistered is None else (filed + delisted, filed + deregistered)


def _days(value: object) -> timedelta | None:
    return timedelta(value) if isinstance(value, int) and not isinstance(value, bool) else None


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
