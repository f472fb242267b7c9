"""Workpapers: every decision is there, the exposures are formulas, and nothing that a file says is ever run."""

from __future__ import annotations

import io
from decimal import Decimal
from fractions import Fraction

import pytest
from openpyxl import Workbook, load_workbook

from countersight.errors import Where
from countersight.intake.result import RowFault
from countersight.model.decision import Decision
from countersight.model.matter import Matter
from countersight.reports.portfolio import exposures, positions
from countersight.reports.screening import Screening
from countersight.reports.sheets import Formula, new_book, saved, sheet
from countersight.reports.words import OUTCOME, percent
from countersight.reports.workbook import workbook_report
from countersight.screening.one import Screener

from .conftest import hostile_matter

RUNS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")', "=cmd|' /C calc'!A0", "%x", "|x", "\n=1")


def opened(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


def held(number: int, name: str, *, amount: str | None = None, weight: str | None = None, instrument: str = "listed_equity") -> Matter:
    told = {"instrument": instrument, "action": "hold", "amount": amount, "weight_pct": weight}
    return Matter.model_validate({
        "id": f"P-{number}", "kind": "holdings", "date": "2026-11-20", "position": {key: value for key, value in told.items() if value},
        "parties": [{"role": "holder", "name": "An Invented Fund", "country": "US"}, {"role": "issuer", "name": name}],
    })  # fmt: skip


@pytest.mark.parametrize("text", RUNS)
def test_text_that_a_spreadsheet_would_run_is_a_quoted_string(text: str) -> None:
    book = new_book("test")
    sheet(book, "One", ("A", "B"), [(text, Formula("1+1"))])
    page = opened(saved(book))["One"]
    assert page["A2"].data_type == "s"
    assert page["A2"].quotePrefix
    assert page["B2"].data_type == "f"


@pytest.mark.parametrize("text", RUNS)
def test_no_text_of_a_matter_becomes_a_formula(screener: Screener, text: str) -> None:
    fault = RowFault(Where("f.csv", 3, text), text, text, text)
    book = opened(workbook_report(Screening([screener.decide(hostile_matter(f"{text} Co"))], [fault], [text])))
    cells = [cell for page in book.worksheets for row in page.iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    starts = [cell for cell in cells if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@", "|", "%"))]
    assert all(cell.quotePrefix for cell in starts)
    assert starts or text[0] in "\t\r\n"


def test_every_decision_and_every_finding_has_its_row(decisions: list[Decision]) -> None:
    book = opened(workbook_report(Screening(decisions)))
    rows = list(book["Decisions"].iter_rows(min_row=2, values_only=True))
    assert [(row[0], row[3], row[5]) for row in rows] == [(one.matter["id"], column.name, OUTCOME[column.outcome]) for one in decisions for column in one.columns]
    assert {row[12] for row in rows} == {one.id for one in decisions}
    found = sum(len(column.fired) + len(column.flags) for one in decisions for column in one.columns)
    assert book["Findings"].max_row == found + 1
    assert "it clears nobody" in str(book["About"]["B2"].value)


def test_the_exposures_are_formulas_that_give_the_exact_numbers(screener: Screener) -> None:
    matters = [held(1, "Hikvision", weight="0.5"), held(2, "Hikvision", weight="1.25"), held(3, "An Invented Toy Co", weight="98.25"), held(4, "Hikvision")]
    book = opened(workbook_report(Screening([screener.decide(one) for one in matters])))
    rows = list(book["Exposure by outcome"].iter_rows(min_row=2, values_only=True))
    holdings = list(book["Holdings"].iter_rows(values_only=True))
    for portfolio, column, outcome, count_formula, count, weight_formula, weight, without, _ in rows:
        title = {"us-in-force": "law in force", "us-dshra/literal": "the Act, literal", "us-dshra/workable": "the Act, workable"}[str(column)]
        at = holdings[0].index(f"{title}: outcome")
        mine = [row for row in holdings[1:] if row[1] == portfolio and row[at] == outcome]
        assert str(count_formula).startswith("=COUNTIFS(Holdings!$B$2:$B$5,$A")
        assert len(mine) == count
        assert str(weight_formula).startswith("=SUMIFS(Holdings!$N$2:$N$5,Holdings!$B$2:$B$5,$A")
        assert sum(Decimal(str(row[13])) for row in mine if row[13] is not None) == Decimal(str(weight or "0"))
        assert sum(row[13] is None for row in mine) == without
    assert sum(int(str(row[4])) for row in rows if row[1] == "us-in-force") == len(matters)


def test_an_exposure_is_exact_and_has_two_bounds(screener: Screener) -> None:
    matters = [held(1, "Hikvision", amount="100"), held(2, "An Invented Toy Co", amount="200")]
    found = positions([screener.decide(one) for one in matters])
    assert [one.weight for one in found] == [Fraction(1, 3), Fraction(2, 3)], "weights follow from the amounts, to the last part"
    rows = {(row.column, row.page): row for row in exposures(found)}
    hit = rows["us-in-force", "eo14032.holding"]
    assert (hit.positions, hit.weight, hit.amounts) == (1, Fraction(1, 3), {"USD": Decimal(100)})
    assert hit.weight_possible >= hit.weight


def test_a_weight_is_not_made_up_where_some_are_stated_and_some_are_not(screener: Screener) -> None:
    found = positions([screener.decide(held(1, "Hikvision", amount="100", weight="5")), screener.decide(held(2, "Hikvision", amount="100"))])
    assert [one.weight for one in found] == [Fraction(1, 20), None]
    assert [row.unweighed for row in exposures(found) if row.page == "eo14032.holding"] == [1]


def test_percent_is_exact_as_far_as_it_can_be_written() -> None:
    assert [percent(Fraction(text)) for text in ("3/40", "1/3", "0", "1", "1/100000000")] == ["7.5", "33.33333333", "0", "100", "0.000001"]
