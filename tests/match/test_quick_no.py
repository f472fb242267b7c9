"""What says no before the score is asked says it only where the score would: over invented names, perturbed, in several scripts."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from countersight.match.align import NEAR, align, may_be_near, outline, place_head, spells, together
from countersight.match.apart import apart
from countersight.match.features import HARD, NAMES, features, hard
from countersight.match.pair import compare_names
from countersight.match.tokens import Tokens, tokens
from tests.match.asked import listed, questions

HELD = listed(1, 400)
RNG = random.Random(8)
PAIRS = [(text, *RNG.choice(HELD)) for text in questions(4, 3000, HELD)] + [(text, *held) for at, held in enumerate(HELD) for text in questions(at, 9, [held])]
FATHERS = [(f"Ivan {father}ovich Karelsky", "Ivan Borisovich Karelsky", "Person") for father in ("Petr", "Boris", "Iur")]
LEVELS = [("Hami Municipality Torwick", "Hami Bureau Torwick", "Company"), ("Hami Prefecture Torwick", "Hami County Torwick", "Company")]
PINYIN = [(f"{name} Technology", "Jiangwei Technology", "Company") for name in ("Jiangwen", "Jiangwei")] + [("Wang Xiaoming", "Wang Xiaodong", "Person")]


def laid(*, person: bool) -> list[tuple[Tokens, Tokens]]:
    return [(tokens(text, person=person), tokens(name, person=person)) for text, name, schema in PAIRS + FATHERS + LEVELS + PINYIN if (schema == "Person") == person]


@pytest.mark.parametrize("person", [False, True])
def test_a_conflict_that_forbids_is_told_as_the_features_tell_it(*, person: bool) -> None:
    told = set()
    for a, b in laid(person=person):
        found = align(a, b, person=person)
        values = dict(zip(NAMES, features(a, b, found, person=person), strict=True))
        against = {name for name in HARD if values[name]}
        assert hard(a, b, found, person=person) == bool(against), (a, b)
        told |= against
    assert len(told) >= (7 if not person else 4), told


def test_what_is_apart_reaches_nothing() -> None:
    apart_ = [(a, b) for a, b in laid(person=False) if apart(a, b)]
    assert len(apart_) > 200
    for a, b in apart_:
        assert hard(a, b, align(a, b, person=False), person=False) or compare_names(" ".join(a.surface), " ".join(b.surface), reading="searched").score < 0.5


def test_words_written_together_and_first_letters_are_found_where_they_are() -> None:
    seen = 0
    for a, b in laid(person=False):
        runs = {"".join(b.surface[at:end]) for at in range(len(b.surface)) for end in range(at + 2, min(len(b.surface), at + 5) + 1)}
        heads = {place_head(word) if kind == "@" else word[0] for word, kind in zip(b.words, b.kinds, strict=True) if kind in "dg@vl"}
        for word in a.surface:
            assert together(word, b.surface) == (word in runs), (word, b.surface)
            assert not together(word, b.surface) or word in outline(b).flat
            assert spells(word, outline(b)) == heads.issuperset(word), (word, b)
            seen += word in runs
    assert seen > 20


@given(st.text("abcd", min_size=1, max_size=14), st.text("abcd", min_size=1, max_size=14))
def test_lengths_that_part_two_words_part_spellings(one: str, two: str) -> None:
    if OSA.normalized_similarity(one, two) >= NEAR:
        assert may_be_near(len(one), len(two))
