"""The routes of the yente wire format."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from countersight.api.yente.faults import WireError, told
from countersight.api.yente.held import held_for, screener_of
from countersight.api.yente.match import answer, read_body
from countersight.api.yente.params import params_of

router = APIRouter()


def dumped(value: Any, headers: dict[str, str]) -> Response:  # noqa: ANN401 - JSON
    """An answer as JSON."""
    import json  # noqa: PLC0415

    return Response(json.dumps(value, ensure_ascii=False, separators=(",", ":")), media_type="application/json", headers=headers)


@router.post("/match/{dataset}", tags=["Matching"])
async def match(dataset: str, request: Request) -> Response:
    """Find the bodies that examples may be."""
    try:
        held = held_for(request)
        queries = read_body(await request.body())
        body = await answer(held, screener_of(request).decided, held.dataset(dataset), queries, params_of(request.scope["query_string"]))
    except WireError as fault:
        return told(fault)
    return Response(body, media_type="application/json", headers={"x-batch-size": str(len(queries)), **held.headers})
