"""Facts about one party: which lists name it on the day, whether it is the state, and what the matter says of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from countersight.measures.listing_windows import window_facts
from countersight.measures.public_institution import public_institution
from countersight.measures.record_facts import record_facts
from countersight.measures.state import (
    NOT_NAMED,
    USER_SAYS,
    government,
    military_end_user,
    security_organ,
    state_link,
    statements,
)
from countersight.measures.who import US_AREAS, Who, agreed
from countersight.measures.world import KEPT, World, any_true, computed, in_force, said, unknown
from countersight.model.body import Designation
from countersight.model.fact import Binding, Fact, Source
from countersight.model.lists import LISTS, OfficialList

BLOCKED = "us.ofac.sdn"
_NOT_FOUND: Final = {entry.id: Fact(False, sources=(Source(entry.title, "official list"),), note="looked for, not found") for entry in LISTS}


def _source(item: Designation) -> Source:
    return Source(item.citation, "designation", item.url, item.verified_on)


def on_list(who: Who, entry: OfficialList, world: World) -> Fact:
    """Whether a party is on a list on the day.

    True by a match. False only where the list took the party off before the day, or is held in full for the day and was
    searched whole; never where the name is near that of a body on the list, also if the party is known as another
    body: lists write one party in several ways.
    """
    bodies, others = who.bodies, who.near
    if who.named and not bodies and not others and world.lists_complete:
        return _NOT_FOUND[entry.id]
    held = [one for body in bodies for one in world.designations(body, entry.id)]
    if held:
        return Fact(True, sources=tuple(_source(one) for one in held), note="; ".join(filter(None, (one.scope for one in held))))
    if not who.named:
        return unknown(NOT_NAMED)
    near = [body for body in others if world.designations(body, entry.id)]
    if near:
        return unknown(f"the name is near that of {near[0].caption}, which is listed: same or not?")
    day = world.on.isoformat()
    ended = [one for body in bodies for one in body.designations if one.list_id == entry.id and one.end and one.end <= day]
    if ended:
        last = max(ended, key=lambda one: one.end)
        return Fact(False, sources=tuple(_source(one) for one in ended), note=f"removed on {last.end}")
    return _not_on(who, entry, world, who.unread)


def _not_on(who: Who, entry: OfficialList, world: World, unread: str) -> Fact:
    """The same of a party that is named, and has nothing to do with a body on the list by its name."""
    if not world.covers(entry.id):
        return unknown(f"the {entry.title} is not held in full for {world.on.isoformat()}: not finding a name there says nothing")
    if unread and not world.lists_complete:
        return unknown(unread)
    gone = [one.said for one in who.dismissed if (body := world.snapshot.body(one.body_id)) and world.designations(body, entry.id)]
    return replace(_NOT_FOUND[entry.id], note="; ".join(gone)) if gone else _NOT_FOUND[entry.id]


def _on_lists(who: Who, world: World) -> dict[str, Fact]:
    """:func:`on_list` for every list. Most lists name nobody near the party, and are not asked about each body then."""
    if not who.named or world.lists_complete:
        return {entry.id: on_list(who, entry, world) for entry in LISTS}
    named = {one.list_id for body in (*who.bodies, *who.near) for one in body.designations}
    unread = who.unread
    return {entry.id: on_list(who, entry, world) if entry.id in named else _not_on(who, entry, world, unread) for entry in LISTS}


def similar(who: Who, world: World) -> Fact:
    """Whether the name is near that of a body that a list names on the day, and nobody has settled it.

    Not where the party is itself a body that a list names: the provision answers that, and a further body of a like name adds nothing.
    """
    if any(in_force(one, world.on) for body in who.bodies for one in body.designations):
        return computed(False, "name matching", "the party itself is listed")
    near = [body for body in who.near if any(in_force(one, world.on) for one in body.designations)]
    if near:
        cites = tuple(_source(one) for one in near[0].designations if in_force(one, world.on))
        return Fact(True, sources=cites, note=f"near {near[0].caption}")
    if not who.named:
        return unknown(NOT_NAMED)
    if all(world.covers(entry.id) for entry in LISTS):
        return computed(False, "name matching", "; ".join(one.said for one in who.dismissed) or "no listed name is near")
    return unknown("no name near it is held, but not all lists are held in full")


def party_binding(who: Who, world: World) -> Binding:
    """Everything established about one party; worked out once for a party of a world. Nobody changes a binding."""
    held = world.cache.bindings.get(id(who))
    if held is None or held[0] is not who:
        if len(world.cache.bindings) >= KEPT:
            world.cache.bindings.clear()
        held = world.cache.bindings[id(who)] = (who, _binding(who, world))
    return held[1]


def _binding(who: Who, world: World) -> Binding:
    on = _on_lists(who, world)
    facts: dict[str, Fact] = {f"party.{entry.fact}": on[entry.id] for entry in LISTS}
    restricting = [on[entry.id] for entry in LISTS if entry.restricts]
    listed = any_true([None if fact.value is None else fact.value is True for fact in restricting])
    cites = tuple(source for fact in restricting if listed is not None and fact.value is listed for source in fact.sources)
    facts |= {
        "party.name": said(who.label, USER_SAYS) if who.named else unknown(NOT_NAMED),
        "party.listed": Fact(listed, sources=cites),
        "party.similar_to_listed": similar(who, world),
        "party.ofac_programs": _programs(who, on[BLOCKED], world),
        "party.government": government(who),
        "party.state_link": state_link(who, world),
        "party.security_organ": security_organ(who),
        "party.military_end_user": military_end_user(who, on, world),
        "party.surveillance_company": surveillance_company(who),
        "party.us_person": us_person(who),
        "party.identified": _identified(who),
        "party.public_institution": public_institution(who),
        **record_facts(who, world),
        **window_facts(who, world),
    }
    if who.country:
        facts["party.country"] = country(who)
    if who.consignee_types:
        facts["party.consignee_type"] = _consignee_type(who)
    if who.programs is not None:
        facts["party.programs"] = Fact(who.programs, open=not who.programs_complete, sources=(Source(USER_SAYS),))
    return Binding(who.label, "party", who.roles, facts, who.body_id)


def _identified(who: Who) -> Fact:
    """Whether the party is a body of the records; of one that is near to one it is open."""
    if who.body is not None:
        return computed(True, f"atlas: {who.body.caption}")
    if who.near or not who.named:
        return unknown(f"the name is near that of {who.near[0].caption}: same or not?" if who.near else NOT_NAMED)
    return computed(False, "name matching", "no body of the records bears the name")


def _programs(who: Who, blocked: Fact, world: World) -> Fact:
    """The programmes of a blocked party; open where an entry does not say under which it stands."""
    entries = [one for body in who.bodies for one in world.designations(body, BLOCKED)]
    names = tuple(dict.fromkeys(name for one in entries for name in one.programs))
    value = None if blocked.value is None else names
    return Fact(value, open=any(not one.programs for one in entries), sources=blocked.sources, note=blocked.note)


def country(who: Who) -> Fact:
    """The country of a party: as the matter says, else as the atlas holds it."""
    return said(who.country, USER_SAYS) if who.country_stated or who.body is None else computed(who.country, f"atlas: {who.body.caption}")


def _consignee_type(who: Who) -> Fact:
    if len(who.consignee_types) > 1:
        return unknown(f"declared in several ways: {', '.join(sorted(who.consignee_types))}")
    return said(min(who.consignee_types), USER_SAYS)


def surveillance_company(who: Who) -> Fact:
    """Whether a party is a Chinese surveillance company, as the atlas holds it."""
    for value in ("yes", "no"):
        if (body := next((body for body in who.bodies if body.surveillance_company == value), None)) is not None:
            return Fact(value == "yes", sources=statements(body, "surveillance_company", "finding"))
    return unknown("what the party makes or operates is not in the atlas")


def us_person(who: Who) -> Fact:
    """Whether a party is a US person (15 CFR 772.1): as the user says, else by where it is.

    Whoever is in the United States counts, so that a party there of which the user says no is a contradiction.
    """
    claim = agreed(who.us_person_said)
    if who.us_person_said and (claim is None or (claim is False and who.country in US_AREAS)):
        return unknown("what the matter says on this contradicts itself, or the party's country")
    if claim is False and not who.named:
        return unknown(NOT_NAMED)
    if claim is not None:
        return said(claim, USER_SAYS)
    if who.country is None:
        return unknown("the country of the party is not given")
    return computed(who.country in US_AREAS, "the party's country")
