"""Programmes that a text names: Skynet, Safe City, Sharp Eyes and their kin, and those of cities and grids at large.

The words identify the project rather than the buyer. Which of them call for a halt is the page's matter (``surveillance_programs`` of the rulebook): a smart
city or a grid office alone does not.

A programme's word is often an ordinary one. 天网 is a fishing net, a company and, as 天网行动, the hunt for officials who
fled abroad; "sharp eyes" are anybody's. Those count only beside words of a public project. A supplier declares its goods 不涉疆,
of no cotton of Xinjiang: there only persons and systems count.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from countersight.endusers.text import Phrases, Text, first_words, free_text, phrases, word_set


class Programme(NamedTuple):
    """Words that name a programme, and words that name it only beside :data:`CONTEXT`."""

    id: str
    phrases: Phrases
    beside: tuple[str, ...] = ()


def _programme(ident: str, words: str, beside: str = "") -> Programme:
    return Programme(ident, phrases(*words.split("|")), tuple(filter(None, beside.split("|"))))


CONTEXT: Final = word_set(
    "project projects program programme programs programmes surveillance system camera cameras phase video tender network platform police county city "
    "construction campaign initiative engineering gongcheng bid procurement"
)
"""English words that make a project of a common word, within :data:`REACH` words of it."""
REACH: Final = 3

_STAGES: Final = "|".join(f"{{0}}{stage}" for stage in ("工程", "系统", "监控", "视频", "项目", "平台", "建设", "探头", "摄像", "一期", "二期", "三期", "四期", "五期", "前端", "点位", "扩容", "运维", "升级"))
"""What follows a programme's name in a Chinese tender."""

PROGRAMMES: Final[tuple[Programme, ...]] = (
    _programme("skynet", _STAGES.format("天网"), "skynet|sky net|tianwang"),
    _programme(
        "safe_city",
        "平安城市|平安中国|平安乡镇|平安乡村|平安县城|safe city|safe cities|pingan city|ping an city|ping an cities|peaceful city",
    ),
    _programme("sharp_eyes", f"{_STAGES.format('雪亮')}|全域覆盖全网共享|全域覆盖 全网共享|全网共享全时可用|全网共享 全时可用", "sharp eyes|sharp eye|xueliang|xue liang|bright snow|dazzling snow"),
    _programme(
        "ijop",
        "一体化联合作战|合成作战平台|合成作战中心|合成作战系统|情指行一体化|情指勤舆一体化|情报指挥行动一体化|ijop|integrated joint operations platform|integrated joint operation platform|"
        "integrated joint operation|joint operations platform|情报指挥行动|情报 指挥 行动",
    ),
    _programme(
        "smart_policing",
        "智慧公安|智慧警务|智慧派出所|数智警务|科技兴警|科技强警|警务大数据|公安大数据|smart policing|intelligent policing|smart police|police big data|big data policing|police cloud|predictive policing",
    ),
    _programme(
        "prevention_control",
        "社会治安防控|治安防控体系|立体化防控|public security prevention and control|social security prevention and control|public order prevention and control|social prevention and control",
    ),
    _programme(
        "video_network",
        "公共安全视频|公安视频专网|视频专网|公安视频图像|公安视频联网|public security video|public safety video surveillance network|video private network|police video network",
    ),
    _programme(
        "de_extremification",
        "去极端化|三非人员|涉疆人员|涉疆重点|涉疆维稳|涉疆管控|涉疆研判|涉疆预警|涉疆系统|涉疆平台|涉疆数据库|重点人员管控|重点人管控|重点人员管理|重点人员动态|重点人员预警|de extremification|deextremification|de extremisation|key persons management|key persons control|"
        "key person control|management of key persons|control of key persons|key persons monitoring",
    ),
    _programme("smart_city", "智慧城市|城市大脑|数字城市|数字政府|smart city|smart cities|city brain"),
    _programme("grid_governance", "网格化管理|网格化治理|网格化服务|综治平台|综治信息|综治视联网|综治中心|市域社会治理|community grid management|urban grid management|social grid management|grid management center|grid management centre|grid management platform"),
)

ALL: Final = tuple(one.id for one in PROGRAMMES)
"""Every id that :func:`find_programmes` can answer, in its order."""
FIRST: Final = first_words(one.phrases for one in PROGRAMMES) | {phrase.split()[0] for one in PROGRAMMES for phrase in one.beside}
"""In letters no programme is named without one of these words."""


def find_programmes(texts: Iterable[str]) -> tuple[str, ...]:
    """The programmes that texts name, in the order of :data:`ALL`, each once.

    Args:
        texts: Orders, tenders, contracts, names; in each the first 200,000 characters are read.

    >>> find_programmes(["滁州市公安局南谯分局南谯区雪亮工程", "Skynet Phase II cameras"])
    ('skynet', 'sharp_eyes')
    >>> find_programmes(["天网行动追逃", "Skynet Fishing Nets Ltd", "he has sharp eyes"])
    ()
    """
    found: set[str] = set()
    for text in texts:
        for chunk in free_text(text):
            if not chunk.has_han and FIRST.isdisjoint(chunk.tokens):
                continue
            found |= {one.id for one in PROGRAMMES if one.id not in found and _names(one, chunk)}
    return tuple(ident for ident in ALL if ident in found)


def _names(one: Programme, text: Text) -> bool:
    if text.first(one.phrases):
        return True
    return any(_in_context(text.words, phrase) for phrase in one.beside)


def _in_context(words: str, phrase: str) -> bool:
    """Whether a phrase stands near a word of :data:`CONTEXT`."""
    at = words.find(f" {phrase} ")
    while at >= 0:
        before, behind = words[:at].split()[-REACH:], words[at + len(phrase) + 2 :].split()[:REACH]
        if CONTEXT & {*before, *behind}:
            return True
        at = words.find(f" {phrase} ", at + 1)
    return False
