"""One question, from everything that is known of a party to the bodies that it may be: names, evidence beside them, what reviewers decided.

The matcher compares names; here stand around it what no name decides: identifiers with a wrong check digit never beat a name,
address and days raise or lower a hit, and a body that was decided not to be the party takes no place from those not looked at yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from countersight.match.matcher import MAX_POSSIBLE, UNSOUND, resolve
from countersight.match.outcome import RANK, Match, Resolution
from countersight.match.uses import Use
from countersight.names.identifiers import normalise_identifier, sound

if TYPE_CHECKING:
    from countersight.match.adjudications import Adjudications, Question
    from countersight.model.body import Body
    from countersight.store.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a party beside its names. Days may be partial; several are several that were told."""

    country: str = ""
    identifiers: Mapping[str, str] = field(default_factory=dict)
    addresses: tuple[str, ...] = ()
    born: tuple[str, ...] = ()
    """Of a person; see the first lines of ``evidence.py``."""
    incorporated: tuple[str, ...] = ()
    jurisdiction: str = ""
    """The country of incorporation, or country and part of it (``US-DE``)."""

    @property
    def beside(self) -> bool:
        """Whether anything is told but the country, which the matcher counts."""
        return bool(self.identifiers or self.addresses or self.born or self.incorporated or self.jurisdiction)


@dataclass(frozen=True, slots=True)
class Party:
    """Who is asked about: every name as written, and what else is known."""

    names: tuple[str, ...]
    facts: Facts = field(default_factory=Facts)

    @property
    def question(self) -> Question:
        """The facts in the one form to which a reviewer's decision is keyed."""
        from countersight.match.adjudications import Question  # noqa: PLC0415 - asked where a reviewer's decision counts

        told = self.facts
        more = {"address": told.addresses, "born": told.born, "incorporated": told.incorporated, "jurisdiction": (told.jurisdiction,)}
        return Question.of(self.names, told.country, told.identifiers, {kind: values for kind, values in more.items() if any(values)})


@dataclass(frozen=True, slots=True)
class Answer:
    """Who the party is or may be, and what was wrong with what was told of it."""

    found: Resolution
    notes: tuple[str, ...] = ()

    @property
    def hits(self) -> tuple[Match, ...]:
        """The match and then every other body, best first."""
        return (*((self.found.match,) if self.found.match else ()), *self.found.possible)

    def __iter__(self) -> Iterator[Match]:
        """The hits, best first."""
        return iter(self.hits)

    def __len__(self) -> int:
        """How many hits there are. None is "not found", never "clear"."""
        return len(self.hits)


def ask(snapshot: Snapshot, party: Party, *, use: Use = "balanced", decided: Adjudications | None = None, found: Resolution | None = None) -> Answer:
    """Find the bodies that a party is or may be.

    Args:
        snapshot: What is known.
        party: Who is asked about.
        use: ``strict``, ``balanced`` or ``wide``.
        decided: What reviewers decided; a decision holds for exactly these facts of both sides.
        found: What :func:`~countersight.match.matcher.resolve` gave for these names and this country alone, where it was asked already.

    Returns:
        As :func:`~countersight.match.matcher.resolve`, with notes on identifiers that cannot be right.
    """
    facts = party.facts
    if decided is None and not facts.beside:  # nothing stands beside the names: by far the most questions of a table
        return Answer(resolve(snapshot, party.names, facts.country or None, use=use) if found is None else found)
    question = party.question
    gone = decided.dismissed(question, snapshot) if decided else frozenset[str]()
    looked_in = snapshot
    if gone:
        from countersight.store.without import Without  # noqa: PLC0415 - seldom

        looked_in = Without(snapshot, gone)
    good, wrong = sound(facts.identifiers)
    if found is None or good or gone:
        found = resolve(looked_in, party.names, facts.country or None, good, use=use)
    hits = [*((found.match,) if found.match else ()), *found.possible]
    hits += _by_unsound(looked_in, {kind: facts.identifiers[kind] for kind in wrong}, {hit.body_id for hit in hits})
    kept = [one for hit in hits if (body := snapshot.body(hit.body_id)) and (one := _weighed(hit, body, facts, use))]
    found = ranked(kept, found.looked_at)
    if decided:
        found = decided.applied(found, question, snapshot)
    notes = tuple(f"{kind} {facts.identifiers[kind].strip()[:64]}: {said}; it is not taken to beat a name" for kind, said in wrong.items())
    return Answer(found, notes)


def ranked(hits: Sequence[Match], looked_at: int) -> Resolution:
    """Hits in their order: matches first, then by score; what was equal stays as it stood."""
    order = sorted(hits, key=lambda hit: (-RANK[hit.band], -hit.score))
    top = order[0] if order and order[0].band == "match" else None
    return Resolution(top, tuple(order[1:] if top else order)[:MAX_POSSIBLE], looked_at)


def _weighed(hit: Match, body: Body, known: Facts, use: Use) -> Match | None:
    from countersight.match.evidence import applied, weigh_evidence  # noqa: PLC0415 - most questions tell a name and a country

    # The matcher has counted an identifier already that it found the body by; it counts once.
    points = [one for one in weigh_evidence(known, body) if not (one.points > 0 and one.said in hit.reason)]
    return applied(hit, points, person=body.schema == "Person", use=use)


def _by_unsound(snapshot: Snapshot, wrong: dict[str, str], known: set[str]) -> list[Match]:
    """Bodies that hold the very identifier whose check digit is wrong: a list may have misprinted it too."""
    found = []
    for kind, value in wrong.items():
        for body_id in snapshot.by_identifier(kind, value) if normalise_identifier(kind, value) else ():
            if body_id not in known and (body := snapshot.body(body_id)):
                known.add(body_id)
                found.append(Match(body_id, "possible", UNSOUND, f"the same {kind}, but its check digits are wrong", body.caption))
    return found
