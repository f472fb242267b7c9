"""The atlas pages: reported exports on a map and in a table, the network, the bodies of a list, and what is held of which source."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from countersight.access.asking import AtlasReader, InOffice
from countersight.web.asking import today
from countersight.web.links import Live
from countersight.web.pages import page, reader_of
from countersight.web.views import bodies_view, exports_view, lists_view, network_view

router = APIRouter()


@router.get("/atlas")
def exports(request: Request, office: InOffice, principal: AtlasReader, supplier: str = "", place: str = "") -> Response:
    """Reported exports."""
    del principal
    values = exports_view(office.snapshot, reader_of(request).lang, supplier[:200], place[:2].upper())
    return page(request, "exports.html", {"section": "atlas", **values})


@router.get("/atlas/network")
def the_network(request: Request, office: InOffice, principal: AtlasReader) -> Response:
    """The network."""
    del principal
    return page(request, "network.html", {"section": "atlas", **network_view(office.snapshot, reader_of(request).lang, today(), Live())})


@router.get("/atlas/bodies")
def bodies(request: Request, office: InOffice, principal: AtlasReader, list: str = "", start: Annotated[int, Query(ge=0)] = 0) -> Response:  # noqa: A002 - the name in the address
    """Bodies, by list."""
    del principal
    return page(request, "bodies.html", {"section": "atlas", **bodies_view(office.snapshot, today(), list[:80], start)})


@router.get("/sources")
def held(request: Request, office: InOffice, principal: AtlasReader) -> Response:
    """Lists and sources."""
    del principal
    return page(request, "sources.html", {"section": "atlas", **lists_view(office.snapshot, today())})
