"""What the matcher answers: a band, a whole score that orders, and the reason in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, Final, Literal

Band = Literal["match", "possible", "no"]

RANK: dict[Band, int] = {"match": 2, "possible": 1, "no": 0}


class _Later:
    """Fields that are found when one of them is read first. Two threads may both find them: they find the same."""

    __slots__ = ("_make",)
    _make: Callable[[], Evidence] | None

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - of any field
        read = object.__getattribute__
        make = None if name == "_make" else getattr(self, "_make", None)
        if make is not None:
            found = make()
            for one in fields(Evidence):
                object.__setattr__(self, one.name, getattr(found, one.name))
            object.__setattr__(self, "_make", None)
        return read(self, name)


@dataclass(frozen=True, slots=True)
class Evidence(_Later):
    """What a verdict rests on, as far as the two names were laid side by side. Most is never read, and then never made: :meth:`later`."""

    likelihood: float = 0.0
    """Calibrated: of ten pairs at 0.8, about eight are one body. 0 where it was not computed."""
    segments: tuple[tuple[str, str, str], ...] = ()
    """Of the query, of the name on the list, and how they agree."""
    conflicts: tuple[str, ...] = ()
    flips: tuple[str, ...] = ()
    """What would carry the pair over the threshold, were it otherwise."""
    agreements: tuple[str, ...] = ()
    """What agrees beside the name: an address, a day, a registration number."""

    @classmethod
    def later(cls, make: Callable[[], Evidence]) -> Evidence:
        """The same as what a function gives, which is asked once, when somebody reads it, compares it, prints it or pickles it.

        >>> held = Evidence.later(lambda: Evidence(0.5, flips=("another word",)))
        >>> held == Evidence(0.5, flips=("another word",)), held.likelihood
        (True, 0.5)
        """
        held = object.__new__(cls)
        object.__setattr__(held, "_make", make)
        return held


NOTHING: Final = Evidence()
BRACKETED: Final = 640
"""What a hit by one of two names scores at most, of which one stands in brackets."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How two names compare: the band, 0 to 1000, and why. ``soft``: a closer look at the spelling may settle it."""

    band: Band
    score: int
    reason: str
    soft: bool = False
    evidence: Evidence = NOTHING

    def lowered(self, band: Band, score: int, reason: str) -> Verdict:
        """At most this band and score, with one more reason.

        >>> Verdict("match", 970, "same name").lowered("possible", 600, "another country")
        Verdict(band='possible', score=600, reason='same name; another country', soft=False, evidence=Evidence(likelihood=0.0, segments=(), conflicts=(), flips=(), agreements=()))
        """
        worse = band if RANK[band] < RANK[self.band] else self.band
        return Verdict(worse, min(score, self.score), f"{self.reason}; {reason}", self.soft, self.evidence)

    def bracketed(self) -> Verdict:
        """The same of a name that stands in brackets, or before them, with nothing that says what it is: possible at most."""
        return self if self.band == "no" else self.lowered("possible", BRACKETED, "beside another name, in brackets")


@dataclass(frozen=True, slots=True)
class Match:
    """A body that a party may be. ``score`` is 0 to 1000 and orders within a band; it is no probability."""

    body_id: str
    band: Band
    score: int
    reason: str
    name_matched: str
    evidence: Evidence = NOTHING


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


@dataclass(frozen=True, slots=True)
class Compared:
    """One name of a party beside one name of a body. ``candidate`` is False where a screening never looks at the pair."""

    name: str
    written: str
    candidate: bool
    verdict: Verdict


def no(reason: str, *, soft: bool = False) -> Verdict:
    """Different bodies."""
    return Verdict("no", 0, reason, soft)


def possible(score: int, reason: str, *, soft: bool = False) -> Verdict:
    """A person has to look."""
    return Verdict("possible", score, reason, soft)


def match(score: int, reason: str) -> Verdict:
    """The same body, as far as a name can tell."""
    return Verdict("match", score, reason)
