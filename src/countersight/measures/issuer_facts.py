"""Facts about an issuer of listed securities: Form 25, years without inspection, who holds its shares, what it holds of others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from countersight.errors import InputError
from countersight.intake.listings import EXCHANGES, US_EXCHANGES
from countersight.measures import told
from countersight.measures.given import is_given
from countersight.measures.party_facts import surveillance_company
from countersight.measures.stated import stated
from countersight.measures.timetables import longest_run
from countersight.measures.who import Who
from countersight.measures.world import World, any_true, computed, said, unknown
from countersight.model.body import Body
from countersight.model.fact import Binding, Fact, Source
from countersight.model.matter import Matter
from countersight.model.units import WHOLE, format_share

FILE: Final = "the issuer's file"
HOLDER_KINDS: Final = ("operating", "fund", "passive_fund")
CODES: Final = frozenset({"cik", "isin", "lei", "ticker", "cusip", "figi", "uscc"})
"""What tells one issuer from another of the same name."""
YEARS: Final = "issuers identified under 15 USC 7214(i)"
MAX_HOLDERS: Final = 100_000


@dataclass(frozen=True, slots=True)
class Identified:
    """A fiscal year for which an issuer was identified, and the day on which that became conclusive."""

    fiscal_year: int
    conclusive_on: date | None


def issuer_facts(matter: Matter, parties: Sequence[Who], world: World) -> dict[str, Fact]:
    """The facts of a matter of the kind issuer; nothing of any other.

    Raises:
        InputError: The issuer's file cannot be read.
    """
    if matter.kind != "issuer":
        return {}
    file = matter.issuer or {}
    filed = told.day(file, "form25_filed")
    issuers = [who for who in parties if "issuer" in who.roles]
    told_of = (party.identifiers for party in matter.parties if party.role == "issuer" and party.identifiers)
    coded = any(stated(str(getattr(one, kind, None) or "")) for one in told_of for kind in CODES)
    facts = {
        "issuer.form25_filed": said(True, FILE) if filed else computed(False, FILE, "no filing of Form 25 is stated: there is nothing to count from"),
        "issuer.surveillance": _surveillance(issuers),
        "issuer.recognised": _recognised(issuers, world, coded=coded),
        **_orders(file, world.on),
        **_years(file, world),
        **_stake(issuers, world, coded=coded),
    }
    exchange = stated(str(file.get("exchange") or ""))
    market = EXCHANGES.get(exchange.casefold())
    facts["issuer.listed_elsewhere"] = computed(market is not None and market not in US_EXCHANGES, FILE, "" if exchange else "no exchange is stated")
    if exchange and market is None:
        facts["issuer.listed_elsewhere"] = unknown(f"{exchange} is no exchange that is known here")
    if exchange:
        facts["issuer.exchange"] = said(exchange, FILE)
    return facts


def _orders(file: Mapping[str, Any], on: date) -> dict[str, Fact]:
    """Orders of the Commission, as the file states them: an order that it does not state is not looked for elsewhere."""
    days = {key: told.day(file, key) for key in ("trading_suspended_from", "trading_suspended_to", "registration_revoked_on")}
    start, end, revoked = days["trading_suspended_from"], days["trading_suspended_to"], days["registration_revoked_on"]
    return {
        "issuer.trading_suspended": computed(start is not None and start <= on and (end is None or on < end), FILE, "" if start else "no order is stated"),
        "issuer.registration_revoked": computed(revoked is not None and revoked <= on, FILE, "" if revoked else "no order is stated"),
    }


def holder_bindings(matter: Matter) -> list[Binding]:
    """One binding for each holder that the issuer's file names.

    Raises:
        InputError: A holder cannot be read.
    """
    if matter.kind != "issuer":
        return []
    rows = (matter.issuer or {}).get("holders") or []
    if not isinstance(rows, list) or not all(isinstance(one, dict) for one in rows) or len(rows) > MAX_HOLDERS:
        raise InputError("holders are a list of {name, kind, is_us_person, pct}", hint=f"at most {MAX_HOLDERS:,}")
    return [_holder(number, one) for number, one in enumerate(rows, 1)]


def _holder(number: int, row: Mapping[str, Any]) -> Binding:
    name = stated(str(row.get("name") or ""))
    facts = {"holder.name": said(name, FILE) if name else unknown("the holder is not named")}
    held = told.share(row, "pct")
    if held is not None:
        facts |= _share_facts("holder.pct", held.lo, held.hi, Source(FILE))
    kind, us = told.word(row, "kind", HOLDER_KINDS), told.flag(row, "is_us_person")
    if kind:
        facts |= {"holder.kind": said(kind, FILE), "holder.passive": computed(kind == "passive_fund", FILE)}
    if us is not None:
        facts["holder.us_person"] = said(us, FILE)
    return Binding(f"holder {number}: {name}" if name else f"holder {number}", "holder", frozenset(), facts)


def _share_facts(path: str, lo: int, hi: int, *sources: Source) -> dict[str, Fact]:
    """A share with its bounds; what lies between them is unknown."""
    note = "" if lo == hi else f"between {format_share(lo)} and {format_share(hi)}"
    return {
        path: Fact(lo if lo == hi else None, sources=sources, note=note),
        f"{path}_lower": Fact(lo, sources=sources),
        f"{path}_upper": Fact(hi, sources=sources),
    }


def _surveillance(issuers: Sequence[Who]) -> Fact:
    facts = [surveillance_company(who) for who in issuers]
    value = any_true([None if one.value is None else one.value is True for one in facts]) if facts else None
    if value is None:
        return unknown("whether the issuer is a surveillance company is not in the atlas" if facts else "no issuer is named")
    return Fact(value, sources=tuple(source for one in facts if one.value is value for source in one.sources))


def _recognised(issuers: Sequence[Who], world: World, *, coded: bool) -> Fact:
    """Whether the issuer is the body that its name finds by more than the name: true, or unknown."""
    if not any(who.bodies for who in issuers):
        return unknown("the issuer is not in the atlas" if issuers else "no issuer is named")
    why = next((why for who in issuers for body in who.bodies if (why := recognised(who, body, world, coded=coded))), "")
    if why:
        return computed(True, FILE, why)
    return unknown("only the name agrees with that of a body of the atlas: which security is it?")


def recognised(who: Who, body: Body, world: World, *, coded: bool) -> str:
    """Why a party is a body by more than its name, in words; empty where only the name agrees.

    Args:
        who: The party.
        body: A body that its name or a code finds.
        world: What is known.
        coded: Whether a code of its security is stated. One that is not the body's leaves the question open, whatever the country.
    """
    if is_given(body.id):
        return "as the matter says"
    if any(one.body_id == body.id and one.decided == "same" and not gone for one, gone in who.decided):
        return "as a reviewer decided"
    for kind, value in who.question.identifiers:
        if kind in CODES and body.id in world.snapshot.by_identifier(kind, value):
            return f"the same {kind.upper()}"
    if not coded and who.country_stated and who.country in body.countries:
        return "the same name and country; no code is stated"
    return ""


def identified(file: Mapping[str, Any], on: date) -> list[Identified] | None:
    """The years for which the issuer was conclusively identified by a day; None where the file says nothing of them.

    Raises:
        InputError: A row cannot be read.
    """
    rows = file.get("hfcaa_years")
    if rows is None:
        return None
    if not isinstance(rows, list) or not all(isinstance(one, dict) and type(one.get("fiscal_year")) is int for one in rows):
        raise InputError("hfcaa_years is a list of {fiscal_year, conclusive_on}", hint="fiscal_year as a whole number, conclusive_on as a day")
    found = [Identified(one["fiscal_year"], told.day(one, "conclusive_on")) for one in rows]
    return [one for one in found if one.conclusive_on is None or one.conclusive_on <= on]


def _years(file: Mapping[str, Any], world: World) -> dict[str, Fact]:
    """How many years follow one another. Without a row the answer is none only where the Commission's table is held whole."""
    rows = identified(file, world.on)
    lifted = told.day(file, "hfcaa_prohibition_lifted")
    if rows is None:
        if world.lists_complete:
            return {"issuer.uninspected_years": computed(0, YEARS, "looked for, not found"), "issuer.relapse": computed(False, YEARS)}
        note = unknown("the Commission's table of identified issuers is not held: was the issuer identified, for which years?")
        return {"issuer.uninspected_years": note, "issuer.relapse": note}
    if any(one.conclusive_on is None for one in rows):
        note = unknown("the day on which an identification became conclusive is not stated")
        return {"issuer.uninspected_years": note, "issuer.relapse": note}
    since = [one for one in rows if lifted is None or (one.conclusive_on is not None and one.conclusive_on >= lifted)]
    again = lifted is not None and lifted <= world.on and bool(since)
    counted = [one.fiscal_year for one in (since if lifted else rows)]
    return {"issuer.uninspected_years": computed(longest_run(counted), FILE), "issuer.relapse": computed(again, FILE)}


def _stake(issuers: Sequence[Who], world: World, *, coded: bool) -> dict[str, Fact]:
    """The largest share that the issuer is known to hold of a surveillance company, and the largest it may hold."""
    lo = hi = 0
    known = bool(issuers) and world.lists_complete
    cites: list[Source] = []
    for who in issuers:
        for body in who.bodies:
            sure = bool(recognised(who, body, world, coded=coded))
            known = known and sure
            certain, possible = world.graph.at(world.on).holdings(body.id)
            for edge in (*certain, *possible):
                asset = world.snapshot.body(edge.asset)
                if asset is None or asset.surveillance_company == "no":
                    continue
                if sure and asset.surveillance_company == "yes":
                    lo = max(lo, edge.lo)
                    cites.append(Source(edge.citation or edge.id, "register"))
                hi = max(hi, edge.hi)
    if not known:
        hi = WHOLE
    return _share_facts("issuer.stake", lo, hi, *cites)
