"""A scenario's own records: laid over the snapshot, found by name, refused where they are none, and gone afterwards."""

from __future__ import annotations

from typing import Any

import pytest

from countersight.errors import InputError
from countersight.measures.given import CITE, lay_over, list_id
from countersight.measures.world import World
from countersight.model.lists import BY_ID, LISTS
from countersight.model.matter import Given
from countersight.store.snapshot import Snapshot

from .worlds import ENTITY, ON, UFLPA, body, bound, matter, party, value, world


def given(**fields: Any) -> Given:  # noqa: ANN401
    return Given.model_validate(fields)


def stake(owner: str, asset: str, pct: str = "51", **more: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"owner": owner, "asset": asset, "pct": pct} | more


def told(name: str, list_name: str = "Entity List", start: str = "2024-01-01", **more: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"body": name, "list": list_name, "from": start, "cite": "99 FR 7"} | more


ONE: dict[str, Any] = {"id": "b1", "name": "Meridian Works Co., Ltd.", "names": ["子午线厂"], "country": "CN", "surveillance_company": True}
BASE = world(body("k", "Kestrel Vision Technology Co., Ltd.", countries=("CN",)), body("o", "Osprey Optics")).snapshot


def over(**fields: Any) -> Snapshot:  # noqa: ANN401
    return lay_over(BASE, given(**fields))


def test_without_given_records_the_snapshot_is_the_same_object() -> None:
    assert lay_over(BASE, None) is BASE


def test_a_given_body_is_found_by_its_names() -> None:
    made = over(bodies=[ONE]).body("given-b1")
    assert made is not None
    assert (made.caption, made.schema, made.countries, made.surveillance_company) == ("Meridian Works Co., Ltd.", "Company", ("CN",), "yes")
    for name in ("Meridian Works Co., Ltd.", "子午线厂"):
        facts = bound(name, World(over(bodies=[ONE]), ON), country="CN")
        assert value(facts, "party.surveillance_company") is True


def test_what_the_name_of_a_given_body_does_not_say_is_unknown() -> None:
    names = {"a": "Wuhan Public Security Bureau", "b": "Meridian Works Ltd", "c": "Qwertz", "d": "Lanzhou General Hospital"}
    made = [over(bodies=[{"id": key, "name": name}]).body(f"given-{key}") for key, name in names.items()]
    assert [(one.government, one.schema, one.surveillance_company, one.countries) for one in made if one] == [
        ("yes", "PublicBody", "unknown", ()), ("unknown", "Company", "unknown", ()), ("unknown", "Organization", "unknown", ()),
        ("unknown", "Organization", "unknown", ()),
    ]  # fmt: skip
    assert value(bound("Qwertz", World(over(bodies=[{"id": "c", "name": "Qwertz"}]), ON)), "party.government") is None


@pytest.mark.parametrize(
    ("owner", "asset", "ids"),
    [
        ("Osprey Optics", "b1", ("o", "given-b1")),
        ("Osprey Optics", "Meridian Works Co., Ltd.", ("o", "given-b1")),
        ("子午线厂", "Kestrel Vision Technology", ("given-b1", "k")),
        ("k", "o", ("k", "o")),
        ("Nobody Known", "b1", ("given:Nobody Known", "given-b1")),
    ],
)
def test_owners_and_assets_are_found_by_id_and_by_name(owner: str, asset: str, ids: tuple[str, str]) -> None:
    edge = over(bodies=[ONE], ownership=[stake(owner, asset, "25-50", **{"class": "voting", "from": "2024"})]).edges()[0]
    assert (edge.owner, edge.asset) == ids
    assert (edge.klass, edge.lo, edge.hi, edge.start, edge.end, edge.citation) == ("voting", 25_000_000, 50_000_000, "2024", "", CITE)


def test_an_owner_that_only_a_stake_names_is_a_body_and_may_be_the_state() -> None:
    laid = over(bodies=[ONE], ownership=[stake("Wuhan Public Security Bureau", "b1"), stake("Wuhan Public Security Bureau", "o")])
    made = laid.body("given:Wuhan Public Security Bureau")
    assert made is not None
    assert made.government == "yes"
    assert value(bound(ONE["name"], World(laid, ON), country="CN", claims={"government": False}), "party.state_link") is True


def test_two_given_bodies_of_one_name_stay_two_and_of_one_id_are_refused() -> None:
    laid = over(bodies=[ONE, ONE | {"id": "b2", "country": "VN"}], ownership=[stake("b1", "b2")])
    assert {"given-b1", "given-b2"} <= set(laid.body_ids())
    assert (laid.edges()[0].owner, laid.edges()[0].asset) == ("given-b1", "given-b2")
    with pytest.raises(InputError, match="two given bodies have the id 'b1'"):
        over(bodies=[ONE, ONE | {"name": "Other"}])


def test_a_given_designation_holds_in_its_window() -> None:
    laid = over(bodies=[ONE], designations=[told("b1", to="2025-01-01"), told("子午线厂", "UFLPA", "2026-01-01")])
    made = laid.body("given-b1")
    assert made is not None
    assert [(one.list_id, one.start, one.end, one.citation) for one in made.designations] == [
        (ENTITY, "2024-01-01", "2025-01-01", "99 FR 7"), (UFLPA, "2026-01-01", "", "99 FR 7"),
    ]  # fmt: skip


def test_a_given_designation_of_a_body_of_the_atlas_is_laid_over_it() -> None:
    laid = over(designations=[told("Kestrel Vision Technology Co., Ltd.")])
    assert value(bound("Kestrel Vision Technology Co., Ltd.", World(laid, ON), country="CN"), "party.on.entity_list") is True
    made = laid.body("k")
    assert made is not None
    assert (made.caption, made.countries, made.schema) == ("Kestrel Vision Technology Co., Ltd.", ("CN",), "Organization")
    assert laid.body("o") == BASE.body("o")


def test_nothing_leaks_into_the_snapshot_below() -> None:
    before = (BASE.content_hash, BASE.body_ids(), BASE.edges(), BASE.body("k"))
    laid = over(bodies=[ONE], designations=[told("Kestrel Vision Technology Co., Ltd."), told("b1")], ownership=[stake("Osprey Optics", "b1"), stake("X", "k")])
    assert laid.content_hash != BASE.content_hash
    assert (BASE.content_hash, BASE.body_ids(), BASE.edges(), BASE.body("k")) == before
    assert value(bound("Kestrel Vision Technology Co., Ltd.", World(BASE, ON), country="CN"), "party.on.entity_list") is None
    assert BASE.designated(ENTITY) == []
    BASE.verify()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"designations": [told("Nobody Known")]}, "a designation of 'Nobody Known', whom nobody knows"),
        ({"designations": [told("o", cite=" ")]}, "a designation of 'o' without a citation"),
        ({"designations": [told("o", "No Such List")]}, "no list named 'No Such List'"),
        ({"ownership": [stake("k", "o", "a lot")]}, "the stake of 'k' in 'o'"),
        ({"ownership": [stake("k", "o", "101")]}, "the stake of 'k' in 'o'"),
        ({"ownership": [stake("k", "o", **{"from": "spring"})]}, "the stake of 'k' in 'o'"),
        ({"ownership": [stake("k", "o", to="2024-13")]}, "the stake of 'k' in 'o'"),
    ],
)
def test_a_record_that_is_none_is_refused_with_what_would_be_right(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError) as caught:
        over(**fields)
    assert message in caught.value.message
    assert caught.value.hint


def test_the_hint_of_an_unknown_list_names_every_id() -> None:
    with pytest.raises(InputError) as caught:
        list_id("Denied Bakeries")
    assert all(one in caught.value.hint for one in BY_ID)


@pytest.mark.parametrize(
    ("written", "ident"),
    [
        ("us.ofac.sdn", "us.ofac.sdn"), ("SDN", "us.ofac.sdn"), ("Specially Designated Nationals", "us.ofac.sdn"), ("Entity List", ENTITY), ("EL", ENTITY),
        ("UFLPA Entity List", UFLPA), ("uflpa", UFLPA), ("1260H", "us.dod.1260h"), ("CMIC", "us.ofac.ns_cmic"), ("NS-CMIC List", "us.ofac.ns_cmic"), ("SDN List", "us.ofac.sdn"), ("NS-MBS", "us.ofac.ns_mbs"), ("section 889", "us.ndaa889"),
        ("Military End-User  List", "us.bis.meu"), ("covered list", "us.fcc.covered"), ("Military End User (MEU) List", "us.bis.meu"), ("DPL", "us.bis.dpl"),
    ],
)  # fmt: skip
def test_a_list_is_found_as_people_name_it(written: str, ident: str) -> None:
    assert list_id(written) == ident


@pytest.mark.parametrize("entry", LISTS, ids=lambda entry: entry.id)
def test_every_list_is_found_by_its_id_its_title_and_its_published_name(entry: Any) -> None:  # noqa: ANN401
    assert [list_id(text) for text in (entry.id, entry.title, entry.csl_source or entry.id)] == [entry.id] * 3


@pytest.mark.parametrize("written", ["", " ", "list", "sanctions", "military", "no such list"])
def test_a_name_of_no_list_or_of_several_is_refused(written: str) -> None:
    with pytest.raises(InputError, match=r"no list named|several lists are named"):
        list_id(written)


def test_a_matter_brings_its_records_along() -> None:
    read = matter(parties=[party("Meridian Works Co., Ltd.", country="CN")], given={"bodies": [ONE], "designations": [told("b1")]})
    laid = World(lay_over(BASE, read.given), ON)
    assert value(bound("Meridian Works Co., Ltd.", laid, country="CN"), "party.on.entity_list") is True
