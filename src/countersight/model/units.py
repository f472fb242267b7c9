"""Exact quantities: shares in units of 1e-8, money in cents, dates that may be partial.

No float decides a legal question; every parser here goes through text or :class:`decimal.Decimal`.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

WHOLE = 100_000_000
"""One whole (100 %) in units of 1e-8."""

LARGEST = 2**63 - 1
"""The largest whole number anywhere: what a BIGINT column holds."""

_DECIMAL = re.compile(r"(-?)([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.([0-9]+))?")
_RANGE = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*%?\s*(?:-|–|to)\s*([0-9]+(?:\.[0-9]+)?)\Z")


def _scaled(text: str, places: int) -> int | None:
    """A plain decimal times ``10**places``; None where it is not one, or has finer digits.

    Digit by digit: :class:`decimal.Decimal` would round what goes beyond its precision.
    """
    found = _DECIMAL.fullmatch(text.strip())
    if found is None or len(text) > 40:  # noqa: PLR2004 - no amount of this world is longer
        return None
    sign, whole, fraction = found.group(1), found.group(2).replace(",", ""), (found.group(3) or "").rstrip("0")
    if len(fraction) > places:
        return None
    units = int(whole + fraction.ljust(places, "0"))
    return -units if sign else units


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
    units = _scaled(text, 6)
    if units is None or "," in text or not 0 <= units <= WHOLE:
        message = f"a percentage lies between 0 and 100 with at most six decimals, not {text!r}"
        raise ValueError(message)
    return units


def parse_share(text: str | int | None) -> ShareRange:
    """Read a share as matters and registers write it.

    Args:
        text: Percent as ``"49.9"``, ``"25-50"``, ``">=25"``, ``">25"``, ``"<50"``, ``"<=50"``, ``"unknown"`` or None.

    Raises:
        TypeError: A float.
        ValueError: None of these forms, or no share at all (more than 100, less than 0).

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
        raise TypeError(message)
    raw = str(text).strip().rstrip("%").strip()
    if raw.lower() in {"unknown", ""}:
        return UNKNOWN_SHARE
    between = _RANGE.match(raw)
    if between:
        found = ShareRange(percent_to_units(between.group(1)), percent_to_units(between.group(2)))
    else:
        sign = next((one for one in _BOUNDS if raw.startswith(one)), "")
        found = _BOUNDS[sign](percent_to_units(raw[len(sign) :]))
    if not 0 <= found.lo <= found.hi <= WHOLE:
        message = f"the range runs backwards: {text!r}" if between else f"there is no such share: {text!r}"
        raise ValueError(message)
    return found


_BOUNDS: dict[str, Callable[[int], ShareRange]] = {
    ">=": lambda units: ShareRange(units, WHOLE),
    "<=": lambda units: ShareRange(0, units),
    ">": lambda units: ShareRange(units + 1, WHOLE),
    "<": lambda units: ShareRange(0, units - 1),
    "": lambda units: ShareRange(units, units),
}


def format_share(units: int) -> str:
    """Units of 1e-8 as a percentage, without trailing zeros.

    >>> format_share(49_900_000)
    '49.9%'
    """
    number = (Decimal(units) / 1_000_000).normalize()
    return f"{number:f}%"


def parse_money(text: str | int) -> int:
    """Money in cents, from text or a whole number of units.

    Raises:
        TypeError: A float.
        ValueError: Not a plain amount, finer than a cent, or larger than :data:`LARGEST`. A comma groups thousands;
            ``1,23`` is refused rather than read as 123.

    >>> parse_money("48,000.50")
    4800050
    """
    if isinstance(text, float):
        message = f"write an amount as text, so that it stays exact: {str(text)!r}"
        raise TypeError(message)
    cents = _scaled(str(text), 2)
    if cents is None or abs(cents) > LARGEST:
        message = f"an amount is written 48,000.50, with at most two decimals, not {text!r}"
        raise ValueError(message)
    return cents


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
    found = _PARTIAL.fullmatch(text.strip())
    if found is None:
        message = f"a date is written 2024, 2024-03 or 2024-03-09, not {text!r}"
        raise ValueError(message)
    year, month, day = found.groups()
    first = date(int(year), int(month or "1"), int(day or "1"))
    if day:
        return DateRange(first, first)
    last = first.replace(month=int(month or "12"))
    return DateRange(first, last.replace(day=calendar.monthrange(last.year, last.month)[1]))


def years_after(day: date, years: int) -> date:
    """The same day some years later; 29 February becomes 1 March.

    >>> years_after(date(2027, 1, 1), 2).isoformat(), years_after(date(2028, 2, 29), 1).isoformat()
    ('2029-01-01', '2029-03-01')
    """
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


_PARTIAL = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
