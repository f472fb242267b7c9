"""Rules and score together: the rules say what forbids and what suffices, the calibrated score settles what they leave open."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from countersight.match.align import align
from countersight.match.apart import apart
from countersight.match.features import hard
from countersight.match.outcome import Evidence, Verdict, no, possible
from countersight.match.pair import PairScore, Told, compare_names, scored, scored_as_told
from countersight.match.parts import parts
from countersight.match.query import tokens_of
from countersight.match.uses import Use
from countersight.names.normalise import MAX_CHARS

if TYPE_CHECKING:
    from collections.abc import Callable

    from countersight.match.query import Query
    from countersight.store.listed import Listed

SURE: Final[dict[Use, float]] = {"strict": 2.0, "balanced": 0.96, "wide": 0.95}
"""A soft verdict of the rules becomes a match from this score on; in ``strict`` never."""
LEFT_OVER: Final[dict[Use, float]] = {"strict": 2.0, "balanced": 0.985, "wide": 0.96}
"""The same, where a distinctive word stands on one side only."""
SHOWN: Final[dict[Use, float]] = {"strict": 0.97, "balanced": 0.95, "wide": 0.5}
ELSEWHERE: Final = 0.98
"""What the rules take for another name is shown from this score on where the country differs as well."""
PERSONS: Final[dict[Use, float]] = {"strict": 0.996038, "balanced": 0.995057, "wide": 0.745542}
"""Two names of persons are shown from this score on. A person is never more than shown. What was 0.97, 0.9 and 0.5 before the map was made of real names too."""
_PERSONS_FROM: Final[dict[Use, int]] = {"strict": 997, "balanced": 990, "wide": 950}
"""The score of a verdict, in thousandths, where a person is just shown; a whole one where the names are surely one."""

_NO_PERSON: Final = no("a person is found by the whole name only")


def evidence_of(pair: PairScore) -> Evidence:
    """What a comparison rests on."""
    return Evidence(round(pair.score, 4), pair.segments, pair.conflicts, pair.flips())


def _beside(text: str, written: str, *, alone: bool = False) -> Evidence:
    """What two names of organisations laid side by side say, for a verdict that does not ask them. ``alone``: the rules alone gave it, whatever a search makes of the words."""
    return evidence_of(compare_names(text, written, reading="alone" if alone else "searched"))


def weighed(  # noqa: PLR0913 - what is known of a pair
    rules: Verdict, query: Query, one: Listed, country: str = "unknown", use: Use = "balanced", *, low: bool | None = None, told: Told | None = None
) -> Verdict:
    """A verdict of the rules on two names of organisations, with the score of the pair.

    A match stays a match. A hard no stays a no. What is soft goes by the score: over :data:`SURE` it is a match, over
    :data:`SHOWN` it is possible. The score of a verdict never falls by a closer look.
    ``low``: whether the score is known not to reach :data:`SHOWN`, or to reach it; None where it is not known. ``told``: what the kernel found
    of the pair, which is then laid side by side for its reason alone.
    """
    refused = rules.band == "no"
    if not rules.soft or low:  # they suffice
        return rules if refused else _resting(rules, partial(_beside, query.text[:MAX_CHARS], one.text, alone=not rules.soft))
    later = partial(_beside, query.text[:MAX_CHARS], one.text)
    if told is not None:
        pair = scored_as_told(told, person=False)
    else:
        a, b = query.tokens(person=False), tokens_of(one)
        if low is None and refused and apart(a, b):
            return rules
        found = align(a, b, person=False)
        if (low is None and hard(a, b, found, person=False)) or (pair := scored(a, b, found, person=False)).hard:
            return rules if refused else _resting(rules, later)
        later = partial(evidence_of, pair)
    if pair.score < (ELSEWHERE if refused and country == "conflicts" else SHOWN[use]):
        return rules if refused else _resting(rules, later)
    if told is not None and (refused or pair.by_acronym):
        pair = replace(pair, segments=tuple(align(query.tokens(person=False), tokens_of(one), person=False).segments))
    reason = pair.reason if refused else rules.reason
    if pair.score >= (LEFT_OVER[use] if pair.left_over else SURE[use]) and (country == "agrees" or not _only_letters(pair, query)):
        score = max(rules.score, round(750 + 60 * (pair.score - SURE[use]) / (1 - SURE[use])))
        return _resting(Verdict("match", score, f"{reason}; the spellings settle it", soft=True), later)
    return _resting(Verdict("possible", max(rules.score, round(400 + 300 * pair.score)), reason, soft=True), later)


def _resting(found: Verdict, later: Callable[[], Evidence]) -> Verdict:
    """A verdict with what it rests on."""
    return Verdict(found.band, found.score, found.reason, found.soft, Evidence.later(later))


def _only_letters(pair: PairScore, query: Query) -> bool:
    """Whether an acronym is all that identifies: many bodies share three letters."""
    if all(how != "acronym" for _, _, how in pair.segments):
        return False
    distinct = parts(query.text).distinct
    return not any(left in distinct for left, _, how in pair.segments if how != "acronym")


def by_person(query: Query, one: Listed, use: Use = "balanced", *, told: Told | None = None) -> Verdict:
    """Names of persons: order, initials, particles, short forms and transliterations are the score's business alone. ``told``: as in :func:`weighed`."""
    a, b = query.tokens(person=True), tokens_of(one)
    found = align(a, b, person=True)
    if told is not None:
        pair = scored_as_told(told, tuple(found.segments), person=True)
    elif (one.laid is None and hard(a, b, found, person=True)) or (pair := scored(a, b, found, person=True)).hard:
        return _NO_PERSON
    if pair.score < PERSONS[use]:
        return _NO_PERSON
    least = _PERSONS_FROM[use]
    score = round(least + (1000 - least) * (pair.score - PERSONS[use]) / (1 - PERSONS[use]))
    return _resting(possible(score, pair.reason), partial(evidence_of, pair))
