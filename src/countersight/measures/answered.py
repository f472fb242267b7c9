"""What people answered to the questions of an earlier decision: it fills what is unknown, and says who answered."""

from __future__ import annotations

from dataclasses import replace

from countersight.errors import InputError
from countersight.measures.given_facts import stated_fact
from countersight.model.fact import Binding, Fact, FactSheet, Source
from countersight.model.fact_schema import FACTS
from countersight.model.matter import Answer


def with_answers(sheet: FactSheet, answers: list[Answer]) -> FactSheet:
    """A sheet in which answers stand where nothing is known; what is known stays, and a note says that somebody differs.

    Raises:
        InputError: An answer about nobody, about several, or of another type than its fact.
    """
    matter, parties, lines = dict(sheet.matter), list(sheet.parties), list(sheet.lines)
    for answer in answers:
        fact = _fact(answer)
        scope = FACTS[answer.fact].scope
        if scope == "matter":
            matter[answer.fact] = _settled(matter.get(answer.fact), fact)
            continue
        held = lines if scope == "line" else parties
        at = _about(answer, held)
        facts = held[at].facts
        held[at] = replace(held[at], facts={**facts, answer.fact: _settled(facts.get(answer.fact), fact)})
    return replace(sheet, matter=matter, parties=parties, lines=lines) if answers else sheet


def settled(answer: Fact | None, known: Fact) -> Fact:
    """A fact of the ownership question, which is worked out after the sheet: the answer where nothing is known."""
    return _settled(known, answer) if answer is not None else known


def _fact(answer: Answer) -> Fact:
    source = Source(f"answer of {answer.by}, {answer.on}: {answer.evidence}", "answer")
    return stated_fact(answer.fact, answer.value, source)


def _settled(known: Fact | None, answer: Fact) -> Fact:
    if known is None or known.value is None:
        return answer
    if known.value == answer.value:
        return replace(known, sources=(*known.sources, *answer.sources))
    differs = f"{answer.sources[0].citation} says otherwise"
    return replace(known, note="; ".join(filter(None, (known.note, differs))))


def _about(answer: Answer, held: list[Binding]) -> int:
    """The place of the one binding that is meant; a line also by its number alone."""
    meant = [
        at
        for at, one in enumerate(held)
        if answer.about is None or answer.about == one.label or one.label.startswith(f"{answer.about}: ")
    ]
    if len(meant) == 1:
        return meant[0]
    named = ", ".join(one.label for one in held) or "nobody"
    whom = "several" if meant else "nobody"
    raise InputError(f"the answer on {answer.fact} is about {whom}: {answer.about!r}", hint=f"about is one of: {named}")
