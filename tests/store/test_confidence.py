"""Confidence is derived: nature, independent publishers, age, and the reply beside what is contested."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.store.confidence import GRADES, Confidence, confidence, publisher_of
from countersight.store.statements import Row

ON = date(2026, 11, 20)


def row(nature: str, url: str = "", standing: str = "asserted", seen: str = "2026-01-01") -> Row:
    return Row("", "b", "b", "Company", "claim:sector", "cameras", "starter", origin=url, nature=nature, standing=standing, last_seen=seen)


def grade(*rows: Row) -> str:
    found = confidence(rows, ON)
    assert found is not None
    return found.grade


A, B = "https://www.example.org/a", "https://news.example.co.uk/b"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([row("designation")], "certain"),
        ([row("designation", seen="2009-01-01")], "certain"),
        ([row("register")], "certain"),
        ([row("register", seen="2020-01-01")], "probable"),
        ([row("register", seen="")], "probable"),
        ([row("tender", A)], "probable"),
        ([row("tender", A), row("tender", B)], "certain"),
        ([row("report", A)], "possibly"),
        ([row("report", A), row("report", "https://example.org/other")], "possibly"),
        ([row("report", A), row("report", B)], "probable"),
        ([row("report", A), row("report", B, seen="2010")], "possibly"),
        ([row("allegation", A), row("allegation", B)], "possibly"),
        ([row("report", A), row("finding", B)], "certain"),
        ([row("finding", A, "contested")], "probable"),
    ],
)
def test_grades(rows: list[Row], expected: str) -> None:
    assert grade(*rows) == expected


@given(st.lists(st.sampled_from([A, "", "https://sub.example.org/x"]), min_size=1, max_size=6), st.sampled_from(("report", "allegation")))
def test_one_publisher_that_repeats_itself_stays_possible(urls: list[str], nature: str) -> None:
    same = [row(nature, A) for _ in urls]
    assert grade(*same) == "possibly"


@given(st.lists(st.builds(row, st.sampled_from(("report", "allegation")), st.integers(0, 9).map(lambda n: f"https://p{n}.org/")), min_size=1))
def test_reports_alone_are_never_certain(rows: list[Row]) -> None:
    assert grade(*rows) != "certain"


@given(st.lists(st.builds(row, st.sampled_from(("report", "tender", "filing", "finding")), st.sampled_from((A, B)), st.sampled_from(("asserted", "withdrawn"))), max_size=5))
def test_one_more_that_stands_never_makes_it_less_sure(rows: list[Row]) -> None:
    before, after = confidence(rows, ON), confidence([*rows, row("report", "https://third.org/")], ON)
    assert after is not None
    assert before is None or GRADES.index(before.grade) <= GRADES.index(after.grade)


def test_what_does_not_stand_counts_for_nothing() -> None:
    assert confidence([], ON) is None
    assert confidence([row("finding", standing="withdrawn"), row("finding", standing="ended")], ON) is None


def test_what_is_contested_comes_with_the_reply() -> None:
    found = confidence([row("report", A, "contested")], ON, ["it says no", "it says no"])
    assert found == Confidence("possibly", 1, "report, 1 publisher, contested", ("it says no",))
    plain = confidence([row("report", A)], ON, ["it says no"])
    assert plain is not None
    assert plain.replies == ()


@pytest.mark.parametrize(
    ("url", "publisher"),
    [
        ("https://home.treasury.gov/x", "treasury.gov"), ("https://www.bis.gov.uk/x", "bis.gov.uk"), ("", "starter"), ("see page 3", "starter"),
        ("https://web.archive.org/web/20190529/https://thehill.com/x", "thehill.com"), ("https://localhost/x", "starter"),
    ],
)  # fmt: skip
def test_publishers_are_told_apart_by_the_owner_of_the_address(url: str, publisher: str) -> None:
    assert publisher_of(row("report", url)) == publisher
