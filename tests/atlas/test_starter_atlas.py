"""The starter atlas as it ships: every record is sourced, dated, and says what it must say on the days that matter."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from countersight.names.identifiers import normalise_identifier, valid_isin, valid_uscc
from countersight.names.normalise import fold, script
from countersight.snapshots.build import build
from countersight.sources.starter import NATURES, read_starter
from countersight.store.snapshot import Snapshot

if TYPE_CHECKING:
    from countersight.model.body import Body
    from countersight.store.records import AtlasRecords

FEDERAL_REGISTER = re.compile(r"\d{2} FR \d{4,5}|FR Doc \d{4}-\d{5}")
PRIMARY = re.compile(r"\d{2} FR \d{4,5}|EO \d{5}|P\.L\. \d{3}-\d+|CFR|USC")
POLICE_2019 = 19
"""The regional bureau and its 18 subordinates that 84 FR 54002 lists."""
ENOUGH = 350
LONGEST = 400
SEEN = "2026-11-25"
"""The day on which the records were held against the files."""
ATLAS = Path(str(files("countersight").joinpath("atlas")))
NAMED_IN_2019 = {
    "alibaba", "bosch", "dahua", "hikvision", "huawei", "iflytek", "infinova", "mit", "panasonic", "remark-holdings", "tyco",
}  # fmt: skip
SECURITY = frozenset({"police", "police_academy", "state_security", "pap", "cyberspace", "political_legal", "border_immigration"})


@pytest.fixture(scope="module")
def records() -> AtlasRecords:
    return read_starter()


@pytest.fixture(scope="module")
def bodies(records: AtlasRecords) -> dict[str, Body]:
    return {body.id: body for body in records.bodies}


def on(body: Body, list_id: str, day: str) -> bool:
    return any(d.list_id == list_id and d.start <= day and (not d.end or day < d.end) for d in body.designations)


def listed(bodies: dict[str, Body], list_id: str, day: str) -> set[str]:
    return {body.id for body in bodies.values() if on(body, list_id, day)}


def test_there_are_enough_records_and_none_is_a_person(records: AtlasRecords) -> None:
    assert len(records.bodies) >= ENOUGH
    assert {body.schema for body in records.bodies} <= {"Company", "Organization", "PublicBody", "Project"}


def test_every_file_is_short_and_says_what_it_is_about() -> None:
    for path in sorted(ATLAS.glob("*.yaml")):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert len(lines) < LONGEST, path.name
        assert lines[0].startswith("# "), path.name


def test_every_designation_has_a_primary_citation_and_days_in_order(bodies: dict[str, Body]) -> None:
    for body in bodies.values():
        for told in body.designations:
            assert PRIMARY.search(told.citation), (body.id, told.citation)
            assert date.fromisoformat(told.start) <= date(2026, 7, 31), body.id
            assert not told.end or told.start < told.end, body.id
            if told.list_id == "us.bis.entity_list":
                assert FEDERAL_REGISTER.match(told.citation), body.id
            if told.list_id == "us.ofac.sdn":
                assert told.programs, body.id


def test_every_statement_says_who_says_it_of_which_nature_and_when(bodies: dict[str, Body]) -> None:
    for body in bodies.values():
        for said in body.statements:
            assert len(said.citation) > 10
            assert said.nature in NATURES - {"computed"}, body.id
            assert said.start or said.seen, (body.id, said.prop)
            assert said.seen in {"", SEEN}, (body.id, said.prop)
            assert said.start[:10] <= SEEN, (body.id, said.prop)
            assert not (said.start and said.end) or said.start <= said.end


def test_an_allegation_is_only_that_someone_named_the_body(bodies: dict[str, Body]) -> None:
    alleged = {body.id: said for body in bodies.values() for said in body.statements if said.nature == "allegation"}
    assert alleged.keys() == NAMED_IN_2019
    for body_id, said in alleged.items():
        assert (said.prop, said.start) == ("named_by", "2019-05-29")
        assert said.citation.startswith("The Hill (2019-05-29)")
        later = [one for one in bodies[body_id].statements if one.prop in {"outcome", "reply"} and one.nature != "allegation"]
        assert later, f"{body_id}: nothing is said of what became of it"


def test_no_attribute_that_facts_rest_on_comes_from_an_allegation(bodies: dict[str, Body]) -> None:
    for body in bodies.values():
        firm = {(one.prop, one.value) for one in body.statements if one.nature in {"finding", "register", "admission", "filing"}}
        for prop, value in (("government", body.government), ("surveillance_company", body.surveillance_company)):
            assert value == "unknown" or (prop, value) in firm, (body.id, prop)
    known_by_it_alone = {"remark-holdings", "infinova", "tyco", "bosch", "panasonic", "mit"}
    assert {(bodies[i].government, bodies[i].surveillance_company, bodies[i].designations) for i in known_by_it_alone} == {("unknown", "unknown", ())}
    assert bodies["alibaba"].surveillance_company == "unknown"
    assert {told.list_id for told in bodies["alibaba"].designations} == {"us.dod.1260h"}


def test_an_attribute_that_facts_rest_on_is_backed_by_a_statement(bodies: dict[str, Body]) -> None:
    for body in bodies.values():
        said = {(one.prop, one.value) for one in body.statements}
        for prop, value in (("government", body.government), ("surveillance_company", body.surveillance_company)):
            assert value == "unknown" or (prop, value) in said, (body.id, prop)


def test_no_one_is_named_as_verified_before_or_after_the_check(bodies: dict[str, Body]) -> None:
    days = {told.verified_on for body in bodies.values() for told in body.designations}
    assert days <= {"", SEEN}


def test_every_body_has_one_caption_and_no_name_twice(bodies: dict[str, Body]) -> None:
    for body in bodies.values():
        assert body.names[0].kind == "primary", body.id
        assert all(fold(name.text) for name in body.names), body.id
        assert len({name.text for name in body.names}) == len(body.names), body.id
        assert body.countries, body.id


def test_names_said_to_be_chinese_are_in_han_script_and_others_are_not(bodies: dict[str, Body]) -> None:
    for body in bodies.values():
        for name in body.names:
            assert (script(name.text) == "han") == (name.lang == "zh"), (body.id, name.text)


def test_a_name_of_two_han_characters_is_marked_as_short(bodies: dict[str, Body]) -> None:
    short = {name.text for body in bodies.values() for name in body.names if name.lang == "zh" and len(name.text) <= 2}
    marked = {name.text for body in bodies.values() for name in body.names if name.kind == "short"}
    assert short <= marked


def test_no_two_bodies_share_a_primary_name(bodies: dict[str, Body]) -> None:
    held: dict[str, set[str]] = {}
    for body in bodies.values():
        for name in body.names:
            if name.kind == "primary":
                held.setdefault(fold(name.text), set()).add(body.id)
    assert not [ids for ids in held.values() if len(ids) > 1]


def test_check_digits_hold(bodies: dict[str, Body]) -> None:
    checked = Counter[str]()
    for body in bodies.values():
        for kind, valid in (("uscc", valid_uscc), ("isin", valid_isin)):
            for value in filter(None, body.identifiers.get(kind, "").split("; ")):
                assert valid(value), (body.id, value)
                checked[kind] += 1
    assert checked["uscc"] >= 50
    assert checked["isin"] >= 150


def test_no_two_bodies_share_an_identifier(bodies: dict[str, Body]) -> None:
    held = Counter(
        (kind, normalise_identifier(kind, value))
        for body in bodies.values()
        for kind, values in body.identifiers.items()
        for value in dict.fromkeys(normalise_identifier(kind, one) for one in values.split(";"))
    )
    assert not [key for key, count in held.items() if count > 1]


def test_the_batch_of_2019_is_whole(bodies: dict[str, Body]) -> None:
    batch = [b for b in bodies.values() if any(d.start == "2019-10-09" and d.list_id == "us.bis.entity_list" for d in b.designations)]
    assert len(batch) == 28
    assert sum(body.organ == "police" for body in batch) == POLICE_2019
    companies = {body.id for body in batch if body.government != "yes"}
    assert companies == {"dahua", "hikvision", "iflytek", "megvii", "sensetime", "meiya-pico", "yitu", "yixin"}
    assert not any(on(body, "us.bis.entity_list", "2019-10-08") for body in batch)


def test_the_institute_of_forensic_science_is_on_the_list_until_it_is_removed(bodies: dict[str, Body]) -> None:
    institute = bodies["mps-forensic-institute"]
    assert not on(institute, "us.bis.entity_list", "2020-06-04")
    assert on(institute, "us.bis.entity_list", "2021-06-01")
    assert on(institute, "us.bis.entity_list", "2023-11-15")
    assert not on(institute, "us.bis.entity_list", "2023-11-16")
    assert not on(institute, "us.bis.entity_list", "2024-06-01")
    assert institute.government == "yes"
    assert "2023-25557" in institute.designations[0].citation


def test_sandvine_was_on_the_list_for_eight_months(bodies: dict[str, Body]) -> None:
    assert [on(bodies["sandvine"], "us.bis.entity_list", day) for day in ("2024-02-26", "2024-03-01", "2024-10-20", "2025-01-01")] == [False, True, True, False]


def test_five_makers_are_on_the_covered_list_and_under_889_three_of_them_for_some_uses(bodies: dict[str, Body]) -> None:
    five = {"hikvision", "dahua", "hytera", "huawei", "zte"}
    assert listed(bodies, "us.ndaa889", "2019-08-13") == five
    assert listed(bodies, "us.ndaa889", "2019-08-12") == set()
    assert listed(bodies, "us.fcc.covered", "2021-03-12") == five
    assert len(listed(bodies, "us.fcc.covered", "2026-08-22")) == 15
    limited = {i for i in five for d in bodies[i].designations if d.list_id == "us.fcc.covered" and "use-limited" in d.scope}
    assert limited == {"hikvision", "dahua", "hytera"}


def test_the_securities_ban_is_whole_with_its_securities_and_days(bodies: dict[str, Body]) -> None:
    assert len(listed(bodies, "us.ofac.ns_cmic", "2021-06-02")) == 0
    assert len(listed(bodies, "us.ofac.ns_cmic", "2021-06-03")) == 59
    assert {"hikvision", "huawei", "cetc", "smic", "china-mobile-limited"} <= listed(bodies, "us.ofac.ns_cmic", "2021-06-03")
    banned = listed(bodies, "us.ofac.ns_cmic", "2026-07-31")
    assert len(banned) == 68
    assert sum("isin" in bodies[i].identifiers for i in banned) == 53
    scopes = {d.scope for i in banned for d in bodies[i].designations if d.list_id == "us.ofac.ns_cmic"}
    assert len(scopes) == 3, "three batches, each with its own days"


def test_later_batches_of_the_securities_ban_are_dated(bodies: dict[str, Body]) -> None:
    assert listed(bodies, "us.ofac.ns_cmic", "2021-12-10") - listed(bodies, "us.ofac.ns_cmic", "2021-12-09") == {"sensetime-group-limited"}
    eight = listed(bodies, "us.ofac.ns_cmic", "2021-12-16") - listed(bodies, "us.ofac.ns_cmic", "2021-12-15")
    assert eight == {"cloudwalk", "sugon", "dji", "leon", "megvii-limited", "netposa", "meiya-pico", "yitu-limited"}


def test_the_regional_police_and_the_corps_are_blocked_as_rights_abusers(bodies: dict[str, Body]) -> None:
    assert listed(bodies, "us.ofac.sdn", "2020-07-09") == {"xinjiang-psb"}
    assert listed(bodies, "us.ofac.sdn", "2020-07-31") == {"xinjiang-psb", "xpcc"}
    told = [d for i in ("xinjiang-psb", "xpcc") for d in bodies[i].designations if d.list_id == "us.ofac.sdn"]
    assert {(d.programs, d.citation) for d in told} == {(("GLOMAG",), "EO 13818; 31 CFR part 583")}


def test_bodies_of_the_state_have_an_organ_and_only_they_are_government(bodies: dict[str, Body]) -> None:
    for body in bodies.values():
        assert (body.government == "yes") == (body.schema == "PublicBody") == bool(body.organ), body.id
    unlisted = {body.id for body in bodies.values() if body.organ in SECURITY and not body.designations}
    assert {"mps", "wuhan-psb", "cac", "pap"} <= unlisted


def test_makers_with_a_stated_tie_to_the_state_are_conditional(bodies: dict[str, Body]) -> None:
    assert {bodies[i].government for i in ("hikvision", "dahua", "cetc", "cloudwalk")} == {"conditional"}
    assert {bodies[i].surveillance_company for i in ("hikvision", "dahua", "uniview", "tiandy")} == {"yes"}


def test_hikvision_holds_just_under_half_of_ezviz(records: AtlasRecords) -> None:
    (edge,) = [edge for edge in records.edges if edge.asset == "ezviz"]
    assert (edge.owner, edge.lo, edge.hi, edge.start) == ("hikvision", 48_000_000, 48_000_000, "2022-12-28")
    assert all(edge.citation for edge in records.edges)


def test_nothing_is_said_to_be_complete_and_every_list_used_is_covered(records: AtlasRecords) -> None:
    used = {told.list_id: told for body in records.bodies for told in body.designations}
    covered = {item.list_id: item for item in records.coverage}
    assert covered.keys() == used.keys()
    for body in records.bodies:
        for told in body.designations:
            assert covered[told.list_id].first_edition <= told.start <= covered[told.list_id].last_edition
    snapshot = Snapshot.in_memory(records)
    assert not any(item.complete or snapshot.covers(item.list_id, date(2026, 7, 31)) for item in snapshot.coverages())


def test_merging_the_atlas_with_itself_joins_no_two_records(records: AtlasRecords) -> None:
    assert [body.id for body in build(starter=True).bodies] == [body.id for body in records.bodies]


def test_footnote_4_stands_on_those_who_have_it_and_not_on_the_others(bodies: dict[str, Body]) -> None:
    with_it = {i for i, body in bodies.items() for d in body.designations if d.list_id == "us.bis.entity_list" and "footnote 4" in d.scope}
    assert {"dahua", "iflytek", "megvii", "sensetime", "yitu", "intellifusion", "sugon", "cambricon", "inspur-group"} <= with_it
    assert not with_it & {"hikvision", "cloudwalk", "meiya-pico", "netposa", "yixin", "tiandy", "uniview"}


def test_the_batches_of_forced_labour_are_not_surveillance(bodies: dict[str, Body]) -> None:
    labour = [b for b in bodies.values() if any(s.prop == "listed_for" and "forced labour" in s.value for s in b.statements)]
    assert len(labour) == 14
    assert {body.surveillance_company for body in labour} == {"unknown"}


def test_an_entry_that_went_unseen_ends_with_the_first_edition_without_it(bodies: dict[str, Body]) -> None:
    for body_id in ("hefei-bitland", "nanchang-o-film"):
        (told,) = bodies[body_id].designations
        assert (told.start, told.end) == ("2020-07-22", "2026-07-31")
        assert "day of removal not seen" in told.citation


def test_systems_abroad_are_reports_with_a_day_and_no_listing(bodies: dict[str, Body]) -> None:
    abroad = [body for body in bodies.values() if body.id.startswith("abroad-")]
    assert len({body.countries for body in abroad}) >= 19
    assert {body.schema for body in abroad} == {"Project"}
    assert {said.nature for body in abroad for said in body.statements} == {"report"}
    assert not any(body.designations for body in abroad)
    (supplier,) = [said for said in bodies["abroad-bolivia"].statements if said.prop == "supplier"]
    assert "unverified" in supplier.value
