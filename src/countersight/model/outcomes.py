"""What a reading of the law can end in, worst first."""

from __future__ import annotations

from typing import Final

ORDER: Final = (
    "prohibited",
    "license_required",
    "hold",
    "review",
    "disclose",
    "notify",
    "permitted_with_conditions",
    "not_triggered",
    "no_rule",
)
"""The order of the roll-up. ``disclose`` and ``notify`` stand side by side; the first named wins a tie."""

BESIDE: Final = ("deny_credit", "timetable")
"""Outcomes that carry numbers and stand beside the order: they outrank ``not_triggered`` and no more."""

PAGE_OUTCOMES: Final = (*ORDER[:7], *BESIDE)
"""What a page may name as its outcome: never ``not_triggered`` or ``no_rule``, and never "clear"."""

FLAG_LEVELS: Final = ("hold", "review", "note")

FINDINGS: Final = frozenset({*ORDER[:7], *BESIDE})
"""Outcomes that make the exit code 1."""

RANK: Final = {name: i for i, name in enumerate(ORDER)} | dict.fromkeys(BESIDE, 6)


def worst(outcomes: list[str]) -> str:
    """The roll-up of a list of outcomes; an empty list is ``no_rule``.

    >>> worst(["not_triggered", "review", "hold"])
    'hold'
    """
    return min(outcomes, key=RANK.__getitem__, default="no_rule")
