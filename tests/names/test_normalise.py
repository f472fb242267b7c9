"""Folding, cores, grams: what has to be equal, what must stay apart, and hostile input."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.names.normalise import MAX_CHARS, core, fold, grams, script


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Public Security?s Institute", "Public Security’s Institute"),
        ("Public Security?s Institute", "Public Security's Institute"),
        ("XAIC Tech (Xi\x92an)", "XAIC Tech (Xi'an)"),
        ("Xi?an", "Xi’an"),
        ("PEOPLE?S", "People's"),
        ("Uighur", "Uygur"),
        ("Uyghur", "UIGHUR"),
        ("Xinjiang Uighur Autonomous Region (XUAR) Government", "Xinjiang Uyghur Autonomous Region Government"),
        ("Smith & Sons", "smith and sons"),
        ("Società per Azioni", "societa per azioni"),
        ("STRASSE", "Straße"),
        ("Ｈｉｋｖｉｓｉｏｎ", "Hikvision"),
        ("\u202eHik\u200bvision\u202c", "Hikvision"),
        ("Øresund Łódź", "oresund lodz"),
        ("杭州海康威視數字技術", "杭州海康威视数字技术"),
        ("  a\t-- b\n", "A B"),
    ],
)
def test_folds_together(one: str, other: str) -> None:
    assert fold(one) == fold(other) != ""


def test_a_question_mark_between_words_parts_them() -> None:
    assert fold("AO ?Institute Giprostroymost?Saint-Petersburg?") == "ao institute giprostroymost saint petersburg"


def test_marks_of_other_scripts_stay() -> None:
    assert fold("Йод") != fold("Иод")


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("SenseTime Group Limited", "sensetime group"),
        ("Foo L.L.C.", "foo"),
        ("Foo Sp. z o.o.", "foo"),
        ("Foo Pte. Ltd.", "foo"),
        ("Co Foo Ltd", "co foo"),
        ("Limited", "limited"),
        ("大华集团有限公司", "大华"),
        ("集团大华", "集团大华"),
        ("有限公司", "有限公司"),
        ("", ""),
        ("Torwick Limited Liability Partnership", "torwick"),
    ],
)
def test_core_takes_legal_forms_from_the_end_only(name: str, bare: str) -> None:
    assert core(name) == bare


def test_script() -> None:
    assert [script(text) for text in ("ZTE", "中兴 ZTE", "中", "Ростех", "", "Hik 中")] == [
        "latin", "han", "han", "other", "latin", "latin",
    ]  # fmt: skip


def test_grams_ignore_spaces_but_keep_words() -> None:
    assert {"hikv", "ikvi", "kvis", "visi", "isio", "sion"} <= set(grams("Hik Vision"))
    assert "=zte" in grams("ZTE Kangxun")
    assert "=zte" not in grams("letzten")


HOSTILE = [
    "a" * 100_000,
    "a\u0301" * 50_000,
    "a" + "\u0301\u0316" * 50_000,
    "\u202e" * 100_000,
    "\ud800" * 100_000,
    "\ufdfa" * 100_000,
    "?" * 100_000,
    "a?" * 50_000,
    "有限公司" * 25_000,
    "ltd " * 25_000,
    "\x00" * 100_000,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_are_read_in_linear_time_and_cut(text: str) -> None:
    start = time.perf_counter()
    folded, found = fold(text), grams(text)
    core(text)
    assert time.perf_counter() - start < 0.5
    assert len(folded) <= MAX_CHARS * 2
    assert len(found) <= MAX_CHARS * 4
    folded.encode()


@given(st.text(alphabet=st.characters(), max_size=80))
def test_fold_is_stable_and_encodable(text: str) -> None:
    folded = fold(text)
    folded.encode()
    assert folded == " ".join(folded.split())
    assert not any(unicodedata.category(char) in {"Cf", "Cc", "Cs"} for char in folded)


@given(st.text(max_size=80))
def test_core_is_never_empty_when_the_name_is_not(text: str) -> None:
    assert bool(core(text)) == bool(fold(text))
