"""A listed name that is a candidate, kept ready between questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

NAMES_KEPT: Final = 200_000
"""Names that were candidates once and are kept ready for the next question: about a kilobyte each."""


@dataclass(slots=True)
class Listed:
    """A listed name with what is asked of its body first, and room for what the matcher keeps of it."""

    body_id: str
    text: str
    schema: str
    countries: tuple[str, ...]
    laid: Any = None
    parts: Any = None


def by_body(one: Listed) -> str:
    """Order of names that are the same."""
    return one.body_id


def by_score(one: tuple[int, Listed]) -> tuple[int, str, str]:
    """Order of names that are near."""
    return -one[0], one[1].body_id, one[1].text
