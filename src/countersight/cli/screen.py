"""``countersight screen``."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from countersight.errors import CountersightError, UsageError

if TYPE_CHECKING:
    from countersight.intake.result import Intake
    from countersight.model.decision import Decision
    from countersight.screening.one import Screener

FINDINGS, FAILED, STALE = 1, 2, 3


def screen(given: argparse.Namespace) -> int:
    """Decide the matters of the files."""
    import gc

    gc.set_threshold(100_000, 50, 50)  # a batch keeps what it read; to walk through it again and again costs a fifth of the time
    from countersight.app import make_screener, open_adjudications
    from countersight.cli import in_parts
    from countersight.cli.answers import render, report_of
    from countersight.cli.output import settings, writable, write
    from countersight.intake.read import read_matters
    from countersight.screening.one import Options

    report_of(given)
    folder = in_parts.wanted(given.out)
    for out in (None if folder else given.out, given.bad_rows):
        writable(out)
    # Who is on a list is asked of today, where a list of partners, an award or a row of support tells no day.
    as_of = given.as_of or (date.today() if given.kind in {"parties", "research"} else None)  # noqa: DTZ011 - the user's own day
    decided = open_adjudications(Path(given.decided)) if given.decided else None
    options = Options(as_of=as_of, force_as_of=given.force_as_of, enacted=given.enacted, decided=decided)
    screener = make_screener(settings(given.snapshot), options, given.rulebook)
    if given.since and not folder:
        raise UsageError("--since writes into a folder", hint="--out decisions-of-today/")
    if folder:
        return in_parts.screen_parts(given, screener)
    told = Faults(given.bad_rows)
    put = beside_of(given, told)
    if given.format == "jsonl":
        from countersight.cli.line_by_line import screen_lines

        return screen_lines(given, screener, told, put)
    intakes = [put(read_matters(name, given.kind, given.map)) for name in given.files]
    decisions, code = decide(screener, intakes)
    for intake in intakes:
        told.add(intake)
    told.finish()
    tell_of_parties(decisions)
    write(render(given, screener, decisions, intakes), given.out)
    code = max(code, FAILED if told.count else 0)
    return max(code, staleness(screener, {one.on for one in decisions}))


def beside_of(given: argparse.Namespace, told: Faults) -> Callable[[Intake], Intake]:
    """What puts beside matters what other files tell: earlier deals; of research the list of support and the registry of organisations."""
    if given.earlier:
        from countersight.intake.earlier import books
        from countersight.intake.read import read_matters

        past = read_matters(given.earlier, given.kind, given.map)
        told.add(past)
        return books(past.matters).put
    if not given.support and not given.ror:
        return lambda intake: intake
    from countersight.intake.research_beside import beside
    from countersight.intake.result import Intake as Read

    found, faults = beside(given.support, given.ror)
    told.add(Read(faults=faults))
    return found.put


class Faults:
    """Tells notes and faults as they come: the first on the terminal, all of them in the file that was asked for."""

    SHOWN = 20

    def __init__(self, out: str | None) -> None:
        """Args: the file for all faults, or None."""
        self.out = out
        self.count = 0
        self._lines: list[str] = []

    def add(self, intake: Intake) -> None:
        """Tell what one file, or a part of it, brought."""
        from countersight.cli.output import tell
        from countersight.intake.bad_rows import bad_rows

        for note in intake.notes:
            tell(note)
        for fault in intake.faults[: max(0, self.SHOWN - self.count)]:
            tell(str(fault))
        self.count += len(intake.faults)
        if self.out:
            self._lines += bad_rows(intake.faults).splitlines()[1:]

    def finish(self) -> None:
        """Write the file, and say how many faults were not shown."""
        from countersight.cli.output import tell, write
        from countersight.intake.bad_rows import bad_rows

        if self.out:
            write("\n".join([bad_rows([]).rstrip(), *self._lines]), self.out)
            tell(f"{self.out}: {self.count:,} rows that could not be read")
        elif self.count > self.SHOWN:
            tell(f"{self.count - self.SHOWN:,} more rows could not be read\n  hint: --bad-rows FILE writes them all")


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


def tell_of_parties(decisions: Sequence[Decision]) -> None:
    """What was wrong with an identifier of a party, and which decisions of reviewers hold no longer, once each."""
    from countersight.cli.output import tell

    said = (f"{party['label']}: {party['notes']}" for one in decisions for party in one.parties if party.get("notes"))
    for line in list(dict.fromkeys(said))[: Faults.SHOWN]:
        tell(line)


def staleness(screener: Screener, dates: set[str]) -> int:
    """3 where a list that is held whole does not reach the day of a matter; a word where lists are held in part."""
    from countersight.cli.output import tell

    rows = screener.snapshot.coverages()
    days = sorted(map(date.fromisoformat, dates))
    stale = sorted({row.list_id for row in rows if row.complete and any(not screener.snapshot.covers(row.list_id, day) for day in days)})
    partial = sorted(row.list_id for row in rows if not row.complete)
    if stale:
        tell(f"the edition held does not cover every date of these matters, so not finding a name on them says nothing: {', '.join(stale)}")
    if partial and days:
        tell(f"held in part (a starter, not the whole list): {', '.join(partial)}\n  hint: countersight atlas update fetches whole lists; or atlas build FOLDER --csl DAY=consolidated.csv, then --snapshot FOLDER")
    return STALE if stale else 0
