"""Why a body is a hit, laid open: the name that was met, what stands opposite what, what is left over, what agrees and conflicts, what would flip it.

What would flip a hit is not guessed: the question is asked again with one thing changed, and told where the band changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from countersight.match.asking import Facts, Party, ask
from countersight.match.evidence import CHINA, SINGLE, weigh_evidence
from countersight.match.misread import readings
from countersight.match.pair import compare_names
from countersight.match.uses import THRESHOLDS, Use
from countersight.names.identifiers import fault_of
from countersight.names.normalise import fold, script
from countersight.names.words import LEGAL_FORMS

if TYPE_CHECKING:
    from countersight.match.outcome import Match
    from countersight.match.pair import PairScore
    from countersight.model.body import Body, Name
    from countersight.store.snapshot import Snapshot

HOW: Final = {
    "same": "the same", "form of": "forms of one given name", "sound": "sound alike", "initial": "an initial", "short for": "short for it", "joined": "written together",
    "spelling": "a near spelling", "acronym": "its first letters", "within": "a place within it", "place": "the same place", "word": "the same word", "number": "the same number",
}  # fmt: skip
"""How two segments agree, in words."""

_KINDS: Final = ("lei", "uscc", "cik", "isin", "registration")
_TRIED: Final = 4
"""Words that are taken away or added, one by one."""
_ELSEWHERE: Final = "ZZ"
"""A country that nobody is in (ISO 3166-1 keeps it for users)."""
_BANDS: Final = {"match": "a match", "possible": "possible only", "no": "no hit"}


@dataclass(frozen=True, slots=True)
class Why:
    """What a hit rests on. ``mine`` and ``theirs`` are words that stand on one side only."""

    asked: str
    """The name of the party that came nearest."""
    alias: Name
    stated_by: str
    """The source of the alias."""
    likelihood: float
    """Calibrated, of these two names alone; of ten pairs at 0.8, about eight are one body."""
    segments: tuple[tuple[str, str, str], ...]
    mine: tuple[str, ...]
    theirs: tuple[str, ...]
    agreements: tuple[str, ...]
    conflicts: tuple[str, ...]
    flips: tuple[str, ...]


def why(snapshot: Snapshot, party: Party, hit: Match, use: Use = "balanced") -> Why | None:
    """Lay a hit open; None where the body is not held.

    Args:
        snapshot: Where the hit was found.
        party: Who was asked about.
        hit: One of the hits.
        use: As it was asked.
    """
    body = snapshot.body(hit.body_id)
    if body is None or not body.names:
        return None
    alias = next((name for name in body.names if name.text == hit.name_matched), body.names[0])
    written = dict.fromkeys(one for name in party.names for one in (name, *readings(name)) if fold(one))
    pairs = [(compare_names(name, alias.text, body.schema, use, reading="alone"), name) for name in written]
    if not pairs:
        return None
    pair, asked = max(pairs, key=lambda one: one[0].score)
    points = weigh_evidence(party.facts, body)
    agreements = [one.said for one in points if one.points > 0 or "agrees" in one.said]
    spelled = [] if fold(asked) == fold(alias.text) else list(pair.conflicts)
    conflicts = [one.said for one in points if one.points < 0 or "differs" in one.said]
    told = [one.said for one in points if one.said not in agreements + conflicts]
    said = {(one.prop, one.value): one.source_id for one in body.origins}
    mine, theirs = left_over(asked, pair, 0), left_over(alias.text, pair, 1)
    flips = _Flips(snapshot, party, hit, body, use)
    return Why(
        asked=asked,
        alias=alias,
        stated_by=said.get(("name", alias.text), body.source_id),
        likelihood=pair.score,
        segments=pair.segments,
        mine=mine,
        theirs=theirs,
        agreements=tuple(agreements),
        conflicts=tuple(dict.fromkeys((*spelled, *conflicts, *told, *(["a name that the list itself calls weak"] if alias.kind == "weak" else [])))),
        flips=tuple(dict.fromkeys((*flips.by_words(asked, pair, mine, theirs), *flips.by_country(), *flips.by_facts(), *flips.by_identifier(), *flips.by_use(pair)))),
    )


def left_over(text: str, pair: PairScore, side: int) -> tuple[str, ...]:
    """The words of one side that stand opposite nothing; legal forms and small words left out.

    >>> left_over("Kestrel Trading Co., Ltd.", compare_names("Kestrel Trading Co., Ltd.", "Kestrel Optics Ltd"), 0)
    ('trading',)
    >>> left_over("杭州海康威视", compare_names("杭州海康威视", "海康威视"), 0)
    ('杭州',)
    """
    met = [segment[side] for segment in pair.segments]
    if script(text) == "han":
        from countersight.names.han_segment import segment  # noqa: PLC0415 - the gazetteer is read when Han turns up

        pieces = [piece for piece in segment(text).pieces if not (piece.word and piece.word.kind == "l")]
        return tuple(piece.text for piece in pieces if not any(piece.text in one for one in met))
    words = {word for one in met for word in one.split()}
    small = {"co", "and", "of", "the", "no"}
    return tuple(dict.fromkeys(word for word in fold(text).split() if word not in words and word not in LEGAL_FORMS and word not in small))


class _Flips:
    """The same question with one thing changed at a time."""

    def __init__(self, snapshot: Snapshot, party: Party, hit: Match, body: Body, use: Use) -> None:
        self.snapshot, self.party, self.hit, self.body, self.use = snapshot, party, hit, body, use
        self.person = body.schema == "Person"

    def band(self, party: Party, use: Use | None = None) -> str:
        found = ask(self.snapshot, party, use=use or self.use)
        return next((one.band for one in found.hits if one.body_id == self.hit.body_id), "no")

    def changed(self, party: Party) -> str:
        """What it would be instead; empty where nothing changes."""
        now = self.band(party)
        return "" if now == self.hit.band else _BANDS[now]

    def facts(self, **changes: object) -> Party:
        return replace(self.party, facts=replace(self.party.facts, **changes))  # type: ignore[arg-type]

    def by_words(self, asked: str, pair: PairScore, mine: tuple[str, ...], theirs: tuple[str, ...]) -> Iterator[str]:
        """Without a word that only the question has, with one that only the list has, or with a segment as the list writes it."""
        tries = [(f"without {word!r}", _without(asked, word)) for word in mine[:_TRIED]]
        if len(mine) > 1:
            bare = asked
            for word in mine:
                bare = _without(bare, word)
            tries.append((f"without {', '.join(map(repr, mine[:_TRIED]))}", bare))
        joint = "" if script(asked) == "han" else " "
        tries += [(f"with {word!r} in the name", f"{asked}{joint}{word}") for word in theirs[:_TRIED]]
        for left, right, _ in pair.segments:
            if fold(left) != fold(right) and left in fold(asked):
                tries.append((f"with {right!r} in place of {left!r}", fold(asked).replace(left, right, 1)))
        for what, name in tries:
            if fold(name) and name != asked and (now := self.changed(replace(self.party, names=(name,)))):
                yield f"{what} it would be {now}"

    def by_country(self) -> Iterator[str]:
        """With the country of the body, or of nobody. Of persons a country is no input."""
        if self.person or not self.body.countries:
            return
        told, theirs = self.party.facts.country.upper(), self.body.countries
        agrees = told in theirs or (told in CHINA and bool(CHINA & set(theirs)))
        if not agrees and (now := self.changed(self.facts(country=theirs[0]))):
            yield f"if the party is in {' or '.join(theirs)}, it would be {now}"
        if (not told or agrees) and (now := self.changed(self.facts(country=_ELSEWHERE))):
            yield f"if the party is in another country than {' or '.join(theirs)}, it would be {now}"

    def by_facts(self) -> Iterator[str]:
        """Without a fact that conflicts or agrees."""
        told = self.party.facts
        for name in ("addresses", "born", "incorporated", "jurisdiction"):
            if getattr(told, name) and (now := self.changed(self.facts(**{name: getattr(Facts(), name)}))):
                yield f"without the {_FACTS[name]} that was told it would be {now}"
        for kind in told.identifiers:
            rest = {other: value for other, value in told.identifiers.items() if other != kind}
            if now := self.changed(self.facts(identifiers=rest)):
                yield f"without the {kind} that was told it would be {now}"

    def by_identifier(self) -> Iterator[str]:
        """What to ask for: an identifier that the body has and the party did not give."""
        for kind in _KINDS:
            values = self.body.identifiers.get(kind, "")
            if self.person or not values or kind in self.party.facts.identifiers or fault_of(kind, values.split(";")[0]):
                continue
            other = "; another one would speak against it" if kind in SINGLE else ""
            yield f"its {kind} is {values}: the same one settles it{other}"
            return

    def by_use(self, pair: PairScore) -> Iterator[str]:
        """In another use."""
        for use in THRESHOLDS:
            if use != self.use and (now := self.band(self.party, use)) != self.hit.band:
                yield f"in the use {use} it is {_BANDS[now]}"
        if self.hit.band != "match":
            yield from pair.flips(self.use)


_FACTS: Final = {"addresses": "address", "born": "day of birth", "incorporated": "day of incorporation", "jurisdiction": "jurisdiction"}


def _without(text: str, word: str) -> str:
    """A name without one of its words, as far as it is written as it is folded; else the folded name without it."""
    if script(text) == "han":
        return text.replace(word, "", 1)
    kept = [one for one in text.split() if fold(one) != word]
    return " ".join(kept) if len(kept) < len(text.split()) else " ".join(one for one in fold(text).split() if one != word)
