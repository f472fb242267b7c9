"""Retention, the clock, and leases. All invented."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

import pytest

from countersight.app import Screener
from countersight.cases.cases import Cases
from countersight.cases.checking import check_queue
from countersight.cases.clock import Clock, Means, Round, alone, go_round
from countersight.cases.retaining import HOLD, Retention, retain
from countersight.cases.watching import Watching
from countersight.desk.desk import Desk, Handle
from countersight.desk.leases import give_back, take
from countersight.desk.verifying import verify
from countersight.errors import DataError, InputError
from countersight.store.snapshot import Snapshot
from tests.cases.conftest import LISTED, OTHER, shipment, snapshot

NAME = "Invented Kestrel Vision Co., Ltd."
LATER = date(2035, 1, 1)
Screening = Callable[[Snapshot], Screener]


@pytest.fixture
def screener(screening: Screening) -> Screener:
    return screening(snapshot(LISTED, OTHER))


def closed(handle: Handle, screener: Screener, name: str, number: str) -> str:
    ana = Cases(handle, "ana", screener)
    case = ana.open(screener.decide(shipment(name, number)), title=f"about {name}")
    ana.attach(case.id, f"letter {number}".encode(), "letter.txt")
    ana.comment(case.id, f"said of {name}")
    ana.propose(case.id, "refuse", f"because of {name}")
    Cases(handle, "ben").approve(case.id)
    return case.id


def everything_said(handle: Handle) -> str:
    return (
        "".join(entry.payload or "" for entry in handle.ledger.every())
        + repr(handle.queue.page())
        + repr(handle.decisions.page())
    )


def test_what_was_kept_long_enough_goes_and_the_chain_stays(handle: Handle, screener: Screener) -> None:
    case_id = closed(handle, screener, NAME, "M-1")
    files = handle.attachments.held()
    assert retain(handle, LATER, "admin") == {"sent": 3, "once": 0}
    assert NAME in everything_said(handle), "without a policy nothing that matters goes"
    Retention(cases=365).keep(handle, "admin")
    assert retain(handle, LATER, "admin")["cases"] == 1
    assert NAME not in everything_said(handle)
    assert "M-1" not in everything_said(handle)
    assert handle.attachments.data(files[0]) is None
    found = verify(handle)
    assert found.sound, found.faults
    assert found.purged == 7
    assert check_queue(handle) == []
    assert Cases(handle, "ana").events(case_id)[0].purged
    assert retain(handle, LATER, "admin")["cases"] == 0, "what is gone goes once"


def test_what_is_open_on_hold_or_too_young_stays(handle: Handle, screener: Screener) -> None:
    old, held = closed(handle, screener, NAME, "M-1"), closed(handle, screener, NAME, "M-2")
    open_ = Cases(handle, "ana", screener).open(screener.decide(shipment(NAME, "M-3"))).id
    handle.settings.put(HOLD, [held], "admin")
    Retention(cases=365).keep(handle, "admin")
    assert retain(handle, date(2026, 12, 1), "admin")["cases"] == 0
    assert retain(handle, LATER, "admin")["cases"] == 1
    cases = Cases(handle, "ana")
    assert [cases.events(one)[0].purged for one in (old, held, open_)] == [True, False, False]


def test_decisions_in_no_case_go_by_themselves(handle: Handle, screener: Screener) -> None:
    alone_ = screener.decide(shipment(NAME, "M-1"))
    handle.decisions.put(alone_, "ana")
    case = Cases(handle, "ana", screener).open(screener.decide(shipment(NAME, "M-2")))
    watch = Watching(handle, screener, today=lambda: date(2026, 11, 20)).add(shipment(NAME, "M-3", None))
    Retention(decisions=30).keep(handle, "admin")
    assert retain(handle, LATER, "admin")["decisions"] == 1
    with pytest.raises(DataError, match="was purged"):
        handle.decisions.get(alone_.id)
    assert handle.decisions.get(case.decision)
    assert handle.decisions.get(watch.decision)
    assert verify(handle).sound


def test_a_policy_of_no_days_is_refused(handle: Handle) -> None:
    with pytest.raises(InputError, match="kept for less than a day"):
        Retention(cases=0).keep(handle, "admin")


def test_a_round_wakes_looks_and_sends(desk: Desk, handle: Handle, screener: Screener, screening: Screening) -> None:
    day = [date(2026, 11, 20)]
    cases = Cases(handle, "ana", screener, today=lambda: day[0])
    case = cases.open(screener.decide(shipment(NAME, "M-1")))
    cases.snooze(case.id, date(2026, 11, 22), "they answer then")
    Watching(handle, screener, today=lambda: day[0]).add(shipment("Invented Puffin Networks GmbH", "M-2", None))
    used = [screener]
    held = {screener.snapshot.content_hash: screener.snapshot}
    means = Means(lambda: used[0], find=held.get, today=lambda: day[0])
    first = go_round(desk, means)
    assert (first.woken, first.faults) == ({"office": []}, {})
    assert first.looked["office"].decided == {}
    day[0] = date(2026, 11, 22)
    from dataclasses import replace

    used[0] = screening(
        snapshot(LISTED, replace(OTHER, designations=(replace(LISTED.designations[0], body_id="puffin"),)))
    )
    second = go_round(desk, means)
    assert second.woken == {"office": [case.id]}
    assert cases.get(case.id).status == "open"
    assert [one.watch for one in second.looked["office"].differences] == [handle.watched.page()[0].id]


def test_one_process_at_a_time(desk: Desk) -> None:
    assert take(desk, "clock", "one", 60)
    assert take(desk, "clock", "one", 60), "who holds it may hold it longer"
    assert not take(desk, "clock", "two", 60)
    with pytest.raises(DataError, match="another process looks"):
        alone(desk, lambda: None, "two")
    give_back(desk, "clock", "two")
    assert not take(desk, "clock", "two", 60), "nobody gives back what another holds"
    give_back(desk, "clock", "one")
    assert alone(desk, lambda: "done", "two") == "done"
    assert take(desk, "clock", "dead", -1)
    assert take(desk, "clock", "two", 60), "who died loses it with its time"


def test_the_clock_goes_round_beside_a_service(desk: Desk, handle: Handle, screener: Screener) -> None:
    Watching(handle, screener, today=lambda: date(2026, 11, 20)).add(shipment(NAME, "M-1", None))
    rounds: list[Round] = []
    clock = Clock(desk, Means(lambda: screener, today=lambda: date(2026, 11, 20)), every=0.01, told=rounds.append)
    clock.start()
    for _ in range(500):
        if len(rounds) >= 2:
            break
        time.sleep(0.02)
    clock.stop()
    assert len(rounds) >= 2
    assert rounds[0].faults == {}
    assert rounds[0].looked["office"].watched == 1
