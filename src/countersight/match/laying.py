"""How a name is laid out for the kernel that compares: each word with its kind, weight and letters, once for all names that hold it.

A name in plain letters is read by ``kernel_read.py``; what that leaves alone is laid out here, word for word the same.
"""

from __future__ import annotations

import re
from functools import lru_cache
from threading import local
from typing import Final

from countersight.match import kernel_laid, kernel_read
from countersight.match.align import place_head
from countersight.match.around import MAY_BEGIN, WITHIN, WITHIN_THEN, WITHIN_TWO
from countersight.match.features import OFFICES, UNITS
from countersight.match.left_out import without_academy, without_acronym
from countersight.match.parts import (
    COMMON,
    FRONT_ALONE,
    FRONT_FIRST,
    FRONT_LONG,
    MAX_TOKENS,
    ORDINALS,
    OTHER_TRADES,
    part_of,
    words_of,
)
from countersight.match.parts import SMALL as SMALL_WORDS
from countersight.match.tokens import FORMS, LONGEST_TOKEN, ROMAN, SMALL, found_in, kind_of, person_words, weight_of
from countersight.names import kernel as keys_kernel
from countersight.names.letters import is_abjad, romanise
from countersight.names.nicknames import GIVEN, PARTICLES, TITLES
from countersight.names.normalise import FORMS_BY_LAST, MAX_CHARS, PLAIN, core, fold, script
from countersight.names.places import LATIN as PLACES
from countersight.names.short_words import CANONICAL, FORM_CLASS, GENERAL
from countersight.names.words import CARRIERS, GENERIC, LEGAL_FORMS, LEVELS, SPELLINGS

_TRADE_BIT: Final = {word: 1 << i for i, word in enumerate(sorted(OTHER_TRADES))}
FORMS_TOLD: Final = ("", "limited", "shares", "partnership")
_ACADEMY: Final = "academy"
_EDGES: Final = ("the ", "of ")
_FILLER: Final = "xqxqx"
"""No word of any kind."""
_BEYOND: Final = re.compile("[^\x00-\u012f\u0132-\u017e\u0180-\u024f\u1e00-\u1eff]")
"""What is no Latin letter, with or without marks, nor one that is written as another when its case is."""
HAN: Final = "han"
OPEN: Final = "open"
"""A name that the kernel does not read: letters that no table romanises."""

Side = kernel_laid.Laid | str
"""A name laid out, or :data:`HAN`, or :data:`OPEN`."""

_PHRASED: Final = frozenset({"kong", "no", "china"})
"""Words of the phrases of ``parts.PHRASES`` that are read in one pass; a name with one of the next is read elsewhere."""
_ELSEWHERE: Final = frozenset({"psb", "uyghur", "prc", "republic", "xuar", "autonomous"})
_TABLES: Final = (
    SPELLINGS, FORMS_BY_LAST, PLACES, ORDINALS, ROMAN, FORMS, SMALL, SMALL_WORDS, LEVELS, CANONICAL, GENERIC, GENERAL, COMMON, UNITS, OFFICES, FORM_CLASS, OTHER_TRADES,
    CARRIERS, LEGAL_FORMS, GIVEN, PARTICLES, TITLES, FRONT_FIRST, MAY_BEGIN, WITHIN, WITHIN_TWO, WITHIN_THEN, _PHRASED, _ELSEWHERE, {"group"},
)  # fmt: skip
SPECIAL: Final = frozenset(word.encode() for table in _TABLES for word in table if word.isascii() and " " not in word)
"""Words that stand in any table: of all others the kernel knows what they are."""


class Tables:
    """What :class:`kernel_read.Reader` asks of the tables."""

    plain = PLAIN
    dropped = b"'`"

    @staticmethod
    def describe(text: bytes) -> kernel_laid.Word:
        """All that is known of a word that stands in a table, or is none of letters."""
        word = text.decode()
        out = kernel_laid.Word(text)
        other = SPELLINGS.get(word, word)
        if other != word:
            out.instead = Tables.describe(other.encode())
        out.marks = (
            (word in _ELSEWHERE or word.endswith(("affiliated", "subordinate"))) * kernel_read.SLOW
            | (len(word) == 1 and word.isalpha()) * (kernel_read.SINGLE)
            | (word in TITLES) * kernel_read.TITLE
            | (word in FRONT_FIRST) * kernel_read.FRONT
            | (word in FRONT_ALONE) * kernel_read.ALONE
            | (word in MAY_BEGIN) * kernel_read.AROUND
            | word[0].isdigit() * kernel_read.DIGIT
            | (word in _PHRASED) * kernel_read.PHRASE
            | (word in FORMS_BY_LAST) * kernel_read.ENDS_FORM
            | (word in WITHIN) * kernel_read.WITHIN
            | (word in WITHIN_TWO) * kernel_read.WITHIN_TWO
            | (word in WITHIN_THEN) * kernel_read.WITHIN_THEN
        )
        out.forms = tuple(tuple(one.encode() for one in form) for form in FORMS_BY_LAST.get(word, ()))
        out.fronts = tuple(tuple(one.encode() for one in form) for form in FRONT_LONG if form[0] == word)
        first, later = _unit(*kind_of(word[:LONGEST_TOKEN], first=True)), _unit(*kind_of(word[:LONGEST_TOKEN]))
        if first is None or later is None:
            raise ValueError(f"{word!r} holds other letters than plain ones")
        out.first, out.later = first, later
        out.piece = _piece(word)
        return out

    @staticmethod
    def person_unit(text: bytes, size: int, first: bool) -> kernel_laid.Unit | None:  # noqa: FBT001 - called by the kernel
        """A word of a person's name of one, two, or three words and more; it is no title."""
        word, more = text.decode(), [_FILLER] * (size - 1)
        found, kind = person_words([word, *more])[0] if first else person_words([_FILLER, word, *more[1:]])[1]
        return _unit(found, kind, found)

    @staticmethod
    def own_unit(text: bytes) -> kernel_laid.Unit | None:
        """A word that is the name's own acronym."""
        word = text.decode()
        return _unit(word, "a", word)


WORDS: Final[dict[bytes, kernel_laid.Word]] = {}
"""Words that were read: a plain dictionary, which all threads share."""


class _Readers(local):
    """What reads names in one thread."""

    def __init__(self) -> None:
        self.reader = kernel_read.Reader(WORDS, SPECIAL, Tables)


_READERS: Final = _Readers()


def reader() -> kernel_read.Reader:
    """What reads names in this thread."""
    return _READERS.reader


def read(text: str) -> kernel_read.Read | None:
    """A name, read in one pass; None where it holds other letters than plain ones, or is read elsewhere."""
    if text.isascii():
        return _READERS.reader.read(text)
    if len(text) > kernel_read.LONGEST_NAME or _BEYOND.search(text):
        return None
    folded = fold(text)
    found = _READERS.reader.folded(folded.encode()) if folded.isascii() else None
    if found is not None:
        found.around = True
    return found


def _pinyin(word: str) -> bool:
    """As ``parts.is_pinyin``."""
    return word.isascii() and len(word) <= MAX_TOKENS and keys_kernel.syllables(word.encode())


@lru_cache(maxsize=65536)
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
    out.form = FORMS_TOLD.index(FORM_CLASS.get(spelled, "")) if kind == "l" else 0
    out.small = spelled in SMALL
    return out


def _piece(word: str) -> kernel_laid.Piece:
    """What the rules know of a word."""
    found = part_of(word)
    if found is None:
        return kernel_laid.Piece(b"", 0, kernel_laid.SMALL_WORD, 0)
    what, key, _ = found
    sort = {"d": kernel_laid.DISTINCTIVE, "@": kernel_laid.PLACE, "#": kernel_laid.NUMBER, "v": kernel_laid.LEVEL}.get(what, kernel_laid.GENERAL)
    marks = (what == "d" and _pinyin(word)) * kernel_laid.SYLLABLES | (what == "g") * kernel_laid.GENERAL_WORD | (key in CARRIERS) * kernel_laid.CARRIER
    return kernel_laid.Piece(key.encode(), kernel_laid.key_of(key.encode()), sort, marks | (what in "gd" and key in OTHER_TRADES) * kernel_laid.TRADE)


def lay(text: str, *, person: bool, asked: bool = False) -> Side:
    """A name, laid out for the kernel. ``asked``: it is the party's, and not on a list."""
    whole = read(text)
    found = None if whole is None else _READERS.reader.side(whole, person)
    if whole is None or found is None:
        return _lay(text, person=person, asked=asked)
    return found if person or asked else _listed(found, whole.line.decode())


def _lay(text: str, *, person: bool, asked: bool) -> Side:
    """What is not read in one pass: letters of other scripts, phrases, the name's own acronym."""
    if script(text) == "han":
        return HAN
    units = [_unit(*one) for one in found_in(text[:MAX_CHARS], person=person)]
    folded = "" if person else romanise(fold(text))
    bare = core(folded)
    if not units or not bare.isascii():
        return OPEN
    known = _READERS.reader.word
    pieces = None if person else [known(word.encode()).piece for word in words_of(bare)]
    out = kernel_laid.assembled(units, pieces, bare.encode())
    if out is None:
        return OPEN
    out.person, out.abjad, out.foreign = person, is_abjad(text[:MAX_CHARS]), script(text) == "other"
    return out if person or asked else _listed(out, folded)


def _listed(out: kernel_laid.Laid, folded: str) -> Side:
    """What the matcher takes from a listed name as well: an article in front, an academy beside an institute, its own acronym behind it."""
    for bare in (without_academy(folded) if _ACADEMY in folded else "", without_acronym(folded)):
        if bare:
            other = lay(bare, person=False, asked=True)
            if isinstance(other, str):
                return OPEN
            out.other, other.other = other, out.other
            out.briefs = 0
    if folded.startswith(_EDGES) and (rest := without_academy(folded)):
        other = core(rest)
        out.briefs = 0
        out.other_core_hash, out.other_spaced_hash = kernel_laid.hash_of(other.encode()), kernel_laid.hash_of(other.replace(" ", "").encode())
    return out
