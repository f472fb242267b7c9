"""The tables of a snapshot, and how records are written into them. What finds a name that is not the same is in ``index.py``."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from countersight.names.identifiers import normalise_identifier
from countersight.names.normalise import core, fold

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator

    from countersight.model.body import Body
    from countersight.store.records import AtlasRecords

TABLES: Final = """
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE body(n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, record TEXT NOT NULL);
CREATE TABLE name(n INTEGER PRIMARY KEY, body INTEGER NOT NULL, text TEXT NOT NULL, lang TEXT NOT NULL,
  kind TEXT NOT NULL, folded TEXT NOT NULL, core TEXT NOT NULL);
CREATE TABLE identifier(kind TEXT, value TEXT, body INTEGER, PRIMARY KEY(kind, value, body)) WITHOUT ROWID;
CREATE TABLE designation(body INTEGER NOT NULL, list TEXT NOT NULL, start TEXT NOT NULL, "end" TEXT NOT NULL,
  record TEXT NOT NULL);
CREATE TABLE statement(body INTEGER NOT NULL, prop TEXT NOT NULL, nature TEXT NOT NULL, record TEXT NOT NULL);
CREATE TABLE edge(id TEXT PRIMARY KEY, owner TEXT NOT NULL, asset TEXT NOT NULL, record TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE coverage(list TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE source(id TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID;
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


def named(connection: sqlite3.Connection) -> Iterator[tuple[str, str, str]]:
    """Body id, name as written and schema of every name, in their order: what the name index is made of."""
    yield from connection.execute("SELECT b.id, n.text, json_extract(b.record, '$.schema') FROM name n JOIN body b ON b.n=n.body ORDER BY n.n")


_WORDS: Final = (
    "SELECT id, record FROM body",
    "SELECT b.id, n.text, n.lang, n.kind FROM name n JOIN body b ON b.n=n.body ORDER BY n.n",
    "SELECT b.id, d.record FROM designation d JOIN body b ON b.n=d.body ORDER BY d.rowid",
    "SELECT b.id, s.record FROM statement s JOIN body b ON b.n=s.body ORDER BY s.rowid",
)
"""Every word that is held about bodies, a body's in one order."""


def prints(rows: Callable[[str], Iterable[tuple[Any, ...]]]) -> dict[str, int]:
    """By body, a number that is another one where a word that is held about it is another one: for two snapshots in one process.

    Four passes over the tables, without a body being made: which bodies are worth comparing is known in a second.
    """
    found: dict[str, int] = {}
    for sql in _WORDS:
        for row in rows(sql):
            found[row[0]] = hash((found.get(row[0], 0), row))
    return found


def fill(connection: sqlite3.Connection, records: AtlasRecords, digest: str) -> None:
    """Create the tables and write canonical records into an empty database."""
    connection.executescript("PRAGMA page_size=4096; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;")
    connection.executescript(TABLES)
    connection.execute("BEGIN")
    names = _fill_bodies(connection, records.bodies)
    connection.executemany(
        "INSERT INTO edge VALUES(?,?,?,?)", ((e.id, e.owner, e.asset, dump(e.record())) for e in records.edges)
    )
    connection.executemany("INSERT INTO coverage VALUES(?,?)", ((c.list_id, dump(asdict(c))) for c in records.coverage))
    connection.executemany("INSERT INTO source VALUES(?,?)", ((s.id, dump(asdict(s))) for s in records.sources))
    connection.executemany("INSERT INTO meta VALUES(?,?)", (("content_hash", digest), ("names", str(names))))
    connection.execute("COMMIT")
    connection.executescript(INDEXES)


def _fill_bodies(connection: sqlite3.Connection, bodies: list[Body]) -> int:
    total = 0
    for number, body in enumerate(bodies, 1):
        record = asdict(body)
        for key in ("id", "names", "designations", "statements"):
            del record[key]
        connection.execute("INSERT INTO body VALUES(?,?,?)", (number, body.id, dump(record)))
        for name in body.names:
            total += 1
            row = (total, number, name.text, name.lang, name.kind, fold(name.text), core(name.text))
            connection.execute("INSERT INTO name VALUES(?,?,?,?,?,?,?)", row)
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
    return total
