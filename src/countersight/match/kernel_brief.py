"""A name in brief: a number for each of its words, by which most names that share grams are told to have next to nothing in common.

What is said here of a pair is what :meth:`kernel.Room.refused` and :meth:`kernel.Room.reach` say of it, sooner, or nothing: hardly a letter
is looked at. The types stand in ``kernel_brief.pxd``; the same source runs uncompiled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from countersight.match.kernel_laid import Laid, Piece, Unit, hash_of

if TYPE_CHECKING:
    from collections.abc import Sequence

WORDS = 12
"""Words of a name that has one. A number of 64 bits, from the left: the letters of the word as it is spelled (32), a hash of the word (10), its
head (5), its first letter as it is spelled (5), how many letters it has (6), and these marks:"""
DISTINCT, OTHER, ACRONYM, JOINS, LONG, TWICE = 1, 2, 4, 8, 16, 32
"""Distinctive for the score or for the rules; general, and another spelling of its word; may be an acronym; may be several words together; may be
misspelled; distinctive for both."""


def briefed(out: Laid, units: Sequence[Any], pieces: Sequence[Piece]) -> int:
    """Write the numbers of an organisation's name into its layout; how many, or 0: it is long, holds nothing, or a level of administration.

    Args:
        out: Its layout.
        units: Its tokens, all of them there, as :func:`kernel_laid.assembled` took them.
        pieces: As there.
    """
    many = len(units)
    if many > WORDS or out.empty:
        return 0
    out.telling = 0
    for i in range(many):
        unit = units[i]
        if unit.brief == 0:
            _brief(unit)
        out.brief[i] = unit.brief
        if unit.kind == 100 and len(unit.spelled) > 2:  # d; letters
            out.telling += 1
        if len(unit.spelled) > 63 or (unit.kind == 100 and unit.word != unit.spelled):  # what six bits hold; d
            return 0
    for i in range(len(pieces)):
        piece = pieces[i]
        if piece.what == 5:  # LEVEL
            return 0
        if piece.what == 1 or piece.what == 4:  # DISTINCTIVE, GENERAL
            found = False
            for j in range(many):
                unit = units[j]
                if unit.spelled == piece.word:
                    found = True
                    if piece.what == 1:  # DISTINCTIVE
                        out.brief[j] |= 33 if unit.kind == 100 else 1  # DISTINCT TWICE; d
            if not found:
                return 0
    return many


def _brief(unit: Unit) -> None:
    size, kind = len(unit.spelled), unit.kind
    marks = 1 if kind == 100 else 0  # DISTINCT: d
    if kind == 103 and unit.word != unit.spelled:  # g
        marks |= 2  # OTHER
    if 2 < size <= 8 and (kind == 100 or kind == 97):  # as Room._may_join: d a
        marks |= 4  # ACRONYM
    if size >= 4 and (kind == 100 or kind == 102 or kind == 103 or kind == 64):  # the same: d f g @
        marks |= 8  # JOINS
    if size > 4:  # letters
        marks |= 16  # LONG
    told = hash_of(unit.word) & 1023
    letters = unit.letters
    unit.brief = (letters << 32) | (told << 22) | ((unit.head & 31) << 17) | ((unit.spelled[0] & 31) << 12) | ((size & 63) << 6) | marks


def apart(a: Laid, b: Laid) -> bool:
    """Whether two names with a brief surely share no distinctive word, no spelling of one, and none that is joined or shortened, or one word only and have others; False says nothing.

    Two words are the same, or one is short for the other or begins with it, only if they begin alike; and they are near only if few of their letters are others.
    """
    if a.words_distinct + b.words_distinct == 0 or a.spaced_hash == b.spaced_hash or _shortened(a, b.head_mask) or _shortened(b, a.head_mask):
        return False
    shared = 0
    for i in range(a.briefs):
        x = a.brief[i]
        for j in range(b.briefs):
            y = b.brief[j]
            both = x | y
            if (both & 9) == 0:  # DISTINCT JOINS
                continue
            change = x ^ y
            if (change & 0x1F000) == 0 or (change & 0x3E0000) == 0:  # first letter, head
                if (change >> 6) == 0 and (x & y & 32) != 0:  # TWICE
                    shared += 1
                    if shared > 1 or not _spelled_alike(a, i, b, j):
                        return False
                    continue
                if _kin(x, y):
                    return False
            if (x & y & 16) != 0 and (both & 1) != 0 and _near(x, y):  # LONG, DISTINCT
                return False
    if shared == 0:
        return a.telling + b.telling > 0
    mine, theirs = a.words_distinct - 1, b.words_distinct - 1
    if mine + theirs < 2:
        return mine + theirs == 1 and not a.told and a.telling + b.telling > 2  # one on either side is met
    return (mine > 1 or theirs > 1) and a.telling + b.telling > 2  # the same


def _shortened(one: Laid, heads: int) -> bool:
    """Whether a word may be an acronym of a name with these first letters."""
    for i in range(one.briefs):
        x = one.brief[i]
        if (x & 4) != 0 and ((x >> 32) & ~heads) == 0:  # ACRONYM
            return True
    return False


def _spelled_alike(one: Laid, i: int, two: Laid, j: int) -> bool:
    """Whether two words are spelled alike."""
    x, y = one.blob, two.blob
    place, other = one.surface_at + 2 * i, two.surface_at + 2 * j
    at, start = x[place] | (x[place + 1] << 8), y[other] | (y[other + 1] << 8)
    many = (x[place + 2] | (x[place + 3] << 8)) - at
    if (y[other + 2] | (y[other + 3] << 8)) - start != many:
        return False
    for k in range(many):
        if x[at + k] != y[start + k]:
            return False
    return True


def _kin(x: int, y: int) -> bool:
    """Whether of two words that begin alike one may be the other, short for it, or the beginning of several that are joined in it."""
    both = x | y
    if (both & 1) != 0 and ((both & 2) != 0 or (((x ^ y) >> 22) & 1023) == 0):  # DISTINCT, OTHER; the hash
        return True
    one, two = x >> 32, y >> 32
    less, more = (one & ~two) == 0, (two & ~one) == 0
    if (both & 1) != 0 and (less or more):  # DISTINCT
        return True
    size, other = (x >> 6) & 63, (y >> 6) & 63
    return (size < other and less and (y & 8) != 0) or (other < size and more and (x & 8) != 0)  # JOINS


def _near(x: int, y: int) -> bool:
    """Whether two words may be spellings of one, for the score or for the rules: ``Room._may_meet``, ``_near_words`` and ``_slipped`` take none for one that this leaves out."""
    size, other = (x >> 6) & 63, (y >> 6) & 63
    most = size if size > other else other  # a comparison of C numbers
    gap = size - other if size > other else other - size
    slips = 2 * (3 * most // 10) if ((x ^ y) & 0x1F000) == 0 else 2 * most // 5  # letters of one alone; the first letter
    rest = (x ^ y) >> 32
    rest -= (rest >> 1) & 0x55555555
    rest = (rest & 0x33333333) + ((rest >> 2) & 0x33333333)
    rest = (rest + (rest >> 4)) & 0x0F0F0F0F
    return gap <= most // 3 and ((rest * 0x01010101) >> 24) & 63 <= slips  # how many bits are set
