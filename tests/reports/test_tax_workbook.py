"""The tax workpaper: its live formulas, evaluated in exact fractions, give the engine's numbers and the lines of the form. Every year is invented."""

from __future__ import annotations

import io
import json
import subprocess
from fractions import Fraction
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from tests.machine import program

from countersight.app import load_rulebook
from countersight.reports.sheets import new_book
from countersight.reports.tax_given import given_sheet
from countersight.reports.tax_workbook import CHECK, FORM, checked, tax_book, tax_workbook
from countersight.reports.tax_working import working_sheet
from countersight.tax.columns import TaxColumn, tax_columns

from .formulas import Sheets

BOOKS = [load_rulebook(name)[0] for name in ("us-in-force", "us-dshra")]


def columns(raw: dict[str, Any], **variant: Any) -> list[TaxColumn]:  # noqa: ANN401
    return list(tax_columns(raw, variant, BOOKS))


def agree(found: list[TaxColumn]) -> int:
    """Compare every number and every line of the form; how many there were."""
    book = new_book("test")
    sheet = given_sheet(book, found[0].case, "an invented year")
    compared = 0
    for column in found:
        worked = working_sheet(book, sheet, column)
        sheets = Sheets(book)
        for name, address, exact in checked(worked):
            assert sheets.at(address) == exact, f"{column.name}: {name}"
            compared += 1
    whole = tax_book("an invented year", found)
    sheets = Sheets(whole)
    page = whole[FORM]
    heads = [page.cell(3, at).value for at in range(1, page.max_column + 1)]
    told = {tuple(page.cell(row, at).value or "" for at in range(1, 5)): row for row in range(4, page.max_row + 1)}
    for column in found:
        for line in column.lines:
            row = told[line.category, line.part, line.line, line.what.removesuffix(": denied")]
            assert sheets.cell(FORM, heads.index(column.name) + 1, row) == Fraction(line.amount), f"{column.name}: {line}"
            compared += 1
    return compared


def test_the_invented_year_of_the_demo_agrees_in_every_number_and_line() -> None:
    raw = json.loads(files("countersight.demo").joinpath("year.json").read_text(encoding="utf-8"))["tax"]
    assert agree(columns(raw)) > 80


CFC = {"name": "An Invented PRC Sub", "country": "CN", "pretax_tested": 1_000_000, "tax": 250_000, "qbai": 400_000}
OTHER = {"name": "An Invented German Sub", "country": "DE", "pretax_tested": 500_000, "tax": 60_000, "pretax_subpart_f": 90_000, "subpart_f_tax": 20_000}
ITEM = {"country": "CN", "category": "general", "income": 600_000, "tax_local": 1_000_000, "currency": "CNY", "rate": "7.2"}


@pytest.mark.parametrize(
    ("raw", "variant"),
    [
        ({"cfcs": [CFC, OTHER]}, {}),
        ({"cfcs": [CFC, OTHER], "elections": {"high_tax_exclusion": True}}, {}),
        ({"cfcs": [CFC], "us_income": -900_000}, {}),
        ({"cfcs": [CFC, OTHER], "tax_year": 2024, "specified_interest": 10_000}, {"deduction": "denied"}),
        ({"items": [ITEM, ITEM | {"country": "DE", "tax_local": 200_000, "currency": "EUR", "rate": "0.9"}]}, {"method": "factor", "factor": "0.25"}),
        ({"items": [ITEM | {"attributable": True}, ITEM | {"tax_type": "vat"}]}, {"method": "attributable"}),
        ({"items": [ITEM, ITEM | {"income": 0, "tax_type": "vat"}, ITEM | {"country": "DE", "tax_local": 3_000_000}]}, {}),
        ({"items": [ITEM | {"ptep_inclusion_year": 2026}], "carryovers": {"general": {"2015": 5_000, "2017": 7_000, "2026": 9_000}}, "excess_limitation_before": {"general": 1_000}}, {}),
        ({"items": [ITEM | {"income": -300_000}, ITEM | {"country": "DE", "category": "passive"}]}, {"separate_basket": False}),
        ({"items": [ITEM], "taxpayer": "individual", "rate_schedule": [{"over": "0", "rate": "0.10"}, {"over": "50000", "rate": "0.24"}, {"over": "200000", "rate": "0.37"}], "us_income": 150_000}, {}),
    ],
)  # fmt: skip
def test_each_part_of_the_engine_has_formulas_that_agree(raw: dict[str, Any], variant: dict[str, Any]) -> None:
    whole = {"tax_year": 2027, "us_income": 600_000, "participation": {"participant": True, "from": "2027-03-01", "to": "2027-11-12"}} | raw
    assert agree(columns(whole, **variant)) > 20


money = st.integers(-2_000_000, 5_000_000)
taxes = st.integers(0, 900_000)
items = st.builds(
    lambda country, basket, income, tax, rate, kind, mine: {"country": country, "category": basket, "income": income, "tax_local": tax, "currency": "CNY", "rate": rate, "tax_type": kind, "attributable": mine},
    st.sampled_from(("CN", "DE", "JP")), st.sampled_from(("general", "passive", "branch")), money, taxes, st.sampled_from(("7.2", "1", "0.93")), st.sampled_from(("income", "income", "in_lieu", "vat")), st.booleans(),
)  # fmt: skip
cfcs = st.builds(
    lambda country, income, tax, qbai, f, f_tax: {"name": f"Sub {country}{income}", "country": country, "pretax_tested": income, "tax": tax, "qbai": qbai, "pretax_subpart_f": f, "subpart_f_tax": f_tax},
    st.sampled_from(("CN", "DE")), money, taxes, taxes, taxes, st.integers(0, 90_000),
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(
    st.lists(items, max_size=4), st.lists(cfcs, max_size=3), money, st.sampled_from((2024, 2026, 2027)),
    st.dictionaries(st.sampled_from(("2014", "2020", "2023")), taxes, max_size=3),
    st.sampled_from(({}, {"deduction": "denied"}, {"method": "factor", "factor": "0.3"}, {"method": "attributable"}, {"separate_basket": False})), st.booleans(), st.booleans(),
)  # fmt: skip
def test_random_years_agree(items: list[dict[str, Any]], cfcs: list[dict[str, Any]], us: int, year: int, carried: dict[str, int], variant: dict[str, Any], excluded: bool, participant: bool) -> None:  # noqa: FBT001, PLR0917
    raw = {
        "tax_year": year, "us_income": us, "items": items, "cfcs": cfcs, "carryovers": {"general": carried}, "elections": {"high_tax_exclusion": excluded},
        "participation": {"participant": participant, "from": f"{year}-02-01", "to": f"{year}-10-03"},
    }  # fmt: skip
    agree(columns(raw, **variant))


def test_a_year_without_income_says_so_and_works_nothing_out() -> None:
    book = load_workbook(io.BytesIO(tax_workbook("an invented year", columns({"tax_year": 2027, "items": [{key: value for key, value in ITEM.items() if key != "income"}]}))))
    assert FORM not in book.sheetnames
    assert "Income is not stated" in str(list(book["Not modelled"].iter_rows(values_only=True))[-1][0])


def test_the_name_of_a_corporation_never_becomes_a_formula() -> None:
    book = load_workbook(io.BytesIO(tax_workbook("=1+1", columns({"tax_year": 2027, "cfcs": [CFC | {"name": "=cmd|' /C calc'!A0"}]}))))
    ours = [str(cell.value) for page in book for row in page.iter_rows() for cell in row if cell.data_type == "f"]
    assert ours
    assert not [text for text in ours if "cmd" in text or text == "=1+1"]


def test_a_real_spreadsheet_finds_that_the_two_agree(tmp_path: Path) -> None:
    raw = {"tax_year": 2027, "us_income": 600_000, "items": [ITEM], "cfcs": [CFC, OTHER], "carryovers": {"general": {"2020": 7_000}}, "participation": {"participant": True, "from": "2027-03-01"}}
    (tmp_path / "work.xlsx").write_bytes(tax_workbook("an invented year", columns(raw)))
    subprocess.run([program("soffice", "libreoffice-calc-nogui"), "--headless", f"-env:UserInstallation=file://{tmp_path}/home", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "out"), str(tmp_path / "work.xlsx")], check=True, capture_output=True)
    rows = list(load_workbook(tmp_path / "out" / "work.xlsx", data_only=True)[CHECK].iter_rows(min_row=2, values_only=True))
    assert len(rows) > 30
    assert {row[4] for row in rows} == {1}
