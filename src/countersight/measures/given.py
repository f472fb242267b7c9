"""The invented records that a scenario brings along, laid over a snapshot. Only for ``eval``, the demo and tests."""

from __future__ import annotations

from countersight.endusers.classify import classify_body
from countersight.errors import InputError
from countersight.match.matcher import resolve
from countersight.model.body import Body, Designation, Edge, Name
from countersight.model.lists import BY_ID, LISTS
from countersight.model.matter import Given, GivenBody
from countersight.model.units import parse_share
from countersight.store.records import AtlasRecords
from countersight.store.snapshot import Snapshot

CITE = "given with the scenario (invented)"


def lay_over(snapshot: Snapshot, given: Given | None) -> Snapshot:
    """The snapshot with a scenario's bodies, designations and stakes; without ``given`` the snapshot itself."""
    if given is None:
        return snapshot
    bodies = {one.name: _body(one, given) for one in given.bodies}
    edges = []
    for stake in given.ownership:
        share = parse_share(stake.pct)
        owner, asset = (_id(name, bodies, snapshot) for name in (stake.owner, stake.asset))
        edges.append(Edge(owner, asset, stake.klass, share.lo, share.hi, stake.start or "", stake.end or "", CITE))
    return snapshot.overlay(AtlasRecords(bodies=list(bodies.values()), edges=edges))


def _body(one: GivenBody, given: Given) -> Body:
    body_id = f"given-{one.id}"
    kind = classify_body((one.name, *one.names))
    mine = {one.id, one.name, *one.names}
    said = {True: "yes", False: "no", None: "unknown"}[one.surveillance_company]
    return Body(
        id=body_id,
        schema="PublicBody" if kind.gov == "yes" else "Company",
        names=(Name(one.name, kind="primary"), *(Name(text) for text in one.names)),
        countries=(one.country,) if one.country else (),
        government="yes" if kind.gov == "yes" else "no",
        surveillance_company=said,  # type: ignore[arg-type]
        designations=tuple(
            Designation(list_id(entry.list), body_id, entry.start.isoformat(), entry.cite, entry.end.isoformat() if entry.end else "")
            for entry in given.designations
            if entry.body in mine
        ),
    )


def _id(name: str, bodies: dict[str, Body], snapshot: Snapshot) -> str:
    for body in bodies.values():
        if name in {body.id.removeprefix("given-"), *(one.text for one in body.names)}:
            return body.id
    found = resolve(snapshot, (name,), None, {}).match
    return found.body_id if found else f"given:{name}"


def list_id(text: str) -> str:
    """The id of a list, by id or by the beginning of its title.

    Raises:
        InputError: No list of that name.
    """
    if text in BY_ID:
        return text
    key = text.casefold()
    for entry in LISTS:
        if entry.title.casefold().startswith(key) or key in entry.title.casefold() or entry.csl_source.casefold().startswith(key):
            return entry.id
    raise InputError(f"no list named {text!r}", hint=f"ids: {', '.join(BY_ID)}")
