"""Two names of organisations of which surely nothing distinctive is shared, told without laying them side by side: the quick no."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rapidfuzz.distance import OSA

from countersight.match.align import NEAR, may_be_near, outline, spells, together
from countersight.names.short_words import is_short_for

if TYPE_CHECKING:
    from countersight.match.align import Outline
    from countersight.match.tokens import Tokens

_LONG: Final = 4
_MET: Final = "dfgt@l"
"""Kinds of the words that a distinctive one may be a spelling of, or short for."""


def apart(a: Tokens, b: Tokens) -> bool:
    """True when no distinctive word of ``a`` can be met: then only general words are shared, which no likeness makes good.

    False says nothing. Names in letters of two scripts are never told apart here.
    """
    one, two = outline(a), outline(b)
    if not one.distinct or a.foreign != b.foreign or any(map(b.words.__contains__, one.distinct)):
        return False
    if _written(a, one, b, two) or _written(b, two, a, one):
        return False
    theirs = [(word, other, kind, len(other)) for word, other, kind in zip(b.words, b.surface, b.kinds, strict=True) if kind in _MET]
    for mine in one.distinct:
        first, size = mine[0], len(mine)
        for word, other, kind, length in theirs:
            if kind == "g" and word[0] == first and (is_short_for(mine, word) or is_short_for(word, mine)):
                return False
            if size > _LONG < length and may_be_near(size, length) and OSA.normalized_similarity(mine, other, score_cutoff=NEAR) >= NEAR:
                return False
    return True


def _written(a: Tokens, one: Outline, b: Tokens, two: Outline) -> bool:
    """Whether a word of one side may be words of the other written together, or their first letters."""
    for word in one.acronyms:
        if spells(word, two):
            return True
    flat = two.flat
    return True in [together(word, b.surface) for word in a.surface if word in flat]
