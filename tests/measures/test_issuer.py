"""Issuers: years in a row, holders with ranges, stakes in surveillance companies, what stays unknown."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.errors import InputError
from countersight.measures.establish import establish
from countersight.measures.issuer_facts import holder_bindings, identified
from countersight.measures.issuer_numbers import issuer_numbers
from countersight.measures.timetables import longest_run
from countersight.measures.world import World
from countersight.model.fact import Fact
from countersight.model.matter import Matter
from countersight.model.units import WHOLE

from .worlds import ON, body, edge, matter, party, world

MAKER = body("maker", "Example Maker Co. Ltd.", surveillance_company="yes")
TOYS = body("toys", "Example Toys Co. Ltd.", surveillance_company="no")
NUMBER = world().parameter
CHIPS = body("chips", "Example Chip Corp", countries=("US",))


def issuer(name: str = "Example Chip Corp", **file: Any) -> Matter:  # noqa: ANN401
    return matter(kind="issuer", parties=[party(name, "issuer", country="US")], issuer=file)


def facts(where: World, told: Matter) -> dict[str, Fact]:
    return establish(told, where).sheet.matter


def rows(*years: int) -> list[dict[str, Any]]:
    return [{"fiscal_year": year, "conclusive_on": f"{year + 1}-05-03"} for year in years]


@given(st.lists(st.integers(2000, 2030), max_size=12))
def test_a_run_is_as_long_as_its_longest_stretch(years: list[int]) -> None:
    best = 0
    for first in years:
        length = 0
        while first + length in years:
            length += 1
        best = max(best, length)
    assert longest_run(years) == best


@pytest.mark.parametrize(
    ("file", "run", "again"),
    [
        ({"hfcaa_years": rows(2022, 2023)}, 2, False), ({"hfcaa_years": rows(2022, 2024)}, 1, False), ({"hfcaa_years": []}, 0, False),
        ({"hfcaa_years": rows(2024, 2025, 2026)}, 2, False), ({}, None, None), ({"hfcaa_years": [{"fiscal_year": 2024}]}, None, None),
        ({"hfcaa_years": rows(2021, 2022, 2025), "hfcaa_prohibition_lifted": "2025-01-10"}, 1, True), ({"hfcaa_years": rows(2021, 2022), "hfcaa_prohibition_lifted": "2025-01-10"}, 0, False),
    ],
)  # fmt: skip
def test_years_that_are_conclusive_by_the_day_are_counted(file: dict[str, Any], run: int | None, again: bool | None) -> None:  # noqa: FBT001
    found = facts(world(CHIPS), issuer(**file))
    assert (found["issuer.uninspected_years"].value, found["issuer.relapse"].value) == (run, again)


def test_a_table_that_is_held_whole_answers_for_an_issuer_without_rows() -> None:
    where = world(CHIPS)
    whole = World(where.snapshot, ON, lists_complete=True)
    assert facts(whole, issuer())["issuer.uninspected_years"].value == 0


def test_holders_keep_what_is_known_of_their_shares() -> None:
    told = issuer(holders=[{"name": "Example Index Trust", "kind": "passive_fund", "is_us_person": True, "pct": "0.4"}, {"name": "N/A", "pct": "5-15"}, {"name": "Example Silent Ltd"}])
    first, second, third = (one.facts for one in holder_bindings(told))
    assert first["holder.pct"].value == 400_000
    assert first["holder.passive"].value is True
    assert second["holder.pct"].value is None
    assert (second["holder.pct_lower"].value, second["holder.pct_upper"].value) == (5_000_000, 15_000_000)
    assert second["holder.name"].value is None
    assert "holder.pct" not in third


def test_the_spill_over_is_counted_for_each_reading() -> None:
    told = issuer(holders=[{"name": "A", "is_us_person": True, "pct": "0.1"}, {"name": "B", "is_us_person": True, "pct": "10"}, {"name": "C", "is_us_person": False, "pct": "9.999999"}, {"name": "D", "pct": "0"}])
    literal, _ = issuer_numbers(told, ON, NUMBER, 1)
    workable, steps = issuer_numbers(told, ON, NUMBER, WHOLE // 10)
    assert (literal["holders"], literal["holders_reached"], literal["us_holders_reached"]) == ("4", "3", "2")
    assert (workable["holders_reached"], workable["us_holders_reached"]) == ("1", "1")
    assert issuer_numbers(told, ON, NUMBER)[0] == {}
    assert all(step["citation"] for step in steps)


def test_the_days_of_form_25_and_of_a_dispute() -> None:
    numbers, _ = issuer_numbers(issuer(form25_filed="2026-12-01", hfcaa_years=[{"fiscal_year": 2025, "conclusive_on": "2026-05-01", "provisional_on": "2026-04-01"}]), ON, NUMBER)
    assert numbers == {"delisted": "2026-12-11", "deregistered_12b": "2027-03-01", "hfcaa_years": "1", "dispute_until_2025": "2026-04-22"}


def test_a_second_prohibition_lasts_five_years_at_least_and_without_the_law_nothing_is_counted() -> None:
    told = issuer(hfcaa_prohibition_lifted="2026-01-01", hfcaa_years=[{"fiscal_year": 2022, "conclusive_on": "2023-05-01"}, {"fiscal_year": 2025, "conclusive_on": "2026-05-01"}])
    numbers, steps = issuer_numbers(told, ON, NUMBER)
    assert numbers["prohibited_at_least_until"] == "2031-05-01"
    assert "at least 5 years" in next(step["what"] for step in steps if step["amount"] == "2031-05-01")
    assert "prohibited_at_least_until" not in issuer_numbers(issuer(hfcaa_years=[{"fiscal_year": 2025, "conclusive_on": "2026-05-01"}]), ON, NUMBER)[0]
    assert issuer_numbers(issuer(form25_filed="2026-12-01"), ON, lambda _: None)[0] == {}


@pytest.mark.parametrize(
    ("stake", "whole", "lower", "upper", "exact"),
    [(12, True, 12, 12, 12), (12, False, 12, 100, None), (0, True, 0, 0, 0), (0, False, 0, 100, None)],
)
def test_what_an_issuer_holds_of_surveillance_companies(stake: int, whole: bool, lower: int, upper: int, exact: int | None) -> None:  # noqa: FBT001
    edges = (edge("chips", "toys", 40), *((edge("chips", "maker", stake),) if stake else ()))
    where = world(CHIPS, MAKER, TOYS, edges=edges)
    found = facts(World(where.snapshot, ON, lists_complete=whole), issuer())
    told = [found[path].value for path in ("issuer.stake_lower", "issuer.stake_upper", "issuer.stake")]
    assert told == [lower * WHOLE // 100, upper * WHOLE // 100, None if exact is None else exact * WHOLE // 100]


def test_whether_the_issuer_is_one_is_as_the_atlas_holds_it() -> None:
    where = world(CHIPS, MAKER, TOYS)
    assert [facts(where, issuer(name))["issuer.surveillance"].value for name in ("Example Maker Co. Ltd.", "Example Toys Co. Ltd.", "Example Chip Corp")] == [True, False, None]


SEEN = body("seen", "Example Seeing Holdings Ltd.", countries=("CN",), surveillance_company="yes", identifiers={"cik": "1234567", "isin": "US0378331005"})


@pytest.mark.parametrize(
    ("stated", "value"),
    [
        ({}, None),  # the name alone
        ({"country": "KY"}, None),
        ({"country": "CN"}, True),
        ({"identifiers": {"cik": "0001234567"}}, True),
        ({"identifiers": {"isin": "US0378331005"}}, True),
        ({"country": "CN", "identifiers": {"ticker": "OTHR US"}}, None),  # a security that is nobody's: the country does not help
    ],
)
def test_nobody_counts_as_a_surveillance_issuer_by_its_name_alone(stated: dict[str, Any], value: bool | None) -> None:  # noqa: FBT001
    told = matter(kind="issuer", parties=[party("Example Seeing Holdings Ltd.", "issuer", **stated)], issuer={})
    where = world(SEEN, MAKER, edges=(edge("seen", "maker", 12),))
    found = facts(where, told)
    assert found["issuer.recognised"].value is value
    assert (found["issuer.stake_lower"].value == 12 * WHOLE // 100) is (value is True)


@pytest.mark.parametrize(("exchange", "value"), [("NYSE", False), ("xnas", False), ("SZSE", True), ("OTC", True), ("", False), ("Bourse of Nowhere", None)])
def test_where_it_is_listed(exchange: str, value: bool | None) -> None:  # noqa: FBT001
    assert facts(world(CHIPS), issuer(exchange=exchange))["issuer.listed_elsewhere"].value is value


@pytest.mark.parametrize("file", [{"holders": "all"}, {"holders": [{"pct": "200"}]}, {"holders": [{"kind": "friend"}]}, {"hfcaa_years": [{"fiscal_year": "2024"}]}, {"form25_filed": "soon"}])
def test_a_file_that_cannot_be_read_says_so(file: dict[str, Any]) -> None:
    with pytest.raises(InputError) as caught:
        facts(world(CHIPS), issuer(**file))
    assert caught.value.hint


def test_a_year_after_the_day_is_not_yet_known() -> None:
    assert identified({"hfcaa_years": rows(2025, 2026)}, date(2026, 12, 1)) == identified({"hfcaa_years": rows(2025)}, date(2026, 12, 1))
