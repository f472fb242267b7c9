"""``countersight keys``: a key is printed once, opens the service, is listed without what opens anything, and is withdrawn."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from countersight.cli.main import run
from tests.serving import served


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("COUNTERSIGHT_HOME", str(tmp_path))
    monkeypatch.setenv("COUNTERSIGHT_LEDGER", str(tmp_path / "ledger"))
    url = f"sqlite:///{tmp_path / 'office.sqlite'}"
    monkeypatch.setenv("COUNTERSIGHT_DATABASE", url)
    return url


def test_a_key_from_its_making_to_its_end(database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["keys", "add", "ana", "--role", "analyst", "--tenant", "acme", "--days", "90", "--label", "desk of Ana"]) == 0
    made = capsys.readouterr()
    key = made.out.strip()
    assert key.startswith("cs_")
    assert key not in made.err
    client = TestClient(served(tmp_path, database=database).app, base_url="http://127.0.0.1", headers={"authorization": f"Bearer {key}"})
    told = client.get("/v1/me").json()
    assert (told["tenant"], told["user"], told["role"]) == ("acme", "ana", "analyst")
    assert run(["keys", "list", "--tenant", "acme", "--format", "json"]) == 0
    listed = capsys.readouterr().out
    assert key not in listed
    row = json.loads(listed)["keys"][0]
    assert "sha256" not in row
    assert run(["keys", "list", "--tenant", "acme"]) == 0
    assert "desk of Ana" in capsys.readouterr().out
    assert run(["keys", "revoke", row["id"], "--tenant", "acme"]) == 0
    assert client.get("/v1/me").status_code == 401
    assert run(["keys", "revoke", row["id"], "--tenant", "acme"]) == 2
    assert "countersight keys list" in capsys.readouterr().err


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["ana", "--role", "king"], "roles: reader, analyst"),
        (["ana", "--scope", "admin"], "it takes at least the role admin"),
        (["ana", "--days", "0"], "a key lives 1 to"),
        (["ana", "--tenant", "No Such"], "is no name of a tenant"),
    ],
)
def test_what_is_off_is_said(arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["keys", "add", *arguments]) == 2
    got = capsys.readouterr()
    assert says in got.err
    assert not got.out
