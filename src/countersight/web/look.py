"""The first page, and to look something up: bodies by their names in any script, pages of law; as one types, where htmx is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from fastapi import APIRouter, Request, Response

from countersight.access.asking import AtDesk, InOffice, Matcher
from countersight.access.office import Office
from countersight.match.outcome import Match
from countersight.model.body import Body
from countersight.rules.book import Rulebook
from countersight.rules.page import Page
from countersight.web.asking import today
from countersight.web.pages import fragment, page, wants_part

router = APIRouter()
LONGEST: Final = 300
NEAR: Final = 8
"""Names that share letters, and pages of law, that are shown."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A body that was found, and why; without a match it only shares letters with what was typed."""

    body: Body
    match: Match | None
    through: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found."""

    asked: str
    hits: list[Hit]
    near: list[Hit]
    pages: list[tuple[Rulebook, Page]]
    notes: tuple[str, ...]
    partial: list[str]
    """Lists that are not held in full: not finding a name there says nothing."""


def looked(office: Office, asked: str, on: date) -> Looked:
    """Look something up."""
    snapshot = office.snapshot
    if not asked:
        return Looked("", [], [], [], (), [])
    answer = office.screener.match(asked, use="wide")
    hits = [Hit(body, match, match.name_matched) for match in answer if (body := snapshot.body(match.body_id))]
    known = {hit.body.id for hit in hits}
    near: list[Hit] = []
    for body_id, name, _ in snapshot.candidates(asked, 40):
        if body_id not in known and len(near) < NEAR and (body := snapshot.body(body_id)):
            known.add(body_id)
            near.append(Hit(body, None, name))
    wanted = asked.casefold()
    pages = [(book, one) for book in office.rulebooks for one in book.pages if wanted in one.id.casefold() or wanted in one.title.casefold()]
    partial = [row.list_id for row in snapshot.coverages() if not snapshot.covers(row.list_id, on)]
    return Looked(asked, hits, near, pages[:NEAR], answer.notes, partial)


@router.get("/")
def home(request: Request, office: InOffice, principal: Matcher, handle: AtDesk) -> Response:
    """The first page."""
    records = office.snapshot
    counts = handle.queue.counts() if principal.may("cases:read") else {}
    mine = handle.queue.page(limit=5, assignee=principal.user) if principal.may("cases:read") else []
    recent = handle.decisions.page(limit=5) if principal.may("decisions:read") else []
    values: dict[str, Any] = {
        "section": "home", "snapshot": records.content_hash, "bodies": len(records.body_ids()), "lists": records.coverages(),
        "pages": sum(len(book.pages) for book in office.rulebooks), "counts": counts, "mine": mine, "recent": recent,
    }  # fmt: skip
    return page(request, "home.html", values)


@router.get("/look")
def look(request: Request, office: InOffice, principal: Matcher, q: str = "") -> Response:
    """Look something up."""
    del principal
    on = today()
    values = {"section": "look", "found": looked(office, q.strip()[:LONGEST], on), "on": on, "snapshot": office.snapshot.content_hash}
    if wants_part(request):
        return fragment(request, "hits.html", values)
    return page(request, "look.html", values)
