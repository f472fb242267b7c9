"""Whether a brand is the producer's own: compared by whole words, never by a part of one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from countersight.names.normalise import fold, script
from countersight.names.places import HAN as HAN_PLACES
from countersight.names.places import LATIN as LATIN_PLACES
from countersight.names.words import GENERIC, HAN_TRADES

_SHORTEST_HAN: Final = 2


def own_brand(brand: str, names: Iterable[str]) -> bool | None:
    """Whether a brand is in a producer's names, or one of these in the brand, as whole words that identify.

    Returns:
        False where they share no such word; None where they share a word and are not one in the other, where only
        general words and places are shared, or where no name is written in the brand's script.

    >>> dahua = ["Zhejiang Dahua Technology Co., Ltd.", "浙江大华技术股份有限公司"]
    >>> [own_brand(brand, dahua) for brand in ("DAHUA", "大华", "LumaSafe", "Technology", "Dahua-compatible")]
    [True, True, False, None, None]
    >>> own_brand("Letzten", ["ZTE"])
    False
    """
    mine = fold(brand)
    theirs = [fold(name) for name in names if script(name) == script(brand)]
    theirs = [name for name in theirs if name]
    if not mine or not theirs:
        return None
    verdicts = [_han(mine, name) if script(brand) == "han" else _words(mine, name) for name in theirs]
    return True if True in verdicts else None if None in verdicts else False


def _words(brand: str, name: str) -> bool | None:
    if brand == name or brand.replace(" ", "") == name.replace(" ", ""):
        return True
    shared = set(brand.split()) & set(name.split())
    if not shared:
        return False
    telling = shared - GENERIC - LATIN_PLACES.keys()
    within = f" {brand} " in f" {name} " or f" {name} " in f" {brand} "
    return True if telling and within else None


def _han(brand: str, name: str) -> bool | None:
    short, long = sorted((brand, name), key=len)
    if short == long:
        return True
    if short not in long:
        return False
    return None if len(short) < _SHORTEST_HAN or short in HAN_TRADES or short in HAN_PLACES else True
