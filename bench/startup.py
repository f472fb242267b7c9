"""How long the command takes from nothing, and how much memory: whole processes, ten of each after one that warms the disk cache.

Bytecode is kept, as it is after any installation, in a folder of its own: where ``PYTHONDONTWRITEBYTECODE`` is set, each process would
compile every source again, which more than doubles the time.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

from timing import line, seconds, spread

RUNS = 10
MEMORY = 120
"""MB that a first answer may take."""
NAME = "Hangzhou Hikvision Digital Technology"


def run(cache: str, *arguments: str) -> float:
    """One whole process; returns its largest size in MB. Exit code 1 is an answer (something was found), anything higher is a fault."""
    with tempfile.TemporaryFile() as told:
        process = subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-m", "countersight", *arguments], stdout=subprocess.DEVNULL, stderr=told, env=_environment(cache)
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode > 1:
            told.seek(0)
            sys.exit(f"countersight {' '.join(arguments)} ended with {process.returncode}:\n{told.read().decode()}")
    return used.ru_maxrss / 1024


def _environment(cache: str) -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"} | {"PYTHONPYCACHEPREFIX": cache}


def main() -> None:
    """Print one line per command."""
    with tempfile.TemporaryDirectory() as cache:
        measured(cache)


def measured(cache: str) -> None:
    """One line per command, with a folder for bytecode."""
    for arguments, target in ((("--help",), "150"), (("name", NAME), "150")):
        run(cache, *arguments)
        size = run(cache, *arguments)
        found = spread([1000 * one for one in seconds(lambda given=arguments: run(cache, *given), RUNS)])  # type: ignore[misc]
        print(line(f"countersight {arguments[0]}", found, "ms", target))
        print(f"countersight {arguments[0]}: at most {size:.0f} MB resident (wanted: {MEMORY})")


if __name__ == "__main__":
    main()
