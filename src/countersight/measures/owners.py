"""The ``own.*`` facts: a page's ownership test, answered for one party by the ownership engine."""

from __future__ import annotations

from countersight.measures.world import World
from countersight.model.fact import Binding, Fact, Source
from countersight.model.units import WHOLE, format_share
from countersight.ownership.answer import Answer, ask
from countersight.ownership.cascade import Rule
from countersight.rules.ownership_head import OwnershipTest


def rule_of(test: OwnershipTest) -> Rule:
    """A page's test, as the ownership engine takes it."""
    return Rule(
        klass=test.klass,
        threshold=test.threshold,
        strict=test.strict,
        aggregate=test.aggregate,
        mode=test.mode,  # type: ignore[arg-type]
        control=frozenset(test.control),
        hints=frozenset(test.hints),
    )


def ownership_facts(test: OwnershipTest, party: Binding | None, world: World) -> dict[str, Fact]:
    """Answer a page's test for a party; a party that is not in the atlas has no known owners, so all is unknown.

    Who is listed bounds the answer from below. It bounds it from above only where the lists are held in full for the
    day: an owner on whom nothing is held may be on the part that is not.
    """
    if party is None or not party.body_id:
        note = "the party is not in the atlas: its owners are not known"
        return {path: Fact(None, note=note) for path in ("own.met", "own.lower", "own.upper", "own.undisclosed", "own.listed_share_unknown")}
    answer = ask(world.graph, world.listed(test.lists), rule_of(test), party.body_id, world.on)
    whole = all(world.covers(list_id) for list_id in test.lists)
    sources = tuple(Source(edge.citation or edge.id, "register") for edge in (*answer.path, *answer.asks))
    note = "; ".join(filter(None, (_note(answer, world), "" if whole else "not all lists are held in full for the day: an owner may be on one")))
    upper = min(answer.upper + answer.undisclosed, WHOLE)
    return {
        "own.met": Fact(answer.met if answer.met or whole else None, sources=sources, note=note),
        "own.lower": Fact(answer.lower, sources=sources, note=note),
        "own.upper": Fact(upper if whole or upper == WHOLE else None, sources=sources, note=note),
        "own.undisclosed": Fact(answer.undisclosed, sources=sources),
        "own.listed_share_unknown": Fact(_listed_share_unknown(answer, whole=whole), sources=sources, note=note),
    }


def _listed_share_unknown(answer: Answer, *, whole: bool) -> bool | None:
    """No only where every holder is known, and known not to be listed: who holds an undisclosed share may be."""
    if answer.listed_unknown:
        return True
    return False if whole and answer.holders_known and not answer.undisclosed else None


def _note(answer: Answer, world: World) -> str:
    if answer.is_seed:
        return "the party is listed itself"
    parts = []
    for edge in answer.path or answer.asks:
        owner = world.snapshot.body(edge.owner)
        share = format_share(edge.lo) if edge.lo == edge.hi else f"{format_share(edge.lo)} to {format_share(edge.hi)}"
        parts.append(f"{owner.caption if owner else edge.owner} holds {share}")
    if answer.undisclosed:
        parts.append(f"{format_share(answer.undisclosed)} undisclosed")
    return "; ".join(parts)
