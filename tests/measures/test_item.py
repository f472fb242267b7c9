"""What an item is: codes, nodes, fingerprints, one to one or one to many; and what it is used for."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.measures.item_facts import DOES_NOT_IDENTIFY, IDENTIFIES, MAX_WORDS, MAY_HOLD_READER, item_facts
from countersight.measures.uses import MAX_USE, use_covered
from countersight.model.matter import Line
from countersight.products.taxonomy import NODES, node

from .worlds import value


def of(path: str, **fields: Any) -> Any:  # noqa: ANN401
    return value(item_facts(Line.model_validate(fields)), f"line.{path}")


@pytest.mark.parametrize(
    ("written", "base", "paragraph"),
    [
        ("3a991.a.1", "3A991", "3A991.a.1"), (" ECCN: 4A003b ", "4A003", "4A003.b"), ("EAR 99", "EAR99", "EAR99"), ("ear99", "EAR99", "EAR99"),
        ("N/A", None, None), ("none", None, None), ("3A991/5A992", None, None), ("", None, None), (None, None, None),
    ],
)  # fmt: skip
def test_control_numbers_as_people_write_them(written: str | None, base: str | None, paragraph: str | None) -> None:
    assert (of("eccn", eccn=written), of("eccn_paragraph", eccn=written)) == (base, paragraph)


@pytest.mark.parametrize(
    ("written", "digits"),
    [("8525.89.3000", "8525893000"), ("8525", "8525"), ("852", None), ("0000.00.0000", None), ("N/A", None), ("cameras", None), (None, None)],
)
def test_tariff_numbers_as_people_write_them(written: str | None, digits: str | None) -> None:
    assert of("hs", hs=written) == digits


def test_a_node_brings_its_class() -> None:
    facts = item_facts(Line(node="soc-isp"))
    assert [value(facts, f"line.{one}") for one in ("node", "class", "image_chip", "state_list")] == ["SOC-ISP", "core", True, True]
    none = item_facts(Line(node=" None "))
    assert [value(none, f"line.{one}") for one in ("node", "class", "image_chip", "state_list")] == ["none", "none", False, False]


@pytest.mark.parametrize("written", [None, "", "N/A", "CAM-ANALOG", "unknown"])
def test_without_a_node_that_exists_nothing_is_said_of_it(written: str | None) -> None:
    facts = item_facts(Line(node=written))
    assert {path for path, fact in facts.items() if fact.value is not None} == set()


def test_the_nodes_that_these_facts_speak_of_exist() -> None:
    assert all(node(one) for one in DOES_NOT_IDENTIFY | IDENTIFIES | MAY_HOLD_READER)
    assert IDENTIFIES.isdisjoint(DOES_NOT_IDENTIFY)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"node": "BIO-FINGER"}, True),
        ({"node": "bio-finger"}, True),
        ({"description": "door reader, fingerprint"}, True),
        ({"description": "指纹采集仪"}, True),
        ({"description": "finger print live scan station"}, True),
        ({"description": "AFIS server"}, True),
        ({"node": "CAM-IP"}, False),
        ({"node": "none"}, False),
        ({"description": "laptop docking stations"}, False),
        ({"description": "butter cookies"}, False),
        ({}, None),
        ({"description": "N/A"}, None),
        ({"description": "???"}, None),
        ({"node": "BIO-VERIF"}, None),
        ({"node": "BIO-VERIF", "description": "door reader"}, None),
        ({"node": "no such node"}, None),
        ({"description": "access control terminal X100"}, None),
        ({"description": "biometric lock"}, None),
        ({"description": "fish fingers"}, None),
        ({"description": "card reader without fingerprint sensor"}, None),
        ({"description": "fingerprint-resistant steel door"}, None),
        ({"description": "x " * MAX_WORDS}, None),
    ],
)
def test_whether_it_reads_fingerprints(fields: dict[str, Any], *, expected: bool | None) -> None:
    assert of("fingerprint", **fields) is expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"functions": ["1:N"]}, True),
        ({"functions": ["recognition"]}, True),
        ({"functions": ["1:1", "1:N"]}, True),
        ({"description": "one-to-many search by face"}, True),
        ({"description": "face recognition camera"}, True),
        ({"description": "AFIS"}, True),
        ({"node": "BIO-FACE"}, True),
        ({"node": "BIO-VERIF", "functions": ["1:N"]}, True),
        ({"functions": ["1:1"]}, False),
        ({"functions": ["verification"]}, False),
        ({"description": "door reader, fingerprint, 1:1 verification, 500 templates", "node": "BIO-VERIF"}, False),
        ({"node": "BIO-VERIF"}, False),
        ({"node": "CAM-IP"}, False),
        ({"node": "none"}, False),
        ({}, None),
        ({"node": "BIO-DNA"}, None),
        ({"node": "BIO-EMOTION"}, None),
        ({"node": "CAM-SMART"}, None),
        ({"node": "no such node"}, None),
        ({"functions": ["N/A"]}, None),
        ({"description": "fingerprint verification, matched against a database"}, None),
        ({"description": "not for 1:N use", "node": "BIO-FINGER"}, None),
        ({"description": "no 1:1 mode"}, None),
        ({"description": "factory verification passed"}, None),
        ({"description": "radio frequency identification tag"}, None),
        ({"description": "text recognition"}, None),
    ],
)
def test_whether_it_tells_one_person_among_many(fields: dict[str, Any], *, expected: bool | None) -> None:
    assert of("biometric_identification", **fields) is expected


@pytest.mark.parametrize("ident", [one.id for one in NODES])
def test_every_node_is_known_by_its_id_in_any_case(ident: str) -> None:
    assert item_facts(Line(node=ident)) == item_facts(Line(node=ident.lower()))


# --- uses ----------------------------------------------------------------------------------------------------------------

COVERED = [
    "city police station", "public transit security", "security of government facilities", "Rotterdam port security", "911 dispatch",
    "prison", "county courthouse", "water treatment plant", "data centre", "telecommunications tower", "hydroelectric dam",
    "airport gift shop", "home for police officers", "shop; police station", "border crossing", "federal building", "power grid",
    "hospital entrance", "retail store and embassy annex",
]  # fmt: skip
PRIVATE = [
    "private house", "home", "home security camera", "my own apartment", "family restaurant", "retail store", "residential use only",
    "dairy farm", "flower shop, cafe", "home and garden house",
]  # fmt: skip
OPEN = [
    None, "", "N/A", "building security", "lobby", "fever screening", "not for police use", "no government use", "non-government office",
    "wind farm", "server farm", "tank farm", "nursing home", "UK Home Office", "home affairs ministry", "power house", "White House",
    "machine shop at a base", "Amsterdam", "madam", "hospitality", "tennis court", "metrology", "imprisonment",
    "letzten transition", "not a private house", "home?! or elsewhere", "private house unless let", "store room", "Porsche 911", "support security team",
    "Federal Way",
]  # fmt: skip


@pytest.mark.parametrize("use", COVERED)
def test_a_use_that_the_entries_name_is_covered(use: str) -> None:
    assert use_covered(use, None).value is True
    assert use_covered(None, use).value is True
    assert use_covered("private house", use).value is True


@pytest.mark.parametrize("use", PRIVATE)
def test_a_use_in_words_that_are_all_private_is_not_covered(use: str) -> None:
    assert use_covered(use, None).value is False
    assert use_covered(None, use).value is False
    assert use_covered(use, "12 Main Street, Springfield").value is False


@pytest.mark.parametrize("use", OPEN)
def test_every_other_use_is_open(use: str | None) -> None:
    assert use_covered(use, None).value is None
    assert use_covered(None, use).value is None


@pytest.mark.parametrize("place", ["county office", "naval depot", "military base", "wind farm terminal", "not at home", "home " * MAX_USE])
def test_a_private_use_at_a_place_of_another_kind_is_not_believed(place: str) -> None:
    assert use_covered("private house", place).value is not False


def test_a_text_too_long_to_read_is_not_private() -> None:
    assert use_covered("home " * (MAX_USE // 5), None).value is False
    assert use_covered("home " * MAX_USE, None).value is None


@given(st.lists(st.sampled_from([*PRIVATE, "police", "agency", "not", "base", "and", ",", "transit station", "x"]), max_size=6))
def test_a_use_with_one_word_that_is_not_private_is_never_cleared(words: list[str]) -> None:
    use = " ".join(words)
    if set(words) - {*PRIVATE, "and", ","}:
        assert use_covered(use, None).value is not False
    assert use_covered(use, "police station").value is True


@pytest.mark.parametrize("hostile", ["port ", "home,", "water ", "telecom", "finger ", "1:", "face a ", "not ", "verification "])
def test_long_hostile_words_take_linear_time(hostile: str) -> None:
    text = hostile * (300_000 // len(hostile))
    start = time.perf_counter()
    use_covered(text, text)
    item_facts(Line(description=text, functions=[text]))
    assert time.perf_counter() - start < 2
