"""The office: everything that an answer is made of, behind one name. ``app.state.office`` holds it; nothing in it is ever changed.

What answers is what the command uses: the same screener, the same rulebooks, the same snapshot. A new list or a new rulebook is
a new office, put in the place of the old one while requests under way end with the one they began with.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from threading import RLock
from typing import TypeVar

from countersight.access.serving import Serving
from countersight.app import Screener, open_snapshot
from countersight.desk.desk import Desk
from countersight.model.decision import Decision
from countersight.model.matter import Matter
from countersight.rules.book import Rulebook
from countersight.screening.one import Screener as Deciding
from countersight.settings import Settings
from countersight.snapshots.current import current_snapshot
from countersight.store.snapshot import Snapshot

T = TypeVar("T")


@dataclass(frozen=True)
class Office:
    """What a request is answered with."""

    settings: Settings
    serving: Serving
    screener: Screener
    desk: Desk
    _one_at_a_time: RLock = field(default_factory=RLock, repr=False)

    @property
    def snapshot(self) -> Snapshot:
        """What is known; read by any number of threads."""
        return self.screener.snapshot

    @property
    def rulebooks(self) -> Sequence[Rulebook]:
        """The law, in the order of the columns."""
        with self._one_at_a_time:
            return self.screener.deciding.books

    def decide(self, matter: Matter) -> Decision:
        """What the law says of a matter; safe from any thread."""
        return self.deciding(lambda screener: screener.decide(matter))

    def deciding(self, job: Callable[[Deciding], T]) -> T:
        """Let a job use what decides. It keeps what it worked out in tables that no two threads may write at once, so jobs take turns."""
        with self._one_at_a_time:
            return job(self.screener.deciding)

    def renewed(self) -> Office:
        """This office, or one over the snapshot that an update made the current one meanwhile.

        Raises:
            DataError: The new one cannot be opened.
        """
        folder = self.settings.snapshot or current_snapshot(self.settings.cache)
        if folder is None or folder == self.snapshot.folder:
            return self
        made = replace(self, screener=Screener(Snapshot.open(folder)), _one_at_a_time=RLock())
        made.warm()
        return made

    def warm(self) -> None:
        """Look for a name that is nobody's, so that the first who asks does not wait for tables to be read."""
        for name in ("countersight", "\u674e\u5b81"):
            self.screener.match(name)

    def alone(self) -> AbstractContextManager[object]:
        """Hold the turn for several steps; see :meth:`deciding`."""
        return self._one_at_a_time


def open_office(settings: Settings, serving: Serving) -> Office:
    """The office of a machine.

    Raises:
        DataError: The snapshot, or the database, cannot be opened.
    """
    screener = Screener(open_snapshot(settings))
    desk = Desk.open(serving.database, serving.ledger)
    return Office(settings, serving, screener, desk)
