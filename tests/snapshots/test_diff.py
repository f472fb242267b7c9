"""Diff: every addition, removal and change, and nothing else."""

from __future__ import annotations

import csv
import io
import os
import random
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from tests.store.records import records

from countersight.model.body import Body, Designation, Edge, Name, Statement
from countersight.snapshots.build import build
from countersight.snapshots.diff import Change, _moved, diff
from countersight.store.records import AtlasRecords, canonical

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "open" / "us_csl_full_2022-04" / "consolidated.csv"


def kestrel() -> Body:
    return Body(
        "kestrel", "Company", (Name("Invented Kestrel Co.", "en", "primary"), Name("红隼", "zh")), ("CN",), ("1 Sample Street",), {"isin": "X1"},
        designations=(Designation("us.uflpa", "kestrel", "2022-06-21", "00 FR 1", source_id="list.2026-01-01", scope="all"),),
        statements=(Statement("kestrel", "sector", "cameras", "a report", "report"),), source_id="list.2026-01-01",
    )  # fmt: skip


def changes(edit: Callable[[Body], Body]) -> list[tuple[str, str, str, str, str]]:
    one = AtlasRecords([kestrel()])
    two = AtlasRecords([edit(kestrel())])
    found = diff(canonical(one), canonical(two))
    assert all(change.body == "kestrel" for change in found)
    return [(change.kind, change.change, change.what, change.before, change.after) for change in found]


def listed(body: Body, **more: str) -> Body:
    return replace(body, designations=tuple(replace(told, **more) for told in body.designations))  # type: ignore[arg-type]


def stated(body: Body, **more: str) -> Body:
    return replace(body, statements=tuple(replace(said, **more) for said in body.statements))


TOLD = "2022-06-21 to in force, 00 FR 1"


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (lambda b: b, []),
        (lambda b: replace(listed(b, source_id="list.2026-02-01", verified_on="2026-02-01"), source_id="list.2026-02-01"), []),
        (lambda b: stated(b, seen="2026-02-01"), []),
        (lambda b: replace(b, government="yes"), [("attribute", "changed", "government", "unknown", "yes")]),
        (lambda b: replace(b, names=b.names[:1]), [("name", "removed", "alias", "红隼", "")]),
        (lambda b: replace(b, names=(*b.names, Name("Kestrel"))), [("name", "added", "alias", "", "Kestrel")]),
        (lambda b: replace(b, names=(b.names[0], replace(b.names[1], kind="weak"))), [("name", "changed", "红隼", "alias zh", "weak zh")]),
        (lambda b: replace(b, countries=("CN", "HK")), [("country", "added", "country", "", "HK")]),
        (lambda b: replace(b, addresses=()), [("address", "removed", "address", "1 Sample Street", "")]),
        (lambda b: replace(b, identifiers={"isin": "X1; X2"}), [("identifier", "added", "isin", "", "X2")]),
        (lambda b: replace(b, designations=()), [("designation", "removed", "us.uflpa", TOLD, "")]),
        (lambda b: listed(b, end="2026-02-01", scope="all; gone"), [("designation", "ended", "us.uflpa", TOLD, "2022-06-21 to 2026-02-01, 00 FR 1")]),
        (lambda b: listed(b, citation="00 FR 2"), [("designation", "changed", "us.uflpa.citation", "00 FR 1", "00 FR 2")]),
        (lambda b: listed(b, start="2022-07-01"), [("designation", "changed", "us.uflpa.start", "2022-06-21", "2022-07-01")]),
        (
            lambda b: replace(b, designations=(*b.designations, Designation("us.fcc.covered", "kestrel", "2026-01-01", "a notice"))),
            [("designation", "started", "us.fcc.covered", "", "2026-01-01 to in force, a notice")],
        ),
        (lambda b: stated(b, standing="withdrawn"), [("statement", "changed", "sector.standing", "asserted", "withdrawn")]),
        (lambda b: stated(b, value="drones"), [("statement", "changed", "sector.value", "cameras", "drones")]),
        (lambda b: replace(b, statements=()), [("statement", "removed", "sector", "cameras [report, asserted] a report", "")]),
    ],
)
def test_each_change_is_one_line_and_nothing_else(edit: Callable[[Body], Body], expected: list[tuple[str, ...]]) -> None:
    assert changes(edit) == expected


def test_a_designation_that_is_in_force_again_is_restored() -> None:
    ended = AtlasRecords([listed(kestrel(), end="2026-01-01")])
    (found,) = diff(canonical(ended), canonical(AtlasRecords([kestrel()])))
    assert found.change == "restored"


def test_a_body_under_another_id_is_the_same_body() -> None:
    old = AtlasRecords([kestrel(), Body("merlin", "Company", (Name("Merlin"),))], [Edge("kestrel", "merlin", "equity", 1, 1, citation="c", id="e1")])
    other = replace(kestrel(), id="k2", designations=tuple(replace(one, body_id="k2") for one in kestrel().designations), statements=(Statement("k2", "sector", "cameras", "a report", "report"),))
    new = AtlasRecords([other, old.bodies[1]], [replace(old.edges[0], owner="k2")])
    assert diff(canonical(old), canonical(new)) == [Change("body", "changed", "k2", "Invented Kestrel Co.", "id", "kestrel", "k2")]


def test_edges_are_added_removed_and_changed() -> None:
    bodies = [Body("a", "Company", (Name("A"),)), Body("b", "Company", (Name("B"),))]
    one, two = (Edge("a", "b", "equity", share, share, citation="a filing") for share in (10_000_000, 50_000_000))
    (found,) = diff(canonical(AtlasRecords(bodies, [one])), canonical(AtlasRecords(bodies, [two])))
    assert (found.kind, found.change, found.body, found.what) == ("edge", "changed", "b", "equity held by A")
    assert (found.before, found.after) == ("10%, ? to today, a filing", "50%, ? to today, a filing")
    (found,) = diff(canonical(AtlasRecords(bodies, [one])), canonical(AtlasRecords(bodies)))
    assert (found.change, found.after) == ("removed", "")
    (found,) = diff(canonical(AtlasRecords(bodies)), canonical(AtlasRecords(bodies, [one])))
    assert (found.change, found.before) == ("added", "")


@given(records(), records())
@settings(max_examples=80, deadline=None)
def test_nothing_differs_from_itself_and_the_way_back_is_as_long(one: AtlasRecords, two: AtlasRecords) -> None:
    old, new = canonical(one), canonical(two)
    assert diff(old, old) == []
    forth, back = diff(old, new), diff(new, old)
    assert {c.body for c in forth if c.kind == "body" and c.change == "added"} == {c.body for c in back if c.kind == "body" and c.change == "removed"}
    here, there = {body.id for body in old.bodies}, {body.id for body in new.bodies}
    moved = _moved([body for body in old.bodies if body.id not in there], [body for body in new.bodies if body.id not in here])  # told under the id that is read last
    told = sorted((c.body, c.what, c.before, c.after) for c in forth if c.kind == "attribute")
    assert told == sorted((moved.get(c.body, c.body), c.what, c.after, c.before) for c in back if c.kind == "attribute")


HASH = """
import sys
sys.path.insert(0, "src")
from datetime import date
from importlib.resources import as_file, files
from countersight.snapshots.build import build
from countersight.store.records import canonical, content_hash
from countersight.store.statements import project
from hashlib import sha256
with as_file(files("countersight.sources.csl").joinpath("sample.csv")) as path:
    made = canonical(build(starter=False, csl_files=[(path, date(2022, 4, 1)), (path, date(2023, 4, 1))][::int(sys.argv[1])], expect=False))
print(content_hash(made), sha256("".join(row.id for row in project(made)).encode()).hexdigest())
"""


def test_two_processes_with_other_hash_seeds_and_orders_give_the_same_hash() -> None:
    root = Path(__file__).parents[2]
    found = {
        subprocess.run([sys.executable, "-c", HASH, order], cwd=root, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True).stdout
        for seed, order in (("1", "1"), ("2", "-1"))
    }
    assert len(found) == 1
    assert len(found.pop().split()) == 2


def rewritten(rows: list[dict[str, str]], path: Path) -> Path:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


@pytest.mark.skipif(not REAL.exists(), reason=f"the real list is not here: {REAL}")
def test_the_real_list_against_a_scripted_later_edition(tmp_path: Path) -> None:
    """Three rows more, three fewer, three with another citation: nine changes, and not one more."""
    with REAL.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    old = build(starter=False, csl_files=[(REAL, date(2022, 4, 21))])
    alone = {one.id for one in old.bodies}
    rng = random.Random(7)
    entity = "Entity List (EL) - Bureau of Industry and Security"
    members = [row for row in rows if row["source"] == entity and f"csl-{row['_id']}" in alone]
    single = [row for row in members if sum(one["name"] == row["name"] for one in rows) == 1]
    chosen = rng.sample(single, 6)
    gone, edited = chosen[:3], chosen[3:]
    later = [dict(row) for row in rows if row not in gone]
    for row in later:
        if row["_id"] in {one["_id"] for one in edited}:
            row["federal_register_notice"] = "87 F.R. 99999"
    new = [{**dict.fromkeys(rows[0], ""), "_id": f"new{n}", "source": entity, "name": f"Invented Kestrel {n} Co., Ltd.", "start_date": "2022-05-01", "federal_register_notice": "00 FR 1"} for n in range(3)]
    rng.shuffle(later)
    path = rewritten([*later, *new], tmp_path / "later.csv")
    found = diff(canonical(old), canonical(build(starter=False, csl_files=[(path, date(2022, 5, 21))])))
    assert {(one.change, one.body) for one in found if one.kind == "body"} == {
        *(("removed", f"csl-{row['_id']}") for row in gone),
        *(("added", f"csl-{row['_id']}") for row in new),
    }
    rest = {(one.kind, one.what, one.body, one.after) for one in found if one.kind != "body"}
    assert rest == {("designation", "us.bis.entity_list.citation", f"csl-{row['_id']}", "87 F.R. 99999") for row in edited}
    assert len(found) == 9
