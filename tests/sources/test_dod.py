"""The lists under sections 1260H and 1286 from tables: invented rows, every way to get one wrong, and real tables if they are here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from countersight.errors import DataError, InputError
from countersight.model.body import Body
from countersight.model.fact_schema import FACTS
from countersight.model.lists import BY_ID
from countersight.sources.dod1260h.reader import read_1260h
from countersight.sources.dod1286.reader import read_1286
from countersight.sources.edition import Edition
from countersight.sources.listed_csv import OWN

DAY = date(2026, 7, 23)
READERS: dict[str, Callable[..., Edition]] = {"dod1260h": read_1260h, "dod1286": read_1286}
SAMPLES = {name: files(f"countersight.sources.{name}").joinpath("sample.csv").read_text("utf-8") for name in READERS}
REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "oracle" / "us_statutory_lists_os"


def read(folder: Path, name: str, text: str | bytes = "", *, expect: bool = False) -> Edition:
    path = folder / f"{name}.csv"
    data = text or SAMPLES[name]
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return READERS[name](path, DAY, expect=expect)


def named(edition: Edition, name: str) -> Body:
    return next(body for body in edition.bodies if body.caption == name)


@pytest.mark.parametrize("name", READERS)
def test_every_row_of_a_sample_says_that_it_is_invented_and_has_our_columns(name: str) -> None:
    header, *rows = SAMPLES[name].splitlines()
    assert header.split(",") == list(OWN)
    assert all("INVENTED EXAMPLE ROW" in row for row in rows)


def test_both_lists_are_known_and_answer_a_fact() -> None:
    for list_id in ("us.dod.1260h", "us.dod.1286"):
        assert f"party.{BY_ID[list_id].fact}" in FACTS
    assert "line.producer_on_s1286" in FACTS


def test_editions_that_follow_each_other_are_one_period(tmp_path: Path) -> None:
    kestrel = named(read(tmp_path, "dod1260h"), "Invented Kestrel Aviation Group Co., Ltd.")
    (told,) = kestrel.designations
    assert (told.start, told.end) == ("2021-06-03", "")
    assert told.citation == "P.L. 116-283 s.1260H; edition of 2021-06-03; edition of 2025-01-07"
    assert {(name.text, name.kind) for name in kestrel.names} >= {("IKA", "short"), ("Example Kestrel Works", "former")}


def test_taken_off_and_put_on_again_are_two_periods(tmp_path: Path) -> None:
    osprey = named(read(tmp_path, "dod1260h"), "Invented Osprey Memory Inc.")
    assert [(told.start, told.end) for told in osprey.designations] == [("2025-01-07", "2026-02-17"), ("2026-06-08", "")]


def test_a_mark_behind_a_name_goes_and_the_parent_is_told(tmp_path: Path) -> None:
    falcon = named(read(tmp_path, "dod1260h"), "Hangzhou Invented Falcon Optics Co., Ltd.")
    assert falcon.countries == ("CN",)
    assert ("parent", "Invented Kestrel Aviation Group Co., Ltd.") in {(said.prop, said.value) for said in falcon.statements}


def test_a_fiscal_year_is_a_list_and_not_a_day(tmp_path: Path) -> None:
    edition = read(tmp_path, "dod1286")
    (told,) = named(edition, "Invented Kestrel University of Example Engineering").designations
    assert (told.start, told.end, told.programs, told.scope) == ("", "", ("FY2024", "FY2025"), "")
    assert told.citation == "P.L. 115-232 s.1286; list of FY2024; list of FY2025"


def test_an_institution_that_the_newest_list_does_not_name_stays_with_a_remark(tmp_path: Path) -> None:
    edition = read(tmp_path, "dod1286")
    (told,) = named(edition, "Invented Harrier Institute of Sample Physics").designations
    assert (told.end, told.scope) == ("", "not under this name in the list of FY2025")
    (gone,) = named(edition, "Invented Osprey Institute").designations
    assert (gone.end, gone.scope) == ("2026-07-23", "")


TRANSCRIBED = {
    "dod1260h": (
        "Name,Clean Name,Alias,Previous Name,Parent Name,Note,Start date,End date,Source Url\n"
        '"Invented Kestrel Co., Ltd. (Kestrel)*","Invented Kestrel Co., Ltd.","Kestrel,Example Kestrel",,,INVENTED,2021-06-03,2024-01-31,\n'
    ),
    "dod1286": (
        "schema,name,aliases,topics,program,authority,reason,report-date,start-date,end-date,country,notes,source_url\n"
        "Company,Invented Kestrel Institute,Kestrel; Example Kestrel,debarment,P,A,,2024,,2026,China,INVENTED,https://example.org/x.pdf\n"
    ),
}


@pytest.mark.parametrize("name", READERS)
def test_the_columns_of_another_known_table_are_understood_and_its_licence_is_kept(tmp_path: Path, name: str) -> None:
    edition = read(tmp_path, name, TRANSCRIBED[name])
    (body,) = edition.bodies
    assert {"Kestrel", "Example Kestrel"} <= {one.text for one in body.names}
    assert body.designations[0].end == ("2024-01-31" if name == "dod1260h" else "2026-12-31")
    assert edition.source.reuse == "noncommercial"
    assert read(tmp_path, name).source.reuse == "open"


FAULTS = {
    "unknown columns": ("who,when\nA,2021\n", r"1260h\.csv:1:Clean Name: the header lacks the columns of a known form: Clean Name; Start date or name"),
    "no row": ("name,aliases\n", "a table without a row"),
    "empty": ("\n", "a table without a row"),
    "a column twice": ("name,name\nA,B\n", r"1260h\.csv:1:name: the column 'name' stands twice in the header"),
    "10,000 columns": (",".join(f"c{at}" for at in range(10_000)) + "\n", "the row has 10000 cells, at most 64 are read"),
    "a short row": ("name,aliases\nA\n", r"1260h\.csv:2: the row has 1 cells, the header 2"),
    "no name": ("name,aliases\n*,\nB,\n", r"1260h\.csv:2:name: a name without a letter"),
    "a bad day": ("name,start\nA,2021-02-30\n", r"1260h\.csv:2:start: .*\n  hint: write days as 2021-06-03"),
    "a bad month": ("name,end\nA,2021-13\n", r"1260h\.csv:2:end"),
    "an end before the start": ("name,start,end\nA,2021-06-03,2020-01-01\n", r"1260h\.csv:2:end: it ends on 2020-01-01, before it begins"),
    "an unknown country": ("name,country\nA,Atlantis\n", r"1260h\.csv:2:country: an unknown country: 'Atlantis'"),
    "an open quotation mark": ('name,country\n"A,CN\n', "not CSV"),
    "a field without end": (f'name\n"{"A" * 200_000}"\n', "not CSV"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_malformed_table_is_refused_with_line_column_and_hint(tmp_path: Path, name: str) -> None:
    text, message = FAULTS[name]
    with pytest.raises(InputError, match=message) as caught:
        read(tmp_path, "dod1260h", text)
    assert caught.value.hint


@pytest.mark.parametrize(("encoding", "message"), [("utf-16", "UTF-16 by its byte order mark"), ("gb18030", "the file looks like GB18030")])
def test_another_encoding_is_refused_and_named(tmp_path: Path, encoding: str, message: str) -> None:
    text = SAMPLES["dod1260h"].replace("Kestrel Aviation;", "示例航空工业集团有限公司;")
    with pytest.raises(InputError, match=message):
        read(tmp_path, "dod1260h", text.encode(encoding))


def test_a_byte_order_mark_changes_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, "dod1286", "\ufeff" + SAMPLES["dod1286"]).bodies == read(tmp_path, "dod1286").bodies


def test_a_row_that_says_person_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"1286\.csv:2:schema: a natural person"):
        read(tmp_path, "dod1286", TRANSCRIBED["dod1286"].replace("Company,", "Person,"))


@pytest.mark.parametrize("name", READERS)
def test_a_table_that_holds_too_little_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(DataError, match=r"\d+ rows of us\.dod\.\w+, at least 1\d0 were expected"):
        read(tmp_path, name, expect=True)


def test_the_order_of_rows_changes_nothing(tmp_path: Path) -> None:
    header, *rows = SAMPLES["dod1260h"].splitlines()
    turned = read(tmp_path, "dod1260h", "\n".join([header, *rows[::-1]]) + "\n")
    told = read(tmp_path, "dod1260h")
    assert [(body.id, body.designations) for body in turned.bodies] == [(body.id, body.designations) for body in told.bodies]


@pytest.mark.parametrize(
    ("name", "file", "least"),
    [("dod1260h", "us__dod_chinese_milcorps__sanctions.csv", 220), ("dod1286", "us__special_leg__section_1286.csv", 180)],
)
def test_the_real_table_is_read_whole(name: str, file: str, least: int) -> None:
    if not (REAL / file).exists():
        pytest.skip(f"the real table is not here: {REAL / file}")
    edition = READERS[name](REAL / file, DAY)
    assert len(edition.bodies) >= least
    if name == "dod1260h":
        megvii = named(edition, "Beijing Megvii Technology Co., Ltd.")
        assert [(told.start, told.end) for told in megvii.designations] == [("2024-01-31", "2025-01-07")]
