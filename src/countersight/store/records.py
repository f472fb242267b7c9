"""What goes into a snapshot, its canonical form, and its content hash.

The hash answers one question: do two snapshots say the same? It therefore knows nothing of the order of records, the
machine, the day of building or the bytes of the files they were read from; those stand in the manifest.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

from countersight.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from countersight.model.body import Body, Coverage, Designation, Edge, Statement

T = TypeVar("T")

SCHEMA_VERSION = 1
"""Raised when the records or the tables change their meaning; part of the content hash."""


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """Where records come from. ``reuse``: open, share_alike, noncommercial, facts_only, link_only or private.

    ``sha256`` is that of the file's bytes. It stands in the manifest and not in the content hash: the same list in
    another order of rows is the same list.
    """

    id: str
    title: str
    publisher: str = ""
    url: str = ""
    licence: str = ""
    reuse: str = "open"
    edition: str = ""
    sha256: str = ""


@dataclass(slots=True)
class AtlasRecords:
    """Everything that a snapshot is made of, in any order."""

    bodies: list[Body] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    coverage: list[Coverage] = field(default_factory=list)
    sources: list[SourceRecord] = field(default_factory=list)


def canonical_json(value: object) -> str:
    """JSON in one form: sorted keys, no spaces, ASCII only."""
    return json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"), default=_plain)


def _plain(value: object) -> Any:  # noqa: ANN401 - json's own signature
    message = f"a record holds a {type(value).__name__}, which has no canonical form"
    raise DataError(message, hint="records hold text, whole numbers, booleans and tuples of text")


def edge_key(edge: Edge) -> str:
    """The id of an edge that brings none: derived from its content, so that it is the same everywhere."""
    content = asdict(edge)
    content.pop("id")
    return "e-" + hashlib.sha256(canonical_json(content).encode()).hexdigest()[:16]


def _sorted_designations(items: Iterable[Designation]) -> tuple[Designation, ...]:
    # Every field stands in the key: a tie would leave the order, and so the hash, to chance.
    return tuple(
        sorted(
            set(items),
            key=lambda d: (d.list_id, d.start, d.end, d.citation, d.scope, d.programs, d.source_id, d.url, d.verified_on),
        )
    )


def _sorted_statements(items: Iterable[Statement]) -> tuple[Statement, ...]:
    return tuple(
        sorted(
            set(items),
            key=lambda s: (s.prop, s.value, s.citation, s.nature, s.start, s.end, s.standing, s.url, s.seen),
        )
    )


def _check_body(body: Body) -> None:
    for text in (body.id, *(name.text for name in body.names), *body.addresses, *body.identifiers.values()):
        if any("\ud800" <= char <= "\udfff" for char in text):
            message = f"{body.id!a} holds half of a surrogate pair: {text!a}"
            raise DataError(message, hint="the text was decoded wrongly; read the file as UTF-8")
    told: tuple[Designation | Statement, ...] = (*body.designations, *body.statements)
    for item in told:
        if item.body_id != body.id:
            message = f"{type(item).__name__.lower()} of {item.body_id!r} inside the body {body.id!r}"
            raise DataError(message, hint="body_id names the body that holds the record")
        if not item.citation:
            message = f"{body.id!r} has a {type(item).__name__.lower()} without a citation"
            raise DataError(message, hint="everything said of a body says where it is said")


def _unique(items: Iterable[T], key: str, what: str) -> list[T]:
    held: dict[str, T] = {}
    for item in items:
        name: str = getattr(item, key)
        if held.setdefault(name, item) != item:
            message = f"two different records for the {what} {name!r}"
            raise DataError(message, hint="merge them first; a snapshot holds one record per id")
    return [held[name] for name in sorted(held)]


def canonical(records: AtlasRecords) -> AtlasRecords:
    """The same records in their one order, checked; names keep their order, because the first primary one is shown.

    Raises:
        DataError: A record without a citation, under a foreign body, with broken text, or two records under one id.
    """
    bodies: list[Body] = []
    for body in records.bodies:
        _check_body(body)
        bodies.append(
            replace(
                body,
                names=tuple(dict.fromkeys(body.names)),
                countries=tuple(sorted(set(body.countries))),
                addresses=tuple(sorted(set(body.addresses))),
                identifiers={key: body.identifiers[key] for key in sorted(body.identifiers)},
                designations=_sorted_designations(body.designations),
                statements=_sorted_statements(body.statements),
            )
        )
    edges = [edge if edge.id else replace(edge, id=edge_key(edge)) for edge in records.edges]
    return AtlasRecords(
        bodies=_unique(bodies, "id", "body"),
        edges=_unique(edges, "id", "edge"),
        coverage=_unique(records.coverage, "list_id", "coverage of"),
        sources=_unique(records.sources, "id", "source"),
    )


def content_hash(records: AtlasRecords) -> str:
    """SHA-256 over the canonical JSON lines of canonical records, sorted, after a line with the schema version.

    Args:
        records: As :func:`canonical` returns them.
    """
    lines = [canonical_json(["body", asdict(body)]) for body in records.bodies]
    lines += [canonical_json(["edge", asdict(edge)]) for edge in records.edges]
    lines += [canonical_json(["coverage", asdict(item)]) for item in records.coverage]
    lines += [canonical_json(["source", asdict(replace(source, sha256=""))]) for source in records.sources]
    digest = hashlib.sha256(canonical_json(["countersight-snapshot", SCHEMA_VERSION]).encode())
    for line in sorted(lines):
        digest.update(b"\n" + line.encode())
    return digest.hexdigest()


def manifest_of(records: AtlasRecords, digest: str) -> dict[str, Any]:
    """What the manifest of canonical records says: no day of building, no machine."""
    return {
        "schema_version": SCHEMA_VERSION,
        "content_hash": digest,
        "sources": [asdict(source) for source in records.sources],
        "coverage": [asdict(item) for item in records.coverage],
        "counts": {
            "bodies": len(records.bodies),
            "names": sum(len(body.names) for body in records.bodies),
            "designations": sum(len(body.designations) for body in records.bodies),
            "statements": sum(len(body.statements) for body in records.bodies),
            "edges": len(records.edges),
        },
    }
