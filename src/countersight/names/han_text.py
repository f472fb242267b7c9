"""Han characters: simplified forms and readings, from the tables that ``tools/gazetteer.py`` writes.

Readings are for brands and for names written in pinyin throughout; places take theirs from the gazetteer. Mandarin with its
polyphones, Wade-Giles by rule, Cantonese as Hong Kong spells it by rule.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

_MAIN: Final = {
    "行": "hang", "长": "chang", "重": "chong", "乐": "le", "厦": "xia", "都": "du", "什": "shi", "勒": "le", "会": "hui", "传": "chuan", "藏": "zang", "中": "zhong", "大": "da", "单": "dan",
    "曾": "zeng", "盛": "sheng", "石": "shi", "和": "he", "地": "di", "研": "yan", "教": "jiao", "服": "fu", "务": "wu", "公": "gong", "司": "si", "股": "gu", "份": "fen", "有": "you", "限": "xian", "车": "che",
    "数": "shu", "校": "xiao", "朝": "chao", "华": "hua", "铁": "tie", "省": "sheng", "万": "wan", "尔": "er", "塔": "ta", "卡": "ka", "达": "da", "合": "he", "术": "shu", "药": "yao", "港": "gang", "商": "shang",
    "给": "gei", "伽": "jia", "阿": "a", "业": "ye", "银": "yin", "率": "lv", "委": "wei", "局": "ju", "技": "ji", "科": "ke", "信": "xin", "能": "neng", "调": "diao", "质": "zhi", "识": "shi", "血": "xue", "色": "se",
}  # fmt: skip
"""The reading that names use, where the table has several."""
_ALSO: Final = {"解": "xie", "单": "shan", "仇": "qiu", "查": "zha", "盖": "ge", "朴": "piao", "区": "ou", "尉": "yu", "翟": "zhai", "贾": "gu", "缪": "miao", "行": "xing", "长": "zhang", "乐": "yue", "都": "dou"}
"""A second reading that brands and families use."""

_WADE_INITIALS: Final = (("zh", "ch"), ("ch", "ch"), ("sh", "sh"), ("z", "ts"), ("c", "ts"), ("j", "ch"), ("q", "ch"), ("x", "hs"), ("r", "j"), ("b", "p"), ("p", "p"), ("d", "t"), ("t", "t"), ("g", "k"), ("k", "k"))
_WADE_FINALS: Final = {"ian": "ien", "ong": "ung", "iong": "iung", "ie": "ieh", "ue": "ueh", "uo": "o", "ui": "ui", "i": "i", "ye": "yeh", "er": "erh"}
_WADE_WHOLE: Final = {
    "zhi": "chih", "chi": "chih", "shi": "shih", "ri": "jih", "zi": "tzu", "ci": "tzu", "si": "ssu", "ge": "ko", "ke": "ko", "he": "ho", "e": "o", "you": "yu", "yi": "i", "yan": "yen", "zhou": "chow", "guo": "kuo",
    "jun": "chun", "xu": "hsu", "yu": "yu", "gui": "kuei", "kui": "kuei",
}  # fmt: skip
_SYLLABLE = re.compile(r"(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]?)(.*)")
_HONG_KONG: Final = (("^z", "ch"), ("^z", "ts"), ("^c", "ch"), ("^c", "ts"), ("^gw", "kw"), ("^g", "k"), ("^b", "p"), ("^d", "t"), ("^j", "y"), ("oe", "eu"), ("eo", "u"), ("aa", "a"), ("^s", "sh"), ("yu", "u"), ("yu", "ue"), ("ou", "o"), ("u$", "oo"), ("ei", "ee"), ("au", "ow"), ("i$", "ee"), ("k$", "ck"), ("au", "ou"), ("ai", "ei"), ("o", "u"), ("am$", "um"), ("an$", "un"), ("ap$", "up"), ("at$", "ut"), ("ang$", "ung"), ("^f", "f"))


def is_han(char: str) -> bool:
    """True for a Han character of the common planes."""
    return "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf" or "\U00020000" <= char <= "\U0003134f"


@cache
def _pairs() -> dict[int, int]:
    old, new = Path(__file__).with_name("han_simplified.txt").read_text(encoding="utf-8").split("\n")[:2]
    return str.maketrans(old, new)


def simplify(text: str) -> str:
    """Traditional characters to simplified ones, one by one.

    >>> simplify("杭州海康威視數字技術"), simplify("臺灣")
    ('杭州海康威视数字技术', '台湾')
    """
    return text if text.isascii() or _traditional().search(text) is None else text.translate(_pairs())


@cache
def _traditional() -> re.Pattern[str]:
    """Any character that has a simplified form: most texts hold none, and to look is quicker than to put each in."""
    return re.compile(f"[{''.join(map(chr, _pairs()))}]")


@cache
def _table() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    mandarin: dict[str, list[str]] = {}
    cantonese: dict[str, list[str]] = {}
    for line in Path(__file__).with_name("han_readings.txt").read_text(encoding="utf-8").split("\n"):
        kind, _, rest = line.partition(" ")
        syllable, _, chars = rest.partition(" ")
        table = mandarin if kind == "m" else cantonese
        for char in chars:
            table.setdefault(char, []).append(syllable)
    for char, syllable in _MAIN.items():
        mandarin[char] = [syllable, *(one for one in mandarin.get(char, ()) if one != syllable)]
    for char, syllable in _ALSO.items():
        mandarin[char] = list(dict.fromkeys([*mandarin.get(char, ()), syllable]))
    return {char: (tuple(found), tuple(cantonese.get(char, ()))) for char, found in mandarin.items()}


def mandarin(char: str) -> tuple[str, ...]:
    """Every reading in pinyin, that of names first; empty where the table has none.

    >>> mandarin("乐"), mandarin("海")
    (('le', 'yue'), ('hai',))
    """
    return _table().get(char, ((), ()))[0]


def pinyin(text: str) -> str:
    """The usual reading of a text, joined; what is not Han stays.

    >>> pinyin("科技有限公司")
    'kejiyouxiangongsi'
    """
    return "".join(next(iter(mandarin(char)), char) for char in text)


def wade_giles(syllable: str) -> str:
    """A pinyin syllable as Wade-Giles writes it, without marks.

    >>> wade_giles("zhong"), wade_giles("xin"), wade_giles("guang"), wade_giles("shi")
    ('chung', 'hsin', 'kuang', 'shih')
    """
    if syllable in _WADE_WHOLE:
        return _WADE_WHOLE[syllable]
    found = _SYLLABLE.fullmatch(syllable)
    if found is None:
        return syllable
    initial, final = found.groups()
    written = dict(_WADE_INITIALS).get(initial, initial)
    if initial in {"j", "q", "x"} and final == "i":
        return written + "i"
    return written + _WADE_FINALS.get(final, final)


@lru_cache(maxsize=4096)
def spellings(char: str, *, cantonese: bool = False) -> tuple[str, ...]:
    """Every way in which one character may be written in letters, likely ones first.

    >>> spellings("中")[:2], "chung" in spellings("中"), "heung" in spellings("香", cantonese=True)
    (('zhong', 'chung'), True, True)
    """
    readings, sounds = _table().get(char, ((), ()))
    found: dict[str, None] = {}
    for one in readings:
        found[one.replace("v", "u")] = None
        found[wade_giles(one)] = None
        if "v" in one:
            found[one.replace("v", "yu")] = None
            found[one] = None
            found[one.replace("v", "ue")] = None
    if cantonese:
        for sound in sounds:
            found.update(dict.fromkeys(_hong_kong(sound)))
    return tuple(found)


def _hong_kong(sound: str) -> list[str]:
    """Spellings that Hong Kong gives a Cantonese syllable (jyutping): the rules put in one after the other, each or not."""
    forms = {sound}
    for rule, new in _HONG_KONG:
        forms |= {
            (new + form[len(rule) - 1 :] if rule[0] == "^" and form.startswith(rule[1:]) else form[: -len(rule) + 1] + new if rule[-1] == "$" and form.endswith(rule[:-1]) else form.replace(rule, new))
            for form in forms
        }
    return sorted(forms)[:160]


@cache
def _syllables() -> frozenset[str]:
    return frozenset(one.replace("v", "u") for readings, _ in _table().values() for one in readings if len(one) > 1)


@lru_cache(maxsize=4096)
def is_pinyin(word: str) -> bool:
    """True when a word can be read as Mandarin syllables of two letters and more, to its end.

    >>> is_pinyin("shenglan"), is_pinyin("hikvision")
    (True, False)
    """
    ends = {0}
    for at in range(len(word)):
        if at in ends:
            ends |= {at + size for size in range(2, 7) if word[at : at + size] in _syllables()}
    return len(word) in ends
