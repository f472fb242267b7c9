"""A name in letters of a Chinese organisation, taken apart the same way: places, words, numbers, and the rest, which is the brand.

English words are read through the glossary, and pinyin of glossary words as well (*youxian gongsi*), so that a name that is
written in pinyin throughout meets its translation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from countersight.names.gazetteer import Place, gazetteer
from countersight.names.han_words import WEIGHTS, Word, glossary, is_small, stem
from countersight.names.normalise import fold

MAX_TOKENS: Final = 40
_ORDINALS: Final = {word: i for i, word in enumerate("zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split())}
_NUMBER: Final = re.compile(r"(?:no)?0*(\d{1,6})(?:st|nd|rd|th)?")
_LEVELS: Final = {
    "province": "province", "provincial": "province", "prefecture": "prefecture", "prefectural": "prefecture", "county": "county", "banner": "county",
    "city": "city", "municipality": "city", "municipal": "city", "district": "district", "region": "province", "league": "prefecture",
}  # fmt: skip
_BETWEEN: Final = frozenset("autonomous uyghur hui zhuang mongol mongolian kazakh kirgiz kyrgyz tibetan tujia miao dong yao yi bai dai li korean manchu tajik xibe sibo qiang buyi buyei zang qiangic".split())
_ORDINARY: Final = frozenset("ali bay gar lop niya manas toli dali jing hk hami sanya ya li an jian long tang dan shan an hai bei nan dong xi shi he".split())
"""Place names that are ordinary words or syllables too: they count beside a word for a level only."""
_TOWN: Final = frozenset(("market", "state", "union", "enterprise"))


@dataclass(slots=True)
class Token:
    """A word in letters. ``place``: index of its span among the places, or -1; ``word``: what it spells in pinyin."""

    text: str
    stem: str
    weight: float
    kind: str
    place: int = -1
    number: int = -1


@dataclass(frozen=True, slots=True)
class PlaceSpan:
    """A place in letters: today's codes, the level if written, its first token and the one behind its last."""

    codes: frozenset[str]
    level: str
    start: int
    end: int
    hard: bool


@dataclass(frozen=True, slots=True)
class LatinName:
    """A name in letters, taken apart."""

    text: str
    tokens: tuple[Token, ...]
    places: tuple[PlaceSpan, ...]
    spelled: tuple[tuple[int, int, Word], ...]


def _of_level(found: tuple[Place, ...], level: str) -> list[Place]:
    if level == "county":
        return [one for one in found if one.word in {"县", "自治县", "旗", "自治旗"}]
    if level == "city":
        return [one for one in found if one.word == "市"]
    if level == "district":
        return [one for one in found if one.word in {"区", "地区", "林区", "新区", "矿区"}]
    if level == "prefecture":
        return [one for one in found if one.level == "prefecture" and one.word != "市"]
    if level == "province":
        return [one for one in found if one.level == "province"]
    return list(found)


def _leading(found: list[Place]) -> list[Place]:
    """The places of the highest level, and what bears their name in Han: Xinjiang is the region, and not 新绛 in Shanxi."""
    rank = min(_RANKS.index(one.level) for one in found if not one.until)
    bases = {one.base for one in found if _RANKS.index(one.level) == rank}
    return [one for one in found if one.base in bases]


_RANKS: Final = ("province", "prefecture", "county")


@cache
def _openings() -> frozenset[str]:
    """Every beginning of a place in letters: where a run of words is none, no longer run is a place."""
    return frozenset(key[:size] for key in gazetteer().by_letters for size in range(1, len(key) + 1))


Found = tuple[frozenset[str], str, int, int, bool]
"""The fields of a :class:`PlaceSpan` in their order: where only codes are asked for, no span is made."""


def _keys(words: list[str], at: int) -> list[tuple[str, int]]:
    """The runs of one to four words that may be a place, the longest first."""
    book, openings = gazetteer().by_letters, _openings()
    key, found = "", []
    for end in range(at, min(at + 4, len(words))):
        key += words[end]
        if key not in openings:
            break
        if key in book:
            found.append((key, end + 1 - at))
    found.reverse()
    return found


def _place_at(words: list[str], at: int, keys: list[tuple[str, int]]) -> Found | None:
    for key, size in keys:
        if size > 1 and any(len(one) < 2 for one in words[at : at + size]):  # noqa: PLR2004 - letters
            continue
        end = at + size
        while end < len(words) and (words[end] in _BETWEEN or (words[end] == "and" and words[end + 1 : end + 2] and words[end + 1] in _BETWEEN)):
            end += 1
        level = _LEVELS.get(words[end], "") if end < len(words) else ""
        if not level and at > 1 and words[at - 1] == "of":
            level = _LEVELS.get(words[at - 2], "")
        elif level:
            end += 1
        else:
            end = at + size
        meant = _meaning(key, level)
        if meant is not None:
            return meant[0], level, at, end, meant[1] or bool(level)
    return None


@lru_cache(maxsize=16384)
def _meaning(key: str, level: str) -> tuple[frozenset[str], bool] | None:
    """Today's codes of a place in letters beside a word for a level or without, and whether it is more than a county; None where it is rather a word."""
    found = gazetteer().by_letters[key]
    kept = _of_level(found, level) or list(found)
    high = any(one.level != "county" and not one.until for one in kept)
    if not level and high:
        kept = _leading(kept)
    if not level and (not high or key in _ORDINARY or (len(key) < 4 and key != "hk")):  # noqa: PLR2004 - letters
        return None
    return frozenset(one.now for one in kept), high


def _places(words: list[str], spelled: list[tuple[int, int, Word]]) -> list[Found]:
    """The places of folded words, some of which spell words of the glossary."""
    openings = _openings()
    starts = [at for at, word in enumerate(words) if word in openings]
    if not starts:
        return []
    taken = {i for start, end, _ in spelled for i in range(start, end) if end - start > 1} if spelled else ()
    book = gazetteer().by_letters
    places: list[Found] = []
    free, last = 0, len(words) - 1
    for at in starts:
        if at < free or at in taken:
            continue
        key, behind = words[at], words[at + 1] if at < last else ""
        if behind and key + behind in openings:
            found = _place_at(words, at, _keys(words, at))
        elif key not in book:  # most words
            continue
        elif behind in _BETWEEN or behind == "and" or (at > 1 and words[at - 1] == "of"):
            found = _place_at(words, at, [(key, 1)])
        else:  # most places: one word, and a word for its level or none
            level = _LEVELS.get(behind, "")
            meant = _meaning(key, level)
            found = (meant[0], level, at, at + 2 if level else at + 1, meant[1] or level != "") if meant else None
        if found:
            places.append(found)
            free = found[3]
    return places


def places_latin(words: list[str]) -> list[Found]:
    """The places of a folded name in letters alone: those of :func:`segment_latin`, without its other words.

    >>> places_latin("hetian county public security bureau".split())
    [(frozenset({'653221'}), 'county', 0, 2, True)]
    """
    if len(words) > MAX_TOKENS:
        words = words[:MAX_TOKENS]
    return _places(words, _spelled(words))


def _kind(token: str) -> tuple[str, float]:
    kind = glossary().classes.get(stem(token), "")
    if kind:
        return kind, WEIGHTS[kind]
    return "", max(1.0, min(3.0, len(token) / 3))


@lru_cache(maxsize=8192)
def segment_latin(text: str) -> LatinName:
    """Take a name in letters apart.

    >>> found = segment_latin("Hetian County Public Security Bureau")
    >>> found.places[0].codes, [one.text for one in found.tokens if one.place < 0]
    (frozenset({'653221'}), ['public', 'security', 'bureau'])
    """
    words = fold(text).split()[:MAX_TOKENS]
    spelled = _spelled(words)
    places = [PlaceSpan(*found) for found in _places(words, spelled)]
    starts = {found.start: number for number, found in enumerate(places)}
    tokens: list[Token] = []
    at = 0
    while at < len(words):
        word = words[at]
        if at in starts:
            found = places[starts[at]]
            tokens.extend(Token(words[i], stem(words[i]), 0.7 if i == found.start else 0.0, "place", starts[at]) for i in range(found.start, found.end))
            at = found.end
            continue
        if is_small(word):
            tokens.append(Token(word, "", 0.0, "small"))
        elif word in _ORDINALS or (_NUMBER.fullmatch(word) and any(char.isdigit() for char in word)):
            value = _ORDINALS.get(word, -1)
            match = _NUMBER.fullmatch(word)
            tokens.append(Token(word, word, 0.5, "number", number=value if value >= 0 else int(match[1]) if match else -1))
        elif word == "no" and at + 1 < len(words) and words[at + 1].isdigit():
            tokens.append(Token(word, "", 0.0, "small"))
        else:
            kind, weight = _kind(word)
            tokens.append(Token(word, stem(word), weight, kind))
        at += 1
    for start, end, meant in spelled:
        if all(token.kind == "" for token in tokens[start:end]):
            for i, token in enumerate(tokens[start:end]):
                token.kind = meant.kind
                token.weight = 0.0 if i else meant.weight
    return LatinName(" ".join(words), tuple(tokens), tuple(places), tuple(spelled))


@cache
def _spellings() -> frozenset[str]:
    """Every beginning of a word of the glossary in pinyin."""
    return frozenset(key[:size] for key in glossary().spelled for size in range(1, len(key) + 1))


def _spelled(words: list[str]) -> list[tuple[int, int, Word]]:
    """Spans that spell a word of the glossary in pinyin, none of whose words is only an English one."""
    openings = _spellings()
    if openings.isdisjoint(words):
        return []
    found = []
    spelled = glossary().spelled
    at = 0
    while at < len(words):
        if words[at] not in openings:
            at += 1
            continue
        key, longest = "", None
        for end in range(at, min(at + 6, len(words))):
            key += words[end]
            if key not in openings:
                break
            word = spelled.get(key)
            if word is not None and not all(stem(one) in glossary().classes for one in words[at : end + 1]):
                longest = (at, end + 1, word)
        if longest is not None:
            found.append(longest)
            at = longest[1]
        else:
            at += 1
    return found
