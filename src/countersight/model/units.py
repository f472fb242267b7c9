"""Exact quantities: shares in units of 1e-8, money in cents, dates that may be partial.

No float decides a legal question; every parser here goes through text or :class:`decimal.Decimal`.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

WHOLE = 100_000_000
"""One whole (100 %) in units of 1e-8."""

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_RANGE = re.compile(r"(\d+(?:\.\d+)?)\s*(?:-|–|to)\s*(\d+(?:\.\d+)?)\Z")


@dataclass(frozen=True, slots=True)
class ShareRange:
    """What is known of a share: a closed interval in units of 1e-8. An open end is moved by one unit."""

    lo: int
    hi: int

    @property
    def exact(self) -> bool:
        """True when the share is known to the unit."""
        return self.lo == self.hi


UNKNOWN_SHARE = ShareRange(0, WHOLE)


def percent_to_units(text: str) -> int:
    """Turn a decimal percentage into units of 1e-8.

    Args:
        text: A non-negative decimal number of percent, without the sign, for example ``"49.9"``.

    Raises:
        ValueError: Not a number, negative, above 100, or finer than 1e-6 percent.

    >>> percent_to_units("49.9")
    49900000
    """
    try:
        units = Decimal(text.strip()) * 1_000_000
    except InvalidOperation:
        message = f"not a percentage: {text!r}"
        raise ValueError(message) from None
    if not units.is_finite() or units != units.to_integral_value() or not 0 <= units <= WHOLE:
        message = f"a percentage lies between 0 and 100 with at most six decimals, not {text!r}"
        raise ValueError(message)
    return int(units)


def parse_share(text: str | int | None) -> ShareRange:
    """Read a share as matters and registers write it.

    Args:
        text: Percent as ``"49.9"``, ``"25-50"``, ``">=25"``, ``">25"``, ``"<50"``, ``"<=50"``, ``"unknown"`` or None.

    Raises:
        ValueError: None of these forms.

    >>> parse_share("25-50")
    ShareRange(lo=25000000, hi=50000000)
    >>> parse_share(">25").lo
    25000001
    >>> parse_share("unknown")
    ShareRange(lo=0, hi=100000000)
    """
    if text is None:
        return UNKNOWN_SHARE
    if isinstance(text, float):
        message = f"write a share as text, so that it stays exact: {str(text)!r}"
        raise ValueError(message)
    raw = str(text).strip().rstrip("%").strip()
    if raw.lower() in {"unknown", ""}:
        return UNKNOWN_SHARE
    if between := _RANGE.match(raw):
        lo, hi = (percent_to_units(part) for part in between.groups())
        if lo > hi:
            message = f"the range runs backwards: {text!r}"
            raise ValueError(message)
        return ShareRange(lo, hi)
    for sign, build in (
        (">=", lambda u: ShareRange(u, WHOLE)),
        ("<=", lambda u: ShareRange(0, u)),
        (">", lambda u: ShareRange(min(u + 1, WHOLE), WHOLE)),
        ("<", lambda u: ShareRange(0, max(u - 1, 0))),
    ):
        if raw.startswith(sign):
            return build(percent_to_units(raw[len(sign) :]))
    units = percent_to_units(raw)
    return ShareRange(units, units)


def format_share(units: int) -> str:
    """Units of 1e-8 as a percentage, without trailing zeros.

    >>> format_share(49_900_000)
    '49.9%'
    """
    number = (Decimal(units) / 1_000_000).normalize()
    return f"{number:f}%"


def parse_money(text: str | int | Decimal) -> int:
    """Money in cents, from text or a whole number of units.

    Raises:
        ValueError: Not an amount, or finer than a cent.

    >>> parse_money("48,000.50")
    4800050
    """
    if isinstance(text, float):
        message = f"write an amount as text, so that it stays exact: {str(text)!r}"
        raise ValueError(message)
    try:
        cents = Decimal(str(text).replace(",", "").strip()) * 100
    except InvalidOperation:
        message = f"not an amount of money: {text!r}"
        raise ValueError(message) from None
    if not cents.is_finite() or cents != cents.to_integral_value():
        message = f"an amount has at most two decimals: {text!r}"
        raise ValueError(message)
    return int(cents)


def format_money(cents: int) -> str:
    """Cents as an amount.

    >>> format_money(4_800_050)
    '48,000.50'
    """
    return f"{Decimal(cents) / 100:,.2f}"


@dataclass(frozen=True, slots=True)
class DateRange:
    """A day that may be known only to the year or the month: the earliest and the latest day it can be."""

    earliest: date
    latest: date


def parse_partial_date(text: str | date) -> DateRange:
    """Read ``2024``, ``2024-03`` or ``2024-03-09``.

    Raises:
        ValueError: None of these forms.

    >>> parse_partial_date("2024-02").latest.isoformat()
    '2024-02-29'
    """
    if isinstance(text, date):
        return DateRange(text, text)
    raw = str(text).strip()
    if re.fullmatch(r"\d{4}", raw):
        return DateRange(date(int(raw), 1, 1), date(int(raw), 12, 31))
    if re.fullmatch(r"\d{4}-\d{2}", raw):
        year, month = int(raw[:4]), int(raw[5:])
        return DateRange(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))
    day = date.fromisoformat(raw)
    return DateRange(day, day)
