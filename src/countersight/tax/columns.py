"""A taxable year under every rulebook that is read: the law in force and each profile of a proposal, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from countersight.rules.book import Rulebook
from countersight.tax.case import Case, Span
from countersight.tax.difference import difference
from countersight.tax.engine import compute, cost
from countersight.tax.forms import FormLine, form_lines
from countersight.tax.reading import read_case
from countersight.tax.regime import Regime, regime_of, with_variant
from countersight.tax.result import Result, Step


@dataclass(frozen=True, slots=True)
class Participation:
    """What the evidence says of the taxpayer's group: on which days it takes part, and why."""

    spans: tuple[Span, ...]
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TaxColumn:
    """One rulebook or profile: the case with its rates, the result, and the difference to the law in force."""

    name: str
    case: Case
    regime: Regime
    found: Result
    base: Result
    lines: tuple[FormLine, ...]
    why: tuple[str, ...] = ()
    """What the evidence says of participation, in words."""

    @property
    def denies(self) -> bool:
        """Whether the column has a measure that denies."""
        return self.regime.method != "none"

    @property
    def whole(self) -> bool:
        """Whether both sides were worked out in full, so that there is a cost."""
        return self.denies and self.found.whole and self.base.whole

    def numbers(self) -> dict[str, str]:
        """Every number as an exact fraction in text, the cost of denial among them."""
        found = dict(self.found.numbers)
        if self.whole:
            found["cost_of_denial"] = cost(self.base, self.found)
        return {name: str(amount) for name, amount in found.items()}

    def steps(self) -> tuple[Step, ...]:
        """The steps from the law in force to this column."""
        return difference(self.case, self.base, self.found, self.regime) if self.whole else ()


def tax_columns(raw: dict[str, Any], variant: dict[str, Any], books: Sequence[Rulebook], shown: Participation | None = None) -> Iterator[TaxColumn]:
    """A year under every rulebook and profile.

    Args:
        raw: The ``tax`` of a matter.
        variant: Its ``regime``: what it says otherwise than the profile.
        books: Every rulebook whose numbers count, the law in force among them.
        shown: What the evidence says of the group; it goes before what the matter says.

    Raises:
        InputError: The facts, or a parameter, cannot be read.
    """
    law = [book for book in books if not book.proposed]
    for book in books:
        first = [book, *(one for one in law if one is not book)]
        case = read_case(raw, first, variant.get("factor"))
        if shown is not None and shown.spans:
            case = replace(case, participant=True, spans=shown.spans)
        base_case = read_case(raw, law or first, variant.get("factor"))
        for profile in book.profiles or ("",):
            regime = regime_of(book, profile, case.days[0])
            denies = regime.method != "none"
            regime = with_variant(regime, variant, case.factor) if denies else regime
            found = compute(case, regime)
            base = compute(base_case, Regime("law in force")) if denies else found
            yield TaxColumn(regime.name, case, regime, found, base, form_lines(case, found), shown.why if shown is not None else ())
