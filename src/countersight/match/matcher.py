"""Who is this? A party's names and identifiers against a snapshot.

Identifiers beat names; then the same name; then the same name but for its legal form; then names that share rare
grams, compared word by word. Everything that is decided here says why. A name of general words alone, a part of a
word, another number or another place never makes a match.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from countersight.match.around import names_beside
from countersight.match.gate import CANDIDATES, LEAST, Asked, Opened, gate_for
from countersight.match.latin import Context, compare_latin, country_of
from countersight.match.left_out import without_academy, without_acronym
from countersight.match.misread import readings
from countersight.match.outcome import RANK, Compared, Match, Resolution, Verdict, match, no
from countersight.match.parts import Parts, parts
from countersight.match.query import Query, parts_of, script_of
from countersight.match.uses import Use
from countersight.match.weigh import by_person, weighed
from countersight.names.identifiers import normalise_identifier, sound, valid_lei, valid_uscc
from countersight.names.letters import romanise
from countersight.names.normalise import core, fold, script
from countersight.names.places import HAN as HAN_PLACES
from countersight.names.places import LATIN as LATIN_PLACES
from countersight.store.listed import Listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from countersight.match.adjudications import Adjudications
    from countersight.match.gate import Ruled
    from countersight.model.body import Body
    from countersight.store.snapshot import Snapshot

MAX_NAMES: Final = 50
"""Names of one party that are looked at."""

MAX_POSSIBLE: Final = 20
"""Bodies that one party is reported as possibly being, best first."""

ORDER: Final = ("uscc", "lei", "isin", "cik", "ror", "duns", "cusip", "figi", "registration", "ticker", "mid")
"""Identifiers, the strongest first. Beyond these, any kind that both sides name is compared."""

LOOSE: Final = frozenset({"registration", "ticker", "mid"})
"""Identifiers that are unique in one country or market only: alone they give ``possible`` unless the country agrees."""

UNSOUND: Final = 600
"""What a hit by an identifier alone scores whose own check digit is wrong: to be looked at, and never a match."""

_NOBODY: Final = tuple(Resolution(None, (), many) for many in range(CANDIDATES + 1))
"""The answer to most questions, by how many names were looked at."""

_SAME: Final = 910
"""From this score on two names are the same words."""
_EXACT_ONLY: Final = frozenset({"Vessel", "Airplane"})
_NOWHERE: Final = frozenset[str]()
_CONTEXTS: Final = {(primary, country): Context(_NOWHERE, primary, country) for primary in (True, False) for country in ("agrees", "conflicts", "unknown")}
"""For a query that names no place: where the body is does not matter then."""


def resolve(  # noqa: PLR0913 - all that is known of a party
    snapshot: Snapshot, party_names: Sequence[str], country: str | None = None, identifiers: Mapping[str, str] | None = None,
    *, use: Use = "balanced", decided: Adjudications | None = None,
) -> Resolution:  # fmt: skip
    """Find the body that a party is.

    Args:
        snapshot: What is known.
        party_names: Every name of the party, as written; the best one wins.
        country: ISO 3166-1 alpha-2 code of the party, if known.
        identifiers: Kind to value, as in a matter (``uscc``, ``lei``, ``isin``, ``cik`` ...).
        use: ``strict`` for few false hits, ``wide`` for few misses; see ``uses.py``.
        decided: What reviewers decided of these parties; see ``adjudications.py``.

    Returns:
        The best match, whoever else the party may be, and the number of names compared. Never a guess: a name that
        several bodies bear alike gives the one whose country agrees, and lists the others as possible.
    """
    gate = gate_for(use)
    shelf = snapshot.shelf if gate else None
    asked: Asked | None = None
    if gate and shelf and len(party_names) == 1 and not identifiers:  # by far the most questions, and by far the most of them nobody's
        asked = gate.ask(party_names[0], shelf, country.upper() if country else "")
        if decided is None and (nobody := _nobody(party_names[0], asked)):
            return nobody
    search = _Search(snapshot, country, dict(identifiers or {}), use)
    if search.identifiers:
        search.by_identifier()
    for name in party_names if len(party_names) == 1 else dict.fromkeys(party_names[:MAX_NAMES]):
        if name:
            search.by_name_and_around(name, asked)
    found = search.resolution()
    if not decided:
        return found
    from countersight.match.adjudications import Question  # noqa: PLC0415 - asked where a reviewer's decision counts

    return decided.applied(found, Question.of(party_names, country, identifiers), snapshot)


def resolve_each(snapshot: Snapshot, names: Sequence[str], held: dict[str, Resolution], country: str = "", *, use: Use = "balanced") -> None:
    """What :func:`resolve` gives for each of many names of which nothing but one country is told.

    Those that are somebody, or may be, are looked at after the others, one after the other: what the rules and the kernel are made of does not
    fit into the nearest caches together.

    Args:
        snapshot: What is known.
        names: As written.
        held: Where the answers are put; a name that stands there already is not asked about.
        country: Of all of them, in capitals; empty where none is told.
        use: As in :func:`resolve`.
    """
    gate = gate_for(use)
    shelf = snapshot.shelf if gate else None
    if gate is None or shelf is None:
        for name in names:
            if name not in held:
                held[name] = resolve(snapshot, (name,), country, use=use)
        return
    left: list[tuple[str, Asked | Opened]] = []
    for name in names:
        if name in held:
            continue
        found = gate.opened(name, shelf, country)
        if isinstance(found, int):
            held[name] = _NOBODY[found] if found <= CANDIDATES else Resolution(None, (), found)
        else:
            held[name] = _NOBODY[0]  # for now
            left.append((name, found))
    for name, opened in left:
        asked = gate.closed(opened, shelf, country)
        if (nobody := _nobody(name, asked)) is None:
            search = _Search(snapshot, country, {}, use)
            search.by_name_and_around(name, asked)
            nobody = search.resolution()
        held[name] = nobody


def _nobody(name: str, asked: Asked) -> Resolution | None:
    """The answer for a name that is nobody's; None where it may be somebody's, or holds or misspells a name that may."""
    if asked.found or (asked.around and readings(name)):
        return None
    return _NOBODY[asked.many] if asked.many <= CANDIDATES else Resolution(None, (), asked.many)


def against(
    snapshot: Snapshot, party_names: Sequence[str], body: Body, country: str | None = None, identifiers: Mapping[str, str] | None = None
) -> list[Compared]:
    """Every name of a party against every name of one body, candidate or not: why it is not taken for that body.

    Args:
        snapshot: What is known.
        party_names: As in :func:`resolve`.
        body: The body that is asked about.
        country: As in :func:`resolve`.
        identifiers: As in :func:`resolve`.

    Returns:
        What came nearest first, with the names that stand within a written one, as :func:`resolve` asks about them.
        ``candidate`` says whether a screening looks at this pair at all.
    """
    search = _Search(snapshot, country, dict(identifiers or {}))
    found = []
    asked = (one for text in party_names[:MAX_NAMES] for one in (text, *readings(text)))
    unsure = {one for text in party_names[:MAX_NAMES] for one in names_beside(text)} - set(party_names)
    for text in dict.fromkeys(one for one in asked if fold(one)):
        pairs = {(one.body_id, one.text) for one in search.pairs(text, fold(text))}
        for name in dict.fromkeys(name.text for name in body.names):
            verdict = search.compare(text, name, body)
            found.append(Compared(text, name, (body.id, name) in pairs, verdict.bracketed() if text in unsure else verdict))
    return sorted(found, key=lambda one: (RANK[one.verdict.band], one.verdict.score, one.candidate), reverse=True)


def ever(snapshot: Snapshot, text: str, numbers: Iterable[int]) -> list[tuple[str, str]]:
    """Those of some listed names that a written name is or may be, whatever else is known of the party: in the body's country, in another, in none.

    Args:
        snapshot: Of one layer.
        text: As written.
        numbers: Of names in its index, whether a search gives them or not.

    Returns:
        Body and name, in the order of the numbers. :func:`resolve` finds no others, whatever its candidates.
    """
    shelf = snapshot.shelf
    wanted = sorted(numbers)
    if shelf is None or not wanted:
        return []
    gate = gate_for("balanced")
    elsewhere = _Search(snapshot, "ZZ", {})
    found = []
    for at in gate.ever(text, shelf, wanted) if gate else wanted:
        body_id, name = shelf.index.owner(at), shelf.index.text(at)
        body = elsewhere.body(body_id)
        if body is None:
            continue
        asked = (elsewhere, *(_Search(snapshot, country, {}) for country in (None, *body.countries[:1]) if body.countries))
        if any(one.compare(text, name, body).band != "no" for one in asked):
            found.append((body_id, name))
    return found


class _Search:
    """The state of one question: bodies read so far, and the best verdict on each."""

    def __init__(self, snapshot: Snapshot, country: str | None, identifiers: dict[str, str], use: Use = "balanced") -> None:
        self.snapshot = snapshot
        self.use: Use = use
        self.country = (country or "").upper()
        self.identifiers = {k: v for k, v in identifiers.items() if v and normalise_identifier(k, v)} if identifiers else identifiers
        self.best: dict[str, Match] = {}
        self.soft: set[str] = set()
        self.bodies: dict[str, Body] = {}
        self.agrees: set[str] = set()
        """Bodies whose country is that of the party."""
        self.places: dict[str, frozenset[str]] = {}
        self.divisions: dict[str, frozenset[str]] = {}
        self.looked_at = 0

    def body(self, body_id: str) -> Body | None:
        if body_id not in self.bodies and (found := self.snapshot.body(body_id)):
            self.bodies[body_id] = found
        return self.bodies.get(body_id)

    def keep(self, body_id: str, verdict: Verdict, name: str, countries: Sequence[str]) -> None:
        if verdict.band == "no":
            return
        if self.country and country_of(self.country, countries) == "agrees":
            self.agrees.add(body_id)
        held = self.best.get(body_id)
        if held is None or (RANK[verdict.band], verdict.score) > (RANK[held.band], held.score):
            (self.soft.add if verdict.soft else self.soft.discard)(body_id)
            self.best[body_id] = Match(body_id, verdict.band, verdict.score, verdict.reason, name, verdict.evidence)

    def by_identifier(self) -> None:
        _, wrong = sound(self.identifiers)
        kinds = [*(kind for kind in ORDER if kind in self.identifiers), *sorted(self.identifiers.keys() - set(ORDER))]
        for kind in kinds:
            for body_id in self.snapshot.by_identifier(kind, self.identifiers[kind]):
                body = self.body(body_id)
                if body is None:
                    continue
                verdict = match(1000, f"the same {kind}")
                if kind in wrong:
                    verdict = verdict.lowered("possible", UNSOUND, "but its check digits are wrong")
                if kind in LOOSE and country_of(self.country, body.countries) != "agrees":
                    verdict = verdict.lowered("possible", 700, "which is unique in one country only")
                self.keep(body_id, verdict, body.caption, body.countries)

    def by_name_and_around(self, text: str, asked: Asked | None = None) -> None:
        """The same as :meth:`by_name`, and of the names that stand within a written one, or were misread in it."""
        self.by_name(text, asked)
        for alone in readings(text) if asked is None or asked.around else ():
            self.by_name(alone, beside=alone in names_beside(text))

    def by_name(self, text: str, asked: Asked | None = None, *, beside: bool = False) -> None:
        """Compare with what a name may be; ``asked``: what the gate found of it, where it was asked already; ``beside``: it may be a part of the written one."""
        if asked is None:
            asked = self.open_pairs(text)
        self.looked_at += asked.many
        if not asked.found:
            return
        query = asked.query or Query(text)
        for one in asked.found:
            if one.kind is not None:
                verdict = self.verdict(query, one, asked.ruled.get(id(one)))
                self.keep(one.body_id, verdict.bracketed() if beside else verdict, one.text, one.countries)

    def open_pairs(self, text: str) -> Asked:
        """The pairs that are not settled before a body is read."""
        gate = gate_for(self.use)
        shelf = self.snapshot.shelf if gate else None
        if gate and shelf:
            return gate.ask(text, shelf, self.country)
        folded = fold(text)
        found = self.pairs(text, folded) if folded else []
        return gate.open_of(text, found, self.country) if gate else Asked(len(found), found, around=True)

    def pairs(self, text: str, folded: str) -> list[Listed]:
        """Bodies and their names that a name is compared with: the same, the same but for the form, those that share grams."""
        return self.snapshot.named(text, folded, core(text), CANDIDATES, LEAST)

    def compare(self, text: str, written: str, body: Body) -> Verdict:
        """A name of the party and a name of a body that is read already."""
        self.bodies[body.id] = body
        name = next((n for n in body.names if n.text == written), body.names[0])
        return self.verdict(Query(text), Listed(body.id, name.text, body.schema, body.countries, name.kind, body.identifiers))

    def verdict(self, query: Query, one: Listed, ruled: Ruled | None = None) -> Verdict:
        """How a name of the party and a name on the list compare, and what else is known of both; ``ruled``: what the rules said already."""
        country = country_of(self.country, one.countries) if self.country else "unknown"
        verdict = self._compare(query, one, country, ruled)
        if verdict.band == "no":
            return verdict
        if one.schema in _EXACT_ONLY and verdict.score < 950:  # noqa: PLR2004 - the same name
            return no("ships and aircraft are found by their exact name only")
        if one.schema == "Person":
            verdict = verdict.lowered("possible", 600, "a person's name alone never proves who it is")
        if one.schema == "LegalEntity" and verdict.score < 640:  # noqa: PLR2004 - fewer words than a whole alias
            return no("this may be a person, who is found by the whole name only")
        if one.kind == "weak":
            verdict = verdict.lowered("possible", 600, "a name that the list itself calls weak")
        if country == "conflicts":
            verdict = verdict.lowered("possible", max(verdict.score - 300, 1), "the country differs")
        for kind, valid in (("uscc", valid_uscc), ("lei", valid_lei)) if self.identifiers else ():
            mine, theirs = self.identifiers.get(kind, ""), one.identifiers.get(kind, "")
            if mine and theirs and valid(mine) and normalise_identifier(kind, mine) not in _values(kind, theirs):
                verdict = verdict.lowered("possible", 400, f"the {kind} differs")
        return verdict

    def _compare(self, query: Query, one: Listed, country: str, ruled: Ruled | None) -> Verdict:
        if query.script == "han" or script_of(one) == "han":
            return self._compare_han(query.text, one, country)
        if one.schema == "Person":
            return by_person(query, one, self.use, told=ruled and ruled.told)
        rules = (ruled and ruled.verdict) or self._by_rules(query, one, country)
        if not rules.soft and rules.band == "no":
            return rules
        return weighed(rules, query, one, country, self.use, low=ruled.low, told=ruled.told) if ruled else weighed(rules, query, one, country, self.use)

    def _by_rules(self, query: Query, one: Listed, country: str) -> Verdict:
        """What the rules say of two names of organisations."""
        asked = query.parts
        primary = one.kind == "primary"
        context = Context(_NOWHERE, primary, country, lambda: self._places(one.body_id)) if asked.places else _CONTEXTS[primary, country]
        rules = compare_latin(asked, parts_of(one), context)
        if rules.band != "match":
            written = romanise(fold(one.text))
            if country == "agrees" and (bare := without_academy(written)):
                rules = _of_academy(asked, bare, context, rules)
            if rules.band != "match" and (bare := without_acronym(written)) and (same := compare_latin(asked, parts(bare), context)).band == "match":
                rules = same
        return rules

    def _compare_han(self, text: str, one: Listed, country: str) -> Verdict:
        mine, theirs = script(text), script_of(one)
        spelled = False
        if mine != theirs:
            if "other" in {mine, theirs}:
                return no("other scripts")
            spelled = (body := self.body(one.body_id)) is not None and any(script(name.text) == mine for name in body.names)
            if spelled and (mine == "latin" or one.schema == "Person"):
                return no("other scripts")
        from countersight.match.han import compare_across, compare_han, compare_person_across, han_parts  # noqa: PLC0415 - the gazetteer is read when Han decides

        if mine == theirs:
            return compare_han(han_parts(text), han_parts(one.text), self._han_places(one.body_id), country)
        if one.schema == "Person":
            return compare_person_across(text, one.text, country)
        return compare_across(text, one.text, self.use, spelled=spelled)

    def _han_places(self, body_id: str) -> frozenset[str]:
        """Codes of the divisions that names and addresses of a body speak of."""
        if body_id not in self.divisions:
            from countersight.match.han import han_parts  # noqa: PLC0415 - as above
            from countersight.names.gazetteer import candidates  # noqa: PLC0415 - as above

            body = self.body(body_id)
            found: set[str] = set()
            for text in (*(name.text for name in body.names), *body.addresses) if body else ():
                found.update(code for word in fold(text).split() if word in LATIN_PLACES for code in candidates(word))
                if script(text) == "han":
                    found |= han_parts(text).places
            self.divisions[body_id] = frozenset(found)
        return self.divisions[body_id]

    def _places(self, body_id: str) -> frozenset[str]:
        if body_id not in self.places:
            body = self.body(body_id)
            self.places[body_id] = _places_in((*(name.text for name in body.names), *body.addresses)) if body else _NOWHERE
        return self.places[body_id]

    def resolution(self) -> Resolution:
        if not self.best:
            return Resolution(None, (), self.looked_at)
        if len(self.best) == 1:  # most answers that are any: nothing to order
            (only,) = self.best.values()
            return Resolution(only, (), self.looked_at) if only.band == "match" else Resolution(None, (only,), self.looked_at)

        def key(found: Match) -> tuple[int, int, int, str]:
            return -RANK[found.band], -found.score, -int(found.body_id in self.agrees), found.body_id

        if any(found.band == "match" and found.body_id not in self.soft for found in self.best.values()):
            # Where one body bears the very name, the likeness of another's settles nothing.
            for body_id in self.soft:
                held = self.best[body_id]
                self.best[body_id] = replace(held, band="possible", score=min(held.score, 740))
        ranked = sorted(self.best.values(), key=key)
        top = ranked[0] if ranked and ranked[0].band == "match" else None
        rest = ranked[1:] if top else ranked
        return Resolution(top, tuple(rest[:MAX_POSSIBLE]), self.looked_at)


@lru_cache(maxsize=16384)
def _places_in(texts: tuple[str, ...]) -> frozenset[str]:
    """The places in all names and addresses of a body."""
    found: set[str] = set()
    for text in texts:
        words = fold(text).replace("hong kong", "hongkong").split()
        found.update(LATIN_PLACES[word] for word in words if word in LATIN_PLACES)
        if not text.isascii():
            found.update(code for place, code in HAN_PLACES.items() if place in text)
    return frozenset(found)


def _of_academy(query: Parts, bare: str, context: Context, rules: Verdict) -> Verdict:
    """The same institute where the list names its academy too: by its whole name, and a name that is not of one subject alone."""
    own = parts(bare)
    same = compare_latin(query, own, context)
    telling = len(own.distinct) > 1 or bool(own.distinct and own.places)
    return match(870, f"{same.reason}, without its academy") if same.band == "match" and same.score >= _SAME and telling else rules


def _values(kind: str, values: str) -> set[str]:
    return {normalise_identifier(kind, value) for value in values.split(";")}
