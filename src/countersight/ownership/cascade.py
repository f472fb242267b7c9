"""The cascade: a body that listed parties own to the threshold counts in full as one of them further down.

This is the rule of OFAC's guidance of 2014-08-13 (FAQ 401: a half of a half counts as a half, and a stake through a
body below the threshold counts nothing) and of the affiliates rule, 90 FR 47201.

A set ``X`` of bodies that count grows from the listed ones: ``F(X) = listed + {v : share of v held in X passes}
+ {v : controlled from X}``, control only by the classes that the rule names. The answer is the least set with
``F(X) = X``: a loop never supports itself. There are three such sets, by what the share held in ``X`` may be; ``lo``
and ``hi`` are the ends of each holder's interval, and control counts for the lower one only where it is certain:

- lower: ``sum of lo in X``; where all holders are known, also ``100 % - sum of hi outside X``.
- upper: ``sum of hi in X``, but no more than ``100 % - sum of lo outside X``.
- reach: ``100 % - sum of lo outside X``, so that a share whose holder nobody knows counts as listed; where all holders
  are known, and for a terminal holder, it is the upper one.

A terminal holder is one of whose owners nothing was ever recorded. It is taken as its own end: the graph answers on
the evidence held, and evidence ends somewhere. A holder without a name is never terminal: who cannot be looked up on a
list may be on it. Of a body that has a record, the part that the record leaves open stays
open, also further down: what is unknown above a body never makes the body clear. The body asked about is never
terminal: with no record, its owners are unknown.

Where the floors of all holders add up to more than the whole, the evidence contradicts itself. Then what others hold
crowds nobody out, so that no owner is cleared by it. In the same way a body called complete whose ceilings do not add
up to the whole is not taken as complete.

Only the body asked about and those above it are read: each enters once and each edge is touched once per set.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal, get_args

from countersight.errors import RulebookError
from countersight.model.body import Edge
from countersight.model.units import WHOLE
from countersight.ownership.graph import Slice

Mode = Literal["cascade", "listed_only", "multiplicative"]
Bound = Literal["lower", "upper", "reach"]


@dataclass(frozen=True, slots=True)
class Rule:
    """An ownership test as a page of law states it.

    Raises:
        RulebookError: A test that every body or no body can pass, an unknown mode, or control in a product of shares.
    """

    klass: str
    """Which stakes count: equity, voting or profit."""
    threshold: int
    """Units of 1e-8."""
    strict: bool = False
    """True for more than, False for at least."""
    aggregate: bool = True
    """Whether the shares of several listed parties are added; otherwise each is tested alone."""
    mode: Mode = "cascade"
    """``listed_only`` reaches nobody but the listed; ``multiplicative`` multiplies the shares along a chain."""
    control: frozenset[str] = frozenset()
    """Classes of edges that hand on the whole, whatever the share."""
    hints: frozenset[str] = frozenset()
    """Classes of edges that say that there may be a stake, of any size: consolidated accounts, for a rule that asks."""

    def __post_init__(self) -> None:
        """Refuse a test that cannot be meant."""
        least = 0 if self.strict else 1
        if not least <= self.threshold <= WHOLE:
            raise RulebookError(f"an ownership threshold of {self.threshold}", hint=f"{least} to {WHOLE}, in units of 1e-8")
        if self.mode not in get_args(Mode):
            raise RulebookError(f"unknown mode of ownership {self.mode!r}", hint=f"modes: {', '.join(get_args(Mode))}")
        if self.control and self.mode == "multiplicative":
            raise RulebookError("control cannot be multiplied", hint="use mode cascade with control")

    def passes(self, share: int | Fraction) -> bool:
        """Whether a share, in units of 1e-8, meets the threshold.

        >>> Rule("equity", 50_000_000).passes(50_000_000), Rule("equity", 50_000_000, strict=True).passes(50_000_000)
        (True, False)
        """
        return share > self.threshold or (share == self.threshold and not self.strict)


@dataclass(frozen=True, slots=True)
class Totals:
    """What a body's known holders have together, and the bounds that follow for a part of them."""

    lo: int
    hi: int
    complete: bool
    """All holders are known."""
    terminal: bool
    """Nothing was ever recorded of its owners, its name is held, and the question is not about it."""

    def lower(self, lo: int, hi: int) -> int:
        """The least that holders with these sums of floors and of ceilings have together."""
        if self.complete and self.hi >= WHOLE:
            return min(WHOLE, max(lo, WHOLE - (self.hi - hi)))
        return min(WHOLE, lo)

    def upper(self, lo: int, hi: int) -> int:
        """The most that they have together."""
        return max(self.lower(lo, hi), min(hi, self._room(lo)))

    def reach(self, lo: int, hi: int) -> int:
        """The most that they have together with holders nobody knows."""
        known = self.upper(lo, hi)
        return known if self.complete or self.terminal or self.lo > WHOLE else max(known, self._room(lo))

    def _room(self, lo: int) -> int:
        return WHOLE - (self.lo - lo) if self.lo <= WHOLE else WHOLE


MEASURES: dict[Bound, Callable[[Totals, int, int], int]] = {
    "lower": Totals.lower,
    "upper": Totals.upper,
    "reach": Totals.reach,
}


@dataclass(frozen=True, slots=True)
class Above:
    """A body and everybody above it, as one rule sees them on one day."""

    body: str
    shares: dict[str, tuple[Edge, ...]]
    """By asset: the stakes that count, heaviest first. Its keys are all the bodies."""
    control: dict[str, tuple[tuple[Edge, bool], ...]]
    """By asset: the control edges that count, and whether each is certain."""
    totals: dict[str, Totals]
    feeds: dict[str, list[Edge]]
    """By owner: the stakes that count."""
    steers: dict[str, list[tuple[Edge, bool]]]
    """By owner: the control edges that count."""
    doubtful: set[Edge] = field(default_factory=set)
    """Edges that may not hold on the day, or that nobody has confirmed."""

    def changed(self, settled: dict[Edge, Edge | None]) -> Above:
        """The same with some edges put otherwise: None takes one out, and a control edge that stays is certain."""
        shares = {
            body: tuple(new for edge in edges if (new := settled.get(edge, edge)) is not None) for body, edges in self.shares.items()
        }
        control = {
            body: tuple((new, certain or edge in settled) for edge, certain in pairs if (new := settled.get(edge, edge)) is not None)
            for body, pairs in self.control.items()
        }
        whole = {body: edges == self.shares[body] or not _gone(self.shares[body], settled) for body, edges in shares.items()}
        found = Above(self.body, shares, control, {}, {}, {})
        for body, edges in shares.items():
            old = self.totals[body]
            found.totals[body] = Totals(
                lo=sum(edge.lo for edge in edges),
                hi=sum(edge.hi for edge in edges),
                complete=old.complete and whole[body],
                terminal=old.terminal,
            )
            for edge in edges:
                found.feeds.setdefault(edge.owner, []).append(edge)
            for pair in control.get(body, ()):
                found.steers.setdefault(pair[0].owner, []).append(pair)
        return found

    def held(self, body: str, members: dict[str, int], bound: Bound) -> int:
        """The share of a body that a set of members holds, in units of 1e-8."""
        inside = [edge for edge in self.shares[body] if edge.owner in members]
        return MEASURES[bound](self.totals[body], sum(edge.lo for edge in inside), sum(edge.hi for edge in inside))


def _gone(edges: Sequence[Edge], settled: dict[Edge, Edge | None]) -> bool:
    return any(settled.get(edge, edge) is None for edge in edges)


def read_above(seen: Slice, rule: Rule, body: str, stop: frozenset[str]) -> Above:
    """Collect a body and its holders, their holders and so on.

    Args:
        seen: The graph on the day.
        rule: Says which classes of edges count.
        body: The body asked about.
        stop: Bodies whose own holders do not matter, because they count whoever holds them.
    """
    above = Above(body, {}, {}, {}, {}, {})
    queue = deque([body])
    above.shares[body] = ()
    while queue:
        asset = queue.popleft()
        stakes, control = ((), ()) if asset in stop and asset != body else _counted(seen, rule, asset)
        above.shares[asset] = stakes
        above.doubtful.update(seen.holders(asset)[1] if stakes else ())
        above.totals[asset] = Totals(
            lo=sum(edge.lo for edge in stakes),
            hi=sum(edge.hi for edge in stakes),
            complete=seen.complete(asset),
            terminal=asset != body and not seen.recorded(asset) and not seen.nameless(asset),
        )
        for edge in stakes:
            above.feeds.setdefault(edge.owner, []).append(edge)
        if control:
            above.control[asset] = control
        for pair in control:
            above.steers.setdefault(pair[0].owner, []).append(pair)
        for edge in (*stakes, *(edge for edge, _ in control)):
            if edge.owner not in above.shares:
                above.shares[edge.owner] = ()
                queue.append(edge.owner)
    return above


def _counted(seen: Slice, rule: Rule, asset: str) -> tuple[tuple[Edge, ...], tuple[tuple[Edge, bool], ...]]:
    certain, possible = seen.holders(asset)
    stakes = [edge for edge in (*certain, *possible) if edge.klass == rule.klass and edge.hi > 0 and not edge.indirect]
    if rule.hints:
        hinted = [edge for edge in (*certain, *possible) if edge.klass in rule.hints - rule.control]
        stakes += [replace(edge, lo=0, hi=WHOLE) for edge in hinted]
    if not rule.control:
        return tuple(stakes), ()
    control = [(edge, True) for edge in certain if edge.klass in rule.control]
    control += [(edge, False) for edge in possible if edge.klass in rule.control]
    return tuple(stakes), tuple(control)


def fixpoint(above: Above, rule: Rule, listed: Sequence[str], bound: Bound) -> dict[str, int]:
    """The bodies that count, each with the round in which it entered: 0 for those that count from the start.

    Owners of a round are through before any of the next, so the rounds are those of adding all that pass at once, and
    do not hang on the order of edges.

    Args:
        above: Where to look.
        rule: The test.
        listed: The bodies that count from the start.
        bound: Which of the three sets.
    """
    measure = MEASURES[bound]
    ready = deque(listed)
    rounds = dict.fromkeys(listed, 0)
    if bound == "reach":
        for body, total in above.totals.items():
            if body not in rounds and rule.passes(measure(total, 0, 0)):
                rounds[body] = 0
                ready.append(body)
    lows: dict[str, int] = {}
    highs: dict[str, int] = {}
    while ready:
        owner = ready.popleft()
        after = rounds[owner] + 1
        for edge in above.feeds.get(owner, ()):
            asset = edge.asset
            if asset in rounds:
                continue
            lo = lows[asset] = lows.get(asset, 0) + edge.lo
            hi = highs[asset] = highs.get(asset, 0) + edge.hi
            if rule.passes(measure(above.totals[asset], lo, hi)):
                rounds[asset] = after
                ready.append(asset)
        for edge, certain in above.steers.get(owner, ()):
            if edge.asset not in rounds and (certain or bound != "lower"):
                rounds[edge.asset] = after
                ready.append(edge.asset)
    return rounds
