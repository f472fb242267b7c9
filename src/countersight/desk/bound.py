"""Statements of one tenant. Whoever holds a :class:`Bound` reads and writes the rows of its tenant, and cannot name another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Table, and_, delete, func, insert, select, update

from countersight.desk.tables import chains
from countersight.errors import InputError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from countersight.desk.engine import Database

Row = dict[str, Any]


class Bound:
    """The tables of a database, cut to the rows of one tenant."""

    __slots__ = ("_database", "_tenant")

    def __init__(self, database: Database, tenant: str) -> None:
        """The only place where a tenant is named."""
        self._database = database
        self._tenant = tenant

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: all of it is written, or nothing. Inside another one it is part of that."""
        with self._database.writing() as connection:
            yield connection

    def hold(self) -> None:
        """Wait until no other writer of the tenant is at work, and let none begin before this transaction ends."""
        with self._database.writing() as connection:
            connection.execute(select(chains.c.seq).where(chains.c.tenant == self._tenant).with_for_update())

    def after(self, name: str, job: Callable[[], None]) -> None:
        """Do something once the transaction is safe; of several jobs of one name only the last is done."""
        self._database.after(name, job)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Everything that is read inside is read of one moment."""
        with self._database.reading():
            yield

    def rows(
        self,
        table: Table,
        *where: ColumnElement[bool],
        order: Sequence[Any] = (),
        limit: int | None = None,
        only: Sequence[str] = (),
    ) -> list[Row]:
        """Rows of the tenant, as plain dictionaries without the tenant.

        Args:
            table: The table.
            where: Conditions, all of which hold.
            order: Columns.
            limit: How many at most.
            only: Names of columns; all where none is named.
        """
        wanted = [column for column in table.c if column.name != "tenant" and (not only or column.name in only)]
        query = select(*wanted).where(table.c.tenant == self._tenant, *where).order_by(*order).limit(limit)
        with self._database.reading() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def row(self, table: Table, *where: ColumnElement[bool]) -> Row | None:
        """The first such row, or None."""
        return next(iter(self.rows(table, *where, limit=1)), None)

    def count(self, table: Table, *where: ColumnElement[bool]) -> int:
        """How many rows of the tenant."""
        query = select(func.count()).select_from(table).where(table.c.tenant == self._tenant, *where)
        with self._database.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def add(self, table: Table, *rows: Mapping[str, object]) -> None:
        """Write rows for the tenant."""
        if rows:
            with self._database.writing() as connection:
                connection.execute(insert(table), [{**self._plain(table, one), "tenant": self._tenant} for one in rows])

    def change(self, table: Table, *where: ColumnElement[bool], **values: object) -> int:
        """Change rows of the tenant; how many there were."""
        with self._database.writing() as connection:
            query = (
                update(table).where(and_(table.c.tenant == self._tenant, *where)).values(**self._plain(table, values))
            )
            return int(connection.execute(query).rowcount)

    def remove(self, table: Table, *where: ColumnElement[bool]) -> int:
        """Take rows of the tenant away; how many there were."""
        with self._database.writing() as connection:
            return int(connection.execute(delete(table).where(table.c.tenant == self._tenant, *where)).rowcount)

    def put(self, table: Table, row: Mapping[str, object]) -> None:
        """Write a row, in the place of the one with its key where there is one."""
        names = [column.name for column in table.primary_key if column.name != "tenant"]
        with self._database.writing():
            same = [table.c[name] == row[name] for name in names]
            rest = {name: value for name, value in row.items() if name not in names}
            if not (self.change(table, *same, **rest) if rest else self.count(table, *same)):
                self.add(table, row)

    def _plain(self, table: Table, values: Mapping[str, object]) -> dict[str, object]:
        """Values that the columns can hold; PostgreSQL knows no text with a zero in it, so that none of the two takes it.

        Raises:
            InputError: Text with a zero character, or a column that nobody may set.
        """
        for name, value in values.items():
            if name == "tenant" or name not in table.c:
                raise InputError(f"{table.name} has no column {name!r} to be set", hint="see desk/tables.py")
            if isinstance(value, str) and "\0" in value:
                raise InputError(f"{name} holds a zero character, which is no text", hint="take it out")
        return dict(values)
