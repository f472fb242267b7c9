"""A page's ownership test over a party: bounds are only as good as the lists are whole."""

from __future__ import annotations

from typing import Any

from countersight.measures.owners import ownership_facts
from countersight.measures.party_facts import party_binding
from countersight.measures.world import World
from countersight.model.body import Body, Edge
from countersight.model.fact import Binding, Fact
from countersight.model.units import WHOLE
from countersight.rules.ownership_head import OwnershipTest

from .worlds import ALL_LISTS, ENTITY, MEU, body, value, who, world

TEST = OwnershipTest((ENTITY, MEU), "equity", WHOLE // 2, strict=False, aggregate=True, mode="cascade", control=())
PATHS = ("met", "lower", "upper", "undisclosed", "listed_share_unknown")
TARGET = body("t", "Qwertz Asdfgh")
LISTED = (body("a", "Kestrel", on={ENTITY: "2019-10-09"}), body("b", "Osprey", on={MEU: "2020-12-23..2026-01-01"}))


def percent(owner: str, lo: float, hi: float | None = None, **more: Any) -> Edge:  # noqa: ANN401
    return Edge(owner, "t", "equity", int(lo * WHOLE / 100), int((lo if hi is None else hi) * WHOLE / 100), **more)


def asked(*edges: Edge, full: tuple[str, ...] = ALL_LISTS, bodies: tuple[Body, ...] = LISTED) -> dict[str, Fact]:
    where = world(TARGET, *bodies, body("p", "Private Family"), edges=edges, full=full)
    return ownership_facts(TEST, party_binding(who("Qwertz Asdfgh", where), where), where)


def answers(facts: dict[str, Fact]) -> list[Any]:
    return [value(facts, f"own.{path}") for path in PATHS]


def test_of_a_party_that_is_not_in_the_atlas_nothing_is_known_of_its_owners() -> None:
    where = world(full=ALL_LISTS)
    for one in (None, party_binding(who("Nobody Known", where), where)):
        facts = ownership_facts(TEST, one, where)
        assert answers(facts) == [None] * 5
        assert {fact.note for fact in facts.values()} == {"the party is not in the atlas: its owners are not known"}


def test_listed_owners_of_half_meet_it_whether_or_not_the_lists_are_whole() -> None:
    for full in (ALL_LISTS, ()):
        facts = asked(percent("a", 50), percent("p", 50), full=full)
        assert value(facts, "own.met") is True
        assert value(facts, "own.lower") == WHOLE // 2
    assert asked(percent("a", 50, citation="Register 7"))["own.met"].sources[0].citation == "Register 7"


def test_less_than_half_is_a_no_only_where_the_lists_are_whole() -> None:
    edges = (percent("a", 49), percent("p", 51))
    assert answers(asked(*edges)) == [False, WHOLE * 49 // 100, WHOLE * 49 // 100, 0, False]
    partly = asked(*edges, full=(ENTITY,))
    assert answers(partly) == [None, WHOLE * 49 // 100, None, 0, None]
    assert partly["own.met"].note.endswith("not all lists are held in full for the day: an owner may be on one")


def test_an_owner_that_was_taken_off_counts_no_longer() -> None:
    assert value(asked(percent("a", 26), percent("b", 25), percent("p", 49)), "own.met") is False
    still = (LISTED[0], body("b", "Osprey", on={MEU: "2020-12-23"}))
    assert value(asked(percent("a", 26), percent("b", 25), percent("p", 49), bodies=still), "own.met") is True


def test_shares_of_unknown_size_and_holders_whom_nobody_knows_leave_it_open() -> None:
    unknown_size = asked(percent("a", 0, 100))
    assert answers(unknown_size)[0] is None
    assert answers(unknown_size)[4] is True
    assert "Kestrel holds 0% to 100%" in unknown_size["own.met"].note
    undisclosed = asked(percent("p", 40))
    assert answers(undisclosed)[0] is None
    assert answers(undisclosed)[4] is None
    assert "undisclosed" in undisclosed["own.met"].note
    assert answers(asked()) == [None, 0, WHOLE, WHOLE, None]


def test_a_party_that_is_listed_itself_is_so() -> None:
    where = world(body("t", "Qwertz Asdfgh", on={ENTITY: "2019-10-09"}))
    facts = ownership_facts(TEST, party_binding(who("Qwertz Asdfgh", where), where), where)
    assert (value(facts, "own.met"), facts["own.met"].note.split(";")[0]) == (True, "the party is listed itself")


def test_an_owner_without_a_record_is_shown_by_its_id() -> None:
    where = world(TARGET, edges=(percent("ghost", 60),), full=ALL_LISTS)
    binding = Binding("Qwertz Asdfgh", "party", body_id="t")
    assert ownership_facts(TEST, binding, where)["own.met"].value is not True
    seeded = World(where.snapshot, where.on)
    seeded.cache.seeds[TEST.lists] = frozenset({"ghost"})
    assert ownership_facts(TEST, binding, seeded)["own.met"].note.startswith("ghost holds 60%")
