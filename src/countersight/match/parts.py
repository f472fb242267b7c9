"""A Latin-script name taken apart: numbers, places, levels, trade words, and what is left, which is what identifies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from countersight.names.normalise import MAX_CHARS, core, fold
from countersight.names.places import LATIN as PLACES
from countersight.names.words import GENERIC, LEGAL_FORMS, LEVELS

SHORT: Final = 4
"""A word of up to so many letters is not taken for another one misspelled, and a one-word name of no more is an acronym that many bodies share."""
MAX_TOKENS: Final = 40
"""Words of a name that are compared."""

ORDINALS: Final = {
    word: str(i)
    for i, word in enumerate(
        ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"), 1
    )
}
_NUMBER = re.compile(r"(?:no)?0*(\d{1,9})(?:st|nd|rd|th)?")
PHRASES: Final = (
    (re.compile(r"\bhong kong\b"), "hongkong"),
    (re.compile(r"\bpsb\b"), "public security bureau"),
    (re.compile(r"\bxinjiang uyghur autonomous region\b(?: peoples government\b)?"), "xinjiang"),
    (re.compile(r"\bno (?=\d)"), ""),
    (re.compile(r"\b(?:the )?peoples republic of china\b|\bp r china\b|\bprc\b"), "china"),
)
_HINTS: Final = ("hong kong", "psb", "xinjiang uyghur", "no ", "republic of china", "p r china", "prc")
"""One of these stands wherever one of :data:`PHRASES` does."""
SMALL: Final = frozenset("a and at by da de del der des di do du e et for from i in la le les of on the to und y".split())

_PEOPLES: Final = frozenset("autonomous hui kazakh kyrgyz mongolian tibetan tujia uyghur yi zhuang".split())
"""Words inside the official names of autonomous divisions. They are skipped there: the place says it all."""

COMMON: Final = frozenset(
    """
    alliance alpha atlantic atlas best bridge brother brothers crown crystal delta diamond dragon dream eagle
    elite empire falcon fortune galaxy global gold golden grand great green horizon imperial jade king kingdom leader
    legend liberty lotus lucky master millennium noble ocean omega orient oriental palace paradise pearl phoenix pioneer
    planet prime progress queen rainbow regal river royal sigma silver sky smart spring stars sunrise sunshine super
    supreme tiger titan triumph trust victory vision wisdom
    """.split()
)
"""Ordinary words that many companies choose as a name: never strong by themselves."""

_SYLLABLE: Final = (
    "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|an|ao|ei|en|er|ia|ie|in"
    "|iu|ou|ua|ue|ui|un|uo|a|e|i|o|u|v)"
)
_PINYIN: Final = re.compile(f"(?:{_SYLLABLE})+")
_SHORT_PINYIN: Final = re.compile(f"(?:{_SYLLABLE}){{1,2}}")

OTHER_TRADES: Final = frozenset(
    """
    agriculture agricultural bakery brewery catering clinic clothing coffee cosmetics dairy fashion fishery flower food
    foods footwear fruit furniture garden garment garments hospital hospitals hotel hotels jewelry kindergarten laundry
    leather museum paper pharmacy primary restaurant restaurants school shoes spinning tea temple textile textiles toys
    travel weaving wine
    """.split()
)
"""Trades that speak against a maker of cameras, chips or software of the same brand."""


def number_of(word: str) -> str:
    """The number that a word is (``52``, ``52nd``, ``no52``), without leading zeros, or empty.

    >>> number_of("052nd"), number_of("fifty")
    ('52', '')
    """
    found = _NUMBER.fullmatch(word)
    return found[1] if found else ""


def initials_joined(words: list[str]) -> list[str]:
    """Single letters in a row are one word: S.p.A., B.V., C.V.

    >>> initials_joined("elite privada s a de c v".split())
    ['elite', 'privada', 'sa', 'de', 'cv']
    """
    if not words or min(map(len, words)) > 1:
        return words
    out: list[str] = []
    run = ""
    for word in [*words, ""]:
        if len(word) == 1 and word.isalpha():
            run += word
            continue
        if run:
            out.append(run)
            run = ""
        if word:
            out.append(word)
    return out


FRONT_ALONE: Final = frozenset("ao cjsc corp cv doo ead eood eurl gmbh inc jsc llc llp ltd oao ojsc ood ooo pao pjsc plc prjsc pt ms messrs sarl sas sia spa tnhh too tov uab zao".split())
"""What stands before a name and is none of it: legal forms where they come first, and Messrs. Two letters that are as often a word or
initials (AS, AB, SA, OU) are left where they stand: such a pair is possible, and no match."""
FRONT_LONG: Final = tuple(
    tuple(one.split())
    for one in (
        "public limited liability company", "private limited liability company", "limited liability company", "limited liability partnership", "public joint stock company", "private joint stock company",
        "open joint stock company", "closed joint stock company", "joint stock company", "liability company", "stock company", "public limited company",
        "private limited company", "limited company", "private limited", "societe anonyme", "societe a responsabilite limitee", "sociedad anonima", "perseroan terbatas",
        "cong ty tnhh", "cong ty co phan", "kabushiki kaisha", "yugen kaisha", "otkrytoe aktsionernoe obshchestvo", "zakrytoe aktsionernoe obshchestvo",
        "publichnoe aktsionernoe obshchestvo", "aktsionernoe obshchestvo", "obshchestvo s ogranichennoy otvetstvennostyu", "obshchestvo s ogranichennoi otvetstvennostyu",
    )
)  # fmt: skip
"""The same, written out; the longer of two stands first."""
FRONT_FIRST: Final = FRONT_ALONE | {form[0] for form in FRONT_LONG}


def without_front(words: list[str]) -> list[str]:
    """Words without a legal form, or Messrs, at their beginning; never without all of them.

    >>> without_front("ooo yupel".split()), without_front("ms limited liability company vu dikson".split()), without_front(["jsc"])
    (['yupel'], ['vu', 'dikson'], ['jsc'])
    >>> without_front("cong ty tnhh torwick".split()), without_front("as torwick".split())
    (['torwick'], ['as', 'torwick'])
    """
    at = 0
    while at < len(words) and words[at] in FRONT_FIRST:
        form = next((form for form in FRONT_LONG if tuple(words[at : at + len(form)]) == form), ())
        size = len(form) or int(words[at] in FRONT_ALONE)
        if not size or at + size >= len(words):
            break
        at += size
    return words[at:] if at else words


def plainly(line: str) -> str:
    """A folded name with what has a longer and a shorter form in one of them.

    >>> plainly("hong kong psb no 5")
    'hongkong public security bureau 5'
    """
    for hint in _HINTS:
        if hint in line:
            for pattern, plain in PHRASES:
                line = pattern.sub(plain, line)
            break
    return line


@dataclass(frozen=True, slots=True)
class Parts:
    """A name, taken apart. ``key`` is its content in order, places as codes, without function words."""

    folded: str
    core: str
    key: tuple[str, ...]
    distinct: tuple[str, ...]
    generic: tuple[str, ...]
    places: frozenset[str]
    numbers: frozenset[str]
    levels: frozenset[str]
    spaceless: str
    """``core`` without spaces."""
    ordered: tuple[str, ...]
    """``key`` in one order."""
    trades: frozenset[str]
    """Words for a trade that speaks against a look-alike."""
    heads: frozenset[str]
    """First letters of the distinctive words that may be misspelled."""


def words_of(bare: str) -> list[str]:
    """The words of a name without legal form that are looked at: at most :data:`MAX_TOKENS`."""
    words = without_front(initials_joined(plainly(bare).split()[:MAX_TOKENS]))
    return [word for word in words if word not in _PEOPLES] if "autonomous" in words else words


NONE_TOLD: Final[frozenset[str]] = frozenset()
"""One for all names that tell nothing of a kind: most do."""


def _told(found: list[tuple[str, str, str]], kind: str) -> frozenset[str]:
    """What the words of one kind tell."""
    return frozenset([told for what, _, told in found if what == kind]) or NONE_TOLD


@lru_cache(maxsize=32768)
def _parts(text: str) -> Parts:
    folded, bare = fold(text), core(text)
    found = [one for word in words_of(bare) if (one := part_of(word))]
    keys = tuple([key for _, key, _ in found])
    distinct = tuple([key for what, key, _ in found if what == "d"])
    return Parts(
        folded,
        bare,
        keys,
        distinct,
        tuple([key for what, key, _ in found if what == "g"]),
        _told(found, "@"),
        _told(found, "#"),
        _told(found, "v"),
        bare.replace(" ", ""),
        tuple(sorted(keys)),
        frozenset([key for what, key, _ in found if what in "dg" and key in OTHER_TRADES]) or NONE_TOLD,
        frozenset([key[0] for key in distinct if len(key) > SHORT]) or NONE_TOLD,
    )


@lru_cache(maxsize=65536)
def part_of(word: str) -> tuple[str, str, str] | None:
    """What a word is (distinctive, general, place, number, level), its key, and what it tells; None for a small word."""
    if word in SMALL:
        return None
    if number := ORDINALS.get(word) or ((found := _NUMBER.fullmatch(word)) and found[1]):
        return "#", f"#{number}", number
    if word in PLACES:
        return "@", f"@{PLACES[word]}", PLACES[word]
    if word in LEVELS:
        return "v", LEVELS[word], LEVELS[word]
    return ("g" if word in GENERIC or word in LEGAL_FORMS else "d"), word, word


def parts(text: str) -> Parts:
    """Take a name apart.

    >>> found = parts("Kashi Prefecture Public Security Bureau")
    >>> found.places, found.levels, found.distinct
    (frozenset({'cn.xinjiang.kashgar'}), frozenset({'prefecture'}), ())
    """
    return _parts(text[:MAX_CHARS])


@lru_cache(maxsize=16384)
def is_pinyin(word: str) -> bool:
    """True when a word can be read as Mandarin syllables: then a near spelling is another word, not a slip.

    >>> is_pinyin("dahua"), is_pinyin("hikvision")
    (True, False)
    """
    return len(word) <= MAX_TOKENS and _PINYIN.fullmatch(word) is not None


@lru_cache(maxsize=16384)
def is_strong(word: str) -> bool:
    """True when a word can identify by itself.

    Five letters, no ordinary word, and not one or two Mandarin syllables, which many share.

    >>> is_strong("hikvision"), is_strong("dahua"), is_strong("zte")
    (True, False, False)
    """
    if len(word) < 5 or word in COMMON:  # noqa: PLR2004 - letters
        return False
    return len(word) > MAX_TOKENS or _SHORT_PINYIN.fullmatch(word) is None
