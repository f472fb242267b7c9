"""The clock of the office beside the service: cases wake, what is watched is looked at, mail and webhooks go out, what is old is let go.

``COUNTERSIGHT_WATCH_SECONDS`` says how often (default 300; 0: never, where ``countersight watch`` is run by other means). Of several workers one does it.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from countersight.cases.clock import Clock, Means, Round, held_snapshots
from countersight.cases.sending import Mailing

if TYPE_CHECKING:
    from countersight.access.office import Office

EVERY: Final = 300.0
log = logging.getLogger("countersight.clock")


def started(office: Callable[[], Office], environment: Mapping[str, str] | None = None) -> Clock | None:
    """Start it; None where it is not wanted.

    Args:
        office: The office in use at that moment: another list is another office.
        environment: Where to read how often, and where mail goes out.
    """
    env = os.environ if environment is None else environment
    every = float(env.get("COUNTERSIGHT_WATCH_SECONDS") or EVERY)
    if every <= 0:
        return None
    means = Means(
        lambda: office().screener, Mailing.from_environment(env), held_snapshots(office().settings.cache), env.get("COUNTERSIGHT_PRIVATE_WEBHOOKS") == "1"
    )
    clock = Clock(office().desk, means, every=every, told=_told)
    clock.start()
    return clock


def _told(done: Round) -> None:
    """A line of the log for a round in which something happened: numbers, and no names."""
    looked = done.looked.values()
    decided, differences, undecided = (sum(len(getattr(one, name)) for one in looked) for name in ("decided", "differences", "undecided"))
    if decided or done.faults:
        log.info("watched %d, decided again %d, otherwise %d, undecided %d", sum(one.watched for one in looked), decided, differences, undecided)
    if done.faults:
        log.error("the round failed for %d tenants; countersight watch says why", len(done.faults))
