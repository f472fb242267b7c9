"""How long the command takes from nothing: whole processes, ten of each after one that warms the disk cache."""

from __future__ import annotations

import os
import subprocess
import sys

from timing import line, seconds, spread

RUNS = 10
NAME = "Hangzhou Hikvision Digital Technology"


def run(*arguments: str) -> None:
    """One whole process; exit code 1 is an answer (something was found), anything higher is a fault."""
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "countersight", *arguments], capture_output=True, env=dict(os.environ), check=False
    )
    if done.returncode > 1:
        sys.exit(f"countersight {' '.join(arguments)} ended with {done.returncode}:\n{done.stderr.decode()}")


def main() -> None:
    """Print one line per command."""
    for arguments, target in ((("--help",), "150"), (("name", NAME), "300")):
        run(*arguments)
        found = spread([1000 * one for one in seconds(lambda given=arguments: run(*given), RUNS)])  # type: ignore[misc]
        print(line(f"countersight {arguments[0]}", found, "ms", target))


if __name__ == "__main__":
    main()
