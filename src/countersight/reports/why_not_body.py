"""Why a party is not taken for one body: with which name it was compared, what came of it, or why it never was."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from countersight.match.gate import CANDIDATES
from countersight.match.matcher import against
from countersight.measures.establish import establish
from countersight.measures.who import Who
from countersight.measures.world import World, in_force
from countersight.model.body import Body
from countersight.model.matter import Matter
from countersight.model.units import format_share
from countersight.reports.shown import shown, wrapped
from countersight.reports.why import WIDTH
from countersight.screening.one import Screener

_PAIRS: Final = 3
"""Comparisons that are printed for a party that was a candidate."""

SEARCH: Final = (
    "A name becomes a candidate when it is the same, is the same but for its legal form, or is among the "
    f"{CANDIDATES} names held that share most rare grams with it; a candidate is then compared word by word."
)


def body_lines(screener: Screener, matter: Matter, body: Body) -> Iterator[str]:
    """How a body stands on the lists on the day of a matter, then every party beside it."""
    world = screener.world(matter, screener.day_of(matter))
    yield from wrapped(f"{body.caption} [{body.id}] on that day: {'; '.join(_standing(body, world)) or 'on no list that is held'}", "  ", "    ", WIDTH)
    for who in establish(matter, world).parties:
        roles = ", ".join(sorted(who.roles)).replace("_", " ")
        yield from wrapped(f"{shown(who.label)} ({roles}): {_says(who, body)}", "  ", "    ", WIDTH)
        if who.named and body not in (*who.bodies, *who.near):
            yield from _compared(who, body, world)
        for stake in _stakes(who, body, world):
            yield from wrapped(stake, "    ! ", "      ", WIDTH)


def _standing(body: Body, world: World) -> Iterator[str]:
    day = world.on.isoformat()
    for one in body.designations:
        if in_force(one, world.on):
            yield f"on {one.list_id} ({one.citation})"
        elif one.start and day < one.start:
            yield f"not yet on {one.list_id}: from {one.start}"
        else:
            yield f"no longer on {one.list_id}: removed {one.end}"


def _says(who: Who, body: Body) -> str:
    """What a screening made of the pair."""
    if not who.named:
        return "not named, so it is compared with nobody"
    found = {one.id: match for match, one in ((who.match, who.body), *who.possible) if match and one}
    match = found.get(body.id)
    if match is None:
        return "not taken for it"
    if match.band == "match":
        return f"it is a hit: it is this body: {match.reason} (score {match.score} of 1000)"
    return f"it may be this body, and nobody has settled it: {match.reason} (score {match.score} of 1000)"


def _stakes(who: Who, body: Body, world: World) -> Iterator[str]:
    """What the body holds of the party: a hit of another kind, which pages on ownership read."""
    for own in who.bodies:
        for edge in (edge for held in world.graph.at(world.on).holders(own.id) for edge in held):
            if edge.owner == body.id:
                share = format_share(edge.lo) if edge.lo == edge.hi else f"{format_share(edge.lo)} to {format_share(edge.hi)}"
                yield f"it holds {share} of the party ({edge.klass}): ask about the pages on ownership"


def _compared(who: Who, body: Body, world: World) -> Iterator[str]:
    pairs = against(world.snapshot, who.names, body, who.country if who.country_stated else None)
    looked = [one for one in pairs if one.candidate]
    for one in (looked or pairs[:1])[:_PAIRS]:
        state = "compared" if looked else "never a candidate; compared here all the same"
        score = f" (score {one.verdict.score} of 1000)" if one.verdict.score else ""
        yield from wrapped(f"{state}: {shown(one.name)} beside {shown(one.written)}: {one.verdict.reason}{score}", "    ✗ ", "      ", WIDTH)
