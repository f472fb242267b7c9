"""Limit and credit of every basket, carryovers by origin year, and the reduction by a participation factor."""

from __future__ import annotations

from fractions import Fraction

from countersight.errors import InputError
from countersight.tax.result import APART, TESTED, ZERO, Basket, Sheet


def limits(sheet: Sheet) -> None:
    """Work out the credit of the year and the tax after it."""
    case, regime = sheet.case, sheet.regime
    factor = regime.factor if regime.method == "factor" and case.participant is True else None
    if factor is not None and regime.deduction and case.individual:
        raise InputError("a participation factor with a deduction is not modelled for an individual", hint="regime: {method: factor, deduction: denied}")
    taxable = sheet.taxable
    tax = case.tax(taxable)
    scale = _losses(sheet, taxable)
    credit = ZERO
    for name, basket in sorted(sheet.baskets.items()):
        basket.numerator = max(basket.income, ZERO) * scale
        basket.limit = basket.numerator / taxable * tax if taxable > 0 else ZERO
        if factor is not None and regime.deduction and basket.limit < basket.taxes:
            # The denied share is deducted, which lowers the limit that decides it: C = rate x (income - factor x C).
            basket.limit = basket.limit / (1 + case.rates.share("corporate_rate") * factor)
        _credit(sheet, name, basket)
        credit += basket.credit
        sheet.add(name, "limit", basket.limit, "26 USC 904(a), (d)")
        sheet.add(name, "credit", basket.credit, "26 USC 901(a), 904(a)")
    if factor is not None:
        reduced = credit * factor
        sheet.numbers["credit_before_reduction"] = credit
        credit -= reduced
        sheet.denied += reduced
        if regime.deduction:
            taxable -= reduced
            tax = case.tax(taxable)
            sheet.grow("deducted", reduced, number=False)
        sheet.add("all", "reduction by the participation factor, after the limit", -reduced, "modelled on 26 USC 908(a)(1)")
    _roll_up(sheet, taxable, tax, credit)


def _roll_up(sheet: Sheet, taxable: Fraction, tax: Fraction, credit: Fraction) -> None:
    baskets = sheet.baskets
    lost = sum((one.excess for name, one in baskets.items() if name == TESTED), ZERO)
    ordinary = [one for name, one in baskets.items() if name != TESTED and not name.startswith(APART)]
    sheet.numbers |= {
        "taxable_income": taxable,
        "us_tax": tax,
        "credit": credit,
        "net_us_tax": tax - credit,
        "total_tax": sheet.foreign_tax + tax - credit,
        "limit": sum((one.limit for name, one in baskets.items() if not name.startswith(APART)), ZERO),
        "excess": sum((one.excess for one in ordinary), ZERO),
        "denied_tax": sheet.denied,
    }
    if sheet.case.limit_before is not None:
        sheet.numbers["carried_back"] = sum((one.carried_back for one in ordinary), ZERO)
        sheet.numbers["carried_forward"] = sum((amount for one in ordinary for amount in one.forward.values()), ZERO)
    if TESTED in baskets:
        sheet.numbers["excess_lost"] = lost


def _losses(sheet: Sheet, taxable: Fraction) -> Fraction:
    """What is left of the income of the other baskets when losses of baskets, and of the United States, are set against it pro rata."""
    gains = sum((one.income for one in sheet.baskets.values() if one.income > 0), ZERO)
    net = sum((one.income for one in sheet.baskets.values()), ZERO)
    if not gains:
        return ZERO
    scale = max(min(Fraction(1), net / gains, taxable / gains), ZERO)
    if scale < 1:
        sheet.add("all", "losses set against the income of the other baskets, pro rata", (scale - 1) * gains, "26 USC 904(f)(5)(B), (D)")
    return scale


def _credit(sheet: Sheet, name: str, basket: Basket) -> None:
    """Current taxes first, then carryovers, the oldest first; none in 951A and in a separate basket (904(c))."""
    if name.startswith(APART):
        basket.limit = ZERO if not basket.taxes else basket.limit
        return
    basket.credit = min(basket.taxes, basket.limit)
    basket.excess = max(basket.taxes - basket.limit, ZERO)
    if name == TESTED:
        if basket.excess:
            sheet.add(name, "excess, lost: goes neither back nor forward", basket.excess, "26 USC 904(c), last sentence")
        return
    _carry(sheet, name, basket)


def _carry(sheet: Sheet, name: str, basket: Basket) -> None:
    case = sheet.case
    room, years, citation = basket.limit - basket.credit, case.rates.whole("carryforward"), case.rates.citation("carryforward")
    for origin, amount in sorted(case.carried.get(name, {}).items()):
        if case.year - origin > years:
            basket.carried_expired[origin] = amount
            sheet.add(name, f"carryover of {origin}, expired after {years} years", -amount, citation)
            continue
        used = min(amount, max(room, ZERO))
        room -= used
        basket.credit += used
        basket.carried_used[origin] = used
        sheet.add(name, f"carryover of {origin} used", used, citation)
        left = amount - used
        if left and case.year - origin < years:
            basket.forward[origin] = left
        elif left:
            basket.carried_expired[origin] = left
            sheet.add(name, f"carryover of {origin}: its last year, the rest expires", -left, citation)
    if basket.excess:
        before = (case.limit_before or {}).get(name, ZERO) if case.rates.whole("carryback") else ZERO
        basket.carried_back = min(basket.excess, max(before, ZERO))
        if basket.carried_back < basket.excess:
            basket.forward[case.year] = basket.excess - basket.carried_back
        back = f"carried back to {case.year - 1}" if case.limit_before is not None else f"carried back to {case.year - 1}: its limit is not stated, so nothing is counted there"
        sheet.add(name, back, basket.carried_back, case.rates.citation("carryback"))
        sheet.add(name, f"carried forward from {case.year}, to be used by {case.year + years}", basket.excess - basket.carried_back, citation)
