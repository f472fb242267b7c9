"""What never comes to anything is settled here, before a body is read and a reason is found: most candidates of most questions.

A pair is settled only when both the rules and the score are sure to say no, whatever else is known of the body; the test in
``tests/match/test_gate.py`` holds that no answer changes by it. Only the compiled kernel makes it worth its time.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from struct import pack
from threading import local
from typing import TYPE_CHECKING, Any, Final

from countersight.match import kernel, kernel_ask, kernel_laid, kernel_read
from countersight.match.latin import Context, compare_latin, country_of
from countersight.match.laying import HAN, lay, read, reader
from countersight.match.model import Model, model
from countersight.match.parts import parts
from countersight.match.weigh import PERSONS, SHOWN
from countersight.names import kernel as keys_kernel
from countersight.names.letters import romanise
from countersight.names.normalise import core, fold
from countersight.settings import compiled
from countersight.store import kernel as search_kernel
from countersight.store.listed import Listed, Shelf

if TYPE_CHECKING:
    from countersight.match.uses import Use

KERNELS: Final = (keys_kernel, search_kernel, kernel_laid, kernel_read, kernel, kernel_ask)
"""What is compiled, or not; all of it together."""
_COMPILED: Final = all(map(compiled, KERNELS))
PERSON: Final = "Person"
CANDIDATES: Final = 40
"""Names that are compared word by word for each name of the party."""

LEAST: Final = 200
"""Thousandths of the cosine below which a name is no candidate, unless it is the same."""

LAY_FIRST: Final = 1
"""What :attr:`kernel_ask.Asking.state` says of candidates that are not laid out."""

ORGANISATIONS, PERSONS_TOO, OTHERS, NONE_YET = 1, 2, 4, 8
"""Sorts of layout, as :meth:`kernel_ask.Asking.sorts_at` tells them."""


@lru_cache(maxsize=8)
def _weights(kind: str) -> memoryview[float]:
    held = model(kind).weights
    return memoryview(pack(f"{len(held)}d", *held)).cast("d")


@lru_cache(maxsize=16)
def least_odds(kind: str, floor: float) -> float:
    """Log odds below which the calibrated score is below a floor, a little less for safety."""
    chosen: Model = model(kind)
    low, high = -60.0, 60.0
    if chosen.calibrated(high) < floor:
        return high
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if chosen.calibrated(middle) < floor else (low, middle)
    return low - 1e-6


Same = tuple[Sequence[int], Sequence[int]]
"""Numbers of names that are the same when folded, and without their legal form."""
Asked = tuple[int, list[Listed], bool]


class Gate:
    """The gate for one use. Not to be shared between threads: it holds the room in which names are laid side by side."""

    __slots__ = ("_asking", "_odds", "_room")

    def __init__(self, use: Use) -> None:
        self._room = kernel.Room()
        self._room.weigh_by(_weights("organisation"), _weights("person"))
        self._odds = least_odds("organisation", SHOWN[use])
        self._asking = kernel_ask.Asking(self._room, reader(), CANDIDATES, self._odds, least_odds("person", PERSONS[use]))

    def ask(self, text: str, shelf: Shelf, country: str) -> Asked:
        """From a party's name to the listed names that it may still be.

        Args:
            text: The name.
            shelf: The listed names.
            country: As in :meth:`open_of`.

        Returns:
            How many listed names were looked at, those that are not settled, in their order, and whether the name may stand within other words, or be misread.
        """
        whole, searcher, asking = read(text), shelf.index.searcher, self._asking
        if whole is None or searcher is None:
            return self._elsewhere(text, shelf, country)
        rest = asking.ask(whole, searcher, LEAST, shelf.laid, country != "")
        if rest is None and asking.state == LAY_FIRST:
            self._lay(asking.unlaid(shelf.laid), shelf)
            rest = asking.open(whole, shelf.laid, country != "")
        if rest is None:
            return self._elsewhere(text, shelf, country)
        if not rest:
            return asking.many, [], whole.around
        return asking.many, self._unrefused(text, shelf, rest, ((), ()), asking.found(), country, asking.organisation), whole.around

    def _elsewhere(self, text: str, shelf: Shelf, country: str) -> Asked:
        """The same of a name that is not read in one pass, or that a listed name is the same as."""
        folded = fold(text)
        if not folded:
            return 0, [], True
        same, near = shelf.index.same(folded, core(text)), shelf.index.near(text, CANDIDATES, LEAST)
        many = len(near) if not same[0] and not same[1] else len({*same[0], *same[1], *(at for _, at in near)})
        return many, self.open_at(text, shelf, same, near, country), True

    def open_of(self, text: str, found: list[Listed], country: str) -> list[Listed]:
        """Those of the listed names that a query may still be, in their order.

        Args:
            text: The party's name.
            found: Names on the list that it is to be compared with.
            country: The party's country in capitals, or empty.
        """
        for one in found:
            if one.laid is None:
                one.laid = lay(one.text, person=one.schema == PERSON)
        rest, side = self._settled(text, [(0, i) for i in range(len(found))], [one.laid for one in found], country)
        return [found[i] for i in rest if not self._refused(text, found[i], country, side)]

    def ever(self, text: str, shelf: Shelf, numbers: list[int]) -> list[int]:
        """Those of some listed names, by number, that a query may be in some country or in none: what this leaves out comes to nothing whatever is known of the party."""
        index, laid = shelf.index, shelf.laid
        for at in numbers:
            if laid[at] is None:
                shelf.keep(at, lay(index.text(at), person=index.person(at)))
        return self._settled(text, [(0, at) for at in numbers], laid, "ZZ")[0]  # where a country is told, the rules settle least

    def _settled(self, text: str, near: list[tuple[int, int]], laid: list[Any], country: str) -> tuple[list[int], kernel_laid.Laid | None]:
        """Numbers of the names that are not settled, in their order, and the query as the name of an organisation."""
        sorts = self._asking.sorts_at(near, laid)
        organisation = lay(text, person=False, asked=True) if sorts & ORGANISATIONS else None
        person = lay(text, person=True, asked=True) if sorts & PERSONS_TOO else None
        if HAN in (organisation, person):  # what it may be in letters is another question
            return [at for _, at in near], None
        one_side = None if isinstance(organisation, str) else organisation
        other_side = None if isinstance(person, str) else person
        if one_side is not None:
            one_side.told = country != ""
        return self._asking.possible_at((one_side, other_side), near, laid), one_side

    def open_at(self, text: str, shelf: Shelf, same: Same, near: list[tuple[int, int]], country: str) -> list[Listed]:
        """The same over numbers of names: no object is made of what comes to nothing.

        Args:
            text: The party's name.
            shelf: The names.
            same: Numbers of names that are the same when folded, and without their legal form.
            near: Score and number of those that share grams.
            country: As in :meth:`open_of`.
        """
        all_ = near
        if same[0] or same[1]:
            known = {at for _, at in near}
            all_ = near + [(0, at) for at in {*same[0], *same[1]} - known]
        laid = shelf.laid
        if self._asking.sorts_at(all_, laid) & NONE_YET:
            self._lay([at for _, at in all_ if laid[at] is None], shelf)
        rest, side = self._settled(text, all_, laid, country)
        return self._unrefused(text, shelf, rest, same, near, country, side) if rest else []

    def _lay(self, numbers: list[int], shelf: Shelf) -> None:
        """Lay listed names out."""
        index = shelf.index
        for at in numbers:
            shelf.keep(at, lay(index.text(at), person=index.person(at)))

    def _unrefused(  # noqa: PLR0913, PLR0917 - what was found of one name
        self, text: str, shelf: Shelf, rest: list[int], same: Same, near: list[tuple[int, int]], country: str, side: kernel_laid.Laid | None
    ) -> list[Listed]:
        """Those of the names that are left which the rules do not refuse in full."""
        for at in rest:
            shelf.at(at).laid = shelf.laid[at]
        return [one for one in shelf.among(rest, same, near) if not self._refused(text, one, country, side)]

    def _refused(self, text: str, one: Listed, country: str, side: kernel_laid.Laid | None) -> bool:
        """The rules asked in full, where no place of the query makes them ask for those of the body."""
        if side is None or one.schema == PERSON or isinstance(one.laid, str):
            return False
        query = parts(romanise(fold(text)))
        if query.places:
            return False
        if one.parts is None:
            one.parts = parts(romanise(fold(one.text)))
        rules = compare_latin(query, one.parts, Context(country=country_of(country, one.countries)))
        return rules.band == "no" and (not rules.soft or self._room.reach(side, one.laid) < self._odds)


class _Gates(local):
    """The gates of one thread, by use."""

    def __init__(self) -> None:
        self.held: dict[str, Gate] = {}


_GATES: Final = _Gates()


def gate_for(use: Use) -> Gate | None:
    """The gate of this thread for a use; None where nothing was compiled, because it would take longer than it saves."""
    if not _COMPILED:
        return None
    found = _GATES.held.get(use)
    if found is None:
        found = _GATES.held[use] = Gate(use)
    return found
