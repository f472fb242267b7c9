"""Who is listed where: the files of the Commission and the directories of the exchanges, each read whole or refused.

Read are ``company_tickers_exchange.json`` and ``company_tickers.json`` of the Commission, ``nasdaqlisted.txt`` and ``otherlisted.txt``
of the Nasdaq symbol directory, lists of a screener as JSON, and tables (CSV, Parquet) with the columns symbol or ticker, name, and
exchange or mic. A directory ends with the line of its creation: one that lacks it was cut off, and is refused.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from countersight.errors import InputError, Where
from countersight.intake.holdings import known
from countersight.intake.parquet import parquet_rows
from countersight.intake.result import RowFault

EXCHANGES: Final = {
    word: mic
    for mic, words in {
        "XNAS": "nasdaq; q; ncm; ngm; nms; xnas; nasdaq capital market", "XNYS": "nyse; n; nyq; xnys; new york stock exchange", "XASE": "nyse american; nyse mkt; amex; a; ase; xase",
        "ARCX": "nyse arca; p; arcx; pcx", "BATS": "cboe; bats; z; cboe bzx", "IEXG": "iex; v; iexg", "OTC": "otc; pnk; otcm; otc markets", "XHKG": "hkg; xhkg; hkex; sehk", "XSHG": "shh; xshg; sse", "XSHE": "shz; xshe; szse",
    }.items()
    for word in words.split("; ")
}  # fmt: skip
"""How files name a market, to its market identifier code (ISO 10383); the letters are those of otherlisted.txt."""
US_EXCHANGES: Final = frozenset({"XNAS", "XNYS", "XASE", "ARCX", "BATS", "IEXG"})
"""National securities exchanges of the United States. Quotation over the counter is no listing."""
_LAST: Final = re.compile(r"File Creation Time:\s*(\d{2})(\d{2})(\d{4})")
_CLASS: Final = re.compile(r"\s+(?:-\s+.*|(?:class [a-z]\b.*|common (?:stock|shares?)\b.*|ordinary shares?\b.*|(?:sponsored )?(?:american depositary|ads\b|adr\b).*|units?\b.*|warrants?\b.*|rights?\b.*))$", re.IGNORECASE)
_RECEIPT: Final = re.compile(r"\b(?:american deposit[ao]ry|adrs?|ads|depositary (?:receipts?|shares?))\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Listing:
    """One security on one market.

    Attributes:
        ticker: As the file writes it.
        name: Of the security, or of the issuer.
        exchange: A market identifier code, or what the file says where that is not known.
        cik: Without leading zeros.
        isin: Where the file gives one.
        country: As the file says, in its own words.
        fund: Whether the file marks it as a fund that is traded; None where it does not say.
        where: File and line.
    """

    ticker: str
    name: str
    exchange: str
    cik: str = ""
    isin: str = ""
    country: str = ""
    fund: bool | None = None
    where: Where = field(default_factory=Where)

    @property
    def issuer(self) -> str:
        """The issuer's name: the security's without its class.

        >>> Listing("A", "Example Corp. - Class A Common Stock", "XNAS").issuer
        'Example Corp.'
        """
        return _CLASS.sub("", self.name) or self.name

    @property
    def receipt(self) -> bool:
        """Whether the security is a depositary receipt: the shares that it stands for are another security."""
        return bool(_RECEIPT.search(self.name))

    @property
    def us(self) -> bool:
        """Whether the market is a national securities exchange of the United States."""
        return self.exchange in US_EXCHANGES


@dataclass(slots=True)
class Listings:
    """What came out of one file."""

    file: str
    rows: list[Listing] = field(default_factory=list)
    tests: int = 0
    """Securities that an exchange lists to test its systems: left out."""
    nameless: int = 0
    """Rows with a ticker and no name: they are found by a code only."""
    edition: str = ""
    faults: list[RowFault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def market(text: str) -> str:
    """A market identifier code.

    >>> market("Nasdaq"), market("N"), market("OTC"), market("Tulip Exchange")
    ('XNAS', 'XNYS', 'OTC', 'Tulip Exchange')
    """
    plain = known(text)
    return EXCHANGES.get(plain.casefold(), plain)


def read_listings(name: str) -> Listings:
    """Read a file.

    Raises:
        InputError: Of no kind that is known, not whole, or without a row.
    """
    path = Path(name)
    made = Listings(name)
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise InputError(f"cannot be read: {fault.strerror}", hint="check the name and the permissions", where=Where(name)) from None
    if data.startswith(b"PAR1"):
        rows = parquet_rows(path, name).read()
        header = [cell.casefold() for cell in next(rows).cells]
        _table(made, header, ((row.number, list(row.cells)) for row in rows))
    else:
        _text(made, data)
    if not made.rows:
        raise InputError("no listing in this file", hint="see: countersight issuers --help", where=Where(name))
    return made


def _text(made: Listings, data: bytes) -> None:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise InputError(f"not UTF-8 at byte {fault.start}", hint="bring the file as it is published", where=Where(made.file, data.count(b"\n", 0, fault.start) + 1)) from None
    first = text.lstrip()[:1]
    if first in {"{", "["}:
        _json(made, text)
    elif "|" in text.split("\n", 1)[0]:
        _directory(made, text)
    else:
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        try:
            header = [cell.strip().casefold() for cell in next(reader, [])]
            _table(made, header, ((reader.line_num, row) for row in reader if any(row)))
        except csv.Error as fault:
            raise InputError(f"not CSV: {fault}", hint="is a quotation mark missing?", where=Where(made.file, reader.line_num)) from None


def _json(made: Listings, text: str) -> None:
    try:
        told = json.loads(text)
    except json.JSONDecodeError as fault:
        raise InputError(f"not JSON: {fault.msg}", hint="is the file whole?", where=Where(made.file, fault.lineno, fault.colno)) from None
    if isinstance(told, dict) and isinstance(told.get("fields"), list) and isinstance(told.get("data"), list):
        header = [str(one).casefold() for one in told["fields"]]
        _table(made, header, ((number, ["" if cell is None else str(cell) for cell in row]) for number, row in enumerate(told["data"], 1)))
        return
    rows: Iterable[Any] = told.values() if isinstance(told, dict) else told
    exchange = next((word for word in ("nasdaq", "nyse", "amex") if word in Path(made.file).name.casefold()), "") if isinstance(told, list) else ""
    if exchange:
        made.notes.append(f"{made.file}: the rows do not name their exchange; by the file's name it is {market(exchange)}")
    elif isinstance(told, dict):
        made.notes.append(f"{made.file}: the rows do not name their exchange: company_tickers_exchange.json does")
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict):
            raise InputError(f"row {number} is no object", hint='{"cik_str": 320193, "ticker": "AAPL", "title": "Apple Inc."}', where=Where(made.file))
        plain = {str(key).casefold(): "" if value is None else str(value) for key, value in row.items()}
        _row(made, number, {"exchange": exchange, **plain})


def _table(made: Listings, header: list[str], rows: Iterator[tuple[int, list[str]]]) -> None:
    if not {"symbol", "ticker"} & set(header) or not {"name", "title"} & set(header):
        raise InputError("no column tells the ticker, or none the name", hint="columns: cik, name, ticker, exchange; or symbol, name, mic", where=Where(made.file, 1))
    for number, row in rows:
        if len(row) != len(header):
            made.faults.append(RowFault(Where(made.file, number), f"{len(row)} cells under {len(header)} headings", "bring the file as it is published"))
            continue
        _row(made, number, dict(zip(header, row, strict=True)))


def _directory(made: Listings, text: str) -> None:
    """A symbol directory: bars between cells, and a last line with the time of its creation."""
    lines = text.replace("\r\n", "\n").rstrip("\n").split("\n")
    last = _LAST.match(lines[-1])
    if last is None:
        raise InputError("the last line does not tell the time of creation: the file was cut off", hint="fetch it again, whole", where=Where(made.file, len(lines)))
    made.edition = f"{last[3]}-{last[1]}-{last[2]}"
    header = [cell.strip().casefold() for cell in lines[0].split("|")]
    for number, line in enumerate(lines[1:-1], 2):
        cells = line.split("|")
        if len(cells) != len(header):
            made.faults.append(RowFault(Where(made.file, number), f"{len(cells)} cells under {len(header)} headings", "bring the file as it is published"))
            continue
        told = dict(zip(header, cells, strict=True))
        if told.get("test issue", "").strip().upper() == "Y":
            made.tests += 1
            continue
        exchange = told.get("exchange") or ("nasdaq" if "market category" in told else "")
        _row(made, number, {"ticker": told.get("symbol") or told.get("act symbol", ""), "name": told.get("security name", ""), "exchange": exchange, "etf": told.get("etf", "")})


_FUND: Final[Mapping[str, bool]] = {"Y": True, "N": False}


def _first(told: Mapping[str, str], *names: str) -> str:
    """The first of several columns that says something."""
    return next((plain for name in names if (plain := known(told.get(name)))), "")


def _row(made: Listings, number: int, told: Mapping[str, str]) -> None:
    # Tickers such as NA and NONE are real: only an empty cell says nothing.
    ticker = " ".join((told.get("ticker") or told.get("symbol") or "").split())
    where = Where(made.file, number)
    if not ticker:
        made.faults.append(RowFault(where, "no ticker", "the row is left out: bring the file as it is published"))
        return
    name = _first(told, "name", "title")
    made.nameless += not name
    cik = _first(told, "cik", "cik_str").lstrip("0")
    fund = _FUND.get(told.get("etf", "").strip().upper())
    made.rows.append(Listing(ticker, name, market(_first(told, "mic", "exchange")), cik, _first(told, "isin"), _first(told, "country"), fund, where))
