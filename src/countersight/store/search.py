"""Looking for bodies by a piece of text, as a person types it; who a party *is* is the matcher's question, not this one's.

A body is found by its id, by an identifier, by a name that is the same or that holds every word that was typed (the last letters of a word may be
missing), and by names that share rare letters. Beside it an outline of every body, in a few columns, so that a whole snapshot can be filtered and counted.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from countersight.names.identifiers import normalise_identifier
from countersight.names.normalise import core, fold, script

if TYPE_CHECKING:
    from countersight.store.snapshot import Snapshot

MAX_WORDS: Final = 12
NEAR: Final = 200
"""Names that share letters with what was typed, at most."""
LEAST: Final = 600
"""Thousandths of the cosine from which such a name is shown."""
LEAST_FUZZY: Final = 350
_SHORTEST_NUMBER: Final = 5
_WORDS_HELD, _WORDS_FULL = 700, 900


@dataclass(frozen=True, slots=True)
class Outline:
    """A body in a few columns."""

    id: str
    schema: str
    countries: tuple[str, ...]
    government: str
    listed: tuple[tuple[str, str, str], ...]
    """List, start and end of each designation."""
    sources: frozenset[str]
    seen: tuple[str, ...]
    """Days on which its statements were seen."""


def outlines(snapshot: Snapshot) -> Iterator[Outline]:
    """Every body of a snapshot, sorted by id. Of one that several layers hold, what each says counts."""
    listed: dict[str, list[tuple[str, str, str]]] = {}
    sources: dict[str, set[str]] = {}
    seen: dict[str, set[str]] = {}
    records: dict[str, list[dict[str, Any]]] = {}
    for body_id, record in snapshot.rows("SELECT id, record FROM body"):
        records.setdefault(body_id, []).append(json.loads(record))
    sql = """SELECT b.id, d.list, d.start, d."end", json_extract(d.record, '$.source_id') FROM designation d JOIN body b ON b.n=d.body"""
    for body_id, list_id, start, end, source in snapshot.rows(sql):
        listed.setdefault(body_id, []).append((list_id, start, end))
        sources.setdefault(body_id, set()).add(source)
    sql = "SELECT b.id, json_extract(s.record, '$.source_id'), json_extract(s.record, '$.seen') FROM statement s JOIN body b ON b.n=s.body"
    for body_id, source, day in snapshot.rows(sql):
        sources.setdefault(body_id, set()).add(source)
        seen.setdefault(body_id, set()).add(day)
    kept: dict[frozenset[str], frozenset[str]] = {}
    for body_id in sorted(records):
        whole = records[body_id]
        told = (
            sources.get(body_id, set())
            | {one["source_id"] for one in whole}
            | {origin["source_id"] for one in whole for origin in one["origins"]}
        )
        named = frozenset(told - {""})
        yield Outline(
            body_id,
            next((one["schema"] for one in whole if one["schema"]), ""),
            tuple(dict.fromkeys(code for one in whole for code in one["countries"])),
            next((one["government"] for one in whole if one["government"] != "unknown"), "unknown"),
            tuple(listed.get(body_id, ())),
            kept.setdefault(named, named),
            tuple(sorted(seen.get(body_id, set()) - {""})),
        )


def find(snapshot: Snapshot, text: str, *, fuzzy: bool = False) -> dict[str, int]:
    """Bodies that a piece of text may mean, with a whole score of at most 1000 that orders.

    Args:
        snapshot: Where to look.
        text: As typed: a name or the beginning of one, an identifier, an id.
        fuzzy: Names that are less alike are shown too, as they are where nothing else is found.
    """
    found: dict[str, int] = {}

    def keep(body_id: str, score: int) -> None:
        found[body_id] = max(score, found.get(body_id, 0))

    folded, bare = fold(text), core(text)
    if snapshot.body(text.strip()):
        keep(text.strip(), 1000)
    for body_id in _numbered(snapshot, text):
        keep(body_id, 1000)
    for body_id, _ in snapshot.by_exact(folded):
        keep(body_id, 990)
    for body_id, _ in snapshot.by_core(bare):
        keep(body_id, 960)
    for body_id, name in _worded(snapshot, folded):
        keep(body_id, _WORDS_HELD + (_WORDS_FULL - _WORDS_HELD) * min(len(folded), len(name)) // max(len(name), 1))
    near = snapshot.candidates(text, NEAR) if folded else []
    least = LEAST_FUZZY if fuzzy or not (found or any(score >= LEAST for *_, score in near)) else LEAST
    for body_id, _, score in near:
        if score >= least:
            keep(body_id, score * 65 // 100)
    return found


def ordered(found: dict[str, int]) -> list[str]:
    """Ids, best first; those that are alike by id.

    >>> ordered({"b": 5, "a": 5, "c": 9})
    ['c', 'a', 'b']
    """
    return sorted(found, key=lambda body_id: (-found[body_id], body_id))


def _numbered(snapshot: Snapshot, text: str) -> list[str]:
    """Bodies with an identifier of that value, whatever its kind."""
    clean = normalise_identifier("", text)
    if len(clean) < _SHORTEST_NUMBER or not any(letter.isdigit() for letter in clean):
        return []
    return [
        row[0]
        for row in snapshot.rows("SELECT b.id FROM identifier i JOIN body b ON b.n=i.body WHERE i.value=?", clean)
    ]


def _worded(snapshot: Snapshot, folded: str) -> Iterator[tuple[str, str]]:
    """Names in which every word begins a word; in Han, which has no words apart, names that hold the text."""
    words = folded.split()[:MAX_WORDS]
    if not words:
        return
    han = script(folded) == "han"
    patterns = [f"%{'' if han else ' '}{word}%" for word in words]  # a folded name holds no sign that LIKE reads
    held = " AND ".join(["' ' || n.folded LIKE ?"] * len(patterns))
    yield from snapshot.rows(f"SELECT b.id, n.folded FROM name n JOIN body b ON b.n=n.body WHERE {held}", *patterns)  # noqa: S608 - marks only
