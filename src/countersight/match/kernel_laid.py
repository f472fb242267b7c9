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


def _put(blob: bytearray, held: Sequence[bytes]) -> int:
    """Put several runs behind a blob, and before them where each starts and where the last one ends, in two bytes each; return where."""
    place = len(blob)
    at = place + 2 * len(held) + 2
    for one in held:
        blob.append(at & 255)
        blob.append((at >> 8) & 255)
        at += len(one)
    blob.append(at & 255)
    blob.append((at >> 8) & 255)
    for one in held:
        blob += one
    return place


def assembled(units: Sequence[Unit | None]) -> Laid | None:
    """The tokens of a name, laid out; None where one of them is not read here, or the name is longer than any that is listed."""
    out = Laid()
    words, spelled, sounds, given, joined = [], [], [], [], []
    blob, heads, masks, marks, weights = bytearray(), bytearray(), bytearray(), bytearray(), bytearray()
    alike = quiet = True
    for one in units:
        if one is None:
            return None
        unit = one
        words.append(unit.word)
        spelled.append(unit.spelled)
        sounds.append(unit.sound)
        given.append(unit.given)
        joined.append(unit.joined)
        if unit.word != unit.spelled:
            alike = False
        if len(unit.sound) > 0 or len(unit.given) > 0:
            quiet = False
        blob.append(unit.kind)
        heads.append(unit.head)
        mask = unit.letters
        masks.append(mask & 255)
        masks.append((mask >> 8) & 255)
        masks.append((mask >> 16) & 255)
        masks.append((mask >> 24) & 255)
        weights.append(unit.weight)
        marks.append(unit.marks)
        if unit.kind == 100 or unit.kind == 103 or unit.kind == 64 or unit.kind == 118 or unit.kind == 108:  # d g @ v l
            bit = 1
            out.head_mask |= bit << (unit.head & 31)
        out.trades |= unit.trade
        if unit.form != 0:
            out.form = unit.form
    out.n = len(words)
    if out.n >= MOST:
        return None
    out.heads = len(blob)
    blob += heads
    out.masks = len(blob)
    blob += masks
    out.surface_at = _put(blob, spelled)
    out.word_at = out.surface_at if alike else _put(blob, words)
    out.marks = len(blob)
    blob += marks
    out.weights = len(blob)
    blob += weights
    line = b"".join(joined)
    if len(line) == 0:
        line = b"".join(words)
    out.joined, out.joined_long = len(blob), len(line)
    blob += line
    out.sound_at = _put(blob, sounds)
    out.given_at = out.sound_at if quiet else _put(blob, given)
    out.blob = bytes(blob)
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
    marks, general = bytearray(), bytearray()
    key = ordered = numbers = places = 0
    seen: list[Piece] = []
    for one in pieces:
        piece = one
        if piece.what == 0:
            continue
        told.append(piece.word)
        general.append(piece.marks & 6)
        if (piece.marks & 8) != 0:
            out.trading = True
        key = (key & LOW) * 1000003 + piece.key
        ordered += piece.key
        out.empty = False
        if piece.what == 1:
            words.append(piece.word)
            marks.append(piece.marks & 1)
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
    blob = bytearray(out.blob)
    out.distinct_at = _put(blob, words)
    out.distinct_marks = len(blob)
    blob += marks
    out.words_distinct = len(words)
    out.keys = len(told)
    out.key_at = _put(blob, told)
    out.key_marks = len(blob)
    blob += general
    text = bare.encode()
    out.core, out.core_long = len(blob), len(text)
    blob += text
    text = " ".join(sorted(bare.split())).encode()
    out.sorted_core, out.sorted_long = len(blob), len(text)
    blob += text
    out.blob = bytes(blob)


def own_acronym(units: Sequence[Unit | None]) -> bool:
    """Whether a word spells the first letters of words in a row of the same name, small words among them or not; True as well where one is not known."""
    letters, fewer = bytearray(), bytearray()
    some = False
    for one in units:
        if one is None:
            return True
        unit = one
        letters.append(unit.spelled[0])
        if not unit.small:
            fewer.append(unit.spelled[0])
        if unit.kind == 100 and 2 < len(unit.word) <= 8:
            some = True
    if not some:
        return False
    for one in units:
        if one is None:
            return True
        unit = one
        if unit.kind == 100 and 2 < len(unit.word) <= 8 and (unit.word in letters or unit.word in fewer):
            return True
    return False


def _letters(held: bytes, at: int, end: int) -> int:
    """The letters of a word as bits: two words that differ by one slip differ by at most two bits."""
    mask, one = 0, 1
    for k in range(at, end):
        mask |= one << (held[k] & 31)
    return mask
