"""``countersight tax``: a taxable year under the law in force and under the Act, line by line, with what the difference is made of."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from countersight.errors import InputError, UsageError, Where

if TYPE_CHECKING:
    from countersight.model.matter import Matter
    from countersight.screening.one import Screener
    from countersight.tax.columns import TaxColumn
    from countersight.tax.result import Step

FINDINGS, FAILED = 1, 2
JSON = frozenset({".json", ".jsonl", ".ndjson"})
LINES = (
    ("taxable_income", "taxable income"),
    ("us_tax", "US tax before credits"),
    ("limit", "limit, all baskets"),
    ("credit", "foreign tax credit"),
    ("net_us_tax", "US tax after credit"),
    ("denied_tax", "tax denied"),
    ("subpart_f", "included like subpart F income"),
    ("excess", "excess credit, carried back and forward"),
    ("carried_back", "carried back"),
    ("carried_forward", "carried forward"),
    ("excess_lost", "excess of the 951A basket, lost"),
    ("total_tax", "foreign and US tax together"),
    ("creditable_tax", "creditable foreign tax of the taxpayer itself"),
    ("cost_of_denial", "cost of denial"),
)
"""Numbers that are printed, in words; the lines of the form stand in a table of their own."""


def tax(given: argparse.Namespace) -> int:
    """Print the year of every tax matter of the files."""
    from countersight.app import make_screener
    from countersight.cli.output import settings, write
    from countersight.intake.read import read_matters
    from countersight.screening.one import Options

    intakes = [read_matters(name, None if Path(name).suffix.casefold() in JSON else "tax") for name in given.files]
    matters = [one for intake in intakes for one in intake.matters if one.kind == "tax"]
    for text in (str(one) for intake in intakes for one in (*intake.notes, *intake.faults)):
        print(text, file=sys.stderr)
    failed = any(intake.faults for intake in intakes)
    if not matters and not failed:
        raise InputError("no matter of the kind tax", hint='{"id": "T-1", "kind": "tax", "date": "2026-12-31", "tax": {...}}: see countersight schema', where=Where(given.files[0]))
    screener = make_screener(settings(given.snapshot), Options(enacted=given.enacted), given.rulebook)
    if given.format == "xlsx" or (given.out or "").endswith(".xlsx"):
        return _workpaper(matters, screener, given)
    told = [_worked(one, screener) for one in matters]
    if given.format == "json":
        write(json.dumps({"schema": "countersight.tax/1", "matters": told}, indent=1, ensure_ascii=False), given.out)
    else:
        write("\n\n".join("\n".join(_table(one)) for one in told), given.out)
    if failed:
        return FAILED
    return FINDINGS if any(Fraction(column["numbers"].get("denied_tax", "0")) for one in told for column in one["columns"]) else 0


def _workpaper(matters: list[Matter], screener: Screener, given: argparse.Namespace) -> int:
    from countersight.cli.output import write
    from countersight.reports.tax_workbook import tax_workbook

    if len(matters) > 1:
        raise InputError(f"{len(matters)} taxable years, and a workpaper holds one", hint="give one matter a file", where=Where(given.files[0]))
    if given.out in {None, "-"} and sys.stdout.isatty():
        raise UsageError("a workpaper is no text for a terminal", hint="--out work.xlsx")
    columns = screener.tax_years(_dated(matters[0]))
    write(tax_workbook(matters[0].id, columns), given.out)
    return FINDINGS if any(one.found.numbers.get("denied_tax") for one in columns) else 0


def _dated(matter: Matter) -> Matter:
    """A year that names no day is read on its last."""
    if matter.day is None and isinstance((matter.tax or {}).get("tax_year"), int):
        return matter.model_copy(update={"day": date(matter.tax["tax_year"], 12, 31) if matter.tax else None})
    return matter


def _worked(matter: Matter, screener: Screener) -> dict[str, Any]:
    from countersight.tax.engine import not_modelled
    from countersight.tax.forms import REVISIONS

    columns = screener.tax_years(_dated(matter))
    case = columns[0].case
    return {
        "matter": matter.id,
        "tax_year": case.year,
        "columns": [_column(one) for one in columns],
        "form": REVISIONS["1116" if case.individual else "1118"],
        "participation": list(columns[0].why),
        "rates": list(case.rates.told()),
        "not_modelled": list(not_modelled(case)),
    }


def _column(one: TaxColumn) -> dict[str, Any]:
    return {
        "column": one.name,
        "numbers": one.numbers(),
        "steps": [_step(step) for step in one.found.steps],
        "difference": [_step(step) for step in one.steps()],
        "form_lines": [
            {"form": line.form, "part": line.part, "category": line.category, "line": line.line, "what": line.what, "amount": line.amount, "exact": str(line.exact)} for line in one.lines
        ],
    }


def _step(one: Step) -> dict[str, str]:
    from countersight.tax.exact import cents

    return {"basket": one.basket, "what": one.what, "amount": cents(one.amount), "citation": one.citation}


def _table(told: dict[str, Any]) -> Iterator[str]:
    from countersight.tax.exact import cents

    columns = told["columns"]
    yield f"{told['matter']}, taxable year {told['tax_year']}; rates of {', '.join(told['rates'])}"
    yield ""
    yield f"{'dollars':<48}{''.join(one['column'].rjust(22) for one in columns)}"
    for key, words in LINES:
        if any(key in one["numbers"] for one in columns):
            yield f"{words:<48}" + "".join((cents(Fraction(one["numbers"][key])) if key in one["numbers"] else "-").rjust(22) for one in columns)
    for one in columns:
        yield from ("", f"-- {one['column']}")
        yield from (f"   {step['basket']:<10} {step['what']:<92} {step['amount']:>16}  {step['citation']}" for step in one["steps"])
        yield from (f"   difference  {_at(step) + step['what']:<91} {step['amount']:>16}  {step['citation']}".rstrip() for step in one["difference"])
    yield from _forms(told)
    yield from ("", *(f"participation: {text}" for text in told["participation"]))
    yield from ("", "not modelled:", *(f"   {text}" for text in told["not_modelled"]), "A person must confirm the return; this is no advice.")


def _at(step: dict[str, str]) -> str:
    return "" if step["basket"] == "all" else f"{step['basket']}: "


def _forms(told: dict[str, Any]) -> Iterator[str]:
    """The lines of the form, the columns side by side."""
    columns = told["columns"]
    rows: dict[tuple[str, str, str, str], dict[str, str]] = {}
    for one in columns:
        for line in one["form_lines"]:
            rows.setdefault((line["category"], line["part"], line["line"], line["what"].removesuffix(": denied")), {})[one["column"]] = line["amount"]
    if not rows:
        return
    yield from ("", f"-- {told['form']}; whole dollars, later revisions were not seen")
    above = ""
    for (category, part, number, what), cells in sorted(rows.items(), key=lambda row: not row[0][0]):
        head = f"{part}: {category}" if category else part
        if head != above:
            yield f"   {head}"
            above = head
        yield f"     {number:>4} {what:<66}" + "".join(cells.get(one["column"], "-").rjust(22) for one in columns)
