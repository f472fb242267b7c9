"""What a portfolio holds of whom: position by position the effect, and per portfolio the exposure by provision, exact.

An exposure has two bounds: what surely meets a provision, and what may (its facts are not all known). A weight is the one
that the filing states, as a part of the portfolio; where none is stated for any position and all amounts are in one currency,
it is the amount by the sum of amounts. A unit of a fund counts at most whole, and at least with the part of the fund's net
assets that is known to lie in the companies that the provision reaches.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, Final

from countersight.model.decision import Column, Decision

HOLDERS: Final = frozenset({"holder", "investor"})
ISSUERS: Final = frozenset({"issuer", "target"})
THROUGH: Final = "fund_exposure_pct"
"""The number of a column that says which part of a fund lies in companies of the column's lists; see ``fund_weights``."""


@dataclass(frozen=True, slots=True)
class Position:
    """One position as its decision tells it."""

    decision: Decision
    portfolio: str
    issuers: tuple[str, ...]
    identifiers: dict[str, str]
    told: dict[str, Any]
    amount: Decimal | None
    currency: str
    weight: Fraction | None
    """The part of the portfolio, where it is stated or follows."""


@dataclass(slots=True)
class Exposure:
    """What a portfolio holds under one provision of one column."""

    portfolio: str
    column: str
    page: str
    title: str
    outcome: str
    positions: int = 0
    possible: int = 0
    weight: Fraction = Fraction(0)
    weight_possible: Fraction = Fraction(0)
    unweighed: int = 0
    """Positions without a weight: they stand in the counts, and in neither weight."""
    amounts: dict[str, Decimal] = field(default_factory=dict)
    """By currency: the amount of the positions that surely meet it."""
    amounts_possible: dict[str, Decimal] = field(default_factory=dict)


def positions(decisions: Iterable[Decision]) -> list[Position]:
    """The positions among decisions, in their order, each with its weight."""
    found = [_position(one) for one in decisions if one.matter.get("kind") == "holdings"]
    by_portfolio: dict[str, list[Position]] = {}
    for each in found:
        by_portfolio.setdefault(each.portfolio, []).append(each)
    whole = {name: _whole(those) for name, those in by_portfolio.items()}
    return [_weighed(one, whole[one.portfolio]) for one in found]


def _position(one: Decision) -> Position:
    parties = one.matter.get("parties") or []
    told = one.matter.get("position") or {}
    issuers = [party for party in parties if party["role"] in ISSUERS]
    holders = [party["name"] for party in parties if party["role"] in HOLDERS]
    identifiers: dict[str, str] = {}
    for party in issuers:
        for kind, value in (party.get("identifiers") or {}).items():
            identifiers.setdefault(kind, value)
    weight = _decimal(told.get("weight_pct"))
    return Position(
        one, ", ".join(holders) or "holder not named", tuple(party["name"] for party in issuers), identifiers, told,
        _decimal(told.get("amount")), str(told.get("currency") or "USD"), None if weight is None else Fraction(weight) / 100,
    )  # fmt: skip


def _decimal(value: object) -> Decimal | None:
    try:
        found = None if value is None else Decimal(str(value).replace(",", ""))
    except InvalidOperation:
        return None
    return found if found is not None and found.is_finite() else None


def _whole(those: Sequence[Position]) -> Decimal | None:
    """The sum of a portfolio, where weights have to follow from amounts and can."""
    if any(one.weight is not None for one in those) or any(one.amount is None for one in those) or len({one.currency for one in those}) != 1:
        return None
    total = sum((one.amount for one in those if one.amount is not None), Decimal(0))
    return total if total > 0 else None


def _weighed(one: Position, whole: Decimal | None) -> Position:
    if whole is None or one.amount is None:
        return one
    return Position(one.decision, one.portfolio, one.issuers, one.identifiers, one.told, one.amount, one.currency, Fraction(one.amount) / Fraction(whole))


def exposures(found: Sequence[Position]) -> list[Exposure]:
    """Per portfolio, column and provision what is held; provisions that no position meets or may meet are left out."""
    rows: dict[tuple[str, str, str], Exposure] = {}
    for one in found:
        for column in one.decision.columns:
            for each in (*column.fired, *column.flags):
                if each.outcome == "note":
                    continue
                key = (one.portfolio, column.name, each.page)
                row = rows.setdefault(key, Exposure(one.portfolio, column.name, each.page, each.title, each.would_be))
                _count(row, one, column, sure=each.value == "met" and not each.doubt)
    return sorted(rows.values(), key=lambda row: (row.portfolio, row.column, not row.positions, row.page))


def _count(row: Exposure, one: Position, column: Column, *, sure: bool) -> None:
    row.possible += 1
    row.positions += sure
    if one.amount is not None:
        row.amounts_possible[one.currency] = row.amounts_possible.get(one.currency, Decimal(0)) + one.amount
        if sure:
            row.amounts[one.currency] = row.amounts.get(one.currency, Decimal(0)) + one.amount
    if one.weight is None:
        row.unweighed += 1
        return
    row.weight_possible += one.weight
    if sure:
        row.weight += one.weight * least(one, column)


def least(one: Position, column: Column) -> Fraction:
    """The part of a position that surely lies in companies that the column reaches: the whole, but of a fund what is known."""
    if one.told.get("instrument") not in {"fund_unit", "lp_interest"}:
        return Fraction(1)
    return Fraction(column.numbers.get(THROUGH, "0")) / 100


def effect(column: Column) -> dict[str, str]:
    """The effect of a position in a column: may hold, may trade, divest until, notify; what is open stays open.

    >>> from types import SimpleNamespace
    >>> effect(SimpleNamespace(effect={"may_hold": True, "divest_until": "2022-06-03"}, outcome="disclose"))
    {'may_hold': 'yes', 'may_trade': 'no page says', 'divest_until': '2022-06-03', 'notify': 'no page says'}
    >>> effect(SimpleNamespace(effect={}, outcome="review"))["may_trade"]
    'open'
    """
    silent = "open" if column.outcome in {"review", "hold"} else "no page says"
    told = {name: column.effect.get(name) for name in ("may_hold", "may_trade", "divest_until", "notify")}
    return {name: silent if value is None else ("yes" if value else "no") if isinstance(value, bool) else str(value) for name, value in told.items()}
