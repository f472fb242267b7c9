"""Merging: what becomes one body does not depend on the order, and what was told apart stays apart. All bodies invented."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countersight.errors import DataError
from countersight.model.body import Body, Designation, Name, Origin, Statement
from countersight.sources.merging import Rulings, dedupe, group_bodies, merge_bodies

if TYPE_CHECKING:
    from random import Random

NAMES = ("Kestrel Co., Ltd.", "KESTREL CO LTD", "Merlin", "Merlin Inc", "Osprey Bureau", "红隼视觉")
USCC = ("91330000733796106P", "914401153314442716", "9133-0000 733796106p")


@st.composite
def bodies(draw: st.DrawFn) -> list[Body]:
    made: list[Body] = []
    for number in range(draw(st.integers(0, 7))):
        body_id = f"b{number}"
        uscc = draw(st.sampled_from(("", *USCC)))
        days = draw(st.lists(st.sampled_from(("", "2019-10-09", "2020-06-05")), max_size=2))
        made.append(
            Body(
                id=body_id,
                schema=draw(st.sampled_from(("Company", "Organization", "LegalEntity", "Person"))),
                names=(Name(draw(st.sampled_from(NAMES)), "", "primary"), Name(draw(st.sampled_from(NAMES)))),
                countries=tuple(draw(st.lists(st.sampled_from(("CN", "HK")), max_size=2, unique=True))),
                identifiers={"uscc": uscc} if uscc else {},
                designations=tuple(Designation("us.bis.entity_list", body_id, day, f"00 FR {number}") for day in days),
            )
        )
    return made


def meaning(merged: list[Body]) -> set[tuple[object, ...]]:
    """What the bodies say, whatever their ids and the order of their parts."""
    return {
        (
            frozenset(name.text for name in body.names),
            frozenset(body.countries),
            frozenset(part.strip() for part in body.identifiers.get("uscc", "").split(";")),
            frozenset((d.start, frozenset(d.citation.split("; "))) for d in body.designations),
            body.schema == "Person",
        )
        for body in merged
    }


@given(bodies(), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_the_order_of_the_bodies_changes_nothing_but_ids(made: list[Body], random: Random) -> None:
    other = list(made)
    random.shuffle(other)
    assert meaning(merge_bodies(made)) == meaning(merge_bodies(other))
    assert len(merge_bodies(made)) == len(merge_bodies(other))


@given(bodies(), st.sets(st.integers(0, 6)))
@settings(max_examples=150, deadline=None)
def test_anchors_stay_apart_and_keep_their_ids(made: list[Body], chosen: set[int]) -> None:
    anchors = frozenset(body.id for at, body in enumerate(made) if at in chosen)
    merged = merge_bodies(made, anchors)
    assert anchors <= {body.id for body in merged}
    assert len({body.id for body in merged}) == len(merged)
    for body in merged:
        assert all(told.body_id == body.id for told in body.designations)


@given(bodies())
@settings(max_examples=100, deadline=None)
def test_no_name_and_no_identifier_is_lost(made: list[Body]) -> None:
    merged = merge_bodies(made)
    assert {n.text for b in made for n in b.names} == {n.text for b in merged for n in b.names}
    assert sum(body.schema == "Person" for body in merged) >= sum(body.schema == "Person" for body in made)


def company(body_id: str, name: str, countries: tuple[str, ...] = ("CN",), schema: str = "Company", **identifiers: str) -> Body:
    return Body(body_id, schema, (Name(name, "", "primary"),), countries, identifiers=identifiers)


def test_one_name_in_two_countries_is_two_companies() -> None:
    assert len(merge_bodies([company("a", "Kestrel"), company("b", "Kestrel", ("US",))])) == 2


def test_one_name_without_a_country_is_not_enough() -> None:
    assert len(merge_bodies([company("a", "Kestrel", ()), company("b", "Kestrel", ())])) == 2


def test_an_alias_merges_nobody() -> None:
    other = Body("b", "Company", (Name("Merlin", "", "primary"), Name("Kestrel")), ("CN",))
    assert len(merge_bodies([company("a", "Kestrel"), other])) == 2


def test_persons_and_ships_of_one_name_and_country_are_not_merged() -> None:
    for schema in ("Person", "Vessel", "Airplane"):
        assert len(merge_bodies([company("a", "Kestrel", schema=schema), company("b", "Kestrel", schema=schema)])) == 2


def test_an_identifier_merges_across_countries_but_a_register_number_does_not() -> None:
    one, two = company("a", "Kestrel", uscc=USCC[0]), company("b", "Merlin", ("HK",), uscc=USCC[2])
    merged = merge_bodies([one, two])
    assert [body.id for body in merged] == ["a"]
    assert [name.kind for name in merged[0].names] == ["primary", "alias"]
    assert len(merge_bodies([company("a", "Kestrel", registration="12"), company("b", "Merlin", ("HK",), registration="12")])) == 2


def test_a_known_kind_of_body_beats_a_loose_one() -> None:
    loose = company("a", "Kestrel", schema="LegalEntity", uscc=USCC[0])
    assert merge_bodies([loose, company("b", "Merlin", schema="PublicBody", uscc=USCC[0])])[0].schema == "PublicBody"


def entry(body_id: str, schema: str, day: str) -> Body:
    told = (Designation("us.bis.entity_list", body_id, day, f"00 FR {body_id}"),)
    return Body(body_id, schema, (Name("Kestrel", "", "primary"),), ("CN",), designations=told)


def test_an_entry_of_unknown_kind_may_be_a_person_and_joins_only_the_organisation_that_has_the_same_entry() -> None:
    org, same = entry("a", "Company", "2019-10-09"), entry("b", "LegalEntity", "2019-10-09")
    later, twin = entry("c", "LegalEntity", "2020-01-01"), entry("d", "LegalEntity", "2020-01-01")
    assert {body.id for body in merge_bodies([org, same])} == {"a"}
    assert {body.id for body in merge_bodies([same, org])} == {"b"}
    assert {body.id for body in merge_bodies([org, later, twin])} == {"a", "c", "d"}
    assert {body.id for body in merge_bodies([org, entry("p", "Person", "2019-10-09")])} == {"a", "p"}


def test_a_value_that_only_another_source_states_says_so() -> None:
    one = replace(company("a", "Kestrel"), source_id="starter")
    said = (Statement("b", "sector", "cameras", "a report"),)
    two = replace(company("b", "KESTREL", ("CN", "HK"), uscc=USCC[0]), source_id="list", statements=said)
    (both,) = merge_bodies([one, two])
    assert both.origins == (Origin("name", "KESTREL", "list"), Origin("country", "HK", "list"), Origin("identifier:uscc", USCC[0], "list"))
    assert [statement.source_id for statement in both.statements] == ["list"]


@given(bodies(), st.data())
@settings(max_examples=150, deadline=None)
def test_rulings_go_before_every_key(made: list[Body], data: st.DataObject) -> None:
    ids = sorted(body.id for body in made)
    if len(ids) < 2:
        return
    pair = st.tuples(st.sampled_from(ids), st.sampled_from(ids)).filter(lambda two: two[0] < two[1])
    different = frozenset(data.draw(st.lists(pair, max_size=3)))
    groups = [{body.id for body in group} for _, group in group_bodies(made, frozenset(), Rulings(different=different))]
    assert not [group for group in groups for told in different if set(told) <= group]
    one = data.draw(pair)
    groups = [{body.id for body in group} for _, group in group_bodies(made, frozenset(ids), Rulings(same=(one,)))]
    assert any(set(one) <= group for group in groups)


def test_rulings_that_contradict_each_other_are_refused() -> None:
    made = [company(one, one) for one in "abc"]
    rulings = Rulings((("a", "b"), ("b", "c")), frozenset({("a", "c")}))
    with pytest.raises(DataError, match="'b' and 'c' are ruled to be the same"):
        merge_bodies(made, rulings=rulings)


def test_designations_of_one_list_and_day_join_their_citations() -> None:
    one = Designation("us.bis.entity_list", "a", "2019-10-09", "00 FR 1", programs=("A",))
    two = Designation("us.bis.entity_list", "a", "2019-10-09", "00 FR 1; 00 FR 2", "2020-01-01", ("B",), "all items")
    (both,) = dedupe([one, two])
    assert (both.citation, both.programs, both.end, both.scope) == ("00 FR 1; 00 FR 2", ("A", "B"), "2020-01-01", "all items")


def test_a_designation_without_a_day_joins_the_only_dated_one() -> None:
    dated = Designation("us.ofac.sdn", "a", "2020-07-09", "an order")
    loose = Designation("us.ofac.sdn", "a", "", "an entry")
    (both,) = dedupe([loose, dated])
    assert (both.start, both.citation) == ("2020-07-09", "an order; an entry")
    again = Designation("us.ofac.sdn", "a", "2021-07-09", "another order")
    assert len(dedupe([loose, dated, again])) == 3
