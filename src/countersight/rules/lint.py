"""Lint: every fault of a rulebook at once, each with file, line, column and a hint."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from countersight.errors import RulebookError, Where
from countersight.rules.book import Rulebook
from countersight.rules.examples import EXAMPLE_ENACTMENT, ExampleRunner
from countersight.rules.infer import infer
from countersight.rules.outline import Outline
from countersight.rules.page import Page
from countersight.rules.syntax import Def, Expr, Path, walk
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
    faults.extend(_unbound(book))
    faults.extend(_windows(book))
    faults.extend(_profiles(book))
    faults.extend(_links(book))
    faults.extend(_cycles(book))
    faults.extend(_papers(book, today))
    if not any(not one.warning for one in faults):
        faults.extend(_examples(book))
    return sorted(faults, key=lambda one: (one.where.file, one.where.line or 0, _column(one)))


def _column(fault: Fault) -> int:
    return fault.where.column if isinstance(fault.where.column, int) else 0


def _at(page: Page, key: str) -> Where:
    line, column = page.marks.get(key, (1, 1))
    return Where(page.file, line, column)


def _types(book: Rulebook) -> Iterator[Fault]:
    names = book.names()
    for page in book.pages:
        for leaf in page.rule.leaves():
            try:
                kind = infer(leaf.tree(), names)
            except RulebookError as fault:
                yield Fault(fault.message, fault.hint, Where(page.file, *leaf.place(fault.where.column)))
                continue
            if kind != "bool":
                yield Fault(f"a condition is true or false, this is a {kind}", "compare it with something", _leaf(page, leaf))


def _leaf(page: Page, leaf: Outline) -> Where:
    return Where(page.file, leaf.line, leaf.column)


def _unbound(book: Rulebook) -> Iterator[Fault]:
    """Facts of a party, a line, a holder or an ownership test on a page that is read over none: unknown for ever."""
    heads = _heads_of_definitions(book)
    for page in book.pages:
        readers = [page] if page.decides else [one for one in book.pages if one.decides and one.id == page.head.exception_to]
        for leaf in page.rule.leaves():
            asked = _heads(leaf.tree(), heads)
            for reader in readers:
                for head in sorted(asked - _bound(reader)):
                    where = "the page" if reader is page else repr(reader.id)
                    lacks, hint = _LACKS[head]
                    yield Fault(f"{head}.* is asked, but {where} {lacks}", hint, _leaf(page, leaf))


_LACKS = {
    "party": ("is not read for each party", "add for_each: party in [...]"),
    "line": ("is not read for each line", "add for_each: line"),
    "holder": ("is not read for each holder", "add for_each: holder"),
    "own": ("poses no ownership test", "add ownership: {lists: [...], threshold: 50%}"),
}


def _bound(page: Page) -> set[str]:
    each = page.head.for_each
    bound = {"party": bool(each.roles), "line": each.lines, "holder": each.holders, "own": page.head.ownership is not None}
    return {head for head, is_bound in bound.items() if is_bound}


def _heads(tree: Expr, definitions: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    for node in walk(tree):
        if isinstance(node, Path):
            found.add(node.name.split(".")[0])
        elif isinstance(node, Def):
            found |= definitions.get(node.name, set())
    return found & set(_LACKS)


def _heads_of_definitions(book: Rulebook) -> dict[str, set[str]]:
    """What each definition asks, through other definitions too; grown until nothing new comes in."""
    trees = [(page.head.defines, page.rule.tree()) for page in book.pages if page.head.defines]
    heads: dict[str, set[str]] = {name: set() for name, _ in trees}
    grown = True
    while grown:
        before = sum(map(len, heads.values()))
        for name, tree in trees:
            heads[name] |= _heads(tree, heads)
        grown = sum(map(len, heads.values())) > before
    return heads


def _windows(book: Rulebook) -> Iterator[Fault]:
    groups: dict[tuple[str, str, str], list[Page]] = {}
    for page in book.pages:
        for profile in page.head.profiles or book.profiles or ("",):
            groups.setdefault(("id", page.id, profile), []).append(page)
            if page.head.defines:
                groups.setdefault(("definition", page.head.defines, profile), []).append(page)
    seen: set[tuple[str, str]] = set()
    for (what, name, _), pages in groups.items():
        windows = tuple(window for page in pages for window in page.head.windows)
        clash = overlap(windows, book.anchors) or overlap(windows, book.enacted(EXAMPLE_ENACTMENT).anchors)
        if clash and (what, name) not in seen:
            seen.add((what, name))
            yield Fault(f"two windows of {what} {name!r} overlap", "windows are half-open: let one end on the day the next begins", _window(pages[-1]))


def _window(page: Page) -> Where:
    return _at(page, "windows" if "windows" in page.marks else "effective")


def _profiles(book: Rulebook) -> Iterator[Fault]:
    for page in book.pages:
        for profile in page.head.profiles:
            if profile not in book.profiles:
                yield Fault(f"profile {profile!r} is not one of the rulebook's", f"profiles: {', '.join(book.profiles) or 'none'}", _at(page, "profiles"))
        anchors = {day.anchor for one in page.head.windows for day in (one.start, one.latest, one.end) if day.anchor}
        for anchor in sorted(anchors - set(book.anchors)):
            yield Fault(f"anchor {anchor!r} is not one of the rulebook's", f"anchors: {{{anchor}: null}} in rulebook.yaml", _window(page))


def _links(book: Rulebook) -> Iterator[Fault]:
    ids = {page.id for page in book.pages if page.decides}
    for page in book.pages:
        target = page.head.exception_to
        if target and target not in ids:
            yield Fault(f"exception_to names no provision: {target!r}", "the id of a page with an outcome", _at(page, "exception_to"))


def _cycles(book: Rulebook) -> Iterator[Fault]:
    pages = [page for page in book.pages if page.head.defines]
    uses: dict[str, set[str]] = {page.head.defines: set() for page in pages}
    for page in pages:
        uses[page.head.defines] |= {node.name for node in walk(page.rule.tree()) if isinstance(node, Def)}
    for page in pages:
        seen: set[str] = set()
        todo = set(uses[page.head.defines])
        while todo:
            one = todo.pop()
            if one not in seen:
                seen.add(one)
                todo |= uses.get(one, set())
        if page.head.defines in seen:
            yield Fault(f"the definition {page.head.defines!r} leads back to itself", "a definition stands on facts in the end", _at(page, "defines"))


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
        shown = {_VALUE_OF.get(example.result, "true") for example in page.examples}
        wanted = {"true", "false", "unknown"} - shown - ({"true"} if _capped(page) else set())
        if wanted:
            yield Fault(f"no example for {', '.join(sorted(wanted))}", "a row each for true, false and unknown", _at(page, "id"))


_VALUE_OF = {
    "not_triggered": "false", "not_met": "false", "needs_review": "unknown", "unknown": "unknown", "not_in_force": "none",
}
"""Which of the three values an example's result shows; an outcome, a level and ``met`` show true."""


def _capped(page: Page) -> bool:
    """A page that is suspended or unconfirmed in all its windows can never give its outcome."""
    return all(window.status in {"suspended", "unconfirmed", "repealed"} for window in page.head.windows)


def _examples(book: Rulebook) -> Iterator[Fault]:
    runner = ExampleRunner(book)
    broken: dict[Fault, None] = {}
    for page in book.pages:
        for result in runner.run(page):
            where = Where(page.file, result.example.line, 1)
            if result.fault:
                broken[Fault(result.fault, "", where)] = None
            elif not result.passed:
                profile = f" under {result.profile}" if result.profile else ""
                yield Fault(f"example {result.example.case!r}{profile} wants {result.example.result}, the page says {result.got}", "", where)
    yield from broken
