"""``countersight eval products``: labelled texts in, numbers out."""

from __future__ import annotations

from pathlib import Path

import pytest

from countersight.errors import InputError
from countersight.evaluate.products import read_labelled, run_labelled, summary


def write(folder: Path, text: str) -> str:
    file = folder / "labelled.csv"
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_the_numbers_are_what_they_say(tmp_path: Path) -> None:
    rows = "text,lang,nodes\ndome IP camera,en,CAM-IP|CAM-SMART\nNVR 16ch,en,CAM-IP\nfacial tissue,en,none\nsteel bolts,en,REC-NVR\n网络摄像机,zh,none\n"
    numbers = summary(list(run_labelled(read_labelled(write(tmp_path, rows)))))
    assert (numbers["n"], numbers["accuracy"]) == (5, 0.4)
    assert numbers["surveillance"] == {"precision": 0.6667, "recall": 0.6667}
    assert numbers["by_lang"] == {"en": {"n": 4, "accuracy": 0.5}, "zh": {"n": 1, "accuracy": 0.0}}
    assert 0 < numbers["macro_f1"] < 1


def test_a_case_is_written_with_what_decided(tmp_path: Path) -> None:
    [result] = run_labelled(read_labelled(write(tmp_path, "text,nodes\nbracket for dome camera,\n")))
    row = result.to_dict()
    assert (row["row"], row["expected"], row["got"], row["right"]) == (2, ["none"], "none", True)
    assert {hit["state"] for hit in row["hits"]} == {"counts", "covered", "names_another"}


def test_nothing_labelled_has_no_ratio(tmp_path: Path) -> None:
    numbers = summary(list(run_labelled(read_labelled(write(tmp_path, "text,nodes\nsteel bolts,none\n")))))
    assert numbers["surveillance"] == {"precision": None, "recall": None}


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("text,label\nx,none\n", "no column text or no column nodes", "text,lang,nodes"),
        ("", "no column text or no column nodes", "text,lang,nodes"),
        ("text,nodes\nx,CAM-IPS\n", "no node 'CAM-IPS'", "did you mean CAM-IP?"),
    ],
)
def test_a_file_in_another_form_is_refused(tmp_path: Path, text: str, message: str, hint: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read_labelled(write(tmp_path, text))
    assert hint in caught.value.hint


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_labelled(str(tmp_path / "none.csv"))
    file = tmp_path / "latin.csv"
    file.write_bytes("text,nodes\nüber,none\n".encode("latin-1"))
    with pytest.raises(InputError, match="not UTF-8"):
        read_labelled(str(file))
