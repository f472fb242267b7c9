"""Matters by number: every party, line and frame that is alike once, and what varies from row to row beside it.

A *frame* is a matter without its id, its day, its parties and its lines. A party is its name, its role and the rest; a line is its
content and its worth (value and currency); its quantity no fact reads. Whatever this does not understand of a batch of Arrow is read
row by row, as :func:`countersight.screening.bulk_schema.matter_of` reads it: faults are worded there, and only there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final, TypeVar

import numpy as np

from countersight.model.matter import Line, Matter, Party

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

APART: Final = frozenset({"quantity", "value", "currency"})
"""What a line says that no fact of the line reads; the value is read by ``tx.value`` alone, which stands apart."""

SHARED: Final = frozenset({"shipment", "entry", "parties", "devices"})
"""Kinds of matters whose facts rest on nothing but parties, lines and papers; those of the others read a position, a project, a filing or a tax year."""

COMPARED: Final = frozenset({"id", "kind", "measure", "day", "text", "contract_date", "parties", "lines", "transaction", "destination", "route", "license_number"})
"""Fields of a matter of which it is known here what the facts read; whoever brings another one is decided by itself."""
MID_MAKERS: Final = frozenset({"producer", "seller", "vendor"})

_FLAT: Final = frozenset({str, type(None), date})
_USUAL: Final = tuple((name, one.get_default(call_default_factory=True)) for name, one in Matter.model_fields.items() if name not in COMPARED)

T = TypeVar("T")
Key = tuple[object, ...]
Worn = tuple[str | None, str | None]
"""What a line says of its value, and in which currency."""


def unusual(matter: Matter) -> bool:
    """Whether a matter brings what is its own, so that nothing of it is shared: it is decided by itself."""
    if matter.kind not in SHARED or any(getattr(matter, name) != usual for name, usual in _USUAL):
        return True
    return any(brings_maker(party, party.role) for party in matter.parties)


def brings_maker(party: Party, role: str) -> bool:
    """Whether a party brings a maker's code, which is read together with the rest of the matter."""
    return party.identifiers is not None and party.identifiers.mid is not None and role in MID_MAKERS


@dataclass(slots=True)
class Numbered:
    """Things by number, in the order in which they were met."""

    held: list[Any] = field(default_factory=list)
    keys: list[Any] = field(default_factory=list)
    _numbers: dict[Any, int] = field(default_factory=dict)

    def number(self, key: object, thing: object) -> int:
        """The number of what a key stands for."""
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = len(self.held)
            self.held.append(thing)
            self.keys.append(key)
        return found


@dataclass(slots=True)
class Coded:
    """Usual matters by number."""

    at: Ints
    """The place of each in the batch."""
    ids: Sequence[str]
    frames: Sequence[Matter]
    frame: Ints
    days: Sequence[date | None]
    day: Ints
    party_of: Ints
    """For each party the matter, ascending."""
    names: Sequence[str]
    name: Ints
    roles: Sequence[str]
    role: Ints
    rests: Sequence[tuple[Key, Key, Party]]
    """A key of all that a party says beside name and role, one without its address, and such a party."""
    rest: Ints
    no_lines: NDArray[np.int8]
    """2 where the matter does not say which lines it has, 1 where it says that it has none, else 0."""
    line_of: Ints
    contents: Sequence[tuple[Key, Line]]
    content: Ints
    worths: Sequence[Worn]
    worth: Ints
    whole: Callable[[int], Matter]
    """The whole matter of a row."""

    def only(self, rows: Ints) -> Coded:
        """Some of the rows."""
        if len(rows) == self.count:
            return self
        place = np.full(self.count, -1, dtype=np.int64)
        place[rows] = np.arange(len(rows))
        mine, lines = np.flatnonzero(place[self.party_of] >= 0), np.flatnonzero(place[self.line_of] >= 0)
        return replace(
            self, at=self.at[rows], ids=[self.ids[row] for row in rows.tolist()], frame=self.frame[rows], day=self.day[rows],
            party_of=place[self.party_of[mine]], name=self.name[mine], role=self.role[mine], rest=self.rest[mine],
            no_lines=self.no_lines[rows], line_of=place[self.line_of[lines]], content=self.content[lines], worth=self.worth[lines],
            whole=lambda row: self.whole(int(rows[row])),
        )  # fmt: skip

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.frame)


def coded(matters: Sequence[tuple[int, Matter]]) -> Coded:
    """Usual matters, each with its place in the batch, by number."""
    frames, days, names, roles, rests, contents, worths = (Numbered() for _ in range(7))
    frame, day, no_lines = [], [], []
    party_of, name, role, rest = [], [], [], []
    line_of, content, worth = [], [], []
    for row, (_, matter) in enumerate(matters):
        frame.append(frames.number(_said(matter, _OF_FRAME), matter))
        day.append(days.number(matter.day, matter.day))
        no_lines.append(2 if matter.lines is None else 0 if matter.lines else 1)
        for party in matter.parties:
            party_of.append(row)
            name.append(names.number(party.name, party.name))
            role.append(roles.number(party.role, party.role))
            key = _said(party, _OF_REST)
            rest.append(rests.number(key, rest_of(party)))
        for line in matter.lines or ():
            line_of.append(row)
            content.append(contents.number(content_of(line), (content_of(line), line)))
            worth.append(worths.number((line.value, line.currency), (line.value, line.currency)))
    held = [matter for _, matter in matters]
    return Coded(
        ints(at for at, _ in matters), [one.id for one in held], frames.held, ints(frame), days.held, ints(day),
        ints(party_of), names.held, ints(name), roles.held, ints(role), rests.held, ints(rest), np.array(no_lines, dtype=np.int8),
        ints(line_of), contents.held, ints(content), worths.held, ints(worth), held.__getitem__,
    )  # fmt: skip


def ints(values: Iterable[int]) -> Ints:
    """Whole numbers as an array."""
    return np.fromiter(values, dtype=np.int64)


def rest_of(party: Party) -> tuple[Key, Key, Party]:
    """Keys of what a party says beside its name and role, with its address and without it, and the party."""
    return _said(party, _OF_REST), _said(party, _OF_LIKE), party


def content_of(line: Line) -> Key:
    """All that a line says but its quantity and its worth."""
    return _said(line, _OF_CONTENT)


def _said(one: Any, names: Sequence[str]) -> Key:  # noqa: ANN401 - a model
    told = vars(one)
    return tuple([value if (value := told[name]).__class__ in _FLAT else repr(value) for name in names])


_OF_FRAME: Final = tuple(name for name in Matter.model_fields if name in COMPARED - {"id", "day", "parties", "lines"})
_OF_REST: Final = tuple(name for name in Party.model_fields if name not in {"name", "role"})
_OF_LIKE: Final = tuple(name for name in _OF_REST if name != "address")
_OF_CONTENT: Final = tuple(name for name in Line.model_fields if name not in APART)
