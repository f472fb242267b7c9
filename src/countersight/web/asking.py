"""How a form is read, where a page goes next, and which day it is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from typing import Annotated, Final, TypeAlias

from fastapi import Depends, Request
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData, UploadFile

MOST_FIELDS: Final = 2_000


async def form_of(request: Request) -> AsyncIterator[FormData]:
    """The form that was sent; read here, since a ``def`` route cannot wait for it. Its files are closed after the answer."""
    async with request.form(max_fields=MOST_FIELDS) as form:
        yield form


Form: TypeAlias = Annotated[FormData, Depends(form_of)]


def text(form: FormData, name: str, most: int = 2_000) -> str:
    """A field of a form as text without spaces around it; nothing where it was not sent, or is a file."""
    value = form.get(name, "")
    return "" if isinstance(value, UploadFile) else value.strip()[:most]


def see(path: str) -> RedirectResponse:
    """Done: look at that page now."""
    return RedirectResponse(path, status_code=303)


def today() -> date:
    """The day, by UTC, as the cases count it."""
    return datetime.now(UTC).date()
