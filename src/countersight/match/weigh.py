"""Rules and score together: the rules say what forbids and what suffices, the calibrated score settles what they leave open."""

from __future__ import annotations

from functools import partial
from typing import Final

from countersight.match.apart import apart
from countersight.match.outcome import Evidence, Verdict, no
from countersight.match.pair import PairScore, compare_names
from countersight.match.parts import parts
from countersight.match.tokens import tokens
from countersight.match.uses import Use
from countersight.names.normalise import MAX_CHARS

SURE: Final[dict[Use, float]] = {"strict": 2.0, "balanced": 0.96, "wide": 0.95}
"""A soft verdict of the rules becomes a match from this score on; in ``strict`` never."""
LEFT_OVER: Final[dict[Use, float]] = {"strict": 2.0, "balanced": 0.985, "wide": 0.96}
"""The same, where a distinctive word stands on one side only."""
SHOWN: Final[dict[Use, float]] = {"strict": 0.97, "balanced": 0.95, "wide": 0.5}
ELSEWHERE: Final = 0.98
"""What the rules take for another name is shown from this score on where the country differs as well."""
PERSONS: Final[dict[Use, float]] = {"strict": 0.97, "balanced": 0.9, "wide": 0.5}
"""A pair that the rules leave open is shown from this score on. A person is never more than shown."""


def evidence_of(pair: PairScore) -> Evidence:
    """What a comparison rests on."""
    return Evidence(round(pair.score, 4), pair.segments, pair.conflicts, pair.flips())


def _beside(text: str, written: str, schema: str) -> Evidence:
    """What two names laid side by side say, for a verdict of the rules that does not ask them."""
    return evidence_of(compare_names(text, written, schema, translated=False))


def weighed(rules: Verdict, text: str, written: str, schema: str, country: str = "unknown", use: Use = "balanced") -> Verdict:  # noqa: PLR0913, PLR0917 - a pair and its context
    """A verdict of the rules with the score of the pair.

    A match stays a match. A hard no stays a no. What is soft goes by the score: over :data:`SURE` it is a match, over
    :data:`SHOWN` it is possible. The score of a verdict never falls by a closer look.
    """
    if rules.band == "no" and not rules.soft:
        return rules
    if rules.band == "no" and schema != "Person" and apart(tokens(text), tokens(written)):
        return rules
    if not rules.soft:  # they suffice
        return Verdict(rules.band, rules.score, rules.reason, evidence=Evidence.later(partial(_beside, text[:MAX_CHARS], written, schema)))
    pair = compare_names(text, written, schema, translated=False)
    evidence = Evidence.later(partial(evidence_of, pair))
    floor = SHOWN[use] if country != "conflicts" or rules.band != "no" else ELSEWHERE
    if pair.hard or pair.score < floor:
        return rules if rules.band == "no" else Verdict(rules.band, rules.score, rules.reason, soft=True, evidence=evidence)
    reason = rules.reason if rules.band != "no" else pair.reason
    if pair.score >= (LEFT_OVER[use] if pair.left_over else SURE[use]) and (country == "agrees" or not _only_letters(pair, text)):
        return Verdict("match", max(rules.score, round(750 + 60 * (pair.score - SURE[use]) / (1 - SURE[use]))), f"{reason}; the spellings settle it", soft=True, evidence=evidence)
    return Verdict("possible", max(rules.score, round(400 + 300 * pair.score)), reason, soft=True, evidence=evidence)


def _only_letters(pair: PairScore, text: str) -> bool:
    """Whether an acronym is all that identifies: many bodies share three letters."""
    ways = {how for _, _, how in pair.segments}
    return "acronym" in ways and not any(left in parts(text).distinct for left, _, how in pair.segments if how != "acronym")


def by_person(text: str, written: str, use: Use = "balanced") -> Verdict:
    """Names of persons: order, initials, particles, short forms and transliterations are the score's business alone."""
    pair = compare_names(text, written, "Person", translated=False)
    if pair.hard or pair.score < PERSONS[use]:
        return no("a person is found by the whole name only")
    return Verdict("possible", round(900 + 100 * pair.score), pair.reason, evidence=Evidence.later(partial(evidence_of, pair)))
