"""The door of this room: from a matter to its facts."""

from __future__ import annotations

from dataclasses import dataclass

from countersight.measures.deal_facts import deal_facts
from countersight.measures.issuer_facts import holder_bindings
from countersight.measures.line_facts import LineContext, line_binding
from countersight.measures.party_facts import party_binding
from countersight.measures.who import Who, look_up
from countersight.measures.world import World, unknown
from countersight.model.fact import Binding, FactSheet
from countersight.model.matter import Matter

USES_THE_GOODS = frozenset({"direct_consumer", "government"})
"""Ultimate consignee types (15 CFR 30.6(a)(28)) of those who use the goods themselves, so that the end user is known."""


@dataclass(frozen=True, slots=True)
class Established:
    """The facts of a matter, and who its parties were found to be."""

    sheet: FactSheet
    parties: list[Who]


def establish(matter: Matter, world: World) -> Established:
    """Everything that is known about a matter on the world's day.

    A shipment that leaves its end user open has one nonetheless: a party of which nothing is known stands in for it.
    """
    parties = look_up(matter.parties, world)
    context = LineContext(matter, parties, world)
    bindings = [party_binding(who, world) for who in parties]
    if matter.kind == "shipment" and not (end_user_known(parties) or mere_service(matter, parties)):
        note = unknown("no end user is named")
        bindings.append(Binding("the end user (not named)", "party", frozenset({"end_user"}), {"party.name": note}))
    sheet = FactSheet(
        matter=deal_facts(matter, parties, world),
        parties=bindings,
        lines=[line_binding(line, number, context) for number, line in enumerate(matter.lines or (), 1)],
        holders=holder_bindings(matter),
        lines_complete=matter.lines is not None,
    )
    return Established(sheet, parties)


def mere_service(matter: Matter, parties: list[Who]) -> bool:
    """Whether nothing moves but a service to a named customer, who then is the one that uses it."""
    return matter.transaction == "service" and matter.lines == [] and any("customer" in who.roles and who.named for who in parties)


def end_user_known(parties: list[Who]) -> bool:
    """Whether there is an end user who is no reseller, or every ultimate consignee is declared to use the goods itself."""
    if any("end_user" in who.roles and "reseller" not in who.consignee_types for who in parties):
        return True
    consignees = [who for who in parties if "ultimate_consignee" in who.roles]
    return bool(consignees) and all(who.consignee_types and who.consignee_types <= USES_THE_GOODS for who in consignees)
