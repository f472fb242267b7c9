"""The reader of the Consolidated Screening List: the sample, every way to get a file wrong, and the real file if it is here."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from countersight.errors import DataError, InputError
from countersight.model.body import Body
from countersight.sources.csl.expectations import check, expectations, too_old
from countersight.sources.csl.reader import CslEdition, read_csl

DAY = date(2022, 4, 1)
SAMPLE = files("countersight.sources.csl").joinpath("sample.csv").read_text("utf-8")
REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "open" / "us_csl_full_2022-04" / "consolidated.csv"


def read(folder: Path, text: str | bytes = SAMPLE, *, expect: bool = False) -> CslEdition:
    path = folder / "list.csv"
    path.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
    return read_csl(path, DAY, expect=expect)


def named(edition: CslEdition, name: str) -> Body:
    return next(body for body in edition.bodies if body.caption == name)


def test_rows_of_one_company_on_two_lists_are_one_body(tmp_path: Path) -> None:
    edition = read(tmp_path)
    kestrel = named(edition, "Invented Kestrel Vision Technology Co., Ltd.")
    assert {told.list_id for told in kestrel.designations} == {"us.bis.entity_list", "us.ofac.ns_cmic"}
    assert {told.body_id for told in kestrel.designations} == {kestrel.id}
    assert kestrel.countries == ("CN",)
    assert {"Invented Kestrel", "Kestrelvision", "KESTRELVISION"} <= {name.text for name in kestrel.names}
    assert kestrel.identifiers["uscc"] == "91330000MA2XXXXX0Y"
    assert edition.rows == {"us.bis.entity_list": 2, "us.ofac.ns_cmic": 1, "us.ofac.sdn": 1}


def test_the_day_on_which_a_party_was_established_is_kept_with_its_citation(tmp_path: Path) -> None:
    dated = SAMPLE.replace("999999 CN, Equity Ticker;", "CN, 2017, Organization Established Date;")
    assert dated != SAMPLE
    (said,) = (said for said in named(read(tmp_path, dated), "Invented Kestrel Vision Technology Co., Ltd.").statements if said.prop == "incorporated")
    assert (said.value, said.nature, said.citation) == ("2017", "finding", "Non-SDN Chinese Military-Industrial Complex Companies List, entry invented-2")


def test_a_designation_keeps_day_citation_programmes_and_policy(tmp_path: Path) -> None:
    kestrel = named(read(tmp_path), "Invented Kestrel Vision Technology Co., Ltd.")
    entity, cmic = sorted(kestrel.designations, key=lambda told: told.list_id)
    assert (entity.start, entity.citation) == ("2019-10-09", "00 FR 00001")
    assert entity.scope == "Licence requirement: For all items subject to the EAR.; Licence policy: Presumption of denial."
    assert (cmic.start, cmic.programs, cmic.scope) == ("2021-06-03", ("CMIC-EO13959",), "Effective 2021-08-02")


def test_the_last_published_day_still_counts(tmp_path: Path) -> None:
    ended = read(tmp_path, SAMPLE.replace("00 FR 00001,2019-10-09,,", "00 FR 00001,2019-10-09,2020-06-30,"))
    told = next(d for d in named(ended, "Invented Kestrel Vision Technology Co., Ltd.").designations if d.list_id == "us.bis.entity_list")
    assert told.end == "2020-07-01"


def test_a_lost_apostrophe_is_repaired_beside_what_was_published(tmp_path: Path) -> None:
    names = {name.text for name in named(read(tmp_path), "Invented Prefecture Public Security?s Institute of Examples").names}
    assert "Invented Prefecture Public Security's Institute of Examples" in names


def test_of_a_person_only_names_list_and_programme_are_kept(tmp_path: Path) -> None:
    person = named(read(tmp_path), "EXAMPLEMAN, Invented")
    assert (person.schema, person.countries, person.addresses, person.identifiers) == ("Person", (), (), {})
    assert person.designations[0].programs == ("INVENTED-EO",)


def test_coverage_and_source_name_the_edition(tmp_path: Path) -> None:
    edition = read(tmp_path)
    assert {item.list_id for item in edition.coverage} == set(edition.rows)
    assert all(item.complete and item.first_edition == item.last_edition == "2022-04-01" for item in edition.coverage)
    assert edition.source.id == "us.trade.csl.2022-04-01"


def test_a_byte_order_mark_changes_nothing_but_the_hash(tmp_path: Path) -> None:
    plain, marked = read(tmp_path), read(tmp_path, "\ufeff" + SAMPLE)
    assert plain.bodies == marked.bodies
    assert plain.source.sha256 != marked.source.sha256


FAULTS = {
    "empty file": ("", "", "1:_id: the header lacks the column '_id'\n  hint: take the CSV file of the Consolidated Screening List as published, with its header"),
    "renamed column": (",programs,", ",programmes,", "1:programs: the header lacks the column 'programs'\n  hint: take the CSV file of the Consolidated Screening List as published, with its header"),
    "short row": (",00 FR 00002; 00 FR 00003,", ",", "4: the row has 28 cells, the header 29\n  hint: is a quotation mark missing in this row?"),
    "bad day": ("00 FR 00001,2019-10-09", "00 FR 00001,09/10/2019", "2:start_date: not a day: '09/10/2019'\n  hint: write days as 2019-10-09, or leave the cell empty"),
    "no such day": ("00 FR 00001,2019-10-09", "00 FR 00001,2019-02-30", "2:start_date: not a day: '2019-02-30'\n  hint: write days as 2019-10-09, or leave the cell empty"),
    "bad English day": ("03 Jun 2021", "31 Jun 2021", "3:ids: not a day: '31 Jun 2021'\n  hint: the file writes such days as 03 Jun 2021"),
    "unknown type": (",1,Entity,", ",1,Robot,", "3:type: an unknown type: 'Robot'\n  hint: known are: Individual, Entity, Vessel, Aircraft or nothing"),
    "no id": ("invented-1,", ",", "2:_id: a row without an id\n  hint: every published row has one"),
    "no name": ("Invented Prefecture Public Security?s Institute of Examples", "?!", "4:name: a name without a letter: '?!'\n  hint: every row names its party"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_malformed_file_is_refused_with_line_column_and_hint(tmp_path: Path, name: str) -> None:
    old, new, golden = FAULTS[name]
    assert old in SAMPLE
    with pytest.raises(InputError) as caught:
        read(tmp_path, SAMPLE.replace(old, new, 1) if old else "")
    assert str(caught.value) == f"{tmp_path / 'list.csv'}:{golden}"


def test_an_unknown_list_is_refused_and_the_known_ones_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"list\.csv:2:source: an unknown list: 'Entity Roll") as caught:
        read(tmp_path, SAMPLE.replace("Entity List (EL)", "Entity Roll (EL)", 1))
    assert "Entity List (EL) - Bureau of Industry and Security" in caught.value.hint


def test_another_encoding_is_refused_with_its_line(tmp_path: Path) -> None:
    broken = SAMPLE.replace("Urumqi, CN", "Ürümqi, CN", 1).encode("latin-1")
    with pytest.raises(InputError, match=r"list\.csv:2: not UTF-8 at byte \d+\n  hint: download the file again"):
        read(tmp_path, broken)


def test_an_open_quotation_mark_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not CSV"):
        read(tmp_path, SAMPLE + '"never closed')


def test_a_row_over_several_lines_keeps_the_line_of_its_beginning(tmp_path: Path) -> None:
    text = SAMPLE.replace("1 Example Road, Hangzhou, Zhejiang, CN;", "1 Example\nRoad, Hangzhou, CN;", 1).replace("03 Jun 2021", "31 Jun 2021")
    with pytest.raises(InputError, match=r"list\.csv:4:ids"):
        read(tmp_path, text)


def test_a_file_that_holds_too_little_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"2 rows of us\.bis\.entity_list, at least 1800 were expected\n  hint: the file looks truncated"):
        read(tmp_path, expect=True)


def test_age_is_judged_against_the_maximum() -> None:
    most = int(expectations()["max_age_days"])
    assert not too_old(date(2026, 1, 1), date.fromordinal(date(2026, 1, 1).toordinal() + most))
    assert too_old(date(2026, 1, 1), date.fromordinal(date(2026, 1, 1).toordinal() + most + 1))


@pytest.fixture(scope="module")
def real() -> CslEdition:
    if not REAL.exists():
        pytest.skip(f"the real list is not here: {REAL}")
    return read_csl(REAL, DAY)


def test_the_real_list_is_read_whole(real: CslEdition) -> None:
    assert sum(real.rows.values()) == 14_160
    hikvision = named(real, "Hangzhou Hikvision Digital Technology Co., Ltd.")
    assert {told.list_id for told in hikvision.designations} == {"us.bis.entity_list", "us.ofac.ns_cmic"}
    assert hikvision.identifiers["isin"] == "CNE100000PM8"


def test_half_of_the_real_list_is_refused(real: CslEdition, tmp_path: Path) -> None:
    assert real.rows
    lines = REAL.read_text("utf-8").splitlines(keepends=True)
    with pytest.raises(DataError, match="the file looks truncated"):
        read(tmp_path, "".join(lines[: len(lines) // 2]), expect=True)


@pytest.mark.parametrize(
    ("gone", "said"),
    [
        ("Aksu District Public Security Bureau", "does not name 'Aksu District Public Security Bureau'"),
        ("Hangzhou Hikvision Digital Technology Co., Ltd.", "does not name 'Hangzhou Hikvision"),
    ],
)
def test_the_real_list_without_a_body_that_must_be_in_it_is_refused(real: CslEdition, gone: str, said: str) -> None:
    check(real, "list.csv")
    bodies = [body for body in real.bodies if body.caption != gone]
    assert len(bodies) == len(real.bodies) - 1
    with pytest.raises(DataError, match=said):
        check(replace(real, bodies=bodies), "list.csv")


def test_the_real_list_without_its_identifiers_is_refused(real: CslEdition) -> None:
    bodies = [replace(body, identifiers={}) for body in real.bodies]
    with pytest.raises(DataError, match="lacks the uscc 91330000733796106P"):
        check(replace(real, bodies=bodies), "list.csv")
