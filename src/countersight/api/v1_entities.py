"""Bodies: found by a name in any script, the dossier of one, and who stands behind it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, Field

from countersight.access.asking import AtlasReader, InOffice, Matcher
from countersight.access.office import Office
from countersight.api.asking import found
from countersight.api.problems import documented
from countersight.match.uses import Use
from countersight.measures.world import World
from countersight.model.body import Body
from countersight.reports.dossier import dossier, to_dict
from countersight.reports.hits import hit_row
from countersight.reports.owners import Owners, ask_owners

router = APIRouter(prefix="/v1/entities", tags=["entities"])

EntityId = Annotated[str, Path(max_length=300, description="the id of a body, as a search prints it")]
On = Annotated[date | None, Query(description="the day on which lists and stakes are read; today where it is left out")]
FIRST = date(1900, 1, 1)


class Listed(BaseModel):
    """A designation, and how it stands on the day."""

    list: str
    state: str
    from_: str = Field(alias="from", serialization_alias="from")
    to: str
    citation: str
    scope: str


class Hit(BaseModel):
    """A body that the name may be. The score orders within a band; it is no probability."""

    id: str
    name: str
    band: str
    score: int
    reason: str
    matched: str = Field(description="the name on the list that was met")
    likelihood: float | None = None
    segments: list[list[str]]
    agreements: list[str]
    conflicts: list[str]
    flips: list[str] = Field(description="what would carry it over the threshold, were it otherwise")
    countries: list[str]
    designations: list[Listed]


class Found(BaseModel):
    """The answer to a name. No hit is "not found", never "clear"."""

    schema_: str = Field(default="countersight.name/1", alias="schema", serialization_alias="schema")
    name: str
    on: str
    snapshot: str
    looked_at: int = Field(description="how many names were compared")
    hits: list[Hit]
    notes: list[str] = Field(description="what was wrong with an identifier that was told")
    not_held_in_full: list[str] = Field(description="lists where not finding a name says nothing on that day")


class Dossier(BaseModel):
    """Everything held about a body: designations apart from other statements, each with its source."""

    schema_: str = Field(default="countersight.who/1", alias="schema", serialization_alias="schema")
    snapshot: str
    on: str
    body: dict[str, Any]
    designations: list[dict[str, Any]]
    statements: list[dict[str, Any]]
    holders: list[dict[str, Any]]
    holdings: list[dict[str, Any]]
    possibly_the_same: list[dict[str, Any]]
    sources: list[dict[str, Any]]


class OwnersTold(BaseModel):
    """Who stands behind a body under each ownership test: bounds, proof, what to ask. Shares are whole numbers in units of 1e-8."""

    schema_: str = Field(default="countersight.owners/1", alias="schema", serialization_alias="schema")
    id: str
    name: str
    as_of: str
    known_at: str | None
    snapshot: str
    unit: str
    tests: list[dict[str, Any]]
    not_counted: list[dict[str, Any]]
    findings: list[dict[str, Any]]


def today() -> date:
    """The day, by UTC."""
    return datetime.now(UTC).date()


@router.get("", responses=documented())
def search(  # noqa: PLR0913, PLR0917 - what may be told of a party
    office: InOffice,
    _: Matcher,
    q: Annotated[str, Query(min_length=1, max_length=1000, description="the name as written, in any script")],
    country: Annotated[str, Query(pattern=r"^([A-Za-z]{2})?$", description="ISO 3166-1 alpha-2")] = "",
    lei: Annotated[str, Query(max_length=100, description="an LEI: any identifier beats a name")] = "",
    uscc: Annotated[str, Query(max_length=100, description="a unified social credit code")] = "",
    use: Annotated[Use, Query(description="few false hits, or few misses")] = "balanced",
    on: On = None,
) -> Found:
    """Who is this? Every body that the name is or may be, best first."""
    day = on or today()
    told = {kind: value for kind, value in (("lei", lei), ("uscc", uscc)) if value.strip()}
    answer = office.screener.match(q, country, told, use=use)
    hits = [hit_row(one, body, day) for one in answer if (body := office.snapshot.body(one.body_id))]
    partial = [row.list_id for row in office.snapshot.coverages() if not office.snapshot.covers(row.list_id, day)]
    return Found(
        name=q, on=day.isoformat(), snapshot=office.snapshot.content_hash, looked_at=answer.found.looked_at, hits=[Hit.model_validate(one) for one in hits], notes=list(answer.notes), not_held_in_full=partial
    )  # fmt: skip


def _body(office: Office, entity_id: str) -> Body:
    held = None if "\0" in entity_id else office.snapshot.body(entity_id)
    return found(held, "body", entity_id, "GET /v1/entities?q=NAME finds its id")


@router.get("/{entity_id}", responses=documented(404))
def get_entity(entity_id: EntityId, office: InOffice, _: AtlasReader, on: On = None) -> Dossier:
    """The dossier of one body."""
    body = _body(office, entity_id)
    return Dossier.model_validate(to_dict(dossier(office.snapshot, body, on or today()), office.snapshot))


def _owners(office: Office, entity_id: str, as_of: date | None, known_at: date | None, rules: list[str]) -> Owners:
    body = _body(office, entity_id)
    world = World(office.snapshot, as_of or today())
    return ask_owners(world, body, office.rulebooks, rules, known_at)


KnownAt = Annotated[date | None, Query(description="count only what was known on that day")]
Rules = Annotated[list[str], Query(max_length=50, description="pages with an ownership test, for example ofac.50; every one where none is named")]


@router.get("/{entity_id}/owners", responses=documented(404))
def owners(entity_id: EntityId, office: InOffice, _: AtlasReader, as_of: On = None, known_at: KnownAt = None, rule: Rules = []) -> OwnersTold:  # noqa: B006 - FastAPI copies it
    """Who stands behind a body under each ownership test of the law: bounds, the proof no edge of which can be left out, and what to ask."""
    return OwnersTold.model_validate(_owners(office, entity_id, as_of, known_at, rule).to_dict())


@router.get("/{entity_id}/owners.svg", responses={200: {"description": "The picture", "content": {"image/svg+xml": {"schema": {"type": "string"}}}}, **documented(404)}, response_class=Response)
def owners_svg(entity_id: EntityId, office: InOffice, _: AtlasReader, as_of: On = None, known_at: KnownAt = None, rule: Rules = []) -> Response:  # noqa: B006 - as above
    """The holders with the proof, drawn: of the test that says most."""
    drawn = _owners(office, entity_id, as_of, known_at, rule).svg()
    return Response(drawn, media_type="image/svg+xml", headers={"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'"})
