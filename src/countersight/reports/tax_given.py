"""The sheet of a tax workpaper with what is given: rates of the year, items, corporations, carryovers. All formulas start here."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from openpyxl import Workbook

from countersight.reports.grid import Grid, number
from countersight.reports.sheets import Formula, Value
from countersight.tax.case import Case, Controlled, Item

TITLE: Final = "Given"
_RATES: Final = ("corporate_rate", "s250_951a", "deemed_paid_951a", "qbai_return", "high_tax")
# Columns of the table of items.
COUNTRY, BASKET, INCOME, TAX, CREDITABLE, ATTRIBUTABLE, HAIRCUT = 1, 2, 5, 9, 10, 11, 12
# Columns of the table of corporations.
TESTED, CFC_TAX, QBAI, SUB_F, SUB_F_TAX, SUB_F_BASKET, RATE = 5, 4, 6, 7, 8, 9, 10
# Columns of the table of carryovers.
ORIGIN, AMOUNT, ALIVE, GOES_ON = 2, 3, 4, 5


@dataclass(slots=True)
class Given:
    """Where on the sheet everything stands."""

    grid: Grid
    case: Case
    us_income: str
    rates: dict[str, str]
    days: str
    interest: str
    excludes: str
    items: tuple[int, int]
    controlled: tuple[int, int]
    carried: tuple[int, int]
    carryovers: list[tuple[str, int]]
    """Basket and origin year of each row of the table of carryovers."""
    before: dict[str, str]
    schedule: tuple[int, int]

    def item(self, column: int, at: int) -> str:
        """A cell of the table of items."""
        return self.grid.at(column, self.items[0] + at)

    def corporation(self, column: int, at: int) -> str:
        """A cell of the table of corporations."""
        return self.grid.at(column, self.controlled[0] + at)

    def carryover(self, column: int, at: int) -> str:
        """A cell of the table of carryovers."""
        return self.grid.at(column, self.carried[0] + at)

    def tax(self, taxable: str) -> str:
        """The formula of US tax before credits on an income."""
        if not self.case.individual:
            return f"MAX({taxable},0)*{self.rates['corporate_rate']}"
        parts = []
        for at in range(len(self.case.schedule)):
            over, rate = (self.grid.at(column, self.schedule[0] + at) for column in (1, 2))
            last = at + 1 == len(self.case.schedule)
            top = taxable if last else f"MIN({taxable},{self.grid.at(1, self.schedule[0] + at + 1)})"
            parts.append(f"MAX({top}-{over},0)*{rate}")
        return "+".join(parts) or "0"


def given_sheet(book: Workbook, case: Case, matter: str) -> Given:
    """Write the sheet.

    Args:
        book: The workbook.
        case: The year.
        matter: The matter's name.
    """
    grid = Grid(book, TITLE, (34, 18, 24, 18, 18, 18, 18, 18, 18, 14, 14, 14, 40))
    first, over = case.days
    grid.put(f"{matter}: taxable year {case.year}, {'individual' if case.individual else 'corporation'}")
    grid.put("Shaded numbers are given; every other number of this workbook is a formula. A person must confirm the return; this is no advice.")
    grid.head("What", "Number", "Where it comes from")
    us_income = grid.line("taxable income from sources in the United States", number(case.us_income), "the matter")
    days = grid.line("days of the year", (over - first).days, f"{first} to {over}, half-open", "0")
    interest = grid.line("specified interest expense", number(case.specified_interest), "the matter")
    excludes = grid.line("high-tax exclusion elected (1) or not (0)", int(case.high_tax_exclusion), "the matter", "0")
    rates = {name: grid.line(name.replace("_", " "), number(case.rates.share(name)), case.rates.citation(name), "0.0000") for name in _RATES}
    rates["carryforward"] = grid.line("years to which a credit may be carried forward", case.rates.whole("carryforward"), case.rates.citation("carryforward"), "0")
    year = grid.line("year", case.year, "the matter", "0")
    items = grid.table(
        ("Items: country", "basket", "payor", "kind of tax", "income before the tax", "tax in local currency", "currency", "local units for a dollar", "tax in dollars", "creditable", "attributable", "part not credited (960(d)(4))", "translation"),
        [_item(grid, case, one, at) for at, one in enumerate(case.items)],
    )
    controlled = grid.table(
        ("Controlled corporations", "country", "tested income before tax", "tax on it", "tested income", "qualified assets", "subpart F income before tax", "tax on it", "its basket", "effective rate"),
        [_controlled(grid, one, at) for at, one in enumerate(case.controlled)],
    )
    carryovers = [(basket, origin) for basket, years in sorted(case.carried.items()) for origin in sorted(years)]
    carried = grid.table(
        ("Carryovers: basket", "origin year", "amount", "can still be used", "its rest goes on"),
        [_carried(grid, case, basket, origin, (at, year, rates["carryforward"])) for at, (basket, origin) in enumerate(carryovers)],
    )
    rows = sorted((case.limit_before or {}).items())
    start = grid.table(("Limit that the year before still holds: basket", "amount"), [(basket, number(amount)) for basket, amount in rows])[0]
    before = {basket: grid.at(2, start + at) for at, (basket, _) in enumerate(rows)}
    schedule = grid.table(("Rates of an individual: income above", "rate"), [(number(low), number(rate)) for low, rate in case.schedule]) if case.individual else (0, 0)
    grid.head("Rates and shares of")
    for told in case.rates.told():
        grid.put(told)
    return Given(grid, case, us_income, rates, days, interest, excludes, items, controlled, carried, carryovers, before, schedule)


def _item(grid: Grid, case: Case, one: Item, at: int) -> tuple[Value, ...]:
    row = grid.row + 3 + at
    told = one.translation
    local, rate = (told.local, told.rate) if told else (one.tax, Fraction(1))
    haircut = case.rates.share("ptep_haircut", case.days[0].replace(year=one.ptep_year, month=12, day=31)) if one.ptep_year else Fraction(0)
    return (
        one.country, one.basket, one.payor, one.kind, None if one.income is None else number(one.income), number(local), told.currency if told else "USD", number(rate),
        Formula(f"{grid.at(6, row)}/{grid.at(8, row)}"), int(one.creditable), int(bool(one.attributable)), number(haircut), told.told if told else "",
    )  # fmt: skip


def _controlled(grid: Grid, one: Controlled, at: int) -> tuple[Value, ...]:
    row = grid.row + 3 + at
    income, tax = grid.at(3, row), grid.at(4, row)
    return (
        one.name, one.country, number(one.before_tax), number(one.tax), Formula(f"{income}-{tax}"), number(one.qbai), number(one.subpart_f), number(one.subpart_f_tax),
        one.subpart_f_basket, Formula(f"IF({income}>0,{tax}/{income},0)", "0.0000"),
    )  # fmt: skip


def _carried(grid: Grid, case: Case, basket: str, origin: int, there: tuple[int, str, str]) -> tuple[Value, ...]:
    at, year, years = there
    row = grid.row + 3 + at
    age = f"{year}-{grid.at(ORIGIN, row)}"
    return basket, origin, number(case.carried[basket][origin]), Formula(f"IF({age}>{years},0,1)", "0"), Formula(f"IF({age}<{years},1,0)", "0")
