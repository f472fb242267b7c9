"""Rates and shares by taxable year, each with the provision that sets it (as of P.L. 119-73)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from countersight.errors import InputError, Where


@dataclass(frozen=True, slots=True)
class YearValue:
    """A value from a taxable year on: years that begin in that calendar year or later."""

    name: str
    first: int
    value: Fraction
    citation: str


VALUES: Final = (
    YearValue("corporate_rate", 2018, Fraction(21, 100), "26 USC 11(b)"),
    YearValue("deemed_paid_951a", 2018, Fraction(80, 100), "26 USC 960(d)(1), P.L. 115-97"),
    YearValue("deemed_paid_951a", 2026, Fraction(90, 100), "26 USC 960(d)(1), P.L. 119-21 s.70312"),
    YearValue("s250_951a", 2018, Fraction(50, 100), "26 USC 250(a)(1)(B), P.L. 115-97"),
    YearValue("s250_951a", 2026, Fraction(40, 100), "26 USC 250(a)(1)(B), P.L. 119-21 s.70321"),
    YearValue("high_tax", 2018, Fraction(90, 100), "26 USC 954(b)(4), 951A(b)(2)(A)(i)(III): above this share of the corporate rate"),
    YearValue("carryback", 2018, Fraction(1), "26 USC 904(c)"),
    YearValue("carryforward", 2018, Fraction(10), "26 USC 904(c)"),
)


def value(name: str, year: int) -> YearValue:
    """What holds in a taxable year.

    Raises:
        InputError: The year is before all that is modelled.
    """
    found = [one for one in VALUES if one.name == name and one.first <= year]
    if not found:
        raise InputError(f"the taxable year {year} is not modelled", hint="years from 2018 on", where=Where("tax", None, "tax_year"))
    return max(found, key=lambda one: one.first)
