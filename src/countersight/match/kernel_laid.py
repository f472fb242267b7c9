"""A name laid out as a compiler likes it: tokens with their kinds, weights and letters in one run of bytes; see ``gate.py``, which fills it in.

The types stand in ``kernel_laid.pxd``; the same source runs uncompiled. What reads it is ``kernel.py``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from countersight.names.kernel import crc, sounded, syllables

if TYPE_CHECKING:
    from collections.abc import Sequence

PINYIN_WITHIN = 40
"""Letters of a word within which pinyin is looked for; as ``parts.MAX_TOKENS``."""
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
        self.firsts = 0  # first letters of the words as they are spelled
        self.briefs, self.brief = 0, [0] * 12  # how many words have a number, and these; see kernel_brief.py
        self.telling = 0  # and how many of them are distinctive, and of three letters or more
        self.other: Laid | None = None  # of a listed name, what the rules are asked about as well: without its academy, or its own acronym


class Unit:
    """What the kernel knows of a token; ``gate.py`` fills it in, once for each word."""

    def __init__(self, word: bytes, spelled: bytes, kind: int) -> None:
        self.word, self.spelled, self.kind = word, spelled, kind
        self.weight = self.marks = self.head = self.form = self.trade = 0
        self.sound = self.given = self.joined = b""
        self.small = False
        self.brief = 0  # once it was asked for
        self.letters = _letters(spelled, 0, len(spelled))
        self.word_text = self.spelled_text = self.kind_text = ""  # the same as text, once they were asked for


class Piece:
    """What the rules know of a word: its key, as a number too, and whether it is small, distinctive, a place, a number, general or a level."""

    def __init__(self, word: bytes, key: int, what: int, marks: int) -> None:
        self.word, self.key, self.what, self.marks = word, key, what, marks
        self.key_text = ""  # the key as text, once it was asked for


SYLLABLES, GENERAL_WORD, CARRIER, TRADE = 1, 2, 4, 8
"""Marks of a piece."""
SMALL_WORD, DISTINCTIVE, PLACE, NUMBER, GENERAL, LEVEL = 0, 1, 2, 3, 4, 5


def key_of(word: bytes) -> int:
    """The number of a key; two keys that are not the same hardly ever have one."""
    return hash(word) & HASH | 1


def hash_of(text: bytes) -> int:
    """The number of a name; two names that are not the same hardly ever have one."""
    return hash(text) & HASH


def _line(blob: bytearray, at: int, one: bytes) -> int:
    """Write a run of bytes from a place on; return the place behind it."""
    for k in range(len(one)):
        blob[at + k] = one[k]
    return at + len(one)


def _told(blob: bytearray, spot: int, at: int, one: bytes) -> int:
    """Write a run of bytes from a place on, and where it starts in two bytes at another; return the place behind it."""
    blob[spot] = at & 255
    blob[spot + 1] = (at >> 8) & 255
    return _line(blob, at, one)


def _ended(blob: bytearray, spot: int, at: int) -> None:
    """Write in two bytes where the last run ends."""
    blob[spot] = at & 255
    blob[spot + 1] = (at >> 8) & 255


def assembled(units: Sequence[Unit | None], pieces: Sequence[Piece] | None, bare: bytes) -> Laid | None:
    """A name laid out; None where a token is not read here, or the name is longer than any that is listed.

    Args:
        units: Its tokens.
        pieces: What the rules know of each of its words, without its legal form; None for the name of a person, whom no rule asks about.
        bare: The name of an organisation without its legal form.
    """
    many = len(units)
    if many >= MOST:
        return None
    out = Laid()
    alike = quiet = True
    word = spelled = sound = given = joined = 0
    for one in units:
        if one is None:
            return None
        unit = one
        word += len(unit.word)
        spelled += len(unit.spelled)
        sound += len(unit.sound)
        given += len(unit.given)
        joined += len(unit.joined)
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
    runs = 2 * many + 2
    size = 8 * many + runs + spelled + (joined if joined > 0 else word) + runs + sound
    if not alike:
        size += runs + word
    if not quiet:
        size += runs + given
    own = size
    if pieces is not None:
        size += 4 + 2 * len(bare)
        for one_piece in pieces:
            piece = one_piece
            if piece.what == 1:
                size += 3 + len(piece.word)
            if piece.what != 0:
                size += 3 + len(piece.word)
    blob = bytearray(size)
    out.heads, out.masks, out.surface_at = many, 2 * many, 6 * many
    at = out.surface_at + runs
    for i in range(many):
        unit = units[i]  # type: ignore[assignment] # none is None
        blob[i] = unit.kind
        blob[many + i] = unit.head
        bit = 1
        out.firsts |= bit << (unit.spelled[0] & 31)
        mask = unit.letters
        spot = 2 * many + 4 * i
        blob[spot] = mask & 255
        blob[spot + 1] = (mask >> 8) & 255
        blob[spot + 2] = (mask >> 16) & 255
        blob[spot + 3] = (mask >> 24) & 255
        at = _told(blob, out.surface_at + 2 * i, at, unit.spelled)
    _ended(blob, out.surface_at + 2 * many, at)
    out.word_at = out.surface_at
    if not alike:
        out.word_at = at
        at += runs
        for i in range(many):
            unit = units[i]  # type: ignore[assignment] # the same
            at = _told(blob, out.word_at + 2 * i, at, unit.word)
        _ended(blob, out.word_at + 2 * many, at)
    out.marks, out.weights = at, at + many
    out.joined = at + 2 * many
    at = out.joined
    for i in range(many):
        unit = units[i]  # type: ignore[assignment] # the same
        blob[out.marks + i] = unit.marks
        blob[out.weights + i] = unit.weight
        at = _line(blob, at, unit.joined if joined > 0 else unit.word)
    out.joined_long = at - out.joined
    out.sound_at = at
    at += runs
    for i in range(many):
        unit = units[i]  # type: ignore[assignment] # the same
        at = _told(blob, out.sound_at + 2 * i, at, unit.sound)
    _ended(blob, out.sound_at + 2 * many, at)
    out.given_at = out.sound_at
    if not quiet:
        out.given_at = at
        at += runs
        for i in range(many):
            unit = units[i]  # type: ignore[assignment] # the same
            at = _told(blob, out.given_at + 2 * i, at, unit.given)
        _ended(blob, out.given_at + 2 * many, at)
    if pieces is not None:
        _with_parts(out, blob, own, pieces, bare)
    out.blob = bytes(blob)
    return out


def _with_parts(out: Laid, blob: bytearray, at: int, pieces: Sequence[Piece], bare: bytes) -> None:
    """Take in what the rules ask first, from a place on; see :func:`assembled`."""
    key = ordered = numbers = places = 0
    many = distinct = 0
    size = len(pieces)
    for i in range(size):
        piece = pieces[i]
        if piece.what == 0:
            continue
        many += 1
        if (piece.marks & 8) != 0:
            out.trading = True
        key = (key & LOW) * 1000003 + piece.key
        ordered += piece.key
        if piece.what == 1:
            distinct += 1
        elif piece.what < 4:
            for j in range(i):
                other = pieces[j]
                if (other.what == 2 or other.what == 3) and other.key == piece.key:
                    break
            else:
                if piece.what == 2:
                    places += piece.key
                else:
                    numbers += piece.key
    out.empty = many == 0
    out.key_hash, out.sorted_hash = key, ordered
    out.numbers_hash, out.places_hash = numbers, places
    out.core_hash, out.spaced_hash = hash_of(bare), hash_of(bare.replace(b" ", b""))
    out.other_core_hash, out.other_spaced_hash = out.core_hash, out.spaced_hash
    out.distinct_at, out.words_distinct = at, distinct
    at += 2 * distinct + 2
    spot = out.distinct_at
    for i in range(size):
        piece = pieces[i]
        if piece.what == 1:
            at = _told(blob, spot, at, piece.word)
            spot += 2
    _ended(blob, spot, at)
    out.distinct_marks = at
    for i in range(size):
        piece = pieces[i]
        if piece.what == 1:
            blob[at] = piece.marks & 1
            at += 1
    out.key_at, out.keys = at, many
    at += 2 * many + 2
    spot = out.key_at
    for i in range(size):
        piece = pieces[i]
        if piece.what != 0:
            at = _told(blob, spot, at, piece.word)
            spot += 2
    _ended(blob, spot, at)
    out.key_marks = at
    for i in range(size):
        piece = pieces[i]
        if piece.what != 0:
            blob[at] = piece.marks & 6
            at += 1
    out.core, out.core_long = at, len(bare)
    at = _line(blob, at, bare)
    out.sorted_core, out.sorted_long = at, len(bare)
    _line(blob, at, b" ".join(sorted(bare.split())))


def own_acronym(units: Sequence[Unit | None], start: int) -> int:
    """The first token from a place on that spells the first letters of words in a row of the same name, small words among them or not; -1 where none does."""
    heads, bit = 0, 1
    for one in units:
        if one is None:
            return -1
        unit = one
        heads |= bit << (unit.spelled[0] & 31)
    for i in range(start, len(units)):
        one = units[i]
        if one is None:
            return -1
        unit = one
        if unit.kind == 100 and 2 < len(unit.word) <= 8 and (unit.letters & ~heads) == 0 and _spelt(units, unit.word):  # d
            return i
    return -1


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


class Word:
    """A word in small letters and digits, with all that is known of it."""

    def __init__(self, text: bytes) -> None:
        many = len(text)
        self.text = text
        self.marks = 0
        self.first: Unit = None  # type: ignore[assignment] # filled in by who makes it
        """As the first word of an organisation's name, and below as a later one."""
        self.later: Unit = None  # type: ignore[assignment] # the same
        self.person: Unit | None = None
        """As a word of a person's name, where its place and the number of words are all one; else in ``persons`` by these."""
        self.persons: list[Unit | None] | None = None
        self.instead: Word | None = None
        """The word that it is another spelling of."""
        self.piece: Piece = None  # type: ignore[assignment] # the same
        self.forms: tuple[tuple[bytes, ...], ...] = ()
        """Legal forms that end with it, the longest first."""
        self.fronts: tuple[tuple[bytes, ...], ...] = ()
        """Legal forms of several words that begin with it and stand in front, the longer of two first."""
        self.whole = crc(text, 0, many, 1)
        self.head = crc(text, 0, 3, 2) if many >= 3 else 0
        self.tail = crc(text, many - 3, many, 3) if many >= 3 else 0
        self.many = many


def told_apart(text: bytes) -> bool:
    """Whether a word is no plain one whatever the tables hold: one letter, a digit in it, or the end of a father's name."""
    many = len(text)
    if many < 2:
        return True
    for i in range(many):
        if text[i] < 97:  # a
            return True
    return text.endswith((b"na", b"ich", b"ych", b"oglu", b"qizi", b"kyzy", b"affiliated", b"subordinate"))


def plain_word(text: bytes) -> Word:
    """A word that stands in no table: distinctive wherever it stands."""
    unit = Unit(text, text, 100)
    many = len(text)
    pinyin = many <= PINYIN_WITHIN and syllables(text)
    unit.weight = 40 if many < 3 else (60 if many < 5 else 80)
    unit.marks = 1 if pinyin else 0  # PINYIN
    unit.head = text[0]
    unit.sound = sounded(text)
    unit.joined = text
    word = Word(text)
    word.first = word.later = word.person = unit
    word.piece = Piece(text, key_of(text), 1, 1 if pinyin else 0)  # DISTINCTIVE, SYLLABLES
    return word
