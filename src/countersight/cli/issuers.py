"""``countersight issuers``: listed surveillance companies, and how many listed issuers the literal words of the fifth measure would hit."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from countersight.errors import UsageError

if TYPE_CHECKING:
    from countersight.intake.listings import Listing, Listings
    from countersight.measures.listed_issuers import Found, Listed, Reach
    from countersight.measures.world import World

FAILED = 2
PAGE = "dshra.s501.investor"
MOST = 15


@dataclass(frozen=True)
class Spill:
    """One reading of the investors limb, with those of its investors that are listed in the United States."""

    reach: Reach
    listed: dict[str, str]
    """By investor: its listing, found by a code."""
    by_name: dict[str, str]
    """The same, found by name alone: not counted."""


def issuers(given: argparse.Namespace) -> int:
    """Read the files whole, and say who is listed; 1 where a surveillance company is, by a code."""
    from countersight.app import load_rulebooks, open_snapshot
    from countersight.cli.output import settings, tell, write
    from countersight.intake.listings import read_listings
    from countersight.measures.listed_issuers import BY_CODE, Listed, surveillance_bodies, surveillance_issuers
    from countersight.measures.world import World

    if given.held and not given.spill_over:
        raise UsageError("--held goes with --spill-over", hint="--spill-over --held fund.xml")
    files = [read_listings(name) for name in given.files]
    for one in files:
        for note in (*one.notes, *map(str, one.faults[:5])):
            tell(note)
    snapshot = open_snapshot(settings(given.snapshot))
    listed = Listed([row for one in files for row in one.rows])
    bodies = surveillance_bodies(snapshot)
    found = surveillance_issuers(listed, bodies, snapshot)
    spills: list[Spill] = []
    if given.spill_over:
        books = load_rulebooks(given.rulebook)
        world = World(snapshot, given.as_of or date.today(), law=tuple(book for book in books if not book.proposed))  # noqa: DTZ011 - the user's own day
        holders = _holders(given.held, world, {body.id for body in bodies})
        spills = [_spill(name, floor, world, listed, holders) for name, floor in _readings(books, world)]
    told = _to_dict(files, listed, found, spills, len(bodies))
    write(json.dumps(told, indent=1, ensure_ascii=False) if given.format == "json" else "\n".join(_lines(told)), given.out)
    failed = FAILED if any(one.faults for one in files) else 0
    return max(failed, int(any(one.how == BY_CODE and one.listing.us for one in found)))


def _readings(books: Sequence[Any], world: World) -> Iterator[tuple[str, int | None]]:
    """Each profile's reading, with the least share that its page names."""
    from countersight.cli.investors import _floor

    for book in books:
        for page in book.pages:
            if page.id == PAGE and page.head.investors is not None:
                profile = page.head.profiles[0] if page.head.profiles else ""
                yield f"{book.id}/{profile}", _floor(page.head.investors, book, profile, world.on)


def _holders(files: Sequence[str], world: World, wanted: set[str]) -> dict[str, tuple[str, str, str]]:
    """Holders of positions in surveillance companies: by name, what they hold, and the holder's CIK and LEI."""
    from countersight.intake.read import read_matters
    from countersight.measures.who import look_up

    found: dict[str, tuple[str, str, str]] = {}
    for name in files:
        for matter in read_matters(name, "holdings").matters:
            for who in look_up(matter.parties, world):
                hit = next((body for body in who.bodies if "issuer" in who.roles and body.id in wanted), None)
                holder = next((one for one in matter.parties if one.role in {"holder", "investor"}), None)
                if hit is not None and holder is not None:
                    ids = holder.identifiers
                    found.setdefault(holder.name, (f"holds {hit.caption}, by its own filing", ids.cik or "" if ids else "", ids.lei or "" if ids else ""))
    return found


def _spill(reading: str, floor: int | None, world: World, listed: Listed, holders: dict[str, tuple[str, str, str]]) -> Spill:
    from countersight.measures.listed_issuers import BY_CODE, reach, surveillance_bodies

    reached = reach(reading, floor, world, surveillance_bodies(world.snapshot), {name: why for name, (why, _, _) in holders.items()})
    sure: dict[str, str] = {}
    maybe: dict[str, str] = {}
    for one in reached.surely:
        body = world.snapshot.body(one)
        if body is not None:
            for hit in listed.of(body):
                if hit.listing.us:
                    (sure if hit.how == BY_CODE else maybe).setdefault(body.caption, _at(hit.listing))
        elif one in holders:
            cik = holders[one][1].lstrip("0")
            for row in listed.by_cik.get(cik, ()):
                if row.us:
                    sure.setdefault(one, _at(row))
    return Spill(reached, sure, {name: at for name, at in maybe.items() if name not in sure})


def _at(one: Listing) -> str:
    return f"{one.ticker} on {one.exchange or 'an exchange that is not named'}"


def _to_dict(files: Sequence[Listings], listed: Listed, found: Sequence[Found], spills: Sequence[Spill], bodies: int) -> dict[str, Any]:
    rows = listed.rows
    return {
        "schema": "countersight.issuers/1",
        "files": [{"file": one.file, "rows": len(one.rows), "not_read": len(one.faults), "test_securities": one.tests, "without_name": one.nameless, "edition": one.edition} for one in files],
        "listings": len(rows),
        "issuers": listed.issuers(),
        "by_market": dict(sorted(Counter(one.exchange or "not named" for one in rows).items())),
        "receipts": sum(one.receipt for one in rows),
        "surveillance_companies_held": bodies,
        "surveillance_issuers": [
            {
                "company": one.body.caption, "body": one.body.id, "how": one.how, "why": one.why, "ticker": one.listing.ticker, "exchange": one.listing.exchange, "us": one.listing.us,
                "cik": one.listing.cik, "name": one.listing.name, "receipt": one.listing.receipt, "where": str(one.listing.where),
            }
            for one in found
        ],
        "spill_over": [
            {
                "reading": one.reach.reading, "floor": one.reach.floor, "surely": one.reach.surely, "possibly": one.reach.possibly,
                "us_listed": one.listed, "us_listed_by_name_alone": one.by_name,
            }
            for one in spills
        ],
    }  # fmt: skip


def _lines(told: dict[str, Any]) -> Iterator[str]:
    from countersight.measures.listed_issuers import BY_CODE
    from countersight.reports.shown import shown, wrapped
    from countersight.reports.why import WIDTH

    for one in told["files"]:
        extra = "".join(f", {one[key]:,} {words}" for key, words in (("test_securities", "test securities left out"), ("without_name", "without a name"), ("not_read", "not read")) if one[key])
        yield f"{shown(one['file'])}: {one['rows']:,} listings{extra}{', of ' + one['edition'] if one['edition'] else ''}"
    markets = ", ".join(f"{name} {count:,}" for name, count in told["by_market"].items())
    yield from wrapped(f"{told['listings']:,} listings of {told['issuers']:,} issuers, {told['receipts']:,} of them depositary receipts: {markets}", "", "  ", WIDTH)
    found = told["surveillance_issuers"]
    coded = [one for one in found if one["how"] == BY_CODE]
    yield from ("", f"Listed surveillance companies, by a code: {len(coded)}, of them on exchanges of the United States: {sum(one['us'] for one in coded)}")
    yield from (line for one in coded for line in _hit(one))
    named = [one for one in found if one["how"] != BY_CODE]
    if named:
        yield from ("", f"By name alone, in no count, for a person to look at: {len(named)}")
        yield from (line for one in named for line in _hit(one))
    for one in told["spill_over"]:
        yield from _spilled(one)
    if told["spill_over"]:
        yield from _difference(told["spill_over"])
    yield ""
    yield from wrapped(f"Of {told['surveillance_companies_held']} surveillance companies that the evidence holds. Whoever is not found may be one all the same, and stakes that nobody recorded are not there: every count is a lower bound.", "", "", WIDTH)


def _hit(one: dict[str, Any]) -> list[str]:
    from countersight.reports.shown import shown, wrapped
    from countersight.reports.why import WIDTH

    return wrapped(f"{one['company']}: {shown(one['ticker'])} on {one['exchange'] or 'a market that is not named'}{', a receipt' if one['receipt'] else ''} ({shown(one['name'])}): {one['why']}", "  ", "    ", WIDTH)


def _spilled(one: dict[str, Any]) -> Iterator[str]:
    from countersight.model.units import format_share
    from countersight.reports.shown import shown, wrapped
    from countersight.reports.why import WIDTH

    least = "a least share that no rulebook gives" if one["floor"] is None else f"{format_share(one['floor'])} or more" if one["floor"] else "any share"
    yield from ("", f"Investors that {one['reading']} reaches ({least}): surely {len(one['surely'])}, possibly {len(one['possibly'])}; listed in the United States, by a code: {len(one['us_listed'])}")
    for name, why in list(one["surely"].items())[:MOST]:
        yield from wrapped(f"{shown(name)}: {shown(why)}", "  ", "    ", WIDTH)
    if len(one["surely"]) > MOST:
        yield f"  and {len(one['surely']) - MOST} more: --format json has them all"
    for name, at in one["us_listed"].items():
        yield f"  listed: {shown(name)}, {at}"
    for name, at in one["us_listed_by_name_alone"].items():
        yield f"  perhaps listed, by name alone, in no count: {shown(name)}, {at}"


def _difference(spills: Sequence[dict[str, Any]]) -> Iterator[str]:
    """What the widest reading hits beyond the narrowest."""
    wide, narrow = (choose(spills, key=lambda one: len(one["surely"])) for choose in (max, min))
    if wide is narrow:
        return
    beyond = [name for name in wide["us_listed"] if name not in narrow["us_listed"]]
    more = len([one for one in wide["surely"] if one not in narrow["surely"]])
    yield ""
    yield f"Spill-over: {wide['reading']} surely reaches {more} investors that {narrow['reading']} does not, {len(beyond)} of them listed in the United States."
