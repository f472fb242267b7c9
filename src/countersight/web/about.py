"""What this is, the right of reply, corrections; and the two switches: language and light."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request, Response

from countersight.access.asking import AtlasReader, InOffice, LawReader
from countersight.web.asking import Form, see, text
from countersight.web.catalogue import LANGUAGES
from countersight.web.pages import page
from countersight.web.rendering import THEMES
from countersight.web.replies import corrections

router = APIRouter()
YEAR: Final = 31_536_000


@router.get("/about")
def about(request: Request, principal: LawReader) -> Response:
    """What this is."""
    del principal
    return page(request, "about.html", {"section": "about"})


@router.get("/corrections")
def the_corrections(request: Request, office: InOffice, principal: AtlasReader) -> Response:
    """Corrections and replies."""
    del principal
    return page(request, "corrections.html", {"section": "corrections", "entries": corrections(office.snapshot), "snapshot": office.snapshot.content_hash})


@router.post("/preferences")
def preferences(request: Request, form: Form, principal: LawReader) -> Response:
    """Language or light; back to the page where the switch was."""
    del principal
    back = text(form, "next") or "/"
    answer = see(back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/")
    for name, known in (("lang", tuple(LANGUAGES)), ("theme", THEMES)):
        if (value := text(form, name)) in known:
            answer.set_cookie(name, value, max_age=YEAR, samesite="lax", httponly=True, secure=request.url.scheme == "https")
    return answer
