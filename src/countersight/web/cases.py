"""The case queue and the page of a case: what is to be done, by whom, until when; what was proposed, and the second pair of eyes."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from starlette.datastructures import UploadFile

from countersight.access.asking import AtDesk, CaseReader, CaseWorker, InOffice
from countersight.access.office import Office
from countersight.access.principal import Principal
from countersight.cases.cases import Cases
from countersight.cases.folding import DISPOSITIONS, STATUSES, Case
from countersight.cases.pack import write_pack
from countersight.desk.desk import Handle
from countersight.errors import CountersightError, InputError, NotFoundError, UsageError
from countersight.web.asking import Form, see, text, today
from countersight.web.deciding import filed
from countersight.web.decisions import asked_of
from countersight.web.links import Live
from countersight.web.pages import HEADERS, page

router = APIRouter()
PIECE: Final = 50
APPROVALS: Final = frozenset({"approve", "reject"})


@router.get("/cases")
def queue(request: Request, principal: CaseReader, handle: AtDesk, status: str = "", mine: bool = False, after: str = "") -> Response:  # noqa: FBT001, FBT002, PLR0913, PLR0917 - the filters of the list
    """The queue."""
    only = {"status": status if status in STATUSES else "", "assignee": principal.user if mine else ""}
    rows = handle.queue.page(after[:80], PIECE + 1, **only)
    values = {"section": "cases", "rows": rows[:PIECE], "more": rows[PIECE - 1].id if len(rows) > PIECE else "", "status": status, "mine": mine, "counts": handle.queue.counts(), "statuses": STATUSES, "on": today().isoformat()}
    return page(request, "cases.html", values)


@router.get("/cases/{case_id}")
def show(request: Request, principal: CaseReader, handle: AtDesk, case_id: str) -> Response:
    """A case."""
    return _page(request, principal, handle, case_of(handle, principal, case_id))


def case_of(handle: Handle, principal: Principal, case_id: str) -> Case:
    """A case of the tenant.

    Raises:
        NotFoundError: There is none of that id.
    """
    try:
        return Cases(handle, principal.user).get(case_id)
    except UsageError as fault:
        raise NotFoundError(fault.message, hint="see the queue") from None


def _page(request: Request, principal: Principal, handle: Handle, case: Case, fault: CountersightError | None = None) -> Response:
    handle.reads.note(principal.user, "case", case.id, principal.key)
    made = filed(handle, case.decision)
    flags = {one.page: one for column in made.columns for one in column.flags if one.counts}
    values: dict[str, Any] = {
        "section": "cases", "case": case, "one": made, "events": Cases(handle, principal.user).events(case.id)[::-1], "flags": list(flags.values()), "open_questions_here": asked_of(made),
        "dispositions": DISPOSITIONS, "users": handle.people.users(), "may": principal.may("cases:write"), "fault": fault, "on": today().isoformat(),
        "may_approve": principal.may("cases:approve") and case.proposal is not None and case.proposal.by != principal.user, "snapshot": made.snapshot,
        "near": [row for row in made.parties if row["band"] != "no"],
    }  # fmt: skip
    return page(request, "case.html", values, status=200 if fault is None else fault.status)


def _day(form: Any, name: str) -> date | None:  # noqa: ANN401 - a form
    told = text(form, name)
    try:
        return date.fromisoformat(told) if told else None
    except ValueError:
        raise InputError(f"not a day: {told[:20]!r}", hint="write 2026-11-20") from None


def _needed(day: date | None) -> date:
    if day is None:
        raise InputError("a day is needed", hint="write 2026-11-20")
    return day


def _attached(cases: Cases, case_id: str, form: Any) -> Case:  # noqa: ANN401 - a form
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise InputError("no file was chosen", hint="choose one")
    return cases.attach(case_id, file.file.read(), file.filename[-200:], file.content_type or "application/octet-stream")


ACTS: Final[dict[str, Callable[[Cases, str, Any], Case]]] = {
    "assign": lambda cases, one, form: cases.assign(one, text(form, "to", 200)),
    "due": lambda cases, one, form: cases.due(one, _day(form, "day")),
    "comment": lambda cases, one, form: cases.comment(one, text(form, "text", 10_000)),
    "attach": _attached,
    "snooze": lambda cases, one, form: cases.snooze(one, _needed(_day(form, "until")), text(form, "reason")),
    "wake": lambda cases, one, _: cases.wake(one),
    "flag": lambda cases, one, form: cases.resolve_flag(one, text(form, "flag", 200), text(form, "how"), text(form, "evidence")),
    "again": lambda cases, one, form: cases.decide_again(one, text(form, "why") or "to read it anew"),
    "adjudicate": lambda cases, one, form: cases.adjudicate(one, text(form, "party", 400), text(form, "body", 400), text(form, "decided", 20), text(form, "note")),
    "propose": lambda cases, one, form: cases.propose(one, text(form, "disposition", 60), text(form, "reason")),
    "approve": lambda cases, one, form: cases.approve(one, text(form, "reason")),
    "reject": lambda cases, one, form: cases.reject(one, text(form, "reason")),
    "reopen": lambda cases, one, form: cases.reopen(one, text(form, "why")),
}
"""What may be done to a case, by the last word of the address that its form is sent to."""


@router.post("/cases/{case_id}/{act}")
def acted(request: Request, office: InOffice, principal: CaseWorker, handle: AtDesk, form: Form, case_id: str, act: str) -> Response:  # noqa: PLR0913, PLR0917 - what a page that decides needs
    """Do something to a case; what is refused is told on its page."""
    if act not in ACTS:
        raise NotFoundError(f"nothing is called {act[:40]!r} here", hint=", ".join(ACTS))
    if act in APPROVALS:
        principal.need("cases:approve")
    case_of(handle, principal, case_id)
    try:
        _act(office, handle, principal, case_id, act, form)
    except (UsageError, InputError) as fault:
        return _page(request, principal, handle, case_of(handle, principal, case_id), fault)
    return see(Live()("cases", case_id))


def _act(office: Office, handle: Handle, principal: Principal, case_id: str, act: str, form: Any) -> None:  # noqa: ANN401, PLR0913, PLR0917 - as above
    cases = Cases(handle, principal.user, office.screener)
    if act in {"flag", "again", "adjudicate"}:
        with office.alone():
            ACTS[act](cases, case_id, form)
    else:
        ACTS[act](cases, case_id, form)


@router.get("/cases/{case_id}/files/{sha256}")
def attachment(principal: CaseReader, handle: AtDesk, case_id: str, sha256: str) -> Response:
    """A file of a case; never shown in the browser, always saved."""
    case = case_of(handle, principal, case_id)
    row = next((one for one in case.attachments if one["sha256"] == sha256), None)
    data = handle.attachments.data(sha256) if row else None
    if row is None or data is None:
        raise NotFoundError("no such file in this case", hint="see its attachments")
    handle.reads.note(principal.user, "attachment", sha256, principal.key)
    return Response(data, media_type="application/octet-stream", headers=HEADERS | {"Content-Disposition": f'attachment; filename="{sha256[:16]}"', "Content-Security-Policy": "default-src 'none'; sandbox"})


@router.get("/cases/{case_id}/pack.zip")
def pack(office: InOffice, principal: CaseReader, handle: AtDesk, case_id: str) -> Response:
    """The evidence pack: one ZIP that verifies by itself on another machine, and replays."""
    case = case_of(handle, principal, case_id)
    handle.reads.note(principal.user, "evidence pack", case.id, principal.key)
    with tempfile.TemporaryDirectory(prefix="countersight-pack-") as folder, office.alone():
        out = Path(folder) / "pack.zip"
        write_pack(handle, case.id, office.screener, out)
        data = out.read_bytes()
    return Response(data, media_type="application/zip", headers=HEADERS | {"Content-Disposition": f'attachment; filename="{case.id}.zip"'})
