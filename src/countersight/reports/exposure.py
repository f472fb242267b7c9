"""The exposure of each portfolio by column of law and provision, as text: how many positions, which part of the portfolio, which amount."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from countersight.errors import UsageError
from countersight.reports.portfolio import Exposure, Position, exposures, positions
from countersight.reports.screening import Screening
from countersight.reports.shown import shown, wrapped
from countersight.reports.why import WIDTH
from countersight.reports.words import NOT, OUTCOME, column_title, percent


def exposure_report(run: Screening) -> str:
    """The text.

    Raises:
        UsageError: There is no position among the matters.
    """
    found = positions(run.decisions)
    if not found:
        raise UsageError("no position among these matters, so there is no exposure", hint="--kind holdings with N-PORT, 13F or a custodian's table")
    lines: list[str] = []
    for name in dict.fromkeys(one.portfolio for one in found):
        lines += _portfolio(name, [one for one in found if one.portfolio == name])
    return "\n".join([*lines, "", *wrapped(NOT, "", "", WIDTH)])


def _portfolio(name: str, those: list[Position]) -> Iterator[str]:
    weights = [one.weight for one in those if one.weight is not None]
    yield from ("", *wrapped(shown(name), "", "  ", WIDTH))
    yield "=" * min(WIDTH, len(name))
    yield f"{len(those):,} positions; weights of {len(weights):,} known, together {percent(sum(weights, Fraction(0)))} percent; a weight that is not known is in no sum"
    column = ""
    for row in exposures(those):
        if row.column != column:
            column = row.column
            yield from ("", f"{column_title(column)[:1].upper()}{column_title(column)[1:]}")
        yield from wrapped(f"{OUTCOME[row.outcome]}: {row.title} ({row.page}): {_told(row)}", "  ", "      ", WIDTH)


def _told(row: Exposure) -> str:
    sure, most = f"{percent(row.weight)} percent", f"{percent(row.weight_possible)} percent"
    sums = "; ".join(filter(None, (_money("surely", row.amounts), _money("at most", row.amounts_possible))))
    without = f", {row.unweighed} without a weight" if row.unweighed else ""
    return f"{row.positions} positions surely, {row.possible} at most; weight {sure} at least, {most} at most{without}" + (f"; {sums}" if sums else "")


def _money(words: str, amounts: dict[str, Decimal]) -> str:
    return f"{words} " + ", ".join(f"{currency} {amount.normalize():,f}" for currency, amount in sorted(amounts.items())) if amounts else ""
