"""The three worked examples to the cent, by hand, and a calculator written apart from ours on random years."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countersight.tax.case import Controlled, Item
from countersight.tax.engine import compute, cost
from countersight.tax.exact import cents
from countersight.tax.regime import IN_FORCE, Regime

from .years import NO_DEDUCTION, PRC, REMOVED, SEPARATE, WORKABLE, F, case, item

SCRIPT = Path(__file__).parents[3] / "shared" / "prototype" / "tax" / "ftc.py"
APART = pytest.mark.skipif(not SCRIPT.exists(), reason="the other calculator is not beside this checkout")


def told(number: Fraction) -> str:
    return cents(number)


def test_example_one_a_branch_taxed_at_the_average_rate() -> None:
    year = case(Item("CN", "branch", F(1_000_000), F(1_800_000) / F("7.2")), us=4_000_000)
    base = compute(year, IN_FORCE)
    assert [told(base.numbers[one]) for one in ("credit", "net_us_tax", "excess")] == ["210000.00", "840000.00", "40000.00"]
    assert [told(cost(base, compute(year, one))) for one in (SEPARATE, NO_DEDUCTION)] == ["157500.00", "210000.00"]


def test_example_two_two_countries_with_carryback_and_carryforward() -> None:
    year = case(item("CN", "general", 600_000, 60_000), item("DE", "general", 400_000, 120_000), us=3_000_000, limit_before={"general": F(10_000)})
    base, act = compute(year, IN_FORCE), compute(year, SEPARATE)
    assert [told(cost(base, one)) for one in (act, compute(year, REMOVED))] == ["83400.00", "47400.00"]
    general = act.baskets["general"]
    assert (general.excess, general.carried_back, general.forward) == (F(36_000), F(10_000), {2027: F(26_000)})
    assert [told(act.numbers[one]) for one in ("carried_back", "carried_forward")] == ["10000.00", "26000.00"]
    later = compute(case(item("DE", "general", 500_000, 100_000), us=3_000_000, year=2028, carried={"general": {2027: F(26_000)}}), SEPARATE).baskets["general"]
    assert (later.carried_used, later.forward) == ({2027: F(5_000)}, {2027: F(21_000)})


def test_example_three_controlled_corporations() -> None:
    group = (Controlled("WFOE", "CN", F(1_000_000), F(250_000)), Controlled("IrelandCo", "IE", F(500_000), F(75_000)))
    year = case(us=2_000_000, controlled=group)
    base = compute(year, IN_FORCE)
    assert [told(cost(base, compute(year, one))) for one in (SEPARATE, REMOVED, replace(SEPARATE, subpart_f=True), WORKABLE)] == ["94500.00", "90000.00", "157500.00", "157500.00"]
    only_ireland = case(us=2_000_000, controlled=group[1:])
    assert cost(base, compute(only_ireland, IN_FORCE)) == 0


# --- a calculator written apart from ours ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def other() -> ModuleType:
    spec = importlib.util.spec_from_file_location("ftc_apart", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["ftc_apart"] = module
    spec.loader.exec_module(module)
    return module


AMOUNTS = st.integers(1, 2_000_000)
ITEMS = st.lists(st.tuples(st.sampled_from(["CN", "DE"]), st.sampled_from(["general", "branch", "passive"]), AMOUNTS, st.integers(0, 400_000)), max_size=4)
GROUPS = st.lists(st.tuples(st.sampled_from(["CN", "IE"]), AMOUNTS, st.integers(0, 400_000)), max_size=3)
CARRIED = st.dictionaries(st.integers(2015, 2026), st.integers(0, 90_000), max_size=3)


@APART
@given(year_=st.tuples(ITEMS, GROUPS, CARRIED, AMOUNTS, st.sampled_from([2025, 2026, 2027])), ways=st.tuples(st.booleans(), st.booleans(), st.booleans()))
@settings(max_examples=150, deadline=None)
def test_both_calculators_agree(other: ModuleType, year_: tuple[Any, ...], ways: tuple[bool, bool, bool]) -> None:
    """Where no basket ends in a loss: how losses are set against other baskets, the other one does not model."""
    (items, group, carried, us, year), (deduction, basket, subpart_f) = year_, ways
    items = [(country, name, income + tax, tax) for country, name, income, tax in items]
    group = [(country, before + tax, tax) for country, before, tax in group]
    ours = case(*(item(*one) for one in items), us=us, year=year, controlled=tuple(Controlled(f"c{at}", country, F(before), F(tax)) for at, (country, before, tax) in enumerate(group)), carried={"general": {origin: F(amount) for origin, amount in carried.items()}})
    theirs_items = [other.Item(country, name, F(income), F(tax)) for country, name, income, tax in items]
    theirs_group = [other.CFC(f"c{at}", country, F(before), F(tax)) for at, (country, before, tax) in enumerate(group)]
    for mine, yours in (
        (IN_FORCE, other.BASE),
        (Regime("x", "full_denial", deduction, basket, subpart_f, countries=PRC), other.Regime("x", PRC, basket, deduction, subpart_f)),
    ):
        one = compute(ours, mine)
        two = other.compute(year, F(us), theirs_items, theirs_group, yours, {"general": carried})
        assert (one.numbers["taxable_income"], one.numbers["us_tax"], one.numbers["net_us_tax"]) == (two.taxable_income, two.us_tax, two.net_us_tax)
        assert {name: basket_.credit for name, basket_ in one.baskets.items() if basket_.credit} == {name: row["l14_credit"] for name, row in two.baskets.items() if row["l14_credit"]}
