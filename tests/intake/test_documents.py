"""Matters as JSON and JSON lines."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from countersight.errors import InputError, UsageError
from countersight.intake.documents import read_json, read_jsonl
from countersight.intake.read import read_matters

GOOD = {"id": "M-1", "kind": "shipment", "date": "2026-11-20"}


def as_bytes(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def test_one_matter_a_list_and_lines_are_the_same() -> None:
    one = read_json(as_bytes(GOOD), "m.json").matters
    assert one == read_json(as_bytes([GOOD]), "m.json").matters
    assert one == read_jsonl(as_bytes(GOOD) + b"\n\n", "m.jsonl").matters


def test_a_bad_item_names_its_place_and_the_others_go_on() -> None:
    found = read_json(as_bytes([GOOD, {**GOOD, "id": "M-2", "dats": "2026-11-20"}, 7]), "m.json")
    assert [m.id for m in found.matters] == ["M-1"]
    assert found.faults[0].message == "a key that is not known: 'dats'"
    assert found.faults[0].hint == "did you mean 'date'?"
    assert str(found.faults[0].where) == "m.json, matter 2:dats"
    assert found.faults[1].message == "a matter is an object, not int"


def test_a_wrong_value_says_where_and_what() -> None:
    found = read_json(as_bytes({**GOOD, "parties": [{"role": "boss", "name": "X"}]}), "m.json")
    assert found.faults[0].where.column == "parties.0.role"
    assert "'exporter'" in found.faults[0].message


def test_a_float_stays_exact_text() -> None:
    found = read_json(b'{"id": "M", "kind": "shipment", "lines": [{"value": 48000.10, "us_content": {"pct": "unknown"}}]}', "m.json")
    lines = found.matters[0].lines
    assert lines is not None
    assert lines[0].value == "48000.1"
    assert lines[0].us_content is not None
    assert lines[0].us_content.pct == "unknown"


def test_marks_for_unknown_become_null_and_are_noted() -> None:
    found = read_json(as_bytes({**GOOD, "destination": "N/A", "lines": [{"node": "none", "eccn": "-"}]}), "m.json")
    lines = found.matters[0].lines
    assert lines is not None
    assert (found.matters[0].destination, lines[0].node, lines[0].eccn) == (None, "none", None)
    assert found.notes == [
        "m.json, matter 1: read as unknown: destination: 'N/A'",
        "m.json, matter 1: read as unknown: lines[0].eccn: '-'",
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"{", "not JSON"),
        (b'{"id": "a", "id": "b"}', "the key 'id' stands twice in one object"),
        ("{}".encode("utf-16"), "not UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_a_file_that_is_not_json_says_where(data: bytes, message: str) -> None:
    with pytest.raises(InputError) as caught:
        read_json(data, "m.json")
    assert message in caught.value.message
    assert caught.value.hint


def test_a_line_that_is_not_json_leaves_the_others() -> None:
    found = read_jsonl(as_bytes(GOOD) + b"\n{oops\n" + as_bytes({**GOOD, "id": "M-3"}), "m.jsonl")
    assert [m.id for m in found.matters] == ["M-1", "M-3"]
    assert found.faults[0].where.line == 2


def test_unknown_endings_are_refused_with_what_can_be_read(tmp_path: Path) -> None:
    file = tmp_path / "m.docx"
    file.write_bytes(b"x")
    with pytest.raises(UsageError, match="a format that is not known"):
        read_matters(str(file))


@pytest.mark.parametrize("data", [as_bytes(GOOD), as_bytes([GOOD]), as_bytes(GOOD) + b"\n" + as_bytes(GOOD), b"id,date\nM-1,2026-11-20\n"])
def test_standard_input_is_known_by_its_content(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert read_matters("-").matters[0].id == "M-1"


def test_a_table_kind_that_has_no_reader_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "m.csv"
    file.write_text("id\n", encoding="utf-8")
    with pytest.raises(UsageError, match="no table reader for 'portfolio'"):
        read_matters(str(file), "portfolio")
