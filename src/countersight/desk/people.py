"""Users, API keys and sessions of a tenant, and who read what. Only hashes of secrets are held."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import tuple_

from countersight.desk.moments import new_id, now
from countersight.desk.tables import keys, reads, sessions, users
from countersight.errors import InputError

if TYPE_CHECKING:
    from countersight.desk.bound import Bound, Row


class People:
    """Users, their keys and sessions."""

    def __init__(self, bound: Bound) -> None:
        """Args: the tables of the tenant."""
        self._bound = bound

    def put(self, user: str, *, name: str = "", mail: str = "", role: str = "reader", login: str = "") -> None:
        """File a user, or change one; ``login`` is ``issuer subject`` of OpenID Connect."""
        held = self.user(user)
        row = {
            "id": user,
            "name": name,
            "mail": mail,
            "role": role,
            "login": login,
            "disabled_at": "",
            "created_at": held["created_at"] if held else now(),
        }
        self._bound.put(users, row)

    def user(self, user: str) -> Row | None:
        """``id name mail role login disabled_at created_at``, or None."""
        return self._bound.row(users, users.c.id == user)

    def users(self) -> list[Row]:
        """All of them."""
        return self._bound.rows(users, order=[users.c.id])

    def disable(self, user: str) -> int:
        """Nobody is deleted: the ledger names them. Keys and sessions end with the user."""
        with self._bound.writing():
            self._bound.change(keys, keys.c.user == user, keys.c.revoked_at == "", revoked_at=now())
            self._bound.remove(sessions, sessions.c.user == user)
            return self._bound.change(users, users.c.id == user, users.c.disabled_at == "", disabled_at=now())

    def add_key(
        self, user: str, sha256: str, *, label: str = "", scopes: Sequence[str] = (), expires_at: str = ""
    ) -> str:
        """File the hash of an API key; the id of the key.

        Raises:
            InputError: No such user.
        """
        self._known(user)
        row = {
            "id": new_id("key"),
            "sha256": sha256,
            "user": user,
            "label": label,
            "scopes": " ".join(sorted(scopes)),
            "expires_at": expires_at,
            "created_at": now(),
        }
        self._bound.add(keys, row)
        return row["id"]

    def _known(self, user: str) -> None:
        if self.user(user) is None:
            raise InputError(f"no user {user!r}", hint="file the user first")

    def keys(self, user: str = "") -> list[Row]:
        """``id sha256 user label scopes expires_at revoked_at used_at created_at`` of the keys of a user, or of all."""
        return self._bound.rows(keys, *([keys.c.user == user] if user else []), order=[keys.c.id])

    def revoke_key(self, key_id: str) -> int:
        """From now on it opens nothing; 0 where there is no such key."""
        return self._bound.change(keys, keys.c.id == key_id, keys.c.revoked_at == "", revoked_at=now())

    def key_used(self, key_id: str) -> None:
        """Note when a key was used last."""
        self._bound.change(keys, keys.c.id == key_id, used_at=now())

    def add_session(self, user: str, sha256: str, expires_at: str) -> None:
        """File the hash of the cookie of a session.

        Raises:
            InputError: No such user.
        """
        self._known(user)
        self._bound.add(sessions, {"sha256": sha256, "user": user, "expires_at": expires_at, "created_at": now()})

    def end_session(self, sha256: str) -> int:
        """Sign out."""
        return self._bound.remove(sessions, sessions.c.sha256 == sha256)

    def end_old_sessions(self) -> int:
        """Take away those that are over; how many."""
        return self._bound.remove(sessions, sessions.c.expires_at < now())


class Reads:
    """Who read what of sensitive data: an audit that is kept, and purged with its time."""

    def __init__(self, bound: Bound) -> None:
        """Args: the tables of the tenant."""
        self._bound = bound

    def note(self, actor: str, what: str, subject: str, why: str = "") -> None:
        """Note one, for example ``note("ana", "attachment", SHA256)``."""
        self._bound.add(
            reads, {"id": new_id("read"), "at": now(), "actor": actor, "what": what, "subject": subject, "why": why}
        )

    def page(self, after: str = "", limit: int = 50, *, actor: str = "", subject: str = "") -> list[Row]:
        """``id at actor what subject why``, the newest first; ``after`` is the id of the last one that was shown."""
        where = [tuple_(reads.c.id) < tuple_(after)] if after else []
        where += [reads.c.actor == actor] if actor else []
        where += [reads.c.subject == subject] if subject else []
        return self._bound.rows(reads, *where, order=[reads.c.id.desc()], limit=limit)

    def purge(self, before: str) -> int:
        """Take away those before a moment; how many."""
        return self._bound.remove(reads, reads.c.at < before)
