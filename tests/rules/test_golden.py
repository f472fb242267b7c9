"""Malformed pages, each with the exact text that its author reads.

``COUNTERSIGHT_REGENERATE=1 pytest tests/rules/test_golden.py`` writes the texts again; read the difference before it is
kept.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from countersight.rules.book import read_rulebook
from countersight.rules.lint import check

from .pages import BOOK, TODAY

BAD = Path(__file__).resolve().parents[1] / "golden" / "bad"
PAGES = sorted(BAD.glob("*.md"))


def diagnose(path: Path) -> str:
    book, broken = read_rulebook({"rulebook.yaml": BOOK, path.name: path.read_text(encoding="utf-8")})
    return "".join(f"{fault}\n" for fault in check(book, broken, TODAY))


def test_there_are_pages_and_every_text_belongs_to_one() -> None:
    assert len(PAGES) >= 25
    assert {path.stem for path in BAD.glob("*.txt")} == {path.stem for path in PAGES}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_gets_exactly_this_diagnostic(path: Path) -> None:
    found = diagnose(path)
    if os.environ.get("COUNTERSIGHT_REGENERATE"):
        path.with_suffix(".txt").write_text(found, encoding="utf-8")
    assert found == path.with_suffix(".txt").read_text(encoding="utf-8")


def test_only_the_good_page_has_nothing_to_say() -> None:
    assert [path.stem for path in PAGES if not diagnose(path)] == ["good"]
