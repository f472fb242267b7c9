"""What never comes to anything is settled here, before a body is read and a reason is found: most candidates of most questions.

A pair is settled only when both the rules and the score are sure to say no, whatever else is known of the body; the test in
``tests/match/test_gate.py`` holds that no answer changes by it. Only the compiled kernel makes it worth its time.
"""

from __future__ import annotations

import re
from functools import lru_cache
from struct import pack
from threading import local
from typing import TYPE_CHECKING, Any, Final

from countersight.match import kernel, kernel_laid
from countersight.match.academies import without_academy
from countersight.match.align import place_head
from countersight.match.features import OFFICES, UNITS
from countersight.match.latin import Context, compare_latin, country_of
from countersight.match.model import Model, model
from countersight.match.parts import (
    MAX_TOKENS,
    OTHER_TRADES,
    initials_joined,
    part_of,
    parts,
    plainly,
    words_of,
)
from countersight.match.tokens import LONGEST_TOKEN, SMALL, found_in, kind_of, person_words, weight_of
from countersight.match.weigh import PERSONS, SHOWN
from countersight.names import kernel as keys_kernel
from countersight.names.letters import is_abjad, romanise
from countersight.names.nicknames import GIVEN, TITLES
from countersight.names.normalise import MAX_CHARS, core, fold, script
from countersight.names.short_words import FORM_CLASS
from countersight.names.words import CARRIERS
from countersight.settings import compiled

if TYPE_CHECKING:
    from countersight.match.uses import Use
    from countersight.store.listed import Listed, Shelf

_TRADE_BIT: Final = {word: 1 << i for i, word in enumerate(sorted(OTHER_TRADES))}
_FORMS: Final = ("", "limited", "shares", "partnership")
_COMPILED: Final = compiled(kernel) and compiled(kernel_laid)
_HASH: Final = (1 << 44) - 1
_ACADEMY: Final = "academy"
_EDGES: Final = ("the ", "of ")
_FILLER: Final = "xqxqx"
"""No word of any kind."""
_BEYOND: Final = re.compile("[^\x00-\u012f\u0132-\u017e\u0180-\u024f\u1e00-\u1eff]")
"""What is no Latin letter, with or without marks, nor one that is written as another when its case is."""
HAN: Final = "han"
PERSON: Final = "Person"
OPEN: Final = "open"
"""A name that the kernel does not read: letters that no table romanises."""

ORGANISATIONS, PERSONS_TOO, OTHERS, NONE_YET = 1, 2, 4, 8
"""Sorts of layout, as :meth:`kernel.Room.sorts` tells them."""

Side = kernel_laid.Laid | str
"""A name laid out, or :data:`HAN`, or :data:`OPEN`."""


def _pinyin(word: str) -> bool:
    """As ``parts.is_pinyin``."""
    return word.isascii() and len(word) <= MAX_TOKENS and keys_kernel.syllables(word.encode())


class _Words:
    """What the kernel knows of words: plain dictionaries of what holds no other object, which the collector of cycles has not to look through."""

    def __init__(self) -> None:
        self.first: dict[str, kernel_laid.Unit] = {}
        """Words that stand first, of the name of an organisation."""
        self.later: dict[str, kernel_laid.Unit] = {}
        self.person: tuple[dict[str, kernel_laid.Unit], ...] = ({}, {}, {}, {}, {}, {})
        """Words of a person's name of one, two, or three words and more, that stand first, and then those that do not."""
        self.pieces: dict[str, kernel_laid.Piece] = {}

    def clear(self) -> None:
        """Forget all words."""
        for held in (self.first, self.later, *self.person):
            held.clear()
        self.pieces.clear()


_WORDS: Final = _Words()
_WORDS_KEPT: Final = 100_000
"""Of each sort."""


def _kept(held: dict[str, Any], word: str, found: Any) -> Any:  # noqa: ANN401 - a unit or a piece
    if len(held) >= _WORDS_KEPT:
        held.clear()
    if found is not None:
        held[word] = found
    return found


def _unit(word: str, kind: str, spelled: str) -> kernel_laid.Unit | None:
    """What the kernel knows of a token; None where it is not in plain letters."""
    if not (word.isascii() and spelled.isascii()):
        return None
    out = kernel_laid.Unit(word.encode(), spelled.encode(), ord(kind))
    out.weight = round(20 * weight_of(word, kind))
    out.marks = _pinyin(spelled) * kernel_laid.PINYIN | (word in UNITS) * kernel_laid.UNIT | (word in OFFICES) * kernel_laid.OFFICE | (word == "group") * kernel_laid.GROUP
    out.head = ord(place_head(word) if kind == "@" else word[0])
    out.sound = keys_kernel.sounded(out.word) if kind in "dft" else b""
    out.given = bytes(sorted(GIVEN.get(word, ()))) if kind == "f" else b""
    out.joined = b"" if kind in "lap" else word.encode()
    out.trade = _TRADE_BIT.get(word, 0) if kind in "gd" else 0
    out.form = _FORMS.index(FORM_CLASS.get(spelled, "")) if kind == "l" else 0
    out.small = spelled in SMALL
    return out


def _unit_of(word: str) -> kernel_laid.Unit | None:
    """A word that does not stand first, of the name of an organisation."""
    return _kept(_WORDS.later, word, _unit(*kind_of(word[:LONGEST_TOKEN])))  # type: ignore[no-any-return]


def _piece(word: str) -> kernel_laid.Piece:
    """What the rules know of a word."""
    found = part_of(word)
    if found is None:
        return _kept(_WORDS.pieces, word, kernel_laid.Piece(b"", 0, kernel_laid.SMALL_WORD, 0))  # type: ignore[no-any-return]
    what, key, _ = found
    sort = {"d": kernel_laid.DISTINCTIVE, "@": kernel_laid.PLACE, "#": kernel_laid.NUMBER, "v": kernel_laid.LEVEL}.get(what, kernel_laid.GENERAL)
    marks = (what == "d" and _pinyin(word)) * kernel_laid.SYLLABLES | (what == "g") * kernel_laid.GENERAL_WORD | (key in CARRIERS) * kernel_laid.CARRIER
    made = kernel_laid.Piece(key.encode(), hash(key) & _HASH | 1, sort, marks | (what in "gd" and key in OTHER_TRADES) * kernel_laid.TRADE)
    return _kept(_WORDS.pieces, word, made)  # type: ignore[no-any-return]


def _first_unit(word: str) -> kernel_laid.Unit | None:
    """A word that stands first, of the name of an organisation."""
    return _kept(_WORDS.first, word, _unit(*kind_of(word[:LONGEST_TOKEN], first=True)))  # type: ignore[no-any-return]


def _person_unit(word: str, size: int, *, first: bool) -> kernel_laid.Unit | None:
    """A word of a person's name of one, two, or three words and more; it is no title."""
    more = [_FILLER] * (size - 1)
    found, kind = person_words([word, *more])[0] if first else person_words([_FILLER, word, *more[1:]])[1]
    return _kept(_WORDS.person[size - 1 if first else size + 2], word, _unit(found, kind, found))  # type: ignore[no-any-return]


def lay(text: str, *, person: bool, asked: bool = False) -> Side:
    """A name, laid out for the kernel. ``asked``: it is the party's, and not on a list."""
    folded = fold(text)
    if text.isascii() or (folded.isascii() and not _BEYOND.search(text)):
        return _lay_person(folded, text) if person else _lay_plain(folded, text, asked=asked)
    if script(text) == "han":
        return HAN
    out = kernel_laid.assembled([_unit(*one) for one in found_in(text[:MAX_CHARS], person=person)])
    if out is None or not out.n:
        return OPEN
    out.person, out.abjad, out.foreign = person, is_abjad(text[:MAX_CHARS]), script(text) == "other"
    folded = romanise(folded)
    return out if person else _with_rules(out, folded, core(folded), asked=asked)


def _whole(text: str) -> bool:
    """As ``tokens.whole`` of Latin letters with and without marks."""
    lower = text.lower()
    return "affiliated entity" not in lower and "subordinate " not in lower


def _lay_person(folded: str, text: str) -> Side:
    """A person's name in plain letters: what a word is depends on the word, its place, and how many there are."""
    words = folded.split()[:MAX_TOKENS]
    kept = [word for word in words if word not in TITLES]
    if kept and _whole(text):
        size = min(len(kept), 3)
        first, later = _WORDS.person[size - 1].get, _WORDS.person[size + 2].get
        units = [later(word) or _person_unit(word, size, first=False) for word in kept]
        units[0] = first(kept[0]) or _person_unit(kept[0], size, first=True)
    else:
        units = [_unit(*one) for one in found_in(text[:MAX_CHARS], person=True)]
    out = kernel_laid.assembled(units)
    if out is None or not out.n:
        return OPEN
    out.person = True
    return out


def _lay_plain(folded: str, text: str, *, asked: bool) -> Side:
    """The same for an organisation in plain letters: each word is known, and only its own acronym needs the slow way."""
    if _whole(text):
        words = initials_joined(plainly(folded).split()[:MAX_TOKENS])
        if not words:
            return OPEN
        known = _WORDS.later.get
        units: list[kernel_laid.Unit | None] = [known(word) or _unit_of(word) for word in words]
        units[0] = _WORDS.first.get(words[0]) or _first_unit(words[0])
        if kernel_laid.own_acronym(units):
            units = [_unit(*one) for one in found_in(text[:MAX_CHARS], person=False)]
    else:
        units = [_unit(*one) for one in found_in(text[:MAX_CHARS], person=False)]
    out = kernel_laid.assembled(units)
    return OPEN if out is None or not out.n else _with_rules(out, folded, core(text), asked=asked)


def _with_rules(out: kernel_laid.Laid, folded: str, bare: str, *, asked: bool) -> Side:
    """What :mod:`latin` asks first. Equal numbers may stand for other names: then the pair stays open."""
    if not bare.isascii() or (not asked and _ACADEMY in folded and without_academy(folded)):
        return OPEN
    known = _WORDS.pieces.get
    kernel_laid.with_parts(out, [known(word) or _piece(word) for word in words_of(bare)], bare)
    if not asked and folded.startswith(_EDGES) and (rest := without_academy(folded)):  # the matcher takes these words away as well
        other = core(rest)
        out.other_core_hash, out.other_spaced_hash = hash(other) & _HASH, hash(other.replace(" ", "")) & _HASH
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
        sorts = self._room.sorts_at(near, laid)
        organisation = lay(text, person=False, asked=True) if sorts & ORGANISATIONS else None
        person = lay(text, person=True, asked=True) if sorts & PERSONS_TOO else None
        if HAN in (organisation, person):  # what it may be in letters is another question
            return [at for _, at in near], None
        one_side = None if isinstance(organisation, str) else organisation
        other_side = None if isinstance(person, str) else person
        if one_side is not None:
            one_side.told = country != ""
        return self._room.possible_at((one_side, other_side), near, laid, self._odds, self._odds_person), one_side

    def open_at(self, text: str, shelf: Shelf, same: tuple[list[int], list[int]], near: list[tuple[int, int]], country: str) -> list[Listed]:
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
        if self._room.sorts_at(all_, laid) & NONE_YET:
            index = shelf.index
            for _, at in all_:
                if laid[at] is None:
                    shelf.keep(at, lay(index.text(at), person=index.person(at)))
        rest, side = self._settled(text, all_, laid, country)
        if not rest:
            return []
        for at in rest:
            shelf.at(at).laid = laid[at]
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
