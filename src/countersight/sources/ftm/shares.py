"""A share in words, as registers write it and FollowTheMoney passes it on, to an exact range."""

from __future__ import annotations

import re
from typing import Final

from countersight.model.units import WHOLE, ShareRange

_N: Final = r"(\d{1,3}(?:\.\d+)?)"
_LEAST: Final = r"(?:>=|≥|at least|no less than|not less than|minimum)"
_ABOVE: Final = r"(?:>|more than|over|above|greater than|exceeding)"
_MOST: Final = r"(?:<=|≤|up to|at most|no more than|not more than|maximum)"
_BELOW: Final = r"(?:<|less than|under|below)"

_FORMS: Final = tuple(
    (re.compile(pattern), lower, upper)
    for pattern, lower, upper in (
        (_N, "=", "="),
        (rf"(?:between |from )?{_N} ?(?:-|\u2013|to|and) ?{_N}", "=", "="),
        (rf"{_LEAST} ?{_N}", "=", ""),
        (rf"{_N} ?(?:or more|and more|or above|and above|\+)", "=", ""),
        (rf"{_ABOVE} ?{_N}", ">", ""),
        (rf"{_MOST} ?{_N}", "", "="),
        (rf"{_N} ?or less", "", "="),
        (rf"{_BELOW} ?{_N}", "", "<"),
        (rf"{_ABOVE} ?{_N},? (?:but|and) {_MOST} ?{_N}", ">", "="),
        (rf"{_ABOVE} ?{_N},? (?:but|and) {_BELOW} ?{_N}", ">", "<"),
        (rf"(?:{_LEAST} ?{_N}|{_N} or more),? (?:but|and) {_BELOW} ?{_N}", "=", "<"),
    )
)
"""Wording, and how its first number bounds from below and its last from above."""

_PERCENT = re.compile(r"%|per ?cent(?:age)?|\bpct\b")
_REGISTER = re.compile(r"[a-z-]*?(\d{1,3})-to-(\d{1,3})(?:-percent)?[a-z-]*")
"""Kinds of control in the British register: ``ownership-of-shares-25-to-50-percent``."""
_COMMA = re.compile(r"(?<=\d),(?=\d{1,2}(?!\d))")
"""A comma with one or two digits behind it is that of a decimal; with three it may group thousands."""


def read_percentage(text: str) -> ShareRange | None:
    """The range that a text states, in units of 1e-8 of the whole; None where it states none.

    Digits finer than a unit widen the range to the units around it: what is not known to the unit is never rounded away.

    >>> read_percentage("49.9 %"), read_percentage("25-50"), read_percentage("50,5")
    (ShareRange(lo=49900000, hi=49900000), ShareRange(lo=25000000, hi=50000000), ShareRange(lo=50500000, hi=50500000))
    >>> read_percentage("more than 25% but not more than 50%"), read_percentage("75% or more"), read_percentage("33.33333333")
    (ShareRange(lo=25000001, hi=50000000), ShareRange(lo=75000000, hi=100000000), ShareRange(lo=33333333, hi=33333334))
    >>> read_percentage("1,250"), read_percentage("a majority"), read_percentage("120")
    (None, None, None)
    """
    bare = " ".join(_PERCENT.sub(" ", _COMMA.sub(".", text.lower())).split())
    if found := _REGISTER.fullmatch(text.strip().lower()):
        return _range(found[1], found[2], "==")
    for pattern, lower, upper in _FORMS:
        if found := pattern.fullmatch(bare):
            numbers = [number for number in found.groups() if number]
            return _range(numbers[0] if lower else "0", numbers[-1] if upper else "100", (lower or "=") + (upper or "="))
    return None


def _range(low: str, high: str, bounds: str) -> ShareRange | None:
    lo = _floor(low) + (bounds[0] == ">")
    hi = _ceiling(high) - (bounds[1] == "<")
    return ShareRange(lo, hi) if 0 <= lo <= hi <= WHOLE else None


def _floor(number: str) -> int:
    whole, _, part = number.partition(".")
    return int(whole) * 1_000_000 + int(part[:6].ljust(6, "0"))


def _ceiling(number: str) -> int:
    return _floor(number) + bool(number.partition(".")[2][6:].strip("0"))


def write_percentage(lo: int, hi: int) -> str:
    """A range as text that :func:`read_percentage` reads back to the same; nothing for "unknown".

    >>> write_percentage(49_900_000, 49_900_000), write_percentage(25_000_001, 50_000_000), write_percentage(0, 100_000_000)
    ('49.9', '25.000001-50', '')
    """
    if (lo, hi) == (0, WHOLE):
        return ""
    return _decimal(lo) if lo == hi else f"{_decimal(lo)}-{_decimal(hi)}"


def _decimal(units: int) -> str:
    whole, part = divmod(units, 1_000_000)
    return f"{whole}.{part:06d}".rstrip("0").rstrip(".")
