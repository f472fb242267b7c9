"""What a machine misread is asked about as it was meant, where the name itself shows that it was misread."""

from __future__ import annotations

from contextlib import closing

import pytest

from countersight.match.matcher import resolve
from countersight.match.misread import as_read, readings
from countersight.model.body import Body, Name
from countersight.store.records import AtlasRecords
from countersight.store.snapshot import Snapshot


def found(listed: str, asked: str) -> bool:
    with closing(Snapshot.in_memory(AtlasRecords(bodies=[Body("b", "Company", (Name(listed, "", "primary"),))]))) as snapshot:
        return resolve(snapshot, [asked]).match is not None


@pytest.mark.parametrize(
    ("listed", "asked"),
    [
        ("RT-TORVO, OAO", "RT-T0RVO, OAO"), ("KESTRELIA", "KE5TRELIA"), ("Torwick LLC", "Torwick 1LC"), ("TELVORIN INTERNATIONAL", "TELVORIN lNTERNATIONAL"),
        ("Karadzin Works", "Karadz1n Works"), ("Karadzel Works", "Karadze1 Works"), ("KESTRELIA", "Purchasing Dept, KE5TRELIA"),
    ],
)  # fmt: skip
def test_a_misread_name_is_found(listed: str, asked: str) -> None:
    assert readings(asked)
    assert found(listed, asked)


@pytest.mark.parametrize("text", ["V8 Motors", "3M", "B2B Trading", "Plant 58", "T1000", "Al-Nur", "McDonald", "Model S10", "", "海康0威视", "H0H0H0", "Torwick2 Optics"])
def test_what_shows_no_sign_is_asked_about_once(text: str) -> None:
    assert as_read(text) == ()


def test_a_digit_that_is_meant_parts_names() -> None:
    assert not found("VB Motors", "V8 Motors")
    assert not found("Telvora Plant 85", "Telvora Plant 58")


@pytest.mark.parametrize("text", ["a0" * 5000, "l" * 10000, "A0 " * 5000])
def test_hostile_names_make_few_readings(text: str) -> None:
    assert len(readings(text)) <= 2
