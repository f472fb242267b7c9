"""The compiled hot loop under the address and undefined-behaviour sanitizers: hostile names and spoilt index files."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.match.built import MODULES, begun, built, told

FLAGS = ("-O1", "-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=undefined", "-fno-omit-frame-pointer")


def library(name: str) -> str:
    if shutil.which("gcc") is None or not sys.platform.startswith("linux"):
        pytest.skip("needs gcc and its sanitizers on Linux")
    found = subprocess.run(["gcc", f"-print-file-name={name}"], capture_output=True, text=True, check=True).stdout.strip()
    if not Path(found).is_absolute():
        pytest.skip(f"gcc here has no {name}")
    return found


@pytest.mark.slow
def test_hostile_names_and_spoilt_files_touch_no_foreign_memory(tmp_path: Path) -> None:
    loaded = f"{library('libasan.so')} {library('libubsan.so')}"
    tree = built(tmp_path / "tree", *FLAGS)
    # Python itself leaves memory to the end of the process: leaks are not what is looked for.
    found = told(begun(tree, "4000", "hostile", COUNTERSIGHT_PURE="", LD_PRELOAD=loaded, ASAN_OPTIONS="detect_leaks=0"))
    assert found["compiled"] == [True] * MODULES
