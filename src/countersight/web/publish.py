"""The public edition: dossiers, map and network as a static site, with a feed of corrections and downloads; written whole or not at all.

What leaves is decided by :mod:`countersight.store.export` alone: records of a source whose terms allow it, a contested statement only with
its reply. Persons, whom official lists name for reasons of their own, are no part of it (ETHICS.md). The folder appears when everything was
written, and takes the place of an earlier edition and of nothing else.
"""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from countersight.errors import DataError, Where
from countersight.rules.book import Rulebook
from countersight.store.export import Export, export_lines, exportable
from countersight.store.records import AtlasRecords, canonical
from countersight.store.review import Review
from countersight.store.snapshot import Snapshot
from countersight.version import __version__
from countersight.web.catalogue import LANGUAGES
from countersight.web.dossiers import view
from countersight.web.feed import atom
from countersight.web.kept import programmes_of
from countersight.web.links import Files, file_of
from countersight.web.rendering import FOLDER, Reader, rendered
from countersight.web.replies import Entry, corrections, of_log
from countersight.web.views import SHOWN, bodies_view, exports_view, lists_view, network_view

MARK: Final = "edition.json"
SCHEMA: Final = "countersight.edition/1"
DOWNLOADS: Final = (
    ("atlas.jsonl", "every record that may leave, with its source and its reuse class, one JSON object a line"),
    ("exports.csv", "reported exports as a table"),
    ("network.csv", "the lines of the network as a table"),
    ("corrections.json", "corrections, replies and contested statements"),
    ("SHA256SUMS", "hashes of all files of this edition"),
)


@dataclass(frozen=True, slots=True)
class Edition:
    """What is published: of which records, on which day, below which address."""

    export: Export
    snapshot: Snapshot
    on: date
    address: str = ""
    """Where it will be read, for the feed; empty where that is not known."""
    reviews: tuple[Review, ...] = ()
    """The review log, of which only public entries are told."""

    def corrections(self) -> list[Entry]:
        """What stands contested or answered in the records, and the public entries of the log; the newest first."""
        found = [*corrections(self.snapshot), *of_log(self.snapshot, self.reviews)]
        return sorted(found, key=lambda one: (one.day, one.body, one.kind), reverse=True)


def edition(snapshot: Snapshot, on: date, allowed: Sequence[str] = ("open",), address: str = "", reviews: Sequence[Review] = ()) -> Edition:
    """What may be published of a snapshot.

    Raises:
        UsageError: A reuse class that never leaves.
    """
    records = canonical(snapshot.records())
    bodies = [one for one in records.bodies if one.schema != "Person"]
    kept = {one.id for one in bodies}
    edges = [one for one in records.edges if one.owner in kept and one.asset in kept]
    found = exportable(AtlasRecords(bodies, edges, records.coverage, records.sources), allowed)
    persons = len(records.bodies) - len(bodies)
    told = replace(found, withheld=found.withheld | ({"persons, who are no part of the public edition": persons} if persons else {}))
    return Edition(told, Snapshot.in_memory(told.records), on, address.rstrip("/"), tuple(reviews))


def publish(made: Edition, books: Sequence[Rulebook], folder: Path) -> int:
    """Write the site; the number of its files.

    Args:
        made: What is published.
        books: The rulebooks whose ownership tests the dossiers show.
        folder: Where it appears. An earlier edition there is replaced.

    Raises:
        DataError: The folder holds something that is no earlier edition.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise DataError("the folder holds something else", hint="name a new folder, or that of an earlier edition", where=Where(str(folder)))
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        hashes = {}
        for name, data in _files(made, books):
            path = beside / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            hashes[name] = sha256(data).hexdigest()
        (beside / "downloads" / "SHA256SUMS").write_text("".join(f"{digest}  {name}\n" for name, digest in sorted(hashes.items())), encoding="utf-8")
        beside.chmod(0o755)
        _swap(beside, folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return len(hashes) + 1


def _swap(beside: Path, folder: Path) -> None:
    """Put a folder in the place of another; the old one goes only when the new one stands."""
    if not folder.exists():
        os.rename(beside, folder)  # noqa: PTH104 - one step, on every platform
        return
    old = Path(tempfile.mkdtemp(prefix=f".{folder.name}-old-", dir=folder.parent))
    os.rename(folder, old / "was")  # noqa: PTH104
    try:
        os.rename(beside, folder)  # noqa: PTH104
    except OSError:
        os.rename(old / "was", folder)  # noqa: PTH104
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)


def _files(made: Edition, books: Sequence[Rulebook]) -> Iterator[tuple[str, bytes]]:
    snapshot = made.snapshot
    entries = made.corrections()
    for lang in LANGUAGES:
        yield from _pages(made, books, lang)
    for name in ("countersight.css", "seal.svg"):
        yield f"static/{name}", (FOLDER / "static" / name).read_bytes()
    yield "corrections.atom", atom(entries, made.on, made.address).encode()
    yield "downloads/atlas.jsonl", "".join(f"{line}\n" for line in export_lines(made.export)).encode()
    yield "downloads/exports.csv", _exports(snapshot).encode()
    yield "downloads/network.csv", _network(snapshot, made.on).encode()
    yield "downloads/corrections.json", json.dumps([asdict(one) for one in entries], ensure_ascii=False, indent=1).encode()
    told = {"schema": SCHEMA, "program": f"countersight {__version__}", "on": made.on.isoformat(), "snapshot": snapshot.content_hash, "withheld": made.export.withheld}
    yield MARK, json.dumps(told, ensure_ascii=False, indent=1).encode()


def _pages(made: Edition, books: Sequence[Rulebook], lang: str) -> Iterator[tuple[str, bytes]]:
    snapshot, on = made.snapshot, made.on
    base, other = ("", "zh/") if lang == "en" else (f"{lang}/", "")

    def written(template: str, values: dict[str, Any], *parts: str) -> tuple[str, bytes]:
        name = file_of(*parts)
        link = Files(base + name, base)
        text = rendered(template, {**values, "other_language": link.of(other + name)}, Reader(lang=lang, public=True), link)
        return base + name, text.encode()

    yield written("exports.html", {"section": "atlas", **exports_view(snapshot, lang)})
    yield written("network.html", {"section": "network", **network_view(snapshot, lang, on, Files(base + "network.html", base))}, "network")
    yield written("sources.html", {"section": "sources", **lists_view(snapshot, on), "downloads": DOWNLOADS, "withheld": made.export.withheld}, "sources")
    yield written("corrections.html", {"section": "corrections", "entries": made.corrections(), "snapshot": snapshot.content_hash}, "corrections")
    yield written("about.html", {"section": "about", "snapshot": snapshot.content_hash}, "about")
    ids = snapshot.body_ids()
    for at in range(0, max(len(ids), 1), SHOWN):
        number = at // SHOWN + 1
        told = bodies_view(snapshot, on, "", at)
        yield written("bodies.html", {"section": "bodies", **told, "next_page": f"bodies-{number + 1}" if told["more"] else ""}, "bodies" if number == 1 else f"bodies-{number}")
    found = programmes_of(snapshot)
    for body_id in ids:
        body = snapshot.body(body_id)
        if body is not None:
            yield written("body.html", {"section": "bodies", **view(snapshot, body, on, books, found)}, "bodies", body_id)


def _exports(snapshot: Snapshot) -> str:
    rows = [["country", "programme", "body", "what", "supplier_as_reported", "supplier_bodies", "verified", "year", "nature", "citation", "url"]]
    for one in programmes_of(snapshot):
        if one.exported:
            said = next((each for each in one.statements if each.prop == "supplier"), one.statements[0])
            rows.append([one.country, one.body.caption, one.body.id, one.what, one.supplier, "; ".join(one.suppliers), "no" if one.unverified else "", one.year, said.nature, said.citation, said.url])
    return _csv(rows)


def _network(snapshot: Snapshot, on: date) -> str:
    found = network_view(snapshot, "en", on, Files("index.html"))["net"]
    return _csv([["from", "to", "what", "year", "confirmed", "citation", "url"], *([one.start, one.end, one.what, one.year, "no" if one.unsure else "", one.citation, one.url] for one in found.links)])


def _csv(rows: Sequence[Sequence[str]]) -> str:
    """Rows as CSV; a cell that a spreadsheet would take for a formula gets an apostrophe."""
    out = io.StringIO()
    csv.writer(out).writerows([[f"'{cell}" if cell[:1] in {"=", "+", "-", "@"} else cell for cell in row] for row in rows])
    return out.getvalue()
