"""Positions of a portfolio to matters of the kind ``holdings``: one position, one matter.

What the readers of N-PORT, 13F and custodians' tables share: check digits, tickers with their exchange, the matter itself.
An identifier that fails its check digit names nobody: it is left out, and a note says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any, Final

from pydantic import ValidationError

from countersight.errors import InputError, Where
from countersight.intake.result import UNKNOWN_MARKS, Intake, RowFault
from countersight.model.matter import Matter
from countersight.names.identifiers import valid_isin, valid_lei

MAX_POSITIONS: Final = 500_000
"""Positions of one file; more are for several files."""
_CUSIP: Final = re.compile(r"[0-9A-Z*@#]{8}[0-9]\Z")
_CUSIP_ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*@#"
_FIGI: Final = re.compile(r"[B-DF-HJ-NP-TV-Z]{2}G[0-9B-DF-HJ-NP-TV-Z]{8}[0-9]\Z")
_US_EXCHANGES: Final = frozenset({"nyse", "xnys", "nasdaq", "xnas", "nyse american", "amex", "xase", "nyse arca", "arcx", "us"})
_SUFFIX: Final = {
    name: suffix
    for suffix, names in {".SZ": "sz szse xshe shenzhen", ".SS": "sh ss sse xshg shanghai", ".HK": "hk hkex sehk xhkg hongkong"}.items()
    for name in names.split()
}
_SUFFIXED: Final = re.compile(r"([0-9A-Z]{1,6})[. ](SZ|SH|SS|HK)\Z")


def known(text: str | None) -> str:
    """A text with its spaces tidied; empty where it says that it is not known.

    >>> known(" N/A "), known("BYD  Co")
    ('', 'BYD Co')
    """
    plain = " ".join((text or "").split())
    return "" if plain.casefold() in UNKNOWN_MARKS else plain


def valid_cusip(value: str) -> bool:
    """True for a nine-character CUSIP whose last digit checks (ANSI X9.6); nine zeros stand for none.

    >>> valid_cusip("037833100"), valid_cusip("037833101"), valid_cusip("000000000")
    (True, False, False)
    """
    if not _CUSIP.match(value) or not value.strip("0"):
        return False
    numbers = (_CUSIP_ALPHABET.index(char) * (1 + at % 2) for at, char in enumerate(value[:8]))
    return (10 - sum(sum(divmod(number, 10)) for number in numbers) % 10) % 10 == int(value[8])


def valid_figi(value: str) -> bool:
    """True for a FIGI whose last digit checks (Object Management Group, FIGI 1.0).

    >>> valid_figi("BBG000B9XRY4"), valid_figi("BBG000B9XRY5"), valid_figi("02079K107743")
    (True, False, False)
    """
    if not _FIGI.match(value):
        return False
    numbers = (int(char, 36) * (1 + at % 2) for at, char in enumerate(value[:11]))
    return (10 - sum(sum(divmod(number, 10)) for number in numbers) % 10) % 10 == int(value[11])


def ticker(code: str, exchange: str = "") -> str:
    """A ticker that names one security of one exchange, or empty: a bare code is used on several, and again after a while.

    >>> ticker("002415", "XSHE"), ticker("2415 HK"), ticker("BABA", "NYSE"), ticker("002415")
    ('002415.SZ', '2415.HK', 'BABA', '')
    """
    plain, place = known(code).upper(), known(exchange).casefold()
    if found := _SUFFIXED.match(plain):
        plain, place = found.group(1), found.group(2).casefold()
    if plain and (suffix := _SUFFIX.get("".join(place.split()))):
        return f"{plain.zfill(4) if suffix == '.HK' else plain}{suffix}"
    return plain if place in _US_EXCHANGES and plain.isalpha() else ""


_CHECKS: Final = {"isin": valid_isin, "cusip": valid_cusip, "lei": valid_lei, "figi": valid_figi}


@dataclass(slots=True)
class Issuer:
    """Who issued what is held, as the file names it."""

    name: str
    identifiers: dict[str, str] = field(default_factory=dict)
    country: str = ""
    names: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Position:
    """One position: where it stands, its issuers (of a derivative: of what it refers to), and what is held."""

    where: Where
    issuers: list[Issuer]
    position: dict[str, Any]
    id: str = ""
    day: str | None = None
    holder: dict[str, Any] | None = None
    text: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Portfolio:
    """The matters of one file while it is read."""

    file: str
    holder: dict[str, Any] | None = None
    day: str | None = None
    intake: Intake = field(default_factory=Intake)
    bad: Counter[str] = field(default_factory=Counter)
    first: dict[str, str] = field(default_factory=dict)
    _ids: set[str] = field(default_factory=set)

    def read(self, positions: Iterable[Position]) -> Intake:
        """All positions as matters.

        Raises:
            InputError: There is none, or there are too many.
        """
        for number, one in enumerate(positions, 1):
            if number > MAX_POSITIONS:
                raise InputError(f"more than {MAX_POSITIONS:,} positions", hint="split the file", where=Where(self.file))
            self._take(number, one)
        if not self.intake.matters and not self.intake.faults:
            raise InputError("no position in this file", hint="a row or an element per position", where=Where(self.file))
        for kind, count in sorted(self.bad.items()):
            self.intake.notes.append(f"{self.file}: {count:,} {kind.upper()} fail their check digit and are not used, the first {self.first[kind]}")
        return self.intake

    def _take(self, number: int, one: Position) -> None:
        name = one.id or f"{PurePath(self.file).stem}-{number}"
        if name in self._ids:
            name = f"{name}-{number}"
        self._ids.add(name)
        holder = one.holder or self.holder
        parties = [holder] if holder else []
        parties += [self._party(issuer, one.where) for issuer in one.issuers]
        raw = {"id": name, "kind": "holdings", "date": one.day or self.day, "parties": parties, "position": one.position, "text": one.text or None}
        try:
            self.intake.matters.append(Matter.model_validate(raw))
        except ValidationError as fault:
            first = fault.errors()[0]
            column = str(first["loc"][-1]) if first["loc"] else None
            self.intake.faults.append(RowFault(Where(self.file, one.where.line, column), first["msg"], "see: countersight schema", name))

    def _party(self, issuer: Issuer, where: Where) -> dict[str, Any]:
        identifiers = {kind: value for kind, value in issuer.identifiers.items() if self._checked(kind, value, where)}
        country = issuer.country.upper()
        told = {"identifiers": identifiers or None, "country": country if re.fullmatch(r"[A-Z]{2}", country) and country != "XX" else None, "names": issuer.names}
        return {"role": "issuer", "name": issuer.name, **{key: value for key, value in told.items() if value}}

    def _checked(self, kind: str, value: str, where: Where) -> bool:
        test = _CHECKS.get(kind)
        if test is None or test(value):
            return bool(value)
        self.bad[kind] += 1
        self.first.setdefault(kind, f"{value!r} at line {where.line}")
        return False


def tidy_identifiers(told: Mapping[str, str]) -> dict[str, str]:
    """Identifiers that are stated, in capitals; a row of zeros is none."""
    plain = {kind: known(value).upper().replace("-", "") if kind != "ticker" else value for kind, value in told.items()}
    return {kind: value for kind, value in plain.items() if value.strip("0")}
