"""Tables as people keep them: two languages, two headers, footnotes, several makers, scattered rows, doubtful days and amounts."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.errors import InputError, UsageError
from countersight.intake.columns import BY_HEADING, column_of
from countersight.intake.held import Held
from countersight.intake.mapping import read_mapping
from countersight.intake.read import read_matters
from countersight.intake.result import Intake
from countersight.intake.rows import Row
from countersight.intake.survey import Bloom
from countersight.intake.text import read_table

HEAD = "id,date,destination,end_user,description,value\n"


def ships(text: str, kind: str = "shipment") -> Intake:
    return read_table(text.encode(), "ships.csv", kind)


def values(found: Intake) -> list[str | None]:
    return [line.value for one in found.matters for line in one.lines or ()]


# --- headings ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("收货人 Consignee", "ultimate_consignee"), ("Consignee/收货人", "ultimate_consignee"), ("境外收货人（Ultimate Consignee）", "ultimate_consignee"), ("ＨＳ编码", "hs"), ("运抵国（地区）", "destination"),
        ("最终用户名称", "end_user"), ("最终用户国别", "end_user.country"), ("MID", "producer.mid"), ("币制", "currency"), ("Commodity Classification Number", "hs"), ("Date of Exportation", "date"),
    ],
)  # fmt: skip
def test_headings_of_filings_and_of_two_languages(text: str, path: str) -> None:
    column = column_of(text, BY_HEADING)
    assert column is not None
    assert column.path == path


@pytest.mark.parametrize("text", ["收货人 Consignee Country", "买方 Consignee", "Consignee 颜色", "颜色"])
def test_a_heading_whose_halves_differ_is_not_read(text: str) -> None:
    assert column_of(text, BY_HEADING) is None


def test_a_second_header_and_the_header_again_are_no_rows() -> None:
    second = "编号,日期,目的国,最终用户,品名,金额\n"
    found = ships(HEAD + second + "S-1,2026-11-20,CN,Acme,x,5\n" + HEAD + "S-2,2026-11-20,CN,Acme,x,5\n")
    assert [one.id for one in found.matters] == ["S-1", "S-2"]
    assert found.notes == ["ships.csv: row 2 names the columns once more, and was not read", "ships.csv: the header once more, not read: row 4"]


def test_only_what_sums_up_is_taken_for_a_total() -> None:
    found = ships(HEAD + ",2026-11-20,CN,Sumitomo Total Ltd,Total station,5\nTotal:,,,,,5\n,,,合计,,5\n")
    assert [(one.where.line, one.message) for one in found.faults] == [(2, "the row does not say which matter it belongs to")]
    assert found.notes == ["ships.csv: totals, not read: rows 3, 4"]


def test_a_footnote_is_no_matter() -> None:
    found = ships(HEAD + "S-1,2026-11-20,CN,Acme,x,5\nPrepared by the export desk,,,,,\n")
    assert [one.id for one in found.matters] == ["S-1"]
    assert found.faults[0].message == "the row names a matter and says nothing of it"


def test_lists_in_two_columns_are_one_list() -> None:
    found = ships("id,date,remarks,end use\nS-1,2026-11-20,urgent,police; traffic\n")
    assert found.matters[0].text == ["urgent", "police", "traffic"]


def test_a_word_of_the_spreadsheet_on_its_own_file() -> None:
    found = ships("sep=;\n" + HEAD.replace(",", ";") + "S-1;2026-11-20;CN;Acme;x;1,5\nS-2;soon;CN;Acme;x;1\n")
    assert values(found) == ["1.5"]
    assert (found.faults[0].where.line, found.notes) == (4, ["ships.csv: cells are parted by semicolons"])


# --- entries, parties -------------------------------------------------------------------------------------------------------


def test_an_entry_has_a_maker_for_each_line() -> None:
    text = "Entry Number,Entry Date,Export Date,Importer of Record,Manufacturer Name,Manufacturer ID,HTSUS Number,Entered Value\n"
    rows = "E-1,11/25/2026,10/01/2026,Invented Imports,Maker One,CNMAKONE1,8525.89,100\nE-1,11/25/2026,10/01/2026,Invented Imports,Maker Two,CNMAKTWO2,8525.89,200\n"
    found = ships(text + rows, "entry")
    assert not found.faults
    (matter,) = found.matters
    assert [(one.name, one.identifiers.mid) for one in matter.parties if one.role == "producer" and one.identifiers] == [("Maker One", "CNMAKONE1"), ("Maker Two", "CNMAKTWO2")]
    assert [line.producer for line in matter.lines or ()] == ["Maker One", "Maker Two"]
    assert (str(matter.day), found.notes) == ("2026-11-25", ["ships.csv: columns not read: Export Date"])
    (one,) = ships(text + rows.splitlines()[0] + "\n", "entry").matters
    assert one.lines is not None
    assert one.lines[0].producer is None


def test_two_end_users_of_one_shipment_contradict_each_other() -> None:
    found = ships(HEAD + "S-1,2026-11-20,CN,Acme,x,5\nS-1,2026-11-20,CN,Other,x,5\n")
    assert found.faults[0].message == "Other here, Acme in an earlier row of the same matter"


def test_parties_of_one_account_a_role_and_a_row_without_a_name() -> None:
    found = ships("account,name,role,country\nA,Acme,Supplier,CN\nA,Acme West,supplier,CN\nB,,vendor,CN\n", "parties")
    (matter,) = found.matters
    assert [(one.name, one.role) for one in matter.parties] == [("Acme", "vendor"), ("Acme West", "vendor")]
    assert [(one.matter, one.message) for one in found.faults] == [("B", "the row names no party")]


# --- days, amounts, currencies ----------------------------------------------------------------------------------------------


def test_the_last_row_decides_for_the_first() -> None:
    rows = "".join(f"S-{at},{'25/11/2026' if at == 7000 else '02/11/2026'},CN,Acme,x,{'0,5' if at == 7000 else '1.234'}\n" for at in range(7001)).replace("0,5", '"0,5"')
    found = ships(HEAD + rows)
    assert not found.faults
    assert (str(found.matters[0].day), values(found)[0]) == ("2026-11-02", "1234")


def test_days_with_points_are_day_first_unless_the_column_shows_otherwise() -> None:
    rows = [f"S-{at},{day},CN,Acme,x,1\n" for at, day in enumerate(("05.04.2026", "11.25.2026"))]
    assert str(ships(HEAD + rows[0]).matters[0].day) == "2026-04-05"
    assert ships(HEAD + rows[0]).notes == ["ships.csv: date: read with the day before the month, as days with points are"]
    assert str(ships(HEAD + "".join(rows)).matters[0].day) == "2026-05-04"
    both = ships(HEAD + "".join(rows) + "S-3,25.11.2026,CN,Acme,x,1\n")
    assert both.faults[0].hint.startswith("2026-04-05 or 2026-05-04?")


@pytest.mark.parametrize(("sign", "currency"), [("5 EUR", "EUR"), ("¥5", "CNY or JPY"), ("5元", "CNY"), ("US$ 5", "USD"), ("5", None)])
def test_an_amount_in_another_currency_names_it(sign: str, currency: str | None) -> None:
    found = ships(HEAD + f"S-1,2026-11-20,CN,Acme,x,{sign}\n")
    assert found.matters[0].lines is not None
    assert (found.matters[0].lines[0].value, found.matters[0].lines[0].currency) == ("5", currency)


def test_two_currencies_of_one_amount_are_a_fault() -> None:
    head = "id,date,value,currency\n"
    assert ships(head + "S-1,2026-11-20,¥5,CNY\n").matters[0].lines[0].currency == "CNY"  # type: ignore[index]
    assert ships(head + "S-1,2026-11-20,5 EUR,USD\n").faults[0].message == "two currencies of one amount: EUR and USD"


def test_an_amount_that_can_be_two_is_unknown_and_said_so() -> None:
    found = ships(HEAD + 'S-1,2026-11-20,CN,Acme,x,"1,234"\nS-2,2026-11-20,CN,Acme,x,1.234\n')
    assert (values(found), found.faults) == ([None, None], [])
    assert found.notes == ["ships.csv: read as unknown: value: two numbers in one: '1,234'; write 1234 or 1.2340, or say decimals: point (or comma) in a mapping (--map) (rows 2, 3)"]


def test_a_number_that_lost_its_digits_is_no_number() -> None:
    found = ships("id,date,end_user,end_user_uscc\nS-1,2026-11-20,Acme,9.1330000733E+17\n")
    assert "shortened" in found.faults[0].message


@pytest.mark.parametrize("mark", ["无", "Ｎ／Ａ", "未知", "---", "00000000"])
def test_marks_for_unknown_in_chinese_and_in_wide_letters(mark: str) -> None:
    found = ships(HEAD + f"S-1,2026-11-20,CN,{mark},x,5\n")
    assert found.matters[0].parties == []
    assert "read as unknown" in found.notes[0]


# --- mappings ---------------------------------------------------------------------------------------------------------------


def mapping(folder: Path, text: str) -> str:
    path = folder / "m.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_mapping_answers_what_the_file_leaves_open(tmp_path: Path) -> None:
    table = tmp_path / "ships.csv"
    table.write_bytes("Nr,Tag,Käufer,Wert\nS-1,05/04/2026,Müller,1.234\n".encode("windows-1252"))
    name = mapping(tmp_path, "columns: {Nr: id, Tag: date, Käufer: purchaser, Wert: value}\ndates: day first\ndecimals: comma\nencoding: windows-1252\n")
    found = read_matters(str(table), None, name)
    assert (str(found.matters[0].day), values(found), found.matters[0].parties[0].name, found.notes) == ("2026-04-05", ["1234"], "Müller", [])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("columns: {a: id}\ndates: sometimes", "dates is 'sometimes'"), ("columns: {a: id}\ndecimals: [1]", r"decimals is \[1\]"), ("columns: {a: id}\nencoding: klingon", "no encoding is called 'klingon'"),
        ("columns: {a: id}\nencoding: base64", "no encoding is called 'base64'"), ("columns: {a: [id]}", r"no column is called \['id'\]"),
    ],
)  # fmt: skip
def test_a_mapping_with_a_slip_says_which(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=message):
        read_mapping(Path(mapping(tmp_path, text)))


def test_a_mapping_for_another_kind_and_one_with_a_column_too_many(tmp_path: Path) -> None:
    table = tmp_path / "ships.csv"
    table.write_text("Nr,When\nS-1,2026-11-20\n", encoding="utf-8")
    name = mapping(tmp_path, "kind: entry\ncolumns: {Nr: id, When: date, Gone: value}")
    with pytest.raises(UsageError, match="the mapping is one for entry, and --kind says shipment"):
        read_matters(str(table), "shipment", name)
    assert read_matters(str(table), None, name).notes == [f"{table}: columns of the mapping that the file has not: Gone"]


def test_a_proposal_says_why_in_two_languages_and_of_which_kind(tmp_path: Path) -> None:
    table, file = tmp_path / "in.csv", tmp_path / "m.yaml"
    table.write_text("Report of November,,,,\n\nEntry Number,Entry Date,制造商 Manufacturer,收货人 Party,Colour\nE-1,2026-11-20,A,B,C\n", encoding="utf-8")
    with pytest.raises(UsageError, match="5 headings, 1 guessed, 1 not understood; nothing was screened"):
        read_matters(str(table), None, str(file))
    text = file.read_text(encoding="utf-8")
    for line in ("kind: entry", '"制造商 Manufacturer": producer  # recognised in both languages', "\"收货人 Party\": ultimate_consignee  # a guess: only '收货人' is known", '"Colour": null  # not understood'):
        assert line in text
    assert [one.id for one in read_matters(str(table), None, str(file)).matters] == ["E-1"]


# --- encodings, standard input ----------------------------------------------------------------------------------------------


def test_chinese_far_down_the_file_is_found(tmp_path: Path) -> None:
    path = tmp_path / "ships.csv"
    rows = "S-1,2026-11-20,CN,Acme,x,5\n" * 45_000
    path.write_bytes((HEAD + rows + "S-2,2026-11-20,CN,武汉市公安局,x,5\n").encode("gb18030"))
    found = read_matters(str(path))
    assert found.matters[-1].parties[0].name == "武汉市公安局"
    path.write_bytes((HEAD + "S-2,2026-11-20,CN,武汉,x,5\n" + rows).encode() + "S-2,2026-11-20,CN,武汉,x,5\n".encode("gb18030"))
    with pytest.raises(InputError, match="a byte that is not UTF-8, as lines before it are") as caught:
        read_matters(str(path))
    assert caught.value.where.line == 45_003


def test_a_line_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from countersight.intake import encoding

    monkeypatch.setattr(encoding, "MAX_LINE", 100)
    with pytest.raises(InputError, match="a line of more than 100 characters"):
        ships(HEAD + "x" * 200)


@pytest.mark.parametrize("data", [(HEAD + "S-1,2026-11-20,CN,Acme,x,5\n").encode("utf-16"), b'{"id": "S-1", "kind": "shipment"}\n{"id": "S-2", "kind": "shipment"}\n', b'{\n"id": "S-1", "kind": "shipment"\n}\n'])
def test_standard_input_is_what_its_content_says(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert read_matters("-").matters[0].id == "S-1"


def test_a_named_pipe_is_read_once_and_kept(tmp_path: Path) -> None:
    import os
    import threading

    pipe = tmp_path / "ships.pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_text(HEAD + "S-1,2026-11-20,CN,Acme,x,5\n", encoding="utf-8"))
    writer.start()
    assert [one.id for one in read_matters(str(pipe)).matters] == ["S-1"]
    writer.join()


def test_a_mapping_goes_with_standard_input(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Nr,When\nS-1,2026-11-20\n")))
    assert read_matters("-", None, mapping(tmp_path, "columns: {Nr: id, When: date}")).matters[0].id == "S-1"


# --- what makes it small ----------------------------------------------------------------------------------------------------


@given(st.lists(st.text(max_size=6), max_size=60))
def test_the_filter_never_forgets(texts: list[str]) -> None:
    seen = Bloom()
    before: set[str] = set()
    for text in texts:
        assert seen.add(text) >= (text in before)
        before.add(text)
    assert all(text in seen for text in texts)


def test_the_filter_is_rarely_wrong() -> None:
    seen = Bloom()
    assert sum(seen.add(f"S-{at}") for at in range(20_000)) == 0


def test_rows_that_are_held_come_back_as_they_were() -> None:
    held = Held()
    rows = [Row(4, ["b", "武"], {1: ("m", "h")}, frozenset({0}), frozenset({1})), Row(2, ["a"]), Row(9, ["b"])]
    for key, row in zip("bab", rows, strict=True):
        held.add(key, row)
    assert list(held) == [("a", rows[1]), ("b", rows[0]), ("b", rows[2])]
    held.close()


def test_a_matter_without_end_is_cut_and_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    from countersight.intake import table

    monkeypatch.setattr(table, "MAX_ROWS", 3)
    found = ships(HEAD + "S-1,2026-11-20,CN,Acme,x,5\n" * 9)
    assert values(found) == ["5", "5", "5", None]
    assert [(one.where.line, one.dropped) for one in found.faults] == [(5, False)]
