"""A name as tokens with a kind and a weight: what is laid side by side. Letters of other scripts are romanised first.

Kinds: ``d`` distinctive, ``f`` known given name, ``g`` general word, ``l`` legal form, ``v`` level, ``@`` place (its code), ``#`` number,
``i`` initial, ``t`` patronymic, ``p`` particle, ``a`` the name's own acronym written beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from countersight.match.parts import (
    COMMON,
    MAX_TOKENS,
    ORDINALS,
    OTHER_TRADES,
    initials_joined,
    is_pinyin,
    number_of,
    plainly,
    without_front,
)
from countersight.names.letters import is_abjad, romanise
from countersight.names.nicknames import GIVEN, PARTICLES, TITLES, is_patronymic
from countersight.names.normalise import MAX_CHARS, fold, script
from countersight.names.places import LATIN as PLACES
from countersight.names.short_words import CANONICAL, FORM_CLASS, GENERAL
from countersight.names.words import GENERIC, LEGAL_FORMS, LEVELS

WEIGHTS: Final = {"d": 4.0, "f": 2.5, "g": 1.0, "l": 0.15, "v": 0.8, "@": 1.5, "#": 1.5, "i": 0.7, "t": 1.5, "p": 0.2, "a": 0.1}
SMALL: Final = frozenset("a and at by da de del der des di do du e et for from i in la le les of on the to und y m s".split())
ROMAN: Final = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8"}
FORMS: Final = frozenset(word for word in LEGAL_FORMS if word.isascii() and " " not in word) | FORM_CLASS.keys() | {"company", "co"}
_ACRONYM: Final = range(2, 9)
LONGEST_TOKEN: Final = 64


@dataclass(frozen=True, slots=True)
class Tokens:
    """A name laid out. ``words``, ``kinds`` and ``weights`` run side by side."""

    words: tuple[str, ...]
    kinds: str
    weights: tuple[float, ...]
    surface: tuple[str, ...]
    """The words as they are spelled: a place is a code in ``words``."""
    joined: str
    """All words but legal forms and the name's own acronym, without spaces."""
    form: str
    """Class of the legal form, or empty."""
    trades: frozenset[str]
    abjad: bool
    foreign: bool
    """Written in letters other than Latin ones."""
    outline: Any = field(default=None, compare=False, repr=False)
    """Room for what is asked of it again and again; see :func:`countersight.match.align.outline`."""


_PART_OF: Final = re.compile(r"^.{4,}?\b(?:affiliated entity|subordinate institution|subordinate entity)\b\s*[:\u2013-]?\s*(?=\w.{3})", re.IGNORECASE)
"""What stands before such words is the parent, and the body is what follows."""


def whole(text: str) -> bool:
    """True when surely no part of a name is that of its parent; False where one has to look."""
    if not text.isascii():
        return False
    lower = text.lower()
    return "affiliated entity" not in lower and "subordinate " not in lower


def found_in(text: str, *, person: bool) -> list[tuple[str, str, str]]:
    """The tokens of a name: word, kind, and the word as it is spelled."""
    line = romanise(fold(text if whole(text) else _PART_OF.sub("", text, count=1)))
    if person:
        return [(word, kind, word) for word, kind in person_words(line.split()[:MAX_TOKENS])]
    return _organisation(initials_joined(plainly(line).split()[:MAX_TOKENS]))


@lru_cache(maxsize=8192)
def _tokens(text: str, person: bool, alone: bool) -> Tokens:  # noqa: FBT001 - a cached key
    found = found_in(text, person=person)
    if alone and not person:
        found = _fronted(found)
    words = tuple(word for word, _, _ in found)
    kinds = "".join(kind for _, kind, _ in found)
    weights = tuple(weight_of(word, kind) for word, kind, _ in found)
    joined = "".join(word for word, kind, _ in found if kind not in "lap")
    form = next((FORM_CLASS[spelled] for _, kind, spelled in reversed(found) if kind == "l" and spelled in FORM_CLASS), "")
    trades = frozenset(word for word, kind, _ in found if kind in "gd") & OTHER_TRADES
    return Tokens(words, kinds, weights, tuple(spelled for _, _, spelled in found), joined or "".join(words), form, trades, is_abjad(text), script(text) == "other")


def tokens(text: str, *, person: bool = False, alone: bool = False) -> Tokens:
    """Lay a name out.

    Args:
        text: As written.
        person: Whether it is the name of a person.
        alone: Beside one other name only, so that a legal form in front is none of it. In a search it stays a word that is shared: what is left of
            a name that was cut or spoilt is found by it.

    >>> tokens("No. 52 Research Institute of Example GRP Co., Ltd.").kinds
    '#ggpdgll'
    >>> tokens("Dr. Karelsky, I.P.", person=True).words
    ('karelsky', 'i', 'p')
    >>> tokens("OOO Torwick").kinds, tokens("OOO Torwick", alone=True).kinds, tokens("SAS Institute", alone=True).kinds
    ('dd', 'ld', 'dg')
    """
    return _tokens(text[:MAX_CHARS], person, alone)


def weight_of(word: str, kind: str) -> float:
    """What a token weighs."""
    if kind != "d":
        return WEIGHTS[kind]
    if word in COMMON or len(word) < 3:  # noqa: PLR2004 - letters
        return 2.0
    return 3.0 if len(word) < 5 else 4.0  # noqa: PLR2004 - letters


def _organisation(words: list[str]) -> list[tuple[str, str, str]]:
    found = [kind_of(words[0][:LONGEST_TOKEN], first=True)] if words else []
    found += [kind_of(word[:LONGEST_TOKEN]) for word in words[1:]]
    return _own_acronym(found, words)


def _fronted(found: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Tokens with a legal form in front told as one, where a distinctive word stands behind it: SAS Institute is no institute of a form."""
    gone = len(found) - len(without_front([spelled for _, _, spelled in found]))
    if not gone or all(kind != "d" for _, kind, _ in found[gone:]):
        return found
    return [*((word, "l", spelled) for word, _, spelled in found[:gone]), *found[gone:]]


@lru_cache(maxsize=65536)
def kind_of(word: str, *, first: bool = False) -> tuple[str, str, str]:
    """A word of an organisation's name, its kind, and the word as it is spelled. What stands first is no legal form."""
    canonical = CANONICAL.get(word, word)
    if word in PLACES:
        return PLACES[word], "@", word
    if number := ORDINALS.get(word) or ROMAN.get(word) or number_of(word):
        return number, "#", word
    if word in FORMS and not first:
        return canonical, "l", word
    if word in SMALL:
        return word, "p", word
    if word in LEVELS:
        return LEVELS[word], "v", word
    if word in CANONICAL or word in GENERIC or canonical in GENERIC or word in GENERAL:
        return canonical, "g", word
    return word, "d", word


def _own_acronym(found: list[tuple[str, str, str]], words: list[str]) -> list[tuple[str, str, str]]:
    """A token that spells the first letters of words in a row of the same name adds nothing to it."""
    if not any(kind == "d" and 2 < len(word) <= 8 for word, kind, _ in found):  # noqa: PLR2004 - as _ACRONYM
        return found
    letters = "".join(word[0] for word in words)
    small = "".join(word[0] for word in words if word not in SMALL)
    return [
        (word, "a" if kind == "d" and len(word) in _ACRONYM and len(word) > 2 and (word in letters or word in small) else kind, spelled)  # noqa: PLR2004 - letters
        for word, kind, spelled in found
    ]


def person_words(words: list[str]) -> list[tuple[str, str]]:
    """The words of a person's name but titles, each with its kind: a matter of the word, whether it stands first, and whether there are one, two or more."""
    kept = [word for word in words if word not in TITLES] or words
    found: list[tuple[str, str]] = []
    for raw in kept:
        word = raw[:LONGEST_TOKEN]
        if len(word) == 1:
            found.append((word, "i"))
        elif word in GIVEN and (not found or word not in PARTICLES):
            found.append((word, "f"))
        elif word in PARTICLES and len(kept) > 1:
            found.append((word, "p"))
        elif is_patronymic(word) and len(kept) > 2:  # noqa: PLR2004 - given, father's, family name
            found.append((word, "t"))
        elif word in FORMS and found and len(kept) > 2 and not is_pinyin(word):  # noqa: PLR2004 - a company
            found.append((word, "l"))
        elif word in GENERIC and not is_pinyin(word):
            found.append((word, "g"))
        else:
            found.append((word, "d"))
    return found
