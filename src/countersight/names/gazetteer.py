"""China's administrative divisions: code, name in Han, names in letters, the years in which they stood.

The table ``gazetteer.tsv`` is written by ``tools/gazetteer.py`` out of a package that may be shipped (see ``NOTICE-gazetteer``);
nothing here knows a place by heart. A reading in letters comes from this table and never from a table of characters, which
misreads just the places that matter (伽师, 库尔勒, 乌什). Codes are those of GB/T 2260: two digits for the province, four for
the prefecture, six for the county; Taiwan's cities carry ISO 3166-2:TW letters behind 71.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, Literal

Level = Literal["province", "prefecture", "county"]

PEOPLES: Final = (
    "柯尔克孜", "维吾尔", "哈萨克", "塔吉克", "达斡尔", "鄂伦春", "鄂温克", "仫佬族", "仡佬族", "毛南族", "布依族", "土家族", "傈僳族", "拉祜族", "景颇族",
    "布朗族", "阿昌族", "普米族", "独龙族", "纳西族", "保安族", "东乡族", "撒拉族", "裕固族", "朝鲜族", "蒙古族", "满族", "回族", "藏族", "羌族", "彝族", "白族", "傣族",
    "壮族", "苗族", "侗族", "瑶族", "水族", "黎族", "畲族", "佤族", "怒族", "土族", "哈尼族", "锡伯族", "蒙古", "锡伯", "各族", "达斡尔族", "鄂温克族", "哈萨克族",
)  # fmt: skip
"""Peoples whose names stand inside the names of autonomous divisions, between the place and its level."""

_PEOPLES: Final = re.compile(rf"(?<=..)(?:{'|'.join(sorted(PEOPLES, key=len, reverse=True))})+$")
_WORDS: Final = ("特别行政区", "自治区", "自治州", "自治县", "自治旗", "地区", "林区", "特区", "新区", "矿区", "省", "市", "盟", "县", "旗", "区", "州")
_LEVEL_WORD: Final = re.compile(f"(?:{'|'.join(_WORDS)})$")
_MUNICIPALITIES: Final = frozenset(("11", "12", "31", "50"))
_MARKS = re.compile(r"[^a-z]+")


@dataclass(frozen=True, slots=True)
class Place:
    """A division. ``since`` and ``until`` are years as text, empty where unknown or still in force; ``now`` is the code today."""

    code: str
    name: str
    base: str
    word: str
    forms: tuple[str, ...]
    since: str
    until: str
    now: str

    @property
    def level(self) -> Level:
        """The level of the code: a district of Beijing stands at that of a county, Shihezi too."""
        return level_of_code(self.code)


def level_of_code(code: str) -> Level:
    """The level that a code of six characters stands for.

    >>> level_of_code("650000"), level_of_code("653200"), level_of_code("653221"), level_of_code("71TPE")
    ('province', 'prefecture', 'county', 'prefecture')
    """
    if code.endswith("0000"):
        return "province"
    return "prefecture" if code.endswith("00") or not code.isdigit() else "county"


def base_name(name: str) -> tuple[str, str]:
    """A full name parted into its base and the word for its level; a base of one character keeps the word.

    >>> base_name("巴音郭楞蒙古自治州"), base_name("和田县"), base_name("单县"), base_name("东乡族自治县")
    (('巴音郭楞', '自治州'), ('和田', '县'), ('单县', '县'), ('东乡族', '自治县'))
    """
    found = _LEVEL_WORD.search(name)
    if found is None:
        return name, ""
    base, word = name[: found.start()], found[0]
    if "自治" in word:
        base = _PEOPLES.sub("", base)
    return (base, word) if len(base) > 1 else (name, word)


def letters(text: str) -> str:
    """Letters only, without marks and spaces: the key under which a form is looked up.

    >>> letters("Ürümqi"), letters("Hong Kong")
    ('urumqi', 'hongkong')
    """
    if text.isalpha() and text.isascii():
        return text.lower()
    return _MARKS.sub("", unicodedata.normalize("NFKD", text).casefold())


class Gazetteer:
    """The table in memory, by Han and by letters."""

    def __init__(self, lines: list[str]) -> None:
        self.places: list[Place] = []
        self.by_name: dict[str, tuple[Place, ...]] = {}
        self.by_base: dict[str, tuple[Place, ...]] = {}
        self.by_letters: dict[str, tuple[Place, ...]] = {}
        for line in lines:
            if not line or line[0] == "#":
                continue
            code, name, base, forms, since, until, now = line.split("\t")
            word = name[len(base) :] if len(base) < len(name) else name[-1]
            word = next((one for one in _WORDS if word.endswith(one)), "")
            place = Place(code, name, base, word, tuple(forms.split(",")), since, until, now or code)
            self.places.append(place)
            _add(self.by_name, name, place)
            if base != name:
                _add(self.by_base, base, place)
            if name.endswith(("自治区", "自治州", "自治县")) and word != "自治区":
                _add(self.by_name, base + word[-1], place)
            for form in place.forms:
                _add(self.by_letters, form.replace(" ", ""), place)
        for code, name, also in _SHORT:
            _add(self.by_base if also else self.by_name, name, next(one for one in self.places if one.code == code))
        self.longest = max(map(len, self.by_name))
        self.of_code = {one.code: one for one in self.places if not one.until}

    def han(self, text: str) -> tuple[Place, ...]:
        """Divisions of that full name (with its level) or, failing that, of that base; in force before historic ones."""
        return self.by_name.get(text) or self.by_base.get(text) or ()

    def latin(self, text: str) -> tuple[Place, ...]:
        """Divisions that a name in letters stands for, in any spelling; all of them where it is a homonym."""
        return self.by_letters.get(letters(text), ())


_SHORT: Final = (
    ("150000", "内蒙", 1), ("650000", "新疆维吾尔", 1), ("450000", "广西壮族", 1), ("640000", "宁夏回族", 1), ("540000", "西藏", 1),
    ("810000", "香港", 1), ("820000", "澳门", 1), ("230000", "黑龙江", 1),
)  # fmt: skip
"""Short names in Han that the rule for bases does not give."""


def _add(table: dict[str, tuple[Place, ...]], key: str, place: Place) -> None:
    held = table.get(key, ())
    if all(one.code != place.code for one in held):
        table[key] = (*held, place)


@cache
def gazetteer() -> Gazetteer:
    """The table that ships with the project; read at the first question."""
    text = Path(__file__).with_name("gazetteer.tsv").read_text(encoding="utf-8")
    return Gazetteer(text.split("\n"))


def inside(part: str, whole: str) -> bool:
    """True when one division lies in another, or is it.

    >>> inside("653221", "653200"), inside("653221", "650000"), inside("653221", "653223")
    (True, True, False)
    """
    if whole.endswith("0000"):
        return part[:2] == whole[:2]
    return part[:4] == whole[:4] if whole.endswith("00") else part == whole


@lru_cache(maxsize=4096)
def candidates(text: str) -> frozenset[str]:
    """Today's codes of every division that a written place may be, in Han or in letters; empty where none is known.

    >>> sorted(candidates("Yutian")), sorted(candidates("于田县")), sorted(candidates("襄樊市"))
    (['130229', '653226'], ['653226'], ['420600'])
    """
    found = gazetteer().han(text) or gazetteer().latin(text)
    return frozenset(one.now for one in found)
