"""Starter records and official lists to one set of records."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from countersight.snapshots.resolve import SOURCE, resolve, settled
from countersight.snapshots.ties import kept, ties
from countersight.store.records import AtlasRecords

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from countersight.model.body import Body, Coverage, Designation, Edge
    from countersight.snapshots.resolve import Ruling
    from countersight.sources.edition import Edition


def build(
    starter: bool,  # noqa: FBT001 - the builder's own switch, first for a reason: it gives the ids
    csl_files: Sequence[tuple[Path, date]] = (),
    *,
    editions: Sequence[Edition] = (),
    expect: bool = True,
    rulings: Sequence[Ruling] = (),
) -> AtlasRecords:
    """Read what is asked for and merge it.

    A body of the starter atlas and one of a list are one body when an identifier, or name and country, agree; the
    starter's id wins. Designations are one per list and day, with the citations of both. A full list makes its
    coverage complete, from the first edition given to the last. An entry that a later edition no longer has ends on
    that edition's day, unless the list itself says when it ends.

    Args:
        starter: Begin with the starter atlas of the package.
        csl_files: Files of the Consolidated Screening List, each with the day of its edition, in any order.
        editions: Editions of any lists that are read already, in any order.
        expect: Hold each file against what it must contain; off only for samples.
        rulings: What a person decided about bodies that are possibly the same.

    Raises:
        InputError: A file is malformed.
        DataError: A list is shorter than it can be.
    """
    records = AtlasRecords()
    if starter:
        from countersight.sources.starter import read_starter  # noqa: PLC0415 - brings in a YAML reader

        records = read_starter()
    read = list(editions)
    if csl_files:
        from countersight.sources.csl.reader import read_csl  # noqa: PLC0415 - only when a list is read

        read += [read_csl(path, edition, expect=expect) for path, edition in csl_files]
    return combine(records, read, rulings)


def combine(starter: AtlasRecords, editions: Sequence[Edition], rulings: Sequence[Ruling] = ()) -> AtlasRecords:
    """Merge records that are read already. See :func:`build`.

    Args:
        starter: The records whose ids win; may be empty.
        editions: Of any lists, in any order.
        rulings: See :func:`countersight.snapshots.resolve.resolve`.
    """
    editions = sorted(editions, key=lambda one: (one.edition, one.source.id))
    seen = {edition.source.id: edition.edition.isoformat() for edition in editions}
    dates: dict[str, list[str]] = {}
    for edition in editions:
        for item in edition.coverage:
            dates.setdefault(item.list_id, []).append(item.last_edition)
    # Evidence of names comes last: it lends neither id nor caption to a body that another source holds.
    ordered = [one for names in (False, True) for one in reversed(editions) if one.names_only == names]
    tagged = [_tagged(body) for edition in ordered for body in edition.bodies]
    names_only = frozenset(edition.source.id for edition in editions if edition.names_only)
    anchors = frozenset(body.id for body in starter.bodies)
    last_seen: dict[tuple[str, str], str] = {}
    merged: list[Body] = []
    # By id: which of two starter bodies a list's entry joins must not hang on the order in which files were read.
    by_hand = sorted(starter.bodies, key=lambda body: body.id)
    found = resolve([*by_hand, *tagged], anchors, rulings, names_only)
    place = {body.id: at for at, body in enumerate(starter.bodies)}
    for body in sorted(found.bodies, key=lambda one: place.get(one.id, len(place))):
        for list_id, source_id in _mentions(body):
            key = (body.id, list_id)
            last_seen[key] = max(last_seen.get(key, ""), seen[source_id])
        told = tuple(_settled(d, last_seen, dates, seen) for d in body.designations)
        merged.append(replace(body, designations=told))
    return AtlasRecords(
        bodies=merged,
        edges=[*_edges(starter, editions, found.renamed), *ties(merged)],
        coverage=_coverage(starter.coverage, editions),
        sources=[*starter.sources, *(edition.source for edition in editions), *([SOURCE] if len(found.idle) < len(settled(rulings)) else [])],
    )


def _edges(starter: AtlasRecords, editions: Sequence[Edition], renamed: dict[str, str]) -> list[Edge]:
    """Edges between the bodies as they are after merging, each with its source; of one id, that of the newest edition."""
    source = starter.sources[0].id if starter.sources else ""
    held = {edge.id or at: replace(edge, source_id=edge.source_id or source) for at, edge in enumerate(starter.edges)}
    for edition in editions:
        held |= {edge.id: edge for edge in edition.edges}
    return kept(held.values(), renamed)


_TAG = "edition:"
"""Carried among a designation's programmes while merging: which editions name it. Never written."""


def _tagged(body: Body) -> Body:
    told = tuple(replace(d, programs=(*d.programs, f"{_TAG}{d.source_id}")) for d in body.designations)
    return replace(body, designations=told)


def _mentions(body: Body) -> list[tuple[str, str]]:
    return [(d.list_id, p.removeprefix(_TAG)) for d in body.designations for p in d.programs if p.startswith(_TAG)]


def _settled(told: Designation, last_seen: dict[tuple[str, str], str], dates: dict[str, list[str]], seen: dict[str, str]) -> Designation:
    """Without tags, which leave the newest edition as source; ended, when a later edition has the entry no longer.

    What no edition ever named, such as a starter record under another day, is left alone: its absence from a file may
    be a matter of spelling.
    """
    tags = sorted((p.removeprefix(_TAG) for p in told.programs if p.startswith(_TAG)), key=lambda tag: (seen[tag], tag))
    if not tags:
        return told
    plain = replace(told, programs=tuple(p for p in told.programs if not p.startswith(_TAG)), source_id=tags[-1])
    last = last_seen[told.body_id, told.list_id]
    later = [day for day in dates[told.list_id] if day > last]
    if told.end or not later:
        return plain
    note = f"in the edition of {last}, no longer in that of {min(later)}"
    return replace(plain, end=min(later), scope="; ".join(filter(None, (told.scope, note))))


def _coverage(starter: Sequence[Coverage], editions: Sequence[Edition]) -> list[Coverage]:
    held = {item.list_id: item for item in starter}
    full: dict[str, Coverage] = {}
    for edition in editions:
        for item in edition.coverage:
            first = full.get(item.list_id, item).first_edition
            full[item.list_id] = replace(item, first_edition=first)
    return list((held | full).values())
