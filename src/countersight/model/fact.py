"""A fact: a named value, whether a list may be incomplete, and where it comes from.

Absent is unknown. There is no default and no guess: what is not known stays out of the sheet.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

Value = bool | int | str | date | tuple[str, ...]
"""Values are booleans, whole numbers (counts, shares in 1e-8, cents), text, days, and tuples of text."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from: who says so, in which words to cite it, and when it was seen."""

    citation: str
    nature: str = "matter"
    """``matter`` (the user's own papers), ``designation``, ``finding``, ``register``, ``computed`` ..."""
    url: str = ""
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One value with its provenance. ``value is None`` is a fact known to be unknown, with the reason in ``note``."""

    value: Value | None
    open: bool = False
    """Only for lists: something may be missing from it, so "not found" is unknown."""
    sources: tuple[Source, ...] = ()
    note: str = ""


@dataclass(slots=True)
class Binding:
    """What one reading of a page is about: a party, a line, or the matter itself."""

    label: str
    kind: str
    roles: frozenset[str] = frozenset()
    facts: dict[str, Fact] = field(default_factory=dict)
    body_id: str = ""


@dataclass(slots=True)
class FactSheet:
    """Everything established about one matter: facts of the matter, and one binding per party and line."""

    matter: dict[str, Fact] = field(default_factory=dict)
    parties: list[Binding] = field(default_factory=list)
    lines: list[Binding] = field(default_factory=list)
    holders: list[Binding] = field(default_factory=list)
    lines_complete: bool = True
    """False when the matter does not say what its lines are; a matter may also say that it has none."""
