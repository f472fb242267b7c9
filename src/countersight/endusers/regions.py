"""Xinjiang and the Tibetan areas by the names of their places, and what only looks like one.

A street that is named after a place is not that place: Shanghai has a Urumqi Road and a Tibet Road. A word that is also
a sea, a dairy or a Turkish town counts only beside a word for a level of administration, or beside China. Divisions after
GB/T 2260 (https://dmfw.mca.gov.cn, read 2026-11-23), with the romanisations that English texts use.
"""

from __future__ import annotations

import re
from typing import Final

from countersight.endusers.text import word_set
from countersight.names.places import HAN, LATIN

_XINJIANG_COUNTIES: Final = """
鄯善 托克逊 伊吾 巴里坤 阜康 呼图壁 玛纳斯 奇台县 吉木萨尔 木垒 阿拉山口 精河 温泉县 轮台 尉犁 若羌 且末 焉耆 和静 和硕县 博湖县 库车 温宿 沙雅
新和县 拜城 乌什县 阿瓦提 柯坪 阿克陶 阿合奇 乌恰 疏附 疏勒 英吉沙 泽普 莎车 叶城 麦盖提 岳普湖 伽师 巴楚 塔什库尔干 墨玉县 皮山 洛浦 策勒 民丰县
奎屯 霍尔果斯 察布查尔 霍城 巩留 新源县 昭苏 特克斯 尼勒克 乌苏 沙湾市 沙湾县 额敏 托里县 裕民县 和布克赛尔 布尔津 富蕴 福海县 哈巴河 青河县 吉木乃
北屯市 铁门关 双河市 可克达拉 昆玉市 胡杨河 新星市 天山区 沙依巴克 水磨沟 头屯河 达坂城 米东 独山子 白碱滩 乌尔禾 高昌区 伊州区 建设兵团 白杨市
"""
"""Counties, county cities and districts; those whose name is also an ordinary word or a place elsewhere carry their level."""

_XINJIANG_LATIN: Final = """
xuar xpcc bingtuan uyghur karakax qaraqash pishan guma yarkant yarkand shache shufu konasheher yecheng kargilik maigaiti makit yengisar yingjisha zepu poskam
maralbexi payzawat jiashi taxkorgan tashkurgan kuqa kucha kuche wensu toksun piqan cele qira luopu moyu khorgos horgos huoerguosi kuytun kuitun tashkorgan
"""

_TIBET_HAN: Final = """
西藏 拉萨 日喀则 昌都 林芝市 林芝地区 山南市 山南地区 那曲 阿里地区 阿坝 甘孜 果洛 甘南州 甘南藏族 玉树州 玉树藏族 玉树市 迪庆 藏族自治 藏区
堆龙德庆区 达孜区 林周县 当雄县 尼木县 曲水县 墨竹工卡县 桑珠孜区 南木林县 江孜县 定日县 萨迦县 拉孜县 昂仁县 谢通门县 白朗县 仁布县 康马县 定结县 仲巴县 亚东县 吉隆县 聂拉木县 萨嘎县 岗巴县 卡若区 江达县 贡觉县 类乌齐县 丁青县 察雅县 八宿县 左贡县 芒康县 洛隆县
边坝县 巴宜区 工布江达县 墨脱县 波密县 察隅县 朗县 米林市 乃东区 扎囊县 贡嘎县 桑日县 琼结县 曲松县 措美县 洛扎县 加查县 隆子县 浪卡子县 错那市 色尼区 嘉黎县 比如县 聂荣县 安多县 申扎县 索县 班戈县 巴青县 尼玛县 双湖县 普兰县 札达县 噶尔县 日土县 革吉县 改则县
措勤县
"""
"""Prefectures and cities of Tibetan areas, and the counties of the region; 甘南 alone is also a county of Heilongjiang."""

_TIBET_LATIN: Final = """
tibet xizang tibetan lhasa chamdo qamdo nyingchi shigatse xigaze rikaze lhoka nagqu nagchu ngari ngawa garze ganzi golog guoluo gannan kardze diqing dechen
"""

_AMBIGUOUS: Final = word_set("aral alaer ili yili altay aletai aksu aqsu bole hami kumul kashi hetian keriya aba yushu shannan naqu lasa linzhi changdu cele moyu tibetan uyghur bingtuan")
"""Words that are also something else (a sea, a dairy, a Turkish town, a melon): they count beside a word for a level of
administration, or beside China."""
_BESIDE: Final = word_set(
    "prefecture district county city municipality municipal region kazakh kazak mongolian autonomous xinjiang china prc public police regional"
)
_ROAD_WORDS: Final = word_set("road rd street st avenue ave lu jie lane boulevard blvd")
_ROAD_SIDES: Final = word_set("north south east west middle central n s e w m bei nan dong xi zhong no 1 2 first second")
_HAN_ROAD = re.compile(r"[东西南北中]?[一二三四]?[东西南北中]?(?:路|街|大道|巷|弄|饭店|酒店|烤肉|餐厅|玉|大枣|哈密瓜)")

_REGIONS_LATIN: Final[dict[str, str]] = {
    **{name: "xinjiang" for name, code in LATIN.items() if code.startswith("cn.xinjiang")},
    **dict.fromkeys(_XINJIANG_LATIN.split(), "xinjiang"),
    **{name: "tibet" for name, code in LATIN.items() if code.startswith("cn.tibet")},
    **dict.fromkeys(_TIBET_LATIN.split(), "tibet"),
    **dict.fromkeys(("aba", "yushu", "shannan", "naqu"), "tibet"),
}
_REGIONS_HAN: Final[dict[str, str]] = {
    **{name: "xinjiang" for name, code in HAN.items() if code.startswith("cn.xinjiang")},
    **dict.fromkeys(_XINJIANG_COUNTIES.split(), "xinjiang"),
    **{name: "tibet" for name, code in HAN.items() if code.startswith("cn.tibet")},
    **dict.fromkeys(_TIBET_HAN.split(), "tibet"),
}
REGION_WORDS: Final = frozenset(_REGIONS_LATIN)
"""Words in letters of which one must stand in a text that names a region."""


def regions_latin(words: list[str]) -> set[str]:
    """The regions that folded words name."""
    found = set()
    for at, word in enumerate(words):
        region = _REGIONS_LATIN.get(word, "")
        if region and region not in found and not _is_road(words, at) and (word not in _AMBIGUOUS or _is_beside(words, at)):
            found.add(region)
    return found


def _is_road(words: list[str], at: int) -> bool:
    """Whether the place at a position only names a road: Urumqi Road, Tibet South Road, Xinjiang North Lu."""
    for word in words[at + 1 : at + 4]:
        if word in _ROAD_WORDS:
            return True
        if word not in _ROAD_SIDES:
            return False
    return False


def _is_beside(words: list[str], at: int) -> bool:
    return any(word in _BESIDE for word in words[max(0, at - 2) : at + 4])


def regions_han(text: str) -> set[str]:
    """The regions that a folded text names in Han."""
    found = set()
    for name, region in _REGIONS_HAN.items():
        at = text.find(name)
        while at >= 0 and region not in found:
            if _HAN_ROAD.match(text, at + len(name)) is None:
                found.add(region)
            at = text.find(name, at + 1)
    return found
