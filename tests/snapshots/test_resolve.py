"""Resolution: what merges by itself, what is left for a person, and rulings that the build honours. All bodies invented."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countersight.errors import InputError
from countersight.model.body import Body, Designation, Edge, Name, Statement
from countersight.snapshots.build import combine
from countersight.snapshots.pairs import MOST, Pair, undecided, undecided_of
from countersight.snapshots.resolve import SOURCE, Ruling, read_rulings, resolve, settled
from countersight.store.records import AtlasRecords, SourceRecord, canonical, content_hash
from countersight.store.snapshot import Snapshot

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random


def body(body_id: str, *names: str, country: str = "CN", schema: str = "Company", **identifiers: str) -> Body:
    written = tuple(Name(text, "", "alias" if at else "primary") for at, text in enumerate(names))
    return Body(body_id, schema, written, (country,) if country else (), identifiers=identifiers, source_id="starter")


KESTREL, KESTREL_HK = body("a", "Invented Kestrel Co., Ltd."), body("b", "Invented Kestrel Co., Ltd.", country="HK")


def ruling(verdict: str, left: str = "a", right: str = "b", on: str = "2026-11-20") -> Ruling:
    return Ruling(left, right, verdict, "an invented reviewer", on, "the register says so")


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (KESTREL_HK, "listed under the same name, 'invented kestrel co ltd'; no country in common"),
        (body("b", "Invented Kestrel Co., Ltd.", schema="LegalEntity"), "listed under the same name, 'invented kestrel co ltd'; both in CN; Company and LegalEntity"),
        (body("b", "Invented Merlin", "Invented Kestrel Co., Ltd."), "one is listed under another name of the other, 'invented kestrel co ltd'; both in CN"),
        (body("b", "Invented Kestrel Inc."), "the same name but for the legal form, 'invented kestrel'; both in CN"),
        (body("b", "Invented Merlin", schema="Person", lei="X1"), ""),
        (body("b", "Invented Merlin", "Invented Kestrel Co., Ltd.", country="HK"), ""),
        (body("b", "Invented Kestrel Inc.", country="HK"), ""),
    ],
)
def test_a_pair_is_possibly_the_same_where_something_is_missing_that_would_make_it_safe(other: Body, reason: str) -> None:
    assert undecided([KESTREL, other]) == ([Pair("a", "b", reason)] if reason else [])
    assert undecided([other, KESTREL]) == undecided([KESTREL, other])


def test_one_identifier_kept_apart_by_hand_is_a_pair() -> None:
    one, two = body("a", "Invented Kestrel", uscc="91330000733796106P"), body("b", "Invented Merlin", uscc="9133 0000 733796106P")
    assert undecided([one, two]) == [Pair("a", "b", "the same uscc 91330000733796106P")]


def test_a_name_that_very_many_share_and_a_weak_alias_pair_nobody() -> None:
    many = [body(f"b{n:03}", "Invented Star", country="") for n in range(MOST + 1)]
    assert undecided(many) == []
    assert len(undecided(many[:3])) == 3
    weak = replace(body("w", "Invented Merlin"), names=(Name("Invented Merlin", "", "primary"), Name("Invented Star", "", "weak")))
    assert undecided([weak, replace(many[0], countries=("CN",))]) == []


@given(st.permutations([body(f"b{n}", name, country=country) for n, (name, country) in enumerate([("K One", "CN"), ("K One", "HK"), ("K One", ""), ("K Two", "CN"), ("K Two Ltd", "CN")])]))
def test_pairs_do_not_depend_on_the_order_of_bodies(bodies: list[Body]) -> None:
    assert undecided(bodies) == undecided(sorted(bodies, key=lambda one: one.id))


def test_a_ruling_that_two_are_the_same_merges_them_and_moves_their_edges() -> None:
    starter = AtlasRecords([KESTREL, KESTREL_HK, body("c", "Invented Merlin")], [Edge("b", "c", "equity", 1, 1, citation="a filing")], sources=[SourceRecord("starter", "S")])
    built = combine(starter, [], [ruling("same")])
    assert sorted(one.id for one in built.bodies) == ["a", "c"]
    kestrel = next(one for one in built.bodies if one.id == "a")
    assert set(kestrel.countries) == {"CN", "HK"}
    assert [(said.prop, said.value, said.source_id, said.method) for said in kestrel.statements] == [("same_as", "b", SOURCE.id, "adjudication")]
    assert [(edge.owner, edge.source_id) for edge in built.edges] == [("a", "starter")]
    assert SOURCE in built.sources
    assert SOURCE.reuse == "private"


def test_a_ruling_that_two_differ_keeps_them_apart_and_settles_the_pair() -> None:
    twin = body("b", "Invented Kestrel Co., Ltd.")
    assert len(resolve([KESTREL, twin], frozenset()).bodies) == 1
    found = resolve([KESTREL, twin], frozenset(), [ruling("different", "b", "a")])
    assert [one.id for one in found.bodies] == ["a", "b"]
    assert undecided([KESTREL, twin]) != []
    assert undecided(found.bodies) == []


def test_a_ruling_on_a_body_that_is_not_held_is_told_and_changes_nothing() -> None:
    found = resolve([KESTREL], frozenset(), [ruling("same")])
    assert found.idle == [ruling("same")]
    assert found.bodies == [KESTREL]
    assert combine(AtlasRecords([KESTREL]), [], [ruling("same")]).sources == []


def test_the_latest_ruling_about_a_pair_goes_before_the_others() -> None:
    first, later = ruling("same"), ruling("different", "b", "a", "2026-11-21")
    assert settled([later, first]) == [later]
    assert settled([first, later]) == [later]


@given(st.permutations([KESTREL, KESTREL_HK, body("c", "Invented Merlin"), body("d", "Invented Merlin", country="US")]), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_bodies_and_of_rulings_does_not_change_the_hash(bodies: list[Body], random: Random) -> None:
    rulings = [ruling("same"), ruling("different", "c", "d"), ruling("different", "a", "c")]
    expected = content_hash(canonical(combine(AtlasRecords(sorted(bodies, key=lambda one: one.id)), [], rulings)))
    random.shuffle(rulings)
    assert content_hash(canonical(combine(AtlasRecords(bodies), [], rulings))) == expected


def test_the_pairs_of_one_body_are_those_that_the_whole_list_has() -> None:
    bodies = [KESTREL, KESTREL_HK, body("c", "Invented Kestrel Inc."), body("d", "Invented Merlin")]
    snapshot = Snapshot.in_memory(AtlasRecords(bodies))
    for one in bodies:
        expected = [pair for pair in undecided(bodies) if one.id in {pair.left, pair.right}]
        assert undecided_of(snapshot, one) == expected
    assert len(undecided(bodies)) == 2


def test_rulings_are_read_from_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "rulings.jsonl"
    line = json.dumps({"left": "a", "right": "b", "ruling": "same", "by": "an invented reviewer", "on": "2026-11-20", "reason": "the register says so"})
    path.write_text(f"\n{line}\n\n{line}", encoding="utf-8")
    assert read_rulings(path) == [ruling("same"), ruling("same")]


@pytest.mark.parametrize(
    ("change", "message"),
    [({"ruling": "maybe"}, "no ruling 'maybe'"), ({"right": "a"}, "and itself"), ({"on": "soon"}, "not a day"), ({"by": " "}, "each with text"), ({"colour": "red"}, "has the keys")],
)
def test_a_line_that_is_no_ruling_is_refused_with_its_place(tmp_path: Path, change: dict[str, str], message: str) -> None:
    path = tmp_path / "rulings.jsonl"
    good = {"left": "a", "right": "b", "ruling": "same", "by": "an invented reviewer", "on": "2026-11-20", "reason": "so"}
    path.write_text(json.dumps(good) + "\n" + json.dumps(good | change) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=message) as caught:
        read_rulings(path)
    assert str(caught.value.where).endswith("rulings.jsonl:2")
    path.write_text("{\n", encoding="utf-8")
    with pytest.raises(InputError, match="not JSON"):
        read_rulings(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_rulings(tmp_path / "absent")


def test_a_designation_and_a_claim_of_a_merged_body_keep_their_sources() -> None:
    listed = replace(KESTREL_HK, source_id="list", designations=(Designation("us.uflpa", "b", "2022-06-21", "00 FR 1"),), statements=(Statement("b", "sector", "cameras", "a report"),))
    (both,) = resolve([KESTREL, listed], frozenset({"a"}), [ruling("same")]).bodies
    assert [told.source_id for told in both.designations] == ["list"]
    assert [said.source_id for said in both.statements] == ["list", SOURCE.id]
