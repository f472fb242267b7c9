"""SAME, RELATED, DIFFERENT, AMBIGUOUS: names of organisations in Han and in letters. Companies called after nothing that exists are invented."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.names.han_compare import FEATURES, SIGNS, Relation, compare_han, features, raw_alignment, weights

PAIRS = Path(__file__).parents[3] / "shared" / "eval" / "names" / "zh_pairs.csv"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("杭州海康威视数字技术股份有限公司", "杭州海康威視數字技術股份有限公司"),
        ("浙江大华技术股份有限公司", "Zhejiang Dahua Technology Co., Ltd."),
        ("浙江大华技术股份有限公司", "Chekiang Ta Hua Chi Shu Co Ltd"),
        ("北京金山软件股份有限公司", "Bei Jing Jin Shan Ruan Jian Gu Fen You Xian Gong Si"),
        ("和田地区公安局", "Hotan Prefecture Public Security Bureau"),
        ("和田地区公安局", "Khotan Prefecture Public Security Bureau"),
        ("喀什地区公安局", "Kashi Prefecture Public Security Bureau"),
        ("喀什地区公安局", "Kashgar Prefecture Public Security Bureau"),
        ("库尔勒市公安局", "Korla City Public Security Bureau"),
        ("昌都市人民政府", "People's Government of Chamdo City"),
        ("中国电子科技集团公司第五十二研究所", "中国电子科技集团公司第52研究所"),
        ("北京大学", "Peking University"),
        ("新疆维吾尔自治区公安厅", "Xinjiang Uyghur Autonomous Region Public Security Department"),
        ("公安县人民医院", "Gong'an County People's Hospital"),
        ("海欣集团（上海）股份有限公司", "上海海欣集团股份有限公司"),
    ],
)
def test_same(left: str, right: str) -> None:
    assert compare_han(left, right).relation is Relation.SAME
    assert compare_han(right, left).relation is Relation.SAME


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("中国电子科技集团公司第五十二研究所", "中国电子科技集团公司第五十四研究所"),
        ("中国电子科技集团公司第五十二研究所", "CETC Institute No. 54"),
        ("和田地区公安局", "Hotan City Public Security Bureau"),
        ("和田市公安局", "和田县公安局"),
        ("和田地区公安局", "和田县公安局"),
        ("浙江大华技术股份有限公司", "浙江大华技术股份有限公司新疆分公司"),
        ("杭州海康威视数字技术股份有限公司", "重庆海康威视科技有限公司"),
        ("博尔塔拉蒙古自治州公安局", "Bayingolin Mongol Autonomous Prefecture Public Security Bureau"),
        ("公安县公安局", "公安县人民医院"),
        ("上海大华医院", "浙江大华技术股份有限公司"),
        ("衡阳大华纺织有限公司", "Zhejiang Dahua Technology Co., Ltd."),
        ("浙江大华技术股份有限公司", "浙江达华技术股份有限公司"),
        ("苏州市公安局", "宿州市公安局"),
        ("于田县公安局", "玉田县公安局"),
        ("中信国安信息产业股份有限公司", "国家安全部"),
        ("中国科学院", "Institute of Botany, Chinese Academy of Sciences"),
        ("莎车县公安局", "莎车县人民法院"),
    ],
)
def test_never_the_same(left: str, right: str) -> None:
    assert compare_han(left, right).relation in {Relation.RELATED, Relation.DIFFERENT}
    assert compare_han(right, left).relation in {Relation.RELATED, Relation.DIFFERENT}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("杭州海康威视数字技术股份有限公司", "重庆海康威视科技有限公司"),
        ("中国电子科技集团公司第五十二研究所", "中国电子科技集团公司第五十四研究所"),
        ("浙江大华技术股份有限公司", "浙江大华技术股份有限公司新疆分公司"),
    ],
)
def test_parents_branches_and_siblings_are_related(left: str, right: str) -> None:
    found = compare_han(left, right)
    assert found.relation is Relation.RELATED
    assert found.conflicts or found.score < 0.6


def test_a_homonym_of_english_spelling_is_ambiguous() -> None:
    assert compare_han("苏州市公安局", "Suzhou City Public Security Bureau").relation is Relation.AMBIGUOUS
    assert compare_han("宿州市公安局", "Suzhou City Public Security Bureau").relation is Relation.AMBIGUOUS


def test_han_beats_pinyin() -> None:
    homophone = compare_han("浙江大华技术股份有限公司", "浙江达华技术股份有限公司")
    written = compare_han("浙江达华技术股份有限公司", "Zhejiang Dahua Technology Co., Ltd.")
    assert homophone.score < 0.5 < written.score


def test_segments_say_what_met() -> None:
    found = compare_han("喀什地区公安局", "Kashgar Prefecture Public Security Bureau")
    assert ("喀什地区", "kashgar prefecture", "place") in found.segments
    found = compare_han("中国电子科技集团公司第五十二研究所", "中国电子科技集团公司第五十四研究所")
    assert any(text.startswith("number") for text in found.conflicts)


def test_every_weight_has_its_sign() -> None:
    for way in ("ze", "zz", "ee"):
        *each, _ = weights(way)
        assert len(each) == len(FEATURES) == len(SIGNS)
        assert all(weight * sign >= 0 for weight, sign in zip(each, SIGNS, strict=True))


def test_nothing_shared_is_nothing() -> None:
    assert compare_han("海康威视", "Boeing").score < 0.2
    assert compare_han("", "海康威视").relation is Relation.DIFFERENT
    assert compare_han("有限公司", "Co., Ltd.").relation is not Relation.SAME


@given(st.text(alphabet="海康威视大华公安局县市和田新疆ABCabc 有限司()（）第十二0", max_size=20), st.text(alphabet="海康威视大华公安局县市和田新疆ABCabc 有限司()（）第十二0", max_size=20))
def test_any_two_texts_are_compared_the_same_both_ways(left: str, right: str) -> None:
    one, other = compare_han(left, right), compare_han(right, left)
    assert 0 <= one.score <= 1
    assert abs(one.score - other.score) < 0.25
    way, found = raw_alignment(left, right)
    assert all(0 <= value <= 1.000001 for value in features(found)), way


@pytest.mark.parametrize("text", ["公安局" * 40_000, "海康" * 10_000, "\ud800" * 10_000, "hai kang " * 10_000])
def test_hostile_names_are_cut(text: str) -> None:
    start = time.perf_counter()
    compare_han(text, "Hangzhou Hikvision Digital Technology Co., Ltd.")
    compare_han("杭州海康威视数字技术股份有限公司", text)
    assert time.perf_counter() - start < 2


def test_the_labelled_pairs_stay_in_order() -> None:
    if not PAIRS.exists():
        pytest.skip("../shared/eval/names is absent")
    with PAIRS.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))[::4]
    scored = sorted(((compare_han(row["name1"], row["name2"]).score, row["is_match"] == "1") for row in rows), key=lambda pair: -pair[0])
    found, total = 0, 0.0
    for at, (_, same) in enumerate(scored, 1):
        found += same
        total += same * found / at
    assert total / sum(same for _, same in scored) > 0.92
