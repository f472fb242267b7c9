"""Reading the ``tax`` of a matter: every error with its place and what would be right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

from countersight.errors import InputError, Where
from countersight.rules.book import Rulebook
from countersight.tax.case import BASKETS, CORPORATION, INDIVIDUAL, TYPES, Case, Controlled, Item
from countersight.tax.exact import exact
from countersight.tax.rates import rates_on
from countersight.tax.translation import TaxYear, after, read_day, read_translation

KEYS = frozenset(
    "tax_year year_begins taxpayer us_income rate_schedule items cfcs carryovers excess_limitation_before specified_interest participation "
    "elections factor_inputs boycott_operations".split()
)
"""What the ``tax`` of a matter may hold; what stands under another key is printed as not read."""


def read_case(raw: dict[str, Any], books: Sequence[Rulebook], regime_factor: object = None) -> Case:
    """The tax facts as a matter brings them.

    Args:
        raw: The ``tax`` of a matter.
        books: Where the rates of the year stand; the first that has a number gives it.
        regime_factor: A participation factor that the regime brings; the matter's own where it is None.

    Raises:
        InputError: Something is missing, or no number, date, basket or kind of tax: with its place.
    """
    year = raw.get("tax_year")
    if not isinstance(year, int) or isinstance(year, bool) or not 1 < year < date.max.year - 20:
        raise InputError(f"no taxable year: {year!r}", hint="tax_year: 2026", where=Where("tax", None, "tax_year"))
    begins = read_day(raw.get("year_begins"), "year_begins") or date(year, 1, 1)
    if begins.year != year:
        raise InputError(f"the year {year} does not begin on {begins}", hint="tax_year is the calendar year in which it begins", where=Where("tax", None, "year_begins"))
    rates = rates_on(books, begins)
    dated = TaxYear(begins, after(begins, 1), rates.whole("late_payment_years"))
    told = raw.get("participation") or {}
    factor = regime_factor if regime_factor is not None else (raw.get("factor_inputs") or {}).get("value")
    kind = raw.get("taxpayer") or CORPORATION
    if kind not in {CORPORATION, INDIVIDUAL}:
        raise InputError(f"no taxpayer {kind!r}", hint="corporation (Form 1118) or individual (Form 1116)", where=Where("tax", None, "taxpayer"))
    before = raw.get("excess_limitation_before")
    return Case(
        year=year,
        us_income=exact(raw.get("us_income", 0), "us_income"),
        items=tuple(_item(one, dated, f"items[{at}]") for at, one in enumerate(raw.get("items") or ())),
        controlled=tuple(_controlled(one, f"cfcs[{at}]") for at, one in enumerate(raw.get("cfcs") or ())),
        carried=_carried(raw.get("carryovers") or {}),
        participant=told.get("participant"),
        start=read_day(told.get("from"), "participation.from"),
        end=read_day(told.get("to"), "participation.to"),
        high_tax_exclusion=bool((raw.get("elections") or {}).get("high_tax_exclusion")),
        factor=exact(factor, "factor") if factor is not None else None,
        rates=rates,
        begins=begins,
        limit_before=None if before is None else {_basket(name, "excess_limitation_before"): exact(amount, f"excess_limitation_before.{name}") for name, amount in before.items()},
        specified_interest=exact(raw.get("specified_interest", 0), "specified_interest"),
        kind=kind,
        schedule=_schedule(raw.get("rate_schedule"), kind),
        unread=tuple(sorted(set(raw) - KEYS)),
    )


def _schedule(raw: object, kind: str) -> tuple[tuple[Fraction, Fraction], ...]:
    """The rates of an individual: no rulebook holds them, because they hang on the filing status and change every year."""
    if kind == CORPORATION:
        return ()
    if not isinstance(raw, list) or not raw or not all(isinstance(one, dict) and {"over", "rate"} == set(one) for one in raw):
        raise InputError("the rates of an individual are missing", hint="rate_schedule: [{over: 0, rate: '0.10'}, {over: 12400, rate: '0.12'}, ...] of the filing status and year", where=Where("tax", None, "rate_schedule"))
    found = tuple((exact(one["over"], f"rate_schedule[{at}].over"), exact(one["rate"], f"rate_schedule[{at}].rate")) for at, one in enumerate(raw))
    if found[0][0] != 0 or any(one[0] >= two[0] for one, two in pairwise(found)):
        raise InputError("the rate schedule does not rise from 0", hint="over: 0 first, then each higher", where=Where("tax", None, "rate_schedule"))
    return found


def _basket(name: object, place: str) -> str:
    if name not in BASKETS:
        raise InputError(f"no basket {name!r}", hint=f"one of {', '.join(BASKETS)} (26 USC 904(d)(1))", where=Where("tax", None, place))
    return str(name)


def _item(raw: dict[str, Any], year: TaxYear, place: str) -> Item:
    basket, kind = _basket(raw.get("category", "general"), f"{place}.category"), raw.get("tax_type") or "income"
    if kind not in TYPES:
        raise InputError(f"no kind of tax {kind!r}", hint=f"one of {', '.join(sorted(TYPES))}", where=Where("tax", None, f"{place}.tax_type"))
    local = exact(raw.get("tax_local", 0), f"{place}.tax_local")
    translation = read_translation(raw, local, year, place)
    income, ptep = raw.get("income"), raw.get("ptep_inclusion_year")
    if ptep is not None and (isinstance(ptep, bool) or not isinstance(ptep, int)):
        raise InputError(f"no year: {ptep!r}", hint="ptep_inclusion_year: 2026", where=Where("tax", None, f"{place}.ptep_inclusion_year"))
    return Item(
        country=str(raw.get("country") or "").upper(),
        basket=basket,
        income=None if income is None else exact(income, f"{place}.income"),
        tax=local / translation.rate,
        kind=kind,
        payor=" ".join(str(raw.get("payor") or "").split()),
        attributable=raw.get("attributable"),
        ptep_year=ptep,
        translation=translation,
    )


def _controlled(raw: dict[str, Any], place: str) -> Controlled:
    basket = _basket(raw.get("subpart_f_category", "general"), f"{place}.subpart_f_category")
    return Controlled(
        name=str(raw.get("name") or place),
        country=str(raw.get("country") or "").upper(),
        before_tax=exact(raw.get("pretax_tested", 0), f"{place}.pretax_tested"),
        tax=exact(raw.get("tax", 0), f"{place}.tax"),
        subpart_f=exact(raw.get("pretax_subpart_f", 0), f"{place}.pretax_subpart_f"),
        subpart_f_tax=exact(raw.get("subpart_f_tax", 0), f"{place}.subpart_f_tax"),
        subpart_f_basket=basket,
        qbai=exact(raw.get("qbai", 0), f"{place}.qbai"),
    )


def _carried(raw: dict[str, Any]) -> dict[str, dict[int, Fraction]]:
    found: dict[str, dict[int, Fraction]] = {}
    for name, years in raw.items():
        basket = _basket(name, f"carryovers.{name}")
        if not isinstance(years, dict) or not all(str(one).isdigit() for one in years):
            raise InputError(f"no carryover by year: {years!r}", hint="carryovers: {general: {2024: 1000}}", where=Where("tax", None, f"carryovers.{name}"))
        found[basket] = {int(year): exact(amount, f"carryovers.{basket}.{year}") for year, amount in years.items()}
    return found
