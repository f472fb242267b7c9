"""``countersight cases``."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from countersight.errors import DataError, UsageError

if TYPE_CHECKING:
    from countersight.cases.folding import Case
    from countersight.desk.desk import Handle


def _handle(given: argparse.Namespace) -> Handle:
    from countersight.cli.ledger import open_desk

    return open_desk(given.database).of(given.tenant)


def list_cases(given: argparse.Namespace) -> int:
    """The queue."""
    from countersight.cases.cases import Cases
    from countersight.cli.output import write, write_json

    only = {name: getattr(given, name) or "" for name in ("status", "assignee", "matter")}
    found = Cases(_handle(given), "system:command").list(given.after or "", given.limit, **only)
    if given.format == "json":
        write_json({"schema": "countersight.cases/1", "cases": [asdict(one) for one in found]}, given.out)
    else:
        lines = [
            f"{one.id}  {one.status:<18} {one.outcome:<18} {one.assignee or '-':<12} {one.due or '-':<10}  {one.title}"
            for one in found
        ]
        write("\n".join(lines) or "no cases", given.out)
    return 0


def show(given: argparse.Namespace) -> int:
    """A case with everything that happened to it."""
    from countersight.cases.cases import Cases
    from countersight.cli.output import write, write_json

    cases = Cases(_handle(given), "system:command")
    case, events = cases.get(given.case), cases.events(given.case)
    if given.format == "json":
        told = {"schema": "countersight.case/1", "case": asdict(case), "log": [asdict(one) for one in events]}
        write_json(told, given.out)
        return 0
    lines = [
        *_head(case),
        *(f"  {one.n:>3}  {one.at[:19]}  {one.actor:<14} {one.kind:<14} {_said(one.body)}" for one in events),
    ]
    write("\n".join(lines), given.out)
    return 0


def _head(case: Case) -> list[str]:
    lines = [
        f"{case.title}  [{case.id}]",
        f"  {case.status}; the law says {case.outcome}; assigned to {case.assignee or 'nobody'}; due {case.due or 'no day'}",
    ]
    if case.disposition:
        lines.append(
            f"  {case.disposition}: {case.reason} (proposed by {case.proposed_by}, approved by {case.approved_by} at {case.approved_at[:19]})"
        )
    if case.proposal:
        lines.append(f"  proposed by {case.proposal.by}: {case.proposal.disposition}: {case.proposal.reason}")
    if case.snoozed_until:
        lines.append(f"  rests until {case.snoozed_until}: {case.snooze_reason}")
    return lines


def _said(body: dict[str, object]) -> str:
    return ", ".join(
        f"{name} {str(value)[:80]}" for name, value in body.items() if value not in {"", None} and name != "decision"
    )


def pack(given: argparse.Namespace) -> int:
    """The evidence pack of a case."""
    from countersight.app import Screener, open_snapshot
    from countersight.cases.clock import held_snapshots
    from countersight.cases.pack import Putting, write_pack
    from countersight.cli.output import settings, tell, writable

    writable(given.out)
    if not given.out:
        raise UsageError("nowhere to write the pack to", hint="--out case.zip")
    find = held_snapshots(settings(None).cache)
    made = write_pack(
        _handle(given),
        given.case,
        Screener(open_snapshot(settings(given.snapshot))),
        Path(given.out),
        Putting(whole=given.whole, find=find),
    )
    tell(
        f"{given.out}: {made.files} files, {made.records} of the lists; {made.note}; on any machine: python verify.py in the unpacked folder, or countersight cases verify-pack {given.out}"
    )
    return 0


def verify_pack(given: argparse.Namespace) -> int:
    """Verify a pack that somebody brings."""
    from countersight.cases.pack import verified
    from countersight.cli.output import write

    path = Path(given.file)
    if not path.is_file():
        raise UsageError(f"no file {given.file}", hint="name a pack, as countersight cases pack wrote it")
    found = verified(path, Path(given.key) if given.key else None)
    write("\n".join(found.lines), None)
    return 0 if found.sound else DataError.exit_code


def rebuild(given: argparse.Namespace) -> int:
    """Build the queue again out of the ledger."""
    from countersight.cases.checking import rebuild as again
    from countersight.cli.output import tell

    tell(f"{again(_handle(given)):,} cases")
    return 0


def retain(given: argparse.Namespace) -> int:
    """Let go what has been kept long enough."""
    from countersight.cases.retaining import retain as let_go
    from countersight.cli.output import tell

    found = let_go(_handle(given), datetime.now(UTC).date(), given.by)
    tell(
        ", ".join(f"{name}: {count:,}" for name, count in found.items())
        or "nothing is let go: set how long things are kept first"
    )
    return 0
