"""What never comes to anything is settled here, before a body is read and a reason is found: most candidates of most questions.

A pair is settled only when both the rules and the score are sure to say no, whatever else is known of the body; the test in
``tests/match/test_gate.py`` holds that no answer changes by it. Only the compiled kernel makes it worth its time.
"""

from __future__ import annotations

from array import array
from functools import lru_cache
from threading import local
from typing import TYPE_CHECKING, Final

from countersight.match import kernel
from countersight.match.align import _place_head
from countersight.match.features import _OFFICES, UNITS
from countersight.match.model import Model, model
from countersight.match.parts import OTHER_TRADES, is_pinyin, parts
from countersight.match.tokens import tokens
from countersight.match.weigh import PERSONS, SHOWN
from countersight.names.letters import romanise, sound
from countersight.names.nicknames import GIVEN
from countersight.names.normalise import MAX_CHARS, fold, script
from countersight.settings import compiled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from countersight.match.uses import Use
    from countersight.store.index import Listed

_TRADE_BIT: Final = {word: 1 << i for i, word in enumerate(sorted(OTHER_TRADES))}
_FORMS: Final = ("", "limited", "shares", "partnership")
_HASH: Final = (1 << 62) - 1
HAN: Final = "han"
OPEN: Final = "open"
"""A name that the kernel does not read: letters that no table romanises."""

Side = kernel.Laid | str
"""A name laid out, or :data:`HAN`, or :data:`OPEN`."""


def _runs(words: Iterable[str]) -> tuple[bytes, bytes]:
    """Words one after the other, and where each starts, in two bytes."""
    held = [word.encode("latin-1") for word in words]
    at, starts = 0, bytearray(2)
    for word in held:
        at += len(word)
        starts += at.to_bytes(2, "little")
    return b"".join(held), bytes(starts)


def _hashed(found: object) -> int:
    return (hash(found) & _HASH) | 1


def lay(text: str, *, person: bool) -> Side:
    """A name, laid out for the kernel."""
    if script(text) == "han":
        return HAN
    t = tokens(text[:MAX_CHARS], person=person)
    p = parts(romanise(fold(text)))
    if not (all(map(str.isascii, t.surface)) and all(map(str.isascii, t.words)) and p.core.isascii()) or not t.words:
        return OPEN
    out = kernel.Laid()
    out.n, out.kinds, out.person = len(t.words), t.kinds.encode(), person
    out.words, out.word_at = _runs(t.words)
    out.surface, out.surface_at = _runs(t.surface)
    out.weights = bytes(round(20 * weight) for weight in t.weights)
    out.marks = bytes(
        is_pinyin(spelled) * kernel.PINYIN | (word in UNITS) * kernel.UNIT | (word in _OFFICES) * kernel.OFFICE | (word == "group") * kernel.GROUP
        for word, spelled in zip(t.words, t.surface, strict=True)
    )
    out.heads = "".join(_place_head(word) if kind == "@" else word[0] for word, kind in zip(t.words, t.kinds, strict=True)).encode()
    out.sounds, out.sound_at = _runs(sound(word) if kind in "dft" else "" for word, kind in zip(t.words, t.kinds, strict=True))
    out.given, out.given_at = _runs("".join(map(chr, sorted(GIVEN.get(word, ())))) if kind == "f" else "" for word, kind in zip(t.words, t.kinds, strict=True))
    out.joined = t.joined.encode()
    out.form = _FORMS.index(t.form)
    out.trades = sum(_TRADE_BIT[word] for word in t.trades)
    out.abjad, out.foreign = t.abjad, t.foreign
    if not person:
        out.core_hash, out.key_hash = _hashed(p.core), _hashed(p.key)
        out.spaced_hash, out.sorted_hash = _hashed(p.core.replace(" ", "")), _hashed(tuple(sorted(p.key)))
        out.numbers_hash, out.places_hash = (p.numbers and _hashed(p.numbers)) or 0, (p.places and _hashed(p.places)) or 0
        out.distinct, out.distinct_at = _runs(p.distinct)
        out.distinct_marks = bytes(map(is_pinyin, p.distinct))
        out.words_distinct, out.empty = len(p.distinct), not p.key
        out.sorted_core = " ".join(sorted(p.core.split())).encode()
    return out


@lru_cache(maxsize=8)
def _weights(kind: str) -> array[float]:
    return array("d", model(kind).weights)


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


class Gate:
    """The gate for one use. Not to be shared between threads: it holds the room in which names are laid side by side."""

    __slots__ = ("_odds", "_odds_person", "_room", "_weights", "_weights_person")

    def __init__(self, use: Use) -> None:
        self._room = kernel.Room()
        self._weights, self._weights_person = _weights("organisation"), _weights("person")
        self._odds = least_odds("organisation", SHOWN[use])
        self._odds_person = least_odds("person", PERSONS[use])

    def open_of(self, text: str, found: Sequence[Listed], schema: Callable[[str], str], *, country: bool) -> list[Listed]:
        """Those of the listed names that a query may still be, in their order."""
        queries: list[Side | None] = [None, None]
        out = []
        for one in found:
            person = schema(one.body_id) == "Person"
            query = queries[person]
            if query is None:
                query = queries[person] = lay(text, person=person)
            name = one.laid[person]
            if name is None:
                name = one.laid[person] = lay(one.text, person=person)
            if not self.settled(query, name, person=person, country=country):
                out.append(one)
        return out

    def settled(self, query: Side, name: Side, *, person: bool, country: bool) -> bool:
        """True when a name is surely none of the query's: the rules say no, and no likeness can make it good.

        Args:
            query: The party's name, laid out.
            name: The name on the list, laid out.
            person: Whether the list says that a person bears it; both are then laid out as such.
            country: Whether the party's country is told.
        """
        if isinstance(query, str) or isinstance(name, str):
            return (query == HAN) != (name == HAN)
        if person:
            return self._room.reach(query, name, self._weights_person) < self._odds_person
        return self._room.refused(query, name, country) and self._room.reach(query, name, self._weights) < self._odds


class _Gates(local):
    """The gates of one thread, by use."""

    def __init__(self) -> None:
        self.held: dict[str, Gate] = {}


_GATES: Final = _Gates()


def gate_for(use: Use) -> Gate | None:
    """The gate of this thread for a use; None where nothing was compiled, because it would take longer than it saves."""
    if not compiled(kernel):
        return None
    found = _GATES.held.get(use)
    if found is None:
        found = _GATES.held[use] = Gate(use)
    return found
