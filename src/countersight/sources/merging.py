"""Several records of one body become one: by identifier, or by name and country together.

A name alone never merges: two companies of one name in two countries are two companies, and persons, ships and
aircraft are never merged by name at all.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from countersight.model.body import Body, Designation, Name
from countersight.names.identifiers import normalise_identifier
from countersight.names.normalise import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

STRONG: Final = frozenset({"lei", "uscc", "isin", "cik", "ror", "duns"})
"""Identifiers that are unique in the world."""

NATIONAL: Final = frozenset({"registration"})
"""Identifiers that are unique within one country."""

UNMERGED: Final = frozenset({"Person", "Vessel", "Airplane"})


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
    for name in body.names:
        if name.kind == "primary" and (folded := fold(name.text)):
            yield from (("name", folded, country) for country in body.countries)


def merge_bodies(bodies: Sequence[Body], anchors: frozenset[str] = frozenset()) -> list[Body]:
    """Merge what agrees; the first of each group lends its id.

    Args:
        bodies: In order of precedence. Several may carry the same id: they are one body.
        anchors: Ids that were told apart by hand: two of them are never merged.

    Returns:
        One body per group, in order of first appearance.
    """
    parent = list(range(len(bodies)))
    anchor: dict[int, str] = {i: body.id for i, body in enumerate(bodies) if body.id in anchors}

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    held: dict[tuple[str, ...], int] = {}
    for at, body in enumerate(bodies):
        for key in (("id", body.id), *_keys(body)):
            first, second = sorted((root(held.setdefault(key, at)), root(at)))
            if first == second or len({anchor.get(first), anchor.get(second)} - {None}) > 1:
                continue
            parent[second] = first
            if second in anchor:
                anchor[first] = anchor.pop(second)
    groups: dict[int, list[Body]] = {}
    for at, body in enumerate(bodies):
        groups.setdefault(root(at), []).append(body)
    return [_join(group, anchor.get(top, group[0].id)) if len(group) > 1 else group[0] for top, group in groups.items()]


def _join(group: list[Body], body_id: str) -> Body:
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
    told = [replace(d, body_id=body_id) for body in (first, *rest) for d in body.designations]
    said = [replace(s, body_id=body_id) for body in (first, *rest) for s in body.statements]
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
