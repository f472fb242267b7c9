"""The dossier of one body: what is held about it, who says so, of which nature it is, and whether it stands."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from countersight.model.body import Body, Designation, Edge, Statement
from countersight.model.units import format_share
from countersight.reports.states import state
from countersight.snapshots.pairs import Pair, undecided_of
from countersight.store.confidence import Confidence, confidence
from countersight.store.export import replies_to
from countersight.store.snapshot import Snapshot
from countersight.store.statements import claim_row


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement with its id, how sure it is, and the replies that belong beside it."""

    id: str
    said: Statement
    confidence: Confidence | None
    replies: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything that ``who`` shows of a body."""

    body: Body
    on: date
    claims: tuple[Claim, ...]
    holders: tuple[Edge, ...]
    holdings: tuple[Edge, ...]
    pairs: tuple[Pair, ...]


def dossier(snapshot: Snapshot, body: Body, on: date) -> Dossier:
    """Gather what a snapshot holds about a body.

    Args:
        snapshot: Where to look.
        body: One of its bodies.
        on: The day on which it is asked: what is in force, and how old a statement is.
    """
    return Dossier(
        body=body,
        on=on,
        claims=tuple(_claims(body, on)),
        holders=tuple(snapshot.edges_of(body.id)),
        holdings=tuple(snapshot.holdings_of(body.id)),
        pairs=tuple(undecided_of(snapshot, body)),
    )


def _claims(body: Body, on: date) -> list[Claim]:

    rows = [claim_row(body, said) for said in body.statements]
    found = []
    for said, row in zip(body.statements, rows, strict=True):
        replies = tuple(replies_to(body, said))
        group = [other for other in rows if (other.prop, other.value) == (row.prop, row.value)]
        found.append(Claim(row.id, said, confidence(group, on, [one.value for one in replies]), replies))
    return found


def to_dict(found: Dossier, snapshot: Snapshot) -> dict[str, Any]:
    """The dossier, ready for JSON."""
    return {
        "schema": "countersight.who/1",
        "snapshot": snapshot.content_hash,
        "on": found.on.isoformat(),
        "body": asdict(found.body),
        "designations": [{"state": state(one, found.on), **asdict(one)} for one in found.body.designations],
        "statements": [
            {
                "id": one.id,
                **asdict(one.said),
                "source_id": one.said.source_id or found.body.source_id,
                "confidence": asdict(one.confidence) if one.confidence else None,
                "replies": [asdict(reply) for reply in one.replies],
            }
            for one in found.claims
        ],
        "holders": [asdict(edge) for edge in found.holders],
        "holdings": [asdict(edge) for edge in found.holdings],
        "possibly_the_same": [asdict(pair) for pair in found.pairs],
        "sources": [asdict(source) for one in _sources(found) if (source := snapshot.source(one))],
    }


def _sources(found: Dossier) -> list[str]:
    body = found.body
    ids = [body.source_id, *(one.source_id for one in body.origins), *(one.source_id for one in body.designations)]
    ids += [one.source_id for one in body.statements] + [edge.source_id for edge in (*found.holders, *found.holdings)]
    return sorted({one for one in ids if one})


def lines(found: Dossier, snapshot: Snapshot) -> list[str]:
    """The dossier as text; designations stand apart from everything else that is said."""
    body = found.body
    said = {(one.prop, one.value): one.source_id for one in body.origins}

    def value(prop: str, text: str, note: str = "") -> str:
        source = said.get((prop, text), "")
        return f"  {text}{f'  ({note})' if note else ''}{f'  [{source}]' if source else ''}"

    told = [f"{body.caption}  [{body.id}]", f"{body.schema}; {', '.join(body.countries) or 'country not known'}"]
    told += ["", f"names (as {body.source_id or 'its record'} has them, unless another source is named):"]
    told += [value("name", one.text, f"{one.kind}{', ' + one.lang if one.lang else ''}") for one in body.names]
    values = [(prop, text) for prop, text in body.values() if prop.startswith("identifier:")]
    if values:
        told += ["", "identifiers:", *(value(prop, text).replace("  ", f"  {prop.removeprefix('identifier:')}: ", 1) for prop, text in values)]
    if body.addresses:
        told += ["", "addresses:", *(value("address", text) for text in body.addresses)]
    told += ["", "designations (acts of an authority):"]
    told += [line for one in body.designations for line in _designation(one, found.on)] or ["  none held"]
    told += ["", "other statements (never the same as a designation):"]
    told += [line for one in found.claims for line in _claim(one, body)] or ["  none held"]
    told += _edges("held by:", snapshot, [(edge.owner, edge) for edge in found.holders])
    told += _edges("holds:", snapshot, [(edge.asset, edge) for edge in found.holdings])
    if found.pairs:
        told += ["", "possibly the same (for a person to decide; atlas build --adjudications):"]
        for pair in found.pairs:
            other = pair.right if pair.left == body.id else pair.left
            told.append(f"  {_name(snapshot, other)}  [{other}]: {pair.reason}")
    told += ["", "sources:"]
    for one in _sources(found):
        source = snapshot.source(one)
        told.append(f"  {one}: {source.title} [{source.reuse}; {source.licence}]{f' {source.attribution}' if source.attribution else ''}" if source else f"  {one}: not described")
    return told


def _name(snapshot: Snapshot, body_id: str) -> str:
    body = snapshot.body(body_id)
    return body.caption if body else body_id


def _designation(one: Designation, on: date) -> list[str]:
    first = f"  {one.list_id}: {one.start or 'start not known'} to {one.end or 'in force'}; {one.citation}{'; ' + one.scope if one.scope else ''}"
    seen = f", looked up {one.verified_on}" if one.verified_on else ""
    about = f"      {state(one, on)}; source {one.source_id or 'not named'}{seen}{' ' + one.url if one.url else ''}"
    return [first, about, *([f"      programmes: {', '.join(one.programs)}"] if one.programs else [])]


def _claim(one: Claim, body: Body) -> list[str]:
    said = one.said
    sure = f"; {one.confidence.grade}: {one.confidence.because}" if one.confidence else ""
    told = [f"  {said.prop} = {said.value}  [{said.nature}, {said.standing}{sure}]"]
    when = f"; {said.start or '?'} to {said.end or 'today'}" if said.start or said.end else ""
    seen = f", seen {said.seen}" if said.seen else ""
    where = f", {said.locator}" if said.locator else ""
    told.append(f"      {said.citation}{where}{when}; source {said.source_id or body.source_id or 'not named'}{seen}{' ' + said.url if said.url else ''}")
    if said.quote:
        told.append(f"      in its words: {said.quote!r}")
    if said.standing == "contested":
        told += [f"      reply: {reply.value}  ({reply.citation})" for reply in one.replies] or ["      reply: none is on record"]
    return told


def _edges(title: str, snapshot: Snapshot, edges: list[tuple[str, Edge]]) -> list[str]:

    told = ["", title] if edges else []
    for other, edge in edges:
        share = format_share(edge.lo) if edge.lo == edge.hi else f"{format_share(edge.lo)} to {format_share(edge.hi)}"
        doubt = "" if edge.confirmed else " (not confirmed)"
        source = f"; source {edge.source_id}" if edge.source_id else ""
        told.append(f"  {_name(snapshot, other)}: {share} {edge.klass}{doubt}; {edge.start or '?'} to {edge.end or 'today'}; {edge.citation}{source}")
    return told
