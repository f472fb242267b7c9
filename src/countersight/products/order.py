"""Which of several nodes comes first: a text may name a platform, a camera and their upkeep, and one of them is what is bought.

Weights say whether a node is asserted, not which of two asserted ones is meant. For every node it was counted on labelled texts in which
it was asserted beside others (``tools/train_order.py``) which concepts stand where it is the one that is meant and where it is not: whole
numbers, hundredths of log-odds. The sum orders the nodes; it asserts none and takes none away, and no weight changes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from countersight.errors import DataError, Where
from countersight.products.data import HERE
from countersight.products.finding import Hit
from countersight.products.lexicon import Concept, Words

DATA: Final = HERE / "model_data" / "order.json"
WEIGHT: Final = 20
"""Hundredths that a node's own weight adds for each of its units."""


@dataclass(frozen=True, slots=True)
class Order:
    """An edition: which lexicon its concepts are of, how many texts it saw, and for each node what it starts from and what each concept adds."""

    lexicon: str
    trained_on: int
    start: dict[str, int]
    adds: dict[str, dict[str, int]]


def read_order(path: Path) -> Order:
    """An order from its file.

    Raises:
        DataError: It is missing, no JSON, or a number is not whole.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        order = Order(found["lexicon"], found["trained_on"], found["start"], found["adds"])
        numbers = [*order.start.items(), *(row for some in order.adds.values() for row in some.items())]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise DataError(f"no order of nodes: {fault}", hint="python tools/train_order.py writes it", where=Where(str(path))) from None
    for name, value in numbers:
        if type(value) is not int:
            raise DataError(f"what {name} adds is {value!r}", hint="whole numbers, hundredths of log-odds", where=Where(str(path)))
    return order


@cache
def order() -> Order:
    """The order of this edition, read once."""
    return read_order(DATA)


def names_of(hits: Iterable[Hit], derived: Iterable[Concept]) -> set[str]:
    """Every concept that counts in a text, and those words of composed rules on which one stands."""
    found = {one.id for one in derived}
    for one in hits:
        if one.state == "counts":
            concept = one.concept
            found.update(concept.stood if isinstance(concept, Words) else (concept.id,))
    return found


def ranks(weights: dict[str, int], names: set[str], using: Order | None = None) -> dict[str, int]:
    """For each of the nodes that were asserted with these weights, how much speaks for its being the one that is meant.

    >>> order = Order("", 0, {"CAM-IP": -50}, {"SPARE-SVC": {"upkeep": 120}})
    >>> ranks({"CAM-IP": 20, "SPARE-SVC": 11}, {"upkeep"}, order)
    {'CAM-IP': 350, 'SPARE-SVC': 340}
    """
    known = using or order()
    found = {}
    for node, weight in weights.items():
        adds = known.adds.get(node, {})
        found[node] = known.start.get(node, 0) + WEIGHT * weight + sum([adds[name] for name in adds.keys() & names])
    return found
