"""Moments and ids, as the tables hold them."""

from __future__ import annotations

import secrets
import time
from datetime import UTC, datetime
from typing import Final

LETTERS: Final = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: no letter that is taken for another."""


def now() -> str:
    """This moment, UTC, to the microsecond; texts stand in the order of time."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def new_id(kind: str) -> str:
    """An id that nobody guesses, in the order of time.

    >>> new_id("case").startswith("case-"), len(new_id("case"))
    (True, 27)
    """
    number = (int(time.time() * 1000) << 62) | secrets.randbits(62)
    return f"{kind}-" + "".join(LETTERS[number >> shift & 31] for shift in range(105, -1, -5))
