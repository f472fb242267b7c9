"""What a reviewer decided, in the facts: a dismissed party is off the list that is held, and the proof names the decision; a new one is not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from countersight.match.adjudications import Adjudications
from countersight.measures.party_facts import party_binding
from countersight.measures.who import Who, look_up
from countersight.measures.world import World

from .worlds import ALL_LISTS, ENTITY, body, matter, party, who, world

LISTED = body("k", "Kestrelworks Optics Ltd", on={ENTITY: "2020-01-01"}, countries=("CN",))
NAME = "Kestrelworks Optics"


def decided(where: World, answer: str, **facts: Any) -> World:  # noqa: ANN401
    held = Adjudications(on="2026-11-20")
    asked = who(NAME, replace(where, decided=Adjudications()), **facts)
    held.decide(asked.question, LISTED, answer, "A. Reviewer", "2026-11-01")  # type: ignore[arg-type]
    return replace(where, decided=held)


def asked(where: World, **facts: Any) -> Who:  # noqa: ANN401
    return look_up(matter(parties=[party(NAME, **facts)]).parties, where)[0]


def test_a_dismissed_party_is_not_on_the_list_and_the_proof_says_who_decided() -> None:
    where = world(LISTED, full=ALL_LISTS)
    assert party_binding(asked(where), where).facts["party.on.entity_list"].value is True
    after = decided(where, "not_same")
    facts = party_binding(asked(after), after).facts
    assert facts["party.on.entity_list"].value is False
    assert facts["party.on.entity_list"].note == "decided, not the same as Kestrelworks Optics Ltd [k] (A. Reviewer, 2026-11-01)"
    assert facts["party.similar_to_listed"].value is False
    assert "A. Reviewer" in facts["party.similar_to_listed"].note
    assert facts["party.on.sdn"].note == "looked for, not found"


def test_a_list_that_is_held_in_part_stays_unknown() -> None:
    after = decided(world(LISTED), "not_same")
    assert party_binding(asked(after), after).facts["party.on.entity_list"].value is None


def test_another_fact_of_the_party_brings_it_back() -> None:
    after = decided(world(LISTED, full=ALL_LISTS), "not_same")
    again = asked(after, address="1 New Road")
    assert party_binding(again, after).facts["party.on.entity_list"].value is True
    assert again.dismissed == ()
    assert again.match is not None
    assert "look again" in again.match.reason


def test_a_party_that_is_decided_to_be_the_body_is_on_its_lists() -> None:
    other = body("w", "Willowbend Radar Group", on={ENTITY: "2020-01-01"})
    where = world(other, full=ALL_LISTS)
    held = Adjudications()
    held.decide(who(NAME, where).question, other, "same", "A. Reviewer", "2026-11-01")
    after = replace(where, decided=held)
    found = asked(after)
    assert found.body_id == "w"
    assert party_binding(found, after).facts["party.on.entity_list"].value is True


def test_an_address_of_a_matter_is_evidence_beside_the_name() -> None:
    two = replace(LISTED, id="a", addresses=("9 Elm Street, Shenzhen",), designations=())
    where = world(replace(LISTED, addresses=("12 Willow Road, Hangzhou",)), two)
    assert asked(where, address="Willow Road 12, Hangzhou").body_id == "k"
    assert asked(where, address="Elm Street 9, Shenzhen").body_id == "a"


def test_an_identifier_that_cannot_be_right_is_told_and_moves_nothing() -> None:
    found = asked(world(LISTED), identifiers={"lei": "5493001KJTIIGC8Y1R13"})
    assert found.body_id == "k"
    assert "12 would fit" in found.notes[0]


def test_a_number_that_is_nobodys_still_speaks_against_a_body_that_has_another() -> None:
    where = world(replace(LISTED, identifiers={"cik": "731766"}))
    assert asked(where).match is not None
    assert asked(where, identifiers={"cik": "1000"}).match is None
    assert asked(where, identifiers={"isin": "US0378331005"}).match is not None


def test_every_identifier_is_a_fact_of_a_decision() -> None:
    after = decided(world(LISTED), "not_same", identifiers={"isin": "US0378331005"})
    assert asked(after, identifiers={"isin": "US0378331005"}).match is None
    assert asked(after, identifiers={"isin": "CNE100000PM8"}).match is not None


def test_worlds_that_differ_in_what_was_decided_share_no_answer() -> None:
    where = world(LISTED)
    assert asked(where).match is not None
    assert asked(decided(where, "not_same")).match is None
    assert asked(where).match is not None
