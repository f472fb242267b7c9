"""Facts that only pages on imports ask for: the maker's entry, priority sectors, tests and shows, the security filing, the Act's waiver."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from countersight.measures.deal_facts import deal_facts
from countersight.measures.item_facts import _BARE_PARTS, item_facts
from countersight.measures.world import World
from countersight.model.body import Body, Designation, Name
from countersight.model.matter import Line
from countersight.products.lexicon import lexicon

from .worlds import COVERED, body, line, matter, party, value, world

MAKER = "Kestrel Vision Technology Co., Ltd."


def covered(*entries: tuple[str, str]) -> World:
    """A world of one maker with entries of a start and a scope."""
    told = tuple(Designation(COVERED, "k", start, "99 FR 1", scope=scope) for start, scope in entries)
    return world(Body(id="k", schema="Company", names=(Name(MAKER),), designations=told), full=(COVERED,))


def of(path: str, where: World | None = None, parties: list[dict[str, Any]] | None = None, **fields: Any) -> Any:  # noqa: ANN401
    return value(line(where, parties, **fields).facts, f"line.{path}")


@pytest.mark.parametrize(
    ("entries", "goods", "since"),
    [
        ([("2021-03-12", "Video surveillance equipment, use-limited")], True, date(2021, 3, 12)),
        ([("2025-12-22", "Communications equipment and services named in s.1709")], True, date(2025, 12, 22)),
        ([("2025-12-22", "equipment"), ("2021-03-12", "equipment")], True, date(2021, 3, 12)),
        ([("2022-03-25", "International telecommunications services"), ("2024-01-02", "equipment")], True, date(2024, 1, 2)),
        ([("2022-03-25", "International telecommunications services")], False, date(2022, 3, 25)),
        ([("2024-07-23", "Security and anti-virus software")], False, date(2024, 7, 23)),
        ([("2021-03-12", "")], True, date(2021, 3, 12)),
        ([("", "equipment")], True, None),
        ([("2026-11-21", "equipment")], None, None),
        ([], None, None),
    ],
)
def test_what_the_makers_entry_reaches_and_since_when(entries: list[tuple[str, str]], goods: object, since: object) -> None:
    where = covered(*entries)
    parties = [party(MAKER, "producer")]
    assert of("producer_covered_equipment", where, parties) is goods
    assert of("producer_covered_since", where, parties) == since


def test_without_a_producer_nothing_is_said_of_an_entry() -> None:
    assert of("producer_covered_since", covered(("2021-03-12", "equipment"))) is None


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"description": "aluminium housings"}, True), ({"description": "housings", "upstream": [{"name": "Example", "input": "primary aluminum"}]}, True),
        ({"description": "摄像机铝外壳"}, True), ({"description": "steel brackets"}, True), ({"description": "network camera"}, None),
        ({"description": "housing, no aluminium"}, None), ({}, None),
    ],
)  # fmt: skip
def test_a_priority_sector_is_found_and_never_denied(fields: dict[str, Any], *, expected: bool | None) -> None:
    assert of("priority_sector", **fields) is expected


@pytest.mark.parametrize(
    ("use", "expected"),
    [("trade show in Las Vegas", True), ("evaluation samples", True), ("resale", False), ("not for a trade show", False), (None, None), ("N/A", None)],
)
def test_goods_for_a_test_or_a_show(use: str | None, *, expected: bool | None) -> None:
    assert of("test_or_show", use=use, description="network cameras") is expected


@pytest.mark.parametrize(
    ("use", "users", "expected"),
    [
        ("private power plant", [], True), ("power plant", [party("City of Example", "user", claims={"government": True})], False),
        ("power plant and police station", [], False), ("shop", [], False), ("not a power plant", [], False), (None, [], None),
    ],
)  # fmt: skip
def test_whether_critical_infrastructure_alone_brings_the_use_under_the_entry(use: str | None, users: list[dict[str, Any]], *, expected: bool | None) -> None:
    assert of("use_critical_only", parties=users, use=use) is expected


def test_a_use_alone_does_not_deny_a_test() -> None:
    assert of("test_or_show", use="resale") is None


@pytest.mark.parametrize(("name", "expected"), [("AO Kaspersky Lab", True), ("Kaspersky Lab, Inc.", True), ("Kasper Skyline Tours", False), ("N/A", None)])
def test_kaspersky_by_its_name_as_a_word(name: str, *, expected: bool | None) -> None:
    assert of("producer_kaspersky", parties=[party(name, "producer")]) is expected


GOODS = {"description": "cameras", "hs": "8525.89.3000", "origin": "CN", "producer": MAKER}


@pytest.mark.parametrize(
    ("roles", "lines", "expected"),
    [
        (("seller", "importer"), [GOODS], False), (("vendor", "purchaser"), [GOODS], False), (("importer",), [GOODS], True),
        (("seller", "importer"), [GOODS | {"producer": None}], True), (("seller", "importer", "producer"), [GOODS | {"producer": None}], False),
        (("seller", "importer"), [GOODS, GOODS | {"origin": None}], True), (("seller", "importer"), [GOODS | {"hs": "N/A"}], True), (("seller", "importer"), None, True),
    ],
)  # fmt: skip
def test_what_the_security_filing_names_is_missing(roles: tuple[str, ...], lines: list[dict[str, Any]] | None, *, expected: bool) -> None:
    one = matter(kind="entry", parties=[party(f"Example {role}", role) for role in roles], lines=lines)
    fact = deal_facts(one, [], world())["tx.isf_gaps"]
    assert fact.value is expected
    assert bool(fact.note) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [(None, False), ([], False), (["Purchase order 7"], False), (["no national-interest waiver"], False), (["national interest waiver of 2026-10-01"], None), (["a US-interest waiver is pending"], None)],
)
def test_a_waiver_of_the_act_that_no_paper_names_is_none(text: list[str] | None, *, expected: bool | None) -> None:
    assert deal_facts(matter(kind="entry", text=text), [], world())["tx.act_waiver"].value is expected


@pytest.mark.parametrize(
    ("description", "grade", "chip"),
    [
        ("aluminium housings for cameras, empty", "enabling", False), ("bracket and housing for CCTV camera", "enabling", False), ("network camera", "context", False),
        ("network cameras with housings", "context", False), ("image signal processor", "core", True), ("maintenance of CCTV", "core", False),
        ("camera main board", "enabling", None), ("NVR PSU board", "enabling", None), ("maintenance contract for NVR", "core", False), ("NVR firmware", "core", False),
        ("housing with ISP chip for camera", None, None), ("housing, not for cameras", None, None), ("desk", None, None), ("", None, None),
    ],
)  # fmt: skip
def test_a_bare_part_is_a_part_and_no_image_chip_where_nothing_speaks_of_one(description: str, grade: str | None, *, chip: bool | None) -> None:
    facts = item_facts(Line(description=description))
    if grade is not None:
        assert value(facts, "line.class") == grade
    assert value(facts, "line.image_chip") in ({chip} if grade else {None, True})


HIK = "Hangzhou Hikvision Digital Technology Co., Ltd."
LISTED_HIK = world(body("h", HIK, on={COVERED: "2021-03-12"}, countries=("CN",)), full=(COVERED,))


@pytest.mark.parametrize(
    ("fields", "producer", "listed", "flag"),
    [
        ({"fcc_id": "2ADTD-DS2CD"}, None, True, True), ({"mac": "44:19:b6:01:02:03"}, None, True, True), ({"model": "DS-2CD2143G2-I"}, None, None, True),
        ({"fcc_id": "2ADTD-DS2CD"}, HIK, True, None), ({"fcc_id": "2ADTD-DS2CD"}, "Example Vision Ltd.", False, True), ({"model": "DS-2CD2143G2-I"}, "Example Vision Ltd.", False, True),
        ({"mac": "02:00:00:00:00:01"}, None, None, None), ({"model": "N/A", "mac": ""}, None, None, None), ({"brand": "Hikvision"}, None, None, None), ({}, HIK, True, None),
    ],
)  # fmt: skip
def test_the_device_tells_who_made_it(fields: dict[str, Any], producer: str | None, *, listed: bool | None, flag: bool | None) -> None:
    """A registry names the maker where the papers name none; a model number only raises the question; a brand raises none."""
    facts = line(LISTED_HIK, **(fields | ({"producer": producer} if producer else {}))).facts
    assert value(facts, "line.producer_on_covered_list") is listed
    assert value(facts, "line.device_names_listed") is flag


def test_a_party_that_is_the_producer_goes_before_a_registry() -> None:
    facts = line(LISTED_HIK, [party("Example Vision Ltd.", "producer")], fcc_id="2ADTD-DS2CD").facts
    assert value(facts, "line.producer_on_covered_list") is False
    assert value(facts, "line.device_names_listed") is True
    assert "2ADTD" in facts["line.device_names_listed"].note


def test_concepts_of_bare_parts_are_concepts() -> None:
    assert _BARE_PARTS - {"tariff number"} <= lexicon().at.keys()
    assert all(lexicon().concepts[lexicon().at[name]].kind == "product" for name in _BARE_PARTS - {"tariff number"}), "those of the kind part say so themselves"
