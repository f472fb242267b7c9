"""What a decision hangs on: the bodies it found and all above and below them, the law of its kind, and the next day on which any of it changes.

A watched matter is decided again when one of these changes, and not otherwise. Where what a kind of matter reads cannot be named body by body
(a registry's maker behind a device, a listed maker's code near the one declared, a group's tax year), it is decided again with every list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from countersight.measures.who import Who, look_up, look_up_name
from countersight.model.canonical import canonical_json, digest
from countersight.model.units import parse_partial_date
from countersight.rules.book import BOOK_FILE

if TYPE_CHECKING:
    from countersight.measures.world import World
    from countersight.model.decision import Decision
    from countersight.model.matter import Matter
    from countersight.ownership.graph import Graph
    from countersight.rules.book import Rulebook
    from countersight.screening.one import Screener
    from countersight.store.snapshot import Snapshot

NAMED: Final = frozenset({"parties", "shipment", "entry", "holdings"})
"""Kinds of matter that read of the lists what belongs to the bodies of their own names, and no more."""

WIDE: Final = "lists"
"""The key of what is decided again with every list."""


@dataclass(frozen=True, slots=True)
class Hanging:
    """Keys of the reverse index; who the names were found to be, as a hash; and the next day on which something changes by itself."""

    keys: frozenset[str]
    who: str
    next_on: str


def hanging(deciding: Screener, matter: Matter, made: Decision) -> Hanging:
    """What a decision hangs on, as of its day."""
    on = date.fromisoformat(made.on)
    world = deciding.world(matter, on)
    found = names_of(matter, world)
    bodies = reach(world.graph, {body.id for who in found for body in (*who.bodies, *who.near)})
    keys = {f"body:{one}" for one in bodies} | {f"kind:{matter.kind}"}
    if wide(matter):
        keys.add(WIDE)
    days = [*_of_law(made), *_of_bodies(world.snapshot, bodies), *_of_lists(world.snapshot, on), *_of_reviewers(found)]
    return Hanging(frozenset(keys), who(found), min((day for day in days if day > made.on), default=""))


def wide(matter: Matter) -> bool:
    """Whether a matter reads more of the lists than what belongs to the bodies of its names."""
    return matter.kind not in NAMED or any(party.identifiers and party.identifiers.mid for party in matter.parties)


def names_of(matter: Matter, world: World) -> list[Who]:
    """Everybody whom a matter names, looked up: its parties, and the makers, brands and inputs of its lines."""
    found = look_up(matter.parties, world)
    names = [
        name
        for line in matter.lines or ()
        for name in (line.producer, line.brand, *(one.name for one in line.upstream or ()))
        if name
    ]
    return found + [look_up_name(name, "producer", world) for name in dict.fromkeys(names)]


def who(found: Iterable[Who]) -> str:
    """A hash of who the names of a matter are or may be, and of what reviewers decided of that."""
    return digest(
        canonical_json(
            [
                [
                    one.label,
                    [body.id for body in one.bodies],
                    sorted(body.id for body in one.near),
                    [[told.body_id, told.fingerprint, told.decided, why] for told, why in one.decided],
                    one.notes,
                ]
                for one in found
            ]
        )
    )


def reach(graph: Graph, bodies: Iterable[str]) -> frozenset[str]:
    """Bodies, everybody above them, and everything below them, on any day."""
    found: set[str] = set()
    for body in bodies:
        found |= graph.above(body)
        todo = [body]
        while todo:
            for asset in graph.assets(todo.pop()):
                if asset not in found:
                    found.add(asset)
                    todo.append(asset)
    return frozenset(found)


def _of_law(made: Decision) -> Iterator[str]:
    for column in made.columns:
        if column.next_change:
            yield column.next_change.on


def _of_bodies(snapshot: Snapshot, bodies: Iterable[str]) -> Iterator[str]:
    for body_id in bodies:
        body = snapshot.body(body_id)
        told = [day for one in body.designations for day in (one.start, one.end)] if body else []
        told += [
            day
            for edge in (*snapshot.edges_of(body_id), *snapshot.holdings_of(body_id))
            for day in (edge.start, edge.end)
        ]
        for day in filter(None, told):
            told_day = parse_partial_date(day)
            yield told_day.earliest.isoformat()
            yield told_day.latest.isoformat()
            if told_day.latest < date.max:
                yield (told_day.latest + timedelta(days=1)).isoformat()


def _of_lists(snapshot: Snapshot, on: date) -> Iterator[str]:
    """The day from which a list is too old to say "not found", and the day from which one that is held begins."""
    for held in snapshot.coverages():
        if held.complete:
            yield held.first_edition
            last = date.fromisoformat(held.last_edition) + timedelta(days=held.max_age_days)
            if on <= last:
                yield (last + timedelta(days=1)).isoformat()


def _of_reviewers(found: Iterable[Who]) -> Iterator[str]:
    for one in found:
        for told, _ in one.decided:
            if told.until:
                yield (date.fromisoformat(told.until) + timedelta(days=1)).isoformat()


def law_of(books: Iterable[Rulebook], kind: str) -> str:
    """A hash of all that the law says of a kind of matter: its pages, their definitions and exceptions, and the numbers."""
    return digest(
        canonical_json(
            [
                [
                    book.id,
                    digest(book.files.get(BOOK_FILE, "")),
                    sorted(
                        [page.file, page.sha256]
                        for page in book.pages
                        if kind in page.head.scope or page.head.defines or page.head.exception_to
                    ),
                ]
                for book in books
            ]
        )
    )


def covered(snapshot: Snapshot, on: date) -> dict[str, bool]:
    """By list, whether "not found" on it is a finding on a day."""
    return {held.list_id: snapshot.covers(held.list_id, on) for held in snapshot.coverages()}
