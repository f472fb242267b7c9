"""Whether the service lives and whether it can answer: for what watches over it. No door, and nothing told."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from countersight.access.door import office_of
from countersight.access.office import Office
from countersight.api.problems import documented

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
