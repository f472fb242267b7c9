"""``countersight atlas build|info``."""

from __future__ import annotations

import argparse
import json
import time
from datetime import date
from pathlib import Path

from countersight.errors import UsageError


def _edition(text: str) -> tuple[Path, date]:
    day, _, name = text.partition("=")
    try:
        return Path(name), date.fromisoformat(day)
    except ValueError:
        raise UsageError(f"--csl wants DAY=FILE, not {text!r}", hint="for example --csl 2026-07-31=consolidated.csv") from None


def build(given: argparse.Namespace) -> int:
    """Build a snapshot folder."""
    from countersight.cli.output import tell
    from countersight.snapshots.build import build as collect
    from countersight.store.snapshot import write_snapshot

    start = time.perf_counter()
    files = [_edition(text) for text in given.csl]
    if given.no_starter and not files:
        raise UsageError("nothing to build from", hint="give --csl DAY=FILE, or leave --no-starter out")
    for path, _ in files:
        if not path.is_file():
            raise UsageError(f"no file {path}", hint="--csl DAY=FILE, with the CSV as trade.gov publishes it")
    tell(f"reading {'the starter atlas' if not given.no_starter else 'no starter atlas'}{''.join(f', {path}' for path, _ in files)} ...")
    snapshot = write_snapshot(Path(given.folder), collect(not given.no_starter, files))
    tell(f"built in {time.perf_counter() - start:.1f} s: {snapshot.content_hash}")
    print(given.folder)
    return 0


def info(given: argparse.Namespace) -> int:
    """What a snapshot holds."""
    from countersight.app import open_snapshot
    from countersight.cli.output import settings, write

    snapshot = open_snapshot(settings(given.snapshot))
    if given.verify:
        snapshot.verify()
    manifest = snapshot.manifest()
    if given.format == "json":
        write(json.dumps(manifest, indent=1, ensure_ascii=False), given.out)
        return 0
    lines = [f"snapshot  {snapshot.content_hash}", f"folder    {snapshot.folder}", f"verified  {'every record read back' if given.verify else 'not asked (--verify)'}", ""]
    lines += [f"{count:>9,}  {name}" for name, count in manifest["counts"].items()]
    lines += ["", "lists held:"]
    for row in manifest["coverage"]:
        whole = "complete" if row["complete"] else "in part: not finding a name there says nothing"
        lines.append(f"  {row['list_id']:<20} {row['first_edition']} to {row['last_edition']}  {whole}")
    lines += ["", "sources:"]
    lines += [f"  {row['id']:<28} {row['title']} [{row['reuse']}; {row['licence']}]" for row in manifest["sources"]]
    write("\n".join(lines), given.out)
    return 0
