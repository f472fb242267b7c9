"""What speaks for a body and against it beside its name: country, address, days, jurisdiction, registration numbers.

A pure comparison of what is known of a party with what is held of a body. It never finds a body by itself, never makes a person a match,
and never drops anybody for what is not known. Nationality, place of birth and the origin of a name are no part of it. A day of birth is
compared where the user's own record of a listed person holds one: readers of official lists leave them out (ETHICS.md).

Points are thousandths of the score, as in :class:`~countersight.match.outcome.Match`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from countersight.match.asking import Facts
from countersight.match.outcome import Match
from countersight.model.body import each
from countersight.names.identifiers import fault_of, normalise_identifier
from countersight.names.normalise import fold
from countersight.names.part_days import Agreement, agreement, part_day
from countersight.names.places import HAN, LATIN, agree

if TYPE_CHECKING:
    from countersight.match.uses import Use
    from countersight.model.body import Body

CHINA: Final = frozenset({"CN", "HK", "MO"})
"""Lists write any of these for one body, so that none of them conflicts with another."""
SINGLE: Final = frozenset({"uscc", "lei", "cik", "registration", "duns", "ror"})
"""Kinds of which a body has one: two sound values that differ speak against. A company has many securities, and so many ISINs."""
BORN: Final = "birth_date"
INCORPORATED: Final = "incorporated"
JURISDICTION: Final = "jurisdiction"

_DAYS: Final[dict[str, dict[Agreement, int]]] = {
    BORN: {"day": 90, "month": 60, "year": 40, "about": 20, "swapped": 50, "slip": -60, "conflict": -400},
    INCORPORATED: {"day": 90, "month": 60, "year": 30, "about": 10, "swapped": 40, "slip": -40, "conflict": -200},
}
_HOW: Final[dict[Agreement, str]] = {
    "day": "on the same day", "month": "in the same month", "year": "in the same year", "about": "about the same time",
    "swapped": "on the same day, with day and month swapped", "slip": "in the same year, but on another day", "conflict": "at another time",
}  # fmt: skip
_STREET: Final = 80
_PLACE: Final = 20
_OTHER_PLACE: Final = -60
_SAME_ID: Final = 200
_OTHER_ID: Final = -300
_SAME_LAW: Final = 30
_OTHER_LAW: Final = -150
ENOUGH: Final = 150
"""Agreements of a body that is no person carry a hit over to ``match`` from these points on, where nothing speaks against it ..."""
FROM: Final = 640
"""... and its name alone reached this score."""
UNLIKELY: Final = 150
"""Most that a person scores who was born at another time."""
_BELOW: Final = 740
_ADDRESS_WORDS: Final = frozenset(
    "and area av ave avenue bldg block box boulevard building centre center china city co county district dist east economic flat floor fl "
    "garden hall high house industrial international kong hong lane level main new no north number of office park peoples plaza po post prc "
    "province rd republic road room rm south sq square st street suite tech technology the tower town unit village west zone zip".split()
)
_MUNICIPALITIES: Final = frozenset({"cn.beijing", "cn.shanghai", "cn.tianjin", "cn.chongqing"})
_NUMBER = re.compile(r"\d+[a-z]?", re.ASCII)
_HAN_STREET = re.compile(r"[\u4e00-\u9fff]{2,6}?(?:大道|路|街|巷|道)")


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that agrees (points over 0), conflicts (below 0) or is only told (0). ``lowers``: it forbids the band ``match``."""

    kind: str
    points: int
    said: str
    lowers: bool = False


def weigh_evidence(known: Facts, body: Body) -> list[Point]:
    """Everything beside the name that a party and a body have in common, or that parts them.

    Args:
        known: What is known of the party.
        body: As the snapshot holds it. Days and jurisdiction are read from its statements ``incorporated``, ``jurisdiction`` and, of a
            person, ``birth_date``; those that were withdrawn are not.

    Returns:
        Points, in a fixed order. The country has none: the matcher itself counts it.
    """
    points = [*_country(known, body), *_identifiers(known, body)]
    if body.schema == "Person":
        return points + list(_days(BORN, known.born, _said(body, BORN), "born"))
    points += _addresses(known.addresses, body.addresses)
    points += _days(INCORPORATED, known.incorporated, _said(body, INCORPORATED), "incorporated")
    return points + list(_jurisdiction(known, body))


def applied(found: Match, points: Sequence[Point], *, person: bool, use: Use = "balanced") -> Match | None:
    """A hit with what speaks for it and against it; None only in ``strict``, for a person who was born at another time.

    A conflict that ``lowers`` keeps a hit from the band ``match`` and leaves it to be looked at. Agreements raise the score; they make a
    hit a match where they are worth :data:`ENOUGH`, nothing conflicts, it is no person, and the name alone came near.
    """
    agreements, conflicts = [one for one in points if one.points > 0], [one for one in points if one.points < 0]
    if not agreements and not conflicts:
        return found
    if person and use == "strict" and any(one.kind == BORN and one.lowers for one in conflicts):
        return None
    score = found.score + sum(one.points for one in points)
    band = found.band
    if any(one.lowers for one in conflicts):
        band, score = "possible", min(score, UNLIKELY if person else _BELOW)
    elif not person and not conflicts and found.score >= FROM and sum(one.points for one in agreements) >= ENOUGH:
        band = "match"
    evidence = replace(
        found.evidence,
        agreements=(*found.evidence.agreements, *(one.said for one in agreements)),
        conflicts=(*found.evidence.conflicts, *(one.said for one in conflicts)),
    )
    reason = "; ".join((found.reason, *(one.said for one in (*agreements, *conflicts))))
    return replace(found, band=band, score=max(1, min(1000, score)), reason=reason, evidence=evidence)


def _said(body: Body, prop: str) -> tuple[str, ...]:
    return tuple(said.value for said in body.statements if said.prop == prop and said.standing not in {"withdrawn", "corrected"})


def _country(known: Facts, body: Body) -> Iterator[Point]:
    if known.country and body.countries and body.schema != "Person":
        mine, theirs = known.country.upper(), ", ".join(body.countries)
        same = mine in body.countries or (mine in CHINA and bool(CHINA & set(body.countries)))
        yield Point("country", 0, f"the country agrees ({mine})" if same else f"the country differs ({mine}; the body: {theirs})")


def _identifiers(known: Facts, body: Body) -> Iterator[Point]:
    for kind, value in sorted(known.identifiers.items()):
        mine = normalise_identifier(kind, value)
        if not mine:
            continue
        if wrong := fault_of(kind, value):
            yield Point(kind, 0, f"the {kind} {mine} is not counted: {wrong}")
            continue
        theirs = {normalise_identifier(kind, one) for one in each(body.identifiers.get(kind, ""))} - {""}
        if mine in theirs:
            yield Point(kind, _SAME_ID, f"the same {kind}")
        elif kind in SINGLE and (sound := [one for one in theirs if not fault_of(kind, one)]):
            if kind == "registration" and not (known.country and known.country.upper() in body.countries):
                continue  # two registers number as they like
            yield Point(kind, _OTHER_ID, f"another {kind} ({mine}; the body: {', '.join(sorted(sound))})", lowers=True)


def _days(kind: str, mine: Iterable[str], theirs: Iterable[str], word: str) -> Iterator[Point]:
    """The best that any two of them agree in. A conflict is one only where every pair conflicts."""
    pairs = [(a, b, agreement(one, other)) for a in mine for b in theirs if (one := part_day(a)) and (other := part_day(b))]
    if pairs:
        a, b, how = max(pairs, key=lambda pair: _DAYS[kind][pair[2]])
        yield Point(kind, _DAYS[kind][how], f"{word} {_HOW[how]} ({a})" if a == b else f"{word} {_HOW[how]} ({a}; the body: {b})", lowers=how == "conflict")


def _jurisdiction(known: Facts, body: Body) -> Iterator[Point]:
    mine = known.jurisdiction.upper()
    if not mine:
        return
    stated = [one.upper() for one in _said(body, JURISDICTION)]
    if not stated:
        if mine[:2] in body.countries:
            yield Point(JURISDICTION, _SAME_LAW // 2, f"incorporated in a country of the body ({mine[:2]})")
        return
    if any(mine == one or (mine[:2] == one[:2] and min(len(mine), len(one)) == 2) for one in stated):  # noqa: PLR2004 - a country alone
        yield Point(JURISDICTION, _SAME_LAW, f"incorporated under the same law ({mine})")
    else:
        yield Point(JURISDICTION, _OTHER_LAW, f"incorporated under another law ({mine}; the body: {', '.join(stated)})", lowers=True)


@dataclass(frozen=True, slots=True)
class _Address:
    words: frozenset[str]
    numbers: frozenset[str]
    places: frozenset[str]


def _address(text: str) -> _Address:
    folded = fold(text).replace("hong kong", "hongkong")
    places = {LATIN[word] for word in folded.split() if word in LATIN}
    words = {word for word in folded.split() if len(word) > 2 and word not in _ADDRESS_WORDS and word not in LATIN and not _NUMBER.fullmatch(word)}  # noqa: PLR2004 - letters
    if not text.isascii():
        places |= {code for name, code in HAN.items() if name in folded}
        words = {word for word in words if word.isascii()}
        plain = folded.replace(" ", "")
        for name in (name for name in HAN if name in plain):
            plain = plain.replace(name, " ")
        words |= set(_HAN_STREET.findall(re.sub(r"[省市区县]", " ", plain)))
    small = frozenset(one for one in places if not any(other.startswith(f"{one}.") for other in places))
    return _Address(frozenset(words), frozenset(_NUMBER.findall(folded)), small)


def _addresses(mine: Sequence[str], theirs: Sequence[str]) -> Iterator[Point]:
    """The same street and number, the same place, or another place; the best of all pairs."""
    found = [point for one in map(_address, mine) for other in map(_address, theirs) if (point := _compared(one, other))]
    if found:
        yield max(found, key=lambda point: point.points)


def _compared(one: _Address, other: _Address) -> Point | None:
    apart = one.places and other.places and not any(agree(a, b) for a in one.places for b in other.places)
    if apart:
        return Point("address", _OTHER_PLACE, "the address is in another place")
    words, numbers = one.words & other.words, one.numbers & other.numbers
    if words and numbers:
        return Point("address", _STREET, f"the same address ({', '.join(sorted(words)[:3])}, {min(numbers)})")
    cities = {a for a in one.places & other.places if a.count(".") > 1 or a in _MUNICIPALITIES}
    if words or cities:
        return Point("address", _PLACE, "the address is in the same place")
    return None
