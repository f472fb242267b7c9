"""What a decision rests on and what it leaves open, each thing once: for every report that a person reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from countersight.model.decision import Decision, Finding
from countersight.reports import words

_OWN_PAPERS: Final = frozenset({"", "matter", "computed"})
"""Natures of a fact's source that are no source to look up."""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source of an answer: what it is, where it can be read, when it was seen, and for which pages it counts."""

    citation: str
    nature: str
    url: str
    seen: str
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question, once, with every column and page that waits for it."""

    about: str
    ask: str
    note: str
    waits: tuple[str, ...]


def sources(one: Decision) -> list[SourceRow]:
    """What the findings of a decision rest on: the texts of law first, then the evidence, each once."""
    shown = [each for column in one.columns for each in (*column.fired, *column.flags)]
    rows = [(cite, "text of law", "", each.verified_on, each.page) for each in shown for cite in each.citations]
    rows += [
        (source["citation"], nature, source.get("url", ""), source.get("seen", ""), each.page)
        for each in shown
        for instance in each.instances
        for fact in instance.facts
        for source in fact.sources
        if (nature := source.get("nature", "")) not in _OWN_PAPERS
    ]
    found: dict[tuple[str, str], SourceRow] = {}
    for cite, nature, url, seen, page_id in rows:
        held = found.get((cite, nature), SourceRow(cite, nature, "", "", ()))
        pages = held.pages if page_id in held.pages else (*held.pages, page_id)
        found[cite, nature] = SourceRow(cite, nature, held.url or url, max(held.seen, seen), pages)
    return list(found.values())


def open_questions(one: Decision) -> list[OpenQuestion]:
    """The questions of all columns, each once."""
    found: dict[tuple[str, str, str], dict[str, None]] = {}
    for column in one.columns:
        for each in column.questions:
            idle = "" if each in words.asked(column) else " (moves nothing yet)"
            waits = f"{words.column_title(column.name)}: {', '.join(each.pages)}{idle}"
            found.setdefault((each.about, each.ask, each.note), {})[waits] = None
    return [OpenQuestion(*key, tuple(those)) for key, those in found.items()]


def deciders(findings: tuple[Finding, ...], outcome: str) -> list[Finding]:
    """The findings that a column's outcome comes from."""
    return [one for one in findings if one.counts and one.outcome == outcome]
