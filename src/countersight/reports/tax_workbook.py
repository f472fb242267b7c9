"""The workpaper of a taxable year: what is given, each column of law worked out in live formulas, the form, the difference, a check.

The check compares every number of the engine (exact fractions) with the formula's; a spreadsheet computes in binary, so that
they agree to a hundredth of a cent and not to the last part.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from openpyxl import Workbook

from countersight.reports.grid import Grid, number
from countersight.reports.sheets import Formula, new_book, saved
from countersight.reports.tax_given import given_sheet
from countersight.reports.tax_working import NAMES, Working, working_sheet
from countersight.tax.columns import TaxColumn
from countersight.tax.engine import not_modelled
from countersight.tax.forms import REVISIONS, FormLine, category

FORM, DIFFERENCE, CHECK, NOTES = "Form", "Difference", "Check", "Not modelled"
_WHOLE: Final = "#,##0"


def tax_workbook(matter: str, columns: Sequence[TaxColumn]) -> bytes:
    """The workbook as a file.

    Args:
        matter: The matter's name.
        columns: The year under each column of law, the law in force first.
    """
    return saved(tax_book(matter, columns))


def tax_book(matter: str, columns: Sequence[TaxColumn]) -> Workbook:
    """The workbook."""
    book = new_book(f"Foreign tax credit: {matter}")
    given = given_sheet(book, columns[0].case, matter)
    worked = [working_sheet(book, given, one) for one in columns]
    whole = [one for one in worked if one.column.found.whole]
    if whole:
        _form(book, whole)
        _difference(book, whole)
        _check(book, whole)
    notes = Grid(book, NOTES, (120,))
    notes.put("What the numbers leave out")
    for text in not_modelled(columns[0].case):
        notes.put(text)
    if not whole:
        notes.put("Income is not stated for every item: taxes are translated and sorted, and nothing else is worked out.")
    return book


def _form(book: Workbook, worked: Sequence[Working]) -> None:
    """The lines of the form, the columns of law side by side; whole dollars, rounded here and nowhere else."""
    grid = Grid(book, FORM, (30, 30, 8, 60, *(22 for _ in worked)))
    form = "1116" if worked[0].given.case.individual else "1118"
    grid.put(f"{REVISIONS[form]}; whole dollars; later revisions were not seen")
    grid.head("Category", "Part", "Line", "What", *(one.column.name for one in worked))
    rows: dict[tuple[str, str, str, str], dict[str, Formula]] = {}
    for one in worked:
        for line in one.column.lines:
            formula = _line(one, line)
            if formula:
                places = "6" if line.line in {"9", "19"} and not line.amount.lstrip("-").isdigit() else "0"
                key = (line.category, line.part, line.line, line.what.removesuffix(": denied"))
                rows.setdefault(key, {})[one.column.name] = Formula(f"ROUND({formula},{places})", "0.000000" if places == "6" else _WHOLE)
    for (kind, part, name, what), cells in sorted(rows.items(), key=lambda row: not row[0][0]):
        grid.put(kind, part, name, what, *(cells.get(one.column.name) for one in worked))


def _line(made: Working, line: FormLine) -> str:
    """The formula behind a line of the form; empty for one that has none here."""
    cells = next((found for name, found in made.baskets.items() if category(name) == line.category), {})
    totals = made.totals
    taxable, tax = totals["taxable_income"], totals["us_tax"]
    if not line.category:
        return {"8": totals["reduced"], "9": totals["credit"], "32": totals["credit_before_reduction"], "33": f"MIN({totals['credit_before_reduction']},{tax})", "34": totals["reduced"], "35": totals["credit"]}[line.line]
    available = cells.get("available", "0")
    if line.part.startswith("Sch. K, origin"):
        return _schedule_k(made, cells, line, int(line.part.rpartition(" ")[2]))
    if line.part == "Part IV":
        return cells["credit"]
    numerator, ratio = cells["numerator"], f"IF({taxable}>0,MIN({cells['numerator']}/{taxable},1),0)"
    if line.form == "1118":
        return {
            "1a": f"{cells['own_taxes']}+{cells['denied']}", "2": cells["deemed"], "3": f"-{cells['denied']}", "5": available, "6": f"{cells['taxes']}+{available}", "7": numerator,
            "8c": taxable, "9": ratio, "10": tax, "13": cells["limit"], "14": cells["credit"],
        }[line.line]  # fmt: skip
    paid = f"{cells['taxes']}+{cells['denied']}"
    return {
        "8": paid, "9": paid, "10": available, "12": f"-{cells['denied']}", "14": f"{cells['taxes']}+{available}", "15": f"MAX({cells['income']},0)", "17": numerator, "18": taxable,
        "19": ratio, "20": tax, "21": cells["limit"], "24": cells["credit"],
    }[line.line]  # fmt: skip


def _schedule_k(made: Working, cells: dict[str, str], line: FormLine, origin: int) -> str:
    if origin == made.given.case.year:
        return f"{cells['excess']}-{cells['back']}"
    name = next(basket for basket, found in made.baskets.items() if found is cells)
    used, on, expired = made.used[name, origin], cells[f"forward {origin}"], cells[f"expired {origin}"]
    if line.line == "3":
        return f"{used}+{expired}+{on}"
    return {"4": f"-{used}", "8": on}.get(line.line, f"-({expired})")


def _difference(book: Workbook, worked: Sequence[Working]) -> None:
    """What a column costs beside the law in force, and the steps that it is made of as the engine tells them."""
    base = next((one for one in worked if one.regime.method == "none"), None)
    if base is None:
        return
    grid = Grid(book, DIFFERENCE, (90, 22, 60))
    for one in worked:
        if one is base:
            continue
        grid.head(one.column.name, "Dollars", "Citation")
        grid.line("US tax after credit", Formula(one.totals["net_us_tax"]))
        grid.line(f"the same under {base.column.name}", Formula(base.totals["net_us_tax"]))
        grid.line("cost of denial in the year", Formula(f"{one.totals['net_us_tax']}-{base.totals['net_us_tax']}"))
        grid.line("credit lost", Formula(f"{base.totals['credit']}-{one.totals['credit']}"))
        grid.line("US tax on a larger or smaller taxable income", Formula(f"{one.totals['us_tax']}-{base.totals['us_tax']}"))
        for step in one.column.steps():
            place = "" if step.basket == "all" else f"{step.basket}: "
            grid.line(f"as the engine tells it: {place}{step.what}", number(step.amount), step.citation)


def _check(book: Workbook, worked: Sequence[Working]) -> None:
    """The engine's numbers beside the formulas: every row says 1."""
    grid = Grid(book, CHECK, (40, 30, 24, 24, 12))
    grid.head("Column of law", "Number", "Engine", "Formula", "They agree")
    for one in worked:
        for name, formula, exact in checked(one):
            row = grid.row + 1
            grid.put(one.column.name, name, number(exact), Formula(formula), Formula(f"IF(ABS({grid.at(3, row)}-{grid.at(4, row)})<0.0001,1,0)", "0"))


def checked(one: Working) -> Iterator[tuple[str, str, Fraction]]:
    """What can be compared: name, address, and the engine's number; the totals, then each basket."""
    found = one.column.found
    for name in NAMES:
        if name in found.numbers and name in one.totals:
            yield name, one.totals[name], found.numbers[name]
    if "s250" in found.numbers:
        yield "s250", one.totals["s250"], found.numbers["s250"]
    for name, basket in found.baskets.items():
        cells = one.baskets[name]
        for key in ("income", "numerator", "taxes", "deemed", "denied", "limit", "credit", "excess"):
            yield f"{name}: {key}", cells[key], getattr(basket, key)
