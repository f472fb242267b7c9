"""Compares two names in Han script: place, brand, trade words. One other character is another name.

A name is read as ``[place][level][brand][trade words][legal form]``. Places are compared by code, brands exactly;
two characters are a weak brand (大华 is a camera maker, a hospital and many shops), four are a strong one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz

from countersight.match.outcome import Verdict, match, no, possible
from countersight.names.normalise import MAX_CHARS, core, fold
from countersight.names.places import HAN, HAN_SUFFIXES, agree, compatible
from countersight.names.words import HAN_ORGANS, HAN_TRADES

if TYPE_CHECKING:
    from countersight.match.latin import Context

_STRONG_BRAND: Final = 3
_LONGEST_PLACE: Final = max(map(len, HAN))
_TRADES: Final = tuple(sorted(HAN_TRADES, key=len, reverse=True))
_NUMERAL: Final = re.compile(r"第?([0-9]+|[零一二三四五六七八九十百]+)(?=研究所|研究院|设计院|所|院|厂|局|公司|师|团|号)")
_DIGITS: Final = {char: i for i, char in enumerate("零一二三四五六七八九")}
_TOO_LONG: Final = 60


@dataclass(frozen=True, slots=True)
class HanParts:
    """A Han name, taken apart."""

    folded: str
    core: str
    places: frozenset[str]
    level: str
    brand: str
    trades: str
    numbers: frozenset[int]


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


@lru_cache(maxsize=4096)
def _han_parts(text: str) -> HanParts:
    folded = fold(text).replace(" ", "")[:_TOO_LONG]
    bare = core(text).replace(" ", "")[:_TOO_LONG]
    places: list[str] = []
    level = ""
    rest = bare
    while rest:
        size = next((n for n in range(min(_LONGEST_PLACE, len(rest)), 1, -1) if rest[:n] in HAN), 0)
        if not size:
            break
        places.append(HAN[rest[:size]])
        rest = rest[size:]
        level = next((suffix for suffix in HAN_SUFFIXES if rest.startswith(suffix)), "")
        rest = rest[len(level) :]
    brand = rest
    while trade := next((t for t in _TRADES if brand.endswith(t) and len(brand) > len(t)), ""):
        brand = brand[: -len(trade)]
    numbers = frozenset(numeral(found) for found in _NUMERAL.findall(bare))
    # Only the smallest place counts: 新疆喀什 is Kashgar.
    small = frozenset(p for p in places if not any(q != p and q.startswith(f"{p}.") for q in places))
    return HanParts(folded, bare, small, level, brand, rest[len(brand) :], numbers)


def han_parts(text: str) -> HanParts:
    """Take a Han name apart.

    >>> found = han_parts("杭州海康威视数字技术股份有限公司")
    >>> found.places, found.brand, found.trades
    (frozenset({'cn.zhejiang.hangzhou'}), '海康威视', '数字技术')
    """
    return _han_parts(text[:MAX_CHARS])


def compare_han(query: HanParts, name: HanParts, context: Context) -> Verdict:
    """Compare a written name with a name on the list, both in Han."""
    if query.folded == name.folded or query.core == name.core:
        same = match(1000 if query.folded == name.folded else 970, "the same name in Han")
        if not query.places and (query.brand in HAN_ORGANS or len(query.core) < _STRONG_BRAND):
            if context.country == "agrees" and len(query.core) >= _STRONG_BRAND:
                return same
            return same.lowered("possible", 600, "but it is short or general, and others bear it")
        return same
    if query.numbers != name.numbers and query.numbers and name.numbers:
        return no("the numbers differ")
    office = next((o for o in HAN_ORGANS if query.brand.endswith(o) or name.brand.endswith(o)), "")
    if office or not query.brand or not name.brand:
        return _offices(query, name)
    if query.brand != name.brand:
        return _other_brand(query, name)
    return _same_brand(query, name, context)


def _offices(query: HanParts, name: HanParts) -> Verdict:
    if query.brand != name.brand or query.trades != name.trades or not query.places or query.places != name.places:
        return no("another office")
    if query.level and name.level and query.level != name.level:
        return no("the same kind of office at another level")
    return possible(760, "the same kind of office of the same place; the level is not named on both sides")


def _other_brand(query: HanParts, name: HanParts) -> Verdict:
    long = min(len(query.core), len(name.core)) >= 10  # noqa: PLR2004 - characters
    if long and query.places == name.places and fuzz.ratio(query.core, name.core) >= 90:  # noqa: PLR2004 - percent
        return possible(540, "nearly the same name in Han")
    return no("another name in Han")


def _same_brand(query: HanParts, name: HanParts, context: Context) -> Verdict:
    strong = len(query.brand) >= _STRONG_BRAND
    known = name.places or context.body_places
    clash = not compatible(query.places, name.places) or (
        bool(query.places and known) and not any(agree(p, k) for p in query.places for k in known)
    )
    if clash:
        if len(query.brand) > _STRONG_BRAND:
            return possible(560, f"the same brand ({query.brand}), but another place")
        return no("another place")
    if query.trades == name.trades and (strong or query.places == name.places):
        return match(900, f"the same brand and trade ({query.brand})")
    if strong and not (query.trades and name.trades) and (not query.trades or not name.trades):
        if len(query.brand) > _STRONG_BRAND:
            return match(860, f"the brand ({query.brand}) with its general words left out")
        return possible(700, f"the same brand ({query.brand})")
    if strong or (query.trades and name.trades and query.trades[-2:] == name.trades[-2:]):
        return possible(640, f"the same brand ({query.brand}), other trade words")
    return no(f"shares only {query.brand}")
