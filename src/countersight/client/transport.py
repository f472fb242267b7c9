"""One request and its repetitions: who asks, errors as the house's own, waiting when told to, and a key by which a write counts once."""

from __future__ import annotations

import random
import secrets
import time
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import quote

import httpx

from countersight.errors import (
    AccessError,
    BusyError,
    ConflictError,
    CountersightError,
    DataError,
    InputError,
    InternalError,
    NotFoundError,
    TooLargeError,
    UnknownCallerError,
    UsageError,
)
from countersight.version import __version__

_OF_STATUS: Final[dict[int, type[CountersightError]]] = {
    400: UsageError, 401: UnknownCallerError, 403: AccessError, 404: NotFoundError, 405: UsageError, 409: ConflictError, 413: TooLargeError, 422: InputError,
    429: BusyError, 503: DataError,
}  # fmt: skip
AGAIN: Final = frozenset({429, 502, 503, 504})
"""Answers after which the same request may have another answer."""
LONGEST_WAIT: Final = 60.0
_SHOWN: Final = 5


class UnreachableError(DataError):
    """The service does not answer."""

    code = "unreachable"


def parts(*names: str) -> str:
    """A path, each part of it quoted.

    >>> parts("entities", "a b/c")
    '/entities/a%20b%2Fc'
    """
    return "".join(f"/{quote(name, safe='')}" for name in names)


class Transport:
    """Sends requests and gives the answers. A read, and a write that carries a key, is sent again where no answer came or the answer was to wait."""

    def __init__(  # noqa: PLR0913 - all keywords
        self,
        base_url: str,
        *,
        key: str = "",
        timeout: float = 30.0,
        retries: int = 4,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Args: as :class:`countersight.client.Client` takes them."""
        headers = {"user-agent": f"countersight-client/{__version__}", "accept": "application/json"}
        if key:
            headers["authorization"] = f"Bearer {key}"
        self.base_url = base_url.rstrip("/")
        self.retries = retries
        self._sleep = sleep
        self._http = httpx.Client(
            base_url=self.base_url, headers=headers, timeout=timeout, transport=transport, follow_redirects=True
        )

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def get(self, path: str, **params: object) -> Any:  # noqa: ANN401 - JSON
        """Read."""
        return self.send("GET", path, params=params).json()

    def read(self, path: str, accept: str, **params: object) -> bytes:
        """Read a document that is no JSON."""
        return self.send("GET", path, params=params, headers={"accept": accept}).content

    def post(
        self,
        path: str,
        body: object = None,
        *,
        once: str = "",
        writes: bool = True,
        query: Mapping[str, object] | None = None,
    ) -> Any:  # noqa: ANN401 - JSON
        """Send JSON.

        Args:
            path: Below the address of the service.
            body: What is sent.
            once: The key by which this request counts once, however often it is sent; made where none is given.
            writes: False for a question: it needs no key.
            query: Parameters.
        """
        headers = {"idempotency-key": once or secrets.token_hex(16)} if writes else {}
        return self.send("POST", path, params=query, headers=headers, json=body).json()

    def send(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, object] | None = None,
        **more: Any,  # noqa: ANN401 - of httpx
    ) -> httpx.Response:
        """One request.

        Raises:
            CountersightError: What the service said was wrong, under its own class; :class:`UnreachableError` where it said nothing.
        """
        told = {
            name.rstrip("_"): value
            for name, value in (params or {}).items()
            if value is not None and value not in ("", [], ())
        }
        for attempt in range(self.retries + 1):
            wait = 0.25 * 2**attempt * (1 + random.random())  # noqa: S311 - so that many clients do not come back at one moment
            try:
                answer = self._http.request(method, path, params=_texts(told), **more)
            except httpx.TransportError as fault:
                if attempt == self.retries:
                    hint = f"is it there? countersight serve starts it; asked {attempt + 1} times"
                    raise UnreachableError(
                        f"{self.base_url} does not answer: {type(fault).__name__}", hint=hint
                    ) from None
            else:
                if answer.status_code not in AGAIN or attempt == self.retries:
                    return _checked(answer)
                wait = max(wait, _told_to_wait(answer))
            self._sleep(min(wait, LONGEST_WAIT))
        raise InternalError("no attempt was made", hint="retries is 0 or more")


def _texts(told: Mapping[str, object]) -> dict[str, str | list[str]]:
    def text(value: object) -> str:
        return str(value).lower() if isinstance(value, bool) else str(value)

    return {
        name: [text(one) for one in value] if isinstance(value, list | tuple) else text(value)
        for name, value in told.items()
    }


def _told_to_wait(answer: httpx.Response) -> float:
    try:
        return float(answer.headers.get("retry-after", "0"))
    except ValueError:
        return 0.0


def _checked(answer: httpx.Response) -> httpx.Response:
    if answer.is_success:
        return answer
    raise fault_of(answer)


def fault_of(answer: httpx.Response) -> CountersightError:
    """The error of an answer: the class that its status stands for, with the message, the place and the hint that the service gave."""
    try:
        problem = answer.json()
    except ValueError:
        problem = {}
    problem = problem if isinstance(problem, dict) else {}
    said = str(problem.get("detail") or f"{answer.status_code} {answer.reason_phrase}")
    faults = [one for one in problem.get("errors") or () if isinstance(one, dict)]
    if len(faults) > 1:
        said += ": " + "; ".join(f"{one.get('where')}: {one.get('message')}" for one in faults[:_SHOWN])
    made = _OF_STATUS.get(answer.status_code, InternalError)
    number = answer.headers.get("x-request-id", "")
    hint = str(problem.get("hint") or "") or (f"request {number}; the log of the service says more" if number else "")
    return made(said, hint=hint)
