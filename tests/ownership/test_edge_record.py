"""The optional fields of an edge: through the snapshot and the statements and back, and no trace of them where they are empty."""

from __future__ import annotations

from pathlib import Path

from countersight.model.body import OPTIONAL, Body, Edge, Name
from countersight.sources.starter import read_starter
from countersight.store.records import AtlasRecords, SourceRecord, canonical, edge_key
from countersight.store.snapshot import Snapshot, write_snapshot
from countersight.store.statements import fold, project

PLAIN = Edge("a", "b", "equity", 1, 2, citation="an invented filing")
FULL = Edge(
    "a", "b", "voting", 1, 2, citation="an invented filing", id="e", source_id="s", indirect=True, statements=("s1", "s2"),
    recorded="2024-01-01", retracted="2025-01-01", remarks=("the share 'n/a' says nothing",),
)  # fmt: skip


def records(*edges: Edge) -> AtlasRecords:
    bodies = [Body(one, "Company", (Name(f"Invented {one}", "", "primary"),), source_id="s") for one in "ab"]
    return AtlasRecords(bodies, list(edges), sources=[SourceRecord("s", "S")])


def test_empty_fields_leave_no_trace_so_that_ids_and_hashes_stay() -> None:
    assert not OPTIONAL & PLAIN.record().keys()
    assert FULL.record().keys() >= OPTIONAL
    assert edge_key(PLAIN) == "e-e0dd9889a9757d49"


def test_a_snapshot_gives_them_back(tmp_path: Path) -> None:
    written = write_snapshot(tmp_path / "s", records(PLAIN, FULL))
    assert written.edges()[0] == FULL
    written.verify()
    assert written.content_hash != Snapshot.in_memory(records(PLAIN)).content_hash


def test_the_statements_give_them_back() -> None:
    held = canonical(records(PLAIN, FULL))
    assert fold(project(held)).edges == held.edges


def test_the_starter_reads_them(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        "bodies:\n"
        + "".join(f"  - id: {one}\n    schema: Company\n    names:\n      - {{text: Invented {one}, kind: primary}}\n    statements:\n      - {{prop: sector, value: cameras, nature: register, citation: invented}}\n" for one in "ab")
        + 'edges:\n  - {owner: a, asset: b, class: board_majority, share: unknown, citation: invented, indirect: "true", recorded: 2024-01-01, retracted: 2025-01-01}\n',
        encoding="utf-8",
    )
    (edge,) = read_starter(tmp_path).edges
    assert (edge.klass, edge.indirect, edge.recorded, edge.retracted) == ("board_majority", True, "2024-01-01", "2025-01-01")
