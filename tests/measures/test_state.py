"""Whether a party is the state: the atlas and the name first, the user's word after them, and silence is unknown."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from countersight.model.body import Body, Edge, Statement
from countersight.model.units import WHOLE

from .worlds import ALL_LISTS, CMIC, ENTITY, MEU, body, bound, known, party, value, world

STATE: dict[str, Any] = {"government": "yes"}
PRIVATE: dict[str, Any] = {"claims": {"government": False}}
PUBLIC: dict[str, Any] = {"claims": {"government": True}}
FACTS = ("government", "state_link", "security_organ", "military_end_user")
FULL = world(full=ALL_LISTS)


def told(name: str, *bodies: Body, edges: tuple[Edge, ...] = (), full: tuple[str, ...] = ALL_LISTS, **fields: Any) -> list[Any]:  # noqa: ANN401
    """Government, state link, security organ, military end user."""
    facts = bound(name, world(*bodies, edges=edges, full=full), **fields)
    return [value(facts, f"party.{one}") for one in FACTS]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Wuhan Municipal Public Security Bureau", [True, True, True, None]),  # "national police" is unsettled
        ("People's Liberation Army Unit 61398", [True, True, False, True]),
        ("Urumqi Detention Center", [True, True, True, False]),
        ("Example County Health Bureau", [True, True, False, False]),
        ("Example Bakery Co., Ltd.", [False, None, False, None]),
        ("Lanzhou Example General Hospital", [None, None, None, None]),
        ("Qwertz Asdfgh", [None, None, None, None]),
        ("N/A", [None, None, None, None]),
    ],
)
def test_what_the_name_alone_says(name: str, expected: list[bool | None]) -> None:
    assert told(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Wuhan Municipal Public Security Bureau", [True, True, True, None]),
        ("武汉市公安局", [True, True, True, None]),
        ("People's Liberation Army Unit 61398", [True, True, False, True]),
        ("Example Bakery Co., Ltd.", [False, False, False, False]),
        ("Lanzhou Example General Hospital", [False, False, False, False]),
        ("Qwertz Asdfgh", [False, False, False, False]),
        ("N/A", [None, None, None, None]),
    ],
)
def test_the_users_word_for_private_settles_what_nothing_speaks_of_and_makes_no_state_body_private(name: str, expected: list[bool | None]) -> None:
    assert told(name, **PRIVATE) == expected


@pytest.mark.parametrize("more", [PUBLIC, {"consignee_type": "government"}, {"claims": {"organ": "Detention internment"}}])
def test_the_users_word_for_government_counts_where_nothing_is_known(more: dict[str, Any]) -> None:
    assert told("Qwertz Asdfgh", **more)[:2] == [True, True]
    assert told("Example Bakery Co., Ltd.", **more)[:2] == [True, True]
    assert told("N/A", **more)[0] is True, "a body that is not named may still be declared government"


@pytest.mark.parametrize(
    "more",
    [
        {"claims": {"government": False}, "consignee_type": "government"},
        {"claims": {"government": False, "organ": "police"}},
    ],
)
@pytest.mark.parametrize("name", ["Qwertz Asdfgh", "Example Bakery Co., Ltd."])
def test_what_contradicts_itself_is_unknown(name: str, more: dict[str, Any]) -> None:
    found = told(name, **more)
    assert found[:2] == [None, None]
    assert found[3] is None


def test_claims_of_several_mentions_that_contradict_each_other_are_unknown() -> None:
    parties = [party("Example Bakery Co., Ltd.", "purchaser", **PRIVATE), party("Example Bakery Co., Ltd.", **PUBLIC)]
    facts = known(FULL, parties=parties).sheet.parties[0].facts
    assert [value(facts, f"party.{one}") for one in FACTS] == [None, None, False, None]
    assert facts["party.government"].note == "the matter says that the party is government, and that it is not"


def test_a_claimed_organ_says_what_kind_of_government() -> None:
    assert told("Qwertz Asdfgh", claims={"organ": "police"}) == [True, True, True, None]
    assert told("Qwertz Asdfgh", claims={"organ": "pap"}) == [True, True, True, True]
    assert told("Qwertz Asdfgh", claims={"organ": "military"})[3] is True
    assert told("Qwertz Asdfgh", claims={"organ": "bakery"}) == [None, None, None, None]


def test_the_users_word_does_not_make_a_body_private_that_the_atlas_knows_as_the_state() -> None:
    known_only_as_state = body("s", "Qwertz Asdfgh", **STATE)
    for more in ({}, PRIVATE, PUBLIC):
        assert told("Qwertz Asdfgh", known_only_as_state, **more) == [True, True, None, None]


def test_a_body_whose_name_is_near_that_of_a_state_body_is_not_private_by_the_users_word() -> None:
    state = body("s", "Kestrel Meridian", **STATE)
    facts = bound("Kestrel Meridian Outpost", world(state, full=ALL_LISTS), **PRIVATE)
    assert [value(facts, f"party.{one}") for one in FACTS] == [None, None, None, None]
    assert "same or not?" in facts["party.government"].note


def test_the_atlas_says_which_organ_a_body_is() -> None:
    def of(organ: str, **more: Any) -> list[Any]:  # noqa: ANN401
        return told("Qwertz Asdfgh", body("s", "Qwertz Asdfgh", organ=organ, government="yes"), **more)

    assert of("police") == [True, True, True, None]
    assert of("pap") == [True, True, True, True]
    assert of("police", **PRIVATE) == [True, True, True, None]
    assert of("health") == [True, True, False, False]


def test_an_atlas_that_says_no_outweighs_the_name_and_makes_the_users_yes_a_question() -> None:
    private = body("p", "Qwertz Asdfgh", government="no")
    assert told("Qwertz Asdfgh", private) == [False, None, None, None]
    facts = bound("Qwertz Asdfgh", world(private), **PUBLIC)
    assert (facts["party.government"].value, facts["party.government"].note) == (None, "the matter says government, the atlas says not")


def test_a_conditional_tie_of_the_atlas_is_unknown_whatever_the_user_says() -> None:
    tied = body("t", "Qwertz Asdfgh", government="conditional")
    assert told("Qwertz Asdfgh", tied) == [None, None, None, None]
    assert told("Qwertz Asdfgh", tied, **PRIVATE) == [None, None, None, None]
    assert told("Qwertz Asdfgh", tied, **PUBLIC)[:2] == [True, True]
    company = body("t", "Qwertz Asdfgh", government="conditional", schema="Company")
    for more in ({}, PRIVATE):
        assert told("Qwertz Asdfgh", company, **more) == [False, None, False, None]


def test_a_statement_of_the_atlas_is_the_source_and_the_atlas_where_none_is_kept() -> None:
    with_statement = body("s", "Qwertz Asdfgh", statements=(Statement("s", "government", "yes", "99 FR 1", "designation"),), **STATE)
    one = bound("Qwertz Asdfgh", world(with_statement))["party.government"].sources[0]
    assert (one.citation, one.nature) == ("99 FR 1", "designation")
    two = bound("Qwertz Asdfgh", world(body("s", "Qwertz Asdfgh", **STATE)))["party.government"].sources[0]
    assert (two.citation, two.nature) == ("atlas: Qwertz Asdfgh", "finding")


# --- military end users -------------------------------------------------------------------------------------------------


def test_the_military_end_user_list_names_one_and_where_it_is_not_held_no_civil_office_is_cleared() -> None:
    on = body("m", "Example County Health Bureau", on={MEU: "2020-12-23"})
    assert told("Example County Health Bureau", on)[3] is True
    assert told("Example County Health Bureau")[3] is False
    assert told("Example County Health Bureau", full=())[3] is None
    assert told("Qwertz Asdfgh", full=(), **PRIVATE)[3] is None


def test_a_private_firm_on_a_list_of_military_companies_may_be_a_military_end_user() -> None:
    on = body("c", "Qwertz Asdfgh", on={CMIC: "2021-08-02"}, schema="Company")
    assert told("Qwertz Asdfgh", on, **PRIVATE)[3] is None
    near = body("c", "Kestrel Meridian", on={CMIC: "2021-08-02"}, schema="Company")
    assert told("Kestrel Meridian Outpost", near, **PRIVATE)[3] is None
    assert told("Qwertz Asdfgh", near, **PRIVATE)[3] is False


def test_a_private_firm_with_the_state_behind_it_may_be_a_military_end_user() -> None:
    bodies = (body("f", "Qwertz Asdfgh", schema="Company"), body("s", "Ministry", **STATE))
    assert told("Qwertz Asdfgh", *bodies, edges=(stake("s", "f", 10),), **PRIVATE)[3] is None
    assert told("Qwertz Asdfgh", *bodies, **PRIVATE)[3] is False


# --- who stands behind --------------------------------------------------------------------------------------------------


def stake(owner: str, asset: str, lo: int, hi: int | None = None, **more: Any) -> Edge:  # noqa: ANN401
    """A stake in percent."""
    return Edge(owner, asset, more.pop("klass", "equity"), lo * WHOLE // 100, (lo if hi is None else hi) * WHOLE // 100, **more)


def linked(*edges: Edge, owners: tuple[Body, ...] = (), **claims: Any) -> Any:  # noqa: ANN401
    bodies = (body("f", "Qwertz Asdfgh", schema="Company"), body("s", "Ministry", **STATE), *owners)
    return told("Qwertz Asdfgh", *bodies, edges=edges, **claims)[1]


MIDDLE = body("m", "Meridian", schema="Company")


def test_a_state_owner_makes_a_link_if_it_is_certain() -> None:
    assert linked(stake("s", "f", 1)) is True
    assert linked(stake("s", "f", 0, 100)) is None
    assert linked(stake("s", "f", 0, 0)) is None
    assert linked(stake("s", "f", 60, start="2027")) is None, "a stake that begins later is none"
    assert linked(stake("s", "f", 60, start="2026")) is None, "begins in a year that is not over"
    assert linked(stake("s", "f", 60, confirmed=False)) is None
    assert linked(stake("s", "f", 0, 100, klass="control")) is True


def test_the_users_word_for_private_does_not_cut_a_tie_that_is_held() -> None:
    assert linked(**PRIVATE) is False
    assert linked(stake("s", "f", 1), **PRIVATE) is True
    assert linked(stake("s", "f", 0, 100), **PRIVATE) is None
    assert linked(stake("m", "f", 51), stake("s", "m", 51), owners=(MIDDLE,), **PRIVATE) is True


def test_further_up_a_link_needs_majorities_or_control() -> None:
    def above(low: int, high: int, **more: Any) -> Any:  # noqa: ANN401
        return linked(stake("m", "f", low), stake("s", "m", high, **more), owners=(MIDDLE,))

    assert [above(50, 50), above(49, 100), above(100, 49)] == [True, None, None]
    assert linked(stake("m", "f", 0, 100, klass="control"), stake("s", "m", 50), owners=(MIDDLE,)) is True


def test_a_certain_way_up_counts_also_where_an_uncertain_one_is_found_before() -> None:
    edges = (stake("m", "f", 10), stake("n", "f", 60), stake("m", "n", 60), stake("s", "m", 60))
    assert linked(*edges, owners=(MIDDLE, body("n", "Norden", schema="Company"))) is True


def test_an_owner_with_a_conditional_tie_is_a_question() -> None:
    assert linked(stake("m", "f", 60), owners=(body("m", "Meridian", government="conditional"),)) is None
    assert linked(stake("m", "f", 60), owners=(body("m", "Meridian", government="conditional"),), **PRIVATE) is None
    assert linked(stake("m", "f", 60), owners=(body("m", "Bank of China"),), **PRIVATE) is None
    assert linked(stake("m", "f", 60), owners=(MIDDLE,), **PRIVATE) is False


def test_an_owner_whose_own_name_says_that_it_is_the_state_is_the_state() -> None:
    assert linked(stake("m", "f", 60), owners=(body("m", "Wuhan Public Security Bureau"),)) is True


def test_owners_in_a_ring_and_owners_of_whom_nothing_is_held_come_to_an_end() -> None:
    ring = (stake("m", "f", 60), stake("f", "m", 60), stake("nobody", "f", 40))
    assert linked(*ring, owners=(MIDDLE,)) is None
    assert linked(*ring, stake("s", "m", 40), owners=(MIDDLE,)) is None


def test_the_link_names_the_owner_and_its_source() -> None:
    where = world(body("f", "Qwertz Asdfgh", schema="Company"), body("s", "Ministry", **STATE), edges=(stake("s", "f", 60, citation="Register 7"),))
    fact = bound("Qwertz Asdfgh", where)["party.state_link"]
    assert (fact.note, fact.sources[0].citation) == ("owner Ministry is a government body", "Register 7")
    bare = world(body("f", "Qwertz Asdfgh", schema="Company"), body("s", "Ministry", **STATE), edges=(stake("s", "f", 0, 60),))
    fact = bound("Qwertz Asdfgh", bare)["party.state_link"]
    assert (fact.value, fact.sources[0].citation) == (None, "atlas: Ministry")


# --- surveillance companies, US persons, consignee types -----------------------------------------------------------------


def test_a_surveillance_company_is_one_that_the_atlas_knows() -> None:
    def of(*bodies: Body) -> Any:  # noqa: ANN401
        return value(bound("Kestrel Vision", world(*bodies, full=ALL_LISTS)), "party.surveillance_company")

    assert of() is None
    assert [of(body("k", "Kestrel Vision", surveillance_company=word)) for word in ("yes", "no", "unknown", "conditional")] == [True, False, None, None]
    assert of(body("k", "Kestrel Vision"), body("l", "Kestrel Vision Ltd", surveillance_company="yes")) is True


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, None),
        ({"country": "US"}, True),
        ({"country": "PR"}, True),
        ({"country": "DE"}, False),
        ({"is_us_person": True, "country": "DE"}, True),
        ({"is_us_person": True}, True),
        ({"is_us_person": False}, False),
        ({"is_us_person": False, "country": "US"}, None),
    ],
)
def test_a_us_person_is_who_is_said_to_be_one_or_is_in_the_united_states(fields: dict[str, Any], *, expected: bool | None) -> None:
    assert value(bound("Acme", **fields), "party.us_person") is expected


def test_two_words_on_us_persons_that_contradict_each_other_are_unknown() -> None:
    parties = [party("Acme", "exporter", country="DE", is_us_person=True), party("Acme", "seller", country="DE", is_us_person=False)]
    assert value(known(parties=parties).sheet.parties[0].facts, "party.us_person") is None


def test_a_consignee_type_declared_in_two_ways_is_unknown() -> None:
    parties = [party("Acme", "ultimate_consignee", consignee_type="reseller"), party("Acme", consignee_type="direct_consumer")]
    fact = known(parties=parties).sheet.parties[0].facts["party.consignee_type"]
    assert (fact.value, fact.note) == (None, "declared in several ways: direct_consumer, reseller")
    assert value(bound("Acme", consignee_type="reseller"), "party.consignee_type") == "reseller"
    assert "party.consignee_type" not in bound("Acme")


def test_a_listed_police_bureau_of_another_day_is_a_police_bureau_all_the_same() -> None:
    bureau = body("b", "Qwertz Public Security Bureau", on={ENTITY: "2019-10-09..2022-01-01"})
    where = world(bureau, on=date(2023, 1, 1))
    facts = bound("Qwertz Public Security Bureau", where, **PRIVATE)
    assert [value(facts, f"party.{name}") for name in ("on.entity_list", "security_organ", "government")] == [False, True, True]
