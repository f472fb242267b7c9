"""Whether the service lives and whether it can answer, without a door and with nothing told; and its numbers, behind one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel

from countersight.access.door import office_of, require
from countersight.access.office import Office
from countersight.access.principal import Principal
from countersight.api.problems import documented
from countersight.service.watching import Metrics

router = APIRouter(tags=["health"])


class Status(BaseModel):
    """The answer of both."""

    status: str = "ok"


@router.get("/healthz")
async def healthz() -> Status:
    """The process answers."""
    return Status()


@router.get("/readyz", responses=documented())
def readyz(office: Annotated[Office, Depends(office_of)]) -> Status:
    """Evidence and database answer."""
    office.snapshot.coverages()
    office.desk.tenants()
    return Status()


@router.get(
    "/metrics",
    responses={200: {"description": "Counters and histograms in the text form of Prometheus", "content": {"text/plain": {"schema": {"type": "string"}}}}, **documented()},
    response_class=Response,
)
def metrics(request: Request, _: Annotated[Principal, Depends(require("metrics:read"))]) -> Response:
    """The numbers of the service, over all workers."""
    held: Metrics = request.app.state.metrics
    return Response(generate_latest(held.gathered()), media_type=CONTENT_TYPE_LATEST)
