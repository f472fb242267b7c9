"""``owners`` and ``eval ownership`` on the command line. Bodies invented."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from countersight.model.body import Body, Designation, Edge, Name
from countersight.store.records import AtlasRecords, SourceRecord
from countersight.store.snapshot import write_snapshot

Command = Callable[..., Any]
M = 1_000_000


def body(body_id: str, *told: Designation) -> Body:
    return Body(body_id, "Company", (Name(f"Invented {body_id.title()} Ltd", "", "primary"),), designations=told, source_id="s")


@pytest.fixture
def snapshot(tmp_path: Path) -> str:
    listed = Designation("us.ofac.sdn", "gull", "2019-01-01", "an invented notice")
    edges = [
        Edge("gull", "merlin", "equity", 50 * M, 50 * M, start="2020-01-01", citation="an invented filing", id="e1", recorded="2024-01-01"),
        Edge("merlin", "kestrel", "equity", 40 * M, 60 * M, citation="an invented register", id="e2"),
        Edge("nobody", "kestrel", "equity", 10 * M, 10 * M, citation="an invented note", id="e3", remarks=("the share 'about 10' was read as 10%",)),
    ]
    folder = tmp_path / "snapshot"
    write_snapshot(folder, AtlasRecords([body("gull", listed), body("merlin"), body("kestrel")], edges, sources=[SourceRecord("s", "S")])).close()
    return str(folder)


def test_owned_is_told_with_its_proof_and_ends_in_1(command: Command, snapshot: str) -> None:
    found = command("owners", "merlin", "--rule", "ofac.50", "--as-of", "2026-01-01", "--snapshot", snapshot)
    assert found.code == 1
    assert "OWNED: listed parties, and bodies that count as such, hold 50% to 50%" in found.out
    assert "Invented Gull Ltd > Invented Merlin Ltd: 50%; 2020-01-01 to today; an invented filing" in found.out
    assert "at least 50% of equity" in found.out


def test_possibly_is_told_with_what_to_verify_and_findings(command: Command, snapshot: str) -> None:
    found = command("owners", "kestrel", "--as-of", "2026-01-01", "--snapshot", snapshot)
    assert found.code == 0
    assert "POSSIBLY OWNED" in found.out
    assert "Invented Merlin Ltd > Invented Kestrel Ltd: 40% to 60%" in found.out
    assert "no_name: a holder whose name is not held [nobody] in Invented Kestrel Ltd" in found.out
    assert "record: a holder whose name is not held [nobody] in Invented Kestrel Ltd: the share 'about 10' was read as 10%" in found.out
    assert "ear.744.11.affiliates" in found.out, "every page with a test is shown"
    assert "controlled by" not in found.out


def test_a_law_that_reaches_the_listed_alone_says_so(command: Command, snapshot: str) -> None:
    found = command("owners", "merlin", "--rule", "uflpa.3", "--as-of", "2026-01-01", "--snapshot", snapshot)
    assert found.code == 0
    assert "test: the listed bodies themselves and nobody through them, whatever the share; lists: us.uflpa" in found.out
    assert "NOT REACHED THROUGH OWNERS" in found.out
    assert "the list is not held in full for the day: us.uflpa" in found.out


def test_what_no_test_counts_is_shown_apart(command: Command, tmp_path: Path) -> None:
    edges = [
        Edge("gull", "merlin", "linked_to", 0, 100 * M, citation="an invented entry", id="t", confirmed=False),
        Edge("gull", "merlin", "equity", 60 * M, 60 * M, citation="an invented chain", id="i", indirect=True),
        Edge("gull", "merlin", "holding_weight", 2 * M, 2 * M, citation="an invented fund", id="w"),
    ]
    folder = tmp_path / "more"
    write_snapshot(folder, AtlasRecords([body("gull"), body("merlin")], edges, sources=[SourceRecord("s", "S")])).close()
    found = command("owners", "merlin", "--rule", "ofac.50", "--snapshot", str(folder))
    beside = found.out.partition("also recorded, and counted by none of these tests:")[2]
    assert "linked to, in the words of its entry; how is not published" in beside
    assert "60% (indirect, in sum)" in beside
    assert "2% of the holder's net assets" in beside
    told = command("owners", "merlin", "--rule", "ofac.50", "--snapshot", str(folder), "--format", "json")
    assert {edge["id"] for edge in json.loads(told.out)["not_counted"]} == {"t", "i", "w"}


def test_days_of_ownership_and_of_knowledge(command: Command, snapshot: str) -> None:
    def standing(*given: str) -> str:
        found = command("owners", "merlin", "--rule", "ofac.50", "--snapshot", snapshot, "--format", "json", *given)
        return str(json.loads(found.out)["tests"][0]["standing"])

    assert standing("--as-of", "2026-01-01") == "owned"
    assert standing("--as-of", "2019-12-31") == "holders_unknown"
    assert standing("--as-of", "2026-01-01", "--known-at", "2023-12-31") == "holders_unknown"


def test_json_holds_bounds_proof_and_the_test(command: Command, snapshot: str) -> None:
    (test,) = json.loads(command("owners", "kestrel", "--rule", "ofac.50", "--as-of", "2026-01-01", "--snapshot", snapshot, "--format", "json").out)["tests"]
    assert (test["standing"], test["met"], test["lower"], test["upper"], test["undisclosed"]) == ("possible", None, 40 * M, 60 * M, 40 * M), "30 that nobody holds on paper, and 10 of a holder without a name"
    assert ([edge["id"] for edge in test["ask"]], test["threshold"], test["lists"]) == (["e2"], 50 * M, ["us.ofac.sdn"])


def test_the_picture_is_written_or_printed_alone(command: Command, snapshot: str, tmp_path: Path) -> None:
    command("owners", "kestrel", "--as-of", "2026-01-01", "--snapshot", snapshot, "--svg", str(tmp_path / "k.svg"))
    written = (tmp_path / "k.svg").read_text(encoding="utf-8")
    assert ET.fromstring(written).tag.endswith("svg")  # noqa: S314 - our own
    alone = command("owners", "kestrel", "--as-of", "2026-01-01", "--snapshot", snapshot, "--svg", "-")
    assert alone.out == written
    assert "Invented Kestrel Ltd" in written


def test_a_page_without_a_test_is_refused_with_those_that_have_one(command: Command, snapshot: str) -> None:
    found = command("owners", "kestrel", "--rule", "ear.744.23", "--snapshot", snapshot)
    assert found.code == 2
    assert "no page 'ear.744.23' with an ownership test" in found.err
    assert "ofac.50" in found.err


def test_eval_ownership_prints_numbers_and_ends_in_1_where_a_check_fails(command: Command, tmp_path: Path) -> None:
    case = {"id": "c", "as_of": "2026-01-01", "rule": {}, "nodes": [{"id": "A"}], "edges": [], "seeds": [], "expect": [{"owned": []}, {"owned": ["A"]}]}
    (tmp_path / "c.json").write_text(json.dumps(case), encoding="utf-8")
    found = command("eval", "ownership", str(tmp_path))
    assert (found.code, found.out.splitlines()[-1]) == (1, "1 of 2 checks pass, 1 fail, 0 unsupported")
    numbers = json.loads(command("eval", "ownership", str(tmp_path), "--format", "json", "--out", str(tmp_path / "out.jsonl")).out)
    assert (numbers["total"], numbers["passed"], numbers["failed"], numbers["unsupported"], len(numbers["failures"])) == (2, 1, 1, 0, 1)
    assert len((tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()) == 2
