"""One question whole: identifiers that cannot be right, evidence beside the name, and decisions that take no place from others."""

from __future__ import annotations

from dataclasses import replace

from countersight.match.adjudications import Adjudications
from countersight.match.asking import Answer, Facts, Party, ask
from countersight.match.matcher import MAX_POSSIBLE
from countersight.model.body import Body, Name, Statement
from countersight.store.records import AtlasRecords
from countersight.store.snapshot import Snapshot
from countersight.store.without import Without

LEI = "5493001KJTIIGC8Y1R12"
ONE = Body("one", "Company", (Name("Kestrelworks Optics Ltd", "en", "primary"),), ("CN",), ("12 Willow Road, Hangzhou",), {"lei": LEI})
ASKED = Party(("Kestrelworks Optics",), Facts(country="CN"))


def snapshot(*bodies: Body) -> Snapshot:
    return Snapshot.in_memory(AtlasRecords(bodies=list(bodies)))


def ids(answer: Answer) -> list[str]:
    return [hit.body_id for hit in answer.hits]


def test_a_sound_identifier_beats_a_name_and_a_wrong_one_never_does() -> None:
    other = Party(("Quite Another",), Facts(identifiers={"lei": LEI}))
    found = ask(snapshot(ONE), other)
    assert found.found.match is not None
    assert found.found.match.score == 1000
    assert found.notes == ()
    slip = replace(other, facts=Facts(identifiers={"lei": LEI[:-1] + "3"}))
    assert ids(ask(snapshot(ONE), slip)) == []
    assert ask(snapshot(ONE), slip).notes == (f"lei {LEI[:-1]}3: its check digits are wrong: 12 would fit the rest. Read it again from the paper: one character may be misread; it is not taken to beat a name",)


def test_an_identifier_that_is_wrong_on_both_sides_is_looked_at_and_is_no_match() -> None:
    wrong = LEI[:-1] + "3"
    found = ask(snapshot(replace(ONE, identifiers={"lei": wrong})), Party(("Quite Another",), Facts(identifiers={"lei": wrong})))
    assert found.found.match is None
    assert [hit.band for hit in found.hits] == ["possible"]
    assert found.notes


def test_a_wrong_identifier_does_not_speak_against_the_same_name() -> None:
    found = ask(snapshot(ONE), replace(ASKED, facts=Facts("CN", {"lei": LEI[:-1] + "3"})))
    assert found.found.match is not None


def test_an_identifier_counts_once() -> None:
    found = ask(snapshot(ONE), replace(ASKED, facts=Facts("CN", {"lei": LEI})))
    assert found.found.match is not None
    assert found.found.match.reason.count("same lei") == 1


def test_evidence_orders_two_bodies_of_one_name_and_says_why() -> None:
    two = replace(ONE, id="a-two", addresses=("9 Other Street, Shenzhen",), identifiers={})
    party = Party(("Kestrelworks Optics Ltd",), Facts("CN", addresses=("Willow Road 12, Hangzhou",)))
    found = ask(snapshot(ONE, two), party)
    assert ids(found)[0] == "one"
    assert "the same address" in found.hits[0].reason
    assert "another place" in found.hits[1].reason


def test_sixty_namesakes_that_were_looked_at_hide_no_new_one() -> None:
    held = [Body(f"old-{i:02d}", "Person", (Name("Invented Karelsky", "", "primary"),)) for i in range(60)]
    party = Party(("Invented Karelsky",))
    decided = Adjudications()
    for body in held:
        decided.decide(party.question, body, "not_same", "A. Reviewer", "2026-11-01")
    assert ids(ask(snapshot(*held), party, decided=decided)) == []
    assert len(ids(ask(snapshot(*held), party))) == MAX_POSSIBLE
    new = Body("zz-new", "Person", (Name("Invented Karelsky", "", "primary"),))
    assert ids(ask(snapshot(*held, new), party, decided=decided)) == ["zz-new"]
    near = Body("zz-near", "Person", (Name("Invented Karelskiy", "", "primary"),))
    assert "zz-near" in ids(ask(snapshot(*held[:30], near), party, decided=decided))


def test_those_that_are_left_out_take_no_place_among_the_nearest() -> None:
    held = [Body(f"old-{i:02d}", "Person", (Name("Invented Karelsky", "", "primary"),)) for i in range(10)]
    near = Body("zz-near", "Person", (Name("Invented Karelskiy", "", "primary"),))
    below = snapshot(*held, near)
    assert "zz-near" not in [hit[0] for hit in below.candidates("Invented Karelsky", 5)]
    assert [hit[0] for hit in Without(below, frozenset(body.id for body in held)).candidates("Invented Karelsky", 5)] == ["zz-near"]


def test_a_fact_beside_the_name_is_a_fact_of_the_question() -> None:
    decided = Adjudications()
    party = replace(ASKED, facts=Facts("CN", addresses=("12 Willow Road",)))
    decided.decide(party.question, ONE, "not_same", "A. Reviewer", "2026-11-01")
    assert ids(ask(snapshot(ONE), replace(party, facts=Facts("CN", addresses=("12  WILLOW road",))), decided=decided)) == []
    for other in (Facts("CN"), Facts("CN", addresses=("13 Willow Road",)), Facts("CN", addresses=("12 Willow Road",), incorporated=("2011",))):
        found = ask(snapshot(ONE), replace(party, facts=other), decided=decided)
        assert ids(found) == ["one"]
        assert "look again" in found.hits[0].reason


def test_what_is_said_of_a_body_is_a_fact_of_it() -> None:
    decided = Adjudications()
    decided.decide(ASKED.question, ONE, "not_same", "A. Reviewer", "2026-11-01")
    said = (Statement("one", "incorporated", "2011", "invented"),)
    found = ask(snapshot(replace(ONE, statements=said)), ASKED, decided=decided)
    assert "the body, what is said of it: + incorporated 2011" in found.hits[0].reason
    other = (Statement("one", "supplier", "somebody", "invented"),)
    assert ids(ask(snapshot(replace(ONE, statements=other)), ASKED, decided=decided)) == []


def test_a_body_that_is_left_out_is_found_by_nothing_and_can_be_read() -> None:
    held = snapshot(ONE)
    view = Without(held, frozenset({"one"}))
    assert held.by_exact("kestrelworks optics ltd")
    assert held.by_core("kestrelworks optics")
    assert held.by_identifier("lei", LEI)
    assert held.candidates("Kestrelworks Optik")
    assert not view.by_exact("kestrelworks optics ltd")
    assert not view.by_core("kestrelworks optics")
    assert not view.by_identifier("lei", LEI)
    assert not view.candidates("Kestrelworks Optik")
    assert view.body("one") == ONE
