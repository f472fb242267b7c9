"""The command, run in this process, with a home of its own for snapshots."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from countersight.cli.main import run


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str


Command = Callable[..., Ran]


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, home: Path) -> Command:
    monkeypatch.setenv("COUNTERSIGHT_HOME", str(home))
    monkeypatch.delenv("COUNTERSIGHT_SNAPSHOT", raising=False)

    def call(*arguments: str) -> Ran:
        capsys.readouterr()
        try:
            code = run(arguments)
        except SystemExit as left:
            code = int(left.code or 0)
        got = capsys.readouterr()
        return Ran(code, got.out, got.err)

    return call
