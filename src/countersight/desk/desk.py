"""The desk of an office: one database, its ledger and checkpoints; and what one tenant holds of it.

``desk.of(tenant)`` gives a handle whose every statement is bound to that tenant. No function elsewhere takes a tenant, so that tenants are
apart by construction and not by care.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

from sqlalchemy import insert, select
from sqlalchemy.engine import make_url

from countersight.desk.bound import Bound
from countersight.desk.checkpoints import Checkpoints
from countersight.desk.engine import Database
from countersight.desk.filed import Adjudicated, Attachments, Decisions, Matters
from countersight.desk.kept import Once, SettingsKept
from countersight.desk.ledger import Ledger
from countersight.desk.moments import now
from countersight.desk.people import People, Reads
from countersight.desk.queue import Queue
from countersight.desk.tables import chains, keys, sessions, users
from countersight.desk.upgrade import upgrade
from countersight.desk.watchlist import Outgoing, Watched, Webhooks
from countersight.errors import UsageError

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")


class Handle:
    """What one tenant holds. Everything it reads or writes is the tenant's."""

    def __init__(self, bound: Bound, tenant: str, checkpoints: Checkpoints) -> None:
        """Use :meth:`Desk.of` instead."""
        self.tenant = tenant
        self._bound = bound
        self.ledger = Ledger(bound, tenant, checkpoints)
        self.matters = Matters(bound)
        self.decisions = Decisions(bound, self.ledger)
        self.attachments = Attachments(bound)
        self.adjudicated = Adjudicated(bound)
        self.queue = Queue(bound)
        self.once = Once(bound)
        self.people = People(bound)
        self.reads = Reads(bound)
        self.watched = Watched(bound)
        self.webhooks = Webhooks(bound)
        self.outgoing = Outgoing(bound)
        self.settings = SettingsKept(bound)
        self.checkpoints = checkpoints

    def writing(self) -> Any:  # noqa: ANN401 - a context manager of the bound
        """``with handle.writing():`` makes all that is written inside one transaction."""
        return self._bound.writing()

    def hold(self) -> None:
        """Inside a transaction: let no other writer of the tenant in between what is read and what is written."""
        self._bound.hold()

    def reading(self) -> Any:  # noqa: ANN401 - as above
        """``with handle.reading():`` reads all that is read inside of one moment."""
        return self._bound.reading()


class Desk:
    """A database with the checkpoints beside it."""

    def __init__(self, database: Database, folder: Path) -> None:
        """Use :meth:`open` instead."""
        self.database = database
        self.folder = folder
        self.checkpoints = Checkpoints(folder)
        self._handles: dict[str, Handle] = {}

    @classmethod
    def open(cls, url: str, folder: Path | None = None) -> Desk:
        """Open the database, and bring its tables to this version.

        Args:
            url: ``sqlite:////folder/office.db`` or ``postgresql+psycopg://user@host/name``.
            folder: Where the key and the checkpoints are; beside the file of SQLite where none is named.

        Raises:
            UsageError: Not such an address, or no folder for the checkpoints of a database elsewhere.
            DataError: It does not answer, or is of a newer version.
        """
        database = Database.open(url)
        if folder is None:
            if not database.embedded:
                raise UsageError(
                    "where are the checkpoints of the ledger to go?",
                    hint="name a folder on another disk than the database: COUNTERSIGHT_LEDGER=/folder",
                )
            folder = Path(str(make_url(url).database)).parent / "ledger"
        try:
            upgrade(database)
            return cls(database, folder)
        except BaseException:
            database.close()
            raise

    def close(self) -> None:
        """Give the connections back."""
        self.database.close()

    def of(self, tenant: str, *, new: bool = False) -> Handle:
        """What a tenant holds.

        Args:
            tenant: Small letters, digits and hyphens.
            new: Make the tenant where there is none.

        Raises:
            UsageError: No such name, or no such tenant.
        """
        if tenant not in self._handles:
            if not _NAME.fullmatch(tenant):
                raise UsageError(
                    f"{tenant!r} is no name of a tenant", hint="small letters, digits and hyphens, at most 63"
                )
            if tenant not in self.tenants():
                if not new:
                    raise UsageError(f"there is no tenant {tenant!r}", hint="countersight keys add makes one")
                self.checkpoints.write(
                    tenant, 0, ""
                )  # before the tenant is there: a ledger without any checkpoint is one whose file was taken away
                with self.database.writing() as connection:
                    if connection.execute(select(chains.c.tenant).where(chains.c.tenant == tenant)).first() is None:
                        connection.execute(
                            insert(chains), [{"tenant": tenant, "seq": 0, "hash": "", "created_at": now()}]
                        )
            self._handles[tenant] = Handle(Bound(self.database, tenant), tenant, self.checkpoints)
        return self._handles[tenant]

    def tenants(self) -> list[str]:
        """Every tenant, in order."""
        with self.database.reading() as connection:
            return list(connection.execute(select(chains.c.tenant).order_by(chains.c.tenant)).scalars())

    def find_key(self, sha256: str) -> dict[str, Any] | None:
        """Whose API key this is: ``tenant id user role scopes expires_at revoked_at disabled_at``, or None. For the door alone."""
        query = (
            select(keys, users.c.role, users.c.disabled_at)
            .join(users, (users.c.tenant == keys.c.tenant) & (users.c.id == keys.c.user))
            .where(keys.c.sha256 == sha256)
        )
        return self._first(query)

    def find_session(self, sha256: str) -> dict[str, Any] | None:
        """Whose session this is: ``tenant user role expires_at disabled_at``, or None. For the door alone."""
        query = (
            select(sessions, users.c.role, users.c.disabled_at)
            .join(users, (users.c.tenant == sessions.c.tenant) & (users.c.id == sessions.c.user))
            .where(sessions.c.sha256 == sha256)
        )
        return self._first(query)

    def find_login(self, login: str) -> dict[str, Any] | None:
        """Who signs in with ``issuer subject``: the user with its tenant, or None. For the door alone."""
        return self._first(select(users).where(users.c.login == login)) if login else None

    def _first(self, query: Any) -> dict[str, Any] | None:  # noqa: ANN401 - a statement
        with self.database.reading() as connection:
            row = connection.execute(query).mappings().first()
            return dict(row) if row else None
