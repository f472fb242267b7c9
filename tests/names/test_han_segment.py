"""Han names taken apart: places, brands, words, numbers; the traps of names that look like something else."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.names.han_segment import clean, numeral, segment
from countersight.names.han_text import is_pinyin, mandarin, pinyin, simplify, spellings, wade_giles
from countersight.names.han_words import glossary, stem
from countersight.names.latin_segment import segment_latin


def split(name: str) -> str:
    return " ".join(f"{piece.text}/{piece.sort}" for piece in segment(name).pieces)


@pytest.mark.parametrize(
    ("name", "pieces"),
    [
        ("杭州海康威视数字技术股份有限公司", "杭州/place 海康威视/brand 数字技术/word 股份有限公司/word"),
        ("公安县人民医院", "公安县/place 人民医院/word"),
        ("中信国安信息产业股份有限公司", "中信/word 国安/brand 信息产业/word 股份有限公司/word"),
        ("上海大华医院", "上海/place 大华/brand 医院/word"),
        ("衡阳大华纺织有限公司", "衡阳/place 大华/brand 纺织/word 有限公司/word"),
        ("平安县公安局", "平安县/place 公安局/word"),
        ("中国平安保险", "中国/word 平安/word 保险/word"),
        ("喀什地区莎车县公安局", "喀什地区/place 莎车县/place 公安局/word"),
        ("青白江财政局", "青白江/place 财政局/word"),
        ("昌吉学院", "昌吉/place 学院/word"),
        ("第五十二研究所", "第五十二/number 研究所/word"),
        ("海欣集团（上海）股份有限公司", "海欣/brand 集团/word 上海/place 股份有限公司/word"),
        ("TCL科技集团", "tcl/latin 科技/word 集团/word"),
        ("山东南山智尚科技", "山东/place 南山智尚/brand 科技/word"),
        ("", ""),
    ],
)
def test_pieces(name: str, pieces: str) -> None:
    assert split(name) == pieces


def test_simplified_and_traditional_are_one_text() -> None:
    assert segment("杭州海康威視數字技術股份有限公司").text == segment("杭州海康威视数字技术股份有限公司").text
    assert segment("杭州海康威視數字技術").traditional
    assert not segment("杭州海康威视数字技术").traditional
    assert simplify("臺灣") == "台湾"
    assert clean("公 安 局") == "公安局"


def test_numerals() -> None:
    assert [numeral(one) for one in ("五十四", "52", "十", "一百零三", "二〇六")] == [54, 52, 10, 103, 206]


def test_readings_of_polyphones() -> None:
    assert mandarin("行")[0] == "hang"
    assert {"le", "yue"} <= set(mandarin("乐"))
    assert pinyin("重庆长安") == "chongqingchangan"
    assert wade_giles("zhong") == "chung"
    assert "hsin" in spellings("新")
    assert {"heung", "cheung"} <= {*spellings("香", cantonese=True), *spellings("张", cantonese=True)}
    assert "heung" not in spellings("香")


def test_pinyin_is_told_from_words() -> None:
    assert is_pinyin("shenglan")
    assert not is_pinyin("hikvision")


def test_latin_places_take_their_level() -> None:
    (place,) = segment_latin("Hotan Prefecture Public Security Bureau").places
    assert place.codes == {"653200"}
    (place,) = segment_latin("Hetian County Public Security Bureau").places
    assert place.codes == {"653221"}
    assert segment_latin("Xinjiang Women's Prison").places[0].codes == {"650000"}
    assert segment_latin("Ping An Insurance").places == ()


def test_pinyin_of_glossary_words_is_read() -> None:
    found = segment_latin("Jin Shan Gu Fen You Xian Gong Si")
    assert [word.han for _, _, word in found.spelled] == ["股份有限公司"]
    assert found.places == ()


def test_the_glossary_has_no_brand_of_a_listed_body() -> None:
    for name in ("海康威视", "大华", "旷视", "商汤", "华为", "中兴", "大疆"):
        assert name not in glossary().words


def test_stems() -> None:
    assert stem("technologies") == stem("tech") == stem("technology")
    assert stem("electronics") != stem("electric")


@pytest.mark.parametrize("text", ["公安局" * 40_000, "市" * 100_000, "\ud800" * 100_000, "a\u0301" * 50_000, "第" * 9999, "|" * 9999, "\u202e公安局"])
def test_hostile_names_are_cut(text: str) -> None:
    start = time.perf_counter()
    segment(text[:5000])
    segment_latin(text)
    assert time.perf_counter() - start < 1.0


@given(st.text(max_size=80))
def test_pieces_cover_the_text_in_order(text: str) -> None:
    found = segment(text)
    at = 0
    for piece in found.pieces:
        assert piece.start >= at
        at = piece.start + 1
    segment_latin(text)
