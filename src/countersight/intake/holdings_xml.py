"""Positions that funds and managers file: Form N-PORT, and the information table of Form 13F, as XML.

Sources: EDGAR Form N-PORT XML technical specification; EDGAR Form 13F XML technical specification.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from countersight.errors import InputError, Where
from countersight.intake.holdings import Issuer, Portfolio, Position, known, ticker, tidy_identifiers
from countersight.intake.result import Intake

_MAX_DEPTH: Final = 60
_BLOCKS: Final = {"invstOrSec": "N-PORT", "infoTable": "13F"}
ROOTS: Final = re.compile(rb"<(?:[\w.-]+:)?(edgarSubmission|informationTable)\b")
ASSETS: Final = {
    "EC": "listed_equity", "EP": "listed_equity", "DBT": "bond", "SN": "bond", "LON": "bond", "RA": "bond", "ABS-MBS": "bond", "ABS-APCP": "bond",
    "ABS-CBDO": "bond", "ABS-O": "bond", "STIV": "fund_unit", "DCO": "derivative", "DCR": "derivative", "DE": "derivative", "DFE": "derivative",
    "DIR": "derivative", "DO": "derivative",
}  # fmt: skip
"""Asset types of Form N-PORT, item C.4.a; loans and repurchase agreements are read as debt."""
_RECEIPT: Final = re.compile(r"\b(?:ADRS?|ADS|GDRS?|SPON(?:SORED)?|DEPOSITAR?Y)\b", re.IGNORECASE)
_FUND: Final = re.compile(r"\b(?:ETFS?|FUNDS?|FD|UNIT SER|TR UNIT|UCITS|SICAV|INDEX TR)\b", re.IGNORECASE)
_DEBT: Final = re.compile(r"\b(?:NOTES?|BONDS?|DEB(?:ENTURES?)?|MTN)\b", re.IGNORECASE)
_REFERENCES: Final = frozenset({"otherRefInst", "indexBasketInfo"})


class _Filing:
    """Builds one position at a time; of what stands before them it keeps the texts."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[tuple[int, Element]] = []
        self.head: dict[str, str] = {}
        self.form = ""
        self.depth = 0
        self.inside = 0
        self.line = 0
        self.text: list[str] = []
        self.tree = TreeBuilder()
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.EntityDeclHandler = self.entity
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.data

    def entity(self, *_: object) -> None:
        raise InputError("the file declares entities", hint="a filing has none: do not open it", where=Where(self.file, self.parser.CurrentLineNumber))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise InputError(f"elements nested more than {_MAX_DEPTH} deep", hint="is this a filing?", where=Where(self.file, self.parser.CurrentLineNumber))
        name = name.rpartition(":")[2]
        self.text = []
        if not self.inside and name in _BLOCKS:
            self.inside, self.line, self.tree, self.form = self.depth, self.parser.CurrentLineNumber, TreeBuilder(), _BLOCKS[name]
        if self.inside:
            self.tree.start(name, attributes)
        elif attributes:
            self.head.update({f"{name}.{key}": value for key, value in attributes.items()})

    def data(self, text: str) -> None:
        if self.inside:
            self.tree.data(text)
        else:
            self.text.append(text)

    def end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if self.inside:
            self.tree.end(name)
            if self.depth == self.inside:
                self.inside = 0
                self.found.append((self.line, self.tree.close()))
        elif plain := known("".join(self.text)):
            self.head.setdefault(name, plain)
        self.text = []
        self.depth -= 1


def read_filing(data: bytes, file: str) -> Intake:
    """Read a filing; its day is the day of each matter, and the fund is the holder.

    Raises:
        InputError: Not XML, entities, or no position in it.
    """
    filing = _Filing(file)
    try:
        filing.parser.Parse(data.lstrip(b"\xef\xbb\xbf \t\r\n"), True)  # noqa: FBT003 - as expat has it
    except expat.ExpatError as error:
        raise InputError(f"not XML: {expat.ErrorString(error.code)}", hint="bring the filing as EDGAR has it; is it whole?", where=Where(file, error.lineno, error.offset + 1)) from None
    if not filing.found:
        raise InputError("no position in this filing", hint="N-PORT has invstOrSec, a 13F information table has infoTable", where=Where(file))
    readers: dict[str, Callable[[Element, Where, str | None], Position]] = {"N-PORT": _nport, "13F": _thirteen_f}
    day = filing.head.get("repPdDate")
    portfolio = Portfolio(file, _holder(filing.head), day)
    if portfolio.holder is None:
        portfolio.intake.notes.append(f"{file}: the table does not name who holds the positions, nor on which day: give --as-of")
    make = readers[filing.form]
    return portfolio.read(make(element, Where(file, line), day) for line, element in filing.found)


def _holder(head: dict[str, str]) -> dict[str, Any] | None:
    """The registrant of an N-PORT filing, with its series; the information table of a 13F names nobody."""
    if "regName" not in head:
        return None
    country = head.get("regStateConditional.regCountry") or head.get("regCountry") or ""
    made: dict[str, Any] = {"role": "holder", "name": head.get("seriesName") or head["regName"], "country": country if re.fullmatch(r"[A-Z]{2}", country) else None}
    identifiers = tidy_identifiers({"lei": head.get("seriesLei", ""), "cik": head.get("regCik", "")})
    return {**made, "identifiers": {kind: value.lower() if kind == "cik" else value for kind, value in identifiers.items()} or None}


def _at(element: Element, path: str) -> str:
    return known(element.findtext(path))


def _identifiers(element: Element) -> dict[str, str]:
    told = {"lei": _at(element, "lei"), "cusip": _at(element, "cusip") or _at(element, "issuerCusip")}
    for tag in ("isin", "ticker"):
        found = element.find(f"identifiers/{tag}")
        if found is not None:
            told[tag] = known(found.get("value"))
    told["ticker"] = ticker(told.get("ticker", ""))
    return tidy_identifiers(told)


def _nport(element: Element, where: Where, day: str | None) -> Position:
    """One ``invstOrSec``: of a derivative the issuers are those of what it refers to, where it names any."""
    category = _at(element, "assetCat")
    conditional = element.find("assetConditional")
    other = known(conditional.get("desc")) if conditional is not None else ""
    name, title = _at(element, "name"), _at(element, "title")
    instrument = ASSETS.get(category) or ("fund_unit" if _FUND.search(other) else None)
    if instrument == "listed_equity":
        instrument = "adr" if _RECEIPT.search(title) else "fund_unit" if _FUND.search(f"{name} {title}") else instrument
    position = {
        "instrument": instrument, "action": "hold", "trade_date": day, "amount": _at(element, "valUSD"), "weight_pct": _at(element, "pctVal"),
        "quantity": _at(element, "balance"), "title": title,
    }  # fmt: skip
    issuers = list(_referred(element)) if instrument == "derivative" else []
    if not issuers:
        issuers = [Issuer(name or title, _identifiers(element), _at(element, "invCountry"))]
    return Position(where, issuers, {key: value for key, value in position.items() if value})


def _referred(element: Element) -> Iterator[Issuer]:
    for one in element.iter():
        if one.tag not in _REFERENCES:
            continue
        name = _at(one, "issuerName") or _at(one, "indexName")
        if name:
            yield Issuer(name, _identifiers(one))
        for part in one.iter("component"):
            if inner := _at(part, "othDescRefInstr") or _at(part, "issuerName") or _at(part, "name"):
                yield Issuer(inner, _identifiers(part))


def _thirteen_f(element: Element, where: Where, _day: str | None) -> Position:
    """One ``infoTable``: what a manager held at the end of a quarter."""
    title, name = _at(element, "titleOfClass"), _at(element, "nameOfIssuer")
    if _at(element, "putCall"):
        instrument = "derivative"
    elif _RECEIPT.search(title):
        instrument = "adr"
    elif _at(element, "shrsOrPrnAmt/sshPrnamtType").upper() == "PRN" or _DEBT.search(title):
        instrument = "bond"
    else:
        instrument = "fund_unit" if _FUND.search(f"{title} {name}") else "listed_equity"
    position = {"instrument": instrument, "action": "hold", "quantity": _at(element, "shrsOrPrnAmt/sshPrnamt"), "title": title, "put_call": _at(element, "putCall")}
    identifiers = tidy_identifiers({"cusip": _at(element, "cusip"), "figi": _at(element, "figi")})
    return Position(where, [Issuer(name, identifiers)], {key: value for key, value in position.items() if value})
