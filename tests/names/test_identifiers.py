"""Check digits: one good value each, and every single-character slip of it refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from countersight.names.identifiers import (
    CHECKS,
    fault_of,
    normalise_identifier,
    sound,
    valid_cik,
    valid_cusip,
    valid_figi,
    valid_isin,
    valid_lei,
    valid_uscc,
)

if TYPE_CHECKING:
    from collections.abc import Callable

GOOD = [
    (valid_uscc, "91330000733796106P"),
    (valid_lei, "5493001KJTIIGC8Y1R12"),
    (valid_isin, "CNE100000PM8"),
    (valid_isin, "US0378331005"),
    (valid_cusip, "037833100"),
    (valid_cusip, "17275R102"),
    (valid_figi, "BBG000BLNQ16"),
    (valid_figi, "BBG000B9XRY4"),
]


@pytest.mark.parametrize(("check", "value"), GOOD)
def test_the_good_value_passes_however_it_is_written(check: Callable[[str], bool], value: str) -> None:
    assert check(value)
    assert check(f" {value[:4].lower()}-{value[4:]} ")


@pytest.mark.parametrize(("check", "value"), GOOD)
def test_every_slip_of_a_digit_is_refused(check: Callable[[str], bool], value: str) -> None:
    for at, char in enumerate(value):
        if char.isdigit():
            slipped = value[:at] + str((int(char) + 1) % 10) + value[at + 1 :]
            assert not check(slipped), slipped


@pytest.mark.parametrize("check", [valid_uscc, valid_lei, valid_isin, valid_cusip, valid_figi, valid_cik])
@pytest.mark.parametrize("value", ["", "x", "9" * 100_000, "\ud800" * 20, "91330000733796106I", "٣" * 9])
def test_rubbish_is_refused(check: Callable[[str], bool], value: str) -> None:
    assert not check(value)


def test_a_cik_loses_leading_zeros_and_stays_something() -> None:
    assert normalise_identifier("cik", "0000731766") == "731766"
    assert normalise_identifier("cik", "000") == "0"


def test_a_cik_is_up_to_ten_digits() -> None:
    assert valid_cik("0000731766")
    assert not valid_cik("12345678901")
    assert not valid_cik("73l766")


def test_a_figi_never_begins_as_an_isin_does_and_holds_no_vowel() -> None:
    assert not valid_figi("GBG000BLNQ11")
    assert not valid_figi("BBG000BLNA11")


@pytest.mark.parametrize(("kind", "value", "said"), [
    ("lei", "5493001KJTIIGC8Y1R13", "its check digits are wrong: 12 would fit"),
    ("uscc", "91330000733796106Q", "its check digits are wrong: P would fit"),
    ("uscc", "9133000073379610", "it has 16 characters: a USCC has 18"),
    ("uscc", "91330000O33796106P", "it is not of the form of a USCC: 18 characters, capitals without I, O"),
    ("cusip", "037833109", "its check digits are wrong: 0 would fit"),
    ("figi", "BBG000BLNQ11", "its check digits are wrong: 6 would fit"),
    ("cik", "12345678901", "it is not of the form of a CIK: up to ten digits"),
])  # fmt: skip
def test_what_is_wrong_says_what_would_be_right(kind: str, value: str, said: str) -> None:
    assert fault_of(kind, value).startswith(said)
    held, wrong = sound({kind: value, "registration": "1"})
    assert held == {"registration": "1"}
    assert set(wrong) == {kind}


def test_every_kind_that_is_checked_is_checked() -> None:
    assert {kind: fault_of(kind, "!") != "" for kind in CHECKS} == dict.fromkeys(CHECKS, True)
