"""Institutes of an academy: lists write the academy beside the institute, others leave it out."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_ACADEMY: Final = re.compile(
    r"\b(?:of )?(?:the )?(?:(?:chinese|china|russian) academy of (?:medical |agricultural |social )?sciences?|(?:siberian|ural|far east(?:ern)?) branch of the russian academy of sciences)(?: (?:cas|ras))?\b"
)
_MORE: Final = 2
"""Words that must be left, so that "Institute" alone is nobody."""


@lru_cache(maxsize=16384)
def without_academy(folded: str) -> str:
    """A folded name without the academy that it belongs to; empty where it names none, or nothing else.

    >>> without_academy("shanghai institute of applied physics chinese academy of sciences")
    'shanghai institute of applied physics'
    >>> without_academy("chinese academy of sciences"), without_academy("beihang university")
    ('', '')
    """
    rest = " ".join(_ACADEMY.sub(" ", folded).split())
    for edge in ("the ", "of "):
        rest = rest.removeprefix(edge)
    return rest if rest != folded and len(rest.split()) > _MORE else ""
