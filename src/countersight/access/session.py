"""Sessions: who signed in. The browser holds a random token, sealed; the desk holds its hash, the user and the day on which it ends.

So a session ends when it is over, when somebody signs out, and when the user is disabled. The cookie is encrypted and signed (Fernet), HttpOnly,
Secure (but on loopback) and SameSite=Lax; writes are besides held to ``Sec-Fetch-Site`` by the door.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping, MutableMapping
from datetime import timedelta
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import Any, Final

from cryptography.fernet import Fernet, InvalidToken
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from countersight.access.keys import hashed, moment, over
from countersight.access.principal import Principal, role_of, scopes_of
from countersight.desk.desk import Desk

COOKIE: Final = "countersight"
TOKEN: Final = "token"


def principal_of_session(desk: Desk, session: Mapping[str, Any]) -> Principal | None:
    """Who a session is of; None where nobody is signed in, or no longer."""
    token = session.get(TOKEN)
    row = desk.find_session(hashed(token)) if isinstance(token, str) and token else None
    if row is None or row["disabled_at"] or over(row["expires_at"]):
        return None
    role = role_of(row["role"])
    return Principal(row["tenant"], row["user"], role, scopes_of(role), "session")


def begin(desk: Desk, tenant: str, user: str, session: MutableMapping[str, Any], hours: int) -> None:
    """Sign a user in: the session is emptied first, so that nothing of before it is carried over."""
    session.clear()
    session[TOKEN] = secrets.token_hex(32)
    people = desk.of(tenant).people
    people.end_old_sessions()
    people.add_session(user, hashed(session[TOKEN]), moment(timedelta(hours=hours)))


def end(desk: Desk, tenant: str, session: MutableMapping[str, Any]) -> None:
    """Sign out."""
    token = session.get(TOKEN)
    session.clear()
    if isinstance(token, str):
        desk.of(tenant).people.end_session(hashed(token))


def sealing_key(home: Path) -> bytes:
    """The key that cookies are sealed with: kept in the home folder, readable by its owner alone, made when it is first asked for."""
    path = home / "session.key"
    try:
        return path.read_bytes()
    except FileNotFoundError:
        home.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".session.key-{os.getpid()}")
    beside.touch(mode=0o600)
    beside.write_bytes(Fernet.generate_key())
    try:
        os.link(beside, path)  # the first of several workers wins, and what it wrote is there whole
    except FileExistsError:
        pass
    finally:
        beside.unlink()
    return path.read_bytes()


class Sessions:
    """ASGI middleware that opens the cookie into ``scope["session"]`` and seals what changed."""

    def __init__(self, app: ASGIApp, key: bytes, seconds: int, *, secure: bool) -> None:
        """Args: the application, the key, how long a session lasts, and whether the cookie goes over HTTPS alone."""
        self.app, self.fernet, self.seconds, self.secure = app, Fernet(key), seconds, secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        cookie = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie" and COOKIE.encode() in value), "")
        held = self.opened(cookie) if cookie else {}
        scope["session"] = session = dict(held)

        async def sealing(message: Message) -> None:
            if message["type"] == "http.response.start" and session != held:
                MutableHeaders(scope=message).append("set-cookie", self.sealed(session))
            await send(message)

        await self.app(scope, receive, sealing)

    def opened(self, header: str) -> dict[str, Any]:
        """What a Cookie header holds; nothing where it was not sealed by us, or is over."""
        try:
            morsel = SimpleCookie(header).get(COOKIE)
            told = json.loads(self.fernet.decrypt(morsel.value.encode(), ttl=self.seconds)) if morsel else {}
        except (CookieError, InvalidToken, ValueError):
            return {}
        return told if isinstance(told, dict) else {}

    def sealed(self, session: Mapping[str, Any]) -> str:
        """A Set-Cookie header; of an empty session one that removes it."""
        flags = f"; Path=/; HttpOnly; SameSite=Lax{'; Secure' if self.secure else ''}"
        if not session:
            return f"{COOKIE}=; Max-Age=0{flags}"
        return f"{COOKIE}={self.fernet.encrypt(json.dumps(session).encode()).decode()}; Max-Age={self.seconds}{flags}"
