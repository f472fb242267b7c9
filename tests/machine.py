"""What a test needs of the machine: programs of Debian's packages, installed where that can be done, else told and skipped."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest


def program(name: str, package: str, *, folders: Sequence[str] = ()) -> str:
    """The path of a program. A machine that is thrown away (root, with apt) gets the package; on others the test is skipped.

    Args:
        name: ``chromium``, ``postgres`` ...
        package: Debian's package that holds it.
        folders: Patterns of folders beside the path, such as ``/usr/lib/postgresql/*/bin``.
    """
    found = _found(name, folders)
    if found is None and os.geteuid() == 0 and shutil.which("apt-get") and not os.environ.get("COUNTERSIGHT_NO_INSTALL"):
        with (Path(tempfile.gettempdir()) / "countersight-apt.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # several workers ask at once; apt serves one
            if (found := _found(name, folders)) is None:
                _install(package)
                found = _found(name, folders)
    if found is None:
        pytest.skip(f"{name} is not on this machine: apt install {package}")
    return found


def _found(name: str, folders: Sequence[str]) -> str | None:
    beside = (one / name for pattern in folders for one in sorted(Path("/").glob(pattern.lstrip("/")), reverse=True))
    return next((str(one) for one in beside if os.access(one, os.X_OK)), None) or shutil.which(name)


def _install(package: str) -> None:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]):
        subprocess.run(command, check=False, capture_output=True, env=quiet, timeout=600)
