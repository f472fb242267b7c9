"""The lexicon: bilingual concepts as data, each with patterns, signed weights, a source, and examples that run as tests.

A pattern is written as people write the thing. ``(a|b)`` are alternatives; ``(a|)`` and ``a?`` may be left out; that is
all. A Chinese pattern is found anywhere in a text; an English one is a sequence of whole words in their common form
(``textform.form``). A concept without patterns stands on others: it holds ``when`` all of them do ``unless`` one of the
last does.

Kinds: ``product`` gives weights to nodes; ``part`` is a thing that takes its name from another one (a bracket); ``other`` is
what only looks like it and speaks against; ``context`` says who, where, or made for what, and weighs nothing by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any, Final, Generic, Literal, TypeVar

from countersight.cycles import uncollected
from countersight.products.data import HERE, load, refuse
from countersight.products.patterns import Chain, begun, parsed, words_in, written
from countersight.products.slips import SHORTEST, shortened, slipped
from countersight.products.standing import Bits, order, tail, triggered, woken
from countersight.products.taxonomy import node
from countersight.products.textform import form, forms_of, normal

DATA: Final = HERE / "lexicon_data"
ANY: Final = "*"
"""The node of a weight that speaks of every node."""
_KINDS: Final = ("product", "part", "other", "context")
_FIELDS: Final = frozenset("id kind family zh en model gives when unless near says names source finds misses".split())
WORD: Final = "word"
"""The family of contexts that are words of composed rules, and say nothing else."""
_ENDED: Final = re.compile(r"[a-z0-9][^a-z0-9]")
MAX_READ: Final = 65_536
_LIMIT: Final = 100
"""Weights lie between minus and plus this."""

Key = TypeVar("Key", bound=Sequence[str])


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One concept; see the head of this module for what its fields mean.

    Attributes:
        gives: Weight per node; ``*`` is every node that anything speaks for.
        model: Regular expressions of model numbers, looked for in small letters after a border.
        family: ``camera``, ``component`` or ``whole``: where two of them stand in one text, one is what the other is made of or
            for. ``attribute``: only says how a thing is, so that it can follow a part ("camera housing, IP66"). ``word``: a context
            that is nothing but a word of composed rules; a file says so once for all its contexts (``contexts: word``).
        near: For a concept that stands on others: how many characters at most may stand between their words, in either order; nought
            is anywhere in the text. What it stands on then has patterns of its own.
        says: For a context: which axis it speaks on, ``design_intent`` or ``context``, and in words what it says.
        names: Its English words are names of makers or families: no slip of the pen is read into one (Autohome is no Autodome).
        finds: Texts in which it is found.
        misses: Near texts in which it is not.
    """

    id: str
    source: str
    kind: Literal["product", "part", "other", "context"] = "product"
    family: str = ""
    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    model: tuple[str, ...] = ()
    gives: dict[str, int] = field(default_factory=dict)
    when: tuple[tuple[str, ...], ...] = ()
    unless: tuple[str, ...] = ()
    near: int = 0
    says: str = ""
    names: bool = False
    finds: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Words(Concept):
    """All contexts of the family ``word`` that one pattern brings: they mean nothing alone, so that one reading stands for all of them."""

    each: tuple[Concept, ...] = ()
    ids: frozenset[str] = frozenset()
    stood: frozenset[str] = frozenset()
    """Those of them on which a concept stands."""
    wakes: Bits = (0, 0)
    """The rules (``Lexicon.derived``) of whose two groups they are."""


@dataclass(frozen=True, slots=True)
class Bundles:
    """The bundles of words that were made so far; on what concepts stand, and which rules each of these may bring about."""

    stood_on: frozenset[str] = frozenset()
    triggers: dict[str, Bits] = field(default_factory=dict)
    known: dict[tuple[str, ...], Words] = field(default_factory=dict)

    def together(self, concepts: tuple[Concept, ...]) -> tuple[Concept, ...]:
        """The concepts of one pattern, its words as one at the end.

        >>> one, two, three = (Concept(id=name, source="s", kind="context", family=family) for name, family in (("a", WORD), ("b", ""), ("c", WORD)))
        >>> [found.id for found in Bundles().together((one, two, three))]
        ['b', 'a c']
        """
        words = tuple(word for one in concepts if one.family == WORD for word in (one.each if isinstance(one, Words) else (one,)))
        if not words:
            return concepts
        ids = tuple(one.id for one in words)
        if (bundle := self.known.get(ids)) is None:
            wakes = woken(self.triggers, ids)
            bundle = self.known[ids] = Words(id=" ".join(ids), source="", kind="context", family=WORD, each=words, ids=frozenset(ids), stood=self.stood_on.intersection(ids), wakes=wakes)
        return (*(one for one in concepts if one.family != WORD), bundle)


@dataclass(frozen=True, slots=True)
class Begun:
    """Patterns of a concept that begin alike: what is written of them so far, and what follows."""

    concept: int
    texts: tuple[str, ...]
    then: Chain


@dataclass(slots=True)
class Bucket(Generic[Key]):
    """All patterns with one beginning: by what comes next the lengths that occur, the longest first, and the concepts of each pattern.

    They are written out when a text first has the beginning (:meth:`Index.ready`): few texts have many of them.
    """

    after: dict[str, tuple[int, ...]] = field(default_factory=dict)
    alone: tuple[int, ...] = ()
    """The length of the beginning itself, where it is a pattern."""
    concepts: dict[Key, tuple[Concept, ...]] = field(default_factory=dict)
    waiting: list[Begun] = field(default_factory=list)
    """What is not written out yet."""


def _once(concepts: tuple[Concept, ...], stood_on: frozenset[str]) -> tuple[Concept, ...]:
    """The concepts of one pattern without a product that another one of them outweighs at each of its nodes: the same words are one witness.

    What other concepts stand on, or give way to, is kept.

    >>> heavy, light, other = (Concept(id=name, source="s", gives=gives) for name, gives in (("a", {"X": 12}), ("b", {"X": 11}), ("c", {"Y": 5})))
    >>> [one.id for one in _once((light, heavy, other), frozenset())]
    ['a', 'c']
    """
    if len(concepts) == 1:
        return concepts
    weighed = sorted((one for one in concepts if one.kind == "product"), key=lambda one: (one.id not in stood_on, -max(one.gives.values(), default=0)))
    known: dict[str, int] = {}
    dropped: set[str] = set()
    for one in weighed:
        if one.id not in stood_on and one.gives and all(known.get(to, 0) >= weight for to, weight in one.gives.items()):
            dropped.add(one.id)
        else:
            known.update({to: max(weight, known.get(to, 0)) for to, weight in one.gives.items()})
    return tuple(one for one in concepts if one.id not in dropped)


@dataclass(frozen=True, slots=True)
class Index(Generic[Key]):
    """Patterns by how they begin."""

    begins: int
    """Characters or words of a beginning."""
    key: Callable[[str], Key]
    """A text as it is looked up."""
    enough: Callable[[str], bool]
    """Whether so much of a text tells its beginning."""
    bundles: Bundles
    bundled: Sequence[tuple[Concept, ...]]
    """Each concept as its patterns bring it."""
    buckets: dict[str, Bucket[Key]] = field(default_factory=dict)

    def add(self, concept: int, pattern: tuple[Chain, ...]) -> None:
        """Put a pattern of a concept where it begins; concepts come in their order.

        Raises:
            ValueError: A text of it is too short; the argument is the text.
        """
        for chain in pattern:
            texts, then = begun(chain, self.enough)
            by: dict[str, list[str]] = {}
            for text in texts:
                if len(key := self.key(text)) < self.begins:
                    raise ValueError(text)
                by.setdefault("".join(key[: self.begins]), []).append(text)
            for beginning, some in by.items():
                self.buckets.setdefault(beginning, Bucket()).waiting.append(Begun(concept, tuple(some), then))

    def ready(self, bucket: Bucket[Key]) -> None:
        """Write out what waits in a bucket; of two threads that come at once both do, and either is right."""
        waiting = bucket.waiting
        if not waiting:
            return
        found: dict[Key, tuple[Concept, ...]] = {}
        for concept, some in groupby(waiting, attrgetter("concept")):
            for key in {self.key(text) for one in some for text in written(one.then, one.texts)}:
                found[key] = found.get(key, ()) + self.bundled[concept]
        sizes: dict[str, set[int]] = {}
        for key, concepts in found.items():
            if len(concepts) > 1:
                found[key] = self.bundles.together(_once(concepts, self.bundles.stood_on))
            if len(key) > self.begins:
                sizes.setdefault(key[self.begins], set()).add(len(key))
            else:
                bucket.alone = (self.begins,)
        for long in sizes.values():
            long.update(bucket.alone)
        bucket.after = {after: tuple(sorted(long, reverse=True)) for after, long in sizes.items()}
        bucket.concepts = found
        bucket.waiting = []


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The concepts, and how to find them fast: by the first two Han characters, by the first word, by model number.

    ``derived`` holds, for each concept that stands on others, its number, the groups it needs, what forbids it, and how near they must be;
    ``triggers`` says which of them a concept may bring about; ``tail`` from where on all of them give way to the same concepts, and to which.
    """

    concepts: tuple[Concept, ...]
    han: Index[str]
    english: Index[tuple[str, ...]]
    models: tuple[tuple[re.Pattern[str], Concept], ...]
    any_model: re.Pattern[str]
    vocabulary: frozenset[str]
    derived: tuple[tuple[int, tuple[frozenset[str], ...], frozenset[str], int], ...]
    at: dict[str, int]
    common: frozenset[str]
    """Those words that are no names."""
    spelled: dict[str, str]
    """Words of the English patterns without one inner letter, to the word: how a slip of the pen is found."""
    triggers: dict[str, Bits] = field(default_factory=dict)
    tail: tuple[int, frozenset[str]] = (0, frozenset())
    beyond: tuple[tuple[frozenset[str], ...], ...] = ()
    """The groups of each derived concept beside the two that wake it."""
    read: dict[str, str] = field(default_factory=dict)
    """Words of texts in their common form, as they were understood; bounded."""
    meant: dict[str, str] = field(default_factory=dict)
    """Words of texts as written, with what they were understood to be; bounded."""

    def meaning(self, word: str) -> str:
        """A word as written, in its common form and without a slip of the pen."""
        known = self.understood(form(word))
        if len(self.meant) < MAX_READ:
            self.meant[word] = known
        return known

    def understood(self, word: str) -> str:
        """A word as it is, or the word of the lexicon that is one slip inside it away.

        First and last letter have to stand, so that "recorded" is no "recorder". A letter too many, one left out, or letters that
        changed places are slips in any word; another letter in its place only in a long word, a vowel or one that sounds alike, because
        "piston" is no "prison".
        """
        if (known := self.read.get(word)) is None:
            known = self._near(word)
            if len(self.read) < MAX_READ:
                self.read[word] = known
        return known

    def _near(self, word: str) -> str:
        if len(word) < SHORTEST or not word.isalpha() or word in self.vocabulary:
            return word
        if found := self.spelled.get(word):
            return found
        for at in range(1, len(word) - 1):
            shorter = word[:at] + word[at + 1 :]
            found = shorter if shorter in self.common else self.spelled.get(shorter, "")
            if found and found[0] == word[0] and found[-1] == word[-1] and slipped(word, found):
                return found
        return word


def _concept(row: dict[str, Any], source: str, path: Path) -> Concept:
    named = str(row.get("id", "a row without an id"))
    if unknown := sorted(set(row) - _FIELDS):
        raise refuse(path, named, f"a field that is not known: {unknown[0]}", f"fields: {', '.join(sorted(_FIELDS))}")
    found: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    found["when"] = tuple((one,) if isinstance(one, str) else tuple(one) for one in row.get("when", ()))
    found.setdefault("source", source)
    if found.get("kind", "product") not in _KINDS:
        raise refuse(path, named, f"kind is {found['kind']!r}", f"one of {', '.join(_KINDS)}")
    for ident, weight in found.get("gives", {}).items():
        if ident != ANY and node(ident) is None:
            raise refuse(path, named, f"no node {ident!r}", "ids as in taxonomy_data")
        if not isinstance(weight, int) or not -_LIMIT <= weight <= _LIMIT:
            raise refuse(path, named, f"the weight of {ident} is {weight!r}", "a whole number, from -100 to 100")
    if not any(found.get(key) for key in ("zh", "en", "model", "when")):
        raise refuse(path, named, "neither patterns nor when", "say how the concept is found")
    return Concept(**found)


def read_concepts(folder: Path) -> tuple[Concept, ...]:
    """All concepts of a folder.

    Raises:
        DataError: A file is missing or a row is wrong, with the row's name.
    """
    found: list[Concept] = []
    for path in sorted(folder.glob("*.yaml")):
        loaded = load(path)
        family = loaded.get("contexts", "")
        rows = ({"family": family, **row} if family and row.get("kind") == "context" else row for row in loaded["concepts"])
        found += [_concept(row, loaded["source"], path) for row in rows]
    ids = [one.id for one in found]
    if twins := sorted({one for one in ids if ids.count(one) > 1}):
        raise refuse(folder, twins[0], "this id stands twice", "one id, one concept")
    known = set(ids)
    placed = {one.id for one in found if one.zh or one.en or one.model}
    for one in found:
        if missing := [name for group in (*one.when, one.unless) for name in group if name not in known]:
            raise refuse(folder, one.id, f"it stands on {missing[0]!r}, which is none", "ids of concepts")
        if one.near and (placeless := [name for group in one.when for name in group if name not in placed]):
            raise refuse(folder, one.id, f"it asks how near {placeless[0]!r} stands, which has no patterns", "near only of concepts with zh, en or model")
    return tuple(found)


def _pair(text: str) -> bool:
    return len(text) > 1


def _word_and_more(text: str) -> bool:
    """Whether a word has ended: what follows may otherwise belong to it."""
    return _ENDED.search(text) is not None


def _forms(text: str) -> tuple[str, ...]:
    return tuple(forms_of(text))


def build(concepts: tuple[Concept, ...], folder: Path = DATA) -> Lexicon:
    """The index over concepts.

    Raises:
        DataError: A pattern is too short, or a concept stands on itself.
    """
    models: list[tuple[re.Pattern[str], Concept]] = []
    derived = [
        (number, tuple(map(frozenset, concepts[number].when)), frozenset(concepts[number].unless), concepts[number].near)
        for number in order(concepts, folder)
    ]
    triggers, beyond = triggered([groups for _, groups, *_ in derived])
    bundles = Bundles(frozenset(name for one in concepts for group in (*one.when, one.unless) for name in group), triggers)
    each = [bundles.together((one,)) for one in concepts]
    han = Index(2, str, _pair, bundles, each)
    english = Index(1, _forms, _word_and_more, bundles, each)
    common: set[str] = set()
    named: set[str] = set()
    for number, one in enumerate(concepts):
        try:
            for pattern in map(parsed, map(normal, one.zh)):
                han.add(number, pattern)
            for pattern in map(parsed, map(normal, one.en)):
                english.add(number, pattern)
                (named if one.names else common).update(map(form, words_in(pattern)))
        except ValueError as fault:
            raise refuse(folder, one.id, f"the pattern {fault.args[0]!r} is too short", "two characters at least, in English a word") from None
        models += [(re.compile(rf"(?<![a-z0-9]){raw}"), each[number][0]) for raw in one.model]
    any_model = re.compile(rf"(?<![a-z0-9])(?:{'|'.join(raw for one in concepts for raw in one.model)})" if models else r"(?!)")
    vocabulary = frozenset(common | named)
    return Lexicon(
        concepts, han, english, tuple(models), any_model, vocabulary, tuple(derived), {one.id: number for number, one in enumerate(concepts)}, frozenset(common),
        shortened(frozenset(common), vocabulary), triggers, tail(derived), beyond,
    )  # fmt: skip


@cache
def lexicon() -> Lexicon:
    """The lexicon of this edition, read once."""
    with uncollected():
        return build(read_concepts(DATA))
