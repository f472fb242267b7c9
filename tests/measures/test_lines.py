"""Facts of a line beside the item itself: the reach of the EAR, the maker, the brand, the inputs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.measures.brand import own_brand
from countersight.measures.context import LineContext
from countersight.measures.world import World
from countersight.model.body import Designation
from countersight.model.lists import LISTS

from .worlds import ALL_LISTS, COVERED, UFLPA, body, known, line, matter, party, value, world

US = party("Acme", "exporter", country="US")
TW = party("Acme", "exporter", country="TW")
KESTREL = "Kestrel Vision Technology Co., Ltd."


def of(path: str, where: World | None = None, parties: list[dict[str, Any]] | None = None, more: dict[str, Any] | None = None, **fields: Any) -> Any:  # noqa: ANN401
    return value(line(where, parties, more, **fields).facts, f"line.{path}")


# --- 15 CFR part 734 ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pct", "klass", "exceeded"),
    [
        ("25", "controlled", False), ("25.000001", "controlled", True), ("24.9", None, False), ("0", "controlled", False), ("100", "controlled", True),
        ("10-25", None, False), ("25-50", "controlled", None), ("26-50", "controlled", True), (">25", "controlled", True), (">=25", "controlled", None),
        ("<=25", "controlled", False), ("unknown", "controlled", None), ("40", None, None), ("40", "EAR99", False), ("unknown", "AT_only", False),
        ("N/A", "controlled", None), ("about a third", "EAR99", None), ("-3", "controlled", None), ("110", "controlled", None), ("9" * 9000, "controlled", None),
    ],
)  # fmt: skip
def test_de_minimis_is_more_than_25_percent_of_controlled_content(pct: str, klass: str | None, *, exceeded: bool | None) -> None:
    found = line(more={"destination": "CN", "transaction": "reexport"}, us_content={"pct": pct, "class": klass}).facts
    assert value(found, "line.de_minimis_exceeded") is exceeded
    assert value(found, "line.subject_to_ear") is (True if exceeded else None)
    assert len(found["line.de_minimis_exceeded"].note) < 120


@pytest.mark.parametrize(("destination", "expected"), [("CN", False), ("IR", None), ("CU", None), ("RU", None), (None, None)])
def test_content_that_is_not_counted_for_china_may_count_elsewhere(destination: str | None, *, expected: bool | None) -> None:
    assert of("de_minimis_exceeded", more={"destination": destination}, us_content={"pct": "60", "class": "EAR99"}) is expected
    assert of("de_minimis_exceeded", more={"destination": destination}, us_content={"pct": "10", "class": "EAR99"}) is False


@pytest.mark.parametrize(("destination", "expected"), [("CN", False), ("RU", False), ("IR", True), ("CU", True), (None, None)])
def test_for_country_group_e_the_share_is_10_percent(destination: str | None, *, expected: bool | None) -> None:
    assert of("de_minimis_exceeded", more={"destination": destination}, us_content={"pct": "20", "class": "controlled"}) is expected
    assert of("de_minimis_exceeded", more={"destination": destination}, us_content={"pct": "10", "class": "controlled"}) is False


def test_without_the_law_no_share_is_exceeded_or_not() -> None:
    assert of("de_minimis_exceeded", replace(world(), law=()), more={"destination": "CN"}, us_content={"pct": "0", "class": "controlled"}) is None


def test_content_that_is_not_stated_is_unknown() -> None:
    assert of("de_minimis_exceeded") is None


@pytest.mark.parametrize(
    ("parties", "transaction", "origin", "expected"),
    [
        ([US], "export", "TW", True),
        ([US], "export", None, True),
        ([US], "reexport", "TW", None),
        ([US], None, "TW", None),
        ([TW], "export", "TW", None),
        ([TW], "reexport", "US", True),
        ([TW], "reexport", "PR", True),
        ([TW], "reexport", None, None),
        ([party("Acme", "seller", country="US")], "export", "TW", None),
        ([party("Acme", "exporter")], "export", "TW", None),
        ([], "export", "TW", None),
        ([], None, None, None),
    ],
)
def test_what_is_subject_to_the_ear(parties: list[dict[str, Any]], transaction: str | None, origin: str | None, *, expected: bool | None) -> None:
    assert of("subject_to_ear", None, parties, {"transaction": transaction, "destination": "CN"}, origin=origin) is expected


# --- the producer ---------------------------------------------------------------------------------------------------------------


def producer(where: World, parties: list[dict[str, Any]], name: str | None) -> tuple[Any, Any]:
    found = line(where, parties, producer=name).facts
    return value(found, "line.producer_on_covered_list"), value(found, "line.producer_country")


def test_the_line_names_its_producer_or_the_matter_has_only_one() -> None:
    where = world(body("k", KESTREL, on={COVERED: "2021-03-12"}, countries=("CN",)), full=ALL_LISTS)
    maker, other = party(KESTREL, "producer", country="CN"), party("Osprey Optics", "producer", country="SE")
    assert producer(where, [maker], None) == (True, "CN")
    assert producer(where, [maker, other], None) == (None, None), "two producers and a line that names none"
    assert producer(where, [maker, other], "osprey OPTICS") == (False, "SE")
    assert producer(where, [other], KESTREL) == (True, "CN"), "by the name alone"
    assert producer(where, [], "Unheard-of Works") == (False, None)
    assert producer(where, [], None) == producer(where, [party("N/A", "producer")], None) == (None, None)
    assert producer(where, [maker], "N/A") == producer(where, [maker], "???") == (True, "CN")


def test_a_producer_that_stands_in_another_role_is_that_party() -> None:
    where = world(body("k", KESTREL, on={COVERED: "2021-03-12"}, countries=("CN",)), full=ALL_LISTS)
    seller = party("Kestrel", "seller", names=[KESTREL], country="CN")
    assert producer(where, [seller], "Kestrel") == (True, "CN")


def test_of_two_parties_of_one_name_the_producer_is_meant_and_else_neither() -> None:
    where = world(full=ALL_LISTS)
    maker, buyer = party("Osprey", "producer", country="SE"), party("Osprey", "end_user", country="NO")
    assert producer(where, [maker, buyer], "Osprey") == (False, "SE")
    assert producer(where, [maker, party("Osprey", "producer", country="NO")], "Osprey") == (False, None)


def test_every_list_is_asked_about_the_producer() -> None:
    facts = line(producer=KESTREL).facts
    assert {f"line.producer_{one.fact.replace('.', '_')}" for one in LISTS} <= facts.keys()
    for parties in ([], [party("N/A", "producer")]):
        assert line(None, parties).facts["line.rebadged"].note == "the producer is not named"
    assert not [path for path in line().facts if path.startswith("line.producer")]


def test_a_party_that_many_lines_name_is_looked_up_once() -> None:
    context = LineContext(matter(), [], world())
    one = context.meant("Osprey Optics")
    assert context.meant("Osprey Optics") is one
    assert context.facts_of(one) is context.facts_of(one)


@pytest.mark.parametrize(
    ("scopes", "limited"),
    [(["use-limited: public safety"], True), ([""], False), (["use-limited", "all equipment"], False), ([], None)],
)
def test_a_covered_list_entry_is_limited_only_where_each_one_is(scopes: list[str], *, limited: bool | None) -> None:
    told = tuple(Designation(COVERED, "k", f"2021-03-1{at}", "47 USC 1601", scope=scope) for at, scope in enumerate(scopes))
    maker = body("k", KESTREL)
    maker.designations = told
    assert of("producer_use_limited", world(maker, full=ALL_LISTS), producer=KESTREL) is limited


def test_a_second_spelling_of_the_producer_on_the_covered_list_counts() -> None:
    one, two = body("a", "Megaview Technology"), body("b", "Megaview Technology Limited", on={COVERED: "2021-03-12"})
    found = line(world(one, two), producer="Megaview Technology").facts
    assert (value(found, "line.producer_on_covered_list"), value(found, "line.producer_use_limited")) == (True, False)


# --- the brand --------------------------------------------------------------------------------------------------------------------

NAMES = ["Zhejiang Dahua Technology Co., Ltd.", "Dahua", "浙江大华技术股份有限公司"]


@pytest.mark.parametrize(
    ("brand", "names", "own"),
    [
        ("Dahua", NAMES, True), ("DAHUA TECHNOLOGY", NAMES, True), ("Dahua DH-IPC", NAMES, True), ("大华", NAMES, True), ("Da Hua", ["Dahua"], True),
        ("LumaSafe", NAMES, False), ("海康", NAMES, False), ("Zhejiang", NAMES, None), ("Technology", NAMES, None), ("浙江", NAMES, None), ("技术", NAMES, None),
        ("华", NAMES, None), ("Letzten", ["ZTE"], False), ("letzten ZTE", ["ZTE"], True), ("Hi", ["Hikvision"], False), ("Hikvisionary", ["Hikvision"], False),
        ("LumaSafe", ["浙江大华技术股份有限公司"], None), ("大华", ["Dahua"], None), ("LumaSafe", [], None), ("???", NAMES, None), ("LumaSafe", ["???"], None),
        ("Osprey for Kestrel", ["Kestrel Osprey Works"], None), ("大华", ["大华"], True), ("Kestrel Vis", ["Kestrel Vision"], None),
    ],
)  # fmt: skip
def test_a_brand_is_compared_by_whole_words(brand: str, names: list[str], *, own: bool | None) -> None:
    assert own_brand(brand, names) is own


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_brand_that_is_a_name_is_its_own_and_any_text_is_read(brand: str, name: str) -> None:
    own_brand(brand, [name])
    assert own_brand(name, [brand, name]) in {True, None}


@pytest.mark.parametrize(
    ("brand", "owner", "rebadged"),
    [
        (None, None, None), ("N/A", None, None), ("unknown", "N/A", None), ("Kestrel", None, False), ("LumaSafe", None, True), ("Technology", None, None),
        (None, "LumaSafe", True), (None, KESTREL, False), ("LumaSafe", KESTREL, False), ("Kestrel", "LumaSafe", True), ("Technology", "Kestrel Vision", False),
        ("Kestrel", "Technology", None), ("LumaSafe", "Technology", True),
    ],
)  # fmt: skip
def test_whether_the_brand_is_another(brand: str | None, owner: str | None, *, rebadged: bool | None) -> None:
    owners = [party(owner, "brand_owner", country="CN")] if owner else []
    assert of("rebadged", None, [party(KESTREL, "producer", country="CN"), *owners], brand=brand) is rebadged


def test_a_brand_owner_is_the_producer_also_under_another_name_of_it() -> None:
    where = world(body("k", KESTREL, "Meridian Optics"))
    parties = [party(KESTREL, "producer"), party("Meridian Optics", "brand_owner")]
    assert of("rebadged", where, parties, brand="LumaSafe") is False
    assert of("rebadged", where, [*parties, party("LumaSafe", "brand_owner")], brand="LumaSafe") is True


# --- uses, inputs, Xinjiang --------------------------------------------------------------------------------------------------------


def test_a_government_user_makes_the_use_a_covered_one() -> None:
    def use(role: str, name: str, **fields: Any) -> Any:  # noqa: ANN401
        return of("use_covered", None, [party(name, role, **fields)], use="private house")

    assert use("user", "Wuhan Public Security Bureau") is True
    assert use("ultimate_consignee", "Example Transit Authority", claims={"government": True}) is True
    assert use("user", "Example Transit Authority", claims={"government": True}, consignee_type="direct_consumer") is True
    assert use("importer", "Wuhan Public Security Bureau") is False
    assert use("user", "Example Dental Practice") is False
    state = world(body("s", "Qwertz Asdfgh", government="yes"))
    assert of("use_covered", state, [party("Qwertz Asdfgh", "user")], use="private house") is True


SMELTER = "Northwest Meridian Smelter Co., Ltd."


def inputs(where: World, *names: str) -> Any:  # noqa: ANN401
    return line(where, upstream=[{"name": name} for name in names]).facts["line.upstream_uflpa"]


def test_an_input_from_a_listed_maker_is_a_hit_and_no_hit_is_never_a_no() -> None:
    where = world(body("s", SMELTER, on={UFLPA: "2024-08-09"}, countries=("CN",)), full=ALL_LISTS)
    hit = inputs(where, "Elm Foundry", SMELTER)
    assert (hit.value, hit.sources[0].citation) == (True, "99 FR 00001")
    assert inputs(where).note == inputs(where, "N/A").note == "who made the inputs is not stated"
    found = inputs(where, "Elm Foundry")
    assert (found.value, found.note) == (None, "whether every input is named is not stated")
    near = inputs(where, "Meridian Smelter Trading GmbH")
    assert near.value is None
    assert near.note.startswith("an input's maker is not settled: the name is near")
    assert inputs(world(), "Elm Foundry").note.startswith("an input's maker is not settled: the UFLPA Entity List is not held")


def test_the_maker_of_an_input_is_the_party_of_that_name() -> None:
    where = world(body("s", SMELTER, on={UFLPA: "2024-08-09"}, countries=("CN",)), full=ALL_LISTS)
    parties = [party("The smelter", "vendor", names=[SMELTER], country="CN")]
    assert value(line(where, parties, upstream=[{"name": "the smelter"}]).facts, "line.upstream_uflpa") is True


@pytest.mark.parametrize(
    ("parties", "fields", "expected"),
    [
        ([], {}, None),
        ([party("Example", "producer", address="12 Road, Urumqi, Xinjiang")], {}, True),
        ([party("Example", "producer", address="新疆乌鲁木齐市")], {}, True),
        ([party("Example", "producer", address="上海市乌鲁木齐中路1号")], {}, None),
        ([party("Example", "importer", address="12 Road, Urumqi, Xinjiang")], {}, None),
        ([party("Xinjiang Example Textile Co., Ltd.", "producer")], {}, True),
        ([], {"producer": "Xinjiang Example Textile Co., Ltd."}, True),
        ([], {"upstream": [{"name": "Xinjiang Example Cotton"}]}, True),
        ([], {"upstream": [{"name": "Mill", "input": "Xinjiang cotton"}]}, True),
        ([], {"upstream": [{"name": "Mill", "input": "no Xinjiang cotton"}]}, None),
        ([], {"description": "T-shirts of Xinjiang cotton"}, True),
        ([], {"description": "T-shirts without Xinjiang cotton"}, None),
        ([party("Mill", "vendor", address="Kashgar, Xinjiang")], {"upstream": [{"name": "Mill"}]}, True),
        ([party("Example", "producer", address="1 Main Street, Boston")], {"description": "T-shirts"}, None),
    ],
)
def test_goods_or_inputs_from_xinjiang(parties: list[dict[str, Any]], fields: dict[str, Any], *, expected: bool | None) -> None:
    assert of("upstream_xinjiang", None, parties, **fields) is expected


def test_what_a_line_states_is_a_fact_and_names_it() -> None:
    found = line(description=" Network  cameras ", origin="CN", assembled_in="VN", fcc_authorized_on="2021-03-01", eccn="EAR99")
    assert found.label == "line 1: Network cameras"
    assert [str(value(found.facts, f"line.{one}")) for one in ("origin", "assembled_in", "fcc_authorized_on", "eccn")] == ["CN", "VN", "2021-03-01", "EAR99"]
    assert [line(model="X1").label, line(node="none", model="X1").label, line(description="N/A").label] == ["line 1: X1", "line 1: X1", "line 1: not described"]
    two = known(lines=[{"model": "a"}, {"model": "b"}]).sheet
    assert ([one.label for one in two.lines], two.lines_complete) == (["line 1: a", "line 2: b"], True)
