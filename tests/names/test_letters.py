"""Other scripts in Latin letters, sounds, short forms of given names and of trade words."""

from __future__ import annotations

import pytest

from countersight.names.letters import is_abjad, romanise, sound
from countersight.names.nicknames import is_patronymic, same_given
from countersight.names.normalise import fold
from countersight.names.short_words import CANONICAL, FORM_CLASS, is_short_for


@pytest.mark.parametrize(
    ("text", "latin"),
    [
        ("Газпром", "gazprom"), ("Джонатан", "jonatan"), ("Щука", "shchuka"), ("ΑΛΕΞΑΝΔΡΟΣ", "alexandros"), ("きゃりー", "kyari"), ("トヨタ", "toyota"),
        ("삼성전자", "samseongjeonja"), ("محمد", "mhmd"), ("ישראל", "yshral"), ("กรุงเทพ", "krungethph"), ("plain text", "plain text"), ("海康", "海康"),
    ],
)  # fmt: skip
def test_letters_of_each_script_become_latin(text: str, latin: str) -> None:
    assert romanise(fold(text)) == latin


def test_a_sound_joins_spellings_and_parts_names() -> None:
    assert len({sound(word) for word in ("mohammed", "muhamad", "mohamed", "mhmd")}) == 1
    assert sound("karelsky") != sound("torwick")
    assert is_abjad("محمد")
    assert not is_abjad("Mohammed")


def test_short_forms_are_of_one_name_only() -> None:
    assert same_given("bill", "william")
    assert same_given("misha", "mikhail")
    assert not same_given("bill", "bob")
    assert not same_given("nobody", "nobody")
    assert is_patronymic("petrovich")
    assert not is_patronymic("torwick")


def test_trade_words_cut_short_are_known_and_brands_are_not() -> None:
    assert CANONICAL["grp"] == CANONICAL["group"] == "group"
    assert is_short_for("srvces", "services")
    assert not is_short_for("hua", "huawei")
    assert not is_short_for("services", "srvces")
    assert FORM_CLASS["gmbh"] == FORM_CLASS["ltd"] != FORM_CLASS["plc"]
