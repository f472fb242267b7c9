"""Facts that a scenario states stand before what is established, of the type that the schema says."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from countersight.errors import InputError
from countersight.measures.given_facts import given_facts, of_scope, with_facts
from countersight.model.fact import Binding, Fact, FactSheet


@pytest.mark.parametrize(
    ("path", "given", "value", "whole"),
    [
        ("tx.us_person", False, False, True), ("party.listed", None, None, True), ("own.lower", "49.9", 49_900_000, True), ("own.upper", 50, 50_000_000, True),
        ("tx.contract_date", "2026-01-02", date(2026, 1, 2), True), ("tx.contract_date", date(2026, 1, 2), date(2026, 1, 2), True),
        ("tx.programs", ["skynet"], ("skynet",), True), ("tx.programs", ["skynet", "..."], ("skynet",), False), ("tx.programs", ["..."], (), False), ("line.eccn", "3A991", "3A991", True),
    ],
)  # fmt: skip
def test_a_value_is_read_by_the_type_of_its_fact(path: str, given: Any, value: Any, *, whole: bool) -> None:  # noqa: ANN401
    fact = given_facts({path: given})[path]
    assert (fact.value, fact.open) == (value, not whole)
    assert fact.sources[0].citation == "given with the scenario (invented)"


@pytest.mark.parametrize(("path", "given"), [("tx.us_person", "yes"), ("own.lower", "25-50"), ("own.lower", "much"), ("tx.contract_date", "soon"), ("tx.programs", "skynet"), ("line.eccn", 3)])
def test_a_value_of_another_type_is_refused(path: str, given: Any) -> None:  # noqa: ANN401
    with pytest.raises(InputError, match=f"the fact {path} cannot be"):
        given_facts({path: given})


def test_an_unknown_fact_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match=r"did you mean 'tx\.us_person'"):
        given_facts({"tx.us_persons": True})
    with pytest.raises(InputError, match=r"docs/facts\.md"):
        given_facts({"qqqq": True})


def test_they_stand_before_what_was_established_and_belong_where_their_path_says() -> None:
    old = Fact(value=True)
    sheet = FactSheet(matter={"tx.us_person": old, "tx.kind": Fact("export")}, parties=[Binding("a", "party", facts={"party.listed": old})], lines=[Binding("l", "line")])
    facts = given_facts({"tx.us_person": False, "party.listed": False, "line.origin": "CN", "own.met": True})
    new = with_facts(sheet, facts)
    assert (new.matter["tx.us_person"].value, new.matter["tx.kind"].value) == (False, "export")
    assert (new.parties[0].facts["party.listed"].value, new.lines[0].facts["line.origin"].value) == (False, "CN")
    assert sheet.parties[0].facts["party.listed"] is old
    assert list(of_scope(facts, "own")) == ["own.met"]
    assert with_facts(sheet, {}) is sheet
