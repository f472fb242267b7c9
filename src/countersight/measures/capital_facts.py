"""Facts about a position: who holds, what is done, what the security is, which listed companies it reaches through a fund."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from countersight.measures import told
from countersight.measures.ai_systems import ai_end_use
from countersight.measures.listing_windows import CMIC, window_facts, windows_of
from countersight.measures.party_facts import on_list, us_person
from countersight.measures.who import Who
from countersight.measures.world import World, any_true, computed, said, unknown
from countersight.model.body import Body
from countersight.model.fact import Fact, Source, Value
from countersight.model.lists import BY_ID
from countersight.model.matter import Matter

POSITION: Final = "the position"
INSTRUMENTS: Final = ("listed_equity", "adr", "bond", "fund_unit", "derivative", "direct_equity", "lp_interest")
PRIVATE: Final = frozenset({"direct_equity", "lp_interest"})
ACTIONS: Final = ("buy", "sell", "hold", "reinvest")
DETOURS: Final = frozenset({"adr", "fund_unit", "derivative"})
"""Instruments by which a holding reaches an issuer without its shares."""
UNREAD: Final = frozenset({"quantity", "amount", "weight_pct", "title", "put_call"})
"""What a position says that no fact reads: how much is held, and how the filing titles it."""
_HOLDERS: Final = frozenset({"holder", "investor"})
_ISSUERS: Final = frozenset({"issuer", "target"})


def capital_facts(matter: Matter, parties: Sequence[Who], world: World) -> dict[str, Fact]:
    """The facts of a matter of the kind holdings; of any other only that it is no contract.

    Raises:
        InputError: The position cannot be read.
    """
    if matter.kind not in {"holdings", "issuer"}:
        return {}
    facts = {"tx.dod_contract": computed(False, "a holding or a listing is no contract of the Department of Defense")}
    if matter.kind == "issuer":
        return facts
    position = matter.position or {}
    instrument = told.word(position, "instrument", INSTRUMENTS)
    action = told.word(position, "action", ACTIONS)
    traded = told.day(position, "trade_date")
    reached = _reached(position, instrument, parties, world)
    facts |= {
        "position.trade_date": said(traded, POSITION) if traded else _day_of(world.on),
        "position.us_person": _us_person(parties),
        "position.lp_excepted": _lp_excepted(position, instrument, world),
        "position.ai_end_use": ai_end_use(matter.text or ()),
        **reached,
    }
    if instrument:
        facts |= {"position.instrument": said(instrument, POSITION), "position.public": computed(instrument not in PRIVATE, f"the instrument: {instrument}")}
    if action:
        facts["position.action"] = said(action, POSITION)
    bought = told.day(position, "acquired_on")
    if bought:
        facts["position.acquired_on"] = said(bought, POSITION)
    return facts | _flags(position, parties, facts, world)


def _day_of(day: date) -> Fact:
    """The day of the matter, where the position names none."""
    return Fact(day, sources=(Source("the day of the matter", "computed"),))


def _us_person(parties: Sequence[Who]) -> Fact:
    """Whether a US person holds or invests; the issuer's own country is not asked."""
    holders = [who for who in parties if who.roles & _HOLDERS]
    if not holders:
        return unknown("who holds or invests is not stated")
    facts = [us_person(who) for who in holders]
    value = any_true([None if one.value is None else one.value is True for one in facts])
    if value is None:
        return unknown("whether the holder is a US person is not stated")
    return Fact(value, sources=tuple(source for one in facts if one.value is value for source in one.sources))


def _lp_excepted(position: Mapping[str, Any], instrument: str | None, world: World) -> Fact:
    """Whether an interest in a pooled fund is excepted by its size or by an assurance, and by rights no more than usual."""
    if instrument != "lp_interest":
        return computed(False, "no interest in a pooled fund") if instrument else unknown("the instrument is not stated")
    if told.flag(position, "pooled_fund") is False or told.flag(position, "beyond_minority_rights") is True:
        return said(False, POSITION)
    pooled, assured = told.flag(position, "pooled_fund"), told.flag(position, "contractual_assurance")
    committed = told.money(position, "committed_capital")
    limit = world.parameter("lp_limit")
    small = committed <= limit if committed is not None and isinstance(limit, int) else None
    fits = any_true([small, assured])
    if pooled is None or fits is None:
        return unknown("committed capital across the fund's vehicles, an assurance, or whether the fund is pooled is not stated")
    return said(fits, POSITION, "beyond standard minority protections the exception is lost: none are stated" if fits else "")


def _reached(position: Mapping[str, Any], instrument: str | None, parties: Sequence[Who], world: World) -> dict[str, Fact]:
    """Whether a fund reaches a company on the list of EO 14032, and the windows of the first that it reaches."""
    names = ("position.fund_exposure", "position.reached_barred_from", "position.reached_divest_before")
    nothing = unknown("windows run from a listing")
    named_target = any(who.roles & {"target"} and who.named for who in parties)
    if instrument is None:
        return dict(zip(names, (unknown("the instrument is not stated"), nothing, nothing), strict=True))
    if not (instrument == "fund_unit" or (instrument == "lp_interest" and not named_target)):
        return dict(zip(names, (computed(False, "no share in a fund"), nothing, nothing), strict=True))
    funds = [who for who in parties if who.roles & _ISSUERS]
    found = [(body, entry) for who in funds for body in _below(who, world) for entry in world.designations(body, CMIC)]
    stated = told.share(position, "exposure_pct")
    if found:
        barred, divest = windows_of([entry for _, entry in found], world)
        listed = ", ".join(dict.fromkeys(body.caption for body, _ in found))
        sources = tuple(Source(entry.citation, "designation", entry.url, entry.verified_on) for _, entry in found)
        return dict(zip(names, (Fact(True, sources=sources, note=f"through the fund: {listed}"), barred, divest), strict=True))
    if stated is not None and stated.hi == 0:
        return dict(zip(names, (said(False, POSITION, "no exposure, as stated"), nothing, nothing), strict=True))
    note = "exposure is stated, but not to whom" if stated is not None and stated.lo else "what the fund holds is not held here"
    return dict(zip(names, (unknown(note), nothing, nothing), strict=True))


def _below(who: Who, world: World) -> list[Body]:
    """The bodies in which a fund holds something, through further funds too, as far as stakes are held for the day."""
    seen = world.graph.at(world.on)
    todo, found = [body.id for body in who.bodies], dict[str, Body]()
    while todo:
        certain, _ = seen.holdings(todo.pop())
        for edge in certain:
            body = world.snapshot.body(edge.asset)
            if body is not None and body.id not in found and edge.hi:
                found[body.id] = body
                if "fund" in body.schema.casefold() or "fund" in body.caption.casefold():
                    todo.append(body.id)
    return list(found.values())


def _flags(position: Mapping[str, Any], parties: Sequence[Who], facts: Mapping[str, Fact], world: World) -> dict[str, Fact]:
    """RF-60 and RF-61: a holding that reaches a listed company by a detour; a trade after the end of the window."""
    values = {path: fact.value for path, fact in facts.items()}
    issuers = [who for who in parties if who.roles & _ISSUERS]
    on = [on_list(who, BY_ID[CMIC], world).value for who in issuers]
    listed = any_true([None if value is None else value is True for value in on] or [None])
    reached = values["position.fund_exposure"]
    reaches = any_true([listed, None if reached is None else reached is True])
    instrument = values.get("position.instrument")
    detour = None if instrument is None else instrument in DETOURS
    ends = [window_facts(who, world)["party.cmic_divest_before"].value for who in issuers]
    ends += [values["position.reached_divest_before"]]
    days = [values["position.trade_date"], told.day(position, "settlement_date")]
    over = any(day >= end for day in days for end in ends if isinstance(day, date) and isinstance(end, date))
    action = values.get("position.action")
    traded = None if action is None else action != "hold"
    late = all_true([traded, _true(values["position.us_person"]), _true(values.get("position.public")), reaches, over])
    sixty = all_true([detour, reaches])
    return {
        "flag.rf_60": computed(sixty, "the instrument and what it reaches") if sixty is not None else unknown("what the holding reaches is not known"),
        "flag.rf_61": computed(late, "the windows of the listing") if late is not None else unknown("whether a window has ended is not known"),
    }


def _true(value: Value | None) -> bool | None:
    return None if value is None else value is True


def all_true(values: list[bool | None]) -> bool | None:
    """Kleene's conjunction."""
    return False if False in values else None if None in values else True
