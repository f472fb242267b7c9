"""Facts about the deal itself: what is done, where it goes, what the papers name."""

from __future__ import annotations

from countersight.endusers.classify import find_places, find_programmes
from countersight.endusers.text import MAX_TEXT
from countersight.measures.capital_facts import capital_facts
from countersight.measures.history_facts import history_facts
from countersight.measures.issuer_facts import issuer_facts
from countersight.measures.mid_facts import mid_facts
from countersight.measures.paper_facts import paper_facts
from countersight.measures.party_facts import us_person
from countersight.measures.purpose_facts import purpose_facts
from countersight.measures.record_facts import forwards
from countersight.measures.research_facts import research_facts
from countersight.measures.stated import all_stated, stated
from countersight.measures.tax_facts import tax_facts
from countersight.measures.who import US_AREAS, Who
from countersight.measures.wording import mentions, subject
from countersight.measures.world import World, computed, said, unknown
from countersight.model.fact import Fact, Source
from countersight.model.matter import Matter

MATTER = "the matter"
END_USERS = frozenset({"end_user", "user"})
USERS = END_USERS | {"ultimate_consignee"}
ACTORS = frozenset({"exporter", "importer", "seller", "holder", "investor", "institution"})
BESIDE = frozenset({"producer", "brand_owner", "author_affiliation"})
"""Roles of those who take no part in the deal: they made the goods, or lend a name."""
NO_LICENCE = frozenset({"nlr", "c33", "c33 nlr", "no licence required", "no license required"})
"""How an export declaration says that no licence is required (AES licence code C33)."""

_FEDERAL = subject(
    r"\bfederal(?: [a-z]{1,20})? contract(?:s|or|ors|ing)?\b|52\.204-2[456]\b|\bUS government contract(?:s|or|ors|ing)?\b",
    r"\b(?:australian|austrian|brazilian|canadian|ethiopian|german|indian|malaysian|mexican|nigerian|russian|somali|swiss)\b",
)
_WAIVER = subject(r"\bwaivers?\b(?! of (?:any|breach|claims?|default|immunity|jury|liab|privilege|rights?|subrogation|warrant))")


def deal_facts(matter: Matter, parties: list[Who], world: World) -> dict[str, Fact]:
    """The facts of the matter as a whole."""
    facts: dict[str, Fact] = {
        "tx.date": said(world.on, MATTER),
        "tx.us_person": _us_person(matter, parties),
        "tx.license_on_file": _licence(matter),
    }
    for path, value in (
        ("tx.kind", matter.transaction),
        ("tx.contract_date", matter.contract_date),
        ("dest.country", matter.destination),
    ):
        if value is not None:
            facts[path] = said(value, MATTER)
    if matter.route is not None:
        route = all_stated(matter.route)
        facts["route.countries"] = Fact(route, open=len(route) < len(set(matter.route)), sources=(Source(MATTER),))
    facts |= _papers(matter, parties)
    facts |= _contract(matter, parties)
    facts |= tax_facts(matter, parties, world)
    facts |= capital_facts(matter, parties, world)
    facts |= issuer_facts(matter, parties, world)
    facts |= research_facts(matter, parties)
    facts |= paper_facts(matter)
    facts |= mid_facts(matter, parties, world)
    facts |= history_facts(matter, parties, world)
    facts |= purpose_facts(matter)
    return facts


def _us_person(matter: Matter, parties: list[Who]) -> Fact:
    """Whether a US person takes part, or the goods are of US origin or in the United States."""
    known = [(who, us_person(who).value) for who in parties if who.roles - BESIDE]
    if any(value is True for _, value in known):
        return computed(True, "a US person, or a party in the United States, takes part")
    if matter.transaction == "entry":
        return computed(True, "the goods enter the United States")
    if any(line.origin in US_AREAS for line in matter.lines or ()):
        return computed(True, "goods of US origin")
    actors = [who for who in parties if who.roles & ACTORS]
    denied = bool(actors) and all(False in who.us_person_said for who in actors) and all(value is False for _, value in known)
    origins = matter.lines is not None and all(line.origin for line in matter.lines)
    elsewhere = matter.transaction is not None and matter.destination is not None and matter.destination not in US_AREAS
    if denied and origins and elsewhere:
        return said(False, MATTER)
    return unknown("whether a US person takes part is not stated")


def _licence(matter: Matter) -> Fact:
    number = stated(matter.license_number)
    if not number:
        return unknown("no licence number is given")
    return said(" ".join(number.casefold().replace("-", " ").split()) not in NO_LICENCE, MATTER, number[:80])


def _texts(matter: Matter) -> list[str]:
    """The papers that say something, as they are written: their lines part what is said."""
    return [text for text in matter.text or () if stated(text)]


def _papers(matter: Matter, parties: list[Who]) -> dict[str, Fact]:
    """What the papers name. A list is closed only where all papers were read, and every line says where it goes."""
    texts = _texts(matter)
    lines = matter.lines or []
    places = [text for line in lines for text in (line.place, line.use) if text]
    users = [who for who in parties if who.roles & USERS]
    names = [name for who in users for name in who.names]
    read = not matter.attachments and all(len(text) <= MAX_TEXT for text in (*texts, *places))
    sites = find_places([*places, *texts, *(address for who in users for address in who.addresses), *names])
    said_where = bool(lines) and all(stated(line.place) for line in lines)
    note = "" if said_where else "no place of installation is stated"
    programmes = find_programmes([*texts, *places, *names])
    named = tuple(dict.fromkeys((*programmes, *(program for who in users for program in who.programs or ()))))
    known = Fact(named, open=not (texts and read), sources=(Source(MATTER),))
    return {
        "tx.places": Fact(sites, open=not (said_where and read), sources=(Source(MATTER),), note=note),
        "tx.end_user_named": _end_user_named(parties),
        "tx.programs": known if texts or named else unknown("no order, tender or contract text is given"),
    }


def _end_user_named(parties: list[Who]) -> Fact:
    """Whether anybody is named who will use the goods. Of one who forwards or stores goods for others that is open."""
    users = [who for who in parties if who.named and who.roles & END_USERS]
    if users and all(map(forwards, users)):
        return unknown(f"{users[0].label} forwards, stores or carries goods for others: does it use these itself?")
    return computed(bool(users), "the roles given")


def _contract(matter: Matter, parties: list[Who]) -> dict[str, Fact]:
    """Federal contracts and their waivers, as the papers speak of them. That they name a waiver does not put it on file."""
    texts = _texts(matter)
    about_users = [text for who in parties if who.roles - BESIDE for text in who.industries]
    federal, waiver = mentions([*texts, *about_users], _FEDERAL), mentions(texts, _WAIVER)
    if "yes" in federal and "no" not in federal:
        contract = said(True, MATTER)
    elif federal == {"no"}:
        contract = said(False, MATTER)
    else:
        contract = unknown("the papers do not say clearly whether the user holds federal contracts" if federal else "whether the user holds federal contracts is not stated")
    if waiver == {"no"}:
        on_file = said(False, MATTER, "the papers say that there is no waiver")
    else:
        on_file = unknown("the papers speak of a waiver: is it on file?" if waiver else "whether a waiver is on file is not stated")
    return {"contract.federal": contract, "contract.waiver_on_file": on_file}
