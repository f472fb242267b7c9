"""A quick look at a name says no only where no pattern would say yes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.measures.record_facts import IN_NAMES, spoken_in

PLAIN = st.characters(max_codepoint=127)


@pytest.mark.parametrize("at", range(len(IN_NAMES)))
@given(data=st.data())
def test_whatever_a_pattern_finds_is_told(at: int, data: st.DataObject) -> None:
    alternatives = [one for one in re.split(r"\|(?![^(\[]*[)\]])", IN_NAMES[at].pattern) if one.isascii()]
    one = data.draw(st.sampled_from(alternatives))
    text = data.draw(st.from_regex(re.compile(one, re.IGNORECASE), alphabet=PLAIN))
    assert spoken_in(text)[at] is (IN_NAMES[at].search(text) is not None)
    assert IN_NAMES[at].search(text)
