"""Decisions for programs: JSON and JSON lines, stable, with a schema version."""

from __future__ import annotations

import json

from countersight.reports.screening import Screening

SCHEMA = "countersight.screening/1"
"""Version of the envelope around decisions; the decision has a version of its own."""


def json_report(run: Screening) -> str:
    """One object: the decisions, the rows that failed, and the notes of the readers."""
    failed = [
        {"file": one.where.file, "row": one.where.line, "column": one.where.column, "message": one.message, "hint": one.hint, "matter": one.matter, "screened": not one.dropped}
        for one in run.faults
    ]
    made = {"schema": SCHEMA, "decisions": [one.to_dict() for one in run.decisions], "failed_rows": failed, "notes": list(run.notes)}
    return json.dumps(made, ensure_ascii=False, indent=1)


def jsonl_report(run: Screening) -> str:
    """One decision a line."""
    return "\n".join(json.dumps(one.to_dict(), ensure_ascii=False, separators=(",", ":")) for one in run.decisions)
