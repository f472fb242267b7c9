"""One question from the name to the listed names that stay open, without an object for what comes to nothing: ninety-four names of a hundred.

What is found here is what ``index.near``, ``gate.lay`` and ``gate.open_at`` find. The types stand in ``kernel_ask.pxd``; the same source
runs uncompiled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from countersight.match.kernel import Room
from countersight.match.kernel_brief import apart
from countersight.match.kernel_laid import Laid
from countersight.match.kernel_read import Read, Reader
from countersight.names.kernel import crc
from countersight.store.kernel import Searcher

if TYPE_CHECKING:
    from collections.abc import Sequence

BESIDE = 216
"""Names that are the same and are no candidates otherwise: so many bodies never bear one name."""


SPELLED = "spelled"
"""Stands for the layout of a name in Han of a body that has a name in letters too: a name in letters is compared with that one."""


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
        self.limit = limit
        self.numbers = memoryview(bytearray(4 * (limit + BESIDE))).cast("I")
        self.nearest = self.numbers[:limit]
        self.scores = memoryview(bytearray(4 * limit)).cast("I")
        self.many = self.nears = self.met = 0
        self.same = False
        """Whether a listed name may be the same when folded, or without its legal form: the index is to be asked for it, and :meth:`beside`."""
        self.state = 0
        """After :meth:`ask` gave nothing: 1, candidates are to be laid out first, or names taken in that are the same, and :meth:`open` asked then;
        2, the name is to be asked about elsewhere."""
        self.organisation: Laid | None = None
        """The query as the name of an organisation, if it was laid out so."""
        self.person: Laid | None = None
        """The same as the name of a person."""

    def ask(self, read: Read, searcher: Searcher, least: int, laid: list[Any], told: bool) -> list[int] | None:
        """The numbers of the candidates that are not settled, in their order; None where more is to be done: see ``state``.

        Args:
            read: The name.
            searcher: The search of the index of listed names.
            least: Thousandths of the cosine from which a name that shares grams is a candidate.
            laid: Layouts of the listed names by number.
            told: Whether the party's country is known.
        """
        self.near(read, searcher, least)
        self.state = 1
        if self.same:
            return None
        for i in range(self.many):
            if laid[self.numbers[i]] is None:
                return None
        self.state = 2
        return self.open(read, laid, told)

    def near(self, read: Read, searcher: Searcher, least: int) -> int:
        """How many listed names share grams with a name, from a cosine of so many thousandths on."""
        line = read.line
        self.many = self.nears = 0
        self.same = searcher.first(crc(line, 0, len(line), 0), core=False) >= 0 or searcher.first(crc(line, 0, read.bare, 0), core=True) >= 0
        keys = self.reader.keys_of(read)
        self.many = self.nears = searcher.into(keys.held, keys.count, least, self.nearest, self.scores)
        return self.many

    def beside(self, numbers: Sequence[int]) -> bool:
        """Take in names that are the same, each once; False where there are more than there is room for."""
        for at in numbers:
            known = False
            for i in range(self.many):
                if self.numbers[i] == at:
                    known = True
                    break
            if known:
                continue
            if self.many >= len(self.numbers):
                return False
            self.numbers[self.many] = at
            self.many += 1
        return True

    def which(self, read: Read, searcher: Searcher, least: int, numbers: Sequence[int]) -> list[bool] | None:
        """Which of some listed names are candidates; None where one is not by its grams, and a listed name may be the same."""
        self.near(read, searcher, least)
        out = []
        for at in numbers:
            known = False
            for i in range(self.many):
                if self.numbers[i] == at:
                    known = True
                    break
            if self.same and not known:
                return None
            out.append(known)
        return out

    def unlaid(self, laid: list[Any]) -> list[int]:
        """The numbers of those that are not laid out yet."""
        out = []
        for i in range(self.many):
            if laid[self.numbers[i]] is None:
                out.append(self.numbers[i])
        return out

    def found(self) -> list[tuple[int, int]]:
        """Score and number of the candidates that share grams."""
        return [(self.scores[i], self.numbers[i]) for i in range(self.nears)]

    def open(self, read: Read, laid: list[Any], told: bool) -> list[int] | None:
        """The numbers of the candidates that are not settled, in their order; None where the name is to be laid out elsewhere.

        Args:
            read: The name.
            laid: Layouts by number.
            told: Whether the party's country is known.
        """
        sorts = 0
        met = 0
        for i in range(self.many):
            held = laid[self.numbers[i]]
            if isinstance(held, Laid):
                b = held
                sorts |= 2 if b.person else 1
                met += b.core_hash + b.keys + b.telling + b.brief[2] + b.brief[9]  # read ahead: what lies apart is fetched side by side, not one after the other
        self.met = met
        organisation: Laid | None = None
        person: Laid | None = None
        if (sorts & 1) != 0:
            organisation = self.reader.side(read, person=False)
            if organisation is None:
                return None
            organisation.told = told
        if (sorts & 2) != 0:
            person = self.reader.side(read, person=True)
            if person is None:
                return None
        self.organisation, self.person = organisation, person
        out = []
        for i in range(self.many):
            held = laid[self.numbers[i]]
            if held is not SPELLED and self._stays(organisation, person, held):
                out.append(self.numbers[i])
        return out

    def _stays(self, organisation: Laid | None, person: Laid | None, held: Any) -> bool:  # noqa: ANN401 - a layout, or a word for one
        """Whether a listed name is not settled. What is not laid out for this kernel is not."""
        if not isinstance(held, Laid):
            return True
        b = held
        if b.person:
            return person is None or self.room.reach(person, b) >= self.odds_person
        if organisation is not None and b.briefs > 0 and organisation.briefs > 0 and apart(organisation, b):
            return False
        if organisation is None or not self.room.refused(organisation, b) or self.room.reach(organisation, b) >= self.odds:
            return True
        while b.other is not None:
            b = b.other
            if not self.room.refused(organisation, b):
                return True
        return False

    def ever(self, read: Read, numbers: Sequence[int], laid: list[Any]) -> list[int] | None:
        """Those of some listed names that are not settled for a party whose country is known; None where one is not laid out yet, or the name is laid out elsewhere.

        Args:
            read: The name.
            numbers: Of the listed names.
            laid: Layouts by number.
        """
        sorts = 0
        for at in numbers:
            held = laid[at]
            if held is None:
                return None
            if isinstance(held, Laid):
                b = held
                sorts |= 2 if b.person else 1
        organisation: Laid | None = None
        person: Laid | None = None
        if (sorts & 1) != 0:
            organisation = self.reader.side(read, person=False)
            if organisation is None:
                return None
            organisation.told = True
        if (sorts & 2) != 0:
            person = self.reader.side(read, person=True)
            if person is None:
                return None
        out = []
        for at in numbers:
            if self._stays(organisation, person, laid[at]):
                out.append(at)
        return out

    def sorts_at(self, near: Sequence[tuple[int, int]], laid: list[Any]) -> int:
        """Which sorts of layout listed names have, given as score and number: 1 organisations, 2 persons, 4 others, 8 none yet."""
        found = 0
        for pair in near:
            at = pair[1]
            held = laid[at]
            if isinstance(held, Laid):
                b = held
                found |= 2 if b.person else 1
            else:
                found |= 8 if held is None else 4
        return found

    def possible_at(self, sides: tuple[Laid | None, Laid | None], near: Sequence[tuple[int, int]], laid: list[Any]) -> list[int]:
        """The numbers of those of the listed names that are not settled, in their order. What is not laid out for this kernel is not settled.

        Args:
            sides: The query, laid out as the name of an organisation, and as that of a person.
            near: Score and number of listed names.
            laid: Layouts by number.
        """
        organisation, person = sides
        out = []
        for pair in near:
            at = pair[1]
            if self._stays(organisation, person, laid[at]):
                out.append(at)
        return out
