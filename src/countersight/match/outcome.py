"""What the matcher answers: a band, a whole score that orders, and the reason in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Band = Literal["match", "possible", "no"]

RANK: dict[Band, int] = {"match": 2, "possible": 1, "no": 0}


@dataclass(frozen=True, slots=True)
class Verdict:
    """How two names compare: the band, 0 to 1000, and why."""

    band: Band
    score: int
    reason: str

    def lowered(self, band: Band, score: int, reason: str) -> Verdict:
        """At most this band and score, with one more reason.

        >>> Verdict("match", 970, "same name").lowered("possible", 600, "another country")
        Verdict(band='possible', score=600, reason='same name; another country')
        """
        worse = band if RANK[band] < RANK[self.band] else self.band
        return Verdict(worse, min(score, self.score), f"{self.reason}; {reason}")


@dataclass(frozen=True, slots=True)
class Match:
    """A body that a party may be. ``score`` is 0 to 1000 and orders within a band; it is no probability."""

    body_id: str
    band: Band
    score: int
    reason: str
    name_matched: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who a party is: the best match, whoever else it may be, and how many names were compared.

    ``possible`` holds every other body in either band, best first.
    ``match`` is None when nothing reached the band ``match``. No match is not "clear": it is "not found".
    """

    match: Match | None
    possible: tuple[Match, ...]
    looked_at: int

    @property
    def matches(self) -> tuple[Match, ...]:
        """Every body in the band ``match``: two lists may hold one party under two spellings, and both then count."""
        return (*((self.match,) if self.match else ()), *(other for other in self.possible if other.band == "match"))


def no(reason: str) -> Verdict:
    """Different bodies."""
    return Verdict("no", 0, reason)


def possible(score: int, reason: str) -> Verdict:
    """A person has to look."""
    return Verdict("possible", score, reason)


def match(score: int, reason: str) -> Verdict:
    """The same body, as far as a name can tell."""
    return Verdict("match", score, reason)
