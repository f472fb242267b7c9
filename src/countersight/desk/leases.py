"""Who does what only one may do: a lease in the database, so that of several processes one looks and sends. One that dies loses it with its time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from countersight.desk.moments import now
from countersight.desk.tables import leases

if TYPE_CHECKING:
    from countersight.desk.desk import Desk


def take(desk: Desk, name: str, holder: str, seconds: float) -> bool:
    """Take a lease, or keep one's own longer; False where another process holds it.

    Args:
        desk: The office.
        name: What it is for.
        holder: Which process.
        seconds: For how long.
    """
    until = (datetime.now(UTC) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    with desk.database.writing() as connection:
        held = connection.execute(select(leases).where(leases.c.name == name).with_for_update()).mappings().first()
        if held is None:
            from sqlalchemy.exc import IntegrityError  # noqa: PLC0415 - two that begin at one moment

            try:
                with connection.begin_nested():
                    connection.execute(insert(leases), [{"name": name, "holder": holder, "until": until}])
            except IntegrityError:
                return False
            return True
        if held["holder"] != holder and held["until"] > now():
            return False
        connection.execute(update(leases).where(leases.c.name == name).values(holder=holder, until=until))
        return True


def give_back(desk: Desk, name: str, holder: str) -> None:
    """Let others have it at once."""
    with desk.database.writing() as connection:
        connection.execute(delete(leases).where(leases.c.name == name, leases.c.holder == holder))
