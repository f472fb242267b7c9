"""Routes that read what is held: a body, what points at it, and who says each thing of it."""

from __future__ import annotations

from typing import Annotated, Any, Final
from urllib.parse import quote

from fastapi import Path, Query, Request, Response

from countersight.api.problems import documented
from countersight.api.yente import data, wire
from countersight.api.yente.held import held_for
from countersight.api.yente.routing import MAX_OFFSET, MAX_PAGE, READING, EntityPath, Limit, Offset, dumped, router
from countersight.errors import NotFoundError, UsageError

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
