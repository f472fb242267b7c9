"""The UFLPA Entity List from its saved page: an invented page, every way to get it wrong, and names of the real list if they are here."""

from __future__ import annotations

import json
import time
from datetime import date
from html import escape
from importlib.resources import files
from pathlib import Path

import pytest

from countersight.errors import DataError, InputError
from countersight.model.body import Body
from countersight.sources.edition import Edition
from countersight.sources.uflpa.entry_names import read_name_cell
from countersight.sources.uflpa.reader import read_uflpa

DAY = date(2026, 1, 31)
SAMPLE = files("countersight.sources.uflpa").joinpath("sample.html").read_text("utf-8")
REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "oracle" / "uflpa_partial" / "uflpa_partial.json"


def read(folder: Path, page: str | bytes = SAMPLE, *, expect: bool = False) -> Edition:
    path = folder / "uflpa.html"
    path.write_bytes(page.encode() if isinstance(page, str) else page)
    return read_uflpa(path, DAY, expect=expect)


def named(edition: Edition, name: str) -> Body:
    return next(body for body in edition.bodies if body.caption == name)


def table(rows: str) -> str:
    head = "<tr><th>Name of Entity</th><th>Effective Date</th></tr>"
    return f"<html><body><p>Section 2(d)(2)(B)(v)</p><table>{head}{rows}</table></body></html>"


def test_the_sample_says_that_it_is_invented() -> None:
    assert "Every entity on this page is invented" in SAMPLE


def test_an_entity_on_two_sub_lists_is_one_body_with_two_designations(tmp_path: Path) -> None:
    edition = read(tmp_path)
    kestrel = named(edition, "Invented Kestrel Textile Co., Ltd.")
    assert [(told.start, told.programs) for told in kestrel.designations] == [
        ("2022-06-21", ("2(d)(2)(B)(i)",)),
        ("2023-09-27", ("2(d)(2)(B)(v)",)),
    ]
    assert {told.list_id for body in edition.bodies for told in body.designations} == {"us.uflpa"}
    assert {name.text for name in kestrel.names} == {"Invented Kestrel Textile Co., Ltd.", "Kestrel Yarn", "Example Kestrel Yarn and Linen"}
    assert kestrel.countries == ("CN",)
    assert kestrel.designations[0].citation == "UFLPA Entity List, P.L. 117-78 s.2(d)(2)(B)(i)"


def test_subsidiaries_named_in_a_row_are_bodies_of_their_own(tmp_path: Path) -> None:
    edition = read(tmp_path)
    toner = named(edition, "Zhuhai Example M&N Toner Co., Ltd.")
    assert toner.designations[0].start == "2023-06-12"
    assert [(said.prop, said.value) for said in toner.statements] == [("parent", "Invented Printer Corporation")]
    assert edition.rows == {"us.uflpa": 8}
    assert len(edition.bodies) == 10


def test_former_names_short_names_and_whole_families_are_told(tmp_path: Path) -> None:
    edition = read(tmp_path)
    harrier = named(edition, "Hefei Invented Harrier Technology Co., Ltd.")
    assert {name.text for name in harrier.names if name.kind == "former"} == {"Example Harrier Spinning Co., Ltd.", "Sample Harrier Spinning Co., Ltd."}
    center = named(edition, "No. 0 Invented Vocation Example Center (IVEC)")
    assert ("IVEC", "short") in {(name.text, name.kind) for name in center.names}
    assert named(edition, "Invented Construction Corps").designations[0].scope.endswith("with its subsidiaries or subordinate and affiliated entities")


def test_the_page_covers_the_list_whole(tmp_path: Path) -> None:
    edition = read(tmp_path)
    assert [(item.list_id, item.complete, item.last_edition) for item in edition.coverage] == [("us.uflpa", True, "2026-01-31")]
    assert edition.source.reuse == "open"


@pytest.mark.parametrize(
    ("cell", "others"),
    [
        ("A Co. (including two aliases: B Yarn and C Yarn)", [("B Yarn", "alias"), ("C Yarn", "alias")]),
        ("A Co. (and one alias: Coal and Power)", [("Coal and Power", "alias")]),
        ("A Co. (including three aliases: B and C, D)", [("B", "alias"), ("C", "alias"), ("D", "alias")]),
        ("A Co. (also known as B; and formerly known as C Co., Ltd.)", [("B", "alias"), ("C Co., Ltd.", "former")]),
        ("A Co. (also known as Coal and Power)", [("Coal and Power", "weak"), ("Coal", "weak"), ("Power", "weak")]),
        ("A Trade and Business Co., Ltd.", []),
        ("A (Group) Co., Ltd.", []),
    ],
)
def test_other_names_are_parted_by_the_number_told_or_kept_as_weak(cell: str, others: list[tuple[str, str]]) -> None:
    assert [(name.text, name.kind) for name in read_name_cell(cell).names[1:]] == others


FAULTS = {
    "no table": ("<p>Nothing</p>", r"uflpa\.html: no table with the columns Name of Entity and Effective Date\n  hint: save the page https"),
    "no sub-list": (table("").replace("Section 2(d)(2)(B)(v)", ""), r"uflpa\.html:1: the sub-list of the table is not named before it"),
    "a bad day": (table("<tr><td>A</td><td>June 31, 2022</td></tr>"), r"uflpa\.html:1:Effective Date: .*\n  hint: the page writes days as June 21, 2022"),
    "no day": (table("\n<tr><td>A</td><td></td></tr>"), r"uflpa\.html:2:Effective Date: not a day: ''"),
    "no name": (table("\n\n<tr><td>?</td><td>June 21, 2022</td></tr>"), r"uflpa\.html:3:Name of Entity: a name without a letter: '\?'"),
    "a short row": (table("\n<tr><td>A</td></tr>"), r"uflpa\.html:2: the row has 1 cells, the header 2"),
    "a column twice": (table("").replace("Effective Date", "Entity Name</th><th>Effective Date"), "a column stands twice in the header"),
    "cells that span": (table("<tr><td colspan=2>A</td></tr>"), "a cell that spans several"),
    "10,000 columns": (table("<tr>" + "<td>A</td>" * 10_000 + "</tr>"), "more than 64 cells in a row"),
    "a table in a table": (table("<tr><td><table><tr><td>A</td></tr></table></td></tr>"), "a table inside a table"),
    "no end": (table("<tr><td>A</td>").replace("</table>", ""), "the table does not end"),
    "entities": ('<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + table("<tr><td>&b;</td></tr>"), "the page declares entities"),
    "an unknown entity": (table("\n<tr><td>&lol9;</td></tr>"), r"uflpa\.html:2:9: an entity that HTML does not know: &lol9;"),
    "a reference too long": (table(f"<tr><td>&#{'9' * 5000};</td></tr>"), "a character reference that is too long"),
    "a cell too long": (table(f"<tr><td>{'A' * 40_000}</td></tr>"), "a cell of more than 32768 characters"),
    "tags that do not end": (table("<a " * 100_000), "tags that do not end"),
    "comments that do not end": (table("<!-- > " * 100_000), "comments that do not end"),
    "XML": ("<?xml version='1.0'?><![CDATA[x]]>" + SAMPLE, "not HTML"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_page_that_is_wrong_or_hostile_is_refused_with_its_place_at_once(tmp_path: Path, name: str) -> None:
    page, message = FAULTS[name]
    begun = time.monotonic()
    with pytest.raises(InputError, match=message) as caught:
        read(tmp_path, page)
    assert caught.value.hint
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (SAMPLE.encode("utf-16"), "the file is UTF-16 by its byte order mark\n  hint: save it as UTF-8: iconv -f UTF-16"),
        (SAMPLE.encode("utf-16-le"), "looks like UTF-16"),
        (SAMPLE.replace("Kestrel Yarn", "乌鲁木齐市公安局").encode("gb18030"), r"uflpa\.html:\d+: not UTF-8 at byte \d+: the file looks like GB18030"),
        (SAMPLE.replace('charset="utf-8"', 'charset="gb18030"').encode(), r"uflpa\.html:4:1: the page declares the encoding gb18030"),
        (SAMPLE.replace("Kestrel Yarn", "Kestrel\0Yarn").encode(), "NUL"),
        (b"", "no table"),
    ],
)
def test_another_encoding_is_refused_and_named(tmp_path: Path, data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read(tmp_path, data)


def test_a_byte_order_mark_changes_nothing_but_the_hash(tmp_path: Path) -> None:
    plain, marked = read(tmp_path), read(tmp_path, "\ufeff" + SAMPLE)
    assert plain.bodies == marked.bodies
    assert plain.source.sha256 != marked.source.sha256


def test_a_page_that_holds_too_little_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"8 rows of us\.uflpa, at least 115 were expected"):
        read(tmp_path, expect=True)


def test_real_names_come_through_whole(tmp_path: Path) -> None:
    if not REAL.exists():
        pytest.skip(f"the names of the real list are not here: {REAL}")
    wanted = {entry["name"] for entry in json.loads(REAL.read_text("utf-8"))["entries"]}
    rows = "".join(f"<tr><td>{escape(name)}</td><td>January 15, 2025</td></tr>" for name in sorted(wanted))
    edition = read(tmp_path, table(rows))
    assert {body.caption for body in edition.bodies} == wanted
