"""``countersight report``: stored decisions as a letter, workpapers or a page. Nothing is decided again."""

from __future__ import annotations

import argparse


def report(given: argparse.Namespace) -> int:
    """Write the report on the decisions of a file; each must be what was written, to the letter."""
    from countersight.cli.answers import report_of
    from countersight.cli.output import writable, write
    from countersight.cli.replay import decisions
    from countersight.errors import InputError, Where
    from countersight.model.outcomes import FINDINGS
    from countersight.model.stored import read_decision
    from countersight.reports.screening import Screening

    given.why = given.why_not = None
    made = report_of(given)
    writable(given.out)
    found = []
    for number, raw in enumerate(decisions(given.file), 1):
        try:
            found.append(read_decision(raw))
        except InputError as fault:
            raise InputError(fault.message, hint=fault.hint, where=Where(given.file, column=f"decision {number}")) from None
    if given.only:
        held = {str(one.matter["id"]) for one in found}
        missing = [name for name in given.only if name not in held]
        if missing:
            raise InputError(f"no decision on {missing[0]!r}", hint=f"held: {', '.join(sorted(held)[:10])}", where=Where(given.file))
        found = [one for one in found if one.matter["id"] in given.only]
    write(made(Screening(found)), given.out)
    return 1 if any(outcome in FINDINGS for one in found for outcome in one.outcomes().values()) else 0
