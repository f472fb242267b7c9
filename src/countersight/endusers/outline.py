"""A name in letters as the tables see it: words that no table asks about are nobody's, a place is one of its rank.

*Hangzhou Fengda Electronics Co Ltd* and *Wuhan Xinke Electronics Co Ltd* are of one kind for one reason, so they are read once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from countersight.endusers.level import ASKED, stand_ins
from countersight.endusers.text import Phrases, asked
from countersight.names.words import LEGAL_FORMS

REST: Final = "x0"
"""What stands for words that no table asks about, however many stand side by side."""
_RESTS: Final = f"{REST} {REST}"


def roles(tables: Iterable[Phrases], words: Iterable[str]) -> dict[str, str]:
    """Each word that is asked about with itself, and each place with one that stands for its rank.

    Args:
        tables: Every table of phrases that the reader of an outline looks in, but those for the level.
        words: Every word that it asks for one by one; words of legal forms need not be told.
    """
    forms = {word for form in LEGAL_FORMS if form.isascii() for word in form.split()}
    held = asked(tables) | ASKED | forms | set(words)
    return stand_ins(held) | {word: word for word in held}


def outline(words: list[str], role: Mapping[str, str]) -> str:
    """The outline of folded words.

    >>> outline("fengda xinke hotel group co ltd".split(), roles([], ["hotel", "group"]))
    'x0 hotel group co ltd'
    """
    of = role.get
    found = " ".join([of(word, REST) for word in words])
    while _RESTS in found:
        found = found.replace(_RESTS, REST)
    return found
