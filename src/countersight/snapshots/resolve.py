"""Which records are one body: by what they carry, and by what a person ruled.

Identifiers merge first; names merge only where that is safe (:mod:`countersight.sources.merging`). What is left over as
possibly the same (:mod:`countersight.snapshots.pairs`) is for a person to decide, in a file of adjudications: JSON
lines, each with ``left``, ``right``, ``ruling`` (same or different), ``by``, ``on`` and ``reason``. A later line about
the same pair goes before an earlier one. Every ruling that took effect stands in the records as a statement, so that a
dossier shows why two entries are one body, or why they are not.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from countersight.errors import InputError, Where
from countersight.model.body import Statement
from countersight.sources.merging import Rulings, group_bodies, join
from countersight.store.records import SourceRecord

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from countersight.model.body import Body

SOURCE: Final = SourceRecord(
    id="user.adjudications", title="Adjudications of the user", publisher="the user", licence="the user's own", reuse="private", kind="user"
)
SAME: Final = "same_as"
DIFFERENT: Final = "not_same_as"


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a person decided about two bodies."""

    left: str
    right: str
    ruling: str
    by: str
    on: str
    reason: str

    @property
    def pair(self) -> tuple[str, str]:
        """The two ids, in order."""
        return (self.left, self.right) if self.left < self.right else (self.right, self.left)

    @property
    def citation(self) -> str:
        """How the ruling is cited in the records that it changed."""
        return f"adjudication by {self.by}, {self.on}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Resolved:
    """Bodies, the new id of every body that went into another, and the rulings that speak of bodies not held."""

    bodies: list[Body]
    renamed: dict[str, str]
    idle: list[Ruling]


KEYS: Final = tuple(item.name for item in fields(Ruling))


def read_rulings(path: Path) -> list[Ruling]:
    """Read a file of adjudications, in the order of its lines.

    Raises:
        InputError: A line is no ruling: with file, line and what would be right.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as fault:
        raise InputError(f"cannot be read: {fault}", hint="a file of adjudications is JSON lines in UTF-8", where=Where(str(path))) from None
    return [_ruling(line, Where(str(path), number)) for number, line in enumerate(lines, 1) if line.strip()]


def _ruling(line: str, where: Where) -> Ruling:
    shape = '{"left": "ID", "right": "ID", "ruling": "different", "by": "NAME", "on": "2026-11-20", "reason": "WHY"}'
    try:
        found: Any = json.loads(line)
    except ValueError as fault:
        raise InputError(f"not JSON: {fault}", hint=f"write {shape}", where=where) from None
    if not isinstance(found, dict) or set(found) != set(KEYS) or not all(isinstance(one, str) and one.strip() for one in found.values()):
        raise InputError(f"a ruling has the keys {', '.join(KEYS)}, each with text", hint=f"write {shape}", where=where)
    ruling = Ruling(**found)
    if ruling.ruling not in {"same", "different"}:
        raise InputError(f"no ruling {ruling.ruling!r}", hint="write same or different", where=where)
    if ruling.left == ruling.right:
        raise InputError(f"a ruling about {ruling.left!r} and itself", hint="name two bodies", where=where)
    try:
        date.fromisoformat(ruling.on)
    except ValueError:
        raise InputError(f"not a day: {ruling.on!r}", hint="write days as 2026-11-20", where=where) from None
    return ruling


def settled(rulings: Sequence[Ruling]) -> list[Ruling]:
    """One ruling per pair: the last of the latest day, in the order of pairs."""
    held: dict[tuple[str, str], Ruling] = {}
    for ruling in sorted(rulings, key=lambda one: one.on):
        held[ruling.pair] = ruling
    return [held[pair] for pair in sorted(held)]


def resolve(bodies: Sequence[Body], anchors: frozenset[str], rulings: Sequence[Ruling] = (), names_only: frozenset[str] = frozenset()) -> Resolved:
    """Merge what is one body.

    Args:
        bodies: In order of precedence.
        anchors: Ids that were told apart by hand.
        rulings: What a person decided, in any order; it goes before every key and every anchor.
        names_only: Sources that are evidence of names alone; to a body of another source they give names and identifiers, and nothing else.

    Raises:
        DataError: Two rulings contradict each other by way of a third body.
    """
    decided = settled(rulings)
    told = Rulings(
        same=tuple(one.pair for one in decided if one.ruling == "same"),
        different=frozenset(one.pair for one in decided if one.ruling == "different"),
    )
    groups = [(body_id, _names_alone(group, names_only)) for body_id, group in group_bodies(bodies, anchors, told, names_only)]
    renamed = {member.id: body_id for body_id, group in groups for member in group}
    said: dict[str, list[Statement]] = {}
    idle = []
    for one in decided:
        if one.left not in renamed or one.right not in renamed:
            idle.append(one)
            continue
        for mine, other in (one.pair, one.pair[::-1]):
            value = renamed[other] if one.ruling == "different" else other
            if value != renamed[mine]:
                said.setdefault(renamed[mine], []).append(_statement(renamed[mine], value, one))
    merged = [replace(one, statements=(*one.statements, *said.get(one.id, ()))) for one in (join(group, body_id) for body_id, group in groups)]
    return Resolved(merged, {old: new for old, new in renamed.items() if old != new}, idle)


def _names_alone(group: list[Body], names_only: frozenset[str]) -> list[Body]:
    """A group in which evidence of names says nothing else of a body that another source holds."""
    if len(group) == 1 or all(body.source_id in names_only for body in group):
        return group
    return [replace(body, countries=()) if body.source_id in names_only else body for body in group]


def _statement(body_id: str, value: str, one: Ruling) -> Statement:
    return Statement(
        body_id, SAME if one.ruling == "same" else DIFFERENT, value, one.citation,
        nature="computed", seen=one.on, start=one.on, source_id=SOURCE.id, method="adjudication",
    )  # fmt: skip
