"""``countersight rules list|show|check|diff``: the law as pages."""

from __future__ import annotations

import argparse
import difflib
import json
import textwrap
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from countersight.errors import UsageError

if TYPE_CHECKING:
    from countersight.rules.book import Rulebook
    from countersight.rules.outline import Outline
    from countersight.rules.page import Page

FAULTY, DIFFERENT = 2, 1


def list_pages(given: argparse.Namespace) -> int:
    """Every page of the rulebooks."""
    from countersight.app import load_rulebooks
    from countersight.cli.output import write
    from countersight.reports.law import page_row
    from countersight.reports.provisions import job_words, provisions, window_words
    from countersight.rules.window import phase

    if given.format == "md":
        write(provisions(load_rulebooks(given.rulebook)), given.out)
        return 0
    rows = [
        (book, page)
        for book in load_rulebooks(given.rulebook)
        for page in book.pages
        if given.on is None or phase(page.head.windows, given.on, book.anchors)
    ]
    if given.format == "json":
        told = [page_row(book, page) for book, page in rows]
        write(json.dumps({"schema": "countersight.rules/1", "pages": told}, indent=1, ensure_ascii=False), given.out)
        return 0
    lines = []
    for book, page in rows:
        profile = f" [{', '.join(page.head.profiles)}]" if page.head.profiles else ""
        lines.append(f"{book.id}  {page.id}{profile}  {page.title}")
        lines.append(f"    {job_words(page)}; {'; '.join(page.head.citations)}; {'; '.join(window_words(one) for one in page.head.windows)}; verified {page.head.verified_on}")
    write("\n".join([*lines, f"{len(rows)} pages"]), given.out)
    return 0


def show_page(given: argparse.Namespace) -> int:
    """One page in full, as the program reads it."""
    from countersight.app import load_rulebooks

    found = [(book, page) for book in load_rulebooks([given.rulebook] if given.rulebook else ()) for page in book.pages if page.id == given.page]
    if not found:
        ids = sorted({page.id for book in load_rulebooks() for page in book.pages})
        near = difflib.get_close_matches(given.page, ids, n=1, cutoff=0.4)
        raise UsageError(f"no page {given.page!r}", hint=f"did you mean {near[0]!r}?" if near else "see: countersight rules list")
    told = (_sql(book, page, given.sql) if given.sql else _page(book, page) for book, page in found)
    print("\n\n".join("\n".join(lines) for lines in told))
    return 0


def _sql(book: Rulebook, page: Page, on: date) -> Iterator[str]:
    from countersight.rules.reading import compile_reading
    from countersight.rules.sql import to_sql

    for profile in page.head.profiles or book.profiles or ("",):
        rule = next((one for one in compile_reading(book, profile, on).rules if one.page is page), None)
        yield f"-- {page.id} {profile} on {on}: {'one row per binding; TRUE, FALSE or NULL (unknown)' if rule else 'decides nothing on that day'}".replace("  ", " ")
        if rule:
            yield to_sql(rule.tree)


def _page(book: Rulebook, page: Page) -> Iterator[str]:
    from countersight.reports.provisions import job_words, window_words
    from countersight.rules.examples import ExampleRunner
    from countersight.rules.ownership_head import investors_in_words, ownership_in_words

    yield f"{page.title}  [{page.id}]"
    yield "=" * len(page.title)
    profile = f", profile {', '.join(page.head.profiles)}" if page.head.profiles else ""
    yield f"rulebook   {book.id}{profile} ({book.title})"
    yield f"citation   {'; '.join(page.head.citations)}"
    yield f"job        {job_words(page)}" + (f"; for each {_each(page)}" if _each(page) else "")
    for one in page.head.windows:
        cites = f"  ({'; '.join(one.citations)})" if one.citations else ""
        yield f"window     {window_words(one)}{cites}{': ' + one.note if one.note else ''}"
    if page.head.ownership:
        yield f"ownership  {ownership_in_words(page.head.ownership)}"
    if page.head.investors:
        floor = page.head.investors.floor
        yield f"investors  {investors_in_words(page.head.investors, floor if isinstance(floor, int) else None)}" + (f"; the least share is {floor}" if isinstance(floor, str) else "")
    if page.head.source:
        yield f"source     {page.head.source.publisher}, {page.head.source.url or 'no address'}, seen {page.head.source.seen}"
    yield f"verified   {page.head.verified_on}; page {page.sha256[:12]}; {page.file}"
    yield ""
    for paragraph in page.text.split("\n\n"):
        yield from textwrap.wrap(paragraph, 100)
    yield ""
    yield from _outline(page.rule, 0)
    if page.notes:
        yield ""
        yield from textwrap.wrap(f"Notes: {page.notes}", 100)
    if page.examples:
        yield ""
        yield "Worked examples, run just now:"
        for result in ExampleRunner(book).run(page):
            verdict = "ok" if result.passed else f"WRONG: {result.fault or result.got}"
            profile = f" ({result.profile})" if result.profile and not page.head.profiles else ""
            yield f"  {result.example.case}{profile}, on {result.example.on}: {result.example.result} [{verdict}]"


def _each(page: Page) -> str:
    each = page.head.for_each
    parts = [f"party as {', '.join(each.roles)}"] if each.roles else []
    return " and ".join(parts + ["line"] * each.lines + ["holder"] * each.holders)


def _outline(node: Outline, depth: int) -> Iterator[str]:
    from countersight.rules.syntax import show

    label = f"{node.label} " if node.label else ""
    code = f"   <{show(node.expr)}>" if node.expr is not None else ":"
    yield f"{'   ' * depth}{label}{node.words}{code}"
    for child in node.children:
        yield from _outline(child, depth + 1)


def check(given: argparse.Namespace) -> int:
    """Lint rulebooks: exit code 2 where there is a fault."""
    from countersight.app import BUILT_IN, check_rulebook

    code = 0
    for name in given.rulebook or BUILT_IN:
        book, faults = check_rulebook(name, given.today or date.today())  # noqa: DTZ011 - the user's own day
        for fault in faults:
            print(f"{name}/{fault}")
        errors = sum(not fault.warning for fault in faults)
        failing = len(faults) if given.strict else errors
        code = max(code, FAULTY if failing else 0)
        examples = sum(len(page.examples) for page in book.pages)
        print(f"{book.id}: {len(book.pages)} pages, {examples} examples, {errors} errors, {len(faults) - errors} warnings; {book.sha256[:12]}")
    return code


def diff(given: argparse.Namespace) -> int:
    """Two rulebooks, or one between two days."""
    from countersight.app import load_rulebook
    from countersight.cli.taxonomy import print_difference
    from countersight.reports.law import between_books, between_days

    if given.left.partition("@")[0] == "taxonomy":
        return print_difference(given.left.partition("@")[2], (given.right or "").partition("@")[2])
    left = load_rulebook(given.left)[0]
    if given.right is not None:
        lines = list(between_books(left, load_rulebook(given.right)[0]))
    elif given.start and given.end:
        lines = list(between_days(left, given.start, given.end))
    else:
        raise UsageError("nothing to compare with", hint="give a second rulebook, or --from DAY --to DAY")
    print("\n".join(lines) if lines else "no difference")
    return DIFFERENT if lines else 0
