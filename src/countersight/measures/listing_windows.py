"""The windows that run from a listing under EO 14032: from when trades are barred, until when a sale may divest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from countersight.measures.timetables import windows
from countersight.measures.who import Who
from countersight.measures.world import World, unknown
from countersight.model.body import Designation
from countersight.model.fact import Fact, Source

CMIC: Final = "us.ofac.ns_cmic"


def window_facts(who: Who, world: World) -> dict[str, Fact]:
    """The windows of a party that is itself on the list of EO 14032, from its first entry that holds on the day."""
    entries = [one for body in who.bodies for one in world.designations(body, CMIC)]
    if not entries:
        note = unknown("windows run from a listing")
        return {"party.cmic_barred_from": note, "party.cmic_divest_before": note}
    barred, divest = windows_of(entries, world)
    return {"party.cmic_barred_from": barred, "party.cmic_divest_before": divest}


def windows_of(entries: Sequence[Designation], world: World) -> tuple[Fact, Fact]:
    """Both days of the first entry, with its citation."""
    first = min(entries, key=lambda one: one.start or "9999")
    sources = (Source(first.citation, "designation", first.url, first.verified_on),)
    try:
        found = windows(date.fromisoformat(first.start), world.parameter)
    except ValueError:
        return (unknown("the day of the listing is not known"),) * 2
    if found is None:
        return (unknown("no rulebook that is read says how many days a listing gives: read us-in-force as well"),) * 2
    return Fact(found.barred_from, sources=sources), Fact(found.divest_before, sources=sources)
