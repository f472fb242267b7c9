"""Watching: customers and holdings that are decided again when a list, the law or the day changes; and the feed of what changed."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from countersight.access.asking import AtDesk, CaseReader, CaseWorker, InOffice
from countersight.api.asking import Cursor, Limit, Page, WriteOnce, cut, found, noted, text_position
from countersight.api.problems import documented
from countersight.cases.clock import held_snapshots
from countersight.cases.feed import feed
from countersight.cases.watching import Watching
from countersight.errors import InputError, Where
from countersight.intake.documents import of_loaded
from countersight.model.matter import Matter

router = APIRouter(prefix="/v1", tags=["watching"])

_ID = r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,199}$"
WatchId = Annotated[str, Path(pattern=_ID, description="the id of what is watched")]


class WatchSent(BaseModel):
    """A matter to watch: it is decided as of the day on which one looks."""

    model_config = ConfigDict(extra="forbid")
    matter: dict[str, Any] = Field(description="a matter: GET /v1/schemas/matter", examples=[{"id": "C-7", "kind": "parties", "parties": [{"role": "customer", "name": "Kestrelworks Optics", "country": "CN"}]}])
    label: Annotated[str, StringConstraints(max_length=500, pattern=r"^[^\x00]*$")] = ""
    id: str = Field(default="", pattern=rf"^$|{_ID}", description="an id of the office's own, for example the number of a customer; what is watched under it is replaced")


class WatchTold(BaseModel):
    """What is watched, with its last decision."""

    id: str
    kind: str
    label: str
    matter: dict[str, Any]
    decision: str
    outcome: str
    checked_on: str
    next_on: str = Field(description="the next day on which something changes for it by itself")
    case: str = Field(description="the case that is open about it, or empty")
    since: str
    by: str


class Ended(BaseModel):
    """It is watched no longer."""

    id: str


class LookTold(BaseModel):
    """What one look found."""

    on: str
    snapshot: str
    watched: int
    names: int = Field(description="how many names were looked up again")
    decided: dict[str, list[str]] = Field(description="what was decided again, and why")
    differences: list[dict[str, Any]]
    undecided: dict[str, str]
    reopened: list[str] = Field(description="cases that came back because a fact behind an adjudication changed")


def _read(sent: dict[str, Any]) -> Matter:
    intake = of_loaded(sent, "matter")
    if intake.faults or not intake.matters:
        first = intake.faults[0] if intake.faults else None
        raise InputError(first.message if first else "no matter", hint=first.hint if first else "GET /v1/schemas/matter", where=first.where if first else Where("matter"))
    if intake.matters[0].given is not None:
        raise InputError("a matter of the office brings no invented records", hint="leave `given` out", where=Where("matter", column="given"))
    return intake.matters[0]


@router.get("/watched", responses=documented())
def list_watched(handle: AtDesk, _: CaseReader, cursor: Cursor = "", limit: Limit = 50) -> Page[WatchTold]:
    """What is watched, by id."""
    rows = handle.watched.page(text_position(cursor), limit + 1)
    return Page(items=[WatchTold.model_validate(asdict(row)) for row in rows[:limit]], next=cut(rows, limit, lambda row: row.id))


@router.post("/watched", responses=documented(409), status_code=201, response_model=WatchTold)
def watch(sent: WatchSent, office: InOffice, handle: AtDesk, principal: CaseWorker, once: WriteOnce) -> Any:  # noqa: ANN401 - JSON that the model describes; as below
    """Watch a matter. It is decided now, and again when something changes; no case is opened for what is so already."""
    matter = _read(sent.matter)
    with office.alone():
        return once(lambda: WatchTold.model_validate(asdict(Watching(handle, office.screener, actor=principal.user).add(matter, sent.label, watch_id=sent.id))).model_dump(mode="json"))


@router.get("/watched/{watch_id}", responses=documented(404))
def get_watched(watch_id: WatchId, handle: AtDesk, principal: CaseReader) -> WatchTold:
    """One that is watched."""
    held = found(handle.watched.get(watch_id), "watched matter", watch_id, "GET /v1/watched lists them")
    noted(handle, principal, "watched", watch_id)
    return WatchTold.model_validate(asdict(held))


@router.delete("/watched/{watch_id}", responses=documented(404, 409), response_model=Ended)
def end(watch_id: WatchId, handle: AtDesk, _: CaseWorker, once: WriteOnce) -> Any:  # noqa: ANN401
    """Watch it no longer."""

    def write() -> dict[str, str]:
        found(handle.watched.end(watch_id) or None, "watched matter", watch_id, "GET /v1/watched lists them")
        return {"id": watch_id}

    return once(write)


@router.post("/watched/look", responses=documented(409), response_model=LookTold)
def look(office: InOffice, handle: AtDesk, principal: CaseWorker, once: WriteOnce) -> Any:  # noqa: ANN401
    """Look now: decide again what may have changed, and make cases of what did. The service looks by itself, too."""
    with office.alone():
        return once(lambda: LookTold.model_validate(asdict(Watching(handle, office.screener, actor=principal.user, find=held_snapshots(office.settings.cache)).look())).model_dump(mode="json"))


@router.get("/feed", responses={200: {"description": "Atom (RFC 4287)", "content": {"application/atom+xml": {"schema": {"type": "string"}}}}, **documented()}, response_class=Response)
def news(office: InOffice, handle: AtDesk, _: CaseReader, limit: Limit = 50, topic: Annotated[str, Query(max_length=100, pattern=r"^[a-z_.]*$", description="only what begins with it, for example watch.")] = "") -> Response:
    """What happened, as a feed: the newest first."""
    return Response(feed(handle, base=office.serving.url, limit=limit, topic=topic), media_type="application/atom+xml")
