"""What goes into a snapshot, its canonical form, and its content hash.

The hash answers one question: do two snapshots say the same? It therefore knows nothing of the order of records, the
machine, the day of building or the bytes of the files they were read from; those stand in the manifest.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import asdict, astuple, dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

from countersight.errors import DataError
from countersight.model.body import each
from countersight.model.canonical import canonical_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from countersight.model.body import Body, Coverage, Designation, Edge, Name, Origin, Statement

T = TypeVar("T")

SCHEMA_VERSION = 2
"""Raised when the records or the tables change their meaning; part of the content hash."""

_EDITION = re.compile(r"\.\d{4}-\d{2}-\d{2}\Z")


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
    kind: str = ""
    """What it is: law, official_list, court, tender, register, filing, company_statement, press, ngo, academic, leak, user."""
    archive_url: str = ""
    lang: str = ""
    attribution: str = ""
    """What the licence wants to be said wherever a record of it is shown."""


@dataclass(slots=True)
class AtlasRecords:
    """Everything that a snapshot is made of, in any order."""

    bodies: list[Body] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    coverage: list[Coverage] = field(default_factory=list)
    sources: list[SourceRecord] = field(default_factory=list)


def edge_key(edge: Edge) -> str:
    """The id of an edge that brings none: derived from its content, so that it is the same everywhere."""
    content = edge.record()
    del content["id"], content["source_id"]  # where an edge was read last does not make it another edge
    return "e-" + hashlib.sha256(canonical_json(content).encode()).hexdigest()[:16]


def dataset_of(source_id: str) -> str:
    """A source without the day of its edition: the same list, whenever it was read.

    >>> dataset_of("us.trade.csl.2022-04-01"), dataset_of("countersight.starter")
    ('us.trade.csl', 'countersight.starter')
    """
    return _EDITION.sub("", source_id)


def _latest(items: Iterable[T], sighting: Callable[[T], tuple[str, ...]], bare: Callable[[T], T]) -> list[T]:
    """One record of those that differ only in where and when they were read last, and how they stood: the latest."""
    held: dict[T, T] = {}
    for item in items:
        key = bare(item)
        held[key] = max(held.get(key, item), item, key=sighting)
    return list(held.values())


def _sorted_designations(body: Body) -> tuple[Designation, ...]:
    told = [d if d.source_id else replace(d, source_id=body.source_id) for d in body.designations]
    last = _latest(
        told,
        lambda d: (d.source_id, d.verified_on),
        lambda d: replace(d, source_id=dataset_of(d.source_id), verified_on=""),
    )
    # Every field stands in the key: a tie would leave the order, and so the hash, to chance.
    return tuple(
        sorted(
            last,
            key=lambda d: (d.list_id, d.start, d.end, d.citation, d.scope, d.programs, d.source_id, d.url, d.verified_on),
        )
    )


def _sorted_statements(body: Body) -> tuple[Statement, ...]:
    said = [replace(s, source_id="") if s.source_id == body.source_id else s for s in body.statements]
    last = _latest(
        said,
        lambda s: (s.source_id or body.source_id, s.seen, s.standing),
        lambda s: replace(s, source_id=dataset_of(s.source_id or body.source_id), seen="", standing=""),
    )
    return tuple(sorted(last, key=lambda s: (s.prop, s.value, s.citation, s.nature, s.start, astuple(s))))


_KINDS = {kind: at for at, kind in enumerate(("primary", "alias", "short", "former", "weak"))}


def _sorted_names(body: Body) -> tuple[Name, ...]:
    """The name to show first, then by kind and text: the order in which lists were merged leaves no trace."""
    first = next((name for name in body.names if name.kind == "primary"), body.names[0] if body.names else None)
    return tuple(sorted(set(body.names), key=lambda n: (n != first, *name_order(n))))


def name_order(name: Name) -> tuple[object, ...]:
    """Sorts names: primary before alias before short before former before weak, then by text."""
    return _KINDS.get(name.kind, len(_KINDS)), name.kind, name.text, name.lang


def _sorted_origins(body: Body) -> tuple[Origin, ...]:
    held = set(body.values())
    said = sorted(
        {one for one in body.origins if (one.prop, one.value) in held and one.source_id != body.source_id},
        key=lambda one: (one.prop, one.value, one.source_id),
        reverse=True,
    )
    return tuple({(one.prop, one.value): one for one in said}.values())[::-1]


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


def _one_each(edges: Iterable[Edge]) -> list[Edge]:
    """Edges that two sources state in the same words are one edge: of the source that comes first by id."""
    held: dict[Edge, Edge] = {}
    for edge in edges:
        key = replace(edge, source_id="")
        held[key] = min(held.get(key, edge), edge, key=lambda one: (not one.source_id, one.source_id))
    return list(held.values())


def _joined(values: str) -> str:
    return "; ".join(sorted(set(each(values))))


def canonical(records: AtlasRecords) -> AtlasRecords:
    """The same records in their one order, checked. The name to show stays the first.

    Of records that differ only in the edition that shows them, in the day on which they were looked up, or in how they
    stand, the latest stays.

    Raises:
        DataError: A record without a citation, under a foreign body, with broken text, or two records under one id.
    """
    bodies: list[Body] = []
    for given in records.bodies:
        _check_body(given)
        # First the values, since an origin may only speak of a value that is held.
        body = replace(given, identifiers={k: v for k in sorted(given.identifiers) if (v := _joined(given.identifiers[k]))})
        bodies.append(
            replace(
                body,
                names=_sorted_names(body),
                countries=tuple(sorted(set(body.countries))),
                addresses=tuple(sorted(set(body.addresses))),
                designations=_sorted_designations(body),
                statements=_sorted_statements(body),
                origins=_sorted_origins(body),
            )
        )
    edges = _one_each(edge if edge.id else replace(edge, id=edge_key(edge)) for edge in records.edges)
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
    lines += [canonical_json(["edge", edge.record()]) for edge in records.edges]
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
