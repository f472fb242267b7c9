"""The routes of the yente wire format: addresses, parameters and their bounds. What answers stands in the modules beside this one.

Health and readiness are routes of the service itself. What a request may not have is refused by the error tree, as everywhere.
"""

from __future__ import annotations

import json
from asyncio import sleep
from enum import StrEnum
from typing import Annotated, Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import HTMLResponse

from countersight.access.door import require
from countersight.api.problems import documented
from countersight.api.yente import about, data, reconcile, search, wire
from countersight.api.yente.held import held_for, screener_of
from countersight.api.yente.match import answer, read_body
from countersight.api.yente.model import SCHEMATA
from countersight.api.yente.params import (
    MATCH_PAGE,
    MAX_EXCLUDED,
    MAX_MATCHES,
    THRESHOLD,
    USES,
    params_of,
    schemata,
    topics_of,
)
from countersight.errors import InputError, NotFoundError, UsageError

MAX_PAGE: Final = 500
MAX_OFFSET: Final = 9_499
TAG: Final = "yente"

router = APIRouter(tags=[TAG])

MATCHING: Final = [Depends(require("match"))]
READING: Final = [Depends(require("atlas:read"))]
DatasetPath = Annotated[
    str, Path(description="default for everything, or one of those of /catalog", examples=["default"])
]
EntityPath = Annotated[str, Path(description="an id, or one that it had before", examples=["hikvision"])]
Limit = Annotated[int, Query(ge=0, le=MAX_PAGE)]
Offset = Annotated[int, Query(ge=0, le=MAX_OFFSET)]
Words = Annotated[list[str], Query()]
Since = Annotated[
    str | None,
    Query(
        pattern=r"^\d{4}-\d{2}-\d{2}([T ]\d{2}(:\d{2}(:\d{2})?)?)?$",
        description="of which a later change is known, or none at all",
        examples=["2026-01-31"],
    ),
]


class FacetName(StrEnum):
    """Columns that can be counted."""

    DATASETS = "datasets"
    SCHEMA = "schema"
    COUNTRIES = "countries"
    IDENTIFIERS = "identifiers"
    TOPICS = "topics"
    GENDERS = "genders"


class Operator(StrEnum):
    """How several values of one filter go together."""

    AND = "AND"
    OR = "OR"


def dumped(value: Any, headers: dict[str, str]) -> Response:  # noqa: ANN401 - JSON
    """An answer as JSON."""
    return Response(
        json.dumps(value, ensure_ascii=False, separators=(",", ":")), media_type="application/json", headers=headers
    )


def _listed(name: str, words: str, **schema: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON Schema
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": words,
        "schema": {"type": "array", "items": {"type": "string"}, **schema},
    }


def _one(name: str, words: str, **schema: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON Schema
    return {"name": name, "in": "query", "required": False, "description": words, "schema": schema}


_MATCH: Final = {
    "parameters": [
        _one("limit", "most results of one example", type="integer", minimum=0, maximum=MAX_MATCHES, default=MATCH_PAGE),
        _one("threshold", "the score from which a result is a match", type="number", default=THRESHOLD),
        _one("cutoff", "the score below which a result is left out", type="number", default=0.0),
        _one("algorithm", "a use of the matcher; yente's names are taken as the best one", type="string", enum=list(USES), default="best"),
        _listed("include_dataset", "only bodies that one of these speaks of"),
        _listed("exclude_dataset", "no bodies that one of these speaks of"),
        {**_listed("exclude_schema", "no bodies of these types"), "schema": {"type": "array", "items": {"type": "string", "enum": list(SCHEMATA)}}},
        _listed("topics", "only bodies with one of these topics"),
        _one("changed_since", "only bodies of which a later change is known, or none at all", type="string", pattern=r"^\d{4}-\d{2}-\d{2}$"),
        _listed("exclude_entity_ids", "bodies that were looked at already", maxItems=MAX_EXCLUDED),
    ],
    "requestBody": {"required": True, "content": {"application/json": {"schema": wire.MatchQuery.model_json_schema()}}},
}  # fmt: skip


def _inlined(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema whose definitions stand in their places, since those of a request body are not components."""
    found: dict[str, Any] = schema.pop("$defs", {})

    def inline(value: Any) -> Any:  # noqa: ANN401 - JSON
        if isinstance(value, dict):
            return (
                inline(found[value["$ref"].rpartition("/")[2]])
                if "$ref" in value
                else {key: inline(one) for key, one in value.items()}
            )
        return [inline(one) for one in value] if isinstance(value, list) else value

    made: dict[str, Any] = inline(schema)
    return made


_MATCH["requestBody"] = {
    "required": True,
    "content": {"application/json": {"schema": _inlined(wire.MatchQuery.model_json_schema())}},
}


@router.post(
    "/match/{dataset}",
    summary="Bodies by example",
    response_model=wire.MatchResponse,
    responses=documented(404),
    openapi_extra=_MATCH,
    dependencies=MATCHING,
)
async def match(dataset: DatasetPath, request: Request) -> Response:
    """Find the bodies that examples may be. A result below the threshold is possible and needs a person's look; no result is "not found", never "clear"."""
    held = held_for(request)
    queries = read_body(await request.body())
    body = await answer(
        held, screener_of(request).decided, held.dataset(dataset), queries, params_of(request.scope["query_string"])
    )
    return Response(body, media_type="application/json", headers={"x-batch-size": str(len(queries)), **held.headers})


@router.get(
    "/search/{dataset}",
    summary="Bodies by text",
    response_model=wire.SearchResponse,
    responses=documented(404),
    dependencies=MATCHING,
)
def search_dataset(  # noqa: PLR0913, PLR0917 - yente's own parameters
    request: Request,
    dataset: DatasetPath,
    q: Annotated[
        str, Query(max_length=1000, description="a name or its beginning, an identifier, an id; empty for everything")
    ] = "",
    schema: Annotated[str, Query(description="a type", examples=["Company"])] = "Thing",
    include_dataset: Words = [],  # noqa: B006 - FastAPI copies it
    exclude_dataset: Words = [],  # noqa: B006 - as above
    exclude_schema: Words = [],  # noqa: B006 - as above
    changed_since: Since = None,
    countries: Words = [],  # noqa: B006 - as above
    topics: Words = [],  # noqa: B006 - as above
    datasets: Words = [],  # noqa: B006 - as above
    limit: Limit = 10,
    offset: Offset = 0,
    sort: Annotated[list[str], Query(description="score, caption, first_seen or last_change, with :asc or :desc")] = [],  # noqa: B006 - as above
    target: bool | None = None,  # noqa: FBT001 - yente's own
    fuzzy: bool = False,  # noqa: FBT001, FBT002 - yente's own
    simple: bool = False,  # noqa: FBT001, FBT002, ARG001 - every text is simple here
    facets: Annotated[list[FacetName], Query()] = [FacetName.COUNTRIES, FacetName.TOPICS, FacetName.DATASETS],  # noqa: B006 - as above
    filter_op: Operator = Operator.OR,
) -> Response:
    """Search as a person types. Who a party is, is what ``/match`` answers."""
    held = held_for(request)
    if schema not in SCHEMATA:
        raise UsageError("no such schema", hint=f"one of {', '.join(SCHEMATA)}")
    wanted = search.Wanted(
        q, held.dataset(dataset), schema, frozenset(include_dataset), frozenset(exclude_dataset), schemata(exclude_schema), (changed_since or "")[:10],
        frozenset(one.lower() for one in countries), topics_of(topics), frozenset(datasets), target, filter_op is Operator.AND, fuzzy,
    )  # fmt: skip
    hits = search.search(held, wanted, tuple(sort))
    told = {
        "results": search.page(held, hits, limit, offset),
        "facets": search.facets(held, hits, tuple(facets)),
        "total": {"value": len(hits), "relation": "eq"},
    }
    return dumped({**told, "limit": limit, "offset": offset}, held.headers)


_MOVED: Final[dict[int | str, dict[str, Any]]] = {
    308: {"description": "It is known under another id now, which Location names"}
}


def _elsewhere(request: Request, entity_id: str, now: str) -> Response:
    """The same address with the id under which the entity is known now."""
    root = request.scope.get("root_path", "")
    rest = request.url.path.removeprefix(root).removeprefix(f"/entities/{entity_id}")
    query = f"?{request.url.query}" if request.url.query else ""
    return Response(status_code=308, headers={"location": f"{root}/entities/{quote(now, safe='')}{quote(rest)}{query}"})


@router.get(
    "/entities/{entity_id}",
    summary="A body",
    response_model=wire.Entity,
    responses={**documented(404), **_MOVED},
    dependencies=READING,
)
def entity(request: Request, entity_id: EntityPath, nested: bool = True) -> Response:  # noqa: FBT001, FBT002 - yente's own
    """A body, with its entries on lists, its securities and its stakes in place where ``nested`` is true."""
    held = held_for(request)
    now, card = data.entity_of(held, entity_id)
    if now != entity_id:
        return _elsewhere(request, entity_id, now)
    return dumped(data.nested(held, card) if nested else card.entity(), held.headers)


@router.get(
    "/entities/{entity_id}/adjacent",
    summary="What points at a body",
    response_model=wire.AdjacentAll,
    responses={**documented(404), **_MOVED},
    dependencies=READING,
)
def adjacent(request: Request, entity_id: EntityPath, limit: Limit = 10, offset: Offset = 0) -> Response:
    """Entries on lists, securities and stakes, a page of each."""
    held = held_for(request)
    now, card = data.entity_of(held, entity_id)
    return (
        _elsewhere(request, entity_id, now)
        if now != entity_id
        else dumped(data.adjacent(held, card, limit, offset), held.headers)
    )


@router.get(
    "/entities/{entity_id}/adjacent/{property_name}", summary="What points at a body in one way", response_model=wire.Adjacent, responses={**documented(404), **_MOVED},
    dependencies=READING,
)  # fmt: skip
def adjacent_by_property(
    request: Request,
    entity_id: EntityPath,
    property_name: Annotated[str, Path(examples=["sanctions"])],
    limit: Limit = 10,
    offset: Offset = 0,
) -> Response:
    """The same of one property, page by page."""
    held = held_for(request)
    now, card = data.entity_of(held, entity_id)
    return (
        _elsewhere(request, entity_id, now)
        if now != entity_id
        else dumped(data.adjacent_by(held, card, property_name, limit, offset), held.headers)
    )


@router.get(
    "/statements",
    summary="Who says each thing of a body",
    response_model=wire.StatementResponse,
    responses=documented(404),
    dependencies=READING,
)
def statements(  # noqa: PLR0913, PLR0917 - yente's own parameters
    request: Request,
    entity_id: str = "",
    canonical_id: str = "",
    dataset: str = "",
    prop: str = "",
    value: str = "",
    limit: Annotated[int, Query(ge=0, lt=MAX_PAGE)] = 50,
    offset: Annotated[int, Query(ge=0, le=MAX_OFFSET)] = 0,
) -> Response:
    """What is said of one body, with its source. ``canonical_id`` or ``entity_id`` says of which."""
    held = held_for(request)
    wanted = canonical_id or entity_id
    if not wanted:
        raise UsageError(
            "of which body?",
            hint="/statements?canonical_id=ID; the whole atlas is exported by countersight atlas export",
        )
    now, _ = data.entity_of(held, wanted)
    body = held.snapshot.body(now)
    if body is None:
        raise NotFoundError("no such entity", hint="/search/default?q=NAME finds ids")
    return dumped(
        data.paged(data.statements(held, body, dataset=dataset, prop=prop, value=value), limit, offset), held.headers
    )


@router.get(
    "/algorithms",
    summary="Ways to compare",
    response_model=wire.Algorithms,
    responses=documented(),
    dependencies=MATCHING,
)
async def algorithms() -> Response:
    """What ``algorithm`` of ``/match`` takes."""
    return dumped(about.algorithms(), {})


@router.get("/catalog", summary="Datasets", response_model=wire.Catalog, responses=documented(), dependencies=MATCHING)
@router.get("/manifest", include_in_schema=False, dependencies=MATCHING)
def catalog(request: Request) -> Response:
    """What may be asked about, and what of it is held whole."""
    held = held_for(request)
    return dumped(about.catalog(held), held.headers)


@router.get("/reconcile/{dataset}", summary="Reconciliation service", responses=documented(404), dependencies=MATCHING)
async def reconcile_manifest(request: Request, dataset: DatasetPath, queries: str = "", extend: str = "") -> Response:
    """The manifest of the reconciliation protocol 0.2; with ``queries`` or ``extend`` the same as POST."""
    held = held_for(request)
    name = held.dataset(dataset)
    if queries or extend:
        return await _reconciled(request, name, queries, extend)
    return dumped(reconcile.manifest(held, dataset, str(request.base_url).rstrip("/"), request.url.query), {})


_FORM: Final = {
    "requestBody": {
        "required": True,
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "queries": {"type": "string", "description": "JSON"},
                        "extend": {"type": "string", "description": "JSON"},
                    },
                }
            }
        },
    }
}


@router.post(
    "/reconcile/{dataset}",
    summary="Reconciliation queries",
    responses=documented(404),
    openapi_extra=_FORM,
    dependencies=MATCHING,
)
async def reconcile_post(request: Request, dataset: DatasetPath) -> Response:
    """A batch of questions, or values to fetch for entities, as a form."""
    name = held_for(request).dataset(dataset)
    form = await request.form()
    return await _reconciled(request, name, str(form.get("queries") or ""), str(form.get("extend") or ""))


async def _reconciled(request: Request, dataset: str, queries: str, extend: str) -> Response:
    held, decided = held_for(request), screener_of(request).decided
    if extend.strip():
        told = reconcile.extended(held, extend)
        return dumped(told, {"x-batch-size": str(len(told["rows"])), **held.headers})
    if not queries.strip():
        raise InputError(
            "neither queries nor an extension", hint="a form with the field queries, as OpenRefine sends it"
        )
    found = {}
    for key, query in reconcile.queries_of(queries).items():
        found[key] = reconcile.reconciled(held, decided, dataset, query)
        await sleep(0)
    return dumped(found, {"x-batch-size": str(len(found)), **held.headers})


Prefix = Annotated[str, Query(max_length=1000)]
Most = Annotated[int, Query(ge=0, le=reconcile.MAX_SUGGESTED)]


@router.get("/reconcile/{dataset}/suggest/entity", responses=documented(404), dependencies=MATCHING)
def suggest_entity(request: Request, dataset: DatasetPath, prefix: Prefix = "", limit: Most = 10) -> Response:
    """Entities for what was typed."""
    held = held_for(request)
    return dumped(reconcile.suggest_entity(held, held.dataset(dataset), prefix, limit), {})


@router.get("/reconcile/{dataset}/suggest/property", responses=documented(404), dependencies=MATCHING)
def suggest_property(request: Request, dataset: DatasetPath, prefix: Prefix = "", limit: Most = 10) -> Response:
    """Properties for what was typed."""
    held_for(request).dataset(dataset)
    return dumped(reconcile.suggest_property(prefix, limit), {})


@router.get("/reconcile/{dataset}/suggest/type", responses=documented(404), dependencies=MATCHING)
def suggest_type(request: Request, dataset: DatasetPath, prefix: Prefix = "", limit: Most = 10) -> Response:
    """Types for what was typed."""
    held_for(request).dataset(dataset)
    return dumped(reconcile.suggest_type(prefix, limit), {})


@router.get("/reconcile/{dataset}/extend/property", responses=documented(404), dependencies=MATCHING)
def extend_property(
    request: Request,
    dataset: DatasetPath,
    type: str = "Thing",  # noqa: A002 - the protocol's own name
    limit: Annotated[int, Query(ge=0, le=1000)] = 0,
) -> Response:
    """What can be fetched of entities of a type."""
    held_for(request).dataset(dataset)
    return dumped(reconcile.propose(type, limit), {})


@router.get(
    "/reconcile/{dataset}/preview", responses=documented(404), response_class=HTMLResponse, dependencies=MATCHING
)
def preview(request: Request, dataset: DatasetPath, id: str) -> HTMLResponse:  # noqa: A002 - the protocol's own name
    """A few lines about an entity, for a small frame."""
    held = held_for(request)
    held.dataset(dataset)
    return HTMLResponse(reconcile.preview(data.entity_of(held, id)[1]))
