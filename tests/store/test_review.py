"""The review log: a chain that shows what was done to it, and what reviews do to records. All bodies invented."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from countersight.errors import CountersightError, DataError, InputError, UsageError
from countersight.model.body import Body, Designation, Name, Statement
from countersight.store.records import AtlasRecords, canonical
from countersight.store.review import Review, append_review, public_feed, read_reviews, reviewed, verify
from countersight.store.statements import project

if TYPE_CHECKING:
    from pathlib import Path

RECORDS = AtlasRecords(
    [
        Body(
            "kestrel", "Company", (Name("Invented Kestrel Co.", "en", "primary"),),
            designations=(Designation("us.uflpa", "kestrel", "2022-06-21", "00 FR 1"),),
            statements=(Statement("kestrel", "sector", "cameras", "an invented article", "allegation"),), source_id="starter",
        )
    ]
)  # fmt: skip
IDS = {row.prop: row.id for row in project(canonical(RECORDS))}
CLAIM, LISTED = IDS["claim:sector"], IDS["designation"]


def review(kind: str, target: str = CLAIM, **more: str | bool) -> Review:
    return Review("2026-11-20", kind, target, **more)  # type: ignore[arg-type]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "reviews.jsonl"
    append_review(path, review("right_of_reply", party="Invented Kestrel Co.", text="it makes bicycles"))
    append_review(path, review("legal_notice", public=False, due="2026-12-20"))
    append_review(path, review("decision", outcome="withdrawn"))
    return path


def test_a_chain_verifies_and_its_feed_is_what_is_public(log: Path) -> None:
    entries = read_reviews(log)
    assert [entry.prev_hash for entry in entries] == ["", entries[0].hash, entries[1].hash]
    assert [entry.type for entry in public_feed(entries)] == ["decision", "right_of_reply"]
    assert entries[0].id == f"r-{entries[0].hash[:16]}"


@pytest.mark.parametrize("harm", ["change", "drop", "swap", "insert"])
def test_every_harm_to_the_chain_is_found(log: Path, harm: str) -> None:
    lines = log.read_text("utf-8").splitlines()
    if harm == "change":
        lines[1] = json.dumps(json.loads(lines[1]) | {"public": True})
    elif harm == "drop":
        del lines[1]
    elif harm == "swap":
        lines[0], lines[1] = lines[1], lines[0]
    else:
        lines.insert(1, lines[0])
    log.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(DataError, match="the review log is broken at entry"):
        read_reviews(log)


def test_a_dropped_first_entry_is_found_in_memory_too(log: Path) -> None:
    with pytest.raises(DataError, match="entry 1"):
        verify(read_reviews(log)[1:])


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        (review("praise"), UsageError), (review("decision", outcome="fine"), UsageError), (review("right_of_reply"), UsageError),
        (review("redaction", ""), UsageError), (replace(review("redaction"), logged_at="2026-11-19"), DataError),
    ],
)  # fmt: skip
def test_what_is_no_entry_is_refused_and_leaves_the_log_alone(log: Path, entry: Review, fault: type[CountersightError]) -> None:
    before = log.read_bytes()
    with pytest.raises(fault):
        append_review(log, entry)
    assert log.read_bytes() == before


def test_a_line_that_is_no_entry_is_refused(tmp_path: Path) -> None:
    (tmp_path / "r.jsonl").write_text('{"type": "decision"}\n', encoding="utf-8")
    with pytest.raises(InputError, match="no entry of a review log"):
        read_reviews(tmp_path / "r.jsonl")


def test_a_reply_makes_a_claim_contested_and_stands_beside_it() -> None:
    sealed = review("right_of_reply", party="Invented Kestrel Co.", text="it makes bicycles").sealed("")
    body = reviewed(RECORDS, [sealed]).bodies[0]
    by = {one.prop: one for one in body.statements}
    assert by["sector"].standing == "contested"
    reply = by["reply"]
    assert (reply.value, reply.answers, reply.nature, reply.locator) == ("it makes bicycles", CLAIM, "admission", sealed.id)
    assert reply.citation == "reply of Invented Kestrel Co., 2026-11-20"
    assert CLAIM in {row.id for row in project(canonical(AtlasRecords([body])))}, "a statement keeps its id however it stands"


def test_a_decision_changes_how_a_claim_stands_and_never_a_designation() -> None:
    body = reviewed(RECORDS, [review("decision", outcome="withdrawn"), review("decision", LISTED, outcome="withdrawn"), review("right_of_reply", LISTED, text="no")]).bodies[0]
    assert [one.standing for one in body.statements] == ["withdrawn"]
    assert body.designations == canonical(RECORDS).bodies[0].designations


def test_a_redaction_hides_until_it_is_restored_and_unknown_targets_change_nothing() -> None:
    assert reviewed(RECORDS, [review("redaction")]).bodies[0].statements == ()
    assert reviewed(RECORDS, [review("redaction", IDS["schema"])]).bodies == []
    assert reviewed(RECORDS, [review("redaction"), review("restore")]) == canonical(RECORDS)
    assert reviewed(RECORDS, [review("redaction", "nobody"), review("legal_notice")]) == canonical(RECORDS)
