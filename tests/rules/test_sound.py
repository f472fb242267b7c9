"""Kleene's promise: learning more never flips a definite verdict, and only what is asked can settle an open one."""

from __future__ import annotations

from random import Random

import pytest

from countersight.model.fact import Binding, Fact, FactSheet
from countersight.model.fact_schema import FACTS, TYPES
from countersight.rules.closures import OPEN, Truth, compile_test
from countersight.rules.explain import Planner, decisive
from countersight.rules.ground import Ground
from countersight.rules.reading import Reading, Rule, compile_reading, read_rule

from .differential import outline_of
from .generate import FACT_TYPES, Maker, completed, facts, pools_of, value
from .pages import ON, built_in

COLUMNS = [("us-in-force", ""), ("us-dshra", "literal"), ("us-dshra", "workable")]


@pytest.mark.parametrize("seed", range(3))
def test_completing_facts_never_flips_a_definite_verdict(seed: int) -> None:
    rng = Random(seed)
    maker = Maker(rng, FACT_TYPES)
    settled = 0
    for _ in range(400):
        test = compile_test(maker.expression(4))
        for _ in range(25):
            less = facts(rng, FACT_TYPES, known=0.5)
            more = completed(rng, less, FACT_TYPES)
            before, after = test(less), test(more)
            assert before is None or after is before
            settled += before is None and after is not None
    assert settled > 500, "unknown verdicts must often be settled, else nothing was shown"


@pytest.mark.parametrize("seed", range(3))
def test_what_is_not_asked_settles_nothing(seed: int) -> None:
    """Fill in every unknown fact that the proof does not ask for: the verdict stays open."""
    rng = Random(seed)
    maker = Maker(rng, FACT_TYPES)
    spared = 0
    for _ in range(300):
        tree = maker.expression(4)
        plan, test = Planner(Ground({}, {})).plan(outline_of(tree)), compile_test(tree)
        for _ in range(15):
            less = facts(rng, FACT_TYPES, known=0.5)
            proof = plan(less)
            asked = decisive(proof)
            if proof.value is not None:
                assert asked == ()
                continue
            assert all(less.get(path) is None or less.get(path + OPEN) for path in asked)
            more = dict(less)
            for path, kind in FACT_TYPES.items():
                if path in asked:
                    continue
                if less.get(path) is None:
                    more[path] = value(rng, kind)
                    spared += 1
                elif less.get(path + OPEN):
                    more[path + OPEN] = False
            assert test(more) is None
    assert spared > 1000


def rules_of(reading: Reading) -> list[Rule]:
    return [rule for rule in reading.rules if rule.page.head.for_each.roles or rule.page.head.for_each.lines]


def as_facts(flat: dict[str, object]) -> dict[str, Fact]:
    return {
        path: Fact(flat.get(path), open=bool(flat.get(path + OPEN)))  # type: ignore[arg-type]
        for path in FACTS
        if path in flat
    }


def sheet_of(matter: dict[str, object], parties: list[dict[str, object]], lines: list[dict[str, object]]) -> FactSheet:
    roles = frozenset({"purchaser", "end_user", "ultimate_consignee", "customer"})
    return FactSheet(
        matter=as_facts(matter),
        parties=[Binding(f"party {n}", "party", roles, as_facts(one)) for n, one in enumerate(parties)],
        lines=[Binding(f"line {n}", "line", facts=as_facts(one)) for n, one in enumerate(lines)],
    )


def own(flat: dict[str, object]) -> dict[str, Fact]:
    return as_facts({path: one for path, one in flat.items() if path.startswith("own.")})


@pytest.mark.parametrize(("name", "profile"), COLUMNS)
def test_completing_a_sheet_never_flips_the_reading_of_a_built_in_page(name: str, profile: str) -> None:
    """Over every page, through closures, bindings and the disjunction over them."""
    rng = Random(3)
    reading = compile_reading(built_in(name), profile, ON)
    scoped = {
        scope: {path: kind for path, kind in TYPES.items() if FACTS[path].scope == scope}
        for scope in ("matter", "party", "line", "own")
    }
    seen: set[tuple[Truth, Truth]] = set()
    for rule in reading.rules:
        pools = pools_of(rule.tree)
        for _ in range(250):
            known = rng.choice((0.3, 0.7, 0.95))
            matter, owners = facts(rng, scoped["matter"], known, pools), facts(rng, scoped["own"], known, pools)
            parties = [facts(rng, scoped["party"], known, pools) for _ in range(rng.randrange(3))]
            lines = [facts(rng, scoped["line"], known, pools) for _ in range(rng.randrange(3))]
            more = completed(rng, owners, scoped["own"], pools)
            sheet = sheet_of(
                completed(rng, matter, scoped["matter"], pools),
                [completed(rng, one, scoped["party"], pools) for one in parties],
                [completed(rng, one, scoped["line"], pools) for one in lines],
            )
            before = read_rule(rule, sheet_of(matter, parties, lines), lambda *_, told=owners: own(told))
            after = read_rule(rule, sheet, lambda *_, told=more: own(told))
            assert before.value is None or after.value is before.value, rule.page.id
            seen.add((before.value, after.value))
    assert seen == {(True, True), (False, False), (None, None), (None, False), (None, True)}


def test_naming_the_party_never_flips_a_verdict_that_stood_without_it() -> None:
    """A party that is not named is a binding of which nothing is known; naming it only adds facts."""
    rng = Random(11)
    party = {path: kind for path, kind in TYPES.items() if FACTS[path].scope == "party"}
    matter = {path: kind for path, kind in TYPES.items() if FACTS[path].scope == "matter"}
    definite = 0
    for rule in rules_of(compile_reading(built_in("us-in-force"), "", ON)):
        for _ in range(40):
            deal = facts(rng, matter)
            before = read_rule(rule, sheet_of(deal, [], [{}]), lambda *_: {})
            after = read_rule(rule, sheet_of(deal, [facts(rng, party)], [{}]), lambda *_: {})
            assert before.value is None or after.value is before.value, rule.page.id
            definite += before.value is not None
    assert definite > 50
