"""Snapshots: one hash for the same records, read-only, layered. All bodies here are invented."""

from __future__ import annotations

import json
import random
import sqlite3
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from countersight.errors import DataError
from countersight.model.body import Body, Coverage, Designation, Edge, Name, Statement
from countersight.store.records import AtlasRecords, SourceRecord
from countersight.store.snapshot import Snapshot, write_snapshot

if TYPE_CHECKING:
    from pathlib import Path


def sample() -> AtlasRecords:
    kestrel = Body(
        id="kestrel",
        schema="Company",
        names=(Name("Invented Kestrel Vision Co., Ltd.", "en", "primary"), Name("红隼视觉", "zh")),
        countries=("HK", "CN"),
        addresses=("2 Sample Street", "1 Example Road, Hangzhou, CN"),
        identifiers={"uscc": "91330000733796106P", "isin": "CNE100000PM8; US0378331005"},
        surveillance_company="yes",
        designations=(
            Designation("us.bis.entity_list", "kestrel", "2019-10-09", "00 FR 1", programs=("A", "B")),
            Designation("us.ofac.ns_cmic", "kestrel", "2021-06-03", "00 FR 2"),
        ),
        statements=(Statement("kestrel", "sector", "cameras", "an invented report", "report"),),
    )
    merlin = Body(id="merlin", schema="PublicBody", names=(Name("Invented Merlin Bureau", "en", "primary"),), government="yes")
    return AtlasRecords(
        bodies=[kestrel, merlin],
        edges=[
            Edge("merlin", "kestrel", "equity", 48_000_000, 48_000_000, citation="an invented filing"),
            Edge("merlin", "kestrel", "voting", 0, 100_000_000, citation="an invented filing"),
        ],
        coverage=[Coverage("us.bis.entity_list", "Entity List", complete=True, first_edition="2022-01-01", last_edition="2022-03-01")],
        sources=[SourceRecord("invented", "Invented source", sha256="00")],
    )


def shuffled(records: AtlasRecords, seed: int) -> AtlasRecords:
    rng = random.Random(seed)

    def mix(items: list[Any]) -> list[Any]:
        return rng.sample(items, len(items))

    bodies = [
        replace(
            body,
            countries=tuple(mix(list(body.countries))),
            addresses=tuple(mix(list(body.addresses))),
            identifiers=dict(mix(list(body.identifiers.items()))),
            designations=tuple(mix(list(body.designations))),
        )
        for body in records.bodies
    ]
    return AtlasRecords(mix(bodies), mix(records.edges), mix(records.coverage), mix(records.sources))


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_records_does_not_change_the_hash(seed: int) -> None:
    assert Snapshot.in_memory(shuffled(sample(), seed)).content_hash == Snapshot.in_memory(sample()).content_hash


def test_the_hash_is_pinned() -> None:
    """A change here means that old decisions no longer name a snapshot that can be rebuilt: raise SCHEMA_VERSION."""
    assert Snapshot.in_memory(sample()).content_hash == PINNED


PINNED = "67975bfdf12e38cdcd79f2b9e154ccc37844bfa9c2f426fd7b14f2477ce548f8"


def test_the_bytes_of_a_file_are_not_content_but_everything_else_is() -> None:
    base = Snapshot.in_memory(sample()).content_hash
    same, other, fewer = sample(), sample(), sample()
    same.sources = [replace(same.sources[0], sha256="ff")]
    other.bodies[1] = replace(other.bodies[1], government="no")
    fewer.edges.pop()
    assert Snapshot.in_memory(same).content_hash == base
    assert Snapshot.in_memory(other).content_hash != base
    assert Snapshot.in_memory(fewer).content_hash != base


def test_written_and_in_memory_are_the_same(tmp_path: Path) -> None:
    written = write_snapshot(tmp_path / "s", sample())
    memory = Snapshot.in_memory(sample())
    assert written.content_hash == memory.content_hash
    assert written.records() == memory.records()
    assert written.body("kestrel") == memory.body("kestrel")
    written.verify()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["s"]


def test_two_builds_give_the_same_files(tmp_path: Path) -> None:
    write_snapshot(tmp_path / "a", sample())
    write_snapshot(tmp_path / "b", shuffled(sample(), 3))
    for name in ("manifest.json", "atlas.sqlite"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_it_refuses_to_overwrite_a_different_one_and_reuses_the_same(tmp_path: Path) -> None:
    write_snapshot(tmp_path / "s", sample())
    before = (tmp_path / "s" / "atlas.sqlite").stat().st_mtime_ns
    write_snapshot(tmp_path / "s", sample())
    assert (tmp_path / "s" / "atlas.sqlite").stat().st_mtime_ns == before
    other = sample()
    other.bodies.pop()
    other.edges.clear()
    with pytest.raises(DataError, match="different snapshot"):
        write_snapshot(tmp_path / "s", other)


def test_it_is_read_only_and_a_change_is_found(tmp_path: Path) -> None:
    snapshot = write_snapshot(tmp_path / "s", sample())
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        snapshot._layers[0].connection.execute("DELETE FROM body")
    snapshot.close()
    connection = sqlite3.connect(tmp_path / "s" / "atlas.sqlite")
    connection.execute("UPDATE designation SET record = replace(record, '2019-10-09', '2029-10-09')")
    connection.commit()
    connection.close()
    with pytest.raises(DataError, match="content hash"):
        Snapshot.open(tmp_path / "s").verify()


@pytest.mark.parametrize(("key", "value"), [("schema_version", 99), ("content_hash", "00")])
def test_a_wrong_manifest_is_refused(tmp_path: Path, key: str, value: object) -> None:
    write_snapshot(tmp_path / "s", sample()).close()
    path = tmp_path / "s" / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {key: value}))
    with pytest.raises(DataError):
        Snapshot.open(tmp_path / "s")


def test_no_snapshot_says_so(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="not a snapshot"):
        Snapshot.open(tmp_path / "absent")


def test_an_edge_that_two_sources_state_is_one_edge_whatever_their_order() -> None:
    twice = [replace(sample().edges[0], source_id=one) for one in ("b", "", "a")]
    for edges in (twice, twice[::-1]):
        assert [edge.source_id for edge in Snapshot.in_memory(AtlasRecords(edges=edges)).edges()] == ["a"]


def test_coverage_bounds() -> None:
    snapshot = Snapshot.in_memory(sample())
    days = {date(2021, 12, 31): False, date(2022, 1, 1): True, date(2022, 4, 15): True, date(2022, 4, 16): False}
    assert {day: snapshot.covers("us.bis.entity_list", day) for day in days} == days
    assert not snapshot.covers("us.ofac.sdn", date(2022, 2, 1))
    partial = sample()
    partial.coverage = [replace(partial.coverage[0], complete=False)]
    assert not Snapshot.in_memory(partial).covers("us.bis.entity_list", date(2022, 2, 1))


def test_look_ups() -> None:
    snapshot = Snapshot.in_memory(sample())
    assert snapshot.by_identifier("isin", "us-0378331005") == ("kestrel",)
    assert snapshot.by_identifier("isin", "") == ()
    assert snapshot.by_exact("invented kestrel vision co ltd") == (("kestrel", "Invented Kestrel Vision Co., Ltd."),)
    assert snapshot.by_core("invented kestrel vision") == (("kestrel", "Invented Kestrel Vision Co., Ltd."),)
    assert [edge.owner for edge in snapshot.edges_of("kestrel")] == ["merlin", "merlin"]
    assert snapshot.edges_of("merlin") == []
    assert len(snapshot.holdings_of("merlin")) == 2
    assert all(edge.id.startswith("e-") for edge in snapshot.edges())
    assert snapshot.designated("us.ofac.ns_cmic") == ["kestrel"]
    assert [told.programs for told in snapshot.designations("kestrel")] == [("A", "B"), ()]
    assert snapshot.body("nobody") is None
    assert snapshot.designations("nobody") == ()


def test_candidates_share_grams_and_are_ordered() -> None:
    snapshot = Snapshot.in_memory(sample())
    found = snapshot.candidates("Kestrelvision", 5)
    assert found[0][:2] == ("kestrel", "Invented Kestrel Vision Co., Ltd.")
    assert 0 < found[0][2] <= 1000
    assert snapshot.candidates("红隼", 5)[0][1] == "红隼视觉"
    assert snapshot.candidates("qqqqqq", 5) == []
    assert snapshot.candidates("", 5) == []
    assert snapshot.candidates("x" * 100_000 + "\ud800", 5) == []


def test_an_overlay_adds_and_leaves_what_is_below_alone() -> None:
    base = Snapshot.in_memory(sample())
    extra = AtlasRecords(
        bodies=[
            Body("hobby", "Company", (Name("Invented Hobby Inc", "en", "primary"),)),
            Body("kestrel", "", (), designations=(Designation("us.uflpa", "kestrel", "2026-01-01", "an invented notice"),)),
        ],
        edges=[Edge("kestrel", "hobby", "equity", 50_000_000, 50_000_000, citation="an invented filing")],
        coverage=[Coverage("us.uflpa", "UFLPA", complete=True, first_edition="2026-01-01", last_edition="2026-01-01")],
    )
    over = base.overlay(extra)
    assert over.content_hash not in {base.content_hash, Snapshot.in_memory(extra).content_hash}
    assert over.content_hash == base.overlay(extra).content_hash
    body = over.body("kestrel")
    assert body is not None
    assert body.caption == "Invented Kestrel Vision Co., Ltd."
    assert body.surveillance_company == "yes"
    assert [told.list_id for told in over.designations("kestrel")] == ["us.uflpa", "us.bis.entity_list", "us.ofac.ns_cmic"]
    assert {told.list_id for told in body.designations} == {"us.uflpa", "us.bis.entity_list", "us.ofac.ns_cmic"}
    assert len(over.edges()) == 3
    assert over.by_exact("invented hobby inc")[0][0] == "hobby"
    assert over.covers("us.uflpa", date(2026, 1, 2))
    assert over.covers("us.bis.entity_list", date(2022, 2, 1))
    assert base.body("hobby") is None
    assert over.body_ids() == ["hobby", "kestrel", "merlin"]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (Body("a", "Company", (Name("\ud800"),)), "surrogate"),
        (Body("a", "Company", (Name("A"),), designations=(Designation("l", "b", "", "c"),)), "inside the body"),
        (Body("a", "Company", (Name("A"),), designations=(Designation("l", "a", "", ""),)), "without a citation"),
        (Body("a", "Company", (Name("A"),), statements=(Statement("a", "p", "v", ""),)), "without a citation"),
    ],
)
def test_unsound_records_are_refused(body: Body, message: str) -> None:
    with pytest.raises(DataError, match=message):
        Snapshot.in_memory(AtlasRecords(bodies=[body]))


def test_two_records_under_one_id_are_refused() -> None:
    one, other = Body("a", "Company", (Name("A"),)), Body("a", "Company", (Name("B"),))
    with pytest.raises(DataError, match="two different records"):
        Snapshot.in_memory(AtlasRecords(bodies=[one, other]))
    assert Snapshot.in_memory(AtlasRecords(bodies=[one, one])).body_ids() == ["a"]
