"""Parts and tokens of a name out of the words that ``kernel_read.py`` reads in one pass: what ``parts.py`` and ``tokens.py`` give, or nothing.

Each word is described once and holds what was found; so it is worth its time where the reader was compiled, and not used elsewhere.
"""

from __future__ import annotations

from typing import Final

from countersight.match import kernel_read
from countersight.match.laying import FORMS_TOLD, read, reader
from countersight.match.parts import NONE_TOLD, Parts
from countersight.match.tokens import Tokens
from countersight.settings import compiled

COMPILED: Final = compiled(kernel_read)


def parts_read(whole: kernel_read.Read) -> Parts | None:
    """The parts of a name that was read; None where they are found elsewhere."""
    found = reader().parts(whole)
    if found is None:
        return None
    keys, distinct, general, places, numbers, levels, trades, heads = found
    line = whole.line.decode()
    bare = line[: whole.bare]
    return Parts(
        line,
        bare,
        tuple(keys),
        tuple(distinct),
        tuple(general),
        frozenset(places) if places else NONE_TOLD,
        frozenset(numbers) if numbers else NONE_TOLD,
        frozenset(levels) if levels else NONE_TOLD,
        bare.replace(" ", ""),
        tuple(sorted(keys)),
        frozenset(trades) if trades else NONE_TOLD,
        frozenset(heads) if heads else NONE_TOLD,
    )


def tokens_read(whole: kernel_read.Read, *, person: bool) -> Tokens | None:
    """The tokens of a name that was read; None where they are found elsewhere."""
    found = reader().tokens(whole, person)
    if found is None:
        return None
    words, kinds, weights, surface, joined, trades, form = found
    told = frozenset(trades) if trades else NONE_TOLD
    return Tokens(tuple(words), "".join(kinds), tuple(weights), tuple(surface), "".join(joined or words), FORMS_TOLD[form], told, abjad=False, foreign=False)


def parts_of_text(text: str) -> Parts | None:
    """The parts of a name as written; None where they are found elsewhere."""
    whole = read(text) if COMPILED else None
    return None if whole is None else parts_read(whole)


def tokens_of_text(text: str, *, person: bool) -> Tokens | None:
    """The tokens of a name as written; None where they are found elsewhere."""
    whole = read(text) if COMPILED else None
    return None if whole is None else tokens_read(whole, person=person)
