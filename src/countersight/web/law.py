"""The rulebook reader: every page of law with its history and its examples, run as they are shown; and the calendar."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from countersight.access.asking import InOffice, LawReader
from countersight.errors import NotFoundError
from countersight.model.units import years_after
from countersight.reports.calendar import calendar_rows
from countersight.reports.provisions import MEASURES, job_words, window_words
from countersight.rules.book import Rulebook
from countersight.rules.examples import ExampleRunner
from countersight.rules.ownership_head import investors_in_words, ownership_in_words
from countersight.rules.page import Page
from countersight.rules.syntax import show
from countersight.rules.window import phase
from countersight.web.asking import today
from countersight.web.pages import page

router = APIRouter()
AHEAD = 2
"""Years that the calendar looks ahead."""


@router.get("/law")
def books(request: Request, office: InOffice, principal: LawReader) -> Response:
    """Every rulebook with its pages."""
    del principal
    on = today()
    shelves = [(book, [(measure, rows) for measure in MEASURES if (rows := [(one, phase(one.head.windows, on, book.anchors)) for one in book.pages if one.head.measure == measure])]) for book in office.rulebooks]
    return page(request, "law.html", {"section": "law", "shelves": shelves, "job": job_words, "on": on})


@router.get("/law/calendar")
def calendar(request: Request, office: InOffice, principal: LawReader, past: bool = False) -> Response:  # noqa: FBT001, FBT002 - a query
    """What changes when."""
    del principal
    on = today()
    rows = calendar_rows(office.rulebooks, "" if past else on.isoformat(), "9999-12-31" if past else years_after(on, AHEAD).isoformat())
    known = {(book.id, one.id) for book in office.rulebooks for one in book.pages}
    return page(request, "calendar.html", {"section": "law", "rows": rows, "past": past, "on": on, "known": known})


@router.get("/law/{book_id}/{page_id}")
def provision(request: Request, office: InOffice, principal: LawReader, book_id: str, page_id: str) -> Response:
    """One page of law; where it stands once for each profile, all of them."""
    del principal
    book = next((one for one in office.rulebooks if one.id == book_id), None)
    found = [one for one in book.pages if one.id == page_id] if book else []
    if book is None or not found:
        raise NotFoundError(f"no page {page_id[:80]!r} in {book_id[:40]!r}", hint="the list of all pages is under Law")
    return page(request, "law_page.html", {"section": "law", "book": book, "shown": [_view(book, one) for one in found]})


def _view(book: Rulebook, one: Page) -> dict[str, Any]:
    head = one.head
    floor = head.investors.floor if head.investors else None
    return {
        "page": one, "now": phase(head.windows, today(), book.anchors), "job": job_words(one), "windows": [(window_words(each), each) for each in head.windows],
        "ownership": ownership_in_words(head.ownership) if head.ownership else "",
        "investors": investors_in_words(head.investors, floor if isinstance(floor, int) else None) if head.investors else "",
        "examples": ExampleRunner(book).run(one), "expr": lambda node: show(node.expr) if node.expr is not None else "",
    }  # fmt: skip
