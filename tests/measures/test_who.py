"""Who a party is: several roles, one party; one name, several parties; two spellings, two bodies; nobody named."""

from __future__ import annotations

import pytest

from countersight.measures.stated import all_stated, stated
from countersight.measures.who import look_up, look_up_name
from countersight.measures.world import World
from countersight.snapshots.build import build
from countersight.store.snapshot import Snapshot

from .worlds import CMIC, ENTITY, ON, body, bound, known, matter, party, value, who, world

LEI = ("5493001KJTIIGC8Y1R12", "529900T8BM49AURSDO55")
NOBODY = ["N/A", "n/a", " - ", "???", "TBD", "(to be determined)", "Unknown", "unnamed", "", "未知", "…"]


@pytest.mark.parametrize("text", [*NOBODY, None, "'none'", "[N.A.]"])
def test_a_marker_is_silence(text: str | None) -> None:
    assert stated(text) == ""


@pytest.mark.parametrize("text", ["7-Eleven", "NA Holdings", "无锡示例有限公司", "None Such Ltd", "ZTE"])
def test_a_name_is_no_marker_because_it_holds_one(text: str) -> None:
    assert stated(f"  {text} ") == text


def test_what_is_said_twice_is_kept_once_in_its_order() -> None:
    assert all_stated(["b", "N/A", "a", None, "b "]) == ("b", "a")


def test_one_party_in_several_roles_is_one_party() -> None:
    parties = [
        party("Example Vision Co., Ltd.", "purchaser", country="CN", consignee_type="direct_consumer", industry="cameras"),
        party("EXAMPLE VISION CO LTD", "end_user", country="CN", names=["示例视觉"], address="1 Road", claims={"government": False}),
    ]
    found = look_up(matter(parties=parties).parties, world())
    assert len(found) == 1
    assert found[0].roles == {"purchaser", "end_user"}
    assert found[0].names == ("Example Vision Co., Ltd.", "EXAMPLE VISION CO LTD", "示例视觉")
    assert (found[0].claims_government, found[0].industries, found[0].addresses) == (False, ("cameras",), ("1 Road",))
    assert known(parties=parties).sheet.parties[0].roles == {"purchaser", "end_user"}


def test_two_parties_of_one_name_in_two_countries_are_two() -> None:
    parties = [party("Acme", "purchaser", country="DE"), party("Acme", "end_user", country="CN", claims={"government": False})]
    found = look_up(matter(parties=parties).parties, world())
    assert [(one.country, one.claims_government) for one in found] == [("DE", None), ("CN", False)]


def test_a_party_without_a_country_is_the_one_of_its_name_that_has_one() -> None:
    both = look_up(matter(parties=[party("Acme", "purchaser", country="DE"), party("Acme")]).parties, world())
    assert [(one.country, sorted(one.roles)) for one in both] == [("DE", ["end_user", "purchaser"])]
    several = [party("Acme", "purchaser", country="DE"), party("Acme", "forwarder", country="CN"), party("Acme")]
    assert [one.country for one in look_up(matter(parties=several).parties, world())] == ["DE", "CN", None]


def test_identifiers_that_differ_make_two_parties_of_one_name() -> None:
    parties = [
        party("Acme", "purchaser", country="DE", identifiers={"lei": LEI[0]}),
        party("Acme", "end_user", country="DE", identifiers={"lei": LEI[1]}, claims={"government": False}),
        party("Acme", "forwarder", country="DE"),
    ]
    found = look_up(matter(parties=parties).parties, world())
    assert [one.roles for one in found] == [{"purchaser"}, {"end_user"}, {"forwarder"}]
    same = [*parties[:1], party("Acme", country="DE", identifiers={"lei": LEI[0].lower(), "uscc": "N/A"})]
    assert len(look_up(matter(parties=same).parties, world())) == 1


def test_parties_that_nobody_names_are_not_one_another() -> None:
    parties = [party("N/A", "purchaser", claims={"government": False}), party("n/a", "end_user"), party("???", "forwarder")]
    found = look_up(matter(parties=parties).parties, world())
    assert [(one.named, one.label, one.claims_government) for one in found] == [
        (False, "purchaser (not named)", False), (False, "end_user (not named)", None), (False, "forwarder (not named)", None),
    ]  # fmt: skip


def test_a_party_whose_first_name_is_a_marker_is_named_by_its_others() -> None:
    listed = world(body("x", "Kestrel Vision", on={ENTITY: "2020-01-01"}))
    assert value(bound("N/A", listed, names=["Kestrel Vision"]), "party.on.entity_list") is True


def test_names_longer_than_what_is_compared_are_not_one_because_they_begin_alike() -> None:
    parties = [party("x" * 1100 + "a", "purchaser"), party("x" * 1100 + "b", "end_user")]
    assert len(look_up(matter(parties=parties).parties, world())) == 2


def test_two_lists_that_name_one_party_under_two_spellings_both_count() -> None:
    where = world(
        body("a", "Megaview Technology", on={ENTITY: "2019-10-09"}),
        body("b", "Megaview Technology Limited", on={CMIC: "2021-12-13"}),
    )
    found = who("Megaview Technology Limited", where, country="CN")
    assert {one.id for one in found.bodies} == {"a", "b"}
    facts = bound("Megaview Technology Limited", where, country="CN")
    assert [value(facts, f"party.on.{name}") for name in ("entity_list", "ns_cmic", "sdn")] == [True, True, None]
    assert value(facts, "party.listed") is True


def test_megvii_of_the_starter_is_on_the_entity_list_and_on_ns_cmic_however_it_is_written() -> None:
    starter = World(Snapshot.in_memory(build(starter=True)), ON)
    for name in ("Megvii Technology Limited", "Megvii Technology", "旷视科技有限公司"):
        facts = bound(name, starter, country="CN")
        assert [value(facts, f"party.on.{fact}") for fact in ("entity_list", "ns_cmic")] == [True, True], name


def test_the_country_of_the_atlas_fills_in_only_where_it_is_one() -> None:
    where = world(body("a", "Kestrel Vision", countries=("CA",)), body("b", "Osprey Optics", countries=("CN", "US")))
    one = bound("Kestrel Vision", where)["party.country"]
    assert (one.value, one.sources[0].citation) == ("CA", "atlas: Kestrel Vision")
    assert bound("Kestrel Vision", where, country="CA")["party.country"].sources[0].citation == "the matter"
    assert "party.country" not in bound("Osprey Optics", where)
    assert value(bound("Osprey Optics", where), "party.us_person") is None


def test_a_name_on_a_line_is_looked_up_without_a_country() -> None:
    found = look_up_name("Kestrel Vision", "producer", world(body("a", "Kestrel Vision", countries=("CA",))))
    assert (found.body_id, sorted(found.roles), found.country) == ("a", ["producer"], "CA")


@pytest.mark.parametrize(
    ("claims", "programs", "whole"),
    [
        ([{}], None, False),
        ([{"programs": []}], (), False),
        ([{"programs": [], "programs_complete": True}], (), True),
        ([{"programs": [], "programs_complete": True}, {"programs": ["skynet"]}], ("skynet",), False),
        ([{"programs": [], "programs_complete": True}, {"programs_complete": False}], (), False),
        ([{"programs": ["skynet", "N/A"], "programs_complete": True}], ("skynet",), True),
        ([{"programs_complete": True}], None, False),
    ],
)
def test_a_list_of_programmes_is_whole_only_where_nobody_says_otherwise(claims: list[dict[str, object]], programs: tuple[str, ...] | None, *, whole: bool) -> None:
    parties = [party("Acme", role, claims=one) for role, one in zip(("purchaser", "end_user"), claims, strict=False)]
    found = look_up(matter(parties=parties).parties, world())[0]
    assert (found.programs, found.programs_complete) == (programs, whole)
    fact = known(parties=parties).sheet.parties[0].facts.get("party.programs")
    assert (fact is None) if programs is None else (fact is not None and (fact.value, fact.open) == (programs, not whole))
