"""The calendar of the law: what begins, ends or becomes doubtful, of pages, of parameters, and of what was verified a year before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from countersight.reports.provisions import value_words
from countersight.rules.book import Rulebook
from countersight.rules.lint import MAX_AGE
from countersight.rules.page import Page
from countersight.rules.window import phase


def calendar_rows(books: Sequence[Rulebook], first: str = "", over: str = "9999-12-31") -> list[dict[str, str]]:
    """Every change, in the order of days: ``on``, ``rulebook``, ``id``, ``title``, ``change``, ``file``.

    Args:
        books: The rulebooks, with their anchors set.
        first: The first day that is told, ISO.
        over: The first day that is told no more.
    """
    rows = [row for book in books for row in (*_pages(book), *_values(book), *_ageing(book)) if first <= row["on"] < over]
    rows.sort(key=lambda row: (row["on"], row["rulebook"], row["id"], row["file"]))
    return rows


def standing(status: str, doubt: str) -> str:
    """A status, with the doubt that a page has on a day."""
    return f"{status} ({doubt})" if doubt and status == "in_force" else status


def _pages(book: Rulebook) -> Iterator[dict[str, str]]:
    for day, page in book.calendar():
        yield _entry(day, book, page.id, page.title, _turn(page, day, book), page.file)


def _values(book: Rulebook) -> Iterator[dict[str, str]]:
    """Values of parameters that begin."""
    for name, one in book.parameters.items():
        for value in one.values:
            day = value.start.on_calendar(book.anchors)
            if day is not None:
                yield _entry(day, book, f"param.{name}", value.citation, f"{value_words(one, value)} begins" + (f" ({value.profile})" if value.profile else ""), "")


def _ageing(book: Rulebook) -> Iterator[dict[str, str]]:
    """Days on which what was verified turns a year old: from then on it is to be looked at again."""
    told: dict[str, int] = {}
    for page in book.pages:
        told[page.head.verified_on] = told.get(page.head.verified_on, 0) + 1
    for day, count in told.items():
        if day:
            yield _entry(date.fromisoformat(day) + MAX_AGE, book, "verified_on", f"{count} pages last verified on {day}", "a year old -> doubtful until somebody looks again", "")


def _entry(day: date, book: Rulebook, name: str, title: str, change: str, file: str) -> dict[str, str]:  # noqa: PLR0913, PLR0917 - the columns of a row
    return {"on": day.isoformat(), "rulebook": book.id, "id": name, "title": title, "change": change, "file": file}


def _turn(page: Page, day: date, book: Rulebook) -> str:

    one, two = (phase(page.head.windows, when, book.anchors) for when in (day - timedelta(days=1), day))
    before, after = (standing(found.window.status, found.doubt) if found else "not in force" for found in (one, two))
    return f"{before} -> {after}"
