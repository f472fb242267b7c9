"""API keys: ``cs_`` and 256 random bits. The key is shown once, when it is made; what is kept is its SHA-256.

A slow hash would guard a password that somebody thought up. Nobody guesses 256 bits, so a fast one serves, and every request can be checked.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final

from countersight.access.principal import Principal, Role, checked_scopes, role_of, scopes_of
from countersight.desk.desk import Desk
from countersight.errors import UnknownCallerError, UsageError

PREFIX: Final = "cs_"
LONGEST: Final = 366 * 3
"""Days that a key may live."""
NOTED: Final = timedelta(hours=1)
"""When a key was used last is noted to the hour: it is for finding keys that nobody needs."""
_WRONG: Final = "the key is not known, was withdrawn, or is over"
_HINT: Final = "countersight keys list shows what there is; countersight keys add makes a new one"


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key as it was made: the one moment at which it can be seen."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a key is to be: of which user, who holds which role, for what, how long."""

    tenant: str
    user: str
    role: Role
    scopes: frozenset[str] = frozenset()
    """Fewer than those of the role; empty: all of them."""
    label: str = ""
    days: int = 365


def hashed(text: str) -> str:
    """What is kept of a key, or of the token of a session."""
    return sha256(text.encode()).hexdigest()


def moment(ahead: timedelta) -> str:
    """A moment from now, as the desk writes moments."""
    return (datetime.now(UTC) + ahead).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def over(expires_at: str) -> bool:
    """True where that moment has passed; never where it is empty."""
    return bool(expires_at) and expires_at <= moment(timedelta())


def add_key(desk: Desk, wanted: Wanted) -> NewKey:
    """Make a key and keep its hash; the tenant and the user are made where there are none.

    Raises:
        UsageError: A scope that the role does not hold, or a life that is too long or none.
    """
    if not 0 < wanted.days <= LONGEST:
        raise UsageError(f"a key lives 1 to {LONGEST} days, not {wanted.days}", hint="make a new one when it is over")
    scopes = checked_scopes(wanted.scopes, wanted.role)
    people = desk.of(wanted.tenant, new=True).people
    held = people.user(wanted.user)
    if held is None or held["role"] != wanted.role or held["disabled_at"]:
        told = {name: held[name] for name in ("name", "mail", "login")} if held else {}
        people.put(wanted.user, role=wanted.role, **told)
    text = PREFIX + secrets.token_hex(32)
    key_id = people.add_key(wanted.user, hashed(text), label=wanted.label, scopes=sorted(scopes), expires_at=moment(timedelta(days=wanted.days)))
    return NewKey(key_id, text)


def shown_key(headers: Mapping[str, str], path: str = "", query: Mapping[str, str] | None = None) -> str:
    """The key that a request shows, or nothing.

    ``Authorization: Bearer`` or ``ApiKey``, or ``X-Api-Key``. OpenRefine can send no header, so below ``/reconcile/`` alone it may
    stand in the address as ``api_key``; addresses are never logged.

    >>> shown_key({"authorization": "Bearer cs_1"}), shown_key({"authorization": "Basic x"}), shown_key({}, "/reconcile/all", {"api_key": "cs_1"})
    ('cs_1', '', 'cs_1')
    """
    kind, _, value = headers.get("authorization", "").partition(" ")
    if kind.casefold() in {"bearer", "apikey"} and value.strip():
        return value.strip()
    return headers.get("x-api-key", "") or ((query or {}).get("api_key", "") if path.startswith("/reconcile/") else "")


def principal_of_key(desk: Desk, text: str) -> Principal:
    """Whose key it is.

    Raises:
        UnknownCallerError: Nobody's, or no longer; which of the two is not told.
    """
    row = desk.find_key(hashed(text)) if text.startswith(PREFIX) else None
    if row is None or row["revoked_at"] or row["disabled_at"] or over(row["expires_at"]):
        raise UnknownCallerError(_WRONG, hint=_HINT)
    if row["used_at"] < moment(-NOTED):
        desk.of(row["tenant"]).people.key_used(row["id"])
    role = role_of(row["role"])
    return Principal(row["tenant"], row["user"], role, frozenset(row["scopes"].split()) & scopes_of(role), "key", row["id"])
