"""How high in the state a body stands, from its name: central, province, prefecture, county, township, village.

Chinese names go from the whole to the part, so the deepest place written decides; where no place is written the rank
of the unit does (a 总队 is provincial, a 支队 of prefecture level), then words that only central bodies use, then a bare
name of a province or a city.
"""

from __future__ import annotations

import re
from collections.abc import Container
from functools import cache
from typing import Final

from countersight.endusers.divisions import (
    AUTONOMOUS_PREFECTURES,
    CITIES,
    CITIES_LATIN,
    MUNICIPALITIES,
    MUNICIPALITIES_LATIN,
    PREFECTURES,
    PREFECTURES_LATIN,
)
from countersight.endusers.text import Text, asked, phrases
from countersight.names.han_text import is_han
from countersight.names.places import HAN, LATIN

LEVELS: Final = ("", "central", "province", "prefecture", "county", "township", "village_community")
"""From nothing known to the deepest."""

_TOWN_TAIL = "(?=$| |人民政府|政府|派出所|综治|党委|党政|委员会|司法所|人大|纪委|社区|社会|便民|中心|卫生院|[^镇乡]{1,8}[村社])"
_MARK: Final = (
    r"(?P<province>省(?!会)|自治区|特别行政区|兵团)"
    r"|(?P<prefecture>地区(?!大学)|地委|自治州|(?<=兴安)盟|(?<=锡林郭勒)盟|(?<=阿拉善)盟)"
    r"|(?P<zhou>州(?!市|区|县|路|街))"
    r"|(?P<city>市(?!场|政工程|政公用|容|监局|际))"
    r"|(?P<none>(?:开发|高新|经开|[业技件流新态]园|小|校|片|(?<!点)军|军分|战|税|景|警备|自贸|试验|示范|矿山救援)区|社区矫正)"
    r"|(?P<county>自治县|县|(?<![红国])旗(?!舰|帜|袍)|区|分局)"
    rf"|(?P<township>(?:镇|乡|苏木){_TOWN_TAIL}|街道|派出所)"
    r"|(?P<village_community>村(?=$| |村民|委|党|警)|社区)"
)
_UNITS: Final = (
    ("最高人民", "central"), ("高级人民法院", "province"), ("中级人民法院", "prefecture"), ("海关总署", "central"), ("军分区", "prefecture"),
    ("人民武装部", "county"), ("人武部", "county"), ("军区", "province"), ("公安厅", "province"), ("国家安全厅", "province"), ("边检总站", "province"),
    ("检查站", "county"), ("边检站", "county"), ("总队", "province"), ("支队", "prefecture"), ("大队", "county"), ("海关", "prefecture"),
)  # fmt: skip
_CENTRAL: Final = phrases(
    "国家", "全国", "中央", "国务院", "最高", "总署", "总局", "中华人民共和国", "中国人民", "公安部", "司法部", "安全部", "国防", "部队", "部$", "武警&学院", "武警&大学", "解放军", "陆军", "海军", "空军", "^中国",
    # in letters
    "ministry of", "ministry of public securitys", "state council", "supreme", "national", "central", "state administration", "general administration", "peoples republic of china", "of china",
    "chinese academy of sciences", "pla", "peoples liberation army",
)  # fmt: skip
_SHORT_PROVINCES: Final = tuple(name for name, code in HAN.items() if code.startswith("cn.") and code.count(".") == 1)
_SHORT_PREFECTURES: Final = (*CITIES, *AUTONOMOUS_PREFECTURES, *PREFECTURES)
_OPENINGS = re.compile(r"^(?:中共|中国|平安|国家税务总局)")
"""What may stand before the place: the party, or a campaign (平安乌鲁木齐建设领导小组)."""
_DIVISION = re.compile(r"兵团第[一二三四五六七八九十\d]{1,3}师")
_REGIMENT = re.compile(r"师[^师]{0,8}团(?!委|结)")
"""The XPCC has divisions, each at the level of a prefecture, and regiments below."""
_CORPS: Final = phrases("xpcc", "bingtuan", "production and construction corps")
_CORPS_UNITS: Final = {"division": "prefecture", "regiment": "county"}
_LEVEL_WORDS: Final = {
    "township": "township", "town": "township", "subdistrict": "township", "village": "village_community",
    "county": "county", "banner": "county", "prefecture": "prefecture", "prefectural": "prefecture", "province": "province", "provincial": "province",
}  # fmt: skip
_BRANCHES: Final = phrases("public security&branch", "public security&sub bureau")
"""A branch of a city's bureau stands for one district."""
_CITY_WORDS: Final = frozenset(("city", "municipal", "municipality"))
_OF_CORPS: Final = "production and construction corps"
_COURT: Final = ("intermediate", "peoples court")
_REGION: Final = "autonomous region"
_MAY_TELL: Final = frozenset((*_LEVEL_WORDS, *_CITY_WORDS, "district", "regional"))


def level_of(text: Text) -> str:
    """The level of the body that a name stands for, or empty.

    >>> from countersight.endusers.text import name_text
    >>> level_of(name_text("乌鲁木齐市公安局天山区分局")), level_of(name_text("Ministry of State Security"))
    ('county', 'central')
    """
    return (_han_level(text) if text.has_han else "") or _latin_level(text)


def _han_level(text: Text) -> str:
    han = text.han
    marks = [found for mark in _marks().finditer(han) if (found := _of_mark(mark, han))]
    if _DIVISION.search(han):
        return "county" if _REGIMENT.search(han) else "prefecture"
    unit = next((level for word, level in _UNITS if word in han), "")
    if marks:
        deepest = max(marks, key=LEVELS.index)
        counts = unit and (deepest != "province" or "法院" in han)
        return max(deepest, unit, key=LEVELS.index) if counts else deepest
    return unit or ("central" if text.has_han and text.first(_CENTRAL) else _bare(han))


@cache
def _marks() -> re.Pattern[str]:
    """:data:`_MARK`, compiled at the first Chinese name and not at the start of the command."""
    return re.compile(_MARK)


def _of_mark(mark: re.Match[str], han: str) -> str:
    kind = mark.lastgroup or ""
    before = han[max(0, mark.start() - 5) : mark.start()]
    if kind == "none" or (not before and kind != "province"):
        return ""
    if kind == "zhou":
        return "prefecture" if any(before.endswith(name) for name in AUTONOMOUS_PREFECTURES) else ""
    if kind != "city":
        return kind
    return _city(before, han[mark.end() : mark.end() + 2])


def _city(before: str, behind: str) -> str:
    """The level of a 市, or empty where it is part of 城市 ("urban")."""
    if any(before.endswith(name) for name in MUNICIPALITIES):
        return "province"
    if any(before.endswith(name) for name in CITIES) and not before.endswith("峨眉山"):
        return "prefecture"
    urban = before.endswith("城") and behind in {"管理", "建设", "规划", "综合", "运行", "轨道", "大脑", "投资", "运营", "执法", "环境"}
    own = behind[:1] == "局" and (before.endswith(("局", "厅", "部")) or not is_han(before[-1:] or " "))  # 公安局(市局): a word for the bureau, no place of its own
    return "" if urban or own or (before.endswith(("都", "上", "超")) and behind[:1] in {"", "圈", "报"}) else "county"


def _bare(han: str) -> str:
    """The level that a name without a word for it tells by its beginning: 新疆女子监狱, 哈尔滨工程大学."""
    start = _OPENINGS.sub("", han)
    if start.startswith(_SHORT_PROVINCES):
        return "province"
    return "prefecture" if start.startswith(_SHORT_PREFECTURES) else ""


def _latin_level(text: Text) -> str:
    words = text.tokens
    if text.first(_CORPS) and (units := [level for word, level in _CORPS_UNITS.items() if word in words]):
        return max(units, key=LEVELS.index)
    found = [level for at, word in enumerate(words) if word in _MAY_TELL and (level := _of_word(words, at, word))]
    if _REGION in text.words:
        found.append("province")
    if found and text.first(_BRANCHES):
        found.append("county")
    if found:
        return max(found, key=LEVELS.index)
    if f" {_OF_CORPS} " in text.words:
        return "province"
    if all(f" {part} " in text.words for part in _COURT):
        return "prefecture"
    if text.first(_CENTRAL) and not any(LATIN.get(word, "").startswith("cn.") for word in words):
        return "central"
    return max((_of_place(word) for word in words), key=LEVELS.index, default="")


def _of_word(words: list[str], at: int, word: str) -> str:
    before = words[at - 1] if at else ""
    if word in {"district", "regional"}:
        return "prefecture" if before in PREFECTURES_LATIN else "county" * (word == "district")
    if word not in _CITY_WORDS:
        return _LEVEL_WORDS.get(word, "")
    name = words[at + 2] if words[at : at + 2] == [word, "of"] and at + 2 < len(words) else before
    level = _of_place(name)
    return "county" if not level and LATIN.get(name, "").startswith("cn.") else level


def _of_place(word: str) -> str:
    """The level of a single place name in letters."""
    code = LATIN.get(word, "")
    if word in MUNICIPALITIES_LATIN or (code.startswith("cn.") and code.count(".") == 1):
        return "province"
    return "prefecture" if word in CITIES_LATIN else ""


ASKED: Final = frozenset((*asked((_CENTRAL, _CORPS, _BRANCHES)), *_MAY_TELL, *_CORPS_UNITS, "of", "regions", *f"{_REGION} {_OF_CORPS} {' '.join(_COURT)}".split()))
"""Every word in letters that tells a level and is no place."""


def stand_ins(taken: Container[str]) -> dict[str, str]:
    """Each place in letters that tells a level, with one that stands for all of its rank; but those places that are words of tables too.

    >>> same = stand_ins(frozenset())
    >>> same["hangzhou"] == same["wuhan"], same["hangzhou"] == same["beijing"]
    (True, False)
    """
    chinese = {name for name, code in LATIN.items() if code.startswith("cn.")}
    names = sorted(name for name in chinese | CITIES_LATIN | MUNICIPALITIES_LATIN | PREFECTURES_LATIN if name not in taken)
    first: dict[tuple[str, bool, bool], str] = {}
    return {name: first.setdefault((_of_place(name), name in PREFECTURES_LATIN, name in chinese), name) for name in names}
