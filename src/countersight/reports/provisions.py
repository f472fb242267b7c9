"""Every provision of the rulebooks on one page: what it does, when and how surely it holds, what it was verified against and when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from countersight.model.units import format_money, format_share
from countersight.rules.book import Rulebook
from countersight.rules.page import Page
from countersight.rules.parameters import DatedValue, Parameter
from countersight.rules.window import Day, Window

MEASURES = ("export", "tax", "import", "capital", "research", "delisting", "definitions", "adjacent", "")
"""The six measures, with research beside capital; then what stands beside them, and pages that only define or except."""


def day_words(one: Day) -> str:
    """A day of a window.

    >>> day_words(Day(anchor="E", plus=30)), day_words(Day())
    ('E+30d', 'open')
    """
    return one.iso or (f"{one.anchor}+{one.plus}d" if one.plus else one.anchor) or "open"


def window_words(one: Window) -> str:
    """A window with its status."""
    start = day_words(one.start)
    if one.uncertain:
        start = f"between {start} and {day_words(one.latest)}"
    return f"{start} to {day_words(one.end)}, {one.status}"


def job_words(page: Page) -> str:
    """What a page does: its outcome, or that it flags, defines or excepts."""
    head = page.head
    if head.defines:
        return f"defines {head.defines}"
    return f"exception to {head.exception_to}" if head.exception_to else f"flag: {head.raises}" if head.raises else head.outcome


def provisions(books: Sequence[Rulebook]) -> str:
    """The page, as Markdown."""
    lines = ["# Every provision", "", "Generated from the rulebooks by `countersight rules list --format md`; do not edit.", ""]
    lines += ["Each row is a page that runs: its rule, its windows and its worked examples stand in `src/countersight/rulebooks/`, and", "`countersight rules show ID` prints it. *Unconfirmed* can at most ask for a review; *proposed* is shown and never counts as law;", "a flag speaks beside the law. What no page speaks of is answered `no_rule`: that is the gap.", ""]
    for book in books:
        lines += list(_book(book))
    return "\n".join(lines).rstrip() + "\n"


def _book(book: Rulebook) -> Iterator[str]:
    statuses = Counter(one.status for page in book.pages for one in page.head.windows)
    examples = sum(len(page.examples) for page in book.pages)
    yield from (f"## {book.id}: {book.title}", "", f"{len(book.pages)} pages with {examples} worked examples, {len(book.parameters)} dated parameters. Windows by status: {', '.join(f'{name} {count}' for name, count in sorted(statuses.items()))}.", "")
    for measure in MEASURES:
        pages = [page for page in book.pages if page.head.measure == measure]
        flags = [page for page in pages if page.is_flag]
        for title, rows in ((measure or "definitions and exceptions of no one measure", [page for page in pages if not page.is_flag]), (f"{measure}: red flags and notes", flags)):
            if rows:
                yield from _table(title, rows, profiles=bool(book.profiles))
    yield from _parameters(book)


def _table(title: str, pages: Sequence[Page], *, profiles: bool) -> Iterator[str]:
    profile = " profile |" if profiles else ""
    yield from (f"### {title}", "", f"| page | provision |{profile} does | citation | windows and status | verified against | on |", f"|---|---|{'---|' if profiles else ''}---|---|---|---|---|")
    for page in sorted(pages, key=lambda one: (one.id, one.head.profiles)):
        head = page.head
        cells = [f"`{page.id}`", page.title, *([", ".join(head.profiles) or "all"] if profiles else []), job_words(page), "; ".join(head.citations)]
        cells += ["; ".join(_window(one) for one in head.windows), _source(page), head.verified_on]
        yield _row(cells)
    yield ""


def _window(one: Window) -> str:
    return window_words(one) + (f" ({one.note})" if one.note else "")


def _source(page: Page) -> str:
    source = page.head.source
    if source is None:
        return "no source"
    return f"[{source.publisher}]({source.url})" if source.url else source.publisher


def _parameters(book: Rulebook) -> Iterator[str]:
    if not book.parameters:
        return
    columns = book.profiles or ("",)
    heads = [one or "value" for one in columns]
    yield from ("### parameters", "", f"| parameter | from | {' | '.join(heads)} | citation | model of the default | status | verified on |", f"|---|---|{'---|' * len(heads)}---|---|---|---|")
    for name, one in sorted(book.parameters.items()):
        if not one.values:
            yield _row([f"`{name}`", "", *("unknown: a person is asked" for _ in columns), "", "", "", ""])
        for start in sorted({value.start for value in one.values}, key=day_words):
            yield _row(_side_by_side(one, start, columns))
    yield ""


def _side_by_side(one: Parameter, start: Day, columns: Sequence[str]) -> list[str]:
    """The values of one start, profile beside profile; one that is given for all profiles stands in each column."""
    begun = [value for value in one.values if value.start == start]
    by_profile = [next((value for value in begun if value.profile == name), None) or next((value for value in begun if not value.profile), None) for name in columns]
    cells = [value_words(one, value) if value is not None else "unknown: a person is asked" for value in by_profile]
    told = dict.fromkeys(begun)
    return [
        f"`{one.name}`", day_words(start), *cells, "; ".join(dict.fromkeys(value.citation for value in told)), "; ".join(dict.fromkeys(value.model for value in told if value.model)),
        ", ".join(dict.fromkeys(value.status for value in told)), ", ".join(dict.fromkeys(value.verified_on for value in told if value.verified_on)),
    ]  # fmt: skip


def value_words(one: Parameter, value: DatedValue) -> str:
    """A value as it is written."""
    told = value.value
    if isinstance(told, Day):
        return day_words(told)
    if isinstance(told, tuple):
        return ", ".join(str(item) for item in told)
    if isinstance(told, bool):
        return "yes" if told else "no"
    if isinstance(told, int) and one.type in {"share", "money"}:
        return format_share(told) if one.type == "share" else format_money(told)
    return told.isoformat() if isinstance(told, date) else str(told)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
