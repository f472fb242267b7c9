"""Cases: everything that an office does with one, each an event that is kept. Nothing is decided here: what decides again is what decided before."""

from __future__ import annotations

import tempfile
from dataclasses import asdict
from pathlib import Path as FilePath
from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Path, Query, Response, UploadFile
from pydantic import BaseModel

from countersight.access.asking import AtDesk, CaseReader, InOffice
from countersight.api.acting import (
    Acting,
    Adjudicated,
    Answered,
    Approved,
    Assigned,
    CaseId,
    CaseRow,
    CaseTold,
    Commented,
    Due,
    EventTold,
    Opened,
    Proposed,
    Reasoned,
    Resolved,
    Snoozed,
    Status,
    acting,
    approving,
    there,
    told,
)  # fmt: skip
from countersight.api.asking import Cursor, Limit, Page, cut, found, noted, text_position
from countersight.api.problems import documented
from countersight.cases.cases import Cases
from countersight.desk.filed import LARGEST
from countersight.errors import TooLargeError

router = APIRouter(prefix="/v1/cases", tags=["cases"])

Act = Annotated[Acting, Depends(acting)]
Approve = Annotated[Acting, Depends(approving)]
Sha256 = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$", description="the hash of the file's bytes")]
_TEXT = r"^[^\x00]*$"
_READS = documented(404)
_WRITES = documented(404, 409)


class Counts(BaseModel):
    """How many cases there are by status."""

    counts: dict[str, int]


@router.get("", responses=documented())
def list_cases(  # noqa: PLR0913, PLR0917 - filters
    handle: AtDesk,
    _: CaseReader,
    cursor: Cursor = "",
    limit: Limit = 50,
    status: Annotated[Status | None, Query()] = None,
    assignee: Annotated[str, Query(max_length=200, pattern=_TEXT)] = "",
    matter: Annotated[str, Query(max_length=500, pattern=_TEXT)] = "",
    outcome: Annotated[str, Query(max_length=50, pattern="^[a-z_]*$")] = "",
    due_before: Annotated[str, Query(pattern=r"^(\d{4}-\d{2}-\d{2})?$", description="due before that day")] = "",
) -> Page[CaseRow]:
    """The queue, the newest first."""
    only = {"status": status or "", "assignee": assignee, "matter": matter, "outcome": outcome, "due_before": due_before}
    rows = handle.queue.page(text_position(cursor), limit + 1, **only)
    return Page(items=[CaseRow.model_validate(asdict(row)) for row in rows[:limit]], next=cut(rows, limit, lambda row: row.id))


@router.get("/counts", responses=documented())
def counts(handle: AtDesk, _: CaseReader) -> Counts:
    """How many cases there are by status."""
    return Counts(counts=handle.queue.counts())


@router.post("", responses=_WRITES, status_code=201, response_model=CaseTold)
def open_case(sent: Opened, handle: AtDesk, act: Act) -> Any:  # noqa: ANN401 - JSON that the model describes; as below
    """Open a case about a decision that is filed."""
    found(handle.decisions.row(sent.decision), "decision", sent.decision, "POST /v1/matters files decisions")
    return act("", lambda cases: cases.open(sent.decision, sent.title, sent.why))


@router.get("/{case_id}", responses=_READS, response_model=CaseTold)
def get_case(case_id: CaseId, handle: AtDesk, principal: CaseReader) -> Any:  # noqa: ANN401
    """A case as it stands."""
    there(handle, case_id)
    noted(handle, principal, "case", case_id)
    return told(Cases(handle, principal.user).get(case_id))


@router.get("/{case_id}/events", responses=_READS)
def events(case_id: CaseId, handle: AtDesk, principal: CaseReader) -> list[EventTold]:
    """Everything that happened to a case, in its order."""
    there(handle, case_id)
    noted(handle, principal, "case", case_id)
    return [EventTold.model_validate(asdict(one)) for one in Cases(handle, principal.user).events(case_id)]


@router.post("/{case_id}/assign", responses=_WRITES, response_model=CaseTold)
def assign(case_id: CaseId, sent: Assigned, act: Act) -> Any:  # noqa: ANN401
    """Give a case to somebody."""
    return act(case_id, lambda cases: cases.assign(case_id, sent.to))


@router.post("/{case_id}/due", responses=_WRITES, response_model=CaseTold)
def due(case_id: CaseId, sent: Due, act: Act) -> Any:  # noqa: ANN401
    """Set the day by which it is to be done."""
    return act(case_id, lambda cases: cases.due(case_id, sent.day))


@router.post("/{case_id}/comments", responses=_WRITES, response_model=CaseTold)
def comment(case_id: CaseId, sent: Commented, act: Act) -> Any:  # noqa: ANN401
    """Say something."""
    return act(case_id, lambda cases: cases.comment(case_id, sent.text))


@router.post("/{case_id}/attachments", responses=_WRITES, response_model=CaseTold)
def attach(case_id: CaseId, act: Act, file: Annotated[UploadFile, File(description="any file")]) -> Any:  # noqa: ANN401
    """Attach a file, by the hash of its bytes."""
    data = file.file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise TooLargeError(f"an attachment has at most {LARGEST:,} bytes", hint="send what the case needs of it")
    name = "".join(sign for sign in (file.filename or "file") if sign.isprintable())[:200] or "file"
    act.once.also(str(hash_of(data)), name)
    return act(case_id, lambda cases: cases.attach(case_id, data, name, _plain_media(file.content_type)))


def hash_of(data: bytes) -> str:
    """The hash by which a file is kept."""
    from countersight.model.canonical import digest  # noqa: PLC0415 - of this route alone

    return digest(data)


def _plain_media(told_type: str | None) -> str:
    """A media type as it may stand in a header again."""
    text = (told_type or "").partition(";")[0].strip().casefold()
    return text if text.isascii() and text.replace("/", "").replace("-", "").replace("+", "").replace(".", "").isalnum() and text.count("/") == 1 else "application/octet-stream"


@router.get(
    "/{case_id}/attachments/{sha256}",
    responses={200: {"description": "The bytes", "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}, **documented(404)},
    response_class=Response,
)
def attachment(case_id: CaseId, sha256: Sha256, handle: AtDesk, principal: CaseReader) -> Response:
    """The bytes of a file that is attached to a case; a browser saves it and never shows it."""
    there(handle, case_id)
    case = Cases(handle, principal.user).get(case_id)
    held = next((one for one in case.attachments if one["sha256"] == sha256), None)
    found(held, "attachment", sha256, "GET /v1/cases/{id} lists them")
    data = found(handle.attachments.data(sha256), "attachment", sha256, "it was purged")
    noted(handle, principal, "attachment", sha256)
    return Response(data, media_type="application/octet-stream", headers={"content-disposition": f'attachment; filename="{sha256[:16]}"', "content-security-policy": "sandbox"})


@router.get(
    "/{case_id}/pack",
    responses={200: {"description": "A ZIP that verifies by itself on another machine", "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}}}, **documented(404)},
    response_class=Response,
)
def pack(case_id: CaseId, office: InOffice, handle: AtDesk, principal: CaseReader) -> Response:
    """The evidence pack of a case: decision, events, law, evidence, attachments, signed; `python verify.py` inside checks it."""
    from countersight.cases.pack import write_pack  # noqa: PLC0415 - of this route alone

    there(handle, case_id)
    noted(handle, principal, "pack", case_id)
    with tempfile.TemporaryDirectory(prefix="countersight-") as folder, office.alone():
        out = FilePath(folder) / "pack.zip"
        write_pack(handle, case_id, office.screener, out)
        data = out.read_bytes()
    return Response(data, media_type="application/zip", headers={"content-disposition": f'attachment; filename="{case_id}.zip"'})


@router.post("/{case_id}/snooze", responses=_WRITES, response_model=CaseTold)
def snooze(case_id: CaseId, sent: Snoozed, act: Act) -> Any:  # noqa: ANN401
    """Let a case rest until a day, for a reason."""
    return act(case_id, lambda cases: cases.snooze(case_id, sent.until, sent.reason))


@router.post("/{case_id}/wake", responses=_WRITES, response_model=CaseTold)
def wake(case_id: CaseId, sent: Reasoned, act: Act) -> Any:  # noqa: ANN401
    """Take a case up again that rested."""
    return act(case_id, lambda cases: cases.wake(case_id, sent.reason))


@router.post("/{case_id}/flags", responses=_WRITES, response_model=CaseTold)
def resolve_flag(case_id: CaseId, sent: Resolved, act: Act) -> Any:  # noqa: ANN401
    """Say how a red flag was resolved: the matter is decided again with it."""
    return act(case_id, lambda cases: cases.resolve_flag(case_id, sent.flag, sent.how, sent.evidence), decides=True)


@router.post("/{case_id}/answers", responses=_WRITES, response_model=CaseTold)
def answer(case_id: CaseId, sent: Answered, act: Act) -> Any:  # noqa: ANN401
    """Answer a question that the decision left open: the matter is decided again with it."""
    return act(case_id, lambda cases: cases.answer(case_id, sent.fact, sent.value, sent.evidence, sent.about), decides=True)


@router.post("/{case_id}/decide", responses=_WRITES, response_model=CaseTold)
def decide_again(case_id: CaseId, sent: Reasoned, act: Act) -> Any:  # noqa: ANN401
    """Decide the matter again, over the evidence and the law that are held now."""
    return act(case_id, lambda cases: cases.decide_again(case_id, sent.reason), decides=True)


@router.post("/{case_id}/adjudications", responses=_WRITES, response_model=CaseTold)
def adjudicate(case_id: CaseId, sent: Adjudicated, act: Act) -> Any:  # noqa: ANN401
    """Decide that a party is a body, or is not: the matter is decided again with it."""
    return act(case_id, lambda cases: cases.adjudicate(case_id, sent.party, sent.body, sent.decided, sent.note, sent.until), decides=True)


@router.post("/{case_id}/proposals", responses=_WRITES, response_model=CaseTold)
def propose(case_id: CaseId, sent: Proposed, act: Act) -> Any:  # noqa: ANN401
    """Propose what to do; another person approves."""
    return act(case_id, lambda cases: cases.propose(case_id, sent.disposition, sent.reason))


@router.post("/{case_id}/approve", responses=_WRITES, response_model=CaseTold)
def approve(case_id: CaseId, sent: Approved, act: Approve) -> Any:  # noqa: ANN401
    """Approve what somebody else proposed; who proposed cannot."""
    return act(case_id, lambda cases: cases.approve(case_id, sent.reason, close=sent.close))


@router.post("/{case_id}/reject", responses=_WRITES, response_model=CaseTold)
def reject(case_id: CaseId, sent: Reasoned, act: Approve) -> Any:  # noqa: ANN401
    """Reject what somebody else proposed: it goes back to review."""
    return act(case_id, lambda cases: cases.reject(case_id, sent.reason))


@router.post("/{case_id}/close", responses=_WRITES, response_model=CaseTold)
def close(case_id: CaseId, sent: Reasoned, act: Act) -> Any:  # noqa: ANN401
    """Close a case whose disposition was approved."""
    return act(case_id, lambda cases: cases.close(case_id, sent.reason))


@router.post("/{case_id}/reopen", responses=_WRITES, response_model=CaseTold)
def reopen(case_id: CaseId, sent: Reasoned, act: Act) -> Any:  # noqa: ANN401
    """Open a closed case again; what was approved counts no longer."""
    return act(case_id, lambda cases: cases.reopen(case_id, sent.reason))
