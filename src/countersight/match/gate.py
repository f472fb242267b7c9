"""What never comes to anything is settled here, before a body is read and a reason is found: most candidates of most questions.

A pair is settled only when both the rules and the score are sure to say no, whatever else is known of the body; the test in
``tests/match/test_gate.py`` holds that no answer changes by it. Only the compiled kernel makes it worth its time.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate
from struct import pack
from threading import local
from typing import TYPE_CHECKING, Final

from countersight.match import kernel
from countersight.match.align import place_head
from countersight.match.features import OFFICES, UNITS
from countersight.match.latin import Context, compare_latin, country_of
from countersight.match.model import Model, model
from countersight.match.parts import OTHER_TRADES, is_pinyin, parts
from countersight.match.tokens import found_in, weight_of
from countersight.match.weigh import PERSONS, SHOWN
from countersight.names.letters import is_abjad, romanise, sound
from countersight.names.nicknames import GIVEN
from countersight.names.normalise import MAX_CHARS, fold, script
from countersight.names.short_words import FORM_CLASS
from countersight.settings import compiled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from countersight.match.uses import Use
    from countersight.store.snapshot import Listed

_TRADE_BIT: Final = {word: 1 << i for i, word in enumerate(sorted(OTHER_TRADES))}
_FORMS: Final = ("", "limited", "shares", "partnership")
_COMPILED: Final = compiled(kernel)
_HASH: Final = (1 << 62) - 1
HAN: Final = "han"
PERSON: Final = "Person"
OPEN: Final = "open"
"""A name that the kernel does not read: letters that no table romanises."""

ORGANISATIONS, PERSONS_TOO, OTHERS, NONE_YET = 1, 2, 4, 8
"""Sorts of layout, as :meth:`kernel.Room.sorts` tells them."""

Side = kernel.Laid | str
"""A name laid out, or :data:`HAN`, or :data:`OPEN`."""


def _starts(held: Sequence[bytes]) -> bytes:
    """Where each of several runs starts, and where the last one ends, in two bytes each."""
    return pack(f"<{len(held) + 1}H", *accumulate(map(len, held), initial=0))


@lru_cache(maxsize=65536)
def _unit(word: str, kind: str, spelled: str) -> tuple[bytes, ...] | None:
    """What the kernel knows of a token: word, spelling, kind, weight, marks, head, sound, groups of a given name, and its part of the joined name."""
    if not (word.isascii() and spelled.isascii()):
        return None
    marks = is_pinyin(spelled) * kernel.PINYIN | (word in UNITS) * kernel.UNIT | (word in OFFICES) * kernel.OFFICE | (word == "group") * kernel.GROUP
    head = place_head(word) if kind == "@" else word[0]
    return (
        word.encode(), spelled.encode(), kind.encode(), bytes([round(20 * weight_of(word, kind))]), bytes([marks]), head.encode(),
        sound(word).encode() if kind in "dft" else b"", bytes(sorted(GIVEN.get(word, ()))) if kind == "f" else b"", b"" if kind in "lap" else word.encode(),
    )  # fmt: skip


@lru_cache(maxsize=65536)
def _word(word: str) -> tuple[bytes, bytes]:
    """A distinctive word, and whether it is pinyin."""
    return word.encode(), bytes([is_pinyin(word)])


def _hashed(found: object) -> int:
    return (hash(found) & _HASH) | 1


def lay(text: str, *, person: bool) -> Side:
    """A name, laid out for the kernel."""
    plain = text.isascii()
    if not plain and script(text) == "han":
        return HAN
    found = found_in(text[:MAX_CHARS], person=person)
    units = [_unit(*one) for one in found]
    if not units or None in units:
        return OPEN
    words, spelled, kinds, weights, marks, heads, sounds, given, joined = zip(*units, strict=True)
    out = kernel.Laid()
    out.n, out.person = len(units), person
    out.words, out.word_at = b"".join(words), _starts(words)
    out.surface, out.surface_at = b"".join(spelled), _starts(spelled)
    out.kinds, out.weights, out.marks, out.heads = b"".join(kinds), b"".join(weights), b"".join(marks), b"".join(heads)
    out.sounds, out.sound_at = b"".join(sounds), _starts(sounds)
    out.joined = b"".join(joined) or out.words
    if not plain:
        out.abjad, out.foreign = is_abjad(text[:MAX_CHARS]), script(text) == "other"
    out.trades = sum(_TRADE_BIT[word] for word in {word for word, kind, _ in found if word in _TRADE_BIT and kind in "gd"})
    out.form = next((_FORMS.index(FORM_CLASS[form]) for _, kind, form in reversed(found) if kind == "l" and form in FORM_CLASS), 0)
    if person:
        out.given, out.given_at = b"".join(given), _starts(given)
        return out
    p = parts(romanise(fold(text)))
    if not p.core.isascii():
        return OPEN
    out.core_hash, out.key_hash = _hashed(p.core), _hashed(p.key)
    out.spaced_hash, out.sorted_hash = _hashed(p.core.replace(" ", "")), _hashed(tuple(sorted(p.key)))
    out.numbers_hash = _hashed(p.numbers) if p.numbers else 0
    out.places_hash = _hashed(p.places) if p.places else 0
    distinct = [_word(word) for word in p.distinct]
    each = [word for word, _ in distinct]
    out.distinct, out.distinct_at = b"".join(each), _starts(each)
    out.distinct_marks = b"".join([pinyin for _, pinyin in distinct])
    out.words_distinct, out.empty = len(distinct), not p.key
    out.sorted_core = " ".join(sorted(p.core.split())).encode()
    return out


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


class Gate:
    """The gate for one use. Not to be shared between threads: it holds the room in which names are laid side by side."""

    __slots__ = ("_odds", "_odds_person", "_room")

    def __init__(self, use: Use) -> None:
        self._room = kernel.Room()
        self._room.weigh_by(_weights("organisation"), _weights("person"))
        self._odds = least_odds("organisation", SHOWN[use])
        self._odds_person = least_odds("person", PERSONS[use])

    def open_of(self, text: str, found: list[Listed], country: str) -> list[Listed]:
        """Those of the listed names that a query may still be, in their order.

        Args:
            text: The party's name.
            found: Names on the list that it is to be compared with.
            country: The party's country in capitals, or empty.
        """
        if not found:
            return found
        sorts = self._room.sorts(found)
        if sorts & NONE_YET:
            for one in found:
                if one.laid is None:
                    one.laid = lay(one.text, person=one.schema == PERSON)
            sorts = self._room.sorts(found)
        organisation = lay(text, person=False) if sorts & ORGANISATIONS else None
        person = lay(text, person=True) if sorts & PERSONS_TOO else None
        if HAN in (organisation, person) or (sorts & OTHERS and script(text) == "han"):
            return [one for one in found if one.laid == HAN]
        if sorts & OTHERS:
            found = [one for one in found if one.laid != HAN]
        one_side = None if isinstance(organisation, str) else organisation
        other_side = None if isinstance(person, str) else person
        if one_side is not None:
            one_side.told = country != ""
        rest = self._room.possible(one_side, other_side, found, self._odds, self._odds_person)
        return [one for one in rest if not self._refused(text, one, country, one_side)] if rest else rest

    def _refused(self, text: str, one: Listed, country: str, side: kernel.Laid | None) -> bool:
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
