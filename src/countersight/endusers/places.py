"""Kinds of sensitive place that a free text names: where a delivery or an installation calls for a halt.

The kinds are those of the law in force's page on delivery to a sensitive place (after the State Department's guidance of
2020-09-30): detention, worship, newsroom, protest, checkpoint; and the regions of Xinjiang and Tibet.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from countersight.endusers.regions import REGION_WORDS, regions_han, regions_latin
from countersight.endusers.text import Phrases, Text, first_words, free_text, phrases


class PlaceKind(NamedTuple):
    """Words for one kind of place, and phrases that hold such a word and mean something else."""

    id: str
    phrases: Phrases
    but: tuple[str, ...]


def _place(ident: str, words: str, but: str = "") -> PlaceKind:
    return PlaceKind(ident, phrases(*words.split("|")), tuple(filter(None, but.split("|"))))


_STREETS: Final = ("street", "st", "road", "rd", "avenue", "ave", "lane", "drive", "hill", "university", "and dwight", "fenton")

KINDS: Final[tuple[PlaceKind, ...]] = (
    _place(
        "detention",
        "看守所|拘留所|监狱|戒毒所|监所|审讯室|讯问室|留置场所|留置中心|教育转化|职业技能教育培训中心|集中营|少管所|劳教所|"
        "detention center|detention centers|detention house|detention facility|detention facilities|detention camp|detention camps|detention site|place of detention|"
        "prison|prisons|jail|jails|penitentiary|internment|re education|reeducation|correctional facility|correctional center|correctional institution|interrogation room|interrogation rooms|custody suite",
        "prison break|prison fellowship",
    ),
    _place(
        "worship",
        "清真寺|寺院|寺庙|教堂|道观|喇嘛庙|礼拜堂|大昭寺|mosque|mosques|masjid|temple|temples|monastery|monasteries|nunnery|church|churches|cathedral|synagogue|chapel|shrine|place of worship|"
        "places of worship",
        "|".join(f"{word} {street}" for word in ("church", "temple", "chapel", "mosque", "cathedral") for street in _STREETS) + "|falls church|chapel hill|temple texas|temple tx|temple city|教堂路|教堂街",
    ),
    _place("newsroom", "编辑部|报社|通讯社|新闻编辑室|采编中心|newsroom|newsrooms|news room|newspaper office|newspaper offices|editorial office|news agency|press club"),
    _place(
        "protest",
        "抗议现场|抗议活动|抗议者|示威|游行|集会现场|群体性事件|protest site|protest sites|protest zone|protest area|protest camp|protest march|protester|protesters|demonstrators|mass protest|"
        "mass protests|street protests|site of protest|site of protests|political rally|anti government protests",
    ),
    _place(
        "checkpoint",
        "检查站|安检站|便民警务站|检查卡点|公安卡点|查缉站|边检站|边境管理区|边境管控区|border crossing|border crossings|border post|border posts|border zone|border control zone|checkpoint|checkpoints|check points|police check point|security check point|convenience police station|convenience police stations",
        "checkpoint systems|checkpoint software|checkpoint file|checkpoint files|model checkpoint|model checkpoints|training checkpoint|training checkpoints|quality checkpoint|quality checkpoints|"
        "环保检查站|动物检查站|木材检查站",
    ),
)

ALL: Final = (*(kind.id for kind in KINDS), "xinjiang", "tibet")
"""Every id that :func:`find_places` can answer, in its order."""
FIRST: Final = first_words(kind.phrases for kind in KINDS) | REGION_WORDS
"""In letters none of these places is named without one of these words."""


def find_places(texts: Iterable[str]) -> tuple[str, ...]:
    """The kinds of sensitive place that texts name, in the order of :data:`ALL`, each once.

    Args:
        texts: Addresses, uses, orders, names; in each the first 200,000 characters are read.

    >>> find_places(["checkpoint at a mosque in Kashgar, Xinjiang"])
    ('worship', 'checkpoint', 'xinjiang')
    >>> find_places(["12 Church Street", "上海市乌鲁木齐中路"])
    ()
    """
    found: set[str] = set()
    for text in texts:
        for chunk in free_text(text):
            if not chunk.has_han and FIRST.isdisjoint(chunk.tokens):
                continue
            found |= {kind.id for kind in KINDS if kind.id not in found and _names(kind, chunk)}
            found |= regions_latin(chunk.words.split())
            if chunk.has_han:
                found |= regions_han(chunk.han)
    return tuple(ident for ident in ALL if ident in found)


def _names(kind: PlaceKind, text: Text) -> bool:
    return bool(text.first(kind.phrases)) and bool(text.without(kind.but).first(kind.phrases))
