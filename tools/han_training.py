"""Trains the weights of the Han comparison on made pairs and on the project's own atlas, and writes names/han_weights.json; grows the trees of the score across scripts.

Every pair is invented here: a place of the gazetteer, a brand of random common characters, trades of the glossary, and a name in letters that
a company of that name could use (pinyin, a coinage, or a word that has nothing to do with it). Real pairs come from ``atlas/*.yaml`` for the weights.
No labelled file is learnt from. The calibration is made on pairs that the weights did not see. The score of a name in Han beside one in letters is
grown (``score_trees.py``) on made pairs and, where their list is at hand (``real_lists.py``), on listed companies. The same seed gives the same::

    python tools/han_training.py
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import yaml

from countersight.names import han_compare
from countersight.names.gazetteer import gazetteer
from countersight.names.han_align import Alignment
from countersight.names.han_compare import (
    ACROSS,
    ACROSS_SIGNS,
    FEATURES,
    SIGNS,
    across,
    features,
    log_odds,
    raw_alignment,
    shares_nothing,
)
from countersight.names.han_sound import coined
from countersight.names.han_text import is_han, pinyin
from countersight.names.han_words import glossary
from han_pool import Pool
from questions import Neighbours, Question, lay_side_by_side
from real_lists import held_back, kept_back, register_names, shares
from score_trees import UNRELATED, Row, unrelated
from score_trees import write as write_trees
from train_names import isotonic

SOURCE: Final = Path(__file__).parents[1] / "src" / "countersight"
COMMON: Final = (
    "华中大国金天海东方新力源达宏鑫盛泰康安龙凤祥瑞丰裕隆兴旺发利德仁信义诚和平顺通联合创科博远航宇星光明辉耀阳春江河湖山林森木石玉宝珠银铁钢马牛鹏飞腾云雷雨雪风"
    "长永恒久正元启智慧思维凯奥菲诺迪尔克斯特拉维洛伦莱罗艾欧雅美佳嘉豪杰英俊伟强胜捷迅速讯电微芯晶晨旭曦晓昊昌浩澜润泽沃普立方圆亚世纪前先锋卓越超优佰百千万亿"
)
TRADES: Final = (
    "科技 电子 电子科技 信息技术 网络科技 智能科技 软件 通信技术 光电科技 半导体 新材料 生物科技 医药 制药 化工 机械 重工 装备 电气 电力 能源 新能源 环保 建设 建材 房地产开发 食品 饮料 酒业 纺织 服装 "
    "家居 汽车零部件 物流 航空 船舶 贸易 实业 投资 控股 传媒 文化传媒 教育科技 医疗器械 农业 种业 矿业 钢铁 铜业 水泥 玻璃 塑料 橡胶 包装 纸业 印刷 安防 仪器 精密机械 自动化 机器人 激光 显示技术 照明 电缆 轴承 阀门 数据科技 国际贸易"
).split()
LEGAL: Final = (("股份有限公司", ("Co., Ltd.", "Corporation", "Inc.", "Company Limited", "Co.,Ltd", "Limited")), ("有限公司", ("Co., Ltd.", "Limited", "Company Limited", "Co.,Ltd.", "Ltd.")), ("有限责任公司", ("Co., Ltd.", "LLC")), ("集团股份有限公司", ("Group Co., Ltd.", "Group", "Group Corporation")), ("集团有限公司", ("Group Co., Ltd.", "Group Limited")))
WORDS: Final = "north star vector prime summit lumen orbit zenith apex nova quantum bridge harbor crest vivid atlas onyx sable argent talon verve solara kestrel novus halcyon".split()
ENDS: Final = "tech tek tron power light soft max star sun well pal com link way land care life mind core".split()
"""What brands that are coined in letters end with."""
LOOSE: Final = "Group Holdings Technology International Industrial Development Enterprise Investment Science".split()
LOOSE_HAN: Final = "集团 控股 科技 国际 实业 发展 企业 投资 工程 技术 产业 服务".split()
"""Words that one language adds and the other leaves out."""
MADE: Final = 24_000
OF_LISTED: Final = 2.0
"""How much a pair of a listed company counts beside a made one, for the score across scripts: then they are a sixth of what is learnt from."""
RENAMED: Final = 0.09
"""Of a name in Han and one in letters of one body, how many share nothing: renamed, or called after something else."""
OTHER_ALIAS: Final = 0.2
"""The same of two names in letters: a fifth of the aliases of Chinese bodies on the Consolidated Screening List are such."""
INITIALS: Final = 0.08
"""Of two names in letters of one body, how many times one is an acronym (aliases of Chinese bodies on the Consolidated Screening List)."""
BODIES: Final = "大学 学院 职业技术学院 医院 研究所 研究院 科学院 医科大学 师范大学 理工大学 中医院 工业大学 农业大学 人民医院 重点实验室 国家重点实验室 研究中心 基金会 学会 协会".split()
FIELDS: Final = "农业 林业 海洋 化学 物理 数学 生物 微生物 植物 动物 土壤 水利 环境 生态 光学 激光 红外 电子 自动化 计算机 软件 信息安全 机械 材料 纳米 金属 稀土 石油 煤炭 核能 航天 卫星 遥感 测绘 气象 地震 地质 肿瘤 儿童 口腔 眼科 中医 药物 基因 传染病 法医 音乐 体育 语言 经济 金融 法律 教育 交通 铁路 桥梁 船舶".split()
OFFICES: Final = "公安局 司法局 财政局 教育局 人民法院 人民检察院 人民政府 民政局 国家安全局 交通运输局 卫生局 统计局 审计局 监狱 看守所".split()


class Maker:
    """Makes pairs; one seed, one set."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - no secret
        self.cities = [one for one in gazetteer().places if one.level == "prefecture" and one.word == "市" and not one.until]
        self.counties = [one for one in gazetteer().places if one.level == "county" and one.word in {"县", "区", "市"} and not one.until]
        self.provinces = [one for one in gazetteer().places if one.level == "province" and one.code < "70"]

    def chance(self, share: float) -> bool:
        """True in that share of cases."""
        return self.random.random() < share

    def place(self) -> tuple[str, str]:
        """A city or province in both scripts."""
        one = self.random.choice(self.cities if self.chance(0.7) else self.provinces)
        return one.base, one.forms[0].title()

    def brand(self) -> str:
        """Two or three characters; now and then four."""
        return "".join(self.random.choice(COMMON) for _ in range(self.random.choices((2, 3, 4), (75, 15, 10))[0]))

    def in_letters(self, brand: str) -> tuple[str, bool]:
        """A brand as its bearer might write it, and whether it has to do with the characters.

        The shares are those of a real list of 2,097 listed companies and their short names. Who takes another brand abroad takes other words too.
        """
        roll = self.random.random()
        if roll < 0.55:  # noqa: PLR2004 - shares of habits
            return pinyin(brand).title() if self.chance(0.85) else " ".join(pinyin(char).title() for char in brand), True
        if roll < 0.78:  # noqa: PLR2004
            return coined(brand, self.random).title(), True
        if roll < 0.88:  # noqa: PLR2004 - only its beginning sounds like the brand
            return f"{coined(brand[:1], self.random)}{self.random.choice(ENDS)}".title(), True
        if roll < 0.92:  # noqa: PLR2004
            return "".join(pinyin(char)[0] for char in brand).upper(), True
        return self.random.choice(WORDS).title() + (self.random.choice(("", "tech", "on", "ex"))), False

    def translated(self, word: str) -> str:
        """A word of the glossary in English; sometimes left out or loosely put."""
        found = glossary().words.get(word)
        if found is None:
            return pinyin(word).title()
        phrase = found.english[0] if self.chance(0.7) else self.random.choice(found.english)
        return " ".join(phrase).title()

    def company(self) -> tuple[list[str], list[str]]:
        """Place, brand, trade, legal form, in Han and in letters."""
        place, written = self.place()
        brand = self.brand()
        trade = self.random.choice(TRADES)
        more = self.random.choice(TRADES) if self.chance(0.4) else ""
        legal, forms = self.random.choice(LEGAL)
        letters, kept = self.in_letters(brand)
        english = self.translated(trade) if self.chance(0.7 if kept else 0.4) else "" if self.chance(0.5) else self.translated(self.random.choice(TRADES))
        if more and more != trade:
            trade, english = trade + more, f"{english} {self.translated(more) if self.chance(0.85) else ''}".strip()
        if self.chance(0.2):
            trade, english = "".join(self.random.choices(COMMON, k=2)) + trade, f"{self.random.choice(WORDS)} {english}"
        if self.chance(0.2):
            english = f"{english} {self.random.choice(LOOSE)}".strip()
        if self.chance(0.2):
            trade += self.random.choice(LOOSE_HAN)
        return [place, brand, trade, legal], [written, letters, english, self.random.choice(forms)]

    def body(self) -> tuple[list[str], list[str]]:
        """A body of science or health."""
        place, written = self.place() if self.chance(0.75) else ("中国", "China")
        field, kind = self.random.choice(FIELDS) if self.chance(0.6) else "", self.random.choice(BODIES)
        if kind == "科学院" and not field:
            field = "农业"
        field_english = self.translated(field) if field else ""
        if self.chance(0.08):
            field, field_english = field[:2] + "".join(self.random.choice(COMMON) for _ in range(2)), f"{field_english if self.chance(0.5) else ''} {self.random.choice(WORDS)}".strip()
        elif field and self.chance(0.08):
            field_english = self.random.choice(WORDS)
        return [place, field, kind, ""], [written, field_english, self.translated(kind), ""]

    def office(self) -> tuple[list[str], list[str]]:
        """An office of a county or city."""
        one = self.random.choice(self.counties if self.chance(0.6) else self.cities)
        level = {"县": "County", "区": "District", "市": self.random.choice(("City", "Municipal"))}[one.word]
        kind = self.random.choice(OFFICES)
        return [one.name if self.chance(0.9) else one.base, "", kind, ""], [f"{one.forms[0].title()} {level}", "", self.translated(kind), ""]

    def thing(self) -> tuple[list[str], list[str]]:
        """Any of the three."""
        roll = self.random.random()
        return self.company() if roll < 0.66 else self.body() if roll < 0.9 else self.office()  # noqa: PLR2004 - shares

    def han(self, parts: list[str]) -> str:
        """Written in Han: whole, moved place, without place, or short."""
        place, brand, trade, legal = parts
        if not brand or not legal:
            return "".join(parts)
        roll = self.random.random()
        if roll < 0.1:  # noqa: PLR2004 - shares of habits
            return f"{brand}{trade}({place}){legal}"
        if roll < 0.2:  # noqa: PLR2004
            return f"{brand}{trade}{legal}"
        if roll < 0.45:  # noqa: PLR2004
            return f"{brand}{trade[:2]}" if self.chance(0.6) else f"{brand}股份" if self.chance(0.4) else brand
        return "".join(parts)

    def latin(self, parts: list[str]) -> str:
        """Written in letters."""
        place, brand, trade, legal = parts
        if not brand and self.chance(0.4) and trade:
            return f"{legal or ''}{trade} of {place}".strip()
        if brand and self.chance(0.1):
            return f"{brand} {legal}" if self.chance(0.5) else brand
        kept = [place] if self.chance(0.75) or not brand else []
        return " ".join(filter(None, [*kept, brand, trade, legal]))

    def again(self, han: list[str], latin: list[str]) -> list[str]:
        """The same body in letters once more, as another writer or another year would have it."""
        place, brand, trade, legal = latin
        if self.chance(0.35):
            trade = self.translated(han[2]) if han[2] in glossary().words else trade
        if self.chance(0.2):
            brand = self.in_letters(han[1])[0] if han[3] else self.translated(self.random.choice(FIELDS)) if self.chance(0.5) else ""
        if not legal and self.chance(0.2):
            trade = self.translated(self.random.choice(BODIES))
        if legal and self.chance(0.15):
            trade = ""
        if self.chance(0.08):
            return [place, "", pinyin(han[1] + han[2]).title(), ""]
        return [place, brand, trade, legal if self.chance(0.5) else ""]

    def other(self, han: list[str], latin: list[str]) -> tuple[list[str], list[str]]:  # noqa: C901, PLR0911 - one branch for each way to be near
        """Another body that shares something with a given one: the same place and trade, most often."""
        if han[2] in OFFICES:
            return self.other_office(han, latin)
        new_han, new_latin = self.company() if han[3] else self.body()
        roll = self.random.random()
        if han[3] and roll < 0.7:  # noqa: PLR2004 - same place or trade or both, another brand
            for at, share in ((0, 0.5), (2, 0.35), (3, 0.4)):
                if self.chance(share):
                    new_han[at], new_latin[at] = han[at], latin[at]
            return new_han, new_latin
        if han[3] and roll < 0.82:  # noqa: PLR2004 - a brand of which one character differs
            at = self.random.randrange(len(han[1]))
            new = han[1][:at] + self.random.choice(COMMON) + han[1][at + 1 :]
            return ([han[0], new, *han[2:]], [latin[0], self.in_letters(new)[0], *latin[2:]]) if new != han[1] else (new_han, new_latin)
        if han[3] and roll < 0.92:  # noqa: PLR2004 - the same group: other place and trade
            new_han[1], new_latin[1] = han[1] + (self.brand() if self.chance(0.4) else ""), latin[1]
            if new_han[1] == han[1] and self.chance(0.5):
                new_han[0], new_latin[0] = han[0], latin[0]
            return new_han, new_latin
        if han[3]:
            return new_han, new_latin
        if roll < 0.35:  # noqa: PLR2004 - part of a body
            return [han[0], han[1], han[2] + self.random.choice(FIELDS) + self.random.choice(BODIES), ""], [latin[0], latin[1], f"{latin[2]} {self.translated(self.random.choice(FIELDS))} {self.translated(self.random.choice(BODIES))}", ""]
        for at, share in ((0, 0.5), (1, 0.3), (2, 0.6)):
            if self.chance(share):
                new_han[at], new_latin[at] = han[at], latin[at]
        return new_han, new_latin

    def other_office(self, han: list[str], latin: list[str]) -> tuple[list[str], list[str]]:
        """Another office: of the same kind at another level or place, or another of the same place."""
        here = next((one for one in self.counties + self.cities if one.name == han[0]), self.counties[0])
        above = next((one for one in self.cities if one.code[:4] == here.code[:4] and one.code != here.code), None)
        if above is not None and self.chance(0.4):
            return [above.name, "", han[2], ""], [f"{above.forms[0].title()} {self.random.choice(('City', 'Municipal', ''))}".strip(), "", latin[2], ""]
        new_han, new_latin = self.office()
        at = 2 if self.chance(0.5) else 0
        new_han[at], new_latin[at] = han[at], latin[at]
        return new_han, new_latin

def made(count: int, seed: int) -> Iterator[tuple[str, str, int]]:
    """Made pairs: left, right, 1 for the same. Half are one body, of which one in twenty goes by another name altogether."""
    maker, pool = Maker(seed), Pool(Maker(seed + 1))
    for _ in range(count):
        roll = maker.random.random()
        if maker.chance(0.5):
            yield _same(maker, roll)
        elif maker.chance(0.6):
            one, other = pool.rivals()
            yield (one.written, other.letters, 0) if roll < 0.62 else (one.written, other.written, 0) if roll < 0.8 else (one.letters, other.letters, 0)  # noqa: PLR2004 - shares of scripts
        elif pair := _other(maker, roll):
            yield pair


def _same(maker: Maker, roll: float) -> tuple[str, str, int]:
    han, latin = maker.thing()
    if roll < 0.62:  # noqa: PLR2004 - shares of scripts
        return maker.han(han), maker.latin(renamed(maker, latin) if maker.chance(RENAMED) else latin), 1
    if roll < 0.8:  # noqa: PLR2004
        return "".join(han), maker.han(han), 1
    one = maker.latin(latin)
    if maker.chance(INITIALS) and (short := "".join(word[0] for word in one.split() if word[0].isalpha()).upper()) and len(short) > 2:  # noqa: PLR2004 - letters
        return one, short, 1
    return one, maker.latin(renamed(maker, latin) if maker.chance(OTHER_ALIAS) else maker.again(han, latin)), 1


def renamed(maker: Maker, latin: list[str]) -> list[str]:
    """Another name of the same body, of the same place where it says one."""
    return [latin[0] if maker.chance(0.6) else "", *maker.thing()[1][1:]]


def _other(maker: Maker, roll: float) -> tuple[str, str, int] | None:
    han, latin = maker.thing()
    other_han, other_latin = maker.other(han, latin)
    if other_han[0] + other_han[1] + other_han[2] == han[0] + han[1] + han[2]:
        return None
    if roll < 0.62:  # noqa: PLR2004 - shares of scripts
        return maker.han(han), maker.latin(other_latin), 0
    if roll < 0.8:  # noqa: PLR2004
        branch = "".join(han) + maker.random.choice(maker.cities).base + maker.random.choice(("分公司", "办事处"))
        return "".join(han), maker.han(other_han) if maker.chance(0.85) or not han[3] else branch, 0
    return maker.latin(latin), maker.latin(other_latin), 0


def of_atlas(seed: int) -> Iterator[tuple[str, str, int]]:
    """Names of one body of the atlas, and of two."""
    draw = random.Random(seed)  # noqa: S311 - no secret
    bodies: list[list[str]] = []
    for file in sorted((SOURCE / "atlas").glob("*.yaml")):
        read = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
        bodies.extend([one["text"] for one in body.get("names", [])] for body in read.get("bodies", []))
    for names in bodies:
        han = [one for one in names if any(map(is_han, one))]
        latin = [one for one in names if one not in han]
        for one in han[:3]:
            for other in latin[:3]:
                yield one, other, 1
                rivals = [name for others in draw.sample(bodies, 12) if others is not names for name in others if name not in names]
                rivals.sort(key=lambda name: -len(set(name.lower().split()) & set(other.lower().split())))
                yield one, rivals[0], 0
        if len(han) > 1:
            yield han[0], han[1], 1


def fit(rows: list[tuple[list[float], int]], ridge: float = 1.0) -> list[float]:
    """Logistic regression by Newton's method, with a small pull of every weight towards nought."""
    size = len(rows[0][0]) + 1
    found = [0.0] * size
    for _ in range(12):
        slope = [-ridge * one for one in found[:-1]] + [0.0]
        bend = [[(ridge if i == j and i < size - 1 else 1e-9 * (i == j)) for j in range(size)] for i in range(size)]
        for values, same in rows:
            row = [*values, 1.0]
            guess = 1 / (1 + math.exp(-max(-30.0, min(30.0, sum(a * b for a, b in zip(found, row, strict=True))))))
            error, width = same - guess, guess * (1 - guess)
            filled = [i for i in range(size) if row[i]]
            for i in filled:
                slope[i] += error * row[i]
                scaled = width * row[i]
                line = bend[i]
                for j in filled:
                    line[j] += scaled * row[j]
        step = _solve(bend, slope)
        found = [a + b for a, b in zip(found, step, strict=True)]
        if max(map(abs, step)) < 1e-4:  # noqa: PLR2004 - settled
            break
    return found


def fit_signed(rows: list[tuple[list[float], int]], signs: Sequence[int]) -> list[float]:
    """The same, with no weight against the sign that it must have: more that agrees never lowers a score, a conflict never raises it."""
    size = len(signs)
    dropped: set[int] = set()
    while True:
        kept = [i for i in range(size) if i not in dropped]
        found = fit([([values[i] for i in kept], same) for values, same in rows])
        wrong = [(abs(found[at]), i) for at, i in enumerate(kept) if found[at] * signs[i] < 0]
        if not wrong:
            full = [0.0] * size
            for at, i in enumerate(kept):
                full[i] = found[at]
            return [*full, found[-1]]
        dropped.add(max(wrong)[1])


def _solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    rows = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    size = len(rows)
    for i in range(size):
        pivot = max(range(i, size), key=lambda k: abs(rows[k][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for k in range(i + 1, size):
            share = rows[k][i] / rows[i][i]
            rows[k] = [a - share * b for a, b in zip(rows[k], rows[i], strict=True)]
    out = [0.0] * size
    for i in range(size - 1, -1, -1):
        out[i] = (rows[i][size] - sum(rows[i][j] * out[j] for j in range(i + 1, size))) / rows[i][i]
    return out


def main() -> int:
    """Make, train, calibrate on pairs that the weights did not see, write."""
    parser = argparse.ArgumentParser(description="trains and calibrates the comparison of names where Han is")
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared", help="folder with data/ and eval/: real lists to calibrate on as well; without it on made pairs alone")
    given = parser.parse_args()
    train, held = [*made(MADE, 7), *of_atlas(7)], list(made(MADE, 8))
    table: dict[str, dict[str, object]] = dict(json.loads((SOURCE / "names" / "han_weights.json").read_text(encoding="utf-8")))  # whole at any moment
    seen, unseen = list(laid(train)), list(laid(held))
    rows = {way: [(features(found), same) for at, found, same in seen if at == way] for way in ("ze", "zz", "ee")}
    for way, known in rows.items():
        table[way] = {"weights": [round(one, 3) for one in fit_signed(known, SIGNS)], "knots": [[-1.0, 0.1], [1.0, 0.9]]}
        print(way, len(known), "pairs;", ", ".join(f"{name} {value}" for name, value in zip((*FEATURES, "constant"), table[way]["weights"], strict=True)))  # type: ignore[call-overload]
    write(table)
    for way in rows:
        table[way]["knots"] = isotonic([(log_odds(found, at), same) for at, found, same in unseen if at == way])
    write(table)
    told = [(*pair, 1.0) for pair in (*train, *held)] + [(*pair, OF_LISTED) for pair in of_shares(given.data)]
    beside: list[tuple[str, str, int, float]] = []
    for weight in (1.0, OF_LISTED):
        ones = [(left, right) for left, right, same, at in told if same and at == weight]
        beside += [(left, right, 0, weight * UNRELATED) for left, right in unrelated(ones, random.Random(9))]  # noqa: S311 - no secret
    write_trees("across", ACROSS, [*_across(told), *_across(beside, nothing=True)], ACROSS_SIGNS)
    return 0


def _across(told: list[tuple[str, str, int, float]], *, nothing: bool = False) -> Iterator[Row]:
    for left, right, same, weight in told:
        way, found = raw_alignment(left, right)
        if way == "ze" and (shares_nothing(found) or not nothing):
            yield Row(across(found, left, right), bool(same), weight, left, shares_nothing(found))


def of_shares(folder: Path) -> list[tuple[str, str, int]]:
    """Pairs of a short name in Han and one in letters of listed companies, where their list is: as a search lays them side by side (``questions.py``), but for a quarter of them."""
    lists = folder / "data"
    if not (lists / "oracle" / "zh_en_company_pairs").exists():
        print("no list of companies in both scripts: calibrated on made pairs alone")
        return []
    without = held_back(folder / "eval" / "names" / "zh_pairs.csv")
    rows = shares(lists, without)
    asked = [Question(at, han, english) for at, (han, english) in enumerate(rows) if not kept_back(han)]
    others = [name for name in register_names(lists / "open") if name not in without]
    return [(one.asked, one.other, int(one.same)) for one in lay_side_by_side([[english] for _, english in rows], asked, others, Neighbours(random.Random(7)))]  # noqa: S311 - no secret


def laid(pairs: list[tuple[str, str, int]]) -> Iterator[tuple[str, Alignment, int]]:
    """Which weights apply, the alignment, the label."""
    for left, right, same in pairs:
        yield *raw_alignment(left, right), same


def write(table: dict[str, dict[str, object]]) -> None:
    """Write the table, and forget the one that was read."""
    (SOURCE / "names" / "han_weights.json").write_text(json.dumps(table) + "\n", encoding="utf-8")
    for held in (han_compare.table, han_compare.weights, han_compare.knots):
        held.cache_clear()


if __name__ == "__main__":
    sys.exit(main())
