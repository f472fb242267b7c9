"""Processes that are started once for everything that an update asks."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_all_start_methods, get_context
from threading import Thread
from typing import Final, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
_READ: Final = ["countersight.screening.again", "pyarrow.compute", "pyarrow.parquet"]
"""What the processes are to know: read once, by the one that the others are forked from, where the system has that."""


class Crew:
    """Some processes, or none: then whatever is asked is done at once."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._begin: Thread | None = None

    def start(self, workers: int, ready: Callable[[], object] | None = None) -> None:
        """Start them, each of which makes ready first; only the first call counts, and one worker is this process itself."""
        if self._pool is not None or workers == 1:
            return
        context = get_context("forkserver" if "forkserver" in get_all_start_methods() else "spawn")
        context.set_forkserver_preload(_READ)
        self._pool = ProcessPoolExecutor(workers, context, initializer=ready)
        self._begin = Thread(target=self._first, args=(workers,))
        self._begin.start()

    def _first(self, workers: int) -> None:
        """Something for each to do, so that they begin; it takes until all modules are read, which nobody is to wait for."""
        for _ in range(workers):
            if self._pool is not None:
                self._pool.submit(int)

    def _begun(self) -> ProcessPoolExecutor | None:
        if self._begin is not None:
            self._begin.join()
            self._begin = None
        return self._pool

    @property
    def several(self) -> bool:
        """Whether there are processes."""
        return self._pool is not None

    def do(self, task: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have something done, in a process where there are any."""
        if (pool := self._begun()) is not None:
            return pool.submit(task, *args, **kwargs)
        done: Future[T] = Future()
        done.set_result(task(*args, **kwargs))
        return done

    def close(self) -> None:
        """End the processes; what is not begun is left."""
        if (pool := self._begun()) is not None:
            pool.shutdown(cancel_futures=True)
            self._pool = None
