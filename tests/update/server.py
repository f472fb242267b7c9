"""A local HTTP server that behaves as badly as it is told to."""

from __future__ import annotations

import contextlib
import re
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Gives the next answer of its server."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        self.server.seen.append((self.path, {key.lower(): value for key, value in self.headers.items()}))
        answers = self.server.answers
        self.close_connection = True
        with contextlib.suppress(ConnectionError):  # the other side may give up first, which is what is tested
            (answers.pop(0) if len(answers) > 1 else answers[0])(self)

    def begin(self, status: int, **headers: str) -> None:
        """Status and header; ``_`` in a name stands for ``-``."""
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key.replace("_", "-"), value)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's own name
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """With a list of answers, the last of which is given for ever, and of what was asked."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: list[Answer] = []
        self.seen: list[tuple[str, dict[str, str]]] = []

    def handle_error(self, request: object, client_address: object) -> None:
        """A connection that the other side cut is no error here."""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/invented.csv"


@contextlib.contextmanager
def running() -> Iterator[Server]:
    """A server in a thread."""
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def plain(body: bytes, status: int = 200, **headers: str) -> Answer:
    """The body, whole; a header that is given replaces the usual one."""

    def answer(to: Handler) -> None:
        to.begin(status, **{"Content_Length": str(len(body)), **headers})
        to.wfile.write(body)

    return answer


def unmeasured(body: bytes) -> Answer:
    """The body without a length: it ends where the connection ends."""

    def answer(to: Handler) -> None:
        to.begin(200, Connection="close")
        to.wfile.write(body)

    return answer


def good(body: bytes, etag: str = '"one"', most: int | None = None, modified: str = "Fri, 20 Nov 2026 12:00:00 GMT") -> Answer:
    """As RFC 9110 has it, with ranges and conditions; the connection dies after ``most`` bytes."""

    def answer(to: Handler) -> None:
        asked = {key.lower(): value for key, value in to.headers.items()}
        known = {"ETag": etag} if etag else {}
        known |= {"Last_Modified": modified} if modified else {}
        if (etag and asked.get("if-none-match") == etag) or (modified and asked.get("if-modified-since") == modified):
            to.begin(304, **known)
            return
        found = re.fullmatch(r"bytes=(\d+)-", asked.get("range", ""))
        start = int(found[1]) if found and asked.get("if-range") in {etag, modified} - {""} else 0
        if start:
            known["Content_Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
        to.begin(206 if start else 200, Content_Length=str(len(body) - start), **known)
        to.wfile.write(body[start : start + most if most else None])

    return answer


def stalling(body: bytes, at: int) -> Answer:
    """Falls silent after so many bytes."""

    def answer(to: Handler) -> None:
        to.begin(200, Content_Length=str(len(body)))
        to.wfile.write(body[:at])
        to.wfile.flush()
        time.sleep(1.2)

    return answer


def dripping(head: bytes, every: float = 0.05) -> Answer:
    """One byte at a time, never silent and never done."""

    def answer(to: Handler) -> None:
        to.wfile.write(head)
        for _ in range(200):
            to.wfile.write(b"x")
            to.wfile.flush()
            time.sleep(every)

    return answer


def to(location: str, **headers: str) -> Answer:
    """A redirect."""
    return plain(b"", 302, Location=location, **headers)
