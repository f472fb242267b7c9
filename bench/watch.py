"""Watching over a real list: how much is decided again when it changes, and whether anything is missed that deciding everything would find.

    python bench/watch.py --csl consolidated.csv --edition 2022-04-21

Watched are parties with names of the list and invented ones. The list changes as editions do: bodies come, go, are listed, delisted, renamed.
What the look leaves alone is then decided all the same, and held against the decision of before.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

from countersight.app import Screener
from countersight.cases.watching import Watching
from countersight.desk.desk import Desk
from countersight.model.matter import Matter
from countersight.model.stored import read_decision
from countersight.screening.impact import moved
from countersight.snapshots.build import build
from countersight.store.records import AtlasRecords
from countersight.store.snapshot import Snapshot


def watched(records: AtlasRecords, count: int, chance: random.Random) -> list[Matter]:
    """Half of them bear a name of the list, a word more or less; half are invented."""
    words = "Harbour Meadow Copper Lantern Willow Granite Falcon Juniper Amber Northern Silver Delta Orient Global United".split()
    found = []
    for number in range(count):
        if number % 2:
            body = chance.choice(records.bodies)
            parts = chance.choice(body.names).text.split()
            name = " ".join(parts[:-1] if len(parts) > 2 and chance.random() < 0.3 else parts)
            country = chance.choice(body.countries or ("CN",))
        else:
            name, country = f"{' '.join(chance.sample(words, 2))} {chance.choice(['Trading', 'Electronics', 'Technology'])} Ltd", chance.choice(["CN", "RU", "DE", "US"])
        found.append(Matter.model_validate({"id": f"W-{number}", "kind": "parties", "parties": [{"role": "customer", "name": name, "country": country}]}))
    return found


def changed(records: AtlasRecords, chance: random.Random, part: float) -> AtlasRecords:
    """Another edition of the list."""
    bodies = []
    for body in records.bodies:
        luck = chance.random()
        if luck < part:
            continue  # gone
        if luck < 2 * part and body.designations:
            bodies.append(replace(body, designations=tuple(replace(one, end="2026-11-01") for one in body.designations)))
        elif luck < 3 * part:
            bodies.append(replace(body, countries=(*body.countries, "AE") if "AE" not in body.countries else body.countries))
        else:
            bodies.append(body)
    kept = {body.id for body in bodies}
    return replace(records, bodies=bodies, edges=[edge for edge in records.edges if {edge.owner, edge.asset} <= kept])


def main() -> None:
    """Print the numbers; exit code 1 where something was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--csl", required=True)
    parser.add_argument("--edition", required=True, type=date.fromisoformat)
    parser.add_argument("--watched", type=int, default=1000)
    parser.add_argument("--part", type=float, default=0.002, help="part of the bodies that goes, ends or moves")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    new = build(starter=True, csl_files=[(Path(given.csl), given.edition)])
    old = changed(new, chance, given.part)
    before, after = Snapshot.in_memory(old), Snapshot.in_memory(new)
    on = given.edition
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk.open(f"sqlite:///{folder}/office.db")
        handle = desk.of("bench", new=True)
        matters = watched(new, given.watched, chance)
        first = Watching(handle, Screener(before, rulebooks=["us-in-force"]), today=lambda: on)
        start = time.perf_counter()
        for matter in matters:
            first.add(matter, watch_id=matter.id)
        adding = time.perf_counter() - start
        first.look()
        held = {matter.id: read_decision(handle.decisions.get(watch.decision)) for matter in matters if (watch := handle.watched.get(matter.id))}
        screener = Screener(after, rulebooks=["us-in-force"])
        screener.match("warm")
        _ = screener.deciding  # the law is read before the clock starts, for both
        second = Watching(handle, screener, today=lambda: on, find={before.content_hash: before}.get)
        start = time.perf_counter()
        looked = second.look()
        looking = time.perf_counter() - start
        deciding = second.deciding()
        start = time.perf_counter()
        differ = {matter.id for matter in matters if moved(held[matter.id], deciding.decide(matter))}
        whole = time.perf_counter() - start
        desk.close()
    missed = differ - looked.decided.keys()
    print(f"{len(new.bodies):,} bodies, {len(matters):,} watched (added in {adding:.1f} s)")
    print(f"decided again {len(looked.decided):,}, of which {len(looked.differences):,} otherwise than before; look {looking:.1f} s (with the difference of the lists), to decide all {whole:.1f} s")
    print(f"to decide all finds {len(differ):,} that differ; missed by the look: {len(missed)}")
    raise SystemExit(1 if missed else 0)


if __name__ == "__main__":
    main()
