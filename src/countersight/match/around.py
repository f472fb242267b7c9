"""What paper writes around a name: the department or the legal form in front, the address behind, its second script or its initials in brackets.

A party's name comes as a cell of somebody's table. What stands around the name is no part of it, so the name alone is asked about as
well; the cell as it was written is always asked about first.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from countersight.match.left_out import spells
from countersight.names.normalise import MAX_CHARS, fold, script

_FUNCTIONS: Final = (
    "purchasing|procurement|buying|sales|export|import|finance|financial|accounts?|accounting|logistics|shipping|warehouse|marketing|legal|"
    "technical|quality|personnel|human resources|hr|r&d|customer service|supply chain|it|general affairs|administration|foreign trade|receiving"
)
_ROADS: Final = "road|rd|street|str|avenue|ave|boulevard|blvd|lane|highway|hwy|alley|prospekt|ulitsa|drive"
_DEPARTMENT: Final = rf"\s*(?:the\s+)?(?:(?:{_FUNCTIONS})\s+(?:(?:&|and)\s+)?){{1,3}}(?:dept|department|division|office|section|team)\.?\s*[,:;/]\s*(?P<rest>.+)"
_ADDRESS: Final = rf"(?P<rest>.+?)\s*,\s*(?:(?:no|nr)\.?\s*|#\s*)?\d[\w/-]{{0,8}},?\s+(?:[\w.'-]+\s+){{1,4}}(?:{_ROADS})\b.*"
_FRONT: Final = r"\s*(?:[opz]?ao|ooo|[poc]?jsc|llc|limited liability company|(?:(?:public|open|closed)\s+)?joint[- ]stock company)\s+[\"'«“]?(?P<rest>[^\"»”]+?)[\"'»”]?\s*"
"""A legal form in front, as in Russia and its neighbours: everywhere else it stands behind, and is left out there."""
_BRACKETS: Final = r"(?P<rest>[^()（）]+?(?:[(（][^()（）]+[)）][^()（）]*?)?)\s*[(（](?P<inner>[^()（）]+)[)）]\W*"
_FEWEST: Final = 4
_MARKS: Final = frozenset(",:;/(（")
_FIRST: Final = frozenset("ao oao zao pao ooo jsc pjsc ojsc cjsc llc limited public open closed joint joint-stock".split())

MAY_BEGIN: Final = frozenset(word for one in (*_FIRST, *re.split(r"[|?()]+", _FUNCTIONS), "the", "account", "r") for word in re.split("[^a-z]+", one) if word)
"""Folded words with which a name may begin of which something is taken off, unless it holds a bracket, or a comma with a number behind it."""


def names_within(text: str) -> tuple[str, ...]:
    """Names that a written name holds once what stands around them is taken off; empty where nothing does.

    >>> names_within("Purchasing Dept., Torwick Optics Ltd, No. 12 Harbour Road, Port Kestrel")
    ('Torwick Optics Ltd',)
    >>> names_within("Kestrel Institute of Optics (KIO)"), names_within("Peking University (北京大学)")
    (('Kestrel Institute of Optics',), ('Peking University', '北京大学'))
    >>> names_within("OOO Torwick Marine"), names_within("Public Joint Stock Company «Torwick»"), names_within("Public Power Co")
    (('Torwick Marine',), ('Torwick',), ())
    >>> names_within("Equipment Development Department, Central Commission"), names_within("Torwick (Kestrel) Ltd")
    ((), ())
    >>> names_within("Kestrel Optics Group (Limited) (KOG)*"), names_within("Shenzhen DJI Technology (DJI)")
    (('Kestrel Optics Group (Limited)',), ('Shenzhen DJI Technology',))
    """
    if _MARKS.isdisjoint(text) and text[:16].partition(" ")[0].lower() not in _FIRST:
        return ()
    line = text[:MAX_CHARS]
    bare = line
    for pattern in (_DEPARTMENT, _ADDRESS, _FRONT):
        found = _pattern(pattern).fullmatch(bare)
        if found and len(found["rest"].strip()) >= _FEWEST:
            bare = found["rest"].strip()
    beside = _in_brackets(bare)
    return beside or ((bare,) if bare != line else ())


@cache
def _pattern(text: str) -> re.Pattern[str]:
    """Made when the first name comes that has marks: a command that looks up one name seldom has any."""
    return re.compile(text, re.IGNORECASE | re.DOTALL)


def _in_brackets(text: str) -> tuple[str, ...]:
    """Both names where one stands in another script behind the other; the long one where its initials do."""
    found = _pattern(_BRACKETS).fullmatch(text)
    if not found:
        return ()
    outer, inner = found["rest"].strip(" ,"), found["inner"].strip()
    if len(outer) < _FEWEST and script(outer) != "han":
        return ()
    if {script(outer), script(inner)} == {"han", "latin"}:
        return outer, inner
    if inner.isascii() and inner.isalnum() and inner.isupper() and len(inner) > 1 and _adds_nothing(inner, outer):
        return (outer,)
    return ()


def _adds_nothing(short: str, text: str) -> bool:
    """Whether an acronym is a word of a name already, or is made of beginnings of its words, in their order."""
    words = fold(text).split()
    letters = "".join(letter for letter in short.lower() if letter.isalpha())
    heads = iter([word[0] for word in words])
    return letters in words or all(letter in heads for letter in letters) or spells(letters, words)
