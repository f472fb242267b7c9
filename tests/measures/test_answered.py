"""Answers fill what is unknown, name who answered, and never go before what is known."""

from __future__ import annotations

from typing import Any

import pytest

from countersight.errors import InputError
from countersight.measures.answered import settled, with_answers
from countersight.model.fact import Binding, Fact, FactSheet, Source
from countersight.model.matter import Answer


def answer(fact: str, value: Any, about: str | None = None) -> Answer:  # noqa: ANN401
    return Answer.model_validate({"fact": fact, "value": value, "about": about, "by": "A. Officer", "on": "2026-11-24", "evidence": "EUS-17"})


def sheet() -> FactSheet:
    parties = [Binding("武汉市公安局", "party", facts={"party.government": Fact(value=True, sources=(Source("the name"),))}), Binding("Acme", "party")]
    return FactSheet(matter={"tx.us_person": Fact(None, note="not stated")}, parties=parties, lines=[Binding("line 1: cameras", "line"), Binding("line 11: lenses", "line")])


def test_an_answer_fills_what_is_unknown_and_says_who_gave_it() -> None:
    found = with_answers(sheet(), [answer("tx.us_person", value=True), answer("flag.rf_02", value=False), answer("party.military_end_user", value=False, about="武汉市公安局"), answer("line.fingerprint", value=True, about="line 1")])
    assert found.matter["tx.us_person"].value is True
    assert found.matter["tx.us_person"].sources[0] == Source("answer of A. Officer, 2026-11-24: EUS-17", "answer")
    assert found.matter["flag.rf_02"].value is False
    assert found.parties[0].facts["party.military_end_user"].value is False
    assert found.lines[0].facts["line.fingerprint"].value is True
    assert not found.lines[1].facts
    assert sheet().parties[0].facts.keys() == {"party.government"}


def test_what_is_known_stays_and_the_difference_is_said() -> None:
    found = with_answers(sheet(), [answer("party.government", value=False, about="武汉市公安局")])
    fact = found.parties[0].facts["party.government"]
    assert (fact.value, fact.note) == (True, "answer of A. Officer, 2026-11-24: EUS-17 says otherwise")
    same = with_answers(sheet(), [answer("party.government", value=True, about="武汉市公安局")]).parties[0].facts["party.government"]
    assert [one.nature for one in same.sources] == ["matter", "answer"]
    assert settled(None, fact) is fact
    assert settled(Fact(value=True), Fact(None)).value is True


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (("party.government", True, None), "is about several: None"), (("party.government", True, "Nobody"), "is about nobody: 'Nobody'"),
        (("party.governmnt", True, "Acme"), "no fact is called"), (("party.government", "yes", "Acme"), "cannot be 'yes'"),
    ],
)  # fmt: skip
def test_an_answer_that_cannot_be_placed_or_read_is_refused(one: tuple[str, Any, str | None], said: str) -> None:
    fact, value, about = one
    with pytest.raises(InputError, match=said):
        with_answers(sheet(), [answer(fact, value, about)])


def test_no_answers_change_nothing() -> None:
    held = sheet()
    assert with_answers(held, []) is held
