"""Reads a worked case of ownership, written as JSON with fractions, into edges and rules, and checks an expectation.

A case has ``nodes``, ``edges`` (``from``, ``to``, ``class``, ``lo``, ``hi``, perhaps ``lo_open``, ``hi_open``, ``start``,
``end``, ``unconfirmed``), ``seeds`` (perhaps dated, perhaps of a list), a ``rule`` and ``expect``: what should be owned,
possibly owned and not owned, with proofs, questions and look-through shares.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import Any

from countersight.model.body import Edge
from countersight.model.units import WHOLE
from countersight.ownership.answer import Answer, ask
from countersight.ownership.cascade import Bound, Rule, read_above
from countersight.ownership.graph import Graph
from countersight.ownership.lookthrough import look_through

UNSUPPORTED = {"investors": "holders upwards and the weights of funds are another question than who owns the party"}
"""Expectations that this room does not answer."""


@dataclass(frozen=True)
class Question:
    """One expectation of a case, ready to be asked."""

    graph: Graph
    rule: Rule
    seeds: frozenset[str]
    nodes: tuple[str, ...]
    day: date
    expect: dict[str, Any]

    def answer(self, node: str) -> Answer:
        return ask(self.graph, self.seeds, self.rule, node, self.day)


def read_edge(raw: dict[str, Any]) -> Edge:
    """An open end is moved by one unit of 1e-8; a fraction that is no whole number of units is rounded outwards."""
    return Edge(
        owner=raw["from"],
        asset=raw["to"],
        klass=raw["class"],
        lo=floor(Fraction(raw["lo"]) * WHOLE) + bool(raw.get("lo_open")),
        hi=ceil(Fraction(raw["hi"]) * WHOLE) - bool(raw.get("hi_open")),
        start=raw.get("start", ""),
        end=raw.get("end", ""),
        confirmed=not raw.get("unconfirmed"),
        id=raw["id"],
    )


def read_rule(raw: dict[str, Any]) -> Rule:
    return Rule(
        klass=raw.get("class", "equity"),
        threshold=int(Fraction(raw.get("threshold", "1/2")) * WHOLE),
        strict=raw.get("op", ">=") == ">",
        mode=raw.get("mode", "cascade"),
        control=frozenset(raw.get("control_types", ())),
    )


def questions(case: dict[str, Any]) -> Iterator[Question]:
    """Every expectation of a case, with its own rule and day laid over those of the case."""
    for expect in case["expect"]:
        raw = {**case["rule"], **expect.get("rule", {})}
        day = expect.get("as_of", case["as_of"])
        edges = [read_edge(one) for one in case["edges"]]
        if raw.get("from_consolidation") == "possible":  # consolidated accounts: a stake of unknown size
            edges = [replace(one, klass="equity", lo=0, hi=WHOLE) if one.klass == "consolidation" else one for one in edges]
        yield Question(
            graph=Graph(edges, frozenset(one["id"] for one in case["nodes"] if one.get("complete"))),
            rule=read_rule(raw),
            seeds=frozenset(one["id"] for one in case["seeds"] if _listed(one, raw.get("lists"), day)),
            nodes=tuple(one["id"] for one in case["nodes"]),
            day=date.fromisoformat(day),
            expect=expect,
        )


def _listed(seed: dict[str, Any], lists: list[str] | None, day: str) -> bool:
    return (not lists or seed.get("list") in lists) and bool(seed.get("from", "0") <= day < seed.get("until", "9"))


def differences(question: Question) -> Iterator[str]:
    """Everything in which the answers differ from an expectation."""
    expect = question.expect
    answers = {node: question.answer(node) for node in question.nodes}
    sides = {
        "owned": {node for node, one in answers.items() if one.standing == "owned"},
        "possibly": {node for node, one in answers.items() if one.standing == "possible"},
        "not_owned": {node for node, one in answers.items() if one.standing in {"not_owned", "undisclosed", "holders_unknown"}},
    }
    for side, found in sides.items():
        if side in expect and found != set(expect[side]):
            yield f"{side}: {sorted(found)}, not {expect[side]}"
    for node, wanted in expect.get("proof", {}).items():
        if {edge.id for edge in answers[node].path} != set(wanted):
            yield f"proof of {node}: {[edge.id for edge in answers[node].path]}, not {wanted}"
    for node, wanted in expect.get("ask", {}).items():
        if {edge.id for edge in answers[node].asks} != set(wanted):
            yield f"to ask of {node}: {[edge.id for edge in answers[node].asks]}, not {wanted}"
    for node, wanted in expect.get("through", {}).items():
        found_share = [shares(question, node, bound) for bound in ("lower", "upper")]
        if any(abs(one - Fraction(other)) > Fraction(1, WHOLE) for one, other in zip(found_share, wanted, strict=True)):
            yield f"look-through of {node}: {found_share}, not {wanted}"


def shares(question: Question, node: str, bound: Bound) -> Fraction:
    """The look-through share of a node that the seeds have."""
    above = read_above(question.graph.at(question.day), replace(question.rule, control=frozenset()), node, question.seeds)
    return look_through(above, [one for one in above.shares if one in question.seeds], bound)[node]
