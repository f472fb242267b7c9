"""A decision is the same to the letter wherever it is made, and a changed one has another id."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from pathlib import Path

from countersight.model.decision import SCHEMA, Checked, Column, Decision, NextChange, Question

HERE = Path(__file__)


def decision() -> Decision:
    column = Column(
        rulebook="us-in-force", profile="", title="Law in force", proposed=False, sha256="a" * 64, outcome="review", fired=(), flags=(),
        not_looked_at=("rf.04",), checked=(Checked("uflpa.3", "Xinjiang", ("19 USC 1307",), flag=False, because=("not an entry",)),),
        questions=(Question("警察局", "party.government", "Is it?", ("p",)),), next_change=NextChange("2027-11-10", "prohibited", ("p",)),
    )
    literal = dataclasses.replace(column, rulebook="us-dshra", profile="literal", outcome="prohibited", proposed=True)
    return Decision(
        schema=SCHEMA, program="0.1.0", matter={"kind": "shipment", "id": "m1"}, on="2026-11-20", known_at="2026-11-01", snapshot="b" * 64,
        lists_complete=False, enacted="", parties=({"label": "警察局", "body": ""},), columns=(column, literal),
    )


def test_the_id_is_the_same_in_another_process_with_another_hash_seed() -> None:
    code = f"import importlib.util as u; s=u.spec_from_file_location('d', {str(HERE)!r}); m=u.module_from_spec(s); s.loader.exec_module(m); print(m.decision().id)"
    ids = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert ids == {decision().id}


def test_the_order_of_keys_in_the_matter_does_not_matter() -> None:
    turned = dataclasses.replace(decision(), matter={"id": "m1", "kind": "shipment"})
    assert turned.id == decision().id


def test_any_change_changes_the_id() -> None:
    one = decision()
    changed = [
        dataclasses.replace(one, on="2026-11-21"),
        dataclasses.replace(one, lists_complete=True),
        dataclasses.replace(one, columns=one.columns[:1]),
        dataclasses.replace(one, columns=one.columns[::-1]),
        dataclasses.replace(one, matter={**one.matter, "text": "x"}),
    ]
    assert len({one.id, *(other.id for other in changed)}) == len(changed) + 1


def test_canonical_json_has_sorted_keys_no_spaces_and_letters_as_they_are() -> None:
    text = decision().canonical()
    assert "警察局" in text
    assert text == json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def test_as_a_mapping_it_carries_its_id() -> None:
    one = decision()
    found = json.loads(json.dumps(one.to_dict()))
    assert found.pop("id") == one.id
    assert json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":")) == one.canonical()


def test_columns_are_named_by_rulebook_and_profile() -> None:
    assert decision().outcomes() == {"us-in-force": "review", "us-dshra/literal": "prohibited"}
