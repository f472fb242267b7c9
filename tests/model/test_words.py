"""The vocabularies: outcomes in their order, the fact schema, the lists."""

from __future__ import annotations

import itertools
import re

import pytest

from countersight.model.fact_schema import FACTS, TYPES
from countersight.model.lists import BY_CSL_SOURCE, BY_ID, LISTS
from countersight.model.outcomes import BESIDE, FINDINGS, FLAG_LEVELS, ORDER, PAGE_OUTCOMES, RANK, worst

KNOWN_TYPES = {"bool", "int", "share", "money", "string", "date", "list<string>"}


def test_the_worst_outcome_wins_in_any_order() -> None:
    for one, two in itertools.combinations(ORDER, 2):
        assert worst([one, two]) == worst([two, one]) == one


def test_nothing_at_all_is_no_rule() -> None:
    assert worst([]) == "no_rule"


@pytest.mark.parametrize("beside", BESIDE)
def test_an_outcome_that_carries_numbers_outranks_not_triggered_and_no_more(beside: str) -> None:
    assert worst(["not_triggered", beside]) == beside
    for other in ORDER[:7]:
        assert worst([other, beside]) == other


def test_a_page_never_says_that_nothing_is_wrong() -> None:
    assert not {"not_triggered", "no_rule", "clear"} & set(PAGE_OUTCOMES)
    assert set(PAGE_OUTCOMES) == FINDINGS
    assert set(RANK) == {*ORDER, *BESIDE}
    assert set(FLAG_LEVELS) - {"note"} <= set(ORDER)


def test_an_outcome_that_nobody_knows_is_a_fault() -> None:
    with pytest.raises(KeyError):
        worst(["clear"])


@pytest.mark.parametrize("path", FACTS)
def test_every_fact_has_a_path_a_type_a_meaning_and_a_question(path: str) -> None:
    spec = FACTS[path]
    assert spec.path == path
    assert re.fullmatch(r"[a-z]+(\.[a-z0-9_]+)+", path)
    assert spec.type in KNOWN_TYPES
    assert TYPES[path] == spec.type
    assert spec.says
    assert spec.ask.endswith("?")


def test_a_fact_belongs_to_what_its_path_begins_with() -> None:
    assert {FACTS[path].scope for path in FACTS} == {"matter", "party", "line", "holder", "own"}
    assert FACTS["dest.country"].scope == "matter"
    assert FACTS["party.government"].scope == "party"
    assert FACTS["line.class"].scope == "line"
    assert FACTS["own.met"].scope == "own"


def test_every_list_answers_a_fact_of_a_party_and_one_of_a_producer() -> None:
    for entry in LISTS:
        assert TYPES[f"party.{entry.fact}"] == "bool"
        assert TYPES[f"line.producer_{entry.fact.replace('.', '_')}"] == "bool"


def test_lists_are_found_by_id_and_by_their_name_in_the_consolidated_list() -> None:
    assert len(BY_ID) == len(LISTS) == len({entry.fact for entry in LISTS})
    assert BY_CSL_SOURCE["Entity List (EL) - Bureau of Industry and Security"] is BY_ID["us.bis.entity_list"]
    assert "" not in BY_CSL_SOURCE
