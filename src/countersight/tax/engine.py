"""The foreign tax credit of one taxable year under one regime, in exact fractions.

Formulas: 26 USC 78, 164(a)(3), 250(a), 275(a)(4), 901, 901(j), 904(a),(b)(5),(c),(d), 908, 951, 951A, 952(a)(5), 960(a),(b),(d), 986(a),
as of P.L. 119-73. The numbers of the law are dated parameters of the rulebooks; what is not modelled is printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Final

from countersight.tax.case import Case, Item
from countersight.tax.corporations import corporations
from countersight.tax.limits import limits
from countersight.tax.regime import IN_FORCE, Regime
from countersight.tax.result import TESTED, ZERO, Basket, Result, Sheet, Step

__all__ = ["IN_FORCE", "NOT_MODELLED", "TESTED", "Basket", "Result", "Step", "compute", "cost", "not_modelled"]

NOT_MODELLED: Final = (
    "recapture of losses of earlier years (904(f)(1), (5)(C), (g)): give income after it",
    "oil and gas (907), splitters (909), covered asset acquisitions and holding periods (901(k) to (m)), dividends under 245A(d)",
    "redeterminations (905(c)), high-taxed passive income moved to another basket (904(d)(2)(F)), expenses apportioned (861): give income net of them",
    "the deduction for foreign-derived income (250(a)(1)(A)): give US income after it",
    "base erosion tax (59A), corporate alternative minimum tax (55, 59(k)), alternative minimum tax of individuals",
    "the year before is not worked out again: a carryback is counted up to the limit that it is stated to have left",
    "the treaty of 1984, article 22: the Act would have to override it in words (a note for Form 8833)",
)
FOR_INDIVIDUALS: Final = (
    "individuals: the election of section 962, the exemption of 904(j), lower rates on gains and dividends (904(b)(2)), section 911, deductions allocated",
)


def compute(case: Case, regime: Regime) -> Result:
    """Work out a taxable year.

    Args:
        case: The facts.
        regime: What is denied, and how. Denial reaches participants only.
    """
    sheet = Sheet(case, regime)
    for item in case.items:
        _item(sheet, item)
    sheet.numbers["creditable_tax"] = sum((one.tax for one in case.items if one.creditable), ZERO)
    sheet.numbers |= {"vat_creditable": ZERO, "vat_denied": ZERO} if any(not one.creditable for one in case.items) else {}
    if any(one.income is None for one in case.items):
        sheet.numbers["denied_tax"] = sheet.denied
        return Result(regime.name, case.year, sheet.numbers, {}, tuple(sheet.steps), whole=False)
    corporations(sheet)
    limits(sheet)
    return Result(regime.name, case.year, sheet.numbers, dict(sorted(sheet.baskets.items())), tuple(sheet.steps), parts=sheet.parts)


def _denied_share(sheet: Sheet, item: Item) -> Fraction:
    if item.country not in sheet.regime.countries or not item.creditable:
        return ZERO
    if sheet.regime.method == "attributable":
        return sheet.reach if item.attributable else ZERO
    return sheet.reach


def _item(sheet: Sheet, item: Item) -> None:
    share, deduction = _denied_share(sheet, item), sheet.regime.deduction
    sheet.foreign_tax += item.tax
    income = item.income or ZERO
    own, apart = income * (1 - share), income * share
    credited, denied = (item.tax * (1 - share), item.tax * share) if item.creditable else (ZERO, ZERO)
    cut = credited * _haircut(sheet, item)
    basket = sheet.baskets[item.basket]
    basket.income += own
    basket.taxes += credited - cut
    if item.translation is not None and item.translation.currency != "USD":
        sheet.add(item.basket, f"{'income tax' if item.kind == 'income' else item.kind} of {item.country}: {item.translation.told}", item.tax, "26 USC 986(a)")
    if cut:
        sheet.add(item.basket, f"tax of {item.country} on earnings included in {item.ptep_year}: the part that is not credited", -cut, sheet.case.rates.dated("ptep_haircut", date(item.ptep_year or 0, 12, 31)).citation)
    if not item.creditable:
        basket.income -= item.tax
        sheet.add(item.basket, f"{item.kind} of {item.country}, deducted and not credited", -item.tax, "26 USC 164(a), 901(b), 903")
    if share:
        there = sheet.baskets[sheet.name(item.basket, item.country)]
        there.income += apart - (denied if deduction else ZERO)
        there.denied += denied
        sheet.denied += denied
        sheet.grow("deducted", denied if deduction else ZERO, number=False)
        if share < 1:
            sheet.add(item.basket, f"participation in {float(share):.2%} of the days of the year: income and tax split by days", apart, "the Act, second measure; ratably by days")
        sheet.add(item.basket, f"tax of {item.country} denied to a participant", denied, "the Act, second measure; modelled on 26 USC 901(j)")
        if deduction:
            sheet.add(item.basket, "denied tax deducted", -denied, "26 USC 164(a)(3); 275(a)(4) turned off, as 901(j)(3)")


def _haircut(sheet: Sheet, item: Item) -> Fraction:
    """The share of a tax on earnings already included under 951A that is not credited (960(d)(4))."""
    return sheet.case.rates.share("ptep_haircut", date(item.ptep_year, 12, 31)) if item.ptep_year else ZERO


def not_modelled(case: Case) -> Iterator[str]:
    """What the numbers of this case leave out, and what it states that nobody reads."""
    yield from NOT_MODELLED
    if case.individual:
        yield from FOR_INDIVIDUALS
    yield from (f"tax.{key} is not read" for key in case.unread)


def cost(base: Result, act: Result) -> Fraction:
    """What denial costs in the year: more US tax than under the law in force."""
    return act.numbers["net_us_tax"] - base.numbers["net_us_tax"]
