"""What denial costs in a year, step by step: every step in dollars, and their sum is the cost to the last fraction."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from countersight.tax.case import Case
from countersight.tax.regime import Regime
from countersight.tax.result import APART, TESTED, ZERO, Result, Step

_INCOME = (
    ("deducted", -1, "US tax saved, because the denied tax is deducted", "26 USC 164(a)(3); 275(a)(4) turned off"),
    ("s78", 1, "US tax saved, because denied deemed-paid tax is not grossed up", "26 USC 78"),
    ("inclusion_951A", 1, "US tax on a 951A inclusion that is larger or smaller", "26 USC 951A"),
    ("s250", -1, "US tax on a section 250 deduction that is larger or smaller", "26 USC 250(a)(1)(B)"),
    ("subpart_f", 1, "US tax on income included like subpart F income", "modelled on 26 USC 952(a)(5)"),
    ("inclusion_951", 1, "US tax on a subpart F inclusion that is larger or smaller", "26 USC 951(a)(1)(A)"),
)
"""What taxable income is made of, with its sign, and what a change of it means."""


def difference(case: Case, base: Result, act: Result, regime: Regime) -> tuple[Step, ...]:
    """The steps from the tax under the law in force to the tax under a regime; steps of nothing are left out."""
    steps = [one for one in (*_incomes(case, base, act), *_credits(base, act)) if one.amount]
    total = act.numbers["net_us_tax"] - base.numbers["net_us_tax"]
    rest = total - sum((one.amount for one in steps), ZERO)
    if rest:
        steps.append(Step("all", "what no step explains", rest, ""))
    notes = list(_notes(base, act, regime))
    return (*steps, Step("all", "cost of denial in the year", total, ""), *notes)


def _incomes(case: Case, base: Result, act: Result) -> Iterator[Step]:
    """The tax on each change of taxable income, one after the other, so that a progressive schedule comes out as well."""
    taxable = base.numbers["taxable_income"]
    for part, sign, what, citation in _INCOME:
        change = sign * (act.parts[part] - base.parts[part])
        yield Step("all", f"{what} ({_signed(change)} of taxable income)", case.tax(taxable + change) - case.tax(taxable), citation)
        taxable += change


def _credits(base: Result, act: Result) -> Iterator[Step]:
    """The credit lost or gained, basket by basket, and the reduction by a factor."""
    for name in sorted(base.baskets.keys() | act.baskets.keys()):
        one, two = base.baskets.get(name), act.baskets.get(name)
        lost = (one.credit if one else ZERO) - (two.credit if two else ZERO)
        what = "credit lost" if lost >= 0 else "credit gained: what the other taxes of the basket can use now"
        yield Step(name, f"{what} in the basket {name}", lost, "26 USC 901, 904" if name != TESTED else "26 USC 901, 904, 960(d)")
    reduced = act.numbers["credit_before_reduction"] - act.numbers["credit"] if "credit_before_reduction" in act.numbers else ZERO
    yield Step("all", "reduction by the participation factor", reduced, "modelled on 26 USC 908(a)(1)")


def _notes(base: Result, act: Result, regime: Regime) -> Iterator[Step]:
    """What the cost of the one year does not show."""
    later = sum((one.excess for name, one in base.baskets.items() if name != TESTED), ZERO) - sum(
        (one.excess for name, one in act.baskets.items() if name != TESTED and not name.startswith(APART)), ZERO
    )
    if later:
        yield Step("all", "beside it: excess credit for other years lost (or, where negative, gained)", later, "26 USC 904(c)")
    if act.numbers["denied_tax"] and not regime.separate_basket:
        yield Step("all", "no separate basket: denied income still makes room for other countries' taxes in its basket", ZERO, "compare 26 USC 901(j)(1)(B)")


def _signed(amount: Fraction) -> str:
    return f"{float(amount):+,.2f}"
