"""Two names in letters of a company of China: what one body is called besides, and what its neighbours are called.

A Chinese company that is Qingfeng in pinyin is Breeze in English: two names that share a place and a trade and no word that tells. How
often such a pair is one body cannot be read off two strings; it is known from lists that print several names of a body. So here it
counts which words are left over (pinyin beside English, pinyin beside other pinyin), and the share is one that was measured
(``tools/company_names.py``). As with :mod:`countersight.match.translated`, only two names that are laid side by side are read so.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from countersight.match.align import align
from countersight.match.parts import is_pinyin
from countersight.match.tokens import tokens
from countersight.names.latin_segment import segment_latin
from countersight.names.normalise import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from countersight.match.tokens import Tokens

LEFT: Final = ("pinyin on one side, other words on the other", "other pinyin on both sides", "other words on both sides", "words on one side only")
"""What is left over of two names: among :data:`countersight.match.translated.TWICE`."""
LEFT_SIGNS: Final = (0, -1, -1, -1)
CHINA: Final = frozenset(("china", "chinese", "sino", "nationa"))
"""Stems of words that say China."""
_LONG: Final = 6


@lru_cache(maxsize=8192)
def is_of_china(text: str) -> bool:
    """Whether a name in letters may be of China: it names a place there, or China itself, or has a long word that reads as Mandarin syllables.

    Some words of other tongues read so too (marine, income). Words that are surely pinyin alone would leave out half of what
    Chinese companies are called; measured on made names, the error was larger by two fifths then.

    >>> is_of_china("Hangzhou Torwick Optics Ltd"), is_of_china("Qingfeng Optics Ltd"), is_of_china("Torwick Optics Ltd")
    (True, True, False)
    """
    name = segment_latin(text)
    if name.places or any(token.stem in CHINA for token in name.tokens):
        return True
    return any(len(word) >= _LONG and is_pinyin(word) for word in fold(text).split())


def left_over(left: str, right: str) -> list[float]:
    """Which distinctive words of two names stand opposite nothing: one number, nought or one, for each of :data:`LEFT`.

    >>> left_over("Shanghai Qingfeng Technology", "Shanghai Breeze Technology")
    [1.0, 0.0, 0.0, 0.0]
    >>> left_over("Shanghai Qingfeng Technology", "Shanghai Hangsheng Technology"), left_over("Torwick Qingfeng", "Torwick")
    ([0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 0.0, 1.0])
    """
    a, b = tokens(left), tokens(right)
    found = align(a, b, person=False)
    mine, theirs = _unmet(a, found.left), _unmet(b, found.right)
    pinyin = [bool(words) and all(map(is_pinyin, words)) for words in (mine, theirs)]
    other = [bool(words) and not any(map(is_pinyin, words)) for words in (mine, theirs)]
    mixed = (pinyin[0] and other[1]) or (pinyin[1] and other[0])
    return [float(one) for one in (mixed, all(pinyin), all(other), bool(mine) != bool(theirs))]


def _unmet(name: Tokens, met: Sequence[object]) -> list[str]:
    return [word for word, kind, one in zip(name.words, name.kinds, met, strict=True) if kind == "d" and not one]
