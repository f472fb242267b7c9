"""Facts about what the records say of a party: footnotes of its entry, findings of abuse, reports of misuse, kinds that one statute names."""

from __future__ import annotations

import re
from typing import Final

from countersight.measures.stated import all_stated
from countersight.measures.who import Who
from countersight.measures.world import World, computed, unknown
from countersight.model.body import Designation, Statement
from countersight.model.fact import Fact, Source

ENTITY_LIST: Final = "us.bis.entity_list"
_FOOTNOTE: Final = re.compile(r"\bfootnotes? [1-9]", re.IGNORECASE)
_NO_FOOTNOTE: Final = re.compile(r"\bno footnote\b", re.IGNORECASE)
_ABUSE: Final = re.compile(r"human[ -]rights|repression|mass detention|genomic|forced labou?r|surveillance of", re.IGNORECASE)
_ABUSE_PROGRAMS: Final = frozenset({"GLOMAG", "UHRPA", "XINJIANG"})
_REPORTS: Final = frozenset({"report", "finding", "tender", "admission", "register", "filing"})
_REPORTED: Final = frozenset({"programme", "supplier"})
_HK_POLICE: Final = re.compile(r"\bhong kong (?:auxiliary )?police\b|\bHKPF\b|香港(?:輔助|辅助)?(?:警務處|警务处|警察)", re.IGNORECASE)
_INTELLIGENCE: Final = re.compile(r"\bintelligence (?:bureau|department|directorate)\b[^.;]{0,60}\b(?:joint staff|military|army|general staff|armed forces)\b|\bmilitary intelligence\b|\bintelligence bureau of the joint staff\b|参谋部情报局|总参谋部(?:第二|第三|二|三)部|军事情报", re.IGNORECASE)
_LOGISTICS: Final = re.compile(r"\bfreight\b|\bforward(?:er|ers|ing)\b|\blogistics?\b|\bcustoms brok|\bcustoms clear|\bwarehous|\bcouriers?\b|\bcargo\b|\bsupply chain\b|\bshipping (?:agen|line|compan|co\b|services?)|\bexpress (?:delivery|services?)\b|\bparcels?\b|\bNVOCC\b|快递|速递|快运|供应链|国际运输|船务|货运|貨運|物流|货代|貨代|仓储|报关", re.IGNORECASE)

IN_NAMES: Final = (_HK_POLICE, _INTELLIGENCE, _LOGISTICS)
"""What these facts look for in the names of a party."""
_HINTS: Final = (
    "police", "hkpf", "intelligence", "freight", "forward", "logistic", "customs brok", "customs clear", "warehous", "courier", "cargo", "supply chain", "shipping",
    "express ", "parcel", "nvocc",
)  # fmt: skip
"""One of these stands in every name in plain letters in which any of them is found; a test makes such names out of the patterns."""


def spoken_in(name: str) -> tuple[bool, ...]:
    """For each of :data:`IN_NAMES` whether it is found in a name.

    >>> spoken_in("Willow Brook Machines Inc."), spoken_in("Invented Freight Forwarders Ltd")
    ((False, False, False), (False, False, True))
    """
    if name.isascii():
        low = name.lower()
        for hint in _HINTS:  # a loop, since every party's name comes by here
            if hint in low:
                break
        else:
            return _SPEAKS_OF_NONE
    return tuple(pattern.search(name) is not None for pattern in IN_NAMES)


_SPEAKS_OF_NONE: Final = (False,) * len(IN_NAMES)


def record_facts(who: Who, world: World) -> dict[str, Fact]:
    """The facts of one party."""
    return {
        "party.fdp_footnote": _footnote(who, world),
        "party.abuse_findings": _abuse(who, world),
        "party.misuse_reports": _reports(who),
        "party.military_intelligence": _intelligence(who),
        "party.hk_police": _named(who, _HK_POLICE),
        "party.logistics": _logistics(who),
    }


def _footnote(who: Who, world: World) -> Fact:
    """Whether the entry of the Entity List bears a footnote that a foreign-direct-product rule names (15 CFR 734.9(e))."""
    entries = [one for body in who.bodies for one in world.designations(body, ENTITY_LIST)]
    told = [one for one in entries if _FOOTNOTE.search(one.scope)]
    if told:
        return Fact(True, sources=_cites(told), note=told[0].scope)
    if entries and all(_NO_FOOTNOTE.search(one.scope) for one in entries):
        return Fact(False, sources=_cites(entries), note="the entry bears no footnote")
    if entries:
        return unknown("whether its entry bears a footnote is not held")
    return computed(False, "the records", "no entry of the Entity List is held for the day") if who.named else unknown("the party is not named")


def _abuse(who: Who, world: World) -> Fact:
    """Whether an authority found abuse: in the ground of an entry, or in the programme that blocks the party."""
    blocked = [one for body in who.bodies for one in world.designations(body, "us.ofac.sdn") if _ABUSE_PROGRAMS & set(one.programs)]
    if blocked:
        return Fact(True, sources=_cites(blocked), note=", ".join(blocked[0].programs))
    told = [one for body in who.bodies for one in body.statements if one.prop == "listed_for" and one.nature in {"finding", "designation"} and _ABUSE.search(one.value)]
    if told:
        return Fact(True, sources=_said(told), note=told[0].value)
    return _none(who, "no finding of abuse is held")


def _reports(who: Who) -> Fact:
    """Whether a report, a tender or a record ties the party to a programme of surveillance. An allegation alone does not."""
    told = [one for body in who.bodies for one in body.statements if one.prop in _REPORTED and one.nature in _REPORTS and one.standing in {"asserted", "corrected"}]
    if told:
        return Fact(True, sources=_said(told), note=f"{told[0].prop}: {told[0].value}")
    return _none(who, "no report is held")


def _intelligence(who: Who) -> Fact:
    """Whether the party is a military-intelligence end user by name or record (15 CFR 744.22(f)); of the armed services it is open."""
    if (found := _named(who, _INTELLIGENCE)).value is not False:
        return found
    if "military" in {*(body.organ for body in who.bodies), who.kind.organ, *who.organs_said}:
        return unknown("which unit of the armed forces it is, is not known")
    return found


def forwards(who: Who) -> bool:
    """Whether a party forwards, stores or carries goods for others, by its name or line of business."""
    return any(spoken_in(text)[IN_NAMES.index(_LOGISTICS)] for text in all_stated((*who.industries, *who.names)))


def _logistics(who: Who) -> Fact:
    found = forwards(who)
    return computed(found, "its name and line of business") if found or who.named else unknown("the party is not named")


def _named(who: Who, pattern: re.Pattern[str]) -> Fact:
    """Whether any name of a party, or of the body that it is, says so."""
    names = (*who.names, *(name.text for body in who.bodies for name in body.names))
    if not names:
        return unknown("the party is not named")
    return computed(any(pattern.search(name) for name in names), "the party's names")


def _none(who: Who, note: str) -> Fact:
    """Nothing held is no finding that there is nothing: only of a body that is held can it be said that nothing is held."""
    return computed(False, "the records", note) if who.bodies else unknown("the party is not in the records" if who.named else "the party is not named")


def _cites(told: list[Designation]) -> tuple[Source, ...]:
    return tuple(Source(one.citation, "designation", one.url, one.verified_on) for one in told)


def _said(told: list[Statement]) -> tuple[Source, ...]:
    return tuple(Source(one.citation, one.nature, one.url, one.seen) for one in told)
