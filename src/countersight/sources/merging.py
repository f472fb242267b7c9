"""Several records of one body become one: by identifier, or by name and country together, or because a person said so.

A name alone never merges: two companies of one name in two countries are two companies. Name and country together merge
organisations only. Persons, ships and aircraft are never merged at all but by a ruling, and an entry that does not say
what it is, which may be a person, joins an organisation only where both are the same entry: same name, country, list
and day of listing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from countersight.errors import DataError
from countersight.model.body import Body, Designation, Name, origins
from countersight.names.identifiers import normalise_identifier
from countersight.names.normalise import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

STRONG: Final = frozenset({"lei", "uscc", "isin", "cik", "ror", "duns"})
"""Identifiers that are unique in the world."""

NATIONAL: Final = frozenset({"registration"})
"""Identifiers that are unique within one country."""

UNMERGED: Final = frozenset({"Person", "Vessel", "Airplane"})

ORGANISATIONS: Final = frozenset({"Company", "Organization", "PublicBody", "Project"})


@dataclass(frozen=True, slots=True)
class Rulings:
    """What a person decided about pairs of ids."""

    same: tuple[tuple[str, str], ...] = ()
    different: frozenset[tuple[str, str]] = frozenset()


def _keys(body: Body) -> Iterator[tuple[str, ...]]:
    if body.schema in UNMERGED:
        return
    for kind, values in body.identifiers.items():
        for value in values.split(";"):
            clean = normalise_identifier(kind, value)
            if clean and kind in STRONG:
                yield kind, clean
            elif clean and kind in NATIONAL:
                yield from ((kind, clean, country) for country in body.countries)
    if body.schema in ORGANISATIONS:
        yield from (("name", folded, country) for folded in _primary(body) for country in body.countries)


def _primary(body: Body) -> Iterator[str]:
    return (folded for name in body.names if name.kind == "primary" and (folded := fold(name.text)))


def _entries(body: Body) -> Iterator[tuple[str, ...]]:
    """Name, country, list and day of every entry that a body has on a list."""
    for folded in _primary(body):
        for told in body.designations:
            yield from ((folded, country, told.list_id, told.start) for country in body.countries if told.start)


class _Groups:
    """Bodies that are one, with the first of each group as its root; what was told apart never comes together."""

    def __init__(self, bodies: Sequence[Body], anchors: frozenset[str], rulings: Rulings, names_only: frozenset[str]) -> None:
        self.parent = list(range(len(bodies)))
        self.own = [body.source_id not in names_only for body in bodies]
        self.anchor = {at: body.id for at, body in enumerate(bodies) if body.id in anchors}
        ruled = {one for pair in rulings.different for one in pair}
        self.ruled = {at: {body.id} for at, body in enumerate(bodies) if body.id in ruled}
        self.different = rulings.different | {pair[::-1] for pair in rulings.different}

    def root(self, at: int) -> int:
        while self.parent[at] != at:
            self.parent[at] = self.parent[self.parent[at]]
            at = self.parent[at]
        return at

    def apart(self, one: int, two: int) -> bool:
        """True when a person ruled that members of the two groups differ."""
        others = self.ruled.get(two, ())
        return any((left, right) in self.different for left in self.ruled.get(one, ()) for right in others)

    def join(self, one: int, two: int, *, ruled: bool = False, by_names: bool = False) -> None:
        """Make one group of two, unless they were told apart: by a ruling, as two bodies written by hand, or by sources of more than names."""
        first, second = sorted((self.root(one), self.root(two)))
        hands = {self.anchor.get(first), self.anchor.get(second)} - {None}
        if first == second or self.apart(first, second) or (len(hands) > 1 and not ruled) or (by_names and self.own[first] and self.own[second]):
            return
        self.parent[second] = first
        self.own[first] = self.own[first] or self.own[second]
        if second in self.anchor:
            held = self.anchor.pop(second)
            self.anchor.setdefault(first, held)
        if second in self.ruled:
            self.ruled[first] = self.ruled.get(first, set()) | self.ruled.pop(second)


def group_bodies(
    bodies: Sequence[Body], anchors: frozenset[str], rulings: Rulings, names_only: frozenset[str] = frozenset()
) -> list[tuple[str, list[Body]]]:
    """Which bodies are one, and under which id.

    Args:
        bodies: In order of precedence. Several may carry the same id: they are one body.
        anchors: Ids that were told apart by hand: two of them are only ever merged by a ruling.
        rulings: What a person decided; it goes before every key.
        names_only: Sources that are evidence of names alone: a body of theirs joins another, and never brings two others together.

    Returns:
        Id and members of each group, in order of first appearance.

    Raises:
        DataError: Two bodies are ruled to be the same, and by way of others to be different.
    """
    groups = _Groups(bodies, anchors, rulings, names_only)
    _by_id(groups, bodies, rulings.same)
    held: dict[tuple[str, ...], int] = {}
    for at, body in enumerate(bodies):
        for key in _keys(body) if body.source_id not in names_only else ():
            groups.join(held.setdefault(key, at), at)
    _by_entry(groups, bodies)
    for at, body in enumerate(bodies):
        for key in _keys(body) if body.source_id in names_only else ():
            groups.join(held.setdefault(key, at), at, by_names=True)
    found: dict[int, list[Body]] = {}
    for at, body in enumerate(bodies):
        found.setdefault(groups.root(at), []).append(body)
    return [(groups.anchor.get(top, group[0].id), group) for top, group in found.items()]


def _by_id(groups: _Groups, bodies: Sequence[Body], same: Sequence[tuple[str, str]]) -> None:
    held: dict[str, int] = {}
    for at, body in enumerate(bodies):
        groups.join(held.setdefault(body.id, at), at)
    for left, right in same:
        one, two = held.get(left), held.get(right)
        if one is None or two is None:
            continue
        groups.join(one, two, ruled=True)
        if groups.root(one) != groups.root(two):
            message = f"{left!r} and {right!r} are ruled to be the same, and by way of others to be different"
            raise DataError(message, hint="correct one of the adjudications")


def _by_entry(groups: _Groups, bodies: Sequence[Body]) -> None:
    """Entries that do not say what they are join the organisation that has the same entry."""
    entries: dict[tuple[str, ...], int] = {}
    for at, body in enumerate(bodies):
        if body.schema in ORGANISATIONS:
            for key in _entries(body):
                entries.setdefault(key, at)
    for at, body in enumerate(bodies):
        if body.schema not in ORGANISATIONS | UNMERGED:
            for key in _entries(body):
                groups.join(entries.get(key, at), at)


def merge_bodies(bodies: Sequence[Body], anchors: frozenset[str] = frozenset(), rulings: Rulings | None = None) -> list[Body]:
    """Merge what agrees; the first of each group lends its id. See :func:`group_bodies`.

    Returns:
        One body per group, in order of first appearance.
    """
    return [join(group, body_id) for body_id, group in group_bodies(bodies, anchors, rulings or Rulings())]


def join(group: Sequence[Body], body_id: str) -> Body:
    """One body out of a group; values that only another source states say so."""
    if len(group) == 1:
        return group[0]
    first = next((body for body in group if body.id == body_id), group[0])
    rest = [body for body in group if body is not first]
    names: dict[str, Name] = {name.text: name for name in first.names}
    for body in rest:
        for name in body.names:
            kind = "alias" if name.kind == "primary" else name.kind
            names.setdefault(name.text, name if name.kind == kind else replace(name, kind=kind))
    identifiers = dict(first.identifiers)
    for body in rest:
        for kind, values in body.identifiers.items():
            joined = dict.fromkeys(v.strip() for v in f"{identifiers.get(kind, '')};{values}".split(";") if v.strip())
            identifiers[kind] = "; ".join(joined)
    told = [replace(d, body_id=body_id, source_id=d.source_id or body.source_id) for body in (first, *rest) for d in body.designations]
    said = [
        replace(s, body_id=body_id, source_id=source if (source := s.source_id or body.source_id) != first.source_id else "")
        for body in (first, *rest)
        for s in body.statements
    ]
    loose = {"LegalEntity", "Organization"}
    return Body(
        id=body_id,
        schema=next((b.schema for b in (first, *rest) if b.schema not in loose), first.schema),
        names=tuple(names.values()),
        countries=tuple(dict.fromkeys(c for b in (first, *rest) for c in b.countries)),
        addresses=tuple(dict.fromkeys(a for b in (first, *rest) for a in b.addresses)),
        identifiers=identifiers,
        government=next((b.government for b in (first, *rest) if b.government != "unknown"), "unknown"),
        organ=next((b.organ for b in (first, *rest) if b.organ), ""),
        surveillance_company=next(
            (b.surveillance_company for b in (first, *rest) if b.surveillance_company != "unknown"), "unknown"
        ),
        designations=dedupe(told),
        statements=tuple(dict.fromkeys(said)),
        source_id=first.source_id,
        origins=origins(first, rest),
    )


def dedupe(told: Sequence[Designation]) -> tuple[Designation, ...]:
    """One designation per list and day of listing; citations, programmes, scopes and end are kept from all.

    A designation without a day of listing goes into the only dated one of its list, if there is exactly one.
    """
    held: dict[tuple[str, str], Designation] = {}
    for item in sorted(told, key=lambda d: not d.start):  # the dated ones first, else in the order given
        key = (item.list_id, item.start)
        if not item.start:
            dated = [other for other in held if other[0] == item.list_id and other[1]]
            key = dated[0] if len(dated) == 1 else key
        other = held.get(key)
        held[key] = item if other is None else _both(other, item)
    return tuple(held.values())


def _both(one: Designation, two: Designation) -> Designation:
    cites = dict.fromkeys(c for d in (one, two) for c in d.citation.split("; "))
    return replace(
        one,
        citation="; ".join(cites),
        end=one.end or two.end,
        programs=tuple(dict.fromkeys((*one.programs, *two.programs))),
        scope=one.scope or two.scope,
        url=one.url or two.url,
        verified_on=max(one.verified_on, two.verified_on),
    )
