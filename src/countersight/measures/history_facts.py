"""What the earlier deals of the same books show: an origin that moved after a listing, a new buyer where a listed one stopped.

A matter brings them as ``earlier``; nothing here reads other matters, so that a decision stands alone and can be replayed. Both
facts are of the books, and are denied only where the matter says that these are all the deals there were.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from countersight.intake.earlier import BUYERS, goods_keys
from countersight.measures.context import LineContext
from countersight.measures.stated import stated
from countersight.measures.who import Who
from countersight.measures.world import World, computed, unknown
from countersight.model.fact import Fact
from countersight.model.lists import LISTS
from countersight.model.matter import Earlier, Matter
from countersight.names.normalise import fold

_BOOKS: Final = "the earlier deals given"


def history_facts(matter: Matter, parties: list[Who], world: World) -> dict[str, Fact]:
    """The facts that need earlier deals; none where the matter speaks of none."""
    if matter.earlier is None:
        return {}
    context = LineContext(matter, parties, world)
    deals = [one for one in matter.earlier or () if one.day < world.on]
    if not deals:
        nothing = unknown("no earlier deal is given")
        return {"tx.origin_shifted": nothing, "tx.buyer_replaced": nothing}
    return {"tx.origin_shifted": _origin(matter, deals, context), "tx.buyer_replaced": _buyer(matter, deals, context)}


def _origin(matter: Matter, deals: list[Earlier], context: LineContext) -> Fact:
    """Whether goods of a producer carried another origin before it was listed, and the listing is not older than the rulebook's span."""
    days = context.world.parameter("origin_shift_days")
    if not isinstance(days, int):
        return unknown("the span after a listing is in no rulebook that is read")
    doubts: list[str] = []
    for line in matter.lines or ():
        maker = context.producer_of(line)
        if maker is None or not line.origin:
            doubts.append("the producer or the origin of a line is not stated")
            continue
        listed = context.facts_of(maker)["party.listed"].value
        if listed is None:
            doubts.append(f"whether {maker.label} is listed is not known")
        starts = [start for start in _listed_since(maker, context.world) if start <= context.world.on <= start + timedelta(days=days)]
        for start in starts if listed is True else ():
            before = [one for one in deals if one.day < start and one.origin and not goods_keys(line).isdisjoint(goods_keys(one)) and _same(maker, one.producer, context)]
            moved = next((one for one in before if one.origin != line.origin), None)
            if moved is not None:
                return computed(True, _BOOKS, f"{maker.label}: {moved.origin} on {moved.day}, listed {start}, {line.origin} now")
            if not before:
                doubts.append(f"no like goods of {maker.label} from before {start} are given")
    return _denied(matter, doubts, "the origin of no listed producer's goods moved")


def _buyer(matter: Matter, deals: list[Earlier], context: LineContext) -> Fact:
    """Whether a buyer that the books do not know takes like goods to the address of a listed buyer whose orders stopped."""
    days = context.world.parameter("substitution_days")
    if not isinstance(days, int):
        return unknown("the span after the last order is in no rulebook that is read")
    buyers = [who for who in context.in_role(*BUYERS) if who.named]
    new = [who for who in buyers if not any(_same(who, one.buyer, context) for one in deals)]
    if not new:
        return _denied(matter, [] if buyers else ["no buyer is named"], "the buyer is known from earlier deals")
    doubts: list[str] = []
    places = {fold(text) for who in new for text in who.addresses} | {fold(text) for line in matter.lines or () if (text := stated(line.place))}
    for name in dict.fromkeys(stated(one.buyer) for one in deals if stated(one.buyer)):
        old = context.meant(name)
        theirs = [one for one in deals if _same(old, one.buyer, context)]
        last = max(one.day for one in theirs)
        listed = context.facts_of(old)["party.listed"].value
        if last + timedelta(days=days) < context.world.on or listed is False:
            continue
        goods = any(not goods_keys(line).isdisjoint(goods_keys(one)) for line in matter.lines or () for one in theirs)
        address = any(fold(text) in places for one in theirs if (text := stated(one.address)))
        if listed is True and goods and address:
            return computed(True, _BOOKS, f"{name}, which is listed, ordered last on {last}; {new[0].label} takes like goods at the same address")
        if goods or address:
            doubts.append(f"{name} ordered last on {last}: {'like goods' if goods else 'the same address'}{'' if listed else ', and whether it is listed is not known'}")
    return _denied(matter, doubts, "no listed buyer stopped whose goods go on to the same address")


def _denied(matter: Matter, doubts: list[str], note: str) -> Fact:
    if doubts:
        return unknown(doubts[0])
    return computed(False, _BOOKS, note) if matter.earlier_complete else unknown("whether these are all the earlier deals is not stated")


def _listed_since(who: Who, world: World) -> list[date]:
    starts = {one.start for body in who.bodies for entry in LISTS if entry.restricts for one in world.designations(body, entry.id)}
    return sorted(date.fromisoformat(start) for start in starts if start)


def _same(who: Who, name: str | None, context: LineContext) -> bool:
    """Whether a name of the books means a party: the same party, or the same body behind another writing of it."""
    if not stated(name):
        return False
    other = context.meant(stated(name))
    return other is who or bool(who.body_id and who.body_id == other.body_id)
