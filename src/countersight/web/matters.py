"""Matters: the list of what was decided, the choice of a kind, and the form of one."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from countersight.access.asking import AtDesk, Decider, DecisionReader, InOffice
from countersight.errors import CountersightError
from countersight.web.asking import Form, see, text
from countersight.web.deciding import decided, matter_read
from countersight.web.forms import MOST, Draft, draft, matter_of
from countersight.web.links import Live
from countersight.web.pages import page
from countersight.web.wording import KIND_HELP

router = APIRouter()
PIECE = 50


@router.get("/matters")
def listed(request: Request, principal: DecisionReader, handle: AtDesk, after: int = 0, outcome: str = "", matter: str = "") -> Response:  # noqa: PLR0913, PLR0917 - the filters of the list
    """Decisions, the newest first."""
    rows = handle.decisions.page(after or None, PIECE + 1, outcome=outcome[:40], matter=matter[:300])
    more = rows[PIECE - 1].seq if len(rows) > PIECE else 0
    values = {"section": "matters", "rows": rows[:PIECE], "more": more, "outcome": outcome, "may": principal.may("matters:decide")}
    return page(request, "matters.html", values)


@router.get("/matters/new")
def kinds(request: Request, principal: Decider) -> Response:
    """Which kind?"""
    del principal
    return page(request, "kinds.html", {"section": "matters", "help": KIND_HELP})


@router.get("/matters/new/{kind}")
def empty(request: Request, principal: Decider, kind: str) -> Response:
    """An empty form."""
    del principal
    return _form(request, draft(kind, {}))


@router.post("/matters/new/{kind}")
def sent(request: Request, office: InOffice, principal: Decider, handle: AtDesk, form: Form, kind: str) -> Response:  # noqa: PLR0913, PLR0917 - what a page that decides needs
    """Decide what was typed; or one more row, or what was wrong."""
    typed = {key: text(form, key) for key in form}
    told = draft(kind, typed)
    if typed.get("more") == "party":
        told.parties = min(told.parties + 1, MOST)
        return _form(request, told)
    if typed.get("more") == "line":
        told.lines = min(told.lines + 1, MOST)
        return _form(request, told)
    try:
        made = decided(office, handle, principal, matter_read(matter_of(told)))
    except CountersightError as fault:
        return _form(request, told, fault)
    return see(Live()("decisions", made.id))


def _form(request: Request, told: Draft, fault: CountersightError | None = None) -> Response:
    values: dict[str, Any] = {"section": "matters", "draft": told, "fault": fault, "help": KIND_HELP}
    return page(request, "matter.html", values, status=200 if fault is None else 422)
