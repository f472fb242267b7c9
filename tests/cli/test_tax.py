"""``countersight tax``: the year beside the year, and screening a tax matter with its numbers. The taxpayer is invented."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Command = Callable[..., Any]
YEAR = {
    "id": "T-1", "kind": "tax", "date": "2026-12-31", "parties": [{"role": "taxpayer", "name": "Invented Analytics Corp.", "country": "US"}],
    "tax": {
        "tax_year": 2026, "us_income": 600000, "items": [{"country": "CN", "category": "branch", "income": 400000, "tax_local": 100000, "currency": "USD", "rate": "1"}],
        "participation": {"participant": True, "evidence": "an invented contract"},
    },
}  # fmt: skip


def test_the_year_is_printed_line_by_line_with_what_the_difference_is_made_of(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "tax.json"
    path.write_text(json.dumps(YEAR), encoding="utf-8")
    got = command("tax", str(path))
    assert got.code == 1
    for words in ("84000.00", "63000.00", "cost of denial", "not modelled", "26 USC 904(a), (d)", "credit lost"):
        assert words in got.out
    told = json.loads(command("tax", str(path), "--format", "json").out)
    assert [one["numbers"].get("cost_of_denial") for one in told["matters"][0]["columns"]] == [None, "63000", "63000"]
    assert command("tax", str(Path(__file__))).code == 2


def test_screening_a_tax_matter_gives_its_numbers_and_replays(command: Command, tmp_path: Path) -> None:
    path, out = tmp_path / "tax.json", tmp_path / "decisions.json"
    path.write_text(json.dumps(YEAR), encoding="utf-8")
    command("screen", str(path), "--format", "json", "--out", str(out))
    columns = {f"{one['rulebook']}/{one['profile']}".rstrip("/"): one for one in json.loads(out.read_text("utf-8"))["decisions"][0]["columns"]}
    assert {name: one["outcome"] for name, one in columns.items()} == {"us-in-force": "permitted_with_conditions", "us-dshra/literal": "deny_credit", "us-dshra/workable": "deny_credit"}
    assert columns["us-dshra/literal"]["numbers"]["denied_tax"] == "100000"
    assert any("901(j)" in step["citation"] for step in columns["us-dshra/workable"]["working"])
    assert "the same, bit for bit" in command("replay", str(out)).out


def test_tax_facts_that_cannot_be_read_fail_their_matter_only(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "tax.jsonl"
    bad = {**YEAR, "id": "T-2", "tax": {"tax_year": 2026, "us_income": "much"}}
    path.write_text(json.dumps(YEAR) + "\n" + json.dumps(bad) + "\n", encoding="utf-8")
    got = command("screen", str(path), "--format", "jsonl")
    assert (got.code, got.out.count("\n")) == (2, 1)
    assert "us_income: not a number: 'much'" in got.err
