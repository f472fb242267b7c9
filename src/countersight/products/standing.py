"""Concepts that stand on others: in which order they are asked, and where their common tail begins."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from countersight.products.data import refuse

if TYPE_CHECKING:
    from countersight.products.lexicon import Concept


def order(concepts: tuple[Concept, ...], folder: Path) -> tuple[int, ...]:
    """Derived concepts, each after those it stands on."""
    placed: list[int] = []
    left = [number for number, one in enumerate(concepts) if one.when]
    done = {one.id for one in concepts if not one.when}
    while left:
        ready = [number for number in left if done.issuperset(name for group in (*concepts[number].when, concepts[number].unless) for name in group)]
        if not ready:
            raise refuse(folder, concepts[left[0]].id, "it stands on itself", "let derived concepts stand on others only")
        placed += ready
        done.update(concepts[number].id for number in ready)
        left = [number for number in left if number not in set(ready)]
    return tuple(placed)


def tail(derived: Sequence[tuple[int, tuple[frozenset[str], ...], frozenset[str], int]]) -> tuple[int, frozenset[str]]:
    """From where on all derived concepts give way to the same ones, and to which: where one of these is found, the others need not be looked at.

    >>> start, them = tail([(0, (), frozenset("a"), 0), (1, (), frozenset("bc"), 0), (2, (), frozenset("bd"), 0)])
    >>> start, sorted(them)
    (1, ['b'])
    """
    start, common = len(derived), frozenset[str]()
    for at in range(len(derived) - 1, -1, -1):
        if not (left := common & derived[at][2] if common else derived[at][2]):
            break
        start, common = at, left
    return start, common
