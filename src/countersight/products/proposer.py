"""A linear model on the concepts of the lexicon: where no rule asserts or asks, what a text says in sum may propose that a person looks. Nothing more.

Rules join classes of words by hand (``near_en.yaml`` and others). Which further classes go together was counted on labelled texts and on
thousands of ordinary ones (``tools/train_proposer.py``): a pair of concepts whose words stand near each other has a weight, and so has a
concept alone, for or against "is a surveillance product"; whole numbers, hundredths of log-odds. The sum is compared with a threshold
that was set on texts that were not trained on. A proposal asserts no node and enters no fact; every share of the sum is told.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from countersight.errors import DataError, Where
from countersight.products.classify import Classification
from countersight.products.data import HERE
from countersight.products.finding import where_each

DATA: Final = HERE / "model_data" / "proposer.json"
NEAR: Final = {"latin": 40, "han": 16}
"""Characters that may stand between the words of a pair, by script."""
JOIN: Final = " + "
"""Between the two concepts of a pair, as it is told."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """That a person should look: the sum, the threshold it passed, the share of every concept and pair, the heaviest first."""

    score: int
    threshold: int
    because: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Weights of one script.

    Attributes:
        bias: The sum of a text of which nothing is known.
        threshold: The sum from which it proposes.
        alone: The weight of a concept.
        pairs: The weight of two concepts whose words stand near each other, by the first of them in the order of letters.
        named: Every concept that weighs, alone or in a pair.
    """

    bias: int
    threshold: int
    alone: dict[str, int]
    pairs: dict[str, dict[str, int]]
    named: frozenset[str]


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
    return Weights(bias=row["bias"], threshold=row["threshold"], alone=alone, pairs=pairs, named=named)


def read_model(path: Path) -> Model:
    """A model from its file.

    Raises:
        DataError: It is missing, no JSON, or a weight is no whole number.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return Model(found["version"], found["lexicon"], found["trained_on"], {name: _weights(found[name], path) for name in NEAR})
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise DataError(f"no model: {fault}", hint="python tools/train_proposer.py writes it", where=Where(str(path))) from None


@cache
def model() -> Model:
    """The model of this edition, read once."""
    return read_model(DATA)


def propose(found: Classification, using: Model | None = None) -> Proposal | None:
    """Whether a person should look, although the lexicon asserts and asks nothing.

    >>> from countersight.products.classify import classify
    >>> propose(classify("公安局食堂食材配送")) is None, propose(classify("监控摄像机")) is None
    (True, True)
    """
    if found.nodes or found.review or not found.places:
        return None
    name = script(found.text)
    known, most = (using or model()).of[name], NEAR[name]
    where = where_each(found.places, known.named)
    shares = [(one, weight) for one in (*where, *(one.id for one in found.derived)) if (weight := known.alone.get(one))]
    for first, at in where.items():
        if some := known.pairs.get(first):
            shares += [(f"{first}{JOIN}{second}", some[second]) for second in some.keys() & where.keys() if close(at, where[second], most)]
    score = known.bias + sum(weight for _, weight in shares)
    if score < known.threshold:
        return None
    return Proposal(score, known.threshold, tuple(sorted(shares, key=lambda one: (-one[1], one[0]))))
