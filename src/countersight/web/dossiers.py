"""The dossier of a body: what authorities did stands apart from what is said, every line with its source, and a reply beside what is contested."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from countersight.errors import NotFoundError
from countersight.model.body import Body, Edge, Statement
from countersight.ownership.words import STANDINGS, stake_in_words
from countersight.reports.dossier import Claim, Dossier, dossier
from countersight.reports.owners import Owners, ask_owners
from countersight.rules.book import Rulebook
from countersight.rules.ownership_head import ownership_in_words
from countersight.store.snapshot import Snapshot
from countersight.web.exports import Programme, of_supplier
from countersight.web.kept import world_of

SAID_BY: Final = frozenset({"allegation"})
REPORTED: Final = frozenset({"report", "admission", "tender", "leak"})


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the timeline. ``act`` is true of an authority's act."""

    day: str
    what: str
    about: str
    citation: str
    url: str
    act: bool


@dataclass(frozen=True, slots=True)
class Stake:
    """An edge with the body at its other end."""

    other: str
    name: str
    words: str
    edge: Edge


def view(snapshot: Snapshot, body: Body, on: date, books: Sequence[Rulebook], found: list[Programme]) -> dict[str, Any]:
    """Everything that the page shows of a body."""
    told = dossier(snapshot, body, on)
    owners = ask_owners(world_of(snapshot, on), body, books) if told.holders else None
    said = {(one.prop, one.value): one.source_id for one in body.origins}
    claims = [one for one in told.claims if one.said.prop != "reply"]
    named = [body.source_id, *(one.source_id for one in body.origins), *(one.source_id for one in body.designations), *(one.source_id for one in body.statements), *(one.source_id for one in (*told.holders, *told.holdings))]
    ids = sorted({one for one in named if one})
    return {
        "body": body, "on": on, "told": told, "snapshot": snapshot.content_hash, "stands": said,
        "found": [one for one in claims if one.said.nature not in REPORTED | SAID_BY],
        "reported": [one for one in claims if one.said.nature in REPORTED],
        "alleged": [one for one in claims if one.said.nature in SAID_BY],
        "replies": [one for one in body.statements if one.prop == "reply"],
        "holders": [_stake(snapshot, edge.owner, edge) for edge in told.holders], "holdings": [_stake(snapshot, edge.asset, edge) for edge in told.holdings],
        "owners": owners, "drawing": _drawing(owners, told), "standings": STANDINGS, "test_words": ownership_in_words,
        "supplied": of_supplier(found, body.id), "itself": next((one for one in found if one.body.id == body.id), None),
        "names": {one: other.caption for programme in found for one in programme.suppliers if (other := snapshot.body(one))},
        "timeline": timeline(told), "sources_held": [source for one in ids if (source := snapshot.source(one))],
        "others": [(pair, other) for pair in told.pairs if (other := snapshot.body(pair.right if pair.left == body.id else pair.left))],
    }  # fmt: skip


def _stake(snapshot: Snapshot, other: str, edge: Edge) -> Stake:
    body = snapshot.body(other)
    return Stake(other if body else "", body.caption if body else other, stake_in_words(edge), edge)


def _drawing(owners: Owners | None, told: Dossier) -> str:
    return owners.svg() if owners is not None and owners.asked and told.holders else ""


def timeline(told: Dossier) -> list[Moment]:
    """What happened when, as far as a day is known, the earliest first."""
    moments = []
    for one in told.body.designations:
        moments += [Moment(one.start, "listed", one.list_id, one.citation, one.url, act=True)] if one.start else []
        moments += [Moment(one.end, "removed", one.list_id, one.citation, one.url, act=True)] if one.end else []
    moments += [_said(one) for one in told.claims if one.said.start]
    moments += [Moment(edge.start, "stake", stake_in_words(edge), edge.citation, "", act=False) for edge in (*told.holders, *told.holdings) if edge.start]
    return sorted(moments, key=lambda one: (one.day, one.what, one.about))


def _said(claim: Claim) -> Moment:
    said: Statement = claim.said
    return Moment(said.start, said.nature, said.value, said.citation, said.url, act=False)


def body_of(snapshot: Snapshot, body_id: str) -> Body:
    """A body.

    Raises:
        NotFoundError: None of that id is held.
    """
    body = snapshot.body(body_id)
    if body is None:
        raise NotFoundError(f"no body {body_id[:80]!r} is held", hint="look it up by its name")
    return body
