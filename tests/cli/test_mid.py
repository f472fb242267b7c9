"""``countersight mid`` from end to end: makers and addresses are invented."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

Command = Callable[..., Any]
MAKER = ("Example Vision Technology Co., Ltd.", "--address", "No. 1187 Sample Road, Hangzhou, China")


def test_a_code_is_made_of_name_and_address(command: Command) -> None:
    got = command("mid", *MAKER, "--origin", "CN")
    assert got.code == 0
    assert got.out.startswith("CNEXAVIS1187HAN  ")
    assert "CBP may hold another code" in got.out


def test_every_part_of_an_address_that_may_be_the_city_is_told(command: Command) -> None:
    address = "Building 3, No. 1187 Sample Road, Binjiang, Hangzhou, 310051"
    got = command("mid", MAKER[0], "--address", address, "--origin", "CN", "--format", "json")
    assert {one["code"]: one["city"] for one in json.loads(got.out)["made"]} == {"CNEXAVIS1187BIN": "Binjiang", "CNEXAVIS1187HAN": "Hangzhou"}
    assert "give --city" in command("mid", MAKER[0], "--address", address, "--origin", "CN").out
    one = command("mid", MAKER[0], "--address", address, "--city", "hangzhou", "--origin", "China").out
    assert one.startswith("CNEXAVIS1187HAN")
    assert "give --city" not in one


@pytest.mark.parametrize(
    ("declared", "code", "says"),
    [
        ("CNEXAVIS1187HAN", 0, "the same code"),
        ("VNEXAVIS1187HAN", 1, "country of origin: VN is declared, CN is made"),
        ("CNEXAVIS1178HAN", 1, "number of the street: 1178 is declared, 1187 is made"),
        ("CNEXAMOD1187HAN", 1, "letters of the name: EXAMOD is declared, EXAVIS is made"),
        ("CNEXAVIS1187SHE", 1, "letters of the city: SHE is declared, HAN is made"),
        ("CNEXAVISHAN", 1, "all behind the country: EXAVISHAN is declared, EXAVIS1187HAN is made"),
    ],
)
def test_a_declared_code_is_compared_and_told_where_it_parts(command: Command, declared: str, code: int, says: str) -> None:
    got = command("mid", *MAKER, "--origin", "CN", "--declared", declared)
    assert (got.code, says in got.out) == (code, True)


def test_the_nearest_of_several_is_compared(command: Command) -> None:
    got = command("mid", MAKER[0], "--address", "No. 1187 Sample Road, Binjiang, Hangzhou", "--declared", "cn-exavis-1187-han")
    assert (got.code, "the same code" in got.out) == (0, True)  # the origin is that of the declared code


def test_a_declared_code_alone_is_taken_apart(command: Command) -> None:
    got = command("mid", "--declared", "XOEXAVIS1187TOR")
    assert (got.code, got.out.strip()) == (0, "XOEXAVIS1187TOR  declared: origin XO, name EXAVIS, number 1187, city TOR")
    assert "no number parts name and city" in command("mid", "--declared", "IEONECOR").out


@pytest.mark.parametrize(
    ("given", "wrong", "right"),
    [
        (("--declared", "CAEXAVIS1187TOR"), "CA is not used in this code", "XO Ontario"),
        (("--declared", "12"), "2 characters", "CNZHEDAH1187HAN"),
        (("--declared", "CNEXAVIS1187HANGZHOU"), "20 characters", "at most 15"),
        (("--declared", "12EXAVIS"), "does not begin with two letters", "two letters of the country"),
        (("大华", "--origin", "CN"), "no word in Latin letters", "give the name in letters"),
        (("Example",), "no country of origin", "need not be where the maker sits"),
        (("Example", "--origin", "Atlantis"), "not a country", "ISO 3166-1"),
        ((), "no name", "--declared CODE alone"),
        (("--address", "1 Road", "--declared", "CNEXAVIS1187HAN"), "no name", "--declared CODE alone"),
    ],
)
def test_errors_teach(command: Command, given: tuple[str, ...], wrong: str, right: str) -> None:
    got = command("mid", *given)
    assert got.code == 2
    assert wrong in got.err
    assert right in got.err


def test_a_code_of_no_known_country_is_told_and_made(command: Command) -> None:
    got = command("mid", *MAKER, "--origin", "ZZ")
    assert (got.code, got.out[:2]) == (0, "ZZ")
    assert "look it up in ISO 3166-1" in got.err
