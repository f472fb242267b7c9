"""What differs between two snapshots: every addition, removal and change, and nothing else.

Where a thing was read, and on which day it was looked up last, is not part of what it says: a newer edition that says
the same differs in nothing. A body that another entry of its list now lends its id is the same body under another id.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from countersight.model.units import format_share
from countersight.names.normalise import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence

    from countersight.model.body import Body, Designation, Edge, Statement
    from countersight.store.records import AtlasRecords

T = TypeVar("T")

_UNSAID: Final = frozenset({"source_id", "verified_on", "seen", "id", "body_id", "origins"})
"""Fields that say when and where a thing was read, or to whom the record belongs."""

_SCALARS: Final = ("schema", "government", "organ", "surveillance_company")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    ``kind``: body, name, country, address, identifier, attribute, designation, statement or edge. ``change``: added,
    removed, changed; of a designation also started, ended, restored. ``body`` is the id in the new snapshot, or in the
    old one where it is gone; of an edge it is the body that is held. ``what`` names the thing, and its field after a
    point.
    """

    kind: str
    change: str
    body: str
    caption: str
    what: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class _Matched(Generic[T]):
    """Things that are the same on both sides with their differences, those that are gone, and those that are new."""

    pairs: list[tuple[T, T]]
    gone: list[T]
    new: list[T]


def _said(item: Any) -> dict[str, Any]:  # noqa: ANN401 - any of the record classes
    return {one.name: getattr(item, one.name) for one in fields(item) if one.name not in _UNSAID}


def _matched(old: Sequence[T], new: Sequence[T], keys: Sequence[Callable[[T], Hashable]]) -> _Matched[T]:
    """Match what is equal, then by each key in turn what is alone under it on both sides."""
    left, right = list(old), list(new)
    for item in old:
        twin = next((other for other in right if _said(other) == _said(item)), None)
        if twin is not None:
            left.remove(item)
            right.remove(twin)
    pairs: list[tuple[T, T]] = []
    for key in keys:
        alone = Counter(map(key, left)), Counter(map(key, right))
        for item in list(left):
            if alone[0][key(item)] == alone[1][key(item)] == 1:
                other = next(one for one in right if key(one) == key(item))
                pairs.append((item, other))
                left.remove(item)
                right.remove(other)
    return _Matched(pairs, left, right)


def _text(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def diff(old: AtlasRecords, new: AtlasRecords) -> list[Change]:
    """Every difference, in the order of bodies, edges last.

    Args:
        old: In canonical form, as a snapshot gives them.
        new: The same.
    """
    before, after = {one.id: one for one in old.bodies}, {one.id: one for one in new.bodies}
    moved = _moved([one for one in old.bodies if one.id not in after], [one for one in new.bodies if one.id not in before])
    paired = {moved.get(key, key): one for key, one in before.items()}
    found: list[Change] = []
    for key in sorted(paired.keys() | after.keys()):
        one, two = paired.get(key), after.get(key)
        if one is None and two is not None:
            found.append(Change("body", "added", key, two.caption, two.schema, after=_summary(two)))
        elif one is not None and two is None:
            found.append(Change("body", "removed", key, one.caption, one.schema, before=_summary(one)))
        elif one is not None and two is not None and one != two:
            found += _of_body(one, two)
    names = {key: one.caption for key, one in (paired | after).items()}
    there = [replace(one, owner=moved.get(one.owner, one.owner), asset=moved.get(one.asset, one.asset)) for one in old.edges]
    return found + list(_edges(there, new.edges, names))


def _moved(gone: Sequence[Body], new: Sequence[Body]) -> dict[str, str]:
    """Old id to new id of bodies that share the name and an entry by which they are listed, one to one."""
    links: list[tuple[str, str]] = []
    held: dict[tuple[str, str, str], list[str]] = {}
    for body in new:
        for key in _entries(body):
            held.setdefault(key, []).append(body.id)
    for body in gone:
        links += dict.fromkeys((body.id, other) for key in _entries(body) for other in held.get(key, ()))
    left, right = Counter(one for one, _ in links), Counter(two for _, two in links)
    return {one: two for one, two in links if left[one] == right[two] == 1}


def _entries(body: Body) -> set[tuple[str, str, str]]:
    names = {fold(name.text) for name in body.names}
    return {(name, told.list_id, told.start) for name in names for told in body.designations}


def _summary(body: Body) -> str:
    listed = "; ".join(f"{told.list_id} {told.start or '?'} to {told.end or 'in force'}, {told.citation}" for told in body.designations)
    return listed or "on no list"


def _of_body(one: Body, two: Body) -> Iterator[Change]:
    def change(kind: str, how: str, what: str, before: str = "", after: str = "") -> Change:
        return Change(kind, how, two.id, two.caption, what, before, after)

    if one.id != two.id:
        yield change("body", "changed", "id", one.id, two.id)
    for field in _SCALARS:
        if (was := getattr(one, field)) != (now := getattr(two, field)):
            yield change("attribute", "changed", field, was, now)
    names = _matched(one.names, two.names, [lambda name: name.text])
    for name in names.gone:
        yield change("name", "removed", name.kind, name.text)
    for name in names.new:
        yield change("name", "added", name.kind, after=name.text)
    for left, right in names.pairs:
        yield change("name", "changed", left.text, f"{left.kind} {left.lang}".strip(), f"{right.kind} {right.lang}".strip())
    held, holds = ({value for value in body.values() if value[0] != "name"} for body in (one, two))
    for prop, value in sorted(held - holds):
        yield change(*_kind(prop, "removed"), value)
    for prop, value in sorted(holds - held):
        yield change(*_kind(prop, "added"), "", value)
    yield from (change("designation", *rest) for rest in _designations(one.designations, two.designations))
    yield from (change("statement", *rest) for rest in _statements(one.statements, two.statements))


def _kind(prop: str, how: str) -> tuple[str, str, str]:
    kind, _, which = prop.partition(":")
    return kind, how, which or kind


def _designations(old: Sequence[Designation], new: Sequence[Designation]) -> Iterator[tuple[str, ...]]:
    found = _matched(old, new, [lambda told: (told.list_id, told.start), lambda told: told.list_id])
    for told in found.gone:
        yield "removed", told.list_id, _told(told)
    for told in found.new:
        yield "added" if told.end else "started", told.list_id, "", _told(told)
    for one, two in found.pairs:
        differs = _differs(one, two)
        if "end" in differs and not (one.end and two.end):
            del differs["end"]
            yield "ended" if two.end else "restored", two.list_id, _told(one), _told(two)
            if two.scope.startswith(one.scope) or one.scope.startswith(two.scope):
                differs.pop("scope", None)  # the note that says why it ended
        for field, (was, now) in differs.items():
            yield "changed", f"{two.list_id}.{field}", was, now


def _told(told: Designation) -> str:
    return f"{told.start or '?'} to {told.end or 'in force'}, {told.citation}"


def _statements(old: Sequence[Statement], new: Sequence[Statement]) -> Iterator[tuple[str, ...]]:
    keys: list[Callable[[Statement], Hashable]] = [lambda said: (said.prop, said.value, said.citation), lambda said: (said.prop, said.citation)]
    found = _matched(old, new, keys)
    for said in found.gone:
        yield "removed", said.prop, f"{said.value} [{said.nature}, {said.standing}] {said.citation}"
    for said in found.new:
        yield "added", said.prop, "", f"{said.value} [{said.nature}, {said.standing}] {said.citation}"
    for one, two in found.pairs:
        for field, (was, now) in _differs(one, two).items():
            yield "changed", f"{two.prop}.{field}", was, now


def _edges(old: Sequence[Edge], new: Sequence[Edge], names: dict[str, str]) -> Iterator[Change]:
    left: dict[tuple[str, str, str], list[Edge]] = {}
    right: dict[tuple[str, str, str], list[Edge]] = {}
    for held, edges in ((left, old), (right, new)):
        for edge in edges:
            held.setdefault((edge.asset, edge.owner, edge.klass), []).append(edge)
    for key in sorted(left.keys() | right.keys()):
        asset, owner, klass = key
        found = _matched(left.get(key, []), right.get(key, []), [lambda edge: edge.start, lambda _: True])
        what = f"{klass} held by {names.get(owner, owner)}"
        for edge in found.gone:
            yield Change("edge", "removed", asset, names.get(asset, asset), what, _share(edge))
        for edge in found.new:
            yield Change("edge", "added", asset, names.get(asset, asset), what, after=_share(edge))
        for one, two in found.pairs:
            yield Change("edge", "changed", asset, names.get(asset, asset), what, _share(one), _share(two))


def _share(edge: Edge) -> str:
    share = format_share(edge.lo) if edge.lo == edge.hi else f"{format_share(edge.lo)} to {format_share(edge.hi)}"
    doubt = "" if edge.confirmed else ", not confirmed"
    return f"{share}, {edge.start or '?'} to {edge.end or 'today'}{doubt}, {edge.citation}"


def _differs(one: object, two: object) -> dict[str, tuple[str, str]]:
    """Field to its text before and after, for the fields that say something else."""
    was, now = _said(one), _said(two)
    return {field: (_text(was[field]), _text(now[field])) for field in was if was[field] != now[field]}
