"""``countersight watch``."""

from __future__ import annotations

import argparse
import json
import os
import time
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from countersight.errors import InputError, UsageError

if TYPE_CHECKING:
    from countersight.app import Screener
    from countersight.cases.clock import Round
    from countersight.desk.desk import Desk, Handle

DIFFERS = 1
TOGETHER = 50
"""Matters that are decided and filed in one transaction."""


def watch(given: argparse.Namespace) -> int:
    """Do what the options name; without one, a round."""
    from countersight.cli.ledger import open_desk

    if sum(map(bool, (given.add, given.list, given.end, given.feed, given.preview))) > 1:
        raise UsageError(
            "--add, --list, --end, --feed and --preview stand alone",
            hint="countersight watch --add customers.csv --kind parties",
        )
    desk = open_desk(given.database, make=True)
    if given.add:
        return _add(given, desk.of(given.tenant, new=True))
    if given.list or given.end or given.feed:
        return _one(given, desk.of(given.tenant))
    if given.preview:
        return _preview(given, desk.of(given.tenant))
    return _rounds(given, desk)


def _screener(given: argparse.Namespace) -> Screener:
    from countersight.app import Screener, open_snapshot
    from countersight.cli.output import settings

    return Screener(open_snapshot(settings(given.snapshot)), rulebooks=given.rulebook)


def _add(given: argparse.Namespace, handle: Handle) -> int:
    """Watch the matters of a file."""
    from countersight.cases.watching import Watching
    from countersight.cli.output import tell
    from countersight.intake.read import read_matters

    read = read_matters(given.add, given.kind)
    for line in (*read.notes, *read.faults):
        tell(str(line))
    watching = Watching(handle, _screener(given), actor="system:command")
    for start in range(0, len(read.matters), TOGETHER):
        with handle.writing():  # one wait for the disk for many
            for matter in read.matters[start : start + TOGETHER]:
                label = str(matter.parties[0].name) if matter.kind == "parties" and matter.parties else matter.id
                watching.add(matter, label, watch_id=matter.id)
    tell(f"{len(read.matters):,} watched, {handle.watched.count():,} in all")
    return InputError.exit_code if read.faults else 0


def _one(given: argparse.Namespace, handle: Handle) -> int:
    from countersight.cases.feed import feed
    from countersight.cli.output import tell, write, write_json

    if given.feed:
        write(feed(handle), given.out)
        return 0
    if given.end:
        if not handle.watched.end(given.end):
            raise UsageError(f"{given.end!r} is not watched", hint="countersight watch --list")
        tell(f"{given.end} is watched no longer")
        return 0
    found, after = [], ""
    while page := handle.watched.page(after, 500):
        found += page
        after = page[-1].id
    if given.format == "json":
        write_json({"schema": "countersight.watched/1", "watched": [asdict(one) for one in found]}, given.out)
    else:
        lines = [
            f"{one.id:<28} {one.kind:<9} {one.outcome:<18} looked at {one.checked_on}, next by itself {one.next_on or 'on no day':<10}  {one.label}"
            for one in found
        ]
        write("\n".join(lines) or "nothing is watched: countersight watch --add FILE", given.out)
    return 0


def _preview(given: argparse.Namespace, handle: Handle) -> int:
    """What another snapshot would change, before it is taken into use; nothing is written."""
    from countersight.app import Screener
    from countersight.cases.taking import preview
    from countersight.cli.evidence import impact_lines
    from countersight.cli.output import tell, write
    from countersight.store.snapshot import Snapshot

    now = _screener(given)
    found = preview(handle, now, Screener(Snapshot.open(Path(given.preview)), rulebooks=given.rulebook))
    for line in found.undecided:
        tell(f"cannot be decided: {line}")
    told = {"schema": "countersight.impact/1", "old": now.snapshot.content_hash, "new": given.preview, **asdict(found)}
    write(
        json.dumps(told, indent=1, ensure_ascii=False) if given.format == "json" else "\n".join(impact_lines(found)),
        given.out,
    )
    return max(DIFFERS if found.impacts else 0, InputError.exit_code if found.undecided else 0)


def _rounds(given: argparse.Namespace, desk: Desk) -> int:
    from countersight.cases.clock import Means, alone, go_round, held_snapshots
    from countersight.cases.sending import Mailing
    from countersight.cli.output import settings, write

    if given.every is not None and given.every < 1:
        raise UsageError("--every is at least a second", hint="--every 3600")
    code = 0
    while True:
        screener = _screener(given)
        means = Means(
            partial(_same, screener),
            Mailing.from_environment(os.environ),
            held_snapshots(settings(None).cache),
            os.environ.get("COUNTERSIGHT_PRIVATE_WEBHOOKS") == "1",
        )
        done: Round = alone(desk, partial(go_round, desk, means))
        write(
            json.dumps({"schema": "countersight.watch/1", **asdict(done)}, indent=1, ensure_ascii=False)
            if given.format == "json"
            else "\n".join(_lines(done)),
            given.out,
        )
        code = max(
            code,
            DIFFERS if any(one.differences for one in done.looked.values()) else 0,
            InputError.exit_code if done.faults else 0,
        )
        if given.every is None:
            return code
        time.sleep(given.every)


def _same(screener: Screener) -> Screener:
    return screener


def _lines(done: Round) -> list[str]:
    lines = []
    for tenant, looked in done.looked.items():
        lines.append(
            f"{tenant}: {looked.watched:,} watched, {looked.names:,} looked up by name, {len(looked.decided):,} decided again, {len(looked.differences):,} otherwise than before (on {looked.on})"
        )
        for one in looked.differences:
            lines += [f"  {one.label}  [{one.case}]", *(f"    {line}" for line in one.summary().splitlines())]
        lines += [f"  cannot be decided: {key}: {why}" for key, why in looked.undecided.items()]
        lines += [f"  came back: the case {case}" for case in looked.reopened]
    lines += [f"{tenant}: {len(cases)} cases woken" for tenant, cases in done.woken.items() if cases]
    lines += [f"{tenant}: {count} sent" for tenant, count in done.sent.items() if count]
    lines += [f"{tenant}: {fault}" for tenant, fault in done.faults.items()]
    return lines or ["nothing is watched: countersight watch --add FILE"]
