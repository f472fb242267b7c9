"""A name in Han taken apart: ``[place][brand][trade words][legal form]``, by the cheapest split (Viterbi).

Pieces come from the gazetteer, the glossary and numerals; what is left is the brand, character by character. A district or
county counts as a place only with its level (和田县), or right before an office or a kind of body (昌吉学院); without it the
same characters may be a brand (平安, 大通). A prefecture or province counts at the beginning, behind another place, and
where a bracket or the end of the name sets it apart.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, Literal

from countersight.names.gazetteer import gazetteer
from countersight.names.han_text import is_han, simplify
from countersight.names.han_words import WEIGHTS, Word, glossary

MAX_HAN: Final = 80
"""Characters of a Han name that are split; the longest listed one has 58."""

Sort = Literal["place", "word", "brand", "number", "latin"]

_NUMERAL: Final = re.compile(r"第?([0-9]{1,6}|[零〇一二两三四五六七八九十百]{1,5})(?=研究所|研究院|设计院|工程局|建筑|附属|人民|医院|中学|小学|监狱|中级|看守|所|院|厂|局|公司|师|团|号|军|实验|高级|职业|航务|公路|冶金|勘察|地质|监|大学|季|分|强制|戒|检察|公安|食品|机床|汽车|建设|纺织|重型)")
_WITH_MARK: Final = re.compile(r"第([0-9]{1,6}|[零〇一二两三四五六七八九十百]{1,5})")
_DIGITS: Final = {char: i for i, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_LATIN: Final = re.compile(r"[a-z0-9][a-z0-9&.]*")
_JOINING: Final = frozenset("与和及暨之")
"""Characters that join two words and name nothing."""
_CITY_WORDS: Final = ("省", "市", "县", "区")
PLACE_WEIGHT: Final = 0.7


@dataclass(slots=True)
class Piece:
    """One piece of a Han name. ``codes``: divisions that a place may be; ``level``: whether its level is written."""

    sort: Sort
    text: str
    start: int
    weight: float
    codes: frozenset[str] = frozenset()
    level: str = ""
    word: Word | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class HanName:
    """A Han name, taken apart; ``text`` is simplified, ``|`` where a bracket or mark stood."""

    text: str
    pieces: tuple[Piece, ...]
    traditional: bool = False
    """Written in traditional characters: as in Hong Kong, Macau and Taiwan."""

    def of(self, sort: Sort) -> list[Piece]:
        """Its pieces of one sort."""
        return [piece for piece in self.pieces if piece.sort == sort]


def numeral(text: str) -> int:
    """A Chinese or Arabic numeral below a thousand.

    >>> numeral("五十四"), numeral("52"), numeral("十")
    (54, 52, 10)
    """
    if text.isdigit() and text.isascii():
        return int(text[:9])
    total = unit = 0
    for char in text:
        if char in "十百":
            total += (unit or 1) * (10 if char == "十" else 100)
            unit = 0
        else:
            unit = unit * 10 + _DIGITS.get(char, 0)
    return total + unit


def clean(text: str) -> str:
    """Simplified, in small letters, brackets and marks as ``|``, gaps inside Han closed.

    >>> clean("華大(深圳)有限公司"), clean("TCL 科技")
    ('华大|深圳|有限公司', 'tcl科技')
    """
    folded = simplify(unicodedata.normalize("NFKC", text[: 4 * MAX_HAN])).casefold()
    out: list[str] = []
    for char in folded:
        if is_han(char) or (char.isascii() and (char.isalnum() or char in "&.")):
            out.append(char)
        elif char.isspace() or unicodedata.category(char)[0] == "C":
            continue
        elif out and out[-1] != "|":
            out.append("|")
    return "".join(out).strip("|.")[:MAX_HAN]


@cache
def _tables() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """Full names, bases that stand alone, and bases that need an office behind them."""
    book = gazetteer()
    full = {name: frozenset(one.now for one in found) for name, found in book.by_name.items()}
    strong: dict[str, frozenset[str]] = {}
    weak: dict[str, frozenset[str]] = {}
    for base, found in book.by_base.items():
        codes = frozenset(one.now for one in found)
        high = [one for one in found if one.level != "county" and not one.until]
        (strong if high else weak)[base] = codes
    return full, strong, weak


def _ahead(text: str, at: int) -> bool:
    """Whether an office or a kind of body begins here."""
    words = glossary().words
    return any((word := words.get(text[at : at + size])) and word.kind in "ho" for size in range(min(8, len(text) - at), 1, -1))


def _options(text: str, at: int) -> list[tuple[float, int, Piece]]:  # noqa: C901 - every kind of piece has its own cost
    """What may begin at a position: cost, length, piece."""
    found: list[tuple[float, int, Piece]] = []
    char = text[at]
    if char == "|":
        return [(0.0, 1, Piece("brand", "|", at, 0.0))]
    if match := _LATIN.match(text, at):
        return [(1.0, match.end() - at, Piece("latin", match[0].replace(".", ""), at, min(3.0, max(1.0, len(match[0]) / 3))))]
    if match := (_NUMERAL.match(text, at) or _WITH_MARK.match(text, at)):
        found.append((1.2, match.end() - at, Piece("number", match[0], at, 0.5, number=numeral(match[1]))))
    full, strong, weak = _tables()
    words = glossary().words
    rest = len(text) - at
    for size in range(min(16, rest), 1, -1):
        part = text[at : at + size]
        if part in full:
            found.append((0.9, size, Piece("place", part, at, PLACE_WEIGHT, full[part], part[-1])))
        elif size < 8:  # noqa: PLR2004 - the longest base has seven characters
            alone = at == 0 or text[at - 1] == "|" or at + size == len(text) or text[at + size] == "|" or text[max(0, at - 2) : at] in {"中共", "政协"} or text[at - 1] in _CITY_WORDS
            if part in strong:
                found.append((0.6 if at == 0 else 1.05 if alone else 1.95, size, Piece("place", part, at, PLACE_WEIGHT, strong[part])))
            elif part in weak and alone and _ahead(text, at + size):
                found.append((1.6, size, Piece("place", part, at, PLACE_WEIGHT, weak[part])))
        if word := words.get(part):
            found.append(({"b": 1.4, "q": 1.2}.get(word.kind, 1.0), size, Piece("word", part, at, word.weight, word=word)))
    if char in _JOINING and at and rest > 1:
        found.append((0.9, 1, Piece("brand", "|", at, 0.0)))
    if (word := words.get(char)) and (word.kind in "hq" or rest == 1) and at:
        found.append((1.5 if word.kind == "h" and rest == 1 else 1.35 if word.kind == "q" and char in "省市县区州镇乡村旗" else 1.6, 1, Piece("word", char, at, word.weight, word=word)))
    found.append((1.15, 1, Piece("brand", char, at, 1.0)))
    return found


@lru_cache(maxsize=8192)
def segment(text: str) -> HanName:
    """Take a Han name apart.

    >>> [(one.sort, one.text) for one in segment("杭州海康威视数字技术股份有限公司").pieces]
    [('place', '杭州'), ('brand', '海康威视'), ('word', '数字技术'), ('word', '股份有限公司')]
    >>> [(one.sort, one.text) for one in segment("公安县人民医院").pieces]
    [('place', '公安县'), ('word', '人民医院')]
    """
    line = clean(text)
    size = len(line)
    best: list[tuple[float, int, Piece | None]] = [(0.0 if not at else 1e9, 0, None) for at in range(size + 1)]
    for at in range(size):
        cost = best[at][0]
        for more, length, piece in _options(line, at):
            if cost + more < best[at + length][0] - 1e-9:
                best[at + length] = (cost + more, at, piece)
    found: list[Piece] = []
    at = size
    while at:
        _, before, taken = best[at]
        if taken is not None and taken.text != "|":
            found.append(taken)
        at = before
    return HanName(line, tuple(_joined(found[::-1])), simplify(text) != text)


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Characters of a brand that stand side by side, as one piece."""
    out: list[Piece] = []
    for piece in pieces:
        last = out[-1] if out else None
        if piece.sort == "brand" and last and last.sort == "brand" and last.start + len(last.text) == piece.start:
            last.text += piece.text
            last.weight += 1.0
        else:
            out.append(Piece(piece.sort, piece.text, piece.start, piece.weight, piece.codes, piece.level, piece.word, piece.number))
    return out


LEGAL: Final = WEIGHTS["l"]
