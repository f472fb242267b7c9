"""What a change touches: bodies about which a list says something else, and matters that other pages of law read.

Whom such a body may be among a million customers is asked of :mod:`countersight.screening.customers`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from countersight.names.identifiers import normalise_identifier
from countersight.rules.reading import compile_reading
from countersight.rules.syntax import Def, Param, walk

if TYPE_CHECKING:
    from countersight.rules.book import Rulebook
    from countersight.rules.reading import Rule
    from countersight.store.snapshot import Snapshot

TRANSACTIONS: Final = frozenset({"export", "reexport", "transfer", "service", "entry", "possession"})
"""What is done, in words that a matter takes as they are."""
_CODE: Final = re.compile("[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Changed:
    """What differs between two snapshots."""

    bodies: frozenset[str]
    """Ids of bodies that are new, gone, or about which anything differs."""
    behind: frozenset[str]
    """These, and every body that a chain of stakes ties to one of them or to a stake that differs, upwards or downwards."""
    identifiers: frozenset[tuple[str, str]]
    """Kind and value, in one form, of all of these, as they were and as they are."""
    coverage: bool
    """Whether any list is held for other days, or more or less wholly, so that "not found" may mean something else."""

    def __bool__(self) -> bool:
        """Whether anything about a body or a stake differs."""
        return bool(self.behind)


def changed(old: Snapshot, new: Snapshot) -> Changed:
    """What differs between two snapshots. No body is made but of those that differ: a second for a hundred thousand."""
    before, after = old.prints(), new.prints()
    bodies = frozenset(one for one in before.keys() | after.keys() if before.get(one) != after.get(one))
    stakes = [list(held.rows("SELECT id, owner, asset, record FROM edge")) for held in (old, new)]
    moved = {one for edge in set(stakes[0]) ^ set(stakes[1]) for one in edge[1:3]}
    behind = _tied(bodies | moved, ((owner, asset) for held in stakes for _, owner, asset, _ in held))
    held = [body for one in sorted(behind) for body in (old.body(one), new.body(one)) if body is not None]
    identifiers = frozenset(
        (kind, clean) for body in held for kind, text in body.identifiers.items() for value in text.split(";") if (clean := normalise_identifier(kind, value))
    )
    same = sorted(map(repr, old.coverages())) == sorted(map(repr, new.coverages()))
    return Changed(bodies, behind, identifiers, not same)


def _tied(bodies: Iterable[str], stakes: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Bodies with all that stakes tie to them, however far."""
    found = set(bodies)
    if not found:
        return frozenset()
    beside: dict[str, list[str]] = {}
    for owner, asset in stakes:
        beside.setdefault(owner, []).append(asset)
        beside.setdefault(asset, []).append(owner)
    ahead = list(found)
    while ahead:
        for one in beside.get(ahead.pop(), ()):
            if one not in found:
                found.add(one)
                ahead.append(one)
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Touch:
    """Which matters another edition of a rulebook may decide otherwise, in which columns; all others keep their rows."""

    columns: tuple[str, ...]
    pages: frozenset[str]
    kinds: frozenset[str]
    until: date | None
    """Matters of this day and later are out of reach: every changed page is over by then. None is open."""
    books: tuple[Rulebook, ...] = ()
    """Both editions with the changed pages alone, and what these rest on."""
    _open: dict[tuple[str, str, str], bool] = field(default_factory=dict, compare=False, repr=False)

    def covers(self, kind: str, on: date) -> bool:
        """Whether a changed page speaks on a kind of matter, on a day or later."""
        return kind in self.kinds and (self.until is None or on < self.until)

    def reaches(self, kind: str, on: date, transaction: str | None, destination: str | None) -> bool:
        """Whether a matter has to be decided again: not where its kind, what is done and where it goes make every changed page false.

        Of everything else nothing is taken to be known; what is false then, is false whatever is known (Kleene). Every day on which
        the pages change is looked at, since a decision names the next one.
        """
        if not self.covers(kind, on):
            return False
        told = (kind, transaction if transaction in TRANSACTIONS else "", destination if destination and _CODE.fullmatch(destination) else "")
        found = self._open.get(told)
        if found is None:
            flat = {path: value for path, value in (("tx.kind", told[1]), ("dest.country", told[2])) if value}
            found = self._open[told] = any(rule.test(flat) is not False for rule in self._rules(kind))
        return found

    def _rules(self, kind: str) -> Iterator[Rule]:
        """The changed pages, on every day from which they read otherwise."""
        for book in self.books:
            for profile in book.profiles or ("",):
                for day in (date.min, *book.changes_after(date.min)):
                    yield from (rule for rule in compile_reading(book, profile, day, kind).rules if rule.page.id in self.pages)


def touch(old: Rulebook, new: Rulebook) -> Touch:
    """What another edition of a rulebook touches: the kinds of matters on which its changed pages speak, as long as they do.

    Days before a page begins count too, since a decision names the next day on which the law changes.
    """
    ids = pages_changed(old, new)
    if _shape(old) != _shape(new):  # what every page is read with
        ids = frozenset(page.id for book in (old, new) for page in book.pages)
    pages = [page for book in (old, new) for page in book.pages if page.id in ids]
    ends = [
        window.end.on_calendar(book.anchors)
        for book in (old, new)
        for page in book.pages
        if page.id in ids
        for window in page.head.windows
    ]
    until = (
        max((end for end in ends if end is not None), default=None) if all(end is not None for end in ends) else None
    )
    return Touch(
        tuple(dict.fromkeys((*old.columns, *new.columns))),
        ids,
        frozenset(kind for page in pages for kind in page.head.scope),
        until,
        tuple(_narrowed(book, ids) for book in (old, new)),
    )


def _narrowed(book: Rulebook, ids: frozenset[str]) -> Rulebook:
    """A rulebook with some pages, their exceptions, and every definition."""
    return replace(book, pages=tuple(page for page in book.pages if page.id in ids or page.head.defines or page.head.exception_to in ids))


def _shape(book: Rulebook) -> tuple[object, ...]:
    return book.columns, book.status, book.title, dict(book.anchors)


def numbers_changed(old: Rulebook, new: Rulebook) -> frozenset[str]:
    """Names of the dated numbers that differ between two editions of a rulebook."""
    return frozenset(name for name in old.parameters.keys() | new.parameters.keys() if old.parameters.get(name) != new.parameters.get(name) or old.anchors != new.anchors)


def pages_changed(old: Rulebook, new: Rulebook) -> frozenset[str]:
    """Ids of the pages of which anything differs between two editions of a rulebook, those that rest on a changed definition or number included."""
    before, after = ({page.file: page for page in book.pages} for book in (old, new))
    files = {
        name
        for name in before.keys() | after.keys()
        if name not in before or name not in after or before[name].sha256 != after[name].sha256
    }
    changed_pages = [page for book in (before, after) for name, page in book.items() if name in files]
    names = {page.head.defines for page in changed_pages if page.head.defines}
    numbers = numbers_changed(old, new)
    found = {page.id for page in changed_pages} | {
        page.head.exception_to for page in changed_pages if page.head.exception_to
    }
    grew = True
    while grew:
        grew = False
        for page in (*before.values(), *after.values()):
            used = list(walk(page.rule.tree()))
            if page.id in found or not any(
                (isinstance(node, Def) and node.name in names) or (isinstance(node, Param) and node.name in numbers)
                for node in used
            ):
                continue
            found.add(page.id)
            grew = True
            if page.head.defines:
                names.add(page.head.defines)
            if page.head.exception_to:
                found.add(page.head.exception_to)
    return frozenset(found)
