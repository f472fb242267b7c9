"""Where the parties of many matters sit: each with who it is, its roles, and the number of its facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from countersight.endusers import places, programmes
from countersight.endusers.classify import find_places, find_programmes
from countersight.endusers.text import MAX_NAME
from countersight.measures.stated import all_stated
from countersight.measures.who import Who
from countersight.model.matter import Party
from countersight.names.normalise import MAX_CHARS, fold
from countersight.screening.batch_coded import Coded
from countersight.screening.batch_codes import dense
from countersight.screening.batch_words import Words
from countersight.screening.one import parties_told

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

@dataclass(slots=True)
class Name:
    """What a name says, as far as a fact reads it of a party of whom nothing is held."""

    label: str
    key: str
    """What makes two parties one; see :func:`countersight.measures.who.look_up`."""
    kind: int
    """A number of all that the facts read of it."""
    speaks: bool | None = None
    """Whether it speaks of a sensitive place or a programme, once that was asked."""


@dataclass(frozen=True, slots=True, eq=False)
class Seat:
    """A party, or all that are alike, in its roles. Compared by identity."""

    who: Who
    like: int | None
    roles: int
    shape: int
    """A number of what the facts of the deal read of it."""
    use: int
    """A number of what says whether the end user is known."""


@dataclass(slots=True)
class Slots:
    """The parties of a batch, flat, in the order in which :func:`look_up` gives them, and the end user that is not named."""

    row: Ints
    label: Ints
    """Numbers of words."""
    seat: Ints
    """-1 for the end user that is not named."""
    unit: Ints
    """Numbers of :class:`Known`."""


@dataclass(slots=True)
class Told:
    """The parties of a batch on their way: what is told of each, and what was found."""

    coded: Coded
    words: Words
    names: list[Name]
    rests: list[int]
    """For each rest a number of what of it those that are alike share."""

    def party(self, place: int) -> Party:
        """The party at a place."""
        coded = self.coded
        rest = coded.rests[int(coded.rest[place])][2]
        return rest.model_copy(update={"name": coded.names[int(coded.name[place])], "role": coded.roles[int(coded.role[place])]})


def twice(count: int, row: Ints, key: Ints) -> NDArray[np.bool_]:
    """Matters in which two parties have one key; 0 is no key."""
    found = np.zeros(count, dtype=bool)
    named = np.flatnonzero(key > 0)
    if len(named):
        code, first = dense(row[named], key[named])
        often = np.bincount(code, minlength=len(first)) > 1
        found[row[named[first[often]]]] = True
    return found


def key_of(party: Party) -> str:
    """What makes two parties of a matter one: the first name that is told, folded."""
    name = next(iter(all_stated((party.name, *party.names))), "")
    return fold(name) + name[MAX_CHARS:]


def label_of(names: Sequence[str], roles: frozenset[str]) -> str:
    """What a party is called in a decision."""
    return names[0] if names else f"{', '.join(sorted(roles))} (not named)"


def written_of(group: Sequence[Party]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names and addresses of a party."""
    return all_stated(text for party in group for text in (party.name, *party.names)), all_stated(party.address for party in group)


def speaks(texts: tuple[str, ...], names: tuple[str, ...]) -> bool:
    """Whether what names a user speaks of a sensitive place or a programme, so that it is read together with the papers."""
    return bool(find_places(texts) or find_programmes(names))


def is_silent(name: str, words: list[str]) -> bool:
    """Whether a name, in plain letters, surely speaks of none, by its folded words."""
    return len(name) <= MAX_NAME and name.isascii() and '"' not in name and _FIRST.isdisjoint(words)


_FIRST: Final = places.FIRST | programmes.FIRST


def told_of(seat: Seat) -> dict[str, Any]:
    """Who a party was found to be, as a decision tells it, but for its label."""
    return parties_told((seat.who,))[0]
