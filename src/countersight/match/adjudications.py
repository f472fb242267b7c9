"""What a reviewer decided of a party and a body: "the same" or "not the same", for these facts and no others.

A decision is keyed to a fingerprint of all facts of both sides. It answers every question with the same facts, however often it is asked;
it never touches another body, so that a new candidate always shows; and when a name, country, address or identifier of either side
changes, or its last day has passed, the decision no longer holds, and the hit comes back with a word that it was decided before.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, Literal

from countersight.errors import InputError, Where
from countersight.match.outcome import Match, Resolution
from countersight.names.identifiers import normalise_identifier
from countersight.names.normalise import fold

if TYPE_CHECKING:
    from countersight.model.body import Body
    from countersight.store.snapshot import Snapshot

Decided = Literal["same", "not_same"]
WORDS: Final = {"same": "the same", "not_same": "not the same"}
_SAID: Final = ("birth_date", "incorporated", "jurisdiction")
"""Statements of a body that the evidence beside a name is read from."""


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
    until: str = ""
    """The last day on which it holds; empty: without end."""
    facts: dict[str, Any] = field(default_factory=dict, hash=False)
    """Both sides as they were (``party``, ``body``), so that a change can be named."""

    @property
    def caption(self) -> str:
        """The body as it was shown then, with its id."""
        name = self.facts.get("body", {}).get("caption", "")
        return f"{name} [{self.body_id}]" if name else self.body_id

    @property
    def said(self) -> str:
        """The decision in words, for a proof."""
        return f"decided, {WORDS[self.decided]} as {self.caption} ({self.by}, {self.day})"


@dataclass(frozen=True, slots=True)
class Question:
    """The facts of a party, in one form."""

    names: tuple[str, ...]
    country: str
    identifiers: tuple[tuple[str, str], ...]
    more: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Address, days and jurisdiction, where they are told."""

    @classmethod
    def of(
        cls, names: Sequence[str], country: str | None, identifiers: Mapping[str, str] | None, more: Mapping[str, Sequence[str]] | None = None,
    ) -> Question:  # fmt: skip
        """Bring the facts of a party to one form: order and spelling of case and spaces do not count."""
        told = sorted((kind, normalise_identifier(kind, value)) for kind, value in (identifiers or {}).items())
        rest = sorted((kind, tuple(sorted({fold(value) for value in values} - {""}))) for kind, values in (more or {}).items())
        return cls(
            tuple(sorted({fold(name) for name in names} - {""})),
            (country or "").upper(),
            tuple(pair for pair in told if pair[1]),
            tuple(pair for pair in rest if pair[1]),
        )

    @property
    def key(self) -> str:
        """What names the question: the names alone, so that a change of other facts is seen as a change."""
        return _hash(self.names)

    def facts(self) -> dict[str, Any]:
        """The facts as plain JSON."""
        return {"names": list(self.names), "country": self.country, "identifiers": dict(self.identifiers), "more": {kind: list(values) for kind, values in self.more}}

    @classmethod
    def from_facts(cls, told: Mapping[str, Any]) -> Question:
        """Undo :meth:`facts`."""
        more = tuple((kind, tuple(values)) for kind, values in told["more"].items())
        return cls(tuple(told["names"]), told["country"], tuple(told["identifiers"].items()), more)

    def fingerprint(self, body: Body) -> str:
        """The hash of all facts of both sides. Facts of a kind that nobody told do not enter it."""
        mine = [self.names, self.country, self.identifiers]
        said = _said(body)
        theirs = [
            body.id, body.schema, sorted({fold(name.text) for name in body.names}), sorted(body.countries), sorted({fold(one) for one in body.addresses}),
            sorted((kind, normalise_identifier(kind, value)) for kind, value in body.identifiers.items()),
        ]  # fmt: skip
        return _hash([*mine, *([self.more] if self.more else []), theirs + ([said] if said else [])])


def _said(body: Body) -> list[tuple[str, str]]:
    return sorted({(said.prop, said.value) for said in body.statements if said.prop in _SAID})


def _facts_of(body: Body) -> dict[str, Any]:
    return {
        "caption": body.caption, "schema": body.schema, "names": sorted({name.text for name in body.names}), "countries": sorted(body.countries),
        "addresses": sorted(body.addresses), "identifiers": dict(sorted(body.identifiers.items())), "said": [list(one) for one in _said(body)],
    }  # fmt: skip


def _hash(facts: object) -> str:
    return sha256(json.dumps(facts, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()


class Adjudications:
    """All decisions held, by question, body and fingerprint. Of several on one pair with the same facts the last one counts."""

    def __init__(self, held: Iterable[Adjudication] = (), on: str = "") -> None:
        """Args: the decisions, and the day on which they are read (ISO); without one none has passed its last day."""
        self.on = on
        self._held: dict[str, dict[str, dict[str, Adjudication]]] = {}
        for one in held:
            self.add(one)

    def __iter__(self) -> Iterator[Adjudication]:
        """The decisions that count, in the order of their questions."""
        return (one for held in self._held.values() for several in held.values() for one in several.values())

    def __len__(self) -> int:
        """How many count."""
        return sum(1 for _ in self)

    def add(self, one: Adjudication) -> None:
        """Take a decision in."""
        several = self._held.setdefault(one.query, {}).setdefault(one.body_id, {})
        several.pop(one.fingerprint, None)  # the last one stands last
        several[one.fingerprint] = one

    def lines(self) -> list[str]:
        """The decisions as JSON lines: what :func:`read_adjudications` reads."""
        return [line_of(one) for one in self]

    def decide(self, question: Question, body: Body, decided: Decided, by: str, day: str, note: str = "", until: str = "") -> Adjudication:  # noqa: PLR0913, PLR0917 - what a decision is
        """Decide of a party and a body as they are now."""
        facts = {"party": question.facts(), "body": _facts_of(body)}
        one = Adjudication(question.key, body.id, question.fingerprint(body), decided, by, day, note, until, facts)
        self.add(one)
        return one

    def of(self, question: Question, snapshot: Snapshot) -> dict[str, tuple[Adjudication, str]]:
        """By body, the decision on a question: the one for these facts, else the last one, with why it holds no longer."""
        found = {}
        for body_id, several in self._held.get(question.key, {}).items():
            body = snapshot.body(body_id)
            one = (body and several.get(question.fingerprint(body))) or list(several.values())[-1]
            found[body_id] = (one, self.reopened(one, question, snapshot))
        return found

    def dismissed(self, question: Question, snapshot: Snapshot) -> frozenset[str]:
        """Ids of the bodies that are decided not to be the party, where that still holds."""
        return frozenset(body_id for body_id, (one, why) in self.of(question, snapshot).items() if one.decided == "not_same" and not why)

    def applied(self, found: Resolution, question: Question, snapshot: Snapshot) -> Resolution:
        """A resolution with what was decided: settled hits go or stand first, reopened ones say so, all others stay as they are."""
        held = self.of(question, snapshot)
        if not held:
            return found
        hits = [*((found.match,) if found.match else ()), *found.possible]
        kept: list[Match] = []
        for hit in hits:
            one, why = held.get(hit.body_id, (None, ""))
            if one is None:
                kept.append(hit)
            elif why:
                kept.append(replace(hit, reason=f"{hit.reason}; decided before ({WORDS[one.decided]}, {one.by}, {one.day}), {why}: look again"))
            elif one.decided == "same":
                kept.append(_same(one, hit.name_matched, hit))
        known = {hit.body_id for hit in hits}
        for body_id, (one, why) in held.items():
            body = snapshot.body(body_id)
            if one.decided == "same" and body_id not in known and body is not None and not why:
                kept.append(_same(one, body.caption, None))
        kept.sort(key=lambda hit: (hit.band != "match", -hit.score))
        top = kept[0] if kept and kept[0].band == "match" else None
        return Resolution(top, tuple(kept[1:] if top else kept), found.looked_at)

    def reopened(self, one: Adjudication, question: Question, snapshot: Snapshot) -> str:
        """Why a decision holds no longer, in words; empty where it holds."""
        if one.until and self.on > one.until:
            return f"until {one.until}, which has passed"
        body = snapshot.body(one.body_id)
        if body is None:
            return "of a body that is no longer held"
        if question.fingerprint(body) == one.fingerprint:
            return ""
        return f"of other facts ({'; '.join(changes(one, question, body)[:4]) or 'they were not kept with it'})"


def changes(one: Adjudication, question: Question, body: Body) -> list[str]:
    """Which facts are others now than when it was decided, in words."""
    if not one.facts:
        return []
    sides = (("the party", one.facts["party"], question.facts()), ("the body", one.facts["body"], _facts_of(body)))
    return [
        f"{side}, {_KINDS.get(kind, kind)}: {said}"
        for side, old, new in sides
        for kind in sorted((old.keys() | new.keys()) - {"caption"})
        if (said := _change(old.get(kind), new.get(kind)))
    ]


_KINDS: Final = {"said": "what is said of it", "more": "address, days and jurisdiction"}


def _change(old: Any, new: Any) -> str:  # noqa: ANN401 - JSON
    """``now B, was A``; of lists only what came and went."""
    before, after = _flat(old), _flat(new)
    came, went = [one for one in after if one not in before], [one for one in before if one not in after]
    return ", ".join((*(f"+ {one}" for one in came), *(f"- {one}" for one in went)))


def _flat(value: Any) -> list[str]:  # noqa: ANN401 - JSON
    if isinstance(value, Mapping):
        return [f"{kind} {one}" for kind, part in value.items() for one in _flat(part)]
    if isinstance(value, list | tuple):
        return [one if isinstance(one, str) else " ".join(map(str, one)) for one in value]
    return [str(value)] if value else []


def _same(one: Adjudication, name: str, hit: Match | None) -> Match:
    reason = f"decided: {WORDS[one.decided]} ({one.by}, {one.day})" + (f": {one.note}" if one.note else "")
    found = Match(one.body_id, "match", 1000, reason, name)
    return replace(found, evidence=hit.evidence) if hit else found


def plain(one: Adjudication) -> dict[str, Any]:
    """A decision ready for JSON; what it does not say is left out."""
    return {key: value for key, value in asdict(one).items() if value or key not in {"note", "until", "facts"}}


def line_of(one: Adjudication) -> str:
    """A decision as one line of JSON."""
    return json.dumps(plain(one), ensure_ascii=False)


def read_adjudications(text: str, file: str = "", on: str = "") -> Adjudications:
    """Read decisions from JSON lines.

    Args:
        text: One decision a line; empty lines do not count.
        file: Its name, for errors.
        on: The day on which they are read, ISO.

    Raises:
        InputError: A line is no decision.
    """
    out = Adjudications(on=on)
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            out.add(_read(line, Where(file, number)))
    return out


def _read(line: str, where: Where) -> Adjudication:
    try:
        one = Adjudication(**json.loads(line))
        asked = one.facts and (Question.from_facts(one.facts["party"]), one.facts["body"]["names"])
    except (ValueError, TypeError, KeyError, AttributeError):
        hint = '{"query", "body_id", "fingerprint", "decided", "by", "day"}, as countersight adjudicate writes it'
        raise InputError("this line is no adjudication", hint=hint, where=where) from None
    if asked and asked[0].key != one.query:
        raise InputError("the party of this line is not the one that its query names", hint="decide again: countersight adjudicate NAME BODY", where=replace(where, column="facts"))
    if one.decided not in WORDS:
        raise InputError(f"decided is {one.decided!r}", hint="same or not_same", where=replace(where, column="decided"))
    for column in ("day", "until"):
        value = getattr(one, column)
        try:
            _ = value == "" or date.fromisoformat(value)
        except (ValueError, TypeError):
            raise InputError(f"not a day: {value!r}", hint="write 2026-11-20", where=replace(where, column=column)) from None
    return one
