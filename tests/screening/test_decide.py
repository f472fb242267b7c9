"""One matter in, one decision out: roll-up, flags, questions, the next change of law, and the hash that fixes it all."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from typing import Any

import pytest

from countersight.app import load_rulebooks
from countersight.errors import InputError
from countersight.model.decision import Column, Decision
from countersight.model.matter import Matter
from countersight.rules.book import Rulebook
from countersight.screening.one import Options, Screener
from countersight.snapshots.build import build
from countersight.store.snapshot import Snapshot

POLICE: dict[str, Any] = {
    "id": "P", "kind": "shipment", "date": "2026-11-20", "transaction": "export", "destination": "CN",
    "parties": [
        {"role": "exporter", "name": "Invented Imaging Inc.", "country": "US", "is_us_person": True},
        {"role": "end_user", "name": "武汉市公安局", "country": "CN", "consignee_type": "government"},
    ],
    "lines": [{"description": "image signal processor", "node": "SOC-ISP", "eccn": "EAR99", "origin": "US"}],
}  # fmt: skip


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return Snapshot.in_memory(build(starter=True))


@pytest.fixture(scope="module")
def books() -> list[Rulebook]:
    return load_rulebooks()


@pytest.fixture
def screener(snapshot: Snapshot, books: list[Rulebook]) -> Screener:
    return Screener(snapshot, books, Options(lists_complete=True))


def column(decision: Decision, name: str) -> Column:
    return next(one for one in decision.columns if one.name == name)


def matter(**changes: object) -> Matter:
    return Matter.model_validate(POLICE | changes)


def test_every_rulebook_and_profile_has_a_column_and_outcomes_never_mix(screener: Screener) -> None:
    decision = screener.decide(matter())
    assert decision.outcomes() == {"us-in-force": "hold", "us-dshra/literal": "prohibited", "us-dshra/workable": "prohibited"}


def test_a_flag_moves_the_law_in_force_only_when_it_is_true_and_unresolved(screener: Screener) -> None:
    held = column(screener.decide(matter()), "us-in-force")
    assert {one.page: one.outcome for one in held.flags} == {"RF-20": "review", "RF-22": "hold", "RF-40": "note", "note.state-guidance": "note", "gap.export": "note"}
    assert {one.page for one in held.flags if one.counts} == {"RF-20", "RF-22"}
    assert {"RF-02", "RF-33", "RF-50"} <= set(held.not_looked_at)
    settled = {name: {"by": "A. Officer", "on": "2026-11-19", "evidence": "E-1"} for name in ("RF-20", "RF-22")}
    told = column(screener.decide(matter(resolutions=settled)), "us-in-force")
    assert told.outcome == "not_triggered"
    assert {one.page: one.resolution.get("evidence") for one in told.flags} == {"RF-20": "E-1", "RF-22": "E-1", "RF-40": None, "note.state-guidance": None, "gap.export": None}


def test_unknown_is_never_clear(screener: Screener, snapshot: Snapshot, books: list[Rulebook]) -> None:
    bare = {"id": "B", "kind": "shipment", "date": "2026-11-20"}
    for options in (Options(), Options(lists_complete=True)):
        decision = Screener(snapshot, books, options).decide(Matter.model_validate(bare))
        assert set(decision.outcomes().values()) == {"review"}
        assert all(one.questions for one in decision.columns)
    nothing_moves = screener.decide(Matter.model_validate(bare | {"lines": [], "transaction": "service", "parties": [{"role": "end_user", "name": "Invented GmbH", "country": "DE"}]}))
    assert column(nothing_moves, "us-dshra/literal").outcome == "not_triggered"


def test_without_full_lists_a_name_that_is_not_found_is_a_question(snapshot: Snapshot, books: list[Rulebook]) -> None:
    unlisted = matter(parties=[POLICE["parties"][0], {"role": "end_user", "name": "Invented Bakery Co. Ltd.", "country": "CN", "claims": {"government": False}}])
    got = column(Screener(snapshot, books).decide(unlisted), "us-in-force")
    assert got.outcome == "review"
    asked = {question.fact: question.note for question in got.questions}
    assert "is not held in full for 2026-11-20" in asked["party.on.entity_list"]


def test_a_kind_that_no_page_speaks_of_has_no_rule(screener: Screener) -> None:
    decision = screener.decide(Matter.model_validate({"id": "H", "kind": "parties", "date": "2026-11-20", "parties": [{"role": "customer", "name": "Example GmbH"}]}))
    assert {outcome for name, outcome in decision.outcomes().items() if name.startswith("us-dshra/")} == {"no_rule"}


def test_the_next_change_of_law_is_named_with_what_it_would_say(screener: Screener) -> None:
    given = {
        "bodies": [{"id": "b", "name": "Invented Vision Co. Ltd.", "country": "CN"}],
        "ownership": [{"owner": "Hangzhou Hikvision Digital Technology Co., Ltd.", "asset": "Invented Vision Co. Ltd.", "pct": "51", "class": "equity", "from": "2020-01-01"}],
    }
    parties = [POLICE["parties"][0], {"role": "end_user", "name": "Invented Vision Co. Ltd.", "country": "CN", "claims": {"government": False}}]
    owned = matter(parties=parties, given=given, date="2025-10-15")
    got = column(screener.decide(owned), "us-in-force")
    assert got.outcome == "license_required"
    change = got.next_change
    assert change is not None
    assert (change.on, change.outcome) == ("2025-11-10", "review")
    assert "ear.744.11.affiliates" in change.pages
    assert column(screener.decide(matter()), "us-in-force").next_change is None


def test_the_date_of_a_matter_wins_unless_it_is_forced(snapshot: Snapshot, books: list[Rulebook]) -> None:
    def on(raw: Matter, options: Options) -> str:
        return Screener(snapshot, books, options).decide(raw).on

    undated = matter(date=None)
    assert on(matter(), Options(as_of=date(2020, 1, 1))) == "2026-11-20"
    assert on(matter(), Options(as_of=date(2020, 1, 1), force_as_of=True)) == "2020-01-01"
    assert on(undated, Options(as_of=date(2020, 1, 1))) == "2020-01-01"
    with pytest.raises(InputError, match="matter 'P' has no date"):
        on(undated, Options())


def test_the_act_enacted_on_a_day_is_silent_before_it(snapshot: Snapshot, books: list[Rulebook]) -> None:
    def outcome(on: str) -> str:
        options = Options(enacted=date(2027, 1, 1), lists_complete=True)
        return column(Screener(snapshot, books, options).decide(matter(date=on)), "us-dshra/workable").outcome

    assert (outcome("2026-12-31"), outcome("2027-01-01")) == ("no_rule", "prohibited")


def test_the_columns_that_are_wanted_are_the_ones_that_come(snapshot: Snapshot, books: list[Rulebook]) -> None:
    def columns(*wanted: str) -> list[str]:
        return list(Screener(snapshot, books, Options(columns=frozenset(wanted))).decide(matter()).outcomes())

    assert columns("us-dshra/literal") == ["us-dshra/literal"]
    assert columns("us-dshra") == ["us-dshra/literal", "us-dshra/workable"]
    assert len(columns()) == 3


def test_a_decision_is_the_same_to_the_letter_and_holds_its_hashes(screener: Screener, snapshot: Snapshot, books: list[Rulebook]) -> None:
    one, two = screener.decide(matter()), Screener(snapshot, books, Options(lists_complete=True)).decide(matter())
    assert one.canonical() == two.canonical()
    assert one.snapshot == snapshot.content_hash
    assert {column.sha256 for column in one.columns} == {book.sha256 for book in books}
    assert json.loads(json.dumps(one.to_dict()))["id"] == one.id
    assert dataclasses.replace(one, on="2026-11-21").id != one.id


def test_the_proof_mirrors_the_page_and_cites_list_and_page(screener: Screener) -> None:
    listed = matter(parties=[POLICE["parties"][0], {"role": "end_user", "name": "海康威视", "country": "CN"}])
    fired = next(one for one in column(screener.decide(listed), "us-in-force").fired if one.page == "ear.744.11")
    proof = fired.instances[0].proof
    assert [child.label for child in proof.children] == ["(1)", "(2)", "(3)"]
    assert proof.value == "met"
    used = {fact.path: fact for fact in fired.instances[0].facts}
    source = used["party.on.entity_list"].sources[0]
    assert source["nature"] == "designation"
    assert "84 FR 54002" in source["citation"]
    assert "supercomputer" not in fired.license_policy
    assert fired.page_sha256 == next(page.sha256 for book in load_rulebooks(["us-in-force"]) for page in book.pages if page.id == "ear.744.11")
