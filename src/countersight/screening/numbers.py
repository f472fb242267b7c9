"""Numbers beside the pages: what a calculator works out for a column."""

from __future__ import annotations

from datetime import date

from countersight.measures.issuer_numbers import issuer_numbers
from countersight.model.matter import Matter
from countersight.tax.case import read_case
from countersight.tax.engine import NOT_MODELLED, compute, cost
from countersight.tax.exact import cents
from countersight.tax.regime import IN_FORCE, LITERAL, WORKABLE, with_variant

REGIMES = {regime.name: regime for regime in (IN_FORCE, LITERAL, WORKABLE)}


def numbers_of(matter: Matter, column: str, on: date) -> tuple[dict[str, str], tuple[dict[str, str], ...]]:
    """Numbers and working of a tax year, or the timetable of an issuer, under a column; nothing for other matters and columns.

    Raises:
        InputError: The tax facts or the issuer's file cannot be read.
    """
    if matter.kind == "issuer":
        return issuer_numbers(matter, column, on)
    if matter.kind != "tax" or matter.tax is None or column not in REGIMES:
        return {}, ()
    variant = matter.regime or {}
    case = read_case(matter.tax, variant.get("factor"))
    regime = REGIMES[column] if column == IN_FORCE.name else with_variant(REGIMES[column], variant, case.factor)
    found = compute(case, regime)
    numbers = dict(found.numbers)
    if found.whole and regime is not IN_FORCE:
        numbers["cost_of_denial"] = cost(compute(case, IN_FORCE), found)
    working = [{"basket": one.basket, "what": one.what, "amount": cents(one.amount), "citation": one.citation} for one in found.steps]
    working += [{"basket": "", "what": f"not modelled: {text}", "amount": "", "citation": ""} for text in NOT_MODELLED]
    return {name: str(amount) for name, amount in numbers.items()}, tuple(working)
