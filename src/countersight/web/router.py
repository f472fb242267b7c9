"""The pages, behind one door. Each module of pages has a router of its own; what all of them need stands in ``asking``."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI

from countersight.web import about, atlas, bodies, cases, decisions, law, look, matters, upload
from countersight.web.rendering import FOLDER
from countersight.web.statics import Kept

router = APIRouter(include_in_schema=False)
for part in (look, bodies, atlas, law, matters, upload, decisions, cases, about):
    for route in part.router.routes:
        route.include_in_schema = False  # type: ignore[attr-defined,unused-ignore]  # a page is no part of the API
        router.routes.append(route)  # as it is: a router that is included makes every route anew, which a start would wait for


def mount(app: FastAPI) -> None:
    """The files that pages use: the style sheet, and what the build brought."""
    app.mount("/static", Kept([FOLDER / "static", FOLDER / "vendor"]), name="static")

