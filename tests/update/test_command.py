"""The command: ``atlas update``, ``export`` and ``key``, and which snapshot answers afterwards."""

from __future__ import annotations

import contextlib
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from tests.update.invented_lists import NAME, put, source, table
from tests.update.server import Server, good, plain

from countersight import app
from countersight.cli.main import run
from countersight.cli.progress import progress
from countersight.errors import UsageError
from countersight.snapshots.current import current_snapshot
from countersight.sources.wish import silent

Said = Callable[..., tuple[int, str, str]]
ROOT = Path(__file__).resolve().parents[2]
DAY = "2026-11-20"


@pytest.fixture
def said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Said:
    """The command with one source installed: code, output, errors."""
    monkeypatch.setenv("COUNTERSIGHT_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("COUNTERSIGHT_SNAPSHOT", raising=False)
    installed = EntryPoint(NAME, "tests.update.invented_lists:door", "countersight.sources")
    monkeypatch.setattr(app, "_door", lambda _: {NAME: installed})

    def call(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run(("atlas", *arguments))
        got = capsys.readouterr()
        return code, got.out, got.err

    return call


def test_a_folder_is_taken_and_answers_from_then_on(said: Said, tmp_path: Path) -> None:
    folder = put(tmp_path / "in", table(100), DAY)
    code, out, err = said("update", "--from", str(folder), "--edition", "2020-01-31")
    assert code == 3
    assert "invented             new edition    edition of 2020-01-31,     100 rows, STALE" in out
    assert "stale: invented: the edition of 2020-01-31 is" in err
    assert "countersight atlas update fetches newer ones" in err
    now = current_snapshot(tmp_path / "home")
    assert now is not None
    assert out.endswith(f"snapshot  {now.name}\n")
    assert now.name in said("info")[1]


def test_a_refusal_exits_with_three_and_a_hint(said: Said, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.update.invented_lists.door", lambda: (source(server.address),))
    server.answers = [plain(table(100)), plain(table(50))]
    assert said("update")[0] == 0
    code, out, err = said("update")
    assert code == 3
    assert "invented             REFUSED" in out
    assert "refused: invented: us.bis.entity_list: 100 rows before, 50 now" in err
    assert "--accept-shrink" in err
    code, out, err = said("update", NAME, "--accept-shrink", "the notice removes them")
    assert (code, "new edition" in out) == (0, True)
    assert "accepted.jsonl" in err


def test_nothing_is_said_on_standard_error_when_all_is_well_and_nobody_looks_on(said: Said, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.update.invented_lists.door", lambda: (source(server.address),))
    server.answers = [good(table(100), modified="")]
    code, _, err = said("update")
    assert (code, err) == (0, "")


def test_a_bundle_is_exported_and_taken_elsewhere(said: Said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("cryptography", reason="the extra countersight[bundle] is not installed")
    folder, key, bundle = put(tmp_path / "in", table(100), DAY), str(tmp_path / "maker.key"), str(tmp_path / "atlas.bundle")
    said("update", "--from", str(folder))
    code, out, _ = said("key", "--out", key)
    assert code == 0
    assert f"{key}.pub" in out
    code, out, _ = said("export", "--bundle", bundle, "--key", key)
    assert code == 0
    monkeypatch.setenv("COUNTERSIGHT_HOME", str(tmp_path / "away"))
    _, again, _ = said("update", "--bundle", bundle, "--key", f"{key}.pub")
    assert out.split()[-1] == again.split()[-1]
    assert current_snapshot(tmp_path / "away") == tmp_path / "away" / "snapshots" / again.split()[-1]
    code, _, err = said("update", "--bundle", bundle, "--key", key)
    assert (code, "no public Ed25519 key" in err) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--accept-shrink", " "), "wants a reason"), (("--bundle", "x"), "go together"), (("--key", "x"), "go together"),
        (("--from", "x", "--offline"), "exclude each other"), (("--bundle", "x", "--key", "y", "--offline"), "exclude each other"),
        (("nothing",), "no source 'nothing'"), (("csl", "--bundle", "x", "--key", "y"), "taken whole"), (("--from", "/nowhere"), "no folder"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_told_with_a_hint(said: Said, arguments: tuple[str, ...], words: str) -> None:
    code, out, err = said("update", *arguments)
    assert (code, out) == (2, "")
    assert words in err
    assert "hint: " in err


def test_a_plugin_that_brings_something_else_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    odd = EntryPoint("odd", "builtins:dict", "countersight.sources")
    monkeypatch.setattr(app, "_door", lambda _: {"odd": odd})
    assert app.load_sources() == []
    monkeypatch.setattr("tests.update.invented_lists.door", lambda: ("no source",))
    one = EntryPoint(NAME, "tests.update.invented_lists:door", "countersight.sources")
    monkeypatch.setattr(app, "_door", lambda _: {NAME: one})
    with pytest.raises(UsageError, match="'invented' gives a str"):
        app.load_sources()
    monkeypatch.setattr("tests.update.invented_lists.door", lambda: (source(), source()))
    with pytest.raises(UsageError, match="two sources are called 'invented'"):
        app.load_sources()


def test_progress_is_shown_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        with progress(quiet=True) as tell:
            assert tell is silent
        with progress(quiet=False) as tell:
            tell("reading invented", 0, None)
            tell("invented.csv", 512, 1024)
            tell("invented.csv", 1024, 1024)
        terminal.flush()
        os.set_blocking(ours, False)
        shown = ""
        with contextlib.suppress(BlockingIOError):
            while piece := os.read(ours, 1 << 16):
                shown += piece.decode(errors="replace")
    os.close(ours)
    assert "reading invented ..." in shown
    assert "1.0/1.0 kB" in shown


def test_looking_up_a_name_in_the_current_snapshot_loads_nothing_heavy(said: Said, tmp_path: Path) -> None:
    said("update", "--from", str(put(tmp_path / "in", table(20), DAY)))
    script = (
        "import sys; from countersight.cli.main import run; code = run(['name', 'Invented Body 7 Limited']);"
        "heavy = {'httpx', 'pydantic', 'rich', 'yaml', 'cryptography', 'fcntl', 'duckdb'} & set(sys.modules); assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT / "src")})
    assert done.returncode == 0, done.stderr
    assert "Invented Body 7" in done.stdout
