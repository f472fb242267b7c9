"""``countersight adjudicate``: what a reviewer decides of a party and a body, kept in a file of the user's."""

from __future__ import annotations

import argparse
import json
import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from countersight.errors import InputError, UsageError

if TYPE_CHECKING:
    from countersight.match.adjudications import Adjudication, Adjudications, Question
    from countersight.store.snapshot import Snapshot

REOPENED = 1


def adjudicate(given: argparse.Namespace) -> int:
    """Decide, or list what was decided."""
    from countersight.app import open_adjudications, open_snapshot
    from countersight.cli.output import settings

    if given.list:
        if given.text or given.answer:
            raise UsageError("--list stands alone", hint="countersight adjudicate --list --decided FILE")
        return _list(given, open_adjudications(Path(given.decided)), open_snapshot(settings(given.snapshot)))
    wanted = {"NAME": given.text, "BODY": given.body, "--same or --different": given.answer, "--by": (given.by or "").strip(), "--because": (given.because or "").strip()}
    if missing := [name for name, value in wanted.items() if not value]:
        hint = "countersight adjudicate NAME BODY --different --by WHO --because WHY --decided FILE"
        raise UsageError(f"a decision also needs {', '.join(missing)}", hint=hint)
    held = open_adjudications(Path(given.decided), missing=True)
    return _decide(given, held, open_snapshot(settings(given.snapshot)))


def _decide(given: argparse.Namespace, held: Adjudications, snapshot: Snapshot) -> int:
    from countersight.cli.names import named
    from countersight.cli.output import write
    from countersight.match.adjudications import WORDS, line_of, plain

    today = date.today()  # noqa: DTZ011 - the user's own day
    if given.until and given.until < today:
        raise UsageError(f"--until {given.until} has passed", hint="give a day to come, or leave it out: it holds until a fact changes")
    question, hits = _asked(given, snapshot)
    body = snapshot.body(given.body) or named(snapshot, given.body)
    one = held.decide(question, body, given.answer, given.by.strip(), today.isoformat(), given.because.strip(), given.until.isoformat() if given.until else "")
    _append(Path(given.decided), line_of(one))
    if given.format == "json":
        write(json.dumps({"schema": "countersight.adjudication/1", **plain(one)}, indent=1, ensure_ascii=False), given.out)
        return 0
    lines = [f"{given.text} is {WORDS[one.decided]} as {body.caption} [{body.id}]" if one.decided == "same" else f"{given.text} is not {body.caption} [{body.id}]"]
    lines.append(f"  decided by {one.by} on {one.day}{f', until {one.until}' if one.until else ''}: {one.note}")
    lines.append(f"  for these facts of the party: {_facts(one)}")
    if body.id not in hits:
        lines.append("  with these facts it was no hit" + (", and will be one now" if one.decided == "same" else ", so that nothing changes: is this the party that you mean?"))
    lines.append(f"  kept in {given.decided}; name and screen read it with --decided. When a fact of either side changes, it comes back.")
    write("\n".join(lines), given.out)
    return 0


def _asked(given: argparse.Namespace, snapshot: Snapshot) -> tuple[Question, set[str]]:
    """The facts to which the decision is keyed, and the bodies that they find."""
    from countersight.cli.party import party_of
    from countersight.match.asking import ask

    if not given.of:
        party = party_of(given)
        return party.question, {hit.body_id for hit in ask(snapshot, party, use="wide")}
    if given.country or given.id or given.address or given.incorporated or given.jurisdiction or given.born or given.also:
        raise UsageError("--of takes the facts from the file", hint="leave the others out")
    return _from_decisions(given.of, given.text, snapshot)


def _from_decisions(file: str, label: str, snapshot: Snapshot) -> tuple[Question, set[str]]:
    """The facts of a party as a screening saw them.

    Raises:
        InputError: No such party in the file, or several that differ.
    """
    from countersight.cli.replay import decisions
    from countersight.match.adjudications import Adjudications
    from countersight.measures.establish import establish
    from countersight.screening.one import Screener
    from countersight.screening.replay import restored

    found = {}
    labels: dict[str, None] = {}
    for stored in decisions(file):
        _, options, matter = restored(stored)
        screener = Screener(snapshot, (), replace(options, decided=Adjudications()))  # so that every fact of a party is kept
        for who in establish(matter, screener.world(matter, screener.day_of(matter))).parties:
            labels[who.label] = None
            if label == who.label:
                found[who.question] = {body.id for body in (*who.bodies, *who.near)}
    if len(found) != 1:
        what = "stands there with several facts" if found else "is no party there"
        raise InputError(f"{label!r} {what}", hint=f"parties: {'; '.join(list(labels)[:8])}" if not found else "tell the facts with --country, --id and --address")
    return next(iter(found.items()))


def _append(path: Path, line: str) -> None:
    """Add a line at the end; what stands there is never touched."""
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = not path.exists() or path.stat().st_size == 0 or path.read_bytes().endswith(b"\n")
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.write(("" if whole else "\n") + line + "\n")
        file.flush()
        os.fsync(file.fileno())


def _facts(one: Adjudication) -> str:
    party = one.facts["party"]
    told = [party["country"], *(f"{kind} {value}" for kind, value in party["identifiers"].items())]
    told += [f"{kind} {value}" for kind, values in party["more"].items() for value in values]
    return f"{' / '.join(party['names'])} ({', '.join(filter(None, told)) or 'nothing else told'})"


def _rows(held: Adjudications, snapshot: Snapshot) -> list[tuple[Adjudication, str, str]]:
    """Every decision with its state (``holds``, ``reopened``, ``replaced``, ``not known``), and why."""
    from countersight.match.adjudications import Question

    rows = []
    for one in held:
        if not one.facts:
            rows.append((one, "not known", "the facts were not kept with it"))
            continue
        question = Question.from_facts(one.facts["party"])
        why = held.reopened(one, question, snapshot)
        last = held.of(question, snapshot).get(one.body_id)
        state = "holds" if not why else "replaced" if last and last[0] is not one and not last[1] else "reopened"
        rows.append((one, state, why))
    return rows


def _list(given: argparse.Namespace, held: Adjudications, snapshot: Snapshot) -> int:
    from countersight.cli.output import write
    from countersight.match.adjudications import WORDS, plain

    rows = _rows(held, snapshot)
    code = REOPENED if any(state == "reopened" for _, state, _ in rows) else 0
    if given.format == "json":
        told: list[dict[str, Any]] = [{**plain(one), "state": state, "why": why} for one, state, why in rows]
        write(json.dumps({"schema": "countersight.adjudications/1", "snapshot": snapshot.content_hash, "on": held.on, "adjudications": told}, indent=1, ensure_ascii=False), given.out)
        return code
    lines = []
    for one, state, why in sorted(rows, key=lambda row: row[1] != "reopened"):
        body = snapshot.body(one.body_id)
        lines.append(f"{state.upper():<10}{_facts(one) if one.facts else one.query[:12]}: {WORDS[one.decided]} as {body.caption if body else 'a body no longer held'} [{one.body_id}]")
        lines.append(f"          {one.by}, {one.day}{f', until {one.until}' if one.until else ''}: {one.note or 'no reason given'}")
        if state == "reopened":
            lines.append(f"          came back: decided {why}; look again, and decide again or leave it")
    lines.append(f"{len(rows)} decided, {sum(state == 'reopened' for _, state, _ in rows)} came back.")
    write("\n".join(lines), given.out)
    return code
