"""Days as American agencies write them on their pages."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        "jan january|feb february|mar march|apr april|may|jun june|jul july|aug august|sep sept september|oct october|"
        "nov november|dec december".split("|"),
        1,
    )
    for name in names.split()
}
_WRITTEN = re.compile(r"([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def american_day(text: str) -> str:
    """An ISO day out of ``March 12, 2021``, ``Mar. 12, 2021``, ``03/12/2021`` (the month first) or ``2021-03-12``.

    Raises:
        ValueError: None of these, or no such day.

    >>> american_day("March 12, 2021"), american_day("8/2/2022")
    ('2021-03-12', '2022-08-02')
    """
    bare = text.strip()
    if found := _WRITTEN.fullmatch(bare):
        month = _MONTHS.get(found[1].lower())
        if month is None:
            raise ValueError(f"no month is called {found[1]!r}")
        return date(int(found[3]), month, int(found[2])).isoformat()
    if found := _SLASHED.fullmatch(bare):
        return date(int(found[3]), int(found[1]), int(found[2])).isoformat()
    if found := _ISO.fullmatch(bare):
        return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
    raise ValueError(f"not a day: {text!r}")


def american_days(text: str) -> list[str]:
    """Every day that a text names in the written form, in its order.

    Raises:
        ValueError: A day that does not exist.

    >>> american_days("December 22, 2025Updated:January 7, 2026")
    ['2025-12-22', '2026-01-07']
    """
    found = re.findall(r"(?:January|February|March|April|May|June|July|August|September|October|November|December)\s+\d{1,2},\s+\d{4}", text)
    return [american_day(day) for day in found]
