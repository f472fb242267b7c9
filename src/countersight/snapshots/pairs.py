"""Bodies that are possibly the same: what merging leaves for a person to decide.

A pair is named when two bodies share the name under which one of them is listed, but something that would make it safe
is missing: a country in common, or that both are organisations. Nationality, ethnicity, religion and the origin of a
name are never looked at. A pair that a person ruled to be different is not named again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from countersight.names.identifiers import normalise_identifier
from countersight.names.normalise import core, fold
from countersight.snapshots.resolve import DIFFERENT
from countersight.sources.merging import ORGANISATIONS, STRONG

if TYPE_CHECKING:
    from collections.abc import Iterable

    from countersight.model.body import Body
    from countersight.store.snapshot import Snapshot

MOST: Final = 40
"""A name that more bodies share than this says nothing of any two of them."""

SHORTEST: Final = 4
"""Letters of a name without its legal form that are enough to compare it by. Han needs half as many."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two bodies, the smaller id first, and why they may be one."""

    left: str
    right: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Seen:
    """What of a body is compared."""

    body: Body
    primary: frozenset[str]
    names: frozenset[str]
    cores: frozenset[str]
    identifiers: frozenset[tuple[str, str]]
    different: frozenset[str]

    @property
    def keys(self) -> Iterable[tuple[str, ...]]:
        """Under what it is looked for."""
        return (*(("name", name) for name in self.names), *(("core", name) for name in self.cores), *self.identifiers)


def _seen(body: Body) -> _Seen:
    primary = frozenset(folded for name in body.names if name.kind == "primary" and (folded := fold(name.text)))
    return _Seen(
        body=body,
        primary=primary,
        names=primary | {folded for name in body.names if name.kind != "weak" and (folded := fold(name.text))},
        cores=frozenset(map(core, primary)) if body.schema in ORGANISATIONS else frozenset(),
        identifiers=frozenset(
            (kind, clean)
            for kind, values in body.identifiers.items()
            if kind in STRONG
            for value in values.split(";")
            if (clean := normalise_identifier(kind, value))
        ),
        different=frozenset(said.value for said in body.statements if said.prop == DIFFERENT),
    )


def _likeness(one: _Seen, two: _Seen) -> str:
    """Why two bodies may be one, in words; empty where nothing speaks for it."""
    if two.body.id in one.different or one.body.id in two.different:
        return ""
    if shared := sorted(one.identifiers & two.identifiers):
        return f"the same {shared[0][0]} {shared[0][1]}"
    common = sorted(set(one.body.countries) & set(two.body.countries))
    where = f"both in {common[0]}" if common else "no country in common"
    kinds = "" if {one.body.schema, two.body.schema} <= ORGANISATIONS else f"; {one.body.schema or 'unknown kind'} and {two.body.schema or 'unknown kind'}"
    if same := sorted(one.primary & two.primary):
        return f"listed under the same name, {same[0]!r}; {where}{kinds}"
    if common and (same := sorted((one.primary & two.names) | (one.names & two.primary))):
        return f"one is listed under another name of the other, {same[0]!r}; {where}{kinds}"
    near = sorted(name for name in one.cores & two.cores if len(name) >= (SHORTEST if name.isascii() else SHORTEST // 2))
    return f"the same name but for the legal form, {near[0]!r}; {where}" if common and near else ""


def undecided(bodies: Iterable[Body]) -> list[Pair]:
    """Every pair that is possibly the same, in the order of ids."""
    held: dict[tuple[str, ...], list[_Seen]] = {}
    for body in bodies:
        seen = _seen(body)
        for key in dict.fromkeys(seen.keys):
            held.setdefault(key, []).append(seen)
    found: dict[tuple[str, str], Pair] = {}
    for group in held.values():
        if not 1 < len(group) <= MOST:
            continue
        ordered = sorted(group, key=lambda one: one.body.id)
        for at, one in enumerate(ordered):
            for two in ordered[at + 1 :]:
                ids = (one.body.id, two.body.id)
                if ids not in found and (reason := _likeness(one, two)):
                    found[ids] = Pair(*ids, reason)
    return [found[ids] for ids in sorted(found)]


def undecided_of(snapshot: Snapshot, body: Body) -> list[Pair]:
    """The pairs that one body of a snapshot stands in; only bodies that share a name or an identifier are read."""
    seen = _seen(body)
    ids = {other for name in seen.names for other, _ in snapshot.by_exact(name)}
    ids |= {other for name in seen.cores for other, _ in snapshot.by_core(name)}
    ids |= {other for kind, value in seen.identifiers for other in snapshot.by_identifier(kind, value)}
    near = [other for one in sorted(ids - {body.id}) if (other := snapshot.body(one))]
    return [pair for pair in undecided([body, *near]) if body.id in {pair.left, pair.right}]
