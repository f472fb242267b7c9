"""The answer for one body of a large graph: from those above it, or where there are many, from the sets over the whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from countersight.ownership.bulk import Index, cascade, most, passing
from countersight.ownership.cascade import Rule

Standing = Literal["listed", "owned", "possible", "not_owned"]

MOST_ABOVE = 500
"""Bodies above another that are walked for one answer; beyond, the sets over the whole graph answer sooner."""

FEW_ABOVE = 16
"""The same once these sets are there: then they cost nothing."""


class Whole:
    """The lower and the upper set over a whole graph for some listed bodies and a rule, worked out when first asked for.

    Args:
        out: The table by its owners.
        seeds: The listed bodies.
        rule: Its threshold, and whether it must be passed.
        total: As :func:`floors` gives it.
    """

    __slots__ = ("_given", "_sets")

    def __init__(self, out: Index, seeds: Sequence[int], rule: Rule, total: Any) -> None:  # noqa: ANN401 - a list or an array
        self._given = (out, seeds, rule, total)
        self._sets: tuple[Any, Any] | None = None

    @property
    def most(self) -> int:
        """How many bodies are worth a walk before these sets are asked."""
        return MOST_ABOVE if self._sets is None else FEW_ABOVE

    def standing(self, body: int) -> Standing:
        """The answer for a body that is not listed."""
        if self._sets is None:
            out, seeds, rule, total = self._given
            self._sets = cascade(out, seeds, rule), cascade(out, seeds, rule, total)
        lower, upper = self._sets
        return "owned" if lower[body] else "possible" if upper[body] else "not_owned"


def standing(into: Index, body: int, seeds: frozenset[int], rule: Rule, *, whole: Whole | None = None) -> Standing:
    """The answer for one body, from those above it alone.

    Args:
        into: The table by its assets.
        body: Whose owners are asked about.
        seeds: The listed bodies.
        rule: Its threshold, and whether it must be passed.
        whole: The sets over the whole graph for the same seeds and rule, for a body with many above it.
    """
    if body in seeds:
        return "listed"
    totals: dict[int, int] = {}
    feeds: dict[int, list[tuple[int, int, int]]] = {}
    todo = [body]
    seen = {body}
    while todo:
        if whole is not None and len(seen) > whole.most:
            return whole.standing(body)
        asset = todo.pop()
        owners, lows, highs = into.edges(asset)
        totals[asset] = sum(lows)
        for owner, lo, hi in zip(owners, lows, highs, strict=True):
            if owner in feeds:
                feeds[owner].append((asset, lo, hi))
            else:
                feeds[owner] = [(asset, lo, hi)]
            if owner not in seen:
                seen.add(owner)
                if owner not in seeds:
                    todo.append(owner)
    listed = [one for one in feeds if one in seeds]
    if not listed:
        return "not_owned"
    least = passing(rule)
    if _enters(feeds, totals, listed, body, least, upper=False):
        return "owned"
    return "possible" if _enters(feeds, totals, listed, body, least, upper=True) else "not_owned"


def _enters(  # noqa: PLR0913 - the inner loop of a query
    feeds: dict[int, list[tuple[int, int, int]]], totals: dict[int, int], listed: list[int], body: int, least: int, *, upper: bool
) -> bool:
    held: dict[int, tuple[int, int]] = {}
    member = set(listed)
    ready = list(listed)
    while ready:
        for asset, lo, hi in feeds.get(ready.pop(), ()):
            if asset in member:
                continue
            before = held.get(asset, (0, 0))
            now = held[asset] = (before[0] + lo, before[1] + hi)
            if (most(totals[asset], *now) if upper else now[0]) >= least:
                if asset == body:
                    return True
                member.add(asset)
                ready.append(asset)
    return False
