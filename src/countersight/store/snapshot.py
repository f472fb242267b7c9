"""A snapshot: everything known at one moment, immutable, with one content hash.

On disk it is a folder with ``manifest.json``, ``atlas.sqlite`` and ``names.index``, opened read-only. In memory it is the same tables.
An overlay looks in its own records first and then below; nothing is ever written into what lies below.
"""

from __future__ import annotations

import json
import os
import sqlite3
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from countersight.errors import DataError, Where
from countersight.model.body import Body, Coverage, Designation, Edge
from countersight.names.identifiers import normalise_identifier
from countersight.names.normalise import script
from countersight.store.index import INDEX, NameIndex, build_index
from countersight.store.listed import NAMES_KEPT, Listed, Shelf, by_body, by_score
from countersight.store.records import SCHEMA_VERSION, AtlasRecords, SourceRecord, canonical, content_hash, manifest_of
from countersight.store.rows import OF_NAME, body_of, designation_of, listed, merged
from countersight.store.tables import fill, named, prints

if TYPE_CHECKING:
    from collections.abc import Iterator

DATABASE: Final = "atlas.sqlite"
MANIFEST: Final = "manifest.json"
KEPT: Final = 16384
"""Bodies that an opened snapshot keeps after they were read once; nobody writes into them."""

@dataclass(frozen=True, slots=True)
class _Layer:
    """One database with its hash and number of names."""

    connection: sqlite3.Connection
    digest: str
    path: Path | None = None
    """Of the name index; None for a layer in memory."""
    held: list[NameIndex] = field(default_factory=list)
    """The index, once it was asked for."""

    def index(self) -> NameIndex:
        """The name index: the file beside the database, or where none fits, made again in memory."""
        if not self.held:
            found = NameIndex.open(self.path, self.digest) if self.path else None
            self.held.append(found or NameIndex(build_index(named(self.connection), self.digest)))
        return self.held[0]


class Snapshot:
    """Read access to one or several layers of records; the first layer wins."""

    __slots__ = ("_bodies", "_coverages", "_layers", "_listed", "_shelf", "folder")

    def __init__(self, layers: tuple[_Layer, ...], folder: Path | None = None) -> None:
        """Use :meth:`open`, :meth:`in_memory` or :meth:`overlay` instead."""
        self._layers = layers
        self.folder = folder
        self._bodies: dict[str, Body] = {}
        self._coverages: tuple[Coverage, ...] | None = None
        self._listed: dict[int, Listed] = {}
        self._shelf: Shelf | None = None

    @classmethod
    def open(cls, folder: Path) -> Snapshot:
        """Open a snapshot folder, read-only.

        Raises:
            DataError: Not a snapshot, of another schema version, or manifest and database disagree.
        """
        manifest = _read_manifest(folder)
        if manifest.get("schema_version") != SCHEMA_VERSION:
            message = f"the snapshot has schema version {manifest.get('schema_version')!r}, not {SCHEMA_VERSION}"
            raise DataError(message, hint="build it again with this version", where=Where(str(folder / MANIFEST)))
        try:
            uri = (folder / DATABASE).resolve(strict=True).as_uri() + "?mode=ro&immutable=1"
            connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
            meta = dict(connection.execute("SELECT key, value FROM meta"))
        except (OSError, sqlite3.Error) as error:
            message = f"the snapshot's database cannot be read: {error}"
            raise DataError(message, hint="build it again", where=Where(str(folder / DATABASE))) from None
        if meta["content_hash"] != manifest.get("content_hash"):
            message = "manifest and database of the snapshot name different content hashes"
            raise DataError(message, hint="build it again", where=Where(str(folder)))
        return cls((_Layer(connection, meta["content_hash"], folder / INDEX),), folder)

    @classmethod
    def in_memory(cls, records: AtlasRecords) -> Snapshot:
        """A snapshot that is never written: for tests, and for scenarios that bring invented bodies."""
        checked = canonical(records)
        digest = content_hash(checked)
        connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        fill(connection, checked, digest)
        return cls((_Layer(connection, digest),))

    def overlay(self, extra: AtlasRecords) -> Snapshot:
        """This snapshot with more records above it. A body under a known id adds to it: its own values come first."""
        return Snapshot((*Snapshot.in_memory(extra)._layers, *self._layers), self.folder)  # noqa: SLF001 - own class

    @property
    def content_hash(self) -> str:
        """The hash of the records; of an overlay, the hash of its layers' hashes in their order."""
        if len(self._layers) == 1:
            return self._layers[0].digest
        return sha256("\n".join(layer.digest for layer in self._layers).encode()).hexdigest()

    def manifest(self) -> dict[str, Any]:
        """What the snapshot holds: hash, counts, coverage and sources; read from its folder where it has one."""
        if self.folder is not None and len(self._layers) == 1:
            return _read_manifest(self.folder)
        return manifest_of(self.records(), self.content_hash)

    @property
    def cut_of(self) -> str:
        """The content hash of the snapshot of which this is a part, put together for one decision; empty where it is whole."""
        return str(self.manifest().get("cut_of", "")) if self.folder is not None and len(self._layers) == 1 else ""

    def verify(self) -> None:
        """Read every record back and compare hashes.

        Raises:
            DataError: The records are not those that the hash was made of.
        """
        for layer in self._layers:
            if content_hash(canonical(Snapshot((layer,)).records())) != layer.digest:
                message = "the records of the snapshot do not give its content hash"
                raise DataError(message, hint="it was changed after it was built; build it again")

    def close(self) -> None:
        """Close the databases of all layers, also those shared with a snapshot below an overlay."""
        for layer in self._layers:
            layer.connection.close()

    def _rows(self, sql: str, *values: object) -> Iterator[tuple[Any, ...]]:
        for layer in self._layers:
            yield from layer.connection.execute(sql, values)

    def rows(self, sql: str, *values: object) -> Iterator[tuple[Any, ...]]:
        """Rows of every layer, for whole reads that no other method answers; tables are those of ``tables.py``."""
        return self._rows(sql, *values)

    def coverage(self, list_id: str) -> Coverage | None:
        """How much of a list is held, or None."""
        for (record,) in self._rows("SELECT record FROM coverage WHERE list=?", list_id):
            return Coverage(**json.loads(record))
        return None

    def coverages(self) -> list[Coverage]:
        """The coverage of every list, by list id."""
        if self._coverages is None:
            ids = sorted({row[0] for row in self._rows("SELECT list FROM coverage")})
            self._coverages = tuple(found for list_id in ids if (found := self.coverage(list_id)))
        return list(self._coverages)

    def covers(self, list_id: str, day: date) -> bool:
        """True when "not on this list" can be said for that day: complete, not before the first edition, not stale."""
        held = self.coverage(list_id)
        if held is None or not held.complete:
            return False
        last = date.fromisoformat(held.last_edition) + timedelta(days=held.max_age_days)
        return date.fromisoformat(held.first_edition) <= day <= last

    def source(self, source_id: str) -> SourceRecord | None:
        """Where records under this source id come from, or None."""
        for (record,) in self._rows("SELECT record FROM source WHERE id=?", source_id):
            return SourceRecord(**json.loads(record))
        return None

    def body(self, body_id: str) -> Body | None:
        """A body with everything held about it, or None."""
        held = self._bodies.get(body_id)  # asked once: another thread may empty them meanwhile
        if held is not None:
            return held
        found = [b for layer in self._layers if (b := body_of(layer.connection, body_id))]
        if not found:
            return None
        if len(self._bodies) >= KEPT:
            self._bodies.clear()
        self._bodies[body_id] = body = merged(found)
        return body

    def body_ids(self) -> list[str]:
        """Every body's id, sorted."""
        return sorted({row[0] for row in self._rows("SELECT id FROM body")})

    def prints(self) -> dict[str, int]:
        """By body, a number that is another one where a word that is held about it is another one; see :func:`countersight.store.tables.prints`."""
        return prints(self._rows)

    def surveillance_companies(self) -> list[str]:
        """Ids of the bodies that are held to be Chinese surveillance companies, sorted; no other body is read for it."""
        rows = self._rows("SELECT id FROM body WHERE record LIKE ?", '%"surveillance_company":"yes"%')
        return sorted({row[0] for row in rows if (body := self.body(row[0])) is not None and body.surveillance_company == "yes"})

    def saying(self, key: str, *values: str) -> list[str]:
        """Ids of the bodies in whose record, or in a statement about whom, a key stands with one of these values, sorted; no body is read for it.

        Args:
            key: For example ``schema``, or ``standing`` of a statement.
            values: Plain words.

        >>> from countersight.model.body import Name, Statement
        >>> said = Statement("a", "named_by", "x", "invented paper", standing="contested", source_id="s")
        >>> held = Snapshot.in_memory(AtlasRecords(bodies=[Body("a", "Company", (Name("Invented Kestrel"),), statements=(said,)), Body("b", "Project", (Name("Invented"),))]))
        >>> held.saying("schema", "Project"), held.saying("standing", "contested", "ended")
        (['b'], ['a'])
        """
        tables = ("SELECT id FROM body WHERE record LIKE ?", "SELECT b.id FROM statement s JOIN body b ON b.n=s.body WHERE s.record LIKE ?")
        return sorted({row[0] for value in values for sql in tables for row in self._rows(sql, f'%"{key}":"{value}"%')})

    def designations(self, body_id: str) -> tuple[Designation, ...]:
        """What authorities say of a body: every layer's designations."""
        rows = self._rows(
            "SELECT d.record FROM designation d JOIN body b ON b.n=d.body WHERE b.id=? ORDER BY d.rowid", body_id
        )
        return tuple(dict.fromkeys(designation_of(record) for (record,) in rows))

    def designated(self, list_id: str) -> list[str]:
        """Ids of the bodies with a designation under a list, in force or ended, sorted."""
        rows = self._rows("SELECT DISTINCT b.id FROM designation d JOIN body b ON b.n=d.body WHERE d.list=?", list_id)
        return sorted({row[0] for row in rows})

    def edges(self) -> list[Edge]:
        """Every edge, by id; the first layer wins."""
        return self._edges("SELECT id, record FROM edge")

    def edges_of(self, asset_id: str) -> list[Edge]:
        """The edges whose asset is this body: who holds it."""
        return self._edges("SELECT id, record FROM edge WHERE asset=?", asset_id)

    def holdings_of(self, owner_id: str) -> list[Edge]:
        """The edges whose owner is this body: what it holds."""
        return self._edges("SELECT id, record FROM edge WHERE owner=?", owner_id)

    def _edges(self, sql: str, *values: object) -> list[Edge]:
        held: dict[str, Edge] = {}
        for key, record in self._rows(sql, *values):
            if key not in held:
                held[key] = Edge.from_record(json.loads(record))
        return [held[key] for key in sorted(held)]

    def by_identifier(self, kind: str, value: str) -> tuple[str, ...]:
        """Ids of the bodies that carry an identifier, compared in capitals and digits only."""
        clean = normalise_identifier(kind, value)
        sql = "SELECT b.id FROM identifier i JOIN body b ON b.n=i.body WHERE i.kind=? AND i.value=? ORDER BY b.id"
        return tuple(dict.fromkeys(row[0] for row in self._rows(sql, kind, clean))) if clean else ()

    def by_exact(self, folded_name: str) -> tuple[tuple[str, str], ...]:
        """``(body id, name as written)`` of every name whose folded form is this one."""
        return self._named("SELECT b.id, n.text FROM name n JOIN body b ON b.n=n.body WHERE n.folded=?", folded_name)

    def by_core(self, core_name: str) -> tuple[tuple[str, str], ...]:
        """``(body id, name as written)`` of every name whose form without legal form is this one."""
        return self._named("SELECT b.id, n.text FROM name n JOIN body b ON b.n=n.body WHERE n.core=?", core_name)

    def _named(self, sql: str, key: str) -> tuple[tuple[str, str], ...]:
        rows = self._rows(f"{sql} ORDER BY b.id, n.n", key)
        return tuple(dict.fromkeys((str(i), str(text)) for i, text in rows)) if key else ()

    def candidates(self, query_name: str, limit: int = 20) -> list[tuple[str, str, int]]:
        """Names that share rare grams with a query, best first.

        Args:
            query_name: As written.
            limit: Most candidates to return.

        Returns:
            ``(body id, name as written, score)``; the score is a whole number of thousandths of the cosine of gram
            weights, 0 to 1000, and orders only: the matcher decides.
        """
        found = [hit for layer in self._layers for hit in layer.index().search(query_name, limit)]
        found.sort(key=lambda hit: (-hit.score, hit.body_id, hit.text))
        held: dict[tuple[str, str], int] = {}
        for hit in found:
            held.setdefault((hit.body_id, hit.text), hit.score)
        return [(body_id, text, score) for (body_id, text), score in held.items()][:limit]

    def named(self, query_name: str, folded: str, bare: str, limit: int, least: int) -> list[Listed]:
        """Names that a query may be: the same when folded, the same without legal form, those that share rare grams; each once.

        Args:
            query_name: As written.
            folded: Its folded form.
            bare: Its form without legal form.
            limit: Most of those that share grams.
            least: Thousandths of the cosine from which a name that shares grams is one.
        """
        if len(self._layers) == 1:
            return self._named_in_one(query_name, folded, bare, limit, least)
        found: dict[tuple[str, str], Listed] = {}
        same = [layer.index().same(folded, bare) for layer in self._layers]
        for part in (0, 1):
            for number, places in enumerate(same):
                for one in sorted([self._named_at(number, at) for at in places[part]], key=by_body):
                    found.setdefault((one.body_id, one.text), one)
        near = [(score, self._named_at(number, at)) for number, layer in enumerate(self._layers) for score, at in layer.index().near(query_name, limit, least)]
        near.sort(key=by_score)
        held: dict[tuple[str, str], Listed] = {}
        for _, one in near:
            held.setdefault((one.body_id, one.text), one)
        for key in list(held)[:limit]:
            found.setdefault(key, held[key])
        return list(found.values())

    @property
    def shelf(self) -> Shelf | None:
        """The names by their numbers, for a search that makes no object of what comes to nothing; None for several layers."""
        if self._shelf is None and len(self._layers) == 1:
            self._shelf = Shelf(self._layers[0].index(), lambda at: self._named_at(0, at), self._spelled)
        return self._shelf

    def _spelled(self, body_id: str) -> bool:
        """Whether a body has a name in Latin letters."""
        body = self.body(body_id)
        return body is not None and any(script(name.text) == "latin" for name in body.names)

    def _named_in_one(self, query_name: str, folded: str, bare: str, limit: int, least: int) -> list[Listed]:
        """The same of one layer, where a number stands for a name and few are alike: the quick way."""
        index = self._layers[0].index()
        exact, cores = index.same(folded, bare)
        near = index.near(query_name, limit, least)
        held = self._listed
        hits = [(score, held.get(at) or self._named_at(0, at)) for score, at in near]
        if len({score for score, _ in near}) < len(near):  # they come in order, but for those that are alike
            hits.sort(key=by_score)
        if not exact and not cores:
            return [one for _, one in hits]
        same = [one for places in (exact, cores) for one in sorted([self._named_at(0, at) for at in places], key=by_body)]
        return list({id(one): one for one in (*same, *(one for _, one in hits))}.values())

    def _named_at(self, number: int, at: int) -> Listed:
        """A name of a layer by its number, kept ready."""
        found = self._listed.get(number << 32 | at)
        if found is None:
            if len(self._listed) >= NAMES_KEPT:
                self._listed.clear()
            index = self._layers[number].index()
            body_id = index.owner(at)
            found = self._listed[number << 32 | at] = listed(self._rows(OF_NAME, text := index.text(at), body_id), body_id, text)
        return found

    def records(self) -> AtlasRecords:
        """Everything, as it can be written again; layers are merged."""
        ids = sorted({row[0] for row in self._rows("SELECT id FROM source")})
        return AtlasRecords(
            bodies=[body for i in self.body_ids() if (body := self.body(i))],
            edges=self.edges(),
            coverage=self.coverages(),
            sources=[found for i in ids if (found := self.source(i))],
        )


def _read_manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError) as error:
        message = f"this is not a snapshot: {error}"
        raise DataError(message, hint=f"a snapshot is a folder with {MANIFEST} and {DATABASE}") from None
    if not isinstance(manifest, dict):
        message = "the manifest of the snapshot is not an object"
        raise DataError(message, hint="build it again", where=Where(str(folder / MANIFEST)))
    return manifest


def write_snapshot(folder: Path, records: AtlasRecords) -> Snapshot:
    """Write records as a snapshot folder and open it.

    The folder appears whole or not at all. If it is there already with the same content, it is opened as it is.

    Raises:
        DataError: The folder holds something else, or the records are not sound.
    """
    import shutil  # noqa: PLC0415 - with tempfile, ten milliseconds that a reading process need not pay
    import tempfile  # noqa: PLC0415

    checked = canonical(records)
    digest = content_hash(checked)
    if folder.exists():
        return _existing(folder, digest)
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        connection = sqlite3.connect(beside / DATABASE, isolation_level=None)
        try:
            fill(connection, checked, digest)
            (beside / INDEX).write_bytes(build_index(named(connection), digest))
        finally:
            connection.close()
        text = json.dumps(manifest_of(checked, digest), ensure_ascii=False, indent=1, sort_keys=True)
        (beside / MANIFEST).write_text(text + "\n", encoding="utf-8")
        beside.chmod(0o755)
        try:
            os.rename(beside, folder)  # noqa: PTH104 - must fail over a folder that is not empty, on every platform
        except OSError:
            if not folder.exists():
                raise
            return _existing(folder, digest)  # another process was first
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return Snapshot.open(folder)


def _existing(folder: Path, digest: str) -> Snapshot:
    held = Snapshot.open(folder)
    if held.content_hash != digest:
        held.close()
        message = f"here is a different snapshot already ({held.folder}): {digest[:12]} was to be written"
        raise DataError(message, hint="a snapshot is never edited: choose another folder", where=Where(str(folder)))
    return held
