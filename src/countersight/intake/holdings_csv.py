"""A custodian's table of positions: one position a row, under the headings that custodians use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final

from countersight.errors import InputError, Where
from countersight.intake import cells
from countersight.intake.columns import heading
from countersight.intake.csv_table import csv_columns, csv_rows
from countersight.intake.holdings import Issuer, Portfolio, Position, known, ticker, tidy_identifiers
from countersight.intake.result import Intake, RowFault

HEADINGS: Final = {
    heading(name): key
    for key, names in {
        "id": "id; position id; position; trade id; reference; line",
        "name": "issuer; issuer name; name of issuer; security name; security; name; company; instrument name; security description; description; asset name; 证券名称; 发行人",
        "isin": "isin; isin code; 国际证券识别码", "cusip": "cusip; cusip number; cusip no", "figi": "figi; bloomberg id; openfigi", "lei": "lei; issuer lei", "sedol": "sedol",
        "ticker": "ticker; symbol; ticker symbol; local code; stock code; bloomberg ticker; ric; 证券代码; 股票代码",
        "exchange": "exchange; mic; market; exchange code; listing exchange; 交易所",
        "country": "country; country of issuer; issuer country; country of risk; country of incorporation; domicile; 国家",
        "instrument": "instrument; instrument type; asset class; asset type; security type; type; 资产类别",
        "action": "action; transaction; transaction type; side; buy sell; b s; trade type; 买卖方向",
        "trade_date": "trade date; transaction date; date of trade; 交易日期", "settlement_date": "settlement date; settle date; value date; 交收日期",
        "acquired_on": "acquired; acquired on; acquisition date; purchase date; lot date; open date",
        "date": "date; as of; as of date; position date; report date; holding date; valuation date; 日期",
        "quantity": "quantity; shares; units; balance; position size; nominal; shares par; 数量", "amount": "market value; value; amount; market value usd; mv; market value base; 市值",
        "currency": "currency; ccy; local currency; 货币", "weight_pct": "weight; weight pct; weight percent; pct; percent of portfolio; percent of net assets; portfolio weight; 权重",
        "exposure_pct": "exposure; exposure pct; look through exposure; underlying exposure", "holder": "holder; fund; fund name; portfolio; portfolio name; account; account name; client; beneficial owner",
        "holder_country": "holder country; fund country; fund domicile; account country", "us_person": "us person; holder is us person; is us person",
    }.items()
    for name in names.split("; ")
}  # fmt: skip
_NAMES_ISSUER: Final = frozenset({"name", "isin", "cusip", "figi", "lei", "ticker"})
_INSTRUMENTS: Final = {
    word: instrument
    for instrument, words in {
        "listed_equity": "listed equity; equity; equities; common stock; common; stock; share; shares; ordinary share; ordinary shares; preferred stock; a share; h share; a shares; h shares; 股票",
        "adr": "adr; ads; gdr; depositary receipt; american depositary receipt", "bond": "bond; fixed income; debt; corporate bond; note; notes; convertible bond; 债券",
        "fund_unit": "fund; etf; mutual fund; fund unit; index fund; unit trust; ucits; 基金", "derivative": "derivative; option; future; futures; swap; warrant; forward; cfd; p note",
        "direct_equity": "direct equity; private equity; direct stake; private", "lp_interest": "lp; lp interest; limited partnership; limited partnership interest; private fund",
    }.items()
    for word in words.split("; ")
}  # fmt: skip
_ACTIONS: Final = {
    word: action
    for action, words in {"buy": "buy; b; bought; purchase; subscription; 买入", "sell": "sell; s; sold; sale; redemption; 卖出", "hold": "hold; held; holding; position; 持有", "reinvest": "reinvest; drip; dividend reinvestment"}.items()
    for word in words.split("; ")
}
_DAYS: Final = ("date", "trade_date", "settlement_date", "acquired_on")
_EXACT: Final = ("quantity", "amount", "weight_pct", "exposure_pct")


def read_holdings_csv(data: bytes, file: str) -> Intake:
    """Read a table of positions.

    Raises:
        InputError: Not UTF-8, not CSV, no heading that names an issuer, a heading twice, or no row.
    """
    rows = csv_rows(data, file, ",;\t|")
    first, header = next(rows, (1, []))
    lacking = InputError("no column tells who issued a security", hint="name a column issuer, isin, cusip, figi, lei or ticker", where=Where(file, first))
    columns, unread = csv_columns(header, HEADINGS, _NAMES_ISSUER, lacking)
    portfolio = Portfolio(file)
    if unread:
        portfolio.intake.notes.append(f"{file}: columns not read: {', '.join(unread)}")
    if "action" not in columns:
        portfolio.intake.notes.append(f"{file}: no column tells what was done: each row is read as held")
    return portfolio.read(_positions(rows, columns, portfolio.intake, file))


def _positions(rows: Iterator[tuple[int, list[str]]], columns: list[str | None], intake: Intake, file: str) -> Iterator[Position]:
    for number, row in rows:
        told = {key: plain for key, cell in zip(columns, row, strict=False) if key and (plain := known(cell))}
        try:
            yield _position(told, Where(file, number), has_action="action" in columns)
        except _RowError as fault:
            intake.faults.append(RowFault(Where(file, number, fault.column), str(fault.cause), fault.cause.hint, told.get("id", "")))


class _RowError(Exception):
    """A cell that does not fit: in which column, and why."""

    def __init__(self, column: str, cause: cells.CellFault) -> None:
        super().__init__(column)
        self.column = column
        self.cause = cause


def _cell(key: str, text: str, read: Callable[[str], Any]) -> Any:  # noqa: ANN401 - cells are of several types
    try:
        return read(text)
    except cells.CellFault as fault:
        raise _RowError(key, fault) from None


def _position(told: dict[str, str], where: Where, *, has_action: bool) -> Position:
    values: dict[str, Any] = {key: _cell(key, told[key], cells.day) for key in _DAYS if key in told}
    values |= {key: _cell(key, told[key].rstrip("%").strip(), cells.number) for key in _EXACT if key in told}
    for key, words in (("instrument", _INSTRUMENTS), ("action", _ACTIONS)):
        if key in told:
            values[key] = _cell(key, told[key], partial(_word, words=words, what=key))
    if "action" not in values and not has_action:
        values["action"] = "hold"
    if "currency" in told:
        values["currency"] = told["currency"].upper()
    day = values.pop("date", None) or values.get("trade_date")
    identifiers = tidy_identifiers({key: told.get(key, "") for key in ("isin", "cusip", "figi", "lei")} | {"ticker": ticker(told.get("ticker", ""), told.get("exchange", ""))})
    country = _cell("country", told["country"], cells.country) if "country" in told else ""
    issuer = Issuer(told.get("name", "") or "N/A", identifiers, country)
    plain = {key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in values.items()}
    return Position(where, [issuer], plain, told.get("id", ""), day.isoformat() if day else None, _holder(told))


def _word(text: str, words: dict[str, str], what: str) -> str:
    found = words.get(heading(text))
    if found is None:
        raise cells.CellFault(f"{what} cannot be {text!r}", f"one of {', '.join(dict.fromkeys(words.values()))}")
    return found


def _holder(told: dict[str, str]) -> dict[str, Any] | None:
    if "holder" not in told and "us_person" not in told and "holder_country" not in told:
        return None
    made: dict[str, Any] = {"role": "holder", "name": told.get("holder", "the holder (not named)")}
    if "us_person" in told:
        made["is_us_person"] = _cell("us_person", told["us_person"], cells.flag)
    if "holder_country" in told:
        made["country"] = _cell("holder_country", told["holder_country"], cells.country)
    return made
