"""``countersight atlas diff|pairs|export``, and what ``atlas build`` does with rulings, reviews and the log."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from countersight.errors import DataError, InputError, UsageError, Where

if TYPE_CHECKING:
    from countersight.model.matter import Matter
    from countersight.screening.impact import Impact, Preview
    from countersight.screening.one import Options
    from countersight.snapshots.diff import Change
    from countersight.sources.source import Source
    from countersight.store.export import Export
    from countersight.store.records import AtlasRecords
    from countersight.store.snapshot import Snapshot

DIFFERS = 1
SIGNS = {"added": "+", "started": "+", "removed": "-", "ended": "-"}


def collected(given: argparse.Namespace, lists: Sequence[tuple[Source, Path, date]]) -> AtlasRecords:
    """The records that ``atlas build`` writes: read and merged, or as a log of statements knew them.

    Args:
        given: The command line.
        lists: Sources, each with the path of an edition and its day.
    """
    from countersight.snapshots.build import build
    from countersight.snapshots.resolve import read_rulings
    from countersight.sources.folder import read_edition
    from countersight.store.review import read_reviews, reviewed

    if given.from_log:
        records = _known(given)
    else:
        rulings = read_rulings(Path(given.adjudications)) if given.adjudications else []
        records = build(not given.no_starter, editions=[read_edition(*one) for one in lists], rulings=rulings)
        _tell_idle(rulings, records)
    if given.reviews:
        path = _file(given.reviews, "a review log")
        records = reviewed(records, read_reviews(path))
    if given.log:
        _record(Path(given.log), records)
    return records


def _known(given: argparse.Namespace) -> AtlasRecords:
    from countersight.store.statement_log import read_log
    from countersight.store.statements import fold

    if given.csl or given.list or given.no_starter or given.adjudications or given.log:
        raise UsageError("--from-log stands alone", hint="the log holds what was read and ruled; only --known-at and --reviews go with it")
    path = _file(given.from_log, "a log of statements, as --log writes it")
    records = fold(read_log(path), given.known_at.isoformat() if given.known_at else "")
    if not records.bodies:
        raise DataError("the log knew of no body then", hint="give a later --known-at", where=Where(given.from_log))
    return records


def _file(name: str, what: str) -> Path:
    path = Path(name)
    if not path.is_file():
        raise UsageError(f"no file {name}", hint=f"name {what}")
    return path


def _tell_idle(rulings: Sequence[Any], records: AtlasRecords) -> None:
    from countersight.cli.output import tell
    from countersight.snapshots.resolve import SOURCE, settled

    used = {said.citation for body in records.bodies for said in body.statements if said.source_id == SOURCE.id}
    for one in settled(rulings):
        if not any(citation == one.citation for citation in used):
            tell(f"the ruling on {one.left} and {one.right} changed nothing: one of them is not held under that id")


def _record(path: Path, records: AtlasRecords) -> None:
    from countersight.cli.output import tell
    from countersight.store.records import canonical
    from countersight.store.statement_log import record
    from countersight.store.statements import project

    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    new, gone = record(path, project(canonical(records)), now)
    tell(f"{path}: {new:,} statements recorded, {gone:,} retracted")


def _evidence(name: str) -> Snapshot:
    """A snapshot folder, or a list file with its day, read on its own."""
    from countersight.snapshots.build import build
    from countersight.store.snapshot import Snapshot

    if Path(name).is_dir():
        return Snapshot.open(Path(name))
    day, _, file = name.partition("=")
    try:
        edition, path = date.fromisoformat(day), Path(file)
    except ValueError:
        hint = "name a snapshot folder, or DAY=FILE with the Consolidated Screening List (CSV) of that day"
        raise UsageError(f"not a snapshot: {name!r}", hint=hint) from None
    return Snapshot.in_memory(build(starter=False, csl_files=[(_file(str(path), "the CSV of the list"), edition)]))


def diff(given: argparse.Namespace) -> int:
    """What differs between two snapshots, and which matters it would move."""
    from countersight.cli.output import tell, write
    from countersight.snapshots.diff import diff as compare

    old, new = _evidence(given.old), _evidence(given.new)
    if given.against:
        found = _preview(given, old, new)
        for line in found.undecided:
            tell(f"cannot be decided: {line}")
        told = {"schema": "countersight.impact/1", "old": old.content_hash, "new": new.content_hash, **asdict(found)}
        write(json.dumps(told, indent=1, ensure_ascii=False) if given.format == "json" else "\n".join(impact_lines(found)), given.out)
        return max(DIFFERS if found.impacts else 0, InputError.exit_code if found.undecided else 0)
    changes = compare(old.records(), new.records())
    if given.format == "json":
        told = {"schema": "countersight.diff/1", "old": old.content_hash, "new": new.content_hash, "changes": [asdict(one) for one in changes]}
        write(json.dumps(told, indent=1, ensure_ascii=False), given.out)
    else:
        write("\n".join(_change_lines(changes)), given.out)
    return DIFFERS if changes else 0


def _change_lines(changes: Sequence[Change]) -> Iterator[str]:
    if not changes:
        yield "no difference"
    for one in changes:
        sign = SIGNS.get(one.change, "~")
        arrow = " -> " if one.before and one.after else ""
        yield f"{sign} {one.caption}  [{one.body}]  {one.kind} {one.change}: {one.what}: {one.before}{arrow}{one.after}"
    added = sum(SIGNS.get(one.change) == "+" for one in changes)
    removed = sum(SIGNS.get(one.change) == "-" for one in changes)
    if changes:
        yield f"{added} added or started, {removed} removed or ended, {len(changes) - added - removed} changed"


def _preview(given: argparse.Namespace, old: Snapshot, new: Snapshot) -> Preview:
    from countersight.app import law_below, load_rulebooks
    from countersight.screening.impact import Evidence, preview

    books = load_rulebooks(given.rulebook)
    return preview(Evidence(old, new, books, law_below(books)), _matters(given))


def _matters(given: argparse.Namespace) -> list[tuple[Matter, Options]]:
    """Stored decisions under the options they were made with, or matters as screen reads them."""
    from countersight.cli.output import tell
    from countersight.cli.replay import decisions
    from countersight.intake.read import read_matters
    from countersight.model.decision import SCHEMA
    from countersight.screening.one import Options
    from countersight.screening.replay import restored

    read = read_matters(given.against)
    if not read.matters and Path(given.against).suffix.casefold() in {".json", ".jsonl"}:
        stored = decisions(given.against)
        if stored and all(isinstance(one, dict) and one.get("schema") == SCHEMA for one in stored):
            return [(matter, options) for _, options, matter in map(restored, stored)]
    for line in (*read.notes, *read.faults):
        tell(str(line))
    return [(matter, Options(as_of=given.as_of)) for matter in read.matters]


def impact_lines(found: Preview) -> Iterator[str]:
    """What would be decided otherwise, for people."""
    for one in found.impacts:
        yield from _impact(one)
    yield f"{len(found.impacts)} of {found.looked_at} matters would be decided otherwise"


def _impact(one: Impact) -> Iterator[str]:
    yield f"{one.matter}  (on {one.on})"
    for moved in one.columns:
        change = f"{moved.before} -> {moved.after}" if moved.before != moved.after else f"{moved.after}, as before"
        yield f"  {moved.column:<22} {change}"
        yield from (f"    no longer: {page}" for page in moved.no_longer)
        yield from (f"    newly: {page}" for page in moved.newly)
    yield from (f"  {party}" for party in one.parties)


def pairs(given: argparse.Namespace) -> int:
    """The pairs of bodies that are possibly the same and undecided."""
    from countersight.app import open_snapshot
    from countersight.cli.output import settings, write
    from countersight.snapshots.pairs import undecided

    snapshot = open_snapshot(settings(given.snapshot))
    bodies = snapshot.records().bodies
    names = {body.id: body.caption for body in bodies}
    found = undecided(bodies)
    if given.format == "json":
        told = [{**asdict(one), "names": [names[one.left], names[one.right]]} for one in found]
        write(json.dumps({"schema": "countersight.pairs/1", "snapshot": snapshot.content_hash, "pairs": told}, indent=1, ensure_ascii=False), given.out)
        return 0
    lines = [f"{names[one.left]}  [{one.left}]\n{names[one.right]}  [{one.right}]\n    {one.reason}" for one in found]
    write("\n".join([*lines, f"{len(found)} pairs are possibly the same; decide them in a file for atlas build --adjudications"]), given.out)
    return 0


def export(given: argparse.Namespace) -> int:
    """A snapshot as a signed bundle, or its records as far as their sources let them leave."""
    from countersight.app import open_snapshot
    from countersight.cli.output import settings, tell, write
    from countersight.store.export import export_lines, exportable
    from countersight.store.records import canonical

    if given.bundle:
        from countersight.cli.atlas import export as bundle

        if given.format or given.out or not given.key:
            raise UsageError("--bundle goes with --key, and without --format and --out", hint="--bundle atlas.bundle --key maker.key")
        return bundle(given)
    if given.validate and given.format != "ftm":
        raise UsageError("--validate goes with --format ftm", hint="--format ftm --validate --out entities.ftm.json")
    if not given.out or given.key:
        raise UsageError("nowhere to export to", hint="--format jsonl --out FILE (- is standard output), or --bundle FILE --key FILE")
    records = canonical(open_snapshot(settings(given.snapshot)).records())
    found = exportable(records, [one.strip() for one in given.reuse.split(",") if one.strip()])
    if given.format == "ftm":
        _export_ftm(given, found)
    else:
        write("\n".join(export_lines(found)), given.out)
    for reason, count in found.withheld.items():
        tell(f"withheld: {count:,} ({reason})")
    return 0


def _export_ftm(given: argparse.Namespace, found: Export) -> None:
    """Entities to the file, the catalogue beside it; both only when the model has nothing against them."""
    from countersight.cli.output import tell, write
    from countersight.sources.ftm.export import as_ftm

    made = as_ftm(found, datetime.now(UTC).date())
    if given.validate:
        from countersight.sources.ftm.validating import problems

        if faults := problems(made.lines):
            shown = "".join(f"\n  {fault}" for fault in faults[:20])
            raise DataError(f"followthemoney has something against {len(faults)} values:{shown}", hint="report it: nothing was written")
        tell(f"{len(made.lines):,} entities, valid by the model of the installed followthemoney package")
    write("\n".join(made.lines), given.out)
    if given.out != "-":
        write(made.index, str(Path(given.out).with_name("index.json")))
    for kind, count in made.no_fit.items():
        tell(f"no place in FollowTheMoney: {count:,} ({kind})")
