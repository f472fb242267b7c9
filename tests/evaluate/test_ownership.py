"""``eval ownership``: invented cases that pass, fail, ask for more than there is, or cannot be read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from countersight.errors import InputError
from countersight.evaluate.ownership import read_cases, run_cases, summary

CASE: dict[str, Any] = {
    "id": "inv", "as_of": "2026-01-01", "rule": {"threshold": "1/2", "op": ">="},
    "nodes": [{"id": "X"}, {"id": "A"}, {"id": "B"}],
    "edges": [
        {"id": "e1", "from": "X", "to": "A", "class": "equity", "lo": "1/3", "hi": "1/3"},
        {"id": "e2", "from": "X", "to": "B", "class": "equity", "lo": "1/6", "hi": "1/6"},
        {"id": "e3", "from": "A", "to": "B", "class": "equity", "lo": "1/3", "hi": "1/3"},
    ],
    "seeds": [{"id": "X", "list": "L"}],
}  # fmt: skip


def run(folder: Path, *expect: dict[str, Any], **more: Any) -> list[tuple[str, list[str]]]:  # noqa: ANN401 - parts of a case
    (folder / "case.json").write_text(json.dumps({**CASE, **more, "expect": list(expect)}), encoding="utf-8")
    return [(check.state, check.wrong) for check in run_cases(read_cases(str(folder)))]


def test_fractions_go_through_as_they_are(tmp_path: Path) -> None:
    seeds = [{"id": "X"}, {"id": "A"}]
    assert run(tmp_path, {"owned": ["B"], "proof": {"B": ["e2", "e3"]}, "through": {"B": ["1/2", "1/2"]}}, seeds=seeds) == [("passed", [])]
    assert run(tmp_path, {"rule": {"op": ">"}, "owned": [], "not_owned": ["B"]}, seeds=seeds) == [("passed", [])], "a sixth and a third are a half, and no more"
    assert run(tmp_path, {"rule": {"threshold": "1/3"}, "owned": ["A", "B"]}) == [("passed", [])]


@pytest.mark.parametrize(
    ("expect", "words"),
    [
        ({"owned": ["A"]}, "owned: [], expected ['A']"), ({"proof": {"B": ["e1"]}}, "proof of B: [], expected ['e1']"),
        ({"ask": {"B": ["e1"]}}, "to ask of B: [], expected ['e1']"), ({"through": {"A": ["1/2", "1/2"]}}, "look-through of A: ['1/3', '1/3'], expected ['1/2', '1/2']"),
        ({"investors": {}}, "investors: {'direct': []"), ({"as_of": "soon"}, "the case cannot be read: ValueError"), ({"through": {"Q": ["0", "0"]}}, "no such node: Q"),
    ],
)  # fmt: skip
def test_a_difference_is_named(tmp_path: Path, expect: dict[str, Any], words: str) -> None:
    ((state, wrong),) = run(tmp_path, expect)
    assert state == "failed"
    assert words in wrong[0]


def test_what_nothing_here_answers_is_unsupported_and_never_a_pass(tmp_path: Path) -> None:
    assert run(tmp_path, {"owned": [], "colour": "red"}) == [("unsupported", ["nothing here answers colour"])]
    assert run(tmp_path, {"owned": ["A"], "colour": "red"})[0][0] == "failed"


def test_a_rule_that_is_not_active_reaches_nobody_and_a_list_picks_its_seeds(tmp_path: Path) -> None:
    active = {"rule": {"threshold": "1/3", "active": [["2025-01-01", "2026-01-01"]]}}
    assert run(tmp_path, {**active, "owned": []}, {**active, "as_of": "2025-12-31", "owned": ["A", "B"]}) == [("passed", [])] * 2
    assert run(tmp_path, {"rule": {"threshold": "1/3", "lists": ["M"]}, "owned": [], "not_owned": ["A", "B", "X"]}) == [("passed", [])]


def test_what_was_known_on_a_day_counts(tmp_path: Path) -> None:
    edges = [{**CASE["edges"][0], "lo": "1", "hi": "1", "recorded": "2025-06-01", "retracted": "2025-12-01"}]
    checks: tuple[dict[str, Any], ...] = ({"known_at": "2025-05-31", "owned": []}, {"known_at": "2025-06-01", "owned": ["A"]}, {"owned": []})
    assert run(tmp_path, *checks, edges=edges) == [("passed", [])] * 3


def test_the_numbers_have_the_keys_that_scripts_rely_on(tmp_path: Path) -> None:
    run(tmp_path, {"owned": []}, {"owned": ["A"]}, {"colour": 1})
    numbers = summary(list(run_cases(read_cases(str(tmp_path)))))
    assert {key: numbers[key] for key in ("total", "passed", "failed", "unsupported")} == {"total": 3, "passed": 1, "failed": 1, "unsupported": 1}
    assert [one["at"] for one in numbers["failures"]] == [2]


@pytest.mark.parametrize(("text", "words"), [("{", "not JSON"), ("[]", "no case of ownership"), ('{"nodes": []}', "no case of ownership")])
def test_a_file_that_is_no_case_is_refused(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "bad.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=words):
        read_cases(str(tmp_path))


def test_a_path_without_cases_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none"):
        with pytest.raises(InputError, match="no "):
            read_cases(str(path))
