"""The service as one ASGI application: the office, the routers behind one door, and the errors of all of them.

``create_app`` opens everything and gives the application; ``uvicorn`` runs it. For tests and for who builds a router::

    app = create_app(Settings(cache=tmp), Serving(database=f"sqlite:///{tmp}/office.sqlite"))
    client = TestClient(app, base_url="http://127.0.0.1")      # a local user is served under names of loopback alone

A router module exposes ``router``; where it is not installed, its part of the service is not there. An error becomes a problem document
(RFC 9457); for a browser that asks for a page, ``countersight.web.faults.page(request, problem)`` makes one of it, where there is such.
"""

from __future__ import annotations

import getpass
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.types import Receive, Scope, Send

from countersight.access.limits import Faulty, Limits
from countersight.access.office import Office, open_office
from countersight.access.principal import LOCAL, local_user
from countersight.access.serving import LOOPBACK, Serving
from countersight.access.session import Sessions, sealing_key
from countersight.api.problems import (
    Problem,
    answered,
    problem_of,
    problem_of_http,
    problem_of_ours,
    problem_of_validation,
)
from countersight.api.v1 import described
from countersight.errors import CountersightError
from countersight.service.clock import started
from countersight.service.renewing import Renewing
from countersight.service.watching import Metrics, Watching
from countersight.settings import Settings
from countersight.version import __version__

ROUTERS: Final = ("countersight.api.yente.router", "countersight.service.health", "countersight.api.v1", "countersight.access.signin", "countersight.web.router")
"""Modules with a ``router``, in the order in which their paths are looked at."""

MACHINES: Final = ("/v1/", "/match/", "/search/", "/entities/", "/reconcile/", "/algorithms", "/catalog", "/manifest", "/healthz", "/readyz", "/metrics", "/statements", "/updatez")
"""Below these an error is always a problem document; elsewhere a browser gets a page."""


def create_app(settings: Settings | None = None, serving: Serving | None = None, *, office: Office | None = None) -> FastAPI:
    """The application.

    Args:
        settings: Where the snapshot is; from the environment where it is not given.
        serving: Over which database and to whom; from the environment where it is not given.
        office: An office that is open already, in place of the two others.

    Raises:
        UsageError: A local user would be served on an address that others reach.
        DataError: The snapshot, or the database, cannot be opened.
    """
    if office is None:
        settings = settings or Settings.from_environment()
        serving = serving or Serving.from_environment(settings)
        serving.guarded()
        office = open_office(settings, serving)
    office.serving.guarded()
    if not office.serving.keys:
        office.desk.of(LOCAL, new=True)
    app = routed()
    app.state.office = office
    app.state.local_user = local_user(_user())
    if _there("countersight.web.router") and hasattr(web := import_module("countersight.web.router"), "mount"):
        web.mount(app)  # files of the pages
    _faults(app)
    _around(app, office)
    return app


def routed() -> FastAPI:
    """The application with its routes, and nothing behind them: what describes itself."""
    app = FastAPI(title="Countersight", version=__version__, docs_url=None, redoc_url=None, openapi_url=None, lifespan=_lifespan)
    for name in ROUTERS:
        if _there(name):
            # As they are: a router that is included makes every route anew, which a start would wait for.
            app.router.routes.extend(import_module(name).router.routes)
    app.openapi = partial(described, app)  # type: ignore[method-assign]
    return app


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container whose user has no name
        return "local"


def _there(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    clock, renewing = started(lambda: app.state.office), Renewing(app)
    renewing.start()
    yield
    await run_in_threadpool(renewing.stop)
    if clock is not None:
        await run_in_threadpool(clock.stop)
    app.state.office.desk.close()


def _around(app: FastAPI, office: Office) -> None:
    """What stands around every request; the last one added is the first one met."""
    serving = office.serving
    metrics = app.state.metrics = Metrics()
    app.state.counted = metrics.counted
    metrics.answered_from(office.snapshot.content_hash)
    if serving.keys:
        app.add_middleware(Sessions, key=sealing_key(office.settings.cache), seconds=serving.session_hours * 3600, secure=serving.url.startswith("https:") or (not serving.url and serving.host not in LOOPBACK))
    app.add_middleware(Limits, faulty=_Faulty(), max_body=serving.max_body, per_minute=serving.per_minute, seconds=serving.seconds)
    app.add_middleware(Watching, metrics=metrics, unforeseen=_unforeseen)


class _Faulty(Faulty):
    """Tells an error of what stands around the application as a problem document."""

    async def __call__(self, fault: CountersightError, scope: Scope, receive: Receive, send: Send) -> None:
        await answered(problem_of(fault))(scope, receive, send)


def told(request: Request, problem: Problem, headers: dict[str, str] | None = None) -> Response:
    """An error, as a page where a browser asked for one, else as a problem document."""
    if not request.url.path.startswith(MACHINES) and "text/html" in request.headers.get("accept", "") and _there("countersight.web.faults"):
        page: Any = import_module("countersight.web.faults").page
        made: Response = page(request, problem)
        return made
    return answered(problem, headers)


async def _unforeseen(scope: Scope, receive: Receive, send: Send) -> None:
    """A fault of ours: the log holds its place, the answer only that it happened."""
    await told(Request(scope), problem_of_ours())(scope, receive, send)


def _faults(app: FastAPI) -> None:

    @app.exception_handler(CountersightError)
    async def ours(request: Request, fault: CountersightError) -> Response:
        return told(request, problem_of(fault))

    @app.exception_handler(RequestValidationError)
    async def unfit(request: Request, fault: RequestValidationError) -> Response:
        return told(request, problem_of_validation(fault))

    @app.exception_handler(StarletteHTTPException)
    async def framework(request: Request, fault: StarletteHTTPException) -> Response:
        return told(request, problem_of_http(fault), dict(fault.headers or {}))
