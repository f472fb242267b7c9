"""Two names alone: what is one, what is not, what forbids a match, and what the explanation says."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countersight.errors import InputError
from countersight.evaluate.names import Case, Result, read_pairs, reliability, run_pairs, summary
from countersight.match.features import NAMES
from countersight.match.model import WEIGHTS, model
from countersight.match.pair import compare_names
from countersight.match.tokens import tokens

LABELLED = Path(__file__).resolve().parents[2] / "bench" / "data" / "latin_pairs.csv"

ONE = [
    ("Invented Kestrel GRP TECH & SRVCES", "Invented Kestrel Group Technology and Services Ltd", ""),
    ("Hangzhou Hikvison Digital Technology", "Hangzhou Hikvision Digital Technology Co., Ltd.", ""),
    ("No. 52 Research Institute of Karelsky Group", "Karelsky Group 52nd Research Institute", ""),
    ("China Electronics Technology Group Corporation", "CETC", ""),
    ("Zhejiang Da Hua Technology", "Zhejiang Dahua Technology Co. Ltd.", ""),
    ("Газпром Карельский", "Gazprom Karelskiy", ""),
    ("Ivan Petrovich Karelsky", "Karelsky, I.P.", "Person"),
    ("OOO Torwick", "Torwick LLC", "Company"),
    ("AO «Torwick»", "Torwick Joint Stock Company", "Company"),
    ("Limited Liability Partnership Torwick", "Torwick LLP", "Company"),
    ("Torwick Limited Liability Partnership", "Torwick LLP", "Company"),
    ("OOO Torwick Trading", "LLC Torwick Trading", ""),
    ("Bill Torwick", "William Torwick", "Person"),
    ("محمد كريمي", "Mohammed Karimi", "Person"),
    ("Иван Петрович Карельский", "Ivan Karelskiy", "Person"),
    ("Muhammad al-Karimpour", "Mohammed Alkarimpour", "Person"),
]


@pytest.mark.parametrize(("left", "right", "schema"), ONE)
def test_written_forms_of_one_name_are_a_match_either_way_round(left: str, right: str, schema: str) -> None:
    for pair in (compare_names(left, right, schema), compare_names(right, left, schema)):
        assert pair.band == "match", pair
        assert pair.segments


TWO = [
    ("ZTE Corporation", "letzten", "", ""),
    ("Karelsky Group 52nd Research Institute", "Karelsky Group 54th Research Institute", "", "the numbers differ"),
    ("Hangzhou Torwick Optics", "Shenzhen Torwick Optics", "", "another place"),
    ("Torwick Group Optics Institute", "Torwick Group Steel Factory", "", "another kind of unit"),
    ("Torwick Digital", "Torwick Restaurant", "", "another trade"),
    ("Ltd Consulting", "Zhejiang Consulting Ltd", "", "only general words are shared"),
    ("Public Electronics Inc.", "Public Security Electronics Bureau", "", "only general words are shared"),
    ("OOO Torwick", "OOO Karelsky", "Company", "no distinctive word is shared"),
    ("SAS Institute", "Torwick Institute", "Company", "a distinctive word on one side only"),
    ("Jiangwei Technology", "Jiangwen Technology", "", "another Mandarin syllable"),
    ("Hami Municipality Public Security Bureau", "Xinjiang Public Security Bureau", "", "another place"),
    ("Ivan Petrovich Karelsky", "Karelsky I.S.", "Person", "another initial"),
    ("Ivan Petrovich Karelsky", "Ivan Borisovich Karelsky", "Person", "another father's name"),
    ("Wang Xiaoming", "Wang Xiaodong", "Person", "another Mandarin syllable"),
    ("Anna Torwick", "Boris Torwick", "Person", "another given name"),
]


@pytest.mark.parametrize(("left", "right", "schema", "why"), TWO)
def test_look_alikes_are_no_match_and_the_conflict_is_named(left: str, right: str, schema: str, why: str) -> None:
    pair = compare_names(left, right, schema)
    assert pair.band != "match", pair
    if why:
        assert why in pair.conflicts


def test_what_would_flip_it_is_said() -> None:
    pair = compare_names("Karelsky Group 52nd Research Institute", "Karelsky Group 54th Research Institute")
    assert pair.flips() == ("would be a match were it not for: the numbers differ",)
    assert compare_names("Torwick Optics", "Torwick Optics Ltd").flips() == ()


def test_uses_differ_in_what_they_take_for_a_match() -> None:
    cases = [(case.name1, case.name2, case.schema) for case in read_pairs(str(LABELLED))[::9]]
    taken = {use: {at for at, case in enumerate(cases) if compare_names(*case, use=use).band == "match"} for use in ("strict", "balanced", "wide")}
    assert taken["strict"] < taken["balanced"] <= taken["wide"]


def test_the_labelled_set_is_large_and_the_numbers_hold() -> None:
    cases = read_pairs(str(LABELLED))
    assert len(cases) >= 2000
    assert {case.schema for case in cases} == {"Person", "Organization"}
    told = summary(list(run_pairs(cases[::3])))
    assert told["f1"] >= 0.95
    assert told["precision"] >= 0.97
    assert told["calibration_error"] <= 0.04
    assert told["by_kind"]["org_numbered_other"]["false_positive_rate"] == 0
    assert set(told) >= set("n threshold precision recall f1 average_precision recall_at_precision_90 calibration_error microseconds_per_pair by_kind".split())


def test_the_labelled_set_is_what_its_command_writes() -> None:
    """The made pairs are marked as invented; what is written by hand says so too."""
    with LABELLED.open(encoding="utf-8", newline="") as file:
        assert {row["source"] for row in csv.DictReader(file)} == {"invented", "written"}


def test_numbers_of_a_small_set_by_hand() -> None:
    def result(score: float, *, truth: bool) -> Result:
        return Result(Case("a", "b", truth, "", "k"), score >= 0.5, score, "match" if score >= 0.5 else "no", "", 1.0)

    told = summary([result(0.9, truth=True), result(0.8, truth=False), result(0.7, truth=True), result(0.1, truth=True)])
    assert (told["precision"], told["recall"], told["f1"]) == (0.6667, 0.6667, 0.6667)
    assert told["average_precision"] == round((1 + 2 / 3 + 3 / 4) / 3, 4)
    assert told["recall_at_precision_90"] == round(1 / 3, 4)
    assert told["false_positive_rate"] == 1.0
    assert len(reliability([result(0.9, truth=True)] * 20)) == 10
    assert summary([])["f1"] is None


def test_the_weights_are_those_of_the_features_and_rise() -> None:
    table = json.loads(WEIGHTS.read_text("utf-8"))
    assert table["features"] == list(NAMES)
    for kind in ("organisation", "person"):
        chosen = model(kind)
        steps = [chosen.calibrated(x / 4) for x in range(-60, 60)]
        assert steps == sorted(steps)
        assert len(set(steps)) == len(steps)
        assert 0 <= steps[0] < steps[-1] <= 1


@given(st.text(max_size=80), st.text(max_size=80), st.sampled_from(("", "Person")))
@settings(max_examples=150, deadline=None)
def test_any_two_texts_compare_alike_either_way(left: str, right: str, schema: str) -> None:
    pair = compare_names(left, right, schema)
    assert 0 <= pair.score <= 1
    assert compare_names(left, right, schema) == pair


@pytest.mark.parametrize("text", ["", "a" * 100_000, "\u202e" * 500, "e\u0301" * 5000, "\ud800 x", "х" * 9000, "(" * 3000, "a " * 5000, "Hi" * 4000])
def test_hostile_names_end_quickly(text: str) -> None:
    assert len(tokens(text).words) <= 60
    assert compare_names(text, "Hangzhou Hikvision").band == "no"
    assert compare_names("Hangzhou Hikvision", text, "Person").band == "no"


def test_a_file_of_pairs_that_cannot_be_read_says_where(tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text("name1,name2,is_match\na,b,1\nc,d,perhaps\n", "utf-8")
    with pytest.raises(InputError, match="perhaps") as caught:
        read_pairs(str(path))
    assert caught.value.where.line == 3
    path.write_text("name1,name2\na,b\n", "utf-8")
    with pytest.raises(InputError, match="is_match"):
        read_pairs(str(path))
    with pytest.raises(InputError, match="cannot be read"):
        read_pairs(str(tmp_path / "nowhere.csv"))
