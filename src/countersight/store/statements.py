"""Records as statements, a row for each thing said, and statements back to records.

A row has FollowTheMoney's statement columns as followthemoney 4.11 writes them, then ours: where exactly it is said, of
which nature it is, whether it stands, and two clocks. ``start`` and ``end`` say when the thing was so in the world;
``recorded_at`` and ``retracted_at`` say from when to when the atlas held it. Records have only the first clock: they
are what is held at one moment. Rows in a log (:mod:`countersight.store.statement_log`) have both.

:func:`project` and :func:`fold` undo each other to the letter. That is why a snapshot has no table of statements: every
row is in its records already, and a second copy would only be able to disagree with the first. (Measured on the
screening list of 2022 with the starter: 84,000 rows, which would double the snapshot's 20 MB.)
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace
from hashlib import sha256
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, cast

from countersight.model.body import OPTIONAL, Body, Coverage, Designation, Edge, Name, Origin, Statement
from countersight.model.canonical import canonical_json
from countersight.store.records import AtlasRecords, SourceRecord, canonical, dataset_of, name_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from countersight.model.body import Tri

CLAIM: Final = "claim:"
"""Stands before the property of a claim, so that a claim about a name is never taken for a name."""

_NAME_PROPS: Final = {"name": "primary", "alias": "alias", "abbreviation": "short", "previousName": "former", "weakAlias": "weak"}
"""FollowTheMoney's properties for our kinds of names."""

_PROP_OF_KIND: Final = {kind: prop for prop, kind in _NAME_PROPS.items()}
_ATTRIBUTES: Final = {"government": "unknown", "organ": "", "surveillance_company": "unknown"}

_NATURE_OF_KIND: Final = {
    "law": "finding", "court": "finding", "official_list": "designation", "tender": "tender", "register": "register",
    "filing": "filing", "company_statement": "admission",
}  # fmt: skip
"""What a value is by the kind of its source; press, papers and what users bring are reports."""


@dataclass(frozen=True, slots=True)
class Row:
    """One statement. Text throughout; what a column does not know is empty.

    ``dataset`` is the source without its edition, ``origin`` the address where it is said, ``last_seen`` the day on
    which it was read there last. ``detail`` is canonical JSON of what a record holds beyond the columns.
    """

    id: str
    canonical_id: str
    entity_id: str
    schema: str
    prop: str
    value: str
    dataset: str = ""
    lang: str = ""
    original_value: str = ""
    first_seen: str = ""
    last_seen: str = ""
    external: bool = False
    origin: str = ""
    source_id: str = ""
    locator: str = ""
    quote: str = ""
    nature: str = "report"
    standing: str = "asserted"
    recorded_at: str = ""
    retracted_at: str = ""
    superseded_by: str = ""
    method: str = ""
    start: str = ""
    end: str = ""
    citation: str = ""
    detail: str = ""

    def more(self) -> dict[str, Any]:
        """What ``detail`` holds."""
        return cast("dict[str, Any]", json.loads(self.detail)) if self.detail else {}


COLUMNS: Final = tuple(item.name for item in fields(Row))

_SIGHTING: Final = frozenset(
    {"id", "schema", "first_seen", "last_seen", "source_id", "standing", "recorded_at", "retracted_at", "superseded_by"}
)
"""What may change while the statement stays the same: when and in which edition it was seen, and what became of it."""

_CONTENT: Final = attrgetter(*(name for name in COLUMNS if name not in _SIGHTING))


def row_id(row: Row) -> str:
    """The id of a statement: 40 hexadecimal digits of a hash of what it says and who says it."""
    return sha256(canonical_json(_CONTENT(row)).encode()).hexdigest()[:40]


def identified(row: Row) -> Row:
    """The row under the id that its content gives."""
    return replace(row, id=row_id(row))


def project(records: AtlasRecords, recorded_at: str = "") -> list[Row]:
    """Every name, country, identifier, address, designation, edge and claim as a row, sorted by subject and id.

    Args:
        records: As :func:`countersight.store.records.canonical` returns them.
        recorded_at: From when the atlas holds them: a day, or a UTC time, in ISO form.

    Returns:
        One row per thing said; the title of a list held and the description of a source are rows as well.
    """
    kinds = {source.id: source.kind for source in records.sources}
    rows = [row for body in records.bodies for row in body_rows(body, kinds)]
    rows += [_edge_row(edge, kinds) for edge in records.edges]
    rows += [_plain_row("coverage", item.list_id, item.last_edition, asdict(item), item.source_id) for item in records.coverage]
    rows += [_plain_row("source", source.id, source.title, asdict(source), source.id) for source in records.sources]
    made = [replace(row, id=row_id(row), recorded_at=recorded_at) for row in rows]
    return sorted(made, key=lambda row: (row.canonical_id, row.prop, row.id))


def body_rows(body: Body, kinds: dict[str, str] | None = None) -> Iterator[Row]:
    """The rows of one body, without ids and clocks.

    Args:
        body: In canonical form.
        kinds: Source id to kind of source, which says of which nature a plain value is. What is not known there is a
            designation where that source designates the body, else a report.
    """
    known, lists = kinds or {}, {told.source_id for told in body.designations}

    def row(prop: str, value: str, source: str) -> Row:
        nature = _NATURE_OF_KIND.get(known.get(source, ""), "designation" if source in lists else "report")
        return Row("", body.id, body.id, body.schema, prop, value, dataset_of(source), source_id=source, nature=nature)

    said = {(one.prop, one.value): one.source_id for one in body.origins}
    yield row("schema", body.schema, body.source_id)
    for attribute, default in _ATTRIBUTES.items():
        if (value := getattr(body, attribute)) != default:
            yield row(attribute, value, body.source_id)
    shown = min(body.names, key=name_order, default=None)
    for name in body.names:
        prop = _PROP_OF_KIND.get(name.kind, f"name:{name.kind}")
        # The order of names is that of their kinds and texts, except that one may be set before the others.
        first = canonical_json({"first": True}) if name is body.names[0] and name != shown else ""
        yield replace(row(prop, name.text, said.get(("name", name.text), body.source_id)), lang=name.lang, detail=first)
    for prop, value in body.values():
        if prop != "name":
            yield row(prop, value, said.get((prop, value), body.source_id))
    for told in body.designations:
        yield _designation_row(body, told)
    for claim in body.statements:
        yield claim_row(body, claim)


def _designation_row(body: Body, told: Designation) -> Row:
    more = {"programs": told.programs, "scope": told.scope}
    return Row(
        "", body.id, body.id, body.schema, "designation", told.list_id, dataset_of(told.source_id),
        last_seen=told.verified_on, origin=told.url, source_id=told.source_id, nature="designation",
        start=told.start, end=told.end, citation=told.citation, detail=canonical_json(more) if any(more.values()) else "",
    )  # fmt: skip


def claim_row(body: Body, claim: Statement) -> Row:
    """A claim about a body as a row, under its id."""
    source = claim.source_id or body.source_id
    return identified(
        Row(
            "", body.id, body.id, body.schema, CLAIM + claim.prop, claim.value, dataset_of(source), last_seen=claim.seen,
            origin=claim.url, source_id=source, locator=claim.locator, quote=claim.quote, nature=claim.nature,
            standing=claim.standing, method=claim.method, start=claim.start, end=claim.end, citation=claim.citation,
            detail=canonical_json({"answers": claim.answers}) if claim.answers else "",
        )
    )  # fmt: skip


def _edge_row(edge: Edge, kinds: dict[str, str]) -> Row:
    more = {"owner": edge.owner, "class": edge.klass, "lo": edge.lo, "hi": edge.hi, "confirmed": edge.confirmed}
    more |= {key: value for key, value in edge.record().items() if key in OPTIONAL}
    return Row(
        "", edge.id, edge.id, "Ownership", "asset", edge.asset, dataset_of(edge.source_id), source_id=edge.source_id,
        nature=_NATURE_OF_KIND.get(kinds.get(edge.source_id, ""), "report"), start=edge.start, end=edge.end,
        citation=edge.citation, detail=canonical_json(more),
    )  # fmt: skip


def _plain_row(prop: str, key: str, value: str, record: dict[str, Any], source_id: str) -> Row:
    """A record that is about the atlas itself, not about the world: kept whole in ``detail``."""
    return Row(
        "", key, key, prop.capitalize(), prop, value, dataset_of(source_id), source_id=source_id, nature="computed",
        detail=canonical_json(record),
    )  # fmt: skip


def known(rows: Iterable[Row], known_at: str = "") -> list[Row]:
    """The rows that the atlas held at a moment, one per id.

    A statement may be recorded, retracted and recorded again: each recording is an interval of its own. A retraction is
    the row once more, with its day. The order of rows and their repetition change nothing.

    Args:
        rows: Of one log or of several.
        known_at: A day (which is then read to its end) or a UTC time; empty is "now".
    """
    all_rows = list(rows)
    ends: dict[tuple[str, str], str] = {}
    for row in all_rows:
        key = (row.id, row.recorded_at)
        ends[key] = min(filter(None, (ends.get(key, ""), row.retracted_at)), default="")

    def begun(moment: str) -> bool:
        return bool(moment) and (not known_at or moment[: len(known_at)] <= known_at)

    held: dict[str, Row] = {}
    for row in all_rows:
        recorded = not row.recorded_at or begun(row.recorded_at)
        if recorded and not begun(ends[row.id, row.recorded_at]):
            bare = replace(row, retracted_at="", superseded_by="")
            held[row.id] = max(held.get(row.id, bare), bare, key=lambda one: (one.recorded_at, one.source_id, one.last_seen, one.standing))
    return [held[key] for key in sorted(held)]


def fold(rows: Iterable[Row], known_at: str = "") -> AtlasRecords:
    """The records that statements make, in canonical form.

    Args:
        rows: In any order, with any repetition.
        known_at: As for :func:`known`.

    Returns:
        Records of every subject whose schema is stated; what is said of others, for example of a body that was
        redacted, is left out.
    """
    subjects: dict[str, list[Row]] = {}
    for row in known(rows, known_at):
        subjects.setdefault(row.canonical_id, []).append(row)
    found = AtlasRecords()
    for subject in sorted(subjects):
        held: dict[str, list[Row]] = {}
        for row in subjects[subject]:
            held.setdefault(row.prop, []).append(row)
        if "schema" in held:
            found.bodies.append(_body(subject, held))
        found.edges += [_edge(row) for row in held.get("asset", ()) if row.schema == "Ownership"]
        found.coverage += [Coverage(**row.more()) for row in held.get("coverage", ())]
        found.sources += [SourceRecord(**row.more()) for row in held.get("source", ())]
    return canonical(found)


def _body(subject: str, held: dict[str, list[Row]]) -> Body:
    base = min(held["schema"], key=lambda row: row.id)
    names: list[tuple[bool, Name]] = []
    identifiers: dict[str, list[str]] = {}
    origins: list[Origin] = []
    for prop, rows in held.items():
        kind = _NAME_PROPS.get(prop) or (prop.removeprefix("name:") if prop.startswith("name:") else None)
        for row in rows:
            if kind is not None:
                names.append((not row.detail, Name(row.value, row.lang, kind)))
            elif prop.startswith("identifier:"):
                identifiers.setdefault(prop.removeprefix("identifier:"), []).append(row.value)
            elif prop not in {"country", "address"}:
                continue
            if row.source_id != base.source_id:
                origins.append(Origin("name" if kind is not None else prop, row.value, row.source_id))
    own = {key: held[key][0].value for key in _ATTRIBUTES if key in held}
    return Body(
        id=subject,
        schema=base.value,
        names=tuple(name for _, name in sorted(names, key=lambda one: (one[0], *name_order(one[1])))),
        countries=tuple(row.value for row in held.get("country", ())),
        addresses=tuple(row.value for row in held.get("address", ())),
        identifiers={kind: "; ".join(values) for kind, values in identifiers.items()},
        government=cast("Tri", own.get("government", "unknown")),
        organ=own.get("organ", ""),
        surveillance_company=cast("Tri", own.get("surveillance_company", "unknown")),
        designations=tuple(_designation(subject, row) for row in held.get("designation", ())),
        statements=tuple(_claim(subject, row, base.source_id) for prop, rows in held.items() if prop.startswith(CLAIM) for row in rows),
        source_id=base.source_id,
        origins=tuple(origins),
    )


def _designation(subject: str, row: Row) -> Designation:
    more = row.more()
    return Designation(
        row.value, subject, row.start, row.citation, row.end, tuple(more.get("programs", ())), more.get("scope", ""),
        row.source_id, row.origin, row.last_seen,
    )  # fmt: skip


def _claim(subject: str, row: Row, source_id: str) -> Statement:
    return Statement(
        subject, row.prop.removeprefix(CLAIM), row.value, row.citation, row.nature, row.standing, row.origin, row.last_seen,
        row.start, row.end, "" if row.source_id == source_id else row.source_id, row.locator, row.quote, row.method,
        row.more().get("answers", ""),
    )  # fmt: skip


def _edge(row: Row) -> Edge:
    more = row.more()
    return Edge(
        more["owner"], row.value, more["class"], more["lo"], more["hi"], row.start, row.end, row.citation, more["confirmed"],
        row.canonical_id, row.source_id, more.get("indirect", False), tuple(more.get("statements", ())),
        more.get("recorded", ""), more.get("retracted", ""), tuple(more.get("remarks", ())),
    )  # fmt: skip
