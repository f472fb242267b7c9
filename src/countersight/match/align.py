"""Two names laid side by side, token by token: what stands opposite what, and how sure that is. No part of a word ever counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from rapidfuzz.distance import OSA

from countersight.match.parts import is_pinyin
from countersight.names.letters import sound
from countersight.names.nicknames import same_given
from countersight.names.places import agree
from countersight.names.short_words import is_short_for

if TYPE_CHECKING:
    from countersight.match.tokens import Tokens

NEAR: Final = 0.7
"""Two words may be spellings of one from this similarity on (1 less the share of slips)."""
NEAR_HEAD: Final = 0.8
"""The same where the first letters differ."""
NEAR_FATHER: Final = 0.9
"""The same for two fathers' names, which end alike."""
_WORDS: Final = "dfgt"
_SPELT: Final = "dfgt@l"
"""Kinds of the words that may be spellings: of these, places and legal forms of distinctive words alone."""
_LONG: Final = 4
_JOINS: Final = 5
ACRONYM: Final = range(3, 9)
"""Letters of an acronym."""
_SPELLED: Final = "dg@vl"
"""Kinds of the words that it stands for."""


@dataclass(slots=True)
class Aligned:
    """What stands opposite what. ``left`` and ``right`` hold for each token how well it is met, 0 to 1."""

    left: list[float]
    right: list[float]
    segments: list[tuple[str, str, str]] = field(default_factory=list)
    """Left, right, and how: same, form of, sound, initial, short for, joined, spelling, acronym, within."""
    near: float = 1.0
    """The worst spelling that was taken for one."""
    near_pinyin: bool = False
    near_head: bool = False
    """A spelling whose first letters differ was taken for one."""
    ways: set[str] = field(default_factory=set)

    def meet(self, i: int, j: int, how: str, a: Tokens, b: Tokens, worth: float = 1.0) -> None:  # noqa: PLR0913, PLR0917 - two places, two names
        """Token ``i`` of the left stands opposite token ``j`` of the right."""
        self.left[i] = self.right[j] = worth
        self.segments.append((a.surface[i], b.surface[j], how))
        self.ways.add(how)


@dataclass(frozen=True, slots=True)
class Outline:
    """What is asked of a name again and again, before it is laid beside another."""

    distinct: tuple[str, ...]
    """Distinctive words, as they are spelled."""
    flat: str
    """All words as they are spelled, without spaces."""
    heads: str
    """First letters of the words that an acronym may stand for."""
    acronyms: tuple[str, ...]
    """Words that may be one."""


def outline(t: Tokens) -> Outline:
    """The outline of a name, made once."""
    found: Outline | None = t.outline
    if found is None:
        side = list(zip(t.words, t.kinds, t.surface, strict=True))
        found = Outline(
            tuple([spelled for _, kind, spelled in side if kind == "d"]),
            "".join(t.surface),
            "".join({place_head(word) if kind == "@" else word[0] for word, kind, _ in side if kind in _SPELLED}),
            tuple([word for word, kind, _ in side if kind in "da" and len(word) in ACRONYM]),
        )
        object.__setattr__(t, "outline", found)
    return found


def spells(one: str, two: Outline) -> bool:
    """Whether every letter of a word is a first letter of the other name: else it is no acronym of it."""
    return not one.strip(two.heads)


def together(word: str, surface: tuple[str, ...]) -> bool:
    """Whether a word is two to five words of a name in a row, written together.

    >>> together("dahua", ("zhejiang", "da", "hua")), together("hua", ("da", "hua"))
    (True, False)
    """
    for start, first in enumerate(surface):
        if len(first) < len(word) and word.startswith(first) and any("".join(surface[start:end]) == word for end in range(start + 2, min(len(surface), start + _JOINS) + 1)):
            return True
    return False


def align(a: Tokens, b: Tokens, *, person: bool) -> Aligned:
    """Lay two names side by side."""
    out = Aligned([0.0] * len(a.words), [0.0] * len(b.words))
    _same(a, b, out)
    if 0.0 not in out.left or 0.0 not in out.right:  # what is left of one side stands opposite nothing
        return out
    if "@" in a.kinds and "@" in b.kinds:
        _places(a, b, out)
    _joined(a, b, out, turned=False)
    _joined(b, a, out, turned=True)
    if person:
        _initials(a, b, out)
    if person or a.foreign != b.foreign:
        _forms(a, b, out)
    if not person:
        _acronym(a, b, out, turned=False)
        _acronym(b, a, out, turned=True)
        _short(a, b, out)
    _near(a, b, out, person=person)
    return out


def _same(a: Tokens, b: Tokens, out: Aligned) -> None:
    at: dict[str, list[int]] = {}
    for j, word in enumerate(b.words):
        at.setdefault(word, []).append(j)
    for i, word in enumerate(a.words):
        for j in at.get(word, ()):
            if not out.right[j] and (a.kinds[i] == b.kinds[j] or not (a.kinds[i] in "@#" or b.kinds[j] in "@#")):
                out.meet(i, j, "same", a, b)
                break


def _places(a: Tokens, b: Tokens, out: Aligned) -> None:
    """A place stands opposite the place that holds it."""
    for i, j in _free(a, b, out, "@", "@"):
        if not out.left[i] and not out.right[j] and agree(a.words[i], b.words[j]):
            out.meet(i, j, "within", a, b)


def _free(a: Tokens, b: Tokens, out: Aligned, left: str, right: str) -> list[tuple[int, int]]:
    mine = [i for i, kind in enumerate(a.kinds) if kind in left and not out.left[i]]
    theirs = [j for j, kind in enumerate(b.kinds) if kind in right and not out.right[j]] if mine else mine
    return [(i, j) for i in mine for j in theirs]


def _joined(one: Tokens, two: Tokens, out: Aligned, *, turned: bool) -> None:
    """Words that one side writes together and the other apart, particles among them."""
    mine, theirs = (out.right, out.left) if turned else (out.left, out.right)
    for i, word in enumerate(one.surface):
        if mine[i] or len(word) < _LONG or one.kinds[i] not in "dfg@":
            continue
        for start, first in enumerate(two.surface):
            if theirs[start] or not word.startswith(first):
                continue
            text = ""
            end = start
            while end < len(two.surface) and end < start + _JOINS and len(text) < len(word) and not theirs[end]:
                text += two.surface[end]
                end += 1
            if text == word and end - start > 1:
                mine[i] = 1.0
                theirs[start:end] = [1.0] * (end - start)
                pair = (word, " ".join(two.surface[start:end]))
                out.segments.append((*(pair[::-1] if turned else pair), "joined"))
                out.ways.add("joined")
                break


def _initials(a: Tokens, b: Tokens, out: Aligned) -> None:
    for left, right in (("i", "dftp"), ("dftp", "i")):
        for i, j in _free(a, b, out, left, right):
            if not out.left[i] and not out.right[j] and a.words[i][0] == b.words[j][0] and len(a.words[i]) != len(b.words[j]):
                out.meet(i, j, "initial", a, b, 0.8)


def _forms(a: Tokens, b: Tokens, out: Aligned) -> None:
    """Nicknames and forms of given names, then the same consonants: transliterations."""
    for i, j in _free(a, b, out, "f", "f"):
        if not out.left[i] and not out.right[j] and same_given(a.words[i], b.words[j]):
            out.meet(i, j, "form of", a, b, 0.95)
    for i, j in _free(a, b, out, "dft", "dft"):
        one, two = a.words[i], b.words[j]
        if out.left[i] or out.right[j] or min(len(one), len(two)) < 3:  # noqa: PLR2004 - letters
            continue
        key = sound(one)
        if key == sound(two) and _sounds_alike(a, b, one, two, key):
            out.meet(i, j, "sound", a, b, 0.9)


def _sounds_alike(a: Tokens, b: Tokens, one: str, two: str, key: str) -> bool:
    """Whether a coarse key may count: an abjad has no more, another script little more, and Mandarin syllables differ by a vowel."""
    if a.abjad or b.abjad:
        return True
    if OSA.normalized_similarity(one, two) < 0.6:  # noqa: PLR2004 - of the letters
        return False
    return a.foreign != b.foreign or (len(key) > 2 and not (is_pinyin(one) and is_pinyin(two)))  # noqa: PLR2004 - consonants


def _acronym(one: Tokens, two: Tokens, out: Aligned, *, turned: bool) -> None:
    """A word of one side spells the first letters of words in a row on the other."""
    mine, theirs = (out.right, out.left) if turned else (out.left, out.right)
    for i, word in enumerate(one.words):
        if mine[i] or len(word) not in ACRONYM or one.kinds[i] not in "da" or not spells(word, outline(two)):
            continue
        all_spots = [j for j, kind in enumerate(two.kinds) if not theirs[j] and kind in _SPELLED]
        for spots in (all_spots, [j for j in all_spots if two.kinds[j] != "l" and two.words[j] != "group"], [j for j in all_spots if two.words[j] != "group"]):
            letters = "".join(place_head(two.words[j]) if two.kinds[j] == "@" else two.words[j][0] for j in spots)
            at = letters.find(word)
            if at >= 0:
                mine[i] = 0.9
                for j in (*spots[at : at + len(word)], *(j for j in all_spots if two.words[j] == "group")):
                    theirs[j] = 0.9
                pair = (word, " ".join(two.surface[j] for j in spots[at : at + len(word)]))
                out.segments.append((*(pair[::-1] if turned else pair), "acronym"))
                out.ways.add("acronym")
                break


def place_head(code: str) -> str:
    """First letter of a place from its code; a country of two letters stands for itself by its usual name."""
    return {"cn": "c"}.get(code, code.rsplit(".", 1)[-1][0])


def _short(a: Tokens, b: Tokens, out: Aligned) -> None:
    for i, j in _free(a, b, out, "dgl", "dgl") if "g" in a.kinds or "g" in b.kinds else ():
        one, two = a.words[i], b.words[j]
        if one[0] == two[0] and not out.left[i] and not out.right[j] and "g" in a.kinds[i] + b.kinds[j] and (is_short_for(one, two) or is_short_for(two, one)):
            out.meet(i, j, "short for", a, b, 0.9)


def may_be_near(size: int, other: int) -> bool:
    """False where so many more letters on one side are already too many slips: more than three of ten."""
    return 10 * (size - other) <= 3 * size if size > other else 10 * (other - size) <= 3 * other


def _near(a: Tokens, b: Tokens, out: Aligned, *, person: bool) -> None:
    found = []
    least = _LONG - person
    theirs = [(j, b.kinds[j], two, len(two)) for j, two in enumerate(b.surface) if not out.right[j] and len(two) > least and b.kinds[j] in _SPELT]
    for i, one in enumerate(a.surface) if theirs else ():
        size, kind = len(one), a.kinds[i]
        if out.left[i] or size <= least or kind not in _SPELT:
            continue
        for j, other, two, length in theirs:
            if not may_be_near(size, length) or not (kind == "d" or other == "d" or (kind in _WORDS and other in _WORDS)) or not (person or kind == other or size > _LONG):
                continue
            likeness = OSA.normalized_similarity(one, two)
            if likeness >= (NEAR if one[0] == two[0] else NEAR_HEAD) and (likeness >= NEAR_FATHER or kind != "t" or other != "t"):
                found.append((likeness, i, j))
    for likeness, i, j in sorted(found, key=lambda one: (-one[0], one[1], one[2])):
        if not out.left[i] and not out.right[j]:
            one, two = a.surface[i], b.surface[j]
            out.meet(i, j, "spelling", a, b, likeness)
            if not set("gl@") & {a.kinds[i], b.kinds[j]}:
                out.near = min(out.near, likeness)
                out.near_pinyin = out.near_pinyin or (is_pinyin(one) and is_pinyin(two))
                out.near_head = out.near_head or one[0] != two[0]
