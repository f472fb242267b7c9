"""What follows where the pages of a column have certain truths: outcome, findings, and whether a later day changes it.

Of a million matters the pages of a column are true, open or false in a few thousand ways. Each way is judged once, by the functions
that judge one matter.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from countersight.model.matter import Matter
from countersight.rules.reading import PageReading, Reading, Rule
from countersight.screening.batch_values import TRUTH, Reader
from countersight.screening.batch_why import Why
from countersight.screening.findings import WORD, finding
from countersight.screening.one import Screener, roll_up, seen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from countersight.screening.batch_values import Truths

NOTHING_RESOLVED = Matter(id="any", kind="shipment")
"""Stands for every matter that resolves no flag."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which the pages of a column come out."""

    outcome: str
    pages: tuple[dict[str, Any], ...]
    """Pages that fired or are open, and flags that are raised."""
    not_looked_at: tuple[str, ...]
    before: dict[str, str]
    """Dispositions by file."""

    @property
    def told(self) -> list[dict[str, Any]]:
        """The pages as a row tells them: those that decide, then flags."""
        rows = sorted(self.pages, key=lambda one: bool(one["flag"]))
        return [{name: value for name, value in one.items() if name != "text"} for one in rows]


@dataclass(slots=True)
class Judge:
    """Judges ways, each once."""

    screener: Screener
    why: Why
    _ways: dict[tuple[int, bytes], tuple[Reading, Way]] = field(default_factory=dict)

    def way(self, reading: Reading, truths: bytes) -> Way:
        """What follows of the truths of a reading's pages, in their order."""
        key = (id(reading), truths)
        held = self._ways.get(key)
        if held is None:
            if len(self._ways) > 20_000:  # noqa: PLR2004 - a bound on memory
                self._ways.clear()
            held = self._ways[key] = reading, self._judged(reading, truths)
        for one in held[1].pages:
            self.why.texts[one["why"]] = one["text"]
        return held[1]

    def _judged(self, reading: Reading, truths: bytes) -> Way:
        book = reading.book
        read = [
            PageReading(rule.page, rule.phase, TRUTH[code], [])
            for rule, code in zip(reading.rules, truths, strict=True)
        ]
        anchors = book.enacted(self.screener.options.enacted).anchors
        pages = []
        for one in read:
            if one.value is True or (one.value is None and not one.page.is_flag):
                found = finding(one, NOTHING_RESOLVED, proposed_book=book.proposed, anchors=anchors)
                key = self.why.page(found)
                pages.append(
                    {
                        "page": one.page.id,
                        "value": WORD[one.value],
                        "outcome": found.outcome,
                        "counts": found.counts,
                        "doubt": found.doubt,
                        "flag": found.flag,
                        "why": key,
                        "text": self.why.texts[key],
                    }
                )
        return Way(
            outcome=roll_up(read, NOTHING_RESOLVED, proposed_book=book.proposed),
            pages=tuple(pages),
            not_looked_at=tuple(one.page.id for one in read if one.page.is_flag and one.value is None),
            before={one.page.file: one.disposition for one in read},
        )

    def outcome(self, reading: Reading, truths: bytes) -> str:
        """The outcome alone."""
        return self.way(reading, truths).outcome

    def next_changes(
        self, reading: Reading, reader: Reader, ways: Sequence[Way], way_of: NDArray[np.int64], kind: str
    ) -> list[dict[str, Any] | None]:
        """For each row the next day on which the law changes for it, as :meth:`Screener._next_change` finds it."""
        found: list[dict[str, Any] | None] = [None] * len(way_of)
        waiting = np.ones(len(way_of), dtype=bool)
        book = reading.book
        names = {page.file: page.id for page in book.pages}
        for day, altered, gone in self.screener.later(book, reading.profile, reading.on, kind):
            if not waiting.any():
                break
            truths = (
                np.stack([reader.read(rule)[2] for rule in altered], axis=1)
                if altered
                else np.zeros((len(way_of), 0), dtype=np.int8)
            )
            joint = np.concatenate([way_of[:, None], truths.astype(np.int64)], axis=1)
            distinct, back = np.unique(joint, axis=0, return_inverse=True)
            moved = [_moved(ways[int(row[0])], altered, row[1:], gone) for row in distinct]
            pages = [tuple(dict.fromkeys(names[name] for name in one)) for one in moved]
            hit = waiting & np.fromiter((bool(one) for one in moved), dtype=bool, count=len(moved))[back.reshape(-1)]
            at = np.flatnonzero(hit)
            if not len(at):
                continue
            waiting &= ~hit
            then = self.screener.reading(book, reading.profile, day, kind)
            outcomes = [self.outcome(then, text) for text in _texts(then, reader, at)]
            for row, outcome in zip(at, outcomes, strict=True):
                found[row] = {
                    "on": day.isoformat(),
                    "outcome": outcome,
                    "pages": list(pages[int(back.reshape(-1)[row])]),
                }
        return found


def _texts(reading: Reading, reader: Reader, at: NDArray[np.int64]) -> list[bytes]:
    truths: Truths = np.stack([reader.read(rule)[2][at] for rule in reading.rules], axis=1)
    return [row.tobytes() for row in np.ascontiguousarray(truths)]


def _moved(way: Way, altered: list[Rule], truths: Any, gone: frozenset[str]) -> list[str]:  # noqa: ANN401 - a row of numpy
    read = {
        rule.page.file: PageReading(rule.page, rule.phase, TRUTH[int(code)], []).disposition
        for rule, code in zip(altered, truths, strict=True)
    }
    after = read | dict.fromkeys(gone, "not_triggered")
    return [name for name in sorted(after) if seen(way.before, name) != after[name]]
