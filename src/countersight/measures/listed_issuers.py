"""Which listed issuers are surveillance companies, by a code and never by a name alone; and which invest in such companies.

A CIK, an ISIN or an LEI identifies. A ticker is used again by others after a while, so it identifies only together with its
exchange and a name that agrees. A name alone makes a candidate that a person has to look at, and is in no count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from countersight.intake.listings import Listing
from countersight.match.matcher import resolve
from countersight.measures.world import World
from countersight.model.body import Body
from countersight.model.units import format_share
from countersight.names.normalise import core, fold
from countersight.ownership.investors import InvestorRule, investors
from countersight.store.snapshot import Snapshot

BY_CODE, BY_NAME = "by a code", "by name alone"
_COMMON: Final = 25
"""A word that stands in more listed names than this tells nobody apart."""
_SUFFIX: Final = {"XHKG": ("HK",), "XSHG": ("SS", "CN"), "XSHE": ("SZ", "CN")}


@dataclass(frozen=True, slots=True)
class Found:
    """A listing, and the body that it is, or may be."""

    listing: Listing
    body: Body
    how: str
    why: str


@dataclass(slots=True)
class Listed:
    """The listings of all files, ready to be asked."""

    rows: list[Listing]
    by_cik: dict[str, list[Listing]] = field(default_factory=dict)
    by_isin: dict[str, list[Listing]] = field(default_factory=dict)
    by_core: dict[str, list[Listing]] = field(default_factory=dict)
    by_ticker: dict[tuple[str, str], list[Listing]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index the rows."""
        for one in self.rows:
            if one.cik:
                self.by_cik.setdefault(one.cik, []).append(one)
            if one.isin:
                self.by_isin.setdefault(one.isin.upper(), []).append(one)
            if one.name:
                self.by_core.setdefault(core(one.issuer), []).append(one)
            self.by_ticker.setdefault((one.exchange, one.ticker.upper()), []).append(one)

    def issuers(self) -> int:
        """How many issuers there are: by CIK where a file gives one, else by name; a row without CIK whose ticker has one is no other."""
        tickers = {(one.exchange, one.ticker.upper()) for one in self.rows if one.cik}
        names = {core(one.issuer) for one in self.rows if one.name and not one.cik and (one.exchange, one.ticker.upper()) not in tickers}
        known = {core(one.issuer) for one in self.rows if one.cik}
        return len(self.by_cik) + len(names - known)

    def of(self, body: Body) -> list[Found]:
        """The listings of a body: by codes first; by the very name only where no code speaks."""
        told = {kind: [value.strip() for value in text.split(";")] for kind, text in body.identifiers.items()}
        found = [Found(one, body, BY_CODE, "the same CIK") for value in told.get("cik", ()) for one in self.by_cik.get(value.lstrip("0"), ())]
        found += [Found(one, body, BY_CODE, "the same ISIN") for value in told.get("isin", ()) for one in self.by_isin.get(value.upper(), ())]
        seen = {id(one.listing) for one in found}
        cores = {core(name.text) for name in body.names}
        for value in told.get("ticker", ()):
            for one in self._tickers(value):
                if id(one) not in seen and core(one.issuer) in cores:
                    seen.add(id(one))
                    found.append(Found(one, body, BY_CODE, "the same ticker on the same exchange, and the name agrees"))
        ciks = {one.listing.cik for one in found if one.listing.cik}
        found += [Found(one, body, BY_CODE, "another class of an issuer with the same CIK") for cik in ciks for one in self.by_cik[cik] if id(one) not in seen]
        if found:
            return found
        return [Found(one, body, BY_NAME, "the same name but for its legal form; no code agrees") for each in sorted(cores - {""}) for one in self.by_core.get(each, ())]

    def _tickers(self, value: str) -> Iterable[Listing]:
        plain = value.upper().replace(".", " ")
        code, _, place = plain.rpartition(" ")
        if place == "US":
            for exchange in sorted({one for one, _ in self.by_ticker}):
                if exchange not in _SUFFIX:
                    yield from self.by_ticker.get((exchange, code), ())
        for exchange, suffixes in _SUFFIX.items():
            for suffix in suffixes:
                if place == suffix:
                    yield from self.by_ticker.get((exchange, f"{code}.{suffix}"), ())
                    yield from self.by_ticker.get((exchange, code), ())


def surveillance_bodies(snapshot: Snapshot) -> list[Body]:
    """The bodies that the atlas holds to be Chinese surveillance companies."""
    bodies = (snapshot.body(body_id) for body_id in snapshot.body_ids())
    return [body for body in bodies if body is not None and body.surveillance_company == "yes"]


def surveillance_issuers(listed: Listed, bodies: Sequence[Body], snapshot: Snapshot) -> list[Found]:
    """Listings of surveillance companies; what is found by name alone is marked so, and a near name is there too."""
    found = [one for body in bodies for one in listed.of(body)]
    known = {id(one.listing) for one in found}
    wanted = {body.id: body for body in bodies}
    for one in _near(listed, bodies):
        if id(one) in known:
            continue
        match = resolve(snapshot, (one.issuer,)).match
        if match is not None and match.body_id in wanted:
            known.add(id(one))
            found.append(Found(one, wanted[match.body_id], BY_NAME, match.reason))
    return sorted(found, key=lambda one: (one.how != BY_CODE, one.body.caption, one.listing.exchange, one.listing.ticker))


def _near(listed: Listed, bodies: Sequence[Body]) -> list[Listing]:
    """Listings whose name shares a rare word with a surveillance company's: only these are compared word by word."""
    counts = Counter(word for one in listed.rows for word in set(fold(one.issuer).split()))
    rare = {word for body in bodies for name in body.names for word in fold(name.text).split() if len(word) > 1 and 0 < counts[word] <= _COMMON}
    return [one for one in listed.rows if rare & set(fold(one.issuer).split())]


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom one reading of the investors limb reaches, upward from every surveillance company."""

    reading: str
    floor: int | None
    surely: dict[str, str]
    """By body: why, in words."""
    possibly: dict[str, str]


def reach(reading: str, floor: int | None, world: World, bodies: Sequence[Body], holders: dict[str, str]) -> Reach:
    """The investors that a reading reaches.

    Args:
        reading: Its name.
        floor: The least share that counts, in units of 1e-8; None where the law that is read holds none, so that nobody is reached for sure.
        world: What is known on the day.
        bodies: The surveillance companies.
        holders: Names or bodies that filings of positions show to hold such a company, and what: how large a share of the company is not told there.
    """
    ids = frozenset(body.id for body in bodies)
    found = investors(world.graph.at(world.on), ids, InvestorRule(floor=floor or 0))
    sure = {edge.owner: f"holds {_percent(edge.lo, edge.hi)} of {_caption(world, edge.asset)}" for edge in found.direct if edge.owner not in ids}
    sure |= {fund: f"{float(part):.4%} of its net assets lies in such companies, at least" for fund, part in found.exposure.items() if fund not in sure}
    maybe = {edge.owner: f"may hold {_percent(edge.lo, edge.hi)} of {_caption(world, edge.asset)}" for edge in found.possible if edge.owner not in sure and edge.owner not in ids}
    if floor:
        # What a fund's own weights say is no share of the company, so a threshold leaves it open.
        maybe |= {one: sure.pop(one) for one in list(sure) if one in found.exposure and one not in {edge.owner for edge in found.direct}}
        maybe |= {one: why for one, why in holders.items() if one not in sure}
    else:
        sure |= {one: why for one, why in holders.items() if one not in sure}
    if floor is None:
        return Reach(reading, None, {}, maybe | sure)
    return Reach(reading, floor, sure, maybe)


def _caption(world: World, body_id: str) -> str:
    body = world.snapshot.body(body_id)
    return body.caption if body else body_id


def _percent(lo: int, hi: int) -> str:
    return format_share(lo) if lo == hi else f"{format_share(lo)} to {format_share(hi)}"
