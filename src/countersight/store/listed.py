"""A listed name that is a candidate, kept ready between questions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from countersight.store.index import NameIndex

NAMES_KEPT: Final = 200_000
"""Names that were candidates once and are kept ready for the next question: about a kilobyte each, and three where nothing is compiled."""


@dataclass(slots=True)
class Listed:
    """A listed name with what is asked of its body, which need not be read for it, and room for what the matcher keeps of it."""

    body_id: str
    text: str
    schema: str
    countries: tuple[str, ...]
    kind: str | None = None
    """Of the name; None where no body bears it, because the index was made of other records."""
    identifiers: Mapping[str, str] = field(default_factory=dict)
    laid: Any = None
    parts: Any = None
    tokens: Any = None
    script: Any = None


@dataclass(slots=True)
class Shelf:
    """The names of a snapshot of one layer, by their numbers in its index, and room for what the matcher keeps of each."""

    index: NameIndex
    at: Callable[[int], Listed]
    """A name with what is asked of its body first."""
    spelled: Callable[[str], bool]
    """Whether a body, by its id, has a name in letters."""
    laid: list[Any] = field(init=False)
    kept: int = 0
    """How many of ``laid`` are there."""
    told: dict[int, Any] = field(default_factory=dict)
    """What else the matcher keeps of a name that came near once, by its number."""

    def __post_init__(self) -> None:
        """Room for every name."""
        self.laid = [None] * self.index.names

    def keep(self, at: int, laid: Any) -> None:  # noqa: ANN401 - what the matcher keeps
        """Take in what the matcher keeps of a name; where it has kept many, those go."""
        if self.kept >= NAMES_KEPT:
            self.laid[:] = [None] * len(self.laid)
            self.told.clear()
            self.kept = 0
        self.laid[at] = laid
        self.kept += 1

    def among(self, numbers: Iterable[int], same: tuple[Sequence[int], Sequence[int]], near: Sequence[tuple[int, int]]) -> list[Listed]:
        """Some of the names that were found, in the order in which they are compared.

        Args:
            numbers: Which of them.
            same: Names that are the same when folded, and without their legal form.
            near: Score and number of those that share grams.
        """
        held = {number: self.at(number) for number in numbers}
        first = [held[at] for places in same for at in sorted(set(places) & held.keys(), key=lambda at: (held[at].body_id, at))]
        rest = sorted(((score, held[at]) for score, at in near if at in held), key=by_score)
        return list({id(one): one for one in (*first, *(one for _, one in rest))}.values())


def by_body(one: Listed) -> str:
    """Order of names that are the same."""
    return one.body_id


def by_score(one: tuple[int, Listed]) -> tuple[int, str, str]:
    """Order of names that are near."""
    return -one[0], one[1].body_id, one[1].text
