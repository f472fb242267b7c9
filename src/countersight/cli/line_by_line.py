"""``countersight screen --format jsonl``: decided and written some at a time, so that a file of any size takes no more memory."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from countersight.cli.screen import FAILED, Faults, decide, staleness, tell_of_parties

if TYPE_CHECKING:
    from countersight.intake.result import Intake
    from countersight.screening.one import Screener


def screen_lines(given: argparse.Namespace, screener: Screener, told: Faults, put: Callable[[Intake], Intake]) -> int:
    """Decide matter after matter, a line each; a file appears whole or not at all."""
    from countersight.intake.read import stream_matters
    from countersight.reports.machine import jsonl_report
    from countersight.reports.screening import Screening

    code, dates = 0, set[str]()
    with _lines(given.out) as out:
        for name in given.files:
            for chunk in stream_matters(name, given.kind, given.map):
                decisions, fired = decide(screener, [put(chunk)])
                told.add(chunk)
                tell_of_parties(decisions)
                if decisions:
                    out.write(jsonl_report(Screening(decisions, [], [])) + "\n")
                dates |= {one.on for one in decisions}
                code = max(code, fired)
    told.finish()
    return max(code, FAILED if told.count else 0, staleness(screener, dates))


@contextmanager
def _lines(out: str | None) -> Iterator[TextIO]:
    if out is None or out == "-":
        yield sys.stdout
        sys.stdout.flush()
        return
    path = Path(out)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            yield file
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
