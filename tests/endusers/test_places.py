"""Sensitive places in free text: what they are called, and the streets, firms and fruits that carry their names."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.endusers.classify import find_places
from countersight.endusers.places import ALL

DIVISIONS = Path(__file__).parents[3] / "shared" / "data" / "open" / "cn_divisions" / "ok_data_level3_pinyin.csv"


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("checkpoint at a mosque in Kashgar, Xinjiang", ("worship", "checkpoint", "xinjiang")),
        ("installation at the county detention centre", ("detention",)),
        ("墨玉县看守所视频监控", ("detention", "xinjiang")),
        ("拉萨大昭寺周边", ("worship", "tibet")),
        ("日报社编辑部", ("newsroom",)),
        ("cameras for the newsroom", ("newsroom",)),
        ("filming of demonstrators", ("protest",)),
        ("G7京新高速检查站", ("checkpoint",)),
        ("Aksu District Public Security Bureau", ("xinjiang",)),
        ("Yarkant County", ("xinjiang",)),
        ("喀什地区 Kashgar", ("xinjiang",)),
        ("Xigaze", ("tibet",)),
        ("阿里地区", ("tibet",)),
        ("甘南藏族自治州公安局", ("tibet",)),
    ],
)
def test_places_are_found(text: str, places: tuple[str, ...]) -> None:
    assert find_places([text]) == places


@pytest.mark.parametrize(
    "text",
    [
        "12 Church Street",
        "Temple University, Philadelphia",
        "Church & Dwight Co.",
        "Churchill Downs",
        "intrusion detection",
        "stormwater detention basin",
        "entry filed under protest",
        "product demonstration",
        "model checkpoint",
        "Check Point Software",
        "上海市乌鲁木齐中路99号",
        "和田路12号",
        "西藏南路",
        "Tibet South Road, Shanghai",
        "Urumqi Road",
        "Aksu, Antalya, Turkey",
        "Aral Sea",
        "Hami melon",
        "Inner Mongolia Yili Dairy",
        "阿里巴巴",
        "甘南县公安局",
        "warehouse door, Shanghai",
        "hospital entrance, Lanzhou",
        "",
    ],
)
def test_what_only_sounds_like_one(text: str) -> None:
    assert find_places([text]) == ()


def test_a_street_does_not_hide_the_city_behind_it() -> None:
    assert find_places(["新疆路18号, 喀什市"]) == ("xinjiang",)


def test_texts_are_read_together_and_each_kind_is_named_once() -> None:
    assert find_places(["a prison", "a jail", "a mosque"]) == ("detention", "worship")


def test_a_place_deep_in_a_long_text_is_found() -> None:
    assert find_places(["lorem ipsum " * 5000 + "to the Kashgar detention center"]) == ("detention", "xinjiang")


@given(st.integers(min_value=0, max_value=1200))
def test_no_phrase_is_lost_between_two_chunks(pad: int) -> None:
    assert "detention" in find_places(["x" * pad + " detention center"])
    assert "xinjiang" in find_places(["某" * pad + "乌鲁木齐"])


@pytest.mark.parametrize("text", ["a" * 300_000, "新疆路" * 70_000, "kashgar road " * 9_000, "church street " * 9_000, "a\u0301" * 50_000, "\ud800" * 100_000, "\ufdfa" * 100_000])
def test_hostile_texts_are_read_in_linear_time(text: str) -> None:
    start = time.perf_counter()
    find_places([text])
    assert time.perf_counter() - start < 2


@given(st.lists(st.text(max_size=200), max_size=3))
def test_any_text_is_answered_in_order(texts: list[str]) -> None:
    found = find_places(texts)
    assert found == tuple(ident for ident in ALL if ident in found)


def test_every_division_of_both_regions_is_found_and_none_elsewhere() -> None:
    if not DIVISIONS.exists():
        pytest.skip("../shared/data/open/cn_divisions is absent")
    with DIVISIONS.open(encoding="utf-8-sig", newline="") as lines:
        rows = [(row["id"][:2], row["id"][:4], row["ext_name"]) for row in csv.DictReader(lines) if row["deep"] == "2"]
    regions = {"65": "xinjiang", "54": "tibet"}
    missed = [name for province, _, name in rows if province in regions and regions[province] not in find_places([name])]
    assert set(missed) == {"城关区", "新市区"}  # names that Lanzhou has too, or that mean "new town"
    tibetan_areas = {"5132", "5133", "5134", "5334", "6206", "6230", "6322", "6323", "6325", "6326", "6327", "6328"}
    wrong = [name for province, city, name in rows if province not in regions and city not in tibetan_areas and find_places([name])]
    assert wrong == []
