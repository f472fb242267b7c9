"""How long the command takes from nothing: whole processes, ten of each after one that warms the disk cache.

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
NAME = "Hangzhou Hikvision Digital Technology"


def run(cache: str, *arguments: str) -> None:
    """One whole process; exit code 1 is an answer (something was found), anything higher is a fault."""
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "countersight", *arguments], capture_output=True, env=_environment(cache), check=False
    )
    if done.returncode > 1:
        sys.exit(f"countersight {' '.join(arguments)} ended with {done.returncode}:\n{done.stderr.decode()}")


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
        found = spread([1000 * one for one in seconds(lambda given=arguments: run(cache, *given), RUNS)])  # type: ignore[misc]
        print(line(f"countersight {arguments[0]}", found, "ms", target))


if __name__ == "__main__":
    main()
