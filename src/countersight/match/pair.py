"""Are two written names one? Two names alone, without a snapshot: what ``countersight eval names`` measures."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from countersight.match.align import align
from countersight.match.features import HARD, NAMES, WORDS, features
from countersight.match.model import model
from countersight.match.outcome import Band
from countersight.match.tokens import tokens
from countersight.match.uses import PERSON_POSSIBLE, PERSON_THRESHOLDS, POSSIBLE, THRESHOLDS, Use
from countersight.names.normalise import MAX_CHARS, script

if TYPE_CHECKING:
    from collections.abc import Sequence

    from countersight.match.align import Aligned
    from countersight.match.tokens import Tokens

Segments = tuple[tuple[str, str, str], ...]
Reading = Literal["searched", "alone", "translated"]
"""As what two names in letters are read: as a search reads them; as two names alone, so that a legal form in front is none of a name
(``tokens.tokens``); and, of bodies of China, as two translations of one besides."""
_LEFT_OVER: Final = NAMES.index("distinct_one_left")
_ACRONYM: Final = NAMES.index("acronym")
_WORDS: Final = tuple((NAMES.index(name), text) for name, text in WORDS.items())
_HARD: Final = tuple(map(NAMES.index, HARD))


class Told(NamedTuple):
    """What the compiled kernel says of two names without a hard conflict: to the last bit what :func:`scored` finds, with no words for it."""

    odds: float
    values: Sequence[float]
    """The features."""


@dataclass(frozen=True, slots=True)
class PairScore:
    """How two names compare: band, calibrated score in [0, 1], what stands opposite what, what conflicts, what would flip it."""

    band: Band
    score: float
    segments: Segments = ()
    conflicts: tuple[str, ...] = ()
    hard: bool = False
    """A conflict that no likeness makes good."""
    values: tuple[float, ...] = ()
    """The features; empty for Han."""
    person: bool = False

    def flips(self, use: Use = "balanced") -> tuple[str, ...]:
        """Which single fact, were it otherwise, would carry the pair over the threshold."""
        chosen, least = model("person" if self.person else "organisation"), (PERSON_THRESHOLDS if self.person else THRESHOLDS)[use]
        if not self.values or self.score >= least:
            return ()
        out = []
        for at, name in enumerate(NAMES):
            if self.values[at] and name in WORDS and chosen.score([*self.values[:at], 0.0, *self.values[at + 1 :]]) >= least:
                out.append(f"would be a match were it not for: {WORDS[name]}")
        return tuple(out)

    @property
    def left_over(self) -> bool:
        """Whether a distinctive word stands on one side only."""
        return bool(self.values) and self.values[_LEFT_OVER] > 0

    @property
    def by_acronym(self) -> bool:
        """Whether a word of one side was taken for the first letters of words of the other."""
        return bool(self.values) and self.values[_ACRONYM] > 0

    @property
    def reason(self) -> str:
        """One line: what agrees, then what conflicts."""
        met = [left if left == right else f"{left} = {right} ({how})" for left, right, how in self.segments]
        return "; ".join((*([", ".join(met)] if met else ["nothing is shared"]), *self.conflicts))


def compare_names(left: str, right: str, schema: str = "", use: Use = "balanced", *, reading: Reading = "translated") -> PairScore:
    """Compare two names.

    Args:
        left: As written, in any script.
        right: As written.
        schema: FollowTheMoney's word for what bears them (``Person``, ``Company`` ...), or empty.
        use: Which threshold makes a match.
        reading: How two names in letters are read (:data:`Reading`); names of persons, and where Han is, are read in one way.
    """
    left, right = left[:MAX_CHARS], right[:MAX_CHARS]
    if "han" in {script(left), script(right)}:
        return _han(left, right, use)
    found = _letters(left, right, schema == "Person", use, reading != "searched")
    if reading != "translated" or found.person:
        return found
    from countersight.match.translated import as_translated  # noqa: PLC0415 - the gazetteer is read for two names alone

    return as_translated(found, left, right)


@lru_cache(maxsize=8192)
def _letters(left: str, right: str, person: bool, use: Use, alone: bool) -> PairScore:  # noqa: FBT001 - a cached key
    a, b = tokens(left, person=person, alone=alone), tokens(right, person=person, alone=alone)
    return scored(a, b, align(a, b, person=person), person=person, use=use)


def scored(a: Tokens, b: Tokens, found: Aligned, *, person: bool, use: Use = "balanced") -> PairScore:
    """How two names compare that are laid side by side.

    Args:
        a: One name.
        b: The other.
        found: What stands opposite what.
        person: Whether they are names of persons.
        use: Which threshold makes a match.
    """
    values = features(a, b, found, person=person)
    chosen = model("person" if person else "organisation")
    score = chosen.score(values)
    conflicts = tuple([text for at, text in _WORDS if values[at]])
    hard = any(map(values.__getitem__, _HARD))
    return PairScore(band_of(score, use, hard=hard, person=person), score, tuple(found.segments), conflicts, hard, tuple(values), person)


def scored_as_told(told: Told, segments: Segments = (), *, person: bool, use: Use = "balanced") -> PairScore:
    """The same as :func:`scored`, out of what the kernel says.

    Args:
        told: As it stands there.
        segments: What stands opposite what, where somebody reads it.
        person: Whether they are names of persons.
        use: Which threshold makes a match.
    """
    score = model("person" if person else "organisation").calibrated(told.odds)
    values = told.values
    return PairScore(band_of(score, use, person=person), score, segments, tuple([text for at, text in _WORDS if values[at]]), False, tuple(values), person)  # noqa: FBT003 - not hard


def band_of(score: float, use: Use, *, hard: bool = False, person: bool = False) -> Band:
    """The band of a calibrated score in a use."""
    if score >= (PERSON_THRESHOLDS if person else THRESHOLDS)[use] and not hard:
        return "match"
    return "possible" if score >= (PERSON_POSSIBLE if person else POSSIBLE)[use] else "no"


def _han(left: str, right: str, use: Use) -> PairScore:
    from countersight.names.han_compare import Relation, compare_han  # noqa: PLC0415 - the gazetteer is read when Han turns up

    found = compare_han(left, right)
    if found.relation is Relation.SAME:
        band: Band = "match" if use != "strict" or found.score >= THRESHOLDS[use] else "possible"
    else:
        band = "no" if found.relation is Relation.DIFFERENT else "possible"
    return PairScore(band, found.score, found.segments, found.conflicts, bool(found.conflicts))
