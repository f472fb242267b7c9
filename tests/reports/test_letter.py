"""The letter: a tagged PDF with everything that the decision says, real Chinese glyphs, and nothing that a file can steer."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from tests.machine import program

from countersight.errors import InputError, UsageError
from countersight.model.decision import Decision
from countersight.model.matter import Matter
from countersight.model.stored import read_decision
from countersight.reports import letter as module
from countersight.reports.letter import letter_report, letters
from countersight.reports.letter_view import letter, say
from countersight.reports.screening import Screening
from countersight.screening.one import Screener

from .conftest import HOSTILE, hostile_matter

needs_typst = pytest.mark.skipif(not all(find_spec(name) for name in ("typst", *module.FONT_PACKAGES)), reason="the extra countersight[letters] is not installed")


def text_of(pdf: bytes, tmp_path: Path) -> str:
    file = tmp_path / "letter.pdf"
    file.write_bytes(pdf)
    told = subprocess.run([program("pdftotext", "poppler-utils"), "-layout", str(file), "-"], capture_output=True, check=True, text=True).stdout
    return re.sub(r"\s+", " ", told)


def test_a_stored_decision_is_read_back_to_the_letter(decisions: list[Decision]) -> None:
    for one in decisions:
        assert read_decision(json.loads(json.dumps(one.to_dict()))) == one


def test_a_decision_that_was_changed_is_refused(decisions: list[Decision]) -> None:
    told = json.loads(json.dumps(decisions[0].to_dict()))
    told["columns"][0]["outcome"] = "not_triggered"
    with pytest.raises(InputError, match="changed after it was written"):
        read_decision(told)
    with pytest.raises(InputError, match="not whole"):
        read_decision({key: value for key, value in told.items() if key != "columns"})
    with pytest.raises(InputError, match="not a decision of schema"):
        read_decision([1])


def test_the_letter_says_everything_that_the_decision_says(decided: dict[str, Decision]) -> None:
    for one in decided.values():
        told = letter(one)
        assert len(told["columns"]) == len(told["sections"]) == len(one.columns)
        for column, section in zip(one.columns, told["sections"], strict=True):
            assert len(section["findings"]) == len(column.fired) + len(column.flags)
            assert len(section["checked"]) == len(column.checked)
            assert len(section["working"]) == len(column.working)
        assert one.id in {value for _, value in told["hashes"]}
        assert one.snapshot in {value for _, value in told["hashes"]}
        assert told["not"]
        assert "reply" in told["reply"]


@needs_typst
def test_the_pdf_is_tagged_and_holds_the_proof_the_sources_and_the_hashes(decided: dict[str, Decision], tmp_path: Path) -> None:
    one = decided["DEMO-01"]
    pdf = letters([one])
    assert pdf.startswith(b"%PDF")
    assert b"/MarkInfo" in pdf
    assert b"pdfuaid:part" in pdf
    text = text_of(pdf, tmp_path)
    for words in ("Decision letter: DEMO-01", "What each column of law says", "the Act, literal".capitalize(), "Right of reply", "Sources", one.id[:32], one.snapshot[:32], "it clears nobody", "Supp. 3 to part 732"):
        assert words.casefold() in text.casefold(), words
    assert not re.search(r"(?<!no )\bclear\b", text)


@needs_typst
def test_chinese_names_are_real_glyphs_of_an_embedded_font(screener: Screener, tmp_path: Path) -> None:
    one = screener.decide(hostile_matter("杭州海康威视数字技术股份有限公司"))
    text = text_of(letters([one]), tmp_path)
    assert "杭州海康威视数字技术股份有限公司" in text.replace(" ", "")
    fonts = subprocess.run([program("pdffonts", "poppler-utils"), str(tmp_path / "letter.pdf")], capture_output=True, check=True, text=True).stdout
    chinese = next(line for line in fonts.split("\n") if "NotoSansSC" in line)
    assert re.search(r"\byes yes yes\b", chinese), "embedded, a part of the font, with a table to Unicode"


@needs_typst
def test_what_a_file_says_is_never_read_as_markup(screener: Screener, tmp_path: Path) -> None:
    one = screener.decide(hostile_matter(f"#panic() $x$ *b* = h {HOSTILE}"))
    text = text_of(letters([one]), tmp_path)
    assert "#panic() $x$ *b* = h <script>" in text
    assert "<U+202E>" in text


@needs_typst
def test_a_sign_that_no_font_holds_is_shown_by_its_number(screener: Screener, tmp_path: Path) -> None:
    text = text_of(letters([screener.decide(hostile_matter("Kestrel Ꙡ 海康"))]), tmp_path)
    assert "Kestrel <U+A660> 海康" in text


def test_a_word_that_no_line_holds_may_break() -> None:
    assert say("W" * 30) == [["", "WWWWWWWWWWWW\u200bWWWWWWWWWWWW\u200bWWWWWW"]]
    assert say("an ordinary name of 24 let") == [["", "an ordinary name of 24 let"]]


def test_what_a_position_says_is_told(screener: Screener) -> None:
    matter = Matter.model_validate({"id": "P", "kind": "holdings", "date": "2026-11-20", "position": {"instrument": "adr", "weight_pct": "1.5"}})
    assert letter(screener.decide(matter))["details"] == [[[["", "instrument"]], [["", "adr"]]], [[["", "weight, percent"]], [["", "1.5"]]]]


@needs_typst
def test_the_same_decision_gives_the_same_file(decided: dict[str, Decision]) -> None:
    assert letters([decided["DEMO-02"]]) == letters([decided["DEMO-02"]])


def test_what_is_missing_is_named_with_the_extra(decisions: list[Decision], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(UsageError, match="Typst, which is not installed") as told:
        letter_report(Screening(decisions))
    assert "countersight[letters]" in told.value.hint


def test_no_decision_and_too_many_are_refused(decisions: list[Decision]) -> None:
    with pytest.raises(UsageError, match="nothing was decided"):
        letter_report(Screening([]))
    with pytest.raises(UsageError, match="more than one file holds"):
        letters([decisions[0]] * 201)
