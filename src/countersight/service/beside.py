"""What a worker does beside answering: it takes a new snapshot into use, and one worker of all goes round (:mod:`countersight.cases.clock`)."""

from __future__ import annotations

import logging
import os
import threading
from typing import TYPE_CHECKING, Final

from countersight.access.office import Office
from countersight.cases.clock import Clock, Means, Round, held_snapshots
from countersight.cases.sending import Mailing
from countersight.errors import CountersightError

if TYPE_CHECKING:
    from fastapi import FastAPI

LOOK: Final = 15.0
"""Seconds between two looks at which snapshot is the current one."""

log = logging.getLogger("countersight.service")


class Beside:
    """Two threads of a worker: one that takes new evidence into use, one that goes round under the lease."""

    def __init__(self, app: FastAPI) -> None:
        """Args: the application, whose office is put in the place of the old one."""
        self._app = app
        office: Office = app.state.office
        means = Means(lambda: self._office.screener, Mailing.from_environment(os.environ), held_snapshots(office.settings.cache), os.environ.get("COUNTERSIGHT_PRIVATE_WEBHOOKS") == "1")
        self._clock = Clock(office.desk, means, every=office.serving.round_seconds, told=told)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="countersight-renewing", daemon=True)

    @property
    def _office(self) -> Office:
        office: Office = self._app.state.office
        return office

    def start(self) -> None:
        """Begin."""
        self._thread.start()
        self._clock.start()

    def stop(self) -> None:
        """End after what is under way."""
        self._stop.set()
        self._clock.stop()
        self._thread.join(5)

    def renew(self) -> bool:
        """Take the current snapshot into use; True where it is another one."""
        old = self._office
        new = old.renewed()
        if new is old:
            return False
        self._app.state.office = new
        self._app.state.metrics.answered_from(new.snapshot.content_hash)
        log.info("answers now from the snapshot %s", new.snapshot.content_hash[:12])
        return True

    def _run(self) -> None:
        while not self._stop.wait(LOOK):
            try:
                self.renew()
            except CountersightError as fault:
                log.error("the new snapshot cannot be taken into use, the old one stays: %s", type(fault).__name__)  # noqa: TRY400 - the place is known, and said again every few seconds


def told(done: Round) -> None:
    """A line of the log on a round, without names."""
    differs = sum(len(one.differences) for one in done.looked.values())
    log.info("a round: %d decided again, %d differ, %d woken, %d sent, %d faults",
             sum(len(one.decided) for one in done.looked.values()), differs, sum(map(len, done.woken.values())), sum(done.sent.values()), len(done.faults))  # fmt: skip
