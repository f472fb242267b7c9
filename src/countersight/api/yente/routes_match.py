"""Routes that find bodies: by example, by text; and what may be asked how."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Final

from fastapi import Query, Request, Response

from countersight.api.problems import documented
from countersight.api.yente import about, search, wire
from countersight.api.yente.held import held_for, screener_of
from countersight.api.yente.match import answer, read_body
from countersight.api.yente.model import SCHEMATA
from countersight.api.yente.params import (
    MATCH_PAGE,
    MAX_EXCLUDED,
    MAX_MATCHES,
    STAMP,
    THRESHOLD,
    USES,
    params_of,
    schemata,
    topics_of,
)
from countersight.api.yente.routing import MATCHING, DatasetPath, Limit, Offset, dumped, router
from countersight.errors import UsageError

Words = Annotated[list[str], Query()]
Since = Annotated[
    str | None,
    Query(
        pattern=f"^{STAMP}$",
        description="of which a later change is known, or none at all",
        examples=["2026-01-31"],
    ),
]


Filters = Annotated[
    list[str],
    Query(
        description="countries, topics, datasets or schema, or properties.NAME, with a value: properties.country:cn",
        examples=[["topics:sanction"]],
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
        _one("changed_since", "only bodies of which a later change is known, or none at all", type="string", pattern=f"^{STAMP}$"),
        _listed("exclude_entity_ids", "bodies that were looked at already", maxItems=MAX_EXCLUDED),
    ],
    "requestBody": {"required": True, "content": {"application/json": {"schema": _inlined(wire.MatchQuery.model_json_schema())}}},
}  # fmt: skip


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
    filter: Filters = [],  # noqa: A002, B006 - yente's own name
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
        search.properties_told(filter),
    )  # fmt: skip
    hits = search.search(held, wanted, tuple(sort))
    told = {
        "results": search.page(held, hits, limit, offset),
        "facets": search.facets(held, hits, tuple(facets)),
        "total": {"value": len(hits), "relation": "eq"},
    }
    return dumped({**told, "limit": limit, "offset": offset}, held.headers)


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
