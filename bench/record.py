"""What the benches measured, as JSON lines, for the page that ``make bench-page`` writes: one line for each number, with what it grows with.

Where ``COUNTERSIGHT_BENCH_OUT`` names a file, :func:`put` adds a line to it; else it does nothing. A line tells the series, at which size, the number,
its unit, and ``short``, whether the run was a short one (``COUNTERSIGHT_BENCH_SHORT``), which the page marks.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Measured:
    """One number."""

    series: str
    at: float
    """The size: names, rows, pages, stakes; 0 where nothing grows."""
    value: float
    unit: str
    who: str = "countersight"
    """What was measured: this program, or a peer beside it."""
    short: bool = False
    note: str = ""


def short() -> bool:
    """Whether this is a run of small sizes, to see that everything works."""
    return bool(os.environ.get("COUNTERSIGHT_BENCH_SHORT"))


def put(series: str, at: float, value: float, unit: str, *, who: str = "countersight", note: str = "") -> None:  # noqa: PLR0913 - a line of a table
    """Add a number to the file of this run, if there is one."""
    if path := os.environ.get("COUNTERSIGHT_BENCH_OUT"):
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(Measured(series, at, value, unit, who, short(), note)), ensure_ascii=False) + "\n")


def read(path: Path) -> Iterator[Measured]:
    """The numbers of a run, in their order."""
    for line in path.read_text(encoding="utf-8").splitlines():
        yield Measured(**json.loads(line))
