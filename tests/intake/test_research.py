"""Files of research: works, awards, organisations and support as they are published, without the persons in them. All records are invented."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from countersight.errors import InputError, UsageError
from countersight.intake.json_items import json_items
from countersight.intake.read import read_matters
from countersight.intake.research_beside import beside
from countersight.model.matter import Matter

HIT, MICHIGAN = "https://ror.org/01yqg2h08", "https://ror.org/00jmfr291"


def work(number: int = 1, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """A work as OpenAlex publishes it, with what it says of its authors."""
    one = {
        "author_position": "first", "author": {"id": "https://openalex.org/A1", "display_name": "Ann Example", "orcid": "https://orcid.org/0000-0000-0000-0000"}, "raw_author_name": "A. Example", "countries": ["CN"],
        "institutions": [{"id": "https://openalex.org/I1", "display_name": "Harbin Institute of Technology", "ror": HIT, "country_code": "CN", "type": "education", "lineage": []}],
        "raw_affiliation_strings": ["School of Things, Harbin Institute of Technology, Harbin, China"],
        "affiliations": [{"raw_affiliation_string": "School of Things, Harbin Institute of Technology, Harbin, China", "institution_ids": ["https://openalex.org/I1"]}],
    }  # fmt: skip
    two = {
        "author_position": "last", "author": {"display_name": "Bob Example"},
        "institutions": [{"display_name": "University of Michigan", "ror": MICHIGAN, "country_code": "US"}],
        "affiliations": [{"raw_affiliation_string": "Bob Example, Example Vision Research Institute Co., Ltd., Hefei; bob@example.org", "institution_ids": []}],
    }  # fmt: skip
    told = {
        "id": f"https://openalex.org/W{number}", "doi": "https://doi.org/10.0000/x", "title": "Snow", "publication_year": 2025, "publication_date": "2025-03-01", "type": "article",
        "authorships": [one, two], "corresponding_author_ids": ["https://openalex.org/A1"], "topics": [{"display_name": "Remote sensing", "score": 0.9}],
        "grants": [{"funder": "https://openalex.org/F1", "funder_display_name": "National Natural Science Foundation of China", "award_id": "5"}],
        "awards": [{"id": "https://openalex.org/G1", "funder_award_id": "9", "funder_display_name": "National Science Foundation"}],
        "funders": [{"id": "https://openalex.org/F2", "display_name": "National Science Foundation", "ror": "https://ror.org/021nxhr62"}],
    }  # fmt: skip
    return told | more


def read(folder: Path, name: str, text: str, kind: str | None = "research") -> tuple[list[Matter], list[str], list[str]]:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    found = read_matters(str(path), kind)
    return found.matters, [str(one).replace(str(folder) + "/", "") for one in found.faults], [one.replace(str(folder) + "/", "") for one in found.notes]


def named(matter: Matter) -> list[tuple[str, str, str | None, str | None]]:
    return [(one.role, one.name, one.country, one.identifiers.ror if one.identifiers else None) for one in matter.parties]


def test_a_work_of_openalex(tmp_path: Path) -> None:
    matters, faults, _ = read(tmp_path, "works.jsonl", json.dumps(work()), kind=None)
    assert faults == []
    one = matters[0]
    assert (one.id, one.kind, str(one.day)) == ("W1", "research", "2025-03-01")
    assert named(one) == [
        ("author_affiliation", "Example Vision Research Institute Co. Ltd", None, None),
        ("author_affiliation", "Harbin Institute of Technology", "CN", "01yqg2h08"),
        ("author_affiliation", "University of Michigan", "US", "00jmfr291"),
        ("funder", "National Science Foundation", None, "021nxhr62"),
        ("funder", "National Natural Science Foundation of China", "CN", None),
    ]
    assert one.project == {"document": "work", "title": "Snow", "doi": "https://doi.org/10.0000/x", "year": 2025, "topics": ["Remote sensing"], "awards": ["5", "9"]}


def test_no_person_comes_through(tmp_path: Path) -> None:
    matters, _, _ = read(tmp_path, "works.jsonl", json.dumps(work()))
    text = matters[0].model_dump_json()
    assert [word for word in ("Ann", "Bob", "orcid", "A1", "bob@") if word in text] == []


def test_one_page_one_list_one_line_and_objects_in_a_row_say_the_same(tmp_path: Path) -> None:
    both = [work(1), work(2)]
    forms = {
        "page.json": json.dumps({"meta": {"count": 2}, "results": both}), "list.json": json.dumps(both, indent=1), "lines.jsonl": "\n".join(map(json.dumps, both)),
        "row.json": "\n".join(json.dumps(one, indent=1) for one in both),
    }  # fmt: skip
    found = {name: read(tmp_path, name, text) for name, text in forms.items()}
    assert all(matters == found["list.json"][0] and len(matters) == 2 and not faults for matters, faults, _ in found.values())


def test_bad_records_are_told_with_place_and_hint_and_the_others_go_on(tmp_path: Path) -> None:
    lines = [json.dumps(work(1)), json.dumps(work(2, publication_date="31/2/25")), "{", json.dumps(work(3, authorships={"a": 1})), json.dumps({"x": 1}), "[1]", json.dumps(work(4))]
    matters, faults, _ = read(tmp_path, "works.jsonl", "\n".join(lines))
    assert [one.id for one in matters] == ["W1", "W4"]
    assert [one.split("\n")[0] for one in faults] == [
        "works.jsonl:2:publication_date: no day: '31/2/25' (matter https://openalex.org/W2: not screened)",
        "works.jsonl:3:2: not JSON: Expecting property name enclosed in double quotes (not screened)",
        "works.jsonl:4:authorships: authorships is no list of objects (matter https://openalex.org/W3: not screened)",
        "works.jsonl:5: a record of a kind that is not known: x (not screened)",
        "works.jsonl:6: a record is an object, not list (not screened)",
    ]
    assert all("hint: " in one for one in faults)


def test_a_ror_id_that_does_not_check_and_a_country_that_is_none_are_said_and_not_used(tmp_path: Path) -> None:
    odd = work(1)
    odd["authorships"] = [{"institutions": [{"display_name": "Example University", "ror": "https://ror.org/01yqg2h09", "country_code": "Atlantis"}]}]
    matters, faults, notes = read(tmp_path, "works.jsonl", json.dumps(odd))
    assert named(matters[0])[0] == ("author_affiliation", "Example University", None, None)
    assert faults == []
    assert notes == [
        "works.jsonl: ROR ids that fail their check digits and are not used: 1, the first '01yqg2h09' in line 1",
        "works.jsonl: countries that are read as unknown: 1, the first 'Atlantis' in line 1",
    ]


def test_two_works_of_one_id_are_two_matters(tmp_path: Path) -> None:
    matters, _, notes = read(tmp_path, "works.jsonl", json.dumps(work(1)) + "\n" + json.dumps(work(1)))
    assert [one.id for one in matters] == ["W1", "W1-2"]
    assert "stand more than once" in notes[0]


# --- awards


NSF_JSON = {"response": {"award": [{"id": "2000001", "agency": "NSF", "awardeeName": "Example State University", "awardeeStateCode": "OH", "startDate": "08/01/2020", "expDate": "07/31/2024", "title": "Thing", "fundsObligatedAmt": "300000", "piFirstName": "Ann", "piLastName": "Example", "poName": "Bob"}]}}
NSF_YEAR = {"awd_id": "2000001", "awd_titl_txt": "Thing", "awd_eff_date": "08/01/2020", "awd_exp_date": "07/31/2024", "tot_intn_awd_amt": 300000, "inst": {"inst_name": "Example State University", "inst_country_name": "United States"}, "pi": [{"pi_full_name": "Ann Example"}]}
NSF_XML = """<?xml version="1.0" encoding="UTF-8"?>
<rootTag><Award><AwardTitle>Thing</AwardTitle><AwardEffectiveDate>08/01/2020</AwardEffectiveDate><AwardExpirationDate>07/31/2024</AwardExpirationDate>
<AwardAmount>300000</AwardAmount><Investigator><FirstName>Ann</FirstName></Investigator><Institution><Name>Example State University</Name><CountryName>United States</CountryName></Institution>
<AwardID>2000001</AwardID></Award></rootTag>"""


def test_an_award_of_the_nsf_in_three_forms(tmp_path: Path) -> None:
    forms = (read(tmp_path, "api.json", json.dumps(NSF_JSON), None), read(tmp_path, "year.json", json.dumps(NSF_YEAR), None), read(tmp_path, "award.xml", NSF_XML, None))
    for matters, faults, _ in forms:
        assert faults == []
        assert [(one.id, str(one.day)) for one in matters] == [("NSF 2000001", "2020-08-01")]
        assert named(matters[0]) == [("funder", "National Science Foundation", "US", None), ("institution", "Example State University", "US", None)]
        assert matters[0].project == {"document": "award", "title": "Thing", "award": "2000001", "federal_award": True, "start": "2020-08-01", "end": "2024-07-31", "award_amount": "300000"}


EXPORTER = """APPLICATION_ID,FULL_PROJECT_NUM,ORG_NAME,ORG_COUNTRY,PI_NAMEs,PROJECT_TITLE,PROJECT_START,PROJECT_END,TOTAL_COST,IC_NAME
1,5R01CA000001-01,EXAMPLE UNIVERSITY,UNITED STATES,"EXAMPLE, ANN",Cells,09/01/2024,08/31/2026,100000,NATIONAL CANCER INSTITUTE
2,,EXAMPLE UNIVERSITY,UNITED STATES,"EXAMPLE, ANN",Cells,09/01/2024,08/31/2026,100000,NATIONAL CANCER INSTITUTE
3,5R01CA000002-01,EXAMPLE HOSPITAL,CANADA,"EXAMPLE, BOB",Cells,13/41/2024,,,
"""
REPORTER = {"meta": {"total": 1}, "results": [{"appl_id": 1, "project_num": "5R01CA000001-01", "project_title": "Cells", "organization": {"org_name": "EXAMPLE UNIVERSITY", "org_country": "UNITED STATES"}, "project_start_date": "2024-09-01T00:00:00", "project_end_date": "2026-08-31T00:00:00", "award_amount": 100000, "contact_pi_name": "EXAMPLE, ANN", "principal_investigators": [{"full_name": "Ann"}]}]}


def test_an_award_of_the_nih_in_two_forms(tmp_path: Path) -> None:
    rows, faults, notes = read(tmp_path, "projects.csv", EXPORTER)
    api, none, _ = read(tmp_path, "projects.json", json.dumps(REPORTER), None)
    assert none == []
    for matters in (rows, api):
        assert (matters[0].id, str(matters[0].day)) == ("NIH 5R01CA000001-01 (1)", "2024-09-01")
        assert ("institution", "EXAMPLE UNIVERSITY", "US", None) in named(matters[0])
        assert ("funder", "National Institutes of Health", "US", None) in named(matters[0])
        assert "ANN" not in matters[0].model_dump_json().upper().replace("ANNUAL", "")
    assert [one.split("\n")[0] for one in faults] == [
        "projects.csv:3:FULL_PROJECT_NUM: an award without a number (not screened)",
        "projects.csv:4:PROJECT_START: not a day: '13/41/2024' (matter 5R01CA000002-01: not screened)",
    ]
    assert notes == ["projects.csv: columns that are not read: 1, the first 'PI_NAMEs' in line 1"]


# --- organisations


V2 = {"id": HIT, "names": [{"value": "HIT", "types": ["acronym"]}, {"value": "Harbin Institute of Technology", "types": ["ror_display", "label"], "lang": "en"}, {"value": "哈尔滨工业大学", "types": ["label"], "lang": "zh"}], "locations": [{"geonames_details": {"country_code": "CN"}}], "status": "active"}
V1 = {"id": HIT, "name": "Harbin Institute of Technology", "aliases": [], "labels": [{"label": "哈尔滨工业大学", "iso639": "zh"}], "acronyms": ["HIT"], "country": {"country_code": "CN"}}


def test_organisations_of_the_registry_in_both_versions(tmp_path: Path) -> None:
    for name, item in (("v2.json", V2), ("v1.json", V1)):
        matters, faults, _ = read(tmp_path, name, json.dumps([item]), None)
        assert faults == []
        party = matters[0].parties[0]
        assert (matters[0].id, party.name, party.names, party.country) == ("ROR 01yqg2h08", "Harbin Institute of Technology", ["哈尔滨工业大学"], "CN")


def test_the_registry_beside_works_gives_their_institutions_all_names(tmp_path: Path) -> None:
    dump, file = tmp_path / "ror.json", tmp_path / "works.jsonl"
    dump.write_text(json.dumps([V2, {"id": "https://ror.org/01yqg2h09", "names": []}, 3]), encoding="utf-8")
    file.write_text(json.dumps(work()), encoding="utf-8")
    found, faults = beside(None, str(dump))
    party = next(one for one in found.put(read_matters(str(file))).matters[0].parties if one.name.startswith("Harbin"))
    assert party.names == ["哈尔滨工业大学"]
    assert [(one.where.line, one.message) for one in faults] == [(1, "no ROR id: 'https://ror.org/01yqg2h09'"), (1, "no organisation of the registry")]


# --- current and pending support


SUPPORT = """Source of support,Country,Amount,Status,Start date,Institution,Institution country,Investigator,Published
"Example Voice Co., Ltd.",China,"300,000",current,2025-01-01,Example State University,US,A. Example,yes
,CN,,current,,,,,
Example Fund,Nowhere,,pending,,,,,
Example Fund,NO,,maybe,,,,,
"""


def test_a_table_of_support(tmp_path: Path) -> None:
    matters, faults, notes = read(tmp_path, "support.csv", SUPPORT)
    assert [one.id for one in matters] == ["support-2"]
    assert named(matters[0]) == [("institution", "Example State University", "US", None), ("sponsor", "Example Voice Co., Ltd.", "CN", None)]
    assert matters[0].project == {"document": "support", "status": "current", "sponsor_funds": "300000", "start": "2025-01-01", "publication_planned": True}
    assert [one.split(" (not")[0].split("\n")[0] for one in faults] == [
        "support.csv:3:Source of support: no sponsor", "support.csv:4:Country: not a country: 'Nowhere'", "support.csv:5:Status: status cannot be 'maybe'",
    ]  # fmt: skip
    assert notes == ["support.csv: columns that are not read: 1, the first 'Investigator' in line 1"]


def test_the_table_of_support_beside_works(tmp_path: Path) -> None:
    table, file = tmp_path / "support.csv", tmp_path / "works.jsonl"
    table.write_text("sponsor\nExample Fund\n", encoding="utf-8")
    file.write_text(json.dumps(work()), encoding="utf-8")
    found, _ = beside(str(table), None)
    assert (found.put(read_matters(str(file))).matters[0].project or {})["current_and_pending"] == ["Example Fund"]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.csv", "investigator,amount\nx,1\n", "no column names a sponsor"), ("b.csv", "sponsor,source\na,b\n", "two columns say the same: 'sponsor' and 'source'"), ("c.csv", "\n", "an empty table"),
        ("d.json", '[{"authorships": []}', "the list does not end"), ("e.json", '{"authorships": [}', "not JSON"), ("f.xml", '<!DOCTYPE a [<!ENTITY b "c">]><rootTag/>', "a DOCTYPE"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_as_a_whole_says_why(tmp_path: Path, name: str, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message.replace("(", r"\(")):
        read(tmp_path, name, text)


def test_a_workbook_is_refused_with_what_would_be_right(tmp_path: Path) -> None:
    (tmp_path / "support.xlsx").write_bytes(b"PK")
    with pytest.raises(UsageError, match="no reader of research") as found:
        read_matters(str(tmp_path / "support.xlsx"), "research")
    assert "CSV" in found.value.hint


def test_matters_of_research_as_json_are_still_matters(tmp_path: Path) -> None:
    matters, faults, _ = read(tmp_path, "m.json", json.dumps({"id": "M", "kind": "research", "project": {"title": "T", "authors": ["Ann"], "pi_name": "Ann"}}))
    assert faults == []
    assert matters[0].project == {"title": "T"}


def test_a_list_is_read_one_object_at_a_time() -> None:
    class Stream:
        """A list without end: whoever reads it whole never comes back."""

        def __init__(self) -> None:
            self.begun = False

        def read(self, size: int) -> bytes:
            text = b'{"a": "' + b"x" * 1000 + b'"},\n'
            start = b"" if self.begun else b"["
            self.begun = True
            return start + text * (size // len(text))

    items = json_items(Stream(), "endless.json")  # type: ignore[arg-type]
    assert [next(items)[0] for _ in range(3000)][-1] == 3000
