"""Downloads one file of a source: asked for only when it changed, resumed when it broke, and bounded in every way.

Of the user nothing is sent: no cookie, no account, no query; the request names the file and the version of the program.
Proxies and certificates are those of the environment.

Source of the rules: RFC 9110 (conditional requests, ranges, redirects).
"""

from __future__ import annotations

import re
import time
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING, Final, NoReturn

import httpx

from countersight.errors import DataError, Where
from countersight.sources.part import Origin, Part
from countersight.sources.sniffing import HEAD, refuse_other_kind
from countersight.sources.watch import Watch
from countersight.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from countersight.sources.source import RemoteFile
    from countersight.sources.wish import Limits, Tell

AGENT: Final = f"countersight/{__version__}"
LONGEST_PAUSE: Final = 30.0

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_PASSING: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers after which it is worth while to ask again."""
_RANGE: Final = re.compile(r"bytes (\d+)-(\d+)/(\d+)")
_SAFE: Final = re.compile(r"[\x20-\x7e]{1,256}")


@dataclass(frozen=True, slots=True)
class Order:
    """What to fetch, and where to put it."""

    file: RemoteFile
    page: str
    """Where people find the file, for hints."""
    part: Path
    """Where its bytes are gathered; what stands there from an earlier attempt is used."""
    etag: str = ""
    last_modified: str = ""
    """What the server said of the file that is held; nothing, when none is."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A whole file, and what its server said of it."""

    path: Path
    etag: str
    last_modified: str


class _Broken(Exception):  # noqa: N818 - no error yet: the next attempt may succeed
    """An attempt failed in a way that may pass."""

    def __init__(self, why: str, wait: float = 0.0) -> None:
        super().__init__(why)
        self.why = why
        self.wait = wait


def fetch(order: Order, limits: Limits, tell: Tell) -> Fetched | None:
    """Download one file.

    Returns:
        The file, or None when the server says that it is still the one that is held.

    Raises:
        DataError: The server refuses, breaks off again and again, stalls, sends something else or too much.
    """
    part = Part(order.part)
    with Watch(limits.total) as watch:
        job = _Job(order, limits, tell, part, watch)
        most, idle = part.size(), 0
        while True:
            try:
                return job.attempt()
            except _Broken as broken:
                idle = 0 if part.size() > most else idle + 1
                most = max(most, part.size())
                if watch.expired or not watch.remaining():
                    message = f"not complete after {limits.total:g} seconds: {broken.why}"
                    raise job.fault(message, "what has come is kept; the next update goes on from there") from None
                if idle >= limits.attempts:
                    raise job.fault(f"{limits.attempts} attempts in a row failed: {broken.why}", "try again later") from None
                wait = broken.wait or limits.pause * 2**idle
                time.sleep(min(wait, LONGEST_PAUSE, watch.remaining()))


@dataclass(frozen=True, slots=True)
class _Job:
    """One download with all its attempts."""

    order: Order
    limits: Limits
    tell: Tell
    part: Part
    watch: Watch

    def fault(self, message: str, hint: str) -> DataError:
        hint = f"{hint}; or see {self.order.page}, download {self.order.file.name} by hand, and use --from FOLDER"
        return DataError(message, hint=hint, where=Where(self.order.file.address))

    def attempt(self) -> Fetched | None:
        """Ask once.

        Raises:
            _Broken: It did not work out this time.
            DataError: It will not work out.
        """
        held = self.part.resumable(self.order.file.address)
        try:
            with self._asked(held) as response:
                if response.status_code == HTTPStatus.NOT_MODIFIED and not held and (self.order.etag or self.order.last_modified):
                    return None
                origin = self._take(response, held)
        except httpx.TransportError as error:
            raise _Broken(_why(error)) from None
        return self._finish(origin)

    @contextmanager
    def _asked(self, held: Origin | None) -> Iterator[httpx.Response]:
        """The answer, after redirects."""
        headers = {"User-Agent": AGENT, "Accept": "*/*", "Accept-Encoding": "identity"}
        if held:
            headers |= {"Range": f"bytes={self.part.size()}-", "If-Range": held.strong}
        elif self.order.etag:
            headers["If-None-Match"] = self.order.etag
        elif self.order.last_modified:
            headers["If-Modified-Since"] = self.order.last_modified
        limits = self.limits
        # A jar that takes no cookie: a redirect cannot set one for the next request.
        jar = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
        times = httpx.Timeout(limits.read, connect=limits.connect)
        with httpx.Client(timeout=times, cookies=jar, follow_redirects=False) as client:
            url = httpx.URL(self.order.file.address)
            for _ in range(limits.redirects + 1):
                request = client.build_request("GET", url, headers=headers, extensions={"trace": self.watch.trace})
                response = client.send(request, stream=True)
                try:
                    if response.status_code not in _REDIRECTS:
                        yield response
                        return
                    url = self._next(response)
                finally:
                    response.close()
        raise self.fault(f"more than {limits.redirects} redirects, the last to {url.host}", "the server sends requests in circles")

    def _next(self, response: httpx.Response) -> httpx.URL:
        here = response.url
        try:
            there = here.join(response.headers.get("location", ""))
        except httpx.InvalidURL:
            raise self.fault("redirected to an address that is none", "the server is at fault") from None
        if there.scheme not in {"http", "https"} or not there.host or there.userinfo:
            raise self.fault(f"redirected to {there.scheme!a}, or to an address with an account", "the server is at fault")
        if here.scheme == "https" and there.scheme != "https":
            raise self.fault(f"redirected from https to {there.scheme} at {there.host}", "what is not encrypted is not trusted")
        return there

    def _take(self, response: httpx.Response, held: Origin | None) -> Origin:
        """Write the body to the part, from its beginning or from where it broke off."""
        status = response.status_code
        whole: int | None
        if held and status == HTTPStatus.PARTIAL_CONTENT:
            whole = self._continued(response, held)
            origin = held
        elif status == HTTPStatus.OK:
            whole = int(response.headers["content-length"]) if "content-length" in response.headers else None
            origin = _origin(self.order.file.address, response)
            self._bound(whole or 0)
            self.part.begin(origin)
        else:
            self._refused(response)
        self._write(response, whole)
        if whole is not None and self.part.size() != whole:
            raise _Broken(f"{self.part.size()} of {whole} bytes came")
        return origin

    def _write(self, response: httpx.Response, whole: int | None) -> None:
        done = self.part.size()
        with self.part.path.open("ab") as out:
            for chunk in response.iter_raw():
                done += len(chunk)
                self._bound(done)
                out.write(chunk)
                self.tell(self.order.file.name, done, whole)
        if self.watch.expired:  # a body without a length ends where the connection does: here, we ended it
            raise _Broken("the time is over")

    def _continued(self, response: httpx.Response, held: Origin) -> int:
        """The whole size, when the answer goes on where the part ends."""
        found = _RANGE.fullmatch(response.headers.get("content-range", ""))
        etag = response.headers.get("etag", held.etag)
        if not found or int(found[1]) != self.part.size() or etag != held.etag:
            self.part.drop()
            raise _Broken("the server goes on with another file than it began with")
        self._bound(int(found[3]))
        return int(found[3])

    def _refused(self, response: httpx.Response) -> NoReturn:
        """Raise what an answer other than the file means."""
        status = response.status_code
        words = f"{status} {HTTPStatus(status).phrase}" if status in set(HTTPStatus) else str(status)
        if status in {HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, HTTPStatus.PARTIAL_CONTENT}:
            self.part.drop()
            raise _Broken(f"the server answers {words}")
        if status in _PASSING:
            after = response.headers.get("retry-after", "")
            raise _Broken(f"the server answers {words}", float(after) if re.fullmatch(r"\d{1,4}", after) else 0.0)
        hint = "the file may have moved" if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE} else "the server does not give it out"
        raise self.fault(f"the server answers {words}", hint)

    def _bound(self, size: int) -> None:
        if size > self.limits.most:
            self.part.drop()
            raise self.fault(f"more than {self.limits.most} bytes", "no official list is that large")

    def _finish(self, origin: Origin) -> Fetched:
        """Unpack and look at what came. What is wrong is forgotten: the next attempt begins anew."""
        try:
            path = self.part.unpacked(origin.encoding, self.limits.most)
            with path.open("rb") as stream:
                refuse_other_kind(stream.read(HEAD), self.order.file.name, self.order.page)
        except DataError:
            self.part.drop()
            raise
        return Fetched(path, origin.etag, origin.last_modified)


def _why(error: httpx.TransportError) -> str:
    """An error of the network in words."""
    if isinstance(error, httpx.ConnectTimeout):
        return "no connection in time"
    if isinstance(error, httpx.TimeoutException):
        return "the server fell silent"
    if isinstance(error, httpx.ConnectError):
        return f"no connection: {error}"
    return f"the connection broke off: {error}" if str(error) else "the connection broke off"


def _origin(address: str, response: httpx.Response) -> Origin:
    etag, modified = (_kept(response.headers.get(name, "")) for name in ("etag", "last-modified"))
    strong = etag if etag and not etag.startswith("W/") else modified if _settled(response, modified) else ""
    return Origin(address, etag, modified, strong, response.headers.get("content-encoding", "").strip().lower())


def _kept(value: str) -> str:
    """A header that is sent back later: short, and in plain characters, or not at all."""
    return value if _SAFE.fullmatch(value) else ""


def _settled(response: httpx.Response, modified: str) -> bool:
    """True when a date is a strong validator: the file was written at least a second before it was sent (8.8.2.2)."""
    try:
        gap = parsedate_to_datetime(response.headers.get("date", "")) - parsedate_to_datetime(modified)
    except (ValueError, TypeError):
        return False
    return gap.total_seconds() >= 1
