"""The house drawn in ARCHITECTURE.md is the house in the code: the contract passes, and fails when it is broken on purpose."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import entry_points
from pathlib import Path

import pytest

import countersight
from countersight.app import BUILT_IN

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "countersight"


def lint(project: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on a copy of the project."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    env = {**os.environ, "PYTHONPATH": str(project / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, cwd=project, env=env, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(SOURCE, tmp_path / "src" / "countersight", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_contract_holds(copy: Path) -> None:
    found = lint(copy)
    assert found.returncode == 0, found.stdout
    assert "Contracts: 3 kept, 0 broken" in found.stdout


@pytest.mark.parametrize(
    ("file", "line", "broken"),
    [
        ("model/units.py", "from countersight.rules import syntax", "The house"),
        ("match/latin.py", "from countersight.ownership import graph", "The house"),
        ("screening/one.py", "from countersight.app import make_screener", "The house"),
        ("rules/book.py", "from pathlib import Path", "do no I/O"),
        ("ownership/graph.py", "import sqlite3", "do no I/O"),
        ("match/parts.py", "import pydantic", "nothing heavy"),
    ],
)
def test_the_contract_fails_when_it_is_broken_on_purpose(copy: Path, file: str, line: str, broken: str) -> None:
    path = copy / "src" / "countersight" / file
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("from __future__ import annotations\n", f"from __future__ import annotations\n{line}\n", 1), encoding="utf-8")
    found = lint(copy)
    assert found.returncode == 1, found.stdout
    assert re.search(rf"{broken}.*BROKEN", found.stdout), found.stdout


def test_a_room_that_nobody_drew_is_refused(copy: Path) -> None:
    room = copy / "src" / "countersight" / "attic"
    room.mkdir()
    (room / "__init__.py").touch()
    found = lint(copy)
    assert found.returncode == 1
    assert "attic" in found.stdout


def test_the_picture_names_every_room_in_the_order_of_the_contract() -> None:
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"][0]["layers"]
    blocks = re.findall(r"```text\n(.*?)```", (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8"), re.DOTALL)
    drawn = next(block for block in blocks if block.startswith("  cli "))
    rows = [re.match(r"  ([a-z_| ]+?)  ", row) for row in drawn.split("\n")]
    picture = [tuple(part.strip() for part in row[1].split("|")) for row in rows if row]
    wanted = [tuple(part.strip() for part in layer.split("|")) for layer in contract if layer != "__main__"]
    assert picture == wanted


ONE_UNIT = {"match/kernel.py": 960}
"""Compiled as one unit: what two of its functions share stays a call of C only within a file. How a name is laid out stands beside it. It may not grow."""


def test_modules_stay_small() -> None:
    sizes = {path.relative_to(SOURCE).as_posix(): len(path.read_text(encoding="utf-8").split("\n")) for path in SOURCE.rglob("*.py")}
    assert {name: count for name, count in sizes.items() if count > ONE_UNIT.get(name, 420)} == {}


def test_the_public_names_are_these() -> None:
    assert sorted(countersight.__all__) == [
        "CountersightError", "DataError", "Decision", "InputError", "Matter", "Options", "RulebookError", "Screener",
        "Settings", "Snapshot", "UsageError", "__version__", "load_rulebooks", "make_screener", "open_snapshot",
    ]  # fmt: skip
    assert all(hasattr(countersight, name) for name in countersight.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = countersight.nothing


def test_what_is_built_in_comes_in_through_the_three_doors() -> None:
    doors = {door: {found.name for found in entry_points(group=f"countersight.{door}")} for door in ("rulebooks", "reports", "sources")}
    assert set(BUILT_IN) <= doors["rulebooks"]
    assert {"table", "json", "jsonl", "html"} <= doors["reports"]
    assert {path.parent.name for path in (SOURCE / "sources").glob("*/source.yaml")} == doors["sources"]
    for door, names in doors.items():
        for name in names:
            assert callable(next(found for found in entry_points(group=f"countersight.{door}") if found.name == name).load())


def test_no_registry_host_and_no_machine_path_stands_in_the_tree() -> None:
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split("\0")
    hosts = ["pypi" + ".org", "files.python" + "hosted.org", "npm" + "js.org", "/" + "work/"]
    for name in filter(None, tracked):
        path = ROOT / name
        if path.is_file():
            text = path.read_bytes().decode("utf-8", "replace")
            assert not [host for host in hosts if host in text], name
