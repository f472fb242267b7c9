"""One question from the name to the listed names that stay open, without an object for what comes to nothing: ninety-four names of a hundred.

What is found here is what ``index.near``, ``gate.lay`` and ``Room.possible_at`` find. The types stand in ``kernel_ask.pxd``; the same source
runs uncompiled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from countersight.match.kernel import Room
from countersight.match.kernel_laid import Laid
from countersight.match.kernel_read import Read, Reader
from countersight.names.kernel import crc
from countersight.store.kernel import Searcher

if TYPE_CHECKING:
    from collections.abc import Sequence


class Asking:
    """Room for the candidates of one question; one per thread and use.

    Args:
        room: Where two names are laid side by side.
        reader: What reads the names.
        limit: Most candidates.
        odds: Log odds that an organisation has to reach, if the rules say no.
        odds_person: The same for a person.
    """

    def __init__(self, room: Room, reader: Reader, limit: int, odds: float, odds_person: float) -> None:
        self.room = room
        self.reader = reader
        self.odds, self.odds_person = odds, odds_person
        self.numbers = memoryview(bytearray(4 * limit)).cast("I")
        self.scores = memoryview(bytearray(4 * limit)).cast("I")
        self.many = 0
        self.organisation: Laid | None = None
        """The query as the name of an organisation, if it was laid out so."""

    def near(self, read: Read, searcher: Searcher, least: int) -> int:
        """How many listed names share grams with a name, from a cosine of so many thousandths on; -1 where a listed name is the same, or may be."""
        line = read.line
        self.many = 0
        if searcher.first(False, crc(line, 0, len(line), 0)) >= 0 or searcher.first(True, crc(line, 0, read.bare, 0)) >= 0:
            return -1
        keys = self.reader.keys_of(read)
        self.many = searcher.into(keys.held, keys.count, least, self.numbers, self.scores)
        return self.many

    def unlaid(self, laid: list[Any]) -> list[int] | None:
        """The numbers of those that are not laid out yet; None where all are."""
        out = None
        for i in range(self.many):
            if laid[self.numbers[i]] is None:
                if out is None:
                    out = []
                out.append(self.numbers[i])
        return out

    def found(self) -> list[tuple[int, int]]:
        """Score and number of the candidates."""
        return [(self.scores[i], self.numbers[i]) for i in range(self.many)]

    def open(self, read: Read, laid: list[Any], told: bool) -> list[int] | None:
        """The numbers of the candidates that are not settled, in their order; None where the name is to be laid out elsewhere.

        Args:
            read: The name.
            laid: Layouts by number.
            told: Whether the party's country is known.
        """
        sorts = 0
        room = self.room
        for i in range(self.many):
            held = laid[self.numbers[i]]
            if isinstance(held, Laid):
                b = held
                sorts |= 2 if b.person else 1
        organisation: Laid | None = None
        person: Laid | None = None
        if (sorts & 1) != 0:
            organisation = self.reader.side(read, False)
            if organisation is None:
                return None
            organisation.told = told
        if (sorts & 2) != 0:
            person = self.reader.side(read, True)
            if person is None:
                return None
        self.organisation = organisation
        out = []
        for i in range(self.many):
            held = laid[self.numbers[i]]
            if not isinstance(held, Laid):
                out.append(self.numbers[i])
                continue
            b = held
            if b.person:
                if room.reach(person, b) >= self.odds_person:
                    out.append(self.numbers[i])
            elif not room.refused(organisation, b) or room.reach(organisation, b) >= self.odds:
                out.append(self.numbers[i])
        return out
