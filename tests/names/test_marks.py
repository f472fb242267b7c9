"""Letters with marks are folded the quick way to what the slow way makes of them."""

from __future__ import annotations

import random

from countersight.names.normalise import _LETTERS, _spread, folded_words


def test_a_letter_with_marks_is_folded_as_its_parts_are() -> None:
    rng = random.Random(3)
    held = [code for code in _LETTERS if _LETTERS[code].isalpha() and _LETTERS[code] in _spread(chr(code)) and code > 127]
    assert len(held) > 250
    pool = [*map(chr, held), *"\u0301\u0327 –»жщ海康aZ5"]
    for _ in range(5_000):
        text = "".join(rng.choice(pool) for _ in range(rng.randrange(1, 12)))
        assert " ".join(folded_words(text)) == " ".join(_spread(_spread(text).casefold()).split()), ascii(text)
