"""The tax facts of a matter: income and tax by country and basket, controlled corporations, participation, elections.

Translation follows 26 USC 986(a): the average rate of the year for taxes that accrue, the rate of the day of payment for taxes
paid on a cash basis, before the year begins or more than two years after it ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final

from countersight.errors import InputError, Where
from countersight.tax.exact import exact

BASKETS: Final = ("general", "passive", "branch", "951A")
"""26 USC 904(d)(1): four baskets; a separate one for a denied country stands beside them."""
CREDITABLE: Final = frozenset({"income", "in_lieu"})
"""26 USC 901(b) and 903. Value-added tax, surcharges and fines are neither credited nor denied."""
TYPES: Final = CREDITABLE | {"vat", "surcharge", "fine", "other"}
_LATE: Final = 2
"""Years after the end of the taxable year: 26 USC 986(a)(1)(B)."""


@dataclass(frozen=True, slots=True)
class Item:
    """Foreign income before its foreign tax, and that tax, in dollars."""

    country: str
    basket: str
    income: Fraction | None
    tax: Fraction
    kind: str
    rate_note: str
    attributable: bool | None = None
    """For denial of what is specifically attributable: whether the tax belongs to the participation."""

    @property
    def creditable(self) -> bool:
        """Whether the tax is of a kind that can be credited."""
        return self.kind in CREDITABLE


@dataclass(frozen=True, slots=True)
class Controlled:
    """A controlled foreign corporation: pro rata tested income before tax, and its tax, in dollars."""

    name: str
    country: str
    before_tax: Fraction
    tax: Fraction

    @property
    def tested(self) -> Fraction:
        """Tested income: after tax (26 USC 951A(b)(2)(A)(ii))."""
        return self.before_tax - self.tax

    @property
    def effective_rate(self) -> Fraction:
        """Tax over income before tax; nothing where there is no income."""
        return self.tax / self.before_tax if self.before_tax > 0 else Fraction(0)


@dataclass(frozen=True, slots=True)
class Case:
    """One taxable year of a US corporation."""

    year: int
    us_income: Fraction
    items: tuple[Item, ...]
    controlled: tuple[Controlled, ...]
    carried: dict[str, dict[int, Fraction]]
    """Basket to origin year to excess credit carried into this year."""
    participant: bool | None
    start: date | None
    end: date | None
    """Participation, half-open; None is the edge of the year."""
    high_tax_exclusion: bool = False
    factor: Fraction | None = None

    @property
    def share_of_year(self) -> Fraction:
        """The share of the year's days with participation."""
        first, after = date(self.year, 1, 1), date(self.year + 1, 1, 1)
        start, end = max(self.start or first, first), min(self.end or after, after)
        return Fraction(max(0, (end - start).days), (after - first).days)


def read_case(raw: dict[str, Any], regime_factor: object = None) -> Case:
    """The tax facts as a matter brings them.

    Args:
        raw: The ``tax`` of a matter.
        regime_factor: A participation factor that the regime brings; the matter's own where it is None.

    Raises:
        InputError: Something is missing, or no number, date, basket or kind of tax: with its place.
    """
    year = raw.get("tax_year")
    if not isinstance(year, int) or isinstance(year, bool):
        raise InputError(f"no taxable year: {year!r}", hint="tax_year: 2026", where=Where("tax", None, "tax_year"))
    told = raw.get("participation") or {}
    factor = regime_factor if regime_factor is not None else (raw.get("factor_inputs") or {}).get("value")
    return Case(
        year=year,
        us_income=exact(raw.get("us_income", 0), "us_income"),
        items=tuple(_item(one, year, f"items[{at}]") for at, one in enumerate(raw.get("items") or ())),
        controlled=tuple(_controlled(one, f"cfcs[{at}]") for at, one in enumerate(raw.get("cfcs") or ())),
        carried=_carried(raw.get("carryovers") or {}),
        participant=told.get("participant"),
        start=_day(told.get("from"), "participation.from"),
        end=_day(told.get("to"), "participation.to"),
        high_tax_exclusion=bool((raw.get("elections") or {}).get("high_tax_exclusion")),
        factor=exact(factor, "factor") if factor is not None else None,
    )


def _item(raw: dict[str, Any], year: int, place: str) -> Item:
    basket, kind = raw.get("category", "general"), raw.get("tax_type") or "income"
    if basket not in BASKETS:
        raise InputError(f"no basket {basket!r}", hint=f"one of {', '.join(BASKETS)} (26 USC 904(d)(1))", where=Where("tax", None, f"{place}.category"))
    if kind not in TYPES:
        raise InputError(f"no kind of tax {kind!r}", hint=f"one of {', '.join(sorted(TYPES))}", where=Where("tax", None, f"{place}.tax_type"))
    local = exact(raw.get("tax_local", 0), f"{place}.tax_local")
    rate, note = _rate(raw, year, place)
    income = raw.get("income")
    return Item(str(raw.get("country") or "").upper(), basket, None if income is None else exact(income, f"{place}.income"), local / rate, kind, note, raw.get("attributable"))


def _rate(raw: dict[str, Any], year: int, place: str) -> tuple[Fraction, str]:
    """Local units for a dollar, and why that rate."""
    paid = _day(raw.get("paid_on"), f"{place}.paid_on")
    late = paid is not None and (paid < date(year, 1, 1) or paid > date(year + _LATE, 12, 31))
    if raw.get("accounting") == "cash" or late:
        if raw.get("payment_rate") is None:
            raise InputError("the rate of the day of payment is missing", hint="payment_rate: '7.4' (26 USC 986(a)(2))", where=Where("tax", None, f"{place}.payment_rate"))
        rate, note = exact(raw["payment_rate"], f"{place}.payment_rate"), "rate of the day of payment (26 USC 986(a)(1)(B), (2))"
    else:
        rate, note = exact(raw.get("rate", 1), f"{place}.rate"), "average rate of the year (26 USC 986(a)(1)(A))"
    if rate <= 0:
        raise InputError(f"not a rate: {rate}", hint="local units for one dollar: '7.2'", where=Where("tax", None, f"{place}.rate"))
    return rate, note


def _controlled(raw: dict[str, Any], place: str) -> Controlled:
    return Controlled(str(raw.get("name") or place), str(raw.get("country") or "").upper(), exact(raw.get("pretax_tested", 0), f"{place}.pretax_tested"), exact(raw.get("tax", 0), f"{place}.tax"))


def _carried(raw: dict[str, Any]) -> dict[str, dict[int, Fraction]]:
    return {basket: {int(year): exact(amount, f"carryovers.{basket}.{year}") for year, amount in years.items()} for basket, years in raw.items()}


def _day(value: object, place: str) -> date | None:
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise InputError(f"not a day: {value!r}", hint="2026-07-01", where=Where("tax", None, place)) from None
