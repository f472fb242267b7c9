"""One door to the database: SQLite beside the program, or PostgreSQL when there are several. Every write is one transaction.

SQLite keeps a write-ahead log and waits for the disk with every commit (``synchronous=FULL``): what was acknowledged is there after the
power fails. Writers come one after the other (``BEGIN IMMEDIATE``), readers do not wait for them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from countersight.errors import DataError, UsageError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

WAIT: Final = 30
"""Seconds that a writer waits for another one."""

_URLS: Final = "sqlite:////folder/office.db, or postgresql+psycopg://user@host/name"


class Database:
    """An engine, with transactions that nest: what is written inside a transaction belongs to it."""

    def __init__(self, engine: Engine) -> None:
        """Use :meth:`open` instead."""
        self.engine = engine
        self.embedded = engine.dialect.name == "sqlite"
        self._open = threading.local()
        self._one_writer = threading.Lock()

    @classmethod
    def open(cls, url: str) -> Database:
        """Connect to a database that may be empty.

        Raises:
            UsageError: Not the address of a database that is known, or its driver is not installed.
            DataError: It does not answer.
        """
        try:
            told = make_url(url)
            if told.get_backend_name() not in {"sqlite", "postgresql"}:
                raise UsageError(f"no database of the kind {told.get_backend_name()!r} is known", hint=_URLS)
            engine = create_engine(
                told, pool_pre_ping=told.get_backend_name() == "postgresql", **_options(told.get_backend_name())
            )
        except ArgumentError:
            raise UsageError("this is no address of a database", hint=_URLS) from None
        except ImportError:
            raise UsageError(
                "the driver of this database is not installed", hint="pip install 'countersight[service,postgres]'"
            ) from None
        if told.get_backend_name() == "sqlite":
            if told.database in {None, "", ":memory:"}:
                raise UsageError("a database in memory keeps nothing", hint=_URLS)
            Path(str(told.database)).parent.mkdir(parents=True, exist_ok=True)
            _as_sqlite(engine)
        found = cls(engine)
        try:
            with found.reading():
                pass
        except OperationalError as fault:
            engine.dispose()
            raise DataError(
                f"the database does not answer: {str(fault.orig).splitlines()[0]}",
                hint="is it running, and may this user write there?",
            ) from None
        except DBAPIError as fault:
            engine.dispose()
            raise DataError(
                f"this is no database of ours: {str(fault.orig).splitlines()[0]}",
                hint="name the file that countersight made",
            ) from None
        return found

    @property
    def inside(self) -> bool:
        """Whether this thread has a transaction open."""
        return getattr(self._open, "connection", None) is not None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to read with; inside a transaction its own, so that what was written there is seen."""
        held = getattr(self._open, "connection", None) or getattr(self._open, "reader", None)
        if held is not None:
            yield held
            return
        with self.engine.connect() as connection:
            if not self.embedded:
                connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)  # noqa: PLW2901 - the same connection
            self._open.reader = connection
            try:
                yield connection
            finally:
                self._open.reader = None

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction, committed at the end of the outermost ``with``, or undone by an error."""
        held = getattr(self._open, "connection", None)
        if held is not None:
            yield held
            return
        after: dict[str, Callable[[], None]] = {}
        with self._turn(), self.engine.connect() as connection:
            connection = connection.execution_options(countersight_writes=True)  # noqa: PLW2901 - the same connection
            with connection.begin():
                self._open.connection, self._open.after = connection, after
                try:
                    yield connection
                finally:
                    self._open.connection = None
        for job in after.values():
            job()

    def after(self, name: str, job: Callable[[], None]) -> None:
        """Do something once the transaction is safe, before its writer hears so; of several jobs of one name only the last is done."""
        self._open.after[name] = job

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Threads of one process wait in line instead of knocking again and again."""
        if not self.embedded:
            yield
            return
        with self._one_writer:
            yield

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()


def _options(kind: str) -> dict[str, Any]:
    return (
        {"connect_args": {"timeout": WAIT, "check_same_thread": False}}
        if kind == "sqlite"
        else {"pool_size": 10, "max_overflow": 20}
    )


def _as_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def prepared(connection: Any, _: object) -> None:  # noqa: ANN401 - of the driver
        connection.isolation_level = (
            None  # transactions are begun by us: the driver's own way of beginning them comes too late
        )
        for line in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={WAIT * 1000}"):
            connection.execute(f"PRAGMA {line}").close()

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        connection.exec_driver_sql(
            "BEGIN IMMEDIATE" if connection.get_execution_options().get("countersight_writes") else "BEGIN"
        )
