"""Limits of one request and of one caller: bytes, seconds, requests a minute. ASGI, so that they hold before anything is read.

Buckets are kept in the worker: with several workers each lets through its share, and a limit is a guard against a runaway, not
an account.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from hashlib import blake2b
from time import monotonic
from typing import Final, Protocol

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from countersight.errors import BusyError, CountersightError, DataError, TooLargeError

CALLERS: Final = 10_000
"""Callers whose buckets are kept; of more, the one that was quiet for longest is forgotten."""
UNLIMITED: Final = frozenset({"/healthz", "/readyz"})


class Faulty(Protocol):
    """What tells an error as an answer, for what stands before the application."""

    async def __call__(self, fault: CountersightError, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the problem of an error."""


class Bucket:
    """Requests that a caller still has, as they fill again.

    >>> bucket = Bucket(2, now=0.0)
    >>> [bucket.take(0.0), bucket.take(0.0), bucket.take(0.0), bucket.take(30.0)]
    [True, True, False, True]
    """

    __slots__ = ("at", "held", "per_minute")

    def __init__(self, per_minute: int, now: float) -> None:
        """Args: how many a minute, and the time in seconds."""
        self.per_minute, self.held, self.at = per_minute, float(per_minute), now

    def take(self, now: float) -> bool:
        """One request: False where there is none left."""
        self.held = min(float(self.per_minute), self.held + (now - self.at) * self.per_minute / 60)
        self.at = now
        if self.held < 1:
            return False
        self.held -= 1
        return True


class Limits:
    """ASGI middleware: refuses what is too large, too much or too slow."""

    def __init__(self, app: ASGIApp, faulty: Faulty, *, max_body: int, per_minute: int, seconds: float) -> None:
        """Args: the application; what answers with an error; bytes of a body; requests a minute (0: any); seconds of one request (0: any)."""
        self.app, self.faulty = app, faulty
        self.max_body, self.per_minute, self.seconds = max_body, per_minute, seconds
        self.buckets: OrderedDict[bytes, Bucket] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request within the limits."""
        if scope["type"] != "http" or scope["path"] in UNLIMITED:
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refused = self._refused(scope, headers)
        if refused is not None:
            await self.faulty(refused, scope, receive, send)
            return
        counted = _Counted(receive, self.max_body)
        began = False

        async def sending(message: Message) -> None:
            nonlocal began
            if counted.over and not began:
                return  # whatever the application makes of a body that broke off, the answer is that it was too large
            began = True
            await send(message)

        try:
            async with asyncio.timeout(self.seconds or None):
                await self.app(scope, counted if _has_body(headers) else receive, sending)
        except TimeoutError:
            if began:
                raise
            await self.faulty(DataError(f"no answer within {self.seconds:g} seconds", hint="ask for less at once, or later"), scope, receive, send)
        except TooLargeError:
            if began:
                raise
        if counted.over and not began:
            await self.faulty(self._too_large(), scope, receive, send)

    def _refused(self, scope: Scope, headers: Headers) -> CountersightError | None:
        length = headers.get("content-length", "")
        if length.isdigit() and int(length) > self.max_body:
            return self._too_large()
        if self.per_minute and not self._bucket(scope, headers).take(monotonic()):
            return BusyError(f"more than {self.per_minute:,} requests in a minute", hint="wait a little; a file of matters counts as one request")
        return None

    def _bucket(self, scope: Scope, headers: Headers) -> Bucket:
        shown = headers.get("authorization") or headers.get("x-api-key") or headers.get("cookie") or (scope.get("client") or ("",))[0]
        caller = blake2b(shown.encode(), digest_size=16).digest()  # a key is never kept, not even here
        bucket = self.buckets.get(caller)
        if bucket is None:
            if len(self.buckets) >= CALLERS:
                self.buckets.popitem(last=False)
            bucket = self.buckets[caller] = Bucket(self.per_minute, monotonic())
        self.buckets.move_to_end(caller)
        return bucket

    def _too_large(self) -> TooLargeError:
        return TooLargeError(f"more than {self.max_body:,} bytes in one request", hint="send the file in parts, or run countersight screen beside it")


class _Counted:
    """The body of a request, that breaks off where it turns out to be too large."""

    def __init__(self, receive: Receive, most: int) -> None:
        self.receive, self.most, self.seen = receive, most, 0

    @property
    def over(self) -> bool:
        return self.seen > self.most

    async def __call__(self) -> Message:
        message = await self.receive()
        self.seen += len(message.get("body", b""))
        if self.over:
            raise TooLargeError("the body is too large")
        return message


def _has_body(headers: Headers) -> bool:
    return "content-length" in headers or "transfer-encoding" in headers
