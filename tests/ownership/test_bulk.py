"""Whole graphs as columns: the same members, answers and shares as the engine for one body gives, in lists and in arrays."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest

from countersight.model.body import Edge
from countersight.model.units import WHOLE
from countersight.ownership import bulk
from countersight.ownership.answer import ask
from countersight.ownership.bulk import Table, cascade, floors, index, numpy, standing, tabulate
from countersight.ownership.bulk_lookthrough import look_through_all
from countersight.ownership.cascade import Rule, read_above
from countersight.ownership.graph import Graph
from countersight.ownership.lookthrough import look_through

DAY = date(2026, 1, 1)
HALF = Rule("equity", WHOLE // 2)


def random_edges(seed: int, bodies: int = 12, tries: int = 26) -> list[Edge]:
    """Stakes whose floors never add up to more than nine tenths, with loops and ranges."""
    dice = random.Random(seed)
    room = dict.fromkeys(range(bodies), WHOLE * 9 // 10)
    found: dict[tuple[int, int], Edge] = {}
    for _ in range(tries):
        owner, asset = dice.sample(range(bodies), 2)
        lo = dice.randint(0, room[asset])
        if (owner, asset) in found or lo == 0:
            continue
        room[asset] -= lo
        hi = lo if dice.random() < 0.6 else dice.randint(lo, WHOLE)
        found[owner, asset] = Edge(f"n{owner}", f"n{asset}", "equity", lo, hi, id=f"e{owner}-{asset}")
    return list(found.values())


def columns(table: Table) -> Table:
    """The table as arrays, where numpy is there."""
    np = numpy()
    return Table(table.bodies, *(np.asarray(column, np.int32) for column in (table.owner, table.asset, table.lo, table.hi)))


KINDS = [pytest.param(lambda table: table, id="lists"), pytest.param(columns, id="arrays", marks=pytest.mark.skipif(numpy() is None, reason="numpy is not installed (the extra bulk)"))]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("strict", [False, True])
def test_the_cascade_and_one_query_agree_with_the_engine(kind: Any, strict: bool) -> None:  # noqa: ANN401, FBT001
    rule = Rule("equity", WHOLE // 2, strict=strict)
    for seed in range(60):
        edges = random_edges(seed)
        graph = Graph(edges)
        plain, numbers = tabulate(graph.at(DAY), rule, sorted({edge.asset for edge in edges}))
        table = kind(plain)
        seeds = [numbers[name] for name in ("n0", "n1") if name in numbers]
        out, into = index(table, "owner"), index(table, "asset")
        lower, upper = cascade(out, seeds, rule), cascade(out, seeds, rule, floors(table))
        for few in (0, 10**9):  # stake by stake, and over all bodies: the same members
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(bulk, "FEW", few)
                assert list(cascade(out, seeds, rule)) == list(lower), seed
                assert list(cascade(out, seeds, rule, floors(table))) == list(upper), seed
        for name, at in numbers.items():
            if at in seeds:
                continue
            wanted = ask(graph, frozenset({"n0", "n1"}), rule, name, DAY).standing
            got = "owned" if lower[at] else "possible" if upper[at] else "not_owned"
            assert got == (wanted if wanted in {"owned", "possible"} else "not_owned"), (seed, name)
            assert standing(into, at, frozenset(seeds), rule) == got, (seed, name)
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(bulk, "MOST_ABOVE", 1)
                assert standing(into, at, frozenset(seeds), rule, whole=lambda: (lower, upper)) == got, (seed, name)  # noqa: B023 - called at once


def sparse(kind: Any) -> bool:  # noqa: ANN401
    try:
        import scipy  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: F401
    except ImportError:
        return kind is columns
    return False


@pytest.mark.parametrize("kind", KINDS)
def test_the_look_through_of_all_is_that_of_each(kind: Any) -> None:  # noqa: ANN401
    if sparse(kind):
        pytest.skip("scipy is not installed (the extra bulk)")
    for seed in range(40):
        edges = random_edges(seed)
        graph = Graph(edges)
        plain, numbers = tabulate(graph.at(DAY), HALF, sorted({edge.asset for edge in edges}))
        seeds = [numbers[name] for name in ("n0", "n1") if name in numbers]
        found = look_through_all(kind(plain), seeds)
        assert found.residual <= 1e-9
        listed = frozenset({"n0", "n1"})
        for name, at in numbers.items():
            if name not in listed:
                above = read_above(graph.at(DAY), HALF, name, listed)
                exact = look_through(above, [one for one in above.shares if one in listed], "lower")[name]
                assert float(found.value[at]) == pytest.approx(float(exact), abs=1e-9), (seed, name)


@pytest.mark.parametrize("kind", KINDS)
def test_a_large_loop_is_solved_by_rounds_and_carries_its_residual(kind: Any) -> None:  # noqa: ANN401
    if sparse(kind):
        pytest.skip("scipy is not installed (the extra bulk)")
    size = 60 if kind is not columns else 1000
    owner = [*range(1, size), size, 0]
    asset = [*range(2, size + 1), 1, 1]
    share = [WHOLE * 9 // 10] * size + [WHOLE // 20]
    found = look_through_all(kind(Table(size + 1, owner, asset, share, share)), [0])
    first = 0.05 / (1 - 0.9**size)
    assert float(found.value[1]) == pytest.approx(first, abs=1e-9)
    assert found.residual <= 1e-9


def test_nothing_listed_gives_nothing() -> None:
    table = Table(2, [0], [1], [WHOLE], [WHOLE])
    assert cascade(index(table, "owner"), [], HALF) == [False, False]
    assert look_through_all(table, []).value == [0.0, 0.0]
    if numpy() is not None and not sparse(columns):
        assert look_through_all(columns(table), []).value.tolist() == [0.0, 0.0]
