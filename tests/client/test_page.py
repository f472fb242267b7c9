"""Every example of docs/yente.md runs against a service of its own process."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.machine import program
from tests.service.test_serve import Running, start

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "yente.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    made = start(tmp_path_factory.mktemp("home"))
    yield made
    made.process.kill()
    made.process.wait()


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_the_shell_examples(running: Running, tmp_path: Path) -> None:
    program("curl", "curl")
    program("jq", "jq")
    script = "set -e -o pipefail\n" + "\n".join(blocks("sh")).replace("http://127.0.0.1:8765", running.url)
    done = subprocess.run(["bash", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (
        "1.0 true hikvision Hangzhou Hikvision Digital Technology Co., Ltd." in done.stdout
        or "true hikvision" in done.stdout
    )
    assert "null" not in done.stdout.replace('"null"', ""), done.stdout
    assert "Entity List (15 CFR part 744, Supp. 4)" in done.stdout


def test_the_python_example(running: Running, tmp_path: Path) -> None:
    (code,) = blocks("py")
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code.replace("http://127.0.0.1:8765", running.url)],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "license_required" in done.stdout
    assert "finds ids" in done.stdout
