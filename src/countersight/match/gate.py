"""What never comes to anything is settled here, before a body is read and a reason is found: most candidates of most questions.

A pair is settled only when both the rules and the score are sure to say no, whatever else is known of the body; the test in
``tests/match/test_gate.py`` holds that no answer changes by it. Only the compiled kernel makes it worth its time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from struct import pack
from threading import local
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from countersight.match import kernel, kernel_ask, kernel_brief, kernel_laid, kernel_read
from countersight.match.latin import Context, compare_latin, country_of
from countersight.match.laying import HAN, lay, read, reader
from countersight.match.model import Model, model
from countersight.match.outcome import Verdict
from countersight.match.pair import Told
from countersight.match.query import Query, parts_of, parts_of_name
from countersight.match.weigh import PERSONS, SHOWN
from countersight.names import kernel as keys_kernel
from countersight.names.normalise import core, fold
from countersight.settings import compiled
from countersight.store import kernel as search_kernel
from countersight.store.listed import Listed, Shelf

if TYPE_CHECKING:
    from countersight.match.parts import Parts
    from countersight.match.uses import Use

KERNELS: Final = (keys_kernel, search_kernel, kernel_laid, kernel_brief, kernel_read, kernel, kernel_ask)
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


_OPEN: Final = 1000.0
"""Odds that :meth:`kernel.Room.reach` tells of a pair that it leaves open; below nought, of one with a hard conflict."""

Same = tuple[Sequence[int], Sequence[int]]
"""Numbers of names that are the same when folded, and without their legal form."""
NO_SAME: Final[Same] = ((), ())


class Ruled(NamedTuple):
    """What is known of a pair before its body is read."""

    verdict: Verdict | None
    """Of the rules; None for persons, and where a place of the body could change it, or they say another thing of a name that is not the primary one."""
    low: bool | None = None
    """Whether its score is known not to reach what is shown, or to reach it; None where it was not asked."""
    told: Told | None = None
    """What the kernel found of the two names, where it found the whole."""


class Asked(NamedTuple):
    """What is found of one name before a body is read."""

    many: int
    """Listed names that were looked at."""
    found: list[Listed]
    """Those that are not settled, in their order."""
    around: bool
    """Whether the name may stand within other words, or be misread."""
    query: Query | None = None
    """The name, as far as it is taken apart already."""
    ruled: Mapping[int, Ruled] = MappingProxyType({})
    """What the rules say of a pair, by the ``id`` of the listed name, where they were asked and no place of the body could change it."""


class Opened(NamedTuple):
    """What the kernel leaves of one name, for the rules. Nothing of the gate is in it: other names may be asked about before it is closed."""

    many: int
    """As in :class:`Asked`, and so the next."""
    around: bool
    query: Query
    rest: list[int]
    """Numbers of the listed names that are left."""
    same: Same
    near: Sequence[tuple[int, int]]
    """Score and number of the names that share grams, where more than one is left."""
    organisation: kernel_laid.Laid | None
    """The name laid out as that of an organisation, and of a person, where the kernel did."""
    person: kernel_laid.Laid | None


_NOT_RULED: Final = Ruled(None)
_NOBODY: Final = [Asked(many, [], around=False) for many in range(CANDIDATES + kernel_ask.BESIDE + 1)]
"""The answer to most questions: nobody of so many."""


class Gate:
    """The gate for one use. Not to be shared between threads: it holds the room in which names are laid side by side."""

    __slots__ = ("_asking", "_odds", "_reader", "_room")

    def __init__(self, use: Use) -> None:
        self._room = kernel.Room()
        self._room.weigh_by(_weights("organisation"), _weights("person"))
        self._odds = least_odds("organisation", SHOWN[use])
        self._reader = reader()
        self._asking = kernel_ask.Asking(self._room, self._reader, CANDIDATES, self._odds, least_odds("person", PERSONS[use]))

    def ask(self, text: str, shelf: Shelf, country: str) -> Asked:
        """From a party's name to the listed names that it may still be.

        Args:
            text: The name.
            shelf: The listed names.
            country: As in :meth:`open_of`.
        """
        found = self.opened(text, shelf, country)
        return _NOBODY[found] if isinstance(found, int) else self.closed(found, shelf, country)

    def opened(self, text: str, shelf: Shelf, country: str) -> int | Asked | Opened:
        """The first half of :meth:`ask`: what the kernel finds; the other half is :meth:`closed`. A number, for most names: nobody of so many, and nothing stands around it."""
        whole, searcher, asking = self._reader.read(text) if text.isascii() else read(text), shelf.index.searcher, self._asking
        if whole is None or searcher is None:
            return self._elsewhere(text, shelf, country)
        rest, same = asking.ask(whole, searcher, LEAST, shelf.laid, country != ""), NO_SAME
        if rest is None and asking.state == LAY_FIRST:
            if asking.same:
                same = shelf.index.same(whole.line.decode(), whole.line[: whole.bare].decode(), (_folded, _bare))
                if not (asking.beside(same[0]) and asking.beside(same[1])):
                    return self._elsewhere(text, shelf, country)
            if unlaid := asking.unlaid(shelf.laid):
                self._lay(unlaid, shelf)
            rest = asking.open(whole, shelf.laid, country != "")
        if rest is None:
            return self._elsewhere(text, shelf, country)
        if not rest:
            return Asked(asking.many, [], around=True) if whole.around else asking.many
        near = asking.found() if len(rest) > 1 else ()
        return Opened(asking.many, whole.around, Query(text, whole), rest, same, near, asking.organisation, asking.person)

    def _elsewhere(self, text: str, shelf: Shelf, country: str) -> Asked | Opened:
        """The same of a name that is not read in one pass."""
        folded = fold(text)
        if not folded:
            return Asked(0, [], around=True)
        same, near = shelf.index.same(folded, core(text)), shelf.index.near(text, CANDIDATES, LEAST)
        known = {at for _, at in near}
        all_ = near + [(0, at) for at in {*same[0], *same[1]} - known]
        laid = shelf.laid
        if self._asking.sorts_at(all_, laid) & NONE_YET:
            self._lay([at for _, at in all_ if laid[at] is None], shelf)
        rest, organisation, person = self._settled(text, all_, laid, country)
        if not rest:
            return Asked(len(all_), [], around=True)
        return Opened(len(all_), True, Query(text), rest, same, near, organisation, person)  # noqa: FBT003 - around

    def closed(self, found: Asked | Opened, shelf: Shelf, country: str) -> Asked:
        """The other half of :meth:`ask`: the names that are left which the rules do not refuse in full. Where no country is told, what they refuse is not read."""
        if isinstance(found, Asked):
            return found
        query, side, person = found.query, found.organisation, found.person
        kept: list[int] = []
        left: list[Listed] = []
        ruled: dict[int, Ruled] = {}
        for at in found.rest:
            laid, said = shelf.laid[at], None
            if laid is None or isinstance(laid, str):  # of another script; or thrown out meanwhile, because much was kept
                pass
            elif laid.person:
                said = None if person is None else Ruled(None, None, self._told(self._room.reach(person, laid)))
            elif side is not None:
                own = shelf.told.get(at)
                if own is None:
                    own = shelf.told[at] = parts_of_name(shelf.index.text(at))
                said = self._ruled(query.parts, own, laid, country_of(country, shelf.at(at).countries) if country else "unknown", side)
                if _refused(said):
                    continue
            kept.append(at)
            left.append(one := shelf.at(at))
            one.laid, one.parts = laid, shelf.told.get(at, one.parts)
            if said is not None:
                ruled[id(one)] = _of_any_name(said, one)
        if len(left) > 1:
            left = shelf.among(kept, found.same, found.near)
        return Asked(found.many, left, found.around, query, ruled)

    def open_of(self, text: str, found: list[Listed], country: str) -> Asked:
        """Those of the listed names that a query may still be, in their order.

        Args:
            text: The party's name.
            found: Names on the list that it is to be compared with.
            country: The party's country in capitals, or empty.
        """
        for one in found:
            if one.laid is None:
                one.laid = lay(one.text, person=one.schema == PERSON)
        rest, side, _ = self._settled(text, [(0, i) for i in range(len(found))], [one.laid for one in found], country)
        query, ruled, kept = Query(text), {}, []
        for one in (found[i] for i in rest):
            rules = None if side is None or isinstance(one.laid, str) or one.schema == PERSON else self._ruled(query.parts, parts_of(one), one.laid, country_of(country, one.countries), side)
            if rules is None or not _refused(rules):
                kept.append(one)
                if rules is not None:
                    ruled[id(one)] = _of_any_name(rules, one)
        return Asked(len(found), kept, around=True, query=query, ruled=ruled)

    def ever(self, text: str, shelf: Shelf, numbers: list[int]) -> list[int]:
        """Those of some listed names, by number, that a query may be in some country or in none: what this leaves out comes to nothing whatever is known of the party."""
        whole = self._reader.read(text) if text.isascii() else read(text)
        rest = None if whole is None else self._asking.ever(whole, numbers, shelf.laid)
        if rest is not None:
            return rest
        self._lay([at for at in numbers if shelf.laid[at] is None], shelf)
        return self._settled(text, [(0, at) for at in numbers], shelf.laid, "ZZ")[0]  # where a country is told, the rules settle least

    def which(self, text: str, shelf: Shelf, numbers: list[int]) -> list[bool] | None:
        """Which of some listed names, by number, are candidates for a name; None where that is found elsewhere."""
        whole, searcher = self._reader.read(text) if text.isascii() else read(text), shelf.index.searcher
        return None if whole is None or searcher is None else self._asking.which(whole, searcher, LEAST, numbers)

    def _settled(self, text: str, near: list[tuple[int, int]], laid: list[Any], country: str) -> tuple[list[int], kernel_laid.Laid | None, kernel_laid.Laid | None]:
        """Numbers of the names that are not settled, in their order, and the query as the name of an organisation and as that of a person."""
        sorts = self._asking.sorts_at(near, laid)
        organisation = lay(text, person=False, asked=True) if sorts & ORGANISATIONS else None
        person = lay(text, person=True, asked=True) if sorts & PERSONS_TOO else None
        if HAN in (organisation, person):  # what it may be in letters is another question
            return [at for _, at in near], None, None
        one_side = None if isinstance(organisation, str) else organisation
        other_side = None if isinstance(person, str) else person
        if one_side is not None:
            one_side.told = country != ""
        return self._asking.possible_at((one_side, other_side), near, laid), one_side, other_side

    def _lay(self, numbers: list[int], shelf: Shelf) -> None:
        """Lay listed names out."""
        written, person, keep, listed = shelf.index.written, shelf.index.person, shelf.keep, self._reader.listed
        for at in numbers:
            raw, human = written(at), person(at)
            laid = listed(raw, human)
            side = lay(str(raw, "utf-8", "surrogatepass"), person=human) if laid is None else laid
            keep(at, kernel_ask.SPELLED if side == HAN and shelf.spelled(shelf.index.owner(at)) else side)

    def _ruled(self, query: Parts, name: Parts, laid: kernel_laid.Laid, country: str, side: kernel_laid.Laid) -> Ruled:
        """The rules asked in full; no verdict where a place of the body matters, or the matcher asks about the listed name without an article, its academy or its acronym too."""
        if laid.other is not None or (country == "agrees" and laid.other_core_hash != laid.core_hash):
            return _NOT_RULED
        try:
            found = compare_latin(query, name, _CONTEXTS[country])
        except _PlaceAskedError:
            return _NOT_RULED
        if not found.soft:
            return Ruled(found)
        odds = self._room.reach(side, laid)
        return Ruled(found, True) if odds < self._odds else Ruled(found, False, self._told(odds))  # noqa: FBT003 - low, or not

    def _told(self, odds: float) -> Told | None:
        """What the room found of the pair of which it told these odds; None where it left the pair open."""
        return Told(odds, self._room.told()) if -_OPEN < odds < _OPEN else None


def _folded(text: str) -> str:
    whole = read(text)
    return fold(text) if whole is None else whole.line.decode()


def _bare(text: str) -> str:
    whole = read(text)
    return core(text) if whole is None else whole.line[: whole.bare].decode()


class _PlaceAskedError(Exception):
    """The rules ask for the places of a body."""


def _no_place() -> frozenset[str]:
    raise _PlaceAskedError


_CONTEXTS: Final = {country: Context(country=country, later=_no_place) for country in ("agrees", "conflicts", "unknown")}


def _refused(ruled: Ruled) -> bool:
    """Whether nothing that is not known yet makes it more than a no."""
    verdict = ruled.verdict
    return verdict is not None and verdict.band == "no" and (bool(ruled.low) or not verdict.soft)


def _of_any_name(ruled: Ruled, one: Listed) -> Ruled:
    """Without what the rules say where they may say another thing of a name that is not the primary one."""
    return ruled if ruled.verdict is None or one.kind == "primary" or len(one.parts.key) > 1 else ruled._replace(verdict=None)


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
