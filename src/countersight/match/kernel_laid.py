"""A name laid out as a compiler likes it: tokens with their kinds, weights and letters in one run of bytes; see ``gate.py``, which fills it in.

The types stand in ``kernel_laid.pxd``; the same source runs uncompiled. What reads it is ``kernel.py``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST = 48
"""Tokens of one name, a few more than ``parts.MAX_TOKENS``."""
LOW = (1 << 40) - 1
HASH = (1 << 44) - 1
PINYIN, UNIT, OFFICE, GROUP = 1, 2, 4, 8
"""Marks of a token."""


class Laid:
    """A name in plain letters: tokens one after the other, and of its parts what the rules ask first; see ``gate.py``.

    All bytes stand in ``blob``, what is asked first in front, so that a name takes few lines of a processor's cache. Beside it stand the
    places where its runs begin: ``kinds``, ``heads``, ``marks`` and ``weights`` have a byte for each token, ``masks`` four;
    ``word_at`` and its like have two for each, which say where in the blob a word begins, and where the last one ends.
    """

    def __init__(self) -> None:
        self.n = 0
        self.blob = b""
        self.kinds = self.heads = self.masks = self.marks = self.weights = 0
        self.word_at = self.surface_at = self.sound_at = self.given_at = 0
        self.joined = self.joined_long = 0
        self.form = self.trades = self.head_mask = 0
        self.abjad = self.foreign = self.person = False
        self.other_core_hash = self.other_spaced_hash = 0  # of a listed name, without an article in front
        self.core_hash = self.key_hash = self.spaced_hash = self.sorted_hash = self.numbers_hash = self.places_hash = 0
        self.distinct_at = self.distinct_marks = self.words_distinct = 0
        self.key_at = self.key_marks = self.keys = 0  # what the rules compare, in order, with marks: GENERAL_WORD, CARRIER
        self.core = self.core_long = 0
        self.sorted_core = self.sorted_long = 0
        self.empty = True
        self.trading = False  # whether a word tells of a trade that speaks against a look-alike
        self.told = False  # whether the party's country is known


class Unit:
    """What the kernel knows of a token; ``gate.py`` fills it in, once for each word."""

    def __init__(self, word: bytes, spelled: bytes, kind: int) -> None:
        self.word, self.spelled, self.kind = word, spelled, kind
        self.weight = self.marks = self.head = self.form = self.trade = 0
        self.sound = self.given = self.joined = b""
        self.small = False
        self.letters = _letters(spelled, 0, len(spelled))


class Piece:
    """What the rules know of a word: its key, as a number too, and whether it is small, distinctive, a place, a number, general or a level."""

    def __init__(self, word: bytes, key: int, what: int, marks: int) -> None:
        self.word, self.key, self.what, self.marks = word, key, what, marks


SYLLABLES, GENERAL_WORD, CARRIER, TRADE = 1, 2, 4, 8
"""Marks of a piece."""
SMALL_WORD, DISTINCTIVE, PLACE, NUMBER, GENERAL, LEVEL = 0, 1, 2, 3, 4, 5


def key_of(word: bytes) -> int:
    """The number of a key; two keys that are not the same hardly ever have one."""
    return hash(word) & HASH | 1


def hash_of(text: str) -> int:
    """The number of a name; two names that are not the same hardly ever have one."""
    return hash(text) & HASH


def _line(blob: bytearray, at: int, one: bytes) -> int:
    """Write a run of bytes from a place on; return the place behind it."""
    for k in range(len(one)):
        blob[at + k] = one[k]
    return at + len(one)


def _put(blob: bytearray, place: int, held: Sequence[bytes]) -> int:
    """Write several runs from a place on, and before them where each starts and where the last one ends, in two bytes each; return the place behind."""
    at = place + 2 * len(held) + 2
    spot = place
    for one in held:
        blob[spot] = at & 255
        blob[spot + 1] = (at >> 8) & 255
        spot += 2
        at = _line(blob, at, one)
    blob[spot] = at & 255
    blob[spot + 1] = (at >> 8) & 255
    return at


def assembled(units: Sequence[Unit | None]) -> Laid | None:
    """The tokens of a name, laid out; None where one of them is not read here, or the name is longer than any that is listed."""
    out = Laid()
    words, spelled, sounds, given, joined = [], [], [], [], []
    known: list[Unit] = []
    alike = quiet = True
    many = len(units)
    size = long = 0
    for one in units:
        if one is None:
            return None
        unit = one
        known.append(unit)
        words.append(unit.word)
        spelled.append(unit.spelled)
        sounds.append(unit.sound)
        given.append(unit.given)
        joined.append(unit.joined)
        long += len(unit.joined)
        size += 2 * len(unit.word) + len(unit.spelled) + len(unit.sound) + len(unit.given) + len(unit.joined)
        if unit.word != unit.spelled:
            alike = False
        if len(unit.sound) > 0 or len(unit.given) > 0:
            quiet = False
        if unit.kind == 100 or unit.kind == 103 or unit.kind == 64 or unit.kind == 118 or unit.kind == 108:  # d g @ v l
            bit = 1
            out.head_mask |= bit << (unit.head & 31)
        out.trades |= unit.trade
        if unit.form != 0:
            out.form = unit.form
    out.n = many
    if many >= MOST:
        return None
    blob = bytearray(size + 16 * many + 16)
    out.heads, out.masks = many, 2 * many
    for i in range(many):
        unit = known[i]
        blob[i] = unit.kind
        blob[many + i] = unit.head
        mask = unit.letters
        spot = 2 * many + 4 * i
        blob[spot] = mask & 255
        blob[spot + 1] = (mask >> 8) & 255
        blob[spot + 2] = (mask >> 16) & 255
        blob[spot + 3] = (mask >> 24) & 255
    out.surface_at = 6 * many
    at = _put(blob, out.surface_at, spelled)
    out.word_at = out.surface_at
    if not alike:
        out.word_at = at
        at = _put(blob, at, words)
    out.marks, out.weights = at, at + many
    for i in range(many):
        unit = known[i]
        blob[at + i] = unit.marks
        blob[at + many + i] = unit.weight
    at += 2 * many
    out.joined = at
    for text in joined if long > 0 else words:
        at = _line(blob, at, text)
    out.joined_long = at - out.joined
    out.sound_at = at
    at = _put(blob, at, sounds)
    out.given_at = out.sound_at
    if not quiet:
        out.given_at = at
        at = _put(blob, at, given)
    out.blob = bytes(blob[:at])
    return out


def with_parts(out: Laid, pieces: Sequence[Piece], bare: str) -> None:
    """Take in what the rules ask first.

    Args:
        out: The name.
        pieces: What the rules know of each of its words, without its legal form.
        bare: The name without its legal form.
    """
    words = []
    told = []
    key = ordered = numbers = places = 0
    seen: list[Piece] = []
    text = bare.encode()
    at = len(out.blob)
    size = at + 2 * len(text) + 8
    for one in pieces:
        piece = one
        if piece.what == 0:
            continue
        told.append(piece)
        size += 8 + 2 * len(piece.word)
        if (piece.marks & 8) != 0:
            out.trading = True
        key = (key & LOW) * 1000003 + piece.key
        ordered += piece.key
        out.empty = False
        if piece.what == 1:
            words.append(piece)
        elif piece.what < 4:
            for other in seen:
                if other is piece or other.key == piece.key:
                    break
            else:
                seen.append(piece)
                if piece.what == 2:
                    places += piece.key
                else:
                    numbers += piece.key
    out.key_hash, out.sorted_hash = key, ordered
    out.numbers_hash, out.places_hash = numbers, places
    out.core_hash, out.spaced_hash = hash_of(bare), hash_of(bare.replace(" ", ""))
    out.other_core_hash, out.other_spaced_hash = out.core_hash, out.spaced_hash
    blob = bytearray(size)
    _line(blob, 0, out.blob)
    out.distinct_at, out.words_distinct = at, len(words)
    at = _pieces(blob, at, words)
    out.distinct_marks = at
    for one in words:
        piece = one
        blob[at] = piece.marks & 1
        at += 1
    out.key_at, out.keys = at, len(told)
    at = _pieces(blob, at, told)
    out.key_marks = at
    for one in told:
        piece = one
        blob[at] = piece.marks & 6
        at += 1
    out.core, out.core_long = at, len(text)
    at = _line(blob, at, text)
    out.sorted_core, out.sorted_long = at, len(text)
    at = _line(blob, at, b" ".join(sorted(text.split())))
    out.blob = bytes(blob[:at])


def _pieces(blob: bytearray, place: int, held: Sequence[Piece]) -> int:
    """As :func:`_put`, of the keys of pieces."""
    at = place + 2 * len(held) + 2
    spot = place
    for one in held:
        piece = one
        blob[spot] = at & 255
        blob[spot + 1] = (at >> 8) & 255
        spot += 2
        at = _line(blob, at, piece.word)
    blob[spot] = at & 255
    blob[spot + 1] = (at >> 8) & 255
    return at


def own_acronym(units: Sequence[Unit | None]) -> bool:
    """Whether a word spells the first letters of words in a row of the same name, small words among them or not; True as well where one is not known."""
    heads, bit = 0, 1
    for one in units:
        if one is None:
            return True
        unit = one
        heads |= bit << (unit.spelled[0] & 31)
    for one in units:
        if one is None:
            return True
        unit = one
        if unit.kind == 100 and 2 < len(unit.word) <= 8 and (unit.letters & ~heads) == 0 and _spelt(units, unit.word):  # d
            return True
    return False


def _spelt(units: Sequence[Unit | None], word: bytes) -> bool:
    """Whether the first letters of words in a row are this word, small words among them or not."""
    letters, fewer = bytearray(), bytearray()
    for one in units:
        if one is None:
            return True
        unit = one
        letters.append(unit.spelled[0])
        if not unit.small:
            fewer.append(unit.spelled[0])
    return word in letters or word in fewer


def _letters(held: bytes, at: int, end: int) -> int:
    """The letters of a word as bits: two words that differ by one slip differ by at most two bits."""
    mask, one = 0, 1
    for k in range(at, end):
        mask |= one << (held[k] & 31)
    return mask
