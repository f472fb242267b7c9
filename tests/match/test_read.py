"""A name that is read in one pass is read as the modules read it that explain; see ``kernel_read.py``. Invented names, and hostile ones."""

from __future__ import annotations

import random
from typing import Any

import pytest

from countersight.match import kernel_laid, laying
from countersight.match.around import names_within
from countersight.names.keys import keys
from countersight.names.nicknames import TITLES
from countersight.names.normalise import core, fold
from countersight.names.words import LEGAL_FORMS
from tests.match.test_gate import ASKED, HELD

FIELDS = (
    "n kinds heads masks surface_at word_at marks weights joined joined_long sound_at given_at distinct_at distinct_marks words_distinct key_at key_marks keys core core_long "
    "sorted_core sorted_long form head_mask abjad foreign person empty told trading blob trades other_core_hash other_spaced_hash core_hash key_hash spaced_hash sorted_hash "
    "numbers_hash places_hash"
).split()
FORMS = sorted(form for form in LEGAL_FORMS if form.isascii())
PHRASES = ("Hong Kong", "No. 5", "no no 7", "P R China", "PRC", "S.p.A.", "A/S", "m/s", "A B 1 C", "& Co", "Hong No 5 Kong", "psb", "xuar", "ooo", "d'Or", "é", "Ł", "ß")


def texts(seed: int, many: int) -> list[str]:
    """Questions as of ``asked.py``, and others with legal forms, phrases and single letters in them."""
    rng = random.Random(seed)
    out: list[str] = ASKED.questions(seed, many, HELD)
    for _ in range(many):
        words = [*rng.choice(HELD)[0].split(), *rng.choice(HELD)[0].split()[:1], rng.choice(PHRASES)]
        rng.shuffle(words)
        out.append(" ".join([*words, *rng.choices(FORMS, k=rng.randrange(4))]))
    return out


def test_line_core_and_keys_are_those_of_the_modules(reader: Any) -> None:  # noqa: ANN401
    seen = 0
    for text in texts(41, 400):
        found = laying.read(text)
        if found is None:
            continue
        assert found.line.decode() == fold(text), text
        assert found.line[: found.bare].decode() == core(text), text
        held = reader.keys_of(found)
        assert [held.held[i] for i in range(held.count)] == keys(text), text
        seen += 1
    assert seen > 400


@pytest.mark.parametrize("person", [False, True])
def test_a_layout_is_the_one_that_is_made_word_for_word(reader: Any, person: bool) -> None:  # noqa: ANN401, FBT001
    seen = 0
    for text in texts(43, 400):
        whole = laying.read(text)
        found = None if whole is None else reader.side(whole, person)
        if found is None:
            continue
        slow = laying._lay(text, person=person, asked=True)
        assert isinstance(slow, kernel_laid.Laid), text
        assert {name: getattr(found, name) for name in FIELDS} == {name: getattr(slow, name) for name in FIELDS}, text
        seen += 1
    assert seen > 400


def test_a_word_of_no_table_is_what_the_tables_say_of_it(reader: Any) -> None:  # noqa: ANN401
    rng = random.Random(47)
    words = {word for name, _ in HELD for word in fold(name).split() if word.isascii()}
    words |= {"".join(rng.choice("abcdehiklmnorsuvyz") for _ in range(rng.randrange(2, 9))) + rng.choice(("", "", "ov", "ev", "in", "ing")) for _ in range(2000)}
    plain = 0
    for word in sorted(words):
        text = word.encode()
        made, told = reader.word(text), laying.Tables.describe(text)
        for size, first in ((1, True), (2, True), (2, False), (3, True), (3, False)):
            if word not in TITLES:
                unit, expected = made.person or laying.Tables.person_unit(text, size, first), laying.Tables.person_unit(text, size, first)
                assert unit is not None
                assert expected is not None
                assert (unit.word, unit.kind, unit.weight, unit.sound) == (expected.word, expected.kind, expected.weight, expected.sound), word
        for one, other in ((made.first, told.first), (made.later, told.later)):
            assert {name: getattr(one, name) for name in "word spelled sound given joined kind weight marks head form letters trade small".split()} == {
                name: getattr(other, name) for name in "word spelled sound given joined kind weight marks head form letters trade small".split()
            }, word
        assert {name: getattr(made.piece, name) for name in "word key what marks".split()} == {name: getattr(told.piece, name) for name in "word key what marks".split()}, word
        assert (made.marks, made.forms, made.instead is None) == (told.marks, told.forms, told.instead is None), word
        plain += text not in laying.SPECIAL
    assert plain > 1000


def test_a_name_within_other_words_is_never_passed_over(reader: Any) -> None:  # noqa: ANN401, ARG001
    rng = random.Random(53)
    fronts = ("Purchasing Dept., ", "the Human Resources Department: ", "R&D Office / ", "OOO ", "  public joint stock company ", "Limited Liability Company ", "IT & Accounts Team, ", "'Sales Section: ")
    backs = (", No. 12 Harbour Road, Port Kestrel", ",12 Mill Lane", ", nr. 7 Long Quay Street", " (TO)", " ( Torwick )", ", Ltd.", "")
    seen = 0
    for _ in range(3000):
        name = rng.choice(HELD)[0]
        text = f"{rng.choice((*fronts, ''))}{name}{rng.choice(backs)}"
        if rng.random() < 0.2:
            short = "".join(word[0] for word in name.split()).upper()
            text = f"{text} ({short})"
        found = laying.read(text)
        if found is not None and names_within(text):
            assert found.around, text
            seen += 1
    assert seen > 400


def test_words_that_are_many_are_forgotten_and_read_again(reader: Any) -> None:  # noqa: ANN401
    first = reader.word(b"torwick")
    assert reader.word(b"torwick") is first
    for i in range(100_001):
        laying.WORDS[str(i).encode()] = first
    again = reader.word(b"torwock")
    assert len(laying.WORDS) == 1
    assert again.text == b"torwock"
