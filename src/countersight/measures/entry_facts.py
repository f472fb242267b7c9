"""Facts that only entries of goods raise: since when the maker's entry covers it, what the entry reaches, priority sectors, tests and shows."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from countersight.measures.context import LineContext, device_evidence
from countersight.measures.item_facts import LINE, MAX_WORDS
from countersight.measures.stated import all_stated, stated
from countersight.measures.uses import critical_only
from countersight.measures.who import Who
from countersight.measures.wording import DOUBT
from countersight.measures.world import computed, said, unknown
from countersight.model.body import Designation
from countersight.model.fact import Fact, Source
from countersight.model.matter import Line, Matter

COVERED: Final = "us.fcc.covered"
_ISF_LINE: Final = ("origin", "hs")
_EQUIPMENT: Final = re.compile(r"\bequipment\b", re.IGNORECASE)
_OTHER_KINDS: Final = re.compile(r"\b(?:services?|software)\b", re.IGNORECASE)
_KASPERSKY: Final = re.compile(r"\bkaspersky\b|卡巴斯基", re.IGNORECASE)
_SECTORS: Final = re.compile(
    r"\b(?:alumini?um|cotton|apparel|garments?|tomato(?:es)?|poly ?silicon|silicon|silica|solar (?:cells?|modules?|panels?)|pvc|polyvinyl chloride|vinyl|seafood|"
    r"copper|lithium|steel|caustic soda|sodium hydroxide|jujubes?|red dates?)\b|铝|棉|番茄|多晶硅|工业硅|聚氯乙烯|铜|锂|钢|烧碱|红枣",
    re.IGNORECASE,
)
_TEST: Final = re.compile(
    r"\btrade (?:shows?|fairs?)\b|\bexhibitions?\b|\bdemonstrations? (?:units?|at|only)\b|\b(?:testing|evaluation|test units?|evaluation (?:units?|samples?)|samples? for (?:testing|evaluation))\b",
    re.IGNORECASE,
)


def entry_facts(line: Line, context: LineContext) -> dict[str, Fact]:
    """The facts of one line that pages on imports ask for."""
    maker = context.producer_of(line)
    facts = {
        "line.priority_sector": _sector(line),
        "line.test_or_show": _said_of_use(line),
        "line.use_critical_only": _critical_only(line, context),
        "line.device_names_listed": _device(line, maker, context),
    }
    return facts if maker is None else facts | _covered(maker, context) | {"line.producer_kaspersky": _kaspersky(maker)}


def _covered(maker: Who, context: LineContext) -> dict[str, Fact]:
    """What the maker's entries on the Covered List reach, and since when; nothing where it has none."""
    held = [one for body in maker.bodies for one in context.world.designations(body, COVERED)]
    if not held:
        return {}
    goods = [one for one in held if not _no_goods(one)]
    cites = tuple(Source(one.citation, "designation", one.url) for one in goods or held)
    facts = {"line.producer_covered_equipment": Fact(bool(goods), sources=cites, note=held[0].scope)}
    starts = [one.start for one in goods or held]
    facts["line.producer_covered_since"] = Fact(date.fromisoformat(min(starts)), sources=cites) if all(starts) else unknown("the day of the entry is not held")
    return facts


def _no_goods(item: Designation) -> bool:
    """Whether an entry speaks of services or software alone. One that does not say what it reaches is taken to reach goods."""
    return bool(_OTHER_KINDS.search(item.scope)) and not _EQUIPMENT.search(item.scope)


def _device(line: Line, maker: Who | None, context: LineContext) -> Fact:
    """Whether the device itself tells of a listed maker whom the papers do not name. That it does not is never said."""
    papers = maker if stated(line.producer) or context.in_role("producer") else None
    for one in device_evidence(line):
        if one.strength == "alleged" or not one.name:
            continue
        who = context.meant(one.name)
        same = papers is not None and (papers is who or bool(papers.body_id and papers.body_id == who.body_id))
        if not same and context.facts_of(who)["party.listed"].value is True:
            return Fact(True, sources=(Source(one.source, "register" if one.strength == "registry" else "computed"),), note=f"{one.by} {one.read}: {one.name}")
    return unknown("nothing on the device that was stated names a listed maker")


def _sector(line: Line) -> Fact:
    """Whether the goods or a named input are of a sector that the UFLPA strategy puts first. That none is, is said only of what is named."""
    words = all_stated((line.description, *(one.input for one in line.upstream or ())))
    if not words or any(len(text) > MAX_WORDS for text in words):
        return unknown("neither the goods nor their inputs are described")
    hit = next((found for text in words if (found := _SECTORS.search(text)) and not DOUBT.search(text)), None)
    return computed(True, "the words of the goods and their inputs", hit.group(0)) if hit else unknown("which materials are in the goods is not stated")


def _said_of_use(line: Line) -> Fact:
    words = all_stated((line.use, line.description))
    if any(_TEST.search(text) and not DOUBT.search(text) for text in words):
        return said(True, LINE)
    whole = stated(line.use) and stated(line.description)
    return said(False, LINE, "no test, evaluation or show is named") if whole else unknown("the use or the goods are not stated")


def _critical_only(line: Line, context: LineContext) -> Fact:
    """Whether nothing but the security of critical infrastructure brings the use under the entry."""
    users = context.in_role("user", "end_user", "ultimate_consignee")
    if any(context.facts_of(who)["party.government"].value is True for who in users):
        return computed(False, "the user is a government body")
    return critical_only(line.use, line.place)


def _kaspersky(maker: Who) -> Fact:
    names = (*maker.names, *(name.text for body in maker.bodies for name in body.names))
    return computed(any(_KASPERSKY.search(name) for name in names), "the producer's names")


def isf_gaps(matter: Matter) -> Fact:
    """Whether an element of the importer security filing that a matter can hold is missing from it (19 CFR 149.3(a))."""
    roles = {party.role for party in matter.parties if stated(party.name)}
    missing = [role for role, others in (("seller", {"seller", "vendor"}), ("buyer or importer", {"purchaser", "importer"}), ("manufacturer", {"producer"})) if not roles & others]
    lines = matter.lines or []
    if "manufacturer" in missing and lines and all(stated(line.producer) for line in lines):
        missing.remove("manufacturer")
    missing += [name for name in _ISF_LINE if not lines or any(not stated(getattr(line, name)) for line in lines)]
    return computed(bool(missing), "the parties and the lines", f"not named: {', '.join(missing)}" if missing else "")
