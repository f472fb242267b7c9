"""Replay: the same bit for bit, or what differs, causes before effects."""

from __future__ import annotations

import json
from typing import Any

import pytest

from countersight.app import RULEBOOKS, load_rulebooks
from countersight.errors import InputError
from countersight.model.matter import Matter
from countersight.rules.book import Rulebook, read_rulebook
from countersight.screening.one import Options, Screener
from countersight.screening.replay import replay
from countersight.snapshots.build import build
from countersight.store.files import read_tree
from countersight.store.records import AtlasRecords
from countersight.store.snapshot import Snapshot

RAW = {
    "id": "R", "kind": "shipment", "date": "2026-11-20", "transaction": "export", "destination": "CN",
    "parties": [{"role": "exporter", "name": "Invented Inc.", "country": "US"}, {"role": "end_user", "name": "Zhejiang Dahua Technology Co., Ltd.", "country": "CN"}],
    "lines": [{"description": "drives", "node": "REC-NVR", "eccn": "EAR99", "origin": "US", "value": "12.50"}],
}  # fmt: skip


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return Snapshot.in_memory(build(starter=True))


@pytest.fixture(scope="module")
def books() -> list[Rulebook]:
    return load_rulebooks()


@pytest.fixture
def stored(snapshot: Snapshot, books: list[Rulebook]) -> dict[str, Any]:
    decision = Screener(snapshot, books, Options(lists_complete=True)).decide(Matter.model_validate(RAW))
    loaded: dict[str, Any] = json.loads(json.dumps(decision.to_dict(), ensure_ascii=False))
    return loaded


def test_the_same_inputs_give_the_same_bits(stored: dict[str, Any], snapshot: Snapshot, books: list[Rulebook]) -> None:
    found = replay(stored, snapshot, books)
    assert found.same
    assert found.differs == ()
    assert found.new.id == stored["id"]


def test_other_evidence_is_named_before_its_effects(stored: dict[str, Any], books: list[Rulebook]) -> None:
    found = replay(stored, Snapshot.in_memory(AtlasRecords()), books)
    assert not found.same
    assert found.differs[0].startswith("evidence: was snapshot ")
    assert any("outcome was license_required, is review" in line for line in found.differs)


def test_another_page_of_law_is_named(stored: dict[str, Any], snapshot: Snapshot) -> None:
    files = read_tree(RULEBOOKS / "us-in-force")
    name = "export/744.11-entity-list.md"
    files[name] = files[name].replace("party.on.entity_list`", "party.on.meu_list`", 1)
    changed, _ = read_rulebook(files)
    found = replay(stored, snapshot, [changed, *load_rulebooks(["us-dshra"])])
    assert any(line.startswith("us-in-force: the law pages differ") for line in found.differs)
    assert any("ear.744.11" in line for line in found.differs)


def test_a_rulebook_that_is_gone_and_a_text_that_was_changed(stored: dict[str, Any], snapshot: Snapshot, books: list[Rulebook]) -> None:
    gone = replay(stored, snapshot, books[:1])
    assert "us-dshra/literal: this rulebook is not held any more" in gone.differs
    stored["parties"][0]["reason"] = "because"
    changed = replay(stored, snapshot, books)
    assert not changed.same
    assert "parties differs" in changed.differs


def test_what_is_no_decision_is_refused(snapshot: Snapshot, books: list[Rulebook]) -> None:
    wrong: list[object] = [{}, {"schema": "countersight.decision/0"}, []]
    for one in wrong:
        with pytest.raises(InputError, match="not a decision of schema"):
            replay(one, snapshot, books)


@pytest.mark.parametrize("change", [{"on": "soon"}, {"columns": None}, {"matter": {"id": 7}}, {"enacted": 5}])
def test_a_decision_that_is_not_whole_is_refused(stored: dict[str, Any], snapshot: Snapshot, books: list[Rulebook], change: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="the decision is not whole"):
        replay(stored | change, snapshot, books)
