"""Tables of shipments: headings as people write them, unknown as unknown, and rows that fail without losing the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countersight.errors import InputError
from countersight.intake.cells import narrow
from countersight.intake.columns import BY_HEADING, COLUMNS, heading
from countersight.intake.read import read_matters
from countersight.intake.text import read_table

if TYPE_CHECKING:
    from pathlib import Path

    from countersight.intake.result import Intake


def table(text: str, kind: str = "shipment") -> Intake:
    return read_table(text.encode(), "ships.csv", kind)


def test_headings_of_the_export_filing_and_our_own_are_one() -> None:
    eei = table(
        "Shipment Reference Number,Date of Export,Country of Ultimate Destination,USPPI,Ultimate Consignee,Ultimate Consignee Type,"
        "Commodity Description,Schedule B,First Quantity,Value (USD)\n"
        'S-1,2026-11-20,cn,Invented Inc.,Invented Buyer Ltd.,G,cameras,8525.89,2,"1,200.50"\n'
    )
    own = table(
        "id,date,destination,exporter,ultimate_consignee,ultimate_consignee_type,description,hs,quantity,value\n"
        "S-1,20261120,CN,Invented Inc.,Invented Buyer Ltd.,government,cameras,8525.89,2,1200.50\n"
    )
    assert not eei.faults
    assert eei.matters == own.matters
    matter = own.matters[0]
    assert matter.transaction == "export"
    assert [(p.role, p.name, p.consignee_type) for p in matter.parties] == [
        ("exporter", "Invented Inc.", None),
        ("ultimate_consignee", "Invented Buyer Ltd.", "government"),
    ]
    assert matter.lines is not None
    assert matter.lines[0].value == "1200.50"


def test_rows_of_one_id_are_lines_of_one_matter() -> None:
    found = table("id,date,destination,description\nS-1,2026-11-20,CN,camera\nS-2,2026-11-20,CN,desk\nS-1,2026-11-20,CN,lens\n")
    assert {m.id: [line.description for line in m.lines or ()] for m in found.matters} == {"S-1": ["camera", "lens"], "S-2": ["desk"]}


@pytest.mark.parametrize("mark", ["N/A", "-", "0000", "unknown", "TBD", "n.a."])
def test_marks_for_unknown_are_unknown_and_said_so(mark: str) -> None:
    found = table(f"id,date,end user,eccn\nS-1,2026-11-20,{mark},{mark}\n")
    assert found.matters[0].parties == []
    assert found.matters[0].lines is not None
    assert found.matters[0].lines[0].eccn is None
    assert [note for note in found.notes if mark in note and "read as unknown" in note]


def test_an_empty_cell_is_unknown_without_a_word() -> None:
    found = table("id,date,eccn\nS-1,2026-11-20,\n")
    assert found.notes == []


def test_the_node_none_is_an_answer_and_no_mark() -> None:
    found = table("id,date,node\nS-1,2026-11-20,none\n")
    assert found.matters[0].lines is not None
    assert found.matters[0].lines[0].node == "none"


@pytest.mark.parametrize(
    ("column", "cell", "message", "hint"),
    [
        ("date", "11/12/2026", "two days in one: '11/12/2026'", "2026-11-20"),
        ("destination", "Cathay", "not a country: 'Cathay'", "alpha-2"),
        ("quantity", "many", "not a number: 'many'", "digits"),
        ("value", "-5", "not an amount: '-5'", "not negative"),
        ("quantity", "NaN", "not an amount", "not negative"),
        ("ultimate_consignee_type", "X", "unknown ultimate consignee type: 'X'", "direct_consumer"),
        ("transaction", "gift", "unknown transaction: 'gift'", "export"),
        ("end_user_government", "maybe", "neither yes nor no: 'maybe'", "leave the cell empty"),
    ],
)
def test_a_bad_cell_names_its_place_and_what_would_be_right(column: str, cell: str, message: str, hint: str) -> None:
    columns = dict.fromkeys(["id", "date", column], "") | {"id": "BAD", "date": "2026-11-20", column: f'"{cell}"'}
    good = dict.fromkeys(columns, "") | {"id": "GOOD", "date": "2026-11-20"}
    found = table("\n".join(",".join(row) for row in (columns.keys(), columns.values(), good.values())) + "\n")
    assert [m.id for m in found.matters] == ["GOOD"]
    fault = found.faults[0]
    assert (fault.where.file, fault.where.line, fault.where.column) == ("ships.csv", 2, column)
    assert message in fault.message
    assert hint in fault.hint
    assert fault.dropped
    assert fault.matter == "BAD"


def test_a_bad_row_of_a_matter_with_good_rows_stays_in_it_as_a_line_of_which_nothing_is_known() -> None:
    found = table("id,date,description,quantity\nS-1,2026-11-20,camera,2\nS-1,2026-11-20,chip,lots\n")
    lines = found.matters[0].lines
    assert lines is not None
    assert [line.description for line in lines] == ["camera", None]
    assert not found.faults[0].dropped
    assert "a line of which nothing is known" in str(found.faults[0])


def test_rows_that_contradict_each_other_are_said_to() -> None:
    found = table("id,date,destination\nS-1,2026-11-20,CN\nS-1,2026-11-20,DE\n")
    assert found.matters[0].destination == "CN"
    assert found.faults[0].message == "DE here, CN in an earlier row of the same matter"


def test_every_fault_of_a_row_is_reported() -> None:
    found = table("id,date,destination,quantity\nS-1,soon,Cathay,many\n")
    assert [fault.where.column for fault in found.faults] == ["date", "destination", "quantity"]


def test_a_row_without_an_id_and_one_with_too_many_cells() -> None:
    found = table("id,date\n,2026-11-20\nS-1,2026-11-20,x\nS-2,2026-11-20\n")
    assert [m.id for m in found.matters] == ["S-2"]
    assert [(fault.where.line, fault.message) for fault in found.faults] == [
        (2, "the row does not say which matter it belongs to"),
        (3, "the row has 3 cells, the header 2"),
    ]


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    found = table('id,date,description\nS-1,2026-11-20,"two\nlines"\n\nS-2,soon,x\n')
    assert found.faults[0].where.line == 5


def test_a_table_of_devices_that_is_read_as_shipments_says_how_it_would_be_read() -> None:
    with pytest.raises(InputError) as caught:
        read_table(b"name,mac,fcc id\ncam,4419B6010203,\n", "cams.csv", "shipment")
    assert "read with --kind devices" in str(caught.value.hint)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the file is empty"),
        ("id,date\nS,\xff".encode("latin-1"), "not UTF-8 at byte 10"),
        (b"id,id\nS,S\n", "the heading 'id' stands twice"),
        (b"id,shipment id\nS,S\n", "two columns say the same: 'id' and 'shipment id'"),
        (b"date,description\n2026-11-20,x\n", "no column gives each row its matter"),
        (b'id,date\n"S,2026-11-20\n', "not CSV"),
    ],
)
def test_a_file_that_cannot_be_read_as_a_whole_says_why(data: bytes, message: str) -> None:
    with pytest.raises(InputError) as caught:
        read_table(data, "ships.csv", "shipment")
    assert message in caught.value.message
    assert caught.value.hint
    assert caught.value.where.file == "ships.csv"


def test_a_byte_order_mark_and_columns_that_are_not_read() -> None:
    found = read_table("\ufeffid,date,colour of the box\nS-1,2026-11-20,blue\n".encode(), "ships.csv", "shipment")
    assert found.matters[0].id == "S-1"
    assert found.notes == ["ships.csv: columns not read: colour of the box"]


def test_a_party_with_details_and_no_name_is_not_named() -> None:
    found = table("id,date,end_user_country\nS-1,2026-11-20,CN\n")
    assert found.matters[0].parties == []
    assert "read as not named" in found.notes[0]


def test_an_entry_comes_to_the_united_states() -> None:
    found = table("entry number,entry date,manufacturer,mid\nE-1,2026-11-20,Invented Maker,\n", "entry")
    assert (found.matters[0].kind, found.matters[0].transaction, found.matters[0].destination) == ("entry", "entry", "US")


def test_every_heading_is_in_its_compared_form_and_reachable() -> None:
    for column in COLUMNS:
        assert any(BY_HEADING[name] == column for name in column.headings), column
        assert all(heading(name) == name for name in column.headings), column


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(st.text(max_size=12), min_size=1, max_size=6), max_size=6))
def test_whatever_is_in_the_cells_nothing_is_lost_and_nothing_crashes(rows: list[list[str]]) -> None:
    quoted = "".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in rows)
    data = ("id,date,destination,quantity,end_user,eccn\n" + quoted).encode("utf-8", "surrogatepass")
    try:
        found = read_table(data, "x.csv", "shipment")
    except InputError:
        return
    told = {m.id for m in found.matters} | {f.matter for f in found.faults}
    for row in rows:
        first = " ".join(narrow(row[0]).split())  # an id in full-width signs is the same id
        if first and len(row) <= 6 and any(cell.strip() for cell in row):
            assert first in told or found.faults or "read as unknown" in " ".join(found.notes)


def test_the_door_knows_formats_by_their_ending(tmp_path: Path) -> None:
    file = tmp_path / "ships.CSV"
    file.write_text("id,date\nS-1,2026-11-20\n", encoding="utf-8")
    assert read_matters(str(file)).matters[0].id == "S-1"
    with pytest.raises(InputError, match="cannot be read"):
        read_matters(str(tmp_path / "none.csv"))
