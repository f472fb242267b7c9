"""Beneficial ownership statements: the sample, bad records, and the public fixtures with their expected readings."""

from __future__ import annotations

import json
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from countersight.errors import InputError
from countersight.model.body import Edge
from countersight.model.units import WHOLE
from countersight.ownership.answer import ask
from countersight.ownership.cascade import Rule
from countersight.ownership.graph import Graph
from countersight.sources.bods.reader import read_bods
from countersight.sources.edition import Edition
from countersight.sources.stakes import nameless_id

SAMPLE = files("countersight.sources.bods").joinpath("sample.json").read_text("utf-8")
REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "open" / "bods"
DAY = date(2026, 11, 23)
HALF = Rule("equity", WHOLE // 2)
shared = pytest.mark.skipif(not REAL.exists(), reason="the public fixtures (../shared/data/open/bods) are not here")


def read(folder: Path, statements: Any | None = None) -> Edition:  # noqa: ANN401 - any JSON
    path = folder / "bods.json"
    path.write_text(SAMPLE if statements is None else json.dumps(statements), encoding="utf-8")
    return read_bods(path, date(2026, 1, 1))


def of_class(edition: Edition, klass: str, *, retracted: bool = False) -> list[Edge]:
    return [edge for edge in edition.edges if edge.klass == klass and bool(edge.retracted) == retracted]


def test_open_and_closed_bounds_and_classes(tmp_path: Path) -> None:
    edition = read(tmp_path)
    (share,) = [edge for edge in of_class(edition, "equity") if not edge.indirect]
    (votes,) = of_class(edition, "voting")
    assert (share.lo, share.hi, share.start) == (25_000_001, 50_000_000, "2020-06")
    assert (votes.lo, votes.hi, votes.statements) == (75_000_000, 99_999_999, ("inv-s5",))


def test_a_later_statement_replaces_an_earlier_one_from_its_day_on(tmp_path: Path) -> None:
    edition = read(tmp_path)
    (old,) = of_class(edition, "equity", retracted=True)
    assert (old.lo, old.recorded, old.retracted) == (40_000_000, "2025-03-01", "2026-01-05")
    before, after = (Graph(edition.edges, known_at=day).at(DAY).holders("bods-inv-kestrel")[0] for day in (date(2025, 6, 1), date(2026, 2, 1)))
    assert [edge.lo for edge in before] == [40_000_000]
    assert [edge.lo for edge in after if edge.klass == "equity" and not edge.indirect] == [25_000_001]


def test_a_bad_share_and_a_bad_period_are_kept_as_remarks_and_nothing_is_certain(tmp_path: Path) -> None:
    (edge,) = [edge for edge in read(tmp_path).edges if edge.indirect]
    assert (edge.lo, edge.hi, edge.confirmed) == (0, WHOLE, False)
    assert [remark.split(":")[0] for remark in edge.remarks] == ["the share '120' is more than the whole", "it ends on 2019, before it starts on 2021"]


def test_of_a_person_nothing_is_kept(tmp_path: Path) -> None:
    edition = read(tmp_path)
    (person,) = [body for body in edition.bodies if body.schema == "Person"]
    assert (person.names, person.countries, person.identifiers, person.statements) == ((), (), {}, ())
    assert "Exampleperson" not in repr(edition)
    assert "1970" not in repr(edition)


def test_the_source_says_whose_day_and_file_it_is(tmp_path: Path) -> None:
    edition = read(tmp_path)
    assert (edition.edition, edition.source.publisher, edition.source.reuse) == (date(2026, 1, 5), "INVENTED EXAMPLE REGISTER", "private")


def test_json_lines_read_the_same(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_text("\n".join(json.dumps(one) for one in json.loads(SAMPLE)), encoding="utf-8")
    assert read_bods(path, DAY).edges == read(tmp_path).edges


@pytest.mark.parametrize(
    ("statements", "words"),
    [
        ([{"statementID": "old", "statementType": "entityStatement"}], "statement 1 is not of the Beneficial Ownership Data Standard 0.4"),
        ([{"recordId": "a", "recordType": "robot", "recordDetails": {}}], "an unknown kind of record: 'robot'"),
        ([{"recordId": "a", "recordType": "relationship", "recordDetails": {"subject": "b"}}], "lacks its subject or its interested party"),
    ],
)
def test_what_is_not_of_the_standard_is_refused_with_a_reason(tmp_path: Path, statements: list[Any], words: str) -> None:
    with pytest.raises(InputError, match=words):
        read(tmp_path, statements)


@pytest.mark.parametrize(
    ("share", "lo", "hi"),
    [
        ({"exact": 33.3333339}, 33_333_333, 33_333_334), ({"minimum": 25, "exclusiveMinimum": True, "maximum": 50}, 25_000_001, 50_000_000),
        ({"minimum": 50}, 50_000_000, WHOLE), ({"exclusiveMaximum": 25}, 0, 24_999_999), ({}, 0, WHOLE), ({"minimum": 60, "maximum": 50}, 0, WHOLE),
        ({"exact": -5}, 0, WHOLE), ({"exact": "n/a"}, 0, WHOLE), ({"exact": "25-50%"}, 25_000_000, 50_000_000), ({"exact": 0}, 0, 0),
    ],
)  # fmt: skip
def test_every_form_of_a_share(tmp_path: Path, share: dict[str, Any], lo: int, hi: int) -> None:
    relation = {"recordId": "r", "recordType": "relationship", "recordDetails": {"subject": "a", "interestedParty": "b", "interests": [{"type": "shareholding", "share": share}]}}
    (edge,) = read(tmp_path, [relation]).edges
    assert (edge.lo, edge.hi) == (lo, hi)


@shared
def test_fixture_01_a_person_holds_shares_and_votes() -> None:
    edition = read_bods(REAL / "bods_v04_fixtures" / "core" / "01-direct-ownership.json", DAY)
    holder = nameless_id("bods", "rec-jane-smith-1975")
    assert sorted((edge.klass, edge.lo, edge.hi, edge.owner) for edge in edition.edges) == [("equity", 75_000_000, 75_000_000, holder), ("voting", 75_000_000, 75_000_000, holder)]
    assert all("declared as beneficial ownership" in edge.citation for edge in edition.edges)
    answer = ask(Graph(edition.edges), frozenset({holder}), HALF, "bods-rec-acme-holdings-ltd", DAY)
    assert (answer.met, answer.lower, len(answer.path)) == (True, 75_000_000, 1)
    assert "Jane" not in repr(edition.bodies)


@shared
def test_fixture_10_two_companies_that_own_each_other_have_no_owner() -> None:
    edition = read_bods(REAL / "bods_v04_fixtures" / "edge-cases" / "10-circular-ownership.json", DAY)
    assert len(edition.edges) == 2, "neither side of the loop is dropped"
    for body in ("bods-rec-alpha-corp", "bods-rec-beta-corp"):
        answer = ask(Graph(edition.edges), frozenset(), HALF, body, DAY)
        assert (answer.met, answer.lower, answer.upper, answer.undisclosed) == (False, 0, 0, 0)


@shared
def test_fixture_11_a_declared_unknown_owner_is_a_reason_and_no_person() -> None:
    edition = read_bods(REAL / "bods_v04_fixtures" / "edge-cases" / "11-anonymous-person.json", DAY)
    (body,) = edition.bodies
    (said,) = body.statements
    assert (edition.edges, said.prop, said.value) == ([], "holder_not_named", "subjectUnableToConfirmOrIdentifyBeneficialOwner")
    assert ask(Graph(edition.edges), frozenset(), HALF, body.id, DAY).standing == "holders_unknown"


@shared
def test_the_public_sample_of_300_statements_reads_whole() -> None:
    edition = read_bods(REAL / "sample_300_statements_0.4.json", DAY)
    assert (len(edition.bodies), len(edition.edges)) == (200, 100)
    assert not [edge for edge in edition.edges if edge.remarks]
