"""What the score looks at: numbers in about [0, 1] from two names laid side by side. Their order is that of the shipped weights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rapidfuzz.distance import Indel

from countersight.match.parts import is_pinyin
from countersight.names.places import agree

if TYPE_CHECKING:
    from countersight.match.align import Aligned
    from countersight.match.tokens import Tokens

NAMES: Final = (
    "met_less", "met_more", "distinct_less", "distinct_more", "no_distinct_met", "distinct_met", "near_loss", "near_pinyin", "near_head",
    "number_conflict", "number_one_side", "place_conflict", "place_one_side", "general_both_left", "general_one_left", "trade_conflict",
    "form_conflict", "likeness", "likeness_high", "acronym", "joined", "level_conflict", "distinct_both_left", "distinct_one_left", "initials",
    "initial_conflict", "given_both_left", "father_conflict", "sound", "form_of", "one_word_met", "turned", "organisation_words",
    "first_left", "near_short", "general_only", "syllable_conflict", "unit_conflict", "single_word",
)  # fmt: skip

HARD: Final = ("number_conflict", "place_conflict", "level_conflict", "trade_conflict", "initial_conflict", "father_conflict", "general_only", "syllable_conflict", "unit_conflict", "general_both_left", "single_word")
"""Features that no likeness of the rest makes good: the pair never reaches the band ``match``."""

WORDS: Final = {
    "number_conflict": "the numbers differ", "place_conflict": "another place", "level_conflict": "another level of administration",
    "trade_conflict": "another trade", "initial_conflict": "another initial", "father_conflict": "another father's name", "general_only": "only general words are shared",
    "syllable_conflict": "another Mandarin syllable", "unit_conflict": "another kind of unit", "single_word": "one distinctive word is shared, and another stands on one side only",
    "distinct_both_left": "other distinctive words on both sides", "given_both_left": "another given name", "general_both_left": "other general words on both sides",
    "near_loss": "only a near spelling", "no_distinct_met": "no distinctive word is shared",
    "distinct_one_left": "a distinctive word on one side only", "form_conflict": "another legal form", "one_word_met": "one word only is shared",
    "organisation_words": "a person on one side, an organisation on the other",
}  # fmt: skip
"""What speaks against, in words."""

_DISTINCT: Final = "dft"
_GENERAL: Final = frozenset("gv")
_GIVEN: Final = frozenset("df")
_NAMED: Final = frozenset("dfti")
_ORDINARY: Final = frozenset("gl")
UNITS: Final = frozenset(
    "institute factory academy university college laboratory hospital bureau department ministry office plant school station center bank committee "
    "commission court prison procuratorate division brigade regiment branch".split()
)
OFFICES: Final = frozenset({"bureau", "department", "office"})


def hard(a: Tokens, b: Tokens, found: Aligned, *, person: bool) -> bool:
    """Whether any feature of :data:`HARD` speaks against the pair, told without the others."""
    one, two = loose = _loose(a, b, found)
    if a.trades != b.trades or ("#" in one and "#" in two) or ("v" in one and "v" in two) or ("t" in one and "t" in two):
        return True
    if not _GENERAL.isdisjoint(one) and not _GENERAL.isdisjoint(two):
        return True
    if _initials(one, two) or _single(a, b, found, loose) or (found.near_pinyin and (not person or _all_pinyin(a) or _all_pinyin(b))) or _places(a, b, found):
        return True
    return not person and (_general_only(a, b, found, loose) or _units(a, found.left, b, found.right))


def features(a: Tokens, b: Tokens, found: Aligned, *, person: bool) -> list[float]:
    """The features of a pair, in the order of :data:`NAMES`."""
    met_one, distinct_one, distinct_met_one, general_one, left_one, numbers_one = _side(a, found.left)
    met_two, distinct_two, distinct_met_two, general_two, left_two, numbers_two = _side(b, found.right)
    likeness = Indel.normalized_similarity(a.joined, b.joined)
    distinct_met = min(distinct_met_one, distinct_met_two)
    share = [met / total for met, total in ((distinct_met_one, distinct_one), (distinct_met_two, distinct_two)) if total]
    initials = sum([how == "initial" for _, _, how in found.segments]) if "initial" in found.ways else 0
    one, two = loose = _loose(a, b, found)
    words_met = sum([met > 0 and kind in "dftg@" for kind, met in zip(a.kinds, found.left, strict=True)])
    return [
        min(met_one, met_two),
        max(met_one, met_two),
        min(share, default=0.5),
        max(share, default=0.5),
        float(distinct_met == 0),
        min(1.0, distinct_met / 8),
        min(1.0, (1 - found.near) * 4),
        float(found.near_pinyin),
        float(found.near_head),
        float(numbers_one and numbers_two),
        float(numbers_one != numbers_two),
        _places(a, b, found),
        float(("@" in one) != ("@" in two)),
        min(1.0, min(general_one, general_two) / 2),
        min(1.0, max(general_one, general_two) / 3),
        float(a.trades != b.trades),
        float(bool(a.form) and bool(b.form) and a.form != b.form),
        likeness,
        max(0.0, likeness - 0.8) * 5,
        float("acronym" in found.ways),
        float("joined" in found.ways),
        float("v" in one and "v" in two),
        min(1.0, min(left_one, left_two) / 4),
        min(1.0, max(left_one, left_two) / 6),
        min(1.0, initials / 2),
        float(_initials(one, two)),
        float(person and not _GIVEN.isdisjoint(one) and not _GIVEN.isdisjoint(two)),
        float("t" in one and "t" in two),
        float("sound" in found.ways),
        float("form of" in found.ways),
        float(words_met < 2),  # noqa: PLR2004 - one word
        float(_turned(a, b, found)),
        float(person and _ORDINARY.isdisjoint(one) != _ORDINARY.isdisjoint(two)),
        float(bool(found.left) and bool(found.right) and (not found.left[0] or not found.right[0])),
        float(found.near < 1 and min(len(a.joined), len(b.joined)) < 10),  # noqa: PLR2004 - letters
        float(not person and _general_only(a, b, found, loose)),
        float(found.near_pinyin and (not person or _all_pinyin(a) or _all_pinyin(b))),
        float(not person and _units(a, found.left, b, found.right)),
        float(_single(a, b, found, loose)),
    ]


def _loose(a: Tokens, b: Tokens, found: Aligned) -> tuple[set[str], set[str]]:
    """The kinds of the words of either side that stand opposite nothing."""
    return {k for k, met in zip(a.kinds, found.left, strict=True) if not met}, {k for k, met in zip(b.kinds, found.right, strict=True) if not met}


def _initials(one: set[str], two: set[str]) -> bool:
    """An initial is left on one side, and on the other what it does not stand for."""
    return ("i" in one and not _NAMED.isdisjoint(two)) or ("i" in two and not _NAMED.isdisjoint(one))


def _single(a: Tokens, b: Tokens, found: Aligned, loose: tuple[set[str], set[str]]) -> bool:
    """One distinctive word is shared and one side has another: Maria is not every Maria, Zinc is not Zinc Euro."""
    if "acronym" in found.ways or "initial" in found.ways or (_GIVEN.isdisjoint(loose[0]) and _GIVEN.isdisjoint(loose[1])):
        return False
    shared, longest = [0, 0], 0
    for side, (t, met) in enumerate(((a, found.left), (b, found.right))):
        for word, kind, m in zip(t.words, t.kinds, met, strict=True):
            if kind in _DISTINCT:
                if m:
                    shared[side] += 1
                elif kind != "t" and len(word) > longest:
                    longest = len(word)
    return longest > 2 and min(shared) == 1  # noqa: PLR2004 - letters: HQ, M/S


def _units(a: Tokens, met: list[float], b: Tokens, other: list[float]) -> bool:
    """Kinds of unit are left on both sides: an institute is not a factory. A department and a bureau are one kind."""
    mine = {word for word, share in zip(a.words, met, strict=True) if not share and word in UNITS}
    if not mine:
        return False
    theirs = {word for word, share in zip(b.words, other, strict=True) if not share and word in UNITS}
    return bool(theirs) and not (mine | theirs) <= OFFICES


def _general_only(a: Tokens, b: Tokens, found: Aligned, loose: tuple[set[str], set[str]]) -> bool:
    """Nothing that identifies is shared: no distinctive word, no acronym, and not two general words of one place or number."""
    if a.words == b.words or "acronym" in found.ways or "joined" in found.ways or _met(a, found.left, "d"):
        return False
    if "d" in loose[0] or "d" in loose[1]:
        return True
    met = [kind for kind, share in zip(a.kinds, found.left, strict=True) if share]
    return not ("@" in met and met.count("g") > 1)


def _all_pinyin(t: Tokens) -> bool:
    return all(is_pinyin(word) for word, kind in zip(t.words, t.kinds, strict=True) if kind in _DISTINCT)


def _met(t: Tokens, met: list[float], wanted: str) -> bool:
    """Whether a word of a kind stands opposite another."""
    return wanted in [kind for kind, m in zip(t.kinds, met, strict=True) if m]


def _side(t: Tokens, met: list[float]) -> tuple[float, float, float, float, float, bool]:
    """Of one side: the share that is met; what is distinctive, and met of that; what is general and left; what is distinctive and left; whether a number is."""
    total = hit = distinct = distinct_met = general = left = 0.0
    numbers = False
    for kind, weight, share in zip(t.kinds, t.weights, met, strict=True):
        if kind in "lap":
            continue
        total += weight
        hit += weight * share
        if kind in _DISTINCT:
            distinct += weight
            distinct_met += weight * share
            if not share:
                left += weight
        elif not share:
            if kind in "gv":
                general += weight
            elif kind == "#":
                numbers = True
    return hit / total if total else 0.0, distinct, distinct_met, general, left, numbers


def _places(a: Tokens, b: Tokens, found: Aligned) -> float:
    mine = [word for word, kind, met in zip(a.words, a.kinds, found.left, strict=True) if kind == "@" and not met] if "@" in a.kinds else []
    theirs = [word for word, kind, met in zip(b.words, b.kinds, found.right, strict=True) if kind == "@" and not met] if mine else []
    if any(not agree(x, y) for x in mine for y in theirs):
        return 1.0
    inside = "within" in found.ways and not _met(a, found.left, "d")
    return float(inside)  # an office of a town is not the office of its province


def _turned(a: Tokens, b: Tokens, found: Aligned) -> bool:
    """Whether the words that are met stand in another order."""
    if len(found.segments) < 2 or "same" not in found.ways:  # noqa: PLR2004 - two words
        return False
    pairs = [(a.surface.index(left), b.surface.index(right)) for left, right, how in found.segments if how == "same" and left in a.surface and right in b.surface]
    ranked = [j for _, j in sorted(pairs)]
    return ranked != sorted(ranked)
