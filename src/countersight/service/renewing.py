"""New evidence is taken into use while the service runs: what ``atlas update`` made the current snapshot answers from then on, in every worker."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Final

from countersight.errors import CountersightError

if TYPE_CHECKING:
    from fastapi import FastAPI

    from countersight.access.office import Office

LOOK: Final = 15.0
"""Seconds between two looks at which snapshot is the current one."""

log = logging.getLogger("countersight.service")


class Renewing:
    """A thread of a worker. Requests under way end with the office that they began with."""

    def __init__(self, app: FastAPI) -> None:
        """Args: the application, whose office is put in the place of the old one."""
        self._app = app
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="countersight-renewing", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End after what is under way."""
        self._stop.set()
        self._thread.join(5)

    def renew(self) -> bool:
        """Take the current snapshot into use; True where it is another one.

        Raises:
            DataError: It cannot be opened; the old one stays.
        """
        old: Office = self._app.state.office
        new = old.renewed()
        if new is old:
            return False
        self._app.state.office = new
        self._app.state.metrics.answered_from(new.snapshot.content_hash)
        log.info("answers now from the snapshot %s", new.snapshot.content_hash[:12])
        return True

    def _run(self) -> None:
        office: Office = self._app.state.office
        log.info("reads the law: %d rulebooks", len(office.rulebooks))  # so that the first who has a matter decided does not wait for it
        while not self._stop.wait(LOOK):
            try:
                self.renew()
            except CountersightError as fault:
                log.error("the new snapshot cannot be taken into use, the old one stays: %s", type(fault).__name__)  # noqa: TRY400 - said again every few seconds
