"""The invented records that a scenario brings along, laid over a snapshot. Only for ``eval``, the demo and tests."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from countersight.endusers.classify import classify_body
from countersight.errors import InputError
from countersight.match.matcher import resolve
from countersight.model.body import Body, Designation, Edge, Name, Tri
from countersight.model.lists import BY_ID, LISTS
from countersight.model.matter import Given, GivenBody, GivenDesignation, GivenOwnership
from countersight.model.units import parse_partial_date, parse_share
from countersight.store.records import AtlasRecords
from countersight.store.snapshot import Snapshot

CITE: Final = "given with the scenario (invented)"
_CSL_SHORT: Final = re.compile(r"\(([A-Z-]{2,})(?: List)?\)")
"""How the Consolidated Screening List abbreviates a list: Specially Designated Nationals (SDN)."""


def is_given(body_id: str) -> bool:
    """Whether a body is one that the matter itself states, by its id.

    >>> is_given("given-b1"), is_given("hikvision")
    (True, False)
    """
    return body_id.startswith(("given-", "given:"))


def lay_over(snapshot: Snapshot, given: Given | None) -> Snapshot:
    """The snapshot with a scenario's bodies, designations and stakes; without ``given`` the snapshot itself.

    Raises:
        InputError: A list, a body, a share or a date that is none, or two bodies of one id.
    """
    if given is None:
        return snapshot
    world = _Given(snapshot)
    for one in given.bodies:
        world.add(one)
    for entry in given.designations:
        world.designate(entry)
    edges = [world.edge(stake) for stake in given.ownership]
    return snapshot.overlay(AtlasRecords(bodies=list(world.bodies.values()), edges=edges))


@dataclass(slots=True)
class _Given:
    """The records of a scenario while they are read. Nothing is ever written into the snapshot below."""

    snapshot: Snapshot
    bodies: dict[str, Body] = field(default_factory=dict)

    def add(self, one: GivenBody) -> None:
        body_id = f"given-{one.id}"
        if body_id in self.bodies:
            raise InputError(f"two given bodies have the id {one.id!r}", hint="one id, one body")
        said: dict[bool | None, Tri] = {True: "yes", False: "no", None: "unknown"}
        made = _named(body_id, (one.name, *one.names))
        self.bodies[body_id] = replace(
            made, countries=(one.country,) if one.country else (), surveillance_company=said[one.surveillance_company]
        )

    def find(self, name: str) -> str | None:
        """The body that is meant: a given one by id, then by name, then one of the snapshot."""
        if f"given-{name}" in self.bodies:
            return f"given-{name}"
        mine = next((body.id for body in self.bodies.values() if name in {one.text for one in body.names}), None)
        if mine is not None:
            return mine
        if self.snapshot.body(name) is not None:
            return name
        found = resolve(self.snapshot, (name,), None, {}).match
        return found.body_id if found else None

    def designate(self, entry: GivenDesignation) -> None:
        body_id = self.find(entry.body)
        if body_id is None:
            raise InputError(f"a designation of {entry.body!r}, whom nobody knows", hint="name it under bodies, or as the atlas does")
        if not entry.cite.strip():
            raise InputError(f"a designation of {entry.body!r} without a citation", hint="cite: where the authority says so")
        told = Designation(list_id(entry.list), body_id, entry.start.isoformat(), entry.cite, entry.end.isoformat() if entry.end else "")
        # Of a body of the snapshot only the designation is laid over it: the layers are joined when it is read.
        held = self.bodies.get(body_id) or Body(id=body_id, schema="", names=())
        self.bodies[body_id] = replace(held, designations=(*held.designations, told))

    def edge(self, stake: GivenOwnership) -> Edge:
        what = f"the stake of {stake.owner!r} in {stake.asset!r}"
        try:
            share = parse_share(stake.pct)
            for day in filter(None, (stake.start, stake.end)):
                parse_partial_date(day)
        except ValueError as fault:
            raise InputError(f"{what}: {fault}", hint="a share in percent as 49.9, 25-50, >=25 or unknown; a date as 2024-03-09") from None
        owner, asset = (self._found_or_made(name) for name in (stake.owner, stake.asset))
        return Edge(owner, asset, stake.klass, share.lo, share.hi, stake.start or "", stake.end or "", CITE)

    def _found_or_made(self, name: str) -> str:
        """A body that only a stake names is one too: its name may say that it is the state."""
        known = self.find(name)
        if known is not None:
            return known
        body_id = f"given:{name}"
        self.bodies[body_id] = _named(body_id, (name,))
        return body_id


def _named(body_id: str, names: Iterable[str]) -> Body:
    """A body of which only names are known: what these do not say for certain is unknown."""
    first, *others = dict.fromkeys(names)
    gov = classify_body((first, *others)).gov
    return Body(
        id=body_id,
        schema={"yes": "PublicBody", "no": "Company"}.get(gov, "Organization"),
        names=(Name(first, kind="primary"), *(Name(text) for text in others)),
        government="yes" if gov == "yes" else "unknown",
    )


def list_id(text: str) -> str:
    """The id of a list: by id or its last part, by its abbreviation, or by words of its title that no other list has.

    Raises:
        InputError: No list of that name, or several.

    >>> list_id("SDN"), list_id("Entity List"), list_id("uflpa")
    ('us.ofac.sdn', 'us.bis.entity_list', 'us.uflpa')
    """
    key = " ".join(text.casefold().split())
    short = key.removesuffix(" list").replace("-", "_").replace(" ", "_")
    if key:
        begins = " " in key  # a single word begins too many titles by chance
        for tier in (
            [one.id for one in LISTS if key == one.id or short == one.id.rsplit(".", 1)[-1]],
            [one.id for one in LISTS if short in {word.casefold().replace("-", "_") for word in _CSL_SHORT.findall(one.csl_source)}],
            [one.id for one in LISTS if begins and one.title.casefold().startswith(key)],
            [one.id for one in LISTS if begins and one.csl_source.casefold().startswith(key)],
            [one.id for one in LISTS if key in one.title.casefold()],
        ):
            if len(tier) == 1:
                return tier[0]
            if tier:
                raise InputError(f"several lists are named {text!r}", hint=f"ids: {', '.join(tier)}")
    raise InputError(f"no list named {text!r}", hint=f"ids: {', '.join(BY_ID)}")
