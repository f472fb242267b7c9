"""Cases: a fold of events; four eyes; status apart from outcome; what is answered or resolved decides again. All invented."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from countersight.app import Screener
from countersight.cases.cases import Cases
from countersight.cases.checking import check_queue, rebuild
from countersight.cases.folding import DISPOSITIONS, KINDS, STATUSES, fold
from countersight.desk.desk import Handle
from countersight.desk.verifying import verify
from countersight.errors import InputError, UsageError
from countersight.model.stored import read_decision
from countersight.store.snapshot import Snapshot
from tests.cases.conftest import LISTED, OTHER, shipment, snapshot

DAY = date(2026, 11, 20)
NAME = "Invented Kestrel Vision Co., Ltd."
Screening = Callable[[Snapshot], Screener]


@pytest.fixture
def screener(screening: Screening) -> Screener:
    return screening(snapshot(LISTED, OTHER))


@pytest.fixture
def ana(handle: Handle, screener: Screener) -> Cases:
    return Cases(handle, "ana", screener, today=lambda: DAY)


@pytest.fixture
def ben(handle: Handle, screener: Screener) -> Cases:
    return Cases(handle, "ben", screener, today=lambda: DAY)


@pytest.fixture
def case_id(ana: Cases, screener: Screener) -> str:
    return ana.open(screener.decide(shipment(NAME, "M-1")), why="a shipment to a listed body").id


def test_a_case_from_its_opening_to_its_end(ana: Cases, ben: Cases, case_id: str, handle: Handle) -> None:
    assert ana.get(case_id).status == "open"
    assert ana.assign(case_id, "ana").status == "in_review"
    ana.due(case_id, date(2026, 12, 1))
    ana.comment(case_id, "asked the consignee")
    case = ana.attach(case_id, b"their letter", "letter.txt", "text/plain")
    assert (case.attachments[0]["name"], case.attachments[0]["by"]) == ("letter.txt", "ana")
    case = ana.propose(case_id, "refuse", "it is on the Entity List, policy of denial")
    assert (case.status, case.outcome) == ("awaiting_approval", "license_required")
    case = ben.approve(case_id, "agreed")
    assert (case.status, case.disposition, case.proposed_by, case.approved_by) == ("closed", "refuse", "ana", "ben")
    assert case.outcome == "license_required", "what is done about a case does not change what the law says"
    kinds = [event.kind for event in ana.events(case_id)]
    assert kinds == ["opened", "assigned", "due", "commented", "attached", "proposed", "approved", "closed"]
    assert [event.n for event in ana.events(case_id)] == list(range(1, 9))
    assert verify(handle).sound
    assert check_queue(handle) == []


def test_four_eyes(ana: Cases, ben: Cases, case_id: str) -> None:
    with pytest.raises(UsageError, match="nothing to approve"):
        ben.approve(case_id)
    ana.propose(case_id, "refuse", "listed")
    for act in (ana.approve, lambda one: ana.reject(one, "no")):
        with pytest.raises(UsageError, match="four eyes"):
            act(case_id)
    with pytest.raises(UsageError, match="ana has proposed something already"):
        ben.propose(case_id, "hold", "wait")
    assert ben.reject(case_id, "ask for the licence first").status == "in_review"
    ben.propose(case_id, "apply_for_licence", "then see")
    assert ana.approve(case_id, close=False).status == "in_review"
    assert ana.close(case_id, "applied for").status == "closed"


def test_to_close_is_no_way_around_the_second_pair_of_eyes(ana: Cases, case_id: str) -> None:
    with pytest.raises(UsageError, match="closed once what to do was approved"):
        ana.close(case_id, "nothing to see")
    assert ana.get(case_id).status == "open"


def test_another_decision_voids_what_was_proposed(ana: Cases, ben: Cases, case_id: str) -> None:
    ana.propose(case_id, "refuse", "listed")
    case = ben.adjudicate(case_id, NAME, "kestrel", "not_same", "another company")
    assert (case.status, case.proposal) == ("in_review", None)
    assert case.outcome != "license_required"
    with pytest.raises(UsageError, match="nothing to approve"):
        ben.approve(case_id)


def test_what_was_approved_counts_no_longer_after_it_came_back(ana: Cases, ben: Cases, case_id: str) -> None:
    ana.propose(case_id, "refuse", "listed")
    ben.approve(case_id)
    with pytest.raises(UsageError, match="the case is closed: it cannot be assigned"):
        ana.assign(case_id, "ben")
    ana.comment(case_id, "a word after the end is allowed")
    case = ana.reopen(case_id, "another letter came")
    assert (case.status, case.disposition, case.approved_by) == ("open", "", "")
    with pytest.raises(UsageError, match="the case is not closed"):
        ana.reopen(case_id, "again")


def test_an_answer_decides_again_and_says_on_what_it_rests(ana: Cases, case_id: str, handle: Handle) -> None:
    before = read_decision(handle.decisions.get(ana.get(case_id).decision))
    question = before.columns[0].questions[0]
    case = ana.answer(case_id, question.fact, value=False, evidence="their letter of 3 November", about=question.about)
    after = read_decision(handle.decisions.get(case.decision))
    assert case.decision != before.id
    assert case.decisions == (before.id, after.id)
    assert after.matter["answers"] == [
        {
            "fact": question.fact,
            "about": question.about,
            "value": False,
            "by": "ana",
            "on": "2026-11-20",
            "evidence": "their letter of 3 November",
        }
    ]
    assert (question.fact, question.about) not in {(one.fact, one.about) for one in after.columns[0].questions}
    with pytest.raises(UsageError, match=r"does not ask for 'no[.]such[.]fact'"):
        ana.answer(case_id, "no.such.fact", value=True, evidence="none")


def test_a_red_flag_is_resolved_by_somebody_on_evidence(ana: Cases, case_id: str, handle: Handle) -> None:
    decision = read_decision(handle.decisions.get(ana.get(case_id).decision))
    flags = [one.page for one in decision.columns[0].flags]
    assert flags, "a shipment that raises a flag is needed here"
    case = ana.resolve_flag(case_id, flags[0], "asked", "their letter")
    assert case.flags[flags[0]] == {"by": "ana", "on": case.changed_at[:10], "how": "asked", "evidence": "their letter"}
    after = read_decision(handle.decisions.get(case.decision))
    assert after.matter["resolutions"][flags[0]] == {"by": "ana", "on": "2026-11-20", "evidence": "asked: their letter"}
    with pytest.raises(UsageError, match="raised no flag 'RF-99'"):
        ana.resolve_flag(case_id, "RF-99", "asked", "their letter")


def test_a_case_rests_until_its_day_for_a_reason(ana: Cases, case_id: str) -> None:
    with pytest.raises(UsageError, match="is not to come"):
        ana.snooze(case_id, DAY, "today")
    with pytest.raises(InputError, match="a snooze needs words"):
        ana.snooze(case_id, DAY + timedelta(days=3), " ")
    case = ana.snooze(case_id, DAY + timedelta(days=3), "they answer on Monday")
    assert (case.status, case.snoozed_until, case.snooze_reason) == ("snoozed", "2026-11-23", "they answer on Monday")
    assert ana.wake(case_id).status == "open"
    with pytest.raises(UsageError, match="does not rest"):
        ana.wake(case_id)


def test_an_adjudication_is_kept_for_the_next_matter(
    ana: Cases, case_id: str, handle: Handle, screener: Screener
) -> None:
    from countersight.cases.again import Again

    case = ana.adjudicate(case_id, NAME, "kestrel", "not_same", "another company of that name")
    assert case.adjudications[0]["decided"] == "not_same"
    other = Again(screener, handle, DAY).first(shipment(NAME, "M-9"))
    assert other.columns[0].outcome != "license_required"
    assert other.decided["adjudications"][0]["note"] == "another company of that name"
    for party, body, word, says in (
        (NAME, "kestrel", "maybe", "decided is 'maybe'"),
        ("Nobody", "kestrel", "same", "no party 'Nobody'"),
        (NAME, "nobody", "same", "no body 'nobody'"),
    ):
        with pytest.raises(UsageError, match=says):
            ana.adjudicate(case_id, party, body, word, "why")


def test_what_needs_words_is_refused_without(ana: Cases, case_id: str) -> None:
    acts: list[Callable[[], object]] = [
        lambda: ana.comment(case_id, ""),
        lambda: ana.propose(case_id, "hold", ""),
        lambda: ana.decide_again(case_id, " "),
    ]
    for act in acts:
        with pytest.raises(InputError, match="needs words"):
            act()
    with pytest.raises(UsageError, match="no disposition 'clear'"):
        ana.propose(case_id, "clear", "x")
    assert not any("clear" in name for name in (*DISPOSITIONS, *STATUSES))
    with pytest.raises(UsageError, match="there is no case 'x'"):
        ana.get("x")


def test_the_queue_is_an_index_that_can_be_built_again(
    ana: Cases, case_id: str, handle: Handle, screener: Screener
) -> None:
    other = ana.open(screener.decide(shipment("Invented Merlin Bicycles", "M-2"))).id
    ana.assign(case_id, "ben")
    assert [row.id for row in ana.list()] == [other, case_id]
    assert [row.id for row in ana.list(after=other)] == [case_id]
    assert [row.id for row in ana.list(assignee="ben")] == [case_id]
    assert handle.queue.counts() == {"open": 1, "in_review": 1}
    row = handle.queue.get(case_id)
    assert row is not None
    from dataclasses import replace

    handle.queue.put(replace(row, status="closed", outcome="no_rule"))
    assert [one.what.split(" of the case")[0] for one in check_queue(handle)] == [
        "the queue says outcome 'no_rule'",
        "the queue says status 'closed'",
    ]
    assert rebuild(handle) == 2
    assert check_queue(handle) == []


def test_an_approval_that_was_written_by_hand_is_found(ana: Cases, case_id: str, handle: Handle) -> None:
    ana.propose(case_id, "proceed", "I say so")
    handle.ledger.append("case.approved", case_id, {"n": 3, "reason": ""}, "ana")
    assert any("approved what the same person proposed" in one.what for one in check_queue(handle))
    handle.ledger.append("case.woken", case_id, {"n": 4, "why": ""}, "ana")
    assert any("does not rest" in one.what for one in check_queue(handle))


def test_every_kind_of_event_is_known(ana: Cases, case_id: str) -> None:
    assert fold("x", []) is None
    assert {event.kind for event in ana.events(case_id)} <= KINDS


def test_two_who_act_at_once_do_not_act_on_what_is_no_more(handle: Handle, screener: Screener, case_id: str) -> None:
    """Of many who approve at one moment one does; the others are refused."""
    import threading

    Cases(handle, "ana", screener).propose(case_id, "refuse", "listed")
    done: list[str] = []
    refused: list[str] = []

    def approve(name: str) -> None:
        try:
            done.append(Cases(handle, name, screener).approve(case_id).approved_by)
        except UsageError as fault:
            refused.append(fault.message)

    threads = [threading.Thread(target=approve, args=(f"user{number}",)) for number in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(done) == 1
    assert set(refused) == {"there is nothing to approve"}
    assert check_queue(handle) == []


def test_who_decides_while_another_does_begins_again(
    ana: Cases, ben: Cases, case_id: str, handle: Handle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What both said is in the last decision: the second looks again at what the first made of the case."""
    from countersight.cases.again import Again

    decision = read_decision(handle.decisions.get(ana.get(case_id).decision))
    one, two = decision.columns[0].questions[:2]
    decide, meanwhile = Again.decide, [True]

    def slow(self: Again, *given: object) -> object:
        made = decide(self, *given)  # type: ignore[arg-type]
        if meanwhile:
            meanwhile.clear()
            ben.answer(case_id, two.fact, value=False, evidence="ben's", about=two.about)
        return made

    monkeypatch.setattr(Again, "decide", slow)
    case = ana.answer(case_id, one.fact, value=False, evidence="ana's", about=one.about)
    answers = read_decision(handle.decisions.get(case.decision)).matter["answers"]
    assert [told["by"] for told in answers] == ["ben", "ana"]
    assert len(case.decisions) == 3
