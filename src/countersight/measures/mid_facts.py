"""Whether a manufacturer ID of an entry is that of a listed maker whom the papers do not name (19 CFR part 102, appendix)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from countersight.measures.stated import stated
from countersight.measures.who import Who
from countersight.measures.world import World, computed, unknown
from countersight.model.body import Body
from countersight.model.fact import Fact
from countersight.model.matter import Matter
from countersight.names.normalise import script
from countersight.products.mid import Mid, compare, derive, read

LISTS: Final = ("us.fcc.covered", "us.ndaa889", "us.uflpa")
"""Lists that speak of makers of goods which enter."""
MAKERS: Final = frozenset({"producer", "seller", "vendor"})
_WORDS: Final = 2
"""A name of one word makes half a code: too much would be near."""


def mid_facts(matter: Matter, parties: Sequence[Who], world: World) -> dict[str, Fact]:
    """The fact about manufacturer IDs. That none is near is never said: not every listed maker's address is held."""
    told = [stated(party.identifiers.mid) for party in matter.parties if party.role in MAKERS and party.identifiers]
    declared = [code for text in told if text and (code := read(text)) is not None]
    if not declared:
        return {"tx.mid_near_listed": unknown("no manufacturer ID is stated")}
    named = {body.id for who in parties for body in who.bodies}
    bodies = (world.snapshot.body(body_id) for body_id in sorted(world.listed(LISTS) - named))
    for body in filter(None, bodies):
        for code in _codes(body):
            near = next((one for one in declared if compare(one, code) != "different"), None)
            if near is not None:
                note = f"{near} is, or is a character away from, {code.tail} of {body.caption}; the first two letters follow the place of assembly"
                return {"tx.mid_near_listed": computed(True, "19 CFR part 102, appendix", note)}
    return {"tx.mid_near_listed": unknown("no listed maker's name and address give this code, as far as addresses are held")}


def _codes(body: Body) -> Iterator[Mid]:
    """The codes that the names and addresses of a body give; each part of an address may be the city."""
    names = [name.text for name in body.names if script(name.text) == "latin" and len(name.text.split()) >= _WORDS]
    for address in body.addresses:
        street, *places = [part.strip() for part in address.split(",")]
        if not any(char.isdigit() for char in street):
            continue
        for name in names:
            for place in places:
                if (code := derive(name, street, place, "CN")) is not None:
                    yield code
