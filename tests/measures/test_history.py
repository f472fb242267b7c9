"""What earlier deals show, and when they show that there was nothing. Every body here is invented."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from countersight.measures.establish import establish
from countersight.model.fact import Fact

from .worlds import ALL_LISTS, COVERED, ENTITY, ON, body, matter, party, world

MAKER = "Kestrel Vision Technology Co., Ltd."
OLD, NEW = "Osprey Trading Ltd.", "Merlin Import Ltd."
ROAD = "7 Invented Road"
LINE = {"description": "network camera", "node": "CAM-IP", "producer": MAKER, "origin": "VN"}


def fact(name: str, on: date = ON, **fields: Any) -> Fact:  # noqa: ANN401
    held = (body("k", MAKER, "Kestrel Vision", on={COVERED: "2026-06-01"}), body("o", OLD, on={ENTITY: "2026-09-15"}), body("m", NEW))
    here = world(*held, full=ALL_LISTS, on=on)
    parties = [party(NEW, "ultimate_consignee", address=ROAD)]
    known = establish(matter(**{"parties": parties, "lines": [LINE]} | fields), here).sheet.matter
    return known.get(name, Fact(None))


def maker(day: str, origin: str | None = "CN", **more: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"date": day, "producer": "Kestrel Vision", "node": "CAM-IP", "origin": origin} | more


def order(day: str, buyer: str = OLD, address: str = ROAD, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"date": day, "buyer": buyer, "address": address, "node": "CAM-IP"} | more


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, None),
        ({"earlier": []}, None),
        ({"earlier": [maker("2026-05-01")]}, True),
        ({"earlier": [maker("2026-05-01", node=None, description="Network  Camera")]}, True),
        ({"earlier": [maker("2026-05-01", "VN")]}, None),
        ({"earlier": [maker("2026-05-01", "VN")], "earlier_complete": True}, False),
        ({"earlier": [maker("2026-07-01")], "earlier_complete": True}, None),
        ({"earlier": [maker("2026-12-01")]}, None),
        ({"earlier": [maker("2026-05-01", producer="N/A")], "earlier_complete": True}, None),
        ({"earlier": [maker("2026-05-01")], "on": date(2027, 8, 1), "earlier_complete": True}, False),
        ({"earlier": [maker("2026-05-01")], "lines": [{**LINE, "origin": None}], "earlier_complete": True}, None),
        ({"earlier": [maker("2026-05-01")], "lines": [{**LINE, "producer": NEW}], "earlier_complete": True}, False),
    ],
    ids=["none given", "an empty list", "moved", "by words", "stayed", "stayed, all given", "only after the listing", "later than the deal", "maker not stated", "listing too old", "no origin", "maker not listed"],
)  # fmt: skip
def test_an_origin_that_moved_after_the_listing(fields: dict[str, Any], expected: bool | None) -> None:  # noqa: FBT001
    assert fact("tx.origin_shifted", **fields).value is expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, None),
        ({"earlier": [order("2026-10-01")]}, True),
        ({"earlier": [order("2026-10-01", address="9 Another Street")]}, None),
        ({"earlier": [order("2026-10-01", node="BIO-DNA")]}, None),
        ({"earlier": [order("2026-10-01", address="9 Another Street", node="BIO-DNA")], "earlier_complete": True}, False),
        ({"earlier": [order("2026-01-01")], "earlier_complete": True}, False),
        ({"earlier": [order("2026-10-01"), order("2026-02-01", NEW)], "earlier_complete": True}, False),
        ({"earlier": [order("2026-10-01", "Unlisted Bakery GmbH")], "earlier_complete": True}, False),
        ({"earlier": [order("2026-10-01")], "parties": [], "earlier_complete": True}, None),
    ],
    ids=["none given", "in its place", "another address", "other goods", "neither", "too long ago", "known before", "not listed", "no buyer named"],
)  # fmt: skip
def test_a_new_buyer_in_the_place_of_a_listed_one(fields: dict[str, Any], expected: bool | None) -> None:  # noqa: FBT001
    assert fact("tx.buyer_replaced", **fields).value is expected


def test_the_reason_names_who_and_when() -> None:
    assert fact("tx.buyer_replaced", earlier=[order("2026-10-01")]).note == f"{OLD}, which is listed, ordered last on 2026-10-01; {NEW} takes like goods at the same address"
    assert fact("tx.origin_shifted", earlier=[maker("2026-05-01")]).note == f"{MAKER}: CN on 2026-05-01, listed 2026-06-01, VN now"
