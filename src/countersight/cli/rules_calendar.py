"""``countersight rules calendar``: what begins, ends or becomes doubtful, of pages, of parameters, and of what was verified a year before."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from countersight.cli.rules import standing
from countersight.model.units import years_after

if TYPE_CHECKING:
    from countersight.rules.book import Rulebook
    from countersight.rules.page import Page

AHEAD = 2
"""Years that the calendar looks ahead."""


def calendar(given: argparse.Namespace) -> int:
    """What begins, ends or becomes doubtful: of pages, of parameters, and of what was verified a year before."""
    from countersight.app import load_rulebooks
    from countersight.cli.output import write

    start, end = _span(given)
    books = [book.enacted(given.enacted) for book in load_rulebooks(given.rulebook)]
    first, over = start.isoformat() if start else "", end.isoformat() if end else "9999-12-31"
    rows = [row for book in books for row in (*_pages(book), *_values(book), *_ageing(book)) if first <= row["on"] < over]
    rows.sort(key=lambda row: (row["on"], row["rulebook"], row["id"], row["file"]))
    if given.format == "json":
        write(json.dumps({"schema": "countersight.calendar/1", "from": first, "to": over, "days": rows}, indent=1, ensure_ascii=False), given.out)
        return 0
    lines = [f"{row['on']}  {row['rulebook']}  {row['id']}  {row['title']}: {row['change']}" for row in rows]
    if not rows:
        lines = ["no change of a page on record" + (f" from {start} {f'to {end}' if end else 'on'}" if start else "")]
    write("\n".join(lines), given.out)
    return 0


def _span(given: argparse.Namespace) -> tuple[date | None, date | None]:
    """From when to when; the next two years where neither end is given."""
    if given.start is not None or given.end is not None or given.all:
        return given.start, given.end
    today = date.today()  # noqa: DTZ011 - the user's own day
    return today, years_after(today, AHEAD)


def _pages(book: Rulebook) -> Iterator[dict[str, str]]:
    for day, page in book.calendar():
        yield _entry(day, book, page.id, page.title, _turn(page, day, book), page.file)


def _values(book: Rulebook) -> Iterator[dict[str, str]]:
    """Values of parameters that begin."""
    from countersight.reports.provisions import value_words

    for name, one in book.parameters.items():
        for value in one.values:
            day = value.start.on_calendar(book.anchors)
            if day is not None:
                yield _entry(day, book, f"param.{name}", value.citation, f"{value_words(one, value)} begins" + (f" ({value.profile})" if value.profile else ""), "")


def _ageing(book: Rulebook) -> Iterator[dict[str, str]]:
    """Days on which what was verified turns a year old: from then on it is to be looked at again."""
    from countersight.rules.lint import MAX_AGE

    told: dict[str, int] = {}
    for page in book.pages:
        told[page.head.verified_on] = told.get(page.head.verified_on, 0) + 1
    for day, count in told.items():
        if day:
            yield _entry(date.fromisoformat(day) + MAX_AGE, book, "verified_on", f"{count} pages last verified on {day}", "a year old -> doubtful until somebody looks again", "")


def _entry(day: date, book: Rulebook, name: str, title: str, change: str, file: str) -> dict[str, str]:  # noqa: PLR0913, PLR0917 - the columns of a row
    return {"on": day.isoformat(), "rulebook": book.id, "id": name, "title": title, "change": change, "file": file}


def _turn(page: Page, day: date, book: Rulebook) -> str:
    from datetime import timedelta

    from countersight.rules.window import phase

    one, two = (phase(page.head.windows, when, book.anchors) for when in (day - timedelta(days=1), day))
    before, after = (standing(found.window.status, found.doubt) if found else "not in force" for found in (one, two))
    return f"{before} -> {after}"
