"""The clock beside the service: it starts with it, is told nothing of names, and can be left out."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from countersight.access.serving import Serving
from countersight.app import open_starter
from countersight.cases.clock import Round
from countersight.cases.watching import Looked
from countersight.service.app import create_app
from countersight.service.clock import _told, started
from countersight.settings import Settings


def test_the_clock_starts_and_ends_with_the_service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import threading
    import time

    monkeypatch.setenv("COUNTERSIGHT_WATCH_SECONDS", "0.05")
    open_starter(Settings.from_environment())
    app = create_app(Settings(cache=tmp_path), Serving(database=f"sqlite:///{tmp_path / 'office.sqlite'}"))
    handle = app.state.office.desk.of("local")
    with TestClient(app, base_url="http://127.0.0.1"):
        for _ in range(400):
            if handle.ledger.of("", "rulebook.taken"):
                break
            time.sleep(0.05)
        assert any(one.name == "countersight-clock" for one in threading.enumerate())
        assert [entry.kind for entry in handle.ledger.every()] == ["list.taken", "rulebook.taken"], "what is in use stands in the ledger"
    assert not any(one.name == "countersight-clock" and one.is_alive() for one in threading.enumerate())


def test_it_can_be_left_out() -> None:
    def office() -> object:
        raise AssertionError

    assert started(office, {"COUNTERSIGHT_WATCH_SECONDS": "0"}) is None  # type: ignore[arg-type]


def test_the_log_holds_numbers_and_no_names(caplog: pytest.LogCaptureFixture) -> None:
    looked = Looked("2026-11-20", "0" * 64, watched=2, decided={"Invented Ltd": ("x",)})
    with caplog.at_level(logging.INFO):
        _told(Round(looked={"tenant-of-ana": looked}, faults={"tenant-of-ben": "Invented GmbH cannot be decided"}))
    assert "watched 2, decided again 1" in caplog.text
    assert "1 tenants" in caplog.text
    assert "Invented" not in caplog.text
    assert "ana" not in caplog.text
