"""What two names in brief tell of a pair, the kernel says of it letter by letter, and the rules and the score in words."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest

from countersight.match import kernel_brief, laying
from countersight.match.kernel_laid import Laid
from countersight.match.latin import Context, compare_latin
from countersight.match.parts import parts
from countersight.names.normalise import fold
from tests.match.test_gate import ASKED, HELD, SOURCES, by_path, kernel, pairs

__all__ = ["kernel"]

SOURCE: Any = by_path(SOURCES / "match" / "kernel_brief.py", "countersight.match.kernel_brief_source")


def changed(word: str, rng: random.Random) -> str:
    """A word with one letter or two written otherwise, moved, doubled, left out, or put in front; cut short, without vowels, or as it is."""
    at, to = rng.randrange(len(word)), rng.randrange(len(word))
    rest, other = word[:at] + word[at + 1 :], rng.choice("aeknst")
    once = word[:at] + other + word[at + 1 :]
    short = word[0] + "".join(letter for letter in word[1:] if letter not in "aeiou")
    return rng.choice([once, once[:to] + "z" + once[to + 1 :], rest[:to] + word[at] + rest[to:], word[:at] + word[at] + word[at:], rest or word, other + word, word[: max(3, at)], short, word])


def composed(seed: int, many: int) -> Iterator[tuple[str, str]]:
    """Invented names: one word of a name is changed; or some are shared, changed, joined, spelled by their first letters, or stand on one side only."""
    rng, m = random.Random(seed), ASKED.maker(seed)
    general = ["Technology", "Tech", "International", "Intl", "Group", "Trading", "Bureau", "Beijing", "52", "Hotel", "Public", "Star", "of", "Co", "Ltd"]
    letters = ["AB", "AC", "XY", "XK"]
    for n in range(many):
        own = [m.brand() for _ in range(rng.randrange(3))] + rng.sample(general, rng.randrange(1, 3)) + rng.sample(letters, rng.random() < 0.2)
        if n % 2:
            at = rng.randrange(len(own))
            other = [changed(word, rng) if i == at else word for i, word in enumerate(own) if i == at or rng.random() < 0.7]
            yield " ".join(own), " ".join(other + rng.sample(letters, rng.random() < 0.2))
            continue
        rng.shuffle(own)
        other = [changed(word, rng) if rng.random() < 0.3 else word for word in own if rng.random() < 0.5]
        other += [m.brand() for _ in range(rng.randrange(3))] + rng.sample(general, rng.randrange(3))
        if rng.random() < 0.15:
            other.append("".join(own[:2]))
        if rng.random() < 0.15:
            other.append("".join(word[0] for word in own))
        rng.shuffle(other)
        yield " ".join(own), " ".join(other)


def test_names_that_are_apart_in_brief_come_to_nothing(kernel: Any) -> None:  # noqa: ANN401
    room, rng = kernel.Room(), random.Random(5)
    held = [name for name, _ in HELD]
    seen = [0, 0]
    for left, right in [*pairs(43, 400), *composed(47, 16_000), *((rng.choice(held), rng.choice(held)) for _ in range(4_000))]:
        one, two = laying.lay(left, person=False, asked=True), laying.lay(right, person=False)
        if not (isinstance(one, Laid) and isinstance(two, Laid) and one.briefs and two.briefs):
            continue
        for one.told in (False, True):
            found = kernel_brief.apart(one, two)
            assert found == SOURCE.apart(one, two)
            if found:
                assert room.refused(one, two), (left, right)
                assert room.reach(one, two) == -1000, (left, right)
                assert compare_latin(parts(fold(left)), parts(fold(right)), Context(country="agrees" if one.told else "unknown")).band == "no", (left, right)
                seen[one.told] += 1
    assert min(seen) > 4_000


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Torwick Optics Ltd", "Torwick Marine Ltd"), ("Torwick Kestrel Optics", "Torwick Kestrel Marine Works"), ("Tor Wick Optics", "Torwick Optics"), ("To Rwick", "Tor Wick"),
        ("Torwick Optics", "Torwik Optics"), ("Torwick Optics", "Otrwick Optics"), ("Kestrel Institute of Optics", "KIO Works"), ("Intl Torwick", "International"),
        ("Torwick Technology", "Torwick Tecnhology"), ("Ministry of Defence", "Ministry of Defence"),
    ],
)  # fmt: skip
def test_what_may_be_one_is_left_open(kernel: Any, left: str, right: str) -> None:  # noqa: ANN401, ARG001
    one, two = laying.lay(left, person=False, asked=True), laying.lay(right, person=False)
    assert isinstance(one, Laid)
    assert isinstance(two, Laid)
    one.told = True
    assert not (one.briefs and two.briefs and kernel_brief.apart(one, two))


def test_words_of_one_number_are_compared_letter_by_letter(kernel: Any) -> None:  # noqa: ANN401, ARG001
    met: dict[int, str] = {}
    rng, letters = random.Random(7), list("orwickelan")
    while True:
        rng.shuffle(letters)
        word = "t" + "".join(letters)
        laid = laying.lay(f"{word} willow meadow", person=False, asked=True)
        assert isinstance(laid, Laid)
        if laid.briefs and met.setdefault(laid.brief[0], word) != word:
            break
    other, same = (laying.lay(f"{one} kestrel harbor", person=False) for one in (met[laid.brief[0]], word))
    assert isinstance(other, Laid)
    assert isinstance(same, Laid)
    assert other.brief[0] == laid.brief[0]
    assert not kernel_brief.apart(laid, other)
    assert kernel_brief.apart(laid, same)


@pytest.mark.parametrize("text", ["Torwick of the Province of Anhui", " ".join(f"torwick{letter}" for letter in "abcdefghijklm"), "The Torwick Optics Works", "Торвик", "Kestrel Torwick Works Torwick"])
def test_what_is_asked_of_more_than_its_words_has_no_brief(kernel: Any, text: str) -> None:  # noqa: ANN401, ARG001
    laid = laying.lay(text, person=False)
    assert isinstance(laid, str) or laid.briefs == 0
