"""The Python API: one name, what is told beside it, decisions, matters; and that a name costs no heavy import."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from countersight import InputError, Matter, Screener
from countersight.match.adjudications import line_of
from countersight.match.asking import Facts, Party
from countersight.model.body import Body, Name, Statement
from countersight.store.records import AtlasRecords
from countersight.store.snapshot import Snapshot, write_snapshot

ONE = Body("one", "Company", (Name("Kestrelworks Optics Ltd", "en", "primary"),), ("CN",), ("12 Willow Road, Hangzhou",))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_snapshot(tmp_path / "snapshot", AtlasRecords(bodies=[ONE]))
    return tmp_path / "snapshot"


def test_a_snapshot_that_is_named_is_opened(folder: Path) -> None:
    screener = Screener.open(folder)
    found = screener.match("Kestrelworks Optics", "cn")
    assert [hit.body_id for hit in found] == ["one"]
    assert len(found) == 1
    assert not screener.match("Oak Bakery").hits


def test_one_name_or_several_one_address_or_several(folder: Path) -> None:
    screener = Screener.open(folder)
    found = screener.match(["Quite Another", "Kestrelworks Optics"], address="12 Willow Road, Hangzhou")
    assert "the same address" in found.hits[0].reason
    assert screener.match("Kestrelworks Optics", address=["1 Elm Street", "12 Willow Road, Hangzhou"]).hits == screener.match("Kestrelworks Optics", address="12 Willow Road, Hangzhou").hits


def test_the_use_can_be_another_for_one_question() -> None:
    person = Body("p", "Person", (Name("Invented Karelsky", "", "primary"),), statements=(Statement("p", "birth_date", "1965", "the user's own record"),))
    screener = Screener(Snapshot.in_memory(AtlasRecords(bodies=[person])), use="strict")
    assert not screener.match("Invented Karelsky", born="1931").hits
    assert screener.match("Invented Karelsky", born="1931", use="wide").hits


def test_decisions_are_read_from_a_file(folder: Path, tmp_path: Path) -> None:
    from countersight.match.adjudications import Adjudications

    party = Party(("Kestrelworks Optics",), Facts("CN"))
    file = tmp_path / "decisions.jsonl"
    file.write_text(line_of(Adjudications().decide(party.question, ONE, "not_same", "A. Reviewer", "2026-11-01")) + "\n", encoding="utf-8")
    screener = Screener.open(folder, decided=file)
    assert not screener.match("Kestrelworks Optics", "CN").hits
    assert screener.match("Kestrelworks Optics").hits
    with pytest.raises(InputError, match="no such file"):
        Screener.open(folder, decided=tmp_path / "none.jsonl")


def test_a_matter_is_decided_too(folder: Path) -> None:
    matter = Matter.model_validate({"id": "m", "kind": "parties", "date": "2026-11-20", "parties": [{"role": "vendor", "name": "Kestrelworks Optics"}]})
    screener = Screener(Snapshot.open(folder), rulebooks=["us-in-force"])
    assert [column.rulebook for column in screener.decide(matter).columns] == ["us-in-force"]
    assert screener.decide(matter).parties[0]["body_id"] == "one"


def test_a_name_loads_nothing_heavy(folder: Path) -> None:
    code = "from countersight import Screener; import sys; assert Screener.open().match('Kestrelworks Optics').hits; print([one for one in ('pydantic', 'pyarrow', 'numpy', 'duckdb', 'jinja2', 'yaml') if one in sys.modules])"
    env = {**os.environ, "COUNTERSIGHT_SNAPSHOT": str(folder)}
    found = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr
    assert found.stdout.strip() == "[]"
