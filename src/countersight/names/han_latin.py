"""A name in Han as words in letters: what finds it where the list, or the question, has only letters.

Places in their usual forms, words through the glossary (by their stems), brands in pinyin. It finds candidates; whether they are one
says :mod:`countersight.names.han_compare`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from countersight.names.gazetteer import gazetteer
from countersight.names.han_segment import segment
from countersight.names.han_text import pinyin

FORMS: Final = 2
"""Forms of a place, and phrases of a word, that are written out."""
_SMALLEST: Final = 3


@lru_cache(maxsize=8192)
def rendered(text: str) -> tuple[str, ...]:
    """Words in letters that a Han name may be written with, each once, in the order of the name.

    >>> rendered("杭州海康威视数字技术股份有限公司")
    ('hangzhou', 'hangchow', 'haikangweishi', 'digital', 'technol')
    """
    found: list[str] = []
    for piece in segment(text).pieces:
        if piece.sort == "place":
            for place in gazetteer().han(piece.text)[:FORMS]:
                found += [form.replace(" ", "") for form in place.forms[:FORMS]]
        elif piece.sort == "word" and piece.word and piece.word.kind != "l":
            for phrase in piece.word.english[:FORMS]:
                found += phrase
            if piece.word.kind == "b":
                found.append(pinyin(piece.text))
        elif piece.sort == "number":
            found.append(str(piece.number))
        elif piece.sort == "latin":
            found.append(piece.text)
        elif piece.sort == "brand":
            found.append(pinyin(piece.text))
    return tuple(dict.fromkeys(word for word in found if word.isascii() and (len(word) >= _SMALLEST or word.isdigit())))
