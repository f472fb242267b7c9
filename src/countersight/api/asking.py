"""What the routes of ``/v1`` share: who may, cursors, pages of a list, requests that may come twice and count once, the audit of reads."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Annotated, Any, Final, Generic, TypeVar

from fastapi import Depends, Header, Query, Request, Response
from pydantic import BaseModel, Field

from countersight.access.asking import AtDesk
from countersight.access.door import who
from countersight.access.principal import Principal
from countersight.desk.desk import Handle
from countersight.errors import InputError, NotFoundError

T = TypeVar("T")

MOST: Final = 200
"""Items of one page of a list."""

Limit = Annotated[int, Query(ge=1, le=MOST, description="how many at most")]
Cursor = Annotated[str, Query(max_length=500, description="`next` of the page before; without one from the beginning")]


class Page(BaseModel, Generic[T]):
    """A piece of a list, and where it goes on."""

    items: list[T]
    next: str | None = Field(default=None, description="the cursor of the next piece; null at the end")


def cursor_of(position: object) -> str:
    """A cursor out of a position in a list.

    >>> position_of(cursor_of("m-1"))
    'm-1'
    """
    return base64.urlsafe_b64encode(json.dumps(position).encode()).decode().rstrip("=")


def position_of(cursor: str) -> Any:  # noqa: ANN401 - what cursor_of was given
    """The position in a cursor.

    Raises:
        InputError: Not a cursor of ours.
    """
    try:
        return json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError:
        raise InputError("this is no cursor", hint="take `next` as the page before gave it") from None


def text_position(cursor: str) -> str:
    """The position in a cursor, where lists go on after an id.

    Raises:
        InputError: Not such a cursor.
    """
    found = position_of(cursor) if cursor else ""
    if not isinstance(found, str) or "\0" in found:
        raise InputError("this is no cursor of this list", hint="take `next` as the page before gave it")
    return found


def cut(rows: Sequence[Any], limit: int, position: Callable[[Any], object]) -> str | None:
    """The cursor after these rows, of which one more than ``limit`` was asked for; None where the list ends."""
    return cursor_of(position(rows[limit - 1])) if len(rows) > limit else None


@dataclass(frozen=True)
class Once:
    """One request that writes: with an ``Idempotency-Key`` it is done once, and its repetitions get the same answer."""

    handle: Handle
    key: str
    fingerprint: str
    response: Response
    _more: list[str] = field(default_factory=list)

    def also(self, *parts: str) -> None:
        """Let more parts of the request count: a file, whose hash is known only after it was read."""
        self._more.extend(parts)

    def seen(self) -> Any:  # noqa: ANN401 - JSON
        """The answer of the same request before, or None. Asked before anything long is worked out.

        Raises:
            ConflictError: The key came with another request before.
        """
        if not self.key:
            return None
        found = self.handle.once.seen(self.key, self._print())
        return self._told(found.answer) if found else None

    def __call__(self, write: Callable[[], T]) -> T:
        """Do it, or give the answer that it had.

        Raises:
            ConflictError: The key came with another request before.
        """
        if not self.key:
            with self.handle.writing():
                return write()
        if (before := self.seen()) is not None:
            return before  # type: ignore[no-any-return]
        found = self.handle.once(self.key, self._print(), write)
        return self._told(found.answer) if found.again else found.answer  # type: ignore[no-any-return]

    def _told(self, answer: Any) -> Any:  # noqa: ANN401 - JSON
        self.response.headers["Idempotency-Replayed"] = "true"
        return answer

    def _print(self) -> str:
        return sha256("\n".join((self.fingerprint, *self._more)).encode()).hexdigest()


async def once_of(
    request: Request,
    response: Response,
    handle: AtDesk,
    principal: Annotated[Principal, Depends(who)],
    idempotency_key: Annotated[str, Header(max_length=200, description="any text that is new for each request: the same key with the same request is done once")] = "",
) -> Once:
    """The :class:`Once` of a request."""
    multipart = request.headers.get("content-type", "").startswith("multipart/")
    body = b"" if multipart else await request.body()
    told = "\n".join((request.method, request.url.path, request.url.query, sha256(body).hexdigest()))
    return Once(handle, f"{principal.user} {idempotency_key}" if idempotency_key else "", told, response)


WriteOnce = Annotated[Once, Depends(once_of)]


def noted(handle: Handle, principal: Principal, what: str, subject: str) -> None:
    """Note that somebody read sensitive data: who, what, which; before it is given out."""
    handle.reads.note(principal.user, what, subject, principal.key)


def found(value: T | None, what: str, name: str, hint: str = "") -> T:
    """The value.

    Raises:
        NotFoundError: There is none; of another tenant's, there is none either.
    """
    if value is None:
        shown = name if len(name) <= 80 else f"{name[:80]}..."  # noqa: PLR2004 - of a name that somebody made up
        raise NotFoundError(f"there is no {what} {shown!r}", hint=hint)
    return value
