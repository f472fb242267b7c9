"""What this is, the right of reply, corrections; and the two switches: language and light."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Request, Response

from countersight.store.snapshot import Snapshot
from countersight.web.asking import AtlasReader, Form, InOffice, LawReader, see, text
from countersight.web.catalogue import LANGUAGES
from countersight.web.kept import kept
from countersight.web.pages import THEMES, page

router = APIRouter()
YEAR: Final = 31_536_000


@dataclass(frozen=True, slots=True)
class Entry:
    """A correction, a reply or a contested statement."""

    day: str
    kind: str
    body: str
    name: str
    text: str
    citation: str
    url: str


def corrections(snapshot: Snapshot) -> list[Entry]:
    """Every reply, and every statement that does not simply stand, the newest first."""

    def read() -> list[Entry]:
        found = []
        for body_id in snapshot.body_ids():
            body = snapshot.body(body_id)
            for one in body.statements if body else ():
                if body and (one.prop == "reply" or one.standing != "asserted"):
                    kind = "reply" if one.prop == "reply" else one.standing
                    found.append(Entry(one.start or one.seen, kind, body.id, body.caption, one.value, one.citation, one.url))
        return sorted(found, key=lambda one: (one.day, one.body, one.kind), reverse=True)

    return kept(snapshot, "corrections", read)


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
