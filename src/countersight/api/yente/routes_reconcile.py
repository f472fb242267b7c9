"""Routes of the reconciliation protocol, which OpenRefine speaks."""

from __future__ import annotations

from asyncio import sleep
from typing import Annotated, Final

from fastapi import Query, Request, Response
from fastapi.responses import HTMLResponse

from countersight.api.problems import documented
from countersight.api.yente import data, reconcile, reconcile_about
from countersight.api.yente.held import held_for, screener_of
from countersight.api.yente.routing import MATCHING, DatasetPath, dumped, router
from countersight.errors import InputError


@router.get("/reconcile/{dataset}", summary="Reconciliation service", responses=documented(404), dependencies=MATCHING)
async def reconcile_manifest(request: Request, dataset: DatasetPath, queries: str = "", extend: str = "") -> Response:
    """The manifest of the reconciliation protocol 0.2; with ``queries`` or ``extend`` the same as POST."""
    held = held_for(request)
    name = held.dataset(dataset)
    if queries or extend:
        return await _reconciled(request, name, queries, extend)
    return dumped(reconcile_about.manifest(held, dataset, str(request.base_url).rstrip("/"), request.url.query), {})


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
Most = Annotated[int, Query(ge=0, le=reconcile_about.MAX_SUGGESTED)]


@router.get("/reconcile/{dataset}/suggest/entity", responses=documented(404), dependencies=MATCHING)
def suggest_entity(request: Request, dataset: DatasetPath, prefix: Prefix = "", limit: Most = 10) -> Response:
    """Entities for what was typed."""
    held = held_for(request)
    return dumped(reconcile_about.suggest_entity(held, held.dataset(dataset), prefix, limit), {})


@router.get("/reconcile/{dataset}/suggest/property", responses=documented(404), dependencies=MATCHING)
def suggest_property(request: Request, dataset: DatasetPath, prefix: Prefix = "", limit: Most = 10) -> Response:
    """Properties for what was typed."""
    held_for(request).dataset(dataset)
    return dumped(reconcile_about.suggest_property(prefix, limit), {})


@router.get("/reconcile/{dataset}/suggest/type", responses=documented(404), dependencies=MATCHING)
def suggest_type(request: Request, dataset: DatasetPath, prefix: Prefix = "", limit: Most = 10) -> Response:
    """Types for what was typed."""
    held_for(request).dataset(dataset)
    return dumped(reconcile_about.suggest_type(prefix, limit), {})


@router.get("/reconcile/{dataset}/extend/property", responses=documented(404), dependencies=MATCHING)
def extend_property(
    request: Request,
    dataset: DatasetPath,
    type: str = "Thing",  # noqa: A002 - the protocol's own name
    limit: Annotated[int, Query(ge=0, le=1000)] = 0,
) -> Response:
    """What can be fetched of entities of a type."""
    held_for(request).dataset(dataset)
    return dumped(reconcile_about.propose(type, limit), {})


@router.get(
    "/reconcile/{dataset}/preview", responses=documented(404), response_class=HTMLResponse, dependencies=MATCHING
)
def preview(request: Request, dataset: DatasetPath, id: str) -> HTMLResponse:  # noqa: A002 - the protocol's own name
    """A few lines about an entity, for a small frame."""
    held = held_for(request)
    held.dataset(dataset)
    return HTMLResponse(reconcile_about.preview(data.entity_of(held, id)[1]))
