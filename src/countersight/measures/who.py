"""Who a party is: the names under which it appears, the body of the atlas that it is, and its kind by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from countersight.endusers.classify import EndUser, classify_body
from countersight.match.matcher import resolve
from countersight.match.outcome import Match
from countersight.measures.world import World
from countersight.model.body import Body
from countersight.model.matter import Party
from countersight.names.normalise import fold


@dataclass(frozen=True, slots=True)
class Who:
    """One party of a matter, looked up once. A party that stands in several roles is one party."""

    label: str
    names: tuple[str, ...]
    roles: frozenset[str]
    country: str | None
    addresses: tuple[str, ...]
    consignee_types: frozenset[str]
    industries: tuple[str, ...]
    us_person: bool | None
    claims_government: bool | None
    programs: tuple[str, ...] | None
    programs_complete: bool
    kind: EndUser
    match: Match | None
    body: Body | None
    possible: tuple[tuple[Match, Body], ...]

    @property
    def bodies(self) -> tuple[Body, ...]:
        """Every body in the band ``match``: two lists may hold one party under two spellings, and both then count."""
        others = tuple(body for found, body in self.possible if found.band == "match")
        return ((self.body,) if self.body else ()) + others

    @property
    def body_id(self) -> str:
        """The id of the body in the atlas, or empty."""
        return self.body.id if self.body else ""


def _agreed(values: list[bool | None]) -> bool | None:
    """What the user says, where the user does not contradict himself."""
    said = {value for value in values if value is not None}
    return said.pop() if len(said) == 1 else None


def look_up(parties: Sequence[Party], world: World) -> list[Who]:
    """Look up the parties of a matter, merging those of one name and country."""
    groups: dict[tuple[str, str], list[Party]] = {}
    for party in parties:
        groups.setdefault((fold(party.name), party.country or ""), []).append(party)
    return [_who(group, world) for group in groups.values()]


def look_up_name(name: str, role: str, world: World) -> Who:
    """Look up a party that a line names without saying more."""
    return _who([Party.model_construct(role=role, name=name, names=[], country=None)], world)


def _who(group: list[Party], world: World) -> Who:
    names = tuple(dict.fromkeys(text for party in group for text in (party.name, *party.names)))
    identifiers = {
        key: value
        for party in group
        if party.identifiers
        for key, value in party.identifiers.model_dump(exclude_none=True).items()
    }
    country = next((party.country for party in group if party.country), None)
    found = resolve(world.snapshot, names, country, identifiers)
    body = world.snapshot.body(found.match.body_id) if found.match else None
    near = ((one, world.snapshot.body(one.body_id)) for one in found.possible)
    claims = [party.claims for party in group if party.claims]
    programs = [program for claim in claims for program in claim.programs or ()]
    all_names = (*names, *(name.text for name in body.names)) if body else names
    return Who(
        label=group[0].name,
        names=names,
        roles=frozenset(party.role for party in group),
        country=country or (body.countries[0] if body and body.countries else None),
        addresses=tuple(party.address for party in group if party.address),
        consignee_types=frozenset(party.consignee_type for party in group if party.consignee_type),
        industries=tuple(party.industry for party in group if party.industry),
        us_person=_agreed([party.is_us_person for party in group]),
        claims_government=_agreed([claim.government for claim in claims]),
        programs=tuple(dict.fromkeys(programs)) if any(claim.programs is not None for claim in claims) else None,
        programs_complete=any(bool(claim.programs_complete) for claim in claims),
        kind=classify_body(all_names),
        match=found.match,
        body=body,
        possible=tuple((one, other) for one, other in near if other is not None),
    )
