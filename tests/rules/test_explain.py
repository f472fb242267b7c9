"""The proof mirrors the page, skips nothing, and asks only what matters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from countersight.errors import InternalError
from countersight.model.fact import Fact
from countersight.rules.asking import compile_ask
from countersight.rules.closures import OPEN, compile_test
from countersight.rules.explain import Planner, Proof, decisive, flatten
from countersight.rules.ground import Ground
from countersight.rules.page import parse_page
from countersight.rules.parser import parse
from countersight.rules.sql import any_row, column, to_sql
from countersight.rules.syntax import Expr, In, Lit, Overlaps, Param, Path

from .pages import page

if TYPE_CHECKING:
    from countersight.rules.outline import Outline

RULE = """\
- **all of**
  - (1) it moves — `tx.kind == "export"`
  - (2) to the PRC, **any of**
    - (A) at last — `dest.country == "CN"`
    - (B) on the way — `"CN" in route.countries`
  - (3) **none of**
    - (A) a licence — `tx.license_on_file`
"""
OUTLINE = parse_page(page(rule=RULE), "p.md").rule
PLAN = Planner(Ground({}, {})).plan(OUTLINE, ("15 CFR 999.1",), "exception")


def same_shape(proof: Proof, outline: Outline) -> bool:
    return (proof.label, proof.words, len(proof.children)) == (outline.label, outline.words, len(outline.children)) and all(
        same_shape(one, two) for one, two in zip(proof.children, outline.children, strict=True)
    )


def test_a_proof_has_the_shape_and_the_words_of_its_page() -> None:
    proof = PLAN({"tx.kind": "entry"})
    assert same_shape(proof, OUTLINE)
    assert (proof.kind, proof.citations) == ("exception", ("15 CFR 999.1",))
    assert [one.kind for one in proof.children] == ["leaf", "any", "none"]


def test_nothing_is_skipped_when_an_earlier_condition_already_decides() -> None:
    proof = PLAN({"tx.kind": "entry", "dest.country": "CN", "tx.license_on_file": False})
    assert proof.value is False
    assert [(leaf.label, leaf.value) for leaf in proof.leaves()] == [("(1)", False), ("(A)", True), ("(B)", None), ("(A)", False)]
    assert [one.value for one in proof.children] == [False, True, True]


def test_a_leaf_names_its_expression_and_its_facts() -> None:
    leaves = list(PLAN({}).leaves())
    assert [leaf.expr for leaf in leaves] == ['tx.kind == "export"', 'dest.country == "CN"', '"CN" in route.countries', "tx.license_on_file"]
    assert [leaf.facts for leaf in leaves] == [("tx.kind",), ("dest.country",), ("route.countries",), ("tx.license_on_file",)]


@pytest.mark.parametrize(
    ("facts", "asked"),
    [
        ({}, ("tx.kind", "dest.country", "route.countries", "tx.license_on_file")),
        ({"tx.kind": "entry"}, ()),
        ({"tx.kind": "export", "dest.country": "CN"}, ("tx.license_on_file",)),
        ({"tx.kind": "export", "dest.country": "DE", "tx.license_on_file": False}, ("route.countries",)),
        ({"tx.kind": "export", "dest.country": "DE", "tx.license_on_file": True}, ()),
        ({"tx.kind": "export", "dest.country": "DE", "route.countries": ("SG",), "tx.license_on_file": False}, ()),
        ({"tx.kind": "export", "dest.country": "DE", "route.countries": ("SG",), "route.countries" + OPEN: True, "tx.license_on_file": False}, ("route.countries",)),
    ],
)
def test_only_facts_that_still_matter_are_asked(facts: dict[str, Any], asked: tuple[str, ...]) -> None:
    assert decisive(PLAN(facts)) == asked


@pytest.mark.parametrize(
    ("text", "facts", "asked"),
    [
        ("a.x && b.x || c.x", {"a.x": False}, ("c.x",)),
        ("(a.x || b.x) && c.x", {"a.x": True}, ("c.x",)),
        ("!(a.x && b.x) && c.x", {"a.x": False}, ("c.x",)),
        ("(a.x && b.x) == c.x", {"a.x": False}, ("c.x",)),
        ("a.x == b.x", {"a.x": 3}, ("b.x",)),
        ('a.x in b.x && overlaps(b.x, ["q"])', {}, ("a.x", "b.x")),
        ("a.x.startsWith(b.x)", {}, ("a.x", "b.x")),
        ("a.x == a.x && a.x", {}, ("a.x",)),
    ],
)
def test_inside_a_leaf_too(text: str, facts: dict[str, Any], asked: tuple[str, ...]) -> None:
    tree = parse(text)
    assert compile_test(tree)(facts) is None
    assert compile_ask(tree)(facts) == asked


@pytest.mark.parametrize("tree", [In(Path("a.x"), Lit(None, "list<string>")), Overlaps(Path("a.x"), Lit(None, "list<string>"))])
def test_what_hangs_on_a_parameter_without_a_value_is_not_asked(tree: Expr) -> None:
    assert compile_test(tree)({}) is None
    assert compile_ask(tree)({}) == ()


def test_facts_are_flattened_with_what_is_open() -> None:
    facts = {"a.x": Fact(("p",), open=True), "a.y": Fact(("q",)), "a.z": Fact(None, note="nobody knows")}
    assert flatten(facts) == {"a.x": ("p",), "a.x" + OPEN: True, "a.y": ("q",)}


@pytest.mark.parametrize("tree", [Param("x"), In(Path("a.x"), Param("x")), Overlaps(Path("a.x"), Param("x")), Overlaps(Lit((), "list<string>"), Lit((), "list<string>"))])
def test_an_expression_that_is_not_ground_is_a_fault_of_ours(tree: Expr) -> None:
    with pytest.raises(InternalError, match="not a ground expression"):
        compile_test(tree)
    with pytest.raises(InternalError, match="not a ground expression"):
        to_sql(tree)


def test_sql_quotes_what_it_is_given() -> None:
    assert column('odd"name') == '"odd""name"'
    assert to_sql(parse('a.x == "O\'Brien"')) == "(\"a.x\" = 'O''Brien')"
    assert any_row("v").startswith("CASE WHEN bool_or(v)")
