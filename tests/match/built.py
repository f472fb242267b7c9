"""A copy of the sources in which the hot loop is compiled, and questions to it from a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "src"
MODULES = 7
"""Those that ``asked.py`` tells of."""
FILES = 9


def built(folder: Path, *flags: str) -> Path:
    """Compile in a copy; skips the test, saying why, where that is not possible here."""
    shutil.copytree(SOURCES / "countersight", folder / "countersight", ignore=shutil.ignore_patterns("*.so", "*.pyd", "__pycache__"))
    done = subprocess.run([sys.executable, str(ROOT / "hatch_build.py"), str(folder), *flags], capture_output=True, text=True, check=False)
    made = [*folder.rglob("*.so"), *folder.rglob("*.pyd")]
    if not made:
        pytest.skip(done.stderr.strip()[-200:] or "nothing was compiled")
    assert len(made) == FILES, done.stderr
    return folder


def begun(sources: Path, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    """A process that asks, over these sources."""
    env = {**os.environ, "PYTHONPATH": str(sources), **environment}
    return subprocess.Popen([sys.executable, str(ROOT / "tests" / "match" / "asked.py"), *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env)


def told(process: subprocess.Popen[str]) -> dict[str, Any]:
    """What it printed."""
    out, err = process.communicate()
    assert process.returncode == 0, err[-3000:]
    found: dict[str, Any] = json.loads(out)
    return found
