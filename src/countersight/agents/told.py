"""From what the house answers to the shapes of the tools."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from countersight.agents.answers import (
    ColumnTold,
    DecisionAnswer,
    FindingTold,
    Found,
    Hit,
    Listing,
    OpenQuestion,
    PageRow,
)
from countersight.match.outcome import Match
from countersight.measures.world import in_force
from countersight.model.body import Body
from countersight.model.decision import Column, Decision, Finding
from countersight.reports.gathered import open_questions
from countersight.reports.hits import hit_row
from countersight.reports.law import page_row as law_row
from countersight.reports.words import MEANS
from countersight.rules.book import Rulebook
from countersight.rules.page import Page


def hit_of(match: Match, body: Body, on: date) -> Hit:
    """A hit."""
    row = hit_row(match, body, on)
    listings = [
        Listing(
            list=one["list"],
            state=one["state"],
            start=one["from"],
            end=one["to"],
            citation=one["citation"],
            scope=one["scope"],
        )
        for one in row["designations"]
    ]
    kept = ("id", "name", "band", "score", "reason", "matched", "agreements", "conflicts", "flips", "countries")
    return Hit(**{name: row[name] for name in kept}, listings=listings)


def found_of(body: Body, on: date) -> Found:
    """A body that a text finds."""
    lists = sorted({one.list_id for one in body.designations if in_force(one, on)})
    return Found(
        id=body.id, name=body.caption, schema=body.schema, countries=list(body.countries), lists_in_force=lists
    )


def decision_answer(decision: Decision, notes: Sequence[str]) -> DecisionAnswer:
    """A decision, without its proofs: those are what explain gives."""
    return DecisionAnswer(
        id=decision.id,
        on=decision.on,
        parties=[dict(one) for one in decision.parties],
        columns=[_column(one) for one in decision.columns],
        questions=[
            OpenQuestion(about=one.about, ask=one.ask, note=one.note, waits=list(one.waits))
            for one in open_questions(decision)
        ],
        notes=list(notes),
        snapshot=decision.snapshot,
    )


def _column(column: Column) -> ColumnTold:
    change = column.next_change
    return ColumnTold(
        rulebook=column.name,
        title=column.title,
        proposed=column.proposed,
        outcome=column.outcome,
        means=MEANS.get(column.outcome, ""),
        findings=[_finding(one) for one in (*column.fired, *column.flags)],
        next_change=f"{change.on}: {change.outcome} ({', '.join(change.pages)})" if change else "",
    )


def _finding(one: Finding) -> FindingTold:
    return FindingTold(
        page=one.page,
        title=one.title,
        outcome=one.outcome,
        counts=one.counts,
        red_flag=one.flag,
        citations=list(one.citations),
        doubt=one.doubt,
        license_policy=one.license_policy,
        about=[instance.about for instance in one.instances],
    )


def page_row(book: Rulebook, page: Page) -> PageRow:
    """A page in the list."""
    row = law_row(book, page)
    return PageRow(**{name: row[name] for name in ("rulebook", "id", "title", "citations", "windows", "verified_on")})
