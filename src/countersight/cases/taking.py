"""Another edition of the lists or of the law, before it is taken into use and when: what it would change, and that it was taken, in the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from countersight.cases.again import Again
from countersight.cases.cases import utc_today
from countersight.cases.telling import tell
from countersight.desk.moments import now
from countersight.model.matter import Matter
from countersight.screening.impact import Evidence, Preview
from countersight.screening.impact import preview as compared
from countersight.screening.one import Options
from countersight.screening.replay import restored

if TYPE_CHECKING:
    from countersight.app import Screener
    from countersight.desk.desk import Handle

STATE: Final = "in_use"
"""The setting with the lists and the law that are in use."""


def preview(handle: Handle, old: Screener, new: Screener, today: date | None = None) -> Preview:
    """What would be decided otherwise of what is watched and of open cases. Nothing is written.

    Args:
        handle: What the tenant holds.
        old: The lists and the law in use.
        new: Those that may be taken into use.
        today: The day as of which what is watched is decided.
    """
    before, after = old.deciding, new.deciding
    evidence = Evidence(old.snapshot, new.snapshot, before.books, before.base, after.books, after.base)
    return compared(evidence, _matters(handle, old, today or utc_today()))


def _matters(handle: Handle, screener: Screener, today: date) -> Iterator[tuple[Matter, Options]]:
    columns = screener.deciding.options.columns
    watching = Options(as_of=today, force_as_of=True, columns=columns, decided=Again(screener, handle, today).decided())
    after = ""
    while page := handle.watched.page(after, 500):
        for watch in page:
            yield Matter.model_validate(watch.matter), watching
        after = page[-1].id
    after = ""
    while cases := handle.queue.page(after, 200):
        for case in cases:
            held = handle.decisions.get(case.decision) if case.status != "closed" else None
            if held:
                _, options, matter = restored(held)
                yield matter, options
        after = cases[-1].id


def in_use(screener: Screener) -> dict[str, Any]:
    """The lists and the law of a screener: the hash of the snapshot, the last edition of every list, the hash of every rulebook."""
    deciding = screener.deciding
    return {
        "snapshot": screener.snapshot.content_hash,
        "lists": {one.list_id: one.last_edition for one in screener.snapshot.coverages()},
        "rulebooks": {book.id: book.sha256 for book in (*deciding.books, *deciding.base)},
    }


def note_taken(handle: Handle, screener: Screener, by: str, why: str = "") -> bool:
    """Note in the ledger that other lists or another law are in use; False where they are those of before.

    Args:
        handle: What the tenant holds.
        screener: What is in use.
        by: Who took it into use.
        why: Why, where somebody says so.
    """
    told = in_use(screener)
    held: dict[str, Any] = handle.settings.get(STATE, {})
    if {name: held.get(name) for name in told} == told:
        return False
    with handle.writing():
        for kind, what in (("list.taken", "snapshot"), ("rulebook.taken", "rulebooks")):
            if held.get(what) != told[what]:
                subject = str(told["snapshot"]) if what == "snapshot" else ""
                handle.ledger.append(
                    kind,
                    subject,
                    {
                        "before": held.get(what),
                        "after": told[what],
                        "lists": told["lists"] if what == "snapshot" else {},
                        "why": why,
                    },
                    by,
                )
        handle.settings.put(STATE, {**told, "at": now()}, by)
        if held and held["snapshot"] != told["snapshot"]:
            moved = [
                f"{name}: {held['lists'].get(name) or 'not held'} -> {day}"
                for name, day in told["lists"].items()
                if held["lists"].get(name) != day
            ]
            tell(
                handle,
                "list.taken",
                {"title": f"the lists in use are now {told['snapshot'][:12]}", "summary": "\n".join(moved) or why},
            )
    return True
