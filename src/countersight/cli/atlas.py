"""``countersight atlas build|info|update|export|key``."""

from __future__ import annotations

import argparse
import json
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from countersight.errors import DataError, UsageError

if TYPE_CHECKING:
    from countersight.snapshots.update import Updated
    from countersight.sources.obtain import Obtained
    from countersight.sources.source import Source
    from countersight.sources.wish import Wish


def _asked(given: argparse.Namespace) -> list[tuple[Source, Path, date]]:
    """The lists that the command line names, each with its path and its day."""
    from countersight.app import load_sources

    texts = [*(f"csl={text}" for text in given.csl), *given.list]
    sources = {one.name: one for one in load_sources()} if texts else {}
    return [_list(text, sources) for text in texts]


def _list(text: str, sources: dict[str, Source]) -> tuple[Source, Path, date]:
    name, _, rest = text.partition("=")
    day, _, path = rest.partition("=")
    if name not in sources:
        raise UsageError(f"no source {name!r}", hint=f"--list SOURCE=DAY=PATH, with one of {', '.join(sources)}")
    try:
        found = sources[name], Path(path), date.fromisoformat(day)
    except ValueError:
        shape = "--csl DAY=FILE, for example --csl 2026-07-31=consolidated.csv; or --list SOURCE=DAY=PATH, for example --list un=2026-02-27=consolidated.xml"
        raise UsageError(f"not a day: {day!r}", hint=shape) from None
    if not path or not found[1].exists():
        raise UsageError(f"no file {path}", hint=f"where the list {name} was saved, as published")
    return found


def build(given: argparse.Namespace) -> int:
    """Build a snapshot folder."""
    from countersight.cli.evidence import collected
    from countersight.cli.output import tell
    from countersight.store.snapshot import write_snapshot

    start = time.perf_counter()
    lists = _asked(given)
    if given.no_starter and not lists:
        raise UsageError("nothing to build from", hint="give --csl DAY=FILE, or leave --no-starter out")
    if not given.from_log:
        tell(f"reading {'the starter atlas' if not given.no_starter else 'no starter atlas'}{''.join(f', {path}' for _, path, _ in lists)} ...")
    snapshot = write_snapshot(Path(given.folder), collected(given, lists))
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


def update(given: argparse.Namespace) -> int:
    """Bring the atlas up to date, from the publishers, from a folder or from a bundle."""
    from countersight.sources.wish import Wish

    if given.accept_shrink is not None and not given.accept_shrink.strip():
        raise UsageError("--accept-shrink wants a reason", hint="for example --accept-shrink 'the notice of 2026-11-20 removes 300 entries'")
    if bool(given.bundle) != bool(given.key):
        raise UsageError("--bundle and --key go together", hint="--bundle atlas.bundle --key maker.key.pub")
    if sum(map(bool, (given.bundle, given.folder, given.offline))) > 1:
        raise UsageError("--from, --offline and --bundle exclude each other", hint="each says where the lists come from")
    wish = Wish(
        only=frozenset(given.source),
        folder=Path(given.folder) if given.folder else None,
        edition=given.edition,
        offline=given.offline,
        accept=(given.accept_shrink or "").strip(),
        keep=given.keep,
    )
    return _receive(given, wish) if given.bundle else _update(given, wish)


def _update(given: argparse.Namespace, wish: Wish) -> int:
    from countersight.app import load_sources
    from countersight.cli.output import settings, tell
    from countersight.cli.progress import progress
    from countersight.snapshots.resolve import read_rulings
    from countersight.snapshots.update import update as bring

    home = settings(None).cache
    rulings = read_rulings(Path(given.adjudications)) if given.adjudications else []
    with progress(quiet=given.quiet) as show:
        done = bring(home, load_sources(), wish, show, rulings)
    for one in done.sources:
        print(_told(one))
    print(f"snapshot  {done.content_hash}")
    for one in done.sources:
        if one.fault:
            tell(f"countersight: refused: {one.fault}")
        if one.stale:
            tell(f"countersight: stale: {one.source}: {one.stale}\n  hint: what is not found there is answered as unknown; {_newer(wish, done)}")
        for reason in one.accepted:
            tell(f"countersight: accepted, and logged in {home / 'raw' / 'accepted.jsonl'}: {one.source}: {reason}")
    return 0 if done.sound else DataError.exit_code


def _told(one: Obtained) -> str:
    words = {"new": "new edition", "same": "unchanged", "kept": "kept as it was", "refused": "REFUSED", "none": "not held"}
    if one.edition is None:
        return f"{one.source:<20} {words[one.state]}"
    rows = sum(one.edition.rows.values())
    return f"{one.source:<20} {words[one.state]:<14} edition of {one.edition.edition}, {rows:>7,} rows{', STALE' if one.stale else ''}"


def _newer(wish: Wish, done: Updated) -> str:
    asked = not wish.offline and not wish.folder and all(one.state != "kept" for one in done.sources if one.stale)
    return "the publisher has nothing newer" if asked else "countersight atlas update fetches newer ones"


def _receive(given: argparse.Namespace, wish: Wish) -> int:
    from countersight.cli.output import settings, tell
    from countersight.desk.signing import verifier
    from countersight.snapshots.receive import receive

    if given.source or given.edition:
        raise UsageError("a bundle is taken whole", hint="leave the names of sources and --edition out")
    done = receive(settings(None).cache, Path(given.bundle), verifier(Path(given.key)), wish)
    print(f"snapshot  {done.content_hash}")
    for words in done.stale:
        tell(f"countersight: stale: {words}\n  hint: what is not found there is answered as unknown; ask for a newer bundle")
    return DataError.exit_code if done.stale else 0


def export(given: argparse.Namespace) -> int:
    """Write a snapshot as a signed bundle."""
    from countersight.app import open_snapshot
    from countersight.cli.output import settings
    from countersight.desk.signing import signer
    from countersight.snapshots.bundle import write_bundle

    snapshot = open_snapshot(settings(given.snapshot))
    digest = write_bundle(snapshot, Path(given.bundle), signer(Path(given.key)))
    print(f"{given.bundle}  {digest}")
    return 0


def key(given: argparse.Namespace) -> int:
    """Make a pair of keys for bundles."""
    from countersight.desk.signing import write_keys

    public = write_keys(Path(given.out))
    print(f"{given.out}  signs: keep it secret\n{public}  checks: hand it out")
    return 0
