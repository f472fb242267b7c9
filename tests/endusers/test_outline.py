"""An outline may leave out only what no table asks about: read by its outline or in full, a name is of one kind."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from countersight.endusers.classify import _roles, classify_body, kind_in_letters
from countersight.endusers.divisions import CITIES_LATIN, PREFECTURES_LATIN
from countersight.endusers.kinds import ASSOCIATION, COMPANIES, KINDS
from countersight.endusers.outline import REST, outline
from countersight.endusers.reading import LOCAL, read
from countersight.endusers.text import Text, asked, name_text
from countersight.names.normalise import fold, folded_words
from countersight.names.words import LEGAL_FORMS

BRANDS = ["fengda", "xinke", "ludeng", "northgate", "x"]
LEVELS = "county city district municipal regional province town village of the and autonomous region intermediate peoples court central division regiment xpcc corps".split()
WORDS = sorted(asked(row.phrases for row in (*KINDS, *COMPANIES, ASSOCIATION)))
PHRASES = sorted({padded.strip() for row in (*KINDS, *COMPANIES, ASSOCIATION) for padded in row.phrases.words})
PLACES = [*sorted(CITIES_LATIN | PREFECTURES_LATIN), "beijing", "xinjiang", "tibet", "guangdong", "china"]
FORMS = sorted(form for form in LEGAL_FORMS if form.isascii())

NAMES = st.lists(st.one_of(*(st.sampled_from(one) for one in (BRANDS, LEVELS, WORDS, PHRASES, PLACES, FORMS))), min_size=1, max_size=7).map(" ".join)


@settings(max_examples=500, deadline=None)
@given(NAMES)
def test_read_by_its_outline_or_in_full_a_name_is_of_one_kind(name: str) -> None:
    text = name_text(name)
    short = outline(text.tokens, _roles())
    held = Text(f" {short} ", short, latin=True, has_han=False)
    if not held.first(LOCAL):
        assert read(short, held) == read(name, text)


def test_what_stands_for_the_rest_is_no_word_of_a_table() -> None:
    assert REST not in _roles()
    assert fold(REST) == REST


def test_names_that_differ_in_brand_and_city_have_one_outline() -> None:
    held = [outline(fold(name).split(), _roles()) for name in ("Hangzhou Fengda Electronics Co., Ltd.", "Wuhan Xinke Ludeng Electronics Co Ltd")]
    assert held[0] == held[1]
    assert outline(fold("Beijing Fengda Electronics Co., Ltd.").split(), _roles()) != held[0]  # of another rank


def test_where_a_place_decides_the_name_is_read_in_full() -> None:
    assert classify_body(["Karakax Vocational Training Center"]).organ == "detention_internment"
    assert classify_body(["Wuhan Vocational Training Center"]).organ != "detention_internment"


def test_every_word_of_a_table_is_written_as_names_are_folded() -> None:
    assert [word for word in _roles() if fold(word) != word] == []


@settings(max_examples=500, deadline=None)
@given(st.one_of(NAMES, st.sampled_from(["Hotan PSB", 'the "Karakax" Bureau', "Karakax Vocational Training Center", "x" * 2000])))
def test_the_quick_way_to_a_kind_gives_the_same_or_nothing(name: str) -> None:
    quick = kind_in_letters(name, folded_words(name))
    assert quick is None or quick == classify_body([name])._replace(codes=())


def test_the_quick_way_is_taken_for_most_names() -> None:
    assert kind_in_letters("Hangzhou Fengda Electronics Co., Ltd.", "hangzhou fengda electronics co ltd".split()) is not None
