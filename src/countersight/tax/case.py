"""The tax facts of a matter: income and tax by country and basket, controlled corporations, participation, elections."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Final

from countersight.tax.rates import Rates
from countersight.tax.translation import Translation, after

BASKETS: Final = ("general", "passive", "branch", "951A")
"""26 USC 904(d)(1): four baskets; a separate one for a denied country stands beside them."""
CREDITABLE: Final = frozenset({"income", "in_lieu"})
"""26 USC 901(b) and 903. Value-added tax, surcharges and fines are neither credited nor denied."""
TYPES: Final = CREDITABLE | {"vat", "surcharge", "fine", "other"}
CORPORATION, INDIVIDUAL = "corporation", "individual"
Span = tuple[date, date]
"""Days, half-open."""


@dataclass(frozen=True, slots=True)
class Item:
    """Foreign income before its foreign tax, and that tax, in dollars.

    Attributes:
        country: ISO 3166-1 alpha-2.
        basket: Of section 904(d)(1).
        income: Net of expenses; None where it is not stated, so that the tax is only translated and sorted.
        tax: In dollars.
        kind: income, in_lieu, or a kind that is not creditable.
        payor: Who paid: the taxpayer itself, a branch, a disregarded entity, a payer that withheld.
        attributable: For denial of what is specifically attributable: whether the tax belongs to the participation.
        ptep_year: Year of the 951A inclusion, where the tax falls on earnings that were already included (960(d)(4)).
        translation: How the tax came into dollars.
    """

    country: str
    basket: str
    income: Fraction | None
    tax: Fraction
    kind: str = "income"
    payor: str = ""
    attributable: bool | None = None
    ptep_year: int | None = None
    translation: Translation | None = None

    @property
    def creditable(self) -> bool:
        """Whether the tax is of a kind that can be credited."""
        return self.kind in CREDITABLE


@dataclass(frozen=True, slots=True)
class Controlled:
    """A controlled foreign corporation: pro rata shares in dollars, income before tax.

    Attributes:
        name: Of the corporation, or of its tested unit.
        country: ISO 3166-1 alpha-2.
        before_tax: Tested income before tax; negative for a tested loss.
        tax: On the tested income.
        subpart_f: Subpart F income before tax (951(a)(1)(A)).
        subpart_f_tax: On that income; deemed paid in full (960(a)).
        subpart_f_basket: general or passive.
        qbai: Qualified business asset investment, for years in which its return is taken out (951A(d)).
    """

    name: str
    country: str
    before_tax: Fraction
    tax: Fraction
    subpart_f: Fraction = Fraction(0)
    subpart_f_tax: Fraction = Fraction(0)
    subpart_f_basket: str = "general"
    qbai: Fraction = Fraction(0)

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
    """One taxable year of a US taxpayer.

    Attributes:
        year: The year in which it begins.
        us_income: Taxable income from sources in the United States.
        items: Foreign income and tax of the taxpayer itself.
        controlled: Its controlled foreign corporations.
        carried: Basket to origin year to excess credit carried into this year.
        participant: Whether the group takes part; None where that is not settled.
        start: Participation begins; None is the edge of the year.
        end: Half-open.
        spans: Several spans of participation, where it comes and goes; they go before start and end.
        rates: The numbers of the law for the year.
        begins: First day of the year; the first of January where it is not given.
        limit_before: Basket to what the limit of the year before still holds, for the carryback; None where it is not stated.
        specified_interest: Reduces the return on assets (951A(b)(2)(B) of earlier years).
        schedule: For an individual: taxable income above which a rate holds, and the rate.
        unread: What the matter states and no calculator reads.
    """

    year: int
    us_income: Fraction
    items: tuple[Item, ...]
    controlled: tuple[Controlled, ...]
    carried: dict[str, dict[int, Fraction]]
    participant: bool | None
    start: date | None
    end: date | None
    high_tax_exclusion: bool = False
    factor: Fraction | None = None
    rates: Rates = field(kw_only=True)
    begins: date | None = None
    limit_before: dict[str, Fraction] | None = None
    specified_interest: Fraction = Fraction(0)
    kind: str = CORPORATION
    schedule: tuple[tuple[Fraction, Fraction], ...] = ()
    unread: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()

    @property
    def individual(self) -> bool:
        """Whether the taxpayer is a natural person: Form 1116, rates by a schedule, no 250, 78 or 960."""
        return self.kind == INDIVIDUAL

    @property
    def days(self) -> Span:
        """The year, half-open."""
        first = self.begins or date(self.year, 1, 1)
        return first, after(first, 1)

    def share(self, effective: date | None = None) -> Fraction:
        """The share of the year's days with participation, counted from the day on which denial takes effect."""
        first, over = self.days
        spans = self.spans or ((self.start or first, self.end or over),)
        days = sum(max(0, (min(end, over) - max(start, effective or first, first)).days) for start, end in spans)
        return Fraction(days, (over - first).days)

    @property
    def share_of_year(self) -> Fraction:
        """The share of the year's days with participation."""
        return self.share()

    def tax(self, taxable: Fraction) -> Fraction:
        """US tax before credits: the corporate rate, or the schedule of an individual."""
        if not self.individual:
            return max(taxable, Fraction(0)) * self.rates.share("corporate_rate")
        total = Fraction(0)
        for (over, rate), until in zip(self.schedule, [*(low for low, _ in self.schedule[1:]), None], strict=True):
            top = taxable if until is None else min(taxable, until)
            total += max(top - over, Fraction(0)) * rate
        return total
