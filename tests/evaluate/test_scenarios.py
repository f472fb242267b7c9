"""Worked scenarios: our own must pass, the shared ones where they are at hand, and a wrong expectation must fail."""

from __future__ import annotations

import copy
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from countersight.app import load_rulebooks
from countersight.errors import InputError
from countersight.evaluate.scenarios import Row, read_scenarios, run_scenarios, same_citation, summary
from countersight.rules.book import Rulebook
from countersight.snapshots.build import build
from countersight.store.snapshot import Snapshot

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden" / "scenarios"
SHARED = ROOT.parent / "shared" / "eval" / "scenarios.yaml"
ISSUE = ("EXP-01", "EXP-02", "EXP-04", "EXP-05", "EXP-06", "EXP-09", "IMP-01", "IMP-06")


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return Snapshot.in_memory(build(starter=True))


@pytest.fixture(scope="module")
def books() -> list[Rulebook]:
    return load_rulebooks()


def run(scenarios: list[dict[str, Any]], snapshot: Snapshot, books: list[Rulebook]) -> list[Row]:
    return list(run_scenarios(scenarios, snapshot, books))


def test_our_own_scenarios_pass_in_all_their_rows(snapshot: Snapshot, books: list[Rulebook]) -> None:
    rows = run(read_scenarios(str(GOLDEN)), snapshot, books)
    assert len(rows) >= 25
    assert [(row.scenario, row.variant, row.rulebook, row.wrong) for row in rows if row.state != "passed"] == []


@pytest.mark.skipif(not SHARED.exists(), reason="the shared scenarios are not beside this checkout")
@pytest.mark.parametrize("name", ISSUE)
def test_the_shared_scenarios_of_export_and_import_pass(name: str, snapshot: Snapshot, books: list[Rulebook]) -> None:
    rows = run([one for one in read_scenarios(str(SHARED)) if one["id"] == name], snapshot, books)
    assert rows
    assert [(row.variant, row.on, row.rulebook, row.wrong) for row in rows if row.state != "passed"] == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"outcome": ["prohibited"]}, "outcome review, expected prohibited"),
        ({"fired": ["license_required"]}, "no provision fired with license_required"),
        ({"cite": ["15 CFR 999.9"]}, "not cited among what fired: 15 CFR 999.9"),
        ({"checked": ["15 CFR 999.9"]}, "not among what was checked: 15 CFR 999.9"),
        ({"flags": ["RF-22"]}, "flag not raised: RF-22"),
        ({"variant": "other"}, "the scenario has no variant 'other'"),
    ],
)
def test_a_wrong_expectation_fails_and_says_what(snapshot: Snapshot, books: list[Rulebook], change: dict[str, Any], message: str) -> None:
    one = copy.deepcopy(next(one for one in read_scenarios(str(GOLDEN)) if one["id"] == "GOLD-02"))
    one["expect"] = [one["expect"][0] | change]
    rows = run([one], snapshot, books)
    assert rows[0].state == "failed"
    assert message in rows[0].wrong


def test_what_has_no_pages_yet_is_unsupported_and_not_failed(snapshot: Snapshot, books: list[Rulebook]) -> None:
    matter = {"id": "T", "kind": "parties", "date": "2026-01-01"}
    rows = run([{"id": "T", "matters": {"main": matter}, "expect": [{"rulebook": "us-dshra/literal", "outcome": ["prohibited"]}]}], snapshot, books)
    numbers = summary(rows)
    assert (numbers["total"], numbers["passed"], numbers["failed"], numbers["unsupported"]) == (1, 0, 0, 1)


def test_a_matter_that_cannot_be_read_fails_with_the_reason(snapshot: Snapshot, books: list[Rulebook]) -> None:
    matter = {"id": "X", "kind": "shipment", "date": "2026-01-01", "colour": "blue"}
    rows = run([{"id": "X", "matters": {"main": matter}, "expect": [{"rulebook": "us-in-force", "outcome": ["review"]}]}], snapshot, books)
    assert rows[0].state == "failed"
    assert "colour" in rows[0].wrong[0]


@pytest.mark.parametrize(
    ("wanted", "written", "same"),
    [
        ("15 CFR 744.11", "15 CFR 744.11(a)", True),
        ("15 CFR 744.1", "15 CFR 744.11", False),
        ("15 CFR 744", "15 CFR 744.11", False),
        ("84 FR 54002", "84 FR 54002; 85 FR 44159", True),
        ("31 cfr part  583", "31 CFR part 583", True),
    ],
)
def test_citations_are_compared_by_whole_numbers(wanted: str, written: str, same: bool) -> None:  # noqa: FBT001
    assert same_citation(wanted, written) is same


def test_files_that_hold_no_scenarios_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no file or folder"):
        read_scenarios(str(tmp_path / "none.yaml"))
    (tmp_path / "a.yaml").write_text("scenarios: [{id: x}]", encoding="utf-8")
    with pytest.raises(InputError, match="no list of scenarios"):
        read_scenarios(str(tmp_path / "a.yaml"))
    (tmp_path / "a.yaml").write_text("a: [", encoding="utf-8")
    with pytest.raises(InputError, match="not YAML"):
        read_scenarios(str(tmp_path / "a.yaml"))


def test_effects_are_compared_with_what_the_pages_give(snapshot: Snapshot, books: list[Rulebook]) -> None:
    parties = [{"role": "holder", "name": "Example Fund", "country": "US"}, {"role": "issuer", "name": "Hangzhou Hikvision Digital Technology Co., Ltd.", "country": "CN"}]
    held = {"id": "H", "kind": "holdings", "date": "2022-05-02", "parties": parties, "position": {"instrument": "listed_equity", "action": "hold"}}
    wanted = [{"divest_until": date(2022, 6, 3), "may_hold": True}, {"divest_until": "2022-06-04"}, {"may_hold": False}, {"notify": True}]
    expect = [{"rulebook": "us-in-force", "outcome": ["permitted_with_conditions"], "effect": one} for one in wanted]
    rows = run([{"id": "H", "matters": {"main": held}, "expect": expect}], snapshot, books)
    assert [row.wrong for row in rows] == [[], ["divest_until is 2022-06-03, expected 2022-06-04"], ["may_hold is True, expected False"], ["no effect notify"]]
