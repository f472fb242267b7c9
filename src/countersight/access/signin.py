"""Sign-in by OpenID Connect (Authlib): code flow with PKCE, state and nonce in the sealed cookie.

Who the issuer vouches for must be a user of the office: found by ``issuer subject``; or at the first time by a mail address that the issuer
verified; or, where ``COUNTERSIGHT_OIDC_JOIN`` names a role, filed as a new one.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from countersight.access.door import office_of, who
from countersight.access.office import Office
from countersight.access.principal import Principal, role_of
from countersight.access.session import begin, end
from countersight.desk.moments import new_id
from countersight.errors import AccessError, DataError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Mapping

router = APIRouter(include_in_schema=False)


def client_of(office: Office) -> Any:  # noqa: ANN401 - Authlib has no types
    """The client of the issuer.

    Raises:
        NotFoundError: Nobody signs in here.
    """
    serving = office.serving
    if not serving.oidc_issuer:
        raise NotFoundError("nobody signs in here", hint="set COUNTERSIGHT_OIDC_ISSUER, _CLIENT and _SECRET; or use a key")
    from authlib.integrations.starlette_client import OAuth  # noqa: PLC0415 - only where people sign in

    oauth: Any = OAuth()  # type: ignore[no-untyped-call]
    return oauth.register(
        "office",
        server_metadata_url=f"{serving.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
        client_id=serving.oidc_client,
        client_secret=serving.oidc_secret or None,
        client_kwargs={"scope": "openid email profile", "code_challenge_method": "S256"},
    )


def unreachable() -> type[Exception]:
    """What is raised where the issuer does not answer: Authlib asks through httpx, or through its successor where that is installed."""
    from authlib.integrations.httpx_client import AsyncOAuth2Client  # noqa: PLC0415 - only where people sign in

    library = next(one.__module__.partition(".")[0] for one in AsyncOAuth2Client.__mro__ if one.__name__ == "AsyncClient")
    found: type[Exception] = import_module(library).HTTPError
    return found


@router.get("/signin")
async def signin(request: Request) -> Response:
    """Send the browser to the issuer."""
    office = office_of(request)
    client = client_of(office)
    back = f"{office.serving.url}/signin/back" if office.serving.url else str(request.url_for("signed_in"))
    try:
        answer: Response = await client.authorize_redirect(request, back)
    except unreachable() as fault:
        raise DataError("the issuer does not answer", hint="COUNTERSIGHT_OIDC_ISSUER names it") from fault
    return answer


@router.get("/signin/back")
async def signed_in(request: Request) -> Response:
    """The browser comes back with a code.

    Raises:
        AccessError: The issuer vouches for nobody, or for somebody who is no user here.
    """
    from authlib.common.errors import AuthlibBaseError  # noqa: PLC0415 - only where people sign in
    from joserfc.errors import JoseError  # noqa: PLC0415

    office = office_of(request)
    client = client_of(office)
    try:
        token = await client.authorize_access_token(request)
    except unreachable() as fault:
        raise DataError("the issuer does not answer", hint="begin again at /signin") from fault
    except (AuthlibBaseError, JoseError) as fault:
        raise AccessError(f"the sign-in did not come to an end: {fault.error}", hint="begin again at /signin") from None
    user = await run_in_threadpool(user_of, office, token.get("userinfo") or {})
    await run_in_threadpool(begin, office.desk, office.serving.oidc_tenant, user, request.session, office.serving.session_hours)
    return RedirectResponse("/", 303)


@router.post("/signout")
async def signout(request: Request, principal: Annotated[Principal, Depends(who)]) -> Response:
    """End the session."""
    await run_in_threadpool(end, office_of(request).desk, principal.tenant, request.scope.get("session", {}))
    return RedirectResponse("/", 303)


def user_of(office: Office, claims: Mapping[str, Any]) -> str:
    """The user whom the issuer vouches for.

    Raises:
        AccessError: No user here.
    """
    serving = office.serving
    subject, mail = str(claims.get("sub") or ""), str(claims.get("email") or "").casefold() if claims.get("email_verified") is True else ""
    if not subject:
        raise AccessError("the issuer told nobody", hint="its answer holds no subject")
    login = f"{serving.oidc_issuer} {subject}"
    people = office.desk.of(serving.oidc_tenant, new=True).people
    found = office.desk.find_login(login)
    if found is not None and found["tenant"] == serving.oidc_tenant:
        if found["disabled_at"]:
            raise AccessError("this user was disabled", hint="an admin of the office can say why")
        return str(found["id"])
    for row in people.users():
        if mail and row["mail"].casefold() == mail and not row["login"] and not row["disabled_at"]:
            people.put(row["id"], name=row["name"], mail=row["mail"], role=row["role"], login=login)
            return str(row["id"])
    if not serving.oidc_join:
        raise AccessError("you are known to the issuer and are no user here", hint="an admin files you first, with your mail address: POST /v1/users")
    user = new_id("user")
    people.put(user, name=str(claims.get("name") or ""), mail=mail, role=role_of(serving.oidc_join), login=login)
    return user
