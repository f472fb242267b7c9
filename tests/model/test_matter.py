"""Matters: unknown fields are refused by name, numbers stay exact, the published schema is valid."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from countersight.model.matter import MEASURE_OF_KIND, Kind, Matter, Measure, json_schema

SMALL: dict[str, Any] = {"id": "m1", "kind": "shipment", "date": "2026-11-20"}


def faults(**changes: Any) -> list[tuple[str, str]]:  # noqa: ANN401
    with pytest.raises(ValidationError) as caught:
        Matter.model_validate({**SMALL, **changes})
    return [(".".join(map(str, one["loc"])), one["type"]) for one in caught.value.errors()]


def test_a_small_matter_is_read() -> None:
    found = Matter.model_validate(SMALL)
    assert (found.day, found.lines, found.parties, found.measured) == (date(2026, 11, 20), None, [], "export")


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"dats": "2026-11-20"}, "dats"),
        ({"parties": [{"role": "end_user", "name": "x", "nationality": "y"}]}, "parties.0.nationality"),
        ({"lines": [{"colour": "red"}]}, "lines.0.colour"),
        ({"parties": [{"role": "end_user", "name": "x", "identifiers": {"passport": "1"}}]}, "parties.0.identifiers.passport"),
    ],
)
def test_a_field_that_nobody_knows_is_refused_by_its_name(changes: dict[str, Any], place: str) -> None:
    assert faults(**changes) == [(place, "extra_forbidden")]


def test_values_outside_a_vocabulary_are_refused() -> None:
    assert faults(kind="gift") == [("kind", "literal_error")]
    assert faults(destination="China") == [("destination", "string_pattern_mismatch")]
    assert faults(parties=[{"role": "friend", "name": "x"}]) == [("parties.0.role", "literal_error")]


@pytest.mark.parametrize(("written", "kept"), [("49.90", "49.90"), (49.9, "49.9"), (5, "5"), (1e-7, "0.0000001"), (1e22, "10000000000000000000000"), (0.1, "0.1")])
def test_numbers_are_kept_as_their_text(written: object, kept: str) -> None:
    found = Matter.model_validate({**SMALL, "lines": [{"quantity": written}]})
    assert found.lines is not None
    assert found.lines[0].quantity == kept


@pytest.mark.parametrize("written", [float("nan"), float("inf"), float("-inf"), True, [], {}])
def test_what_is_no_number_is_refused(written: object) -> None:
    assert [place for place, _ in faults(lines=[{"quantity": written}])] == ["lines.0.quantity"]


def test_a_matter_never_changes() -> None:
    with pytest.raises(ValidationError):
        Matter.model_validate(SMALL).id = "other"


def test_every_kind_has_a_measure() -> None:
    assert set(MEASURE_OF_KIND) == set(get_args(Kind))
    assert set(MEASURE_OF_KIND.values()) <= set(get_args(Measure))
    assert Matter.model_validate({**SMALL, "measure": "tax"}).measured == "tax"


def references(node: object) -> list[str]:
    if isinstance(node, dict):
        own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
        return own + [one for value in node.values() for one in references(value)]
    return [one for value in node for one in references(value)] if isinstance(node, list) else []


def test_the_published_schema_is_whole_and_says_what_the_model_reads() -> None:
    schema = json_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert json.loads(json.dumps(schema)) == schema
    assert {ref.removeprefix("#/$defs/") for ref in references(schema)} <= set(schema["$defs"])
    assert schema["additionalProperties"] is False
    assert set(schema["required"]) == {"id", "kind"}
    assert set(schema["properties"]) == {field.alias or name for name, field in Matter.model_fields.items()}
    assert all(one.get("additionalProperties") is False for one in schema["$defs"].values() if one["type"] == "object")
