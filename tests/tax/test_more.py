"""What the worked examples do not reach: 960(a), the return on assets, earlier inclusions, individuals, forms, translation, days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countersight.errors import InputError
from countersight.tax.case import INDIVIDUAL, Case, Controlled, Item
from countersight.tax.columns import Participation, tax_columns
from countersight.tax.difference import difference
from countersight.tax.engine import compute, cost, not_modelled
from countersight.tax.exact import dollars
from countersight.tax.forms import form_lines
from countersight.tax.reading import read_case
from countersight.tax.regime import IN_FORCE, Regime, with_variant
from countersight.tax.result import PARTS, ZERO

from .years import ACT, FACTOR, LAW, LITERAL, NO_DEDUCTION, PRC, REMOVED, SEPARATE, WORKABLE, F, case, item

SCHEDULE = ((F(0), F(1, 10)), (F(10_000), F(2, 10)), (F(50_000), F(3, 10)))
"""Invented rates."""


# --- controlled corporations ----------------------------------------------------------------------------------------------------


def test_subpart_f_income_is_grossed_up_and_its_tax_deemed_paid_in_full() -> None:
    unit = Controlled("Invented Trading Co", "CN", F(0), F(0), subpart_f=F(100_000), subpart_f_tax=F(25_000))
    base = compute(case(us=500_000, controlled=(unit,)), IN_FORCE)
    assert {name: base.numbers[name] for name in ("inclusion_951", "s78", "deemed_paid_960a", "credit", "excess")} == {
        "inclusion_951": 75_000, "s78": 25_000, "deemed_paid_960a": 25_000, "credit": 21_000, "excess": 4_000,
    }  # fmt: skip
    denied = compute(case(us=500_000, controlled=(unit,)), SEPARATE)
    assert (denied.numbers["credit"], denied.numbers["denied_tax"], denied.numbers["s78"], denied.baskets["901j:CN"].income) == (F(0), F(25_000), F(0), F(75_000))
    assert compute(case(us=500_000, controlled=(unit,)), NO_DEDUCTION).numbers["taxable_income"] == 600_000


def test_the_return_on_assets_is_taken_out_before_2026_and_not_after() -> None:
    unit = Controlled("Invented Maker", "IE", F(1_000_000), F(0), qbai=F(2_000_000))
    numbers = [compute(case(us=0, year=year, controlled=(unit,), specified_interest=F(50_000)), IN_FORCE).numbers["inclusion_951A"] for year in (2025, 2026)]
    assert numbers == [850_000, 1_000_000]


def test_the_section_250_deduction_is_taken_on_no_more_than_taxable_income() -> None:
    unit = Controlled("Invented Maker", "IE", F(1_000_000), F(0))
    found = compute(case(us=-400_000, controlled=(unit,)), IN_FORCE)
    assert (found.numbers["s250"], found.numbers["taxable_income"]) == (F(240_000), F(360_000))
    assert compute(case(us=-1_500_000, controlled=(unit,)), IN_FORCE).numbers["s250"] == 0


def test_a_tenth_of_the_tax_on_earnings_that_were_included_is_not_credited_since_2025() -> None:
    told = [compute(case(item("IE", "general", 0, 1_000, ptep_year=year), us=100_000), IN_FORCE).baskets["general"].taxes for year in (2024, 2025, 2026)]
    assert told == [1_000, 900, 900]


# --- individuals ----------------------------------------------------------------------------------------------------------------


def person(*items: Item, us: int = 0, **more: Any) -> Case:  # noqa: ANN401
    return case(*items, us=us, kind=INDIVIDUAL, schedule=SCHEDULE, **more)


def test_an_individual_pays_by_a_schedule_and_files_form_1116() -> None:
    year = person(item("CN", "general", 40_000, 9_000), us=60_000)
    base = compute(year, IN_FORCE)
    assert base.numbers["us_tax"] == 1_000 + 8_000 + 15_000
    assert base.numbers["credit"] == 9_000
    lines = {(line.part, line.line): line.amount for line in form_lines(year, base)}
    assert {key: lines["Part III", key] for key in ("9", "14", "17", "18", "19", "20", "21", "24")} == {
        "9": "9000", "14": "9000", "17": "40000", "18": "100000", "19": "0.400000", "20": "24000", "21": "9600", "24": "9000",
    }  # fmt: skip
    assert lines["Part IV", "28"] == lines["Part IV", "35"] == "9000"
    act = compute(year, SEPARATE)
    assert cost(base, act) == 9_000 - F(3, 10) * 9_000
    assert any("962" in text for text in not_modelled(year))


def test_an_individual_has_no_deduction_gross_up_or_credit_for_a_controlled_corporation() -> None:
    unit = Controlled("Invented Shop", "CN", F(100_000), F(25_000), subpart_f=F(10_000), subpart_f_tax=F(1_000))
    found = compute(person(us=0, controlled=(unit,)), IN_FORCE)
    assert (found.numbers["taxable_income"], found.numbers["s250"], found.numbers["s78"], found.numbers["credit"]) == (F(84_000), F(0), F(0), F(0))
    assert compute(person(us=0, controlled=(unit,)), WORKABLE).numbers["denied_tax"] == 0


def test_what_is_not_modelled_for_an_individual_is_refused_and_not_guessed() -> None:
    with pytest.raises(InputError, match="not modelled for an individual"):
        compute(person(item("CN", "general", 40_000, 9_000)), FACTOR)
    assert compute(person(item("CN", "general", 40_000, 9_000)), replace(FACTOR, deduction=False)).numbers["credit"] == F(5_250)
    for schedule in (None, [], [{"over": 5, "rate": "0.1"}], [{"over": 0, "rate": "0.1"}, {"over": 0, "rate": "0.2"}]):
        with pytest.raises(InputError, match=r"rates of an individual are missing|does not rise from 0"):
            read_case({"tax_year": 2026, "taxpayer": "individual", "rate_schedule": schedule}, [LAW])


# --- the form, the difference, the days -----------------------------------------------------------------------------------------


def test_the_lines_of_form_1118_are_whole_dollars_of_what_was_worked_out() -> None:
    year = case(item("CN", "branch", 400_000, 100_000), item("DE", "general", 100_001, 33_333), us=500_000, carried={"general": {2020: F(5), 2026: F(7)}})
    base, act = compute(year, IN_FORCE), compute(year, WORKABLE)
    lines = {(line.category, line.line): line.amount for line in form_lines(year, base) if line.part == "Sch. B, Part II"}
    assert [lines["Foreign branch category income", key] for key in ("1a", "3", "6", "7", "8c", "10", "13", "14")] == ["100000", "0", "100000", "400000", "1000001", "210000", "84000", "84000"]
    summary = {line.line: line.amount for line in form_lines(year, base) if line.part == "Sch. B, Part III"}
    assert summary["9"] == str(dollars(base.numbers["credit"]))
    denied = {line.line: line.amount for line in form_lines(year, act) if line.category == "Section 901(j)-like income, CN"}
    assert [denied[key] for key in ("1a", "3", "6", "14")] == ["100000", "-100000", "0", "0"]
    assert {line.category for line in form_lines(case(item("CN", "branch", 1, 1)), compute(case(item("CN", "branch", 1, 1)), WORKABLE)) if line.category} == {"Section 901(j)-like income, CN"}
    kept = {(line.part, line.line): line.amount for line in form_lines(year, base) if line.part.startswith("Sch. K")}
    assert {key: kept[key] for key in kept if key[1] in {"3", "8"}} == {("Sch. K, origin 2020", "3"): "5", ("Sch. K, origin 2020", "8"): "5", ("Sch. K, origin 2026", "3"): "7", ("Sch. K, origin 2026", "8"): "7"}
    assert form_lines(year, compute(case(Item("CN", "branch", None, F(1)), us=0), IN_FORCE)) == ()


AMOUNTS = st.integers(0, 2_000_000)
ITEMS = st.lists(st.builds(item, st.sampled_from(["CN", "DE"]), st.sampled_from(["general", "branch", "passive"]), AMOUNTS, st.integers(0, 400_000), kind=st.sampled_from(["income", "income", "vat"])), max_size=4)
GROUPS = st.lists(
    st.builds(lambda country, before, tax, other: Controlled(f"{country}{before}", country, F(before), F(min(tax, before)), F(other), F(other // 4)), st.sampled_from(["CN", "IE"]), AMOUNTS, st.integers(0, 400_000), AMOUNTS), max_size=3
)
REGIMES = st.builds(Regime, st.just("x"), st.sampled_from(["full_denial", "attributable"]), st.booleans(), st.booleans(), st.booleans(), countries=st.just(PRC)) | st.just(FACTOR) | st.just(replace(FACTOR, deduction=False))


@given(ITEMS, GROUPS, AMOUNTS, REGIMES, st.booleans())
@settings(max_examples=150, deadline=None)
def test_the_steps_add_up_to_the_cost_and_no_step_is_left_unexplained(items: list[Item], group: list[Controlled], us: int, regime: Regime, part: bool) -> None:  # noqa: FBT001
    year = case(*items, us=us, controlled=tuple(group), start=date(2027, 3, 1) if part else None)
    base, act = compute(year, IN_FORCE), compute(year, regime)
    steps = difference(year, base, act, regime)
    total = next(at for at, one in enumerate(steps) if one.what == "cost of denial in the year")
    assert steps[total].amount == cost(base, act)
    assert sum((one.amount for one in steps[:total]), ZERO) == cost(base, act)
    assert "what no step explains" not in [one.what for one in steps]


def test_a_part_that_is_left_out_would_be_seen() -> None:
    year = case(us=100_000, controlled=(Controlled("Invented WFOE", "CN", F(100_000), F(25_000)),))
    base, act = compute(year, IN_FORCE), compute(year, WORKABLE)
    act.parts["subpart_f"] = ZERO
    assert "what no step explains" in [one.what for one in difference(year, base, act, WORKABLE)]
    assert set(act.parts) == set(PARTS)


def test_denial_begins_on_the_day_of_enactment() -> None:
    raw = {"tax_year": 2027, "us_income": 600_000, "items": [{"country": "CN", "category": "branch", "income": 365_000, "tax_local": 73_000}], "participation": {"participant": True}}
    told = {one.name: one for one in tax_columns(raw, {}, [LAW, ACT.enacted(date(2027, 7, 2))])}
    assert told["us-dshra/literal"].numbers()["denied_tax"] == str(200 * 183)
    later = {one.name: one for one in tax_columns(raw, {}, [LAW, ACT.enacted(date(2028, 1, 1))])}
    assert later["us-dshra/literal"].numbers()["cost_of_denial"] == "0"
    regime = with_variant(LITERAL, {"effective_from": "2027-07-02"}, None)
    assert compute(case(item("CN", "branch", 365_000, 73_000)), regime).numbers["denied_tax"] == 200 * 183
    with pytest.raises(InputError, match="not a day: 'soon'"):
        with_variant(LITERAL, {"effective_from": "soon"}, None)


def test_participation_that_comes_and_goes_counts_its_days() -> None:
    year = case(item("CN", "branch", 365_000, 73_000), spans=((date(2026, 6, 1), date(2027, 1, 11)), (date(2027, 12, 22), date(2028, 5, 1))))
    assert year.share() == F(20, 365)
    raw = {"tax_year": 2027, "items": [{"country": "CN", "income": 365_000, "tax_local": 73_000}], "participation": {"participant": False, "complete": True}}
    shown = {one.name: one for one in tax_columns(raw, {}, [LAW, ACT], Participation(((date(2027, 1, 1), date(2027, 1, 11)),), ("an invented stake",)))}
    assert shown["us-dshra/literal"].numbers()["denied_tax"] == str(200 * 10)
    assert shown["us-in-force"].numbers()["denied_tax"] == "0"


def test_a_proposal_alone_has_no_rates_and_says_so() -> None:
    with pytest.raises(InputError, match="no rulebook that is read holds the parameter") as caught:
        list(tax_columns({"tax_year": 2027}, {}, [ACT]))
    assert "us-in-force" in caught.value.hint


# --- translation and reading ----------------------------------------------------------------------------------------------------

TAX = {"country": "CN", "category": "branch", "income": 100, "tax_local": 1_440_000, "currency": "CNY", "rate": "7.2", "payment_rate": "7.4", "rate_source": "an invented table"}


@pytest.mark.parametrize(
    ("more", "dollars_", "basis"),
    [
        ({}, F(200_000), "average rate of the year"),
        ({"inflationary": True}, F(7_200_000, 37), "inflationary currency, 26 USC 986(a)(1)(C)"),
        ({"translation_election": True}, F(7_200_000, 37), "by election, 26 USC 986(a)(1)(D)"),
        ({"paid_on": "2028-12-31"}, F(200_000), "average rate of the year"),
    ],
)
def test_which_rate_holds_and_why_is_kept(more: dict[str, Any], dollars_: Fraction, basis: str) -> None:
    found = read_case({"tax_year": 2026, "items": [TAX | more]}, [LAW]).items[0]
    assert found.tax == dollars_
    assert found.translation is not None
    assert basis in found.translation.basis
    assert "an invented table" in found.translation.told
    assert any(found.translation.told in step.what for step in compute(replace(case(), items=(found,)), IN_FORCE).steps)


def test_a_foreign_tax_without_a_rate_is_not_taken_for_dollars() -> None:
    with pytest.raises(InputError, match="no rate for a tax in CNY"):
        read_case({"tax_year": 2026, "items": [{key: value for key, value in TAX.items() if key != "rate"}]}, [LAW])


def test_a_year_that_begins_in_july() -> None:
    found = read_case({"tax_year": 2026, "year_begins": "2026-07-01", "items": [TAX | {"paid_on": "2029-07-01"}], "participation": {"participant": True, "from": "2027-06-01"}}, [LAW])
    assert found.days == (date(2026, 7, 1), date(2027, 7, 1))
    assert found.share() == F(30, 365)
    assert found.items[0].tax == F(7_200_000, 37), "paid after the second year from its end"
    with pytest.raises(InputError, match="does not begin on"):
        read_case({"tax_year": 2026, "year_begins": "2027-01-01"}, [LAW])


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({"carryovers": {"gold": {2024: 1}}}, "no basket 'gold'"), ({"carryovers": {"general": {"last": 1}}}, "no carryover by year"), ({"excess_limitation_before": {"x": 1}}, "no basket 'x'"),
        ({"taxpayer": "trust"}, "no taxpayer 'trust'"), ({"items": [{"ptep_inclusion_year": "x"}]}, "no year: 'x'"), ({"cfcs": [{"subpart_f_category": "x"}]}, "no basket 'x'"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_where(raw: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read_case({"tax_year": 2026} | raw, [LAW])
    assert caught.value.hint
    assert caught.value.where.column


def test_what_nobody_reads_is_said() -> None:
    assert "tax.colour is not read" in list(not_modelled(read_case({"tax_year": 2026, "colour": "red"}, [LAW])))


def test_the_parameters_of_measure_two_are_the_rulebooks() -> None:
    assert (LITERAL.method, LITERAL.deduction, LITERAL.separate_basket, LITERAL.subpart_f) == ("full_denial", True, False, False)
    assert (WORKABLE.method, WORKABLE.deduction, WORKABLE.separate_basket, WORKABLE.subpart_f) == ("full_denial", True, True, True)
    assert LITERAL.countries == WORKABLE.countries == PRC
    for wrong in ({"deduction": "yes"}, {"cfc_mode": "subpart"}):
        with pytest.raises(InputError, match=r"no deduction 'yes'|no cfc_mode 'subpart'"):
            with_variant(WORKABLE, wrong, None)
    assert compute(case(item("CN", "branch", 100, 21)), REMOVED).numbers["credit"] == 0
