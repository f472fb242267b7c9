"""Retention: what an office keeps for how long, and how it goes. What was said goes; that it was said, and its hash, stays in the ledger."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from countersight.cases.cases import row_of
from countersight.cases.checking import folded
from countersight.cases.folding import event_of, fold
from countersight.errors import InputError

if TYPE_CHECKING:
    from countersight.desk.desk import Handle

SETTING: Final = "retention"
HOLD: Final = "retention.hold"
"""The setting with the ids of cases that are kept whatever their age: a court, an authority or an audit has asked for them."""


@dataclass(frozen=True, slots=True)
class Retention:
    """Days after which something goes; None keeps it. What the law wants to be kept is for the office to say (15 CFR 762.6 names five years)."""

    cases: int | None = None
    """After a case was closed: what its events and its decisions say, and its attachments."""
    decisions: int | None = None
    """Decisions that are in no case and are not watched."""
    matters: int | None = None
    reads: int | None = None
    sent: int | None = 90
    once: int | None = 30

    @classmethod
    def of(cls, handle: Handle) -> Retention:
        """What the tenant has set."""
        told: dict[str, Any] = handle.settings.get(SETTING, {})
        known = {one.name for one in fields(cls)}
        return cls(**{name: value for name, value in told.items() if name in known})

    def keep(self, handle: Handle, by: str) -> None:
        """Set it, and say so in the ledger.

        Raises:
            InputError: A number of days below one.
        """
        if wrong := [name for name, value in asdict(self).items() if value is not None and value < 1]:
            raise InputError(f"{wrong[0]} is kept for less than a day", hint="give days, or nothing to keep it")
        with handle.writing():
            handle.settings.put(SETTING, asdict(self), by)
            handle.ledger.append("retention.set", "", asdict(self), by)


def retain(handle: Handle, today: date, by: str) -> dict[str, int]:
    """Let go what has been kept long enough; how much of each.

    Args:
        handle: What the tenant holds.
        today: The day.
        by: Who lets it go.
    """
    policy = Retention.of(handle)
    found: dict[str, int] = {}
    with handle.writing():
        handle.hold()
        if policy.cases is not None:
            found["cases"] = _cases(handle, _before(today, policy.cases), by)
        if policy.decisions is not None:
            found["decisions"] = _decisions(handle, _before(today, policy.decisions), by)
        for name, store in (
            ("matters", handle.matters),
            ("reads", handle.reads),
            ("sent", handle.outgoing),
            ("once", handle.once),
        ):
            days = getattr(policy, name)
            if days is not None:
                found[name] = store.purge(_before(today, days))
        handle.people.end_old_sessions()
    return found


def _before(today: date, days: int) -> str:
    return (today - timedelta(days=days)).isoformat()


def _cases(handle: Handle, before: str, by: str) -> int:
    cases, _ = folded(handle)
    held = set(handle.settings.get(HOLD, []))
    old = [
        case
        for case in cases.values()
        if case.status == "closed" and case.changed_at < before and case.id not in held and case.decisions
    ]
    others = [case for case in cases.values() if case not in old]
    kept = {one for case in others for one in case.decisions} | _watched(handle)
    files = {one["sha256"] for case in others for one in case.attachments}
    for case in old:
        seqs = [entry.seq for entry in handle.ledger.of(case.id, "case.") if entry.payload is not None]
        gone = [row for one in case.decisions if one not in kept and (row := handle.decisions.row(one))]
        handle.ledger.purge([*seqs, *(row.seq for row in gone)], f"the case {case.id} was closed before {before}", by)
        handle.decisions.blank([row.id for row in gone])
        for one in case.attachments:
            if one["sha256"] not in files:
                handle.attachments.empty(one["sha256"])
        left = fold(case.id, [event_of(entry) for entry in handle.ledger.of(case.id, "case.")])
        if left:
            handle.queue.put(row_of(left))
    return len(old)


def _decisions(handle: Handle, before: str, by: str) -> int:
    cases, _ = folded(handle)
    kept = {one for case in cases.values() for one in case.decisions} | _watched(handle)
    gone = [
        entry
        for entry in handle.ledger.every(kind="decision")
        if entry.at < before and entry.payload is not None and entry.subject not in kept
    ]
    if gone:
        handle.ledger.purge([entry.seq for entry in gone], f"decided before {before}, in no case", by)
        handle.decisions.blank([entry.subject for entry in gone])
    return len(gone)


def _watched(handle: Handle) -> set[str]:
    found, after = set(), ""
    while page := handle.watched.page(after, 500):
        found |= {watch.decision for watch in page}
        after = page[-1].id
    return found
