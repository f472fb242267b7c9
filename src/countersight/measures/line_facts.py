"""Facts about one line: what the item is, whether the EAR reaches it, who made it, and what it will be used for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from countersight.endusers.classify import find_places
from countersight.measures.party_facts import party_binding
from countersight.measures.who import Who, look_up_name
from countersight.measures.world import World, any_true, computed, said, unknown
from countersight.model.fact import Binding, Fact, Source
from countersight.model.lists import BY_ID, LISTS
from countersight.model.matter import Line, Matter
from countersight.model.units import percent_to_units
from countersight.names.normalise import fold
from countersight.products.taxonomy import is_surveillance, node, normalise_hs, parse_eccn

LINE = "the matter's line"
DE_MINIMIS = percent_to_units("25")
"""15 CFR 734.4(d): more than 25 percent controlled US content, to China and most destinations."""

_FINGERPRINT = re.compile(r"finger|palm ?print|live ?scan|\bafis\b|指纹|掌纹", re.IGNORECASE)
_MANY = re.compile(r"1\s*:\s*n\b|identification|recognition|watch ?list|retrieval|afis", re.IGNORECASE)
_ONE = re.compile(r"1\s*:\s*1\b|verification", re.IGNORECASE)
_COVERED_USE = re.compile(
    r"transit|railway|metro|airport|port security|police|public safety|fire service|911|government|federal|city hall|"
    r"municipal|court|prison|military|power (?:plant|station|grid)|substation|water (?:works|treatment|utility)|pipeline|"
    r"telecom|data cent|critical infrastructure|hospital|refinery|dam\b|border",
    re.IGNORECASE,
)
_PRIVATE_USE = re.compile(r"\b(?:home|private house|residential|household|shop|retail store|boutique|restaurant|hobby|farm)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LineContext:
    """What a line needs to know of its matter."""

    matter: Matter
    parties: list[Who]
    world: World

    def in_role(self, *roles: str) -> list[Who]:
        """The parties that stand in any of the roles."""
        return [who for who in self.parties if who.roles & set(roles)]


def line_binding(line: Line, number: int, context: LineContext) -> Binding:
    """Everything established about one line."""
    facts = {
        **_item(line),
        **_reach(line, context),
        **_maker(line, context),
        "line.use_covered": _use(line, context),
        "line.upstream_uflpa": _upstream(line, context),
        "line.upstream_xinjiang": _xinjiang(line, context),
    }
    for path, value in (("origin", line.origin), ("assembled_in", line.assembled_in), ("fcc_authorized_on", line.fcc_authorized_on)):
        if value is not None:
            facts[f"line.{path}"] = said(value, LINE)
    return Binding(f"line {number}: {line.description or line.model or line.node or 'not described'}", "line", facts=facts)


def _item(line: Line) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    known = node(line.node) if line.node else None
    if known is not None:
        where = f"taxonomy node {known.id}"
        facts["line.node"] = said(known.id, LINE)
        facts["line.class"] = computed(known.dshra if is_surveillance(known) else "none", where)
        facts["line.image_chip"] = computed(known.image_processing_chip, where)
        facts["line.state_list"] = computed(known.state2020, where)
    elif line.node == "none":
        facts["line.node"] = said("none", LINE)
        facts["line.class"] = said("none", LINE)
        facts["line.image_chip"] = facts["line.state_list"] = said(False, LINE)
    if line.eccn and (eccn := parse_eccn(line.eccn)) is not None:
        facts["line.eccn"] = said(eccn.base, LINE)
        facts["line.eccn_paragraph"] = said(eccn.full, LINE)
    if line.hs and (hs := normalise_hs(line.hs)):
        facts["line.hs"] = said(hs, LINE)
    facts["line.fingerprint"] = _fingerprint(line)
    facts["line.biometric_identification"] = _identification(line)
    return facts


def _fingerprint(line: Line) -> Fact:
    if line.node == "BIO-FINGER" or (line.description and _FINGERPRINT.search(line.description)):
        return computed(True, "the description")
    if line.description or line.node:
        return computed(False, "the description", "it does not speak of fingerprints")
    return unknown("the item is not described")


def _identification(line: Line) -> Fact:
    words = " ".join((*(line.functions or ()), line.description or ""))
    if _ONE.search(words) and not _MANY.search(words):
        return computed(False, "the functions stated")
    if _MANY.search(words) or (line.node and line.node.startswith("BIO-") and line.node not in {"BIO-VERIF", "BIO-DNA"}):
        return computed(True, "the functions stated")
    if line.node == "BIO-VERIF" or (line.node and not line.node.startswith("BIO-")):
        return computed(False, f"taxonomy node {line.node}")
    return unknown("whether it identifies or only verifies is not stated")


def _reach(line: Line, context: LineContext) -> dict[str, Fact]:
    exporters = context.in_role("exporter", "seller")
    exceeded = _de_minimis(line)
    facts = {"line.de_minimis_exceeded": exceeded}
    if line.origin == "US":
        facts["line.subject_to_ear"] = computed(True, "15 CFR 734.3(a)(2): US origin")
    elif any(who.country == "US" for who in exporters) and context.matter.transaction == "export":
        facts["line.subject_to_ear"] = computed(True, "15 CFR 734.3(a)(1): exported from the United States")
    elif exceeded.value is True:
        facts["line.subject_to_ear"] = computed(True, "15 CFR 734.3(a)(3) and 734.4: above de minimis")
    else:
        facts["line.subject_to_ear"] = unknown("foreign-made or of unknown origin: de minimis (734.4) and foreign direct product (734.9) are open")
    return facts


def _de_minimis(line: Line) -> Fact:
    content = line.us_content
    if content is None or content.klass is None:
        return unknown("the controlled US content is not stated")
    if content.klass in {"EAR99", "AT_only"}:
        return computed(False, "15 CFR part 734, Supp. 2", "EAR99 and AT-only content is not counted for China")
    try:
        return computed(percent_to_units(content.pct) > DE_MINIMIS, "15 CFR 734.4(d)")
    except ValueError as fault:
        return unknown(str(fault))


def producer_of(line: Line, context: LineContext) -> Who | None:
    """The producer of a line: the one it names, else the only one of the matter."""
    producers = context.in_role("producer")
    if line.producer is None:
        return producers[0] if len(producers) == 1 else None
    key = fold(line.producer)
    return next((who for who in producers if key in {fold(name) for name in who.names}), None) or look_up_name(
        line.producer, "producer", context.world
    )


def _maker(line: Line, context: LineContext) -> dict[str, Fact]:
    maker = producer_of(line, context)
    if maker is None:
        return {"line.rebadged": unknown("the producer is not named")}
    known = party_binding(maker, context.world).facts
    facts = {f"line.producer_{entry.fact.replace('.', '_')}": known[f"party.{entry.fact}"] for entry in LISTS}
    facts["line.producer_listed"] = known["party.listed"]
    facts["line.producer_surveillance_company"] = known["party.surveillance_company"]
    if maker.country:
        facts["line.producer_country"] = said(maker.country, LINE)
    covered = context.world.designations(maker.body, "us.fcc.covered") if maker.body else []
    if covered:
        limited = all("use-limited" in one.scope for one in covered)
        facts["line.producer_use_limited"] = Fact(limited, sources=tuple(Source(one.citation, "designation", one.url) for one in covered), note=covered[0].scope)
    facts["line.rebadged"] = _rebadged(line, maker, context)
    return facts


def _rebadged(line: Line, maker: Who, context: LineContext) -> Fact:
    own = {fold(name) for name in maker.names} | ({fold(name.text) for name in maker.body.names} if maker.body else set())
    brands = [fold(line.brand)] if line.brand else []
    owners = context.in_role("brand_owner")
    if any(owner.body_id and owner.body_id == maker.body_id for owner in owners):
        return computed(False, "the brand owner is the producer")
    brands += [fold(name) for owner in owners for name in owner.names]
    if not brands:
        return unknown("neither brand nor brand owner is stated")
    theirs = all(any(brand in name or name in brand for name in own) for brand in brands)
    return computed(not theirs, "brand and producer compared")


def _use(line: Line, context: LineContext) -> Fact:
    users = context.in_role("user", "end_user", "ultimate_consignee")
    if any(who.claims_government or who.kind.gov == "yes" for who in users):
        return computed(True, "the user is a government body")
    words = " ".join(filter(None, (line.use, line.place)))
    if found := _COVERED_USE.search(words):
        return computed(True, "the use stated", found.group(0))
    if found := _PRIVATE_USE.search(words):
        return computed(False, "the use stated", found.group(0))
    return unknown("the use is not stated, or does not say whether it falls under the entry")


def _upstream(line: Line, context: LineContext) -> Fact:
    if not line.upstream:
        return unknown("who made the inputs is not stated")
    entry = BY_ID["us.uflpa"]
    found = [party_binding(look_up_name(one.name, "producer", context.world), context.world).facts[f"party.{entry.fact}"] for one in line.upstream]
    hit = next((fact for fact in found if fact.value is True), None)
    if hit is not None:
        return hit
    value = any_true([fact.value for fact in found])  # type: ignore[misc]
    return unknown("an input's maker is not settled") if value is None else unknown("whether every input is named is not stated")


def _xinjiang(line: Line, context: LineContext) -> Fact:
    maker = producer_of(line, context)
    texts = [*(maker.addresses if maker else ()), *(one.name for one in line.upstream or ())]
    if "xinjiang" in find_places(texts):
        return computed(True, "the address of the producer or of an input's maker")
    return unknown("where the goods and their inputs were made is not stated")
