"""Files as offices have them: workbooks, Parquet, other encodings and countries, mappings, bad rows, tables of any size."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from countersight.errors import CountersightError, InputError, UsageError
from countersight.intake.bad_rows import bad_rows
from countersight.intake.cells import CellFault, Style, countries, country, day, number
from countersight.intake.mapping import propose, read_mapping
from countersight.intake.read import read_matters, stream_matters
from countersight.intake.text import read_table

WHEN = datetime(2026, 11, 20)  # noqa: DTZ001 - as a workbook holds it
HEAD = "id,date,destination,end_user,description,value\n"


def workbook(path: Path, *rows: list[Any], sheets: dict[str, list[list[Any]]] | None = None, hidden: str = "") -> str:
    book = Workbook()
    del book["Sheet"]
    sheet = book.create_sheet("Sheet", 0)
    for row in rows:
        sheet.append(row)
    for name, more in (sheets or {}).items():
        made = book.create_sheet(name)
        for row in more:
            made.append(row)
        made.sheet_state = "hidden" if name == hidden else "visible"
    book.save(path)
    return str(path)


# --- encodings, countries, days, amounts ------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030"])
def test_every_encoding_that_can_be_told_gives_the_same_matters(encoding: str) -> None:
    text = HEAD + "".join(f"S-{at},2026-11-20,CN,武汉市公安局,网络摄像机,1200\n" for at in range(3))
    found = read_table(text.encode(encoding), "ships.csv", "shipment")
    assert [one.parties[0].name for one in found.matters] == ["武汉市公安局"] * 3
    assert bool([note for note in found.notes if "read as" in note]) == (encoding not in {"utf-8", "utf-8-sig"})


def test_bytes_that_are_no_text_are_refused() -> None:
    for data in (b"id,date\nS,\xff\xfe\xff", b"id\0\1\2,date\nx", b"\x89PNG\r\n\x1a\n" + bytes(range(256))):
        with pytest.raises(InputError) as caught:
            read_table(data, "ships.csv", "shipment")
        assert caught.value.hint


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_cells_are_parted_by_whatever_the_file_uses(sign: str) -> None:
    text = HEAD.replace(",", sign) + sign.join(["S-1", "2026-11-20", "CN", '"Acme, Inc."', "cameras", "5"]) + "\n"
    assert read_table(text.encode(), "ships.csv", "shipment").matters[0].parties[0].name == "Acme, Inc."


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2026-11-02", "2026-11-02"), ("20261102", "2026-11-02"), ("2026/11/2", "2026-11-02"), ("2026年11月2日", "2026-11-02"), ("２０２６－１１－０２", "2026-11-02"), ("2.11.2026", "2026-11-02"),
        ("2 Nov 2026", "2026-11-02"), ("02-Nov-2026", "2026-11-02"), ("November 2, 2026", "2026-11-02"), ("2026-11-02T09:30:00Z", "2026-11-02"), ("25/11/2026", "2026-11-25"), ("11/25/2026", "2026-11-25"), ("11/11/2026", "2026-11-11"),
    ],
)  # fmt: skip
def test_days_of_several_countries(cell: str, expected: str) -> None:
    assert day(cell).isoformat() == expected


@pytest.mark.parametrize("cell", ["11/12/2026", "2026-13-01", "31.02.2026", "46000", "soon", "11/12/26", "2026"])
def test_a_day_that_can_be_two_or_none_is_refused(cell: str) -> None:
    with pytest.raises(CellFault):
        day(cell)


def test_a_column_decides_what_a_cell_does_not() -> None:
    rows = "".join(f"S-{at},{text},CN,x,y,1\n" for at, text in enumerate(("25/11/2026", "11/12/2026")))
    found = read_table((HEAD + rows).encode(), "ships.csv", "shipment")
    assert [str(one.day) for one in found.matters] == ["2026-11-25", "2026-12-11"]
    assert found.notes == ["ships.csv: date: read with the day before the month, as other days of the column show"]
    both = read_table((HEAD + rows + "S-9,11/25/2026,CN,x,y,1\n").encode(), "ships.csv", "shipment")
    assert [(one.where.line, one.message) for one in both.faults] == [(3, "two days in one: '11/12/2026'")]


@pytest.mark.parametrize(
    ("cell", "style", "expected"),
    [
        ("1,234.56", None, "1234.56"), ("1.234,56", None, "1234.56"), ("1 234,56", None, "1234.56"), ("1'234.50", None, "1234.50"), ("1,234", False, "1234"), ("1.234", True, "1234"), ("1.234", False, "1.234"), ("1,234", True, "1.234"),
        ("$48,000", False, "48000"), ("0.125", None, "0.125"), ("1234,567", None, "1234.567"), ("US$ 5", None, "5"), ("5 EUR", None, "5"), ("¥１２００", None, "1200"), ("1,234,567", None, "1234567"), ("0", None, "0"), ("12,5", None, "12.5"), ("007", None, "7"),
    ],
)  # fmt: skip
def test_amounts_of_several_countries(cell: str, *, style: bool | None, expected: str) -> None:
    assert number(cell, Style(comma=style)).rstrip() in {expected, f"00{expected}"}


@pytest.mark.parametrize("cell", ["1.234", "1,234", "10 DOZ", "1,2,3", "1.2.3.4", "-5", "NaN", "Infinity", "many", "1e5e5", ""])
def test_an_amount_that_can_be_two_or_none_is_refused(cell: str) -> None:
    with pytest.raises(CellFault):
        number(cell)


@given(st.text(max_size=20))
def test_any_cell_is_read_or_refused(cell: str) -> None:
    for read in (day, number, country, countries):
        with contextlib.suppress(CellFault):
            read(cell)


def test_countries_by_code_and_by_name() -> None:
    assert [country(text) for text in ("cn", "China", "CHINA", "中国", "Hong Kong", "USA", "P.R. China", "ＣＮ", "Viet Nam")] == ["CN", "CN", "CN", "CN", "HK", "US", "CN", "CN", "VN"]
    assert countries("HK; Singapore、VN") == ["HK", "SG", "VN"]
    assert countries("HK SG") == ["HK", "SG"]


# --- header and layout ------------------------------------------------------------------------------------------------------


def test_titles_above_and_totals_below_are_not_rows() -> None:
    text = "Example Imports LLC,,\nShipments of November,,\n\n" + HEAD + "S-1,2026-11-20,CN,Acme,cameras,5\nTotal,,,,,5\n合计：,,,,,5\n"
    found = read_table(text.replace("Total,,,,,5", ",Total,,,,5").replace("合计：,", ",合计：").encode(), "ships.csv", "shipment")
    assert [one.id for one in found.matters] == ["S-1"]
    assert not found.faults
    assert found.notes == ["ships.csv: the header was found in row 4; not read above it: row 1, 2", "ships.csv: totals, not read: rows 6, 7"]


def test_chinese_headings_are_known() -> None:
    text = "合同号,出口日期,目的国,收货人,最终用户,品名,型号,数量,金额,原产国,用途\nHT-1,2026年11月20日,中国,示例贸易有限公司,武汉市公安局,网络摄像机,DS-2,10,１２００,美国,公安\n"
    (matter,) = read_table(text.encode("gb18030"), "ships.csv", "shipment").matters
    assert (matter.id, matter.destination, [one.role for one in matter.parties]) == ("HT-1", "CN", ["ultimate_consignee", "end_user"])
    assert matter.lines is not None
    assert (matter.lines[0].value, matter.lines[0].origin) == ("1200", "US")


def test_a_table_of_parties() -> None:
    text = "Vendor Number,Vendor Name,Aliases,Country,USCC\nV1,Invented Kestrel Ltd,红隼;Kestrel,China,91330000733796106P\n,No Number GmbH,,Germany,\n"
    found = read_table(text.encode(), "vendors.csv", "parties")
    assert [(one.id, one.kind, one.parties[0].role, one.parties[0].name, one.parties[0].country) for one in found.matters] == [
        ("V1", "parties", "customer", "Invented Kestrel Ltd", "CN"), ("row 3 No Number GmbH", "parties", "customer", "No Number GmbH", "DE"),
    ]  # fmt: skip
    assert found.matters[0].parties[0].names == ["红隼", "Kestrel"]
    with pytest.raises(InputError, match="no column names the parties"):
        read_table(b"colour,size\nred,2\n", "vendors.csv", "parties")


def test_ten_thousand_columns_lose_one_row_and_no_other() -> None:
    found = read_table((HEAD + "S-0" + ",x" * 9_999 + "\nS-1,2026-11-20,CN,Acme,cameras,5\n").encode(), "ships.csv", "shipment")
    assert [one.id for one in found.matters] == ["S-1"]
    assert found.faults[0].message == "the row has 10000 cells, the header 6"


# --- mappings ---------------------------------------------------------------------------------------------------------------

FOREIGN = "Ship Ref #,Goods Desc,Ship-To Company,Zielland,Colour,Amount (USD)\nR-7,IP cameras,Acme Ltd,DE,red,5\n"


def test_a_mapping_is_proposed_corrected_and_used(tmp_path: Path) -> None:
    table, file = tmp_path / "out.csv", tmp_path / "mapping.yaml"
    table.write_text(FOREIGN, encoding="utf-8")
    with pytest.raises(UsageError, match="a mapping was proposed: 6 headings"):
        read_matters(str(table), "shipment", str(file))
    proposal = file.read_text(encoding="utf-8")
    assert '"Zielland": null  # not understood' in proposal
    assert '"Ship-To Company": ultimate_consignee  # a guess' in proposal
    file.write_text(
        'kind: shipment\ncolumns: {"Ship Ref #": id, "Goods Desc": description, "Ship-To Company": ultimate_consignee, "Zielland": destination, "Colour": null, "Amount (USD)": value}\n'
        "fixed: {date: 2026-11-20, ultimate_consignee.country: Germany}\n",
        encoding="utf-8",
    )
    found = read_matters(str(table), "shipment", str(file))
    assert not found.notes
    (matter,) = found.matters
    assert (matter.id, matter.destination, str(matter.day), matter.parties[0].country) == ("R-7", "DE", "2026-11-20", "DE")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("columns: {a: descriptoin}", "no column is called 'descriptoin'"), ("colums: {}", "a mapping has the keys"), ("columns: [a]", "a mapping has the keys"), ("columns: {a: id}\nkind: tax", "no table of the kind 'tax'"),
        ("columns: {a: id}\nfixed: {when: now}", "no column is called 'when'"), ("columns: {a: id}\nfixed: [1]", "fixed is no mapping"), ("columns: {a", "not YAML"), ("\t", "not YAML"),
    ],
)  # fmt: skip
def test_a_mapping_that_is_none_says_why(text: str, message: str, tmp_path: Path) -> None:
    file = tmp_path / "m.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_mapping(file)


@given(st.lists(st.text(max_size=20), min_size=1, max_size=8))
def test_any_header_can_be_proposed_for_and_the_proposal_can_be_read(header: list[str]) -> None:
    import tempfile

    with tempfile.NamedTemporaryFile("w", suffix=".yaml", encoding="utf-8", errors="surrogatepass") as file:
        file.write(propose(header, "shipment", "x.csv"))
        file.flush()
        try:
            made = read_mapping(Path(file.name))
        except InputError:
            return  # control characters are no YAML
        assert all(target is None or isinstance(target, str) for target in made.columns.values())


def test_a_mapping_without_an_id_makes_every_row_a_shipment(tmp_path: Path) -> None:
    file = tmp_path / "m.yaml"
    file.write_text("columns: {Goods: description}\nfixed: {date: 2026-11-20}\n", encoding="utf-8")
    found = read_table(b"Goods,Other\ncameras,1\nlenses,2\n", "x.csv", "shipment", read_mapping(file))
    assert [one.id for one in found.matters] == ["row 2", "row 3"]


# --- workbooks and Parquet --------------------------------------------------------------------------------------------------


def test_a_workbook_gives_what_its_table_gives(tmp_path: Path) -> None:
    name = workbook(
        tmp_path / "ships.xlsx", ["Notes for the reader"], sheets={"Data": [HEAD.strip().split(","), ["S-1", WHEN, "China", "武汉市公安局", "cameras", 1200.5]], "Old": [["x"]]}, hidden="Old"
    )
    found = read_matters(name)
    (matter,) = found.matters
    assert (str(matter.day), matter.destination, matter.parties[0].name) == ("2026-11-20", "CN", "武汉市公安局")
    assert matter.lines is not None
    assert matter.lines[0].value == "1200.5"
    assert found.notes == [f"{name}: read from the sheet 'Data'", f"{name}: sheets not read: Sheet", f"{name}: hidden sheets, not read: Old"]


def test_a_formula_without_a_stored_value_is_a_fault_of_its_cell(tmp_path: Path) -> None:
    found = read_matters(workbook(tmp_path / "ships.xlsx", ["id", "date", "value"], ["S-1", "2026-11-20", "=1+1"], ["S-2", "2026-11-20", 2]))
    assert [one.id for one in found.matters] == ["S-2"]
    (fault,) = found.faults
    assert (fault.where.line, fault.where.column, fault.message) == (2, "value", "a formula whose value was never stored, in cell C2")


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    bomb, archive, text = tmp_path / "bomb.xlsx", tmp_path / "other.xlsx", tmp_path / "text.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/workbook.xml", b"0" * 50_000_000)
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("readme.txt", "x")
    text.write_text(HEAD, encoding="utf-8")
    cut = Path(workbook(tmp_path / "cut.xlsx", HEAD.strip().split(",")))
    with zipfile.ZipFile(tmp_path / "broken.xlsx", "w") as made, zipfile.ZipFile(cut) as whole:
        for one in whole.namelist():
            made.writestr(one, whole.read(one)[:80] if "sheet" in one else whole.read(one))
    for path, message in ((bomb, "unpacks to 50,000,000 bytes"), (archive, "an archive, and no workbook"), (text, "not a workbook"), (tmp_path / "broken.xlsx", "cannot be read|can be read")):
        with pytest.raises(InputError, match=message) as caught:
            read_matters(str(path))
        assert caught.value.hint
    (tmp_path / "old.xls").write_bytes(b"x")
    with pytest.raises(UsageError, match=r"\.xls must be saved as XLSX"):
        read_matters(str(tmp_path / "old.xls"))


def test_parquet_gives_what_its_table_gives(tmp_path: Path) -> None:
    import duckdb

    path = tmp_path / "ships.parquet"
    duckdb.sql(f"COPY (SELECT 'S-1' AS id, DATE '2026-11-20' AS date, 'CN' AS destination, 'Acme' AS end_user, 'cameras' AS description, 1200.50::DECIMAL(10,2) AS value) TO '{path}' (FORMAT parquet)")
    (matter,) = read_matters(str(path)).matters
    assert matter.lines is not None
    assert (str(matter.day), matter.lines[0].value) == ("2026-11-20", "1200.50")
    path.write_bytes(b"PAR1 no")
    with pytest.raises(InputError, match="not Parquet"):
        read_matters(str(path))


# --- bad rows, and tables of any size ---------------------------------------------------------------------------------------


def test_bad_rows_are_a_table_of_their_own() -> None:
    found = read_table((HEAD + "S-1,soon,CN,Acme,=cmd,5\nS-2,2026-11-20,CN,Acme,x,5\n").encode(), "ships.csv", "shipment")
    lines = bad_rows(found.faults).splitlines()
    assert lines[0] == "file,row,column,matter,message,hint,follows"
    assert lines[1] == 'ships.csv,2,date,S-1,not a day: \'soon\',"write year, month, day: 2026-11-20",not screened'
    assert bad_rows([]).count("\n") == 1


def large(path: Path, rows: int) -> str:
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        for at in range(rows):
            file.write(f"S-{at // 2},2026-11-20,CN,Invented Buyer {at // 2} Co. Ltd.,network cameras with a long description of what they can do,{at}\n")
    return str(path)


def test_a_table_is_read_some_at_a_time_and_gives_the_same(tmp_path: Path) -> None:
    name = large(tmp_path / "big.csv", 6001)
    chunks = list(stream_matters(name))
    assert [one.id for chunk in chunks for one in chunk.matters] == [f"S-{at}" for at in range(3001)]
    assert max(len(chunk.matters) for chunk in chunks) <= 501


def test_rows_that_stand_apart_are_gathered_and_come_last(tmp_path: Path) -> None:
    name = large(tmp_path / "big.csv", 3000)
    with Path(name).open("a", encoding="utf-8") as file:
        file.write("S-7,2026-11-20,CN,Invented Buyer 7 Co. Ltd.,late,1\nS-0,2026-11-20,CN,Invented Buyer 0 Co. Ltd.,later,soon\n")
    found = read_matters(name)
    assert len(found.matters) == 1500
    last = found.matters[-2:]
    assert [(one.id, [line.description for line in one.lines or ()][-1]) for one in last] == [("S-0", None), ("S-7", "late")]
    assert found.notes == [f"{name}: rows of 2 matters do not stand together (S-0, S-7): they were gathered, and come last"]
    assert [(one.where.line, one.dropped) for one in found.faults] == [(3003, False)]


SCRIPT = """
import re, resource, sys
from pathlib import Path
from countersight.intake.read import stream_matters
count = sum(len(chunk.matters) for chunk in stream_matters(sys.argv[1]))
status = Path("/proc/self/status")  # there ru_maxrss is never less than the process had that started this one
peak = re.search(r"VmHWM:\\s*(\\d+) kB", status.read_text())[1] if status.exists() else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(count, peak)
"""


def read_in_a_process(name: str) -> tuple[int, int]:
    done = subprocess.run([sys.executable, "-c", SCRIPT, name], capture_output=True, text=True, check=True)
    count, kilobytes = map(int, done.stdout.split())
    return count, kilobytes // 1024


@pytest.mark.slow
def test_three_hundred_megabytes_are_read_in_constant_memory(tmp_path: Path) -> None:
    rows = 2_600_000
    name = large(tmp_path / "big.csv", rows)
    assert Path(name).stat().st_size > 300_000_000
    count, peak = read_in_a_process(name)
    assert (count, peak < 100) == (rows // 2, True)


@pytest.mark.slow
def test_a_gigabyte_is_read_in_constant_memory(tmp_path: Path) -> None:
    name = large(tmp_path / "big.csv", 8_600_000)
    assert Path(name).stat().st_size > 1_000_000_000
    count, peak = read_in_a_process(name)
    assert (count, peak < 100) == (4_300_000, True)


def test_memory_does_not_grow_with_the_table(tmp_path: Path) -> None:
    small, big = large(tmp_path / "small.csv", 20_000), large(tmp_path / "big.csv", 200_000)
    peaks = [read_in_a_process(name)[1] for name in (small, big)]
    assert peaks[1] < peaks[0] * 1.25


def test_a_file_that_is_not_there_or_a_format_that_is_not_known(tmp_path: Path) -> None:
    for name, error in (("none.csv", InputError), ("none.xlsx", InputError)):
        with pytest.raises(error):
            read_matters(str(tmp_path / name))
    odd = tmp_path / "a.pdf"
    odd.write_bytes(b"%PDF")
    with pytest.raises(CountersightError, match="a format that is not known"):
        read_matters(str(odd))
    lines = tmp_path / "a.jsonl"
    lines.write_text("{}\n", encoding="utf-8")
    with pytest.raises(UsageError, match="--map is for tables"):
        read_matters(str(lines), None, "m.yaml")
