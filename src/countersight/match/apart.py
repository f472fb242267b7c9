"""Two names of organisations of which surely nothing distinctive is shared, told without laying them side by side: the quick no."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from rapidfuzz.distance import OSA

from countersight.match.align import NEAR, place_head
from countersight.names.short_words import is_short_for

if TYPE_CHECKING:
    from countersight.match.tokens import Tokens

_JOINED: Final = 5
_LONG: Final = 4
_ACRONYM: Final = range(3, 9)


@lru_cache(maxsize=8192)
def _runs(surface: tuple[str, ...]) -> frozenset[str]:
    """Every two to five words in a row, written together."""
    return frozenset("".join(surface[at:end]) for at in range(len(surface)) for end in range(at + 2, min(len(surface), at + _JOINED) + 1))


def _spells(one: Tokens, two: Tokens) -> bool:
    """Whether a word of one side may be an acronym of the other."""
    heads = {place_head(word) if kind == "@" else word[0] for word, kind in zip(two.words, two.kinds, strict=True) if kind in "dg@vl"}
    return any(kind in "da" and len(word) in _ACRONYM and heads.issuperset(word) for word, kind in zip(one.words, one.kinds, strict=True))


def apart(a: Tokens, b: Tokens) -> bool:
    """True when no distinctive word of ``a`` can be met: then only general words are shared, which no likeness makes good.

    False says nothing. Names in letters of two scripts are never told apart here.
    """
    mine = [word for word, kind in zip(a.surface, a.kinds, strict=True) if kind == "d"]
    if not mine or a.foreign != b.foreign or not set(b.words).isdisjoint(mine):
        return False
    if not _runs(b.surface).isdisjoint(a.surface) or not _runs(a.surface).isdisjoint(b.surface) or _spells(a, b) or _spells(b, a):
        return False
    for word, other, kind in zip(b.words, b.surface, b.kinds, strict=True):
        for one in mine:
            if kind == "g" and (is_short_for(one, word) or is_short_for(word, one)):
                return False
            if kind in "dfgt@l" and len(other) > _LONG and len(one) > _LONG and OSA.normalized_similarity(one, other, score_cutoff=NEAR) >= NEAR:
                return False
    return True
