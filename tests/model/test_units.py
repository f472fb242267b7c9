"""Shares, money and partial dates: exact to the unit, and nothing is guessed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.model.units import (
    LARGEST,
    UNKNOWN_SHARE,
    WHOLE,
    DateRange,
    ShareRange,
    format_money,
    format_share,
    parse_money,
    parse_partial_date,
    parse_share,
    percent_to_units,
)


@given(st.integers(0, WHOLE))
def test_a_share_reads_back_as_it_was_written(units: int) -> None:
    assert percent_to_units(format_share(units).removesuffix("%")) == units


@given(st.integers(-(10**15), 10**15))
def test_an_amount_reads_back_as_it_was_written(cents: int) -> None:
    assert parse_money(format_money(cents)) == cents


@given(st.integers(0, 100), st.text("0123456789", max_size=6))
def test_a_percentage_is_exactly_what_its_digits_say(whole: int, decimals: str) -> None:
    text = f"{whole}.{decimals}" if decimals else str(whole)
    exact = Fraction(text) * 1_000_000
    if exact > WHOLE:
        with pytest.raises(ValueError, match="between 0 and 100"):
            percent_to_units(text)
    else:
        assert percent_to_units(text) == exact


@pytest.mark.parametrize(
    ("text", "units"), [("49.9", 49_900_000), ("0", 0), ("100", WHOLE), (" 50.0000000000 ", 50_000_000), ("0.000001", 1)]
)
def test_percentages_that_are_read(text: str, units: int) -> None:
    assert percent_to_units(text) == units


BAD_PERCENTAGES = [
    "", "x", "-1", "-0.1", "100.000001", "101", "0.0000001", "1e1", "1E+1", "4_9", "+5", "٤٩", "NaN", "Infinity", "1,000", ".5", "5.",
    "1e999999999", "49.90000000000000000000000000000001", "9" * 10_000, "4 9",
]


@pytest.mark.parametrize("text", BAD_PERCENTAGES)
def test_percentages_that_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a percentage lies between 0 and 100 with at most six decimals"):
        percent_to_units(text)


@pytest.mark.parametrize(
    ("text", "lo", "hi"),
    [
        ("49.9", 49_900_000, 49_900_000),
        ("49.9%", 49_900_000, 49_900_000),
        (50, 50_000_000, 50_000_000),
        ("25-50", 25_000_000, 50_000_000),
        ("25 – 50 %", 25_000_000, 50_000_000),
        ("25% to 50%", 25_000_000, 50_000_000),
        ("50-50", 50_000_000, 50_000_000),
        (">=25", 25_000_000, WHOLE),
        ("> 25", 25_000_001, WHOLE),
        ("<50", 0, 49_999_999),
        ("<=50%", 0, 50_000_000),
        (">99.999999", WHOLE, WHOLE),
        ("unknown", 0, WHOLE),
        ("Unknown", 0, WHOLE),
        ("", 0, WHOLE),
        (None, 0, WHOLE),
    ],
)
def test_a_share_is_what_is_known_of_it(text: str | int | None, lo: int, hi: int) -> None:
    assert parse_share(text) == ShareRange(lo, hi)


@pytest.mark.parametrize("text", ["50-25", ">100", "<0", "=50", "25-", "-25", "a-b", "101", "25-150", "half"])
def test_what_is_no_share_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"runs backwards|no such share|a percentage lies"):
        parse_share(text)


def test_only_a_share_known_to_the_unit_is_exact() -> None:
    assert ShareRange(5, 5).exact
    assert not UNKNOWN_SHARE.exact


@pytest.mark.parametrize(
    ("text", "cents"),
    [("48,000.50", 4_800_050), ("48000.5", 4_800_050), (12, 1200), ("-1.25", -125), ("0.10", 10), ("1,234,567", 123_456_700), ("7.000", 700)],
)
def test_amounts_that_are_read(text: str | int, cents: int) -> None:
    assert parse_money(text) == cents


BAD_AMOUNTS = ["", "x", "1,23", "1,2,3", "12,34.00", "1e5", "0.001", "1_000", "$5", "NaN", "Infinity", "--1", "1.2.3", ",5", "9" * 60, "92233720368547758.08", "10000000000000000000000000000.001"]


@pytest.mark.parametrize("text", BAD_AMOUNTS)
def test_amounts_that_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"an amount is written 48,000\.50"):
        parse_money(text)


def test_the_largest_amount_fits_a_column() -> None:
    assert parse_money("92,233,720,368,547,758.07") == LARGEST
    assert format_money(LARGEST) == "92,233,720,368,547,758.07"


@pytest.mark.parametrize("read", [parse_share, parse_money])
def test_a_float_is_refused_even_where_it_looks_exact(read: object) -> None:
    with pytest.raises(TypeError, match="as text, so that it stays exact"):
        read(0.5)  # type: ignore[operator]


@pytest.mark.parametrize(("units", "text"), [(0, "0%"), (1, "0.000001%"), (WHOLE, "100%"), (10_000_000, "10%"), (49_900_000, "49.9%")])
def test_shares_are_shown_without_trailing_zeros(units: int, text: str) -> None:
    assert format_share(units) == text


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        (" 2024-03-09 ", date(2024, 3, 9), date(2024, 3, 9)),
        (date(2024, 3, 9), date(2024, 3, 9), date(2024, 3, 9)),
    ],
)
def test_a_partial_date_is_a_span(text: str | date, earliest: date, latest: date) -> None:
    assert parse_partial_date(text) == DateRange(earliest, latest)


@given(st.dates())
def test_every_day_lies_in_its_month_and_its_year(day: date) -> None:
    month, year = parse_partial_date(day.isoformat()[:7]), parse_partial_date(day.isoformat()[:4])
    assert year.earliest <= month.earliest <= day <= month.latest <= year.latest
    assert (month.earliest.month, month.latest.month) == (day.month, day.month)


@pytest.mark.parametrize("text", ["", "24", "2024-00", "2024-13", "2023-02-29", "2024-3", "20240309", "2024-W10", "0000", "٢٠٢٤", "2024-01-01T00:00"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_partial_date(text)


def test_no_decimal_is_needed_to_be_exact() -> None:
    assert Decimal(percent_to_units("33.333333")) / WHOLE == Decimal("0.33333333")
