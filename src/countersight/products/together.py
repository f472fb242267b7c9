"""Words of the lexicon that stand together, weighed: where no rule asserts anything, what a text says in sum may still name a product.

Rules join classes of words by hand (``near_en.yaml`` and others). Which further classes go together was counted on labelled texts
(``tools/train_together.py``): a pair of concepts whose words stand near each other has a weight, and so has a concept alone, for or
against "is a surveillance product"; whole numbers, hundredths of log-odds. The sum is compared with a threshold that was set on texts
that were not trained on, close ordinary neighbours of the products, so that at most one of some hundreds passes it. The node is the one for
which the pairs that were found stood most. Every pair and every weight is told.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from countersight.errors import DataError, Where
from countersight.products.data import HERE
from countersight.products.finding import Hit
from countersight.products.lexicon import Concept, Words

DATA: Final = HERE / "model_data" / "together.json"
NEAR: Final = {"latin": 40, "han": 16}
"""Characters that may stand between the words of a pair, by script."""
JOIN: Final = " + "
"""Between the two concepts of a pair, as it is told."""


@dataclass(frozen=True, slots=True)
class Together:
    """What stands together: the node, the sum with the threshold that it passed, and every share, the heaviest first."""

    node: str
    score: int
    threshold: int
    because: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Weights of one script.

    Attributes:
        bias: The sum of a text of which nothing is known.
        threshold: The sum from which a node is asserted.
        alone: The weight of a concept.
        pairs: The weight of two concepts whose words stand near each other, by the first of them in the order of letters.
        nodes: For what weighs for: of a hundred texts in which it stood, how many were of which node.
    """

    bias: int
    threshold: int
    alone: dict[str, int]
    pairs: dict[str, dict[str, int]]
    nodes: dict[str, dict[str, int]]
    named: frozenset[str]
    """Every concept that weighs, alone or in a pair."""


@dataclass(frozen=True, slots=True)
class Model:
    """An edition: which lexicon its concepts are of, what it saw, and the weights of each script."""

    version: str
    lexicon: str
    trained_on: dict[str, int]
    of: dict[str, Weights]


def script(text: str) -> str:
    """``han`` where a Chinese character stands in a text, else ``latin``.

    >>> script("IP 摄像机"), script("caméra")
    ('han', 'latin')
    """
    return "latin" if text.isascii() or not any("\u4e00" <= sign <= "\u9fff" for sign in text) else "han"


def places_of(hits: Iterable[Hit], wanted: frozenset[str] | None = None) -> dict[str, list[tuple[int, int]]]:
    """Where each concept that counts stands, or each of those that are wanted."""
    found: dict[str, list[tuple[int, int]]] = {}
    for one in hits:
        if one.state == "counts":
            at, concept = (one.start, one.end), one.concept
            names: Iterable[str] = concept.ids if isinstance(concept, Words) else (concept.id,)
            for name in names if wanted is None else wanted.intersection(names):
                found.setdefault(name, []).append(at)
    return found


def close(one: list[tuple[int, int]], other: list[tuple[int, int]], most: int) -> bool:
    """Whether a place of the one stands beside a place of the other, with at most so many characters between.

    >>> close([(0, 4)], [(6, 9)], 2), close([(0, 4)], [(7, 9)], 2), close([(0, 4)], [(2, 6)], 2)
    (True, False, False)
    """
    return any(0 <= start - stop <= most or 0 <= begin - end <= most for begin, stop in one for start, end in other)


def _whole(value: Any, name: str, path: Path) -> int:  # noqa: ANN401 - what JSON holds
    if type(value) is not int:
        raise DataError(f"the weight of {name} is {value!r}", hint="whole numbers, hundredths of log-odds", where=Where(str(path)))
    return value


def _weights(row: dict[str, Any], path: Path) -> Weights:
    alone, pairs = row["alone"], row["pairs"]
    for name, value in [("bias", row["bias"]), ("threshold", row["threshold"]), *alone.items(), *((two, value) for some in pairs.values() for two, value in some.items())]:
        _whole(value, name, path)
    named = frozenset((*alone, *pairs, *(two for some in pairs.values() for two in some)))
    return Weights(bias=row["bias"], threshold=row["threshold"], alone=alone, pairs=pairs, nodes=row["nodes"], named=named)


def read_model(path: Path) -> Model:
    """A model from its file.

    Raises:
        DataError: It is missing, no JSON, or a weight is no whole number.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return Model(found["version"], found["lexicon"], found["trained_on"], {name: _weights(found[name], path) for name in NEAR})
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise DataError(f"no weights of words together: {fault}", hint="python tools/train_together.py writes them", where=Where(str(path))) from None


@cache
def model() -> Model:
    """The model of this edition, read once."""
    return read_model(DATA)


def weigh(text: str, hits: Iterable[Hit], derived: Iterable[Concept], using: Model | None = None) -> Together | None:
    """What a text, in normal form, says in sum, where that is enough to name a product."""
    name = script(text)
    known, most = (using or model()).of[name], NEAR[name]
    where = places_of(hits, known.named)
    shares = [(one, weight) for one in (*where, *(one.id for one in derived)) if (weight := known.alone.get(one))]
    for first, at in where.items():
        if some := known.pairs.get(first):
            shares += [(f"{first}{JOIN}{second}", some[second]) for second in some.keys() & where.keys() if close(at, where[second], most)]
    score = known.bias + sum(weight for _, weight in shares)
    if score < known.threshold:
        return None
    votes: dict[str, int] = {}
    for one, weight in shares:
        for to, share in known.nodes.get(one, {}).items():
            votes[to] = votes.get(to, 0) + weight * share
    if not votes:
        return None
    return Together(min(votes, key=lambda to: (-votes[to], to)), score, known.threshold, tuple(sorted(shares, key=lambda one: (-one[1], one[0]))))
