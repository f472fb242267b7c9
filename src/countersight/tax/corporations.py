"""Controlled foreign corporations: 951 and 951A inclusions, the gross-up (78), the deduction (250), taxes deemed paid (960).

An individual includes the same income, and has neither gross-up, nor deduction, nor credit, unless an election under section 962
is made, which is not modelled.
"""

from __future__ import annotations

from fractions import Fraction

from countersight.tax.case import Controlled
from countersight.tax.result import TESTED, ZERO, Sheet


def corporations(sheet: Sheet) -> None:
    """Write the inclusions of the year on the sheet, with their taxes."""
    case, regime = sheet.case, sheet.regime
    reached = [one for one in case.controlled if sheet.reach and one.country in regime.countries]
    sheet.foreign_tax += sum((one.tax + one.subpart_f_tax for one in case.controlled), ZERO)
    sheet.numbers |= dict.fromkeys(("inclusion_951A", "s78", "s250", "deemed_paid"), ZERO) if case.controlled else {}
    for one in case.controlled:
        if one.subpart_f or one.subpart_f_tax:
            _subpart_f(sheet, one, reached=one in reached)
    like = reached if regime.subpart_f else []
    rest = [one for one in case.controlled if one not in like]
    for one in like:
        _like_subpart_f(sheet, one)
    if like and sheet.reach < 1:
        rest += [Controlled(one.name, one.country, one.before_tax * (1 - sheet.reach), one.tax * (1 - sheet.reach), qbai=one.qbai * (1 - sheet.reach)) for one in like]
    rest = _high_tax(sheet, rest)
    if any(one.before_tax or one.tax for one in rest):
        _tested(sheet, rest, [one for one in reached if one not in like])


def _high_tax(sheet: Sheet, group: list[Controlled]) -> list[Controlled]:
    """What an elected high-tax exclusion leaves: units that are not taxed above the share of the corporate rate."""
    if not sheet.case.high_tax_exclusion:
        return group
    rates = sheet.case.rates
    high = rates.share("high_tax") * rates.share("corporate_rate")
    out = [one for one in group if one.effective_rate > high]
    for one in out:
        sheet.add(TESTED, f"{one.name}: high-tax exclusion elected, {float(one.effective_rate):.2%} is above {float(high):.1%}", -one.tested, rates.citation("high_tax"))
    return [one for one in group if one not in out]


def _subpart_f(sheet: Sheet, one: Controlled, *, reached: bool) -> None:
    """Subpart F income of the law in force: included, grossed up, its tax deemed paid in full (960(a))."""
    share = sheet.reach if reached else ZERO
    for part, denied in ((1 - share, False), (share, True)):
        if not part:
            continue
        amount, tax = (one.subpart_f - one.subpart_f_tax) * part, one.subpart_f_tax * part
        kept = tax if not sheet.case.individual and not (denied and sheet.regime.deduction) else ZERO
        basket = sheet.baskets[sheet.name(one.subpart_f_basket, one.country) if denied else one.subpart_f_basket]
        basket.income += amount + kept
        sheet.grow("inclusion_951", amount)
        sheet.grow("s78", kept)
        if denied:
            sheet.denied += ZERO if sheet.case.individual else tax
        elif not sheet.case.individual:
            basket.taxes += tax
            basket.deemed += tax
            sheet.numbers["deemed_paid_960a"] = sheet.numbers.get("deemed_paid_960a", ZERO) + tax
    sheet.add(one.subpart_f_basket, f"{one.name}: subpart F inclusion", one.subpart_f - one.subpart_f_tax, "26 USC 951(a)(1)(A), 952")
    sheet.add(one.subpart_f_basket, f"{one.name}: tax on it, deemed paid unless denied", one.subpart_f_tax, "26 USC 78, 960(a)")


def _like_subpart_f(sheet: Sheet, one: Controlled) -> None:
    """PRC income of a participant's corporation, included like subpart F income: no deduction, no gross-up, no credit."""
    amount, tax = one.tested * sheet.reach, one.tax * sheet.reach
    name = sheet.name(TESTED, one.country)
    sheet.baskets[name].income += max(amount, ZERO)
    sheet.denied += ZERO if sheet.case.individual else tax
    sheet.grow("subpart_f", max(amount, ZERO))
    sheet.add(name, f"{one.name}: inclusion like subpart F income", amount, "the Act, workable; modelled on 26 USC 951(a)(1)(A), 952(a)(5)")


def _tested(sheet: Sheet, group: list[Controlled], reached: list[Controlled]) -> None:
    """951A inclusion, section 78, section 250 and deemed-paid taxes, apart for a country in a basket of its own."""
    case, rates = sheet.case, sheet.case.rates
    gains = sum((one.tested for one in group if one.tested > 0), ZERO)
    losses = sum((-one.tested for one in group if one.tested < 0), ZERO)
    assets = sum((one.qbai for one in group if one.tested > 0), ZERO)
    taken_out = max(rates.share("qbai_return") * assets - case.specified_interest, ZERO)
    included = max(gains - losses - taken_out, ZERO) / gains if gains else ZERO
    if taken_out:
        sheet.add(TESTED, "return on business assets, taken out", -taken_out, rates.citation("qbai_return"))
    for one in group:
        share = sheet.reach if one in reached else ZERO
        for part, denied in ((1 - share, False), (share, True)):
            if part:
                _inclusion(sheet, one, included * part, denied=denied)
    deduction_limit(sheet)
    for key, what, citation in (
        ("inclusion_951A", "951A inclusion", "26 USC 951A"), ("s78", "gross-up", "26 USC 78"),
        ("s250", "deduction", rates.citation("s250_951a")), ("deemed_paid", "tax deemed paid", rates.citation("deemed_paid_951a")),
    ):  # fmt: skip
        sheet.add(TESTED, what, sheet.numbers.get(key, ZERO), citation)


def _inclusion(sheet: Sheet, one: Controlled, share: Fraction, *, denied: bool) -> None:
    rates, individual = sheet.case.rates, sheet.case.individual
    amount, tax = max(one.tested, ZERO) * share, one.tax * share if one.tested > 0 else ZERO
    gross = ZERO if individual or (denied and sheet.regime.deduction) else tax
    s250 = ZERO if individual else rates.share("s250_951a") * (amount + gross)
    paid = ZERO if denied or individual else rates.share("deemed_paid_951a") * tax
    basket = sheet.baskets[sheet.name(TESTED, one.country) if denied else TESTED]
    basket.income += amount + gross - s250
    basket.s250 += s250
    basket.taxes += paid
    basket.deemed += paid
    sheet.denied += tax if denied and not individual else ZERO
    sheet.grow("inclusion_951A", amount)
    sheet.grow("s78", gross)
    sheet.grow("s250", s250)
    sheet.numbers["deemed_paid"] = sheet.numbers.get("deemed_paid", ZERO) + paid


def deduction_limit(sheet: Sheet) -> None:
    """Section 250(a)(2): the deduction is taken on no more than there is taxable income; what is cut falls on the baskets alike."""
    total = sum((one.s250 for one in sheet.baskets.values()), ZERO)
    rate = sheet.case.rates.share("s250_951a")
    most = rate * max(sheet.taxable + total, ZERO)
    if total <= most:
        return
    for one in sheet.baskets.values():
        cut = one.s250 * (total - most) / total
        one.s250 -= cut
        one.income += cut
    sheet.grow("s250", most - total)
    sheet.add(TESTED, "deduction limited to taxable income", most - total, "26 USC 250(a)(2)")
