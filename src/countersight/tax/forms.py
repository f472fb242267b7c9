"""The lines of Form 1118 (corporations) and Form 1116 (individuals): whole dollars, half away from zero, and only here.

Numbers of lines are those of the revisions named; later ones were not seen. A line that the calculator does not fill is left to
whoever prepares the return.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from countersight.tax.case import Case
from countersight.tax.exact import dollars
from countersight.tax.result import APART, TESTED, ZERO, Basket, Result

REVISIONS: Final = {
    "1118": "Form 1118 (Rev. December 2022), Schedule K (Rev. September 2018), as the e-file style sheets print them",
    "1116": "Form 1116 (2023), as the e-file style sheets print it",
}
CATEGORIES: Final = {"951A": "Section 951A category income", "branch": "Foreign branch category income", "passive": "Passive category income", "general": "General category income"}
_SUMMARY_1116: Final = {"951A": "25", "branch": "26", "passive": "27", "general": "28"}


@dataclass(frozen=True, slots=True)
class FormLine:
    """One line of a form.

    Attributes:
        form: 1118 or 1116.
        part: Schedule and part.
        category: The separate category of income; empty for lines of the whole return.
        line: Its number.
        what: In words.
        amount: Whole dollars, or a decimal fraction for a ratio.
        exact: The same before rounding.
    """

    form: str
    part: str
    category: str
    line: str
    what: str
    amount: str
    exact: Fraction


def form_lines(case: Case, found: Result) -> tuple[FormLine, ...]:
    """The lines of the form that the taxpayer files, per separate category, then the summary; nothing where income is not stated."""
    if not found.whole:
        return ()
    return tuple(_form_1116(found) if case.individual else _form_1118(case, found))


def category(name: str) -> str:
    """A basket as the form names it.

    >>> category("901j:CN"), category("branch")
    ('Section 901(j)-like income, CN', 'Foreign branch category income')
    """
    return f"Section 901(j)-like income, {name.partition(':')[2]}" if name.startswith(APART) else CATEGORIES[name]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where lines stand: form, part, and basket; empty for lines of the whole return."""

    form: str
    part: str
    basket: str = ""

    def dollars(self, line: str, what: str, amount: Fraction) -> FormLine:
        return FormLine(self.form, self.part, category(self.basket) if self.basket else "", line, what, str(dollars(amount)), amount)

    def ratio(self, line: str, what: str, amount: Fraction) -> FormLine:
        return FormLine(self.form, self.part, category(self.basket), line, what, f"{float(amount):.6f}", amount)


def _filled(found: Result) -> Iterator[tuple[str, Basket]]:
    return ((name, basket) for name, basket in found.baskets.items() if not basket.empty)


def _carried(basket: Basket) -> Fraction:
    return sum(basket.carried_used.values(), ZERO) + sum((amount for origin, amount in basket.forward.items() if origin in basket.carried_used), ZERO)


def _fraction(basket: Basket, taxable: Fraction) -> Fraction:
    return min(basket.numerator / taxable, Fraction(1)) if taxable > 0 else ZERO


def _form_1118(case: Case, found: Result) -> Iterator[FormLine]:
    taxable, tax = found.numbers["taxable_income"], found.numbers["us_tax"]
    for name, basket in _filled(found):
        at, carried, available = _Place("1118", "Sch. B, Part II", name), _carried(basket), basket.taxes + _carried(basket)
        apart = name.startswith(APART)
        yield from (
            at.dollars("1a", "foreign taxes paid or accrued", basket.taxes - basket.deemed + basket.denied),
            at.dollars("2", "foreign taxes deemed paid (Schedules C, D, E)", basket.deemed),
            at.dollars("3", "reductions of foreign taxes (Schedule G): denied", -basket.denied),
            at.dollars("5", "carryover of foreign taxes (Schedule K, line 3)", carried),
            at.dollars("6", "foreign taxes, all together", available),
            at.dollars("7", "taxable income from foreign sources (Schedule J, Part I, line 11)", basket.numerator),
            at.dollars("8c", "taxable income from all sources", taxable),
            at.ratio("9", "line 7 divided by line 8c", _fraction(basket, taxable)),
            at.dollars("10", "US tax against which the credit is allowed", tax),
            at.dollars("13", "limitation", basket.limit),
            at.dollars("14", "separate foreign tax credit" + (": denied" if apart else ""), basket.credit),
        )
        if not apart and name != TESTED:
            yield from _schedule_k(case, name, basket)
    before = found.numbers.get("credit_before_reduction", found.numbers["credit"])
    at = _Place("1118", "Sch. B, Part III")
    yield at.dollars("8", "reduction, as for boycott operations (908)", before - found.numbers["credit"])
    yield at.dollars("9", "total foreign tax credit", found.numbers["credit"])


def _schedule_k(case: Case, name: str, basket: Basket) -> Iterator[FormLine]:
    """Carryovers by origin year: what came in, what was used, what goes on."""
    for origin in sorted({*basket.carried_used, *basket.carried_expired, *basket.forward}):
        at = _Place("1118", f"Sch. K, origin {origin}", name)
        used, expired, on = basket.carried_used.get(origin, ZERO), basket.carried_expired.get(origin, ZERO), basket.forward.get(origin, ZERO)
        if origin == case.year:
            yield at.dollars("", f"excess of the year after carryback, to be used by {origin + case.rates.whole('carryforward')}", on)
            continue
        yield at.dollars("3", "carryover at the beginning of the year", used + expired + on)
        yield at.dollars("4", "used in the year", -used)
        if expired:
            yield at.dollars("", "expired unused", -expired)
        yield at.dollars("8", "carryover to the next year", on)


def _form_1116(found: Result) -> Iterator[FormLine]:
    taxable, tax = found.numbers["taxable_income"], found.numbers["us_tax"]
    for name, basket in _filled(found):
        at, carried = _Place("1116", "Part III", name), _carried(basket)
        yield from (
            _Place("1116", "Part II", name).dollars("8", "foreign taxes paid or accrued", basket.taxes + basket.denied),
            at.dollars("9", "the same", basket.taxes + basket.denied),
            at.dollars("10", "carryback or carryover", carried),
            at.dollars("12", "reduction in foreign taxes: denied", -basket.denied),
            at.dollars("14", "foreign taxes available for credit", basket.taxes + carried),
            at.dollars("15", "taxable income from foreign sources in the category (line 7)", max(basket.income, ZERO)),
            at.dollars("17", "the same after adjustments for losses", basket.numerator),
            at.dollars("18", "taxable income", taxable),
            at.ratio("19", "line 17 divided by line 18", _fraction(basket, taxable)),
            at.dollars("20", "tax", tax),
            at.dollars("21", "largest credit", basket.limit),
            at.dollars("24", "credit in the category" + (": denied" if name.startswith(APART) else ""), basket.credit),
        )
    for name, line in _SUMMARY_1116.items():
        if name in found.baskets:
            yield _Place("1116", "Part IV", name).dollars(line, "credit", found.baskets[name].credit)
    before = found.numbers.get("credit_before_reduction", found.numbers["credit"])
    at = _Place("1116", "Part IV")
    yield from (
        at.dollars("32", "credits, all together", before),
        at.dollars("33", "the smaller of lines 20 and 32", min(before, tax)),
        at.dollars("34", "reduction, as for boycott operations (908)", before - found.numbers["credit"]),
        at.dollars("35", "foreign tax credit", found.numbers["credit"]),
    )
