"""Two names in letters of a company of China, side by side: what the score says, and that nothing but the score changes. Invented names."""

from __future__ import annotations

import pytest

from countersight.match.model import CAP
from countersight.match.of_china import is_of_china
from countersight.match.pair import compare_names

TRANSLATED = ("Shanghai Qingfeng Technology Co., Ltd.", "Shanghai Breeze Technology Co., Ltd.")
TWO_BRANDS = ("Shanghai Qingfeng Technology Co., Ltd.", "Shanghai Hangsheng Technology Co., Ltd.")
OTHER_NUMBER = ("Hangzhou Torwick Factory No. 12", "Hangzhou Torwick Factory No. 21")
ABROAD = ("Torwick Harbour Optics Ltd", "Kestrel Harbour Optics Ltd")


def test_a_translated_brand_is_likelier_one_body_than_two_brands_in_pinyin_and_never_sure() -> None:
    translated, two = (compare_names(*pair).score for pair in (TRANSLATED, TWO_BRANDS))
    assert 0.05 < two < translated < 0.6


@pytest.mark.parametrize("pair", [TRANSLATED, TWO_BRANDS, OTHER_NUMBER])
def test_either_way_round_and_with_the_band_of_the_words(pair: tuple[str, str]) -> None:
    here, turned, words = compare_names(*pair), compare_names(*pair[::-1]), compare_names(*pair, translated=False)
    assert here.score == pytest.approx(turned.score)
    assert (here.band, here.conflicts, here.segments) == (words.band, words.conflicts, words.segments)


def test_another_number_stays_below_what_a_hard_conflict_may_reach() -> None:
    found = compare_names(*OTHER_NUMBER)
    assert found.hard
    assert found.score <= CAP


def test_names_that_are_not_of_china_keep_the_score_of_their_words() -> None:
    assert not any(map(is_of_china, ABROAD))
    assert compare_names(*ABROAD) == compare_names(*ABROAD, translated=False)
