"""Building years for these tests. Every taxpayer is invented."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from countersight.app import load_rulebook
from countersight.tax.case import Case, Controlled, Item
from countersight.tax.rates import rates_on
from countersight.tax.regime import Regime, regime_of

F = Fraction
LAW = load_rulebook("us-in-force")[0]
ACT = load_rulebook("us-dshra")[0]
PRC = frozenset({"CN"})
SEPARATE = Regime("separate, deductible", "full_denial", separate_basket=True, countries=PRC)
REMOVED = Regime("removed only, deductible", "full_denial", countries=PRC)
NO_DEDUCTION = Regime("separate, no deduction", "full_denial", deduction=False, separate_basket=True, countries=PRC)
LITERAL, WORKABLE = (regime_of(ACT, profile, date(2027, 1, 1)) for profile in ("literal", "workable"))
FACTOR = Regime("factor", "factor", factor=F(1, 4), countries=PRC)


def item(country: str, basket: str, income: int, tax: int, **more: Any) -> Item:  # noqa: ANN401
    return Item(country, basket, F(income), F(tax), **more)


def case(*items: Item, us: int = 0, year: int = 2027, controlled: tuple[Controlled, ...] = (), **more: Any) -> Case:  # noqa: ANN401
    rates = rates_on([LAW], date(year, 1, 1))
    return Case(year, F(us), items, controlled, more.pop("carried", {}), more.pop("participant", True), more.pop("start", None), more.pop("end", None), rates=rates, **more)
