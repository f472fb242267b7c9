"""The tables of a snapshot, and how records are written into them.

Names and bodies have integer ids, so that postings are small. A posting list is an array of little-endian 32-bit ids
beside its document frequency; grams that too many names share keep their frequency and lose their list, since they
part nothing (dropping them costs almost no recall and most of the time).
"""

from __future__ import annotations

import json
import math
import sys
from array import array
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from countersight.names.identifiers import normalise_identifier
from countersight.names.normalise import core, fold, grams

if TYPE_CHECKING:
    import sqlite3

    from countersight.model.body import Body
    from countersight.store.records import AtlasRecords

MAX_DF: Final = 600
"""A gram that more names share than this has no posting list."""

WEIGHT_UNIT: Final = 64
"""Gram weights are whole numbers: the natural logarithm of N / df in 64ths."""

TABLES: Final = """
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE body(n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, record TEXT NOT NULL);
CREATE TABLE name(n INTEGER PRIMARY KEY, body INTEGER NOT NULL, text TEXT NOT NULL, lang TEXT NOT NULL,
  kind TEXT NOT NULL, folded TEXT NOT NULL, core TEXT NOT NULL, norm INTEGER NOT NULL);
CREATE TABLE identifier(kind TEXT, value TEXT, body INTEGER, PRIMARY KEY(kind, value, body)) WITHOUT ROWID;
CREATE TABLE designation(body INTEGER NOT NULL, list TEXT NOT NULL, start TEXT NOT NULL, "end" TEXT NOT NULL,
  record TEXT NOT NULL);
CREATE TABLE statement(body INTEGER NOT NULL, prop TEXT NOT NULL, nature TEXT NOT NULL, record TEXT NOT NULL);
CREATE TABLE edge(id TEXT PRIMARY KEY, owner TEXT NOT NULL, asset TEXT NOT NULL, record TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE coverage(list TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE source(id TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE gram(gram TEXT PRIMARY KEY, df INTEGER NOT NULL, names BLOB NOT NULL) WITHOUT ROWID;
"""

INDEXES: Final = """
CREATE INDEX name_folded ON name(folded);
CREATE INDEX name_core ON name(core);
CREATE INDEX name_body ON name(body);
CREATE INDEX designation_body ON designation(body);
CREATE INDEX designation_list ON designation(list);
CREATE INDEX statement_body ON statement(body);
CREATE INDEX edge_asset ON edge(asset);
CREATE INDEX edge_owner ON edge(owner);
"""


def dump(value: object) -> str:
    """JSON for a record column; names and addresses stay readable."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def gram_weight(total: int, df: int) -> int:
    """The weight of a gram that ``df`` of ``total`` names hold, in 64ths of a natural logarithm; at least 1."""
    return max(1, round(math.log(max(total, 1) / max(df, 1)) * WEIGHT_UNIT))


def pack(ids: array[int]) -> bytes:
    """A posting list as little-endian bytes."""
    if sys.byteorder == "big":
        ids = array("I", ids)
        ids.byteswap()
    return ids.tobytes()


def unpack(blob: bytes) -> array[int]:
    """Undo :func:`pack`."""
    ids = array("I")
    ids.frombytes(blob)
    if sys.byteorder == "big":
        ids.byteswap()
    return ids


def fill(connection: sqlite3.Connection, records: AtlasRecords, digest: str) -> None:
    """Create the tables and write canonical records into an empty database."""
    connection.executescript("PRAGMA page_size=4096; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;")
    connection.executescript(TABLES)
    connection.execute("BEGIN")
    names = _fill_bodies(connection, records.bodies)
    connection.executemany(
        "INSERT INTO edge VALUES(?,?,?,?)", ((e.id, e.owner, e.asset, dump(asdict(e))) for e in records.edges)
    )
    connection.executemany("INSERT INTO coverage VALUES(?,?)", ((c.list_id, dump(asdict(c))) for c in records.coverage))
    connection.executemany("INSERT INTO source VALUES(?,?)", ((s.id, dump(asdict(s))) for s in records.sources))
    connection.executemany("INSERT INTO meta VALUES(?,?)", (("content_hash", digest), ("names", str(names))))
    connection.execute("COMMIT")
    connection.executescript(INDEXES)


def _fill_bodies(connection: sqlite3.Connection, bodies: list[Body]) -> int:
    postings: dict[str, array[int]] = {}
    rows: list[tuple[int, int, str, str, str, str, str, list[str]]] = []
    for number, body in enumerate(bodies, 1):
        record = asdict(body)
        for key in ("id", "names", "designations", "statements"):
            del record[key]
        connection.execute("INSERT INTO body VALUES(?,?,?)", (number, body.id, dump(record)))
        for name in body.names:
            found = grams(name.text)
            at = len(rows) + 1
            rows.append((at, number, name.text, name.lang, name.kind, fold(name.text), core(name.text), found))
            for gram in found:
                postings.setdefault(gram, array("I")).append(at)
        connection.executemany(
            "INSERT OR IGNORE INTO identifier VALUES(?,?,?)",
            (
                (kind, clean, number)
                for kind, values in body.identifiers.items()
                for value in values.split(";")
                if (clean := normalise_identifier(kind, value))
            ),
        )
        connection.executemany(
            "INSERT INTO designation VALUES(?,?,?,?,?)",
            ((number, d.list_id, d.start, d.end, dump(asdict(d))) for d in body.designations),
        )
        connection.executemany(
            "INSERT INTO statement VALUES(?,?,?,?)",
            ((number, s.prop, s.nature, dump(asdict(s))) for s in body.statements),
        )
    total = len(rows)
    squares = {gram: gram_weight(total, len(ids)) ** 2 for gram, ids in postings.items() if len(ids) <= MAX_DF}
    connection.executemany(
        "INSERT INTO name VALUES(?,?,?,?,?,?,?,?)",
        ((*row[:7], sum(squares.get(gram, 0) for gram in row[7])) for row in rows),
    )
    connection.executemany(
        "INSERT INTO gram VALUES(?,?,?)",
        ((g, len(postings[g]), pack(postings[g]) if g in squares else b"") for g in sorted(postings)),
    )
    return total
