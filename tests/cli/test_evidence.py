"""``atlas diff``, ``pairs``, ``export``, ``build`` with rulings, reviews and the log, and ``who``. Bodies invented."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from countersight.model.body import Body, Coverage, Designation, Edge, Name, Origin, Statement
from countersight.model.lists import LISTS
from countersight.store.records import AtlasRecords, SourceRecord, canonical
from countersight.store.review import Review, append_review
from countersight.store.snapshot import Snapshot, write_snapshot
from countersight.store.statements import project

Command = Callable[..., Any]
COVERAGE = [Coverage(one.id, one.title, complete=True, first_edition="2019-01-01", last_edition="2026-11-19", source_id="starter") for one in LISTS]
KESTREL = Body(
    "kestrel", "Company", (Name("Invented Kestrel Vision Co., Ltd.", "en", "primary"), Name("红隼视觉", "zh")), ("CN",), ("1 Sample Street",), {"isin": "X1"}, government="no",
    designations=(Designation("us.bis.entity_list", "kestrel", "2019-10-09", "00 FR 1", source_id="list", verified_on="2026-11-01"),),
    statements=(
        Statement("kestrel", "named_by", "named in an invented article", "The Invented Post, 2019-05-29", "allegation", "contested", start="2019-05-29", quote="makes cameras"),
        Statement("kestrel", "reply", "it makes bicycles", "an invented letter", "admission", start="2019-06-01"),
        Statement("kestrel", "sector", "cameras", "an invented register", "register", seen="2026-01-01", locator="row 3"),
    ),
    source_id="starter", origins=(Origin("name", "红隼视觉", "list"),),
)  # fmt: skip
TWIN = Body("twin", "LegalEntity", (Name("Invented Kestrel Vision Co., Ltd.", "en", "primary"),), ("HK",), source_id="list")
SOURCES = [SourceRecord("starter", "Invented starter"), SourceRecord("list", "Invented list", reuse="private")]
EDGES = [Edge("merlin", "kestrel", "equity", 48_000_000, 48_000_000, citation="a filing", source_id="starter")]
MERLIN = Body("merlin", "Company", (Name("Invented Merlin", "en", "primary"),), source_id="starter")


def folder(path: Path, *bodies: Body) -> Path:
    write_snapshot(path, AtlasRecords(list(bodies), EDGES, COVERAGE, SOURCES)).close()
    return path


@pytest.fixture
def held(tmp_path: Path) -> Path:
    return folder(tmp_path / "held", KESTREL, TWIN, MERLIN)


@pytest.fixture
def before(tmp_path: Path) -> Path:
    return folder(tmp_path / "before", replace(KESTREL, designations=()), TWIN, MERLIN)


def test_who_shows_who_says_what_of_which_nature_and_whether_it_stands(command: Command, held: Path) -> None:
    got = command("who", "kestrel", "--snapshot", str(held))
    assert got.code == 0
    acts, rest = got.out.split("other statements (never the same as a designation):")
    assert "红隼视觉  (alias, zh)  [list]" in acts
    assert "us.bis.entity_list: 2019-10-09 to in force; 00 FR 1" in acts
    assert "in force; source list, looked up 2026-11-01" in acts
    assert "named in an invented article  [allegation, contested; possibly: allegation, 1 publisher" in rest
    assert "allegation" not in acts
    assert "in its words: 'makes cameras'" in rest
    assert "reply: it makes bicycles  (an invented letter)" in rest
    assert "sector = cameras  [register, asserted; certain: register, 1 publisher]" in rest
    assert "an invented register, row 3; source starter, seen 2026-01-01" in rest
    assert "held by:\n  Invented Merlin: 48% equity" in rest
    assert "[twin]: listed under the same name" in rest
    assert "list: Invented list [private; ]" in rest
    assert "holds:\n  Invented Kestrel Vision Co., Ltd.: 48% equity" in command("who", "merlin", "--snapshot", str(held)).out


def test_who_as_json_has_the_same(command: Command, held: Path) -> None:
    told = json.loads(command("who", "kestrel", "--snapshot", str(held), "--format", "json").out)
    by = {one["prop"]: one for one in told["statements"]}
    assert [reply["value"] for reply in by["named_by"]["replies"]] == ["it makes bicycles"]
    assert by["sector"]["confidence"]["grade"] == "certain"
    assert by["sector"]["source_id"] == "starter"
    assert told["designations"][0]["state"] == "in force"
    assert told["possibly_the_same"][0]["right"] == "twin"
    assert [one["id"] for one in told["sources"]] == ["list", "starter"]


def test_who_says_where_a_reply_is_missing(command: Command, tmp_path: Path) -> None:
    bare = folder(tmp_path / "bare", replace(KESTREL, statements=KESTREL.statements[:1]), MERLIN)
    assert "reply: none is on record" in command("who", "kestrel", "--snapshot", str(bare)).out


def test_diff_as_text_and_json(command: Command, before: Path, held: Path) -> None:
    got = command("atlas", "diff", str(before), str(held))
    assert got.code == 1
    assert got.out.splitlines() == [
        "+ Invented Kestrel Vision Co., Ltd.  [kestrel]  designation started: us.bis.entity_list: 2019-10-09 to in force, 00 FR 1",
        "1 added or started, 0 removed or ended, 0 changed",
    ]
    told = json.loads(command("atlas", "diff", str(held), str(before), "--format", "json").out)
    assert [(one["kind"], one["change"], one["body"]) for one in told["changes"]] == [("designation", "removed", "kestrel")]
    same = command("atlas", "diff", str(held), str(held))
    assert (same.code, same.out) == (0, "no difference\n")


def test_diff_refuses_what_is_no_snapshot(command: Command, held: Path, tmp_path: Path) -> None:
    assert "not a snapshot" in command("atlas", "diff", str(held), str(tmp_path / "absent")).err
    assert "no file" in command("atlas", "diff", str(held), "2026-11-20=absent.csv").err


MATTER = {
    "id": "M-1", "kind": "shipment", "date": "2026-11-20", "transaction": "export", "destination": "CN",
    "parties": [{"role": "exporter", "name": "Invented Inc.", "country": "US"}, {"role": "end_user", "name": "Invented Kestrel Vision Co., Ltd.", "country": "CN"}],
    "lines": [{"description": "drives", "node": "REC-NVR", "eccn": "EAR99", "origin": "US", "value": "12.50"}],
}  # fmt: skip


def test_the_impact_preview_reads_matters_and_stored_decisions(command: Command, before: Path, held: Path, tmp_path: Path) -> None:
    matters, stored, lines = tmp_path / "matters.jsonl", tmp_path / "decisions.json", tmp_path / "decisions.jsonl"
    matters.write_text(json.dumps(MATTER) + "\n", encoding="utf-8")
    for file in (stored, lines):
        command("screen", str(matters), "--snapshot", str(before), "--rulebook", "us-in-force", "--format", file.suffix[1:], "--out", str(file))
    for file in (matters, stored, lines):
        got = command("atlas", "diff", str(before), str(held), "--against", str(file), "--rulebook", "us-in-force")
        assert got.code == 1, got.err
        assert "-> license_required" in got.out
        assert "newly: ear.744.11" in got.out
        assert got.out.endswith("1 of 1 matters would be decided otherwise\n")
    told = json.loads(command("atlas", "diff", str(held), str(before), "--against", str(stored), "--format", "json").out)
    assert [(one["matter"], one["columns"][0]["before"]) for one in told["impacts"]] == [("M-1", "license_required")]
    same = command("atlas", "diff", str(held), str(held), "--against", str(matters))
    assert (same.code, same.out) == (0, "0 of 1 matters would be decided otherwise\n")


def test_a_matter_without_a_date_wants_one(command: Command, before: Path, held: Path, tmp_path: Path) -> None:
    matters = tmp_path / "matters.json"
    matters.write_text(json.dumps({key: value for key, value in MATTER.items() if key != "date"}), encoding="utf-8")
    got = command("atlas", "diff", str(before), str(held), "--against", str(matters))
    assert (got.code, "M-1" in got.err) == (2, True)
    assert command("atlas", "diff", str(before), str(held), "--against", str(matters), "--as-of", "2026-11-20").code == 1


def test_pairs_are_printed_until_they_are_decided(command: Command, held: Path) -> None:
    got = command("atlas", "pairs", "--snapshot", str(held))
    assert got.code == 0
    assert "[kestrel]" in got.out
    assert "1 pairs are possibly the same" in got.out
    told = json.loads(command("atlas", "pairs", "--snapshot", str(held), "--format", "json").out)
    assert [(one["left"], one["right"]) for one in told["pairs"]] == [("kestrel", "twin")]


def test_export_writes_what_may_leave_and_says_what_stays(command: Command, held: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    got = command("atlas", "export", "--format", "jsonl", "--out", str(out), "--snapshot", str(held))
    assert got.code == 0
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert {(line["type"], line["reuse"]) for line in lines} == {("source", "open"), ("body", "open"), ("edge", "open"), ("coverage", "open")}
    assert [line["record"]["id"] for line in lines if line["type"] == "body"] == ["kestrel", "merlin"]
    assert "红隼" not in out.read_text("utf-8")
    assert "withheld: 3 (reuse class private)" in got.err
    assert command("atlas", "export", "--out", str(out), "--reuse", "private", "--snapshot", str(held)).code == 2
    assert command("atlas", "export", "--snapshot", str(held)).code == 2
    assert command("atlas", "export", "--bundle", str(out), "--out", str(out), "--snapshot", str(held)).code == 2


def test_export_in_the_form_of_followthemoney_reads_back(command: Command, held: Path, tmp_path: Path) -> None:
    out = tmp_path / "out" / "entities.ftm.json"
    got = command("atlas", "export", "--format", "ftm", "--out", str(out), "--snapshot", str(held))
    assert got.code == 0
    assert {"no place in FollowTheMoney: 1 (government)", "withheld: 3 (reuse class private)"} <= set(got.err.splitlines())
    again = tmp_path / "again"
    assert command("atlas", "build", str(again), "--no-starter", "--list", f"ftm=2026-11-20={out.parent}").code == 0
    back = Snapshot.open(again)
    assert [(edge.owner, edge.asset, edge.lo) for edge in back.edges()] == [("merlin", "kestrel", 48_000_000)]
    assert back.body_ids() == ["kestrel", "merlin"]
    assert {json.loads(line)["schema"] for line in out.read_text("utf-8").splitlines()} >= {"Company", "Ownership"}
    assert json.loads((out.parent / "index.json").read_text("utf-8"))["entity_count"] == len(out.read_text("utf-8").splitlines())
    assert command("atlas", "export", "--validate", "--out", str(out), "--snapshot", str(held)).code == 2


def test_who_takes_a_name_and_names_those_near_it(command: Command, held: Path) -> None:
    two = command("who", "INVENTED KESTREL VISION CO LTD", "--snapshot", str(held)).out
    assert two.startswith("Invented Kestrel Vision Co., Ltd.  [kestrel]")
    assert "possibly the same" in two
    assert "[twin]" in two
    got = command("who", "红隼视觉", "--snapshot", str(held))
    assert (got.code, got.out.split("\n")[0]) == (0, "Invented Kestrel Vision Co., Ltd.  [kestrel]")
    assert "near it: Invented Merlin [merlin]" in command("who", "Invented Merlin Bicycles", "--snapshot", str(held)).err
    assert "no body 'Osprey' in this snapshot, by id or by name" in command("who", "Osprey", "--snapshot", str(held)).err


def starter(bodies: list[Body]) -> AtlasRecords:
    return AtlasRecords(bodies, EDGES, COVERAGE, SOURCES)


def test_build_honours_rulings_and_reviews_and_keeps_a_log(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import countersight.sources.starter as source

    monkeypatch.setattr(source, "read_starter", lambda: starter([KESTREL, TWIN, MERLIN]))
    rulings, reviews, log = tmp_path / "rulings.jsonl", tmp_path / "reviews.jsonl", tmp_path / "log.jsonl"
    first = command("atlas", "build", str(tmp_path / "one"), "--log", str(log))
    assert "statements recorded, 0 retracted" in first.err
    one = {"left": "kestrel", "right": "twin", "ruling": "same", "by": "an invented reviewer", "on": "2026-11-20", "reason": "so"}
    rulings.write_text(json.dumps(one) + "\n" + json.dumps(one | {"right": "gone"}) + "\n", encoding="utf-8")
    sector = next(row.id for row in project(canonical(starter([KESTREL, MERLIN]))) if row.prop == "claim:sector")
    append_review(reviews, Review("2026-11-20", "redaction", sector))
    got = command("atlas", "build", str(tmp_path / "two"), "--adjudications", str(rulings), "--reviews", str(reviews), "--log", str(log))
    assert got.code == 0, got.err
    snapshot = Snapshot.open(tmp_path / "two")
    assert snapshot.body_ids() == ["kestrel", "merlin"]
    body = snapshot.body("kestrel")
    assert body is not None
    assert {said.prop for said in body.statements} == {"named_by", "reply", "same_as"}
    assert command("who", "kestrel", "--snapshot", str(tmp_path / "two")).out.count("adjudication by an invented reviewer") == 1
    again = command("atlas", "build", str(tmp_path / "three"), "--from-log", str(log))
    assert again.code == 0, again.err
    assert Snapshot.open(tmp_path / "three").content_hash == snapshot.content_hash


def test_the_log_stands_alone_and_knows_nothing_before_its_first_line(command: Command, tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    log.write_text("", encoding="utf-8")
    assert command("atlas", "build", str(tmp_path / "s"), "--from-log", str(log)).code == 3
    assert command("atlas", "build", str(tmp_path / "s"), "--from-log", str(log), "--no-starter", "--csl", f"2026-11-20={log}").code == 2
    assert command("atlas", "build", str(tmp_path / "s"), "--from-log", str(tmp_path / "absent")).code == 2
    assert not (tmp_path / "s").exists()
