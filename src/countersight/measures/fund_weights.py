"""How much of a fund lies in companies that a column of law reaches: weights along every chain of funds, exact, at least.

A fund's weights come from its own filings (edges of the class ``holding_weight``); what is not held is not counted, so the
number is a lower bound. It is a part of the fund's net assets, not of the company.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from countersight.measures.listing_windows import CMIC
from countersight.measures.who import Who
from countersight.measures.world import World
from countersight.model.lists import SURVEILLANCE
from countersight.model.matter import Matter
from countersight.model.units import format_share
from countersight.ownership.investors import InvestorRule, investors

FUNDS: Final = frozenset({"fund_unit", "lp_interest"})
NAME: Final = "fund_exposure_pct"
"""Percent of the fund's net assets, as an exact fraction in text."""
_ISSUERS: Final = frozenset({"issuer", "target"})

Numbers = tuple[dict[str, str], tuple[dict[str, str], ...]]


def fund_numbers(matter: Matter, parties: Sequence[Who], world: World, *, proposed: bool) -> Numbers:
    """The exposure of a position in a fund, and what it is made of; nothing for other positions, and where nothing is known.

    Args:
        matter: The position.
        parties: Who its parties were found to be.
        world: What is known on the day.
        proposed: Whether the column is the proposal (surveillance companies) or the law in force (the list of EO 14032).
    """
    if matter.kind != "holdings" or (matter.position or {}).get("instrument") not in FUNDS:
        return {}, ()
    reached = SURVEILLANCE if proposed else CMIC
    weights = _weights(reached, world)
    funds = [body.id for who in parties if who.roles & _ISSUERS for body in who.bodies if weights.get(body.id)]
    if not funds:
        return {}, ()
    most = max(funds, key=lambda one: weights[one])
    return {NAME: str(weights[most] * 100)}, tuple(_steps(most, weights, world, reached))


def _weights(reached: str, world: World) -> dict[str, Fraction]:
    if reached not in world.cache.weights:
        world.cache.weights[reached] = investors(world.graph.at(world.on), world.listed((reached,)), InvestorRule()).exposure
    return world.cache.weights[reached]


def _steps(fund: str, weights: dict[str, Fraction], world: World, reached: str) -> Iterator[dict[str, str]]:
    """What the fund holds of companies that are reached, and of funds that hold them."""
    listed = world.listed((reached,))
    for edge in world.graph.at(world.on).holdings(fund)[0]:
        through = weights.get(edge.asset)
        if edge.klass != InvestorRule().weight or not edge.lo or (edge.asset not in listed and not through):
            continue
        body = world.snapshot.body(edge.asset)
        name = body.caption if body else edge.asset
        told = f"{format_share(edge.lo)} of net assets in {name}" + ("" if edge.asset in listed else ", a fund that holds such companies")
        yield {"basket": "", "what": told, "amount": "", "citation": edge.citation or edge.id}
