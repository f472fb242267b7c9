"""Errors as RFC 9457 problem documents: type, title and status derive from the class of the error, never from its text.

What was sent is never repeated: a name or a query in an error would end in somebody's log.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, Final

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException as StarletteHTTPException

from countersight.errors import (
    AccessError,
    BusyError,
    ConflictError,
    CountersightError,
    DataError,
    InputError,
    InternalError,
    NotFoundError,
    RulebookError,
    TooLargeError,
    UnknownCallerError,
    UsageError,
)

MEDIA: Final = "application/problem+json"
BASE: Final = "urn:countersight:problem:"

TITLES: Final[dict[str, str]] = {
    one.code: re.sub(r"\s+", " ", (one.__doc__ or "").partition("\n")[0]).rstrip(".").partition(":")[0]
    for one in (UsageError, NotFoundError, ConflictError, TooLargeError, BusyError, AccessError, UnknownCallerError, InputError, RulebookError, DataError, InternalError)
}
"""Code to the first words of what the class says of itself."""

OF_STATUS: Final[dict[int, str]] = {400: "usage", 401: "unknown-caller", 403: "access", 404: "not-found", 405: "method", 409: "conflict", 413: "too-large", 422: "input", 429: "busy", 503: "data"}


class Fault(BaseModel):
    """One thing that was wrong in what was sent."""

    where: str = Field(description="where: a path into the document, or file, row and column", examples=["body.parties.0.country"])
    message: str = Field(description="what was wrong", examples=["String should match pattern '^[A-Z]{2}$'"])


class Problem(BaseModel):
    """An error as the service tells it (RFC 9457)."""

    type: str = Field(description="which kind of error: a URN that derives from its class", examples=["urn:countersight:problem:not-found"])
    title: str = Field(description="the kind in words", examples=["What was named is not there"])
    status: int = Field(description="the HTTP status", examples=[404])
    detail: str = Field(description="what was wrong here", examples=["no body 'x'"])
    hint: str = Field(default="", description="what would be right", examples=["GET /v1/entities?q=NAME finds its id"])
    where: str = Field(default="", description="file, row and column, where there are such", examples=["ships.csv:4:destination"])
    errors: list[Fault] = Field(default_factory=list, description="one by one, where several things were wrong")


def problem_of(fault: CountersightError) -> Problem:
    """The problem of one of our errors."""
    code = fault.code
    return Problem(type=BASE + code, title=TITLES.get(code, code), status=fault.status, detail=fault.message, hint=fault.hint, where=str(fault.where))


def problem_of_validation(fault: RequestValidationError) -> Problem:
    """The problem of a request whose parts do not fit; every part that does not, without what was sent."""
    errors = [Fault(where=".".join(map(str, one.get("loc", ()))), message=str(one.get("msg", ""))) for one in fault.errors()]
    said = errors[0].message if len(errors) == 1 else f"{len(errors)} parts of the request do not fit"
    return Problem(type=f"{BASE}input", title=TITLES["input"], status=422, detail=said, hint="GET /v1/openapi.json says what each request takes", errors=errors)


def problem_of_http(fault: StarletteHTTPException) -> Problem:
    """The problem of an error of the framework: no such path, no such method."""
    code = OF_STATUS.get(fault.status_code, "internal" if fault.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR else "usage")
    said = str(fault.detail) or HTTPStatus(fault.status_code).phrase
    return Problem(type=BASE + code, title=TITLES.get(code, HTTPStatus(fault.status_code).phrase), status=fault.status_code, detail=said, hint="GET /v1/openapi.json lists every path")


def problem_of_ours() -> Problem:
    """A fault of ours, of which nothing is told but that it happened: the log holds the rest."""
    return problem_of(InternalError("a fault of ours", hint="please report it, with the request id of this answer"))


def answered(problem: Problem, headers: dict[str, str] | None = None) -> JSONResponse:
    """The answer."""
    more = dict(headers or {})
    if problem.status == HTTPStatus.UNAUTHORIZED:
        more.setdefault("WWW-Authenticate", "Bearer")
    if problem.status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}:
        more.setdefault("Retry-After", "5")
    return JSONResponse(problem.model_dump(exclude_defaults=True), problem.status, more, MEDIA)


ALWAYS: Final = (400, 401, 403, 413, 422, 429, 500, 503)
"""What any route may answer beside what it is for."""


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """``responses=`` of a route or a router: every error that it may answer with, besides those that any may."""
    return {status: {"description": HTTPStatus(status).phrase, "content": {MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}}}} for status in sorted({*ALWAYS, *statuses})}


def schemas() -> dict[str, Any]:
    """The components that :func:`documented` points to."""
    made = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    found: dict[str, Any] = made.pop("$defs", {})
    return {**found, "Problem": made}


def several(faults: Sequence[Fault], detail: str, hint: str = "") -> Problem:
    """A problem of several things in what was sent."""
    return Problem(type=f"{BASE}input", title=TITLES["input"], status=422, detail=detail, hint=hint, errors=list(faults))
