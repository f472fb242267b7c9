"""Leaf expressions: text to tree and back, faults with their column, and nothing that a hostile page could do."""

from __future__ import annotations

from dataclasses import fields, replace
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countersight.errors import RulebookError
from countersight.rules.closures import compile_test
from countersight.rules.parser import MAX_DEPTH, MAX_LENGTH, parse
from countersight.rules.syntax import (
    And,
    Compare,
    Def,
    Expr,
    In,
    Lit,
    Not,
    Or,
    Param,
    Path,
    children,
    paths,
    show,
    walk,
)

from .generate import FACT_TYPES, Maker, facts


def bare(node: Any) -> Any:  # noqa: ANN401 - a node, a tuple of nodes, or a value
    """The tree without its places."""
    if isinstance(node, tuple):
        return tuple(bare(item) for item in node)
    if not isinstance(node, Expr):
        return node
    return replace(node, **{one.name: bare(getattr(node, one.name)) for one in fields(node)} | {"at": 0})


@given(st.integers(0, 2**32))
@settings(max_examples=300, deadline=None)
def test_what_is_shown_reads_back_as_the_same_tree_and_means_the_same(seed: int) -> None:
    rng = Random(seed)
    tree = Maker(rng, FACT_TYPES, unset=0).expression(5)
    again = parse(show(tree))
    assert bare(parse(show(again))) == bare(again)
    before, after = compile_test(tree), compile_test(again)
    for _ in range(10):
        flat = facts(rng, FACT_TYPES)
        assert before(flat) is after(flat)


@pytest.mark.parametrize(
    "text",
    [
        "a.b",
        "!a.b && (c.d || e.f)",
        "(a.b && c.d || !e.f) == true",
        "(a.b == c.d) == e.f",
        "a.b == (c.d == e.f)",
        "!(a.b == 3) && !!c.d",
        'a.b in ["CN", "HK"] || "CN" in c.d',
        "a.b in []",
        "a.b >= 49.9% && a.b <= 100%",
        'a.b > usd("2,000,000.50") && c.d < date("2026-11-10")',
        'a.b.startsWith("3A981") && overlaps(c.d, param.programs)',
        "def.covered && param.reached",
        'a.b == "quo\\"te \\\\ 中国 é"',
        "a.b in [1, 2, 9223372036854775807]",
    ],
)
def test_this_is_how_an_expression_is_written(text: str) -> None:
    assert show(parse(text)) == text


def test_and_binds_tighter_than_or_and_not_tighter_than_both() -> None:
    tree = parse("a || b && !c == d")
    assert isinstance(tree, Or)
    assert isinstance(tree.items[1], And)
    compared = tree.items[1].items[1]
    assert isinstance(compared, Compare)
    assert isinstance(compared.left, Not)


def test_every_part_knows_its_column() -> None:
    tree = parse('dest.country in param.prc && line.class == "core"')
    found = {show(node): node.at for node in walk(tree) if not children(node)}
    assert found == {"dest.country": 0, "param.prc": 16, "line.class": 29, '"core"': 43}


def test_literals_are_kept_in_their_units() -> None:
    assert bare(parse("49.9%")) == Lit(49_900_000, "share")
    assert bare(parse('usd("12.50")')) == Lit(1250, "money")
    assert bare(parse('["a"]')) == Lit(("a",), "list<string>")
    assert bare(parse("[50%]")) == Lit((50_000_000,), "list<share>")
    assert bare(parse("[]")) == Lit((), "list<string>")
    assert bare(parse("param.x")) == Param("x")
    assert bare(parse("def.x")) == Def("x")


def test_long_chains_stay_flat() -> None:
    tree = parse(" && ".join(["a.b"] * 1000))
    assert isinstance(tree, And)
    assert len(tree.items) == 1000


def test_the_paths_of_an_expression_come_once_in_reading_order() -> None:
    assert paths(parse('b.x && a.x || b.x && "q" in c.x')) == ("b.x", "a.x", "c.x")


def test_a_parameter_without_a_value_shows_as_unknown() -> None:
    assert show(In(Path("a.b"), Lit(None, "list<string>"))) == "a.b in unknown"


FAULTS = [
    ("own.lower > 0.5", 13, "0.5 is a float"),
    ("1.0", 1, "1.0 is a float"),
    ("a.b = 3", 5, "unexpected character '='"),
    ("a.b == 'CN'", 8, "unexpected character"),
    ("   a.b && ?", 11, "unexpected character '?'"),
    ("a.b &&", 7, "unexpected 'the end'"),
    ("", 1, "unexpected 'the end'"),
    ("a.b c.d", 5, "unexpected 'c'"),
    ("a.b < 3 < 4", 9, "comparisons do not chain: '<'"),
    ("a.b && c.d == 1 == 2", 17, "comparisons do not chain"),
    ("a.b in [1] in [2]", 12, "comparisons do not chain: 'in'"),
    ("(a.b", 5, "expected ')'"),
    ("a.b == )", 8, "unexpected ')'"),
    ("[a.b]", 5, "a list holds literals only"),
    ('["a", ["b"]]', 12, "a list holds literals only"),
    ('["a" "b"]', 6, "expected ',' or ']'"),
    ('["a", 1]', 1, "a list holds one type, not int and string"),
    ('["a"', 5, "expected ',' or ']'"),
    ("a.3", 3, "expected a name after '.'"),
    ("a.", 3, "expected a name after '.'"),
    ("a.endsWith(3)", 1, "there is no function 'a.endsWith'"),
    ('startsWith("a")', 1, "there is no function 'startsWith'"),
    ("def.a.b", 1, "def takes one name"),
    ("a && param", 6, "param takes one name"),
    ("overlaps(a.b)", 1, "overlaps() takes 2 arguments"),
    ('date("a", "b")', 1, "date() takes 1 argument"),
    ("date(3)", 1, "date() takes text in quotes"),
    ('date("2026-02-30")', 1, "day is out of range"),
    ('date("20261110")', 1, "a day is written 2026-11-10"),
    ('usd("1,5")', 1, "an amount is written 48,000.50"),
    ('usd("1e9")', 1, "an amount is written 48,000.50"),
    ('usd("0.001")', 1, "an amount is written 48,000.50"),
    ("101%", 1, "a percentage lies between 0 and 100"),
    ("0.0000001%", 1, "a percentage lies between 0 and 100"),
    ("9223372036854775808", 1, "a whole number is at most 9223372036854775807"),
    ("9" * 5000, 1, "a whole number is at most"),
    ('a.b == "\\x"', 8, "not a text in double quotes"),
    ('a.b == "\\ud800"', 8, "no halves of characters"),
    ('a.b == "\\u0000"', 8, "no control characters"),
    ('a.b == "open', 8, "unexpected character '\"'"),
    ("٣ == 3", 1, "unexpected character"),
    ("a.b\u00a0== 3", 4, "unexpected character"),
    ("ɑ.b", 1, "unexpected character"),
]


@pytest.mark.parametrize(("text", "column", "message"), FAULTS, ids=[text[:20] for text, _, _ in FAULTS])
def test_a_fault_names_its_column_and_its_reason(text: str, column: int, message: str) -> None:
    with pytest.raises(RulebookError) as caught:
        parse(text)
    assert message in caught.value.message
    assert caught.value.where.column == column


@pytest.mark.parametrize(("opening", "closing"), [("(", ")"), ("!", ""), ("[", "]"), ('date("2026-11-10") == (', ")")])
def test_depth_is_bounded(opening: str, closing: str) -> None:
    deep = opening * MAX_DEPTH + "a" + closing * MAX_DEPTH
    with pytest.raises(RulebookError, match="nested too deeply"):
        parse(deep)


def test_what_stays_within_the_depth_is_read() -> None:
    assert bare(parse("(" * (MAX_DEPTH - 1) + "a" + ")" * (MAX_DEPTH - 1))) == Path("a")


def test_length_is_bounded() -> None:
    with pytest.raises(RulebookError, match="an expression of 10001 characters"):
        parse("a" * (MAX_LENGTH + 1))


@given(st.one_of(st.text(max_size=60), st.text(alphabet='ab.()[]!&|=<>," %0123in\\\n', max_size=80)))
@settings(max_examples=500, deadline=None)
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    try:
        tree = parse(text)
    except RulebookError as fault:
        column = fault.where.column
    else:
        column = 1
        assert bare(parse(show(tree))) == bare(tree)
    assert isinstance(column, int)
    assert 1 <= column <= len(text) + 1
