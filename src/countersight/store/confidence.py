"""How sure a claim is: derived from what stands behind it, never typed in.

Nature, times the number of independent publishers, times age. What an authority decides or finds, what a register or a
filing holds and what a body admits of itself is first-hand, and one publisher is enough. A report is not: one press
report gives at most *possibly*, and reports alone never more than *probable*, however many repeat them. An allegation
stays *possibly*. What is old, or of no known day, is worth one step less, except the acts of authorities, which stand
until they are undone. A contested statement is worth one step less as well, and always comes with the reply.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import urlsplit

from countersight.model.units import parse_partial_date

if TYPE_CHECKING:
    from collections.abc import Iterable

    from countersight.store.statements import Row

Grade = Literal["possibly", "probable", "certain"]

GRADES: Final[tuple[Grade, ...]] = ("possibly", "probable", "certain")

_ONE: Final = {
    "designation": 2, "finding": 2, "register": 2, "filing": 2, "admission": 2, "tender": 1, "computed": 1, "report": 0,
    "allegation": 0,
}  # fmt: skip
"""The grade that one publisher gives."""

_SEVERAL: Final = _ONE | {"tender": 2, "report": 1}
"""The grade that two or more independent publishers give."""

_YEARS: Final = {"register": 3, "filing": 3, "tender": 5, "admission": 5, "report": 5, "allegation": 5, "computed": 3}
"""After how many years a statement is old. Designations and findings do not age."""

_LAPSED: Final = frozenset({"withdrawn", "corrected", "ended"})
_ARCHIVE = re.compile(r"https?://web\.archive\.org/web/[^/]+/")
_SECOND_LEVEL: Final = frozenset({"co", "com", "gov", "org", "net", "ac", "edu", "gob", "go", "or", "ne"})
_COUNTRY_LENGTH: Final = 2
_DAYS_OF_YEAR: Final = 365.25


@dataclass(frozen=True, slots=True)
class Confidence:
    """A grade, how many independent publishers stand behind the claim, and the replies that belong beside it."""

    grade: Grade
    publishers: int
    because: str
    replies: tuple[str, ...] = ()


def publisher_of(row: Row) -> str:
    """Who says it: the owner of the address where it is said, else the source that it came from.

    Never more publishers than can be told apart: what has no address counts as said by its source, and the parts of one
    site are one publisher.
    """
    host = (urlsplit(_ARCHIVE.sub("", row.origin)).hostname or "") if "//" in row.origin else ""
    parts = host.split(".")
    if len(parts) < 2:  # noqa: PLR2004 - a bare word is no site
        return row.dataset
    deep = len(parts) > 2 and len(parts[-1]) == _COUNTRY_LENGTH and parts[-2] in _SECOND_LEVEL  # noqa: PLR2004 - name.co.uk
    return ".".join(parts[-3:] if deep else parts[-2:])


def _old(row: Row, on: date) -> bool:
    limit = _YEARS.get(row.nature)
    if limit is None:
        return False
    told = row.last_seen or row.start or row.first_seen
    if not told:
        return True
    return (on - parse_partial_date(told).latest).days > limit * _DAYS_OF_YEAR


def confidence(rows: Iterable[Row], on: date, replies: Iterable[str] = ()) -> Confidence | None:
    """How sure the claim is that these statements make together.

    Args:
        rows: Statements of one claim: the same subject, property and value.
        on: The day on which it is asked.
        replies: What was answered to them.

    Returns:
        The grade that the strongest nature gives; None where nothing stands any more.
    """
    standing = [row for row in rows if row.standing not in _LAPSED]
    best: tuple[int, int, str] | None = None
    for nature in sorted({row.nature for row in standing}):
        group = [row for row in standing if row.nature == nature]
        fresh = [row for row in group if not _old(row, on)]
        who = {publisher_of(row) for row in fresh or group}
        step = (_SEVERAL if len(who) > 1 else _ONE).get(nature, 0) - (not fresh) - all(row.standing == "contested" for row in group)
        told = f"{nature}, {len(who)} publisher{'s' if len(who) > 1 else ''}{'' if fresh else ', old or undated'}"
        if best is None or (step, len(who)) > best[:2]:
            best = (step, len(who), told)
    if best is None:
        return None
    contested = any(row.standing == "contested" for row in standing)
    because = best[2] + (", contested" if contested else "")
    return Confidence(GRADES[max(0, best[0])], best[1], because, tuple(dict.fromkeys(replies)) if contested else ())
