"""Compares a name in Han with a name on the list: in Han by its parts, in letters by what it would be in letters.

A name is taken apart by :func:`countersight.names.han_segment.segment`. Places are compared by code, brands character by character: one other
character is another name. Two characters are a weak brand (大华 is a camera maker, a hospital and many shops), four are a strong one.
Across scripts the letters of a short brand stand for many names in Han, so there only a long brand or a name without any makes a match.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz

from countersight.match.outcome import Evidence, Verdict, match, no, possible
from countersight.names.gazetteer import inside
from countersight.names.han_compare import Relation, is_general, related
from countersight.names.han_compare import compare_han as compare_scripts
from countersight.names.han_person import reading
from countersight.names.han_segment import segment
from countersight.names.normalise import MAX_CHARS, script

if TYPE_CHECKING:
    from countersight.match.uses import Use
    from countersight.names.han_segment import HanName, Piece

_STRONG_BRAND: Final = 3
_NEARLY: Final = 10
"""Characters from which two names in Han may be one but for a slip."""
_SURE: Final[dict[Use, float]] = {"strict": 0.97, "balanced": 0.95, "wide": 0.9}
"""A strength across scripts from which two names are one, if their brand is long or there is none."""
_SHOWN: Final = 0.8
"""A strength across scripts from which a person has to look."""
_CHINA: Final = "中国"


@dataclass(frozen=True, slots=True)
class HanParts:
    """A Han name, taken apart. ``places``: codes of the divisions that its narrowest place may be."""

    text: str
    core: str
    places: frozenset[str]
    brand: str
    trades: str
    office: bool
    """Whether an organ of state is named."""
    numbers: frozenset[int]
    latin: bool = False
    """Whether the brand is written in letters."""


@lru_cache(maxsize=8192)
def _parts(text: str) -> HanParts:
    name = segment(text)
    places = _narrowest(name)
    kept = [piece for piece in name.pieces if not (piece.word and piece.word.kind == "l")] or list(name.pieces)
    brand = "".join(piece.text for piece in kept if _names(piece))
    trades = "".join(piece.text for piece in kept if piece.word and piece.word.kind not in "bd" and piece.text != _CHINA)
    return HanParts(
        name.text.replace("|", ""),
        "".join(piece.text for piece in kept),
        places,
        brand,
        trades,
        any(piece.word and piece.word.kind == "o" for piece in kept),
        frozenset(piece.number for piece in kept if piece.sort == "number"),
        any(piece.sort == "latin" for piece in kept),
    )


def _names(piece: Piece) -> bool:
    """Whether a piece says who is meant: a brand, letters, or an ordinary word that may be a brand."""
    return piece.sort in {"brand", "latin"} or bool(piece.word and piece.word.kind in "bd")


def _narrowest(name: HanName) -> frozenset[str]:
    found: frozenset[str] = frozenset()
    for piece in name.of("place"):
        within = frozenset(code for code in piece.codes if any(inside(code, whole) for whole in found))
        found = within or piece.codes
    return found


def han_parts(text: str) -> HanParts:
    """Take a Han name apart.

    >>> found = han_parts("杭州海康威视数字技术股份有限公司")
    >>> sorted(found.places), found.brand, found.trades
    (['330100'], '海康威视', '数字技术')
    """
    return _parts(text[:MAX_CHARS])


def compare_han(query: HanParts, name: HanParts, body_places: frozenset[str] = frozenset(), country: str = "unknown") -> Verdict:
    """Compare a written name with a name on the list, both in Han.

    Args:
        query: The name that is asked about.
        name: The name on the list.
        body_places: Codes of the divisions that the names and addresses of the body speak of.
        country: ``agrees``, ``conflicts`` or ``unknown``.
    """
    if query.text == name.text or query.core == name.core:
        same = match(1000 if query.text == name.text else 970, "the same name in Han")
        size = len(query.text if query.text == name.text else query.core)
        if not query.places and (is_general(query.text) or size < _STRONG_BRAND):
            if country == "agrees" and size >= _STRONG_BRAND:
                return same
            return same.lowered("possible", 600, "but it is short or general, and others bear it")
        return same
    if query.numbers != name.numbers and query.numbers and name.numbers:
        return no("the numbers differ")
    if query.office or name.office or not query.brand or not name.brand:
        return _offices(query, name)
    if query.brand != name.brand:
        return _other_brand(query, name)
    return _same_brand(query, name, body_places)


def compare_across(text: str, written: str, use: Use, *, spelled: bool = False) -> Verdict:
    """Compare a name in Han with one in letters, whichever is asked about.

    Args:
        text: The name that is asked about.
        written: The name on the list.
        use: Which threshold makes a match.
        spelled: The body has names in the script of the query as well, and they are others: the letters alone settle nothing, and
            those of a short brand say nothing.
    """
    found = related(text, written)
    if found.conflicts or found.relation in {Relation.DIFFERENT, Relation.RELATED} or found.strength < _SHOWN:
        return no("; ".join(found.conflicts) or "the letters stand for another name in Han")
    reason = ", ".join(f"{left} = {right} ({why})" for left, right, why in found.segments)
    evidence = Evidence(compare_scripts(text, written).score, found.segments, found.conflicts)
    brand = han_parts(text if script(text) == "han" else written).brand
    sure = found.relation is Relation.SAME and found.strength >= _SURE[use]
    short = 0 < len(brand) < _STRONG_BRAND
    if spelled and (short or not sure):
        return no("the letters stand for many names, and its names in Han are others")
    if sure and not spelled and not short:
        return replace(match(round(700 + 100 * found.strength), reason), evidence=evidence)
    why = "the letters of a short brand stand for many names" if short else "its names in Han are others" if spelled else "the letters leave it open"
    return replace(possible(round(300 + 300 * found.strength), f"{reason}; {why}"), evidence=evidence)


def compare_person_across(text: str, written: str, country: str = "unknown") -> Verdict:
    """Compare a person's name in Han with one in letters, whichever is asked about: at most a question.

    The letters of a given name of two characters are shared by many, those of one by very many: there the country has to agree.

    Args:
        text: The name that is asked about.
        written: The name on the list.
        country: ``agrees``, ``conflicts`` or ``unknown``.
    """
    han, letters = (text, written) if script(text) == "han" else (written, text)
    found = reading(han, letters)
    if found is None:
        return no("the letters do not read these characters")
    short = len(han.replace(" ", "")) == 2  # noqa: PLR2004 - a family name and one character
    if country == "conflicts" or (short and country != "agrees"):
        return no("the letters read these characters, and those of very many others")
    segments = ((text, written, "reading"),)
    return replace(possible(480 if short else 540, f"{han} is read {' '.join(found)}; many people's names are"), evidence=Evidence(0.0, segments))


def _offices(query: HanParts, name: HanParts) -> Verdict:
    if query.brand != name.brand or query.trades != name.trades or not query.places & name.places:
        return no("another office")
    if query.places == name.places:
        return match(950, "the same kind of office of the same place")
    return possible(760, "the same kind of office of the same place; the level is not named on both sides")


def _other_brand(query: HanParts, name: HanParts) -> Verdict:
    long = min(len(query.core), len(name.core)) >= _NEARLY
    if long and query.places == name.places and fuzz.ratio(query.core, name.core) >= 90:  # noqa: PLR2004 - percent
        return possible(540, "nearly the same name in Han")
    return no("another name in Han")


def _meet(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether one place may lie in the other."""
    return any(inside(a, b) or inside(b, a) for a in one for b in other)


def _same_brand(query: HanParts, name: HanParts, body_places: frozenset[str]) -> Verdict:
    strong = len(query.brand) >= _STRONG_BRAND
    known = name.places | body_places
    if query.places and known and not (_meet(query.places, name.places) if name.places else _meet(query.places, known)):
        if len(query.brand) > _STRONG_BRAND:
            return possible(560, f"the same brand ({query.brand}), but another place")
        return no("another place")
    if query.trades == name.trades and (strong or query.places == name.places):
        return match(900, f"the same brand and trade ({query.brand})")
    if strong and not (query.trades and name.trades):
        if len(query.brand) > _STRONG_BRAND:
            return match(860, f"the brand ({query.brand}) with its general words left out")
        return possible(700, f"the same brand ({query.brand})")
    if strong or (query.trades and name.trades and query.trades[-2:] == name.trades[-2:]):
        return possible(640, f"the same brand ({query.brand}), other trade words")
    return no(f"shares only {query.brand}")
