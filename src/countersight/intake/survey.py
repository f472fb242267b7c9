"""The first look at a whole table, in constant memory: how days and amounts are written, and which matters are scattered.

A table is read twice. The first time only what the whole column decides is gathered, so that a day in the first row is read
as the last row shows. Ids are kept in a Bloom filter (B. H. Bloom, 1970): it may take an id for one that came before, never
the other way round, so a matter whose rows do not stand together is always noticed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from countersight.intake.style import Evidence

if TYPE_CHECKING:
    from countersight.intake.layout import Layout
    from countersight.intake.rows import Row

_BYTES: Final = 1 << 24
_PROBES: Final = 5


class Bloom:
    """A set of texts that forgets none and may hold one too many: about one in a thousand at ten million."""

    def __init__(self) -> None:
        """An empty set; the system gives memory only to what is touched."""
        self._bits = bytearray(_BYTES)

    def _places(self, text: str) -> list[int]:
        digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=4 * _PROBES).digest()
        return [int.from_bytes(digest[at : at + 4], "little") % (_BYTES * 8) for at in range(0, 4 * _PROBES, 4)]

    def add(self, text: str) -> bool:
        """Add a text; true where it may have been there before."""
        there = True
        for place in self._places(text):
            bit = 1 << (place & 7)
            there = there and bool(self._bits[place >> 3] & bit)
            self._bits[place >> 3] |= bit
        return there

    def __contains__(self, text: str) -> bool:
        """Whether a text was added; true for one in a thousand that was not."""
        return all(self._bits[place >> 3] & 1 << (place & 7) for place in self._places(text))


@dataclass(slots=True)
class Survey:
    """What the first look found. ``scattered`` is None where the rows of every matter stand together."""

    evidence: Evidence
    scattered: Bloom | None = None
    rows: int = 0


def look_over(rows: Iterable[Row], layout: Layout, key: Callable[[Row], str | None]) -> Survey:
    """Look at every row below the header.

    Args:
        rows: All rows of the file.
        layout: Its header.
        key: The id of a row's matter, or None where it has none or one of its own.
    """
    found, seen, before = Survey(Evidence(layout.columns)), Bloom(), None
    for row in rows:
        if row.number <= layout.last or row.empty:
            continue
        found.rows += 1
        found.evidence.look(row)
        named = key(row)
        if named is not None and named != before and seen.add(named):
            if found.scattered is None:
                found.scattered = Bloom()
            found.scattered.add(named)
        before = named if named is not None else before
    return found
