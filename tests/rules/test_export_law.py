"""The export law over invented deals: who triggers a page, on which day, and what stays silent.

Every company here is invented; designations and stakes come with the matter.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from countersight.app import load_rulebooks
from countersight.model.decision import Column
from countersight.model.fact_schema import FACTS
from countersight.model.matter import Matter
from countersight.rules.book import Rulebook
from countersight.rules.syntax import paths
from countersight.screening.one import Options, Screener
from countersight.snapshots.build import build
from countersight.store.snapshot import Snapshot

Decide = Callable[..., Column]

BUYER, SELLER, OWNER = "Kestrel Vision Technology Co., Ltd.", "Invented Optics, Inc.", "Linden Family Holding Co., Ltd."
PRIVATE = {"owner": OWNER, "asset": BUYER, "pct": "100", "class": "equity", "from": "2010-01-01"}


@pytest.fixture(scope="module")
def books() -> list[Rulebook]:
    return load_rulebooks()


@pytest.fixture(scope="module")
def decide(books: list[Rulebook]) -> Decide:
    screener = Screener(Snapshot.in_memory(build(starter=True)), books, Options(lists_complete=True))

    def column(name: str = "us-in-force", **fields: Any) -> Column:  # noqa: ANN401
        decision = screener.decide(Matter.model_validate(fields))
        return next(one for one in decision.columns if one.name == name)

    return column


def seller(country: str = "US") -> dict[str, Any]:
    return {"role": "exporter", "name": SELLER, "country": country, "is_us_person": country == "US"}


def given(*designations: tuple[str, str, str, str], ownership: list[dict[str, Any]] | None = None, country: str = "CN") -> dict[str, Any]:
    names = {BUYER, OWNER, *(body for body, *_ in designations)}
    return {
        "bodies": [{"id": f"b{at}", "name": name, "country": country, "surveillance_company": False} for at, name in enumerate(sorted(names))],
        "designations": [
            {"body": body, "list": where, "from": start, "cite": "an invented notice", **({"to": end} if end else {})} for body, where, start, end in designations
        ],
        "ownership": [PRIVATE] if ownership is None else ownership,
    }


def deal(*designations: tuple[str, str, str, str], roles: tuple[str, ...] = ("ultimate_consignee", "end_user"), **changes: Any) -> dict[str, Any]:  # noqa: ANN401
    """An export of an EAR99 item of US origin to one invented private buyer, with what the case changes."""
    line = {"description": "dough pump", "node": "none", "eccn": "EAR99", "origin": "US"} | changes.pop("line", {})
    name, country = changes.pop("buyer", BUYER), changes.get("destination", "CN")
    fields = {
        "id": "X", "kind": "shipment", "date": "2026-11-20", "transaction": "export", "destination": country, "text": ["Pumps for a bakery"],
        "parties": [seller(changes.pop("from_", "US")), *({"role": role, "name": name, "country": country, "consignee_type": "direct_consumer"} for role in roles)],
        "lines": [line], "given": given(*designations, ownership=changes.pop("ownership", None), country=country),
    }  # fmt: skip
    return fields | changes


def pages(column: Column) -> dict[str, str]:
    """Pages that speak, with what each gives; proposals do not count and are left out."""
    return {one.page: one.outcome for one in (*column.fired, *column.flags) if not one.page.startswith("prop.")}


ENTITY, SDN, UVL, DPL, MEU = "Entity List", "SDN", "Unverified List", "Denied Persons List", "us.bis.meu"
SINCE = ("2019-01-01", "")


# What stays silent.


@pytest.mark.parametrize("destination", ["DE", "JP", "IN"])
def test_an_ordinary_shipment_to_a_buyer_whose_owners_are_known_is_not_touched(decide: Decide, destination: str) -> None:
    column = decide(**deal(destination=destination))
    assert (column.outcome, pages(column), column.questions) == ("not_triggered", {}, ())


def test_so_is_one_to_a_private_buyer_in_china(decide: Decide) -> None:
    column = decide(**deal())
    assert (column.outcome, pages(column)) == ("not_triggered", {})


def _answerable(books: list[Rulebook]) -> list[tuple[str, str]]:
    return [(page.id, path) for book in books for page in book.pages if page.is_flag and "shipment" in page.head.scope for path in paths(page.rule.tree()) if path.startswith("flag.")]


def test_a_flag_that_only_a_person_can_answer_is_silent_until_somebody_does(decide: Decide, books: list[Rulebook]) -> None:
    asked = _answerable(books)
    assert len(asked) >= 20
    silent = decide(**deal())
    assert {page for page, _ in asked} <= set(silent.not_looked_at)
    for page, path in asked:
        for value in (True, False):
            answer = {"fact": path, "value": value, "by": "A. Officer", "on": "2026-11-19", "evidence": "note 1"}
            column = decide(**deal(answers=[answer]))
            level = next(one.head.raises for book in books for one in book.pages if one.id == page)
            assert pages(column) == ({page: level} if value else {}), page
            assert column.outcome == (level if value and level != "note" else "not_triggered"), page


def test_every_fact_that_only_a_person_can_answer_has_a_page(books: list[Rulebook]) -> None:
    used = {path for book in books for page in book.pages for path in paths(page.rule.tree())}
    assert {path for path in FACTS if path.startswith("flag.")} <= used


def test_every_red_flag_has_a_page_and_slots(books: list[Rulebook]) -> None:
    wanted = [*range(1, 19), *range(20, 34), *range(40, 44), *range(50, 66)]
    held = {page.id: page for book in books for page in book.pages if page.is_flag}
    assert {f"RF-{number:02}" for number in wanted} <= held.keys()
    assert all(page.head.slots == ("who", "when", "evidence") for page in held.values())


# The Entity List.


@pytest.mark.parametrize(
    ("role", "fires"),
    [
        ("purchaser", True), ("intermediate_consignee", True), ("ultimate_consignee", True), ("end_user", True),
        ("forwarder", False), ("seller", False), ("producer", False), ("payor", False),
    ],
)  # fmt: skip
def test_only_the_four_roles_trigger_the_entity_list(decide: Decide, role: str, *, fires: bool) -> None:
    other = {"role": "end_user", "name": OWNER, "country": "CN", "consignee_type": "direct_consumer"}
    fields = deal((BUYER, ENTITY, *SINCE), roles=(role,), line={"eccn": "EAR99"})
    fields["parties"].append(other)
    fields["given"]["ownership"].append({"owner": "Elm Trust", "asset": OWNER, "pct": "100", "class": "equity"})
    assert ("ear.744.11" in pages(decide(**fields))) is fires


@pytest.mark.parametrize(("day", "fires"), [("2020-06-04", False), ("2020-06-05", True), ("2023-11-15", True), ("2023-11-16", False)])
def test_a_listing_counts_from_its_first_day_to_the_day_of_its_removal(decide: Decide, day: str, *, fires: bool) -> None:
    fields = deal((BUYER, ENTITY, "2020-06-05", "2023-11-16"), date=day)
    assert ("ear.744.11" in pages(decide(**fields))) is fires


def test_a_service_without_an_item_is_no_matter_of_the_entity_list(decide: Decide) -> None:
    column = decide(**deal((BUYER, ENTITY, *SINCE), roles=("customer",), transaction="service", lines=[]))
    assert column.outcome in {"not_triggered", "review"}
    assert {"15 CFR 744.6", "15 CFR 744.11(a)"} <= {cite for one in column.checked for cite in one.citations}


# Foreign-made items.


def made_in_taiwan(*designations: tuple[str, str, str, str], **changes: Any) -> dict[str, Any]:  # noqa: ANN401
    line = {"description": "video processor for cameras", "node": "SOC-ISP", "eccn": "EAR99", "origin": "TW", "us_content": {"pct": "40", "class": "EAR99"}}
    return deal(*designations, transaction="reexport", from_="TW", line=line, **changes)


def test_a_foreign_made_item_to_a_listed_party_is_a_question_and_neither_yes_nor_no(decide: Decide) -> None:
    column = decide(**made_in_taiwan((BUYER, ENTITY, *SINCE)))
    assert column.outcome == "review"
    cites = {cite for one in column.fired for cite in one.citations}
    assert {"15 CFR 734.4", "Supp. 2 to part 734", "15 CFR 734.9"} <= cites
    assert "line.subject_to_ear" in {one.fact for one in column.questions}


def test_controlled_content_above_de_minimis_brings_it_under_the_list_and_ear99_content_does_not(decide: Decide) -> None:
    fields = made_in_taiwan((BUYER, ENTITY, *SINCE))
    fields["lines"][0]["us_content"] = {"pct": "25.000001", "class": "controlled"}
    assert pages(decide(**fields))["ear.744.11"] == "license_required"
    fields["lines"][0]["us_content"] = {"pct": "25", "class": "controlled"}
    assert pages(decide(**fields))["ear.744.11"] == "review"


def test_a_foreign_made_item_to_an_unlisted_buyer_is_none(decide: Decide) -> None:
    assert not pages(decide(**made_in_taiwan())).keys() & {"ear.744.11", "ear.734.foreign-made", "ear.734.9.e"}


@pytest.mark.parametrize(("name", "fires"), [("Zhejiang Dahua Technology Co., Ltd.", True), ("Hangzhou Hikvision Digital Technology Co., Ltd.", False)])
def test_the_footnote_of_an_entry_decides_on_its_direct_product_rule(decide: Decide, name: str, *, fires: bool) -> None:
    assert ("ear.734.9.e" in pages(decide(**made_in_taiwan(buyer=name)))) is fires


# Blocked persons come first.


def test_a_block_decides_before_any_licence(decide: Decide) -> None:
    column = decide(**deal((BUYER, SDN, *SINCE), (BUYER, ENTITY, *SINCE)))
    assert column.outcome == "prohibited"
    assert pages(column)["ear.744.11"] == "license_required"


def test_without_a_us_person_the_block_does_not_reach_but_the_ear_may(decide: Decide) -> None:
    fields = made_in_taiwan((BUYER, SDN, *SINCE))
    fields["lines"][0]["us_content"] = {"pct": "30", "class": "controlled"}
    column = decide(**fields)
    assert (column.outcome, pages(column).get("ear.744.8")) == ("review", "review")


def test_blocked_owners_together_with_half_block_their_company(decide: Decide) -> None:
    stakes = [{"owner": owner, "asset": BUYER, "pct": "25", "class": "equity"} for owner in ("Alder Corps", "Birch Corps")] + [PRIVATE | {"pct": "50"}]
    column = decide(**deal(("Alder Corps", SDN, *SINCE), ("Birch Corps", SDN, *SINCE), ownership=stakes))
    assert (column.outcome, pages(column)["ofac.50"]) == ("prohibited", "prohibited")


# Affiliates.


def owned(first: str, second: str, lists: tuple[str, str] = (ENTITY, ENTITY), **changes: Any) -> dict[str, Any]:  # noqa: ANN401
    rest = str(100 - float(first) - float(second))
    stakes = [{"owner": owner, "asset": BUYER, "pct": pct, "class": "equity"} for owner, pct in (("Alder Vision Co., Ltd.", first), ("Birch Vision Co., Ltd.", second))]
    designations = [(owner, where, *SINCE) for owner, where in zip(("Alder Vision Co., Ltd.", "Birch Vision Co., Ltd."), lists, strict=True)]
    return deal(*designations, ownership=[*stakes, PRIVATE | {"pct": rest}], **changes)


@pytest.mark.parametrize(
    ("day", "outcome"),
    [
        ("2025-09-28", "not_triggered"), ("2025-09-29", "license_required"), ("2025-11-09", "license_required"),
        ("2025-11-10", "review"), ("2026-11-09", "review"), ("2026-11-10", "review"), ("2027-05-01", "review"),
    ],
)  # fmt: skip
def test_the_affiliates_rule_on_its_days(decide: Decide, day: str, outcome: str) -> None:
    assert decide(**owned("26", "25", date=day)).outcome == outcome
    assert decide(**owned("26", "13", date=day)).outcome == "not_triggered"


def test_shares_of_different_lists_are_added_up(decide: Decide) -> None:
    assert pages(decide(**owned("26", "25", (ENTITY, MEU), date="2025-10-15")))["ear.744.11.affiliates"] == "license_required"
    column = decide(**owned("26", "25", (ENTITY, SDN), date="2025-10-15"))
    assert (column.outcome, pages(column)) == ("review", {"note.blocked-owners": "review"})


# Military and military-intelligence end users.

BUREAU = "Intelligence Bureau of the Joint Staff Department"
POLICE = "武汉市公安局"


def to_body(name: str, eccn: str, **changes: Any) -> dict[str, Any]:  # noqa: ANN401
    fields = deal(buyer=name, line={"eccn": eccn, "description": "computer board"}, **changes)
    for party in fields["parties"][1:]:
        party["consignee_type"] = "government"
    return fields


def test_an_item_outside_every_list_needs_a_licence_for_military_intelligence(decide: Decide) -> None:
    found = pages(decide(**to_body(BUREAU, "EAR99")))
    assert found["ear.744.22"] == "license_required"
    assert "ear.744.21" not in found
    assert "ear.744.22" not in pages(decide(**to_body(BUREAU, "EAR99", date="2021-03-15")))


@pytest.mark.parametrize(("eccn", "found"), [("3A991", "review"), ("EAR99", None)])
def test_a_city_police_bureau_is_a_question_of_744_21_and_none_of_744_22(decide: Decide, eccn: str, found: str | None) -> None:
    held = pages(decide(**to_body(POLICE, eccn)))
    assert held.get("ear.744.21") == found
    assert "ear.744.22" not in held
    assert "ear.744.6" not in held


@pytest.mark.parametrize(("destination", "day", "fires"), [("CN", "2020-12-01", True), ("HK", "2020-12-22", False), ("HK", "2020-12-23", True), ("MO", "2026-11-20", False)])
def test_hong_kong_follows_china_from_its_day_and_macau_does_not_in_744_21(decide: Decide, destination: str, day: str, *, fires: bool) -> None:
    fields = to_body("People's Liberation Army Garrison", "3A991", destination=destination, date=day)
    assert ("ear.744.21" in pages(decide(**fields))) is fires


@pytest.mark.parametrize(("who", "fires"), [(BUREAU, True), (BUYER, False)])
def test_advice_of_a_us_person_is_reached_only_for_military_intelligence(decide: Decide, who: str, *, fires: bool) -> None:
    fields = deal(buyer=who, roles=("customer",), transaction="service", lines=[], text=["Advice by telephone; nothing is sent"])
    column = decide(**fields)
    assert (pages(column).get("ear.744.6") == "license_required") is fires
    assert (column.outcome == "license_required") is fires


# Items.


@pytest.mark.parametrize(
    ("eccn", "destination", "expected"),
    [
        ("3A981", "CN", {"ear.742.7", "pl101-246.902"}), ("3A981", "HK", {"ear.742.7", "pl101-246.902"}), ("3A981", "MO", {"ear.742.7"}), ("3A981", "DE", set()),
        ("0A982", "DE", {"ear.742.7.restraints"}), ("0A982", "CA", set()), ("0A981", "CA", {"ear.742.7.restraints"}), ("EAR99", "CN", set()),
    ],
)  # fmt: skip
def test_crime_control_items_by_destination(decide: Decide, eccn: str, destination: str, expected: set[str]) -> None:
    found = pages(decide(**deal(line={"eccn": eccn, "description": "apparatus"}, destination=destination)))
    assert {page for page, outcome in found.items() if outcome == "license_required"} == expected


def test_a_page_that_was_not_confirmed_only_asks(decide: Decide) -> None:
    assert decide(**deal(line={"eccn": "4A090", "description": "server"})).outcome == "review"
    column = decide(**deal((BUYER, DPL, *SINCE)))
    assert (column.outcome, pages(column)["ear.denied"]) == ("review", "review")


def test_a_proposed_rule_is_shown_and_never_counts(decide: Decide) -> None:
    column = decide(**to_body(POLICE, "5A992"))
    proposed = next(one for one in column.fired if one.page == "prop.89fr60998")
    assert (proposed.value, proposed.counts) == ("met", False)


def test_the_unverified_list_sets_conditions_and_holds(decide: Decide) -> None:
    found = pages(decide(**deal((BUYER, UVL, *SINCE))))
    assert found == {"ear.744.15": "permitted_with_conditions", "RF-18": "hold"}


@pytest.mark.parametrize(("what", "day", "outcome"), [("pepper spray", "2020-03-01", "prohibited"), ("pepper spray", "2026-11-20", "review"), ("cameras", "2020-03-01", None)])
def test_crowd_control_for_the_hong_kong_police(decide: Decide, what: str, day: str, outcome: str | None) -> None:
    fields = to_body("Hong Kong Police Force", "EAR99", destination="HK", date=day)
    fields["lines"] = [{"description": what, "eccn": "EAR99", "origin": "US"}]
    assert pages(decide(**fields)).get("pl116-77") == outcome


# The proposed Act.


@pytest.mark.parametrize(
    ("profile", "changes", "outcome"),
    [
        ("literal", {}, "prohibited"), ("workable", {}, "prohibited"),
        ("literal", {"destination": "AE"}, "not_triggered"), ("workable", {"destination": "AE"}, "prohibited"),
        ("literal", {"origin": "TW"}, "prohibited"), ("workable", {"origin": "TW"}, "review"),
    ],
)  # fmt: skip
def test_the_two_readings_of_the_first_measure(decide: Decide, profile: str, changes: dict[str, str], outcome: str) -> None:
    foreign = changes.get("origin") == "TW"
    fields = {
        "id": "A", "kind": "shipment", "date": "2026-11-20", "transaction": "reexport" if foreign else "export", "destination": changes.get("destination", "CN"),
        "parties": [seller("TW" if foreign else "US"), {"role": "end_user", "name": POLICE, "country": "CN", "consignee_type": "government"}],
        "lines": [{"description": "video processor for cameras", "node": "SOC-ISP", "eccn": "EAR99", "origin": changes.get("origin", "US")}],
    }  # fmt: skip
    assert decide(f"us-dshra/{profile}", **fields).outcome == outcome
