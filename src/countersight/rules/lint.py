"""Lint: every fault of a rulebook at once, each with file, line, column and a hint."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from countersight.errors import RulebookError, Where
from countersight.rules.book import Rulebook
from countersight.rules.examples import ExampleRunner
from countersight.rules.infer import infer
from countersight.rules.page import Page
from countersight.rules.syntax import Def, Path, walk
from countersight.rules.window import overlap

MAX_AGE = timedelta(days=365)
"""A page whose law was last verified longer ago than this gets a warning."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One finding of lint. ``warning`` findings do not fail the check."""

    message: str
    hint: str
    where: Where
    warning: bool = False

    def __str__(self) -> str:
        """One or two lines: place, kind, message, hint."""
        kind = "warning" if self.warning else "error"
        hint = f"\n  hint: {self.hint}" if self.hint else ""
        return f"{self.where}: {kind}: {self.message}{hint}"


def check(book: Rulebook, broken: list[RulebookError], today: date) -> list[Fault]:
    """Every fault of a rulebook.

    Args:
        book: The rulebook, as :func:`countersight.rules.book.read_rulebook` gives it.
        broken: The faults of pages that could not be read at all.
        today: The day against which ``verified_on`` is aged.

    Returns:
        Faults in the order of files and lines; empty when all is well.
    """
    faults = [Fault(one.message, one.hint, one.where) for one in broken]
    faults.extend(_types(book))
    faults.extend(_windows(book))
    faults.extend(_links(book))
    faults.extend(_cycles(book))
    faults.extend(_papers(book, today))
    if not any(not one.warning for one in faults):
        faults.extend(_examples(book))
    return sorted(faults, key=lambda one: (one.where.file, one.where.line or 0, str(one.where.column)))


def _at(page: Page, key: str) -> Where:
    line, column = page.marks.get(key, (1, 1))
    return Where(page.file, line, column)


def _types(book: Rulebook) -> Iterator[Fault]:
    names = book.names()
    for page in book.pages:
        for leaf in page.rule.leaves():
            if leaf.expr is None:
                continue
            try:
                kind = infer(leaf.expr, names)
                if kind != "bool":
                    yield Fault(f"a condition is true or false, this is a {kind}", "compare it with something", Where(page.file, leaf.line, leaf.column))
            except RulebookError as fault:
                column = fault.where.column if isinstance(fault.where.column, int) else 1
                yield Fault(fault.message, fault.hint, Where(page.file, leaf.line, leaf.column + column - 1))
                continue
            yield from _unbound(page, leaf.line, leaf.column, {p.name.split(".")[0] for p in walk(leaf.expr) if isinstance(p, Path)})


def _unbound(page: Page, line: int, column: int, heads: set[str]) -> Iterator[Fault]:
    each = page.head.for_each
    bound = {"party": bool(each.roles), "line": each.lines, "holder": each.holders, "own": page.head.ownership is not None}
    for head in sorted(heads & set(bound)):
        if not bound[head] and page.decides:
            hint = "add ownership: to the page" if head == "own" else f"add for_each: {'party in [...]' if head == 'party' else head}"
            yield Fault(f"{head}.* is asked, but the page is not read for each {head}", hint, Where(page.file, line, column))


def _windows(book: Rulebook) -> Iterator[Fault]:
    by_id: dict[tuple[str, str], list[Page]] = {}
    for page in book.pages:
        for profile in page.head.profiles or book.profiles or ("",):
            by_id.setdefault((page.id, profile), []).append(page)
    for (page_id, _), pages in by_id.items():
        windows = tuple(window for page in pages for window in page.head.windows)
        if overlap(windows, book.anchors):
            key = "windows" if "windows" in pages[-1].marks else "effective"
            yield Fault(f"two windows of {page_id!r} overlap", "windows are half-open: let one end on the day the next begins", _at(pages[-1], key))
    for page in book.pages:
        for profile in page.head.profiles:
            if profile not in book.profiles:
                yield Fault(f"profile {profile!r} is not one of the rulebook's", f"profiles: {', '.join(book.profiles) or 'none'}", _at(page, "profiles"))


def _links(book: Rulebook) -> Iterator[Fault]:
    ids = {page.id for page in book.pages if page.decides}
    for page in book.pages:
        target = page.head.exception_to
        if target and target not in ids:
            yield Fault(f"exception_to names no provision: {target!r}", "the id of a page with an outcome", _at(page, "exception_to"))


def _cycles(book: Rulebook) -> Iterator[Fault]:
    pages = {page.head.defines: page for page in book.pages if page.head.defines}
    uses = {name: {n.name for n in walk(page.rule.tree()) if isinstance(n, Def)} for name, page in pages.items()}
    for name, page in pages.items():
        seen: set[str] = set()
        todo = set(uses[name])
        while todo:
            one = todo.pop()
            if one == name:
                yield Fault(f"the definition {name!r} leads back to itself", "a definition stands on facts in the end", _at(page, "defines"))
                break
            if one not in seen:
                seen.add(one)
                todo |= uses.get(one, set())


def _papers(book: Rulebook, today: date) -> Iterator[Fault]:
    for page in book.pages:
        if page.head.source is None:
            yield Fault("a citation without a source", "source: {publisher: ..., url: ..., seen: 2026-11-24}", _at(page, "citation"))
        if not page.head.verified_on:
            yield Fault("verified_on is missing", "the day on which the page was checked against its source", _at(page, "id"))
        elif today - date.fromisoformat(page.head.verified_on) > MAX_AGE:
            yield Fault(f"last verified on {page.head.verified_on}, more than a year ago", "check the source again", _at(page, "verified_on"), warning=True)
        if page.decides and page.head.outcome and not page.head.measure:
            yield Fault("a provision belongs to a measure", "measure: export", _at(page, "id"))
        wanted = {"true", "false", "unknown"}
        for example in page.examples:
            wanted.discard({"not_triggered": "false", "not_met": "false", "needs_review": "unknown", "unknown": "unknown", "not_in_force": ""}.get(example.result, "true"))
        if _capped(page):
            wanted.discard("true")
        if wanted:
            yield Fault(f"no example for {', '.join(sorted(wanted))}", "a row each for true, false and unknown", _at(page, "id"))


def _capped(page: Page) -> bool:
    """A page that is suspended or unconfirmed in all its windows can never give its outcome."""
    return all(window.status in {"suspended", "unconfirmed", "repealed"} for window in page.head.windows)


def _examples(book: Rulebook) -> Iterator[Fault]:
    runner = ExampleRunner(book)
    for page in book.pages:
        for result in runner.run(page):
            if not result.passed:
                got = result.fault or f"says {result.got}"
                profile = f" under {result.profile}" if result.profile else ""
                yield Fault(f"example {result.example.case!r}{profile} wants {result.example.result}, the page {got}", "", Where(page.file, result.example.line, 1))
