"""The answers against every world that the evidence allows, on small random graphs with loops and ranges.

A world fixes every stake inside its range. In one world, who counts is plain: add up and repeat. "Owned" must then mean
in every world, "possible" in some, and "undisclosed" in some world in which unknown holders are listed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from countersight.model.body import Edge
from countersight.model.units import WHOLE
from countersight.ownership.answer import Answer, ask
from countersight.ownership.cascade import Bound, Mode, Rule, read_above
from countersight.ownership.graph import Graph
from countersight.ownership.lookthrough import look_through

DAY = date(2026, 1, 1)
PARTS = 4
"""A whole in the small worlds; a sum of whole ranges has its extremes at whole numbers."""
UNIT = WHOLE // PARTS
BODIES = "XYABC"
World = dict[tuple[str, str], int]


@dataclass(frozen=True)
class Evidence:
    """Stakes in parts of a whole, with their ranges; the listed bodies; those all of whose holders are known."""

    stakes: dict[tuple[str, str], tuple[int, int]]
    listed: frozenset[str]
    complete: frozenset[str]
    rule: Rule

    def edges(self) -> list[Edge]:
        return [Edge(u, v, "equity", lo * UNIT, hi * UNIT, id=u + v) for (u, v), (lo, hi) in self.stakes.items()]

    def ask(self, body: str) -> Answer:
        return ask(Graph(self.edges(), self.complete), self.listed, self.rule, body, DAY)

    def into(self, body: str) -> list[tuple[str, str]]:
        return [key for key in self.stakes if key[1] == body]

    def worlds(self) -> Iterator[World]:
        """Every way to fix the stakes so that no body is held to more than the whole, and a complete one exactly to it."""
        splits = []
        for body in BODIES:
            keys = self.into(body)
            ways = product(*(range(self.stakes[key][0], self.stakes[key][1] + 1) for key in keys))
            fits = [way for way in ways if sum(way) <= PARTS and (body not in self.complete or sum(way) == PARTS)]
            splits.append([dict(zip(keys, way, strict=True)) for way in fits])
        for choice in product(*splits):
            yield {key: part for some in choice for key, part in some.items()}


@st.composite
def evidence(draw: st.DrawFn, mode: Mode = "cascade") -> Evidence:
    keys = draw(st.lists(st.sampled_from([(u, v) for u in BODIES for v in "YABC" if u != v]), min_size=1, max_size=6, unique=True))
    stakes = {}
    for key in keys:
        lo = draw(st.integers(0, PARTS))
        stakes[key] = (lo, draw(st.integers(lo, min(PARTS, lo + 2))))
    held = sorted({asset for _, asset in keys})
    found = Evidence(
        {key: span for key, span in stakes.items() if span[1]},
        draw(st.sampled_from([frozenset("X"), frozenset("XY"), frozenset("Y"), frozenset()])),
        draw(st.frozensets(st.sampled_from(held), max_size=2)),
        Rule("equity", draw(st.sampled_from((1, 2, 2, 2, 3, 4))) * UNIT, strict=draw(st.booleans()), aggregate=draw(st.booleans()), mode=mode),
    )
    assume(next(found.worlds(), None) is not None)
    assume(all(found.into(body) for body in found.complete))
    return found


def counts(some: Evidence, world: World, seeds: frozenset[str], asked: str, unknown: frozenset[str]) -> set[str]:
    """Who counts in one world; the holders nobody knows of the bodies ``unknown`` are listed, of the others not."""
    members = set(seeds)
    while True:
        more = set()
        for body in set(BODIES) - members:
            keys = some.into(body)
            share = sum(world[key] for key in keys if key[0] in members)
            if body in unknown and body not in some.complete and (keys or body == asked):
                share += PARTS - sum(world[key] for key in keys)
            if some.rule.passes(share * UNIT):
                more.add(body)
        if not more:
            return members
        members |= more


def met(some: Evidence, world: World, asked: str, unknown: frozenset[str] = frozenset()) -> bool:
    groups = [some.listed - {asked}] if some.rule.aggregate or not some.listed else [frozenset(one) for one in some.listed - {asked}]
    return any(asked in counts(some, world, group, asked, unknown) for group in groups or [frozenset[str]()])


@settings(max_examples=450, deadline=None)
@given(evidence(), st.sampled_from("ABC"))
def test_owned_is_in_every_world_possible_in_some_and_no_in_none(some: Evidence, asked: str) -> None:
    standing = some.ask(asked).standing
    worlds = list(some.worlds())
    if some.rule.aggregate:
        expected = "owned" if all(met(some, world, asked) for world in worlds) else ""
    else:  # one and the same listed party has to own it in every world
        lone = [replace(some, listed=frozenset(one)) for one in some.listed]
        expected = "owned" if any(all(met(one, world, asked) for world in worlds) for one in lone) else ""
    if not expected and any(met(some, world, asked) for world in worlds):
        expected = "possible"
    if not expected and any(met(some, world, asked, frozenset(BODIES)) for world in worlds):
        expected = "undisclosed" if some.into(asked) else "holders_unknown"
    assert standing == (expected or "not_owned")


@settings(max_examples=250, deadline=None)
@given(evidence())
def test_a_proof_proves_alone_and_falls_with_any_of_its_edges(some: Evidence) -> None:
    some = replace(some, complete=frozenset())
    for body in "ABC":
        answer = some.ask(body)
        if answer.standing == "owned":
            groups = [some.listed] if some.rule.aggregate else [frozenset(one) for one in some.listed]
            assert any(proves_barely(replace(some, listed=group), answer.path, body) for group in groups)


def proves_barely(some: Evidence, path: tuple[Edge, ...], body: str) -> bool:
    def proves(edges: tuple[Edge, ...]) -> bool:
        return ask(Graph(edges), some.listed, some.rule, body, DAY).met is True

    return proves(path) and not any(proves((*path[:at], *path[at + 1 :])) for at in range(len(path)))


@settings(max_examples=250, deadline=None)
@given(evidence())
def test_what_is_to_be_asked_settles_the_question_if_it_turns_out_high(some: Evidence) -> None:
    some = replace(some, complete=frozenset(), rule=replace(some.rule, aggregate=True))
    for body in "ABC":
        answer = some.ask(body)
        if answer.met is not None:
            continue
        assert answer.asks or answer.opaque
        settled = [replace(edge, lo=edge.hi) if edge in answer.asks else edge for edge in some.edges()]
        for asset in answer.opaque:
            free = WHOLE - sum(edge.lo for edge in settled if edge.asset == asset)
            settled.append(Edge("new", asset, "equity", free, free))
        assert ask(Graph(settled), some.listed | {"new"}, some.rule, body, DAY).met is True


@settings(max_examples=150, deadline=None)
@given(evidence(), st.sampled_from("ABC"))
def test_bounds_hold_one_another_and_agree_with_the_standing(some: Evidence, asked: str) -> None:
    answer = some.ask(asked)
    assert 0 <= answer.lower <= answer.upper <= answer.upper + answer.undisclosed <= WHOLE
    assert some.rule.passes(answer.lower) == (answer.standing == "owned")
    assert some.rule.passes(answer.upper) == (answer.standing in {"owned", "possible"})
    assert some.rule.passes(answer.upper + answer.undisclosed) == (answer.standing != "not_owned")


@settings(max_examples=150, deadline=None)
@given(evidence(mode="multiplicative"), st.sampled_from("ABC"))
def test_the_look_through_share_spans_exactly_what_the_worlds_give(some: Evidence, asked: str) -> None:
    above = read_above(Graph(some.edges(), some.complete).at(DAY), some.rule, asked, some.listed)
    listed = [body for body in above.shares if body in some.listed]

    def share(bound: Bound) -> float:
        return float(look_through(above, listed, bound)[asked])

    found = [walked(some, world, asked) for world in some.worlds()]
    assert abs(share("lower") - min(found)) < 1e-6
    assert abs(share("upper") - max(found)) < 1e-6
    assert share("upper") <= share("reach") <= 1


def walked(some: Evidence, world: World, asked: str) -> float:
    """The share in one world, by walking up again and again."""
    numbers = {body: float(body in some.listed) for body in BODIES}
    for _ in range(600):
        fresh = {v: 1.0 if v in some.listed else sum(world[key] / PARTS * numbers[key[0]] for key in some.into(v)) for v in BODIES}
        if max(abs(fresh[v] - numbers[v]) for v in BODIES) < 1e-12:
            break
        numbers = fresh
    return numbers[asked]
