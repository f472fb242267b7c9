"""Bring the tables of a database to the version of the program, one step at a time, and back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import inspect, text

from countersight.errors import DataError

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection

    from countersight.desk.engine import Database

HEAD: Final = "0002"
"""The version that this program works with: the last file in ``migrations/versions``."""

_MIGRATIONS: Final = Path(__file__).parent / "migrations"


def version(database: Database) -> str:
    """The version of the tables; empty where there are none."""
    with database.reading() as connection:
        return _version(connection)


def _version(connection: Connection) -> str:
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


def upgrade(database: Database, to: str = HEAD) -> None:
    """Bring the tables up to a version; where they are there already, nothing is loaded for it.

    Raises:
        DataError: The tables are of a newer program.
    """
    held = version(database)
    if held == to:
        return
    if held > to:
        raise DataError(
            f"the tables are of version {held}, this program knows {HEAD}",
            hint="use the newer program, or restore a backup of before",
        )
    _run(database, to, down=False)


def downgrade(database: Database, to: str) -> None:
    """Bring the tables down to an older version, ``base`` for none."""
    _run(database, to, down=True)


def _run(database: Database, to: str, *, down: bool) -> None:
    from alembic import command  # noqa: PLC0415 - loaded only where there is something to do

    with database.writing() as connection:
        if not database.embedded:
            connection.execute(text("SELECT pg_advisory_xact_lock(720100)"))
        if down:
            command.downgrade(config(connection), to)
        elif _version(connection) != to:  # another process may have been first
            command.upgrade(config(connection), to)


def config(connection: Connection) -> Config:
    """What Alembic needs to know, without a file of its own."""
    from alembic.config import Config  # noqa: PLC0415 - as above

    found = Config()
    found.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    found.attributes["connection"] = connection
    return found
