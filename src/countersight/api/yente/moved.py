"""Ids that bodies had before: what a client kept from an earlier list leads on to the body as it is known now."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from countersight.errors import DataError
from countersight.names.normalise import fold
from countersight.snapshots.resolve import SAME
from countersight.sources.ftm.export import fitting_id
from countersight.sources.merging import Rulings, group_bodies
from countersight.store.snapshot import MANIFEST, Snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from countersight.model.body import Body

MAX_OLDER: Final = 5
"""Older snapshots that are looked in, the newest first."""
_HASH: Final = 64


def merged_ids(snapshot: Snapshot) -> dict[str, str]:
    """Ids that a ruling made one with another, to the id that stayed; and ids as FollowTheMoney writes them, where it cannot take ours."""
    found: dict[str, str] = {}
    for body_id, old in snapshot.rows(
        "SELECT b.id, json_extract(s.record, '$.value') FROM statement s JOIN body b ON b.n=s.body WHERE s.prop=?", SAME
    ):
        found |= {old: body_id, fitting_id(old): body_id}
    return found | {written: body_id for body_id in snapshot.body_ids() if (written := fitting_id(body_id)) != body_id}


def moved_since(snapshot: Snapshot, body_id: str) -> str:
    """Where a body of an older snapshot went; empty where no older one holds it, or where it is not one body for certain.

    What is for certain is what the builder of snapshots takes to be: the rules of :mod:`countersight.sources.merging` and no others.
    """
    for folder in _older(snapshot):
        try:
            older = Snapshot.open(folder)
        except DataError:
            continue
        try:
            body = older.body(body_id)
        finally:
            older.close()
        if body is not None:
            return _now(snapshot, body)
    return ""


def _older(snapshot: Snapshot) -> list[Path]:
    if snapshot.folder is None:
        return []
    beside = [
        one
        for one in snapshot.folder.parent.iterdir()
        if len(one.name) == _HASH and one != snapshot.folder and (one / MANIFEST).exists()
    ]
    return sorted(beside, key=lambda one: (one / MANIFEST).stat().st_mtime, reverse=True)[:MAX_OLDER]


def _now(snapshot: Snapshot, body: Body) -> str:
    near = [one for body_id in sorted(set(_alike(snapshot, body))) if (one := snapshot.body(body_id))]
    old = replace(body, id="\0old")  # an id that no body has
    group = next(members for _, members in group_bodies([old, *near], frozenset(), Rulings()) if old in members)
    others = [one.id for one in group if one is not old]
    return others[0] if len(others) == 1 else ""


def _alike(snapshot: Snapshot, body: Body) -> Iterator[str]:
    """Bodies that share an identifier or a name."""
    for prop, value in body.values():
        if prop.startswith("identifier:"):
            yield from snapshot.by_identifier(prop.removeprefix("identifier:"), value)
    for name in body.names:
        yield from (body_id for body_id, _ in snapshot.by_exact(fold(name.text)))
