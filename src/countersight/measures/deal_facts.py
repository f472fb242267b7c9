"""Facts about the deal itself: what is done, where it goes, what the papers name."""

from __future__ import annotations

import re

from countersight.endusers.classify import find_places, find_programmes
from countersight.measures.who import Who
from countersight.measures.world import World, computed, said, unknown
from countersight.model.fact import Fact, Source
from countersight.model.matter import Matter

MATTER = "the matter"
_FEDERAL = re.compile(r"federal contract|52\.204-2[456]|government contractor", re.IGNORECASE)
_NO_FEDERAL = re.compile(r"\b(?:no|not a|without)\b[^.;]{0,30}federal contract", re.IGNORECASE)
_WAIVER = re.compile(r"\bwaiver\b", re.IGNORECASE)
_NO_WAIVER = re.compile(r"\b(?:no|without|not)\b[^.;]{0,30}\bwaiver", re.IGNORECASE)
USERS = frozenset({"end_user", "user", "ultimate_consignee"})


def deal_facts(matter: Matter, parties: list[Who], world: World) -> dict[str, Fact]:
    """The facts of the matter as a whole."""
    facts: dict[str, Fact] = {"tx.date": said(world.on, MATTER), "tx.us_person": _us_person(matter, parties)}
    for path, value in (
        ("tx.kind", matter.transaction),
        ("tx.contract_date", matter.contract_date),
        ("dest.country", matter.destination),
    ):
        if value is not None:
            facts[path] = said(value, MATTER)
    if matter.route is not None:
        facts["route.countries"] = said(tuple(matter.route), MATTER)
    facts["tx.license_on_file"] = said(bool(matter.license_number), MATTER)
    facts |= _papers(matter, parties)
    facts |= _contract(matter, parties)
    return facts


def _us_person(matter: Matter, parties: list[Who]) -> Fact:
    actors = [who for who in parties if who.roles & {"exporter", "importer", "seller", "holder", "investor", "institution"}]
    if any(who.us_person or who.country == "US" for who in actors):
        return computed(True, "a US person, or a party in the United States, exports or imports")
    if any(line.origin == "US" for line in matter.lines or ()):
        return computed(True, "goods of US origin")
    if actors and all(who.us_person is False for who in actors):
        return said(False, MATTER)
    return unknown("whether a US person takes part is not stated")


def _papers(matter: Matter, parties: list[Who]) -> dict[str, Fact]:
    texts = list(matter.text or ())
    places = [text for line in matter.lines or () for text in (line.place, line.use) if text]
    users = [who for who in parties if who.roles & USERS]
    sites = [*places, *texts, *(address for who in users for address in who.addresses), *(name for who in users for name in who.names)]
    programmes = find_programmes([*texts, *places, *(name for who in users for name in who.names)])
    claimed = tuple(program for who in users for program in who.programs or ())
    named = tuple(dict.fromkeys((*programmes, *claimed)))
    stated = any(line.place for line in matter.lines or ())
    facts = {
        "tx.places": Fact(find_places(sites), open=not stated, sources=(Source(MATTER),), note="" if stated else "no place of installation is stated"),
        "tx.end_user_named": computed(any("end_user" in who.roles for who in parties), "the roles given"),
    }
    if texts or named:
        facts["tx.programs"] = Fact(named, sources=(Source(MATTER),))
    else:
        facts["tx.programs"] = unknown("no order, tender or contract text is given")
    return facts


def _contract(matter: Matter, parties: list[Who]) -> dict[str, Fact]:
    texts = ". ".join((*(matter.text or ()), *(text for who in parties for text in who.industries)))
    if _FEDERAL.search(texts) and not _NO_FEDERAL.search(texts):
        federal = said(True, MATTER)
    elif _NO_FEDERAL.search(texts):
        federal = said(False, MATTER)
    else:
        federal = unknown("whether the user holds federal contracts is not stated")
    if _WAIVER.search(texts) and not _NO_WAIVER.search(texts):
        waiver = unknown("the papers speak of a waiver: is it on file?")
    else:
        waiver = said(False, MATTER, "no waiver is on file with the matter")
    return {"contract.federal": federal, "contract.waiver_on_file": waiver}
