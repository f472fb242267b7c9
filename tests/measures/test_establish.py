"""The door: what it gives for a whole matter, and whose silence it does not take for an answer."""

from __future__ import annotations

from typing import Any

import pytest

from .worlds import ALL_LISTS, known, party, world

OPEN = "the end user (not named)"
CONSIGNEE = "ultimate_consignee"


@pytest.mark.parametrize(
    ("parties", "is_open"),
    [
        ([], True),
        ([party("Trading", CONSIGNEE, consignee_type="reseller")], True),
        ([party("Trading", CONSIGNEE)], True),
        ([party("Trading", CONSIGNEE, consignee_type="other")], True),
        ([party("Trading", "purchaser")], True),
        ([party("Trading", CONSIGNEE, consignee_type="direct_consumer")], False),
        ([party("Bureau", CONSIGNEE, consignee_type="government")], False),
        ([party("Bakery", CONSIGNEE, consignee_type="direct_consumer"), party("Trading", CONSIGNEE, consignee_type="reseller")], True),
        ([party("Trading", CONSIGNEE, consignee_type="reseller"), party("Bakery")], False),
        ([party("Trading", CONSIGNEE, consignee_type="reseller"), party("Trading")], True),
        ([party("Trading", CONSIGNEE, consignee_type="reseller"), party("N/A")], False),
    ],
)
def test_a_shipment_whose_end_user_is_open_has_one_of_whom_nothing_is_known(parties: list[dict[str, Any]], *, is_open: bool) -> None:
    found = known(world(full=ALL_LISTS), parties=parties).sheet.parties
    stands_in = [one for one in found if one.label == OPEN]
    assert bool(stands_in) is is_open
    for one in stands_in:
        assert one.roles == {"end_user"}
        assert {fact.value for fact in one.facts.values()} == {None}
    if {"role": "end_user", "name": "N/A"} in parties:
        assert {fact.value for one in found if "end_user" in one.roles for fact in one.facts.values()} == {None}


@pytest.mark.parametrize("kind", ["entry", "devices", "holdings", "parties"])
def test_what_is_no_shipment_has_no_end_user_to_miss(kind: str) -> None:
    assert known(kind=kind, parties=[party("Trading", "importer")]).sheet.parties[0].label == "Trading"
    assert len(known(kind=kind, parties=[party("Trading", "importer")]).sheet.parties) == 1


def test_lines_that_are_not_stated_are_not_none() -> None:
    assert (known().sheet.lines, known().sheet.lines_complete) == ([], False)
    assert (known(lines=[]).sheet.lines, known(lines=[]).sheet.lines_complete) == ([], True)


def test_the_parties_that_were_found_come_along() -> None:
    found = known(parties=[party("Acme", "exporter"), party("Acme", "seller"), party("Beta")])
    assert [one.label for one in found.parties] == ["Acme", "Beta"]
