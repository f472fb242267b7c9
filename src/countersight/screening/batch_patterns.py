"""What follows where the pages of a column have certain truths: outcome, findings, and whether a later day changes it.

Of a million matters the pages of a column are true, open or false in a few thousand ways. Each way is judged once, by the functions
that judge one matter.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from countersight.model.matter import Matter
from countersight.rules.reading import PageReading, Reading, Rule
from countersight.screening.batch_codes import dense, rows_alike
from countersight.screening.batch_facts import TRUTH
from countersight.screening.batch_values import Reader
from countersight.screening.batch_why import Text, Why, hash_of, page_text, text_of
from countersight.screening.findings import WORD, finding
from countersight.screening.one import Screener, roll_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Truths = NDArray[np.int8]

Change = tuple[str, str, tuple[str, ...]]
"""A day, the outcome from then on, and the pages that read otherwise."""
Page = tuple[dict[str, Any], Text]
"""What a row tells of a page, and the page's text by its hash."""
NOTHING_RESOLVED = Matter(id="any", kind="shipment")
"""Stands for every matter that resolves no flag."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which the pages of a column come out."""

    outcome: str
    pages: tuple[dict[str, Any], ...]
    """Pages that fired or are open, then flags that are raised, as a row tells them."""
    not_looked_at: tuple[str, ...]
    truths: bytes
    """Those of the pages, in their order."""

    texts: tuple[Text, ...]
    """What the pages say, by hash."""


@dataclass(slots=True)
class Judge:
    """Judges ways, each once."""

    screener: Screener
    why: Why
    _ways: dict[tuple[int, bytes], tuple[Reading, Way]] = field(default_factory=dict)
    _pages: dict[tuple[int, int, bool], tuple[Reading, Page]] = field(default_factory=dict)
    """By reading (by identity, so it is kept alive beside), the place of the page in it, and whether the page is met or open."""

    def way(self, reading: Reading, truths: bytes) -> Way:
        """What follows of the truths of a reading's pages, in their order."""
        key = (id(reading), truths)
        held = self._ways.get(key)
        if held is None:
            if len(self._ways) > 20_000:  # noqa: PLR2004 - a bound on memory
                self._ways.clear()
            held = self._ways[key] = reading, self._judged(reading, truths)
        return held[1]

    def _judged(self, reading: Reading, truths: bytes) -> Way:
        book = reading.book
        read = [PageReading(rule.page, rule.phase, TRUTH[code], []) for rule, code in zip(reading.rules, truths, strict=True)]
        told = [self._page(reading, at, one) for at, one in enumerate(read) if one.value is True or (one.value is None and not one.page.is_flag)]
        return Way(
            outcome=roll_up(read, NOTHING_RESOLVED, proposed_book=book.proposed),
            pages=tuple(sorted((page for page, _ in told), key=lambda one: bool(one["flag"]))),
            not_looked_at=tuple(one.page.id for one in read if one.page.is_flag and one.value is None),
            truths=truths,
            texts=tuple(text for _, text in told),
        )

    def _page(self, reading: Reading, at: int, one: PageReading) -> Page:
        """What a row tells of a page, and the page's text by its hash: the same in every way in which the page comes out so."""
        key = id(reading), at, one.value is True
        held = self._pages.get(key)
        if held is None:
            book = reading.book
            found = finding(one, NOTHING_RESOLVED, proposed_book=book.proposed, anchors=book.enacted(self.screener.options.enacted).anchors)
            text = text_of(page_text(found))
            why = hash_of(text)
            row = {"page": found.page, "value": WORD[one.value], "outcome": found.outcome, "counts": found.counts, "doubt": found.doubt, "flag": found.flag, "why": why}
            held = self._pages[key] = reading, (row, (why, text))  # into the part once a row names it
        return held[1]

    def outcome(self, reading: Reading, truths: bytes) -> str:
        """The outcome alone."""
        return self.way(reading, truths).outcome

    def next_changes(self, reading: Reading, reader: Reader, ways: Sequence[Way], way_of: Ints, kind: str) -> tuple[list[Change], Ints]:
        """The next day on which the law changes, as :meth:`Screener._next_change` finds it: each change once, and for each row its number or -1."""
        changes: dict[Change, int] = {}
        found = np.full(len(way_of), -1, dtype=np.int64)
        waiting = np.arange(len(way_of), dtype=np.int64)
        book = reading.book
        names = {page.file: page.id for page in book.pages}
        for day, altered, gone in self.screener.later(book, reading.profile, reading.on, kind):
            if not len(waiting):
                break
            truths = stacked(altered, reader, waiting)
            joint, first = dense(way_of[waiting], rows_alike(truths)[0])
            before = _Before(reading)
            moved = [_moved(before.of(ways[int(way_of[waiting[at]])]), altered, truths[at], gone) for at in first]
            hit = np.array([bool(one) for one in moved], dtype=bool)[joint]
            if not hit.any():
                continue
            at, joint = waiting[hit], joint[hit]
            waiting = waiting[~hit]
            then = self.screener.reading(book, reading.profile, day, kind)
            later = stacked(then.rules, reader, at)
            back, one_of = rows_alike(later)
            outcomes = [self.outcome(then, later[each].tobytes()) for each in one_of]
            both, each_first = dense(joint, back)
            told = [(day.isoformat(), outcomes[int(back[each])], tuple(dict.fromkeys(names[name] for name in moved[int(joint[each])]))) for each in each_first]
            found[at] = np.array([changes.setdefault(one, len(changes)) for one in told], dtype=np.int64)[both]
        return list(changes), found


def stacked(rules: Sequence[Rule], reader: Reader, at: Ints | None = None) -> Truths:
    """The truths of pages, a column each, for all rows or some."""
    count = reader.rows.count if at is None else len(at)
    if not rules:
        return np.zeros((count, 0), dtype=np.int8)
    columns = (reader.read(rule)[2] for rule in rules)
    return np.ascontiguousarray(np.stack([column if at is None else column[at] for column in columns], axis=1))


@dataclass(frozen=True, slots=True)
class _Before:
    """What the pages of a reading came to, by file; worked out only for those that are asked about."""

    reading: Reading
    truths: bytes = b""
    _places: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Where each page stands."""
        if not self._places:
            self._places.update((rule.page.file, at) for at, rule in enumerate(self.reading.rules))

    def of(self, way: Way) -> _Before:
        """The same for a way."""
        return replace(self, truths=way.truths)

    def seen(self, name: str) -> str:
        """The disposition of a page; one that is out of its window weighs the same as one that does not fire."""
        at = self._places.get(name)
        if at is None:
            return "not_triggered"
        rule = self.reading.rules[at]
        return PageReading(rule.page, rule.phase, TRUTH[self.truths[at]], []).disposition


def _moved(before: _Before, altered: list[Rule], truths: Any, gone: frozenset[str]) -> list[str]:  # noqa: ANN401 - a row of numpy
    read = {
        rule.page.file: PageReading(rule.page, rule.phase, TRUTH[int(code)], []).disposition
        for rule, code in zip(altered, truths, strict=True)
    }
    after = read | dict.fromkeys(gone, "not_triggered")
    return [name for name in sorted(after) if before.seen(name) != after[name]]
