"""``countersight owners``: who stands behind a body, under each ownership test that a page of law poses."""

from __future__ import annotations

import argparse
import json
from datetime import date


def owners(given: argparse.Namespace) -> int:
    """Who stands behind a body: exit code 1 where a test is met."""
    from countersight.app import load_rulebooks, open_snapshot
    from countersight.cli.names import named
    from countersight.cli.output import settings, write
    from countersight.measures.world import World
    from countersight.reports.owners import ask_owners

    snapshot = open_snapshot(settings(given.snapshot))
    body = snapshot.body(given.id) or named(snapshot, given.id)
    world = World(snapshot, given.as_of or date.today())  # noqa: DTZ011 - the user's own day
    found = ask_owners(world, body, load_rulebooks(given.rulebook), given.rule, given.known_at)
    if given.svg:
        write(found.svg(), given.svg)
    if given.svg != "-":
        told = json.dumps(found.to_dict(), indent=1, ensure_ascii=False) if given.format == "json" else "\n".join(found.lines())
        write(told, given.out)
    return int(any(one.answer.met for one in found.asked))
