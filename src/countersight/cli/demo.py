"""``countersight demo``: invented transactions, real listed parties, and what the law says of them."""

from __future__ import annotations

import argparse
import tempfile
import time
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

from countersight.errors import UsageError

if TYPE_CHECKING:
    from countersight.intake.result import Intake
    from countersight.model.decision import Decision
    from countersight.store.snapshot import Snapshot

FILES = (("shipments.csv", None), ("entries.csv", "entry"), ("matters.json", None))
"""The files of the demo and what their rows are: export filings, import entries, and matters that bring records of owners."""

NOTICE = "Every transaction here is invented, and so is every party whose name says so; listed bodies, offices of state and the law are real."
MEASURES = (
    "The demo shows export, import and definitions. Tax, capital, research and delisting have pages too (countersight tax,\n"
    "screen --kind holdings, screen --kind research)."
)


def _matters() -> list[Intake]:
    from countersight.intake.read import read_matters

    with as_file(files("countersight").joinpath("demo")) as folder:
        return [read_matters(str(folder / name), kind) for name, kind in FILES]


def demo(given: argparse.Namespace) -> int:
    """Screen the invented matters, print the matrix and one proof, and write the report."""
    from countersight.app import open_snapshot
    from countersight.cli.output import settings, write
    from countersight.reports.shown import wrapped
    from countersight.reports.table import table
    from countersight.reports.why import WIDTH, why

    if bool(given.csl) != bool(given.edition):
        raise UsageError("--csl and --edition go together", hint="--csl consolidated.csv --edition 2022-04-21")
    start = time.perf_counter()
    intakes = _matters()
    snapshot = open_snapshot(settings(None))
    decisions = sorted(_decide(snapshot, intakes, None), key=lambda one: str(one.matter["id"]))
    spent = time.perf_counter() - start
    print(table(decisions, f"{len(decisions)} invented transactions, read under the law in force and under the proposed Act", brief=True))
    print("Below an outcome: the page that decides, how many more findings count, questions open, the next legal date.")
    print("\n" + "\n".join(wrapped(NOTICE, "", "", WIDTH)))
    print(f"For the demo the lists are read as if the starter atlas held them whole; a real matter is not read so.\n{MEASURES}\n")
    for intake in intakes:
        for note in (*intake.notes, *intake.faults):
            print(f"note: {note}".replace(str(files("countersight").joinpath("demo")), "demo"))
    print("\nOne answer in full, with its proof, its open question and what was checked (countersight screen FILE --why):\n")
    print(why(decisions[1], "us-in-force"))
    print(f"\n{len(decisions)} matters, {sum(len(one.columns) for one in decisions)} columns decided in {spent:.1f} s on {snapshot.manifest()['counts']['bodies']} bodies of the starter atlas.")
    if given.out:
        from countersight.reports.html import page
        from countersight.reports.screening import Screening

        run = Screening(decisions, notes=[str(note).replace(str(files("countersight").joinpath("demo")), "demo") for intake in intakes for note in intake.notes])
        write(page(run, title="Countersight demo", notice=NOTICE), given.out)
        print(f"The same as a page: {given.out}")
    if given.csl:
        _against_full_list(Path(given.csl), given.edition, intakes)
    return 0


def _decide(snapshot: Snapshot, intakes: list[Intake], on: date | None) -> list[Decision]:
    from countersight.app import load_rulebooks
    from countersight.screening.one import Options, Screener

    options = Options(lists_complete=True) if on is None else Options(as_of=on, force_as_of=True)
    screener = Screener(snapshot, load_rulebooks(), options)
    return [screener.decide(matter) for intake in intakes for matter in intake.matters]


def _against_full_list(path: Path, edition: date, intakes: list[Intake]) -> None:
    from countersight.reports.table import table
    from countersight.snapshots.build import build
    from countersight.store.snapshot import write_snapshot

    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        snapshot = write_snapshot(Path(folder) / "full", build(starter=True, csl_files=[(path, edition)]))
        built = time.perf_counter() - start
        decisions = _decide(snapshot, intakes[:1], edition)
        bodies = snapshot.manifest()["counts"]["bodies"]
        snapshot.close()
    print(table(decisions, f"The shipments again, read as of {edition} against the whole Consolidated Screening List of that day", brief=True))
    print(f"\n{bodies:,} bodies; built in {built:.1f} s, {len(decisions)} matters decided in {time.perf_counter() - start - built:.1f} s. Here a name that is not found is a finding.")
