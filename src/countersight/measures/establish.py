"""The door of this room: from a matter to its facts."""

from __future__ import annotations

from dataclasses import dataclass

from countersight.measures.deal_facts import deal_facts
from countersight.measures.line_facts import LineContext, line_binding
from countersight.measures.party_facts import party_binding
from countersight.measures.who import Who, look_up
from countersight.measures.world import World, unknown
from countersight.model.fact import Binding, FactSheet
from countersight.model.matter import Matter


@dataclass(frozen=True, slots=True)
class Established:
    """The facts of a matter, and who its parties were found to be."""

    sheet: FactSheet
    parties: list[Who]


def establish(matter: Matter, world: World) -> Established:
    """Everything that is known about a matter on the world's day.

    A reseller as ultimate consignee, with no end user named, leaves the end user open: a party of which nothing is
    known stands in for it.
    """
    parties = look_up(matter.parties, world)
    context = LineContext(matter, parties, world)
    bindings = [party_binding(who, world) for who in parties]
    roles = frozenset(role for who in parties for role in who.roles)
    resold = any("reseller" in who.consignee_types for who in parties)
    if matter.kind == "shipment" and resold and "end_user" not in roles:
        bindings.append(
            Binding("the end user (not named)", "party", frozenset({"end_user"}), {"party.name": unknown("no end user is named")})
        )
    sheet = FactSheet(
        matter=deal_facts(matter, parties, world),
        parties=bindings,
        lines=[line_binding(line, number, context) for number, line in enumerate(matter.lines or (), 1)],
        lines_complete=matter.lines is not None,
    )
    return Established(sheet, parties)
