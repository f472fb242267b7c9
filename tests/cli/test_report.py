"""``countersight report``: stored decisions in other forms, and the formats of files that ``screen`` writes at once."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

import pytest
from openpyxl import load_workbook

from .conftest import Command

MATTERS = [
    {"id": "R-1", "kind": "holdings", "date": "2026-11-20", "parties": [{"role": "holder", "name": "An Invented Fund", "country": "US"}, {"role": "issuer", "name": "海康威视"}], "position": {"instrument": "listed_equity", "action": "hold"}},
    {"id": "R-2", "kind": "parties", "date": "2026-11-20", "parties": [{"role": "vendor", "name": "Dahua Technology"}]},
]


@pytest.fixture
def stored(command: Command, tmp_path: Path) -> Path:
    file, out = tmp_path / "m.json", tmp_path / "decisions.json"
    file.write_text(json.dumps(MATTERS), encoding="utf-8")
    assert command("screen", str(file), "--format", "json", "--out", str(out)).code == 1
    return out


def test_workpapers_from_stored_decisions_are_those_of_screen(command: Command, stored: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    assert command("report", str(stored), "--format", "xlsx", "--out", str(first)).code == 1
    assert command("screen", str(tmp_path / "m.json"), "--format", "xlsx", "--out", str(second)).code == 1
    rows = [[list(page.iter_rows(values_only=True)) for page in load_workbook(file).worksheets if page.title != "About"] for file in (first, second)]
    assert rows[0] == rows[1]


@pytest.mark.skipif(find_spec("typst") is None, reason="the extra countersight[letters] is not installed")
def test_a_letter_from_stored_decisions_is_that_of_screen(command: Command, stored: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "a.pdf", tmp_path / "b.pdf"
    assert command("report", str(stored), "--out", str(first)).code == 1
    assert command("screen", str(tmp_path / "m.json"), "--format", "pdf", "--out", str(second)).code == 1
    assert first.read_bytes() == second.read_bytes()


def test_one_matter_can_be_asked_for(command: Command, stored: Path) -> None:
    got = command("report", str(stored), "--format", "table", "--only", "R-2")
    assert "R-2" in got.out
    assert "R-1" not in got.out
    got = command("report", str(stored), "--format", "table", "--only", "R-9")
    assert got.code == 2
    assert "no decision on 'R-9'" in got.err
    assert "held: R-1, R-2" in got.err


def test_a_changed_decision_is_refused_with_its_place(command: Command, stored: Path) -> None:
    told = json.loads(stored.read_text(encoding="utf-8"))
    told["decisions"][1]["on"] = "2020-01-01"
    stored.write_text(json.dumps(told), encoding="utf-8")
    got = command("report", str(stored), "--format", "html")
    assert got.code == 2
    assert "decisions.json:decision 2: the decision on 'R-2' was changed after it was written" in got.err
