"""The words in which outcomes, values and columns are shown; one table for every report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from countersight.model.decision import Finding

OUTCOME: Final = {
    "prohibited": "PROHIBITED",
    "license_required": "LICENCE REQUIRED",
    "hold": "HOLD",
    "review": "REVIEW",
    "disclose": "DISCLOSE",
    "notify": "NOTIFY",
    "permitted_with_conditions": "PERMITTED, CONDITIONS",
    "not_triggered": "not triggered",
    "no_rule": "no rule",
    "deny_credit": "DENY CREDIT",
    "timetable": "TIMETABLE",
    "note": "note",
}
"""An outcome, as a reader sees it. None of them says "clear"."""

MEANS: Final = {
    "prohibited": "the law forbids it as it stands",
    "license_required": "not without a licence",
    "hold": "an unresolved red flag or a presumption stops it until a person settles it",
    "review": "facts are missing, or the law is unsettled: the questions say which",
    "disclose": "allowed, to be disclosed",
    "notify": "allowed, to be notified",
    "permitted_with_conditions": "allowed under the conditions named",
    "not_triggered": "the pages read do not reach these facts; this is not a clearance",
    "no_rule": "no page of this rulebook speaks of such a matter",
}

STYLE: Final = {
    "prohibited": "bold red", "license_required": "bold red", "hold": "bold yellow", "review": "yellow",
    "disclose": "cyan", "notify": "cyan", "permitted_with_conditions": "cyan", "not_triggered": "dim", "no_rule": "dim",
}  # fmt: skip
"""How a terminal colours an outcome."""

MARK: Final = {"met": "✓", "not_met": "✗", "unknown": "?"}
"""Met, not met, unknown: a sign beside each line of a proof."""

COLUMN: Final = {
    "us-in-force": "law in force",
    "us-dshra/literal": "the Act, literal",
    "us-dshra/workable": "the Act, workable",
}


def column_title(name: str) -> str:
    """A column's heading."""
    return COLUMN.get(name, name)


def worst_first(findings: Sequence[Finding]) -> list[Finding]:
    """Findings in the order in which they are shown: what counts before what is only shown, the worst first."""
    order = list(OUTCOME)
    return sorted(findings, key=lambda one: (not one.counts, order.index(one.outcome)))
