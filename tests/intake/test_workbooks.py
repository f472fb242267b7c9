"""Workbooks, Parquet and JSON records: what they hold beside values, and what in them is refused."""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from countersight.errors import InputError, UsageError
from countersight.intake.read import read_matters, stream_matters

HEAD = ["id", "date", "destination", "end_user", "description", "value"]
WHEN = datetime(2026, 11, 20)  # noqa: DTZ001 - as a workbook holds it


def book(path: Path, *rows: list[Any], change: Callable[[Any], None] | None = None) -> str:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    if change:
        change(sheet)
    made.save(path)
    return str(path)


def rewritten(path: str, part: str, change: Callable[[bytes], bytes], more: str = "") -> str:
    with zipfile.ZipFile(path) as given:
        parts = {name: given.read(name) for name in given.namelist()}
    parts[part] = change(parts[part])
    if more:
        parts[more] = b"<x/>"
    with zipfile.ZipFile(path, "w") as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return path


SHEET = "xl/worksheets/sheet1.xml"


def test_numbers_that_are_stored_as_numbers_are_never_doubtful(tmp_path: Path) -> None:
    found = read_matters(book(tmp_path / "a.xlsx", HEAD, [7, WHEN, "CN", "Acme", "x", 1.234], ["S-2", WHEN, "CN", "Acme", "x", "1.234"]))
    assert [one.id for one in found.matters] == ["7", "S-2"]
    assert [line.value for one in found.matters for line in one.lines or ()] == ["1.234", None]
    assert "row 3" in found.notes[0]


def test_a_merged_cell_holds_for_the_matter_and_not_for_its_lines(tmp_path: Path) -> None:
    def merge(sheet: Any) -> None:  # noqa: ANN401 - openpyxl's sheet
        sheet.merge_cells("A1:F1")
        for column in "ABCDF":
            sheet.merge_cells(f"{column}3:{column}4")

    name = book(tmp_path / "a.xlsx", ["Shipments of November"], HEAD, ["S-1", WHEN, "CN", "Acme", "x", 5], [None, None, None, None, "y", None], ["S-2", WHEN, "CN", "Acme", "z", 6], change=merge)
    found = read_matters(name)
    assert not found.faults
    assert [[(line.description, line.value) for line in one.lines or ()] for one in found.matters] == [[("x", "5"), ("y", None)], [("z", "6")]]
    assert f"{name}: merged cells (A1:F1, A3:A4, B3:B4, C3:C4, D3:D4 ...): downwards the value holds for the matter and its parties, and for the first line only" in found.notes
    assert f"{name}: merged cells: id: the value above was read for 1 rows" in found.notes


def test_a_formula_with_a_stored_value_is_read_and_said(tmp_path: Path) -> None:
    name = rewritten(book(tmp_path / "a.xlsx", HEAD, ["S-1", WHEN, "CN", "Acme", "x", 6]), SHEET, lambda xml: xml.replace(b"<v>6</v>", b"<f>2*3</f><v>6</v>"))
    found = read_matters(name)
    assert found.matters[0].lines is not None
    assert found.matters[0].lines[0].value == "6"
    assert found.notes == [f"{name}: formulas: of 1 cells the stored value was read"]


def test_what_a_sheet_says_of_its_own_size_is_not_believed(tmp_path: Path) -> None:
    name = rewritten(book(tmp_path / "a.xlsx", HEAD, ["S-1", WHEN, "CN", "Acme", "x", 6]), SHEET, lambda xml: xml.replace(b'ref="A1:F2"', b'ref="A1:A1"'))
    assert [one.id for one in read_matters(name).matters] == ["S-1"]


def test_a_lookup_that_found_nothing_is_unknown(tmp_path: Path) -> None:
    found = read_matters(book(tmp_path / "a.xlsx", HEAD, ["S-1", WHEN, "CN", "#N/A", "x", 6]))
    assert (found.matters[0].parties, found.faults) == ([], [])


@pytest.mark.parametrize(
    ("more", "change", "message"),
    [
        ("xl/externalLinks/externalLink1.xml", lambda xml: xml, "the workbook links to other files"),
        ("xl/connections.xml", lambda xml: xml, "the workbook fetches data from elsewhere"),
        ("", lambda xml: b'<!DOCTYPE a [<!ENTITY b "b">]>' + xml, "the workbook defines entities"),
    ],
)
def test_a_workbook_that_reaches_out_of_itself_is_refused(more: str, change: Callable[[bytes], bytes], message: str, tmp_path: Path) -> None:
    name = rewritten(book(tmp_path / "a.xlsx", HEAD, ["S-1", WHEN, "CN", "Acme", "x", 6]), SHEET, change, more)
    with pytest.raises(InputError, match=message) as caught:
        read_matters(name)
    assert caught.value.hint


def test_an_old_workbook_with_a_new_ending_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with pytest.raises(InputError, match="an old workbook, or one with a password"):
        read_matters(str(path))


def test_a_mapping_names_a_sheet_even_a_hidden_one(tmp_path: Path) -> None:
    def hide(sheet: Any) -> None:  # noqa: ANN401 - openpyxl's sheet
        sheet.parent.create_sheet("Front")
        sheet.sheet_state = "hidden"
        sheet.parent.active = 1

    name, told = book(tmp_path / "a.xlsx", ["Nr", "When"], ["S-1", WHEN], change=hide), tmp_path / "m.yaml"
    told.write_text("columns: {Nr: id, When: date}\nsheet: Sheet\n", encoding="utf-8")
    assert [one.id for one in read_matters(name, None, str(told)).matters] == ["S-1"]
    told.write_text("columns: {Nr: id, When: date}\nsheet: Data\n", encoding="utf-8")
    with pytest.raises(InputError, match="there is no sheet 'Data'") as caught:
        read_matters(name, None, str(told))
    assert caught.value.hint == "sheets are Sheet, Front"


# --- Parquet ----------------------------------------------------------------------------------------------------------------


def test_parquet_keeps_numbers_exact_and_its_name_is_no_pattern(tmp_path: Path) -> None:
    import duckdb

    path = tmp_path / "plain.parquet"
    table = duckdb.sql("SELECT 'S-' || i AS id, DATE '2026-11-20' AS date, 1.234::DECIMAL(10,3) AS value, ['a', 'b'] AS remarks FROM range(3) t(i)")
    assert table is not None
    table.write_parquet(str(path))
    odd = path.rename(tmp_path / "ships [a-b] *?.parquet")
    found = read_matters(str(odd))
    assert [line.value for one in found.matters for line in one.lines or ()] == ["1.234"] * 3
    assert (found.matters[0].text, found.notes) == (["a", "b"], [])
    odd.write_bytes(odd.read_bytes()[:200])
    with pytest.raises(InputError, match="not Parquet"):
        read_matters(str(odd))


def test_parquet_without_its_reader_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    path = tmp_path / "a.parquet"
    path.write_bytes(b"PAR1")
    with pytest.raises(UsageError, match="reading Parquet needs DuckDB") as caught:
        read_matters(str(path))
    assert "countersight[bulk]" in caught.value.hint


# --- JSON -------------------------------------------------------------------------------------------------------------------


def as_file(path: Path, value: object) -> str:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return str(path)


def test_flat_records_are_a_table(tmp_path: Path) -> None:
    records = [{"Shipment Reference Number": "S-1", "Date of Export": "2026-11-20", "End User": "Acme", "value": 1.234, "remarks": ["a", "b"]}, {"Shipment Reference Number": "S-2", "Date of Export": {"y": 1}}, 7]
    found = read_matters(as_file(tmp_path / "a.json", records))
    (matter,) = found.matters
    assert matter.lines is not None
    assert (matter.id, matter.lines[0].value, matter.text) == ("S-1", "1.234", ["a", "b"])
    assert [(one.where.line, one.message) for one in found.faults] == [(2, "a value that is an object"), (3, "the row does not say which matter it belongs to")]
    assert found.notes == [f"{tmp_path / 'a.json'}: read as a table: one record is one row"]


def test_entities_of_followthemoney_are_parties_and_of_persons_only_the_name_is_taken(tmp_path: Path) -> None:
    entities = [
        {"id": "a", "schema": "Company", "properties": {"name": ["Invented Kestrel Ltd", "红隼"], "jurisdiction": ["cn"], "leiCode": ["5299000J2N45DDNE4Y28"]}},
        {"id": "b", "schema": "Person", "properties": {"name": ["Invented Person"], "country": ["cn"], "nationality": ["cn"], "birthDate": ["1970"], "address": ["a street"]}},
        {"id": "c", "schema": "Ownership", "properties": {"owner": ["a"]}},
    ]
    found = read_matters(as_file(tmp_path / "a.json", entities))
    company, person = (one.parties[0] for one in found.matters)
    assert company.identifiers is not None
    assert (company.name, company.names, company.country, company.identifiers.lei) == ("Invented Kestrel Ltd", ["红隼"], "CN", "5299000J2N45DDNE4Y28")
    assert person.model_dump(exclude_none=True, exclude_defaults=True) == {"role": "customer", "name": "Invented Person"}
    assert found.notes == [f"{tmp_path / 'a.json'}: entities that are no party, not read: Ownership (1 times)"]


def test_json_lines_are_read_some_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps({"id": f"S-{at}", "kind": "shipment"}) + "\n" for at in range(1201)) + "{oops\n", encoding="utf-8-sig")
    chunks = list(stream_matters(str(path)))
    assert [len(one.matters) for one in chunks] == [500, 500, 201]
    assert chunks[-1].faults[0].where.line == 1202
