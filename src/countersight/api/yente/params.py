"""The query string of ``/match``, read once for each distinct one: clients send the same string with every request."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final
from urllib.parse import parse_qs

from countersight.api.yente.model import SCHEMATA, TOPICS
from countersight.errors import InputError, UsageError
from countersight.match.uses import Use

MAX_MATCHES: Final = 100
MATCH_PAGE: Final = 5
MAX_BATCH: Final = 100
MAX_EXCLUDED: Final = 50
THRESHOLD: Final = 0.7
"""Where yente's own default lies; scores are laid so that our band ``match`` begins there."""

STAMP: Final = r"\d{4}-\d{2}-\d{2}([T ]\d{2}(:\d{2}(:\d{2}(\.\d{1,9})?)?)?(Z|[+-]\d{2}:?\d{2})?)?"
"""A day, perhaps with a time: the day counts."""

USES: Final[dict[str, Use]] = {
    "best": "balanced", "countersight": "balanced", "countersight-balanced": "balanced", "countersight-strict": "strict", "countersight-wide": "wide",
    "logic-v1": "balanced", "logic-v2": "balanced", "regression-v1": "balanced", "regression-v2": "balanced", "name-based": "balanced", "name-qualified": "balanced",
    "ofac-249": "balanced",
}  # fmt: skip
"""Names of algorithms to a use of the one matcher that there is. Those of yente are taken, so that its clients run unchanged."""


@dataclass(frozen=True, slots=True)
class Params:
    """What may be told of a match beside the queries."""

    limit: int = MATCH_PAGE
    threshold: float = THRESHOLD
    cutoff: float = 0.0
    use: Use = "balanced"
    include_dataset: frozenset[str] = frozenset()
    exclude_dataset: frozenset[str] = frozenset()
    exclude_schema: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    changed_since: str = ""
    exclude_entity_ids: frozenset[str] = frozenset()

    @property
    def filters(self) -> bool:
        """Whether some hits may be left out."""
        return bool(
            self.include_dataset or self.exclude_dataset or self.exclude_schema or self.topics or self.changed_since
        )


PLAIN: Final = Params()


@lru_cache(maxsize=1024)
def params_of(query: bytes) -> Params:
    """Read a query string.

    Raises:
        InputError: A value is of the wrong type or out of bounds.
        UsageError: An algorithm or a schema is not known.

    >>> params_of(b"limit=3&threshold=0.8&topics=sanction").limit
    3
    """
    try:
        told = parse_qs(query.decode("ascii"), keep_blank_values=True, max_num_fields=500)
    except (UnicodeDecodeError, ValueError):
        raise InputError(
            "the query string cannot be read", hint="percent-encode what is not ASCII; at most 500 parameters"
        ) from None
    algorithm = told.get("algorithm", ["best"])[-1]
    if algorithm not in USES:
        raise UsageError(f"no algorithm {algorithm!r}", hint=f"one of {', '.join(USES)}; see /algorithms")
    threshold = _number(told, "threshold", THRESHOLD, float)
    excluded = told.get("exclude_entity_ids", [])
    if len(excluded) > MAX_EXCLUDED:
        raise InputError(
            f"{len(excluded)} entities to leave out",
            hint=f"at most {MAX_EXCLUDED}; a decision that lasts belongs into a case",
        )
    since = told.get("changed_since", [""])[-1]
    if since and not re.fullmatch(STAMP, since):
        raise InputError(f"changed_since is {since!r}", hint="write 2026-11-20 or 2026-11-20T12:00")
    return Params(
        limit=limit_of(told, MATCH_PAGE, MAX_MATCHES),
        threshold=threshold,
        cutoff=min(_number(told, "cutoff", 0.0, float), threshold),
        use=USES[algorithm],
        include_dataset=_words(told, "include_dataset"),
        exclude_dataset=_words(told, "exclude_dataset"),
        exclude_schema=schemata(told.get("exclude_schema", [])),
        topics=topics_of(told.get("topics", [])),
        changed_since=since[:10],
        exclude_entity_ids=frozenset(excluded),
    )


def limit_of(told: dict[str, list[str]], default: int, most: int) -> int:
    """How many results are wanted."""
    limit = int(_number(told, "limit", default, int))
    if not 0 <= limit <= most:
        raise InputError(f"limit is {limit}", hint=f"a whole number from 0 to {most}")
    return limit


def schemata(names: list[str]) -> frozenset[str]:
    """Types that are known.

    Raises:
        UsageError: One is not.
    """
    if wrong := [one for one in names if one not in SCHEMATA]:
        raise UsageError(f"no schema {wrong[0]!r}", hint=f"one of {', '.join(SCHEMATA)}")
    return frozenset(names)


def topics_of(names: list[str]) -> frozenset[str]:
    """Topics. One that no entity here ever has finds nothing, as with yente."""
    if wrong := [one for one in names if one not in TOPICS and not re.fullmatch(r"[a-z]+(\.[a-z]+)*", one)]:
        raise UsageError(f"no topic {wrong[0]!r}", hint=f"topics given here: {', '.join(TOPICS)}")
    return frozenset(names)


def _words(told: dict[str, list[str]], name: str) -> frozenset[str]:
    return frozenset(one for one in told.get(name, []) if one)


def _number(told: dict[str, list[str]], name: str, default: Any, kind: Callable[[str], Any]) -> Any:  # noqa: ANN401 - int or float, as the default is
    text = told.get(name, [""])[-1]
    if not text:
        return default
    try:
        value = kind(text)
    except ValueError:
        value = math.nan
    if isinstance(value, float) and not math.isfinite(value):
        raise InputError(f"{name} is {text!r}", hint=f"a number, as in {name}={default}")
    return value
