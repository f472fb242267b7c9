"""What lists print beside a name and others leave out: its own acronym behind it, "(CETC)", which says nothing that the name has not said, and the academy of an institute."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from countersight.names.places import LATIN as PLACES
from countersight.names.words import GENERIC, LEGAL_FORMS, LEVELS

if TYPE_CHECKING:
    from collections.abc import Sequence

_LENGTHS: Final = range(3, 9)
_FEWEST: Final = 3
"""Words that must be left."""
_SMALL: Final = frozenset(("the", "a"))
_ACADEMY: Final = re.compile(
    r"\b(?:of )?(?:the )?(?:(?:chinese|china|russian) academy of (?:medical |agricultural |social )?sciences?|(?:siberian|ural|far east(?:ern)?) branch of the russian academy of sciences)(?: (?:cas|ras))?\b"
)
_MORE: Final = 2
"""Words that must be left, so that "Institute" alone is nobody."""


def spells(short: str, words: Sequence[str]) -> bool:
    """Whether a short word is made of the beginnings of words, in their order: of the first, and of one more at least.

    >>> spells("cetc", "china electronics technology group corporation".split()), spells("comac", "commercial aircraft corporation of china".split())
    (True, True)
    >>> spells("top", "kestrel works".split()), spells("chi", "china institute".split()), spells("kes", "kestrel works".split())
    (False, True, False)
    """
    words = words[1:] if words and words[0] in _SMALL else words
    if not words or not short.startswith(words[0][:1]):
        return False
    # How many letters are spelled when a word has been read, and by how many words: each gives a beginning of its own, or nothing.
    reached = {(count, 1) for count in range(1, _alike(short, words[0], 0) + 1)}
    for word in words[1:]:
        reached |= {(at + count, used + 1) for at, used in reached for count in range(1, _alike(short, word, at) + 1)}
    return any(at == len(short) and used > 1 for at, used in reached)


def _alike(short: str, word: str, at: int) -> int:
    """How many letters from one on begin a word."""
    size = 0
    while size < len(word) and at + size < len(short) and short[at + size] == word[size]:
        size += 1
    return size


@lru_cache(maxsize=16384)
def without_acronym(folded: str) -> str:
    """A folded name without its own acronym, or a word of its own that stands behind it once more; empty where none does.

    >>> without_acronym("china electronics technology group corporation cetc")
    'china electronics technology group corporation'
    >>> without_acronym("shenzhen torwick technology co ltd torwick"), without_acronym("kestrel institute of optics"), without_acronym("kio")
    ('shenzhen torwick technology co ltd', '', '')
    """
    rest, _, last = folded.rpartition(" ")
    if len(last) not in _LENGTHS or not last.isalpha() or last in GENERIC or last in LEGAL_FORMS or last in PLACES or last in LEVELS:
        return ""
    words = rest.split()
    return rest if len(words) >= _FEWEST and (last in words or spells(last, words)) else ""


@lru_cache(maxsize=16384)
def without_academy(folded: str) -> str:
    """A folded name without the academy that it belongs to; empty where it names none, or nothing else.

    >>> without_academy("shanghai institute of applied physics chinese academy of sciences")
    'shanghai institute of applied physics'
    >>> without_academy("chinese academy of sciences"), without_academy("beihang university")
    ('', '')
    """
    rest = " ".join(_ACADEMY.sub(" ", folded).split())
    for edge in ("the ", "of "):
        rest = rest.removeprefix(edge)
    return rest if rest != folded and len(rest.split()) > _MORE else ""
