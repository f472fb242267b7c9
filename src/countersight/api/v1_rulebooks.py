"""Rulebooks: the law as pages, with its worked examples run, its calendar, and what differs between two days or two books."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel, Field

from countersight.access.asking import InOffice, LawReader
from countersight.access.office import Office
from countersight.api.asking import found
from countersight.api.problems import documented
from countersight.errors import UsageError
from countersight.model.units import years_after
from countersight.reports.calendar import calendar_rows
from countersight.reports.law import between_books, between_days, page_record, page_row
from countersight.rules.book import Rulebook
from countersight.rules.page import Page as LawPage
from countersight.rules.window import phase

router = APIRouter(prefix="/v1/rulebooks", tags=["law"])

BookId = Annotated[str, Path(max_length=100, description="the id of a rulebook, for example us-in-force")]
PageId = Annotated[str, Path(max_length=100, description="the id of a page, for example ear.744.21")]
Day = Annotated[date | None, Query()]
AHEAD = 2
"""Years that the calendar looks ahead where nothing is said."""


class Book(BaseModel):
    """A rulebook."""

    id: str
    title: str
    jurisdiction: str
    status: str = Field(description="in_force or proposed")
    columns: list[str] = Field(description="the columns of a decision that it gives: one for each profile")
    pages: int
    sha256: str


class PageRow(BaseModel):
    """A page in the list."""

    rulebook: str
    profiles: list[str]
    id: str
    title: str
    citations: list[str]
    measure: str
    job: str
    windows: list[str]
    verified_on: str
    sha256: str


class PageWhole(PageRow):
    """A page whole."""

    text: str
    notes: str
    for_each: list[str]
    rule: dict[str, Any] = Field(description="the rule as an outline: label, words, expression, parts")
    ownership: str
    investors: str
    source: dict[str, str] | None
    file: str
    examples: list[dict[str, Any]]


class ExampleRun(BaseModel):
    """A worked example, run just now."""

    page: str
    case: str
    on: str
    profile: str
    facts: dict[str, str]
    wanted: str
    got: str
    passed: bool
    fault: str


class CalendarDay(BaseModel):
    """A day on which a page, a parameter or what was verified changes."""

    on: str
    rulebook: str
    id: str
    title: str
    change: str
    file: str


def _book(office: Office, book_id: str) -> Rulebook:
    return found(next((one for one in office.rulebooks if one.id == book_id), None), "rulebook", book_id, "GET /v1/rulebooks lists them")


def _pages(book: Rulebook, page_id: str) -> list[LawPage]:
    pages = [one for one in book.pages if one.id == page_id]
    return found(pages or None, "page", page_id, f"GET /v1/rulebooks/{book.id}/pages lists them")


@router.get("", responses=documented())
def list_rulebooks(office: InOffice, _: LawReader) -> list[Book]:
    """The rulebooks that decisions read, in the order of their columns."""
    return [Book(id=one.id, title=one.title, jurisdiction=one.jurisdiction, status=one.status, columns=list(one.columns), pages=len(one.pages), sha256=one.sha256) for one in office.rulebooks]


@router.get("/{book}/pages", responses=documented(404))
def list_pages(book: BookId, office: InOffice, _: LawReader, on: Annotated[date | None, Query(description="only pages that speak on that day")] = None) -> list[PageRow]:
    """Every page, with its citation, window and status."""
    held = _book(office, book)
    return [PageRow.model_validate(page_row(held, page)) for page in held.pages if on is None or phase(page.head.windows, on, held.anchors)]


@router.get(
    "/{book}/pages/{page}",
    response_model=list[PageWhole],
    responses={200: {"description": "One entry for each profile that has a page of its own", "content": {"text/markdown": {"schema": {"type": "string"}}}}, **documented(404)},
)
def get_page(book: BookId, page: PageId, request: Request, office: InOffice, _: LawReader) -> Any:  # noqa: ANN401 - JSON or text
    """A page whole; with `Accept: text/markdown` as its authors wrote it."""
    held = _book(office, book)
    pages = _pages(held, page)
    if request.headers.get("accept", "").startswith("text/markdown"):
        return PlainTextResponse("\n\n".join(held.files[one.file] for one in pages), media_type="text/markdown")
    return [PageWhole.model_validate(page_record(held, one)) for one in pages]


@router.get("/{book}/pages/{page}/examples", responses=documented(404))
def run_examples(book: BookId, page: PageId, office: InOffice, _: LawReader) -> list[ExampleRun]:
    """The worked examples of a page, run just now."""
    from countersight.rules.examples import ExampleRunner  # noqa: PLC0415 - compiles pages

    held = _book(office, book)
    runner = ExampleRunner(held)
    return [
        ExampleRun(page=page, case=one.example.case, on=one.example.on, profile=one.profile, facts=dict(one.example.cells), wanted=one.example.result, got=one.got, passed=one.passed, fault=one.fault)
        for each in _pages(held, page)
        for one in runner.run(each)
    ]


@router.get("/{book}/calendar", responses=documented(404))
def calendar(
    book: BookId,
    office: InOffice,
    _: LawReader,
    start: Annotated[date | None, Query(alias="from", description="from that day on; from today where both ends are left out")] = None,
    end: Annotated[date | None, Query(alias="to", description="before that day; two years ahead where both ends are left out")] = None,
    enacted: Annotated[date | None, Query(description="with the proposed Act enacted on that day")] = None,
) -> list[CalendarDay]:
    """What begins, ends or becomes doubtful: of pages, of parameters, and of what was verified a year before."""
    if start is None and end is None:
        start = datetime.now(UTC).date()
        end = years_after(start, AHEAD)
    rows = calendar_rows([_book(office, book).enacted(enacted)], start.isoformat() if start else "", end.isoformat() if end else "9999-12-31")
    return [CalendarDay.model_validate(row) for row in rows]


@router.get("/{book}/diff", responses=documented(404))
def diff(
    book: BookId,
    office: InOffice,
    _: LawReader,
    start: Annotated[date | None, Query(alias="from", description="the first day")] = None,
    end: Annotated[date | None, Query(alias="to", description="the second day")] = None,
    against: Annotated[str, Query(max_length=100, description="another rulebook, in place of two days")] = "",
) -> list[str]:
    """What differs in a rulebook between two days, or between two rulebooks, a line each."""
    held = _book(office, book)
    if against:
        return list(between_books(held, _book(office, against)))
    if start is None or end is None:
        raise UsageError("nothing to compare with", hint="give from and to, or against")
    return list(between_days(held, start, end))
