"""What another edition would change is shown before it is taken into use, and that it was taken stands in the ledger. All invented."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from countersight.app import Screener
from countersight.cases.cases import Cases
from countersight.cases.taking import note_taken, preview
from countersight.cases.watching import Watching
from countersight.desk.desk import Handle
from countersight.store.snapshot import Snapshot
from tests.cases.conftest import FREE, LISTED, OTHER, shipment, snapshot

DAY = date(2026, 11, 20)
NAME = "Invented Kestrel Vision Co., Ltd."
Screening = Callable[[Snapshot], Screener]


def test_what_another_list_would_change(handle: Handle, screening: Screening) -> None:
    old, new = screening(snapshot(FREE, OTHER)), screening(snapshot(LISTED, OTHER))
    watching = Watching(handle, old, today=lambda: DAY)
    watching.add(shipment(NAME, "W-1", None), watch_id="W-1")
    watching.add(shipment("Invented Merlin Bicycles", "W-2", None), watch_id="W-2")
    cases = Cases(handle, "ana", old)
    cases.open(old.decide(shipment(NAME, "M-1")))
    done = cases.open(old.decide(shipment(NAME, "M-2")))
    cases.propose(done.id, "refuse", "x")
    Cases(handle, "ben").approve(done.id)
    before = handle.ledger.last
    found = preview(handle, old, new, DAY)
    assert (found.looked_at, sorted(one.matter for one in found.impacts)) == (3, ["M-1", "W-1"])
    assert {one.columns[0].after for one in found.impacts} == {"license_required"}
    assert handle.ledger.last == before, "nothing is written"
    assert preview(handle, old, old, DAY).impacts == ()


def test_what_another_law_would_change(handle: Handle, screening: Screening) -> None:
    old = screening(snapshot(LISTED, OTHER))
    Watching(handle, old, today=lambda: DAY).add(shipment(NAME, "W-1", None))
    new = screening(old.snapshot)
    book = new.deciding.books[0]
    without = replace(book, pages=tuple(page for page in book.pages if page.id != "ear.744.11"), sha256="0" * 64)
    new._held = replace(new.deciding, books=[without])
    (impact,) = preview(handle, old, new, DAY).impacts
    assert impact.columns[0].no_longer == ("ear.744.11",)


def test_every_list_that_is_taken_into_use_stands_in_the_ledger(handle: Handle, screening: Screening) -> None:
    old, new = screening(snapshot(FREE, OTHER)), screening(snapshot(LISTED, OTHER))
    assert note_taken(handle, old, "system:clock")
    assert not note_taken(handle, old, "system:clock")
    assert note_taken(handle, new, "ana", "the update of today")
    told = [(entry.kind, entry.actor, entry.body.get("why")) for entry in handle.ledger.every()]
    assert told == [
        ("list.taken", "system:clock", ""),
        ("rulebook.taken", "system:clock", ""),
        ("list.taken", "ana", "the update of today"),
    ]
    last = handle.ledger.of(new.snapshot.content_hash)[0].body
    assert (last["before"], last["after"]) == (old.snapshot.content_hash, new.snapshot.content_hash)
    assert [row["topic"] for row in handle.outgoing.page(channel="feed")] == ["list.taken"]
