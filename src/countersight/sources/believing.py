"""Why an edition is not believed: it is too old, older than the last good one, or a list in it shrank.

That a list must have so many rows and name certain parties stands in its ``expectations.yaml``; its reader holds it
against that. Here it is held against what was there before. About 15,000 rows once vanished from an official feed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

TENTH: Final = 10
"""A list may lose one in so many of its rows."""


def shrunk(before: Mapping[str, int], now: Mapping[str, int]) -> list[str]:
    """The lists that lost more than a tenth of their rows, each with both counts.

    Args:
        before: List id to rows, of the last good edition.
        now: The same of the new one; a list that is not in it has none.

    >>> shrunk({"us.uflpa": 100}, {"us.uflpa": 90}), shrunk({"us.uflpa": 100}, {"us.uflpa": 89})
    ([], ['us.uflpa: 100 rows before, 89 now'])
    """
    return [
        f"{name}: {rows} rows before, {now.get(name, 0)} now"
        for name, rows in sorted(before.items())
        if (rows - now.get(name, 0)) * TENTH > rows
    ]


def aged(edition: date, most: int, today: date) -> str:
    """In words, by how much an edition is too old; nothing, when it is not.

    >>> from datetime import date
    >>> aged(date(2026, 1, 1), 45, date(2026, 3, 1))
    'the edition of 2026-01-01 is 59 days old, at most 45 were expected'
    >>> aged(date(2026, 1, 1), 45, date(2026, 1, 31))
    ''
    """
    days = (today - edition).days
    return f"the edition of {edition} is {days} days old, at most {most} were expected" if days > most else ""
