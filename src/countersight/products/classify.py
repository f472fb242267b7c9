# cython: wraparound=True, binding=True
"""What is the item? Words of a trade text, English or Chinese, to nodes of the taxonomy, with every word that decided.

The original text is classified, never a translation. Weights of the concepts found are added per node: whole numbers, no
float. Ten or more asserts a node, five to nine asks for a review, and what stays below says nothing. No node found is not
"no surveillance product": the text does not say. A node is the capability only; what the text says of design intent and of
the context stands apart, and the configuration is read by ``specs``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from countersight.products.codes import normalise_hs
from countersight.products.finding import Hit, find
from countersight.products.lexicon import ANY, Concept, Lexicon, Words, lexicon
from countersight.products.order import ranks
from countersight.products.standing import Bits, woken
from countersight.products.taxonomy import nodes
from countersight.products.textform import MAX_TEXT, normal

ASSERTS: Final = 10
"""Weight from which a node is asserted."""
ASKS: Final = 5
"""Weight from which a node is proposed for review."""
NAMES: Final = 7
"""Weight that a product must have at least, to lend its name to a part: 球机 is a camera or a mill, 摄像机 is a camera."""
PRIOR: Final = 2
"""What a tariff number that fits adds to a node for which words speak already; alone it says nothing."""
GENERAL: Final = frozenset({"CAM-IP", "SENSOR-IC", "REC-NVR", "SW-VMS", "AI-SRV", "CITY-SAFE", "SCS-FUSION", "SPARE-SVC", "CONF-ROOM"})
"""Nodes that stand behind a more special one of the same weight."""
_HS6: Final = 6


@dataclass(frozen=True, slots=True)
class Score:
    """A node with its weight and the concepts that speak for it or against it, each with its share."""

    node: str
    weight: int
    because: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Classification:
    """What a text says of an item.

    Attributes:
        text: The text as read, in normal form.
        nodes: Asserted nodes, the one first that is most likely meant (``order.py``); with another lexicon the heaviest first.
        review: Nodes that a person should look at.
        places: Every concept found, with those that do not count; the words of composed rules that stand at one place as one.
        derived: Concepts that follow from several others.
        design_intent: What the text says that the item was made for.
        context: What the text says of user, programme and place.
        truncated: True where the text was longer than what is read.
    """

    text: str
    nodes: tuple[Score, ...]
    review: tuple[Score, ...]
    places: tuple[Hit, ...] = ()
    derived: tuple[Concept, ...] = ()
    design_intent: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    truncated: bool = False

    @property
    def top(self) -> str:
        """The first asserted node, or ``none``."""
        return self.nodes[0].node if self.nodes else "none"

    @property
    def hits(self) -> tuple[Hit, ...]:
        """Every concept found, one by one, with those that do not count."""
        return tuple(Hit(word, one.read, one.start, one.end, one.state) for one in self.places for word in (one.concept.each if isinstance(one.concept, Words) else (one.concept,)))


@cache
def _places() -> dict[str, tuple[int, frozenset[str]]]:
    return {one.id: (at, frozenset(one.hs6)) for at, one in enumerate(nodes())}


def _near(groups: tuple[frozenset[str], ...], most: int, hits: list[Hit]) -> bool:
    """Whether words of every group stand side by side, in any order, with at most so many characters between one and those before it.

    A word may stand between two others, but in none of them.
    """
    first, *others, last = [_stand(group, hits) for group in groups]
    kept: list[tuple[tuple[int, int], ...]] = [(one,) for one in first]
    for other in others:
        kept = [(*have, at) for have in kept for at in other if _fits(have, at, most)]
    return any(_fits(have, at, most) for have in kept for at in last)


def _stand(group: frozenset[str], hits: list[Hit]) -> list[tuple[int, int]]:
    """Where the concepts of a group stand."""
    return [(one.start, one.end) for one in hits if one.state == "counts" and (not group.isdisjoint(one.concept.stood) if isinstance(one.concept, Words) else one.concept.id in group)]


def _fits(have: tuple[tuple[int, int], ...], at: tuple[int, int], most: int) -> bool:
    """Whether a place overlaps none of others and is near to one of them.

    >>> _fits(((0, 4), (10, 14)), (5, 9), 2), _fits(((0, 4),), (3, 9), 2), _fits(((0, 4),), (9, 12), 2)
    (True, False, False)
    """
    begin, end = at
    close = False
    for start, stop in have:
        if begin < stop and start < end:
            return False
        close = close or begin - stop <= most >= start - end
    return close


def _follow(words: Lexicon, active: dict[str, Concept], names: set[str], wakes: Bits, hits: list[Hit]) -> list[Concept]:
    """Derived concepts that hold, added to those that are active and to the names; ``wakes`` are those that are woken so far."""
    last, outright = words.tail
    before = (1 << last) - 1
    found, wakes = _hold(words, (active, names, hits), wakes, before)
    if wakes[0] & wakes[1] & ~before and outright.isdisjoint(names):
        found += _hold(words, (active, names, hits), wakes, ~before)[0]
    return found


def _hold(words: Lexicon, known: tuple[dict[str, Concept], set[str], list[Hit]], wakes: Bits, asked: int) -> tuple[list[Concept], Bits]:
    """Those of the rules that are asked and woken that hold, and what is woken then: each may wake others behind it. ``known`` is what is active, the names and the places."""
    active, names, hits = known
    found: list[Concept] = []
    one, two = wakes
    left = one & two & asked
    while left:
        at = (left & -left).bit_length() - 1
        left &= left - 1
        if any(map(names.isdisjoint, words.beyond[at])):
            continue
        number, groups, unless, near = words.derived[at]
        if unless.isdisjoint(names) and not (near and not _near(groups, near, hits)):
            concept = words.concepts[number]
            active[concept.id] = concept
            names.add(concept.id)
            found.append(concept)
            if more := words.triggers.get(concept.id):
                one, two = one | more[0], two | more[1]
                left = one & two & asked & -(2 << at)
    return found, (one, two)


def _scores(active: dict[str, Concept], hs6: str) -> list[Score]:
    given = [(one.id, one.gives) for one in active.values() if one.gives]
    if not given:
        return []
    shares: dict[str, list[tuple[str, int]]] = {}
    against: list[tuple[str, int]] = []
    for ident, gives in given:
        for to, weight in gives.items():
            if to == ANY:
                against.append((ident, weight))
            else:
                shares.setdefault(to, []).append((ident, weight))
    found = []
    places = _places()
    less = sum([weight for _, weight in against])
    for to, rows in shares.items():
        weights = [weight for _, weight in rows]
        fits = PRIOR if hs6 and hs6 in places[to][1] else 0
        total = sum(weights) + less + fits
        if total >= ASKS and max(weights) > 0:
            found.append(Score(to, total, (*rows, *against, ("tariff number", PRIOR)) if fits else (*rows, *against)))
    if len(found) > 1:
        found.sort(key=lambda one: (-one.weight, one.node in GENERAL, places[one.node][0]))
    return found


def _active(hits: list[Hit]) -> tuple[dict[str, Concept], list[Words]]:
    """What counts and says or weighs something, by name, and the words that count; a part only beside a product that lends it its name."""
    found: dict[str, Concept] = {}
    bundles: list[Words] = []
    parts: list[str] = []
    for one in hits:
        if one.state == "counts":
            concept = one.concept
            if isinstance(concept, Words):
                bundles.append(concept)
            else:
                found[concept.id] = concept
                if concept.kind == "part":
                    parts.append(concept.id)
    if parts:
        named = any(one.state == "names_another" and max(one.concept.gives.values(), default=0) >= NAMES for one in hits)
        for name in set(parts) if not named else ():
            del found[name]
    return found, bundles


def classify(text: str, hs: str = "", using: Lexicon | None = None) -> Classification:
    """Classify one text.

    Args:
        text: As the seller or the buyer wrote it; the first 4,000 characters are read.
        hs: Tariff number, where one is given: a weak prior for nodes that the words name already.
        using: Another lexicon than this edition's.

    >>> classify("4MP dome IP camera, PoE").top, classify("ceiling bracket for dome camera").top
    ('CAM-IP', 'none')
    >>> classify("人脸识别系统").top, classify("facial tissue 3-ply").top
    ('BIO-FACE', 'none')
    """
    known = using or lexicon()
    form = normal(text)
    hits = find(known, form)
    if not hits:
        return Classification(form, (), (), truncated=len(text) > MAX_TEXT)
    active, bundles = _active(hits)
    names = set(active).union(*[one.stood for one in bundles])
    one, two = woken(known.triggers, active)
    for words in bundles:
        one, two = one | words.wakes[0], two | words.wakes[1]
    derived = _follow(known, active, names, (one, two), hits) if one & two else []
    scores = _scores(active, normalise_hs(hs)[:_HS6] if hs else "")
    asserted = [one for one in scores if one.weight >= ASSERTS]
    if using is None and len(asserted) > 1:
        rank = ranks({one.node: one.weight for one in asserted}, names)
        asserted.sort(key=lambda one: -rank[one.node])
    said = sorted({one.says for one in active.values() if one.says})
    return Classification(
        form,
        tuple(asserted),
        tuple(one for one in scores if one.weight < ASSERTS),
        tuple(hits),
        tuple(derived),
        tuple([one.partition(": ")[2] for one in said if one.startswith("design_intent: ")]) if said else (),
        tuple([one.partition(": ")[2] for one in said if one.startswith("context: ")]) if said else (),
        len(text) > MAX_TEXT,
    )
