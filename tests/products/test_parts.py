"""Parts, chips and services of cameras and recorders: the numbers on two halves and on a blind set, and what only shares their words."""

from __future__ import annotations

from pathlib import Path

import pytest

from countersight.products.classify import classify

CORPUS = Path(__file__).parent / "corpus"


def rows(name: str) -> list[tuple[frozenset[str], str]]:
    """Invented texts with the nodes that are acceptable."""
    lines = (line.split("\t") for line in (CORPUS / f"{name}.tsv").read_text(encoding="utf-8").splitlines())
    return [(frozenset(labels.split("|")), text) for labels, text in lines]


@pytest.mark.parametrize(("name", "least"), [("parts_a", (0.98, 0.98, 0.98)), ("parts_b", (0.85, 0.98, 0.96)), ("blind", (0.94, 0.99, 0.97))])
def test_of_what_nobody_read_as_much_is_right_as_at_first(name: str, least: tuple[float, float, float]) -> None:
    """Accuracy of the top node; precision and recall of "is a surveillance product"."""
    tops = [(labels, classify(text).top) for labels, text in rows(name)]
    found = sum(top != "none" and "none" not in labels for labels, top in tops)
    got = (
        sum(top in labels for labels, top in tops) / len(tops),
        found / sum(top != "none" for _, top in tops),
        found / sum("none" not in labels for labels, _ in tops),
    )
    assert all(one >= floor for one, floor in zip(got, least, strict=True)), got


def test_rounds_of_parts_that_were_read() -> None:
    tops = [("none" not in labels, classify(text).top != "none", text) for labels, text in rows("rounds_parts")]
    assert [text for wanted, flagged, text in tops if flagged and not wanted][9:] == []
    assert [text for wanted, flagged, text in tops if wanted and not flagged][4:] == []


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("front panel board for DVR", "SPARE-SVC"), ("IP camera WiFi module", "SPARE-SVC"), ("球机滑环 12路", "SPARE-SVC"), ("硬盘录像机按键板", "SPARE-SVC"), ("health check of CCTV cameras", "SPARE-SVC"),
        ("IP camera lens", "SENSOR-IC"), ("高速球镜头组件", "SENSOR-IC"), ("DVR decoder chip", "SOC-ISP"), ("同轴发射芯片", "SOC-ISP"),
    ],
)  # fmt: skip
def test_a_part_that_works_goes_by_its_own_node(text: str, node: str) -> None:
    assert classify(text).top == node


@pytest.mark.parametrize(
    "text",
    [
        "UPS for CCTV", "fiber media converter for IP cameras", "POE交换机 监控专用 8口", "监控用光纤收发器", "surge protector for CCTV cameras", "监控专用电源 12V2A", "carton box for NVR",
        "slip ring for wind turbines", "ISP programmer cable for AVR", "乒乓球机主板", "电梯控制板", "CCTV drainage survey", "动环监控系统巡检", "GPS module for drones", "变焦镜头 单反 70-200",
    ],
)  # fmt: skip
def test_what_feeds_or_belongs_to_another_thing_is_none(text: str) -> None:
    assert classify(text).top == "none"
