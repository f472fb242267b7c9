"""Errors as this wire format tells them: a status, ``detail`` that yente's clients read, and beside it the hint of what would be right."""

from __future__ import annotations

import json

from starlette.responses import Response

from countersight.errors import CountersightError

MEDIA = "application/problem+json"


class WireError(CountersightError):
    """A request of this wire format that cannot be answered."""

    exit_code = 2
    code = "wire"

    def __init__(self, status: int, message: str, *, hint: str = "") -> None:
        """Args: the status of HTTP, what was wrong, what would be right."""
        super().__init__(message, hint=hint)
        self.status = status


def told(fault: WireError) -> Response:
    """The error as an answer."""
    body = {"type": "about:blank", "title": TITLES.get(fault.status, "Error"), "status": fault.status, "detail": fault.message, "hint": fault.hint}
    return Response(json.dumps(body, ensure_ascii=False), status_code=fault.status, media_type=MEDIA)


TITLES = {400: "Invalid query", 404: "Not found", 422: "Not of the form of a query", 413: "Too large", 503: "Not ready"}
