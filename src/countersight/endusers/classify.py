"""What kind of end user a body is, by its names alone; and the sensitive places and programmes that a text names.

A name is no proof of anything but itself: the answer carries the words that decided, and where a tie to the state depends
on the deal it says so. Nothing here looks at who a person is; only words for offices, companies and places count.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Final

from countersight.endusers.kinds import ORGANS, Gov
from countersight.endusers.outline import outline, roles
from countersight.endusers.places import find_places
from countersight.endusers.programmes import find_programmes
from countersight.endusers.reading import LOCAL, TABLES, UNKNOWN, WORDS, EndUser, read
from countersight.endusers.text import MAX_NAME, Text, name_text
from countersight.endusers.where import NOWHERE, locate_corps, locate_han, locate_latin, locate_words, only_place
from countersight.names.gazetteer import level_of_code
from countersight.names.han_segment import clean
from countersight.names.han_text import is_han, simplify
from countersight.names.normalise import folded_words

__all__ = ["ORGANS", "EndUser", "classify_body", "find_places", "find_programmes"]

MAX_NAMES: Final = 64
"""Names of one body that are read; the longest entry on the 2026 screening list has fewer."""

_RANK: Final[dict[Gov, int]] = {"yes": 3, "conditional": 2, "no": 1, "unknown": 0}
_BUSINESS: Final = frozenset(("company", "soe", "soe_xpcc", "bank_fin"))


def classify_body(names: Sequence[str]) -> EndUser:
    """The kind of a body, from all names it is written with.

    The names are read one by one. A name that says "government" outweighs one that does not (the XPCC also trades under a
    company's name), except that a general word for an office ("Bureau") does not outweigh a company's name (state
    construction groups have "bureaus"). Among equals a security organ outweighs another.

    Args:
        names: Chinese or English names of one body; of each the first characters are read, of very many the first ones.

    >>> classify_body(["阿克苏地区公安局"])
    EndUser(gov='yes', type='PSB', organ='police', level='prefecture', security=True, military=None, matched='公安局', codes=('652900',))
    >>> classify_body(["公安县人民医院"]).type, classify_body(["中信国安信息产业股份有限公司"]).gov
    ('HEALTH', 'no')
    >>> classify_body([]).gov
    'unknown'
    """
    if len(names) == 1:
        return _classify(names[0])
    found = [_classify(name) for name in dict.fromkeys(names[:MAX_NAMES])]
    if any(one.organ in _BUSINESS for one in found):
        found = [one for one in found if one.type != "GOV-GEN"]
    best = max(found, key=lambda one: (_RANK[one.gov], one.security, bool(one.level)), default=UNKNOWN)
    if not best.codes and (codes := next((one.codes for one in found if one.codes), ())):
        best = best._replace(codes=codes)
    if best.level or best.gov in {"no", "unknown"}:
        return best
    level = next((one.level for one in found if one.organ == best.organ and one.level), "")
    return best._replace(level=level)


def kind_in_letters(name: str, words: list[str]) -> EndUser | None:
    """The kind of a body by one name in plain letters, quickly; None where its place, or a mark in it, may matter to that.

    Args:
        name: As written, without signs of other scripts.
        words: As :func:`~countersight.names.normalise.folded_words` gives them.

    Returns:
        As :func:`classify_body`, without ``codes``.
    """
    if len(name) > MAX_NAME or '"' in name or "PSB" in name:
        return None
    found = _of_outline(outline(words, _roles()))
    return found if found is not None and found.gov != "yes" else None


def _classify(name: str) -> EndUser:
    name = name[:1024]
    if not name.isascii() and len(name) < _LONG_HAN:
        line = simplify(name).replace(" ", "")
        if _HAN_ONLY.fullmatch(line):
            place = locate_han(line)
            kind = _kind_of(place.plain) if _HAN_COMPANY not in line else _read_han(place.plain)
            matched = line if kind.matched == place.plain else kind.matched
            return EndUser(kind.gov, kind.type, kind.organ, kind.level, kind.security, kind.military, matched, _sorted(place.codes))
    return _classify_cut(name)


_HAN_ONLY: Final = re.compile(r"[\u4e00-\u9fff]+")
_LONG_HAN: Final = 60


@lru_cache(maxsize=16384)
def _sorted(codes: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(codes))


@lru_cache(maxsize=4096)
def _classify_cut(name: str) -> EndUser:
    """A name in letters, or with both scripts."""
    words = _letters_only(name)
    if words is not None:
        codes = locate_words(words) or locate_corps(name)
        kind = _in_letters(words)
    else:
        mixed = not name.isascii() and any(map(is_han, name))
        codes = (locate_han(clean(name).replace("|", "")).codes if mixed else NOWHERE) or locate_latin(name)
        kind = read(name, name_text(name))
    if kind.gov == "unknown" and codes and "PSB" in name and (full := _PSB.sub("Public Security Bureau", name)) != name:
        kind = read(full, name_text(full))
    level = kind.level
    if kind.gov == "yes" and level != "central":
        codes = codes or only_place(name)
        level = level or _level_of(codes)
    return EndUser(kind.gov, kind.type, kind.organ, level, kind.security, kind.military, kind.matched, _sorted(codes)) if codes else kind


_PSB: Final = re.compile(r"\bPSB\b")
_QUOTED: Final = re.compile('["“”„«»「」『』《》〈〉]')
"""Marks that :func:`name_text` takes out before it folds; a name with one is read as it stands."""


def _letters_only(name: str) -> list[str] | None:
    """The folded words of a name; None where it has signs of another script, marks inside or no end."""
    if len(name) > MAX_NAME or ('"' in name if name.isascii() else _QUOTED.search(name)):
        return None
    words = folded_words(name)
    return words if name.isascii() or all(map(str.isascii, words)) else None


@lru_cache(maxsize=16384)
def _level_of(codes: frozenset[str]) -> str:
    """The level that all of the codes share, or empty."""
    levels = {level_of_code(code) for code in codes}
    return levels.pop() if len(levels) == 1 else ""


def _in_letters(words: list[str]) -> EndUser:
    """All but the place, of folded words."""
    found = _of_outline(outline(words, _roles()))
    if found is None:
        folded = " ".join(words)
        return read(folded, Text(f" {folded} ", folded, latin=True, has_han=False))
    return found


@lru_cache(maxsize=32768)
def _of_outline(name: str) -> EndUser | None:
    """What a name is by its outline; None where the words that an outline leaves out may matter."""
    text = Text(f" {name} ", name, latin=True, has_han=False)
    return None if text.first(LOCAL) else read(name, text)


@cache
def _roles() -> dict[str, str]:
    return roles(TABLES, WORDS)


@lru_cache(maxsize=32768)
def _kind_of(name: str) -> EndUser:
    """All but the place, of a name in plain Han that is no company's: offices are called alike everywhere."""
    return _read_han(name)


def _read_han(name: str) -> EndUser:
    """The same, of any name in plain Han: nothing there is left to fold."""
    return read(name, Text(f" {name} ", name, latin=False, has_han=True, tokens=[name]))


_HAN_COMPANY: Final = "公司"
"""In a name with these words stands a brand, so that hardly two are alike."""
