"""Whether a party is the state, acts for it, polices, or is of the armed forces.

What the atlas holds and what the name itself says come first. What the user says is weaker than that and stronger than
nothing: it settles what nothing else speaks of, and it never makes a body private that is known as the state.
"""

from __future__ import annotations

from collections.abc import Mapping

from countersight.endusers.kinds import ARMED, SECURITY
from countersight.measures.behind import state_behind
from countersight.measures.who import Who
from countersight.measures.world import World, computed, said, unknown
from countersight.model.body import Body
from countersight.model.fact import Fact, Source

Lists = Mapping[str, Fact]
"""Whether a party is on a list on the day, by the list's id."""

_MILITARY = "us.bis.meu"
_MILITARY_COMPANIES = ("us.ofac.ns_cmic", "us.dod.1260h")
NAME_SAYS = "the party's name and kind"
USER_SAYS = "the matter"
CONTRADICTION = "the matter says that the party is government, and that it is not"
NOT_NAMED = "the party is not named"


def statements(body: Body, prop: str, nature: str) -> tuple[Source, ...]:
    """Where the atlas has an attribute of a body from; the atlas itself, where no statement is kept."""
    found = tuple(Source(one.citation, one.nature, one.url, one.seen) for one in body.statements if one.prop == prop)
    return found or (Source(f"atlas: {body.caption}", nature),)


def _first(who: Who, value: str) -> Body | None:
    return next((body for body in who.bodies if body.government == value), None)


def government(who: Who) -> Fact:
    """Whether a party is a government body by its own name and kind; a company with a state owner is not."""
    if (body := _first(who, "yes")) is not None:
        return Fact(True, sources=statements(body, "government", "finding"))
    if who.kind.gov == "yes":
        return computed(True, NAME_SAYS, who.kind.matched)
    if who.government_said:
        return _claimed(who)
    tied = _first(who, "conditional")
    if tied is not None and tied.schema != "Company":
        return Fact(None, sources=statements(tied, "government", "finding"), note="its tie to the state is conditional")
    private = next((body for body in who.bodies if body.government == "no" or body.schema == "Company"), None)
    if private is not None:
        return Fact(False, sources=statements(private, "government", "register"))
    if who.kind.gov == "no":
        return computed(False, NAME_SAYS, who.kind.matched)
    if who.kind.gov == "conditional":
        return unknown(f"a body of this kind may act for government: {who.kind.matched}")
    return unknown("the kind of body is not known" if who.named else NOT_NAMED)


def _claimed(who: Who) -> Fact:
    """What the user says, where neither atlas nor name says that it is government."""
    if who.claims_government is None:
        return unknown(CONTRADICTION)
    if who.claims_government:
        if (body := _first(who, "no")) is not None:
            return Fact(None, sources=statements(body, "government", "register"), note="the matter says government, the atlas says not")
        return said(True, USER_SAYS if "government" not in who.consignee_types else "declared ultimate consignee type")
    if not who.named:
        return unknown(NOT_NAMED)
    if (body := _first(who, "conditional")) is not None and body.schema != "Company":
        return Fact(None, sources=statements(body, "government", "finding"), note="the matter says private, the atlas has a tie to the state")
    if (body := next((body for body in who.near if body.government == "yes"), None)) is not None:
        return unknown(f"the name is near that of {body.caption}, a government body: same or not?")
    return said(False, USER_SAYS)


def called_private(who: Who) -> bool:
    """Whether the user says that a party is no government body, and nothing that is known speaks against it."""
    state = who.kind.gov == "yes" or any(body.government in {"yes", "conditional"} for body in who.bodies)
    state = state or any(body.government == "yes" for body in who.near)
    return who.named and who.claims_government is False and not state


def state_link(who: Who, world: World) -> Fact:
    """Whether a party is government, acts for it, or has the state behind it. A conditional tie is unknown.

    A company of which nobody says who owns it is unknown, also where the atlas knows that it is no government body.
    """
    direct = government(who)
    if direct.value is True:
        return direct
    behind = state_behind(who.bodies, world)
    if behind is not None and behind.value is True:
        return behind
    if (body := _first(who, "conditional")) is not None:
        note = "its tie to the state is conditional: look at the facts of this deal"
        return Fact(None, sources=statements(body, "government", "finding"), note=note)
    if behind is not None:
        return behind
    if called_private(who):
        return said(False, USER_SAYS, "no state owner is known of")
    if who.kind.gov == "conditional":
        return unknown(f"a body of this kind may act for government: {who.kind.matched}")
    return unknown("the owners are not known" if who.named else NOT_NAMED)


def security_organ(who: Who) -> Fact:
    """Whether a party is a police, security, censorship or detention body."""
    if who.kind.security:
        return computed(True, NAME_SAYS, who.kind.matched)
    if (body := next((body for body in who.bodies if body.organ in SECURITY), None)) is not None:
        return computed(True, f"atlas: {body.caption}", body.organ)
    if who.organs_said & SECURITY:
        return unknown(CONTRADICTION) if False in who.government_said else said(True, USER_SAYS, min(who.organs_said & SECURITY))
    state = _first(who, "yes")
    if who.kind.gov != "yes" and state is not None and not state.organ:
        return unknown("which organ of the state it is, is not known")
    if who.kind.gov in {"yes", "no"} or any(body.organ or body.schema == "Company" for body in who.bodies):
        return computed(False, NAME_SAYS, who.kind.matched)
    if called_private(who):
        return said(False, USER_SAYS)
    return unknown("the kind of body is not known" if who.named else NOT_NAMED)


def military_end_user(who: Who, on: Lists, world: World) -> Fact:
    """Whether a party is a military end user (15 CFR 744.21(g)); of a police body that is an open legal question.

    The paragraph also reaches anybody whose functions are to support military end uses. So a civil office is none unless
    the Military End-User List may name it, and a party that the user calls private is none only if besides nothing
    ties it to the state and no list of military companies may name it.
    """
    listed = on[_MILITARY]
    if listed.value is True:
        return listed
    found = _armed(who)
    if True in found:
        return computed(True, found[True], who.kind.matched)
    if None in found:
        return unknown("whether this body is 'national police' in the sense of 15 CFR 744.21(g) is unsettled")
    if False in found:
        return computed(False, found[False], who.kind.matched) if listed.value is False else unknown(listed.note)
    if not called_private(who):
        return unknown("what the party does for the armed forces is not known" if who.named else NOT_NAMED)
    if listed.value is None:
        return unknown(listed.note)
    may_be_listed = any(on[name].value or (on[name].value is None and world.covers(name)) for name in _MILITARY_COMPANIES)
    if may_be_listed or state_behind(who.bodies, world) is not None:
        return unknown("the matter says private, but a list of military companies or a tie to the state speaks against it")
    return said(False, USER_SAYS)


def _armed(who: Who) -> dict[bool | None, str]:
    """Whether name, atlas or matter make a party one of the armed services, each answer with who gives it."""
    found: dict[bool | None, str] = {}
    if who.kind.gov == "yes" or who.kind.military is True:
        found[who.kind.military] = NAME_SAYS
    for body in who.bodies:
        if body.organ in ARMED or (body.organ and body.government == "yes"):
            found.setdefault(ARMED.get(body.organ, False), f"atlas: {body.caption}")
    for organ in sorted(who.organs_said & ARMED.keys()):
        found.setdefault(None if False in who.government_said else ARMED[organ], USER_SAYS)
    return found
