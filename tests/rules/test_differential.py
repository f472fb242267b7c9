"""The three back ends and Google's CEL say the same of random expressions over random facts, and of every built-in page."""

from __future__ import annotations

import operator
from itertools import product
from random import Random
from typing import TYPE_CHECKING

import duckdb
import pytest

from countersight.model.fact_schema import TYPES
from countersight.rules import closures, explain, sql
from countersight.rules.reading import compile_reading
from countersight.rules.syntax import Lit, paths

from .differential import BACK_ENDS, compare, run
from .generate import facts, pools_of
from .pages import ON, built_in

if TYPE_CHECKING:
    from collections.abc import Callable

EXPRESSIONS, ROWS = 500, 200
"""A hundred thousand cases a seed, each compared in three back ends."""


@pytest.mark.parametrize("seed", [2019, 2026])
def test_the_back_ends_agree_on_a_hundred_thousand_cases(seed: int) -> None:
    report = run(seed, EXPRESSIONS, ROWS)
    assert not report.mismatches, "\n\n".join(report.mismatches[:5])
    assert report.cases == 100_000
    assert report.comparisons == 300_000
    assert min(report.values.values()) > 20_000, "true, false and unknown must all be frequent"


@pytest.mark.parametrize(("name", "profile"), [("us-in-force", ""), ("us-dshra", "literal"), ("us-dshra", "workable")])
def test_the_back_ends_agree_on_every_built_in_page(name: str, profile: str) -> None:
    rng = Random(7)
    reading = compile_reading(built_in(name), profile, ON)
    for rule in reading.rules:
        types = {path: TYPES[path] for path in paths(rule.tree)}
        rows = [facts(rng, types, rng.choice((0.3, 0.8, 0.95)), pools_of(rule.tree)) for _ in range(150)]
        report = compare([rule.tree], rows, types)
        assert not report.mismatches, report.mismatches[0]
        assert report.comparisons == 3 * 150
        assert [rule.plan(row).value for row in rows] == [rule.test(row) for row in rows], rule.page.id


def test_sql_joins_the_rows_of_a_matter_as_reading_joins_its_bindings() -> None:
    values: tuple[closures.Truth, ...] = (True, False, None)
    for rows in (*product(values, repeat=1), *product(values, repeat=2), *product(values, repeat=3)):
        listed = ", ".join(f"({sql.to_sql(Lit(value, 'bool'))})" for value in rows)
        found = duckdb.execute(f"SELECT {sql.any_row('v')} FROM (VALUES {listed}) t(v)").fetchall()  # noqa: S608 - literals
        assert found == [(closures.any_of(list(rows)),)], rows


def broken_closures(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(closures._OPS, "<=", operator.lt)


def forgetful_closures(patch: pytest.MonkeyPatch) -> None:
    """Reads an open list as a closed one: "not found" becomes false."""
    patch.setattr(closures, "OPEN", "#never")


def broken_explanation(patch: pytest.MonkeyPatch) -> None:
    """Reads unknown as false in a conjunction: the fault of every engine that was measured."""
    patch.setattr(explain, "all_of", lambda values: all(value is True for value in values))


def broken_sql(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(sql._OPS, "!=", "IS DISTINCT FROM")


@pytest.mark.parametrize(
    ("broken", "accused"),
    [
        (broken_closures, set(BACK_ENDS) - {"explanation"}),  # the explanation's leaves are closures
        (forgetful_closures, set(BACK_ENDS) - {"explanation"}),
        (broken_explanation, {"explanation"}),
        (broken_sql, {"duckdb"}),
    ],
)
def test_a_broken_back_end_is_found(broken: Callable[[pytest.MonkeyPatch], None], accused: set[str]) -> None:
    assert not run(5, 60, 60).mismatches
    with pytest.MonkeyPatch.context() as patch:
        broken(patch)
        report = run(5, 60, 60)
    assert {line.split(":")[0] for line in report.mismatches} == accused
