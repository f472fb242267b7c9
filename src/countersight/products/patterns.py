"""How a pattern of the lexicon is written, every text that it stands for, how these begin, and their words.

``(a|b)`` are alternatives; ``(a|)`` and ``a?`` may be left out; that is all. A pattern may stand for tens of thousands of texts, so how they
begin, and which words they hold, is told without writing them out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final, TypeAlias

Chain: TypeAlias = "tuple[Item, ...]"
"""One thing after the other."""
Item: TypeAlias = "str | tuple[Chain, ...]"
"""A text, or alternatives."""

_PLAIN: Final = re.compile(r"[^()|?]+(?=[()|]|$)|[^()|?]+(?=[^()|?]\?)")
"""Characters that stand for themselves; the last one before a question mark is left for itself."""
_MARKS: Final = re.compile(r"[()|?]")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_BETWEEN: Final = re.compile(r"[^a-z0-9]+")


def _parsed(pattern: str, at: int = 0) -> tuple[tuple[Chain, ...], int]:
    """The alternatives from ``at`` to the end of their group, and where that is."""
    done: list[Chain] = []
    open_: list[Item] = []
    while at < len(pattern) and pattern[at] != ")":
        if pattern[at] == "|":
            done.append(tuple(open_))
            open_, at = [], at + 1
            continue
        item: Item
        if pattern[at] == "(":
            item, at = _parsed(pattern, at + 1)
            at += 1
        else:
            plain = _PLAIN.match(pattern, at)
            item, at = (plain[0], plain.end()) if plain else (pattern[at], at + 1)
        if pattern.startswith("?", at):
            item, at = ((item,), ()) if isinstance(item, str) else (*item, ()), at + 1
        open_.append(item)
    return (*done, tuple(open_)), at


def parsed(pattern: str) -> tuple[Chain, ...]:
    """The alternatives of a pattern.

    >>> parsed("人脸(识别|抓拍)机?")
    (('人脸', (('识别',), ('抓拍',)), (('机',), ())),)
    """
    return _parsed(pattern)[0] if _MARKS.search(pattern) else ((pattern,),)


def _longer(before: Iterable[str], item: Item) -> list[str]:
    """Texts, each followed by every text of an item."""
    if isinstance(item, str):
        return [text + item for text in before]
    choices = [text for chain in item for text in written(chain)]
    return [text + one for text in before for one in choices]


def written(chain: Chain, begun: Iterable[str] = ("",)) -> list[str]:
    """Every text of a chain, after every one of some beginnings."""
    found = list(begun)
    for item in chain:
        found = _longer(found, item)
    return found


def expand(pattern: str) -> tuple[str, ...]:
    """Every way in which a pattern can be written.

    >>> expand("人脸(识别|抓拍)机?")
    ('人脸识别机', '人脸识别', '人脸抓拍机', '人脸抓拍')
    >>> expand("(dash ?|body )cam")
    ('dash cam', 'dashcam', 'body cam')
    """
    found = [text for chain in parsed(pattern) for text in written(chain)]
    if not _HAN.search(pattern):
        found = [" ".join(one.split()) for one in found]
    return tuple(dict.fromkeys(found))


def begun(chain: Chain, enough: Callable[[str], bool]) -> tuple[list[str], Chain]:
    """How the texts of a chain begin, written out until all are long enough, and what follows.

    >>> begun(parsed("(人脸|车牌)(识别|抓拍)机?")[0], lambda text: len(text) >= 2)
    (['人脸', '车牌'], ((('识别',), ('抓拍',)), (('机',), ())))
    """
    found, at = [""], 0
    while at < len(chain) and not all(map(enough, found)):
        found, at = _longer(found, chain[at]), at + 1
    return found, chain[at:]


def count(alternatives: tuple[Chain, ...]) -> int:
    """How many texts there are, those that are written in two ways counted twice.

    >>> count(parsed("人脸(识别|抓拍)机?"))
    4
    """
    total = 0
    for chain in alternatives:
        ways = 1
        for item in chain:
            ways *= 1 if isinstance(item, str) else count(item)
        total += ways
    return total


_Ends: TypeAlias = "tuple[set[str], set[str], set[str]]"
"""Of texts: those within one word; how the others begin, up to their first blank; how they end, after their last one."""


def _ends(alternatives: tuple[Chain, ...], words: set[str]) -> _Ends:
    """How texts begin and end; words between are added to ``words``."""
    every: list[_Ends] = []
    for chain in alternatives:
        held: _Ends = {""}, set(), set()
        for item in chain:
            held = _joined(held, _ends_of(item, words) if isinstance(item, str) else _ends(item, words), words)
        every.append(held)
    whole, first, last = zip(*every, strict=True)
    return set().union(*whole), set().union(*first), set().union(*last)


def _ends_of(text: str, words: set[str]) -> _Ends:
    parts = _BETWEEN.split(text)
    if len(parts) == 1:
        return {text}, set(), set()
    words.update(parts[1:-1])
    return set(), {parts[0]}, {parts[-1]}


def _joined(left: _Ends, right: _Ends, words: set[str]) -> _Ends:
    """The ends of one text behind the other; the words in which they meet are added to ``words``."""
    (whole, first, last), (whole2, first2, last2) = left, right
    words.update([one + two for one in last for two in first2])
    return (
        {one + two for one in whole for two in whole2},
        first | {one + two for one in whole for two in first2},
        last2 | {one + two for one in last for two in whole2},
    )


def words_in(alternatives: tuple[Chain, ...]) -> set[str]:
    """All English words of the texts of a pattern in small letters, as ``textform.words_of`` reads them.

    >>> sorted(words_in(parsed("(dash ?|body-)cam(era)?s? 2")))
    ['2', 'body', 'cam', 'camera', 'cameras', 'cams', 'dash', 'dashcam', 'dashcamera', 'dashcameras', 'dashcams']
    """
    words: set[str] = set()
    words.update(*_ends(alternatives, words))
    words.discard("")
    return words
