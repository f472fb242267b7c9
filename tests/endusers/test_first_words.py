"""A text is passed by where none of the words stands with which a phrase begins: that loses nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.endusers import places, programmes
from countersight.endusers.regions import REGION_WORDS
from countersight.names.normalise import folded_words
from countersight.screening import batch_seats

WORDS = sorted(
    {word for kind in places.KINDS for padded in (*kind.phrases.words, *kind.but) for word in padded.split()}
    | {word for one in programmes.PROGRAMMES for padded in (*one.phrases.words, *one.beside) for word in padded.split()}
    | REGION_WORDS
    | programmes.CONTEXT
)
PHRASES = [padded.strip() for held in ([kind.phrases for kind in places.KINDS], [one.phrases for one in programmes.PROGRAMMES]) for phrases in held for padded in phrases.words]
TEXTS = st.lists(st.sampled_from([*WORDS, *PHRASES, "GmbH", "12", "天网", "看守所"]), max_size=8).map(" ".join)


class Never(frozenset[str]):
    """Words of which one seems to stand in every text."""

    def isdisjoint(self, other: object) -> bool:  # noqa: ARG002 - the signature of sets
        """Never."""
        return False


@pytest.fixture(scope="module")
def unfiltered() -> pytest.MonkeyPatch:
    return pytest.MonkeyPatch()


@given(TEXTS)
def test_nothing_is_lost(unfiltered: pytest.MonkeyPatch, text: str) -> None:
    quick = places.find_places([text]), programmes.find_programmes([text])
    with unfiltered.context() as patched:
        patched.setattr(places, "FIRST", Never())
        patched.setattr(programmes, "FIRST", Never())
        assert (places.find_places([text]), programmes.find_programmes([text])) == quick


def test_most_names_are_passed_by() -> None:
    assert places.FIRST.isdisjoint("willow brook machines inc".split())
    assert programmes.FIRST.isdisjoint("willow brook machines inc".split())
    assert not places.FIRST.isdisjoint("hotan trading".split())


@given(st.one_of(TEXTS, TEXTS.map(lambda text: f'{text[:3]}"{text[3:]}'), TEXTS.map(lambda text: "x " * 600 + text)))
def test_a_name_that_is_called_silent_speaks_of_nothing(text: str) -> None:
    if batch_seats.is_silent(text, folded_words(text)):
        assert not batch_seats.speaks((text,), (text,))
