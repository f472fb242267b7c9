"""Facts of an item out of its words, where no node is given: they assert; what they do not assert stays unknown."""

from __future__ import annotations

from typing import Any

import pytest

from countersight.measures.item_facts import item_facts
from countersight.model.matter import Line

from .worlds import value

PATHS = ("node", "class", "image_chip", "state_list")


def of(**fields: Any) -> list[Any]:  # noqa: ANN401
    facts = item_facts(Line.model_validate(fields))
    return [value(facts, f"line.{path}") for path in PATHS]


@pytest.mark.parametrize(
    ("description", "facts"),
    [
        ("image signal processor for video cameras, BGA", ["SOC-ISP", "core", True, True]),
        ("4MP dome IP camera", ["CAM-IP", "context", False, True]),
        ("400万红外半球网络摄像机", ["CAM-IP", "context", False, True]),
        ("camera module MIPI 5MP", ["SENSOR-IC", "enabling", None, None]),
        ("人脸识别系统", ["BIO-FACE", "core", False, True]),
        ("监控系统维保", ["SPARE-SVC", "core", False, True]),
    ],
)
def test_words_assert_a_node(description: str, facts: list[Any]) -> None:
    assert of(description=description) == facts


@pytest.mark.parametrize("description", ["bracket for dome camera", "steel bolts", "facial tissue", "electronic goods", "maybe an IP camera?", "", "N/A", None])
def test_words_that_assert_nothing_deny_nothing(description: str | None) -> None:
    assert of(description=description) == [None, None, None, None]


def test_a_node_that_is_given_stands_against_the_words() -> None:
    assert of(node="none", description="4MP dome IP camera") == ["none", "none", False, False]
    assert of(node="REC-NVR", description="4MP dome IP camera")[0] == "REC-NVR"
    assert of(node="CAM-ANALOG", description="4MP dome IP camera") == [None, None, None, None]


def test_the_fact_names_the_words_that_decided() -> None:
    fact = item_facts(Line(description="4MP dome IP camera"))["line.node"]
    assert "network-camera" in repr(fact)
