"""Hostile files: every way to harm a reader is refused, with the file, the place and what would be right."""

from __future__ import annotations

import csv
import io
import struct
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countersight.errors import InputError
from countersight.sources import raw, raw_xml, raw_zip
from countersight.sources.countries import country_code
from countersight.sources.raw import (
    bare_rows,
    csv_rows,
    decode,
    file_chunks,
    guess_encoding,
    headed_rows,
    json_document,
    read_bytes,
)
from countersight.sources.raw_xml import MAX_DEPTH, Record, xml_records
from countersight.sources.raw_zip import MAX_RATIO, zip_member

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HAN = "乌鲁木齐市公安局,杭州海康威视数字技术股份有限公司\n"

ENCODINGS = {
    "UTF-16 with its mark": (HAN.encode("utf-16"), r"f\.csv:1: the file is UTF-16 by its byte order mark\n  hint: save it as UTF-8: iconv -f UTF-16 -t UTF-8"),
    "UTF-32 with its mark": (HAN.encode("utf-32"), r"f\.csv:1: the file is UTF-32 by its byte order mark"),
    "UTF-16 without": ("name,country\nKestrel,CN\n".encode("utf-16-be"), r"f\.csv:1: the file looks like UTF-16 without a byte order mark\n  hint: save it as UTF-8"),
    "GB18030": (b"name\n" + HAN.encode("gb18030"), r"f\.csv:2: not UTF-8 at byte 5: the file looks like GB18030\n  hint: save it as UTF-8: iconv -f GB18030 -t UTF-8"),
    "GB18030 with its mark": (b"\x84\x31\x95\x33" + HAN.encode("gb18030"), r"f\.csv:1: the file is GB18030 by its byte order mark"),
    "Latin-1": ("a\nÜrümqi Señor Łódź".encode("cp1250", errors="replace"), r"f\.csv:2: not UTF-8 at byte 2\n  hint: download the file again"),
    "an archive": (b"PK\x03\x04\x14\x00\x00\x00\x08\x00abc", r"f\.csv:1: the file holds NUL bytes: it is not text\n  hint: is it an archive"),
    "a NUL far inside": (b"a\n" * 5000 + b"\x00", r"f\.csv:5001: a NUL character in the text"),
}  # fmt: skip


@pytest.mark.parametrize("name", ENCODINGS)
def test_another_encoding_is_refused_and_named(name: str) -> None:
    data, said = ENCODINGS[name]
    with pytest.raises(InputError, match=said):
        decode(data, "f.csv")


def test_a_byte_order_mark_of_utf_8_is_taken_off() -> None:
    assert decode(b"\xef\xbb\xbf" + HAN.encode(), "f.csv") == HAN


@given(st.text())
@settings(max_examples=100, deadline=None)
def test_utf_8_without_nul_comes_back_as_it_was(text: str) -> None:
    clean = text.replace("\0", "").lstrip("\ufeff")
    assert decode(clean.encode(), "f.csv") == clean


@given(st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_bytes_of_any_kind_are_text_or_an_error_with_a_hint(data: bytes) -> None:
    fault: InputError | None = None
    try:
        decode(data, "f.csv")
    except InputError as error:
        fault = error
    assert fault is None or (fault.hint and fault.where.file == "f.csv")


def test_han_in_gb18030_is_told_from_latin_letters_with_marks() -> None:
    assert guess_encoding(HAN.encode("gb18030")) == "GB18030"
    assert guess_encoding("Société Générale, Müller & Söhne, Ürümqi, Señor Muñoz".encode("latin-1")) == ""
    assert guess_encoding(b"plain") == ""


def test_a_folder_a_missing_file_and_a_large_one_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not a regular file\n  hint: give the path of a file"):
        read_bytes(tmp_path)
    with pytest.raises(InputError, match="no such file"):
        read_bytes(tmp_path / "none.csv")
    large = tmp_path / "large.csv"
    large.write_bytes(b"x" * 1001)
    assert len(read_bytes(large, 1001)) == 1001
    with pytest.raises(InputError, match=r"large\.csv: the file is larger than 1000 bytes"):
        read_bytes(large, 1000)


def test_ten_thousand_columns_are_refused_with_their_row() -> None:
    wide = "a,b\n1,2\n" + "," * 9_999 + "\n"
    with pytest.raises(InputError, match=r"f\.csv:3: the row has 10000 cells, at most 64 are read\n  hint: is this the official file\?"):
        list(csv_rows(wide, "f.csv"))
    with pytest.raises(InputError, match=r"f\.csv:1: the row has 10000 cells"):
        list(headed_rows("," * 9_999, "f.csv", ("a",), "hint"))


def test_a_column_that_stands_twice_is_refused() -> None:
    with pytest.raises(InputError, match=r"f\.csv:1:name: the column 'name' stands twice in the header\n  hint: which of the two"):
        list(headed_rows("name,country,name\na,b,c\n", "f.csv", ("name",), "hint"))


def test_a_bare_table_must_have_the_published_number_of_cells() -> None:
    assert [row.cells for row in bare_rows("1,x\n2,y\n", "f.csv", ("n", "t"))] == [{"n": "1", "t": "x"}, {"n": "2", "t": "y"}]
    with pytest.raises(InputError, match=r"f\.csv:2: the row has 1 cells, the published form 2"):
        list(bare_rows("1,x\n2\n", "f.csv", ("n", "t")))


@pytest.mark.parametrize("limit", [131_072, 10_000_000])
def test_a_cell_without_end_is_refused_whatever_else_set_in_the_process(limit: int) -> None:
    before = csv.field_size_limit(limit)
    try:
        with pytest.raises(InputError, match="not CSV: field larger than field limit"):
            list(csv_rows('"' + "x" * 200_000 + '"\n', "f.csv"))
    finally:
        csv.field_size_limit(before)


JSON = {
    "not JSON": ('{"a": 1,\n]', r"f\.json:2:1: not JSON"),
    "key twice": ('{"a": {"name": 1, "name": 2}}', r"f\.json: the key 'name' stands twice in one object"),
    "NaN": ('{"a": NaN}', r"f\.json: NaN is no JSON value"),
    "too deep": ("[" * 100_000 + "]" * 100_000, r"f\.json: nested too deep"),
}


@pytest.mark.parametrize("name", JSON)
def test_hostile_json_is_refused(name: str) -> None:
    text, said = JSON[name]
    with pytest.raises(InputError, match=said):
        json_document(text, "f.json")


def test_numbers_in_json_stay_as_they_were_written() -> None:
    assert json_document('{"a": 007, "b": 1}'.replace("007", "7.10"), "f.json") == {"a": "7.10", "b": "1"}
    assert json_document("9" * 10_000, "f.json") == "9" * 10_000


def records(data: bytes | str, wanted: str = "item") -> list[Record]:
    content = data.encode() if isinstance(data, str) else data
    return list(xml_records(iter([content[at : at + 7] for at in range(0, len(content), 7)]), "f.xml", frozenset({wanted})))


LAUGHS = '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><list><item>&b;</item></list>'
XML = {
    "entities that grow": (LAUGHS, r"f\.xml:1:\d+: a DOCTYPE\n  hint: official lists have none"),
    "an entity from outside": ('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><list><item>&e;</item></list>', "a DOCTYPE"),
    "a DTD from outside": ('<?xml version="1.0"?>\n<!DOCTYPE list SYSTEM "https://example.org/list.dtd"><list/>', r"f\.xml:2:\d+: a DOCTYPE"),
    "an entity that nobody declared": ("<list>\n<item>&b;</item></list>", r"f\.xml:2:\d+: not XML: undefined entity"),
    "too deep": ("<a>" * (MAX_DEPTH + 1), f"elements nested more than {MAX_DEPTH} deep"),
    "cut off": ("<list><item>", "not XML: no element found\n  hint: download the file again; is it whole"),
    "a page instead": ("<html><br></html>", "not XML: mismatched tag"),
    "empty": ("", "not XML: no element found"),
    "declared GB18030": ('<?xml version="1.0" encoding="GB18030"?><list/>', r"f\.xml:1:\d+: the file declares the encoding GB18030\n  hint: save it as UTF-8"),
}  # fmt: skip


@pytest.mark.parametrize("name", XML)
def test_hostile_xml_is_refused_with_its_line(name: str) -> None:
    text, said = XML[name]
    with pytest.raises(InputError, match=said):
        records(text)


def test_xml_in_another_encoding_is_refused_and_named() -> None:
    with pytest.raises(InputError, match="UTF-16 by its byte order mark"):
        list(xml_records([f"<list>{HAN}</list>".encode("utf-16")], "f.xml", frozenset({"item"})))
    with pytest.raises(InputError, match=r"not well-formed \(invalid token\); the file looks like GB18030"):
        list(xml_records([f"<list>{HAN}</list>".encode("gb18030")], "f.xml", frozenset({"item"})))


def test_a_record_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raw_xml, "MAX_RECORD", 1000)
    with pytest.raises(InputError, match="a record of more than 1000 bytes"):
        records("<list><item>" + "<x/>" * 1000 + "</item></list>")
    assert len(records("<list>" + "<item/>" * 1000 + "</list>")) == 1001


def test_records_keep_line_text_and_attributes_and_lose_their_namespace() -> None:
    root, one, two = records('<l xmlns="urn:x" a="1">\n<item n="1"><t> ä </t><item/></item>\n<other>y</other><item n="2"/></l>')
    assert (root.element.tag, root.element.attrib, len(root.element)) == ("l", {"a": "1"}, 0)
    assert (one.line, one.text("t"), one.element.get("n"), one.text("none")) == (2, "ä", "1", "")
    assert (two.line, two.element.get("n")) == (3, "2")
    assert str(one.fault("t", "wrong", "right")) == "f.xml:2:t: wrong\n  hint: right"


def archive(path: Path, fill: Callable[[zipfile.ZipFile], None]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        fill(made)
    return path


def members(*names: str) -> Callable[[zipfile.ZipFile], None]:
    def fill(made: zipfile.ZipFile) -> None:
        for name in names:
            made.writestr(name, HAN * 10)

    return fill


def test_the_one_member_comes_back(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", members("LIST.XML", "readme.txt"))
    name, chunks = zip_member(path, ".xml")
    assert (name, b"".join(chunks).decode()) == (f"{path}!LIST.XML", HAN * 10)


def link() -> zipfile.ZipInfo:
    made = zipfile.ZipInfo("list.xml")
    made.create_system = 3
    made.external_attr = 0o120777 << 16
    return made


ZIPS: dict[str, tuple[Callable[[zipfile.ZipFile], None], str]] = {
    "a bomb": (lambda made: made.writestr("list.xml", b"\0" * 5_000_000), rf"a\.zip!list\.xml: packed more than {MAX_RATIO} to 1"),
    "a name that climbs": (lambda made: made.writestr("../list.xml", "x"), r"a\.zip!\.\./list\.xml: the name leaves the archive\n  hint: this is no official file"),
    "a name that climbs in Windows": (lambda made: made.writestr("a\\..\\..\\list.xml", "x"), "the name leaves the archive"),
    "an absolute name": (lambda made: made.writestr("/etc/list.xml", "x"), "the name leaves the archive"),
    "a drive": (lambda made: made.writestr("C:/list.xml", "x"), "the name leaves the archive"),
    "a link": (lambda made: made.writestr(link(), "/etc/passwd"), r"a\.zip!list\.xml: a link or a device"),
    "no member of the kind": (lambda made: made.writestr("list.txt", "x"), r"a\.zip: 0 members end in \.xml, one was expected"),
    "two members of the kind": (members("a.xml", "b.xml"), r"a\.zip: 2 members end in \.xml"),
    "many members": (members(*map(str, range(17))), r"a\.zip: 17 members, at most 16 are read"),
    "another method": (lambda made: made.writestr("list.xml", "x", zipfile.ZIP_BZIP2), "compression method 12"),
}  # fmt: skip


@pytest.mark.parametrize("name", ZIPS)
def test_a_hostile_archive_is_refused(tmp_path: Path, name: str) -> None:
    fill, said = ZIPS[name]
    with pytest.raises(InputError, match=said):
        zip_member(archive(tmp_path / "a.zip", fill), ".xml")


def test_an_encrypted_member_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", lambda made: made.writestr("list.xml", "x"))
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    with pytest.raises(InputError, match="the member is encrypted"):
        zip_member(path, ".xml")


def test_a_size_beyond_the_bound_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = archive(tmp_path / "a.zip", lambda made: made.writestr("list.xml", HAN * 20))
    monkeypatch.setattr(raw_zip, "MAX_UNPACKED", 100)
    with pytest.raises(InputError, match="bytes unpacked, at most 100 are read"):
        zip_member(path, ".xml")
    monkeypatch.setattr(raw_zip, "MAX_BYTES", 100)
    with pytest.raises(InputError, match="the archive is larger than 100 bytes"):
        zip_member(path, ".xml")


def test_members_that_share_their_bytes_are_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", lambda made: made.writestr("list.xml", bytes(range(256)) * 4, zipfile.ZIP_STORED))
    data = path.read_bytes()
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entry = data[start:end]
    again = entry.replace(b"list.xml", b"lisu.txt")
    tail = bytearray(data[end:])
    struct.pack_into("<HHI", tail, 8, 3, 3, len(entry) * 3)
    path.write_bytes(data[:start] + entry + again + again.replace(b"lisu", b"lisv") + bytes(tail))
    with pytest.raises(InputError, match="members share their bytes"):
        zip_member(path, ".xml")


def test_a_size_that_lies_and_a_damaged_member_are_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", lambda made: made.writestr("list.xml", HAN * 50))
    whole = path.read_bytes()
    central = whole.index(b"PK\x01\x02")
    lies = bytearray(whole)
    struct.pack_into("<I", lies, central + 24, 10)
    path.write_bytes(lies)
    with pytest.raises(InputError, match=r"a\.zip!list\.xml: damaged"):
        list(zip_member(path, ".xml")[1])
    path.write_bytes(whole[:60] + b"\xff" + whole[61:])
    with pytest.raises(InputError, match=r"a\.zip!list\.xml: damaged"):
        list(zip_member(path, ".xml")[1])
    path.write_bytes(whole[:40])
    with pytest.raises(InputError, match=r"a\.zip: not a ZIP archive: .*\n  hint: download it again"):
        zip_member(path, ".xml")
    with pytest.raises(InputError, match="no such file"):
        zip_member(tmp_path / "none.zip", ".xml")


def test_the_bytes_of_a_file_come_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raw, "CHUNK", 10)
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * 25)
    assert [len(chunk) for chunk in file_chunks(path)] == [10, 10, 5]
    assert io.BytesIO(read_bytes(path)).read() == b"x" * 25


def test_a_country_is_known_by_every_name_that_publishers_give_it() -> None:
    assert {country_code(name) for name in ("Korea, North", "Democratic People\u2019s Republic of Korea", "DEMOCRATIC PEOPLE'S REPUBLIC OF  KOREA")} == {"KP"}
    assert {country_code(name) for name in ("undetermined", "Region: Crimea", "Netherlands Antilles", "")} == {""}
