"""What a reviewer decided of a party and a body: "the same" or "not the same", for these facts and no others.

A decision is keyed to a fingerprint of all facts of both sides. It answers every question with the same facts, however often it is asked;
it never touches another body, so that a new candidate always shows; and when a name, country, address or identifier of either side
changes, the fingerprint does, the decision no longer holds, and the hit comes back with a word that it was decided before.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Final, Literal

from countersight.errors import InputError, Where
from countersight.match.outcome import Match, Resolution
from countersight.names.identifiers import normalise_identifier
from countersight.names.normalise import fold

if TYPE_CHECKING:
    from countersight.model.body import Body
    from countersight.store.snapshot import Snapshot

Decided = Literal["same", "not_same"]
_WORDS: Final = {"same": "the same", "not_same": "not the same"}


@dataclass(frozen=True, slots=True)
class Adjudication:
    """One decision. ``query`` says which question it answers, ``fingerprint`` for which facts of both sides."""

    query: str
    body_id: str
    fingerprint: str
    decided: Decided
    by: str
    day: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """The facts of a party, in one form."""

    names: tuple[str, ...]
    country: str
    identifiers: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, names: Sequence[str], country: str | None, identifiers: Mapping[str, str] | None) -> Question:
        """Bring the facts of a party to one form: order and spelling of case and spaces do not count."""
        told = sorted((kind, normalise_identifier(kind, value)) for kind, value in (identifiers or {}).items())
        return cls(tuple(sorted({fold(name) for name in names} - {""})), (country or "").upper(), tuple(pair for pair in told if pair[1]))

    @property
    def key(self) -> str:
        """What names the question: the names alone, so that a change of other facts is seen as a change."""
        return _hash(self.names)

    def fingerprint(self, body: Body) -> str:
        """The hash of all facts of both sides."""
        theirs = [
            body.id, body.schema, sorted({fold(name.text) for name in body.names}), sorted(body.countries), sorted({fold(one) for one in body.addresses}),
            sorted((kind, normalise_identifier(kind, value)) for kind, value in body.identifiers.items()),
        ]  # fmt: skip
        return _hash([self.names, self.country, self.identifiers, theirs])


def _hash(facts: object) -> str:
    return sha256(json.dumps(facts, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()


class Adjudications:
    """All decisions held, by question. Of several on one pair the last one counts."""

    def __init__(self, held: Iterable[Adjudication] = ()) -> None:
        self._held: dict[str, dict[str, Adjudication]] = {}
        for one in held:
            self.add(one)

    def add(self, one: Adjudication) -> None:
        """Take a decision in."""
        self._held.setdefault(one.query, {})[one.body_id] = one

    def lines(self) -> list[str]:
        """The decisions as JSON lines: what :func:`read_adjudications` reads."""
        return [json.dumps(asdict(one), ensure_ascii=False) for held in self._held.values() for one in held.values()]

    def decide(self, question: Question, body: Body, decided: Decided, by: str, day: str, note: str = "") -> Adjudication:  # noqa: PLR0913, PLR0917 - what a decision is
        """Decide of a party and a body as they are now."""
        one = Adjudication(question.key, body.id, question.fingerprint(body), decided, by, day, note)
        self.add(one)
        return one

    def applied(self, found: Resolution, question: Question, snapshot: Snapshot) -> Resolution:
        """A resolution with what was decided: settled hits go or stand first, reopened ones say so, all others stay as they are."""
        held = self._held.get(question.key)
        if not held:
            return found
        hits = [*((found.match,) if found.match else ()), *found.possible]
        kept: list[Match] = []
        for hit in hits:
            one = held.get(hit.body_id)
            if one is None:
                kept.append(hit)
            elif not self._holds(one, question, snapshot):
                kept.append(replace(hit, reason=f"{hit.reason}; decided before ({_WORDS[one.decided]}, {one.by}, {one.day}), of other facts: look again"))
            elif one.decided == "same":
                kept.append(_same(one, hit.name_matched, hit))
        known = {hit.body_id for hit in hits}
        for one in held.values():
            body = snapshot.body(one.body_id)
            if one.decided == "same" and one.body_id not in known and body is not None and self._holds(one, question, snapshot):
                kept.append(_same(one, body.caption, None))
        kept.sort(key=lambda hit: (hit.band != "match", -hit.score))
        top = kept[0] if kept and kept[0].band == "match" else None
        return Resolution(top, tuple(kept[1:] if top else kept), found.looked_at)

    @staticmethod
    def _holds(one: Adjudication, question: Question, snapshot: Snapshot) -> bool:
        body = snapshot.body(one.body_id)
        return body is not None and question.fingerprint(body) == one.fingerprint


def _same(one: Adjudication, name: str, hit: Match | None) -> Match:
    reason = f"decided: {_WORDS[one.decided]} ({one.by}, {one.day})" + (f": {one.note}" if one.note else "")
    found = Match(one.body_id, "match", 1000, reason, name)
    return replace(found, evidence=hit.evidence) if hit else found


def read_adjudications(text: str, file: str = "") -> Adjudications:
    """Read decisions from JSON lines.

    Raises:
        InputError: A line is no decision.
    """
    out = Adjudications()
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                one = Adjudication(**json.loads(line))
            except (ValueError, TypeError):
                raise InputError("this line is no adjudication", hint='{"query", "body_id", "fingerprint", "decided", "by", "day"}', where=Where(file, number)) from None
            if one.decided not in _WORDS:
                raise InputError(f"decided is {one.decided!r}", hint="same or not_same", where=Where(file, number, "decided"))
            out.add(one)
    return out
