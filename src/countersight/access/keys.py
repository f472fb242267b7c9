"""API keys: ``cs_<id>_<secret>``. The secret has 256 random bits and is shown once; what is kept is its SHA-256.

A slow hash would guard a password that people think up; of a random secret nobody guesses the quarter of a share that would
matter, and a fast one lets every request be checked.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from typing import Any, Final

from countersight.access.principal import Principal, Role, checked_scopes, role_of
from countersight.errors import UnknownCallerError

PREFIX: Final = "cs"
_PARTS: Final = 3
_WRONG: Final = "the key is not known, was withdrawn, or is over"
_HINT: Final = "countersight keys list shows what there is; countersight keys add makes a new one"


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key as it was made: the one moment at which the secret can be seen."""

    id: str
    text: str
    hashed: str


def new_key() -> NewKey:
    """A key that nobody has.

    >>> made = new_key()
    >>> made.text.startswith(f"cs_{made.id}_"), hashed(made.text.rsplit("_", 1)[1]) == made.hashed
    (True, True)
    """
    name, secret = secrets.token_hex(6), secrets.token_hex(32)
    return NewKey(name, f"{PREFIX}_{name}_{secret}", hashed(secret))


def hashed(secret: str) -> str:
    """What is kept of a secret."""
    return sha256(secret.encode()).hexdigest()


def add_key(desk: Any, tenant: str, user: str, role: Role, scopes: frozenset[str] = frozenset(), days: int = 365) -> NewKey:  # noqa: ANN401, PLR0913, PLR0917 - what a key is
    """Make a key and keep its hash.

    Raises:
        UsageError: A scope that the role does not hold.
    """
    made = new_key()
    expires = datetime.now(UTC) + timedelta(days=days)
    desk.of(tenant).add_key(id=made.id, hashed=made.hashed, user=user, role=role, scopes=sorted(checked_scopes(scopes, role)), expires=expires.isoformat(timespec="seconds"))
    return made


def shown_key(headers: Mapping[str, str], path: str = "", query: Mapping[str, str] | None = None) -> str:
    """The key that a request shows, or nothing.

    ``Authorization: Bearer`` or ``ApiKey``, or ``X-Api-Key``. OpenRefine can send no header, so below ``/reconcile/`` alone it may
    stand in the address as ``api_key``; addresses are never logged.

    >>> shown_key({"authorization": "Bearer cs_1_2"}), shown_key({"authorization": "Basic x"}), shown_key({}, "/reconcile/all", {"api_key": "cs_1_2"})
    ('cs_1_2', '', 'cs_1_2')
    """
    kind, _, value = headers.get("authorization", "").partition(" ")
    if kind.casefold() in {"bearer", "apikey"} and value.strip():
        return value.strip()
    return headers.get("x-api-key", "") or ((query or {}).get("api_key", "") if path.startswith("/reconcile/") else "")


def principal_of_key(desk: Any, text: str) -> Principal:  # noqa: ANN401 - the desk's type
    """Whose key it is.

    Raises:
        UnknownCallerError: Nobody's, or no longer; which of the two is not told.
    """
    parts = text.split("_")
    row = desk.key(parts[1]) if len(parts) == _PARTS and parts[0] == PREFIX else None
    if row is None or not compare_digest(row.hashed, hashed(parts[2])) or row.revoked or row.expires <= datetime.now(UTC).isoformat(timespec="seconds"):
        raise UnknownCallerError(_WRONG, hint=_HINT)
    return Principal(row.tenant, row.user, role_of(row.role), frozenset(row.scopes), "key", row.id)
