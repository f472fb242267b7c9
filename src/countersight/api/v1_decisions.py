"""Decisions: listed, read whole, explained, replayed, and as the letter, the workpapers and the page that the command writes."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse
from pydantic import BaseModel, Field, TypeAdapter

from countersight.access.asking import AtDesk, DecisionReader, InOffice
from countersight.access.principal import Principal
from countersight.api.asking import Cursor, Limit, Page, cut, found, noted, position_of
from countersight.api.problems import documented
from countersight.app import law_below
from countersight.desk.desk import Handle
from countersight.errors import DataError, InputError, NotFoundError
from countersight.model.decision import Decision
from countersight.model.stored import read_decision
from countersight.reports.screening import Screening

router = APIRouter(prefix="/v1/decisions", tags=["decisions"])

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DecisionId = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$", description="the hash that is the id of a decision")]
_BIGGEST: Final = 2**53


class InList(BaseModel):
    """A decision in the list."""

    id: str
    seq: int = Field(description="its place in the ledger")
    matter: str
    kind: str
    day: str
    outcome: str = Field(description="the worst outcome of the law in force")
    snapshot: str
    at: str


class OpenQuestion(BaseModel):
    """A question, once, with everything that waits for it."""

    about: str
    ask: str
    note: str
    waits: list[str]


class SourceRead(BaseModel):
    """What a finding rests on."""

    citation: str
    nature: str
    url: str
    seen: str
    pages: list[str]


class Explanation(BaseModel):
    """A decision in words."""

    id: str
    text: str = Field(description="the proof of every finding, what was checked, and the questions, as a lawyer reads them")
    questions: list[OpenQuestion]
    sources: list[SourceRead]


class Replayed(BaseModel):
    """Whether the same comes out today."""

    id: str
    same: bool = Field(description="to the letter")
    now: str = Field(description="the id of what comes out today")
    outcomes: dict[str, str]
    differs: list[str] = Field(description="the program, the evidence, a page of law, then the outcome, in words")


def _decision(handle: Handle, principal: Principal, decision_id: str, what: str = "decision") -> dict[str, Any]:
    try:
        held = handle.decisions.get(decision_id)
    except DataError as fault:  # it was purged: the ledger says by whom
        raise NotFoundError(fault.message, hint=fault.hint) from None
    stored = found(held, "decision", decision_id, "GET /v1/decisions lists them")
    noted(handle, principal, what, decision_id)
    return stored


@router.get("", responses=documented())
def list_decisions(
    handle: AtDesk,
    _: DecisionReader,
    cursor: Cursor = "",
    limit: Limit = 50,
    matter: Annotated[str, Query(max_length=500, description="only on the matter of that id")] = "",
    outcome: Annotated[str, Query(max_length=50, pattern="^[a-z_]*$", description="only with that worst outcome")] = "",
) -> Page[InList]:
    """Decisions, the newest first."""
    after = position_of(cursor) if cursor else None
    if cursor and (isinstance(after, bool) or not isinstance(after, int) or not 0 <= after < _BIGGEST):
        raise InputError("this is no cursor of this list", hint="take `next` as the page before gave it")
    if "\0" in matter:
        raise InputError("no id holds a zero character", hint="GET /v1/matters lists the ids")
    rows = handle.decisions.page(after, limit + 1, matter=matter, outcome=outcome)
    return Page(items=[InList.model_validate(row, from_attributes=True) for row in rows[:limit]], next=cut(rows, limit, lambda row: row.seq))


_JSON: Final = {"application/json": {"schema": {"$ref": "#/components/schemas/Decision"}}}
_FORMS: Final = {"text/html": {"schema": {"type": "string"}}, "application/pdf": {"schema": {"type": "string", "format": "binary"}}, XLSX: {"schema": {"type": "string", "format": "binary"}}}


@router.get("/{decision_id}", responses={200: {"description": "The decision, in the form that `Accept` asks for", "content": {**_JSON, **_FORMS}}, **documented(404)}, response_class=JSONResponse)
def get_decision(decision_id: DecisionId, request: Request, handle: AtDesk, principal: DecisionReader) -> Response:
    """A decision with its whole proof; with `Accept` as a letter (PDF), workpapers (XLSX) or a page (HTML)."""
    stored = _decision(handle, principal, decision_id)
    wanted = request.headers.get("accept", "").partition(",")[0].partition(";")[0].strip().casefold()
    form = _MADE.get(wanted)
    return form(read_decision(stored)) if form else JSONResponse(stored)


def _letter(one: Decision) -> Response:
    from countersight.reports.letter import letter_report  # noqa: PLC0415 - the typesetter is an extra, and heavy

    return _file(letter_report(Screening([one])), "application/pdf", one, "pdf")


def _workpaper(one: Decision) -> Response:
    from countersight.reports.workbook import workbook_report  # noqa: PLC0415 - heavy

    return _file(workbook_report(Screening([one])), XLSX, one, "xlsx")


def _page(one: Decision) -> Response:
    from countersight.reports.html import page  # noqa: PLC0415 - heavy

    return HTMLResponse(page(Screening([one]), title="Decision"), headers={"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"})


def _file(data: bytes, media: str, one: Decision, ending: str) -> Response:
    return Response(data, media_type=media, headers={"content-disposition": f'attachment; filename="countersight-{one.id[:12]}.{ending}"'})


_MADE: Final[dict[str, Callable[[Decision], Response]]] = {"application/pdf": _letter, XLSX: _workpaper, "text/html": _page}


def _form(media: str) -> dict[int | str, dict[str, Any]]:
    return {200: {"description": "The file", "content": {media: _FORMS[media]}}, **documented(404)}


@router.get("/{decision_id}/letter", responses=_form("application/pdf"), response_class=Response)
def letter(decision_id: DecisionId, handle: AtDesk, principal: DecisionReader) -> Response:
    """The decision letter, as PDF/UA."""
    return _letter(read_decision(_decision(handle, principal, decision_id, "letter")))


@router.get("/{decision_id}/workpaper", responses=_form(XLSX), response_class=Response)
def workpaper(decision_id: DecisionId, handle: AtDesk, principal: DecisionReader) -> Response:
    """The workpapers, as XLSX."""
    return _workpaper(read_decision(_decision(handle, principal, decision_id, "workpaper")))


@router.get("/{decision_id}/page", responses=_form("text/html"), response_class=HTMLResponse)
def page(decision_id: DecisionId, handle: AtDesk, principal: DecisionReader) -> Response:
    """The decision as one page of HTML that needs nothing else."""
    return _page(read_decision(_decision(handle, principal, decision_id, "page")))


@router.get("/{decision_id}/explanation", responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}, **documented(404)}, response_model=Explanation)
def explanation(decision_id: DecisionId, request: Request, handle: AtDesk, principal: DecisionReader) -> Any:  # noqa: ANN401 - JSON or text
    """The proof of every finding in words, what was checked, the open questions and the sources; with `Accept: text/plain` the words alone."""
    from countersight.reports.gathered import open_questions, sources  # noqa: PLC0415 - heavy
    from countersight.reports.why import why  # noqa: PLC0415 - heavy

    one = read_decision(_decision(handle, principal, decision_id, "explanation"))
    if request.headers.get("accept", "").startswith("text/plain"):
        return PlainTextResponse(why(one))
    return Explanation(
        id=decision_id,
        text=why(one),
        questions=[OpenQuestion(about=each.about, ask=each.ask, note=each.note, waits=list(each.waits)) for each in open_questions(one)],
        sources=[SourceRead(citation=row.citation, nature=row.nature, url=row.url, seen=row.seen, pages=list(row.pages)) for row in sources(one)],
    )


@router.get("/{decision_id}/replay", responses=documented(404))
def replay(decision_id: DecisionId, office: InOffice, handle: AtDesk, principal: DecisionReader) -> Replayed:
    """Decide the stored decision again, under its own options, and say what differs: nothing is filed."""
    from countersight.screening.replay import replay as again  # noqa: PLC0415 - heavy

    stored = _decision(handle, principal, decision_id, "replay")
    books = office.rulebooks
    with office.alone():
        got = again(stored, office.snapshot, books, law_below(books))
    return Replayed(id=decision_id, same=got.same, now=got.new.id, outcomes=got.new.outcomes(), differs=list(got.differs))


def schemas() -> dict[str, Any]:
    """The components of these routes that are no models of FastAPI."""
    made = decision_schema("#/components/schemas/{model}")
    parts: dict[str, Any] = made.pop("$defs", {})
    parts.pop("Decision", None)
    return {**parts, "Decision": made}


def decision_schema(template: str = "#/$defs/{model}") -> dict[str, Any]:
    """The JSON Schema of a decision as ``to_dict`` writes it."""
    made = TypeAdapter(Decision).json_schema(ref_template=template, mode="serialization")
    if "$ref" in made:  # a recursive schema stands among its own parts
        made = {**made["$defs"].pop("Decision"), "$defs": made["$defs"]}
    made["properties"] = {"id": {"type": "string", "pattern": "^[0-9a-f]{64}$", "description": "SHA-256 of the canonical JSON of the rest"}, **made["properties"]}
    return json.loads(json.dumps(made))  # type: ignore[no-any-return]
