"""The level of a body from its name, against single cases and against the whole table of divisions."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from countersight.endusers.divisions import CITIES
from countersight.endusers.level import level_of
from countersight.endusers.text import name_text

DIVISIONS = Path(__file__).parents[3] / "shared" / "data" / "open" / "cn_divisions" / "ok_data_level3_pinyin.csv"

DIRECT = {"嘉峪关市", "儋州市", "东莞市", "中山市"}
"""Cities of prefecture level without counties, which the table also lists as their own only part."""


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("中华人民共和国公安部", "central"),
        ("公安部第一研究所", "central"),
        ("司法部燕城监狱", "central"),
        ("Supreme People's Procuratorate", "central"),
        ("新疆维吾尔自治区公安厅", "province"),
        ("新疆女子监狱", "province"),
        ("上海市公安局", "province"),
        ("Beijing Cyberspace Administration", "province"),
        ("Public Security Department of Guangdong Province", "province"),
        ("新疆生产建设兵团", "province"),
        ("新疆生产建设兵团第八师石河子市公安局", "prefecture"),
        ("阿克苏地区公安局", "prefecture"),
        ("伊犁哈萨克自治州公安局", "prefecture"),
        ("恩施州公安局", "prefecture"),
        ("吉林市公安局", "prefecture"),
        ("石家庄市政府", "prefecture"),
        ("武汉市城市管理局", "prefecture"),
        ("运城市公安局", "prefecture"),
        ("乌鲁木齐市消防救援支队", "prefecture"),
        ("北京市第一中级人民法院", "prefecture"),
        ("Aksu District Public Security Bureau", "prefecture"),
        ("Turfan Municipality Public Security Bureau", "prefecture"),
        ("和田地委宣传部", "prefecture"),
        ("Kashgar Regional Public Security Bureau", "prefecture"),
        ("Shenzhen Municipal Public Security Bureau Nanshan Branch", "county"),
        ("石河子市公安局", "county"),
        ("Wujiaqu Municipality Public Security Bureau", "county"),
        ("公安县公安局", "county"),
        ("乌鲁木齐市公安局天山区分局", "county"),
        ("上海市浦东新区城市管理行政执法局", "county"),
        ("樟树市监察委员会", "county"),
        ("峨眉山市公安局", "county"),
        ("新疆生产建设兵团第八师一四三团", "county"),
        ("兰州市城关区酒泉路街道办事处", "township"),
        ("墨玉县扎瓦镇人民政府", "township"),
        ("景德镇市公安局", "prefecture"),
        ("和田县巴格其镇恰勒瓦西村村民委员会", "village_community"),
        ("公安局", ""),
        ("鄂尔多斯市公安局 (implied: 市局)", "prefecture"),
        ("鄂尔多斯市公安局(市局)", "prefecture"),
        ("余姚市局", "county"),
        ("Chicago Police Department", ""),
        ("", ""),
    ],
)
def test_level(name: str, level: str) -> None:
    assert level_of(name_text(name)) == level


def test_there_are_293_cities_of_prefecture_level() -> None:
    assert len(CITIES) == 293


def test_every_county_of_the_official_table_is_read_as_one() -> None:
    if not DIVISIONS.exists():
        pytest.skip("../shared/data/open/cn_divisions is absent")
    with DIVISIONS.open(encoding="utf-8-sig", newline="") as lines:
        names = [row["ext_name"] for row in csv.DictReader(lines) if row["deep"] == "2" and row["ext_name"].endswith(("县", "区", "旗", "市")) and row["id"] < "7"]
    wrong = [name for name in names if level_of(name_text(f"{name}公安局")) != "county"]
    assert len(names) > 2_700
    assert set(wrong) <= DIRECT
