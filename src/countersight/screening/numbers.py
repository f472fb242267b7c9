"""Numbers beside the pages: what a calculator works out for a column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from countersight.measures.fund_weights import fund_numbers
from countersight.measures.issuer_numbers import issuer_numbers
from countersight.measures.tax_group import Group, group_of
from countersight.measures.who import Who
from countersight.measures.world import World
from countersight.model.matter import Matter
from countersight.rules.book import Rulebook
from countersight.tax.columns import Participation, TaxColumn, tax_columns
from countersight.tax.engine import not_modelled
from countersight.tax.exact import cents
from countersight.tax.forms import REVISIONS
from countersight.tax.reading import read_case
from countersight.tax.result import Step

Numbers = tuple[dict[str, str], tuple[dict[str, str], ...]]
"""Numbers by name, and their working."""


def numbers_of(matter: Matter, on: date, books: Sequence[Rulebook], parties: Sequence[Who], world: World) -> dict[str, Numbers]:
    """Numbers and working of a tax year, the timetable of an issuer, or the exposure of a fund, by column; nothing for other matters.

    Raises:
        InputError: The tax facts or the issuer's file cannot be read.
    """
    if matter.kind == "issuer":
        return {name: issuer_numbers(matter, on, world.parameter, least) for name, least in _reached_from(books, on)}
    if matter.kind == "holdings":
        told = {proposed: fund_numbers(matter, parties, world, proposed=proposed) for proposed in (False, True)}
        return {f"{book.id}/{profile}" if profile else book.id: told[book.proposed] for book in books for profile in book.profiles or ("",)}
    if matter.kind != "tax" or matter.tax is None:
        return {}
    return {one.name: (one.numbers(), tuple(_working(one))) for one in tax_years(matter, books, parties, world)}


def tax_years(matter: Matter, books: Sequence[Rulebook], parties: Sequence[Who], world: World) -> list[TaxColumn]:
    """A taxable year under every rulebook and profile, with what the ownership graph says of the taxpayer's group."""
    raw = matter.tax or {}
    group = group_of(parties, world, read_case(raw, world.law).days)
    return list(tax_columns(raw, matter.regime or {}, books, _shown(group)))


def _shown(group: Group) -> Participation:
    why = [f"the group takes part from {start} to {end} (half-open): {group.why}" for start, end in group.spans]
    return Participation(group.spans, (*why, *(f"not settled: {one}" for one in group.links)))


def _working(one: TaxColumn) -> Iterator[dict[str, str]]:
    """Steps, the difference, the lines of the form, and what is not modelled, as rows of text."""
    for step in one.found.steps:
        yield _row(step.basket, step.what, cents(step.amount), step.citation)
    for step in one.steps():
        yield _row("difference", _in_basket(step), cents(step.amount), step.citation)
    for line in one.lines:
        yield _row(f"Form {line.form}", ", ".join(part for part in (line.category, line.part, f"line {line.line}" if line.line else "") if part) + f": {line.what}", line.amount, "")
    if one.lines:
        yield _row(f"Form {one.lines[0].form}", f"lines of {REVISIONS[one.lines[0].form]}; later revisions were not seen", "", "")
    for text in one.why:
        yield _row("participation", text, "", "26 USC 993(a)(3)")
    yield _row("", f"rates of {', '.join(one.case.rates.told())}", "", "")
    for text in not_modelled(one.case):
        yield _row("", f"not modelled: {text}", "", "")


def _in_basket(step: Step) -> str:
    return step.what if step.basket == "all" else f"{step.basket}: {step.what}"


def _row(basket: str, what: str, amount: str, citation: str) -> dict[str, str]:
    return {"basket": basket, "what": what, "amount": amount, "citation": citation}


def _reached_from(books: Sequence[Rulebook], on: date) -> Iterator[tuple[str, int | None]]:
    """Units of a share from which each column reaches a holder: its threshold, any share at all where it has none, nobody under law in force."""
    for book in books:
        for profile in book.profiles or ("",):
            name = f"{book.id}/{profile}" if profile else book.id
            told = book.parameters["investor_threshold"].on(on, profile, book.anchors).value if "investor_threshold" in book.parameters else None
            yield name, (told if isinstance(told, int) else 1) if book.proposed else None
