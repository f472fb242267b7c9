"""The calculator against worked years, and the properties that any denial must have. All taxpayers are invented."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.errors import InputError
from countersight.tax.case import Case, Controlled, Item
from countersight.tax.engine import Result, compute, cost
from countersight.tax.exact import cents, dollars, exact
from countersight.tax.rates import rates_on
from countersight.tax.reading import read_case
from countersight.tax.regime import IN_FORCE, Regime, with_variant

from .years import FACTOR, LAW, LITERAL, NO_DEDUCTION, PRC, REMOVED, SEPARATE, WORKABLE, F, case, item


def in_year(one: Case, year: int) -> Case:
    return replace(one, year=year, rates=rates_on([LAW], date(year, 1, 1)))


def told(result: Result, *names: str) -> list[int]:
    return [dollars(result.numbers[name]) for name in names]


def test_one_country_denied_with_and_without_deduction() -> None:
    year = case(Item("CN", "branch", F(1_000_000), F(1_800_000) / F("7.2")), us=4_000_000)
    base = compute(year, IN_FORCE)
    assert told(base, "credit", "net_us_tax", "excess") == [210_000, 840_000, 40_000]
    assert [dollars(cost(base, compute(year, one))) for one in (SEPARATE, NO_DEDUCTION)] == [157_500, 210_000]
    assert cost(base, compute(year, SEPARATE)) == base.numbers["credit"] - F(21, 100) * compute(year, SEPARATE).numbers["denied_tax"]


def test_without_a_basket_of_its_own_denied_income_absorbs_the_excess_of_others() -> None:
    year = case(item("CN", "general", 600_000, 60_000), item("DE", "general", 400_000, 120_000), us=3_000_000)
    base = compute(year, IN_FORCE)
    assert [dollars(cost(base, compute(year, one))) for one in (SEPARATE, REMOVED)] == [83_400, 47_400]
    assert told(compute(year, SEPARATE), "excess") == [36_000]


def test_excess_goes_forward_by_origin_year_the_oldest_first_and_expires() -> None:
    carried = {"general": {2016: F(500), 2026: F(2_000), 2027: F(26_000)}}
    found = compute(case(item("DE", "general", 500_000, 100_000), us=3_000_000, year=2028, carried=carried), SEPARATE).baskets["general"]
    assert found.carried_used == {2026: F(2_000), 2027: F(3_000)}
    assert found.carried_expired == {2016: F(500)}
    assert found.credit == F(105_000)


WFOE, IRISH = Controlled("Invented WFOE", "CN", F(1_000_000), F(250_000)), Controlled("Invented Irish Co", "IE", F(500_000), F(75_000))


def test_ten_years_forward_and_not_eleven() -> None:
    carried = {"general": {2017: F(500), 2018: F(700)}}
    found = compute(case(item("DE", "general", 500_000, 0), us=3_000_000, year=2028, carried=carried), IN_FORCE).baskets["general"]
    assert (found.carried_used, found.carried_expired) == ({2018: F(700)}, {2017: F(500)})


def test_tax_deemed_paid_through_controlled_corporations() -> None:
    year = case(us=2_000_000, controlled=(WFOE, IRISH))
    base = compute(year, IN_FORCE)
    subpart = replace(SEPARATE, subpart_f=True)
    assert [dollars(cost(base, compute(year, one))) for one in (SEPARATE, REMOVED, subpart)] == [94_500, 90_000, 157_500]
    assert told(base, "inclusion_951A", "s78", "s250", "deemed_paid") == [1_175_000, 325_000, 600_000, 292_500]
    assert dollars(compute(in_year(year, 2025), IN_FORCE).numbers["s250"]) == 750_000


def test_the_high_tax_exclusion_leaves_nothing_to_deny_and_the_subpart_f_analogue_closes_the_hole() -> None:
    year = case(us=2_000_000, controlled=(WFOE,), high_tax_exclusion=True)
    base = compute(year, IN_FORCE)
    assert told(base, "credit", "inclusion_951A") == [0, 0]
    assert cost(base, compute(year, SEPARATE)) == 0
    assert dollars(cost(base, compute(year, WORKABLE))) == 157_500
    low = Controlled("Invented high-tech WFOE", "CN", F(1_000_000), F(150_000))
    assert dollars(compute(case(controlled=(low,), high_tax_exclusion=True), IN_FORCE).numbers["inclusion_951A"]) == 850_000


def test_tested_losses_lower_the_inclusion() -> None:
    loss = Controlled("Invented loss maker", "DE", F(-300_000), F(0))
    assert told(compute(case(controlled=(IRISH, loss)), IN_FORCE), "inclusion_951A", "s78") == [125_000, 22_059]


def test_a_part_of_the_year_is_denied_by_days() -> None:
    half = case(item("CN", "branch", 365_000, 73_000), us=600_000, start=date(2027, 7, 2), end=None)
    assert half.share_of_year == F(183, 365)
    assert compute(half, SEPARATE).numbers["denied_tax"] == F(73_000) * F(183, 365)
    assert replace(half, start=date(2028, 1, 1)).share_of_year == 0


def test_a_loss_of_one_basket_lowers_the_limits_of_the_others_pro_rata() -> None:
    year = case(item("DE", "general", 100_000, 30_000), item("DE", "branch", -40_000, 0), us=500_000)
    found = compute(year, IN_FORCE)
    assert (found.baskets["general"].limit, found.baskets["branch"].limit) == (F(21, 100) * 60_000, F(0))
    at_home = compute(case(item("DE", "general", 100_000, 30_000), us=-50_000), IN_FORCE)
    assert at_home.baskets["general"].limit == at_home.numbers["us_tax"] == F(10_500)


def test_a_factor_reduces_the_credit_after_its_limit() -> None:
    year = case(item("CN", "branch", 400_000, 100_000), us=600_000, year=2026)
    first = compute(year, replace(FACTOR, deduction=False))
    assert told(first, "credit_before_reduction", "denied_tax", "credit", "net_us_tax") == [84_000, 21_000, 63_000, 147_000]
    fixed = compute(year, FACTOR)
    assert fixed.numbers["credit"] == F(25_200_000, 421)
    below = compute(case(item("CN", "branch", 400_000, 10_000), us=600_000), FACTOR)
    assert told(below, "credit_before_reduction", "credit") == [10_000, 7_500]


def test_attributable_taxes_alone_are_denied() -> None:
    year = case(item("CN", "branch", 100_000, 20_000, attributable=True), item("CN", "branch", 100_000, 20_000, attributable=False), us=600_000)
    assert told(compute(year, Regime("attributable", "attributable", countries=PRC)), "denied_tax") == [20_000]


@pytest.mark.parametrize("participant", [False, None])
def test_who_does_not_take_part_keeps_the_credit(*, participant: bool | None) -> None:
    year = case(item("CN", "branch", 400_000, 100_000), us=600_000, participant=participant)
    for regime in (LITERAL, WORKABLE, FACTOR):
        assert compute(year, regime).numbers["net_us_tax"] == compute(year, IN_FORCE).numbers["net_us_tax"]


# --- properties ---------------------------------------------------------------------------------------------------------------

AMOUNTS = st.integers(0, 2_000_000)
ITEMS = st.lists(st.builds(item, st.sampled_from(["CN", "DE"]), st.sampled_from(["general", "branch", "passive"]), AMOUNTS, st.integers(0, 400_000), kind=st.sampled_from(["income", "income", "vat"])), max_size=5)
GROUPS = st.lists(st.builds(lambda country, before, tax: Controlled(f"{country}{before}", country, F(before), F(min(tax, before))), st.sampled_from(["CN", "IE"]), AMOUNTS, st.integers(0, 400_000)), max_size=3)
REGIMES = st.builds(Regime, st.just("x"), st.just("full_denial"), st.booleans(), st.booleans(), st.booleans(), countries=st.just(PRC))


@given(ITEMS, GROUPS, AMOUNTS, REGIMES)
def test_denial_without_a_deduction_never_lowers_us_tax(items: list[Item], group: list[Controlled], us: int, regime: Regime) -> None:
    year = case(*items, us=us, controlled=tuple(group))
    assert cost(compute(year, IN_FORCE), compute(year, replace(regime, deduction=False))) >= 0


@given(st.lists(st.tuples(AMOUNTS, st.fractions(0, F(21, 100))), max_size=4), AMOUNTS)
def test_denial_never_lowers_us_tax_where_the_credit_could_be_used(taxed: list[tuple[int, Fraction]], us: int) -> None:
    """With a deduction it can: of a tax that no credit was left for, the deduction is worth something."""
    year = case(*(Item("CN", "branch", F(income), income * rate) for income, rate in taxed), us=us)
    assert cost(compute(year, IN_FORCE), compute(year, SEPARATE)) >= 0
    excess = case(item("CN", "branch", 0, 100), us=1_000)
    assert cost(compute(excess, IN_FORCE), compute(excess, SEPARATE)) == -21


@given(ITEMS, GROUPS, AMOUNTS, REGIMES, st.randoms(use_true_random=False))
def test_the_order_of_items_is_irrelevant(items: list[Item], group: list[Controlled], us: int, regime: Regime, chance: random.Random) -> None:
    mixed_items, mixed_group = list(items), list(group)
    chance.shuffle(mixed_items)
    chance.shuffle(mixed_group)
    assert compute(case(*items, us=us, controlled=tuple(group)), regime).numbers == compute(case(*mixed_items, us=us, controlled=tuple(mixed_group)), regime).numbers


@given(st.integers(0, 400_000), AMOUNTS, AMOUNTS)
def test_in_the_simple_case_the_cost_is_the_credit_lost_less_the_rate_on_the_deduction(tax: int, income: int, us: int) -> None:
    year = case(item("CN", "branch", income + tax, tax), us=us)
    base, act = compute(year, IN_FORCE), compute(year, SEPARATE)
    assert cost(base, act) == base.numbers["credit"] - F(21, 100) * act.numbers["denied_tax"]


@given(ITEMS, AMOUNTS)
def test_the_credit_is_never_more_than_the_tax_nor_than_the_limit(items: list[Item], us: int) -> None:
    found = compute(case(*items, us=us), IN_FORCE)
    assert found.numbers["credit"] <= sum((one.tax for one in items if one.creditable), F(0))
    assert all(basket.credit <= basket.limit for basket in found.baskets.values())
    assert found.numbers["credit"] <= found.numbers["us_tax"]


# --- input --------------------------------------------------------------------------------------------------------------------


def test_translation_by_accrual_by_payment_and_late() -> None:
    raw = {"country": "CN", "category": "branch", "tax_local": 1_440_000, "rate": "7.2", "payment_rate": "7.4", "paid_on": "2027-05-31"}
    taxes = [read_case({"tax_year": 2026, "items": [raw | more]}, [LAW]).items[0].tax for more in ({}, {"accounting": "cash"}, {"paid_on": "2029-01-01"}, {"paid_on": "2025-12-31"})]
    assert taxes == [F(200_000), F(7_200_000, 37), F(7_200_000, 37), F(7_200_000, 37)]
    assert cents(F(7_200_000, 37)) == "194594.59"


def test_a_year_without_income_is_translated_and_sorted_only() -> None:
    raw = {"tax_year": 2026, "items": [{"country": "CN", "category": "branch", "income": None, "tax_local": 100}], "participation": {"participant": True}}
    found = compute(read_case(raw, [LAW]), LITERAL)
    assert (found.whole, found.numbers["denied_tax"], "credit" in found.numbers) == (False, F(100), False)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({}, "no taxable year"), ({"tax_year": 2026, "us_income": 1.5}, "not an exact number"), ({"tax_year": 2026, "us_income": "much"}, "not a number"), ({"tax_year": 2026, "items": [{"category": "gold"}]}, "no basket 'gold'"),
        ({"tax_year": 2026, "items": [{"tax_type": "toll"}]}, "no kind of tax 'toll'"), ({"tax_year": 2026, "items": [{"rate": "0"}]}, "not a rate"), ({"tax_year": 2026, "items": [{"accounting": "cash"}]}, "day of payment is missing"),
        ({"tax_year": 2026, "participation": {"from": "soon"}}, "not a day: 'soon'"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_where(raw: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read_case(raw, [LAW])
    assert caught.value.hint


def test_a_regime_and_a_year_that_are_not_known() -> None:
    with pytest.raises(InputError, match="regime has no 'methode'"):
        with_variant(LITERAL, {"methode": "x"}, None)
    with pytest.raises(InputError, match="no method 'x'"):
        with_variant(LITERAL, {"method": "x"}, None)
    with pytest.raises(InputError, match="2017 is not modelled"):
        rates_on([LAW], date(2017, 1, 1)).share("corporate_rate")
    assert with_variant(WORKABLE, {"method": "factor", "deduction": "denied", "cfc_mode": None}, F(1, 2)) == Regime(WORKABLE.name, "factor", deduction=False, separate_basket=True, factor=F(1, 2), countries=PRC)


@given(st.fractions())
def test_dollars_and_cents_are_half_away_from_zero(amount: Fraction) -> None:
    assert abs(F(dollars(amount)) - amount) <= F(1, 2)
    assert dollars(-amount) == -dollars(amount)
    assert abs(F(cents(amount)) - amount) <= F(1, 200)
    assert exact(cents(amount), "x") == F(cents(amount))
