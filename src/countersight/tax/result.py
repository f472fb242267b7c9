"""What a calculation gives back: steps, baskets, numbers, and the parts that the difference is made of."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from countersight.tax.case import Case
from countersight.tax.regime import Regime

ZERO: Final = Fraction(0)
TESTED: Final = "951A"
APART: Final = "901j"
"""A separate basket of a denied country is named ``901j:CN``."""

PARTS: Final = ("deducted", "s78", "inclusion_951A", "inclusion_951", "s250", "subpart_f")
"""What taxable income is made of beside the items themselves, each in dollars; ``deducted`` and ``s250`` lower it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the working: in which basket, what, how much, by which provision."""

    basket: str
    what: str
    amount: Fraction
    citation: str


@dataclass(slots=True)
class Basket:
    """One basket.

    Attributes:
        income: Taxable income in it, before losses of other baskets are set against it.
        numerator: The same after them: what the limit is worked out from.
        taxes: Creditable taxes of the year, deemed-paid ones included.
        deemed: Of them, deemed paid under section 960.
        denied: Taxes of the taxpayer itself on the income of the basket whose credit is denied.
        limit: Section 904.
        credit: Allowed.
        excess: Taxes of the year above the limit.
        s250: Deduction under section 250 that was taken in the basket.
        carried_used: Origin year to what was used of a carryover.
        carried_expired: Origin year to what can be used no more.
        carried_back: Of the excess, what goes to the year before.
        forward: Origin year to what goes on to later years.
    """

    income: Fraction = ZERO
    numerator: Fraction = ZERO
    taxes: Fraction = ZERO
    deemed: Fraction = ZERO
    denied: Fraction = ZERO
    limit: Fraction = ZERO
    credit: Fraction = ZERO
    excess: Fraction = ZERO
    s250: Fraction = ZERO
    carried_used: dict[int, Fraction] = field(default_factory=dict)
    carried_expired: dict[int, Fraction] = field(default_factory=dict)
    carried_back: Fraction = ZERO
    forward: dict[int, Fraction] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether nothing ended in the basket, so that no form is filled for it."""
        return not (self.income or self.taxes or self.denied or self.carried_used or self.carried_expired)


@dataclass(frozen=True, slots=True)
class Result:
    """The year under one regime."""

    regime: str
    year: int
    numbers: dict[str, Fraction]
    baskets: dict[str, Basket]
    steps: tuple[Step, ...]
    whole: bool = True
    """False where income is not stated, so that only taxes were translated and sorted."""
    parts: dict[str, Fraction] = field(default_factory=dict)


@dataclass(slots=True)
class Sheet:
    """The working sheet: what the parts of a calculation write on."""

    case: Case
    regime: Regime
    steps: list[Step] = field(default_factory=list)
    baskets: defaultdict[str, Basket] = field(default_factory=lambda: defaultdict(Basket))
    denied: Fraction = ZERO
    foreign_tax: Fraction = ZERO
    numbers: dict[str, Fraction] = field(default_factory=dict)
    parts: dict[str, Fraction] = field(default_factory=lambda: dict.fromkeys(PARTS, ZERO))

    @property
    def reach(self) -> Fraction:
        """The share of the year in which denial reaches this taxpayer."""
        denies = self.regime.method in {"full_denial", "attributable"} and self.case.participant is True
        return self.case.share(self.regime.effective) if denies else ZERO

    def add(self, basket: str, what: str, amount: Fraction, citation: str) -> None:
        """Note a step."""
        self.steps.append(Step(basket, what, amount, citation))

    def name(self, basket: str, country: str) -> str:
        """The basket of denied income."""
        return f"{APART}:{country}" if self.regime.separate_basket else basket

    def grow(self, part: str, more: Fraction, *, number: bool = True) -> None:
        """Add to a part, and to the number of that name."""
        self.parts[part] += more
        if number:
            self.numbers[part] = self.numbers.get(part, ZERO) + more

    @property
    def taxable(self) -> Fraction:
        """Taxable income from all sources."""
        return self.case.us_income + sum((one.income for one in self.baskets.values()), ZERO)
