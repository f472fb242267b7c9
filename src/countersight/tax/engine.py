"""The foreign tax credit of one taxable year under one regime, in exact fractions.

Formulas: 26 USC 78, 164(a)(3), 250(a), 275(a)(4), 901, 901(j), 904(a),(b)(5),(c),(d), 908, 951A, 952(a)(5), 960(a),(d), as of
P.L. 119-73. Not modelled, and said so: recapture under 904(f) and (g), 907, 909, 901(k) to (m), 59A, CAMT, individuals.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from countersight.tax.case import Case, Controlled, Item
from countersight.tax.regime import Regime
from countersight.tax.years import value

NOT_MODELLED: Final = (
    "recapture of losses of earlier years (904(f)(1), (5)(C), (g)): give income after it",
    "oil and gas (907), splitters (909), covered asset acquisitions and holding periods (901(k) to (m))",
    "base erosion tax (59A), corporate alternative minimum tax, individuals (Form 1116)",
    "carryback into the year before: the excess is shown, and the earlier year is not worked out again",
)
TESTED: Final = "951A"
ZERO: Final = Fraction(0)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the working: in which basket, what, how much, by which provision."""

    basket: str
    what: str
    amount: Fraction
    citation: str


@dataclass(slots=True)
class Basket:
    """One basket: income, taxes, limit and credit."""

    income: Fraction = ZERO
    taxes: Fraction = ZERO
    limit: Fraction = ZERO
    credit: Fraction = ZERO
    excess: Fraction = ZERO
    carried_used: dict[int, Fraction] = field(default_factory=dict)
    carried_expired: dict[int, Fraction] = field(default_factory=dict)


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


def compute(case: Case, regime: Regime) -> Result:
    """Work out a taxable year.

    Args:
        case: The facts.
        regime: What is denied, and how. Denial reaches participants only.
    """
    return _Year(case, regime).run()


@dataclass(slots=True)
class _Year:
    case: Case
    regime: Regime
    steps: list[Step] = field(default_factory=list)
    baskets: defaultdict[str, Basket] = field(default_factory=lambda: defaultdict(Basket))
    denied: Fraction = ZERO
    foreign_tax: Fraction = ZERO
    numbers: dict[str, Fraction] = field(default_factory=dict)

    @property
    def reach(self) -> Fraction:
        """The share of the year in which denial reaches this taxpayer."""
        denies = self.regime.method in {"full_denial", "attributable"} and self.case.participant is True
        return self.case.share_of_year if denies else ZERO

    def add(self, basket: str, what: str, amount: Fraction, citation: str) -> None:
        self.steps.append(Step(basket, what, amount, citation))

    def run(self) -> Result:
        case = self.case
        for item in case.items:
            self.item(item)
        self.numbers["creditable_tax"] = sum((one.tax for one in case.items if one.creditable), ZERO)
        self.numbers |= {"vat_creditable": ZERO, "vat_denied": ZERO} if any(not one.creditable for one in case.items) else {}
        if any(one.income is None for one in case.items):
            self.numbers["denied_tax"] = self.denied
            return Result(self.regime.name, case.year, self.numbers, {}, tuple(self.steps), whole=False)
        self.controlled()
        self.limit()
        return Result(self.regime.name, case.year, self.numbers, dict(sorted(self.baskets.items())), tuple(self.steps))

    def denied_share(self, item: Item) -> Fraction:
        if item.country not in self.regime.countries or not item.creditable:
            return ZERO
        if self.regime.method == "attributable":
            return self.reach if item.attributable else ZERO
        return self.reach

    def item(self, item: Item) -> None:
        share = self.denied_share(item)
        self.foreign_tax += item.tax
        income = item.income or ZERO
        own, apart = income * (1 - share), income * share
        credited, denied = (item.tax * (1 - share), item.tax * share) if item.creditable else (ZERO, ZERO)
        basket = self.baskets[item.basket]
        basket.income += own
        basket.taxes += credited
        if not item.creditable:
            basket.income -= item.tax
            self.add(item.basket, f"{item.kind} of {item.country}, deducted and not credited", -item.tax, "26 USC 164(a), 901(b), 903")
        if share:
            there = self.baskets[self.name(item.basket, item.country)]
            there.income += apart - (denied if self.regime.deduction else ZERO)
            self.denied += denied
            self.add(item.basket, f"tax of {item.country} denied to a participant", denied, "the Act, second measure; modelled on 26 USC 901(j)")
            if self.regime.deduction:
                self.add(item.basket, "denied tax deducted", -denied, "26 USC 164(a)(3); 275(a)(4) turned off, as 901(j)(3)")

    def name(self, basket: str, country: str) -> str:
        return f"901j:{country}" if self.regime.separate_basket else basket

    def controlled(self) -> None:
        case = self.case
        high = value("high_tax", case.year).value * value("corporate_rate", case.year).value
        reached = [one for one in case.controlled if self.reach and one.country in self.regime.countries]
        subpart = reached if self.regime.subpart_f else []
        rest = [one for one in case.controlled if one not in subpart]
        self.foreign_tax += sum((one.tax for one in case.controlled), ZERO)
        self.numbers |= dict.fromkeys(("inclusion_951A", "s78", "s250", "deemed_paid"), ZERO) if case.controlled else {}
        for one in subpart:
            self.subpart_f(one)
        if self.regime.subpart_f and self.reach and self.reach < 1:
            rest += [Controlled(one.name, one.country, one.before_tax * (1 - self.reach), one.tax * (1 - self.reach)) for one in subpart]
        if case.high_tax_exclusion:
            out = [one for one in rest if one.effective_rate > high]
            rest = [one for one in rest if one not in out]
            for one in out:
                self.add(TESTED, f"{one.name}: high-tax exclusion elected, {float(one.effective_rate):.2%}", -one.tested, "26 USC 951A(b)(2)(A)(i)(III), 954(b)(4)")
        if rest:
            self.tested(rest, [one for one in reached if one not in subpart])

    def subpart_f(self, one: Controlled) -> None:
        """PRC income of a participant's corporation, included like subpart F income: no deduction, no gross-up, no credit."""
        amount, tax = one.tested * self.reach, one.tax * self.reach
        self.baskets[self.name(TESTED, one.country)].income += max(amount, ZERO)
        self.denied += tax
        self.numbers["subpart_f"] = self.numbers.get("subpart_f", ZERO) + max(amount, ZERO)
        self.add(self.name(TESTED, one.country), f"{one.name}: inclusion like subpart F income", amount, "the Act, workable; modelled on 26 USC 951(a)(1)(A), 952(a)(5)")

    def tested(self, group: list[Controlled], reached: list[Controlled]) -> None:
        """951A inclusion, section 78, section 250 and deemed-paid taxes, apart for a country in a basket of its own."""
        gains = sum((one.tested for one in group if one.tested > 0), ZERO)
        losses = sum((-one.tested for one in group if one.tested < 0), ZERO)
        included = max(gains - losses, ZERO) / gains if gains else ZERO
        rate, haircut = value("s250_951a", self.case.year), value("deemed_paid_951a", self.case.year)
        for one in group:
            share = self.reach if one in reached else ZERO
            for part, denied in ((1 - share, False), (share, True)):
                if part:
                    self.inclusion(one, included * part, denied=denied, rates=(rate.value, haircut.value))
        for key, citation in (("inclusion_951A", "26 USC 951A"), ("s78", "26 USC 78"), ("s250", rate.citation), ("deemed_paid", haircut.citation)):
            self.add(TESTED, {"inclusion_951A": "951A inclusion", "s78": "gross-up", "s250": "deduction", "deemed_paid": "tax deemed paid"}[key], self.numbers.get(key, ZERO), citation)

    def inclusion(self, one: Controlled, share: Fraction, *, denied: bool, rates: tuple[Fraction, Fraction]) -> None:
        s250_rate, haircut = rates
        amount, tax = max(one.tested, ZERO) * share, one.tax * share if one.tested > 0 else ZERO
        gross = ZERO if denied and self.regime.deduction else tax
        s250 = s250_rate * (amount + gross)
        basket = self.baskets[self.name(TESTED, one.country) if denied else TESTED]
        basket.income += amount + gross - s250
        paid = ZERO if denied else haircut * tax
        basket.taxes += paid
        self.denied += tax if denied else ZERO
        for key, more in (("inclusion_951A", amount), ("s78", gross), ("s250", s250), ("deemed_paid", paid)):
            self.numbers[key] = self.numbers.get(key, ZERO) + more

    def limit(self) -> None:
        """Limit and credit of every basket, then the roll-up."""
        case, rate = self.case, value("corporate_rate", self.case.year)
        factor = self.regime.factor if self.regime.method == "factor" and case.participant is True else None
        reduced = ZERO
        taxable = case.us_income + sum((one.income for one in self.baskets.values()), ZERO)
        tax = max(taxable, ZERO) * rate.value
        credit = ZERO
        scale = self.losses(taxable)
        for name, basket in sorted(self.baskets.items()):
            numerator = max(basket.income, ZERO) * scale
            basket.limit = numerator / taxable * tax if taxable > 0 else ZERO
            if factor is not None and self.regime.deduction:
                # The denied share is deducted, which lowers the limit that decides it: C = rate x (income - factor x C).
                basket.limit = basket.limit / (1 + rate.value * factor) if basket.limit < basket.taxes else basket.limit
            self.credit(name, basket)
            credit += basket.credit
            self.add(name, "limit", basket.limit, "26 USC 904(a), (d)")
            self.add(name, "credit", basket.credit, "26 USC 901(a), 904(a)")
        if factor is not None:
            reduced = credit * factor
            self.numbers["credit_before_reduction"] = credit
            credit -= reduced
            self.denied += reduced
            if self.regime.deduction:
                taxable -= reduced
                tax = max(taxable, ZERO) * rate.value
            self.add("all", "reduction by the participation factor, after the limit", -reduced, "modelled on 26 USC 908(a)(1)")
        net = tax - credit
        lost = sum((one.excess for name, one in self.baskets.items() if name == TESTED), ZERO)
        carry = sum((one.excess for name, one in self.baskets.items() if name != TESTED and not name.startswith("901j")), ZERO)
        self.numbers |= {
            "taxable_income": taxable,
            "us_tax": tax,
            "credit": credit,
            "net_us_tax": net,
            "total_tax": self.foreign_tax + net,
            "limit": sum((one.limit for name, one in self.baskets.items() if not name.startswith("901j")), ZERO),
            "excess": carry,
            "denied_tax": self.denied,
        }
        if lost or any(name == TESTED for name in self.baskets):
            self.numbers["excess_lost"] = lost

    def losses(self, taxable: Fraction) -> Fraction:
        """What is left of the income of the other baskets when losses of baskets, and of the United States, are set against it pro rata."""
        gains = sum((one.income for one in self.baskets.values() if one.income > 0), ZERO)
        net = sum((one.income for one in self.baskets.values()), ZERO)
        if not gains:
            return ZERO
        scale = max(min(Fraction(1), net / gains, taxable / gains), ZERO)
        if scale < 1:
            self.add("all", "losses set against the income of the other baskets, pro rata", (scale - 1) * gains, "26 USC 904(f)(5)(B), (D)")
        return scale

    def credit(self, name: str, basket: Basket) -> None:
        """Current taxes first, then carryovers, the oldest first; none in 951A and in a separate basket (904(c))."""
        if name.startswith("901j"):
            basket.limit = ZERO if not basket.taxes else basket.limit
            return
        basket.credit = min(basket.taxes, basket.limit)
        basket.excess = max(basket.taxes - basket.limit, ZERO)
        if name == TESTED:
            return
        room, years = basket.limit - basket.credit, value("carryforward", self.case.year).value
        for origin, amount in sorted(self.case.carried.get(name, {}).items()):
            if self.case.year - origin > years:
                basket.carried_expired[origin] = amount
                continue
            used = min(amount, room)
            room -= used
            basket.credit += used
            basket.carried_used[origin] = used


def cost(base: Result, act: Result) -> Fraction:
    """What denial costs in the year: more US tax than under the law in force."""
    return act.numbers["net_us_tax"] - base.numbers["net_us_tax"]
