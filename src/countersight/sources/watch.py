"""A bound on the whole time of a download.

Time-outs of single reads do not bound it: a server that sends one byte a second, even within its header, is never silent.
When the time is over, a timer shuts the connection down, and whoever waits on it is woken.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType
    from typing import Self


class Watch:
    """Runs from ``with`` on; hand :meth:`trace` to httpx as the extension of that name."""

    def __init__(self, seconds: float) -> None:
        """Of so many seconds."""
        self.seconds = seconds
        self.expired = False
        self._end = time.monotonic() + seconds
        self._sockets: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        """Start."""
        self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Stop."""
        self._timer.cancel()

    def remaining(self) -> float:
        """Seconds that are left, at least 0."""
        return max(0.0, self._end - time.monotonic())

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Note every connection that httpx opens."""
        ask = getattr(info.get("return_value"), "get_extra_info", None)
        if event.endswith(".complete") and ask is not None:
            found = ask("socket")
            if isinstance(found, socket.socket):
                self._sockets.append(found)
                if self.expired:
                    self._cut()

    def _cut(self) -> None:
        self.expired = True
        for one in self._sockets:
            # Not the method of an SSLSocket, which forgets its session while another thread reads from it.
            with contextlib.suppress(OSError):
                socket.socket.shutdown(one, socket.SHUT_RDWR)
