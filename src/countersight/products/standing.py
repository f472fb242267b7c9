"""Concepts that stand on others: in which order they are asked, what wakes them, and where their common tail begins.

A rule asks for a word of each of its groups, and nearly always a group has none. So a rule has a bit, each of its two rarest groups sets it in
one of two numbers, and where both numbers have it the rule is looked at: a few operations on bits for all rules together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from countersight.products.data import refuse

if TYPE_CHECKING:
    from countersight.products.lexicon import Concept

Bits = tuple[int, int]
"""Two sets of rules, a bit for each: those of whose rarest group something stands, and those of whose next."""


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


def triggered(rules: Sequence[tuple[frozenset[str], ...]]) -> tuple[dict[str, Bits], tuple[tuple[frozenset[str], ...], ...]]:
    """For each name the rules that it wakes, by their groups; and what groups each rule has beside the two that have fewest names.

    >>> triggers, beyond = triggered([(frozenset("ab"), frozenset("c")), (frozenset("a"),)])
    >>> triggers["a"], triggers["c"], beyond
    ((2, 3), (1, 0), ((), ()))
    """
    names: dict[str, list[int]] = {}
    beyond = []
    for at, groups in enumerate(rules):
        one, two, *rest = sorted(groups, key=len) if len(groups) > 1 else groups * 2
        beyond.append(tuple(rest))
        for place, group in enumerate((one, two)):
            for name in group:
                names.setdefault(name, [0, 0])[place] |= 1 << at
    return {name: (one, two) for name, (one, two) in names.items()}, tuple(beyond)


def woken(triggers: Mapping[str, Bits], names: Iterable[str]) -> Bits:
    """The rules of whose first group, and of whose second, one of the names is.

    >>> woken({"a": (1, 4), "b": (2, 4)}, ["a", "b", "c"])
    (3, 4)
    """
    one = two = 0
    for name in names:
        if held := triggers.get(name):
            one |= held[0]
            two |= held[1]
    return one, two


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
