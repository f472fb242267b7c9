"""The page of a body, and the drawing of its owners as a file."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from countersight.access.asking import AtlasReader, InOffice
from countersight.reports.owners import ask_owners
from countersight.web.asking import today
from countersight.web.dossiers import body_of, view
from countersight.web.kept import programmes_of, world_of
from countersight.web.pages import HEADERS, page

router = APIRouter()


@router.get("/bodies/{body_id:path}/ownership.svg")
def ownership(office: InOffice, principal: AtlasReader, body_id: str) -> Response:
    """The drawing of who stands behind a body, as a file."""
    del principal
    body = body_of(office.snapshot, body_id)
    drawn = ask_owners(world_of(office.snapshot, today()), body, office.rulebooks).svg()
    return Response(drawn, media_type="image/svg+xml", headers=HEADERS | {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox"})


@router.get("/bodies/{body_id:path}")
def show(request: Request, office: InOffice, principal: AtlasReader, body_id: str) -> Response:
    """The dossier."""
    del principal
    body = body_of(office.snapshot, body_id)
    return page(request, "body.html", {"section": "atlas", **view(office.snapshot, body, today(), office.rulebooks, programmes_of(office.snapshot))})
