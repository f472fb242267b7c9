"""Where a body sits, from its name: every division that the places in it may be, by code of GB/T 2260.

Chinese names go from the whole to the part: each place narrows what stands before it (湖北省 ... 公安县). A district that
several provinces have (朝阳区) without anything before it stays several codes. A road that is named after a place is no place.
The gazetteer is :mod:`countersight.names.gazetteer`; nothing here holds a name of its own but the openings that may stand first.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final, NamedTuple

from countersight.names.gazetteer import gazetteer, inside, level_of_code
from countersight.names.latin_segment import places_latin, segment_latin
from countersight.names.normalise import folded_words

Codes = frozenset[str]

NOWHERE: Final[Codes] = frozenset()
_GENERIC: Final = frozenset("城区 郊区 矿区 新区 东区 西区 南区 北区 市区 县城 开县 新市 东市 西市".split())
"""Names that are words too: they count only inside a place that has such a part."""
_NOT_ALONE: Final = frozenset("阿里 大理 安康 黄山 东方".split())
"""Prefectures whose bare names are rather something else: a company, marble, a kind of hospital."""
_OPENINGS: Final = re.compile(r"(?:中国共产党|中共|中国人民政治协商会议|政协|中国人民解放军|中华人民共和国|国家税务总局|中国人民银行|中国移动通信集团|中国电信股份有限公司|国开行|平安|市公安局|公安局|武警)+")
_ROAD: Final = re.compile(r"[东西南北中]?[一二三四]?(?:路|街(?!道)|大道|巷|弄)")
_CORPS: Final = re.compile(r"生产建设兵团|^兵团|新疆兵团|兵团第")
_CORPS_LATIN: Final = re.compile(r"production and construction corps|\bxpcc\b|\bbingtuan\b", re.IGNORECASE)
CORPS: Final[Codes] = frozenset({"650000"})
_SECOND: Final = ("分局", "支行", "分行", "分公司", "市", "县")
_MAX: Final = 60
_SHORT_WORD: Final = 4
_LONG_BASE: Final = 3
"""Longer bases (霍尔果斯) are nothing but places."""

_STAND_INS: Final = {
    ("county", "县"): ("安图县", "莎车县"), ("county", "自治县"): ("长阳土家族自治县", "焉耆回族自治县"), ("county", "区"): ("江汉区", "天山区"), ("county", "市"): ("昆山市", "库尔勒市"),
    ("county", "旗"): ("达拉特旗", "达拉特旗"), ("county", "自治旗"): ("达拉特旗", "达拉特旗"), ("prefecture", "市"): ("武汉市", "乌鲁木齐市"), ("prefecture", "地区"): ("大兴安岭地区", "阿克苏地区"),
    ("prefecture", "自治州"): ("恩施土家族苗族自治州", "伊犁哈萨克自治州"), ("prefecture", "盟"): ("兴安盟", "兴安盟"), ("province", "省"): ("湖北省", "湖北省"), ("province", "市"): ("上海市", "上海市"),
}  # fmt: skip
"""One place for each kind of place, outside Xinjiang and inside: names that differ in the place alone are read once."""


class Located(NamedTuple):
    """What a Han name says about its place.

    Attributes:
        codes: Every division that the deepest place may be.
        plain: The name with a stand-in for each place that is written with its level: a key for what is not about the place.
    """

    codes: Codes
    plain: str


class _Entry(NamedTuple):
    """A name that a place is written with: whether that is its full name, or a base whose level is known; and the stand-in of a full one."""

    name: str
    codes: Codes
    full: bool
    county: bool
    stand_in: str


@cache
def _by_start() -> dict[str, dict[str, tuple[_Entry, ...]]]:
    """First character, then second character, to the names that begin so, longest first."""
    book = gazetteer()
    found: dict[str, dict[str, list[_Entry]]] = {}
    for name, places in book.by_name.items():
        live = [one for one in places if not one.until] or list(places)
        first = live[0]
        two = _STAND_INS.get((first.level, first.word), ("", ""))
        stand_in = "" if len({one.level for one in live}) > 1 else two[any(one.now.startswith("65") for one in live)]
        found.setdefault(name[0], {}).setdefault(name[1], []).append(_Entry(name, frozenset(one.now for one in live), True, False, stand_in))
    for base, places in book.by_base.items():
        live = [one for one in places if not one.until]
        if not live or base in book.by_name or base in _NOT_ALONE:
            continue
        high = min(live, key=lambda one: ("province", "prefecture", "county").index(one.level)).level
        kept = frozenset(one.now for one in live if one.level == high)
        found.setdefault(base[0], {}).setdefault(base[1], []).append(_Entry(base, kept, False, high == "county", ""))
    return {one: {two: tuple(sorted(names, key=lambda entry: -len(entry.name))) for two, names in seconds.items()} for one, seconds in found.items()}


def locate_han(text: str) -> Located:  # noqa: C901 - one walk along the name, without a call a character
    """The place of a Han name, simplified and without gaps.

    >>> sorted(locate_han("滁州市公安局南谯分局").codes), sorted(locate_han("公安县人民医院").codes)
    (['341103'], ['421022'])
    >>> len(locate_han("朝阳区人民政府").codes) > 1, sorted(locate_han("长春市朝阳区人民政府").codes)
    (True, ['220104'])
    """
    starts = _by_start()
    codes = NOWHERE
    plain: list[str] = []
    opening = _OPENINGS.match(text)
    free = opening.end() if opening else 0
    kept = passed = 0
    for at, char in enumerate(text[: _MAX - 1]):
        if char not in starts or at < passed:
            continue
        for name, own, full, county, stand_in in starts[char].get(text[at + 1 : at + 2], ()):
            if not text.startswith(name, at):
                continue
            end = at + len(name)
            if not full:
                if county and not (text.startswith(_SECOND[0], end) or (at == free and (len(name) > _LONG_BASE or text.startswith(_OFFICES, end)))):
                    continue
                if not county and codes and at != free and not text.startswith("分局", end):
                    continue
            if text[end : end + 1] and _ROAD.match(text, end):
                continue
            narrowed = frozenset(code for code in own if any(inside(code, one) for one in codes)) if codes else own
            if name in _GENERIC and (not codes or not narrowed):
                continue
            if narrowed:
                codes = narrowed
            if stand_in:
                plain.append(text[kept:at])
                plain.append(stand_in)
                kept = end
            free = passed = end
            break
    if not codes and "兵团" in text and _CORPS.search(text):
        codes = CORPS
    return Located(codes, "".join(plain) + text[kept:] if plain else text)


_OFFICES: Final = ("公安局", "人民", "财政局", "司法局", "教育局", "国家安全", "市委", "县委", "区委", "委员会", "纪委", "政府", "监狱", "看守所", "检察院", "法院", "卫生", "民政局", "税务", "交通", "审计", "统计", "城管", "宣传部", "组织部", "人大", "政协")


def locate_latin(text: str) -> Codes:
    """The place of a name in letters.

    >>> sorted(locate_latin("Shanghai State Security Bureau")), sorted(locate_latin("Hotan County Public Security Bureau"))
    (['310000'], ['653221'])
    """
    return locate_words(folded_words(text)) or locate_corps(text)


def locate_words(words: list[str]) -> Codes:
    """The division that the folded words of a name in letters give; of the corps nothing."""
    codes = NOWHERE
    for own, level, *_ in places_latin(words):
        if not level:
            own = _highest(own)
        codes = _deeper(codes, own) or codes if codes else own
    return codes


def locate_corps(text: str) -> Codes:
    """The region of the corps, where a name in letters is of it."""
    small = text.casefold()
    return CORPS if ("corps" in small or "xpcc" in small or "ngtuan" in small) and _CORPS_LATIN.search(text) else NOWHERE


@lru_cache(maxsize=16384)
def _deeper(codes: Codes, own: Codes) -> Codes:
    """The part of two places that lies in the other; nothing where neither does."""
    return frozenset(code for code in own if any(inside(code, one) for one in codes)) or frozenset(code for code in codes if any(inside(code, one) for one in own))


def only_place(text: str) -> Codes:
    """The county or city that an office's name gives without a word for its level (Shihezi Public Security Bureau)."""
    book = gazetteer().by_letters
    if book.keys().isdisjoint(folded_words(text)):  # most bodies of other countries
        return NOWHERE
    for token in segment_latin(text).tokens:
        if len(token.text) > _SHORT_WORD and not token.kind:
            found = [one for one in book.get(token.text, ()) if not one.until]
            if found:
                return frozenset(one.now for one in found)
    return NOWHERE


@lru_cache(maxsize=16384)
def _highest(codes: Codes) -> Codes:
    """Those of the provinces among codes, or else of the prefectures; all where there is neither."""
    for level in ("province", "prefecture"):
        if found := frozenset(code for code in codes if level_of_code(code) == level):
            return found
    return codes


def province_of(codes: Codes) -> str:
    """The two digits of the province, where all candidates share one; else empty.

    >>> province_of(frozenset({"653221", "653201"})), province_of(frozenset({"110105", "220104"}))
    ('65', '')
    """
    found = {code[:2] for code in codes}
    return found.pop() if len(found) == 1 else ""
