"""The labelled cases of ownership, where they lie beside the project, each expectation a test."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from countersight.evaluate.ownership import differences, read_question

SHARED = Path(__file__).resolve().parents[3] / "shared" / "eval" / "ownership"
FILES = sorted(SHARED.glob("*.json"))


def labelled() -> list[Any]:
    """Every expectation of every file."""
    cases = [(path.stem, json.loads(path.read_text(encoding="utf-8"))) for path in FILES]
    return [pytest.param(case, expect, id=f"{stem}-{at}") for stem, case in cases for at, expect in enumerate(case["expect"], 1)]


@pytest.mark.skipif(not FILES, reason="the labelled cases (../shared/eval/ownership) are not here")
@pytest.mark.parametrize(("case", "expect"), labelled())
def test_a_labelled_case_is_answered_as_its_label_says(case: dict[str, Any], expect: dict[str, Any]) -> None:
    assert list(differences(read_question(case, expect))) == []
