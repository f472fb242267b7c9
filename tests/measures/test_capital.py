"""Positions: windows from a listing, who holds, what a fund reaches, what papers say of an AI system, the two flags."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.app import load_rulebooks
from countersight.errors import InputError
from countersight.measures.ai_systems import ai_end_use
from countersight.measures.establish import establish
from countersight.measures.timetables import business_days_after, federal_holidays, form_25, windows
from countersight.measures.world import World
from countersight.model.fact import Fact
from countersight.screening.effects import joined, put_in
from countersight.screening.one import Options, Screener

from .worlds import CMIC, ENTITY, body, edge, matter, party, world

LISTED = body("listed", "Example Listed Co. Ltd.", on={CMIC: "2021-12-16"})
NUMBER = world().parameter
OTHER = body("other", "Example Other Co. Ltd.", on={ENTITY: "2020-01-01"})


def facts(where: Any = None, **position: Any) -> dict[str, Fact]:  # noqa: ANN401
    parties = position.pop("parties", [party("Example Fund", "holder", country="US"), party("Example Listed Co. Ltd.", "issuer")])
    told = matter(kind="holdings", parties=parties, position=position, text=position.pop("text", None))
    return establish(told, where or world(LISTED, OTHER, full=(CMIC, ENTITY))).sheet.matter


def test_the_windows_are_those_that_were_published() -> None:
    published = {"2021-06-03": ("2021-08-02", "2022-06-03"), "2021-12-10": ("2022-02-08", "2022-12-10"), "2021-12-16": ("2022-02-14", "2022-12-16")}
    for listed, (barred, divest) in published.items():
        found = windows(date.fromisoformat(listed), NUMBER)
        assert found
        assert (found.barred_from.isoformat(), found.divest_before.isoformat()) == (barred, divest)
    assert windows(date(2020, 11, 12), NUMBER) == windows(date(2021, 6, 3), NUMBER), "an entry under the order before counts from the new one"


def test_without_the_book_of_law_the_days_are_not_known_and_nothing_is_made_up() -> None:
    assert windows(date(2021, 12, 10), lambda _: None) is None
    assert form_25(date(2026, 12, 1), lambda _: None) is None
    bare = World(world(LISTED, full=(CMIC,)).snapshot, date(2026, 11, 20))
    told = matter(kind="holdings", parties=[party("Example Listed Co. Ltd.", "issuer")])
    fact = establish(told, bare).sheet.parties[0].facts["party.cmic_divest_before"]
    assert fact.value is None
    assert "read us-in-force" in fact.note


def test_a_party_that_is_listed_has_windows_and_one_that_is_not_has_none() -> None:
    told = matter(kind="holdings", parties=[party("Example Listed Co. Ltd.", "issuer"), party("Example Other Co. Ltd.", "issuer")])
    listed, other = establish(told, world(LISTED, OTHER, full=(CMIC,))).sheet.parties
    assert listed.facts["party.cmic_divest_before"].value == date(2022, 12, 16)
    assert listed.facts["party.cmic_barred_from"].sources[0].nature == "designation"
    assert other.facts["party.cmic_barred_from"].value is None


@pytest.mark.parametrize(
    ("holders", "expected"),
    [
        ([{"country": "US"}], True), ([{"country": "NO"}], False), ([{}], None), ([], None),
        ([{"country": "NO", "is_us_person": True}], True), ([{"country": "NO"}, {"country": "US"}], True), ([{"country": "NO"}, {}], None),
    ],
)  # fmt: skip
def test_who_holds_decides_whether_a_us_person_does(holders: list[dict[str, Any]], *, expected: bool | None) -> None:
    parties = [party(f"Example Holder {number}", "holder", **one) for number, one in enumerate(holders)]
    parties.append(party("Example Listed Co. Ltd.", "issuer", country="US"))
    assert facts(parties=parties)["position.us_person"].value is expected


@pytest.mark.parametrize(("instrument", "expected"), [("listed_equity", True), ("adr", True), ("derivative", True), ("direct_equity", False), ("lp_interest", False), (None, None)])
def test_what_is_publicly_traded(instrument: str | None, *, expected: bool | None) -> None:
    found = facts(**({"instrument": instrument} if instrument else {}))
    assert (found["position.public"].value if "position.public" in found else None) is expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"committed_capital": "2000000", "pooled_fund": True}, True), ({"committed_capital": 2000000.01, "pooled_fund": True, "contractual_assurance": False}, False),
        ({"committed_capital": "2000001", "pooled_fund": True}, None), ({"committed_capital": "9000000", "pooled_fund": True, "contractual_assurance": True}, True),
        ({"committed_capital": "100", "pooled_fund": True, "beyond_minority_rights": True}, False), ({"committed_capital": "100", "pooled_fund": False}, False),
        ({"committed_capital": "100"}, None), ({"pooled_fund": True}, None), ({"committed_capital": "100", "pooled_fund": True, "currency": "EUR"}, None),
    ],
)  # fmt: skip
def test_when_an_interest_in_a_pooled_fund_is_excepted(told: dict[str, Any], *, expected: bool | None) -> None:
    assert facts(instrument="lp_interest", action="buy", **told)["position.lp_excepted"].value is expected


def test_a_word_that_is_none_is_refused_with_those_that_are() -> None:
    with pytest.raises(InputError, match="instrument cannot be 'stonk'") as caught:
        facts(instrument="stonk")
    assert "listed_equity" in caught.value.hint
    for bad in ({"trade_date": "soon"}, {"exposure_pct": "many"}, {"pooled_fund": "perhaps"}, {"committed_capital": "1,23"}):
        with pytest.raises(InputError):
            facts(instrument="lp_interest" if "exposure_pct" not in bad else "fund_unit", **bad)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Target develops an AI model designed only for city-wide face search by police", "exclusive"),
        ("The AI system is intended for mass surveillance", "exclusive"), ("AI software for traffic counting and police face recognition", "designed"),
        ("The target trains an AI model for phone forensics", "other"), ("The target does not develop any AI system", "none"),
        ("The target makes toys", None), ("The AI model is not designed for mass surveillance", None), ("An AI model that might be used for mass surveillance", None),
        ("A camera only for police face recognition", None), ("N/A", None),
    ],
)  # fmt: skip
def test_what_papers_say_of_an_ai_system(text: str, expected: str | None) -> None:
    assert ai_end_use([text]).value == expected


@given(st.text(max_size=300))
def test_any_text_gives_one_of_the_words_or_nothing(text: str) -> None:
    assert ai_end_use([text]).value in {None, "exclusive", "designed", "other", "none"}


def test_a_fund_reaches_what_it_and_the_funds_below_it_hold() -> None:
    funds = (body("top", "Example Top Fund"), body("feeder", "Example Feeder Fund"))
    where = world(LISTED, *funds, edges=(edge("top", "feeder", 50), edge("feeder", "listed", 1)), full=(CMIC,))
    parties = [party("Example Fund", "holder", country="US"), party("Example Top Fund", "issuer")]
    found = facts(where, parties=parties, instrument="fund_unit", action="buy", trade_date="2026-11-20")
    assert found["position.fund_exposure"].value is True
    assert found["position.reached_divest_before"].value == date(2022, 12, 16)
    assert found["flag.rf_60"].value is True
    unknown = facts(world(LISTED, *funds, full=(CMIC,)), parties=parties, instrument="fund_unit", action="buy")
    assert unknown["position.fund_exposure"].value is None
    shares = facts(where, parties=parties, instrument="listed_equity", action="buy")
    assert shares["position.fund_exposure"].value is False, "a company's own stakes are no fund's"


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"action": "sell", "trade_date": "2022-12-15"}, False), ({"action": "sell", "trade_date": "2022-12-16"}, True), ({"action": "hold", "trade_date": "2026-11-20"}, False),
        ({"action": "sell", "trade_date": "2022-12-15", "settlement_date": "2022-12-19"}, True), ({"trade_date": "2026-11-20"}, None),
        ({"action": "buy", "trade_date": "2026-11-20", "instrument": "direct_equity"}, False),
    ],
)  # fmt: skip
def test_a_trade_or_its_settlement_after_the_window_raises_the_flag(told: dict[str, Any], *, expected: bool | None) -> None:
    assert facts(**({"instrument": "listed_equity"} | told))["flag.rf_61"].value is expected


# --- timetables ----------------------------------------------------------------------------------------------------------------


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_form_25_counts_calendar_days(filed: date) -> None:
    assert form_25(filed, NUMBER) == (filed + timedelta(10), filed + timedelta(90))


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 30))
def test_a_business_day_is_no_weekend_and_no_holiday(day: date, count: int) -> None:
    found = business_days_after(day, count)
    assert found.weekday() < 5
    assert found not in federal_holidays(found.year)
    between = [day + timedelta(step) for step in range(1, (found - day).days + 1)]
    assert sum(one.weekday() < 5 and one not in federal_holidays(one.year) for one in between) == count


def test_holidays_of_a_year() -> None:
    assert {day.isoformat() for day in federal_holidays(2026)} == {
        "2026-01-01", "2026-01-19", "2026-02-16", "2026-05-25", "2026-06-19", "2026-07-03", "2026-09-07", "2026-10-12", "2026-11-11", "2026-11-26", "2026-12-25",
    }  # fmt: skip
    assert date(2021, 12, 31) in federal_holidays(2021), "New Year's Day of 2022 was a Saturday"


# --- effects -------------------------------------------------------------------------------------------------------------------


def test_days_are_put_in_and_what_is_not_known_is_left_out() -> None:
    effect = {"may_hold": True, "divest_until": "party.cmic_divest_before", "end": "E+365d", "words": ["one"]}
    assert put_in(effect, (), {"E": date(2026, 1, 1)}) == {"may_hold": True, "end": "2027-01-01", "words": ["one"]}
    assert put_in(effect, (), {"E": None}) == {"may_hold": True, "words": ["one"]}
    assert joined(()) == {}


@pytest.mark.parametrize(
    ("on", "action", "outcome", "effect"),
    [
        ("2026-01-01", "sell", "permitted_with_conditions", {"may_hold": True, "may_trade": True, "divest_until": "2027-01-01"}),
        ("2026-12-31", "hold", "permitted_with_conditions", {"may_hold": True, "may_trade": True, "divest_until": "2027-01-01"}),
        ("2026-01-01", "buy", "prohibited", {"may_trade": False}),
        ("2027-01-01", "sell", "prohibited", {"may_hold": True, "may_trade": False, "divest_until": "2027-01-01"}),
        ("2027-01-01", "hold", "disclose", {"may_hold": True, "may_trade": False, "divest_until": "2027-01-01"}),
        ("2025-12-31", "buy", "no_rule", {}),
    ],
)
def test_the_window_of_the_proposed_act_runs_from_a_day_of_enactment(on: str, action: str, outcome: str, effect: dict[str, Any]) -> None:
    maker = body("maker", "Example Maker Co. Ltd.", surveillance_company="yes")
    where = world(maker).snapshot
    options = Options(enacted=date(2026, 1, 1), lists_complete=True, columns=frozenset({"us-dshra/workable"}))
    parties = [party("Example Fund", "holder", country="US"), party("Example Maker Co. Ltd.", "issuer")]
    told = matter(kind="holdings", date=on, parties=parties, position={"instrument": "listed_equity", "action": action})
    column = Screener(where, load_rulebooks(), options).decide(told).columns[0]
    assert (column.outcome, column.effect) == (outcome, effect)
