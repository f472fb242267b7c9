"""Decisions for programs: JSON and JSON lines, stable, with a schema version."""

from __future__ import annotations

import json

from countersight.model.decision import Column, Decision, fields_of
from countersight.reports.screening import Screening

SCHEMA = "countersight.screening/1"
"""Version of the envelope around decisions; the decision has a version of its own."""


def json_report(run: Screening) -> str:
    """One object: the decisions, the rows that failed, and the notes of the readers."""
    failed = [
        {"file": one.where.file, "row": one.where.line, "column": one.where.column, "message": one.message, "hint": one.hint, "matter": one.matter, "screened": not one.dropped}
        for one in run.faults
    ]
    rest = json.dumps({"failed_rows": failed, "notes": list(run.notes)}, ensure_ascii=False, indent=1)
    texts = _Texts()
    decisions = ",\n".join(f"  {texts.decision(one)}" for one in run.decisions)
    listed = f"[\n{decisions}\n ]" if decisions else "[]"
    return f'{{\n "schema": {json.dumps(SCHEMA)},\n "decisions": {listed},{rest[1:]}'


class _Texts:
    """Decisions as indented text, the text of a column that several decisions share being made once."""

    def __init__(self) -> None:
        self.columns: dict[int, str] = {}

    def decision(self, one: Decision) -> str:
        head = json.dumps({"id": one.id, **one.head()}, ensure_ascii=False, indent=1).removesuffix("\n}").replace("\n", "\n  ")
        columns = ",\n".join(self.column(each) for each in one.columns)
        return f'{head},\n   "columns": {self.listed(columns)}\n  }}'

    @staticmethod
    def listed(columns: str) -> str:
        return f"[\n{columns}\n   ]" if columns else "[]"

    def column(self, one: Column) -> str:
        if id(one) not in self.columns:
            text = json.dumps(one, ensure_ascii=False, indent=1, default=fields_of)
            self.columns[id(one)] = "    " + text.replace("\n", "\n    ")
        return self.columns[id(one)]


def jsonl_report(run: Screening) -> str:
    """One decision a line."""
    return "\n".join(json.dumps(one.to_dict(), ensure_ascii=False, separators=(",", ":")) for one in run.decisions)
