"""Check digits: one good value each, and every single-character slip of it refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from countersight.names.identifiers import normalise_identifier, valid_isin, valid_lei, valid_uscc

if TYPE_CHECKING:
    from collections.abc import Callable

GOOD = [
    (valid_uscc, "91330000733796106P"),
    (valid_lei, "5493001KJTIIGC8Y1R12"),
    (valid_isin, "CNE100000PM8"),
    (valid_isin, "US0378331005"),
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


@pytest.mark.parametrize("check", [valid_uscc, valid_lei, valid_isin])
@pytest.mark.parametrize("value", ["", "x", "9" * 100_000, "\ud800" * 20, "91330000733796106I"])
def test_rubbish_is_refused(check: Callable[[str], bool], value: str) -> None:
    assert not check(value)


def test_a_cik_loses_leading_zeros_and_stays_something() -> None:
    assert normalise_identifier("cik", "0000731766") == "731766"
    assert normalise_identifier("cik", "000") == "0"
