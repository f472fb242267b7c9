"""What a search lays side by side: a name that is asked, and the names that the index returns for it. For training and for measuring alike."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from countersight.names.normalise import fold
from countersight.store.index import NameIndex, build_index

BROUGHT_UP: Final = 20
"""Names that a search brings up."""


@dataclass(frozen=True, slots=True)
class Question:
    """The number of the body, what is asked, and its right answer."""

    body: int
    asked: str
    right: str


@dataclass(frozen=True, slots=True)
class Laid:
    """Two names side by side: whether they are one body, whether the index brought the second one up, and of which body the question is."""

    asked: str
    other: str
    same: bool
    seen: bool
    body: int


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Which other name is taken: one of those that the index returns, drawn, or so often the nearest.

    ``unlike`` says whether the nearest may stand for another body: a list may print one body twice.
    """

    draw: random.Random
    nearest: float = 0.0
    unlike: Callable[[str, str], bool] = lambda _one, _other: True

    def of(self, asked: str, rest: list[str]) -> list[str]:
        """One name or none, out of those of other bodies, the nearest first."""
        if rest and self.draw.random() < self.nearest:
            return rest[:1] if self.unlike(asked, rest[0]) else []
        return [self.draw.choice(rest)] if rest else []


def lay_side_by_side(bodies: Sequence[Sequence[str]], questions: Sequence[Question], others: Sequence[str], neighbours: Neighbours) -> list[Laid]:
    """Each question beside its right answer, and beside one name of another body among those that the index returns.

    Args:
        bodies: The listed names of each body.
        questions: What is asked.
        others: Names of other bodies, which are listed as well.
        neighbours: Which name of another body.
    """
    owners: dict[str, set[str]] = {}
    listed = [(str(at), name) for at, names in enumerate(bodies) for name in names] + [(f"o{at}", name) for at, name in enumerate(others)]
    for body, name in listed:
        owners.setdefault(fold(name), set()).add(body)
    index = NameIndex(build_index(iter(listed), ""))
    laid: list[Laid] = []
    for one in questions:
        hits = [hit.text for hit in index.search(one.asked, BROUGHT_UP + 1) if hit.text != one.asked]
        laid.append(Laid(one.asked, one.right, same=True, seen=one.right in hits, body=one.body))
        rest = [text for text in hits if str(one.body) not in owners[fold(text)] and fold(text) != fold(one.asked)]
        laid += [Laid(one.asked, other, same=False, seen=True, body=one.body) for other in neighbours.of(one.asked, rest)]
    return laid


def couples(bodies: Sequence[Sequence[str]], draw: random.Random, per_body: int) -> list[Question]:
    """Two names of one body, so many times of each at most; either may be the one that is asked."""
    asked = []
    for at, names in enumerate(bodies):
        pairs = [(one, other) for place, one in enumerate(names) for other in names[place + 1 :]]
        asked += [Question(at, *draw.sample(pair, 2)) for pair in draw.sample(pairs, min(per_body, len(pairs)))]
    return asked


def rewritten(names: Sequence[str], changes: Sequence[Callable[[str], str]], draw: random.Random, many: int) -> list[Question]:
    """Names as somebody wrote them; those on which a change leaves no mark are passed over."""
    asked = [Question(at, draw.choice(changes)(names[at]), names[at]) for at in draw.sample(range(len(names)), min(len(names), many))]
    return [one for one in asked if one.asked.strip() and one.asked != one.right]
