"""The same tests of ``/v1``, over PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.api import test_v1
from tests.desk.conftest import postgres  # noqa: F401 - a fixture
from tests.serving import Served, served

pytestmark = pytest.mark.slow

globals().update({name: one for name, one in vars(test_v1).items() if name.startswith("test_") or name in {"client", "decision"}})


@pytest.fixture(scope="module")
def office(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:  # noqa: F811 - the fixture
    psycopg = pytest.importorskip("psycopg")
    with psycopg.connect(postgres.replace("+psycopg", "") + "/postgres", autocommit=True) as connection:
        connection.execute("CREATE DATABASE of_the_api")
    made = served(tmp_path_factory.mktemp("office"), database=f"{postgres}/of_the_api")
    yield made
    made.office.desk.close()
