"""The door: FastAPI dependencies that say who asks and refuse who may not.

Every route that is not sign-in, health or a file of the pages has ``Depends(require("scope"))``; a test walks all of them.
"""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool

from countersight.access.fetch import refuse_foreign_host, refuse_foreign_site
from countersight.access.keys import PREFIX, principal_of_key, shown_key
from countersight.access.office import Office
from countersight.access.principal import SCOPES, Principal
from countersight.access.session import principal_of_session
from countersight.desk.desk import Handle
from countersight.errors import UnknownCallerError, UsageError

HINT: Final = "send a key as 'Authorization: Bearer cs_...' (countersight keys add makes one), or sign in"


def office_of(request: Request) -> Office:
    """The office of the service, as it is at this moment."""
    office: Office = request.app.state.office
    return office


async def who(request: Request) -> Principal:
    """Who asks: by a key, by a session, or the one local user.

    Raises:
        UnknownCallerError: Nobody knows.
        AccessError: Another site's page asks through the browser of somebody who is known.
    """
    office = office_of(request)
    key = shown_key(request.headers, request.url.path, request.query_params)
    if key and (office.serving.keys or key.startswith(PREFIX)):  # a local service is asked by clients that send a key of elsewhere, too
        found = await run_in_threadpool(principal_of_key, office.desk, key)
    elif office.serving.keys:
        session = request.scope.get("session") or {}
        held = await run_in_threadpool(principal_of_session, office.desk, session) if session else None
        if held is None:
            raise UnknownCallerError("nobody is signed in and no key was shown", hint=HINT)
        refuse_foreign_site(request)
        found = held
    else:
        refuse_foreign_host(request, office.serving.names)
        refuse_foreign_site(request)
        found = request.app.state.local_user
    request.state.principal = found
    return found


class Require:
    """A dependency that gives the principal where it holds a scope."""

    def __init__(self, scope: str) -> None:
        """Args: one of the scopes of :mod:`countersight.access.principal`."""
        if scope not in SCOPES:
            raise UsageError(f"no scope {scope!r}", hint=f"scopes: {', '.join(SCOPES)}")
        self.scope = scope

    async def __call__(self, principal: Annotated[Principal, Depends(who)]) -> Principal:
        """The principal.

        Raises:
            AccessError: It does not hold the scope.
        """
        principal.need(self.scope)
        return principal


def require(scope: str) -> Require:
    """``principal: Annotated[Principal, Depends(require("cases:read"))]``."""
    return Require(scope)


def handle_of(request: Request, principal: Annotated[Principal, Depends(who)]) -> Handle:
    """The desk of the tenant that asks: every statement made through it is bound to that tenant."""
    return office_of(request).desk.of(principal.tenant)
