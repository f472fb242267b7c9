"""Two names in letters of a body of China are often two translations of one name: then two readings of the pair are put together.

As any two names (:mod:`align`) a pair is read word by word; as translations (:mod:`countersight.names.han_compare`) places meet by code
and pinyin meets its English. Everything that either reading says is asked by trees (:mod:`countersight.names.trees`), grown on names that lists print
of one body and on names written otherwise, each beside what a search brings up (``tools/company_names.py``). This is for two names that are laid
side by side, as in ``countersight eval names``; a search through a list does not pay for it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from countersight.match.features import NAMES
from countersight.match.model import model
from countersight.match.of_china import CHINA, LEFT, is_of_china, left_over
from countersight.names.han_compare import FEATURES, features, log_odds, raw_alignment
from countersight.names.latin_segment import segment_latin
from countersight.names.trees import SIDE, side, trees

if TYPE_CHECKING:
    from collections.abc import Sequence

    from countersight.match.pair import PairScore
    from countersight.names.han_align import Alignment

BOTH: Final = ("as any two names", "as two translations", "another number, place, level, trade or unit", "nothing is shared", "an acronym")
"""What the two readings give together."""
BOTH_SIGNS: Final = (1, 1, -1, 0, 1)
SIZES: Final = (*SIDE, "characters", "words")
"""What is told of each name: first the less of the two, then the more."""
TWICE: Final = (*NAMES, *FEATURES, *BOTH, *LEFT, *(f"{end}: {what}" for what in SIZES for end in ("less", "more")), "of an institution")
"""Everything that is known of two names of a body of China, in the order in which the trees ask for it."""
_APART: Final = tuple(NAMES.index(name) for name in ("number_conflict", "place_conflict", "level_conflict", "trade_conflict", "unit_conflict"))
_SHARED: Final = tuple(TWICE.index(name) for name in ("met_less", "an acronym"))
_NONE: Final = TWICE.index("nothing is shared")
_REACH: Final = 6.0


@lru_cache(maxsize=8192)
def is_institution(text: str) -> bool:
    """Whether a name in letters is a translated one of China: a place of China, China itself or a word of the glossary, and no brand.

    >>> is_institution("Peking University"), is_institution("Hangzhou Torwick Optics Ltd"), is_institution("Torwick Optics Ltd")
    (True, False, False)
    """
    name = segment_latin(text)
    told = bool(name.places) or any(token.stem in CHINA or token.kind == "b" for token in name.tokens)
    return told and not any(token.kind == "" and token.weight and token.place < 0 for token in name.tokens)


def both(pair: PairScore, found: Alignment) -> list[float]:
    """What is known of a pair by both readings, each about in [-1, 1]."""
    letters = model("organisation").log_odds(pair.values)
    return [
        _bounded(letters),
        _bounded(log_odds(found, "ee")),
        float(_differs(pair)),
        float(min(found.left.met, found.right.met) == 0),
        float(any(how == "acronym" for _, _, how in pair.segments)),
    ]


def _bounded(odds: float) -> float:
    return max(-_REACH, min(_REACH, odds)) / _REACH


def _differs(pair: PairScore) -> bool:
    return any(pair.values[at] for at in _APART)


def is_read_twice(left: str, right: str) -> bool:
    """Whether two names in letters are read as those of a body of China: where either is of an institution or a company there."""
    return is_institution(left) or is_institution(right) or is_of_china(left) or is_of_china(right)


def as_translated(pair: PairScore, left: str, right: str) -> PairScore:
    """The pair with a score that was measured on names of China, where it is read as one of China; else as it was."""
    if not is_read_twice(left, right):
        return pair
    known, held = read_twice(pair, left, right), trees("letters", TWICE)
    return replace(pair, score=held.nothing if shares_nothing(known) else held.share(known))


def shares_nothing(known: Sequence[float]) -> bool:
    """Whether neither reading of two names finds anything that they share (:func:`read_twice`)."""
    return not any(map(known.__getitem__, _SHARED)) and bool(known[_NONE])


def read_twice(pair: PairScore, left: str, right: str) -> list[float]:
    """What is known of two names in letters of a body of China: a number for each of :data:`TWICE`."""
    found = raw_alignment(left, right)[1]
    sizes = zip(*([*side(one), float(len(text)), float(len(text.split()))] for one, text in ((found.left, left), (found.right, right))), strict=True)
    told = [value for couple in sizes for value in sorted(couple)]
    return [*pair.values, *features(found), *both(pair, found), *left_over(left, right), *told, float(is_institution(left) or is_institution(right))]
