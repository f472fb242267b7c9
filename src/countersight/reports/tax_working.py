"""The sheet of a tax workpaper with one column of law worked out: every number a formula over what is given.

The rows follow the engine step by step (``countersight.tax``): items, corporations, baskets, limit and credit, the roll-up, so that
a preparer can follow each number with the mouse, and so that the two check each other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from openpyxl import Workbook

from countersight.reports import tax_given as given_at
from countersight.reports.grid import Grid, number
from countersight.reports.sheets import Formula, Value
from countersight.reports.tax_given import Given
from countersight.tax.columns import TaxColumn
from countersight.tax.regime import Regime
from countersight.tax.result import APART, TESTED

# Columns of the working of items.
OWN_BASKET, APART_BASKET, OWN, AWAY, CREDITED, DENIED, DEDUCTED = 1, 2, 5, 6, 7, 8, 9
NAMES: Final = ("taxable_income", "us_tax", "credit", "net_us_tax", "denied_tax", "limit", "excess", "excess_lost", "total_tax", "carried_back")
"""Numbers of the engine that have a formula of their own."""


@dataclass(slots=True)
class Working:
    """Where on the sheet everything stands."""

    grid: Grid
    given: Given
    column: TaxColumn
    flags: dict[str, str] = field(default_factory=dict)
    items: tuple[int, int] = (0, 0)
    pieces: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    """What corporations add to a basket: by ``kind basket``, addresses; kinds are income, s250, taxes and denied."""
    baskets: dict[str, dict[str, str]] = field(default_factory=dict)
    """Basket to the addresses of its numbers."""
    used: dict[tuple[str, int], str] = field(default_factory=dict)
    totals: dict[str, str] = field(default_factory=dict)

    def add(self, kind: str, basket: str, address: str) -> None:
        """Note that a cell is a part of a number of a basket."""
        self.pieces.setdefault(kind, []).append((basket, address))

    def sum(self, kind: str, basket: str = "") -> str:
        """The formula of what corporations add to a basket, or to all."""
        return "+".join(address for name, address in self.pieces.get(kind, []) if not basket or name == basket) or "0"

    @property
    def regime(self) -> Regime:
        """What the column does to the credit."""
        return self.column.regime


def working_sheet(book: Workbook, given: Given, column: TaxColumn) -> Working:
    """Write the sheet of one column of law."""
    grid = Grid(book, column.name.replace("/", " ")[:31], (52, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20))
    made = Working(grid, given, column)
    grid.put(f"{given.case.year} under {column.name}")
    for text in column.why:
        grid.put(f"participation: {text}")
    _flags(made)
    _items(made)
    if column.found.whole:
        _corporations(made)
        _baskets(made)
        _limits(made)
        _totals(made)
    return made


def _flags(made: Working) -> None:
    grid, regime, case = made.grid, made.regime, made.given.case
    denies = regime.method in {"full_denial", "attributable"} and case.participant is True
    share = case.share(regime.effective)
    days = (case.days[1] - case.days[0]).days
    grid.head("What", "Number", "Why")
    flags = made.flags
    flags["days"] = grid.line("days on which denial reaches the taxpayer", int(share * days) if denies else 0, f"method: {regime.method.replace('_', ' ')}", "0")
    flags["reach"] = grid.line("share of the year", Formula(f"{flags['days']}/{made.given.days}", "0.000000"), "by days")
    flags["deduction"] = grid.line("denied tax may be deducted (1) or not (0)", int(regime.deduction), "as 26 USC 901(j)(3)", "0")
    factored = regime.method == "factor" and case.participant is True and regime.factor is not None
    flags["factor"] = grid.line("participation factor, after the limit", number(regime.factor) if factored and regime.factor is not None else 0, "modelled on 26 USC 908(a)(1)", "0.000000")


def _items(made: Working) -> None:
    """Items: the part with participation goes to the basket of the denied country."""
    given, grid, regime = made.given, made.grid, made.regime
    rows: list[tuple[Value, ...]] = []
    for at, one in enumerate(given.case.items):
        row = grid.row + 3 + at
        cell = {name: given.item(column, at) for name, column in (("income", given_at.INCOME), ("tax", given_at.TAX), ("creditable", given_at.CREDITABLE), ("mine", given_at.ATTRIBUTABLE), ("cut", given_at.HAIRCUT))}
        reached = int(one.country in regime.countries)
        share = f"{grid.at(3, row)}*{cell['creditable']}*{made.flags['reach']}" + (f"*{cell['mine']}" if regime.method == "attributable" else "")
        away = f"901j:{one.country}" if regime.separate_basket else one.basket
        part = grid.at(4, row)
        rows.append((
            one.basket, away, reached, Formula(share, "0.000000"), Formula(f"{cell['income']}*(1-{part})"), Formula(f"{cell['income']}*{part}"),
            Formula(f"{cell['tax']}*{cell['creditable']}*(1-{part})*(1-{cell['cut']})"), Formula(f"{cell['tax']}*{cell['creditable']}*{part}"), Formula(f"{cell['tax']}*(1-{cell['creditable']})"),
        ))  # fmt: skip
    heads = ("Items: basket", "basket of what is denied", "country of the measure", "denied share", "income that stays", "income apart", "tax that may be credited", "tax denied", "tax deducted, of no kind that is credited")
    made.items = grid.table(heads, rows)


def _corporations(made: Working) -> None:
    given, grid, flags, case = made.given, made.grid, made.flags, made.given.case
    corporation = 0 if case.individual else 1
    for at, one in enumerate(case.controlled):
        cell = {
            name: given.corporation(column, at)
            for name, column in (("tested", given_at.TESTED), ("tax", given_at.CFC_TAX), ("qbai", given_at.QBAI), ("f", given_at.SUB_F), ("f_tax", given_at.SUB_F_TAX), ("rate", given_at.RATE))
        }
        grid.head(f"Corporation {at + 1}: {one.name}", "Number", "Why")
        reached = grid.line("share of the year in which denial reaches it", Formula(f"{int(one.country in made.regime.countries)}*{flags['reach']}", "0.000000"))
        away_f, away = (_away(made, basket, one.country) for basket in (one.subpart_f_basket, TESTED))
        included = f"({cell['f']}-{cell['f_tax']})"
        _part(made, ("income", one.subpart_f_basket), "subpart F income that stays, with the gross-up", f"({included}+{cell['f_tax']}*{corporation})*(1-{reached})", "26 USC 951(a)(1)(A), 78")
        _part(made, ("income", away_f), "subpart F income apart", f"({included}+{cell['f_tax']}*{corporation}*(1-{flags['deduction']}))*{reached}", "a denied tax that is deducted is not grossed up")
        _part(made, ("deemed", one.subpart_f_basket), "tax on it, deemed paid", f"{cell['f_tax']}*{corporation}*(1-{reached})", "26 USC 960(a)")
        _part(made, ("denied", away_f), "tax on it, denied", f"{cell['f_tax']}*{corporation}*{reached}")
        like = int(made.regime.subpart_f)
        _part(made, ("income", away), "income included like subpart F income", f"{like}*MAX({cell['tested']}*{reached},0)", "modelled on 26 USC 952(a)(5)")
        _part(made, ("denied", away), "tax on it, denied", f"{like}*{cell['tax']}*{reached}*{corporation}")
        rest = grid.line("what is tested: the rest of the year, unless excluded as taxed highly", Formula(f"(1-{like}*{reached})*IF({given.excludes}=1,IF({cell['rate']}>{given.rates['high_tax']}*{given.rates['corporate_rate']},0,1),1)", "0.000000"), "26 USC 951A(b)(2)(A)(i)(III), 954(b)(4)")
        tested = grid.line("tested income", Formula(f"{cell['tested']}*{rest}"), "26 USC 951A(b)(2)")
        made.add("gains", TESTED, f"MAX({tested},0)")
        made.add("tested", TESTED, tested)
        made.add("assets", TESTED, f"IF({tested}>0,{cell['qbai']}*{rest},0)")
        made.add("shares", f"{at}", f"{reached}*{1 - like}")
        made.add("taxes of tested income", f"{at}", f"IF({tested}>0,{cell['tax']}*{rest},0)")
    if case.controlled:
        _inclusions(made, corporation)


def _away(made: Working, basket: str, country: str) -> str:
    return f"{APART}:{country}" if made.regime.separate_basket else basket


def _part(made: Working, place: tuple[str, str], what: str, formula: str, why: str = "") -> str:
    """A row that is a part of a number of a basket; ``place`` is the kind of number and the basket."""
    address = made.grid.line(f"{what} ({place[1]})", Formula(formula), why)
    made.add(*place, address)
    return address


def _inclusions(made: Working, corporation: int) -> None:
    """951A inclusion, gross-up, deduction and deemed-paid taxes of each corporation, apart where denied."""
    grid, given, rates, flags = made.grid, made.given, made.given.rates, made.flags
    grid.head("Inclusion under 951A", "Number", "Why")
    gains = grid.line("tested income of those that have some", Formula(made.sum("gains")))
    net = grid.line("tested income less tested losses", Formula(made.sum("tested")))
    out = grid.line("return on business assets, taken out", Formula(f"MAX({rates['qbai_return']}*({made.sum('assets')})-{given.interest},0)"), given.case.rates.citation("qbai_return"))
    included = grid.line("part that is included", Formula(f"IF({gains}>0,MAX({net}-{out},0)/{gains},0)", "0.000000"), "26 USC 951A(b), (f)")
    for at, one in enumerate(given.case.controlled):
        tested, share = made.pieces["gains"][at][1], made.pieces["shares"][at][1]
        tax = made.pieces["taxes of tested income"][at][1]
        for denied in (False, True):
            basket = _away(made, TESTED, one.country) if denied else TESTED
            part = f"{included}*{share}" if denied else f"{included}*(1-{share})"
            words = f"{one.name}, {'denied' if denied else 'not denied'}"
            amount = _part(made, ("income", basket), f"{words}: inclusion", f"{tested}*{part}", "26 USC 951A(a)")
            grossed = f"{tax}*{part}*{corporation}" + (f"*(1-{flags['deduction']})" if denied else "")
            gross = _part(made, ("income", basket), f"{words}: gross-up", grossed, "26 USC 78")
            _part(made, ("s250", basket), f"{words}: deduction", f"{rates['s250_951a']}*({amount}+{gross})*{corporation}", given.case.rates.citation("s250_951a"))
            if denied:
                _part(made, ("denied", basket), f"{words}: tax denied", f"{tax}*{part}*{corporation}")
            else:
                _part(made, ("deemed", basket), f"{words}: tax deemed paid", f"{rates['deemed_paid_951a']}*{tax}*{part}*{corporation}", given.case.rates.citation("deemed_paid_951a"))


def _baskets(made: Working) -> None:
    """Income and taxes of each basket, and the limit of the deduction."""
    grid, flags = made.grid, made.flags
    own, away = (grid.span(column, made.items) for column in (OWN_BASKET, APART_BASKET))
    spans = {name: grid.span(column, made.items) for name, column in (("own", OWN), ("away", AWAY), ("credited", CREDITED), ("denied", DENIED), ("deducted", DEDUCTED))}
    names = list(made.column.found.baskets)
    rows: list[tuple[Value, ...]] = []
    start = grid.row + 3
    for at, name in enumerate(names):
        key = grid.at(1, start + at)
        income = f"SUMIFS({spans['own']},{own},{key})-SUMIFS({spans['deducted']},{own},{key})+SUMIFS({spans['away']},{away},{key})-{flags['deduction']}*SUMIFS({spans['denied']},{away},{key})+{made.sum('income', name)}"
        taxes = f"SUMIFS({spans['credited']},{own},{key})"
        rows.append((name, Formula(income), Formula(made.sum("s250", name)), Formula(taxes), Formula(made.sum("deemed", name)), Formula(f"SUMIFS({spans['denied']},{away},{key})")))
    first, last = grid.table(("Baskets", "income before the deduction", "deduction (250), before its limit", "taxes of the taxpayer itself", "taxes deemed paid", "taxes of the taxpayer itself, denied"), rows)
    grid.head("Deduction under 250", "Number", "Why")
    gross, s250 = (f"SUM({grid.span(column, (first, last))})" for column in (2, 3))
    total = grid.line("deduction before its limit", Formula(s250))
    most = grid.line("most that may be deducted", Formula(f"{made.given.rates['s250_951a']}*MAX({made.given.us_income}+{gross},0)"), "26 USC 250(a)(2)")
    kept = grid.line("part of it that is taken", Formula(f"IF({total}>{most},{most}/{total},1)", "0.000000"))
    made.totals["s250"] = grid.line("deduction", Formula(f"{total}*{kept}"), made.given.case.rates.citation("s250_951a"))
    for at, name in enumerate(names):
        cells = {key: grid.at(column, first + at) for column, key in ((2, "gross"), (3, "s250"), (4, "own_taxes"), (5, "deemed"), (6, "denied"))}
        made.baskets[name] = cells | {"kept": kept}


def _limits(made: Working) -> None:
    grid, given, flags = made.grid, made.given, made.flags
    grid.head("All baskets", "Number", "Why")
    incomes = [f"({cells['gross']}-{cells['s250']}*{cells['kept']})" for cells in made.baskets.values()]
    everything = "+".join(incomes) or "0"
    taxable = grid.line("taxable income from all sources", Formula(f"{given.us_income}+{everything}"), "26 USC 63")
    tax = grid.line("US tax before credits", Formula(given.tax(taxable)), "26 USC 11(b)" if not given.case.individual else "26 USC 1")
    gains = grid.line("income of the baskets that have some", Formula("+".join(f"MAX({one},0)" for one in incomes) or "0"))
    scale = grid.line("what losses of others leave of it", Formula(f"IF({gains}=0,0,MAX(MIN(1,({everything})/{gains},{taxable}/{gains}),0))", "0.000000"), "26 USC 904(f)(5)(B), (D)")
    made.totals |= {"taxable": taxable, "tax": tax}
    for name, cells in made.baskets.items():
        grid.head(f"Basket {name}", "Number", "Why")
        apart = name.startswith(APART)
        cells["income"] = grid.line("income", Formula(f"{cells['gross']}-{cells['s250']}*{cells['kept']}"))
        cells["numerator"] = grid.line("income after losses of others", Formula(f"MAX({cells['income']},0)*{scale}"), "26 USC 904(d), (f)")
        cells["taxes"] = grid.line("taxes that may be credited", Formula(f"{cells['own_taxes']}+{cells['deemed']}"))
        plain = grid.line("limit", Formula(f"IF({taxable}>0,{cells['numerator']}/{taxable}*{tax},0)"), "26 USC 904(a)")
        adjusted = f"IF({plain}<{cells['taxes']},{plain}/(1+{given.rates['corporate_rate']}*{flags['factor']}*{flags['deduction']}),{plain})"
        cells["limit"] = grid.line("limit that counts", Formula(f"IF({cells['taxes']}=0,0,{plain})" if apart else adjusted), "a separate basket without creditable taxes has none" if apart else "after the deduction of what a factor denies")
        current = grid.line("taxes of the year credited", Formula("0" if apart else f"MIN({cells['taxes']},{cells['limit']})"))
        cells["excess"] = grid.line("excess of the year", Formula("0" if apart else f"MAX({cells['taxes']}-{cells['limit']},0)"), "lost" if name == TESTED else "26 USC 904(c)")
        cells["credit"] = _carry(made, name, current)


def _carry(made: Working, name: str, current: str) -> str:
    """Carryovers, the oldest first; none in 951A and in a separate basket."""
    grid, given, cells = made.grid, made.given, made.baskets[name]
    if name == TESTED or name.startswith(APART):
        return grid.line("credit", Formula(current), "26 USC 901(a), 904(a)")
    taken, available = [current], []
    for at, (basket, origin) in enumerate(given.carryovers):
        if basket != name:
            continue
        amount, alive, on = (given.carryover(column, at) for column in (given_at.AMOUNT, given_at.ALIVE, given_at.GOES_ON))
        used = grid.line(f"carryover of {origin} used", Formula(f"{alive}*MIN({amount},MAX({cells['limit']}-{'-'.join(taken)},0))"), "26 USC 904(c)")
        made.used[name, origin] = used
        taken.append(used)
        available.append(f"{alive}*({used}+{on}*({amount}-{used}))")
        cells[f"forward {origin}"] = f"{alive}*{on}*({amount}-{used})"
        cells[f"expired {origin}"] = f"(1-{alive}*{on})*({amount}-{used})"
    cells["available"] = grid.line("carryovers that can be used", Formula("+".join(available) or "0"))
    before = given.before.get(name, "0") if given.case.rates.whole("carryback") else "0"
    cells["back"] = grid.line("excess carried back", Formula(f"MIN({cells['excess']},MAX({before},0))"), "26 USC 904(c); the year before is not worked out again")
    return grid.line("credit", Formula("+".join(taken)), "26 USC 901(a), 904(a), (c)")


def _totals(made: Working) -> None:
    """The roll-up, under the names that the engine gives its numbers."""
    grid, flags, given, totals, baskets = made.grid, made.flags, made.given, made.totals, made.baskets
    grid.head("The year", "Number", "Why")
    ordinary = [cells for name, cells in baskets.items() if name != TESTED and not name.startswith(APART)]
    denied = grid.span(DENIED, made.items)
    totals["credit_before_reduction"] = grid.line("credit before a participation factor", Formula("+".join(cells["credit"] for cells in baskets.values()) or "0"))
    reduced = grid.line("reduction by the factor", Formula(f"{totals['credit_before_reduction']}*{flags['factor']}"), "modelled on 26 USC 908(a)(1)")
    totals["reduced"] = reduced
    totals["taxable_income"] = grid.line("taxable income", Formula(f"{totals['taxable']}-{flags['deduction']}*{reduced}"))
    totals["us_tax"] = grid.line("US tax before credits", Formula(given.tax(totals["taxable_income"])))
    totals["credit"] = grid.line("foreign tax credit", Formula(f"{totals['credit_before_reduction']}-{reduced}"))
    totals["net_us_tax"] = grid.line("US tax after credit", Formula(f"{totals['us_tax']}-{totals['credit']}"))
    totals["denied_tax"] = grid.line("tax denied", Formula(f"SUM({denied})+{made.sum('denied')}+{reduced}"))
    totals["limit"] = grid.line("limit, all baskets", Formula("+".join(cells["limit"] for name, cells in baskets.items() if not name.startswith(APART)) or "0"))
    totals["excess"] = grid.line("excess credit, carried back and forward", Formula("+".join(cells["excess"] for cells in ordinary) or "0"), "26 USC 904(c)")
    if TESTED in baskets:
        totals["excess_lost"] = grid.line("excess of the 951A basket, lost", Formula(baskets[TESTED]["excess"]), "26 USC 904(c)")
    foreign = f"SUM({given.grid.span(given_at.TAX, given.items)})"
    if given.case.controlled:
        foreign += "".join(f"+SUM({given.grid.span(column, given.controlled)})" for column in (given_at.CFC_TAX, given_at.SUB_F_TAX))
    totals["total_tax"] = grid.line("foreign and US tax together", Formula(f"{foreign}+{totals['net_us_tax']}"))
    if given.case.limit_before is not None:
        totals["carried_back"] = grid.line("carried back", Formula("+".join(cells["back"] for cells in ordinary) or "0"))
