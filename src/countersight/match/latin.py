"""Compares two names in Latin letters, word by word: no part of a word ever counts.

The order of the questions is the order of the evidence: the same name, then what forbids (numbers, places, trades),
then what is shared and what is left over on either side.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz

from countersight.match.outcome import Verdict, match, no, possible
from countersight.match.parts import SHORT, Parts, is_pinyin, is_strong, without_front
from countersight.names.places import agree, compatible
from countersight.names.words import CARRIERS, LEGAL_FORMS, SAYING_NOTHING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

NEAR_WORD = 86
"""Two words are spellings of one from this rapidfuzz ratio on (percent), when both are long and neither is pinyin."""

NEAR_GENERAL = 80
"""One side misspells a general word of the other from this ratio on."""

NEAR_NAME = 90
"""Two whole names are spellings of one from this ratio on."""

WHOLE = 970
"""The same name, or the same but for the legal form."""

ENOUGH = 3
"""So many general words in one order make a name of their own."""

_SCHOOLS = frozenset({"university", "academy", "college"})
"""With its place such a word is a name: there is one Shandong University."""
_CHINA = frozenset({"CN", "HK", "MO"})

_NOT_SHARED: Final = no("no distinctive word is shared", soft=True)
_NONE_SHARED: Final = no("no distinctive word is shared")
_NUMBERS_DIFFER: Final = no("the numbers differ")


@dataclass(frozen=True, slots=True)
class Context:
    """What is known beside the two names."""

    body_places: frozenset[str] = frozenset()
    """Places in all names and addresses of the body."""
    primary: bool = True
    """Whether the name on the list is the primary one."""
    country: str = "unknown"
    """``agrees``, ``conflicts`` or ``unknown``."""
    later: Callable[[], frozenset[str]] | None = None
    """What gives the places instead: it is asked where they matter, which is seldom."""

    @property
    def places(self) -> frozenset[str]:
        """Places in all names and addresses of the body."""
        return self.later() if self.later else self.body_places


@dataclass(frozen=True, slots=True)
class _Aligned:
    """Distinctive words of both sides: shared, shared but for spelling, and left over."""

    shared: tuple[str, ...]
    near: tuple[tuple[str, str], ...]
    query: tuple[str, ...]
    name: tuple[str, ...]


_NOTHING: Final = _Aligned((), (), (), ())
"""Nothing is shared; what is left over is not asked then."""


def country_of(mine: str, theirs: Sequence[str]) -> str:
    """``agrees``, ``conflicts`` or ``unknown``. Hong Kong and Macau count as China: lists write either."""
    if not mine or not theirs:
        return "unknown"
    wide = _CHINA if mine in _CHINA else {mine}
    return "agrees" if wide & set(theirs) else "conflicts"


def compare_latin(query: Parts, name: Parts, context: Context) -> Verdict:
    """Compare a written name with a name on the list."""
    same = _same(query, name)
    if same is not None:
        return _weigh_same(same, name, context)
    if query.numbers and name.numbers and query.numbers != name.numbers:
        return _NUMBERS_DIFFER
    aligned = _align(query, name)
    if not aligned.shared and not aligned.near:
        return _offices(query, name)
    conflict = _conflict(query, name, context)
    strong = any(is_strong(word) for word in aligned.shared) or len(aligned.shared) > 1
    if conflict:
        rest = tuple(word for word in query.key if word[0] != "@")
        if aligned.shared and conflict != _trade(query, name) and rest == name.key and len(rest) > 1:
            return possible(600, f"the same name with {conflict}: perhaps a branch")
        if strong and aligned.shared and not aligned.query and not aligned.name:
            return possible(560, f"the same distinctive word ({aligned.shared[0]}), but {conflict}")
        return no(conflict)
    if not aligned.shared:
        return _spelling(query, name, aligned)
    if aligned.query and aligned.name:
        return _both_left(query, name, aligned)
    if aligned.query or aligned.name:
        return _one_left(query, aligned, context, strong=strong)
    return _words_left(query, name, aligned, context)


def _same(query: Parts, name: Parts) -> Verdict | None:
    if not query.key or not name.key:
        return None
    if query.folded == name.folded:
        return match(1000, "the same name")
    if query.core == name.core:
        return match(970, "the same name but for the legal form")
    if query.key == name.key:
        fronts = without_front(query.core.split()) == without_front(name.core.split())
        return match(950, "the same name but for the legal form in front" if fronts else "the same name in another spelling of its places or numbers")
    if query.spaceless == name.spaceless and len(query.core) > SHORT:
        return match(930, "the same name, spaced otherwise")
    if query.ordered == name.ordered and len(query.key) > 1:
        return match(910, "the same words in another order")
    if len(query.key) == len(name.key) and (slips := _slips(query, name)):
        return match(900, f"the same name but for a slip in a general word ({', '.join(slips)})")
    return None


def _slips(query: Parts, name: Parts) -> list[str]:
    """General words that one side misspells, where every other word is the same; empty where anything else differs."""
    if len(query.key) != len(name.key) or len(name.key) == 1:
        return []
    found = []
    for mine, theirs in zip(query.key, name.key, strict=True):
        if mine == theirs:
            continue
        known = (mine in query.generic) + (theirs in name.generic)
        if known != 1 or mine[0] in "@#" or theirs[0] in "@#" or min(len(mine), len(theirs)) <= SHORT or fuzz.ratio(mine, theirs) < NEAR_GENERAL:
            return []
        found.append(f"{mine}, {theirs}")
    return found


def _weigh_same(same: Verdict, name: Parts, context: Context) -> Verdict:
    whole = (same.score >= WHOLE and len(name.key) >= ENOUGH) or len(name.key) > ENOUGH
    if not name.distinct and not whole and not (name.places and len(name.generic) > 1):
        if context.country == "agrees" and (len(name.generic) > 1 or (name.places and _SCHOOLS & {*name.generic})):
            return same
        return same.lowered("possible", 500, "but it is made of general words only")
    if len(name.key) == 1 and len(name.core) < SHORT and not context.primary and context.country != "agrees":
        return same.lowered("possible", 600, "but an acronym that several bodies share")
    return same


def _conflict(query: Parts, name: Parts, context: Context) -> str:
    if not compatible(query.places, name.places):
        return "another place"
    if query.places and not name.places:
        known = context.places
        if known and not any(agree(p, k) for p in query.places for k in known):
            return "a place that is not known of the body"
    return _trade(query, name)


def _trade(query: Parts, name: Parts) -> str:
    other = query.trades - name.trades
    return f"another trade ({min(other)})" if other else ""


def _align(query: Parts, name: Parts) -> _Aligned:
    if query.heads.isdisjoint(name.heads) and not any(map(name.distinct.__contains__, query.distinct)):
        return _NOTHING  # what is neither shared nor begins alike is no spelling of it either
    rest = list(name.distinct)
    shared: list[str] = []
    left: list[str] = []
    for word in query.distinct:
        if word in rest:
            rest.remove(word)
            shared.append(word)
        else:
            left.append(word)
    near: list[tuple[str, str]] = []
    for word in list(left):
        for other in rest:
            if min(len(word), len(other)) > SHORT and word[0] == other[0] and not (is_pinyin(word) and is_pinyin(other)) and fuzz.ratio(word, other) >= NEAR_WORD:
                near.append((word, other))
                left.remove(word)
                rest.remove(other)
                break
    return _Aligned(tuple(shared), tuple(near), tuple(left), tuple(rest))


def _offices(query: Parts, name: Parts) -> Verdict:
    """No distinctive word is shared: two offices of one place can still be one."""
    if query.distinct or name.distinct or not query.places or query.places != name.places:
        return _NOT_SHARED if query.distinct and name.distinct else _NONE_SHARED
    mine, theirs = set(query.generic), set(name.generic)
    if len(mine & theirs) > 1 and mine == theirs:
        if query.levels and name.levels and query.levels != name.levels:
            return no("the same kind of office at another level")
        return possible(760, "the same kind of office of the same place; the level is not named on both sides")
    return no("another kind of office")


def _spelling(query: Parts, name: Parts, aligned: _Aligned) -> Verdict:
    ratio = int(fuzz.ratio(query.core, name.core))
    if aligned.query or aligned.name or ratio < NEAR_NAME:
        return no(f"only a near spelling ({aligned.near[0][0]}, {aligned.near[0][1]})", soft=True)
    return possible(5 * ratio + 200, f"a near spelling ({aligned.near[0][0]}, {aligned.near[0][1]})", soft=True)


def _both_left(query: Parts, name: Parts, aligned: _Aligned) -> Verdict:
    ratio = int(fuzz.token_sort_ratio(query.core, name.core))
    if ratio >= NEAR_NAME and len(aligned.query) == len(aligned.name) == 1:
        one, other = aligned.query[0], aligned.name[0]
        if len(one) == len(other) == 1:
            return no(f"other letters ({one}, {other})")
        if not (is_pinyin(one) and is_pinyin(other)):
            return possible(5 * ratio, f"nearly the same words ({one}, {other})", soft=True)
    return no(f"other distinctive words ({', '.join(aligned.query[:2])})", soft=True)


def _one_left(query: Parts, aligned: _Aligned, context: Context, *, strong: bool) -> Verdict:
    left = aligned.query or aligned.name
    reason = f"shares {', '.join(aligned.shared[:3])}; {', '.join(left[:3])} stands on one side only"
    if len(aligned.shared) > len(left):
        return possible(620, reason, soft=True)
    # One shared word and one that only one side has: an ordinary word does that, so the country has to agree.
    first = query.key[0] == aligned.shared[0] and len(aligned.shared[0]) > 2  # noqa: PLR2004 - XY is no brand
    if context.country == "agrees" and len(left) == 1 and (first or strong):
        return possible(520, reason)
    return no(reason, soft=True)


def _words_left(query: Parts, name: Parts, aligned: _Aligned, context: Context) -> Verdict:
    """Every distinctive word is shared; general words, places or numbers are left over."""
    mine = [word for word in query.key if word not in name.key]
    theirs = [word for word in name.key if word not in query.key]
    word = aligned.shared[0]
    strong = len(aligned.shared) > 1 or is_strong(word)
    if aligned.near:
        return possible(700, "the same words but for spelling", soft=True)
    if len(name.key) == 1:
        return _alias(query, word, mine, context)
    if not theirs and len(name.key) > 1 and all(w[0] == "@" for w in mine) and _known(query, context):
        return match(870, f"the same name with a place that is known of the body ({word})")
    if len(query.key) == 1:
        return _brand(name, word, theirs, context)
    if (query.numbers != name.numbers) or not strong:
        if (set(mine) <= CARRIERS and not theirs) or (not mine and all(w in CARRIERS or w[0] == "@" for w in theirs)):
            return possible(680, f"shares {word}; only general words differ", soft=True)
        ratio = fuzz.token_sort_ratio(query.core, name.core)
        return possible(560, f"shares {word}", soft=True) if ratio >= 75 else no(f"shares only {word}", soft=strong)  # noqa: PLR2004 - percent
    if not mine and all(w[0] == "@" for w in theirs):
        return match(880, f"the same name without its place ({word})")
    if context.country != "agrees" and not all(w in CARRIERS or w[0] in "@#" for w in mine + theirs):
        return no(f"shares only {word}", soft=True)
    return possible(720, f"shares {word}; other words differ ({', '.join((mine + theirs)[:3]).replace('@', '')})", soft=True)


def _known(query: Parts, context: Context) -> bool:
    known = context.places if query.places else context.body_places
    return all(any(agree(p, k) for k in known) for p in query.places)


def _brand(name: Parts, word: str, theirs: list[str], context: Context) -> Verdict:
    """A one-word query: it means a longer name that is that word and then only words that carry no other meaning."""
    plain = all(w in CARRIERS or w[0] == "@" for w in theirs)
    if plain and is_strong(word) and (context.country == "agrees" or name.key[0] == word):
        verdict = match(850, f"the name {word} without its general words")
        return verdict if context.country == "agrees" else verdict.lowered("possible", 720, "the country is not known")
    if is_strong(word) or plain:
        return possible(600, f"{word} stands in a longer name")
    return no(f"shares only {word}")


def _alias(query: Parts, word: str, mine: list[str], context: Context) -> Verdict:
    """A one-word name: it is meant when the query is that word and then only words that carry no other meaning."""
    mine = [one for one in mine if one not in LEGAL_FORMS]
    first, general = query.key[0] == word, set(mine) <= CARRIERS
    acronym = len(word) <= SHORT and context.country != "agrees"
    if first and general and is_strong(word):
        found = match(860, f"begins with {word}, and only general words follow")
        if context.country == "agrees" or set(mine) <= SAYING_NOTHING:
            return found
        return found.lowered("possible", 700, "the country is not known")
    if acronym and not (first and general):
        return no(f"shares only the acronym {word}")
    if first and general and not acronym and context.country == "agrees":
        return match(820, f"begins with {word}, only general words follow, and the country agrees")
    if first or is_strong(word):
        return possible(640, f"holds the name {word} with other words")
    return no(f"shares only {word}")
