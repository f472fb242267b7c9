"""What holds of every matter: facts of the declared types, no error, silence that is never an answer, and soundness."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from countersight.errors import CountersightError
from countersight.measures.establish import Established, establish
from countersight.measures.given import lay_over
from countersight.measures.stated import stated
from countersight.measures.world import World
from countersight.model.fact import Fact, FactSheet
from countersight.model.fact_schema import FACTS
from countersight.model.lists import LISTS
from countersight.model.matter import Given, Line, Matter, Party

from .matters import FULL, LINES, MATTERS, NOT_HELD, PARTIES, PARTLY, WORDS, model
from .worlds import all_facts

PYTHON = {"bool": bool, "string": str, "date": date, "share": int, "money": int, "int": int, "list<string>": tuple}
LIST_FACTS = frozenset(f"party.{one.fact}" for one in LISTS)
WORLDS = st.sampled_from([FULL, PARTLY, NOT_HELD, World(NOT_HELD.snapshot, NOT_HELD.on, lists_complete=True)])
SOME = settings(max_examples=150, deadline=None)


def of(raw: dict[str, Any], where: World) -> Established:
    return establish(Matter.model_validate(raw), where)


@SOME
@given(MATTERS, WORLDS)
def test_every_fact_is_declared_for_its_binding_and_has_the_declared_type(raw: dict[str, Any], where: World) -> None:
    for scope, path, fact in all_facts(of(raw, where)):
        spec = FACTS[path]
        assert spec.scope == scope, path
        assert fact.value is None or type(fact.value) is PYTHON[spec.type], (path, fact)
        if spec.type == "list<string>" and isinstance(fact.value, tuple):
            assert all(type(one) is str and one for one in fact.value), path
        else:
            assert not fact.open, path
        assert fact.value is None or fact.sources, f"{path} says something and not where from"


@SOME
@given(model(Given), WORLDS)
def test_given_records_are_laid_over_or_refused_and_never_leak(raw: dict[str, Any], where: World) -> None:
    before = where.snapshot.content_hash
    try:
        laid = lay_over(where.snapshot, Given.model_validate(raw))
    except CountersightError as fault:
        assert fault.hint  # noqa: PT017 - a refusal is allowed, and must teach
    else:
        certain, _ = World(laid, where.on).graph.at(where.on).holders("k")
        assert "m" in {edge.owner for edge in certain}
        assert set(where.snapshot.body_ids()) <= set(laid.body_ids())
    assert where.snapshot.content_hash == before


@SOME
@given(PARTIES, WORLDS)
def test_of_a_party_that_is_not_named_nothing_is_denied(parties: list[dict[str, Any]], where: World) -> None:
    unnamed = [one | {"name": "N/A", "names": ["", "???"], "identifiers": None} for one in parties]
    for binding in of({"id": "M", "kind": "entry", "parties": unnamed}, where).sheet.parties:
        assert {path for path, fact in binding.facts.items() if fact.value is False} <= {"party.us_person"}
        assert not any(binding.facts[path].value for path in LIST_FACTS)


@SOME
@given(PARTIES)
def test_a_list_that_is_not_held_denies_nobody_but_those_it_took_off(parties: list[dict[str, Any]]) -> None:
    for binding in of({"id": "M", "kind": "entry", "parties": parties}, NOT_HELD).sheet.parties:
        for path in LIST_FACTS:
            fact = binding.facts[path]
            assert fact.value is not False or fact.note.startswith("removed on"), path


def shape(found: Established) -> list[Any]:
    """The parties' facts without labels and sources, in an order of their own."""

    def plain(fact: Fact) -> Any:  # noqa: ANN401
        return tuple(sorted(fact.value)) if isinstance(fact.value, tuple) else fact.value

    skip = {"party.name", "party.similar_to_listed"}
    return sorted(
        (sorted(one.roles), sorted((path, str(plain(fact)), fact.open) for path, fact in one.facts.items() if path not in skip))
        for one in found.sheet.parties
    )


@SOME
@given(PARTIES, WORLDS)
def test_the_order_in_which_parties_are_named_changes_nothing(parties: list[dict[str, Any]], where: World) -> None:
    raw = {"id": "M", "kind": "entry"}
    assert shape(of(raw | {"parties": parties}, where)) == shape(of(raw | {"parties": parties[::-1]}, where))


@SOME
@given(PARTIES, WORLDS)
def test_naming_every_party_twice_changes_nothing(parties: list[dict[str, Any]], where: World) -> None:
    named = [one for one in parties if any(map(stated, (one["name"], *one.get("names", ()))))]
    raw = {"id": "M", "kind": "entry"}
    assert shape(of(raw | {"parties": named}, where)) == shape(of(raw | {"parties": named + named}, where))


# --- soundness -----------------------------------------------------------------------------------------------------------
#
# Information that was absent, when it is added, makes a definite True or False of a fact into its opposite only where the
# two contradict each other. What is left out below is therefore one of these:
#   who a party is (names, country, identifiers, the maker a line names): "not found" speaks of the names that were given;
#   two descriptions of one thing (node, description and functions; use and place): the second may gainsay the first;
#   a claim of government, or of being a US person, against what name and country say;
#   what the papers name: those facts speak of the papers at hand.

ABOUT_PAPERS = frozenset({"tx.places", "tx.programs", "tx.end_user_named", "tx.purpose_stated", "tx.purpose_contradicts", "tx.asks_targeting", "tx.names_security_body", "tx.act_waiver"})
DEAL_FIELDS = ("text", "transaction", "destination", "route", "license_number", "contract_date", "attachments")
PARTY_FIELDS = ("address", "industry", "consignee_type")
LINE_FIELDS = ("eccn", "hs", "brand", "model", "origin", "assembled_in", "us_content", "fcc_authorized_on", "upstream", "quantity")
DESCRIBES = (("node", "description", "functions"), ("use", "place"))


def without(raw: dict[str, Any], drop: st.DataObject) -> dict[str, Any]:
    """The matter with some of its information taken away."""
    poor = copy.deepcopy(raw)

    def forget(held: dict[str, Any], fields: tuple[str, ...]) -> None:
        for name in fields:
            if name in held and drop.draw(st.booleans()):
                held.pop(name)

    forget(poor, DEAL_FIELDS)
    for one in poor["parties"]:
        claims = one.get("claims") or {}
        forget(one, tuple(name for name in PARTY_FIELDS if one.get(name) != "government"))
        if claims.get("government") is False and drop.draw(st.booleans()):
            claims.pop("government")
    for one in poor.get("lines") or ():
        forget(one, LINE_FIELDS)
        for words in DESCRIBES:
            if sum(bool(one.get(name)) for name in words) == 1:
                forget(one, words)
    return poor


def opposites(poor: FactSheet, rich: FactSheet) -> list[tuple[str, Any, Any]]:
    pairs = [(poor.matter, rich.matter), *((one.facts, two.facts) for one, two in zip((*poor.parties, *poor.lines), (*rich.parties, *rich.lines), strict=True))]
    return [
        (path, fact.value, more[path].value)
        for less, more in pairs
        for path, fact in less.items()
        if path not in ABOUT_PAPERS and isinstance(fact.value, bool) and path in more and more[path].value is (not fact.value)
    ]


@settings(max_examples=400, deadline=None)
@given(MATTERS, WORLDS, st.data())
def test_what_is_added_never_turns_an_answer_round(raw: dict[str, Any], where: World, data: st.DataObject) -> None:
    rich = raw | {"kind": "entry"}
    assert opposites(of(without(rich, data), where).sheet, of(rich, where).sheet) == []


@SOME
@given(MATTERS)
def test_a_list_that_is_held_in_full_after_all_never_turns_an_answer_round(raw: dict[str, Any]) -> None:
    for poor, rich in ((NOT_HELD, PARTLY), (PARTLY, FULL)):
        assert opposites(of(raw, poor).sheet, of(raw, rich).sheet) == []


@SOME
@given(model(Party), model(Line), WORLDS)
def test_an_end_user_who_is_named_after_all_answers_a_question_that_was_open(end_user: dict[str, Any], line: dict[str, Any], where: World) -> None:
    raw = {"id": "M", "kind": "shipment", "lines": [line], "parties": [{"role": "ultimate_consignee", "name": "Zaunkoenig Handel", "consignee_type": "reseller"}]}
    standing_in = of(raw, where).sheet.parties[-1]
    assert [fact.value for fact in standing_in.facts.values()] == [None]
    assert standing_in.roles == {"end_user"}
    named = raw | {"parties": [*raw["parties"], end_user | {"role": "end_user", "consignee_type": "direct_consumer"}]}
    assert all(one.label != standing_in.label for one in of(named, where).sheet.parties)


@SOME
@given(LINES, st.lists(WORDS, max_size=3))
def test_lines_are_read_whatever_stands_in_them(lines: list[dict[str, Any]], texts: list[str]) -> None:
    found = of({"id": "M", "kind": "entry", "lines": lines, "text": texts}, FULL)
    assert len(found.sheet.lines) == len(lines)
    assert not any(one.facts["line.subject_to_ear"].value is False or one.facts["line.upstream_uflpa"].value is False for one in found.sheet.lines)
