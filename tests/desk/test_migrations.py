"""Migrations go up and down with data in the tables, on both databases, and end in the tables of the program."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from countersight.desk.desk import Desk
from countersight.desk.engine import Database
from countersight.desk.tables import metadata
from countersight.desk.upgrade import HEAD, config, downgrade, upgrade, version
from countersight.desk.verifying import verify
from countersight.errors import DataError, UsageError
from countersight.model.decision import Decision


def test_head_is_the_last_step(desk: Desk) -> None:
    with desk.database.writing() as connection:
        assert ScriptDirectory.from_config(config(connection)).get_heads() == [HEAD]
    assert version(desk.database) == HEAD


def test_the_steps_end_in_the_tables_of_the_program(desk: Desk) -> None:
    with desk.database.writing() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_up_and_down_with_data(url: str, tmp_path: Path, decision: Callable[[str], Decision]) -> None:
    database = Database.open(url)
    with database.writing() as connection:
        steps = [one.revision for one in ScriptDirectory.from_config(config(connection)).walk_revisions()][::-1]
    assert steps[-1] == HEAD
    upgrade(database, steps[0])
    handle = Desk(database, tmp_path / "ledger").of("office", new=True)
    handle.decisions.put(decision("m0"), "ana")
    written = 1
    for step in steps[1:]:
        upgrade(database, step)
        handle.decisions.put(decision(f"m{step}"), "ana")
        written += 1
        assert verify(handle).sound
    for step in steps[-2::-1]:
        downgrade(database, step)
        assert version(database) == step
        found = verify(handle)
        assert (found.sound, found.entries) == (True, written)
        handle.decisions.put(decision(f"down{step}"), "ana")
        written += 1
    upgrade(database)
    found = verify(handle)
    assert (found.sound, found.entries) == (True, written)
    downgrade(database, "base")
    with database.reading() as connection:
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
    database.close()


def test_tables_of_a_newer_program_are_left_alone(desk: Desk, url: str, tmp_path: Path) -> None:
    with desk.database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DataError, match="the tables are of version 9999"):
        Desk.open(url, tmp_path / "ledger")


@pytest.mark.parametrize("address", ["office.db", "mysql://host/name", "sqlite://", "sqlite:///:memory:"])
def test_what_is_no_database_of_ours_is_told(address: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as told:
        Desk.open(address, tmp_path)
    assert "sqlite:////folder/office.db" in told.value.hint


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "office.db").write_text(
        "this is a letter, and long enough to be read as the head of a file of SQLite, which it is not"
    )
    with pytest.raises(DataError, match="no database of ours"):
        Desk.open(f"sqlite:///{tmp_path / 'office.db'}")


def test_a_server_that_does_not_answer_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="does not answer"):
        Desk.open("postgresql+psycopg://office@127.0.0.1:1/none", tmp_path)
