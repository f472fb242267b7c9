"""The labelled cases of ownership, where they lie beside the project."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from types import ModuleType

HERE = Path(__file__).resolve()
SHARED = HERE.parents[3] / "shared" / "eval" / "ownership"
FILES = sorted(SHARED.glob("*.json"))


def load_cases() -> ModuleType:
    """The reader beside this file: tests are not a package."""
    spec = importlib.util.spec_from_file_location("ownership_cases", HERE.with_name("cases.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


cases = load_cases()


def labelled() -> list[Any]:
    """Every expectation that this room answers, of every file."""
    return [
        pytest.param(question, id=f"{path.stem}-{at}")
        for path in FILES
        for at, question in enumerate(cases.questions(json.loads(path.read_text(encoding="utf-8"))))
        if not set(cases.UNSUPPORTED) & set(question.expect)
    ]


@pytest.mark.skipif(not FILES, reason="the labelled cases (../shared/eval/ownership) are not here")
@pytest.mark.parametrize("question", labelled())
def test_a_labelled_case_is_answered_as_its_label_says(question: Any) -> None:  # noqa: ANN401 - of a module loaded by path
    assert list(cases.differences(question)) == []
