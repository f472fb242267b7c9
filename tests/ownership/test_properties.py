"""What holds of every graph: order, growth, proofs on their own edges, and the fewest questions. Random graphs, fixed seeds."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import combinations, product

import pytest

from countersight.model.body import Edge
from countersight.model.units import WHOLE
from countersight.ownership.answer import Answer, ask
from countersight.ownership.cascade import Rule, fixpoint, read_above
from countersight.ownership.graph import Graph
from countersight.ownership.lookthrough import look_through
from countersight.ownership.proof import Case, proof, proves

DAY = date(2026, 1, 1)
GRAPHS = 400
CONTROL = "board_majority"


def graph_of(seed: int) -> tuple[list[Edge], frozenset[str], Rule, frozenset[str]]:
    """Stakes in twentieths with loops, ranges, dates and control; who is listed; a rule; and who is complete."""
    dice = random.Random(seed)
    bodies = [f"n{at}" for at in range(dice.randint(3, 7))]
    room = dict.fromkeys(bodies, 20)
    edges: dict[tuple[str, str, str], Edge] = {}
    for _ in range(dice.randint(3, 11)):
        owner, asset = dice.sample(bodies, 2)
        lo = dice.randint(0, min(12, room[asset]))
        hi = min(20, lo + dice.choice((0, 0, 0, 2, 5, 20)))
        klass = CONTROL if dice.random() < 0.1 else "equity"
        if (owner, asset, klass) not in edges:
            room[asset] -= lo if klass == "equity" else 0
            end = dice.choice(("", "", "", "", "2026", "2025-12-31"))
            edges[owner, asset, klass] = Edge(owner, asset, klass, lo * WHOLE // 20, hi * WHOLE // 20, end=end, confirmed=dice.random() < 0.9, id=f"{owner}{asset}{klass}")
    rule = Rule("equity", dice.choice((5, 10, 10, 12)) * WHOLE // 20, strict=dice.random() < 0.5, control=frozenset({CONTROL} if dice.random() < 0.4 else ()))
    complete = {body for body in bodies if dice.random() < 0.2 and sum(edge.hi for edge in edges.values() if edge.asset == body and edge.klass == "equity" and not edge.end) >= WHOLE}
    return list(edges.values()), frozenset(bodies[: dice.choice((1, 1, 2))]), rule, frozenset(complete)


def answers(edges: list[Edge], listed: frozenset[str], rule: Rule, complete: frozenset[str]) -> dict[str, Answer]:
    graph = Graph(edges, complete)
    return {body: ask(graph, listed, rule, body, DAY) for body in sorted({end for edge in edges for end in (edge.owner, edge.asset)})}


def test_the_order_of_edges_and_sources_changes_nothing() -> None:
    for seed in range(GRAPHS):
        edges, listed, rule, complete = graph_of(seed)
        edges += [replace(edge, lo=edge.lo // 2, id=f"{edge.id}-other source") for edge in edges[::3]]
        other = edges.copy()
        random.Random(seed).shuffle(other)
        assert answers(edges, listed, rule, complete) == answers(other, listed, rule, complete), seed


def test_an_edge_more_never_takes_a_body_out_of_the_upper_set_wrongly() -> None:
    """Only a stake that somebody else surely holds may crowd a listed owner out; control and possible stakes never."""
    for seed in range(GRAPHS):
        edges, listed, rule, _ = graph_of(seed)
        dice = random.Random(-seed - 1)
        owner, asset = dice.sample(sorted({end for edge in edges for end in (edge.owner, edge.asset)} | {"new"}), 2)
        more = Edge(owner, asset, "equity", 0, dice.randint(1, WHOLE), id="more")
        if owner in listed and dice.random() < 0.5:
            more = replace(more, lo=more.hi)
        if any((edge.owner, edge.asset, edge.klass) == (owner, asset, "equity") for edge in edges):
            continue
        before, after = answers(edges, listed, rule, frozenset()), answers([*edges, more], listed, rule, frozenset())
        for body, answer in before.items():
            if answer.standing in {"owned", "possible"}:
                assert after[body].standing in {"owned", "possible"}, (seed, body)
            if answer.standing == "owned" and (more.lo == 0 or owner in listed):
                assert after[body].standing == "owned", (seed, body)


def test_every_proof_proves_on_its_own_edges_alone_and_needs_each_of_them() -> None:
    tried = 0
    for seed in range(GRAPHS):
        edges, listed, rule, complete = graph_of(seed)
        graph = Graph(edges, complete)
        for body, answer in answers(edges, listed, rule, complete).items():
            if answer.standing != "owned":
                continue
            tried += 1
            above = read_above(graph.at(DAY), rule, body, listed)
            case = Case(above, rule, listed)
            assert answer.path == proof(case, fixpoint(above, rule, sorted(listed & above.shares.keys()), "lower"))
            assert proves(case, answer.path), (seed, body)
            for edge in answer.path:
                assert not proves(case, [one for one in answer.path if one != edge]), (seed, body, edge)
    assert tried > GRAPHS // 4


def test_a_no_rests_on_its_cut_alone_whatever_ceilings_the_other_stakes_have() -> None:
    tried = deep = 0
    for seed in range(GRAPHS):
        edges, listed, rule, complete = graph_of(seed)
        graph = Graph(edges, complete)
        for body, answer in answers(edges, listed, rule, complete).items():
            if answer.standing != "not_owned":
                continue
            cut = {edge.id for edge in answer.cut}
            wide = [edge if edge.id in cut or edge.klass == CONTROL else replace(edge, hi=WHOLE) for edge in edges]
            assert ask(Graph(wide, complete), listed, rule, body, DAY, effort=0).standing == "not_owned", (seed, body)
            above = read_above(graph.at(DAY), rule, body, listed)
            reach = fixpoint(above, rule, sorted(listed & above.shares.keys() - {body}), "reach")
            crossing = [edge for one in above.shares if one not in reach for edge in above.shares[one] if edge.owner in reach]
            assert {edge.id for edge in crossing} <= cut
            tried += 1
            deep += any(edge.asset != body for edge in crossing)
    assert (tried > GRAPHS // 8, deep > 0) == (True, True), (tried, deep)


def decided(edges: list[Edge], listed: frozenset[str], rule: Rule, body: str) -> bool:
    return ask(Graph(edges), listed, rule, body, DAY, effort=0).standing != "possible"


def settles(edges: list[Edge], some: tuple[Edge, ...], listed: frozenset[str], rule: Rule, body: str) -> bool:
    """Whether knowing these edges to either end decides, whatever they turn out to be."""
    for ends in product((False, True), repeat=len(some)):
        known = {edge.id: high for edge, high in zip(some, ends, strict=True)}
        world = []
        for edge in edges:
            if edge.id not in known:
                world.append(edge)
            elif edge.klass == CONTROL:
                world += [replace(edge, confirmed=True, end="")] if known[edge.id] else []
            elif certain(edge):
                world.append(replace(edge, lo=edge.hi) if known[edge.id] else replace(edge, hi=edge.lo))
            else:
                world.append(replace(edge, confirmed=True, end="", lo=edge.hi if known[edge.id] else 0, hi=edge.hi if known[edge.id] else 0))
        if not decided(world, listed, rule, body):
            return False
    return True


def certain(edge: Edge) -> bool:
    return edge.confirmed and edge.end != "2026"


def test_the_questions_are_a_smallest_set_that_settles_it_either_way() -> None:
    tried = 0
    for seed in range(150):
        edges, listed, rule, _ = graph_of(seed)
        edges = [edge for edge in edges if edge.end != "2025-12-31"]
        graph = Graph(edges)
        for body in sorted({edge.asset for edge in edges} - listed):
            answer = ask(graph, listed, rule, body, DAY, effort=10**7)
            if answer.standing != "possible":
                continue
            ids = {edge.id for edge in answer.asks}
            some = tuple(edge for edge in edges if edge.id in ids)
            open_edges = [edge for edge in edges if not certain(edge) or (edge.lo < edge.hi and edge.klass == "equity")]
            sets = (few for size in (1, 2, 3) for few in combinations(open_edges, size))
            smallest = next((few for few in sets if settles(edges, few, listed, rule, body)), None)
            if smallest is None:
                continue  # no set of three settles it: the questions are then those of the upper proof
            tried += 1
            assert settles(edges, some, listed, rule, body), (seed, body)
            assert len(some) == len(smallest), (seed, body)
    assert tried > 20


def test_the_look_through_is_the_solution_of_the_linear_system_where_shares_are_exact() -> None:
    for seed in range(GRAPHS):
        edges, listed, rule, _ = graph_of(seed)
        edges = [replace(edge, hi=edge.lo, end="", confirmed=True) for edge in edges if edge.klass == "equity" and edge.lo]
        bodies = sorted({end for edge in edges for end in (edge.owner, edge.asset)})
        rule = replace(rule, control=frozenset())
        found = {}
        for body in bodies:
            above = read_above(Graph(edges).at(DAY), rule, body, listed)
            shares = [look_through(above, [one for one in above.shares if one in listed], bound)[body] for bound in ("lower", "upper")]
            assert shares[0] == shares[1], seed
            found[body] = Fraction(1) if body in listed else shares[0]
        for body in set(bodies) - listed:
            assert found[body] == sum((Fraction(edge.lo, WHOLE) * found[edge.owner] for edge in edges if edge.asset == body), Fraction(0)), (seed, body)


@pytest.mark.parametrize("klass", ["equity", "voting"])
def test_a_summary_of_a_chain_is_never_added(klass: str) -> None:
    rule = Rule(klass, WHOLE // 2)
    direct = Edge("X", "A", klass, 30_000_000, 30_000_000, id="d")
    summary = replace(direct, lo=60_000_000, hi=60_000_000, id="s", indirect=True)
    answer = ask(Graph([direct, summary]), frozenset("X"), rule, "A", DAY)
    assert (answer.lower, answer.upper) == (30_000_000, 30_000_000)


def test_what_was_known_on_a_day_decides_and_a_retraction_is_no_end() -> None:
    edge = Edge("X", "A", "equity", 60_000_000, 60_000_000, recorded="2024-01-01", retracted="2025-01-01")
    rule = Rule("equity", WHOLE // 2)
    found = [ask(Graph([edge], known_at=day), frozenset("X"), rule, "A", DAY).standing for day in (date(2023, 12, 31), date(2024, 1, 1), date(2025, 1, 1), None)]
    assert found == ["holders_unknown", "owned", "holders_unknown", "holders_unknown"]


def test_an_end_before_the_start_is_possible_on_every_day() -> None:
    edge = Edge("X", "A", "equity", 60_000_000, 60_000_000, "2024-06-01", "2020")
    for day in (date(2019, 1, 1), date(2022, 1, 1), date(2026, 1, 1)):
        assert ask(Graph([edge]), frozenset("X"), Rule("equity", WHOLE // 2), "A", day).standing == "possible"
