"""Translation of foreign taxes into dollars, 26 USC 986(a): which rate, from which source, of which day, and why.

The average rate of the year holds for taxes that accrue; the rate of the day of payment for taxes on a cash basis, for those
paid before the year begins or too long after it ends, in an inflationary currency, or by election.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from countersight.errors import InputError, Where
from countersight.tax.exact import exact

AVERAGE, PAYMENT = "average rate of the year", "rate of the day of payment"


@dataclass(frozen=True, slots=True)
class Translation:
    """How a tax came into dollars.

    Attributes:
        local: The tax in the currency in which it was paid.
        currency: Of that amount.
        rate: Local units for one dollar.
        basis: Which rate, and by which provision.
        source: Who published the rate; empty where the matter does not say.
        on: The day or the year that the rate is of.
    """

    local: Fraction
    currency: str
    rate: Fraction
    basis: str
    source: str
    on: str

    @property
    def told(self) -> str:
        """The translation in words."""
        source = self.source or "source of the rate not stated"
        return f"{float(self.local):,.2f} {self.currency} at {float(self.rate):g} ({self.basis}; {self.on}; {source})"


@dataclass(frozen=True, slots=True)
class TaxYear:
    """The days of the year, and how many years after its end a payment is late."""

    begins: date
    ends: date
    """Half-open: the day after the last one."""
    late_years: int

    def late(self, paid: date) -> bool:
        """Whether a day of payment is before the year, or too long after it."""
        return paid < self.begins or paid >= after(self.ends, self.late_years)


def after(day: date, years: int) -> date:
    """The same day some years later; 29 February becomes 1 March.

    >>> after(date(2027, 1, 1), 2).isoformat()
    '2029-01-01'
    """
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def read_translation(raw: dict[str, Any], local: Fraction, year: TaxYear, place: str) -> Translation:
    """The rate that the law picks.

    Raises:
        InputError: The rate that is needed is missing, or no rate.
    """
    currency = str(raw.get("currency") or "USD").upper()
    source = " ".join(str(raw.get("rate_source") or "").split())
    paid = read_day(raw.get("paid_on"), f"{place}.paid_on")
    reason = _why_payment(raw, paid, year)
    if reason:
        if raw.get("payment_rate") is None:
            raise InputError("the rate of the day of payment is missing", hint="payment_rate: '7.4' (26 USC 986(a)(2))", where=Where("tax", None, f"{place}.payment_rate"))
        told = raw["payment_rate"], "payment_rate", f"{PAYMENT}: {reason}", paid.isoformat() if paid else "the day of payment is not stated"
    else:
        if raw.get("rate") is None and currency != "USD":
            raise InputError(f"no rate for a tax in {currency}", hint="rate: '7.2', in local units for one dollar (26 USC 986(a)(1)(A))", where=Where("tax", None, f"{place}.rate"))
        told = raw.get("rate", 1), "rate", f"{AVERAGE}: 26 USC 986(a)(1)(A)", str(raw.get("rate_date") or f"year from {year.begins}")
    rate = exact(told[0], f"{place}.{told[1]}")
    if rate <= 0:
        raise InputError(f"not a rate: {rate}", hint="local units for one dollar: '7.2'", where=Where("tax", None, f"{place}.{told[1]}"))
    return Translation(local, currency, rate, told[2], source, told[3])


def _why_payment(raw: dict[str, Any], paid: date | None, year: TaxYear) -> str:
    """Why the rate of the day of payment holds; empty where it does not."""
    if raw.get("accounting") == "cash":
        return "cash basis, 26 USC 986(a)(2)"
    if paid is not None and year.late(paid):
        return "paid before the year or too long after it, 26 USC 986(a)(1)(B), (2)"
    if raw.get("inflationary") is True:
        return "inflationary currency, 26 USC 986(a)(1)(C), (2)"
    return "by election, 26 USC 986(a)(1)(D), (2)" if raw.get("translation_election") is True else ""


def read_day(value: object, place: str) -> date | None:
    """A day as a matter writes it; None where it is absent.

    Raises:
        InputError: Not a day.
    """
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise InputError(f"not a day: {value!r}", hint="2026-07-01", where=Where("tax", None, place)) from None
