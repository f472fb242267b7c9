"""Facts about one party: which lists name it on the day, and whether it is the state."""

from __future__ import annotations

from countersight.measures.who import Who
from countersight.measures.world import World, any_true, computed, in_force, said, unknown
from countersight.model.body import Designation
from countersight.model.fact import Binding, Fact, Source
from countersight.model.lists import LISTS, OfficialList

NAME_SAYS = "the party's name and kind"
USER_SAYS = "the matter"


def _source(item: Designation) -> Source:
    return Source(item.citation, "designation", item.url, item.verified_on)


def on_list(who: Who, entry: OfficialList, world: World) -> Fact:
    """Whether a party is on a list on the day: true by a match, false only where the list is held and covers the day."""
    held = [one for body in who.bodies for one in world.designations(body, entry.id)]
    if held:
        return Fact(True, sources=tuple(_source(one) for one in held), note="; ".join(filter(None, (one.scope for one in held))))
    day = world.on.isoformat()
    ended = [one for body in who.bodies for one in body.designations if one.list_id == entry.id and one.end and one.end <= day]
    if ended:
        return Fact(False, sources=tuple(_source(one) for one in ended), note=f"removed on {ended[-1].end}")
    near = [body for _, body in who.possible if world.designations(body, entry.id)]
    if who.body is None and near:
        return unknown(f"the name is near that of {near[0].caption}, which is listed: same or not?")
    if world.covers(entry.id):
        return Fact(False, sources=(Source(entry.title, "official list"),), note="looked for, not found")
    return unknown(f"the {entry.title} is not held in full for {world.on.isoformat()}: not finding a name there says nothing")


def government(who: Who) -> Fact:
    """Whether a party is a government body by its own name and kind; a company with a state owner is not."""
    if who.body is not None and who.body.government == "yes":
        return Fact(True, sources=_statements(who, "government") or (Source(f"atlas: {who.body.caption}", "finding"),))
    if who.kind.gov == "yes":
        return computed(True, NAME_SAYS, who.kind.matched)
    if who.claims_government is not None:
        return said(who.claims_government, USER_SAYS)
    if "government" in who.consignee_types:
        return said(True, "declared ultimate consignee type")
    if who.body is not None and (who.body.government == "no" or who.body.schema == "Company"):
        return Fact(False, sources=(Source(f"atlas: {who.body.caption}", "register"),))
    if who.kind.gov == "no":
        return computed(False, NAME_SAYS, who.kind.matched)
    if who.kind.gov == "conditional":
        return unknown(f"a body of this kind may act for government: {who.kind.matched}")
    return unknown("the kind of body is not known")


def _statements(who: Who, prop: str) -> tuple[Source, ...]:
    if who.body is None:
        return ()
    return tuple(Source(one.citation, one.nature, one.url, one.seen) for one in who.body.statements if one.prop == prop)


def state_link(who: Who, world: World) -> Fact:
    """Whether a party is government, acts for it, or has the state behind it. A conditional tie is unknown."""
    direct = government(who)
    if direct.value is True:
        return direct
    body = who.body
    if body is not None and body.government == "conditional":
        return Fact(None, sources=_statements(who, "government"), note="its tie to the state is conditional: look at the facts of this deal")
    owners = _owners_tie(who, world)
    if owners is not None:
        return owners
    if who.kind.gov == "conditional" and who.claims_government is None:
        return unknown(f"a body of this kind may act for government: {who.kind.matched}")
    if who.claims_government is False:
        return said(False, USER_SAYS, "no state owner is known of")
    if body is not None and body.government == "no":
        return Fact(False, sources=_statements(who, "government"))
    return unknown("the owners are not known")


def _owners_tie(who: Who, world: World) -> Fact | None:
    if who.body is None:
        return None
    ties: list[tuple[bool | None, str, str]] = []
    certain, possible = world.graph.at(world.on).holders(who.body.id)
    for edge in (*certain, *possible):
        owner = world.snapshot.body(edge.owner)
        if owner is None or edge.hi == 0:
            continue
        if owner.government in {"yes", "conditional"}:
            sure = owner.government == "yes" and edge.lo > 0
            ties.append((True if sure else None, owner.caption, edge.citation))
    if not ties:
        return None
    value, name, cite = sorted(ties, key=lambda tie: tie[0] is None)[0]
    note = f"owner {name} is a government body" if value else f"owner {name}: its tie to the state is conditional"
    return Fact(value, sources=(Source(cite or f"atlas: {name}", "register"),), note=note)


def _unless_private(who: Who, value: bool | None, why: str) -> Fact:  # noqa: FBT001
    if value is None and who.claims_government is False:
        return said(False, USER_SAYS)
    return unknown(why) if value is None else computed(value, NAME_SAYS, who.kind.matched)


def security_organ(who: Who) -> Fact:
    """Whether a party is a police, security, censorship or detention body."""
    if who.kind.security:
        return computed(True, NAME_SAYS, who.kind.matched)
    if who.body is not None and who.body.organ in SECURITY_ORGANS:
        return computed(True, f"atlas: {who.body.caption}")
    known = who.kind.gov in {"yes", "no"} or (who.body is not None and who.body.schema == "Company")
    return _unless_private(who, False if known else None, "the kind of body is not known")


SECURITY_ORGANS = frozenset(
    "police police_academy state_security pap prison detention_internment political_legal cyberspace border_immigration".split()
)


def military_end_user(who: Who, world: World) -> Fact:
    """Whether a party is a military end user; of a police body that is an open legal question."""
    listed = on_list(who, next(one for one in LISTS if one.id == "us.bis.meu"), world)
    if listed.value is True:
        return listed
    if who.kind.gov == "yes" or who.kind.military is True:
        why = "whether this body is 'national police' in the sense of 15 CFR 744.21(g) is unsettled"
        return unknown(why) if who.kind.military is None else computed(who.kind.military, NAME_SAYS, who.kind.matched)
    return _unless_private(who, None, "what the party does for the armed forces is not known")


def similar(who: Who, world: World) -> Fact:
    """Whether the name is near that of a body that a list names on the day, and nobody has settled it."""
    if who.body is not None:
        return computed(False, "name matching", "the body is identified")
    near = [body for _, body in who.possible if any(in_force(one, world.on) for one in body.designations)]
    if near:
        cites = tuple(_source(one) for one in near[0].designations)
        return Fact(True, sources=cites, note=f"near {near[0].caption}")
    return computed(False, "name matching", "no listed name is near")


def party_binding(who: Who, world: World) -> Binding:
    """Everything established about one party."""
    facts: dict[str, Fact] = {f"party.{entry.fact}": on_list(who, entry, world) for entry in LISTS}
    listed = any_true([fact.value for fact in facts.values()])  # type: ignore[misc]
    cites = tuple(source for fact in facts.values() if fact.value is True for source in fact.sources)
    sdn = facts["party.on.sdn"]
    blocked = [one for body in who.bodies for one in world.designations(body, "us.ofac.sdn")]
    programs = dict.fromkeys(name for one in blocked for name in one.programs)
    facts |= {
        "party.name": said(who.label, USER_SAYS),
        "party.listed": Fact(listed, sources=cites),
        "party.similar_to_listed": similar(who, world),
        "party.ofac_programs": Fact(
            None if sdn.value is None else tuple(programs), open=any(not one.programs for one in blocked), sources=sdn.sources, note=sdn.note
        ),
        "party.government": government(who),
        "party.state_link": state_link(who, world),
        "party.security_organ": security_organ(who),
        "party.military_end_user": military_end_user(who, world),
        "party.surveillance_company": surveillance_company(who),
        "party.us_person": us_person(who),
    }
    if who.country:
        facts["party.country"] = said(who.country, USER_SAYS)
    if who.consignee_types:
        facts["party.consignee_type"] = said(sorted(who.consignee_types)[0], USER_SAYS)
    if who.programs is not None:
        facts["party.programs"] = Fact(who.programs, open=not who.programs_complete, sources=(Source(USER_SAYS),))
    return Binding(who.label, "party", who.roles, facts, who.body_id)


def surveillance_company(who: Who) -> Fact:
    """Whether a party is a Chinese surveillance company, as the atlas holds it."""
    if who.body is not None and who.body.surveillance_company in {"yes", "no"}:
        sources = _statements(who, "surveillance_company") or (Source(f"atlas: {who.body.caption}", "finding"),)
        return Fact(who.body.surveillance_company == "yes", sources=sources)
    return unknown("what the party makes or operates is not in the atlas")


def us_person(who: Who) -> Fact:
    """Whether a party is a US person: as the user says, else by where it is."""
    if who.us_person is not None:
        return said(who.us_person, USER_SAYS)
    if who.country is None:
        return unknown("the country of the party is not given")
    return computed(who.country == "US", "the party's country")
