"""The compiled hot loop gives the answers of the uncompiled one, whatever the names; built here, in a folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.match.built import MODULES, SOURCES, begun, built, told


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("compiled"))


def same(tree: Path, many: int) -> None:
    fast, slow = begun(tree, str(many), COUNTERSIGHT_PURE=""), begun(SOURCES, str(many), COUNTERSIGHT_PURE="1")
    found, expected = told(fast), told(slow)
    assert found["compiled"] == [True] * MODULES
    assert expected["compiled"] == [False] * MODULES
    assert found["answers"] == expected["answers"]


def test_two_thousand_questions_compiled_and_not(tree: Path) -> None:
    same(tree, 2_000)


@pytest.mark.slow
def test_twenty_thousand_questions_compiled_and_not(tree: Path) -> None:
    same(tree, 20_000)


def test_the_switch_keeps_compiled_parts_out(tree: Path) -> None:
    assert told(begun(tree, "20", COUNTERSIGHT_PURE="1"))["compiled"] == [False] * MODULES
    assert told(begun(tree, "20", COUNTERSIGHT_PURE="0"))["compiled"] == [True] * MODULES
