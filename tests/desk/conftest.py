"""Both databases, and an office with some things in it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from countersight.desk.desk import Desk
from countersight.model.decision import SCHEMA, Column, Decision
from tests.machine import program


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A server of PostgreSQL of its own on a free port of loopback; the address without a database."""
    initdb, server = (program(name, "postgresql", folders=["/usr/lib/postgresql/*/bin"]) for name in ("initdb", "postgres"))
    folder = Path(tempfile.mkdtemp(prefix="countersight-postgres-"))  # the folders of pytest are closed to the server's user
    root = os.geteuid() == 0  # the server refuses to be root
    as_user = ["runuser", "-u", "postgres" if _user("postgres") else "nobody", "--"] if root else []
    if root:
        shutil.chown(folder, as_user[2])
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = folder / "data"
    subprocess.run(
        [*as_user, str(initdb), "-D", str(data), "-U", "office", "-A", "trust", "-E", "UTF8", "--no-sync"],
        check=True,
        capture_output=True,
        cwd=folder,
    )
    command = [
        *as_user,
        str(server),
        "-D",
        str(data),
        "-p",
        str(port),
        "-c",
        "listen_addresses=127.0.0.1",
        "-c",
        "fsync=off",
        "-c",
        f"unix_socket_directories={folder}",
    ]
    with (folder / "log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log, cwd=folder) as running:
        try:
            _wait(port, running)
            yield f"postgresql+psycopg://office@127.0.0.1:{port}"
        finally:
            running.terminate()
            running.wait(30)
            shutil.rmtree(folder, ignore_errors=True)


def _user(name: str) -> bool:
    return subprocess.run(["id", name], capture_output=True, check=False).returncode == 0


def _wait(port: int, running: subprocess.Popen[bytes]) -> None:
    import time

    import psycopg

    for _ in range(300):
        try:
            psycopg.connect(f"host=127.0.0.1 port={port} user=office dbname=postgres").close()
        except psycopg.OperationalError:
            assert running.poll() is None, "the server ended"
            time.sleep(0.1)
        else:
            return
    pytest.fail("PostgreSQL did not start within 30 seconds")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'office.db'}"
    import psycopg

    server = str(request.getfixturevalue("postgres"))
    name = f"o{abs(hash(tmp_path)):x}"
    with psycopg.connect(server.replace("+psycopg", "") + "/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return f"{server}/{name}"


@pytest.fixture
def desk(url: str, tmp_path: Path) -> Iterator[Desk]:
    """A desk over each kind of database."""
    found = Desk.open(url, tmp_path / "ledger")
    yield found
    found.close()


@pytest.fixture
def light(tmp_path: Path) -> Iterator[Desk]:
    """A desk over SQLite alone."""
    found = Desk.open(f"sqlite:///{tmp_path / 'light.db'}", tmp_path / "ledger")
    yield found
    found.close()


@pytest.fixture
def decision() -> Callable[[str], Decision]:
    """An invented decision on a matter of some id."""

    def made(matter: str, outcome: str = "review") -> Decision:
        column = Column(
            "us-in-force",
            "",
            "Law in force",
            proposed=False,
            sha256="0" * 64,
            outcome=outcome,
            fired=(),
            flags=(),
            not_looked_at=(),
            checked=(),
            questions=(),
            next_change=None,
        )
        return Decision(
            SCHEMA,
            "0",
            {"id": matter, "kind": "shipment"},
            "2026-11-30",
            "2026-11-01",
            snapshot="1" * 64,
            lists_complete=False,
            enacted="",
            parties=(),
            columns=(column,),
        )

    return made
