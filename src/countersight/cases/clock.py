"""The clock of an office: what is done by itself. Cases wake, what is watched is looked at, what is to be sent is sent, what is old is let go.

One process of several does it, under a lease. The service starts :class:`Clock` beside itself; ``countersight watch`` does one round.
"""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from countersight.cases.cases import Cases, utc_today
from countersight.cases.retaining import retain
from countersight.cases.sending import Mailing, Sender
from countersight.cases.taking import note_taken
from countersight.cases.watching import Looked, Watching
from countersight.desk.leases import give_back, take
from countersight.errors import CountersightError, DataError

if TYPE_CHECKING:
    from countersight.app import Screener
    from countersight.desk.desk import Desk, Handle
    from countersight.store.snapshot import Snapshot

LEASE: Final = "clock"
FIRST: Final = 10.0
"""Seconds before the first round."""
TURN: Final = "clock.turn"
"""Who goes round, of several workers: the same one, until it dies."""
ACTOR: Final = "system:clock"
HELD: Final = 600
"""Seconds that a round may take before another process may believe that this one died."""


@dataclass(frozen=True, slots=True)
class Means:
    """What a round is done with."""

    screener: Callable[[], Screener]
    """The screener in use at that moment: a new list is a new one."""
    mailing: Mailing = field(default_factory=Mailing)
    find: Callable[[str], Snapshot | None] | None = None
    """How the snapshot of before is found by its hash."""
    private: bool = False
    """Whether webhooks may lie in private networks."""
    today: Callable[[], date] = utc_today


@dataclass(slots=True)
class Round:
    """What one round did, tenant by tenant."""

    looked: dict[str, Looked] = field(default_factory=dict)
    woken: dict[str, list[str]] = field(default_factory=dict)
    sent: dict[str, int] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)


def held_snapshots(home: Path) -> Callable[[str], Snapshot | None]:
    """How a snapshot of before is found: among those that ``atlas update`` keeps, and the starters."""
    from countersight.snapshots.current import snapshot_folder  # noqa: PLC0415 - opened only where a list changed
    from countersight.store.snapshot import Snapshot as Opened  # noqa: PLC0415

    def find(digest: str) -> Snapshot | None:
        folders = [snapshot_folder(home, digest), *sorted(home.glob("starter-*"))]
        for folder in folders:
            if folder.is_dir():
                try:
                    found = Opened.open(folder)
                except DataError:
                    continue
                if found.content_hash == digest:
                    return found
                found.close()
        return None

    return find


def wake(handle: Handle, today: date) -> list[str]:
    """Take up the cases whose day has come."""
    cases = Cases(handle, ACTOR, today=lambda: today)
    found, after = [], ""
    while page := cases.list(after, 200, status="snoozed"):
        found += [row.id for row in page if row.snoozed_until <= today.isoformat()]
        after = page[-1].id
    for one in found:
        cases.wake(one)
    return found


def go_round(desk: Desk, means: Means) -> Round:
    """Do everything once, for every tenant. What goes wrong for one keeps no other from its turn."""
    done = Round()
    for tenant in desk.tenants():
        handle = desk.of(tenant)
        try:
            done.woken[tenant] = wake(handle, means.today())
            note_taken(handle, means.screener(), ACTOR)
            if handle.watched.count() or handle.adjudicated.lines():
                done.looked[tenant] = Watching(handle, means.screener(), today=means.today, find=means.find).look()
            retain(handle, means.today(), ACTOR)
            done.sent[tenant] = Sender(handle, means.mailing, private=means.private).send().sent
        except CountersightError as fault:
            done.faults[tenant] = str(fault)
    return done


def alone(desk: Desk, job: Callable[[], Any], holder: str = "") -> Any:  # noqa: ANN401 - whatever the job gives
    """Do a job under the lease.

    Raises:
        DataError: Another process is at it.
    """
    me = holder or f"{socket.gethostname()}:{os.getpid()}:{threading.get_ident()}"
    if not take(desk, LEASE, me, HELD):
        raise DataError("another process looks and sends at this moment", hint="wait until it is done")
    try:
        return job()
    finally:
        give_back(desk, LEASE, me)


class Clock:
    """A thread that goes round again and again, beside a service."""

    def __init__(
        self, desk: Desk, means: Means, *, every: float = 300.0, told: Callable[[Round], None] | None = None
    ) -> None:
        """Args: the office; what a round is done with; seconds between rounds; and who is told of each round."""
        self._desk, self._means, self._every, self._told = desk, means, every, told
        self._me = f"{socket.gethostname()}:{os.getpid()}:{id(self)}"
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="countersight-clock", daemon=True)

    def start(self) -> None:
        """Begin; the first round comes soon, and not while a service starts."""
        self._thread.start()

    def stop(self, wait: float = 10.0) -> None:
        """End after the round under way."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(wait)

    def once(self) -> Round | None:
        """One round, unless another process is at it."""
        if not take(self._desk, TURN, self._me, self._every * 0.9):
            return None  # another worker has this turn
        try:
            found: Round = alone(self._desk, lambda: go_round(self._desk, self._means))
        except DataError:
            return None
        if self._told:
            self._told(found)
        return found

    def _run(self) -> None:
        self._stop.wait(min(self._every, FIRST))
        while not self._stop.is_set():
            try:
                self.once()
            except Exception as fault:  # noqa: BLE001 - a thread that dies says nothing; the next round may do better
                if self._told:
                    self._told(Round(faults={"": repr(fault)}))
            self._stop.wait(self._every)
