"""Windows: half-open, with uncertain starts, and days that hang on an enactment."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.errors import RulebookError
from countersight.rules.window import OPEN, Day, Status, Window, boundaries, overlap, phase, read_day

ENACTED = date(2027, 1, 1)


def window(start: str, end: str = "open", status: Status = "in_force", latest: str = "") -> Window:
    return Window(read_day(start), read_day(latest or start), read_day(end), status)


def day(text: str) -> date:
    return date.fromisoformat(text)


def test_a_window_holds_its_first_day_and_not_its_last() -> None:
    one = (window("2020-01-01", "2021-01-01"),)
    assert phase(one, day("2019-12-31"), {}) is None
    assert phase(one, day("2020-01-01"), {}) is not None
    assert phase(one, day("2020-12-31"), {}) is not None
    assert phase(one, day("2021-01-01"), {}) is None


@given(st.dates(date(2019, 1, 1), date(2030, 1, 1)))
def test_windows_that_meet_leave_no_day_out_and_no_day_twice(on: date) -> None:
    windows = (window("open", "2022-06-01"), window("2022-06-01", "2025-01-01", "suspended"), window("2025-01-01"))
    assert overlap(windows, {}) is None
    matching = [one for one in windows if phase((one,), on, {}) is not None]
    found = phase(windows, on, {})
    assert found is not None
    assert matching == [found.window]


def test_an_open_end_reaches_the_last_day_of_the_calendar() -> None:
    assert phase((window("open"),), date.max, {}) is not None
    assert phase((window("open"),), date.min, {}) is not None


def test_an_uncertain_start_is_in_doubt_between_its_days_only() -> None:
    one = (window("2026-07-06", latest="2026-08-01"),)
    assert phase(one, day("2026-07-05"), {}) is None
    between, after = phase(one, day("2026-07-31"), {}), phase(one, day("2026-08-01"), {})
    assert between is not None
    assert after is not None
    assert between.doubt == "the day on which this takes effect is not known exactly"
    assert after.doubt == ""


@pytest.mark.parametrize(("status", "doubt"), [("suspended", "suspended on this date"), ("unconfirmed", "unconfirmed on this date"), ("proposed", ""), ("in_force", "")])
def test_a_status_may_cast_doubt(status: Status, doubt: str) -> None:
    found = phase((window("open", status=status),), ENACTED, {})
    assert found is not None
    assert found.doubt == doubt


def test_the_note_of_a_window_says_why() -> None:
    noted = Window(OPEN, OPEN, OPEN, "suspended", note="for a year by 90 FR 50857")
    found = phase((noted,), ENACTED, {})
    assert found is not None
    assert found.doubt == "suspended on this date: for a year by 90 FR 50857"


def test_a_repealed_window_never_speaks() -> None:
    assert phase((window("open", status="repealed"),), ENACTED, {}) is None


def test_a_day_hangs_on_its_anchor() -> None:
    one = (window("E+180d"),)
    assert read_day("E+180d") == Day(anchor="E", plus=180)
    assert phase(one, ENACTED + timedelta(days=179), {"E": ENACTED}) is None
    assert phase(one, ENACTED + timedelta(days=180), {"E": ENACTED}) is not None


def test_without_a_day_of_enactment_the_act_is_read_as_long_in_effect() -> None:
    before, after = window("2019-01-01", "E"), window("E")
    assert phase((before, after), ENACTED, {"E": None}) is not None
    assert phase((before,), ENACTED, {"E": None}) is None
    assert phase((after,), date.min, {"E": None}) is not None
    assert phase((before,), day("2026-12-31"), {"E": ENACTED}) is not None


def test_a_day_beyond_the_calendar_is_its_last() -> None:
    assert read_day("E+99999d").on_calendar({"E": date(9999, 1, 1)}) == date.max


@pytest.mark.parametrize("raw", ["yesterday", "2026-02-30", "20261110", "2026-W10-1", "E+180", "E+999999d", "e+1d", 5, 1.5, "2026-1-1", True, {}, datetime(2026, 11, 10, 12)])  # noqa: DTZ001 - a time is what is refused
def test_what_is_no_day_is_refused(raw: object) -> None:
    with pytest.raises(RulebookError, match="not a day"):
        read_day(raw)


@pytest.mark.parametrize("raw", [None, "open"])
def test_no_day_is_open(raw: object) -> None:
    assert read_day(raw) == OPEN


def test_overlap_finds_two_windows_that_share_a_day() -> None:
    first, second = window("2020-01-01", "2022-01-01"), window("2021-12-31")
    assert overlap((second, first), {}) == (first, second)
    assert overlap((window("2020-01-01"), window("2030-01-01", "2031-01-01")), {}) is not None


def test_windows_that_hand_over_at_an_anchor_do_not_overlap() -> None:
    handing_over = (window("2019-01-01", "E"), window("E"))
    assert overlap(handing_over, {"E": None}) is None
    assert overlap(handing_over, {"E": ENACTED}) is None


def test_boundaries_are_the_days_on_which_a_reading_may_change() -> None:
    windows = (window("2026-07-06", "E+1d", latest="2026-08-01"), window("E+1d"))
    assert boundaries(windows, {"E": ENACTED}) == (day("2026-07-06"), day("2026-08-01"), day("2027-01-02"))
    assert boundaries(windows, {"E": None}) == (day("2026-07-06"), day("2026-08-01"))
