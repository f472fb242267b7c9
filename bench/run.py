"""Every measurement of this folder, one script after the other."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
NO_SCRIPTS = frozenset({"calibration.py", "charts.py", "page.py", "real_names.py", "real_pairs.py", "record.py", "run.py", "timing.py"})


def main() -> None:
    """Run each script in a process of its own, so that none warms another's caches; stop at the first that fails."""
    for script in sorted(HERE.glob("*.py")):
        if script.name not in NO_SCRIPTS and not script.name.startswith("peer_"):
            print(f"# {script.name}", flush=True)
            subprocess.run([sys.executable, str(script)], check=True)  # noqa: S603 - our own scripts


if __name__ == "__main__":
    main()
