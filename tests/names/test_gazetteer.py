"""The gazetteer: codes, levels, and the readings that matter."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.names.gazetteer import base_name, candidates, gazetteer, inside, letters, level_of_code

DIVISIONS = Path(__file__).parents[3] / "shared" / "data" / "open" / "cn_divisions" / "ok_data_level3_pinyin.csv"


@pytest.mark.parametrize(
    ("han", "forms"),
    [
        ("伽师县", "jiashi payzawat"),
        ("库尔勒市", "kuerle korla"),
        ("阿勒泰市", "aletai altay"),
        ("阿图什市", "atushi artux"),
        ("乌什县", "wushi uqturpan"),
        ("昌都市", "changdu chamdo qamdo"),
        ("喀什地区", "kashi kashgar"),
        ("和田地区", "hetian hotan khotan"),
        ("莎车县", "shache yarkant"),
        ("厦门市", "xiamen amoy"),
        ("广州市", "guangzhou canton"),
        ("北京市", "beijing peking"),
        ("陕西省", "shaanxi shensi"),
        ("香港特别行政区", "hongkong xianggang"),
        ("六安市", "luan"),
        ("台州市", "taizhou"),
        ("荥经县", "yingjing"),
        ("长子县", "zhangzi"),
    ],
)
def test_forms_in_letters(han: str, forms: str) -> None:
    place = next(one for one in gazetteer().by_name[han] if not one.until)
    assert set(forms.split()) <= {letters(form) for form in place.forms}
    for form in forms.split():
        assert place in gazetteer().latin(form)


@pytest.mark.parametrize(("wrong", "han"), [("changdou", "昌都"), ("kuerlei", "库尔勒"), ("uushi", "乌什"), ("gashi", "伽师"), ("aleitai", "阿勒泰")])
def test_misreadings_are_no_forms(wrong: str, han: str) -> None:
    assert gazetteer().latin(wrong) == ()
    assert gazetteer().han(han)


def test_readings_are_those_of_the_published_divisions() -> None:
    if not DIVISIONS.exists():
        pytest.skip("../shared/data/open/cn_divisions is absent")
    with DIVISIONS.open(encoding="utf-8-sig", newline="") as lines:
        published = {(row["ext_id"][:6], row["ext_name"]): (row["name"], row["pinyin"].replace(" ", "")) for row in csv.DictReader(lines)}
    compared = wrong = 0
    for place in gazetteer().places:
        base, read = published.get((place.code, place.name), ("", ""))
        if base == place.base:
            compared += 1
            wrong += read not in place.forms and place.code not in {"141100", "511424", "610000"}
    assert compared > 2900
    assert wrong == 0


def test_codes_are_unique_among_divisions_in_force() -> None:
    live = [place.code for place in gazetteer().places if not place.until]
    assert len(live) == len(set(live)) > 3200


def test_a_past_name_leads_to_todays_code() -> None:
    assert candidates("襄樊市") == {"420600"}
    assert candidates("郫县") == {"510117"}
    (old,) = gazetteer().by_name["哈密地区"]
    assert (old.until, old.now, old.level) == ("2016", "650500", "prefecture")


def test_homonyms_keep_all_their_codes() -> None:
    assert candidates("Yutian") == {"130229", "653226"}
    assert {"320500", "341300"} <= candidates("Suzhou")
    assert candidates("于田县") == {"653226"}
    assert len(candidates("朝阳区")) > 1


def test_a_prefecture_is_not_its_seat() -> None:
    assert candidates("和田地区") == {"653200"}
    assert candidates("和田市") == {"653201"}
    assert candidates("和田县") == {"653221"}
    assert candidates("和田") == {"653200", "653201", "653221"}


@pytest.mark.parametrize(("name", "base", "word"), [("巴音郭楞蒙古自治州", "巴音郭楞", "自治州"), ("公安县", "公安", "县"), ("单县", "单县", "县"), ("新疆维吾尔自治区", "新疆", "自治区"), ("双江拉祜族佤族布朗族傣族自治县", "双江", "自治县"), ("海康", "海康", "")])
def test_bases(name: str, base: str, word: str) -> None:
    assert base_name(name) == (base, word)


def test_levels_and_parts() -> None:
    assert [level_of_code(code) for code in ("650000", "653200", "653221", "110105")] == ["province", "prefecture", "county", "county"]
    assert inside("653221", "653200")
    assert not inside("653221", "653100")
    assert not inside("653200", "653221")


@given(st.text(max_size=30))
def test_any_text_is_looked_up(text: str) -> None:
    assert all(code in gazetteer().of_code or code[:2].isdigit() for code in candidates(text))
