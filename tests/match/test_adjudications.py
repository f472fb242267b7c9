"""A reviewer's decision holds for its facts, for its pair only, and comes back when a fact changes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from countersight.errors import InputError
from countersight.match.adjudications import Adjudications, Question, changes, read_adjudications
from countersight.match.matcher import resolve
from countersight.match.outcome import Resolution
from countersight.model.body import Body, Name
from countersight.store.records import AtlasRecords
from countersight.store.snapshot import Snapshot

ONE = Body("one", "Company", (Name("Kestrelworks Optics Ltd", "en", "primary"),), ("CN",))
OTHER = Body("other", "Company", (Name("Kestrelworks Optics GmbH", "en", "primary"),), ("CN",))
ASKED = ("KESTRELWORKS  Optics",)


def snapshot(*bodies: Body) -> Snapshot:
    return Snapshot.in_memory(AtlasRecords(bodies=list(bodies)))


def ids(found: Resolution) -> list[str]:
    return [hit.body_id for hit in (*((found.match,) if found.match else ()), *found.possible)]


def ask(held: Snapshot, decided: Adjudications, country: str | None = "CN", **more: Any) -> Resolution:  # noqa: ANN401
    return resolve(held, ASKED, country, decided=decided, **more)


def decided(answer: Any, body: Body = ONE) -> Adjudications:  # noqa: ANN401
    out = Adjudications()
    out.decide(Question.of(ASKED, "CN", None), body, answer, "A. Reviewer", "2026-11-01", "by phone")
    return out


def test_not_the_same_goes_and_another_candidate_stays() -> None:
    assert ids(ask(snapshot(ONE), Adjudications())) == ["one"]
    assert ids(ask(snapshot(ONE), decided("not_same"))) == []
    assert ids(ask(snapshot(ONE, OTHER), decided("not_same"))) == ["other"]


def test_it_holds_however_the_name_is_spaced_and_without_limit() -> None:
    held = decided("not_same")
    for _ in range(3):
        assert resolve(snapshot(ONE), ("kestrelworks optics",), "CN", decided=held).match is None


def test_the_same_stands_first_even_where_the_name_is_not_found() -> None:
    far = Body("far", "Company", (Name("Quite Another Name", "en", "primary"),), ("CN",))
    found = ask(snapshot(ONE, far), decided("same", far))
    assert found.match is not None
    assert found.match.body_id == "far"
    assert "A. Reviewer" in found.match.reason
    assert "one" in ids(found)


def test_it_reopens_when_a_fact_of_either_side_changes() -> None:
    held = decided("not_same")
    changed = [
        ask(snapshot(replace(ONE, countries=("CN", "HK"))), held),
        ask(snapshot(replace(ONE, identifiers={"lei": "5493001KJTIIGC8Y1R12"})), held),
        ask(snapshot(replace(ONE, names=(*ONE.names, Name("KW Optics")))), held),
        ask(snapshot(ONE), held, country=None),
        ask(snapshot(ONE), held, identifiers={"registration": "12345"}),
    ]
    for found in changed:
        assert ids(found) == ["one"]
        assert "look again" in next(hit.reason for hit in (*((found.match,) if found.match else ()), *found.possible))


def test_decisions_are_written_and_read_again() -> None:
    held = decided("same")
    again = read_adjudications("\n".join(held.lines()))
    assert again.lines() == held.lines()
    with pytest.raises(InputError, match="no adjudication"):
        read_adjudications('{"query": 1}', "decisions.jsonl")
    with pytest.raises(InputError, match="decided is"):
        read_adjudications(held.lines()[0].replace('"same"', '"perhaps"'))


def test_one_name_in_two_countries_is_two_questions() -> None:
    held = Adjudications()
    held.decide(Question.of(ASKED, "CN", None), ONE, "same", "A. Reviewer", "2026-11-01")
    held.decide(Question.of(ASKED, "DE", None), ONE, "not_same", "A. Reviewer", "2026-11-02")
    assert len(held) == 2
    assert ids(ask(snapshot(ONE), held)) == ["one"]
    assert ids(ask(snapshot(ONE), held, country="DE")) == []
    held.decide(Question.of(ASKED, "DE", None), ONE, "same", "B. Reviewer", "2026-11-03")
    assert len(held) == 2
    assert ids(ask(snapshot(ONE), held, country="DE")) == ["one"]


def test_after_its_last_day_it_holds_no_longer() -> None:
    one = Adjudications().decide(Question.of(ASKED, "CN", None), ONE, "not_same", "A. Reviewer", "2026-11-01", until="2026-11-20")
    assert ids(ask(snapshot(ONE), Adjudications([one], on="2026-11-20"))) == []
    late = ask(snapshot(ONE), Adjudications([one], on="2026-11-21"))
    assert ids(late) == ["one"]
    assert "until 2026-11-20, which has passed: look again" in (late.match or late.possible[0]).reason


def test_what_changed_is_named() -> None:
    changed = replace(ONE, countries=("HK",), addresses=("1 New Road",), names=(*ONE.names, Name("KW")), identifiers={"lei": "5493001KJTIIGC8Y1R12"})
    held = decided("not_same")
    one = next(iter(held))
    assert changes(one, Question.of(ASKED, "DE", None), changed) == [
        "the party, country: + DE, - CN", "the body, addresses: + 1 New Road", "the body, countries: + HK, - CN",
        "the body, identifiers: + lei 5493001KJTIIGC8Y1R12", "the body, names: + KW",
    ]  # fmt: skip
    assert held.reopened(one, Question.of(ASKED, "CN", None), snapshot(OTHER)) == "of a body that is no longer held"
    assert changes(replace(one, facts={}), Question.of(ASKED, "DE", None), changed) == []


def test_a_line_that_was_changed_by_hand_is_refused() -> None:
    line = decided("same").lines()[0]
    for text, said in (
        (line.replace('"2026-11-01"', '"yesterday"'), "not a day"),
        (line.replace('kestrelworks optics"]', 'somebody else"]'), "not the one that its query names"),
        (line.replace('"party"', '"partie"'), "no adjudication"),
    ):
        assert text != line
        with pytest.raises(InputError, match=said):
            read_adjudications(text, "decisions.jsonl")


def test_of_a_question_that_nobody_decided_the_last_decision_is_told() -> None:
    held = Adjudications()
    for country, day in (("CN", "2026-11-01"), ("DE", "2026-11-02"), ("CN", "2026-11-03")):
        held.decide(Question.of(ASKED, country, None), ONE, "not_same", "A. Reviewer", day)
    found = ask(snapshot(ONE), held, country=None)
    assert "A. Reviewer, 2026-11-03" in (found.match or found.possible[0]).reason
