"""``countersight investors``: who invests in a listed issuer, as each page of law that asks for investors counts them."""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from countersight.errors import UsageError

if TYPE_CHECKING:
    from countersight.measures.world import World
    from countersight.model.body import Edge
    from countersight.ownership.graph import Slice
    from countersight.ownership.investors import Investors
    from countersight.rules.book import Rulebook
    from countersight.rules.ownership_head import InvestorTest
    from countersight.rules.page import Page


@dataclass(frozen=True)
class Found:
    """One page with its search, and what it found."""

    page: Page
    profile: str
    state: str
    """Whether the page speaks on the day."""
    test: InvestorTest
    floor: int | None
    """In units of 1e-8; None where the rulebook gives the parameter no value on the day: then every stake is only possible."""
    issuers: tuple[str, ...]
    unlisted: tuple[str, ...]
    """Issuers asked about that are on none of the page's lists on the day."""
    found: Investors
    undisclosed: dict[str, int]
    """By issuer: the share that no known holder accounts for."""


def investors(given: argparse.Namespace) -> int:
    """Who invests in an issuer; exit code 1 where anybody surely does."""
    from countersight.app import load_rulebooks, open_snapshot
    from countersight.cli.names import named
    from countersight.cli.output import settings, write
    from countersight.measures.world import World
    from countersight.ownership.graph import Graph

    snapshot = open_snapshot(settings(given.snapshot))
    wanted = tuple((snapshot.body(one) or named(snapshot, one)).id for one in given.id)
    world = World(snapshot, given.as_of or date.today())  # noqa: DTZ011 - the user's own day
    books = load_rulebooks(given.rulebook)
    pages = [(page, book) for book in books for page in book.pages if page.head.investors]
    known = sorted({page.id for page, _ in pages})
    for name in given.rule:
        if name not in known:
            raise UsageError(f"no page {name!r} that asks for investors", hint=f"there are: {', '.join(known) or 'none'}")
    seen = Graph(snapshot.edges(), known_at=given.known_at, named=world.named).at(world.on)
    found = [_search(page, book, wanted, seen, world) for page, book in pages if not given.rule or page.id in given.rule]
    if given.format == "json":
        write(json.dumps(_to_dict(found, world, given.known_at), indent=1, ensure_ascii=False), given.out)
    else:
        write("\n".join(_lines(found, world, given.known_at)), given.out)
    return int(any(one.found.direct or one.found.exposure for one in found))


def _search(page: Page, book: Rulebook, wanted: tuple[str, ...], seen: Slice, world: World) -> Found:
    from countersight.ownership.cascade import Rule
    from countersight.ownership.investors import InvestorRule
    from countersight.ownership.investors import investors as search
    from countersight.rules.window import phase

    test = page.head.investors
    if test is None:
        raise AssertionError(page.id)
    profile = page.head.profiles[0] if page.head.profiles else ""
    now = phase(page.head.windows, world.on, book.anchors)
    listed = world.listed(test.lists)
    issuers = wanted or tuple(sorted(listed))
    floor = _floor(test, book, profile, world.on)
    told = test.control
    control = Rule(told.klass, told.threshold, strict=told.strict, aggregate=False, control=frozenset(told.control)) if told else None
    rule = InvestorRule(test.klass, floor or 0, control, test.depth, test.weight)
    found = search(seen, frozenset(issuers), rule)
    return Found(
        page,
        profile,
        (now.doubt or now.window.status.replace("_", " ")) if now else "not in force on this day",
        test,
        floor,
        issuers,
        tuple(one for one in issuers if one not in listed),
        found if floor is not None else _all_possible(found),
        {issuer: _undisclosed(seen, issuer, test.klass) for issuer in issuers} if test.klass else {},
    )


def _floor(test: InvestorTest, book: Rulebook, profile: str, day: date) -> int | None:
    """The least share on the day; a parameter without a value is not known.

    Raises:
        UsageError: The page names a parameter that the rulebook does not have, or that is no share.
    """
    from countersight.rules.ownership_head import PARAM

    if isinstance(test.floor, int):
        return test.floor
    held = book.parameters.get(test.floor.removeprefix(PARAM))
    if held is None or held.type != "share":
        raise UsageError(f"{test.floor} is no share among the parameters of {book.id}", hint="floor: 10%, or param.NAME of a parameter of type share")
    value = held.on(day, profile, book.anchors).value
    return value if isinstance(value, int) else None


def _all_possible(found: Investors) -> Investors:
    from dataclasses import replace

    return replace(found, direct=(), possible=(*found.direct, *found.possible), controllers={}, possible_controllers={**found.controllers, **found.possible_controllers})


def _undisclosed(seen: Slice, issuer: str, klass: str) -> int:
    from countersight.model.units import WHOLE

    if seen.complete(issuer):
        return 0
    edges = [edge for side in seen.holders(issuer) for edge in side if edge.klass == klass and not edge.indirect]
    return max(WHOLE - sum(edge.lo for edge in edges), 0)


def _lines(found: list[Found], world: World, known_at: date | None) -> list[str]:
    from countersight.model.units import format_share
    from countersight.reports.owners import edge_words, name_of
    from countersight.rules.ownership_head import investors_in_words

    told = [f"investors as of {world.on}, {f'as known on {known_at}' if known_at else 'as known now'}; snapshot {world.snapshot.content_hash[:12]}"]
    for one in found:
        page = one.page
        told += ["", f"{page.id}{f' ({one.profile})' if one.profile else ''}  {page.title}", f"  {'; '.join(page.head.citations)}; {one.state}"]
        told.append(f"  search: {investors_in_words(one.test, one.floor)}")
        told.append(f"  issuers: {_some([name_of(world, issuer) for issuer in one.issuers])}")
        if one.unlisted:
            told.append(f"  on none of these lists on the day, and shown because you asked: {_some([name_of(world, issuer) for issuer in one.unlisted])}")
        for title, edges in (("surely, heaviest first:", one.found.direct), ("possibly, to verify:", one.found.possible)):
            told += [f"  {title}", *(f"    {edge_words(edge, world)}" for edge in edges)] if edges else []
        if one.found.controllers:
            told.append("  control such a holder:")
            told += [f"    {name_of(world, who)} controls {', '.join(name_of(world, held) for held in holders)}" for who, holders in one.found.controllers.items()]
        if one.found.possible_controllers:
            told.append("  may control a holder, to verify:")
            told += [f"    {name_of(world, who)}: {', '.join(name_of(world, held) for held in holders)}" for who, holders in one.found.possible_controllers.items()]
        if one.found.exposure:
            told.append("  funds, with the part of their net assets that lies in the issuers, at least:")
            told += [f"    {name_of(world, fund)}: {_percent(part)}" for fund, part in sorted(one.found.exposure.items(), key=lambda item: (-item[1], item[0]))]
        if not (one.found.direct or one.found.possible or one.found.exposure):
            told.append("  no investor is recorded: that is a gap in the evidence, not a finding that there is none")
        told += [f"  {format_share(share)} of {name_of(world, issuer)} may be anybody's: no known holder accounts for it" for issuer, share in one.undisclosed.items() if share and len(one.issuers) <= MOST]
    if not found:
        told.append("no page of these rulebooks asks for investors.")
    return told


MOST = 8
"""Issuers named one by one; beyond, their number is told, and JSON has them all."""


def _some(names: list[str]) -> str:
    shown = ", ".join(names[:MOST]) or "none is listed on the day"
    return f"{shown} and {len(names) - MOST} more" if len(names) > MOST else shown


def _percent(part: Any) -> str:  # noqa: ANN401 - an exact fraction
    """A fraction in percent, cut to four digits: it is a lower bound and must not be rounded up."""
    cut = part * 1_000_000 // 1
    return f"{cut // 10_000}.{cut % 10_000:04d}".rstrip("0").rstrip(".") + "%"


def _to_dict(found: list[Found], world: World, known_at: date | None) -> dict[str, Any]:
    def edges(some: tuple[Edge, ...]) -> list[dict[str, Any]]:
        return [edge.record() for edge in some]

    return {
        "schema": "countersight.investors/1", "as_of": world.on.isoformat(), "known_at": known_at.isoformat() if known_at else None,
        "snapshot": world.snapshot.content_hash, "unit": "shares are whole numbers in units of 1e-8; exposures are exact fractions",
        "searches": [
            {
                "page": one.page.id, "profile": one.profile, "citations": list(one.page.head.citations), "state": one.state, "lists": list(one.test.lists),
                "class": one.test.klass, "floor": one.floor, "depth": one.test.depth, "weight": one.test.weight,
                "issuers": list(one.issuers), "not_listed": list(one.unlisted), "direct": edges(one.found.direct), "possible": edges(one.found.possible),
                "controllers": {who: list(holders) for who, holders in one.found.controllers.items()},
                "possible_controllers": {who: list(holders) for who, holders in one.found.possible_controllers.items()},
                "exposure": {fund: str(part) for fund, part in one.found.exposure.items()}, "undisclosed": one.undisclosed,
            }
            for one in found
        ],
    }  # fmt: skip
