"""Taxable years as a table: a row for each foreign income with its tax, each controlled corporation, each carryover.

Rows of one id are one year. A year in which a row cannot be read is not worked out at all: a tax that is left out would change every
number of it. What holds for the year (US income, participation) stands in any of its rows, and once is enough.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import ValidationError

from countersight.errors import InputError, Where
from countersight.intake import cells
from countersight.intake.columns import heading
from countersight.intake.result import UNKNOWN_MARKS, Intake, RowFault
from countersight.intake.rows import Row, Rows
from countersight.model.matter import Matter

_CATEGORIES: Final = {"general": "general", "general category": "general", "passive": "passive", "passive category": "passive", "branch": "branch", "foreign branch": "branch", "foreign branch category": "branch", "951a": "951A", "section 951a": "951A"}
_TYPES: Final = {"income": "income", "income tax": "income", "cit": "income", "企业所得税": "income", "in lieu": "in_lieu", "in_lieu": "in_lieu", "withholding": "in_lieu", "vat": "vat", "增值税": "vat", "surcharge": "surcharge", "附加税": "surcharge", "fine": "fine", "罚款": "fine", "other": "other"}


def _amount(cell: str) -> str:
    """An exact amount, which may be negative: with a minus, or in brackets as accountants write it."""
    plain = cell.strip()
    below = plain.startswith(("-", "−", "(")) and (not plain.startswith("(") or plain.endswith(")"))  # noqa: RUF001 - the minus sign of a spreadsheet
    found = cells.number(plain.strip("()-−") if below else plain)  # noqa: RUF001 - as above
    return f"-{found}" if below else found


def _year(cell: str) -> int:
    plain = cells.number(cell)
    if not plain.isdigit() or not 1900 < int(plain) < 2200:  # noqa: PLR2004 - years of this tax
        raise cells.CellFault(f"not a year: {cell!r}", "write 2026")
    return int(plain)


def _day(cell: str) -> str:
    return cells.day(cell).isoformat()


Reader = Callable[..., Any]
_COLUMNS: Final[tuple[tuple[str, str, Reader, str], ...]] = (
    ("matter", "id", cells.text, "id; year id; matter; reference; case"),
    ("matter", "taxpayer_name", cells.text, "taxpayer; taxpayer name; corporation filing; name of corporation; name of taxpayer"),
    ("tax", "tax_year", _year, "tax year; taxable year; year; 纳税年度"),
    ("tax", "year_begins", _day, "year begins; beginning of year; tax year beginning"),
    ("tax", "us_income", _amount, "us income; us source income; us taxable income; us source taxable income"),
    ("tax", "taxpayer", cells.one_of({"corporation": "corporation", "individual": "individual"}, "kind of taxpayer"), "kind of taxpayer; taxpayer type"),
    ("participation", "participant", cells.flag, "participant; participates; takes part"),
    ("participation", "from", _day, "participation from; participates from"),
    ("participation", "to", _day, "participation to; participates to"),
    ("participation", "evidence", cells.text, "evidence; evidence of participation"),
    ("participation", "complete", cells.flag, "participation complete; whole answer"),
    ("elections", "high_tax_exclusion", cells.flag, "high tax exclusion; high tax exclusion elected"),
    ("row", "country", cells.country, "country; country of tax; source country; country code; 国家"),
    ("row", "category", cells.one_of(_CATEGORIES, "basket"), "category; basket; separate category; category of income"),
    ("row", "income", _amount, "income; foreign income; foreign source income; net income; taxable income"),
    ("row", "tax_local", _amount, "tax; foreign tax; tax paid; tax accrued; tax paid or accrued; tax in local currency; 税额"),
    ("row", "currency", cells.currency, "currency; ccy; currency of tax; 货币"),
    ("row", "rate", cells.number, "rate; exchange rate; average rate; fx rate; local units per dollar; 汇率"),
    ("row", "rate_source", cells.text, "rate source; source of rate"),
    ("row", "rate_date", cells.text, "rate date; date of rate"),
    ("row", "payment_rate", cells.number, "payment rate; rate on payment; spot rate"),
    ("row", "paid_on", _day, "paid on; date paid; payment date; 缴款日期"),
    ("row", "accounting", cells.one_of({"accrual": "accrual", "accrued": "accrual", "cash": "cash", "paid": "cash"}, "accounting"), "accounting; paid or accrued; basis"),
    ("row", "tax_type", cells.one_of(_TYPES, "kind of tax"), "tax type; type of tax; kind of tax; 税种"),
    ("row", "payor", cells.text, "payor; payer; branch; withheld by; disregarded entity"),
    ("row", "attributable", cells.flag, "attributable; belongs to participation"),
    ("row", "ptep_inclusion_year", _year, "ptep inclusion year; inclusion year; year of inclusion"),
    ("corporation", "name", cells.text, "controlled corporation; cfc; cfc name; foreign corporation; tested unit"),
    ("corporation", "pretax_tested", _amount, "pretax tested income; tested income before tax; tested income"),
    ("corporation", "qbai", _amount, "qbai; qualified business asset investment"),
    ("corporation", "pretax_subpart_f", _amount, "pretax subpart f income; subpart f income"),
    ("corporation", "subpart_f_tax", _amount, "subpart f tax; tax on subpart f income"),
    ("carryover", "origin_year", _year, "origin year; year of origin"),
    ("carryover", "carried", _amount, "carryover; excess credit; carried amount"),
)  # fmt: skip
_HEADINGS: Final = {heading(name): (owner, key, read) for owner, key, read, names in _COLUMNS for name in names.split("; ")}
_OF_CORPORATION: Final = frozenset({"country"})


@dataclass(slots=True)
class _Taxable:
    """One year while its rows come in."""

    where: Where
    told: dict[tuple[str, str], Any] = field(default_factory=dict)
    items: list[dict[str, Any]] = field(default_factory=list)
    corporations: list[dict[str, Any]] = field(default_factory=list)
    carried: dict[str, dict[int, str]] = field(default_factory=dict)
    bad: bool = False


def read_tax_table(rows: Rows) -> Intake:
    """Read a table of taxable years.

    Raises:
        InputError: No header with a taxable year and a tax, or a heading twice.
    """
    intake, years = Intake(), dict[str, _Taxable]()
    stream = (row for row in rows.read() if not row.empty)
    header = next(stream, None)
    columns = [_HEADINGS.get(heading(cell)) for cell in header.cells] if header is not None else []
    known = [one[:2] for one in columns if one is not None]
    if header is None or ("tax", "tax_year") not in known or ("row", "tax_local") not in known:
        raise InputError("no header with a taxable year and a tax", hint="columns: id, tax year, us income, country, category, income, tax, currency, rate: see docs/tax.md", where=Where(rows.file, header.number if header else 1))
    if twice := next((one for one in known if known.count(one) > 1), None):
        raise InputError(f"two columns say the same: {twice[1]}", hint="keep one of the two", where=Where(rows.file, header.number))
    if unread := [cell for cell, column in zip(header.cells, columns, strict=True) if column is None and cell.strip()]:
        intake.notes.append(f"{rows.file}: columns not read: {', '.join(unread)}")
    for row in stream:
        _row(row, columns, years, intake, rows.file)
    intake.notes[:0] = rows.notes
    for name, year in years.items():
        if not year.bad:
            _finish(name, year, intake)
    return intake


def _row(row: Row, columns: list[tuple[str, str, Reader] | None], years: dict[str, _Taxable], intake: Intake, file: str) -> None:
    told: dict[tuple[str, str], Any] = {}
    faults: list[RowFault] = []
    for at, column in enumerate(columns):
        text = row.cells[at].strip() if at < len(row.cells) else ""
        if column is None or (text.casefold() in UNKNOWN_MARKS | {""} and at not in row.broken):
            continue
        owner, key, read = column
        try:
            if at in row.broken:
                raise cells.CellFault(*row.broken[at])  # noqa: TRY301 - one place for what a cell can be
            told[owner, key] = read(text)
        except cells.CellFault as fault:
            faults.append(RowFault(Where(file, row.number, key), str(fault), fault.hint))
    name = str(told.pop(("matter", "id"), "") or f"{told.get(('matter', 'taxpayer_name'), 'taxable year')} {told.get(('tax', 'tax_year'), '')}".strip())
    year = years.setdefault(name, _Taxable(Where(file, row.number)))
    faults += list(_into(year, told, Where(file, row.number)))
    for one in faults:
        year.bad = True
        intake.faults.append(RowFault(one.where, one.message, one.hint, name))


def _into(year: _Taxable, told: dict[tuple[str, str], Any], where: Where) -> Iterator[RowFault]:
    """Put a row where it belongs; what contradicts an earlier row of the year is a fault."""
    of_year = {key: value for key, value in told.items() if key[0] in {"matter", "tax", "participation", "elections"}}
    for key, value in of_year.items():
        if year.told.setdefault(key, value) != value:
            yield RowFault(Where(where.file, where.line, key[1]), f"{key[1]} is {value!r} here and {year.told[key]!r} in an earlier row of the year", "one value for a year")
    row = {key: value for (owner, key), value in told.items() if owner == "row"}
    unit = {key: value for (owner, key), value in told.items() if owner == "corporation"}
    origin, carried = told.get(("carryover", "origin_year")), told.get(("carryover", "carried"))
    if carried is not None:
        if origin is None or "category" not in row:
            yield RowFault(where, "a carryover without its year or basket", "origin year and category")
        else:
            year.carried.setdefault(row["category"], {})[origin] = carried
    elif unit:
        if row.get("currency", "USD") != "USD":
            yield RowFault(Where(where.file, where.line, "currency"), f"a controlled corporation in {row['currency']}", "amounts of controlled corporations in dollars, pro rata")
        year.corporations.append(unit | {key: row[key] for key in _OF_CORPORATION if key in row} | ({"tax": row["tax_local"]} if "tax_local" in row else {}))
    elif "tax_local" in row or "income" in row:
        year.items.append({"income": None} | row)


def _finish(name: str, year: _Taxable, intake: Intake) -> None:
    groups = {owner: {key: value for (one, key), value in year.told.items() if one == owner} for owner in ("matter", "tax", "participation", "elections")}
    tax: dict[str, Any] = groups["tax"] | {"items": year.items, "cfcs": year.corporations, "carryovers": year.carried}
    tax |= {key: groups[key] for key in ("participation", "elections") if groups[key]}
    taxpayer = groups["matter"].get("taxpayer_name")
    parties = [{"role": "taxpayer", "name": taxpayer, "country": "US"}] if taxpayer else []
    if "tax_year" not in tax:
        intake.faults.append(RowFault(year.where, "no taxable year", "tax year: 2026", name))
        return
    try:
        intake.matters.append(Matter.model_validate({"id": name, "kind": "tax", "date": f"{tax['tax_year']}-12-31", "parties": parties, "tax": tax}))
    except ValidationError as fault:
        intake.faults.append(RowFault(year.where, fault.errors()[0]["msg"], "see docs/tax.md", name))
