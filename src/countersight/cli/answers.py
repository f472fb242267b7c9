"""The answers of ``screen`` in the format that was asked for, and the explanations beside the table."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from countersight.errors import UsageError

if TYPE_CHECKING:
    from countersight.intake.result import Intake
    from countersight.model.decision import Decision
    from countersight.reports.screening import Screening
    from countersight.screening.one import Screener

FILES = ("csv", "parquet", "xlsx", "pdf", "exposure")
"""Formats that are made here. They are no reports of the door of plugins, because most of them are bytes and not text."""


def report_of(given: argparse.Namespace) -> Callable[[Screening], str | bytes]:
    """The report that was asked for; called before anything is read, so that a slip shows at once.

    Raises:
        UsageError: No such report, one that cannot stand beside an explanation, or bytes on a terminal.
    """
    from countersight.app import load_report

    if (given.why or given.why_not) and given.format != "table":
        raise UsageError("--why and --why-not go with the table", hint="JSON and HTML hold every proof already")
    if given.format in FILES:
        return _file_report(given)
    try:
        return load_report(given.format)
    except UsageError as fault:
        raise UsageError(fault.message, hint=f"{fault.hint}; and {', '.join(FILES)}") from None


def _file_report(given: argparse.Namespace) -> Callable[[Screening], str | bytes]:
    """A report that is made for a file; what an extra is needed for is refused before anything is read."""
    if given.format == "csv":
        from countersight.reports.flat import csv_report

        return csv_report
    if given.format == "exposure":
        from countersight.reports.exposure import exposure_report

        return exposure_report
    if given.out in {None, "-"} and sys.stdout.isatty():
        raise UsageError(f"{given.format} is no text for a terminal", hint=f"--out answers.{given.format}")
    if given.format == "parquet":
        from countersight.reports.flat import parquet_report, writes_parquet

        writes_parquet()
        return parquet_report
    if given.format == "pdf":
        from countersight.reports.letter import letter_report, sets_type

        sets_type()
        return letter_report
    from countersight.reports.workbook import workbook_report

    return workbook_report


def render(given: argparse.Namespace, screener: Screener, decisions: list[Decision], intakes: Sequence[Intake]) -> str | bytes:
    """Everything that goes to standard output or into the file."""
    from countersight.reports.screening import Screening

    run = Screening(decisions, [one for intake in intakes for one in intake.faults], [one for intake in intakes for one in intake.notes])
    told = report_of(given)(run)
    if isinstance(told, bytes):
        return told
    parts = [told]
    if given.why:
        from countersight.reports.why import why

        parts += [why(one) for one in decisions]
    if given.why_not:
        from countersight.reports.why_not import why_not

        decided = {one.matter["id"] for one in decisions}
        parts.append(why_not(screener, [matter for intake in intakes for matter in intake.matters if matter.id in decided], given.why_not))
    return "\n\n".join(parts)
