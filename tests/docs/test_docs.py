"""Docs are tests: generated references are up to date, every command in a page runs, every link leads somewhere."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


def test_the_generated_references_are_up_to_date() -> None:
    found = subprocess.run([sys.executable, "tools/references.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), target


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)


def commands() -> list[str]:
    return [
        line.removeprefix("$ ").strip()
        for page in PAGES
        for block in blocks(page, "console")
        for line in block.split("\n")
        if line.startswith("$ countersight ")
    ]


@pytest.mark.parametrize("command", commands())
def test_every_command_that_a_page_shows_runs(command: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "src" / "countersight" / "demo", tmp_path / "demo")
    arguments = re.findall(r'"[^"]*"|\S+', command.split("#", maxsplit=1)[0].removeprefix("countersight "))
    env = {**os.environ, "COUNTERSIGHT_HOME": str(tmp_path / "home")}
    whole = [sys.executable, "-m", "countersight", *(one.strip('"') for one in arguments)]
    found = subprocess.run(whole, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert found.returncode in {0, 1}, found.stderr
    assert found.stdout or "--out" in command


def test_the_excerpt_in_the_readme_is_what_the_demo_prints(tmp_path: Path) -> None:
    env = {**os.environ, "COUNTERSIGHT_HOME": str(tmp_path), "COLUMNS": "80"}
    found = subprocess.run([sys.executable, "-m", "countersight", "demo"], cwd=tmp_path, env=env, capture_output=True, text=True, check=True)
    printed = found.stdout.split("\n")
    wanted = [line for line in blocks(ROOT / "README.md", "text")[0].split("\n") if line and line != "..."]
    assert len(wanted) > 10
    assert [line for line in wanted if line not in printed] == []


@pytest.mark.parametrize("code", [block for page in PAGES for block in blocks(page, "python")])
def test_every_python_block_runs(code: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "src" / "countersight" / "demo", tmp_path / "demo")
    env = {**os.environ, "COUNTERSIGHT_HOME": str(tmp_path / "home")}
    found = subprocess.run([sys.executable, "-W", "error", "-c", code], cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr
