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
UNITS: Final = frozenset(
    "institute factory academy university college laboratory hospital bureau department ministry office plant school station center bank committee "
    "commission court prison procuratorate division brigade regiment branch".split()
)
OFFICES: Final = frozenset({"bureau", "department", "office"})


def features(a: Tokens, b: Tokens, found: Aligned, *, person: bool) -> list[float]:
    """The features of a pair, in the order of :data:`NAMES`."""
    one, two = _side(a, found.left), _side(b, found.right)
    likeness = Indel.normalized_similarity(a.joined, b.joined)
    distinct_met = min(one["distinct_met"], two["distinct_met"])
    share = [side["distinct_met"] / side["distinct"] for side in (one, two) if side["distinct"]]
    initials = sum(how == "initial" for _, _, how in found.segments)
    loose = [{k for k, met in zip(t.kinds, m, strict=True) if not met} for t, m in ((a, found.left), (b, found.right))]
    words_met = sum(kind in "dftg@" and met > 0 for kind, met in zip(a.kinds, found.left, strict=True))
    return [
        min(one["met"], two["met"]),
        max(one["met"], two["met"]),
        min(share, default=0.5),
        max(share, default=0.5),
        float(distinct_met == 0),
        min(1.0, distinct_met / 8),
        min(1.0, (1 - found.near) * 4),
        float(found.near_pinyin),
        float(found.near_head),
        float(bool(one["numbers"]) and bool(two["numbers"])),
        float(bool(one["numbers"]) != bool(two["numbers"])),
        _places(a, b, found),
        float(("@" in loose[0]) != ("@" in loose[1])),
        min(1.0, min(one["general"], two["general"]) / 2),
        min(1.0, max(one["general"], two["general"]) / 3),
        float(bool(a.trades ^ b.trades)),
        float(bool(a.form) and bool(b.form) and a.form != b.form),
        likeness,
        max(0.0, likeness - 0.8) * 5,
        float("acronym" in found.ways),
        float("joined" in found.ways),
        float("v" in loose[0] and "v" in loose[1]),
        min(1.0, min(one["left"], two["left"]) / 4),
        min(1.0, max(one["left"], two["left"]) / 6),
        min(1.0, initials / 2),
        float(("i" in loose[0] and bool(loose[1] & set("dfti"))) or ("i" in loose[1] and bool(loose[0] & set("dfti")))),
        float(person and bool(loose[0] & set("df")) and bool(loose[1] & set("df"))),
        float("t" in loose[0] and "t" in loose[1]),
        float("sound" in found.ways),
        float("form of" in found.ways),
        float(words_met < 2),  # noqa: PLR2004 - one word
        float(_turned(a, b, found)),
        float(person and (bool(set("gl") & loose[0])) != bool(set("gl") & loose[1])),
        float(bool(found.left) and bool(found.right) and (not found.left[0] or not found.right[0])),
        float(found.near < 1 and min(len(a.joined), len(b.joined)) < 10),  # noqa: PLR2004 - letters
        float(not person and _general_only(a, b, found, loose)),
        float(found.near_pinyin and (not person or _all_pinyin(a) or _all_pinyin(b))),
        float(not person and _units(a, found.left, b, found.right)),
        float(_single(a, b, found, loose)),
    ]


def _single(a: Tokens, b: Tokens, found: Aligned, loose: list[set[str]]) -> bool:
    """One distinctive word is shared and one side has another: Maria is not every Maria, Zinc is not Zinc Euro."""
    if found.ways & {"acronym", "initial"} or not (loose[0] | loose[1]) & set("df"):
        return False
    left = (word for t, met in ((a, found.left), (b, found.right)) for word, kind, m in zip(t.words, t.kinds, met, strict=True) if kind in "df" and not m)
    if all(len(word) < 3 for word in left):  # noqa: PLR2004 - letters: HQ, M/S
        return False
    return min(sum(k in _DISTINCT and m > 0 for k, m in zip(t.kinds, met, strict=True)) for t, met in ((a, found.left), (b, found.right))) == 1


def _units(a: Tokens, met: list[float], b: Tokens, other: list[float]) -> bool:
    """Kinds of unit are left on both sides: an institute is not a factory. A department and a bureau are one kind."""
    mine = {word for word, share in zip(a.words, met, strict=True) if not share} & UNITS
    theirs = {word for word, share in zip(b.words, other, strict=True) if not share} & UNITS
    return bool(mine and theirs) and not (mine | theirs) <= OFFICES


def _general_only(a: Tokens, b: Tokens, found: Aligned, loose: list[set[str]]) -> bool:
    """Nothing that identifies is shared: no distinctive word, no acronym, and not two general words of one place or number."""
    if a.words == b.words or found.ways & {"acronym", "joined"} or any(k == "d" and m for k, m in zip(a.kinds, found.left, strict=True)):
        return False
    if "d" in loose[0] | loose[1]:
        return True
    met = [kind for kind, share in zip(a.kinds, found.left, strict=True) if share]
    return not ("@" in met and met.count("g") > 1)


def _all_pinyin(t: Tokens) -> bool:
    return all(is_pinyin(word) for word, kind in zip(t.words, t.kinds, strict=True) if kind in _DISTINCT)


def _side(t: Tokens, met: list[float]) -> dict[str, float]:
    total = hit = distinct = distinct_met = general = left = numbers = 0.0
    for kind, weight, share in zip(t.kinds, t.weights, met, strict=True):
        if kind in "lap":
            continue
        total += weight
        hit += weight * share
        if kind in _DISTINCT:
            distinct += weight
            distinct_met += weight * share
            left += weight * (share == 0)
        elif share == 0 and kind in "gv":
            general += weight
        elif share == 0 and kind == "#":
            numbers += 1
    return {
        "met": hit / total if total else 0.0, "distinct": distinct, "distinct_met": distinct_met, "general": general, "left": left, "numbers": numbers,
    }  # fmt: skip


def _places(a: Tokens, b: Tokens, found: Aligned) -> float:
    mine = [word for word, kind, met in zip(a.words, a.kinds, found.left, strict=True) if kind == "@" and not met]
    theirs = [word for word, kind, met in zip(b.words, b.kinds, found.right, strict=True) if kind == "@" and not met]
    if any(not agree(x, y) for x in mine for y in theirs):
        return 1.0
    inside = "within" in found.ways and not any(k == "d" and m for k, m in zip(a.kinds, found.left, strict=True))
    return float(inside)  # an office of a town is not the office of its province


def _turned(a: Tokens, b: Tokens, found: Aligned) -> bool:
    """Whether the words that are met stand in another order."""
    pairs = [(a.surface.index(left), b.surface.index(right)) for left, right, how in found.segments if how == "same" and left in a.surface and right in b.surface]
    ranked = [j for _, j in sorted(pairs)]
    return ranked != sorted(ranked)
