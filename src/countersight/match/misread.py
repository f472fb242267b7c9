"""What a machine misread, where the name itself shows it: a digit within a word (AVT0, 5IERRA), a small l among capitals (lNTERNATIONAL).

Such a name is asked about as it stands and as it was meant. What shows no sign (Falr for Fair) is left to the likeness of spellings: an l and
an i, or rn and m, part names that are two.
"""

from __future__ import annotations

import re
from typing import Final

from countersight.match.around import taken_apart
from countersight.names.words import LEGAL_FORMS

_SIGN: Final = re.compile(r"[A-Za-z][0158]|[0158][A-Za-z]|[A-Z]{2}l|[A-Z]l[A-Z]|l[A-Z]{2}")
_WORD: Final = re.compile(r"[A-Za-z0-9]+")
_CAPITALS: Final = re.compile(r"[A-Zl]+")
_MEANT: Final = (str.maketrans("0158", "OISB"), str.maketrans("0158", "OLSB"))
_FEWEST: Final = 3
"""Letters of a word beside its digit: of fewer, a digit is as often meant (B2B, 3M, V8)."""


def as_read(text: str) -> tuple[str, ...]:
    """A name as it was meant; empty where nothing shows that a machine misread it.

    >>> as_read("RT-AVT0, OAO"), as_read("DES lNTERNATIONAL CO"), as_read("Torwick J5C")
    (('RT-AVTO, OAO',), ('DES INTERNATIONAL CO',), ('Torwick JSC',))
    >>> as_read("Nam1an Works")
    ('NamIan Works', 'NamLan Works')
    >>> as_read("Plant 58"), as_read("V8 Motors"), as_read("T1000 Ltd"), as_read("AL-SAFA Al-Nur"), as_read("B2B Trading")
    ((), (), (), (), ())
    """
    if not _SIGN.search(text):
        return ()
    meant = dict.fromkeys(_by(table, text) for table in _MEANT)
    return tuple(one for one in meant if one != text)


def _by(table: dict[int, int], text: str) -> str:
    return _WORD.sub(lambda word: _meant(word[0], table), text)


def _meant(word: str, table: dict[int, int]) -> str:
    letters = sum(map(str.isalpha, word))
    if letters == len(word):
        return word.replace("l", "I") if "l" in word and letters - word.count("l") > 1 and _CAPITALS.fullmatch(word) else word
    mended = word.translate(table)
    if not mended.isalpha() or len(word) - letters > 1:
        return word
    return mended if letters >= _FEWEST or mended.lower() in LEGAL_FORMS else word


def readings(text: str) -> tuple[str, ...]:
    """Names that are asked about beside a written one: those within it, as they were meant, and last those that it may hold besides (``around.names_beside``)."""
    within, beside = taken_apart(text)
    return (*within, *(meant for one in (within or (text,)) for meant in as_read(one)), *beside)
