"""Reports for terminals and programs: the table, JSON, rows as CSV and Parquet, and text that is safe to show."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from countersight.errors import UsageError, Where
from countersight.intake.result import RowFault
from countersight.model.decision import Decision
from countersight.model.outcomes import BESIDE, ORDER
from countersight.reports.flat import COLUMNS, csv_report, parquet_report
from countersight.reports.machine import json_report, jsonl_report
from countersight.reports.screening import Screening
from countersight.reports.shown import shown, width, wrapped
from countersight.reports.table import table
from countersight.reports.words import MEANS, OUTCOME, STYLE

FAULT = RowFault(Where("f.csv", 3, "date"), "not a day", "2026-11-20", "M")


def test_every_outcome_has_words_a_style_and_a_meaning() -> None:
    assert {*ORDER, *BESIDE} <= OUTCOME.keys()
    assert {*ORDER, *BESIDE} == MEANS.keys() == STYLE.keys()
    assert not [text for text in (*OUTCOME.values(), *MEANS.values()) if re.search(r"\bclear\b", text, re.IGNORECASE)]


@pytest.mark.parametrize("brief", [False, True])
def test_the_table_has_a_row_a_matter_and_a_column_a_rulebook(decisions: list[Decision], *, brief: bool) -> None:
    text = table(decisions, brief=brief)
    for one in decisions:
        assert one.matter["id"].split()[0] in text
    for heading in ("law in force", "the Act, literal", "the Act, workable"):
        assert heading in text
    assert max(map(width, text.split("\n"))) <= 118
    assert "\x1b" not in text
    assert ("laptop docking" in text) is not brief


def test_every_matter_of_the_demo_is_there_for_a_mistake(decided: dict[str, Decision]) -> None:
    told = files("countersight.demo").joinpath("README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"DEMO-\d\d", told)) == decided.keys()


def test_json_is_stable_and_has_a_schema_version(decisions: list[Decision]) -> None:
    told = json.loads(json_report(Screening(decisions, [FAULT], ["a note"])))
    assert told["schema"] == "countersight.screening/1"
    assert told["failed_rows"] == [{"file": "f.csv", "row": 3, "column": "date", "message": "not a day", "hint": "2026-11-20", "matter": "M", "screened": False}]
    assert told["notes"] == ["a note"]
    assert [one["schema"] for one in told["decisions"]] == ["countersight.decision/1"] * len(decisions)
    assert [json.loads(line) for line in jsonl_report(Screening(decisions)).split("\n")] == told["decisions"]


def test_csv_has_a_row_per_matter_and_column_and_none_is_lost(decisions: list[Decision]) -> None:
    rows = list(csv.DictReader(io.StringIO(csv_report(Screening(decisions, [FAULT])))))
    assert list(rows[0]) == list(COLUMNS)
    got = [(row["matter"], row["rulebook"], row["profile"], row["outcome"], row["decision"]) for row in rows[:-1]]
    assert got == [(one.matter["id"], column.rulebook, column.profile, column.outcome, one.id) for one in decisions for column in one.columns]
    assert (rows[-1]["matter"], rows[-1]["outcome"], rows[-1]["fault"]) == ("M", "not_screened", "f.csv:3:date: not a day (2026-11-20)")
    listed = next(row for row in rows if row["matter"].startswith("DEMO-03") and row["rulebook"] == "us-in-force")
    assert "ear.744.11: license_required" in listed["provisions"].split("; ")
    assert "15 CFR 744.11(a)" in listed["citations"].split("; ")


def test_csv_is_no_formula_in_a_spreadsheet_and_parquet_keeps_the_text(hostile: list[Decision], tmp_path: Path) -> None:
    run = Screening(hostile)
    rows = list(csv.DictReader(io.StringIO(csv_report(run))))
    assert rows[-1]["matter"] == "'=HYPERLINK(1)"
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]
    assert parquet(run, tmp_path, "matter")[-1] == ("=HYPERLINK(1)",)


def parquet(run: Screening, folder: Path, what: str) -> list[tuple[object, ...]]:
    duckdb = pytest.importorskip("duckdb")
    file = folder / "rows.parquet"
    file.write_bytes(parquet_report(run))
    with duckdb.connect() as connection:
        found: list[tuple[object, ...]] = connection.execute(f"SELECT {what} FROM '{file}'").fetchall()  # noqa: S608 - a column of ours
    return found


def test_parquet_says_the_same_as_csv_and_is_the_same_each_time(decisions: list[Decision], tmp_path: Path) -> None:
    run = Screening(decisions, [FAULT])
    rows = list(csv.DictReader(io.StringIO(csv_report(run))))
    got = parquet(run, tmp_path, "matter, outcome, array_to_string(questions, '; '), coalesce(strftime(read_on, '%Y-%m-%d'), '')")
    assert [tuple(value or "" for value in row) for row in got] == [(row["matter"], row["outcome"], row["questions"], row["read_on"]) for row in rows]
    assert parquet_report(run) == parquet_report(run)
    assert parquet(Screening([]), tmp_path, "count(*)") == [(0,)]


def test_without_duckdb_parquet_teaches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(UsageError, match="not installed") as fault:
        parquet_report(Screening([]))
    assert "countersight[bulk]" in fault.value.hint
    assert "--format csv" in fault.value.hint


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a\x1b[31mb\x00", "a<U+001B>[31mb<U+0000>"),
        ("a\u202eb\u2066c\u200b", "a<U+202E>b<U+2066>c<U+200B>"),
        ("a\r\nb\tc\u2028d", "a b c<U+2028>d"),
        ("e" + "\u0301" * 90, "e" + "\u0301" * 4),
        ("x" * 301, "x" * 300 + " ... (301 characters)"),
        ("武汉市公安局", "武汉市公安局"),
        ("\U000e0041\ufeff", "<U+E0041><U+FEFF>"),
    ],
)
def test_hidden_marks_are_shown_and_long_text_is_cut(text: str, told: str) -> None:
    assert shown(text) == told


@pytest.mark.parametrize("text", ["words " * 60, "W" * 500, "大" * 300, "a 武汉市公安局 " * 20])
def test_lines_fit_whatever_they_hold(text: str) -> None:
    lines = wrapped(text, "  - ", "    ", 60)
    assert max(map(width, lines)) <= 60
    assert "".join("".join(lines).split()) == "-" + "".join(text.split())


def test_a_hostile_matter_stays_text(hostile: list[Decision]) -> None:
    text = table(hostile)
    assert not set(text) & {"\x1b", "\u202e", "\x07"}
    assert max(map(width, text.split("\n"))) <= 118
    assert [one["matter"]["id"] for one in json.loads(json_report(Screening(hostile)))["decisions"]] == [one.matter["id"] for one in hostile]
