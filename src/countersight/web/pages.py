"""Pages as answers of the service: who reads, in which language and which light, and the headers that keep a page from doing anything else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from fastapi import Request, Response
from fastapi.responses import HTMLResponse

from countersight.web.catalogue import LANGUAGES, preferred
from countersight.web.links import Live
from countersight.web.rendering import HTMX, THEMES, Reader, asset, environment, rendered

POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin", "Cache-Control": "private, no-cache",
}  # fmt: skip


def reader_of(request: Request) -> Reader:
    """The reader, by the cookies of the two switches and what the browser asks for."""
    lang = request.cookies.get("lang", "")
    theme = request.cookies.get("theme", "")
    path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return Reader(
        lang=lang if lang in LANGUAGES else preferred(request.headers.get("accept-language", "")),
        theme=theme if theme in THEMES else "auto",
        here=path if request.method == "GET" else urlsplit(request.headers.get("referer", "/")).path or "/",
        who=getattr(request.state, "principal", None),
    )


def page(request: Request, template: str, values: Mapping[str, Any], *, status: int = 200) -> Response:
    """A page of the service."""
    return HTMLResponse(rendered(template, values, reader_of(request), Live()), status_code=status, headers={**HEADERS, "Vary": "Accept-Language, Cookie"})


def fragment(request: Request, template: str, values: Mapping[str, Any]) -> Response:
    """A part of a page, for htmx, which puts it in the place of the part that is there."""
    reader = reader_of(request)
    text = environment(reader.lang).get_template(template).render(**values, reader=reader, lang=reader.lang, link=Live(), public=False, htmx=asset(HTMX), partial_page=True)
    return HTMLResponse(text, headers={**HEADERS, "Vary": "HX-Request, Accept-Language, Cookie"})


def wants_part(request: Request) -> bool:
    """True where htmx asks for a part, and not a person for a page."""
    return request.headers.get("hx-request", "") == "true" and request.headers.get("hx-history-restore-request", "") != "true"
