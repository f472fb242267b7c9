"""Progress on standard error: what is done, how fast, how long it will take. Silent where nobody looks on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from countersight.sources.wish import silent

if TYPE_CHECKING:
    from rich.progress import TaskID

    from countersight.sources.wish import Tell


@contextmanager
def progress(*, quiet: bool) -> Iterator[Tell]:
    """What to tell of the progress to.

    Args:
        quiet: Show nothing; nothing is shown either when standard error is no terminal.
    """
    if quiet or not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        tasks: dict[str, TaskID] = {}

        def tell(what: str, done: int, total: int | None) -> None:
            if not done and total is None:
                shown.console.print(f"{what} ...", markup=False, highlight=False)
                return
            if what not in tasks:
                tasks[what] = shown.add_task(what, total=total)
            shown.update(tasks[what], completed=done, total=total)

        yield tell
