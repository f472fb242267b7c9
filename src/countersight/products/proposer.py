"""A linear model on the same concepts: where the lexicon asserts nothing, it may propose that a person looks. Nothing more.

Each concept that counts in a text has a weight, learned from labelled texts and from thousands of ordinary ones
(``tools/train_proposer.py``); weights are whole numbers, hundredths of log-odds. The sum is compared with a threshold that was
set so that at most one ordinary text in two hundred is proposed. A proposal asserts no node, enters no fact and is shown with its weights.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from countersight.errors import DataError, Where
from countersight.products.classify import Classification
from countersight.products.data import HERE
from countersight.products.lexicon import WORD

DATA: Final = HERE / "model_data" / "proposer.json"
_KEYS: Final = ("version", "lexicon", "trained_on", "threshold", "bias", "weights")


@dataclass(frozen=True, slots=True)
class Proposal:
    """That a person should look: the sum, the threshold it passed, and the weight of every concept, the heaviest first."""

    score: int
    threshold: int
    because: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A trained edition.

    Attributes:
        version: Edition of the model.
        lexicon: Edition of the lexicon whose concepts it weighs.
        trained_on: How many texts of each kind it saw.
        threshold: The sum from which it proposes.
        bias: The sum of a text in which nothing is found.
        weights: Per concept; one that is not named weighs nothing.
    """

    version: str
    lexicon: str
    trained_on: dict[str, int]
    threshold: int
    bias: int
    weights: dict[str, int]


def read_model(path: Path) -> Model:
    """A model from its file.

    Raises:
        DataError: It is missing, no JSON, or a weight is no whole number.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        model = Model(**{key: found[key] for key in _KEYS})
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise DataError(f"no model: {fault}", hint="python tools/train_proposer.py writes it", where=Where(str(path))) from None
    for name, weight in {**model.weights, "threshold": model.threshold, "bias": model.bias}.items():
        if type(weight) is not int:
            raise DataError(f"the weight of {name} is {weight!r}", hint="whole numbers, hundredths of log-odds", where=Where(str(path)))
    return model


@cache
def model() -> Model:
    """The model of this edition, read once."""
    return read_model(DATA)


def concepts_of(found: Classification) -> tuple[str, ...]:
    """The concepts that count in a text, each once, those that follow from others last; words that only join with others are none."""
    said = [hit.concept.id for hit in found.places if hit.state == "counts" and hit.concept.family != WORD]
    return tuple(dict.fromkeys(said + [one.id for one in found.derived]))


def propose(found: Classification, using: Model | None = None) -> Proposal | None:
    """Whether a person should look, although the lexicon asserts and asks nothing.

    >>> from countersight.products.classify import classify
    >>> propose(classify("公安局食堂食材配送")) is None, propose(classify("监控摄像机")) is None
    (True, True)
    """
    if found.nodes or found.review or not found.places:
        return None
    known = using or model()
    shares = [(name, weight) for name in concepts_of(found) if (weight := known.weights.get(name, 0))]
    score = known.bias + sum(weight for _, weight in shares)
    if score < known.threshold:
        return None
    return Proposal(score, known.threshold, tuple(sorted(shares, key=lambda one: -one[1])))
