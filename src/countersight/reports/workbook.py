"""Workpapers as XLSX: decisions, findings, questions, sources and, of holdings, effect and exposure; all from the decisions.

Every cell goes through :mod:`countersight.reports.sheets`, so that text of a user stays text. The exposures of the holdings are
live formulas over the sheet of positions; beside each stands the number that we worked out, exact, so that they check each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from countersight.model.decision import Column, Decision
from countersight.reports import words
from countersight.reports.gathered import open_questions, sources
from countersight.reports.portfolio import Position, effect, exposures, positions
from countersight.reports.screening import Screening
from countersight.reports.sheets import Formula, Value, new_book, saved, sheet

_DECISIONS: Final = ("Matter", "Kind", "Read on", "Column of law", "Proposal", "Outcome", "What it says", "Decided by", "Open questions", "Red flags", "What follows", "Next legal date", "Decision (hash)")
_FINDINGS: Final = ("Matter", "Column of law", "Outcome", "Title", "Page", "Status", "Counts", "About", "Citations", "Read in the source on", "Doubt", "Resolved by", "Page (hash)")
_QUESTIONS: Final = ("Matter", "About", "Question", "It would settle", "Answer", "By", "On", "Evidence")
_SOURCES: Final = ("Matter", "Source", "What it is", "Address", "Seen", "For pages")
_FAULTS: Final = ("Place", "Matter", "What was wrong", "What would be right", "Screened")
_ROWS: Final = 1_000_000
"""Rows of one sheet; a spreadsheet holds 1,048,576."""


def workbook_report(run: Screening) -> bytes:
    """The workbook of a run."""
    book = new_book("Countersight workpapers")
    _about(book, run)
    decided = run.decisions
    sheet(book, "Decisions", _DECISIONS, list(_decisions(decided))[:_ROWS], (28, 10, 11, 20, 9, 20, 40, 26, 10, 9, 36, 24, 20))
    held = positions(decided)
    if held:
        _holdings(book, held)
    sheet(book, "Findings", _FINDINGS, list(_findings(decided))[:_ROWS], (28, 18, 20, 40, 20, 16, 8, 36, 36, 12, 30, 16, 20))
    asked = [(one.matter["id"], each.about, f"{each.ask} {each.note}".strip(), "; ".join(each.waits), None, None, None, None) for one in decided for each in open_questions(one)]
    sheet(book, "Questions", _QUESTIONS, asked[:_ROWS], (28, 28, 60, 40, 24, 16, 12, 24))
    rows = [(one.matter["id"], row.citation, row.nature, row.url, row.seen, ", ".join(row.pages)) for one in decided for row in sources(one)]
    sheet(book, "Sources", _SOURCES, rows[:_ROWS], (28, 60, 16, 40, 12, 40))
    if run.faults:
        faults = [(str(one.where), one.matter, one.message, one.hint, not one.dropped) for one in run.faults]
        sheet(book, "Rows not read", _FAULTS, faults[:_ROWS], (24, 20, 50, 50, 10))
    return saved(book)


def _about(book: Workbook, run: Screening) -> None:
    told: list[tuple[Value, ...]] = [("What this is not", words.NOT), ("Decisions", len(run.decisions)), ("Rows that could not be read", len(run.faults))]
    told += [("Note", note) for note in run.notes]
    seen = {(one.snapshot, one.known_at, one.program) for one in run.decisions}
    for snapshot, known_at, program in sorted(seen):
        told += [("Snapshot of the evidence", snapshot), ("Evidence up to", known_at or "an unknown day"), ("Program", program)]
    laws = {(column.name, column.sha256) for one in run.decisions for column in one.columns}
    told += [(f"Pages of law: {name}", digest) for name, digest in sorted(laws)]
    told += [(f"{words.OUTCOME[name]}", says) for name, says in words.MEANS.items()]
    sheet(book, "About", ("What", "Says"), told, (34, 110)).auto_filter.ref = None


def _decisions(decided: Sequence[Decision]) -> Iterator[tuple[Value, ...]]:
    for one in decided:
        name = one.id
        for column in one.columns:
            change = column.next_change
            follows = "; ".join(f"{key}: {value}" for key, value in words.effects(column))
            yield (
                one.matter["id"], one.matter["kind"], one.on, column.name, column.proposed, words.OUTCOME[column.outcome], words.MEANS.get(column.outcome, ""),
                ", ".join(dict.fromkeys(each.page for each in (*column.fired, *column.flags) if each.counts and each.outcome == column.outcome)),
                len(words.asked(column)), sum(each.counts for each in column.flags), follows,
                f"{change.on}: {words.OUTCOME[change.outcome]}" if change else "", name,
            )  # fmt: skip


def _findings(decided: Sequence[Decision]) -> Iterator[tuple[Value, ...]]:
    for one in decided:
        for column in one.columns:
            for each in words.worst_first((*column.fired, *column.flags)):
                about = "; ".join(dict.fromkeys(instance.about for instance in each.instances))
                yield (
                    one.matter["id"], column.name, words.OUTCOME[each.outcome], each.title, each.page, each.value.replace("_", " "), each.counts, about,
                    "; ".join(each.citations), each.verified_on, each.doubt, each.resolution.get("by", ""), each.page_sha256,
                )  # fmt: skip


_FIXED: Final = ("Position", "Portfolio", "Issuer", "ISIN", "CUSIP", "FIGI", "LEI", "Ticker", "Instrument", "Action", "Quantity", "Amount", "Currency", "Weight, percent")
_AMOUNT, _WEIGHT = "L", "N"
_EFFECTS: Final = ("outcome", "may_hold", "may_trade", "divest_until", "notify")


def _holdings(book: Workbook, held: list[Position]) -> None:
    """Positions with their effect per column of law, and the exposures as formulas over them."""
    columns = list(dict.fromkeys(column.name for one in held for column in one.decision.columns))
    heads = [*_FIXED, *(f"{words.column_title(name)}: {what.replace('_', ' ')}" for name in columns for what in _EFFECTS)]
    sheet(book, "Holdings", heads, [_holding(one, columns) for one in held], (24, 28, 32, 15, 12, 15, 22, 12, 14, 9, 16, 18, 9, 12))
    last = len(held) + 1
    rows: list[tuple[Value, ...]] = []
    for portfolio in dict.fromkeys(one.portfolio for one in held):
        for number, name in enumerate(columns):
            letter = get_column_letter(len(_FIXED) + 1 + number * len(_EFFECTS))
            there = dict.fromkeys(column.outcome for one in held if one.portfolio == portfolio for column in one.decision.columns if column.name == name)
            for outcome in sorted(there, key=list(words.OUTCOME).index):
                at = len(rows) + 2
                test = f"Holdings!$B$2:$B${last},$A{at},Holdings!${letter}$2:${letter}${last},$C{at}"
                weights = [one.weight for one in held if one.portfolio == portfolio and any(c.name == name and c.outcome == outcome for c in one.decision.columns)]
                known = [weight for weight in weights if weight is not None]
                exact = words.percent(sum(known, start=known[0] * 0)) if known else ""
                rows.append((
                    portfolio, name, words.OUTCOME[outcome], Formula(f"COUNTIFS({test})", "0"), len(weights),
                    Formula(f"SUMIFS(Holdings!${_WEIGHT}$2:${_WEIGHT}${last},{test})", "0.00000000"), exact, len(weights) - len(known),
                    Formula(f"SUMIFS(Holdings!${_AMOUNT}$2:${_AMOUNT}${last},{test})"),
                ))  # fmt: skip
    heads = ["Portfolio", "Column of law", "Outcome", "Positions (formula)", "Positions", "Weight, percent (formula)", "Weight, percent, exact", "Positions without a weight", "Amount, all currencies (formula)"]
    sheet(book, "Exposure by outcome", heads, rows, (34, 20, 22, 12, 12, 16, 18, 12, 22))
    pages: list[tuple[Value, ...]] = [
        (row.portfolio, row.column, row.page, row.title, words.OUTCOME[row.outcome], row.positions, row.possible, words.percent(row.weight), words.percent(row.weight_possible), row.unweighed, _money(row.amounts), _money(row.amounts_possible))
        for row in exposures(held)
    ]
    heads = ["Portfolio", "Column of law", "Page", "Title", "It gives", "Positions, surely", "Positions, at most", "Weight, surely, percent", "Weight, at most, percent", "Without a weight", "Amount, surely", "Amount, at most"]
    sheet(book, "Exposure by provision", heads, pages, (34, 20, 22, 40, 20, 10, 10, 14, 14, 10, 24, 24))


def _money(amounts: dict[str, Decimal]) -> str:
    return "; ".join(f"{currency} {amount.normalize():,f}" for currency, amount in sorted(amounts.items()))


def _holding(one: Position, columns: Sequence[str]) -> list[Value]:
    told = one.told
    weight = None if one.weight is None else Decimal(words.percent(one.weight))
    row: list[Value] = [
        one.decision.matter["id"], one.portfolio, "; ".join(one.issuers), *(one.identifiers.get(kind) for kind in ("isin", "cusip", "figi", "lei", "ticker")),
        told.get("instrument"), told.get("action"), told.get("quantity"), one.amount, one.currency if one.amount is not None else None, weight,
    ]  # fmt: skip
    by_name: dict[str, Column] = {column.name: column for column in one.decision.columns}
    for name in columns:
        column = by_name.get(name)
        effects = effect(column) if column else {}
        row += [words.OUTCOME[column.outcome] if column else None, *(effects.get(what) for what in _EFFECTS[1:])]
    return row
