"""``countersight rules calendar``: what begins, ends or becomes doubtful, of pages, of parameters, and of what was verified a year before."""

from __future__ import annotations

import argparse
import json
from datetime import date

from countersight.model.units import years_after

AHEAD = 2
"""Years that the calendar looks ahead."""


def calendar(given: argparse.Namespace) -> int:
    """What begins, ends or becomes doubtful: of pages, of parameters, and of what was verified a year before."""
    from countersight.app import load_rulebooks
    from countersight.cli.output import write
    from countersight.reports.calendar import calendar_rows

    start, end = _span(given)
    books = [book.enacted(given.enacted) for book in load_rulebooks(given.rulebook)]
    first, over = start.isoformat() if start else "", end.isoformat() if end else "9999-12-31"
    rows = calendar_rows(books, first, over)
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
