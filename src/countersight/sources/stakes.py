"""A stake as sources write it: a share, a period and an end of a chain, each with what was wrong with it.

Nothing is lost for being wrong: what cannot be read is taken in the widest sense that keeps bounds sound, and a remark on
the edge says what stood there.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Final

from countersight.model.units import WHOLE, parse_partial_date
from countersight.sources.ftm.shares import read_percentage

_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:T.*)?")
_NONE: Final = frozenset({"", "-", "n/a", "na", "none", "null", "unknown", "nil", "?"})


@dataclass(frozen=True, slots=True)
class Stake:
    """A share as a range in units of 1e-8, with what was wrong with the way it was written."""

    lo: int
    hi: int
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Period:
    """Days as a record writes them, half-open."""

    start: str
    end: str
    remarks: tuple[str, ...] = ()


def read_stake(text: str) -> Stake:
    """A share in percent, in digits or words.

    >>> read_stake("25-50%").lo, read_stake("n/a").remarks, read_stake("-5").remarks
    (25000000, ("the share 'n/a' says nothing: taken as unknown, 0% to 100%",), ("the share '-5' is negative: taken as unknown, 0% to 100%",))
    >>> read_stake("120").remarks
    ("the share '120' is more than the whole: taken as unknown, 0% to 100%",)
    """
    bare = text.strip()
    share = read_percentage(bare) if bare else None
    if share is not None:
        return Stake(share.lo, share.hi)
    number = re.fullmatch(r"([-\u2212]?)\s*(\d+(?:[.,]\d+)?)\s*%?", bare)
    if bare.lower() in _NONE:
        fault = "says nothing" if bare else ""
    elif number and number[1]:
        fault = "is negative"
    elif number:
        fault = "is more than the whole"
    else:
        fault = "is no percentage that can be read"
    return Stake(0, WHOLE, (f"the share {bare!r} {fault}: taken as unknown, 0% to 100%",) if fault else ())


def read_period(start: str, end: str) -> Period:
    """The days of a stake; a time of day is cut off.

    An end before the start stays as it is written: the graph takes such a record as possible on every day. A record with
    a remark on its days is certain on none, so its reader marks it as not confirmed.

    >>> read_period("2020-01-01T00:00:00Z", "soon")
    Period(start='2020-01-01', end='', remarks=("the end 'soon' is no day: taken as not known",))
    """
    remarks: list[str] = []
    found: list[str] = []
    for word, text in (("start", start.strip()), ("end", end.strip())):
        day = _DAY.fullmatch(text)
        written = "-".join(part for part in day.groups() if part) if day else ""
        try:
            if written:
                parse_partial_date(written)
        except ValueError:
            written = ""
        found.append(written)
        if text and not written:
            remarks.append(f"the {word} {text!r} is no day: taken as not known")
    if all(found) and parse_partial_date(found[1]).latest < parse_partial_date(found[0]).earliest:
        remarks.append(f"it ends on {found[1]}, before it starts on {found[0]}: taken as possible on every day")
    return Period(found[0], found[1], tuple(remarks))


def nameless_id(prefix: str, key: str) -> str:
    """The id of a holder whose name is not kept, the same for the same record of the source, and telling nothing.

    >>> nameless_id("bods", "rec-1") == nameless_id("bods", "rec-1"), len(nameless_id("bods", "rec-1"))
    (True, 24)
    """
    return f"{prefix}-p-{hashlib.sha256(key.encode()).hexdigest()[:17]}"


def plain_id(prefix: str, key: str) -> str:
    """An id out of that of a source; what does not fit an id is hashed.

    >>> plain_id("bods", "rec-acme"), len(plain_id("bods", "Rec/ACME"))
    ('bods-rec-acme', 23)
    """
    fits = re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,79}", key)
    return f"{prefix}-{key}" if fits else f"{prefix}-x{hashlib.sha256(key.encode()).hexdigest()[:17]}"
