"""Worked graphs of ownership: what a lawyer expects of a test, per day and rule, against what the engine answers.

A file holds ``nodes`` (``id``, perhaps ``complete``), ``edges`` (``from``, ``to``, ``class``, ``lo``, ``hi`` as fractions or
decimals; perhaps ``lo_open``, ``hi_open``, ``start``, ``end``, ``recorded``, ``retracted``, ``unconfirmed``, ``directness``),
``seeds`` (perhaps with ``list``, ``from``, ``until``), a ``rule``, ``as_of``, and ``expect``: a list of expectations, each with
its own rule, day and day of knowledge laid over those of the case.

Fractions go through the engine as they stand: a third is a third, and an open end lies one unit of 1e-8 inside.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from countersight.errors import CountersightError, InputError, Where
from countersight.model.body import Edge
from countersight.model.units import WHOLE
from countersight.ownership.answer import Answer, ask
from countersight.ownership.cascade import Bound, Rule, read_above
from countersight.ownership.graph import Graph
from countersight.ownership.investors import InvestorRule, investors
from countersight.ownership.lookthrough import look_through

ANSWERED: Final = frozenset({"owned", "possibly", "not_owned", "proof", "ask", "through", "investors"})
AROUND: Final = frozenset({"note", "rule", "as_of", "known_at", "why", "source"})
EFFORT: Final = 2_000_000


@dataclass(slots=True)
class Check:
    """One expectation with its result. ``state``: passed, failed or unsupported."""

    case: str
    file: str
    at: int
    note: str
    state: str = "passed"
    wrong: list[str] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """The check for JSON."""
        return asdict(self)


@dataclass(frozen=True)
class Question:
    """One expectation of a case, ready to be asked."""

    graph: Graph
    rule: Rule
    seeds: frozenset[str]
    nodes: tuple[str, ...]
    day: date
    raw: dict[str, Any]
    """The rule as written, for what is no part of an ownership test."""
    expect: dict[str, Any]

    def answer(self, node: str) -> Answer:
        """The engine's answer for a node."""
        return ask(self.graph, self.seeds, self.rule, node, self.day, EFFORT)


def read_cases(path: str) -> list[tuple[str, dict[str, Any]]]:
    """Read one case, or every ``*.json`` of a folder, each with the name of its file.

    Raises:
        InputError: No such file, not JSON, or not a case.
    """
    place = Path(path)
    if not place.exists():
        raise InputError(f"no file or folder {path}", hint="a JSON file with nodes, edges, seeds, rule and expect, or a folder of such files")
    found = []
    for file in sorted(place.rglob("*.json")) if place.is_dir() else [place]:
        try:
            case = json.loads(file.read_text(encoding="utf-8"))
        except ValueError as fault:
            raise InputError(f"not JSON: {fault}", where=Where(str(file))) from None
        if not isinstance(case, dict) or not {"nodes", "edges", "seeds", "rule", "expect"} <= case.keys():
            raise InputError("no case of ownership", hint="an object with nodes, edges, seeds, rule and expect", where=Where(str(file)))
        found.append((file.name, case))
    if not found:
        raise InputError(f"no JSON file in {path}", hint="one case a file")
    return found


def run_cases(cases: Sequence[tuple[str, dict[str, Any]]]) -> Iterator[Check]:
    """Ask every expectation of every case."""
    for file, case in cases:
        for at, expect in enumerate(case["expect"], 1):
            check = Check(str(case.get("id", file)), file, at, str(expect.get("note", "")))
            unknown = sorted(expect.keys() - ANSWERED - AROUND)
            try:
                check.wrong = list(differences(read_question(case, expect)))
            except (CountersightError, KeyError, ValueError, TypeError, ArithmeticError, AttributeError) as fault:
                check.wrong = [f"the case cannot be read: {type(fault).__name__}: {fault}"]
            if check.wrong:
                check.state = "failed"
            elif unknown:
                check.state, check.wrong = "unsupported", [f"nothing here answers {', '.join(unknown)}"]
            yield check


def summary(checks: Sequence[Check]) -> dict[str, Any]:
    """The numbers: ``total, passed, failed, unsupported, failures[]``."""
    count = {state: sum(check.state == state for check in checks) for state in ("passed", "failed", "unsupported")}
    return {"total": len(checks), **count, "failures": [check.to_dict() for check in checks if check.state == "failed"]}


def read_question(case: dict[str, Any], expect: dict[str, Any]) -> Question:
    """One expectation with its own rule and day laid over those of the case."""
    raw = {**case["rule"], **expect.get("rule", {})}
    day = date.fromisoformat(expect.get("as_of") or case["as_of"])
    known_at = expect.get("known_at") or case.get("known_at")
    return Question(
        graph=Graph(
            [read_edge(one) for one in case["edges"]],
            frozenset(one["id"] for one in case["nodes"] if one.get("complete")),
            date.fromisoformat(known_at) if known_at else None,
        ),
        rule=read_rule(raw, day),
        seeds=frozenset(one["id"] for one in case["seeds"] if _listed(one, raw.get("lists"), day)),
        nodes=tuple(one["id"] for one in case["nodes"]),
        day=day,
        raw=raw,
        expect=expect,
    )


def read_edge(raw: dict[str, Any]) -> Edge:
    """An edge; a share that is no whole number of units stays the fraction that it is."""
    lo = Fraction(str(raw.get("lo", 0))) * WHOLE + bool(raw.get("lo_open"))
    hi = Fraction(str(raw.get("hi", 1))) * WHOLE - bool(raw.get("hi_open"))
    return Edge(
        owner=raw["from"],
        asset=raw["to"],
        klass=raw["class"],
        lo=_units(lo),
        hi=_units(hi),
        start=raw.get("start") or "",
        end=raw.get("end") or "",
        confirmed=not raw.get("unconfirmed"),
        id=raw["id"],
        indirect=raw.get("directness", "direct") == "indirect",
        recorded=raw.get("recorded") or "",
        retracted=raw.get("retracted") or "",
    )


def _units(share: Fraction) -> int:
    """Whole units where they are whole; the engine only adds and compares, which fractions can as well."""
    return share.numerator if share.denominator == 1 else share  # type: ignore[return-value]


def read_rule(raw: dict[str, Any], day: date) -> Rule:
    """The test of a case; outside its active periods it reaches the listed only."""
    active = raw.get("active")
    on = active is None or any(start <= day.isoformat() < end for start, end in active)
    threshold = _units(Fraction(str(raw.get("threshold", "1/2"))) * WHOLE)
    return Rule(
        klass=raw.get("class", "equity"),
        threshold=threshold,
        strict=raw.get("op", ">=") == ">",
        aggregate=raw.get("aggregate", True),
        mode=raw.get("mode", "cascade") if on else "listed_only",
        control=frozenset(raw.get("control_types") or ()),
        hints=frozenset({"consolidation"} if raw.get("from_consolidation") == "possible" else ()),
    )


def _listed(seed: dict[str, Any], lists: list[str] | None, day: date) -> bool:
    held = (seed.get("from") or "0") <= day.isoformat() < (seed.get("until") or "9")
    return held and (not lists or seed.get("list") in lists)


def differences(question: Question) -> Iterator[str]:
    """Everything in which the answers differ from an expectation."""
    expect = question.expect
    named = {node for key in ("proof", "ask", "through") for node in expect.get(key, {})}
    named |= {node for key in ("owned", "possibly", "not_owned") for node in expect.get(key, ())}
    if missing := sorted(named - set(question.nodes)):
        yield f"no such node: {', '.join(missing)}"
        return
    answers = {node: question.answer(node) for node in question.nodes}
    yield from _sides(expect, answers)
    for node, wanted in expect.get("proof", {}).items():
        if {edge.id for edge in answers[node].path} != set(wanted or ()):
            yield f"proof of {node}: {sorted(edge.id for edge in answers[node].path)}, expected {wanted}"
    for node, wanted in expect.get("ask", {}).items():
        asked = {edge.id for edge in answers[node].asks} if answers[node].standing == "possible" else set()
        if asked != set(wanted):
            yield f"to ask of {node}: {sorted(asked)}, expected {wanted}"
    for node, wanted in expect.get("through", {}).items():
        shares = [through(question, node, bound) for bound in ("lower", "upper")]
        if any(abs(one - Fraction(str(other))) > Fraction(1, 10**6) for one, other in zip(shares, wanted, strict=True)):
            yield f"look-through of {node}: {[str(one) for one in shares]}, expected {wanted}"
    if "investors" in expect and (invested := _investors(question)) != expect["investors"]:
        yield f"investors: {invested}, expected {expect['investors']}"


def _sides(expect: dict[str, Any], answers: dict[str, Answer]) -> Iterator[str]:
    sides = {
        "owned": {node for node, one in answers.items() if one.standing == "owned"},
        "possibly": {node for node, one in answers.items() if one.standing == "possible"},
        "not_owned": {node for node, one in answers.items() if one.standing in {"not_owned", "undisclosed", "holders_unknown"}},
    }
    for side, found in sides.items():
        if side in expect and found != set(expect[side]):
            yield f"{side}: {sorted(found)}, expected {sorted(expect[side])}"


def through(question: Question, node: str, bound: Bound) -> Fraction:
    """The look-through share of a node that the seeds have, exact."""
    rule = replace(question.rule, control=frozenset())
    above = read_above(question.graph.at(question.day), rule, node, question.seeds)
    return look_through(above, [one for one in above.shares if one in question.seeds], bound)[node]


def _investors(question: Question) -> dict[str, Any]:
    raw = question.raw
    rule = InvestorRule(
        klass=raw.get("class", "equity"),
        floor=_units(Fraction(str(raw.get("floor", 0))) * WHOLE),
        control=Rule(raw.get("control_class", "equity"), WHOLE // 2, strict=True),
        depth=raw.get("depth"),
    )
    found = investors(question.graph.at(question.day), question.seeds, rule)
    return {
        "direct": sorted({edge.owner for edge in found.direct}),
        "via_control": sorted(found.controllers),
        "exposure": {fund: str(share) for fund, share in found.exposure.items()},
    }
