"""Processes beside this one, which end with it; and those that are started once for everything that an update asks."""

from __future__ import annotations

import gc
import os
import sys
import warnings
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from importlib import import_module
from multiprocessing import connection, get_context, parent_process
from threading import Thread, active_count
from typing import Final, Literal, ParamSpec, TypeVar

from countersight.screening.bulk_schema import pyarrow

_READ: Final = ("pyarrow.compute", "pyarrow.parquet")
"""What the processes are to know, and this one as well: read once where they are forked."""
P = ParamSpec("P")
T = TypeVar("T")


def processes(workers: int, how: Literal["fork", "spawn"] = "spawn", ready: Callable[[], object] | None = None) -> ProcessPoolExecutor:
    """Some processes that end when this one ends, however it does: a pool by itself leaves them behind, with all their memory, when this one is killed."""
    return ProcessPoolExecutor(workers, get_context(how), initializer=_begin, initargs=(ready,))


def end(pool: ProcessPoolExecutor) -> None:
    """End the processes of a pool at once; what they are at is left half done. Without it one that is stopped waits until they have done all that was handed out."""
    for one in tuple((pool._processes or {}).values()):  # noqa: SLF001 - from Python 3.14 on: terminate_workers
        one.terminate()
    pool.shutdown(cancel_futures=True)


def _begin(ready: Callable[[], object] | None) -> None:
    Thread(target=_end_with_parent, daemon=True).start()
    if ready is not None:
        ready()


def _end_with_parent() -> None:
    if (parent := parent_process()) is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


class Crew:
    """Some processes, or none: then whatever is asked is done at once."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    def start(self, workers: int, ready: Callable[[], object] | None = None) -> None:
        """Start them, each of which makes ready first; only the first call counts, and one worker is this process itself.

        Where the system can and no other thread of Python runs, they are forked from this process, and have read all modules; else each reads
        them for itself. Threads of Arrow and of NumPy count for none: both see to it that a fork goes on without them.
        """
        if self._pool is not None or workers == 1:
            return
        forked = sys.platform == "linux" and active_count() == 1
        for one in _READ:
            import_module(one)
        pyarrow().array([""])  # with its first array out of a list Arrow reads pandas, where that is installed
        self._pool = processes(workers, "fork" if forked else "spawn", ready)
        gc.freeze()  # what is there already is looked through for cycles in no process
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # from Python 3.12 on, of any thread
            for _ in range(workers):
                self._pool.submit(int)  # now they begin
        gc.unfreeze()

    @property
    def several(self) -> bool:
        """Whether there are processes."""
        return self._pool is not None

    def do(self, task: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have something done, in a process where there are any."""
        if self._pool is not None:
            return self._pool.submit(task, *args, **kwargs)
        done: Future[T] = Future()
        done.set_result(task(*args, **kwargs))
        return done

    def close(self) -> None:
        """End the processes, whatever they are at."""
        if self._pool is not None:
            end(self._pool)
            self._pool = None
