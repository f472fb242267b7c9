"""Two names in letters of a company of China, side by side: what the score says, and that nothing but the score changes. Invented names."""

from __future__ import annotations

from itertools import combinations

import pytest

from countersight.match.model import CAP
from countersight.match.of_china import is_of_china
from countersight.match.pair import compare_names

TRANSLATED = ("Shanghai Qingfeng Technology Co., Ltd.", "Shanghai Breeze Technology Co., Ltd.")
TWO_BRANDS = ("Shanghai Qingfeng Technology Co., Ltd.", "Shanghai Hangsheng Technology Co., Ltd.")
OTHER_NUMBER = ("Hangzhou Torwick Factory No. 12", "Hangzhou Torwick Factory No. 21")
ABROAD = ("Torwick Harbour Optics Ltd", "Kestrel Harbour Optics Ltd")


PINYIN = ("Qingfeng", "Hangsheng", "Tianrui", "Boyuan", "Lianda", "Weikang")
ENGLISH = ("Breeze", "Summit", "Vector", "Harbour")


@pytest.mark.parametrize("written", ["Shanghai {} Technology Co., Ltd.", "Wuhan {} Optics Co., Ltd.", "Hangzhou {} Trading Co., Ltd."])
def test_a_translated_brand_is_likelier_one_body_than_two_brands_in_pinyin_and_never_sure(written: str) -> None:
    translated = [compare_names(written.format(one), written.format(other)).score for one in PINYIN for other in ENGLISH]
    two = [compare_names(written.format(one), written.format(other)).score for one, other in combinations(PINYIN, 2)]
    assert 1.2 * sum(two) / len(two) < sum(translated) / len(translated)
    assert 0.02 < min(*translated, *two) < max(*translated, *two) < 0.6


@pytest.mark.parametrize("pair", [TRANSLATED, TWO_BRANDS, OTHER_NUMBER])
def test_either_way_round_and_with_the_band_of_the_words(pair: tuple[str, str]) -> None:
    here, turned, words = compare_names(*pair), compare_names(*pair[::-1]), compare_names(*pair, reading="alone")
    assert here.score == pytest.approx(turned.score)
    assert (here.band, here.conflicts, here.segments) == (words.band, words.conflicts, words.segments)


def test_another_number_stays_below_what_a_hard_conflict_may_reach() -> None:
    found = compare_names(*OTHER_NUMBER)
    assert found.hard
    assert found.score <= CAP


def test_names_that_are_not_of_china_keep_the_score_of_their_words() -> None:
    assert not any(map(is_of_china, ABROAD))
    assert compare_names(*ABROAD) == compare_names(*ABROAD, reading="alone")
