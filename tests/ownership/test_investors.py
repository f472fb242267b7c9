"""Upwards: direct holders from a floor on, who controls them one at a time, and what funds hold. All invented."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from countersight.errors import InputError, UsageError
from countersight.model.body import Edge
from countersight.model.units import WHOLE
from countersight.ownership import arrow
from countersight.ownership.cascade import Rule
from countersight.ownership.graph import Graph
from countersight.ownership.investors import InvestorRule, Investors, investors

DAY = date(2026, 1, 1)
M = 1_000_000
VOTES = Rule("voting", WHOLE // 2, strict=True)


def of(*edges: Edge, **more: object) -> Investors:
    return investors(Graph(edges).at(DAY), frozenset({"L"}), InvestorRule(**{"control": VOTES, **more}))  # type: ignore[arg-type]


def stake(owner: str, asset: str, percent: int, klass: str = "equity", **more: object) -> Edge:
    return Edge(owner, asset, klass, percent * M, percent * M, **more)  # type: ignore[arg-type]


def test_the_floor_is_a_parameter_and_a_range_across_it_is_possible() -> None:
    edges = (stake("H", "L", 6), stake("F", "L", 1), Edge("R", "L", "equity", 3 * M, 9 * M), Edge("U", "L", "equity", 0, WHOLE))
    found = of(*edges, floor=5 * M)
    assert ([edge.owner for edge in found.direct], [edge.owner for edge in found.possible]) == (["H"], ["R", "U"])
    assert [edge.owner for edge in of(*edges).direct] == ["H", "R", "F"], "without a floor every stake counts, however small"


def test_control_is_by_votes_of_one_controller_at_a_time() -> None:
    chain = (stake("H", "L", 6), stake("P", "H", 60, "voting"), stake("Q", "P", 51, "voting"), stake("V", "H", 40, "voting"), stake("W", "P", 49, "voting"))
    assert of(*chain).controllers == {"P": ("H",), "Q": ("H",)}
    two = (stake("H", "L", 6), stake("P", "H", 30, "voting"), stake("Q", "H", 30, "voting"))
    assert of(*two).controllers == {}, "two holders of 30 percent each are not one controller"
    joined = (*two, stake("T", "P", 60, "voting"), stake("T", "Q", 60, "voting"))
    assert of(*joined).controllers == {"T": ("H",)}, "one body over both is"
    assert of(stake("H", "L", 6), stake("P", "H", 60)).controllers == {}, "shares are no votes"
    assert of(*chain, control=None).controllers == {}


def test_who_may_control_a_holder_or_controls_one_whose_stake_is_open_is_told_apart() -> None:
    maybe = Edge("P", "H", "voting", 40 * M, 60 * M)
    assert (of(stake("H", "L", 6), maybe).controllers, of(stake("H", "L", 6), maybe).possible_controllers) == ({}, {"P": ("H",)})
    unsure = (Edge("R", "L", "equity", 0, 9 * M), stake("P", "R", 60, "voting"))
    assert (of(*unsure, floor=5 * M).controllers, of(*unsure, floor=5 * M).possible_controllers) == ({}, {"P": ("R",)})


def test_exposure_is_weighted_along_every_chain_and_loops_of_funds_are_solved_exactly() -> None:
    def weight(one: str, two: str, percent: int) -> Edge:
        return stake(one, two, percent, "holding_weight")

    found = of(weight("F", "L", 2), weight("F", "G", 10), weight("G", "L", 5), weight("I", "F", 50))
    assert found.exposure == {"F": Fraction(1, 40), "G": Fraction(1, 20), "I": Fraction(1, 80)}
    loop = of(weight("F", "L", 10), weight("F", "G", 50), weight("G", "F", 50)).exposure
    assert loop["F"] == Fraction(1, 10) + loop["G"] / 2
    assert loop["G"] == loop["F"] / 2
    assert set(of(weight("F", "L", 10), weight("I", "F", 50), depth=1).exposure) == {"F"}
    assert of(weight("F", "L", 80), weight("F", "F", 90)).exposure["F"] <= 1, "weights beyond the whole are scaled down"


def test_depth_bounds_the_search_for_controllers() -> None:
    chain = (stake("H", "L", 6), stake("P", "H", 60, "voting"), stake("Q", "P", 51, "voting"))
    assert of(*chain, depth=2).controllers == {"P": ("H",)}


def test_arrow_tables_in_and_out() -> None:
    pa = pytest.importorskip("pyarrow")
    table = pa.table({"owner": ["X", "A"], "asset": ["A", "B"], "share": ["50", "25-50"], "id": ["e1", "e2"]})
    found = arrow.ask_table(table, ["X"], Rule("equity", WHOLE // 2), DAY).to_pylist()
    assert [(row["body"], row["standing"], row["proof"], row["ask"]) for row in found] == [("A", "owned", ["e1"], []), ("B", "possible", [], ["e2"])]


class Rows:
    """What is read of a table, without the library."""

    def __init__(self, *rows: dict[str, object]) -> None:
        self.rows = list(rows)
        self.column_names = list(rows[0])

    def to_pylist(self) -> list[dict[str, object]]:
        return self.rows


def test_an_empty_owner_of_a_table_is_somebody_who_may_be_listed() -> None:
    pa = pytest.importorskip("pyarrow")
    table = pa.table({"owner": ["", "Z"], "asset": ["A", "A"], "share": ["60", "40"]})
    (row,) = arrow.ask_table(table, ["X"], Rule("equity", WHOLE // 2), DAY).to_pylist()
    assert (row["standing"], row["met"], row["undisclosed"]) == ("undisclosed", None, 60 * M)


def test_stakes_of_a_table_are_exact_or_refused() -> None:
    (edge,) = arrow.edges_of(Rows({"owner": "X", "asset": "A", "lo": 1, "hi": 2, "class": "voting", "indirect": True}))
    assert (edge.lo, edge.hi, edge.klass, edge.indirect, edge.confirmed) == (1, 2, "voting", True, True)
    with pytest.raises(InputError, match="row 1: write a share as text"):
        arrow.edges_of(Rows({"owner": "X", "asset": "A", "share": 0.5}))
    with pytest.raises(InputError, match="lacks a column"):
        arrow.edges_of(Rows({"owner": "X", "asset": "A"}))


def test_a_share_that_cannot_be_read_may_be_any_and_no_row_is_lost() -> None:
    pa = pytest.importorskip("pyarrow")
    table = pa.table({"owner": ["X", "Z", "Y"], "asset": ["A", "A", "B"], "share": ["120", "40", "60"]})
    wide, good, other = arrow.edges_of(table)
    assert (wide.lo, wide.hi, good.lo, other.lo) == (0, WHOLE, 40 * M, 60 * M)
    assert "'120' cannot be read" in wide.remarks[0]
    assert good.remarks == ()
    (row,) = arrow.ask_table(table, ["X"], Rule("equity", WHOLE // 2), DAY, ["A"]).to_pylist()
    assert row["met"] is None, "what may be any share is neither owned nor clear"


def test_without_pyarrow_the_way_out_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(UsageError, match="pyarrow is not installed"):
        arrow.ask_table(Rows({"owner": "X", "asset": "A", "share": "1"}), [], Rule("equity", WHOLE // 2), DAY)
