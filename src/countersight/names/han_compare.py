"""Are two names of organisations one? In Han, in letters, or one of each: SAME, RELATED, DIFFERENT or AMBIGUOUS.

SAME: one body, as far as its names can tell. RELATED: the same brand with another place, trade or number (parent, branch,
sibling): a question for the ownership graph, never dropped. AMBIGUOUS: the letters stand for several places and nothing says
which, or all agrees but the brand, which may be a coinage. DIFFERENT: the rest. Han beats pinyin: where both sides are written in Han, only Han counts (大华 is not 达华).
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from countersight.names.han_align import Alignment, align
from countersight.names.han_pairs import align_han, align_latin
from countersight.names.han_segment import segment
from countersight.names.han_text import is_han
from countersight.names.knots import Knots, calibrated
from countersight.names.latin_segment import segment_latin
from countersight.names.trees import SIDE, side, trees

MAX_CHARS: Final = 400


class Relation(Enum):
    """What two names are to one another."""

    SAME = "same"
    RELATED = "related"
    DIFFERENT = "different"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class Related:
    """What two names are to one another, what stands opposite what (left, right, why), and what conflicts: all that a search goes by."""

    relation: Relation
    segments: tuple[tuple[str, str, str], ...]
    conflicts: tuple[str, ...]
    strength: float = 0.0
    """The weighted sum, in [0, 1]."""


@dataclass(frozen=True, slots=True)
class HanComparison(Related):
    """The whole answer: with the score."""

    score: float = 0.0
    """Calibrated, in [0, 1]: of ten pairs at 0.8 that a search brings up, about eight are one body. Across scripts it weighs more than the sum does."""


_NEARLY: Final = 0.3
"""Names that share nothing and sound less alike than this are not compared further."""
_MOST_ODDS: Final = -0.2
"""No log odds above these where a number, a level or a branch says that there are two bodies."""
_NOTHING: Final = -12.0
"""The log odds of names that share nothing."""
_SOUNDS_ALIKE: Final = 0.55
"""Brands that do not meet make one name only where they sound this alike, and something else agrees."""
_LITTLE: Final = 0.7
"""Less than a place."""
SAME_FROM: Final = 0.6
RELATED_FROM: Final = 0.3


def compare_han(query: str, candidate: str) -> HanComparison:
    """Compare two names of organisations, of which at least one is Chinese, in either script.

    >>> compare_han("杭州海康威视数字技术股份有限公司", "Hangzhou Haikang Weishi Digital Technology Co., Ltd.").relation
    <Relation.SAME: 'same'>
    >>> compare_han("中国电子科技集团公司第五十二研究所", "CETC Institute No. 54").relation
    <Relation.RELATED: 'related'>
    """
    return _compare(query[:MAX_CHARS], candidate[:MAX_CHARS])


def related(query: str, candidate: str) -> Related:
    """The same without the score, which takes as long again."""
    return _related(query[:MAX_CHARS], candidate[:MAX_CHARS])[0]


def raw_alignment(query: str, candidate: str) -> tuple[str, Alignment]:
    """Which weights apply (Han with letters ze, Han with Han zz, letters with letters ee), and the alignment."""
    left, right = _has_han(query), _has_han(candidate)
    if left == right and candidate < query:
        way, found = raw_alignment(candidate, query)
        return way, _turned(found)
    if left and right:
        found = align_han(segment(query), segment(candidate))
    elif left:
        found = align(segment(query), segment_latin(candidate))
    elif right:
        found = _turned(align(segment(candidate), segment_latin(query)))
    else:
        found = align_latin(segment_latin(query), segment_latin(candidate))
    if _branch(query) != _branch(candidate):
        found.conflicts.append("branch: on one side only")
    return "zz" if left and right else "ze" if left or right else "ee", found


@lru_cache(maxsize=4096)
def _related(query: str, candidate: str) -> tuple[Related, str, Alignment, float]:
    """What they are, which weights applied, the alignment and the sum."""
    way, found = raw_alignment(query, candidate)
    odds = log_odds(found, way)
    if any(_has_han(text) and is_general(text) for text in (query, candidate)):
        odds = min(odds, _MOST_ODDS)
    strength = 1 / (1 + math.exp(-odds)) if odds > _NOTHING else 0.0
    return Related(_relation(found, strength), tuple(found.segments), tuple(found.conflicts), round(strength, 4)), way, found, odds


@lru_cache(maxsize=4096)
def _compare(query: str, candidate: str) -> HanComparison:
    known, way, found, odds = _related(query, candidate)
    if way == "ze":
        held = trees("across", ACROSS)
        share = held.nothing if shares_nothing(found) else held.share(across(found, query, candidate))
    else:
        share = calibrated(knots(way), odds)
    return HanComparison(known.relation, known.segments, known.conflicts, known.strength, round(share, 4))


_ONLY_ONE: Final = re.compile("中国|国家|中央|中华|国务|全国|最高|部$|署$|总局$|解放军|武警|兵团")


def is_general(text: str) -> bool:
    """Whether a Han name says only what kind of body it is: others bear it.

    >>> is_general("公安局"), is_general("公安部物证鉴定中心"), is_general("海康威视")
    (True, False, False)
    """
    name = segment(text)
    return not _ONLY_ONE.search(name.text) and all(piece.word and piece.word.kind in "howql" for piece in name.pieces)


_BRANCH: Final = re.compile("分公司|支公司|分行|支行|办事处|代表处|分店|分厂|营业部|经营部$|[bB]ranch|[rR]epresentative [oO]ffice|[sS]ales [oO]ffice")


def _branch(text: str) -> bool:
    return _BRANCH.search(text) is not None


def _has_han(text: str) -> bool:
    return not text.isascii() and any(is_han(char) for char in text)


def _turned(found: Alignment) -> Alignment:
    return Alignment(found.right, found.left, [(b, a, why) for a, b, why in found.segments], found.conflicts, found.near, found.homonym, found.other_brand, found.spelled_out, found.scope)


FEATURES: Final = (
    "less", "more", "brand less", "brand more", "no brand", "near", "near, all else met", "no brand, all else met", "else less", "else more",
    "head left out on both", "head left out", "place conflict", "number or level conflict", "shared", "homonym", "brand in Han differs", "place on one side", "branch on one side",
    "content left out, no brand", "brand met, all else met",
    "words left out on both", "words left out", "brand left out on both", "brand left out on both, unlike", "scope differs", "pinyin left over",
)  # fmt: skip
"""What the score looks at, in the order of the weights."""


SIGNS: Final = (1, 1, 1, 1, 0, 1, 1, 1, 1, 1, -1, -1, -1, -1, 1, -1, -1, -1, -1, -1, 1, -1, -1, -1, -1, -1, -1)
"""The sign that each weight must have; 0 where either may be."""


def features(found: Alignment) -> list[float]:
    """One number in [0, 1] for each of :data:`FEATURES`."""
    left, right = found.left, found.right
    sides = (left, right)
    less, more = sorted(_part(side.met, side.total, 0.0) for side in sides)
    known = [side.brand_met / side.brand for side in sides if side.brand]
    bare = not known
    otherwise, otherwise_more = sorted(_part(side.met - side.brand_met, side.total - side.brand, 1.0) for side in sides)
    heads = [1 - _part(side.head_met, side.head, 1.0) for side in sides]
    low, high = min(known, default=0.0), max(known, default=0.0)
    if len(known) == 1:
        low *= 0.5
    left_out = max(side.total - side.met for side in sides)
    words = sorted(side.total - side.brand - side.place - side.met + side.brand_met + side.place_met for side in sides)
    brands = min(side.brand - side.brand_met for side in sides)
    found_values = [
        less,
        more,
        low,
        high,
        float(bare),
        found.near * (1 - high),
        found.near * (1 - high) * otherwise,
        otherwise**2 * bare,
        otherwise,
        otherwise_more,
        min(heads),
        max(heads),
        float(any(one.startswith("place") for one in found.conflicts)),
        float(any(one.startswith(("number", "level")) for one in found.conflicts)),
        min(1.0, min(left.met, right.met) / 4),
        float(found.homonym),
        float(found.other_brand),
        float(bool(left.place - left.place_met > 0.1) != bool(right.place - right.place_met > 0.1)),  # noqa: PLR2004 - more than rounding
        float(any(one.startswith("branch") for one in found.conflicts)),
        min(1.0, left_out / 3) * bare,
        low * otherwise,
        min(1.0, words[0] / 2),
        min(1.0, words[1] / 3),
        min(1.0, brands),
        min(1.0, brands) * (1 - found.near),
        float(found.scope),
        float(found.spelled_out),
    ]
    return [min(1.0, max(0.0, value)) for value in found_values]


ACROSS: Final = (
    *FEATURES, *(f"in Han: {what}" for what in SIDE), *(f"in letters: {what}" for what in SIDE),
    "how alike brands sound", "characters", "letters", "a general name in Han", "a short name in Han",
)  # fmt: skip
"""What the score of a name in Han beside one in letters looks at, in the order in which the trees ask for it."""
ACROSS_SIGNS: Final = (*SIGNS, *([0] * 2 * len(SIDE)), 1, 0, 0, 0, 0)


def across(found: Alignment, query: str, candidate: str) -> list[float]:
    """One number for each of :data:`ACROSS`, whichever of the two is the one in Han."""
    han, letters, sides = (query, candidate, (found.left, found.right)) if _has_han(query) else (candidate, query, (found.right, found.left))
    name = segment(han)
    short = not any(piece.sort == "place" or (piece.word and piece.word.kind in "lho") for piece in name.pieces)
    return [*features(found), *side(sides[0]), *side(sides[1]), found.near, float(len(name.text)), float(len(letters)), float(is_general(han)), float(short)]


def _part(met: float, total: float, empty: float) -> float:
    return met / total if total > 0.01 else empty  # noqa: PLR2004 - more than rounding


@cache
def table() -> dict[str, dict[str, list[Any]]]:
    """Per way the weights and the knots of the calibration."""
    found: dict[str, dict[str, list[Any]]] = json.loads(Path(__file__).with_name("han_weights.json").read_text(encoding="utf-8"))
    return found


@cache
def weights(way: str) -> tuple[float, ...]:
    """A weight for each feature and a constant, for Han with letters (ze), Han with Han (zz), letters with letters (ee)."""
    return tuple(table()[way]["weights"])


@cache
def knots(way: str) -> Knots:
    """The calibration of a way; Han with letters has trees instead."""
    return tuple((odds, share) for odds, share in table()[way]["knots"])


def shares_nothing(found: Alignment) -> bool:
    """Whether no part of the one name met any of the other, and their brands do not sound alike either."""
    return min(found.left.met, found.right.met) == 0 and found.near < _NEARLY


def log_odds(found: Alignment, way: str) -> float:
    """The weighted sum; of names that share nothing, and do not sound alike, the lowest that there is."""
    if shares_nothing(found):
        return _NOTHING
    *each, constant = weights(way)
    total = max(_NOTHING, constant + sum(weight * value for weight, value in zip(each, features(found), strict=True)))
    return min(total, _MOST_ODDS) if any(one.startswith(("branch", "number", "level")) for one in found.conflicts) else total


def _relation(found: Alignment, strength: float) -> Relation:
    left, right = found.left, found.right
    if strength >= SAME_FROM and not found.conflicts:
        unmet = left.brand > 0 and right.brand > 0 and left.brand_met == right.brand_met == 0
        only_sound = unmet and (found.near < _SOUNDS_ALIKE or min(left.met, right.met) < _LITTLE)
        return Relation.AMBIGUOUS if found.homonym or only_sound else Relation.SAME
    brand = min(left.brand_met, right.brand_met)
    sibling = any(one.startswith(("number", "branch")) for one in found.conflicts) and min(left.met, right.met) >= _LITTLE
    if brand >= 2 or sibling or strength >= RELATED_FROM:  # noqa: PLR2004 - two characters
        return Relation.RELATED
    return Relation.DIFFERENT
