"""Decisions as rows, for spreadsheets and data frames: CSV and Parquet with the same columns, one row a matter and column of law.

A matter that could not be screened has a row of its own with the outcome ``not_screened``, so that a table never looks
complete because something fell out of it. The proofs are in the JSON: ``decision`` is the id that both share.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Final

from countersight.errors import UsageError
from countersight.model.decision import Column, Decision, Finding
from countersight.reports.screening import Screening
from countersight.reports.shown import shown

SCHEMA: Final = "countersight.rows/1"
"""Version of the columns; a change that breaks readers changes the number."""

COLUMNS: Final = {
    "schema": "VARCHAR", "matter": "VARCHAR", "kind": "VARCHAR", "read_on": "DATE", "destination": "VARCHAR",
    "parties": "VARCHAR[]", "found": "VARCHAR[]", "rulebook": "VARCHAR", "profile": "VARCHAR", "proposed": "BOOLEAN",
    "outcome": "VARCHAR", "provisions": "VARCHAR[]", "citations": "VARCHAR[]", "flags": "VARCHAR[]", "flags_resolved": "VARCHAR[]",
    "flags_not_known": "VARCHAR[]", "checked": "VARCHAR[]", "questions": "VARCHAR[]", "next_change": "DATE", "next_outcome": "VARCHAR",
    "decision": "VARCHAR", "snapshot": "VARCHAR", "rulebook_sha256": "VARCHAR", "known_at": "VARCHAR", "program": "VARCHAR", "fault": "VARCHAR",
}  # fmt: skip
"""Name of each column to its type in Parquet; a list is one cell of a CSV file, with ``; `` between its items."""

Cell = str | bool | list[str] | None
Row = dict[str, Cell]

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for a formula at the start of a cell."""


def rows(run: Screening) -> Iterator[Row]:
    """The rows, in the order of the matters and of the columns of law; what failed comes last."""
    for one in run.decisions:
        whole = {"decision": one.id}
        for column in one.columns:
            yield dict.fromkeys(COLUMNS) | _row(one, column) | whole
    for fault in run.faults:
        if fault.dropped:
            told = f"{fault.where}: {fault.message}" + (f" ({fault.hint})" if fault.hint else "")
            yield dict.fromkeys(COLUMNS) | {"schema": SCHEMA, "matter": shown(fault.matter), "outcome": "not_screened", "fault": shown(told, 2000)}


def _row(one: Decision, column: Column) -> Row:
    matter, change = one.matter, column.next_change
    open_flags = [each for each in column.flags if not each.resolution]
    return {
        "schema": SCHEMA,
        "matter": matter["id"],
        "kind": matter["kind"],
        "read_on": one.on,
        "destination": matter.get("destination"),
        "parties": [f"{row['label']} ({row['roles']})" for row in one.parties],
        "found": [f"{row['label']}: {row['band']} {row['body']}".rstrip() for row in one.parties if row["band"] != "no"],
        "rulebook": column.rulebook,
        "profile": column.profile or None,
        "proposed": column.proposed,
        "outcome": column.outcome,
        "provisions": [f"{each.page}: {each.outcome}" for each in column.fired],
        "citations": list(dict.fromkeys(cite for each in column.fired for cite in each.citations)),
        "flags": _pages(open_flags),
        "flags_resolved": _pages([each for each in column.flags if each.resolution]),
        "flags_not_known": list(column.not_looked_at),
        "checked": [each.page for each in column.checked],
        "questions": [f"{each.about}: {each.ask}" for each in column.questions],
        "next_change": change.on if change else None,
        "next_outcome": change.outcome if change else None,
        "snapshot": one.snapshot,
        "rulebook_sha256": column.sha256,
        "known_at": one.known_at or None,
        "program": one.program,
    }


def _pages(findings: list[Finding]) -> list[str]:
    return [f"{each.page}: {each.outcome}" for each in findings]


def csv_report(run: Screening) -> str:
    """CSV with a header; unknown is an empty cell. Text that a spreadsheet would run as a formula has a ``'`` before it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows(run):
        writer.writerow([_cell(row[name]) for name in COLUMNS])
    return out.getvalue()


def _cell(value: Cell) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = "; ".join(value) if isinstance(value, list) else value or ""
    return f"'{text}" if text.startswith(_FORMULA) else text


def writes_parquet() -> ModuleType:
    """What writes Parquet.

    Raises:
        UsageError: It is not installed.
    """
    try:
        import duckdb  # noqa: PLC0415 - an extra, and heavy
    except ImportError:
        raise UsageError("Parquet is written with DuckDB, which is not installed", hint="pip install 'countersight[bulk]', or --format csv: the same rows") from None
    return duckdb


def parquet_report(run: Screening) -> bytes:
    """Parquet with the same columns, lists as lists, the text as it was written.

    Raises:
        UsageError: DuckDB, which writes it, is not installed.
    """
    duckdb = writes_parquet()
    told = [[row[name] for name in COLUMNS] for row in rows(run)]
    with tempfile.TemporaryDirectory(prefix="countersight-") as folder, duckdb.connect(":memory:") as connection:
        connection.execute("SET threads = 1")
        connection.execute(f"CREATE TABLE rows ({', '.join(f'{name} {kind}' for name, kind in COLUMNS.items())})")
        if told:
            connection.executemany(f"INSERT INTO rows VALUES ({', '.join('?' * len(COLUMNS))})", told)  # noqa: S608 - only question marks
        file = Path(folder) / "rows.parquet"
        connection.execute(f"COPY rows TO '{file}' (FORMAT parquet, COMPRESSION zstd)")
        return file.read_bytes()
