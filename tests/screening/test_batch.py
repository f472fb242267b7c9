"""Matters in bulk: every row is that of the matter decided alone, whatever stands beside it, and its texts are the decision's own."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from countersight.app import load_rulebooks
from countersight.evaluate.scenarios import read_scenarios
from countersight.intake.read import read_matters
from countersight.match import asking, matcher
from countersight.match.outcome import Resolution
from countersight.model.matter import Matter
from countersight.rules.page import parse_page
from countersight.screening import batch, batch_atoms, batch_facts, batch_parties, batch_why
from countersight.screening.batch import Kernel, Row, row_of
from countersight.screening.batch_why import Why
from countersight.screening.one import Options, Screener
from countersight.snapshots.build import build
from countersight.store.snapshot import Snapshot

from ..measures.matters import MATTERS  # noqa: TID252 - the matters of another room
from .batch_matters import matters

DEMO = Path(__file__).parents[2] / "src" / "countersight" / "demo"
SCENARIOS = Path(__file__).parents[1] / "golden" / "scenarios"


@pytest.fixture(scope="module")
def screeners() -> dict[bool, Screener]:
    snapshot, books = Snapshot.in_memory(build(starter=True)), load_rulebooks()
    return {
        whole: Screener(snapshot, books, Options(lists_complete=whole, as_of=date(2026, 11, 20)))
        for whole in (False, True)
    }


def plain(row: Row | None) -> str:
    return json.dumps(row, sort_keys=True, ensure_ascii=False, default=list)


def compared(screener: Screener, held: Sequence[Matter]) -> int:
    """Decide in bulk and alone, and compare row by row with all texts; how many were not decided by themselves."""
    kernel = Kernel(screener)
    told = kernel.decide(held)
    assert not told.faults
    for matter, row in zip(held, told.rows, strict=True):
        why = Why()
        assert plain(row) == plain(row_of(screener.decide(matter), why))
        assert why.texts.items() <= told.texts.items()
    return len(held) - told.alone


@pytest.mark.parametrize("whole", [False, True])
def test_odd_matters_are_decided_as_alone(screeners: dict[bool, Screener], whole: bool) -> None:  # noqa: FBT001
    assert compared(screeners[whole], list(matters(60, 11))) > 50


def test_the_demo_is_decided_as_alone(screeners: dict[bool, Screener]) -> None:
    held = [
        matter
        for name in ("shipments.csv", "entries.csv", "matters.json")
        for matter in read_matters(str(DEMO / name), "entry" if "entries" in name else None).matters
    ]
    assert compared(screeners[True], held) > 20


def test_the_golden_scenarios_are_decided_as_alone(screeners: dict[bool, Screener]) -> None:
    held = []
    for scenario in read_scenarios(str(SCENARIOS)):
        for raw in scenario["matters"].values():
            try:
                held.append(
                    Matter.model_validate({name: value for name, value in raw.items() if name != "given"})
                )  # what it brings is its own: without it more is shared
            except ValidationError:
                continue
    held = [one for one in held if one.kind in {"shipment", "entry"}]
    assert compared(screeners[True], held) > 20


def test_a_user_is_not_taken_for_one_that_is_alike_and_sits_at_a_sensitive_place(screeners: dict[bool, Screener]) -> None:
    def matter(number: int, role: str, name: str, address: str) -> Matter:
        parties = [{"role": role, "name": name, "country": "DE", "address": address}, {"role": "exporter", "name": "Willow Brook Machines Inc.", "country": "US"}]
        return Matter.model_validate({"id": f"P-{number}", "kind": "shipment", "date": "2026-11-20", "transaction": "export", "destination": "DE", "parties": parties})

    held = [
        matter(0, "seller", "Gartenbau Invented GmbH", "12 Prison Road, detention center"),
        matter(1, "end_user", "Feinwerk Invented GmbH", "Hauptstr. 3, Ulm"),
        matter(2, "end_user", "Gartenbau Invented GmbH", "12 Prison Road, detention center"),
        matter(3, "end_user", "Kurz Invented GmbH", "Hauptstr. 4, Ulm"),
    ]
    assert compared(screeners[True], held) == len(held)


def test_a_user_that_forwards_goods_is_not_taken_for_one_that_does_not(screeners: dict[bool, Screener]) -> None:
    def shipment(user: str) -> Matter:
        parties = [{"role": "ultimate_consignee", "name": "Invented Freight Forwarders Ltd", "country": "CN"}, {"role": "end_user", "name": user, "country": "CN"}]
        return Matter.model_validate({"id": user, "kind": "shipment", "date": "2026-11-20", "transaction": "export", "destination": "CN", "parties": parties, "lines": [{"description": "dough mixers"}]})

    assert compared(screeners[False], [shipment("Willow Brook Machines Inc."), shipment("Birch Lane Couriers Inc."), shipment("Oak Hill Machines Inc.")]) == 3


def test_neither_order_nor_the_size_of_a_batch_changes_a_row(screeners: dict[bool, Screener]) -> None:
    held = list(matters(80, 12))
    whole = [plain(row) for row in Kernel(screeners[False]).decide(held).rows]
    kernel = Kernel(screeners[False])
    order = list(range(len(held)))
    random.Random(3).shuffle(order)
    for size in (1, 7, 33):
        for start in range(0, len(order), size):
            at = order[start : start + size]
            assert [plain(row) for row in kernel.decide([held[one] for one in at]).rows] == [whole[one] for one in at]


def test_what_is_kept_may_begin_again_at_any_time(screeners: dict[bool, Screener], monkeypatch: pytest.MonkeyPatch) -> None:
    held = list(matters(60, 14))
    whole = [plain(row) for row in Kernel(screeners[True]).decide(held).rows]
    for module, name, most in ((batch_parties, "KEPT", 8), (batch_parties, "SEATS", 40), (batch_parties, "OWN", 2), (batch_atoms, "KEPT", 9), (batch_facts, "POOL", 150), (batch_why, "SAID", 20), (batch, "OWNED", 2)):
        monkeypatch.setattr(module, name, most)
    kernel = Kernel(screeners[True])
    first = kernel.known
    for start in range(0, len(held), 12):
        assert [plain(row) for row in kernel.decide(held[start : start + 12]).rows] == whole[start : start + 12]
    assert kernel.known is not first  # it did begin again


def test_a_page_that_reads_the_name_keeps_parties_apart(screeners: dict[bool, Screener]) -> None:
    book = next(one for one in screeners[True].books if one.id == "us-in-force")
    page = next(one for one in book.pages if one.id == "ofac.sdn")
    old = "the party is on the SDN List on that day — `party.on.sdn`"
    text = book.files["adjacent/ofac-sdn.md"]
    assert old in text
    named = parse_page(text.replace(old, 'anything but one name — `party.name != "Nobody"`'), page.file)
    other = Screener(screeners[True].snapshot, [replace(book, pages=tuple(named if one is page else one for one in book.pages))], Options(lists_complete=True))
    assert compared(other, [one for one in matters(40, 15) if one.kind == "shipment"]) > 10


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.lists(MATTERS, min_size=4, max_size=8))
def test_any_matters_are_decided_as_alone(screeners: dict[bool, Screener], raw: list[dict[str, object]]) -> None:
    held = []
    for one in raw:
        try:
            held.append(Matter.model_validate(one))
        except ValidationError:
            continue
    compared(screeners[True], held)


def test_a_matter_that_cannot_be_decided_is_a_fault_and_the_others_go_on(screeners: dict[bool, Screener]) -> None:
    held = list(matters(3, 13))
    held[1] = held[1].model_copy(update={"day": None})
    told = Kernel(Screener(screeners[False].snapshot, screeners[False].books)).decide(held)
    assert [one.at for one in told.faults] == [1]
    assert told.rows[1] is None
    assert told.rows[0] is not None
    assert "has no date" in told.faults[0].message


def test_the_days_of_a_screener_share_what_is_no_days_own(screeners: dict[bool, Screener]) -> None:
    one, other = (screeners[True].day_world(date(2026, 1, day)) for day in (1, 2))
    assert one.graph is other.graph


def test_a_party_that_is_near_somebody_is_asked_about_once(monkeypatch: pytest.MonkeyPatch, screeners: dict[bool, Screener]) -> None:
    asked: list[tuple[str, ...]] = []

    def counted(snapshot: Snapshot, names: Sequence[str], *more: Any, **known: Any) -> Resolution:  # noqa: ANN401 - as resolve
        asked.append(tuple(names))
        return matcher.resolve(snapshot, names, *more, **known)

    monkeypatch.setattr(batch_parties, "resolve", counted)
    monkeypatch.setattr(asking, "resolve", counted)
    name = "Hangzhou Hikvision Digital Technology Co Ltd"
    matter = Matter.model_validate({"id": "m", "kind": "shipment", "date": "2026-01-01", "parties": [{"role": "end_user", "name": name, "country": "CN"}]})
    held = screeners[True]
    told = Kernel(Screener(held.snapshot, held.books, held.options)).decide([matter])
    assert told.rows[0] is not None
    assert told.rows[0]["parties"][0]["band"] == "match"
    assert asked.count((name,)) == 1
