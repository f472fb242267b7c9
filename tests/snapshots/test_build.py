"""Building: several editions and the starter records to one set of records. Lists here are invented, the atlas is real."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from countersight.errors import DataError
from countersight.model.body import Body, Designation, Name
from countersight.model.lists import BY_CSL_SOURCE
from countersight.snapshots.build import build, combine
from countersight.snapshots.default import default_snapshot
from countersight.sources.csl.reader import read_csl
from countersight.sources.starter import read_starter
from countersight.store.records import AtlasRecords, canonical, content_hash
from countersight.store.snapshot import Snapshot

if TYPE_CHECKING:
    from countersight.sources.csl.reader import CslEdition

FIRST, SECOND = date(2022, 4, 1), date(2023, 4, 1)
KESTREL = "Invented Kestrel Vision Technology Co., Ltd."
SAMPLE = files("countersight.sources.csl").joinpath("sample.csv").read_text("utf-8")
REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "open" / "us_csl_full_2022-04" / "consolidated.csv"


def without_first_row(text: str) -> str:
    lines = text.splitlines(keepends=True)
    return "".join([lines[0], *lines[2:]])


@pytest.fixture
def editions(tmp_path: Path) -> list[tuple[Path, date]]:
    """Two editions: the later one no longer holds the first row, Kestrel's Entity List entry."""
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text(SAMPLE, encoding="utf-8")
    second.write_text(without_first_row(SAMPLE), encoding="utf-8")
    return [(first, FIRST), (second, SECOND)]


def body_named(records: AtlasRecords, name: str) -> Body:
    return next(body for body in records.bodies if any(name == one.text for one in body.names))


def digest(records: AtlasRecords) -> str:
    return content_hash(canonical(records))


def test_an_entry_that_a_later_edition_no_longer_has_ends_on_its_day(editions: list[tuple[Path, date]]) -> None:
    built = build(starter=False, csl_files=editions, expect=False)
    told = {d.list_id: d for d in body_named(built, KESTREL).designations}
    assert told["us.bis.entity_list"].end == "2023-04-01"
    assert "no longer in that of 2023-04-01" in told["us.bis.entity_list"].scope
    assert told["us.ofac.ns_cmic"].end == ""
    assert told["us.ofac.ns_cmic"].source_id == "us.trade.csl.2023-04-01"


def test_an_entry_that_the_list_itself_ends_keeps_its_own_day(tmp_path: Path, editions: list[tuple[Path, date]]) -> None:
    ended = tmp_path / "ended.csv"
    ended.write_text(SAMPLE.replace("00 FR 00001,2019-10-09,,", "00 FR 00001,2019-10-09,2022-06-30,"), encoding="utf-8")
    built = build(starter=False, csl_files=[(ended, FIRST), editions[1]], expect=False)
    told = next(d for d in body_named(built, KESTREL).designations if d.list_id == "us.bis.entity_list")
    assert told.end == "2022-07-01"


def test_an_entry_that_comes_back_is_in_force(tmp_path: Path, editions: list[tuple[Path, date]]) -> None:
    again = tmp_path / "again.csv"
    again.write_text(SAMPLE, encoding="utf-8")
    built = build(starter=False, csl_files=[*editions, (again, date(2024, 4, 1))], expect=False)
    assert all(not d.end for d in body_named(built, KESTREL).designations)


def test_the_order_in_which_files_are_named_changes_nothing(editions: list[tuple[Path, date]]) -> None:
    assert digest(build(starter=True, csl_files=editions, expect=False)) == digest(build(starter=True, csl_files=editions[::-1], expect=False))


def test_the_order_of_rows_and_of_starter_bodies_changes_nothing(tmp_path: Path) -> None:
    lines = SAMPLE.splitlines(keepends=True)
    plain, turned = tmp_path / "plain.csv", tmp_path / "turned.csv"
    plain.write_text(SAMPLE, encoding="utf-8")
    turned.write_text("".join([lines[0], *lines[:0:-1]]), encoding="utf-8")
    starter = read_starter()
    shuffled = replace_bodies(starter, random.Random(7).sample(starter.bodies, len(starter.bodies)))
    one = combine(starter, [read(plain)])
    other = combine(shuffled, [read(turned)])
    assert digest(one) == digest(other)


def replace_bodies(records: AtlasRecords, bodies: list[Body]) -> AtlasRecords:
    return AtlasRecords(bodies, records.edges, records.coverage, records.sources)


def read(path: Path) -> CslEdition:
    return read_csl(path, FIRST, expect=False)


def test_no_mark_of_the_merging_is_left_in_the_records(editions: list[tuple[Path, date]]) -> None:
    built = build(starter=True, csl_files=editions, expect=False)
    assert not [p for body in built.bodies for d in body.designations for p in d.programs if "edition:" in p]


def test_a_starter_body_lends_its_id_and_keeps_its_attributes(editions: list[tuple[Path, date]]) -> None:
    own = Body(
        "kestrel", "Company", (Name(KESTREL, "en", "primary"), Name("红隼视觉", "zh")), ("CN",), surveillance_company="yes",
        designations=(Designation("us.bis.entity_list", "kestrel", "2019-10-09", "00 FR 00001; 00 FR 00009", scope="said by hand"),),
    )  # fmt: skip
    built = combine(AtlasRecords(bodies=[own]), [read(editions[0][0])])
    kestrel = body_named(built, KESTREL)
    assert (kestrel.id, kestrel.schema, kestrel.surveillance_company) == ("kestrel", "Company", "yes")
    entity = [d for d in kestrel.designations if d.list_id == "us.bis.entity_list"]
    assert [(d.citation, d.scope) for d in entity] == [("00 FR 00001; 00 FR 00009", "said by hand")]
    assert {"红隼视觉", "KESTRELVISION"} <= {name.text for name in kestrel.names}


def test_a_starter_listing_that_no_edition_names_is_left_alone(editions: list[tuple[Path, date]]) -> None:
    lone = Body(
        "lone", "Company", (Name("Invented Lone Co.", "", "primary"),), ("CN",),
        designations=(Designation("us.bis.entity_list", "lone", "2024-01-01", "00 FR 7"),),
    )  # fmt: skip
    built = combine(AtlasRecords(bodies=[lone]), [read_csl(path, day, expect=False) for path, day in editions])
    assert body_named(built, "Invented Lone Co.").designations == lone.designations


def test_a_full_list_replaces_the_partial_coverage_and_spans_the_editions(editions: list[tuple[Path, date]]) -> None:
    built = build(starter=True, csl_files=editions, expect=False)
    held = {item.list_id: item for item in built.coverage}
    assert held["us.bis.entity_list"].complete
    assert (held["us.bis.entity_list"].first_edition, held["us.bis.entity_list"].last_edition) == ("2022-04-01", "2023-04-01")
    assert not held["us.fcc.covered"].complete
    snapshot = Snapshot.in_memory(built)
    assert snapshot.covers("us.bis.entity_list", date(2022, 6, 1))
    assert not snapshot.covers("us.bis.entity_list", date(2022, 3, 31))
    assert not snapshot.covers("us.bis.entity_list", date(2023, 7, 1)), "older than its maximum age"
    assert not snapshot.covers("us.fcc.covered", date(2022, 6, 1))


def test_a_short_list_is_refused_unless_it_is_said_to_be_a_sample(editions: list[tuple[Path, date]]) -> None:
    with pytest.raises(DataError, match="at least 1800 were expected"):
        build(starter=False, csl_files=editions)


def test_the_hash_is_stable_and_follows_every_record() -> None:
    starter = build(starter=True)
    assert digest(starter) == digest(build(starter=True))
    bodies = list(starter.bodies)
    bodies[0] = replace(bodies[0], designations=(replace(bodies[0].designations[0], end="2030-01-01"), *bodies[0].designations[1:]))
    assert digest(replace_bodies(starter, bodies)) != digest(starter)


def test_the_default_snapshot_is_built_once(tmp_path: Path) -> None:
    first = default_snapshot(tmp_path)
    assert first.folder is not None
    before = (first.folder / "manifest.json").stat().st_mtime_ns
    again = default_snapshot(tmp_path)
    assert again.folder == first.folder
    assert (first.folder / "manifest.json").stat().st_mtime_ns == before
    assert [path.name for path in tmp_path.iterdir()] == [first.folder.name]
    assert again.content_hash == Snapshot.in_memory(build(starter=True)).content_hash
    again.verify()
    first.close()
    again.close()


@pytest.mark.skipif(not REAL.exists(), reason=f"the real list is not here: {REAL}")
def test_the_real_list_merges_into_the_starter_records() -> None:
    starter = read_starter()
    built = {body.id: body for body in build(starter=True, csl_files=[(REAL, FIRST)]).bodies}
    in_file = {entry.id for entry in BY_CSL_SOURCE.values()}
    for body in starter.bodies:
        for told in body.designations:
            if told.list_id in in_file and told.start < FIRST.isoformat():
                sources = {d.source_id for d in built[body.id].designations if d.list_id == told.list_id}
                assert "us.trade.csl.2022-04-01" in sources, (body.id, told.list_id)
