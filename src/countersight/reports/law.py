"""Pages of law as plain data, and what differs between two rulebooks, or in one between two days."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from datetime import date
from typing import Any

from countersight.reports.calendar import standing
from countersight.reports.provisions import job_words, window_words
from countersight.rules.book import Rulebook
from countersight.rules.outline import Outline
from countersight.rules.ownership_head import investors_in_words, ownership_in_words
from countersight.rules.page import Page
from countersight.rules.syntax import show
from countersight.rules.window import phase


def page_row(book: Rulebook, page: Page) -> dict[str, Any]:
    """What a list shows of a page, ready for JSON."""
    return {
        "rulebook": book.id, "profiles": list(page.head.profiles), "id": page.id, "title": page.title, "citations": list(page.head.citations),
        "measure": page.head.measure, "job": job_words(page), "windows": [window_words(one) for one in page.head.windows],
        "verified_on": page.head.verified_on, "sha256": page.sha256,
    }  # fmt: skip


def page_record(book: Rulebook, page: Page) -> dict[str, Any]:
    """A page whole, ready for JSON: the row of the list, the text, the rule in words and as an expression, the source, and the examples."""
    head, each = page.head, page.head.for_each
    floor = head.investors.floor if head.investors else None
    return page_row(book, page) | {
        "text": page.text,
        "notes": page.notes,
        "for_each": [*(f"party as {role}" for role in each.roles), *["line"] * each.lines, *["holder"] * each.holders],
        "rule": _outline(page.rule),
        "ownership": ownership_in_words(head.ownership) if head.ownership else "",
        "investors": investors_in_words(head.investors, floor if isinstance(floor, int) else None) if head.investors else "",
        "source": {"publisher": head.source.publisher, "url": head.source.url, "seen": head.source.seen} if head.source else None,
        "file": page.file,
        "examples": [{"case": one.case, "on": one.on, "profile": one.profile, "facts": dict(one.cells), "result": one.result} for one in page.examples],
    }


def _outline(node: Outline) -> dict[str, Any]:
    return {"label": node.label, "words": node.words, "expression": show(node.expr) if node.expr is not None else "", "parts": [_outline(child) for child in node.children]}


def between_books(left: Rulebook, right: Rulebook) -> Iterator[str]:
    """What differs between two rulebooks, page by page and line by line."""
    mine = {(page.id, page.head.profiles): page for page in left.pages}
    theirs = {(page.id, page.head.profiles): page for page in right.pages}
    for key in sorted(mine.keys() | theirs.keys()):
        name = key[0] + (f" [{', '.join(key[1])}]" if key[1] else "")
        if key not in theirs:
            yield f"- {name}: only in {left.id} ({mine[key].file})"
        elif key not in mine:
            yield f"+ {name}: only in {right.id} ({theirs[key].file})"
        elif mine[key].sha256 != theirs[key].sha256:
            yield f"~ {name}:"
            one, two = left.files[mine[key].file].splitlines(), right.files[theirs[key].file].splitlines()
            yield from (f"    {line}" for line in difflib.unified_diff(one, two, "left", "right", lineterm="", n=0) if not line.startswith(("---", "+++", "@@")))
    for name in sorted(left.parameters.keys() | right.parameters.keys()):
        if left.parameters.get(name) != right.parameters.get(name):
            yield f"~ parameter {name} differs"


def between_days(book: Rulebook, start: date, end: date) -> Iterator[str]:
    """What a rulebook says otherwise on the second of two days."""
    for page in book.pages:
        one, two = (phase(page.head.windows, day, book.anchors) for day in (start, end))
        before, after = (standing(found.window.status, found.doubt) if found else "not in force" for found in (one, two))
        if before != after:
            yield f"~ {page.id} {page.title}: {before} on {start}, {after} on {end}"
    for name, parameter in book.parameters.items():
        for profile in book.profiles or ("",):
            old, new = (show(parameter.on(day, profile, book.anchors)) for day in (start, end))
            if old != new:
                yield f"~ parameter {name}{' (' + profile + ')' if profile else ''}: {old} on {start}, {new} on {end}"
