"""Statements: records to rows and back to the letter, in any order, and the log that remembers. All bodies invented."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.store.records import records

from countersight.errors import DataError, InputError
from countersight.model.body import Body, Designation, Name, Statement
from countersight.store.records import AtlasRecords, SourceRecord, canonical, content_hash
from countersight.store.statement_log import changes, line_of, read_log, record
from countersight.store.statements import Row, fold, known, project, row_id

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random


@given(records(), st.randoms(use_true_random=False), st.integers(0, 3))
@settings(max_examples=200, deadline=None)
def test_projecting_and_folding_gives_the_same_records_in_any_order_and_with_duplicates(made: AtlasRecords, random: Random, twice: int) -> None:
    whole = canonical(made)
    rows = project(whole)
    mixed = rows + rows[:twice]
    random.shuffle(mixed)
    assert fold(mixed) == whole


@given(records())
@settings(max_examples=60, deadline=None)
def test_canonical_form_is_reached_in_one_step_and_ids_are_those_of_the_content(made: AtlasRecords) -> None:
    whole = canonical(made)
    assert canonical(whole) == whole
    rows = project(whole)
    assert len({row.id for row in rows}) == len(rows)
    assert all(row.id == row_id(row) for row in rows)


@given(st.lists(records(), min_size=1, max_size=4), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_log_gives_back_what_was_said_at_every_moment(editions: list[AtlasRecords], random: Random) -> None:
    log: list[Row] = []
    for number, made in enumerate(editions, 1):
        log += changes(log, project(canonical(made)), f"2026-01-0{number}")
    random.shuffle(log)
    for number, made in enumerate(editions, 1):
        held = {(row.id, row.standing) for row in known(log, f"2026-01-0{number}") if row.prop != "source"}
        assert held == {(row.id, row.standing) for row in project(canonical(made)) if row.prop != "source"}
    assert {row.id for row in log} == {row.id for made in editions for row in project(canonical(made))}, "nothing leaves the log"


def kestrel(**more: object) -> AtlasRecords:
    body = Body(
        "kestrel", "Company", (Name("Invented Kestrel Co.", "en", "primary"), Name("红隼", "zh")), ("CN",),
        designations=(Designation("us.uflpa", "kestrel", "2022-06-21", "00 FR 1", source_id="list.2026-01-01"),),
        statements=(Statement("kestrel", "sector", "cameras", "an invented report", "report", locator="p. 3", quote="cameras"),), source_id="starter",
    )  # fmt: skip
    return AtlasRecords([replace(body, **more)], sources=[SourceRecord("starter", "Starter"), SourceRecord("list.2026-01-01", "L", kind="official_list")])  # type: ignore[arg-type]


def test_a_row_says_who_says_it_of_which_nature_and_when() -> None:
    rows = {(row.prop, row.value): row for row in project(canonical(kestrel()), "2026-02-01")}
    told = rows["designation", "us.uflpa"]
    assert (told.nature, told.dataset, told.source_id, told.start, told.citation, told.recorded_at) == ("designation", "list", "list.2026-01-01", "2022-06-21", "00 FR 1", "2026-02-01")
    said = rows["claim:sector", "cameras"]
    assert (said.nature, said.standing, said.source_id, said.locator, said.quote) == ("report", "asserted", "starter", "p. 3", "cameras")
    assert rows["name", "Invented Kestrel Co."].nature == "report"
    assert rows["alias", "红隼"].lang == "zh"


def test_a_later_edition_that_says_the_same_adds_nothing_and_a_designation_that_is_gone_stays_in_the_log(tmp_path: Path) -> None:
    path = tmp_path / "log" / "statements.jsonl"
    assert record(path, project(canonical(kestrel())), "2026-02-01")[1] == 0
    before = path.read_bytes()
    body = kestrel().bodies[0]
    later = tuple(replace(one, source_id="list.2026-03-01", verified_on="2026-03-01") for one in body.designations)
    again = kestrel(designations=later)
    assert record(path, project(canonical(again)), "2026-03-01") == (0, 0)
    assert record(path, project(canonical(kestrel(designations=()))), "2026-04-01") == (0, 1)
    assert path.read_bytes().startswith(before)
    log = read_log(path)
    assert fold(log, "2026-01-31").bodies == []
    assert len(fold(log, "2026-03-31").bodies[0].designations) == 1
    assert fold(log, "2026-04-01").bodies[0].designations == ()
    assert fold(log).bodies[0].designations == ()
    assert content_hash(fold(log, "2026-03")) == content_hash(canonical(kestrel()))


def test_a_statement_that_is_replaced_names_its_successor() -> None:
    log = changes([], project(canonical(kestrel())), "2026-02-01")
    body = kestrel().bodies[0]
    ended = kestrel(designations=tuple(replace(one, end="2026-05-01") for one in body.designations))
    gone, new = changes(log, project(canonical(ended)), "2026-05-02")
    assert (gone.retracted_at, gone.superseded_by, new.end) == ("2026-05-02", new.id, "2026-05-01")
    assert [one.end for one in fold([*log, gone, new], "2026-05-01").bodies[0].designations] == [""]
    assert [one.end for one in fold([*log, gone, new]).bodies[0].designations] == ["2026-05-01"]
    with pytest.raises(DataError, match="the log goes to 2026-05-02"):
        changes([*log, gone, new], [], "2026-05-01")


def test_a_torn_last_line_is_not_there_and_is_cut_off_by_the_next_append(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    record(path, project(canonical(kestrel())), "2026-02-01")
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"id": "half')
    assert len(read_log(path)) == whole.count(b"\n")
    record(path, project(canonical(kestrel(countries=()))), "2026-02-02")
    assert path.read_bytes().startswith(whole)
    assert read_log(path)[-1].retracted_at == "2026-02-02"


@pytest.mark.parametrize(
    ("change", "message"),
    [({"value": "us.ofac.sdn"}, "does not say what it said"), ({"colour": "red"}, "unknown column 'colour'"), ({"id": None}, "does not say")],
)
def test_a_log_that_was_edited_is_refused(tmp_path: Path, change: dict[str, object], message: str) -> None:
    path = tmp_path / "log.jsonl"
    lines = [line_of(row) for row in project(canonical(kestrel()), "2026-02-01")]
    lines[0] = json.dumps(json.loads(lines[0]) | change)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=message) as caught:
        read_log(path)
    assert str(caught.value.where).endswith("log.jsonl:1")


@pytest.mark.parametrize("line", ["{", "[]", '{"id": "x"}', '"a"'])
def test_what_is_no_row_is_refused(tmp_path: Path, line: str) -> None:
    (tmp_path / "log.jsonl").write_text(line + "\n", encoding="utf-8")
    with pytest.raises(InputError):
        read_log(tmp_path / "log.jsonl")
