"""Whether a party is by its own name a university, a school, a hospital, an academy or an organ of state, and so no company."""

from __future__ import annotations

from typing import Final

from countersight.measures.state import NAME_SAYS, NOT_NAMED
from countersight.measures.who import Who
from countersight.measures.world import computed, unknown
from countersight.model.fact import Fact

_PUBLIC: Final = frozenset({"university_school", "hospital", "police_academy", "military"})


def public_institution(who: Who) -> Fact:
    """What the name says. A body that the atlas holds as a surveillance company, or as a company, is none whatever its name."""
    if any(body.surveillance_company == "yes" or body.schema == "Company" for body in who.bodies):
        return computed(False, "the atlas")
    if who.kind.organ in _PUBLIC or who.kind.gov == "yes" or "academy of sciences" in who.kind.matched:
        return computed(True, NAME_SAYS, who.kind.matched)
    if who.kind.gov == "no":
        return computed(False, NAME_SAYS, who.kind.matched)
    return unknown("the kind of body is not known" if who.named else NOT_NAMED)
