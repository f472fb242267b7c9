"""On a list, or not, or unknown: unknown is never clear."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from countersight.measures.party_facts import on_list
from countersight.measures.world import World, any_true, in_force
from countersight.model.body import Designation
from countersight.model.lists import BY_ID, LISTS
from countersight.snapshots.build import build
from countersight.store.snapshot import Snapshot

from .worlds import ALL_LISTS, ENTITY, ON, SDN, body, bound, value, who, world

KESTREL = body("k", "Kestrel Vision Technology Co., Ltd.", on={ENTITY: "2020-03-01..2024-10-21"}, countries=("CN",))
LISTED = body("k", "Kestrel Vision Technology Co., Ltd.", on={ENTITY: "2020-03-01"}, countries=("CN",))
NAME = "Kestrel Vision Technology Co., Ltd."


def entity_list(name: str, where: World, **fields: object) -> object:
    return value(bound(name, where, **fields), "party.on.entity_list")


@pytest.mark.parametrize(
    ("day", "held", "partly"),
    [
        ("2018-06-01", None, None),  # before the first edition held
        ("2020-02-29", False, None),  # the day before the listing
        ("2020-03-01", True, True),  # the day of it
        ("2024-10-20", True, True),  # the last day
        ("2024-10-21", False, False),  # the day of the removal: half-open
        ("2026-12-16", False, False),  # removed, and the list still fresh
        ("2031-01-01", False, False),  # removed before that day, whatever the list's age
    ],
)
def test_a_listing_holds_from_its_day_to_the_day_before_its_removal(day: str, *, held: bool | None, partly: bool | None) -> None:
    on = date.fromisoformat(day)
    assert entity_list(NAME, world(KESTREL, full=(ENTITY,), on=on)) is held
    assert entity_list(NAME, world(KESTREL, on=on)) is partly


@pytest.mark.parametrize(("day", "expected"), [("2018-12-31", None), ("2019-01-01", False), ("2026-12-16", False), ("2026-12-17", None)])
def test_not_found_is_a_no_only_on_the_days_that_the_list_covers(day: str, *, expected: bool | None) -> None:
    where = world(KESTREL, full=(ENTITY,), on=date.fromisoformat(day))
    fact = bound("Unrelated Bakery Inc.", where)["party.on.entity_list"]
    assert fact.value is expected
    assert ("is not held in full for" in fact.note) == (expected is None)
    assert value(bound("Unrelated Bakery Inc.", where), "party.on.sdn") is None


def test_a_listing_without_an_end_is_in_force_on_any_later_day() -> None:
    assert entity_list(NAME, world(LISTED, on=date(2040, 1, 1))) is True


def test_listed_again_after_a_removal() -> None:
    again = replace(KESTREL, designations=(*KESTREL.designations, Designation(ENTITY, "k", "2025-06-01", "99 FR 00002")))
    days = ["2024-01-01", "2025-01-01", "2025-06-01"]
    assert [entity_list(NAME, world(again, on=date.fromisoformat(day))) for day in days] == [True, False, True]
    twice = replace(again, designations=(*(replace(one, end=one.end or "2025-09-01") for one in again.designations),))
    assert bound(NAME, world(twice))["party.on.entity_list"].note == "removed on 2025-09-01"


def test_a_name_that_is_near_is_a_question_and_never_a_no() -> None:
    where = world(LISTED, full=ALL_LISTS)
    facts = bound("Kestrel Trading GmbH", where, country="DE")
    assert value(facts, "party.on.entity_list") is None
    assert "same or not?" in facts["party.on.entity_list"].note
    assert value(facts, "party.listed") is None
    assert value(facts, "party.similar_to_listed") is True
    assert value(facts, "party.on.sdn") is False, "the near body is not on this list"


def test_a_listed_party_is_not_called_similar_to_another_that_is_listed() -> None:
    where = world(LISTED, body("l", "Kestrel Vision Systems", on={ENTITY: "2021-01-01"}, countries=("CN",)), full=ALL_LISTS)
    facts = bound(NAME, where)
    assert value(facts, "party.listed") is True
    assert value(facts, "party.similar_to_listed") is False


def test_a_party_known_as_one_body_may_be_listed_under_another_spelling() -> None:
    one = body("a", "Osprey Helicopters Northern", on={ENTITY: "2022-01-01"}, countries=("RU",))
    other = body("b", "Osprey Helicopters", on={SDN: "2022-01-01"}, countries=("RU",))
    facts = bound("Osprey Helicopters Northern", world(one, other, full=ALL_LISTS), country="RU")
    assert [value(facts, f"party.on.{name}") for name in ("entity_list", "sdn", "uflpa")] == [True, None, False]


def test_a_legal_form_in_front_makes_no_other_name() -> None:
    """As behind the name: both bodies are it, by their names, and both lists count."""
    one = body("a", "PJSC Osprey Helicopters", on={ENTITY: "2022-01-01"}, countries=("RU",))
    other = body("b", "Osprey Helicopters", on={SDN: "2022-01-01"}, countries=("RU",))
    facts = bound("PJSC Osprey Helicopters", world(one, other, full=ALL_LISTS), country="RU")
    assert [value(facts, f"party.on.{name}") for name in ("entity_list", "sdn", "uflpa")] == [True, True, False]


def test_a_near_name_that_was_removed_raises_no_question() -> None:
    where = world(KESTREL, full=ALL_LISTS)
    facts = bound("Kestrel Trading GmbH", where, country="DE")
    assert value(facts, "party.on.entity_list") is False
    assert value(facts, "party.similar_to_listed") is False


def test_removed_and_near_another_that_is_still_listed_is_a_question() -> None:
    where = world(KESTREL, body("l", "Kestrel Shipyard", on={ENTITY: "2021-01-01"}, countries=("CN",)), full=ALL_LISTS)
    assert {one.id for one in who(NAME, where, country="CN").near} == {"l"}
    assert entity_list(NAME, where, country="CN") is None


def test_similar_is_a_no_only_where_all_lists_are_held() -> None:
    assert value(bound("Unrelated Bakery Inc.", world(LISTED, full=ALL_LISTS)), "party.similar_to_listed") is False
    assert value(bound("Unrelated Bakery Inc.", world(LISTED, full=ALL_LISTS[1:])), "party.similar_to_listed") is None
    assert value(bound("N/A", world(LISTED, full=ALL_LISTS)), "party.similar_to_listed") is None


@pytest.mark.parametrize("name", ["N/A", "???", "to be determined", "-"])
def test_a_party_that_is_not_named_is_on_no_list_and_off_none(name: str) -> None:
    facts = bound(name, world(LISTED, full=ALL_LISTS), claims={"government": False}, is_us_person=False)
    assert {path: fact.value for path, fact in facts.items() if fact.value is not None} == {}
    assert facts["party.name"].note == "the party is not named"


def test_a_search_that_could_not_see_the_whole_name_says_nothing() -> None:
    where = world(LISTED, full=ALL_LISTS)
    assert value(bound("Example Ltd", where, names=[f"Example {n} Ltd" for n in range(60)]), "party.on.sdn") is None
    assert value(bound("Example " + "x" * 2000, where), "party.on.sdn") is None
    assert value(bound("Example Ltd", where), "party.on.sdn") is False


def test_lists_in_latin_letters_say_nothing_of_a_name_in_another_script() -> None:
    where = world(LISTED, body("h", "Harrier Optics", "鹞光学有限公司"), full=ALL_LISTS)
    for name in ("示例贸易有限公司", "Пример"):
        assert bound(name, where)["party.on.sdn"].note.startswith("the lists write names in Latin letters")
        assert value(bound(name, where, names=["Example Trading"]), "party.on.sdn") is False
    assert value(bound("鹞光学有限公司", where), "party.on.sdn") is False, "the atlas knows its name in Latin letters"
    assert value(bound("示例贸易有限公司", World(where.snapshot, ON, lists_complete=True)), "party.on.sdn") is False


def test_the_lists_are_asked_for_the_names_in_letters_that_the_atlas_knows_of_a_party() -> None:
    listed = body("l", "Invented Merlin Holding", "Harrier Optics Ltd", on={SDN: "2020-01-01"}, countries=("CN",))
    where = world(listed, body("h", "Harrier Optics Ltd", "鹞光学有限公司", countries=("CN",)), full=ALL_LISTS)
    found = who("鹞光学有限公司", where, country="CN")
    assert [one.id for one in found.bodies] == ["h", "l"]
    assert found.possible[0][0].reason.endswith("a name that the atlas knows of Harrier Optics Ltd")
    assert value(bound("鹞光学有限公司", where, country="CN"), "party.on.sdn") is True
    assert value(bound("鹞光学有限公司", where, country="CN"), "party.on.entity_list") is False
    elsewhere = world(replace(listed, countries=("US",)), body("h", "Harrier Optics Ltd", "鹞光学有限公司", countries=("CN",)), full=ALL_LISTS)
    assert value(bound("鹞光学有限公司", elsewhere, country="CN"), "party.on.sdn") is None, "the country differs: a question"


def test_lists_read_as_complete_are_so_for_scenarios_alone() -> None:
    partly = world(LISTED).snapshot
    assert value(bound("Unrelated Bakery Inc.", World(partly, ON, lists_complete=True)), "party.listed") is False
    assert value(bound("Unrelated Bakery Inc.", World(partly, ON)), "party.listed") is None


def test_the_starter_atlas_alone_never_says_that_a_party_is_on_no_list() -> None:
    starter = World(Snapshot.in_memory(build(starter=True)), ON)
    facts = bound("Unrelated Bakery Inc.", starter, country="CN", claims={"government": False})
    assert {facts[f"party.{one.fact}"].value for one in LISTS} == {None}
    assert value(facts, "party.listed") is None


def test_programmes_of_a_blocked_party_are_open_where_an_entry_names_none() -> None:
    blocked = body("b", "Kestrel Bureau", on={SDN: "2020-07-09"})
    silent = bound("Kestrel Bureau", world(blocked))["party.ofac_programs"]
    assert (silent.value, silent.open) == ((), True)
    named = replace(blocked, designations=(replace(blocked.designations[0], programs=("GLOMAG",)),))
    told = bound("Kestrel Bureau", world(named))["party.ofac_programs"]
    assert (told.value, told.open) == (("GLOMAG",), False)
    assert bound("Unrelated Bakery", world(named))["party.ofac_programs"].value is None
    none = bound("Unrelated Bakery", world(named, full=ALL_LISTS))["party.ofac_programs"]
    assert (none.value, none.open) == ((), False)


def test_the_scope_and_the_citation_of_a_listing_come_along() -> None:
    scoped = replace(LISTED, designations=(replace(LISTED.designations[0], scope="case by case", url="https://x"),))
    fact = on_list(who(NAME, world(scoped)), BY_ID[ENTITY], world(scoped))
    assert (fact.note, fact.sources[0].citation, fact.sources[0].nature, fact.sources[0].url) == ("case by case", "99 FR 00001", "designation", "https://x")


def test_seeds_of_ownership_follow_the_day() -> None:
    bodies = (KESTREL, body("s", "Osprey", on={SDN: "2022-01-01"}), body("n", "Nobody"))
    for day, ids in (("2021-01-01", {"k"}), ("2023-01-01", {"k", "s"}), ("2024-10-21", {"s"})):
        where = world(*bodies, on=date.fromisoformat(day))
        assert where.listed((ENTITY, SDN)) == ids
        assert where.listed((ENTITY, SDN)) is where.listed((ENTITY, SDN)), "worked out once"


def test_windows_are_half_open_and_an_empty_day_is_open() -> None:
    one = Designation(ENTITY, "k", "", "c", "2020-02-01")
    assert [in_force(one, date(2020, 1, 31)), in_force(one, date(2020, 2, 1))] == [True, False]
    assert [any_true([False, None, True]), any_true([False, None]), any_true([False]), any_true([])] == [True, None, False, False]


def test_every_list_is_asked_about() -> None:
    assert {f"party.{one.fact}" for one in LISTS} <= bound("Anybody").keys()


def test_a_list_that_informs_and_forbids_nothing_makes_no_listed_party() -> None:
    where = world(body("u", "Example University of Technology", on={"us.dod.1286": "2024-01-01"}, countries=("CN",)), full=ALL_LISTS)
    facts = bound("Example University of Technology", where)
    assert (value(facts, "party.on.s1286"), value(facts, "party.listed")) == (True, False)
