"""What is answered with: the snapshot, the JSON Schemas, and this description of itself."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from countersight.access.asking import AtlasReader, InOffice, LawReader
from countersight.api.problems import documented
from countersight.api.v1_decisions import decision_schema
from countersight.model.fact_schema import FACTS
from countersight.model.matter import json_schema
from countersight.version import __version__

router = APIRouter(prefix="/v1", tags=["about"])


class Coverage(BaseModel):
    """How much of a list is held."""

    list_id: str
    title: str
    complete: bool
    first_edition: str
    last_edition: str
    max_age_days: int
    source_id: str


class SnapshotTold(BaseModel):
    """The snapshot in use: a decision names its hash."""

    content_hash: str
    counts: dict[str, int]
    coverage: list[Coverage]
    sources: list[dict[str, Any]]


class Who(BaseModel):
    """Who asks, as the service knows it."""

    tenant: str
    user: str
    role: str
    scopes: list[str]
    how: str = Field(description="local, key or session")
    program: str


class FactTold(BaseModel):
    """A fact that a page of law may ask about."""

    path: str
    type: str
    scope: str
    says: str
    ask: str


@router.get("/snapshot", responses=documented())
def snapshot(office: InOffice, _: AtlasReader) -> SnapshotTold:
    """What the snapshot holds: counts, lists with their editions, sources, hash."""
    told = office.snapshot.manifest()
    return SnapshotTold(content_hash=told["content_hash"], counts=told["counts"], coverage=[Coverage.model_validate(one) for one in told["coverage"]], sources=told.get("sources", []))


@router.get("/me", responses=documented())
def me(principal: LawReader) -> Who:
    """Who asks, and what they may do."""
    return Who(tenant=principal.tenant, user=principal.user, role=principal.role, scopes=sorted(principal.scopes), how=principal.how, program=__version__)


@router.get("/facts", responses=documented())
def facts(_: LawReader) -> list[FactTold]:
    """Every fact that a page of law may ask about, with the question where it is unknown."""
    return [FactTold(path=one.path, type=one.type, scope=one.scope, says=one.says, ask=one.ask) for one in FACTS.values()]


@router.get("/schemas/{name}", responses={200: {"content": {"application/json": {"schema": {"type": "object"}}}}, **documented(404)}, response_class=JSONResponse)
def schema(name: Literal["matter", "decision"], _: LawReader) -> JSONResponse:
    """A JSON Schema (draft 2020-12): of a matter as it is sent, or of a decision as it is given."""
    return JSONResponse(_schema(name))


@cache
def _schema(name: str) -> dict[str, Any]:
    if name == "matter":
        return json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **decision_schema(), "title": "Countersight decision"}


@router.get("/openapi.json", include_in_schema=False)
def openapi(request: Request, _: LawReader) -> JSONResponse:
    """This API, described."""
    return JSONResponse(request.app.openapi())
