"""Slips of the pen inside English words: when one word may be another one with a slip in it, and how that is found fast."""

from __future__ import annotations

from typing import Final

SHORTEST: Final = 6
"""Letters from which a word is looked for with a slip in it."""
_LONG: Final = 9
"""Letters from which a vowel may stand for another one."""
_VOWELS: Final = frozenset("aeiouy")
_ALIKE: Final = frozenset(map(frozenset, ("cs", "ck", "sz", "gj", "vw")))
"""Consonants that are written for one another, because they sound alike."""


def slipped(word: str, meant: str) -> bool:
    """Whether a word may be another one with a slip in it, of two that are one letter apart.

    >>> slipped("survelliance", "surveillance"), slipped("survaillance", "surveillance"), slipped("piston", "prison")
    (True, True, False)
    """
    if len(word) != len(meant) or sorted(word) == sorted(meant):
        return True
    others = [pair for pair in zip(word, meant, strict=True) if pair[0] != pair[1]]
    return len(word) >= _LONG and len(others) == 1 and (set(others[0]) <= _VOWELS or frozenset(others[0]) in _ALIKE)


def shortened(common: frozenset[str], vocabulary: frozenset[str]) -> dict[str, str]:
    """Every long word without one inner letter; what could be two words is left out."""
    found: dict[str, str] = {}
    for word in sorted(common):
        if len(word) >= SHORTEST and word.isalpha():
            for at in range(1, len(word) - 1):
                shorter = word[:at] + word[at + 1 :]
                if shorter not in vocabulary:
                    found[shorter] = "" if found.get(shorter, word) != word else word
    return {shorter: word for shorter, word in found.items() if word}
