"""Control entries, the chart, proposals, and whether codes agree with words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from countersight.errors import InputError
from countersight.products.classify import classify
from countersight.products.consistency import check, split_kit
from countersight.products.controls import BESIDE, chart, control, need, proposals, read_ccl, read_chart
from countersight.products.taxonomy import NODES

DATA = Path(__file__).parents[3] / "shared" / "data" / "open" / "us_csl_ccl_2026"


@pytest.mark.parametrize(
    ("code", "country", "says"),
    [
        ("3A981", "CN", "required"), ("3A980", "HK", "required"), ("5A980", "TW", "required"), ("4A005", "CN", "required"), ("2A984", "CN", "required"), ("6A003.b.4.b", "MO", "required"),
        ("3A991", "CN", "not_by_chart"), ("4A994", "CN", "not_by_chart"), ("6A993.a", "CN", "not_by_chart"), ("EAR99", "CN", "not_by_chart"),
        ("4A003", "CN", "depends"), ("3A090", "CN", "depends"), ("5A001.j", "CN", "depends"), ("0A982", "CN", "depends"), ("5A992.c", "CN", "depends"),
        ("3A001", "CN", "unknown"), ("3A981", "FR", "unknown"), ("nonsense", "CN", "unknown"),
    ],
)  # fmt: skip
def test_what_the_chart_says(code: str, country: str, says: str) -> None:
    assert need(code, country).need == says


def test_the_chart_never_says_free() -> None:
    for code in ("EAR99", "3A991", "3A981"):
        assert BESIDE in need(code, "CN").because


def test_china_is_marked_for_cc_1_and_not_for_cc_2_or_at() -> None:
    row = chart()["CN"]
    assert {"CC 1", "CC 3", "NS 1", "NS 2", "RS 1", "RS 2"} <= row
    assert not row & {"CC 2", "AT 1", "AT 2"}
    assert chart()["HK"] == row


@pytest.mark.parametrize("one", NODES, ids=[one.id for one in NODES])
def test_every_candidate_of_the_taxonomy_is_held(one: object) -> None:
    for each in proposals(one.id):  # type: ignore[attr-defined]
        assert each.candidate.code == "EAR99" or each.control is not None
        assert "a person must confirm" in each.says


def test_a_word_can_speak_against_a_candidate() -> None:
    found = {one.candidate.code: one.contra for one in proposals("FOR-PHONE", "chip-off kit for phones")}
    assert found["5A004.b"]
    assert not any(one.contra for one in proposals("FOR-PHONE", "unlocks phones"))


def test_no_such_node() -> None:
    with pytest.raises(InputError, match="no node 'CAM-X'"):
        proposals("CAM-X")


@pytest.mark.skipif(not DATA.exists(), reason="../shared/data/open/us_csl_ccl_2026 is absent")
def test_our_restated_entries_agree_with_the_published_list() -> None:
    entries = read_ccl(str(DATA / "ccl.json"))
    names = {"China": "CN", "Macau": "MO", "Taiwan": "TW", "Canada": "CA"}
    marks = read_chart(str(DATA / "country-chart.json"), names.get)
    assert len(entries) == 633
    assert {country: marks[country] for country in chart()} == chart()
    for one in {each.candidate.code for node in NODES for each in proposals(node.id)} - {"EAR99"}:
        for country in ("CN", "MO", "TW"):
            ours, theirs = need(one, country).need, need(one, country, entries, marks).need
            assert ours == theirs, (one, country)
    for code in ("3A981", "5A001", "4A003", "6A002"):
        ours_, theirs_ = control(code), control(code, entries)
        assert ours_
        assert theirs_
        assert {(one.reason, one.column) for one in ours_.reasons if one.column != "text"} <= {(one.reason, one.column) for one in theirs_.reasons}
    assert need("3A981", "CA", entries, marks).need == "not_by_chart"


@pytest.mark.parametrize(("content", "message"), [("[", "not JSON"), ("{}", "not the list"), ('{"entries": [{"eccn": "1A001"}]}', "not the list")])
def test_another_file_is_refused(tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "ccl.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_ccl(str(file))
    with pytest.raises(InputError, match="cannot be read"):
        read_ccl(str(tmp_path / "none.json"))


def test_an_entry_with_reasons_and_no_chart_never_looks_free(tmp_path: Path) -> None:
    file = tmp_path / "ccl.json"
    rows = [{"eccn": "0A982", "heading": "x", "reasonForControl": "CC", "countryChart": []}, {"eccn": "5A980", "heading": "x", "reasonForControl": "SL, AT", "countryChart": []}]
    file.write_text(json.dumps({"entries": rows}), encoding="utf-8")
    entries = read_ccl(str(file))
    assert (need("0A982", "CN", entries).need, need("5A980", "CN", entries).need) == ("depends", "required")


@pytest.mark.parametrize(
    ("text", "hs", "eccn", "codes"),
    [
        ("4MP dome IP camera", "8525.89.3000", "EAR99", set()),
        ("4MP dome IP camera", "3926.90", "", {"hs-contradicts"}),
        ("4MP dome IP camera", "8529.90", "", {"hs-unusual"}),
        ("4MP dome IP camera", "8525.89", "9A012", {"eccn-unusual"}),
        ("NVR kit with 4 dome IP cameras", "8521.90", "", {"kit"}),
        ("steel bolts", "3926.90", "9A012", set()),
        ("4MP dome IP camera", "", "nonsense", set()),
    ],
)
def test_words_and_codes(text: str, hs: str, eccn: str, codes: set[str]) -> None:
    assert {one.code for one in check(classify(text, hs), hs, eccn)} == codes


def test_a_set_that_was_split_over_lines() -> None:
    assert split_kit([("8CH NVR 2TB", "8521.90"), ("5MP bullet IP camera", "8525.89")]) is not None
    assert split_kit([("8CH NVR 2TB", "8525.89"), ("5MP bullet IP camera", "8525.89")]) is None
    assert split_kit([("5MP bullet IP camera", "8525.89"), ("dome IP camera", "8529.90")]) is None
    assert split_kit([("cable", "8544.42")]) is None
