"""Facts about one line: what the item is, whether the EAR reaches it, who made it, and what it will be used for."""

from __future__ import annotations

from countersight.endusers.classify import find_places
from countersight.measures.brand import own_brand
from countersight.measures.context import LineContext
from countersight.measures.entry_facts import entry_facts
from countersight.measures.goods import goods_facts
from countersight.measures.item_facts import LINE, MAX_WORDS, item_facts
from countersight.measures.party_facts import country
from countersight.measures.stated import all_stated
from countersight.measures.uses import use_covered
from countersight.measures.who import US_AREAS, Who
from countersight.measures.wording import DOUBT
from countersight.measures.world import computed, said, unknown
from countersight.model.fact import Binding, Fact, Source
from countersight.model.lists import BY_ID, LISTS
from countersight.model.matter import Line
from countersight.model.units import parse_share
from countersight.products.market import misfit

__all__ = ["LineContext", "line_binding"]


def line_binding(line: Line, number: int, context: LineContext) -> Binding:
    """Everything established about one line."""
    facts = {
        **item_facts(line),
        **goods_facts(line),
        **_reach(line, context),
        **_maker(line, context),
        **entry_facts(line, context),
        "line.use_covered": _use(line, context),
        "line.configured_elsewhere": configured_elsewhere(line, context.matter.destination),
        "line.upstream_uflpa": _upstream(line, context),
        "line.upstream_xinjiang": _xinjiang(line, context),
        "line.upstream_covered": _covered_inside(line, context),
    }
    for path, value in (("origin", line.origin), ("assembled_in", line.assembled_in), ("fcc_authorized_on", line.fcc_authorized_on)):
        if value is not None:
            facts[f"line.{path}"] = said(value, LINE)
    told = next(iter(all_stated((line.description, line.model, line.node))), "not described")
    return Binding(f"line {number}: {told}", "line", facts=facts)


def configured_elsewhere(line: Line, destination: str | None) -> Fact:
    """Whether the words of the goods name the mains, a standard or the market of another country. A fact about the words, so that it can be denied."""
    words = " ".join(all_stated((line.description, line.model, *(line.functions or ()))))
    if not words:
        return unknown("the item is not described")
    if not destination:
        return unknown("no destination is named")
    if found := misfit(words[:MAX_WORDS], destination):
        return computed(True, "the description", f"it says {found!r}, which does not fit {destination}")
    return computed(False, "the description", "it names no mains, plug, band, standard or market of another country") if len(words) <= MAX_WORDS else unknown("the description is too long to read")


def _reach(line: Line, context: LineContext) -> dict[str, Fact]:
    """Whether the EAR reaches the item. That it does not is never said: a foreign direct product (734.9) stays open."""
    exceeded = _de_minimis(line, context)
    exporters = context.in_role("exporter")
    if line.origin in US_AREAS:
        reached = computed(True, "15 CFR 734.3(a)(2): US origin")
    elif any(who.country in US_AREAS for who in exporters) and context.matter.transaction == "export":
        reached = computed(True, "15 CFR 734.3(a)(1): exported from the United States")
    elif exceeded.value is True:
        reached = computed(True, "15 CFR 734.3(a)(3) and 734.4: above de minimis")
    else:
        reached = unknown("foreign-made or of unknown origin: de minimis (734.4) and foreign direct product (734.9) are open")
    return {"line.de_minimis_exceeded": exceeded, "line.subject_to_ear": reached}


def _de_minimis(line: Line, context: LineContext) -> Fact:
    """Whether controlled US content is above the share of 15 CFR 734.4 for the destination; of an unknown one, above either."""
    content = line.us_content
    if content is None:
        return unknown("the controlled US content is not stated")
    try:
        share = parse_share(content.pct)
    except ValueError:
        return unknown(f"the controlled US content is no share: {content.pct[:40]!r}")
    law, destination = context.world.parameter, context.matter.destination
    usual, strict, group_e, counts_more = law("de_minimis"), law("de_minimis_group_e"), law("group_e"), law("at_content_counts")
    if not (isinstance(usual, int) and isinstance(strict, int) and isinstance(group_e, tuple) and isinstance(counts_more, tuple)):
        return unknown("the de minimis shares of 15 CFR 734.4 are in no rulebook that is read")
    low, high = (strict, usual) if destination is None else (strict, strict) if destination in group_e else (usual, usual)
    if share.hi <= low:
        return computed(False, "15 CFR 734.4(c), (d)")
    if content.klass in {"EAR99", "AT_only"}:
        if destination is None or destination in counts_more:
            return unknown("whether EAR99 and AT-only content counts depends on the destination (15 CFR part 734, Supp. 2)")
        return computed(False, "15 CFR part 734, Supp. 2", "EAR99 and AT-only content is not counted for this destination")
    if content.klass == "controlled" and share.lo > high:
        return computed(True, "15 CFR 734.4(c), (d)")
    return unknown("the share or the class of the US content, or the destination, is not known closely enough")


def _maker(line: Line, context: LineContext) -> dict[str, Fact]:
    maker = context.producer_of(line)
    if maker is None:
        return {"line.rebadged": unknown("the producer is not named")}
    known = context.facts_of(maker)
    facts = {f"line.producer_{entry.fact.replace('.', '_')}": known[f"party.{entry.fact}"] for entry in LISTS}
    facts["line.producer_listed"] = known["party.listed"]
    facts["line.producer_surveillance_company"] = known["party.surveillance_company"]
    if maker.country:
        facts["line.producer_country"] = country(maker)
    covered = [one for body in maker.bodies for one in context.world.designations(body, "us.fcc.covered")]
    if covered:
        limited = all("use-limited" in one.scope for one in covered)
        facts["line.producer_use_limited"] = Fact(limited, sources=tuple(Source(one.citation, "designation", one.url) for one in covered), note=covered[0].scope)
    facts["line.rebadged"] = _rebadged(line, maker, context)
    return facts


def _rebadged(line: Line, maker: Who, context: LineContext) -> Fact:
    """Whether the brand is not the producer's own: by who owns it, and by its words where that is not known."""
    names = (*maker.names, *(name.text for body in maker.bodies for name in body.names))
    owners = [owner for owner in context.in_role("brand_owner") if owner.named]
    own = [_is_maker(owner, maker, names) for owner in owners]
    if own and None not in own:
        return computed(False in own, "brand owner and producer compared")
    brand = all_stated((line.brand,))
    own += [own_brand(word, names) for word in brand]
    if not own:
        return unknown("neither brand nor brand owner is stated")
    value = True if False in own else None if None in own else False
    return computed(value, "brand and producer compared")


def _is_maker(owner: Who, maker: Who, names: tuple[str, ...]) -> bool | None:
    """Whether a brand owner is the producer: the same party or body, else by the words of any of its names."""
    if owner is maker or (owner.body_id and owner.body_id == maker.body_id):
        return True
    found = [own_brand(name, names) for name in owner.names]
    return True if True in found else None if None in found else False


def _use(line: Line, context: LineContext) -> Fact:
    users = context.in_role("user", "end_user", "ultimate_consignee")
    if any(context.facts_of(who)["party.government"].value is True for who in users):
        return computed(True, "the user is a government body")
    return use_covered(line.use, line.place)


def _upstream(line: Line, context: LineContext) -> Fact:
    """Whether an input's maker is on the UFLPA Entity List. That none is, is never said: who else supplies is not known."""
    makers = [context.meant(name) for name in all_stated(one.name for one in line.upstream or ())]
    if not makers:
        return unknown("who made the inputs is not stated")
    found = [context.facts_of(who)[f"party.{BY_ID['us.uflpa'].fact}"] for who in makers]
    hit = next((fact for fact in found if fact.value is True), None)
    if hit is not None:
        return hit
    open_ones = [fact.note for fact in found if fact.value is None]
    return unknown(f"an input's maker is not settled: {open_ones[0]}" if open_ones else "whether every input is named is not stated")


def _covered_inside(line: Line, context: LineContext) -> Fact:
    """Whether a maker of something inside is on the Covered List. That none is, is never said: papers seldom name them all."""
    makers = [context.meant(name) for name in all_stated(one.name for one in line.upstream or ())]
    found = [context.facts_of(who)[f"party.{BY_ID['us.fcc.covered'].fact}"] for who in makers]
    hit = next((fact for fact in found if fact.value is True), None)
    return hit or unknown("no maker of a module or part that is named is on the list" if makers else "who made the parts is not stated")


def _xinjiang(line: Line, context: LineContext) -> Fact:
    """Whether the goods or an input come from Xinjiang, by where their makers sit and what the inputs are called."""
    maker = context.producer_of(line)
    makers = [*((maker,) if maker else ()), *(context.meant(name) for name in all_stated(one.name for one in line.upstream or ()))]
    texts = [text for who in makers for text in (*who.addresses, *who.names)]
    texts += [text for text in all_stated((line.description, *(one.input for one in line.upstream or ()))) if not DOUBT.search(text)]
    if "xinjiang" in find_places(texts):
        return computed(True, "the address, the name or the words of the goods, of an input or of its maker")
    return unknown("where the goods and their inputs were made is not stated")
