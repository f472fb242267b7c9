"""Why a page is met or open, each text once: proofs, facts and pages under the hash of what they say.

A million decisions say the same few things many times. So a row names its reasons by hash, and the texts stand beside it, once a
part: ``{"proof": hash, "facts": [hash, ...]}`` for one reading of a page, and below these the proof as a tree, the facts with
their sources, and the page. The texts are what :mod:`countersight.screening.one` writes into a decision, as canonical JSON.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from countersight.model.decision import FactUsed, Finding, ProofLine, fields_of
from countersight.model.fact import Fact
from countersight.rules.explain import Proof
from countersight.rules.reading import Rule
from countersight.screening.findings import fact_used, proof_line

_MOST = 10_000
SAID = 40_000
"""Readings that are kept from part to part; beyond that it begins again."""

Text = tuple[str, str]
"""A text behind its hash."""
Ask = tuple[tuple[str, str], ...]
"""Facts that a reading waits for, each with the note on it."""


@dataclass(frozen=True, slots=True)
class Said:
    """One reading of a page: its hash, all its texts by hash, and what it waits for."""

    why: str
    texts: tuple[Text, ...]
    ask: Ask


def text_of(value: object) -> str:
    """Canonical JSON."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=fields_of)


def hash_of(text: str) -> str:
    """24 hexadecimal digits."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


@dataclass(slots=True)
class Why:
    """The texts of one part, by hash."""

    texts: dict[str, str] = field(default_factory=dict)
    _facts: dict[tuple[str, Fact | None], Text] = field(default_factory=dict)
    _proofs: dict[int, tuple[Proof, Text]] = field(default_factory=dict)
    _said: dict[int, tuple[Rule, dict[bytes, Said]]] = field(default_factory=dict)
    _count: int = 0

    def part(self) -> None:
        """Begin the texts of another part; what was worked out is kept."""
        self.texts = {}
        if len(self._facts) > _MOST:
            self._facts.clear()
        if len(self._proofs) > _MOST:
            self._proofs.clear()
        if self._count > SAID:
            self.forget()

    def forget(self) -> None:
        """Begin again with what is kept by the numbers of facts."""
        self._said.clear()
        self._count = 0

    def said_of(self, rule: Rule) -> dict[bytes, Said]:
        """What was said of a page, by the numbers of the facts on which it rests."""
        return self._said.setdefault(id(rule), (rule, {}))[1]

    def say(self, rule: Rule, layer: Mapping[str, Fact], key: bytes) -> Said:
        """One reading of a page over some facts, kept under their numbers."""
        proof, ask, named = rule.read(layer)
        shown, facts = self._proof(proof), [self._fact(path, layer.get(path)) for path in named]
        why = _reading(shown[0], [one for one, _ in facts])
        found = Said(why[0], tuple(dict.fromkeys((why, shown, *facts))), tuple([(path, layer[path].note if path in layer else "") for path in ask]))
        self.said_of(rule)[key] = found
        self._count += 1
        return found

    def use(self, said: Said) -> None:
        """Put the texts of a reading into the part."""
        self.texts.update(said.texts)

    def put(self, value: object) -> str:
        """Keep a text, and give its hash."""
        return self._kept(_hashed(text_of(value)))

    def _kept(self, text: Text) -> str:
        self.texts[text[0]] = text[1]
        return text[0]

    def _fact(self, path: str, fact: Fact | None) -> Text:
        """A fact as a proof uses it."""
        found = self._facts.get((path, fact))
        if found is None:
            found = self._facts[path, fact] = _hashed(text_of(fact_used(path, fact)))
        return found

    def _proof(self, proof: Proof) -> Text:
        """A proof, which all readings over equal facts share."""
        found = self._proofs.get(id(proof))
        if found is None:
            found = self._proofs[id(proof)] = proof, _hashed(text_of(proof_line(proof)))
        return found[1]

    def told(self, proof: ProofLine, facts: Sequence[FactUsed]) -> str:
        """The same of a decision that was made alone."""
        return self._kept(_reading(self.put(proof), [self.put(one) for one in facts]))

    def page(self, one: Finding) -> str:
        """A page with its text, citation and effect, whatever was found."""
        return self.put(page_text(one))


def _hashed(text: str) -> Text:
    return hash_of(text), text


def _reading(proof: str, facts: Sequence[str]) -> Text:
    """One reading of a page, by the hashes of what it rests on."""
    return _hashed('{"facts":[' + ",".join(f'"{one}"' for one in facts) + f'],"proof":"{proof}"}}')


def page_text(one: Finding) -> dict[str, Any]:
    """What a finding says of its page."""
    names = (
        "page",
        "title",
        "citations",
        "measure",
        "would_be",
        "license_policy",
        "effect",
        "verified_on",
        "page_sha256",
        "slots",
    )
    return {name: getattr(one, name) for name in names}
