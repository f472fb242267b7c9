"""Who a party is: the names under which it appears, the body of the atlas that it is, and its kind by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final, TypeVar

from pydantic import BaseModel

from countersight.endusers.classify import EndUser, classify_body
from countersight.endusers.kinds import SECURITY
from countersight.match.adjudications import Adjudication, Question
from countersight.match.asking import Answer, Facts, ask
from countersight.match.asking import Party as Asked
from countersight.match.evidence import SINGLE
from countersight.match.matcher import MAX_NAMES
from countersight.match.outcome import Match
from countersight.measures.securities import isins_of
from countersight.measures.stated import all_stated, stated
from countersight.measures.world import KEPT, World
from countersight.model.body import Body
from countersight.model.matter import Party
from countersight.names.identifiers import fault_of, normalise_identifier
from countersight.names.normalise import MAX_CHARS, fold, script

T = TypeVar("T")

US_AREAS: Final = frozenset({"US", "AS", "GU", "MP", "PR", "UM", "VI"})
"""The United States in the sense of 15 CFR 772.1: with its territories and possessions, under their own ISO codes."""


@dataclass(frozen=True, slots=True)
class Who:
    """One party of a matter, looked up once. A party that stands in several roles is one party."""

    label: str
    names: tuple[str, ...]
    """Names that name somebody; empty for "N/A" and its like."""
    roles: frozenset[str]
    country: str | None
    country_stated: bool
    """False where the country is the atlas's and not the matter's."""
    addresses: tuple[str, ...]
    consignee_types: frozenset[str]
    industries: tuple[str, ...]
    us_person_said: frozenset[bool]
    """Everything that the matter says on the question; both values are a contradiction."""
    government_said: frozenset[bool]
    """The same, with the declared consignee type and the claimed organ."""
    organs_said: frozenset[str]
    programs: tuple[str, ...] | None
    programs_complete: bool
    kind: EndUser
    match: Match | None
    body: Body | None
    possible: tuple[tuple[Match, Body], ...]
    question: Question = field(default_factory=lambda: Question((), "", ()))
    """The facts of the party, to which a reviewer's decision is keyed."""
    decided: tuple[tuple[Adjudication, str], ...] = ()
    """What reviewers decided of it, with why it holds no longer; empty where it holds."""
    notes: tuple[str, ...] = ()
    """What was wrong with an identifier."""

    @property
    def dismissed(self) -> tuple[Adjudication, ...]:
        """Decisions that hold, by which the party is not a body that its name finds."""
        return tuple(one for one, why in self.decided if one.decided == "not_same" and not why)

    @property
    def named(self) -> bool:
        """Whether the matter says who this is."""
        return bool(self.names)

    @property
    def bodies(self) -> tuple[Body, ...]:
        """Every body in the band ``match``: two lists may hold one party under two spellings, and both then count."""
        others = tuple(body for found, body in self.possible if found.band == "match")
        return ((self.body,) if self.body else ()) + others

    @property
    def near(self) -> tuple[Body, ...]:
        """The bodies that the party may be, without anybody having settled it."""
        return tuple(body for found, body in self.possible if found.band == "possible")

    @property
    def body_id(self) -> str:
        """The id of the body in the atlas, or empty."""
        return self.body.id if self.body else ""

    @property
    def claims_government(self) -> bool | None:
        """What the matter says of it, where the matter does not contradict itself."""
        return agreed(self.government_said)

    @property
    def unread(self) -> str:
        """Why a search for the names cannot have found everything, or empty."""
        if len(self.names) > MAX_NAMES:
            return f"only the first {MAX_NAMES} names were looked for"
        if any(len(name) > MAX_CHARS for name in self.names):
            return f"only the first {MAX_CHARS} characters of a name were looked for"
        known = (*self.names, *(name.text for body in self.bodies for name in body.names))
        if not any(script(name) == "latin" for name in known):
            return "the lists write names in Latin letters: how does the party write its own?"
        return ""


def agreed(said: frozenset[bool]) -> bool | None:
    """What is said, where it is said one way only."""
    return next(iter(said)) if len(said) == 1 else None


def look_up(parties: Sequence[Party], world: World) -> list[Who]:
    """Look up the parties of a matter. Those of one name and country are one party.

    A party without a country is the one of its name that has a country, if there is one such only. Identifiers that
    differ make two parties of one name. A party that is not named is nobody else.
    """
    countries: dict[str, set[str]] = {}
    for party in parties:
        countries.setdefault(_key(party), set()).update({party.country} if party.country else ())
    groups: dict[tuple[str, str | int], list[Party]] = {}
    for number, party in enumerate(parties):
        key = _key(party)
        only = next(iter(countries[key])) if len(countries[key]) == 1 else ""
        groups.setdefault((key, (party.country or only) if key else number), []).append(party)
    return [_who(one, world) for group in groups.values() for one in _by_identifiers(group)]


def look_up_name(name: str, role: str, world: World) -> Who:
    """Look up a party that a line names without saying more."""
    return _who([Party.model_construct(role=role, name=name, names=[], country=None)], world)


def _key(party: Party) -> str:
    """What makes two parties one: the first name that names somebody, whole; empty where none does."""
    name = next(iter(all_stated((party.name, *party.names))), "")
    return fold(name) + name[MAX_CHARS:]


def _by_identifiers(group: list[Party]) -> Iterable[list[Party]]:
    """The parties of one name: together, unless their identifiers say that they are several."""
    if len(group) == 1:
        return [group]
    told = [_identifiers([party]) for party in group]
    values: dict[str, set[str]] = {}
    for one in told:
        for kind, value in one.items():
            values.setdefault(kind, set()).add(normalise_identifier(kind, value))
    if all(len(different) == 1 for different in values.values()):
        return [group]
    parted: dict[frozenset[tuple[str, str]], list[Party]] = {}
    for party, one in zip(group, told, strict=True):
        parted.setdefault(frozenset((kind, normalise_identifier(kind, value)) for kind, value in one.items()), []).append(party)
    return parted.values()


def _identifiers(group: list[Party]) -> dict[str, str]:
    told = (pair for party in group if party.identifiers for pair in vars(party.identifiers).items())
    return {kind: value for kind, value in told if value is not None and stated(value) and normalise_identifier(kind, value)}


def _who(group: list[Party], world: World) -> Who:
    """The party of a group; asked once for all matters that say the same of it, since an identifier that is nobody's changes nothing."""
    told = _identifiers(group)
    if "isin" not in told and (inside := next((isin for isin in isins_of(told.get("cusip", "")) if world.snapshot.by_identifier("isin", isin)), "")):
        told["isin"] = inside
    if (code := told.get("ticker", "")).isalpha() and world.snapshot.by_identifier("ticker", f"{code} US"):
        told["ticker"] = f"{code} US"  # lists write the market of a US ticker behind it
    telling = tuple(sorted((kind, value) for kind, value in told.items() if world.decided is not None or _tells(kind, value, world)))
    key = (telling, *(_content(party) for party in group))
    decided, held = world.met.get(key, (None, None))
    if held is None or decided is not world.decided:
        if len(world.met) >= KEPT:
            world.met.clear()
        held = _looked_up(group, dict(telling), world)
        world.met[key] = world.decided, held
    return held



def _tells(kind: str, value: str, world: World) -> bool:
    """Whether an identifier changes an answer: it is that of a body, speaks against one that has another of its kind, or cannot be right.

    To a reviewer's decision every one is a fact, whether it is somebody's or not.
    """
    return kind in SINGLE or bool(fault_of(kind, value)) or bool(world.snapshot.by_identifier(kind, value))


def _content(party: Party) -> tuple[object, ...]:
    """All that a party says but its identifiers, in a form that can be compared."""
    return tuple(repr(value) if isinstance(value, list | BaseModel) else value for name, value in vars(party).items() if name != "identifiers")


def _looked_up(group: list[Party], identifiers: dict[str, str], world: World) -> Who:
    names = all_stated(text for party in group for text in (party.name, *party.names))
    stated_country = next((party.country for party in group if party.country), None)
    addresses = all_stated(party.address for party in group)
    party = Asked(names, Facts(stated_country or "", identifiers, addresses))
    before = world.asked.get((names[0], stated_country or "")) if len(names) == 1 else None
    answer = ask(world.snapshot, party, decided=world.decided, found=before)
    found, question = answer.found, party.question
    body = world.snapshot.body(found.match.body_id) if found.match else None
    near = ((one, world.snapshot.body(one.body_id)) for one in (*found.possible, *_by_known_names(party, answer, body, world)))
    types = frozenset(party.consignee_type for party in group if party.consignee_type)
    organs = frozenset("_".join(stated(party.claims.organ).lower().split()) for party in group if party.claims) - {""}
    programs, complete = _programs(group)
    roles = frozenset(party.role for party in group)
    return Who(
        label=names[0] if names else f"{', '.join(sorted(roles))} (not named)",
        names=names,
        roles=_shared(roles),
        country=stated_country or (body.countries[0] if body and len(body.countries) == 1 else None),
        country_stated=stated_country is not None,
        addresses=addresses,
        consignee_types=_shared(types),
        industries=all_stated(party.industry for party in group),
        us_person_said=_shared(frozenset(party.is_us_person for party in group if party.is_us_person is not None)),
        government_said=_shared(_government_said(group, types, organs)),
        organs_said=_shared(organs),
        programs=programs,
        programs_complete=complete,
        kind=classify_body((*names, *(name.text for name in body.names)) if body else names),
        match=found.match,
        body=body,
        possible=tuple((one, other) for one, other in near if other is not None),
        question=question,
        decided=tuple(world.decided.of(question, world.snapshot).values()) if world.decided else (),
        notes=answer.notes,
    )


@lru_cache(maxsize=1024)
def _shared(said: frozenset[T]) -> frozenset[T]:
    """A small set, the same object for all that are equal: many parties are kept at once."""
    return said


def known_in_letters(body: Body | None) -> list[str]:
    """The names in Latin letters under which a body on no list is looked for on the lists: none of one that is listed itself, which has been found."""
    if body is None or body.designations:
        return []
    return [name.text for name in body.names if name.kind != "weak" and script(name.text) == "latin"][:MAX_NAMES]


def _by_known_names(party: Asked, answer: Answer, body: Body | None, world: World) -> list[Match]:
    """Who else a party may be by the names in letters that the atlas knows of it, where the matter has none: lists write names in letters.

    Of a body that is on a list itself they are not looked for: it has been found.
    """
    known = [] if any(script(name) == "latin" for name in party.names) else known_in_letters(body)
    if body is None or not known:
        return []
    asked = Asked(tuple(known), Facts(party.facts.country))
    met = {hit.body_id for hit in answer} | (world.decided.dismissed(party.question, world.snapshot) if world.decided else frozenset())
    return [replace(hit, reason=f"{hit.reason}; a name that the atlas knows of {body.caption}") for hit in ask(world.snapshot, asked) if hit.body_id not in met]


def _government_said(group: list[Party], types: frozenset[str], organs: frozenset[str]) -> frozenset[bool]:
    said = {party.claims.government for party in group if party.claims and party.claims.government is not None}
    return frozenset(said | ({True} if "government" in types or organs & SECURITY else set()))


def _programs(group: list[Party]) -> tuple[tuple[str, ...] | None, bool]:
    """The programmes claimed, and whether that is all: somebody says so, and nobody names more or says otherwise."""
    claims = [party.claims for party in group if party.claims and party.claims.programs is not None]
    if not claims:
        return None, False
    named = all_stated(program for claim in claims for program in claim.programs or ())
    whole = [set(all_stated(claim.programs or ())) == set(named) for claim in claims if claim.programs_complete]
    denied = any(party.claims.programs_complete is False for party in group if party.claims)
    return named, bool(whole) and all(whole) and not denied
