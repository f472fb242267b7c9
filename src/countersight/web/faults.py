"""An error as a page: what was wrong, where, what would be right; the same words that a program gets as a problem document."""

from __future__ import annotations

from typing import Any

from fastapi import Request, Response

from countersight.web import pages


def page(request: Request, problem: Any) -> Response:  # noqa: ANN401 - the API's model, which this room does not know
    """The page of a problem.

    Args:
        request: What was asked.
        problem: With ``title``, ``status``, ``detail``, ``hint`` and ``where``.
    """
    return pages.page(request, "fault.html", {"section": "", "problem": problem}, status=int(problem.status))
