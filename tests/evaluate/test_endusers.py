"""``countersight eval endusers``: labelled bodies in, accuracy out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from countersight.cli.main import run
from countersight.errors import InputError
from countersight.evaluate.endusers import read_labelled, run_labelled, summary

LABELLED = Path(__file__).parents[3] / "shared" / "eval" / "endusers" / "endusers.csv"


def _file(folder: Path, text: str) -> str:
    file = folder / "bodies.csv"
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_empty_cells_are_not_labelled(tmp_path: Path) -> None:
    path = _file(tmp_path, "name,is_gov,organ,level,province,source\n莎车县公安局,1,police,county,65,made\n喀什地区公安局,,police,county,,made\n武汉大学,1,,,42,made\n")
    numbers = summary(list(run_labelled(read_labelled(path))))
    assert numbers["n"] == 3
    assert numbers["columns"]["is_gov"] == {"n": 2, "accuracy": 0.5}
    assert numbers["columns"]["organ"] == {"n": 2, "accuracy": 1.0}
    assert numbers["columns"]["level"] == {"n": 2, "accuracy": 0.5}
    assert numbers["columns"]["province"] == {"n": 2, "accuracy": 1.0}
    assert numbers["security_organs"] == {"precision": 1.0, "recall": 1.0}


def test_what_nobody_labelled_has_no_accuracy(tmp_path: Path) -> None:
    numbers = summary(list(run_labelled(read_labelled(_file(tmp_path, "name\n莎车县公安局\n")))))
    assert numbers["columns"]["organ"] == {"n": 0, "accuracy": None}


@pytest.mark.parametrize(("text", "word"), [("body,is_gov\nA,1\n", "no column name"), ("name,is_gov\nA,yes\n", "is_gov")])
def test_a_bad_file_says_what_is_wrong(tmp_path: Path, text: str, word: str) -> None:
    with pytest.raises(InputError, match=word):
        read_labelled(_file(tmp_path, text))
    with pytest.raises(InputError, match="no file"):
        read_labelled(str(tmp_path / "absent.csv"))


def test_the_command_prints_json_and_writes_every_case(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = _file(tmp_path, "name,is_gov,organ\n莎车县公安局,1,police\n武汉大学,0,university_school\n")
    out = tmp_path / "cases.jsonl"
    assert run(["eval", "endusers", path, "--format", "json", "--out", str(out)]) == 0
    numbers = json.loads(capsys.readouterr().out)
    assert set(numbers) == {"n", "columns", "security_organs"}
    cases = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [case["got"]["organ"] for case in cases] == ["police", "university_school"]


def test_the_labelled_set_is_met() -> None:
    if not LABELLED.exists():
        pytest.skip("../shared/eval/endusers is absent")
    columns = summary(list(run_labelled(read_labelled(str(LABELLED)))))["columns"]
    for column, least in (("is_gov", 0.99), ("organ", 0.985), ("level", 0.985), ("province", 0.97)):
        assert columns[column]["accuracy"] >= least, column
