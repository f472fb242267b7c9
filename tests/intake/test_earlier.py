"""Earlier deals out of a file, and which of them are put beside a matter. All names are invented."""

from __future__ import annotations

from typing import Any

from countersight.intake.earlier import MOST, books, deals
from countersight.intake.result import Intake
from countersight.model.matter import Matter

CAMERA = {"description": "network cameras", "hs": "8525.89", "origin": "CN"}


def shipment(day: str | None, *parties: dict[str, Any], lines: list[dict[str, Any]] | None = None, **more: Any) -> Matter:  # noqa: ANN401
    return Matter.model_validate({"id": day or "none", "kind": "shipment", "date": day, "parties": list(parties), "lines": [CAMERA] if lines is None else lines} | more)


def buyer(name: str, role: str = "end_user", **more: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"role": role, "name": name, **more}


def beside(matter: Matter, *past: Matter) -> list[str]:
    found = books(past).put(Intake([matter])).matters[0].earlier
    return [f"{one.day} {one.buyer}" for one in found or ()]


def test_a_line_is_a_deal_of_each_buyer_once() -> None:
    one = shipment("2026-01-05", buyer("Osprey Ltd.", "purchaser"), buyer("OSPREY LTD"), buyer("Merlin", address="7 Road"), {"role": "producer", "name": "Kestrel"})
    assert [(deal.buyer, deal.address, deal.producer, deal.origin) for deal in deals([one])] == [("Osprey Ltd.", None, "Kestrel", "CN"), ("Merlin", "7 Road", "Kestrel", "CN")]
    assert [deal.buyer for deal in deals([shipment("2026-01-05")])] == [None]
    assert deals([shipment(None, buyer("Osprey"))]) == []


def test_a_matter_gets_what_came_before_it_of_like_goods_or_of_its_own_buyers() -> None:
    now = shipment("2026-06-01", buyer("Merlin"))
    mixers = [{"description": "dough mixers", "hs": "8438.10"}]
    past = (
        shipment("2026-01-05", buyer("Osprey")), shipment("2026-06-01", buyer("Same Day")), shipment("2026-07-01", buyer("Later")),
        shipment("2026-02-05", buyer("Other Goods"), lines=mixers), shipment("2026-03-05", buyer("MERLIN"), lines=mixers),
    )  # fmt: skip
    assert beside(now, *past) == ["2026-03-05 MERLIN", "2026-01-05 Osprey"]


def test_what_a_matter_brings_itself_stays_and_there_is_an_end() -> None:
    assert beside(shipment("2026-06-01", earlier=[]), shipment("2026-01-05", buyer("Osprey"))) == []
    assert len(beside(shipment("2026-06-01"), *(shipment("2026-01-05", buyer(f"Osprey {number}")) for number in range(MOST + 5)))) == MOST
