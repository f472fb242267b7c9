"""Where a body sits: province and candidate divisions from its name."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.endusers.classify import classify_body
from countersight.endusers.kinds import ARMED, ASSOCIATION, COMPANIES, KINDS, SECURITY
from countersight.endusers.where import locate_han, locate_latin, province_of
from countersight.names.gazetteer import gazetteer

DOCS = Path(__file__).parents[2] / "docs" / "endusers.md"


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("莎车县公安局", "653125"),
        ("滁州市公安局南谯分局", "341103"),
        ("市公安局赣县分局", "360704"),
        ("新疆女子监狱", "650000"),
        ("国开行广西分行", "450000"),
        ("中共珠海市香洲区委员会", "440402"),
        ("新疆生产建设兵团第二师财政局", "650000"),
        ("襄樊市公安局", "420600"),
        ("昌都地区公安局", "540300"),
        ("伊犁州公安局", "654000"),
        ("海南州公安局", "632500"),
        ("海南省公安厅", "460000"),
        ("霍尔果斯边检站", "654004"),
        ("香港警务处", "810000"),
        ("公安县人民医院", "421022"),
        ("Hotan County Public Security Bureau", "653221"),
        ("Kashi Prefecture PSB", "653100"),
        ("Urumchi Municipal Public Security Bureau", "650100"),
        ("Shihezi Public Security Bureau", "659001"),
        ("Xinjiang Production and Construction Corps", "650000"),
        ("Lhasa Municipal Public Security Bureau", "540100"),
    ],
)
def test_one_place(name: str, codes: str) -> None:
    assert classify_body([name]).codes == (codes,)


@pytest.mark.parametrize("name", ["海康路小学", "南京西路街道办事处", "中信国安信息产业股份有限公司", "阿里巴巴集团", "秦城监狱", "长安大学", "西藏中路派出所", "Ping An Insurance", "公安部", "Hikvision"])
def test_no_place(name: str) -> None:
    assert classify_body([name]).codes == ()


def test_a_homonym_keeps_every_candidate_and_no_province() -> None:
    found = classify_body(["朝阳区人民政府"])
    assert len(found.codes) > 1
    assert found.province == ""
    assert classify_body(["长春市朝阳区人民政府"]).codes == ("220104",)
    assert classify_body(["北京市朝阳区公安分局"]).province == "11"


def test_the_place_may_stand_in_another_name() -> None:
    assert classify_body(["PSB China", "阿克苏地区公安局"]).codes == ("652900",)


def test_the_place_does_not_decide_what_a_body_is() -> None:
    for name in ("公安县", "平安县", "东方市", "国家级新区"):
        assert classify_body([f"{name}人民医院"]).type == "HEALTH"
    assert classify_body(["平安县公安局"]).level == "county"


def test_every_division_is_found_in_an_office_name() -> None:
    missed = []
    for place in gazetteer().places:
        if place.until or place.name in {"城区", "郊区", "矿区", "东区", "西区"} or not place.code.isdigit():
            continue
        if place.code not in locate_han(f"{place.name}公安局").codes:
            missed.append(place.name)
    assert len(missed) < 5, missed


def test_province_needs_agreement() -> None:
    assert province_of(frozenset({"653221", "653201"})) == "65"
    assert province_of(frozenset({"110105", "220104"})) == ""
    assert province_of(frozenset()) == ""


def test_the_published_table_is_that_of_the_code() -> None:
    text = DOCS.read_text(encoding="utf-8")
    for row in (*KINDS, *COMPANIES, ASSOCIATION):
        military = {True: "yes", False: "no", None: "unsettled"}[ARMED.get(row.organ, False)]
        line = next(one for one in text.split("\n") if one.startswith(f"| {row.id} | {row.organ or '(none)'} |"))
        assert row.gov in line
        assert line.endswith(f"| {'yes' if row.organ in SECURITY else 'no'} | {military} |")


@pytest.mark.parametrize("text", ["和田市" * 30_000, "朝阳区" * 30_000, "市" * 90_000, "Hotan County " * 10_000])
def test_hostile_names_are_cut(text: str) -> None:
    start = time.perf_counter()
    locate_han(text)
    locate_latin(text[:1000])
    classify_body([text])
    assert time.perf_counter() - start < 1


@given(st.text(alphabet="和田市县区公安局新疆朝阳人民政府路省abc ", max_size=30))
def test_a_stand_in_never_changes_the_kind(text: str) -> None:
    found = classify_body([text])
    assert all(len(code) in {5, 6} for code in found.codes)
    assert not found.security or found.gov == "yes"
