"""Watching: only what may change is decided again, nothing that changes is missed, and what differs becomes a case. All invented."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from countersight.app import Screener
from countersight.cases.cases import Cases
from countersight.cases.watching import Watching
from countersight.desk.desk import Handle
from countersight.model.body import Body, Designation, Edge, Name
from countersight.model.stored import read_decision
from countersight.model.units import WHOLE
from countersight.screening.impact import moved
from countersight.store.snapshot import Snapshot
from tests.cases.conftest import COVERAGE, FREE, LISTED, LISTING, OTHER, shipment, snapshot

DAY = date(2026, 11, 20)
KESTREL, MERLIN = (
    shipment("Invented Kestrel Vision Co., Ltd.", "M-1", None),
    shipment("Invented Merlin Bicycles", "M-2", None),
)
Screening = Callable[[Snapshot], Screener]


class Office:
    """Looks again and again, over one snapshot after another."""

    def __init__(self, handle: Handle, screening: Screening, first: Snapshot) -> None:
        self.handle, self.screening, self.day = handle, screening, DAY
        self.held = {first.content_hash: first}
        self.watching = self.over(first)

    def over(self, held: Snapshot) -> Watching:
        self.held[held.content_hash] = held
        self.screener = self.screening(held)
        self.watching = Watching(self.handle, self.screener, today=lambda: self.day, find=self.held.get)
        return self.watching


@pytest.fixture
def office(handle: Handle, screening: Screening) -> Office:
    found = Office(handle, screening, snapshot(FREE, OTHER))
    for matter in (KESTREL, MERLIN):
        found.watching.add(matter, watch_id=matter.id)
    found.watching.look()
    return found


def test_nothing_changed_nothing_is_decided(office: Office) -> None:
    looked = office.watching.look()
    assert (looked.watched, looked.names, looked.decided, looked.differences) == (2, 0, {}, [])


def test_a_listing_decides_again_whom_it_hits_and_makes_a_case(office: Office) -> None:
    looked = office.over(snapshot(LISTED, OTHER)).look()
    assert list(looked.decided) == ["M-1"]
    assert looked.decided["M-1"] == ("a list says otherwise of a body that it hangs on",)
    (found,) = looked.differences
    assert (found.watch, found.after) == ("M-1", "license_required")
    cases = Cases(office.handle, "ana", office.screener)
    case = cases.get(found.case)
    assert (case.status, case.watch, case.outcome) == ("open", "M-1", "license_required")
    assert office.watching.look().differences == []
    topics = {row["topic"] for row in office.handle.outgoing.page(channel="feed")}
    assert topics == {"watch.changed", "case.opened"}


def test_a_case_that_was_closed_is_opened_again(office: Office) -> None:
    found = office.over(snapshot(LISTED, OTHER)).look().differences[0]
    Cases(office.handle, "ana").propose(found.case, "refuse", "it is listed")
    assert Cases(office.handle, "ben").approve(found.case).status == "closed"
    again = office.over(snapshot(FREE, OTHER)).look().differences[0]
    assert again.case == found.case
    case = Cases(office.handle, "ana").get(found.case)
    assert (case.status, case.disposition, case.outcome, len(case.decisions)) == ("open", "", again.after, 2)


def test_a_new_body_of_the_same_name_is_found_by_the_name(office: Office) -> None:
    new = Body(
        "merlin",
        "Company",
        (Name("Invented Merlin Bicycles", "en", "primary"),),
        ("CN",),
        designations=(replace(LISTING, body_id="merlin"),),
    )
    looked = office.over(snapshot(FREE, OTHER, new)).look()
    assert list(looked.decided) == ["M-2"]
    assert looked.names == 2
    assert [one.watch for one in looked.differences] == ["M-2"]


def test_an_owner_far_above_counts(office: Office) -> None:
    top = replace(OTHER, id="top", names=(Name("Invented Top Holding", "en", "primary"),))
    middle = replace(OTHER, id="middle", names=(Name("Invented Middle Holding", "en", "primary"),))
    edges = tuple(
        Edge(owner, asset, "equity", WHOLE, WHOLE, "2020-01-01", "", "invented")
        for owner, asset in (("top", "middle"), ("middle", "kestrel"))
    )
    office.over(snapshot(FREE, OTHER, top, middle, edges=edges)).look()
    listed = replace(top, designations=(Designation("us.ofac.sdn", "top", "2026-01-01", "00 FR 2"),))
    looked = office.over(snapshot(FREE, OTHER, listed, middle, edges=edges)).look()
    assert list(looked.decided) == ["M-1"]
    assert [one.watch for one in looked.differences] == ["M-1"]


def test_the_day_of_a_listing_to_come_is_a_boundary(office: Office) -> None:
    coming = replace(FREE, designations=(replace(LISTING, start="2026-12-05"),))
    first = office.over(snapshot(coming, OTHER)).look()
    assert first.differences == []
    watch = office.handle.watched.get("M-1")
    assert watch is not None
    assert watch.next_on == "2026-12-05"
    office.day = date(2026, 12, 4)
    assert office.watching.look().decided == {}
    office.day = date(2026, 12, 5)
    looked = office.watching.look()
    assert list(looked.decided) == ["M-1"]
    assert looked.differences[0].after == "license_required"


def test_a_list_that_grows_too_old_is_a_boundary(office: Office) -> None:
    office.day = date(2027, 1, 4)  # 45 days after the last edition
    looked = office.watching.look()
    assert set(looked.decided) == {"M-1", "M-2"}
    assert all("no longer be said" in " ".join(why) for why in looked.decided.values())


def test_another_law_decides_its_kind_again(office: Office) -> None:
    deciding = office.screener.deciding
    pages = tuple(
        replace(page, sha256="0" * 64) if "shipment" in page.head.scope else page for page in deciding.books[0].pages
    )
    office.screener._held = replace(deciding, books=[replace(deciding.books[0], pages=pages)])
    assert set(office.watching.look().decided) == {"M-1", "M-2"}
    pages = tuple(replace(page, sha256="1" * 64) if tuple(page.head.scope) == ("tax",) else page for page in pages)
    office.screener._held = replace(deciding, books=[replace(deciding.books[0], pages=pages)])
    assert office.watching.look().decided == {}


def test_an_adjudication_comes_back_when_a_fact_changes(office: Office) -> None:
    found = office.over(snapshot(LISTED, OTHER)).look().differences[0]
    cases = Cases(office.handle, "ana", office.screener, today=lambda: DAY)
    case = cases.adjudicate(
        found.case,
        "Invented Kestrel Vision Co., Ltd.",
        "kestrel",
        "not_same",
        "another company of that name, says its register",
    )
    assert case.outcome != "license_required"
    cases.propose(case.id, "false_match", "another company of that name")
    assert Cases(office.handle, "ben").approve(case.id).status == "closed"
    office.watching.look()
    assert cases.get(case.id).status == "closed"
    elsewhere = replace(LISTED, countries=("CN", "DE"))
    looked = office.over(snapshot(elsewhere, OTHER)).look()
    again = Cases(office.handle, "ana").get(case.id)
    assert again.status == "open"
    assert [one.after for one in looked.differences] == ["license_required"]


def test_a_closed_case_that_nobody_watches_comes_back_too(handle: Handle, screening: Screening) -> None:
    office = Office(handle, screening, snapshot(LISTED, OTHER))
    cases = Cases(handle, "ana", office.screener, today=lambda: DAY)
    case = cases.open(office.screener.decide(shipment("Invented Kestrel Vision Co., Ltd.", "M-3")))
    cases.adjudicate(case.id, "Invented Kestrel Vision Co., Ltd.", "kestrel", "not_same", "another company")
    cases.propose(case.id, "false_match", "another company of that name")
    Cases(handle, "ben").approve(case.id)
    assert office.watching.look().reopened == []
    assert office.over(snapshot(replace(LISTED, countries=("CN", "DE")), OTHER)).look().reopened == [case.id]
    assert "of other facts" in cases.get(case.id).why
    cases.propose(case.id, "false_match", "looked at again")
    Cases(handle, "ben").approve(case.id)
    assert office.watching.look().reopened == []


def random_world(chance: random.Random, words: list[str]) -> Snapshot:
    """Bodies of few words, so that names are often near one another, with owners and listings."""
    bodies, edges = [], []
    for number in range(14):
        told = (
            [
                Designation(
                    chance.choice(["us.bis.entity_list", "us.ofac.sdn"]),
                    f"b{number}",
                    chance.choice(["2019-10-09", "2026-12-01"]),
                    "00 FR 9",
                )
            ]
            if chance.random() < 0.4
            else []
        )
        name = f"Invented {' '.join(chance.sample(words, 2))} {chance.choice(['Co., Ltd.', 'Technology', 'Group'])}"
        bodies.append(
            Body(
                f"b{number}",
                "Company",
                (Name(name, "en", "primary"),),
                (chance.choice(["CN", "HK"]),),
                government="no",
                designations=tuple(told),
            )
        )
        if number and chance.random() < 0.5:
            edges.append(
                Edge(
                    f"b{chance.randrange(number)}",
                    f"b{number}",
                    "equity",
                    WHOLE * 6 // 10,
                    WHOLE,
                    "2020-01-01",
                    chance.choice(["", "2026-12-10"]),
                    "invented",
                )
            )
    return snapshot(
        *bodies,
        edges=tuple(edges),
        coverage=[
            replace(one, last_edition=chance.choice(["2026-11-19", "2026-11-19", "2026-11-12"])) for one in COVERAGE
        ],
    )


@pytest.mark.parametrize("seed", range(4))
def test_nothing_that_changes_is_missed(handle: Handle, screening: Screening, seed: int) -> None:
    """Whatever a look leaves alone is decided as before by deciding it, over lists that change at random."""
    chance = random.Random(seed)
    words = ["Heron", "Osprey", "Gannet", "Plover", "Dunlin", "Whimbrel"]
    office = Office(handle, screening, random_world(chance, words))
    matters = [shipment(f"Invented {' '.join(chance.sample(words, 2))}", f"M-{number}", None) for number in range(12)]
    for matter in matters:
        office.watching.add(matter, watch_id=matter.id)
    office.watching.look()
    left = differed = 0
    for step in range(4):
        office.day = date(2026, 11, 20 + step * 3) if step < 3 else date(2026, 12, 11)
        before = {matter.id: decision_of(handle, matter.id) for matter in matters}
        looked = office.over(random_world(chance, words) if step != 2 else office.screener.snapshot).look()
        deciding = office.watching.deciding()
        for matter in matters:
            made = deciding.decide(matter)
            if matter.id not in looked.decided:
                left += 1
                assert moved(before[matter.id], made) == (), (
                    f"{matter.id} was left alone, and is decided otherwise on {office.day}"
                )
            else:
                differed += bool(moved(before[matter.id], made))
            assert moved(decision_of(handle, matter.id), made) == ()
    assert differed > 0
    assert left > 0


def decision_of(handle: Handle, watch_id: str):  # type: ignore[no-untyped-def]  # noqa: ANN201 - a decision
    watch = handle.watched.get(watch_id)
    assert watch is not None
    return read_decision(handle.decisions.get(watch.decision))
