"""What papers, records and words say: facts that single pages and red flags ask for."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.measures.goods import goods_facts
from countersight.model.body import Statement
from countersight.model.matter import Line

from .worlds import ALL_LISTS, ENTITY, SDN, body, bound, deal, line, party, value, world


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, None), ({"text": []}, False), ({"text": ["N/A"]}, False), ({"text": ["for a bakery"]}, True),
        ({"lines": [{"use": "bakery"}]}, True), ({"text": [], "lines": [{"use": "N/A"}]}, False),
    ],
)  # fmt: skip
def test_whether_a_purpose_is_stated(fields: dict[str, Any], *, expected: bool | None) -> None:
    assert value(deal(**fields), "tx.purpose_stated") is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Server shall support ethnicity detection and alerts", True), ("系统支持维吾尔族识别、情绪识别", True), ("face watchlist of 300,000 templates", True),
        ("Cameras for a bakery", False), ("race car camera mount", False), ("minority shareholders approve the order", False),
        ("no emotion recognition is wanted", False), ("may use a watch list", None),
        ("支持识别少数民族", True), ("an alarm by ethnicity: Uyghur alarm", True), ("the platform tracks journalists at the square", True), ("a bag for journalists", False),
    ],
)  # fmt: skip
def test_whether_the_papers_ask_for_targeting(text: str, *, expected: bool | None) -> None:
    assert value(deal(text=[text]), "tx.asks_targeting") is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Video wall for the command center of the Example County Public Security Bureau", True), ("采购人:示例市公安局", True), ("visitor system of the city prison", True), ("示例县看守所改造", True),
        ("Cameras for a bakery", False), ("public security of the mall is the aim", False), ("公安县人民医院信息化", False), ("not for any police department", False), ("prisoner of war museum", False),
    ],
)  # fmt: skip
def test_whether_the_papers_name_a_security_body(text: str, *, expected: bool | None) -> None:
    assert value(deal(text=[text]), "tx.names_security_body") is expected


def test_the_stated_use_names_a_security_body_too() -> None:
    assert value(deal(lines=[{"use": "for the Example City Police Department"}]), "tx.names_security_body") is True
    assert value(deal(), "tx.names_security_body") is None


def test_papers_that_were_not_read_deny_nothing() -> None:
    assert value(deal(), "tx.asks_targeting") is None
    assert value(deal(text=[], attachments=[{"name": "order.pdf", "sha256": "0" * 64}]), "tx.purpose_stated") is None
    assert value(deal(text=["Cameras"], attachments=[{"name": "tender.pdf", "sha256": "0" * 64}]), "tx.asks_targeting") is None
    assert value(deal(text=["Article within exclusion order 337-TA-1100"]), "tx.exclusion_order") is True
    assert value(deal(text=["Cameras"]), "tx.exclusion_order") is None


CAMERA, RECORDER = {"description": "IP camera", "hs": "8525.89.30"}, {"description": "network video recorder (in one box with the cameras)", "hs": "8521.90"}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([CAMERA, RECORDER], True), ([CAMERA | {"hs": "8521.90"}, RECORDER], True), ([CAMERA, RECORDER | {"hs": "8525.89.30"}], False),
        ([CAMERA], False), ([RECORDER], False), ([{"node": "CAM-IP", "hs": "8521.90"}, {"node": "REC-NVR", "hs": "8521.90"}], True),
        ([{"description": "housings for cameras", "hs": "7616.99"}, RECORDER], False), ([{"description": "camera lens"}, RECORDER], False),
        ([CAMERA, {}], None), ([], None), (None, None),
    ],
)  # fmt: skip
def test_a_kit_whose_parts_do_not_stand_under_the_heading_of_cameras(lines: list[dict[str, Any]] | None, *, expected: bool | None) -> None:
    assert value(deal(transaction="entry", lines=lines), "tx.kit_split") is expected
    assert value(deal(transaction="export", lines=lines), "tx.kit_split") is False


@pytest.mark.parametrize(
    ("lines", "expected"),
    [([{"value": "400"}, {"value": "400.00"}], 80_000), ([{"value": "800.01"}], 80_001), ([{"value": "400"}, {}], None), ([{"value": "1", "currency": "CNY"}], None), ([{"value": "much"}], None), (None, None)],
)
def test_the_value_of_a_consignment_in_cents(lines: list[dict[str, Any]] | None, expected: int | None) -> None:
    assert value(deal(lines=lines), "tx.value") == expected


@pytest.mark.parametrize(
    ("description", "path", "expected"),
    [
        ("pepper spray, 60 ml", "line.crowd_control", True), ("催泪弹", "line.crowd_control", True), ("gas regulator", "line.crowd_control", False), ("no tasers", "line.crowd_control", None),
        ("camera firmware 2.1", "line.software", True), ("anti-virus software", "line.software", True), ("no software", "line.software", None), ("soft wares of cotton", "line.software", False), ("安防平台软件", "line.software", True),
        ("quadcopter drone with camera", "line.covered_kind", "uas"), ("无人机", "line.covered_kind", "uas"), ("Wi-Fi router for homes", "line.covered_kind", "consumer_router"),
        ("grid-tied solar inverter 5 kW", "line.covered_kind", "inverter"), ("humanoid robot", "line.covered_kind", "robot"), ("facial tissue", "line.covered_kind", "none"),
        ("ISP core router", "line.covered_kind", None), ("drone or not", "line.covered_kind", None), ("spare parts kit", "line.covered_kind", None),
        ("vehicle telematics unit with cellular modem", "line.connected_vehicle", True), ("toy car", "line.connected_vehicle", False),
    ],
)  # fmt: skip
def test_kinds_of_goods_that_single_provisions_name(description: str, path: str, expected: object) -> None:
    assert value(goods_facts(Line(description=description)), path) == expected


def test_an_entry_of_the_control_list_says_what_kind_it_is_and_silence_says_nothing() -> None:
    assert value(goods_facts(Line(description="widget", eccn="1A984")), "line.crowd_control") is True
    assert value(goods_facts(Line(eccn="5D992.c")), "line.software") is True
    assert value(goods_facts(Line()), "line.software") is None
    assert "line.covered_kind" not in goods_facts(Line(description="x" * 5000))


@given(st.text(max_size=200))
def test_any_description_is_read(text: str) -> None:
    found = goods_facts(Line(description=text))
    assert found.get("line.covered_kind") is None or found["line.covered_kind"].value in {"uas", "consumer_router", "inverter", "robot", "none", None}


KESTREL = "Kestrel Vision Technology Co., Ltd."


def scoped(scope: str) -> Any:  # noqa: ANN401
    from dataclasses import replace

    one = body("k", KESTREL, on={ENTITY: "2020-01-01"})
    return world(replace(one, designations=tuple(replace(told, scope=scope) for told in one.designations)), full=ALL_LISTS)


@pytest.mark.parametrize(
    ("scope", "expected"),
    [("Presumption of denial; footnote 4: foreign-produced items", True), ("Presumption of denial; no footnote", False), ("Presumption of denial", None)],
)
def test_a_footnote_is_told_or_open(scope: str, *, expected: bool | None) -> None:
    assert value(bound(KESTREL, scoped(scope)), "party.fdp_footnote") is expected
    assert value(bound("Osprey Bakery", scoped(scope)), "party.fdp_footnote") is False
    assert value(bound("N/A", scoped(scope)), "party.fdp_footnote") is None


def test_findings_of_abuse_and_reports_come_from_records_and_an_allegation_is_neither() -> None:
    def of(path: str, *statements: Statement, **fields: Any) -> Any:  # noqa: ANN401
        return value(bound(KESTREL, world(body("k", KESTREL, statements=statements, **fields), full=ALL_LISTS)), path)

    ground = Statement("k", "listed_for", "repression, mass detention and surveillance in Xinjiang", "00 FR 1", "finding")
    supplies = Statement("k", "supplier", "supplies a safe city abroad", "an invented report", "report")
    alleged = Statement("k", "named_by", "named in an invented article", "an article", "allegation")
    assert [of("party.abuse_findings", *one) for one in ((ground,), (supplies,), (alleged,), ())] == [True, False, False, False]
    assert [of("party.misuse_reports", *one) for one in ((ground,), (supplies,), (alleged,), ())] == [False, True, False, False]
    assert value(bound("Osprey Bakery", world()), "party.abuse_findings") is None
    assert of("party.abuse_findings", on={SDN: "2020-07-09"}) is False


@pytest.mark.parametrize(
    ("name", "path", "expected"),
    [
        ("Hong Kong Police Force", "party.hk_police", True), ("香港警務處", "party.hk_police", True), ("Hong Kong Police Band Fan Shop Ltd", "party.hk_police", True), ("Kowloon Bakery", "party.hk_police", False),
        ("Intelligence Bureau of the Joint Staff Department", "party.military_intelligence", True), ("中央军委联合参谋部情报局", "party.military_intelligence", True),
        ("People's Liberation Army Unit 61398", "party.military_intelligence", None), ("Wuhan Public Security Bureau", "party.military_intelligence", False), ("Business Intelligence Ltd", "party.military_intelligence", False),
        ("Example Freight Forwarding Ltd", "party.logistics", True), ("顺达物流有限公司", "party.logistics", True), ("示例供应链管理有限公司", "party.logistics", True), ("Example Supply Chain Solutions Ltd", "party.logistics", True),
        ("Example Shipping Agency", "party.logistics", True), ("Example Cargo Services", "party.logistics", True), ("Panda Express Noodles", "party.logistics", False), ("Example Shipping Container Homes", "party.logistics", False), ("Example Bakery", "party.logistics", False), ("N/A", "party.logistics", None),
    ],
)  # fmt: skip
def test_kinds_of_parties_by_their_names(name: str, path: str, *, expected: bool | None) -> None:
    assert value(bound(name), path) is expected


def test_a_covered_maker_inside_is_a_hit_and_no_hit_is_never_a_no() -> None:
    where = world(body("k", KESTREL, on={"us.fcc.covered": "2021-03-12"}), full=ALL_LISTS)
    assert value(line(where, upstream=[{"name": KESTREL}]).facts, "line.upstream_covered") is True
    assert value(line(where, upstream=[{"name": "Elm Foundry"}]).facts, "line.upstream_covered") is None
    assert value(line(where, [party(KESTREL, "producer")]).facts, "line.upstream_covered") is None
