"""Country, address, days, law and numbers beside the name: what raises, what lowers, what decides nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from countersight.match.asking import Facts
from countersight.match.evidence import ENOUGH, FROM, UNLIKELY, Point, applied, weigh_evidence
from countersight.match.outcome import Match
from countersight.model.body import Body, Name, Statement
from countersight.names.part_days import PartDay, agreement, part_day

LEI, OTHER_LEI = "5493001KJTIIGC8Y1R12", "7LTWFZYICNSX8D621K86"
FIRM = Body(
    "firm", "Company", (Name("Kestrelworks Optics Ltd", "en", "primary"),), ("CN",), ("No. 12 Invented Willow Road, Hangzhou, Zhejiang",), {"lei": LEI, "registration": "330001"},
    statements=(Statement("firm", "incorporated", "2011-03-04", "invented"), Statement("firm", "jurisdiction", "CN", "invented")),
)  # fmt: skip
PERSON = Body("person", "Person", (Name("Invented Person", "", "primary"),), statements=(Statement("person", "birth_date", "1965-03-04", "the user's own record"),))


def told(facts: Facts, body: Body = FIRM) -> dict[str, Point]:
    return {one.kind: one for one in weigh_evidence(facts, body)}


def hit(score: int = 700, band: str = "possible") -> Match:
    return Match("firm", band, score, "a near spelling", "Kestrelworks Optics Ltd")  # type: ignore[arg-type]


@pytest.mark.parametrize(("born", "sign", "lowers"), [
    ("1965-03-04", 1, False), ("4 Mar 1965", 1, False), ("1965-03", 1, False), ("1965", 1, False), ("circa 1966", 1, False), ("1965-04-03", 1, False),
    ("1965-03-05", -1, False), ("1965-11", -1, False), ("1966", -1, True), ("1960 to 1964", -1, True), ("not told", 0, False),
])  # fmt: skip
def test_a_day_of_birth_raises_as_far_as_both_know_it_and_lowers_where_it_conflicts(born: str, sign: int, lowers: object) -> None:
    point = told(Facts(born=(born,)), PERSON).get("birth_date")
    found = point.points if point else 0
    assert (found > 0) - (found < 0) == sign
    assert bool(point and point.lowers) is lowers


def test_more_of_a_day_is_worth_more() -> None:
    points = [told(Facts(born=(born,)), PERSON)["birth_date"].points for born in ("1965-03-04", "1965-03", "1965", "circa 1965")]
    assert points == sorted(points, reverse=True)
    assert len(set(points)) == 4


def test_of_several_days_the_best_counts() -> None:
    assert told(Facts(born=("1931", "1965")), PERSON)["birth_date"].points > 0


def test_a_person_born_at_another_time_goes_in_strict_only_and_falls_behind_otherwise() -> None:
    points = weigh_evidence(Facts(born=("1931",)), PERSON)
    found = applied(hit(990), points, person=True)
    assert found is not None
    assert found.band == "possible"
    assert found.score <= UNLIKELY
    assert "born at another time (1931; the body: 1965-03-04)" in found.reason
    assert applied(hit(990), points, person=True, use="strict") is None


def test_a_person_never_becomes_a_match_and_has_no_country() -> None:
    points = weigh_evidence(Facts(country="CN", born=("1965-03-04",), identifiers={"registration": "1"}), PERSON)
    assert {one.kind for one in points} == {"birth_date"}
    found = applied(hit(999), points, person=True)
    assert found is not None
    assert found.band == "possible"


def test_nothing_asks_for_nationality() -> None:
    assert not {"nationality", "citizenship", "birth_place", "ethnicity", "religion"} & set(Facts.__dataclass_fields__)
    said = tuple(Statement("person", prop, "CN", "invented") for prop in ("nationality", "citizenship", "birth_place"))
    assert weigh_evidence(Facts(country="US", jurisdiction="US"), replace(PERSON, statements=said, countries=("CN",))) == []


@pytest.mark.parametrize(("address", "sign"), [
    ("12 Willow Rd., Hangzhou", 1), ("杭州市", 1), ("Hangzhou, China", 1), ("No. 1 Other Street, Shenzhen", -1), ("12 Oak Street", 0), ("12 Road", 0), ("China", 0), ("", 0),
])  # fmt: skip
def test_an_address(address: str, sign: int) -> None:
    point = told(Facts(addresses=(address,))).get("address")
    found = point.points if point else 0
    assert (found > 0) - (found < 0) == sign
    assert not (point and point.lowers), "companies move"


def test_a_street_is_worth_more_than_a_place_and_is_read_in_han() -> None:
    assert told(Facts(addresses=("12 Willow Road, Hangzhou",)))["address"].points > told(Facts(addresses=("Hangzhou",)))["address"].points
    body = replace(FIRM, addresses=("杭州市滨江区虚构路555号",))
    assert "虚构路" in told(Facts(addresses=("浙江省杭州市虚构路555号",)), body)["address"].said


def test_numbers() -> None:
    assert told(Facts(identifiers={"lei": LEI.lower()}))["lei"].points > 0
    other = told(Facts(identifiers={"lei": OTHER_LEI}))["lei"]
    assert other.lowers
    assert OTHER_LEI in other.said
    wrong = told(Facts(identifiers={"lei": LEI[:-1] + "3"}))["lei"]
    assert (wrong.points, wrong.lowers) == (0, False)
    assert "12 would fit" in wrong.said
    assert told(Facts(identifiers={"isin": "US0378331005"}), replace(FIRM, identifiers={"isin": "CNE100000PM8"})) == {}


def test_a_registration_number_of_another_country_says_nothing() -> None:
    assert told(Facts(country="CN", identifiers={"registration": "9"}))["registration"].lowers
    assert "registration" not in told(Facts(country="DE", identifiers={"registration": "9"}))
    assert "registration" not in told(Facts(identifiers={"registration": "9"}))


def test_incorporation_and_law() -> None:
    assert told(Facts(incorporated=("2011",)))["incorporated"].points > 0
    assert told(Facts(incorporated=("1999-01-01",)))["incorporated"].lowers
    assert told(Facts(jurisdiction="CN-33"))["jurisdiction"].points > 0
    assert told(Facts(jurisdiction="DE"))["jurisdiction"].lowers
    assert told(Facts(jurisdiction="CN"), replace(FIRM, statements=()))["jurisdiction"].points > 0
    assert told(Facts(jurisdiction="DE"), replace(FIRM, statements=())) == {}
    withdrawn = tuple(replace(one, standing="withdrawn") for one in FIRM.statements)
    assert "incorporated" not in told(Facts(incorporated=("1999",)), replace(FIRM, statements=withdrawn))


def test_agreements_carry_a_near_name_over_and_one_conflict_holds_it_back() -> None:
    good = Facts(addresses=("12 Willow Road, Hangzhou",), incorporated=("2011-03-04",))
    points = weigh_evidence(good, FIRM)
    assert sum(one.points for one in points) >= ENOUGH
    found = applied(hit(FROM), points, person=False)
    assert found is not None
    assert (found.band, found.score > FROM) == ("match", True)
    far = applied(hit(FROM - 1), points, person=False)
    assert far is not None
    assert far.band == "possible"
    held = applied(hit(990, "match"), weigh_evidence(replace(good, identifiers={"lei": OTHER_LEI}), FIRM), person=False)
    assert held is not None
    assert held.band == "possible"
    assert any("another lei" in one for one in held.evidence.conflicts)
    assert any("same address" in one for one in held.evidence.agreements)


def test_a_small_conflict_is_enough_to_hold_a_near_name_back() -> None:
    points = weigh_evidence(Facts(addresses=("1 Other Street, Shenzhen",), identifiers={"lei": LEI}), FIRM)
    assert sum(one.points for one in points if one.points > 0) >= ENOUGH
    found = applied(hit(FROM), points, person=False)
    assert found is not None
    assert (found.band, found.score > FROM) == ("possible", True)


def test_what_is_not_known_moves_nothing() -> None:
    assert applied(hit(), weigh_evidence(Facts(country="CN"), FIRM), person=False) == hit()
    assert weigh_evidence(Facts(), FIRM) == []


@pytest.mark.parametrize("text", ["", "1965-13", "1965-02-40", "00-00-00", "x" * 10_000, "١٩٦٥", "1965-00-04"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert part_day(text) is None


def test_agreement_is_the_same_both_ways() -> None:
    days = [found for text in ("1965", "1965-03", "1965-03-04", "1965-04-03", "circa 1966", "1960-1970", "1999") if (found := part_day(text))]
    assert len(days) == 7
    assert all(agreement(a, b) == agreement(b, a) for a in days for b in days)
    assert part_day("1967-1965") == PartDay(1965, 1967)
