"""Two names in letters of a body of China are often two translations of one name: then two readings of the pair are put together.

As any two names (:mod:`align`) a pair is read word by word; as translations (:mod:`countersight.names.han_compare`) places meet by code
and pinyin meets its English. Of institutions the two sums are put together, fitted with the rest (``tools/han_training.py``). Of companies everything
that either reading says is weighed, fitted on names that lists print of one body and on names written otherwise, each beside what a search
brings up (``tools/company_names.py``). This is for two names that are laid side by side, as in ``countersight eval names``; a search
through a list does not pay for it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from countersight.match.features import NAMES
from countersight.match.model import model
from countersight.match.of_china import CHINA, LEFT, is_of_china, left_over
from countersight.names.han_compare import FEATURES, features, knots, log_odds, raw_alignment, weights
from countersight.names.knots import calibrated
from countersight.names.latin_segment import segment_latin

if TYPE_CHECKING:
    from countersight.match.pair import PairScore
    from countersight.names.han_align import Alignment

BOTH: Final = ("as any two names", "as two translations", "another number, place, level, trade or unit", "nothing is shared", "an acronym")
"""What the two readings give together, in the order of the weights ``ll``."""
BOTH_SIGNS: Final = (1, 1, -1, 0, 1)
TWICE: Final = (*NAMES, *FEATURES, *BOTH, *LEFT)
"""Everything that is known of two names of a company, in the order of the weights ``lc``."""
_APART: Final = tuple(NAMES.index(name) for name in ("number_conflict", "place_conflict", "level_conflict", "trade_conflict", "unit_conflict"))
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


def as_translated(pair: PairScore, left: str, right: str) -> PairScore:
    """The pair with a score that was measured on names of China, where either name is of an institution or a company there; else as it was."""
    if is_institution(left) or is_institution(right):
        kind, known = "ll", both(pair, raw_alignment(left, right)[1])
    elif is_of_china(left) or is_of_china(right):
        kind, known = "lc", read_twice(pair, left, right)
    else:
        return pair
    return replace(pair, score=calibrated(knots(kind), sum(map(float.__mul__, [*known, 1.0], weights(kind)))))


def read_twice(pair: PairScore, left: str, right: str) -> list[float]:
    """What is known of two names in letters of a company of China: a number for each of :data:`TWICE`."""
    found = raw_alignment(left, right)[1]
    return [*pair.values, *features(found), *both(pair, found), *left_over(left, right)]
