"""Taxable years as a table. Every taxpayer and amount is invented."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from countersight.errors import InputError
from countersight.intake.read import read_matters
from countersight.intake.result import Intake

HEAD = "id,tax year,us income,country,category,income,tax,currency,rate,participant,cfc,tested income,origin year,carryover\n"


def read(tmp_path: Path, rows: str, head: str = HEAD) -> Intake:
    path = tmp_path / "years.csv"
    path.write_text(head + rows, encoding="utf-8")
    return read_matters(str(path), "tax")


def test_rows_of_one_id_are_one_year(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        'A,2026,"600,000.00",China,Foreign branch,400000,720000,CNY,7.2,yes,,,,\n'
        "A,2026,,DE,general,(100),30000,USD,,,,,,\n"
        "A,2026,,CN,,,250000,,,,Example WFOE,1000000,,\n"
        "A,2026,,,general,,,,,,,,2024,1500\n"
        "B,2025,0,DE,passive,n/a,5,USD,,,,,,\n",
    )
    assert found.faults == []
    one, two = found.matters
    assert (one.kind, one.id, one.day and one.day.isoformat()) == ("tax", "A", "2026-12-31")
    assert one.tax == {
        "tax_year": 2026, "us_income": "600000.00", "participation": {"participant": True},
        "items": [
            {"country": "CN", "category": "branch", "income": "400000", "tax_local": "720000", "currency": "CNY", "rate": "7.2"},
            {"country": "DE", "category": "general", "income": "-100", "tax_local": "30000", "currency": "USD"},
        ],
        "cfcs": [{"name": "Example WFOE", "pretax_tested": "1000000", "country": "CN", "tax": "250000"}],
        "carryovers": {"general": {2024: "1500"}},
    }  # fmt: skip
    assert two.tax is not None
    assert two.tax["items"] == [{"income": None, "country": "DE", "category": "passive", "tax_local": "5", "currency": "USD"}]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("A,2026,1,CN,gold,1,1,,,,,,,\n", "unknown basket: 'gold'"),
        ("A,2026,1,CN,general,much,1,,,,,,,\n", "not a number: 'much'"),
        ("A,2026,1,CN,general,1,1,,,,,,,\nA,2027,1,DE,general,1,1,,,,,,,\n", "tax_year is 2027 here and 2026 in an earlier row"),
        ("A,2026,1,CN,general,1,1,,,maybe,,,,\n", "neither yes nor no: 'maybe'"),
        ("A,2026,1,,,,,,,,,,,1500\n", "a carryover without its year or basket"),
        ("A,2026,1,CN,,,250000,CNY,7.2,,Example WFOE,1000000,,\n", "a controlled corporation in CNY"),
        ("A,,1,CN,general,1,1,,,,,,,\n", "no taxable year"),
    ],
)
def test_a_year_with_a_bad_row_is_not_worked_out_and_the_others_go_on(tmp_path: Path, rows: str, message: str) -> None:
    found = read(tmp_path, rows + "Z,2026,1,DE,general,1,1,,,,,,,\n")
    assert [one.id for one in found.matters] == ["Z"]
    assert any(message in one.message and one.matter == "A" and one.hint for one in found.faults), found.faults


def test_a_table_without_a_year_or_a_tax_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no header with a taxable year and a tax"):
        read(tmp_path, "x,1\n", "name,amount\n")
    with pytest.raises(InputError, match="two columns say the same: country"):
        read(tmp_path, "1,1,CN,CN\n", "tax year,tax,country,source country\n")
    assert any("columns not read: colour" in one for one in read(tmp_path, "2026,1,red\n", "tax year,tax,colour\n").notes)


def test_the_invented_table_beside_the_demo_is_read_whole() -> None:
    found = read_matters(str(files("countersight").joinpath("demo", "years.csv")), "tax")
    assert (len(found.matters), found.faults) == (2, [])
    assert all("Invented" in party.name for matter in found.matters for party in matter.parties)
