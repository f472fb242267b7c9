"""``countersight screen``."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from countersight.errors import CountersightError, UsageError

if TYPE_CHECKING:
    from countersight.intake.result import Intake
    from countersight.model.decision import Decision
    from countersight.screening.one import Screener

FINDINGS, FAILED, STALE = 1, 2, 3


def screen(given: argparse.Namespace) -> int:
    """Decide the matters of the files."""
    from countersight.app import load_report, make_screener
    from countersight.cli.output import settings, tell, write
    from countersight.intake.read import read_matters
    from countersight.screening.one import Options

    if (given.why or given.why_not) and given.format != "table":
        raise UsageError("--why and --why-not go with the table", hint="JSON and HTML hold every proof already")
    load_report(given.format)
    options = Options(as_of=given.as_of, force_as_of=given.force_as_of, enacted=given.enacted)
    screener = make_screener(settings(given.snapshot), options, given.rulebook)
    intakes = [read_matters(name, given.kind) for name in given.files]
    decisions, code = decide(screener, intakes)
    for intake in intakes:
        for line in (*intake.notes, *intake.faults):
            tell(str(line))
    write(_render(given, decisions, intakes), given.out)
    code = max(code, FAILED if any(intake.faults for intake in intakes) else 0)
    return max(code, _staleness(screener, decisions))


def decide(screener: Screener, intakes: Sequence[Intake]) -> tuple[list[Decision], int]:
    """Decide what was read; a matter that cannot be decided becomes a fault of its file, and the others go on."""
    from countersight.errors import Where
    from countersight.intake.result import RowFault
    from countersight.model.outcomes import FINDINGS as FIRED

    decisions: list[Decision] = []
    for intake in intakes:
        for matter in intake.matters:
            try:
                decisions.append(screener.decide(matter))
            except CountersightError as fault:
                intake.faults.append(RowFault(fault.where if str(fault.where) else Where("matter"), fault.message, fault.hint, matter.id))
    fired = any(outcome in FIRED for one in decisions for outcome in one.outcomes().values())
    return decisions, FINDINGS if fired else 0


def _render(given: argparse.Namespace, decisions: list[Decision], intakes: Sequence[Intake]) -> str:
    from countersight.app import load_report
    from countersight.reports.screening import Screening
    from countersight.reports.why import why, why_not

    run = Screening(decisions, [one for intake in intakes for one in intake.faults], [one for intake in intakes for one in intake.notes])
    parts = [load_report(given.format)(run)]
    if given.why:
        parts += [why(one) for one in decisions]
    if given.why_not:
        parts += [why_not(one, given.why_not) for one in decisions]
    return "\n\n".join(parts)


def _staleness(screener: Screener, decisions: list[Decision]) -> int:
    """3 where a list that is held whole does not reach the day of a matter; a word where lists are held in part."""
    from datetime import date

    from countersight.cli.output import tell

    rows = screener.snapshot.coverages()
    days = sorted({date.fromisoformat(one.on) for one in decisions})
    stale = sorted({row.list_id for row in rows if row.complete and any(not screener.snapshot.covers(row.list_id, day) for day in days)})
    partial = sorted(row.list_id for row in rows if not row.complete)
    if stale:
        tell(f"the edition held does not cover every date of these matters, so not finding a name on them says nothing: {', '.join(stale)}")
    if partial and days:
        tell(f"held in part (a starter, not the whole list): {', '.join(partial)}\n  hint: countersight atlas build FOLDER --csl DAY=consolidated.csv, then --snapshot FOLDER")
    return STALE if stale else 0
