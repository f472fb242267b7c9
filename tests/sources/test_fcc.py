"""The Covered List from its saved page: an invented page, every way to get it wrong, and the text of the real one if it is here."""

from __future__ import annotations

import csv
from datetime import date
from html import escape
from importlib.resources import files
from pathlib import Path

import pytest

from countersight.errors import DataError, InputError
from countersight.model.body import Body
from countersight.sources.edition import Edition
from countersight.sources.fcc.reader import covered_goods, makers, read_fcc
from countersight.sources.raw_html import Cell

DAY = date(2026, 8, 1)
SAMPLE = files("countersight.sources.fcc").joinpath("sample.html").read_text("utf-8")
REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "oracle" / "us_statutory_lists_os" / "us__fcc_covered_list__table.csv"


def write(folder: Path, page: str) -> Path:
    path = folder / "covered.html"
    path.write_text(page, encoding="utf-8")
    return path


def read(folder: Path, page: str = SAMPLE, *, expect: bool = False) -> Edition:
    return read_fcc(write(folder, page), DAY, expect=expect)


def named(edition: Edition, name: str) -> Body:
    return next(body for body in edition.bodies if body.caption == name)


def test_the_sample_says_that_it_is_invented() -> None:
    assert "Every company on this page is invented" in SAMPLE


def test_an_entry_names_who_makes_or_provides_and_its_text_is_the_scope(tmp_path: Path) -> None:
    kestrel = named(read(tmp_path), "Invented Kestrel Technologies Company")
    (told,) = kestrel.designations
    assert (told.list_id, told.start) == ("us.fcc.covered", "2021-03-12")
    assert told.scope.startswith("Telecommunications equipment produced by Invented Kestrel Technologies Company, including")
    assert "use-limited" not in told.scope


def test_an_entry_that_limits_uses_says_so_in_the_word_that_the_measures_read(tmp_path: Path) -> None:
    falcon = named(read(tmp_path), "Hangzhou Invented Falcon Digital Company")
    assert falcon.designations[0].scope.startswith("use-limited: Video surveillance equipment produced by")


def test_a_subsidiary_in_the_entry_is_listed_too(tmp_path: Path) -> None:
    edition = read(tmp_path)
    part = named(edition, "SampleNet (USA) LLC")
    assert part.designations[0].start == "2022-09-20"
    assert part.designations[0].scope.endswith("(updated 2026-01-07)")
    assert [(said.prop, said.value) for said in part.statements] == [("parent", "Sample Networks Corp")]


def test_an_entry_for_a_kind_of_goods_is_no_body_but_is_told(tmp_path: Path) -> None:
    edition = read(tmp_path)
    assert edition.rows == {"us.fcc.covered": 5}
    assert len(edition.bodies) == 5
    (goods,) = covered_goods(write(tmp_path, SAMPLE))
    assert (goods.start, goods.text[:15]) == ("2026-03-23", "Example routers")


def test_a_name_in_bold_is_found_in_a_wording_that_is_not_known() -> None:
    said = Cell("Widgets made available by Invented Kestrel Ltd. and others", ("Invented Kestrel Ltd.", "others of note"))
    assert makers(said) == ["Invented Kestrel Ltd."]


FAULTS = {
    "no table": ("<p>nothing</p>", r"covered\.html: 0 tables with the columns Covered Equipment or Services and Date of Inclusion"),
    "two tables": (SAMPLE + SAMPLE, r"covered\.html: 2 tables"),
    "a bad day": (SAMPLE.replace("March 23, 2026", "March 32, 2026"), r"covered\.html:16:Date of Inclusion on Covered List: "),
    "no such form of a day": (SAMPLE.replace("March 23, 2026", "soon"), r"not a day: 'soon'\n  hint: the page writes days as March 12, 2021"),
    "no text": (SAMPLE.replace("Example routers&dagger; produced in a foreign country, ", "").replace("except those with an approval by an Example Agency", "").replace("</a>.", "</a>"), "an entry without text"),
    "a short row": (SAMPLE.replace("<td><p>March 23, 2026</p></td>", ""), r"covered\.html:16: the row has 1 cells, the header 2"),
    "entities": ("<!DOCTYPE html SYSTEM 'x' [<!ENTITY a 'b'>]>" + SAMPLE, "the page declares entities"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_page_that_is_wrong_is_refused_with_its_place(tmp_path: Path, name: str) -> None:
    page, message = FAULTS[name]
    with pytest.raises(InputError, match=message) as caught:
        read(tmp_path, page)
    assert caught.value.hint


def test_a_page_that_holds_too_little_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"5 rows of us\.fcc\.covered, at least 10 were expected"):
        read(tmp_path, expect=True)


def test_the_text_of_the_real_list_names_its_makers(tmp_path: Path) -> None:
    if not REAL.exists():
        pytest.skip(f"the text of the real list is not here: {REAL}")
    with REAL.open(encoding="utf-8") as stream:
        cells = [(row["covered_equipment_or_services"], row["date_of_inclusion_on_covered_list"]) for row in csv.DictReader(stream)]
    head = "<tr><th>Covered Equipment or Services*</th><th>Date of Inclusion on Covered List</th></tr>"
    rows = "".join(f"<tr><td>{escape(text)}</td><td>{escape(day)}</td></tr>" for text, day in cells)
    page = f"<table>{head}{rows}</table>"
    edition = read(tmp_path, page, expect=True)
    limited = {body.caption for body in edition.bodies if "use-limited" in body.designations[0].scope}
    assert limited == {"Hytera Communications Corporation", "Hangzhou Hikvision Digital Technology Company", "Dahua Technology Company"}
    assert len(edition.bodies) == 13
    assert len(covered_goods(write(tmp_path, page))) == len(cells) - 12
