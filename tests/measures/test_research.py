"""Research: what is established of a project, a work, an award; and that nothing rests on who the authors are. All bodies are invented."""

from __future__ import annotations

import json
import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countersight.app import load_rulebooks
from countersight.errors import InputError
from countersight.intake.read import read_matters
from countersight.measures.establish import establish
from countersight.measures.federal_agencies import agency
from countersight.model.fact import Fact
from countersight.model.matter import Matter
from countersight.screening.one import Options, Screener
from countersight.store.records import AtlasRecords
from countersight.store.snapshot import Snapshot

from .worlds import ENTITY, body, bound, matter, party, world

LAB = party("Example State University", "institution", country="US")
NSF = party("National Science Foundation", "funder", country="US")
FUND = party("Example Fund of Norway", "sponsor", country="NO")


def facts(*parties: dict[str, Any], **project: Any) -> dict[str, Fact]:  # noqa: ANN401
    return establish(matter(kind="research", parties=list(parties), project=project or None), world()).sheet.matter


def value(found: dict[str, Fact], name: str) -> object:
    return found[f"project.{name}"].value if f"project.{name}" in found else None


def test_other_kinds_have_no_facts_of_research() -> None:
    found = establish(matter(kind="shipment", project={"federal_award": True}), world()).sheet.matter
    assert [path for path in found if path.startswith("project.")] == []


@pytest.mark.parametrize(
    ("parties", "told", "expected"),
    [
        ([LAB, NSF], {}, True), ([LAB], {"federal_award": True}, True), ([LAB], {"federal_award": False}, False), ([LAB, FUND], {}, None),
        ([LAB, NSF], {"federal_award": False}, None), ([LAB, party("National Science Foundation", "funder", country="IE")], {}, None),
    ],
)  # fmt: skip
def test_a_federal_award(parties: list[dict[str, Any]], told: dict[str, Any], *, expected: bool | None) -> None:
    assert value(facts(*parties, **told), "federal_award") is expected


def test_agencies_are_known_by_their_whole_name() -> None:
    assert [agency([name]) for name in ("U.S. Department of Energy", "Office of Naval Research", "National Cancer Institute", "NASA")] == ["DOE", "DOD", "NIH", "NASA"]
    assert [agency([name]) for name in ("National Natural Science Foundation of China", "National Science Foundation of Sri Lanka", "Department of Energy and Climate", "Swiss National Science Foundation")] == [""] * 4


@pytest.mark.parametrize(
    ("parties", "told", "other", "foreign"),
    [
        ([LAB, NSF], {}, False, False), ([LAB, NSF, FUND], {}, True, True), ([LAB, party("Example Co.", "sponsor")], {}, True, None), ([LAB], {"sponsor_funds": "5"}, True, None),
        ([LAB, party("N/A", "sponsor")], {}, None, None), ([LAB, party("Example Foundation", "sponsor", country="US")], {}, True, False), ([LAB], {}, False, False),
    ],
)  # fmt: skip
def test_support_besides_federal_awards(parties: list[dict[str, Any]], told: dict[str, Any], *, other: bool | None, foreign: bool | None) -> None:
    found = facts(*parties, **told)
    assert (value(found, "other_support"), value(found, "foreign_support")) == (other, foreign)


@pytest.mark.parametrize(
    ("told", "release", "held_back"),
    [
        ({"publication_planned": True}, False, False), ({"publication_planned": True, "technology_transfer": True}, True, False), ({"publication_planned": False}, None, True), ({}, None, None),
        ({"technology_transfer": False}, False, None), ({"document": "work"}, False, False), ({"document": "work", "technology_transfer": True}, True, False),
    ],
)  # fmt: skip
def test_what_passes_to_a_partner(told: dict[str, Any], *, release: bool | None, held_back: bool | None) -> None:
    found = facts(LAB, **told)
    assert (value(found, "ear_release"), value(found, "results_held_back")) == (release, held_back)


def test_a_sponsor_that_the_list_lacks_is_a_question_and_never_a_finding() -> None:
    missing = facts(LAB, FUND, current_and_pending=["Another Fund"])
    assert (value(missing, "support_stated"), value(missing, "undisclosed_support")) == (True, None)
    assert "Example Fund of Norway" in missing["project.undisclosed_support"].note
    assert "flag.rf_59" not in missing
    there = facts(LAB, FUND, current_and_pending=[{"sponsor": "EXAMPLE FUND OF NORWAY"}])
    assert value(there, "undisclosed_support") is False
    assert there["flag.rf_59"].value is False
    assert value(facts(LAB, FUND), "support_stated") is False


def test_a_sponsor_is_in_the_list_under_another_name_of_the_same_body() -> None:
    listed = body("voice", "Example Voice Co., Ltd.", "示例语音股份有限公司", on={ENTITY: "2019-10-09"}, countries=("CN",))
    told = matter(kind="research", parties=[LAB, party("Example Voice Co., Ltd.", "sponsor")], project={"current_and_pending": ["示例语音股份有限公司"]})
    assert establish(told, world(listed)).sheet.matter["project.undisclosed_support"].value is False


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Example Normal University", True), ("Example Central Hospital", True), ("Example Vision Technology Co., Ltd.", False), ("示例大学", True), ("Example Academy of Sciences", True), ("Kestrel", None), ("Institute of Things", None)],
)
def test_a_university_is_no_company(name: str, *, expected: bool | None) -> None:
    assert bound(name)["party.public_institution"].value is expected


def test_a_college_that_the_records_hold_as_a_surveillance_company_is_one() -> None:
    where = world(body("school", "Example Camera College", surveillance_company="yes"))
    assert bound("Example Camera College", where)["party.public_institution"].value is False


def test_a_project_that_cannot_be_read_says_what_would_be_right() -> None:
    with pytest.raises(InputError) as found:
        facts(LAB, federal_award="maybe")
    assert "true or false" in found.value.hint
    with pytest.raises(InputError, match="document cannot be"):
        facts(LAB, document="rumour")


def test_keys_that_speak_of_persons_are_dropped_where_a_matter_is_read() -> None:
    told = {"title": "T", "authors": ["A"], "pi": "B", "pi_name": "C", "contact_email": "d", "co_investigators": [{"x": 1}], "nationality": "E", "current_and_pending": [{"sponsor": "S", "person": "F"}]}
    assert Matter.model_validate({"id": "M", "kind": "research", "project": told}).project == {"title": "T", "current_and_pending": [{"sponsor": "S"}]}


# --- author names change nothing


NAMES = st.text(min_size=1, max_size=30) | st.sampled_from(["Wang Wei", "王伟", "Ivan Ivanov", "Hikvision", "Li Na, Harbin Institute of Technology", "People's Liberation Army", "Mohammad Example", "John Smith"])
PLACES = [
    {"display_name": "Example State University", "country_code": "US", "ror": "https://ror.org/00jmfr291"}, {"display_name": "Example Vision Co., Ltd.", "country_code": "CN"},
    {"display_name": "Naval University of Example", "country_code": "CN"}, {"display_name": "Example Police College", "country_code": "CN"}, {"display_name": "University of Oslo", "country_code": "NO"},
]  # fmt: skip


@pytest.fixture(scope="module")
def screener() -> Screener:
    bodies = [body("vision", "Example Vision Co., Ltd.", on={ENTITY: "2019-10-09"}, surveillance_company="yes", countries=("CN",))]
    return Screener(Snapshot.in_memory(AtlasRecords(bodies=bodies)), load_rulebooks(), Options(as_of=date(2026, 11, 20), force_as_of=True, lists_complete=True))


def decided(screener: Screener, folder: Path, authors: list[dict[str, Any]]) -> str:
    file = folder / "works.jsonl"
    file.write_text(json.dumps({"id": "https://openalex.org/W1", "title": "Snow", "publication_date": "2025-03-01", "authorships": authors}), encoding="utf-8")
    return screener.decide(read_matters(str(file), "research").matters[0]).id


def authorships(names: list[str], where: list[int]) -> list[dict[str, Any]]:
    return [
        {"author_position": "first" if not at else "last", "author": {"display_name": name, "orcid": name}, "raw_author_name": name, "is_corresponding": not at, "countries": ["CN"], "institutions": [PLACES[place]], "raw_affiliation_strings": [name]}
        for at, (name, place) in enumerate(zip(names, where, strict=True))
    ]  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(names=st.lists(NAMES, min_size=5, max_size=5), others=st.lists(NAMES, min_size=5, max_size=5), seed=st.integers(0, 1000))
def test_other_authors_in_another_order_get_the_same_decision_to_the_letter(screener: Screener, tmp_path_factory: pytest.TempPathFactory, names: list[str], others: list[str], seed: int) -> None:
    folder = tmp_path_factory.getbasetemp()
    where = [0, 1, 2, 3, 4]
    first = decided(screener, folder, authorships(names, where))
    again = authorships(others, where)
    random.Random(seed).shuffle(again)
    assert decided(screener, folder, again) == first


def test_another_institution_gets_another_decision(screener: Screener, tmp_path: Path) -> None:
    """What makes the test before this one worth something."""
    names = ["A", "B"]
    assert decided(screener, tmp_path, authorships(names, [0, 1])) != decided(screener, tmp_path, authorships(names, [0, 4]))
    outcome = screener.decide(read_matters(str(tmp_path / "works.jsonl"), "research").matters[0]).outcomes()
    assert outcome["us-dshra/literal"] == "not_triggered"
