"""Parts and tokens out of the words that are read in one pass are those of the modules; invented names, and hostile ones."""

from __future__ import annotations

from typing import Any

from countersight.match import laying, quick
from countersight.match.parts import parts
from countersight.match.tokens import tokens
from countersight.names.letters import romanise
from countersight.names.normalise import fold
from tests.match.test_read import texts


def test_parts_and_tokens_are_those_of_the_modules(reader: Any) -> None:  # noqa: ANN401, ARG001
    seen = laid = 0
    for text in texts(53, 500):
        whole = laying.read(text)
        if whole is None:
            continue
        found = quick.parts_read(whole)
        if found is not None:
            assert found == parts(romanise(fold(text))), text
            seen += 1
        for person in (False, True):
            side = quick.tokens_read(whole, person=person)
            if side is not None:
                assert side == tokens(text, person=person), text
                laid += 1
    assert seen > 500
    assert laid > 1000
